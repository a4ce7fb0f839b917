//! Objects as protobuf, the form in which Go's clients send the built-in kinds.
//!
//! The table of the kinds has the numbers of their fields, so that one reader and one writer serve them all.

mod decode;
mod encode;
mod envelope;
mod error;
mod object;
mod wire;

pub use self::envelope::Envelope;
pub use self::error::ProtobufError;
pub use self::object::{read_object, shape_of, write_object};

use serde_json::{Map, Value};

use crate::Shape;

/// The object in `bytes`, as a server would write it in JSON; `shape` is that of a built-in type.
///
/// What the type does not know is skipped. Its kind is beside it, in the [`Envelope`].
///
/// # Errors
///
/// When the bytes are no message of that type.
///
/// # Examples
///
/// ```
/// use oper8_schema::{kinds, protobuf};
/// use serde_json::json;
///
/// let config = kinds::find("", "v1", "ConfigMap").unwrap().shape();
/// let object = json!({"metadata": {"name": "settings"}, "data": {"level": "info"}});
/// let bytes = protobuf::encode(&object, config);
/// assert_eq!(protobuf::decode(&bytes, config)?, object);
/// # Ok::<(), protobuf::ProtobufError>(())
/// ```
pub fn decode(bytes: &[u8], shape: Shape<'_>) -> Result<Value, ProtobufError> {
    let mut fields = Map::new();
    if let Some(node) = shape.node() {
        decode::object(bytes, node, &mut fields, 0)?;
    }
    Ok(Value::Object(fields))
}

/// `object` as a message; `shape` is that of a built-in type. What does not fit its type is left out.
#[must_use]
pub fn encode(object: &Value, shape: Shape<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    if let (Some(node), Value::Object(fields)) = (shape.node(), object) {
        encode::object(&mut out, fields, node);
    }
    out
}

/// Adds a message under a number, as lists have their items: those of `list` are `metadata` (1) and `items` (2).
pub fn push_message(list: &mut Vec<u8>, number: u32, message: &[u8]) {
    wire::bytes(list, number, message);
}

/// Adds a whole number, or a flag as 0 or 1, under a number.
pub fn push_number(message: &mut Vec<u8>, number: u32, value: u64) {
    wire::varint(message, number, value);
}

/// Adds a fraction under a number.
pub fn push_fraction(message: &mut Vec<u8>, number: u32, value: f64) {
    wire::double(message, number, value);
}
