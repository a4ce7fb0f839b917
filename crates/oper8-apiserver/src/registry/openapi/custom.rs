//! Schemas of custom resources and of their lists.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::schemas::reference;
use crate::registry::{Catalog, Resource, Schema};

const META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1";

/// `com.example.demo.v1.Widget`.
pub(super) fn name(group: &str, version: &str, kind: &str) -> String {
    let mut words: Vec<_> = group.split('.').collect();
    words.reverse();
    format!("{}.{version}.{kind}", words.join("."))
}

/// The schemas of the custom resources, of one version of a group or of all.
pub(super) fn schemas(catalog: &Catalog, only: Option<(&str, &str)>) -> BTreeMap<String, Value> {
    let mut schemas = BTreeMap::new();
    for (group, version) in catalog.group_versions() {
        if only.is_some_and(|only| only != (group, version)) {
            continue;
        }
        for resource in catalog.version(group, version).into_iter().flatten() {
            let resource = resource.1;
            if resource.is_custom() {
                schemas.insert(name(group, version, &resource.kind), object(resource));
                schemas.insert(name(group, version, &resource.list_kind), list(resource));
            }
        }
    }
    schemas
}

fn object(resource: &Resource) -> Value {
    let mut schema = match &resource.schema {
        Schema::Custom(schema) => schema.open_api.clone(),
        Schema::BuiltIn(_) => Value::Null,
    };
    if !schema.is_object() {
        schema = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    }
    complete(&mut schema);
    add_envelope(&mut schema);
    tell_kind(&mut schema, resource, &resource.kind);
    schema
}

fn list(resource: &Resource) -> Value {
    let own = name(resource.group(), &resource.version, &resource.kind);
    let mut schema = json!({
        "description": format!("{} is a list of {}", resource.list_kind, resource.kind),
        "type": "object",
        "required": ["items"],
        "properties": {
            "apiVersion": text("apiVersion"),
            "kind": text("kind"),
            "metadata": {
                "description": "The list's own metadata.",
                "allOf": [reference(&format!("{META}.ListMeta"))],
            },
            "items": {
                "description": format!("The {} of the list.", resource.plural()),
                "type": "array",
                "items": reference(&own),
            },
        },
    });
    tell_kind(&mut schema, resource, &resource.list_kind);
    schema
}

fn tell_kind(schema: &mut Value, resource: &Resource, kind: &str) {
    schema["x-kubernetes-group-version-kind"] =
        json!([{"group": resource.group(), "version": resource.version, "kind": kind}]);
    let fields: Vec<_> = resource
        .selectable
        .iter()
        .map(|path| json!({"fieldPath": path.trim_start_matches('.')}))
        .collect();
    if !fields.is_empty() {
        schema["x-kubernetes-selectable-fields"] = fields.into();
    }
}

/// `apiVersion`, `kind` and `metadata`, which every object has whatever its schema says.
fn add_envelope(schema: &mut Value) {
    if !schema["properties"].is_object() {
        schema["properties"] = json!({});
    }
    let properties = &mut schema["properties"];
    properties["apiVersion"] = text("apiVersion");
    properties["kind"] = text("kind");
    properties["metadata"] = json!({
        "description": oper8_schema::openapi::description("io.k8s.api.core.v1.Pod", "metadata"),
        "allOf": [reference(&format!("{META}.ObjectMeta"))],
    });
    if properties["metadata"]["description"].is_null()
        && let Some(metadata) = properties["metadata"].as_object_mut()
    {
        metadata.remove("description");
    }
}

/// A text field of every object, with the description that it has everywhere.
fn text(field: &str) -> Value {
    let description = oper8_schema::openapi::description("io.k8s.api.core.v1.Pod", field);
    match description {
        Some(description) => json!({"type": "string", "description": description}),
        None => json!({"type": "string"}),
    }
}

/// Says in plain OpenAPI what the extensions of a structural schema mean.
fn complete(schema: &mut Value) {
    let Some(fields) = schema.as_object_mut() else {
        return;
    };
    let int_or_string = fields.get("x-kubernetes-int-or-string") == Some(&Value::Bool(true));
    if int_or_string && !fields.contains_key("anyOf") {
        let either = json!([{"type": "integer"}, {"type": "string"}]);
        fields.insert("anyOf".to_owned(), either);
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = fields.get_mut(key) {
            complete(inner);
        }
    }
    let properties = fields.get_mut("properties").and_then(Value::as_object_mut);
    for (_, property) in properties.into_iter().flatten() {
        complete(property);
    }
    if fields.get("x-kubernetes-embedded-resource") == Some(&Value::Bool(true)) {
        add_envelope(schema);
    }
}
