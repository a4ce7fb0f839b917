//! From an object to a message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::wire;
use crate::shape::table::{self, Field, Free, Node};
use crate::shape::{ScalarType, Shape, ShapeKind};

/// A field that is there, with its numbers.
type Present<'a> = (u32, &'static Field, &'a Value);

/// Writes the fields of an object, in the order of their numbers.
pub(super) fn object(out: &mut Vec<u8>, fields: &Map<String, Value>, node: &Node) {
    let own = node.object();
    let mut present: Vec<Present<'_>> = fields
        .iter()
        .filter_map(|(name, value)| {
            let index = own.binary_search_by(|field| field.name().cmp(name)).ok()?;
            let field = &own[index];
            (field.path() != 0 && !value.is_null()).then_some((field.path(), field, value))
        })
        .collect();
    present.sort_unstable_by_key(|(path, ..)| *path);
    level(out, &present, 24);
}

/// Writes fields whose numbers are `shift` bits up; those with numbers below are in a message of their own.
fn level(out: &mut Vec<u8>, present: &[Present<'_>], shift: u32) {
    let number = |path: u32| path >> shift & 0xff;
    for group in present.chunk_by(|one, other| number(one.0) == number(other.0)) {
        let [(path, first, value), ..] = group else {
            continue;
        };
        if path.checked_shl(32 - shift).unwrap_or(0) == 0 {
            field(out, number(*path), first, value);
        } else {
            let mut message = Vec::new();
            level(&mut message, group, shift - 8);
            wire::bytes(out, number(*path), &message);
        }
    }
}

fn field(out: &mut Vec<u8>, number: u32, field: &Field, value: &Value) {
    let shape = field.shape();
    match (shape.kind(), value) {
        (ShapeKind::List, Value::Array(items)) if !field.is_wrapped() => {
            let Some(shape) = shape.items() else { return };
            for item in items {
                self::value(out, number, shape, item);
            }
        }
        (ShapeKind::Map, Value::Object(entries)) => {
            let Some(shape) = shape.field("") else { return };
            for (key, value) in entries {
                let mut entry = Vec::new();
                wire::bytes(&mut entry, 1, key.as_bytes());
                self::value(&mut entry, 2, shape, value);
                wire::bytes(out, number, &entry);
            }
        }
        _ => self::value(out, number, shape, value),
    }
}

/// Writes one value, where a list is a message of its own.
fn value(out: &mut Vec<u8>, number: u32, shape: Shape<'_>, value: &Value) {
    match (shape.kind(), value) {
        (ShapeKind::Scalar(scalar), value) => {
            // What does not fit its type is left out; a server has checked it long ago.
            let _ = self::scalar(out, number, scalar, value);
        }
        (ShapeKind::Object, Value::Object(fields)) => {
            if let Some(node) = shape.node() {
                let mut message = Vec::new();
                object(&mut message, fields, node);
                wire::bytes(out, number, &message);
            }
        }
        (ShapeKind::List, Value::Array(items)) => {
            let mut message = Vec::new();
            for item in items {
                if let Some(shape) = shape.items() {
                    self::value(&mut message, 1, shape, item);
                }
            }
            wire::bytes(out, number, &message);
        }
        (ShapeKind::Untyped, value) => {
            let kind = shape.node().map_or(Free::Anything, Node::free);
            wire::bytes(out, number, &free(kind, value));
        }
        (ShapeKind::Object | ShapeKind::Map | ShapeKind::List, _) => {}
    }
}

fn scalar(out: &mut Vec<u8>, number: u32, scalar: ScalarType, value: &Value) -> Option<()> {
    match scalar {
        ScalarType::String | ScalarType::Duration => {
            wire::bytes(out, number, value.as_str()?.as_bytes());
        }
        ScalarType::Bytes => {
            let bytes = STANDARD.decode(value.as_str()?).ok()?;
            wire::bytes(out, number, &bytes);
        }
        ScalarType::Integer => wire::varint(out, number, integer(value)?),
        ScalarType::Boolean => wire::varint(out, number, u64::from(value.as_bool()?)),
        ScalarType::Number => wire::double(out, number, value.as_f64()?),
        ScalarType::Time | ScalarType::MicroTime => {
            let time: Timestamp = value.as_str()?.parse().ok()?;
            let mut message = Vec::new();
            wire::varint(&mut message, 1, time.as_second() as u64);
            wire::varint(&mut message, 2, time.subsec_nanosecond() as u64);
            wire::bytes(out, number, &message);
        }
        ScalarType::Quantity => {
            let text = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let mut message = Vec::new();
            wire::bytes(&mut message, 1, text.as_bytes());
            wire::bytes(out, number, &message);
        }
        ScalarType::IntOrString => {
            let text = value.as_str();
            let mut message = Vec::new();
            wire::varint(&mut message, 1, u64::from(text.is_some()));
            wire::varint(&mut message, 2, integer(value).unwrap_or(0));
            wire::bytes(&mut message, 3, text.unwrap_or_default().as_bytes());
            wire::bytes(out, number, &message);
        }
    }
    Some(())
}

/// A whole number as it is written: a negative one as if it had 64 bits and no sign.
fn integer(value: &Value) -> Option<u64> {
    value
        .as_i64()
        .map(|number| number as u64)
        .or_else(|| value.as_u64())
}

/// A value that has no type in JSON, as the message that protobuf has for it.
fn free(kind: Free, value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    let schema = |out: &mut Vec<u8>, number, schema: &Value| {
        self::value(out, number, table::json_schema(), schema);
    };
    match (kind, value) {
        (Free::Nothing, _) => {}
        (Free::Anything | Free::Raw, value) => {
            wire::bytes(&mut out, 1, value.to_string().as_bytes())
        }
        (Free::SchemaOrBool, Value::Bool(allows)) => wire::varint(&mut out, 1, u64::from(*allows)),
        (Free::SchemaOrBool, value) => {
            wire::varint(&mut out, 1, 1);
            schema(&mut out, 2, value);
        }
        (Free::SchemaOrSchemas, Value::Array(items)) => {
            for item in items {
                schema(&mut out, 2, item);
            }
        }
        (Free::SchemaOrTexts, Value::Array(items)) => {
            for text in items.iter().filter_map(Value::as_str) {
                wire::bytes(&mut out, 2, text.as_bytes());
            }
        }
        (Free::SchemaOrSchemas | Free::SchemaOrTexts, value) => schema(&mut out, 1, value),
    }
    out
}
