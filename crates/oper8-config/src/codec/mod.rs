//! How the value of a key is read and written: one codec per kind of value.
//!
//! A value comes as JSON. A text is read by the type of the key wherever it comes from, since the environment and the
//! command line have nothing but text; `""` and `null` stand for no value where a key may have none.

mod lists;
mod numbers;
mod texts;
mod words;

use serde_json::Value;

pub(crate) use lists::{Namespaces, OptionalTextList, Parameters, TextList};
pub(crate) use numbers::{
    Count, Flag, OptionalCount, OptionalPeriod, OptionalSeconds, Period, PositivePeriod, Seconds,
};
pub(crate) use texts::{
    FieldPath, Name, OptionalName, OptionalPath, OptionalText, Path, Template, Text,
};
pub(crate) use words::{Filters, Kinds, Lock, Word};

/// Reads and writes the values of a key.
pub(crate) trait Codec {
    /// The type of the value.
    type Value;

    /// What is accepted, as the end of "accepted: ..".
    fn accepts() -> String;

    /// The value of `input`, or what is wrong with it.
    fn read(input: &Value) -> Result<Self::Value, String>;

    /// The value in the form that [`Codec::read`] takes.
    fn write(value: &Self::Value) -> Value;
}

/// The text of a value that must be one; `null` is the empty text.
fn text(input: &Value) -> Result<&str, String> {
    match input {
        Value::String(text) => Ok(text),
        Value::Null => Ok(""),
        Value::Number(_) => {
            Err("a number where text is expected: put it in quotes to keep its digits".to_owned())
        }
        Value::Bool(_) => Err("a boolean where text is expected: put it in quotes".to_owned()),
        Value::Array(_) => Err("a list where text is expected".to_owned()),
        Value::Object(_) => Err("a mapping where text is expected".to_owned()),
    }
}

/// Whether `input` stands for no value.
fn is_none(input: &Value) -> bool {
    match input {
        Value::Null => true,
        Value::String(text) => text.is_empty() || text == "null",
        _ => false,
    }
}
