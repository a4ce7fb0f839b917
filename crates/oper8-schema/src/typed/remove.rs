//! Objects without, or with nothing but, a set of fields.

use serde_json::{Map, Value};

use super::elements::Elements;
use super::form::{Form, entries, field_or_untyped, items};
use crate::{FieldSet, PathElement, Shape};

/// `object` without the members of `fields`; what is below a member goes with it.
///
/// A map or list that loses its last entry without being a member itself becomes `null`. Something below an atomic
/// map or list cannot be removed alone: the whole goes.
///
/// # Examples
///
/// ```
/// use oper8_schema::{FieldSet, Shape, typed};
/// use serde_json::json;
///
/// let object = json!({"data": {"a": "1", "b": "2"}});
/// let fields = FieldSet::from_fields_v1(&json!({"f:data": {"f:a": {}}}))?;
/// assert_eq!(typed::remove(&object, &fields, Shape::untyped()), json!({"data": {"b": "2"}}));
/// # Ok::<(), oper8_schema::FieldsV1Error>(())
/// ```
#[must_use]
pub fn remove(object: &Value, fields: &FieldSet, shape: Shape<'_>) -> Value {
    match Form::of(shape, object) {
        _ if fields.is_empty() => object.clone(),
        Form::Scalar => object.clone(),
        Form::Map if shape.is_atomic() => Value::Null,
        Form::Map => entries(Some(object)).map_or(Value::Null, |map| without(map, fields, shape)),
        Form::List => match (items(Some(object)), Elements::of(shape)) {
            (Some(items), Some(elements)) => list_without(items, fields, &elements),
            _ => Value::Null,
        },
    }
}

fn without(map: &Map<String, Value>, fields: &FieldSet, shape: Shape<'_>) -> Value {
    let kept = map.iter().filter_map(|(name, value)| {
        let element = PathElement::field(name);
        if fields.has(&element) {
            return None;
        }
        let value = fields.below(&element).map_or_else(
            || value.clone(),
            |below| remove(value, below, field_or_untyped(shape, name).0),
        );
        Some((name.clone(), value))
    });
    let kept: Map<_, _> = kept.collect();
    if kept.is_empty() {
        return Value::Null;
    }
    Value::Object(kept)
}

fn list_without(list: &[Value], fields: &FieldSet, elements: &Elements<'_>) -> Value {
    let kept = list.iter().filter_map(|item| {
        let Ok(element) = elements.identify(item) else {
            return Some(item.clone());
        };
        if fields.has(&element) {
            return None;
        }
        let below = fields.below(&element);
        Some(below.map_or_else(|| item.clone(), |below| remove(item, below, elements.item)))
    });
    let kept: Vec<_> = kept.collect();
    if kept.is_empty() {
        return Value::Null;
    }
    Value::Array(kept)
}

/// `object` with the members of `fields` alone, and the keys that elements of lists need; `null` when nothing is left.
///
/// This is the configuration that a manager with these fields applied. A map or list that is a member with nothing
/// below it is there without its entries, unless it is atomic.
#[must_use]
pub fn extract(object: &Value, fields: &FieldSet, shape: Shape<'_>) -> Value {
    part(object, fields, shape).unwrap_or(Value::Null)
}

fn part(object: &Value, fields: &FieldSet, shape: Shape<'_>) -> Option<Value> {
    match Form::of(shape, object) {
        Form::Scalar => Some(object.clone()),
        Form::Map if shape.is_atomic() => Some(object.clone()),
        Form::Map => {
            let Some(map) = entries(Some(object)) else {
                return Some(object.clone());
            };
            let parts = map.iter().filter_map(|(name, value)| {
                let element = PathElement::field(name);
                let shape = field_or_untyped(shape, name).0;
                member_part(value, &element, fields, shape).map(|value| (name.clone(), value))
            });
            let parts: Map<_, _> = parts.collect();
            (!parts.is_empty()).then_some(Value::Object(parts))
        }
        Form::List => {
            let (Some(items), Some(elements)) = (items(Some(object)), Elements::of(shape)) else {
                return Some(object.clone());
            };
            let parts = items.iter().filter_map(|item| {
                let element = elements.identify(item).ok()?;
                let part = member_part(item, &element, fields, elements.item)?;
                Some(with_key(part, &element))
            });
            let parts: Vec<_> = parts.collect();
            (!parts.is_empty()).then_some(Value::Array(parts))
        }
    }
}

/// What is left of the value at `element`.
fn member_part(
    value: &Value,
    element: &PathElement,
    fields: &FieldSet,
    shape: Shape<'_>,
) -> Option<Value> {
    if let Some(below) = fields.below(element) {
        return part(value, below, shape);
    }
    if !fields.has(element) {
        return None;
    }
    part(value, &FieldSet::new(), shape).or_else(|| match value {
        Value::Array(_) => Some(Value::Array(Vec::new())),
        _ => Some(Value::Object(Map::new())),
    })
}

fn with_key(mut item: Value, element: &PathElement) -> Value {
    if let (Value::Object(fields), PathElement::Key(key)) = (&mut item, element) {
        for (name, value) in key.iter() {
            fields
                .entry(name.to_string())
                .or_insert_with(|| value.clone());
        }
    }
    item
}
