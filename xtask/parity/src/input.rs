//! What an area's driver answers, and how it reads a vector's input.

use serde_json::{Map, Value};

/// What this implementation answers: a result, or why there is none.
pub(crate) type Answer = Result<Value, Failure>;

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The implementation returned an error.
    Error {
        /// The Python class that stands for an error of this kind.
        class: &'static str,
        /// Its text.
        message: String,
    },
    /// There is nothing here that could be asked; why.
    Missing(&'static str),
    /// The driver does not understand the input.
    Malformed(String),
}

impl Failure {
    /// An error of the implementation, of the kind that the Python class `class` stands for.
    pub(crate) fn error(class: &'static str, error: &impl ToString) -> Self {
        Self::Error {
            class,
            message: error.to_string(),
        }
    }

    /// An input that the driver does not understand.
    pub(crate) fn malformed(what: impl Into<String>) -> Self {
        Self::Malformed(what.into())
    }
}

/// The value at `key`; absent or not.
pub(crate) fn get<'a>(input: &'a Value, key: &str) -> Result<&'a Value, Failure> {
    input
        .get(key)
        .ok_or_else(|| Failure::malformed(format!("the input has no `{key}`")))
}

/// The value at `key`, unless it is absent or null.
pub(crate) fn given<'a>(input: &'a Value, key: &str) -> Option<&'a Value> {
    input.get(key).filter(|value| !value.is_null())
}

/// The text at `key`.
pub(crate) fn text<'a>(input: &'a Value, key: &str) -> Result<&'a str, Failure> {
    get(input, key)?
        .as_str()
        .ok_or_else(|| wrong_type(key, "a text"))
}

/// The text at `key`, unless it is absent or null.
pub(crate) fn optional_text<'a>(input: &'a Value, key: &str) -> Result<Option<&'a str>, Failure> {
    let text = |value: &'a Value| value.as_str().ok_or_else(|| wrong_type(key, "a text"));
    given(input, key).map(text).transpose()
}

/// The list at `key`.
pub(crate) fn list<'a>(input: &'a Value, key: &str) -> Result<&'a [Value], Failure> {
    get(input, key)?
        .as_array()
        .map(Vec::as_slice)
        .ok_or_else(|| wrong_type(key, "a list"))
}

/// The map at `key`, unless it is absent or null.
pub(crate) fn optional_map<'a>(
    input: &'a Value,
    key: &str,
) -> Result<Option<&'a Map<String, Value>>, Failure> {
    let map = |value: &'a Value| {
        value
            .as_object()
            .ok_or_else(|| wrong_type(key, "an object"))
    };
    given(input, key).map(map).transpose()
}

/// The truth value at `key`; false where it is absent or null.
pub(crate) fn flag(input: &Value, key: &str) -> Result<bool, Failure> {
    let flag = |value: &Value| value.as_bool().ok_or_else(|| wrong_type(key, "a boolean"));
    given(input, key).map_or(Ok(false), flag)
}

/// `key` holds something else than `wanted`.
pub(crate) fn wrong_type(key: &str, wanted: &str) -> Failure {
    Failure::malformed(format!("`{key}` must be {wanted}"))
}

/// An operation that the area does not know.
pub(crate) fn unknown_fn(name: &str) -> Failure {
    Failure::malformed(format!("no operation `{name}` is known in this area"))
}
