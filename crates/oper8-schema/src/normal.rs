//! Objects in the form in which a server gives them back, so that a manifest can be compared with a live object.

mod scalar;

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::shape::{ListType, ScalarType, Shape, ShapeKind};

/// Writes `object`, of type `shape`, as a server writes it after reading it.
///
/// The fields of built-in kinds, `metadata` of custom resources included:
///
/// - a field that is `null`, an empty list or an empty map is left out; an empty object with named fields stays, since
///   it may be a choice (`emptyDir: {}`);
/// - `null` under a free key or in a list is the zero value of its type: `""`, `0`, `false`, `{}`;
/// - quantities take their canonical text, in a map of resources rounded up to thousandths;
/// - times are in UTC and without a fraction, or with six digits where the type has microseconds;
/// - bytes lose the line ends within their base64;
/// - `stringData` of a Secret becomes `data`, and wins over it.
///
/// In any kind, a field of a list's key that an element leaves out is filled in with its default (`protocol: TCP`). In a
/// custom resource `null` is left out unless the schema allows it, and its scalars stay as they are, as on a server.
/// What is untyped, or does not fit its type, is left alone.
///
/// What a server does beyond that is not done: it fills in defaults, drops unknown fields, and leaves out an explicit
/// `false`, `0` or `""` in fields where that is the same as absent, which the schema does not tell.
///
/// Field ownership is another matter: it is that of the manifest as it was sent, so take
/// [`FieldSet::of`](crate::FieldSet::of) of the manifest itself.
///
/// # Examples
///
/// ```
/// use oper8_schema::{kinds, normal};
/// use serde_json::json;
///
/// let secret = kinds::find("", "v1", "Secret").unwrap().shape();
/// let manifest = json!({"metadata": {"labels": {}}, "stringData": {"user": "me"}});
/// assert_eq!(normal::normalize(&manifest, secret), json!({"metadata": {}, "data": {"user": "bWU="}}));
/// ```
#[must_use]
pub fn normalize(object: &Value, shape: Shape<'_>) -> Value {
    let Value::Object(fields) = object else {
        return value(object, shape);
    };
    Value::Object(object_fields(&without_string_data(fields, shape), shape))
}

/// Whether two objects of one type are the same to a server: equal after [`normalize`], and quantities by value.
///
/// The order of fields does not count, that of list elements does.
///
/// # Examples
///
/// ```
/// use oper8_schema::{kinds, normal};
/// use serde_json::json;
///
/// let claim = kinds::find("", "v1", "PersistentVolumeClaim").unwrap().shape();
/// let of = |storage: &str| json!({"spec": {"resources": {"requests": {"storage": storage}}}});
/// assert!(normal::equivalent(&of("1e9"), &of("1G"), claim));
/// assert!(!normal::equivalent(&of("1Gi"), &of("1G"), claim));
/// ```
#[must_use]
pub fn equivalent(one: &Value, other: &Value, shape: Shape<'_>) -> bool {
    same(&normalize(one, shape), &normalize(other, shape), shape)
}

fn same(one: &Value, other: &Value, shape: Shape<'_>) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| {
                    let shape = shape.field(key).unwrap_or_else(Shape::untyped);
                    other
                        .get(key)
                        .is_some_and(|other| same(value, other, shape))
                })
        }
        (Value::Array(one), Value::Array(other)) => {
            let shape = shape.items().unwrap_or_else(Shape::untyped);
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| same(one, other, shape))
        }
        (one, other) if shape.kind() == ShapeKind::Scalar(ScalarType::Quantity) => {
            scalar::same_quantity(one, other)
        }
        (one, other) => one == other,
    }
}

fn value(value: &Value, shape: Shape<'_>) -> Value {
    match (value, shape.kind()) {
        (Value::Object(fields), ShapeKind::Object) => Value::Object(object_fields(fields, shape)),
        (Value::Object(fields), ShapeKind::Map) => Value::Object(map_values(fields, shape)),
        (Value::Array(items), ShapeKind::List) => list_items(items, shape),
        (scalar, ShapeKind::Scalar(kind)) if shape.is_builtin() => scalar::canonical(scalar, kind),
        (other, _) => other.clone(),
    }
}

fn object_fields(fields: &Map<String, Value>, shape: Shape<'_>) -> Map<String, Value> {
    let fields = fields.iter().filter_map(|(name, field)| {
        let Some(shape) = shape.field(name) else {
            return Some((name.clone(), field.clone()));
        };
        let value = value(field, shape);
        (!is_left_out(&value, shape)).then(|| (name.clone(), value))
    });
    fields.collect()
}

/// Whether a field with this value is the same as none.
fn is_left_out(value: &Value, shape: Shape<'_>) -> bool {
    match (value, shape.kind()) {
        (_, ShapeKind::Untyped) => false,
        (Value::Null, _) => !shape.is_nullable(),
        (Value::Array(items), ShapeKind::List) => shape.is_builtin() && items.is_empty(),
        (Value::Object(fields), ShapeKind::Map) => shape.is_builtin() && fields.is_empty(),
        _ => false,
    }
}

fn map_values(fields: &Map<String, Value>, shape: Shape<'_>) -> Map<String, Value> {
    let values = fields.iter().map(|(key, field)| {
        let shape = shape.field(key).unwrap_or_else(Shape::untyped);
        let found = element(field, shape);
        let resource =
            shape.is_builtin() && shape.kind() == ShapeKind::Scalar(ScalarType::Quantity);
        let found = if resource {
            scalar::rounded_to_milli(found)
        } else {
            found
        };
        (key.clone(), found)
    });
    values.collect()
}

fn list_items(items: &[Value], shape: Shape<'_>) -> Value {
    let element_shape = shape.items().unwrap_or_else(Shape::untyped);
    let keys = match shape.list_type() {
        ListType::Map { keys } => keys,
        ListType::Atomic | ListType::Set => Vec::new(),
    };
    let items = items.iter().map(|item| {
        let mut item = element(item, element_shape);
        if let Value::Object(fields) = &mut item {
            fill_in_keys(fields, &keys, shape);
        }
        item
    });
    items.collect()
}

/// Completes the key of an element with the defaults of its fields.
fn fill_in_keys(fields: &mut Map<String, Value>, keys: &[&str], list: Shape<'_>) {
    for key in keys {
        if !fields.contains_key(*key)
            && let Some(default) = list.key_default(key)
        {
            fields.insert((*key).to_owned(), default);
        }
    }
}

/// The value of a free key or an element, which is there even when it is `null`.
fn element(item: &Value, shape: Shape<'_>) -> Value {
    if item.is_null() && shape.is_builtin() {
        return scalar::zero(shape.kind());
    }
    value(item, shape)
}

/// Moves `stringData` to `data`, where the type has both as a Secret does.
fn without_string_data<'v>(
    fields: &'v Map<String, Value>,
    shape: Shape<'_>,
) -> Cow<'v, Map<String, Value>> {
    const WRITE_ONLY: &str = "stringData";
    let values = |name: &str| {
        shape
            .field(name)
            .and_then(|field| field.field(""))
            .map(|value| value.kind())
    };
    let is_secret = shape.is_builtin()
        && values(WRITE_ONLY) == Some(ShapeKind::Scalar(ScalarType::String))
        && values("data") == Some(ShapeKind::Scalar(ScalarType::Bytes));
    let Some(texts) = fields.get(WRITE_ONLY).filter(|_| is_secret) else {
        return Cow::Borrowed(fields);
    };
    let mut fields = fields.clone();
    fields.remove(WRITE_ONLY);
    let mut data = fields
        .get("data")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for (key, text) in texts.as_object().into_iter().flatten() {
        let text = text.as_str().unwrap_or_default();
        data.insert(key.clone(), Value::String(STANDARD.encode(text)));
    }
    fields.insert("data".to_owned(), Value::Object(data));
    Cow::Owned(fields)
}

#[cfg(test)]
mod tests;
