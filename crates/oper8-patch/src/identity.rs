//! When two values are the same: as elements of a list, and as data.

use std::fmt;
use std::hash::{Hash, Hasher};

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
    Text(Text<'a>),
    Integer(Integer),
    Other(&'a Value),
}

/// A text, compared from its end: the names in one list often begin alike.
#[derive(Clone, Copy, Eq)]
struct Text<'a>(&'a str);

/// An integer that JSON can write in several forms; zero is not negative.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Integer {
    negative: bool,
    magnitude: u64,
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
        (None | Some(Value::Null), Some(default)) => Ok(Scalar::Text(Text(default))),
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

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        a.len() == b.len() && a.last() == b.last() && a == b
    }
}

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<'a> Scalar<'a> {
    fn of(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(Text(text)),
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

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(f, "{sign}{}", self.magnitude)
    }
}

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(Text(text)) => f.write_str(text),
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
fn integer(number: &Number) -> Option<Integer> {
    if let Some(magnitude) = number.as_u64() {
        let negative = false;
        return Some(Integer {
            negative,
            magnitude,
        });
    }
    if let Some(value) = number.as_i64() {
        return Some(Integer {
            negative: true,
            magnitude: value.unsigned_abs(),
        });
    }
    let value = number.as_f64()?;
    // Beyond 2^64 no other form of the number exists to be equal to.
    (value.fract() == 0.0 && value.abs() < 18_446_744_073_709_551_616.0).then(|| Integer {
        negative: value < 0.0,
        magnitude: value.abs() as u64,
    })
}
