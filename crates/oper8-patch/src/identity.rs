//! When two values are the same: as elements of a list, and as data.

use std::fmt;

use serde_json::{Map, Number, Value};

use crate::keys::KeyField;

/// The merge key of a list element; elements with equal keys are one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ElementKey<'a> {
    first: Scalar<'a>,
    second: Option<Scalar<'a>>,
}

/// A value by which elements are told apart; numbers are equal when they are numerically.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Scalar<'a> {
    Text(&'a str),
    Integer(i128),
    Other(&'a Value),
}

/// The key of `element` by `fields`, with the object that the element is; or the name of the field that it lacks. The null
/// of an optional field counts as absent.
pub(crate) fn element_key<'a>(
    element: &'a Value,
    fields: &'static [KeyField],
) -> Result<(ElementKey<'a>, &'a Map<String, Value>), &'static str> {
    let (first, second) = match fields {
        [] => return Err("merge key"),
        [first, rest @ ..] => (first, rest.first()),
    };
    let object = element.as_object().ok_or(first.name)?;
    let read = |field: &KeyField| match (object.get(field.name), field.default) {
        (None | Some(Value::Null), Some(default)) => Ok(Scalar::Text(default)),
        (Some(value), _) => Ok(Scalar::of(value)),
        (None, None) => Err(field.name),
    };
    let key = ElementKey {
        first: read(first)?,
        second: second.map(read).transpose()?,
    };
    Ok((key, object))
}

impl ElementKey<'_> {
    /// Whether both have the same value in the first field.
    pub(crate) fn starts_as(&self, other: &ElementKey<'_>) -> bool {
        self.first == other.first
    }
}

impl<'a> Scalar<'a> {
    fn of(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            Value::Number(number) => integer(number).map_or(Self::Other(value), Self::Integer),
            other => Self::Other(other),
        }
    }
}

impl fmt::Display for ElementKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        match self.second {
            Some(second) => write!(f, "/{second}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Other(value) => value.fmt(f),
        }
    }
}

/// Whether two values are the same data: numbers by value (`1` is `1.0`), maps in any order.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || integer(a).is_some_and(|a| integer(b) == Some(a))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// The integer that a number is, in whatever form it is written.
fn integer(number: &Number) -> Option<i128> {
    let exact = number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from));
    exact.or_else(|| {
        let value = number.as_f64()?;
        // Beyond 2^64 no other form of the number exists to be equal to.
        (value.fract() == 0.0 && value.abs() < 18_446_744_073_709_551_616.0)
            .then_some(value as i128)
    })
}
