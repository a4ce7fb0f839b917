//! CustomResourceDefinitions: what they serve.

use std::sync::Arc;

use serde_json::Value;

use super::CustomSchema;
pub(crate) use super::conditions::{condition, set_condition, status};
pub(crate) use super::spec::{validate, warnings};
use crate::registry::{Resource, Scale, Schema, priority};
use crate::store::GroupResource;
use crate::table;

/// What a CRD's resources can be asked, in the order in which the real server tells it.
const VERBS: [&str; 8] = [
    "delete",
    "deletecollection",
    "get",
    "list",
    "patch",
    "create",
    "update",
    "watch",
];

/// Where CRDs are stored.
pub(crate) fn definitions() -> GroupResource {
    GroupResource::new("apiextensions.k8s.io", "customresourcedefinitions")
}

/// The group and resource that a CRD is about.
pub(crate) fn subject(object: &Value) -> GroupResource {
    GroupResource::new(
        object["spec"]["group"].as_str().unwrap_or_default(),
        object["spec"]["names"]["plural"]
            .as_str()
            .unwrap_or_default(),
    )
}

/// What a CRD whose names are accepted serves.
pub(crate) fn resources(object: &Value) -> Vec<Resource> {
    let versions = object["spec"]["versions"].as_array().into_iter().flatten();
    versions
        .filter(|version| version["served"] == true)
        .map(|version| resource(object, version))
        .collect()
}

fn resource(object: &Value, version: &Value) -> Resource {
    let spec = &object["spec"];
    let names = &spec["names"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let texts = |value: &Value| {
        let list = value.as_array().into_iter().flatten();
        list.map(text).collect()
    };
    let scale = &version["subresources"]["scale"];
    let selectable = version["selectableFields"].as_array().into_iter().flatten();
    Resource {
        id: subject(object),
        version: text(&version["name"]),
        kind: text(&names["kind"]),
        list_kind: text(&names["listKind"]),
        singular: text(&names["singular"]),
        namespaced: spec["scope"] == "Namespaced",
        short_names: texts(&names["shortNames"]),
        categories: texts(&names["categories"]),
        verbs: VERBS.map(str::to_owned).to_vec(),
        status: version["subresources"]["status"].is_object(),
        selectable: selectable.map(|field| text(&field["jsonPath"])).collect(),
        scale: scale.is_object().then(|| Scale {
            spec_replicas: text(&scale["specReplicasPath"]),
            status_replicas: text(&scale["statusReplicasPath"]),
            selector: scale["labelSelectorPath"].as_str().map(str::to_owned),
        }),
        terminating: object["metadata"]["deletionTimestamp"].is_string(),
        schema: Schema::Custom(Arc::new(CustomSchema::new(
            version["schema"]["openAPIV3Schema"].clone(),
            spec["preserveUnknownFields"] == true,
        ))),
        deprecation: (version["deprecated"] == true).then(|| {
            let given = version["deprecationWarning"].as_str().map(str::to_owned);
            given.unwrap_or_else(|| deprecation(spec, &text(&version["name"])))
        }),
        printer_columns: Some(table::columns(version)),
    }
}

/// What clients of a deprecated version are told: with the best one that goes on, where there is one.
fn deprecation(spec: &Value, version: &str) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (group, kind) = (text(&spec["group"]), text(&spec["names"]["kind"]));
    let versions = spec["versions"].as_array().into_iter().flatten();
    let better = versions
        .filter(|other| other["served"] == true && other["deprecated"] != true)
        .map(|other| text(&other["name"]))
        .filter(|other| priority(other) > priority(version))
        .max_by_key(|other| priority(other));
    match better {
        Some(better) => {
            format!("{group}/{version} {kind} is deprecated; use {group}/{better} {kind}")
        }
        None => format!("{group}/{version} {kind} is deprecated"),
    }
}
