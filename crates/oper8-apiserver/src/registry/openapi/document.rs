//! The documents of version 3: one for each version of a group, and small ones for groups and other paths.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::operation::{Operation, group_name, path_item, prefix, tag};
use super::{collections, parts, schemas};
use crate::registry::Catalog;
use crate::registry::discovery::api_path;
use crate::value::capital;

const META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1";

/// The documents by name: `api/v1`, `apis/apps/v1`, `version`.
pub(super) fn names(catalog: &Catalog) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ["api", "apis", "version"].map(str::to_owned).into();
    for (group, version) in catalog.group_versions() {
        names.insert(api_path(group, version));
        if !group.is_empty() && catalog.is_built_in(group) {
            names.insert(format!("apis/{group}"));
        }
    }
    names
}

/// The document of that name.
pub(super) fn write(catalog: &Catalog, name: &str) -> Value {
    let steps: Vec<_> = name.split('/').collect();
    let version = match steps.as_slice() {
        ["api", version] => Some(("", *version)),
        ["apis", group, version] => Some((*group, *version)),
        _ => None,
    };
    let paths = match (version, steps.as_slice()) {
        (Some((group, version)), _) => paths_of(catalog, group, version),
        (None, steps) => small(steps),
    };
    let custom = version.is_some_and(|(group, _)| !catalog.is_built_in(group));
    let schemas = schemas::needed(catalog, &paths, version);
    let mut document = json!({
        "openapi": "3.0.0",
        "info": info(custom),
        "paths": paths,
        "components": {"schemas": schemas},
    });
    if !custom {
        document["components"]["securitySchemes"] = security();
    }
    document
}

fn info(custom: bool) -> Value {
    if custom {
        return json!({"title": "Kubernetes CRD Swagger", "version": "v0.1.0"});
    }
    json!({"title": "Kubernetes", "version": minor()})
}

/// `1.36`.
pub(super) fn minor() -> String {
    let full = oper8_schema::kinds::server_version().trim_start_matches('v');
    full.split('.').take(2).collect::<Vec<_>>().join(".")
}

/// How a client says who it is.
pub(super) fn security() -> Value {
    json!({"BearerToken": {
        "type": "apiKey",
        "description": "Bearer Token authentication",
        "name": "authorization",
        "in": "header",
    }})
}

/// The paths of one version of a group.
pub(super) fn paths_of(catalog: &Catalog, group: &str, version: &str) -> Map<String, Value> {
    let mut paths = Map::new();
    let base = format!("/{}", api_path(group, version));
    let own_tag = tag(group, version);
    if catalog.is_built_in(group) {
        let id = format!("get{}APIResources", prefix(group, version));
        let operation = get(id, "get available resources", "APIResourceList");
        paths.insert(format!("{base}/"), path_item(&own_tag, &[operation]));
    }
    for resource in catalog.version(group, version).into_iter().flatten() {
        let resource = resource.1;
        let own = collections::paths(resource).into_iter();
        for (path, operations) in own.chain(parts::paths(resource)) {
            paths.insert(format!("{base}{path}"), path_item(&own_tag, &operations));
        }
    }
    paths
}

/// The paths of the small documents.
fn small(steps: &[&str]) -> Map<String, Value> {
    let (path, tag, operation) = match steps {
        ["api"] => {
            let what = "get available API versions";
            let operation = get("getCoreAPIVersions".to_owned(), what, "APIVersions");
            ("/api/".to_owned(), "core".to_owned(), operation)
        }
        ["apis", group] => {
            let name = group_name(group);
            let id = format!("get{}APIGroup", capital(&name));
            let operation = get(id, "get information of a group", "APIGroup");
            (format!("/apis/{group}/"), name, operation)
        }
        ["version"] => {
            let what = "get the version information for this server";
            let mut operation = get("getCodeVersion".to_owned(), what, "APIGroup");
            operation.produces = vec!["application/json"];
            operation.answer = schemas::reference("io.k8s.apimachinery.pkg.version.Info");
            ("/version/".to_owned(), "version".to_owned(), operation)
        }
        _ => {
            let what = "get available API versions";
            let operation = get("getAPIVersions".to_owned(), what, "APIGroupList");
            ("/apis/".to_owned(), "apis".to_owned(), operation)
        }
    };
    Map::from_iter([(path, path_item(&tag, &[operation]))])
}

fn get(id: String, description: &str, kind: &str) -> Operation {
    Operation {
        method: "get",
        id,
        description: description.to_owned(),
        action: "",
        kind: None,
        parameters: Vec::new(),
        body: None,
        codes: &[200],
        produces: vec![
            "application/json",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
        ],
        answer: schemas::reference(&format!("{META}.{kind}")),
    }
}
