//! CustomResourceDefinitions: which are valid, what they serve, which names they get.

use std::sync::Arc;

use serde_json::{Value, json};

use super::CustomSchema;
use crate::names;
use crate::registry::{Resource, Scale, Schema};
use crate::status::Cause;
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

/// Judges a CRD; `current` is what it was.
pub(crate) fn validate(current: Option<&Value>, object: &Value, causes: &mut Vec<Cause>) {
    let spec = &object["spec"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = &object["metadata"]["name"];
    let wanted = format!(
        "{}.{}",
        text(&spec["names"]["plural"]),
        text(&spec["group"])
    );
    if *name != wanted.as_str() {
        let detail = "must be spec.names.plural+\".\"+spec.group";
        causes.push(Cause::invalid("metadata.name", name, detail));
    }
    let group = text(&spec["group"]);
    if group.is_empty() {
        causes.push(Cause::required("spec.group", ""));
    } else if let Some(problem) = names::subdomain_problem(&group) {
        causes.push(Cause::invalid("spec.group", &spec["group"], &problem));
    } else if !group.contains('.') {
        let detail = "should be a domain with at least one dot";
        causes.push(Cause::invalid("spec.group", &spec["group"], detail));
    }
    match spec["scope"].as_str().unwrap_or_default() {
        "" => causes.push(Cause::required("spec.scope", "")),
        "Cluster" | "Namespaced" => {}
        _ => {
            let supported = ["Cluster".to_owned(), "Namespaced".to_owned()];
            causes.push(Cause::not_supported(
                "spec.scope",
                &spec["scope"],
                &supported,
            ));
        }
    }
    versions(spec, causes);
    for field in ["plural", "singular", "kind", "listKind"] {
        let path = format!("spec.names.{field}");
        let value = &spec["names"][field];
        match value.as_str().unwrap_or_default() {
            "" => causes.push(Cause::required(&path, "")),
            text => {
                if let Some(problem) = names::label_1035_problem(&text.to_lowercase()) {
                    causes.push(Cause::invalid(&path, value, &problem));
                }
            }
        }
    }
    stored_versions(object, causes);
    if let Some(current) = current {
        unchanged(current, object, causes);
    }
}

fn versions(spec: &Value, causes: &mut Vec<Cause>) {
    let versions = spec["versions"].as_array().map_or(&[][..], Vec::as_slice);
    // A schema that all versions share is told as that of the whole definition.
    let schema_of = |version: &Value| version["schema"]["openAPIV3Schema"].clone();
    let shared = versions
        .iter()
        .all(|version| schema_of(version) == schema_of(&versions[0]));
    for (index, version) in versions.iter().enumerate() {
        let path = format!("spec.versions[{index}]");
        if let Some(problem) =
            names::label_1035_problem(version["name"].as_str().unwrap_or_default())
        {
            causes.push(Cause::invalid(
                &format!("{path}.name"),
                &version["name"],
                &problem,
            ));
        }
        let schema = &version["schema"]["openAPIV3Schema"];
        let mut path = format!("{path}.schema.openAPIV3Schema");
        if !schema.is_object() {
            causes.push(Cause::required(&path, ""));
            continue;
        }
        if shared && index > 0 {
            continue;
        }
        if shared {
            path = "spec.validation.openAPIV3Schema".to_owned();
        }
        if schema["type"].as_str().is_none_or(str::is_empty) {
            causes.push(Cause::required(
                &format!("{path}.type"),
                "must not be empty at the root",
            ));
        } else if schema["type"] != "object" {
            causes.push(Cause::invalid(
                &format!("{path}.type"),
                &schema["type"],
                "must be object at the root",
            ));
        }
        structural(schema, &path, causes);
    }
    let storage = versions.iter().filter(|version| version["storage"] == true);
    if storage.count() != 1 {
        causes.push(Cause::invalid(
            "spec.versions",
            &spec["versions"],
            "must have exactly one version marked as storage version",
        ));
    }
}

/// Every field of a structural schema has a type.
fn structural(schema: &Value, path: &str, causes: &mut Vec<Cause>) {
    const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
    if let Some(kind) = schema["type"].as_str().filter(|kind| !kind.is_empty())
        && !TYPES.contains(&kind)
    {
        let supported = TYPES.map(str::to_owned);
        let path = format!("{path}.type");
        causes.push(Cause::not_supported(&path, &schema["type"], &supported));
    }
    let typed = |schema: &Value| {
        schema["type"].as_str().is_some_and(|kind| !kind.is_empty())
            || schema["x-kubernetes-int-or-string"] == true
            || schema["x-kubernetes-preserve-unknown-fields"] == true
    };
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.properties[{name}]");
        if !typed(property) {
            let detail = "must not be empty for specified object fields";
            causes.push(Cause::required(&format!("{path}.type"), detail));
        }
        structural(property, &path, causes);
    }
    if schema["items"].is_object() {
        let path = format!("{path}.items");
        if !typed(&schema["items"]) {
            let detail = "must not be empty for specified array items";
            causes.push(Cause::required(&format!("{path}.type"), detail));
        }
        structural(&schema["items"], &path, causes);
    } else if schema["type"] == "array" {
        causes.push(Cause::required(
            &format!("{path}.items"),
            "must be specified",
        ));
    }
    if schema["additionalProperties"].is_object() {
        structural(
            &schema["additionalProperties"],
            &format!("{path}.additionalProperties"),
            causes,
        );
    }
}

fn stored_versions(object: &Value, causes: &mut Vec<Cause>) {
    let stored = object["status"]["storedVersions"]
        .as_array()
        .filter(|stored| !stored.is_empty());
    let path = "status.storedVersions";
    let Some(stored) = stored else {
        let detail = "must have at least one stored version";
        causes.push(Cause::invalid(path, &Value::Null, detail));
        return;
    };
    let versions = || object["spec"]["versions"].as_array().into_iter().flatten();
    for (index, version) in stored.iter().enumerate() {
        if !versions().any(|known| known["name"] == *version) {
            let detail = format!(
                "missing from spec.versions; {} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {} and removes {} from status.storedVersions",
                version.as_str().unwrap_or_default(),
                version.as_str().unwrap_or_default(),
                version.as_str().unwrap_or_default(),
            );
            causes.push(Cause::invalid(
                &format!("{path}[{index}]"),
                version,
                &detail,
            ));
        }
    }
}

/// Scope and names of what is established stay.
fn unchanged(current: &Value, object: &Value, causes: &mut Vec<Cause>) {
    let mut keep = |path: &str, before: &Value, after: &Value| {
        if before != after {
            causes.push(Cause::invalid(path, after, "field is immutable"));
        }
    };
    let (before, after) = (&current["spec"], &object["spec"]);
    keep("spec.group", &before["group"], &after["group"]);
    keep(
        "spec.names.plural",
        &before["names"]["plural"],
        &after["names"]["plural"],
    );
    if condition(current, "Established") == Some("True") {
        keep("spec.scope", &before["scope"], &after["scope"]);
        keep(
            "spec.names.kind",
            &before["names"]["kind"],
            &after["names"]["kind"],
        );
    }
}

/// The status of a condition of a CRD.
pub(crate) fn condition<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    let conditions = object["status"]["conditions"].as_array()?;
    let found = conditions
        .iter()
        .find(|condition| condition["type"] == name)?;
    found["status"].as_str()
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
        printer_columns: Some(table::columns(version)),
    }
}

/// The status of a CRD, given the other CRDs of its group; `now` goes into conditions that change.
pub(crate) fn status(object: &Value, others: &[&Value], now: &str) -> Value {
    let names = &object["spec"]["names"];
    let mut status = object["status"].clone();
    if !status.is_object() {
        status = json!({});
    }
    if !status["acceptedNames"].is_object() {
        status["acceptedNames"] = json!({});
    }
    let conflict = accept(names, others, &mut status["acceptedNames"]);
    let established = condition(object, "Established") == Some("True");
    let names_accepted = match &conflict {
        None => ("True", "NoConflicts", "no conflicts found".to_owned()),
        Some((reason, name)) => ("False", *reason, format!("{name:?} is already in use")),
    };
    set_condition(&mut status, "NamesAccepted", names_accepted, now);
    if !established {
        let condition = if conflict.is_none() {
            (
                "True",
                "InitialNamesAccepted",
                "the initial names have been accepted",
            )
        } else {
            ("False", "NotAccepted", "not all names are accepted")
        };
        let (value, reason, message) = condition;
        set_condition(
            &mut status,
            "Established",
            (value, reason, message.to_owned()),
            now,
        );
    }
    status
}

/// Takes the names that are free into `accepted`; answers the last that another CRD of the group has.
fn accept(
    names: &Value,
    others: &[&Value],
    accepted: &mut Value,
) -> Option<(&'static str, String)> {
    let taken = |fields: &[&str], name: &Value| {
        others.iter().any(|other| {
            let accepted = &other["status"]["acceptedNames"];
            fields.iter().any(|field| match &accepted[field] {
                Value::Array(list) => list.contains(name),
                value => value == name,
            })
        })
    };
    let resources: &[&str] = &["plural", "singular", "shortNames"];
    let kinds: &[&str] = &["kind", "listKind"];
    let checks = [
        ("plural", "PluralConflict", resources),
        ("singular", "SingularConflict", resources),
        ("shortNames", "ShortNamesConflict", resources),
        ("kind", "KindConflict", kinds),
        ("listKind", "ListKindConflict", kinds),
    ];
    let mut conflict = None;
    for (field, reason, fields) in checks {
        let name = &names[field];
        let clash = match name {
            Value::Array(list) => list.iter().find(|name| taken(fields, name)),
            // What neither of two names is no name that both have.
            name => Some(name).filter(|name| name.is_string() && taken(fields, name)),
        };
        if let Some(name) = clash {
            conflict = Some((reason, name.as_str().unwrap_or_default().to_owned()));
        } else if !name.is_null() {
            accepted[field] = name.clone();
        }
    }
    if let Some(categories) = names.get("categories") {
        accepted["categories"] = categories.clone();
    }
    conflict
}

/// Sets a condition, whose time moves only when its status does.
pub(crate) fn set_condition(
    status: &mut Value,
    name: &str,
    (value, reason, message): (&str, &str, String),
    now: &str,
) {
    let conditions = &mut status["conditions"];
    if !conditions.is_array() {
        *conditions = json!([]);
    }
    let Some(list) = conditions.as_array_mut() else {
        return;
    };
    let new = json!({
        "type": name, "status": value, "reason": reason, "message": message, "lastTransitionTime": now,
    });
    match list.iter_mut().find(|condition| condition["type"] == name) {
        Some(old) if old["status"] == value => {
            old["reason"] = reason.into();
            old["message"] = message.into();
        }
        Some(old) => *old = new,
        None => list.push(new),
    }
}
