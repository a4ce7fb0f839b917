//! The schema of a status, for CustomResourceDefinitions.

use serde_json::{Value, json};

/// The OpenAPI v3 structural schema of `.status`, for `spec.versions[].schema.openAPIV3Schema.properties.status` of a CRD.
///
/// It names what this crate writes and keeps everything else: fields that others add to the status or to a condition are
/// neither pruned nor checked. `conditions` is a list map keyed by `type`, so that several managers can own one each.
///
/// ```
/// let schema = oper8_status::status_schema();
/// assert_eq!(schema["x-kubernetes-preserve-unknown-fields"], true);
/// ```
pub fn status_schema() -> Value {
    let mut schema = open(json!({
        "conditions": conditions(),
        "componentStatus": component_status(),
        "versions": versions(),
        "operatorVersion": described("string", "Version of the operator that wrote this status."),
        "observedGeneration": generation(),
    }));
    schema["description"] = "What the operator knows about this resource.".into();
    schema
}

/// An object with these properties, and any others.
fn open(properties: Value) -> Value {
    json!({"type": "object", "properties": properties, "x-kubernetes-preserve-unknown-fields": true})
}

fn described(kind: &str, description: &str) -> Value {
    json!({"type": kind, "description": description})
}

fn generation() -> Value {
    json!({"type": "integer", "format": "int64", "description": "The metadata.generation that was reconciled."})
}

/// Only the key is typed: conditions of other writers may hold anything, a boolean `status` included.
fn conditions() -> Value {
    let mut item =
        open(json!({"type": described("string", "Ready, Updating, or another writer's type.")}));
    item["required"] = json!(["type"]);
    json!({
        "type": "array",
        "description": "Ready, Updating, and the conditions of other writers.",
        "items": item,
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["type"],
    })
}

fn component_status() -> Value {
    let names = |description: &str| json!({"type": "array", "items": {"type": "string"}, "description": description});
    open(json!({
        "allComponents": names("Every component."),
        "deployedComponents": names("Components that were applied, verified or not."),
        "unverifiedComponents": names("Components that were applied and are not ready yet."),
        "failedComponents": names("Components that could not be applied."),
        "waitingComponents": waiting_components(),
        "deployed": described("string", "Applied components of all, as N/M."),
        "verified": described("string", "Verified components of all, as N/M."),
        "dependencyGraph": described("string", "The components with what each of them depends on."),
    }))
}

fn waiting_components() -> Value {
    let entry = open(json!({
        "name": {"type": "string"},
        "since": described("string", "Since when it waits."),
        "generation": described("integer", "The metadata.generation for which it waits."),
        "message": described("string", "What it waits for."),
    }));
    json!({
        "type": "array",
        "description": "Components with a deadline that are not verified.",
        "items": entry,
    })
}

fn versions() -> Value {
    let version = open(json!({"name": {"type": "string"}}));
    open(json!({
        "reconciled": described("string", "The version that is rolled out and verified."),
        "available": open(json!({"versions": {"type": "array", "items": version}})),
    }))
}
