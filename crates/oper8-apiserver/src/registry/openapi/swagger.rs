//! The document of version 2: what those of version 3 say, in its words.

use serde_json::{Map, Value, json};

use super::document::{minor, names, security, write};
use crate::registry::Catalog;

/// The whole document.
pub(super) fn document(catalog: &Catalog) -> Value {
    let (mut paths, mut definitions) = (Map::new(), Map::new());
    for name in names(catalog) {
        let mut document = write(catalog, &name);
        if let Value::Object(own) = document["paths"].take() {
            paths.extend(own.into_iter().map(|(path, item)| (path, path_item(item))));
        }
        if let Value::Object(own) = document["components"]["schemas"].take() {
            for (name, schema) in own {
                add_definition(&mut definitions, name, schema);
            }
        }
    }
    json!({
        "swagger": "2.0",
        "info": {"title": "Kubernetes", "version": minor()},
        "paths": paths,
        "definitions": definitions,
        "securityDefinitions": security(),
        "security": [{"BearerToken": []}],
    })
}

/// Adds a type, or the kinds that another document tells of it.
fn add_definition(definitions: &mut Map<String, Value>, name: String, schema: Value) {
    const KINDS: &str = "x-kubernetes-group-version-kind";
    let schema = definition(schema);
    let Some(present) = definitions.get_mut(&name) else {
        definitions.insert(name, schema);
        return;
    };
    if let (Some(known), Value::Array(more)) = (
        present.get_mut(KINDS).and_then(Value::as_array_mut),
        &schema[KINDS],
    ) {
        for kind in more {
            if !known.contains(kind) {
                known.push(kind.clone());
            }
        }
        known.sort_by_key(Value::to_string);
    }
}

fn path_item(item: Value) -> Value {
    let Value::Object(item) = item else {
        return item;
    };
    let entries = item.into_iter().map(|(key, value)| {
        let value = if key == "parameters" {
            parameters(value, Vec::new())
        } else {
            operation(value)
        };
        (key, value)
    });
    entries.collect::<Map<_, _>>().into()
}

/// The parameters, after those of the body.
fn parameters(own: Value, mut all: Vec<Value>) -> Value {
    for mut parameter in own.as_array().cloned().unwrap_or_default() {
        let schema = parameter["schema"].take();
        if let (Some(fields), Value::Object(schema)) = (parameter.as_object_mut(), schema) {
            fields.remove("schema");
            fields.extend(schema);
        }
        all.push(parameter);
    }
    all.into()
}

fn operation(mut operation: Value) -> Value {
    let body = operation["requestBody"].take();
    let custom_reads = json!(["application/json", "application/yaml"]);
    let produces = media(&operation["responses"]["200"]["content"]);
    let consumes = match &body["content"] {
        Value::Object(_) => media(&body["content"]),
        _ if produces == custom_reads => custom_reads,
        _ => json!(["*/*"]),
    };
    let mut first = Vec::new();
    if let Some(schema) = any_schema(&body["content"]) {
        let mut parameter = json!({"name": "body", "in": "body", "schema": definition(schema)});
        if body["required"] == true {
            parameter["required"] = true.into();
        }
        first.push(parameter);
    }
    let parameters = parameters(operation["parameters"].take(), first);
    let Some(fields) = operation.as_object_mut() else {
        return operation;
    };
    fields.remove("requestBody");
    fields.remove("parameters");
    if parameters.as_array().is_some_and(|all| !all.is_empty()) {
        fields.insert("parameters".to_owned(), parameters);
    }
    let responses = fields.get_mut("responses").and_then(Value::as_object_mut);
    for (_, response) in responses.into_iter().flatten() {
        if let Some(schema) = any_schema(&response["content"]) {
            response["schema"] = definition(schema);
        }
        if let Some(response) = response.as_object_mut() {
            response.remove("content");
        }
    }
    fields.insert("consumes".to_owned(), consumes);
    fields.insert("produces".to_owned(), produces);
    fields.insert("schemes".to_owned(), json!(["https"]));
    operation
}

fn media(content: &Value) -> Value {
    let types = content.as_object().into_iter().flatten();
    types
        .map(|(media, _)| Value::from(media.as_str()))
        .collect()
}

fn any_schema(content: &Value) -> Option<Value> {
    let mut types = content.as_object()?.values();
    Some(types.next()?["schema"].clone())
}

/// A schema as version 2 can say it.
fn definition(schema: Value) -> Value {
    let Value::Object(mut fields) = schema else {
        return schema;
    };
    if let Some(place) = fields.get("$ref").and_then(Value::as_str) {
        let place = place.replace("#/components/schemas/", "#/definitions/");
        fields.insert("$ref".to_owned(), place.into());
    }
    if let Some(Value::Array(all)) = fields.remove("allOf")
        && let Some(Value::Object(only)) = all.into_iter().next()
        && let Value::Object(only) = definition(only.into())
    {
        fields.extend(only);
    }
    let either = fields.remove("oneOf").is_some() | fields.remove("anyOf").is_some();
    if either && !fields.contains_key("x-kubernetes-int-or-string") && !fields.contains_key("type")
    {
        // Quantities and numbers or names: version 2 knows no alternatives.
        fields.insert("type".to_owned(), "string".into());
    }
    for key in ["default", "not", "x-kubernetes-validations"] {
        fields.remove(key);
    }
    let nullable = fields.remove("nullable") == Some(Value::Bool(true));
    let preserved = fields.get("x-kubernetes-preserve-unknown-fields") == Some(&Value::Bool(true));
    if nullable || preserved {
        for key in [
            "type",
            "items",
            "properties",
            "additionalProperties",
            "required",
        ] {
            fields.remove(key);
        }
    }
    if preserved && fields.contains_key("x-kubernetes-group-version-kind") {
        fields.remove("x-kubernetes-preserve-unknown-fields");
        fields.insert("type".to_owned(), "object".into());
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = fields.get_mut(key) {
            *inner = definition(inner.take());
        }
    }
    let properties = fields.get_mut("properties").and_then(Value::as_object_mut);
    for (_, property) in properties.into_iter().flatten() {
        *property = definition(property.take());
    }
    fields.into()
}
