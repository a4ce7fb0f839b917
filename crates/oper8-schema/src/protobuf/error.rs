//! What is wrong with a message, in the words of the real server.

/// Bytes that are no message of the type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProtobufError {
    /// The bytes do not begin with `k8s` and a zero.
    #[error(
        "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"
    )]
    NoPrefix,
    /// A kind that is not built in.
    #[error("no kind {kind:?} is registered for version {api_version:?}")]
    Kind {
        /// The group and version.
        api_version: String,
        /// The kind.
        kind: String,
    },
    /// The message ends within a value.
    #[error("unexpected EOF")]
    Truncated,
    /// A number of more than ten bytes.
    #[error("proto: integer overflow")]
    Overflow,
    /// A length that no message can have.
    #[error("proto: negative length found during unmarshaling")]
    Length,
    /// A field numbered zero.
    #[error("proto: illegal tag {number} (wire type {wire_type})")]
    Tag {
        /// The number.
        number: i64,
        /// How its value is written.
        wire_type: u8,
    },
    /// The end of a group that has not begun.
    #[error("proto: wiretype end group for non-group")]
    EndGroup,
    /// A way to write values that there is not.
    #[error("proto: illegal wireType {0}")]
    WireType(u8),
    /// A value that is written as another type than its field's.
    #[error("proto: wrong wireType = {wire_type} for field {field}")]
    WrongType {
        /// The field, as Go spells it.
        field: String,
        /// How the value is written.
        wire_type: u8,
    },
    /// Text that should be JSON and is not.
    #[error("the field {field} holds no JSON: {problem}")]
    Json {
        /// The field.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A moment before or after all that there are.
    #[error("the field {0} is no moment that can be written")]
    Time(String),
    /// Messages within messages beyond all reason.
    #[error("the message is nested too deeply")]
    Depth,
}
