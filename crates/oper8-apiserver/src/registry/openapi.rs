//! The least of OpenAPI v3 that kubectl needs: which parameters the server takes. Types are left out.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};

use super::{Catalog, Resource};

/// Where the descriptions of the groups are.
pub(super) fn index(catalog: &Catalog) -> Value {
    let mut paths = Map::new();
    for (group, version) in catalog.group_versions() {
        let path = api_path(group, version);
        // Clients keep a description as long as its hash stays.
        let mut hasher = DefaultHasher::new();
        let text = description(catalog, group, version).map(|text| text.to_string());
        text.hash(&mut hasher);
        let hash = hasher.finish();
        let url = format!("/openapi/v3/{path}?hash={hash:016X}");
        paths.insert(path, json!({"serverRelativeURL": url}));
    }
    json!({"paths": paths})
}

/// The description of one version of a group.
pub(super) fn description(catalog: &Catalog, group: &str, version: &str) -> Option<Value> {
    let served = catalog.version(group, version)?;
    let mut paths = Map::new();
    for resource in served.values() {
        let scope = if resource.namespaced {
            "namespaces/{namespace}/"
        } else {
            ""
        };
        let path = format!(
            "/{}/{scope}{}/{{name}}",
            api_path(group, version),
            resource.plural()
        );
        paths.insert(path, json!({"patch": patch(resource)}));
    }
    Some(json!({
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": oper8_schema::kinds::server_version()},
        "paths": paths,
        "components": {"schemas": {}},
    }))
}

fn patch(resource: &Resource) -> Value {
    let parameter =
        |name: &str, kind: &str| json!({"name": name, "in": "query", "schema": {"type": kind}});
    json!({
        "x-kubernetes-action": "patch",
        "x-kubernetes-group-version-kind": {
            "group": resource.group(), "version": resource.version, "kind": resource.kind,
        },
        "parameters": [
            parameter("dryRun", "string"),
            parameter("fieldManager", "string"),
            parameter("fieldValidation", "string"),
            parameter("force", "boolean"),
        ],
        "responses": {"200": {"description": "OK"}},
    })
}

fn api_path(group: &str, version: &str) -> String {
    if group.is_empty() {
        format!("api/{version}")
    } else {
        format!("apis/{group}/{version}")
    }
}
