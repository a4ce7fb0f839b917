//! How a value is walked: as a map, a list or a single value.

use serde_json::{Map, Value};

use crate::{PathElement, Shape, ShapeKind};

/// The way to walk a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Map,
    List,
    Scalar,
}

impl Form {
    /// The form of a value of this shape; where the shape leaves it open the value decides.
    ///
    /// A `null` there is walked as a map, as on the server.
    pub(super) fn of(shape: Shape<'_>, value: &Value) -> Self {
        match shape.kind() {
            ShapeKind::Object | ShapeKind::Map => Self::Map,
            ShapeKind::List => Self::List,
            ShapeKind::Scalar(_) => Self::Scalar,
            ShapeKind::Untyped => match value {
                Value::Object(_) | Value::Null => Self::Map,
                Value::Array(_) => Self::List,
                Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Scalar,
            },
        }
    }
}

/// The shape of the field or entry `name`, and whether the type declares that field.
///
/// `None` for a field that the type does not have. An object without any declared field takes everything.
pub(super) fn field<'a>(shape: Shape<'a>, name: &str) -> Option<(Shape<'a>, bool)> {
    match shape.kind() {
        ShapeKind::Object => match shape.field(name) {
            Some(field) => Some((field, is_declared(shape, name))),
            None => shape
                .fields()
                .next()
                .is_none()
                .then(|| (Shape::untyped(), false)),
        },
        ShapeKind::Map => shape.field(name).map(|value| (value, false)),
        ShapeKind::Untyped => Some((Shape::untyped(), false)),
        ShapeKind::List | ShapeKind::Scalar(_) => None,
    }
}

fn is_declared(shape: Shape<'_>, name: &str) -> bool {
    !shape.preserves_unknown_fields() || shape.fields().any(|(field, _)| field == name)
}

/// As [`field`], untyped where nothing is known.
pub(super) fn field_or_untyped<'a>(shape: Shape<'a>, name: &str) -> (Shape<'a>, bool) {
    field(shape, name).unwrap_or((Shape::untyped(), false))
}

/// The shape of what a path element leads to, and whether it is a declared field of an object.
pub(crate) fn child_shape<'a>(shape: Shape<'a>, element: &PathElement) -> (Shape<'a>, bool) {
    match element {
        PathElement::Field(name) => field_or_untyped(shape, name),
        PathElement::Key(_) | PathElement::Value(_) | PathElement::Index(_) => {
            (shape.items().unwrap_or(Shape::untyped()), false)
        }
    }
}

/// Whether the type says that a map or list is one field.
pub(crate) fn is_atomic(shape: Shape<'_>) -> bool {
    match shape.kind() {
        ShapeKind::Object | ShapeKind::Map | ShapeKind::List => shape.is_atomic(),
        ShapeKind::Scalar(_) | ShapeKind::Untyped => false,
    }
}

/// The entries of a value that is a map and has some.
pub(super) fn entries(value: Option<&Value>) -> Option<&Map<String, Value>> {
    value
        .and_then(Value::as_object)
        .filter(|entries| !entries.is_empty())
}

/// The elements of a value that is a list and has some.
pub(super) fn items(value: Option<&Value>) -> Option<&[Value]> {
    let items = value.and_then(Value::as_array).map(Vec::as_slice);
    items.filter(|items| !items.is_empty())
}

/// Whether two values are the same to the server: `1` and `1.0` are.
#[must_use]
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(l), Value::Number(r)) => l == r || l.as_f64() == r.as_f64() && mixed(l, r),
        (Value::Array(l), Value::Array(r)) => {
            l.len() == r.len() && l.iter().zip(r).all(|(l, r)| same(l, r))
        }
        (Value::Object(l), Value::Object(r)) => {
            let twin = |(name, value)| r.get(name).is_some_and(|other| same(value, other));
            l.len() == r.len() && l.iter().all(twin)
        }
        (left, right) => left == right,
    }
}

/// Whether one of two numbers is whole and the other a fraction.
fn mixed(left: &serde_json::Number, right: &serde_json::Number) -> bool {
    left.is_f64() != right.is_f64()
}
