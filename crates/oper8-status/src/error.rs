//! What can be wrong with a status.

/// The result of this crate's functions.
pub type Result<T, E = StatusError> = std::result::Result<T, E>;

/// A status that cannot be read or extended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatusError {
    /// Two conditions have one type, so neither can be trusted.
    #[error("found several conditions of type `{type_name}` in `conditions`: remove all but one")]
    DuplicateCondition {
        /// The `type` that occurs more than once.
        type_name: String,
    },
    /// A field that holds other fields is a scalar or a list.
    #[error("`{path}` in the status must be an object, found {found}")]
    NotAnObject {
        /// Dotted path of the field; `status` for the status itself.
        path: String,
        /// The JSON type that is there.
        found: &'static str,
    },
    /// A field that holds elements is a scalar or an object.
    #[error("`{path}` in the status must be a list, found {found}")]
    NotAList {
        /// Dotted path of the field.
        path: String,
        /// The JSON type that is there.
        found: &'static str,
    },
}

/// The name of a value's JSON type, for messages.
pub(crate) fn type_name(value: &serde_json::Value) -> &'static str {
    use serde_json::Value;
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
