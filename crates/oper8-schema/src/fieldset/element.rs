//! One step of a path: a field, or an element of a list.

use std::cmp::Ordering;
use std::fmt::{self, Write};
use std::sync::Arc;

use serde_json::{Number, Value};

/// The key of a list element: names and values of its key fields, sorted by name.
pub type KeyFields = [(Box<str>, Value)];

/// One step from an object or list to one of its parts.
///
/// The order is the server's: fields, then keys, then values, then indices.
#[derive(Clone, Debug)]
pub enum PathElement {
    /// A field of an object or an entry of a map; `f:name`.
    Field(Arc<str>),
    /// An element of a keyed list; `k:{"name":"a"}`. Fields are sorted by name.
    Key(Arc<KeyFields>),
    /// An element of a set; `v:"a"`.
    Value(Value),
    /// An element of a list by its place, from 0; `i:0`.
    Index(i64),
}

impl PathElement {
    /// The field `name`.
    #[must_use]
    pub fn field(name: &str) -> Self {
        Self::Field(name.into())
    }

    /// The element of a keyed list that has these values in its key fields; their order does not matter.
    #[must_use]
    pub fn key<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value));
        let mut fields: Vec<(Box<str>, Value)> = fields.collect();
        fields.sort_by(|(left, _), (right, _)| left.cmp(right));
        Self::Key(fields.into())
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Field(_) => 0,
            Self::Key(_) => 1,
            Self::Value(_) => 2,
            Self::Index(_) => 3,
        }
    }
}

impl PartialEq for PathElement {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for PathElement {}

impl PartialOrd for PathElement {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PathElement {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Field(left), Self::Field(right)) => left.cmp(right),
            (Self::Key(left), Self::Key(right)) => compare_keys(left, right),
            (Self::Value(left), Self::Value(right)) => compare_values(left, right),
            (Self::Index(left), Self::Index(right)) => left.cmp(right),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

fn compare_keys(left: &KeyFields, right: &KeyFields) -> Ordering {
    let pairs = left.iter().zip(right);
    let fields = pairs.map(|(left, right)| {
        let names = left.0.cmp(&right.0);
        names.then_with(|| compare_values(&left.1, &right.1))
    });
    let unequal = fields.into_iter().find(|order| order.is_ne());
    unequal.unwrap_or_else(|| left.len().cmp(&right.len()))
}

/// A total order of values: numbers, texts, booleans, lists, maps, null. Whole numbers and fractions mix.
pub(crate) fn compare_values(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => compare_numbers(left, right),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) => {
            let mut pairs = left.iter().zip(right).map(|(l, r)| compare_values(l, r));
            let unequal = pairs.find(|order| order.is_ne());
            unequal.unwrap_or_else(|| left.len().cmp(&right.len()))
        }
        (Value::Object(left), Value::Object(right)) => {
            let pairs = left.iter().zip(right);
            let mut pairs = pairs.map(|((name, value), (other, twin))| {
                name.cmp(other).then_with(|| compare_values(value, twin))
            });
            let unequal = pairs.find(|order| order.is_ne());
            unequal.unwrap_or_else(|| left.len().cmp(&right.len()))
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Number(_) => 0,
        Value::String(_) => 1,
        Value::Bool(_) => 2,
        Value::Array(_) => 3,
        Value::Object(_) => 4,
        Value::Null => 5,
    }
}

fn compare_numbers(left: &Number, right: &Number) -> Ordering {
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return left.cmp(&right);
    }
    if let (Some(left), Some(right)) = (left.as_u64(), right.as_u64()) {
        return left.cmp(&right);
    }
    let float = |number: &Number| number.as_f64().unwrap_or(f64::NAN);
    float(left).total_cmp(&float(right))
}

/// As the server writes it in messages: `.name`, `[name="a",port=80]`, `[="a"]`, `[0]`.
impl fmt::Display for PathElement {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(out, ".{name}"),
            Self::Key(fields) => {
                out.write_char('[')?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(out, "{comma}{name}=")?;
                    write_value(out, value)?;
                }
                out.write_char(']')
            }
            Self::Value(value) => {
                out.write_str("[=")?;
                write_value(out, value)?;
                out.write_char(']')
            }
            Self::Index(index) => write!(out, "[{index}]"),
        }
    }
}

fn write_value(out: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::String(text) => write_quoted(out, text),
        other => write!(out, "{other}"),
    }
}

/// Quotes a text as Go's `%q` does.
fn write_quoted(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for letter in text.chars() {
        match letter {
            '"' | '\\' => write!(out, "\\{letter}")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            '\u{7}' => out.write_str("\\a")?,
            '\u{8}' => out.write_str("\\b")?,
            '\u{b}' => out.write_str("\\v")?,
            '\u{c}' => out.write_str("\\f")?,
            control if control.is_ascii_control() => write!(out, "\\x{:02x}", control as u32)?,
            control if control.is_control() => write!(out, "\\u{:04x}", control as u32)?,
            letter => out.write_char(letter)?,
        }
    }
    out.write_char('"')
}
