//! Single values in the form in which a server writes them.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::quantity::Quantity;
use crate::shape::{ScalarType, ShapeKind};

/// The value as the server writes it; as it is where it does not fit its type.
pub(super) fn canonical(value: &Value, kind: ScalarType) -> Value {
    let found = match (value, kind) {
        (Value::Null, _) => None,
        (value, ScalarType::Quantity) => Quantity::from_json(value)
            .ok()
            .map(|quantity| quantity.to_string()),
        (Value::String(text), ScalarType::Time) => time(text, "%Y-%m-%dT%H:%M:%SZ"),
        (Value::String(text), ScalarType::MicroTime) => time(text, "%Y-%m-%dT%H:%M:%S.%6fZ"),
        (Value::String(text), ScalarType::Bytes) => Some(text.replace(['\r', '\n'], "")),
        _ => None,
    };
    found.map_or_else(|| value.clone(), Value::String)
}

fn time(text: &str, format: &str) -> Option<String> {
    let time: Timestamp = text.parse().ok()?;
    Some(time.strftime(format).to_string())
}

/// What a null stands for where a value must be.
pub(super) fn zero(kind: ShapeKind) -> Value {
    match kind {
        ShapeKind::Object | ShapeKind::Map => json!({}),
        ShapeKind::Scalar(ScalarType::String | ScalarType::Bytes) => json!(""),
        ShapeKind::Scalar(ScalarType::Quantity) => json!("0"),
        ShapeKind::Scalar(ScalarType::Integer | ScalarType::Number | ScalarType::IntOrString) => {
            json!(0)
        }
        ShapeKind::Scalar(ScalarType::Boolean) => json!(false),
        ShapeKind::Scalar(ScalarType::Time | ScalarType::MicroTime | ScalarType::Duration)
        | ShapeKind::List
        | ShapeKind::Untyped => Value::Null,
    }
}

/// A quantity of a resource, of which a server keeps no less than a thousandth.
pub(super) fn rounded_to_milli(value: Value) -> Value {
    match Quantity::from_json(&value) {
        Ok(quantity) => match quantity.rounded_up(-3) {
            rounded if rounded == quantity => value,
            rounded => Value::String(rounded.to_string()),
        },
        Err(_) => value,
    }
}

/// Whether two values are one quantity, or at least equal.
pub(super) fn same_quantity(one: &Value, other: &Value) -> bool {
    match (Quantity::from_json(one), Quantity::from_json(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}
