//! The body of a PUT that takes away no more than it has to.

use oper8_schema::{FieldSet, ListType, Shape, typed};
use serde_json::{Map, Value};

use super::equivalent::has_same_key;
use super::judge::merged;
use super::owned::Ownership;
use super::prepare::metadata;

/// Lists that all sides share by design.
const SHARED: &[&str] = &["finalizers", "ownerReferences"];

/// The live object with the manifest in it, as an apply would leave it, without what keeps the manifest from being
/// followed: items of its lists that it does not name, the other source of a value, and `stuck` fields.
pub(crate) fn narrowed(
    desired: &Value,
    live: &Value,
    ownership: &Ownership,
    stuck: &FieldSet,
    shape: Shape<'_>,
) -> Value {
    let mut object = merged(desired, live, ownership, shape);
    if !stuck.is_empty() {
        object = typed::remove(&object, stuck, shape);
    }
    let mut body = fitted(&object, desired, shape);
    if let Some(fields) = metadata(&mut body) {
        // The server goes on with those that it has.
        fields.remove("managedFields");
        for name in SHARED {
            if let Some(list) = object.pointer(&format!("/metadata/{name}")) {
                fields.insert((*name).to_owned(), list.clone());
            }
        }
    }
    body
}

fn fitted(merged: &Value, desired: &Value, shape: Shape<'_>) -> Value {
    match (merged, desired) {
        (Value::Object(merged), Value::Object(desired)) => map(merged, desired, shape),
        (Value::Array(merged), Value::Array(desired)) => list(merged, desired, shape),
        _ => desired.clone(),
    }
}

fn map(merged: &Map<String, Value>, desired: &Map<String, Value>, shape: Shape<'_>) -> Value {
    let is_other_source = |name: &str| match name {
        "value" => desired.contains_key("valueFrom"),
        "valueFrom" => desired.contains_key("value"),
        _ => false,
    };
    let mut fields = Map::new();
    for (name, value) in merged {
        if let Some(desired) = desired.get(name) {
            let field = shape.field(name).unwrap_or_else(Shape::untyped);
            fields.insert(name.clone(), fitted(value, desired, field));
        } else if !is_other_source(name) {
            fields.insert(name.clone(), value.clone());
        }
    }
    Value::Object(fields)
}

/// The items that the manifest names, in its order, with what others have in them.
fn list(merged: &[Value], desired: &[Value], shape: Shape<'_>) -> Value {
    let ListType::Map { keys } = shape.list_type() else {
        return Value::Array(desired.to_vec());
    };
    let items = shape.items().unwrap_or_else(Shape::untyped);
    let fit = |desired: &Value| {
        let is_it = |item: &&Value| {
            keys.iter()
                .all(|key| has_same_key(desired, item, key, shape))
        };
        match merged.iter().find(is_it) {
            Some(item) => fitted(item, desired, items),
            None => desired.clone(),
        }
    };
    Value::Array(desired.iter().map(fit).collect())
}
