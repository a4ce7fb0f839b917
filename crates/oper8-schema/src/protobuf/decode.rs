//! From a message to an object.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::ProtobufError;
use super::wire::{Fields, Raw};
use crate::shape::table::{self, Field, Free, Node};
use crate::shape::{ScalarType, Shape, ShapeKind};

/// How deep messages may be in messages, which is as deep as JSON may be.
pub(super) const DEPTH: usize = 127;

/// Reads a message of the type `node` into `out`, to what is there already.
pub(super) fn object(
    bytes: &[u8],
    node: &Node,
    out: &mut Map<String, Value>,
    depth: usize,
) -> Result<(), ProtobufError> {
    embedded(bytes, node, (0, 24), out, depth)
}

/// Reads a message whose fields the type has under `prefix`, with their numbers `shift` bits up.
fn embedded(
    bytes: &[u8],
    node: &Node,
    (prefix, shift): (u32, u32),
    out: &mut Map<String, Value>,
    depth: usize,
) -> Result<(), ProtobufError> {
    if depth > DEPTH {
        return Err(ProtobufError::Depth);
    }
    let mut fields = Fields::of(bytes);
    while let Some((number, raw)) = fields.next()? {
        // No field has a number of more than a byte.
        let Ok(number) = u8::try_from(number) else {
            skip(raw)?;
            continue;
        };
        let path = prefix | u32::from(number) << shift;
        let below = u32::MAX << shift;
        let own = node.object();
        if let Some(field) = own.iter().find(|field| field.path() == path) {
            read(field, raw, out, depth)?;
        } else if let Some(inner) = own.iter().find(|field| field.path() & below == path) {
            let bytes = bytes_of(raw, inner.name())?;
            embedded(bytes, node, (path, shift - 8), out, depth + 1)?;
        } else {
            skip(raw)?;
        }
    }
    Ok(())
}

/// Leaves out a value of a field that nobody knows.
fn skip(raw: Raw<'_>) -> Result<(), ProtobufError> {
    match raw {
        Raw::Other(wire_type @ 6..) => Err(ProtobufError::WireType(wire_type)),
        _ => Ok(()),
    }
}

/// Reads a value of a field: the only one, or the next of a list or map.
fn read(
    field: &Field,
    raw: Raw<'_>,
    out: &mut Map<String, Value>,
    depth: usize,
) -> Result<(), ProtobufError> {
    let (name, shape) = (field.name(), field.shape());
    let read = match shape.kind() {
        ShapeKind::Object => {
            let present = out.remove(name);
            Some(nested(raw, shape, name, present, depth)?)
        }
        ShapeKind::Map => {
            let map = out.entry(name).or_insert_with(|| Value::Object(Map::new()));
            return match map {
                Value::Object(map) => entry(field, raw, map, depth),
                _ => Ok(()),
            };
        }
        ShapeKind::List if field.is_wrapped() => Some(wrapped(raw, shape, name, depth)?),
        ShapeKind::List => {
            let list = out.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            return match (list, shape.items()) {
                (Value::Array(list), Some(items)) => item(raw, items, name, list, depth),
                _ => Ok(()),
            };
        }
        ShapeKind::Scalar(_) | ShapeKind::Untyped => value(raw, shape, name, depth)?,
    };
    match read {
        Some(value) if !(is_zero(&value) && field.is_omitted()) => out.insert(name.into(), value),
        _ => out.remove(name),
    };
    Ok(())
}

/// Any value but a list or map that is a field's own; `None` for one that says nothing.
fn value(
    raw: Raw<'_>,
    shape: Shape<'_>,
    name: &str,
    depth: usize,
) -> Result<Option<Value>, ProtobufError> {
    match shape.kind() {
        ShapeKind::Scalar(scalar) => self::scalar(raw, scalar, name),
        ShapeKind::Untyped => free(raw, shape, name, depth),
        ShapeKind::List => wrapped(raw, shape, name, depth).map(Some),
        ShapeKind::Object | ShapeKind::Map => nested(raw, shape, name, None, depth).map(Some),
    }
}

fn nested(
    raw: Raw<'_>,
    shape: Shape<'_>,
    name: &str,
    present: Option<Value>,
    depth: usize,
) -> Result<Value, ProtobufError> {
    let bytes = bytes_of(raw, name)?;
    let mut fields = match present {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    if let Some(node) = shape.node() {
        object(bytes, node, &mut fields, depth + 1)?;
    }
    Ok(Value::Object(fields))
}

/// A list that is a message of its own.
fn wrapped(
    raw: Raw<'_>,
    shape: Shape<'_>,
    name: &str,
    depth: usize,
) -> Result<Value, ProtobufError> {
    let mut list = Vec::new();
    let mut fields = Fields::of(bytes_of(raw, name)?);
    while let Some((number, raw)) = fields.next()? {
        if let (1, Some(items)) = (number, shape.items()) {
            item(raw, items, "Items", &mut list, depth)?;
        }
    }
    Ok(Value::Array(list))
}

fn item(
    raw: Raw<'_>,
    items: Shape<'_>,
    name: &str,
    list: &mut Vec<Value>,
    depth: usize,
) -> Result<(), ProtobufError> {
    // Many numbers may be in one value.
    if let (Raw::Bytes(bytes), ShapeKind::Scalar(ScalarType::Integer | ScalarType::Boolean)) =
        (raw, items.kind())
    {
        let mut packed = Fields::of(bytes);
        while !packed.is_empty() {
            let number = Raw::Varint(packed.varint()?);
            list.extend(value(number, items, name, depth)?);
        }
        return Ok(());
    }
    list.push(value(raw, items, name, depth)?.unwrap_or(Value::Null));
    Ok(())
}

/// An entry of a map: its key and its value, each of which may be left out.
fn entry(
    field: &Field,
    raw: Raw<'_>,
    map: &mut Map<String, Value>,
    depth: usize,
) -> Result<(), ProtobufError> {
    let name = field.name();
    let Some(shape) = field.shape().field("") else {
        return Ok(());
    };
    let (mut key, mut found) = (String::new(), None);
    let mut fields = Fields::of(bytes_of(raw, name)?);
    while let Some((number, raw)) = fields.next()? {
        match (number, raw) {
            (1, Raw::Bytes(text)) => key = String::from_utf8_lossy(text).into_owned(),
            (1, other) => return Err(wrong(name, other)),
            (2, raw) => found = value(raw, shape, name, depth)?,
            _ => {}
        }
    }
    map.insert(key, found.unwrap_or_else(|| empty(shape)));
    Ok(())
}

/// What a map holds under a key whose value is left out.
fn empty(shape: Shape<'_>) -> Value {
    match shape.kind() {
        ShapeKind::Object | ShapeKind::Map => Value::Object(Map::new()),
        ShapeKind::List => Value::Array(Vec::new()),
        ShapeKind::Scalar(ScalarType::Quantity) => "0".into(),
        ShapeKind::Scalar(ScalarType::Integer | ScalarType::Number) => 0.into(),
        ShapeKind::Scalar(ScalarType::Boolean) => false.into(),
        ShapeKind::Scalar(_) => "".into(),
        ShapeKind::Untyped => Value::Null,
    }
}

fn scalar(raw: Raw<'_>, scalar: ScalarType, name: &str) -> Result<Option<Value>, ProtobufError> {
    Ok(match (scalar, raw) {
        (ScalarType::String, Raw::Bytes(bytes)) => Some(String::from_utf8_lossy(bytes).into()),
        (ScalarType::Bytes, Raw::Bytes(bytes)) => Some(STANDARD.encode(bytes).into()),
        // Negative numbers are written as if they had 64 bits.
        (ScalarType::Integer, Raw::Varint(number)) => Some((number as i64).into()),
        (ScalarType::Boolean, Raw::Varint(number)) => Some((number != 0).into()),
        (ScalarType::Number, Raw::Fixed64(bytes)) => Some(number(f64::from_le_bytes(bytes))),
        (ScalarType::Time | ScalarType::MicroTime, Raw::Bytes(bytes)) => {
            time(bytes, scalar == ScalarType::MicroTime, name)?
        }
        (ScalarType::Quantity, Raw::Bytes(bytes)) => {
            let text = match text_at(bytes, 1)? {
                Some(text) if !text.is_empty() => text,
                _ => "0".to_owned(),
            };
            Some(text.into())
        }
        (ScalarType::IntOrString, Raw::Bytes(bytes)) => Some(int_or_string(bytes)?),
        (_, raw) => return Err(wrong(name, raw)),
    })
}

/// A number as Go writes it in JSON: without a fraction where it has none.
fn number(value: f64) -> Value {
    // Up to here every whole number has a form of its own.
    const MOST: f64 = 9_007_199_254_740_992.0;
    match value.fract() == 0.0 && value.abs() <= MOST {
        true => (value as i64).into(),
        false => value.into(),
    }
}

/// Seconds and nanoseconds; a message with neither is no moment.
fn time(bytes: &[u8], is_micro: bool, name: &str) -> Result<Option<Value>, ProtobufError> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let (mut seconds, mut nanoseconds) = (0, 0);
    let mut fields = Fields::of(bytes);
    while let Some(field) = fields.next()? {
        match field {
            (1, Raw::Varint(number)) => seconds = number as i64,
            (2, Raw::Varint(number)) => nanoseconds = number as i32,
            (1 | 2, other) => return Err(wrong(name, other)),
            _ => {}
        }
    }
    // Seconds are all that the one has, microseconds the other.
    let nanoseconds = if is_micro {
        nanoseconds / 1000 * 1000
    } else {
        0
    };
    let moment = Timestamp::new(seconds, nanoseconds);
    let moment = moment.map_err(|_| ProtobufError::Time(name.to_owned()))?;
    let format = match is_micro {
        true => "%Y-%m-%dT%H:%M:%S.%6fZ",
        false => "%Y-%m-%dT%H:%M:%SZ",
    };
    Ok(Some(moment.strftime(format).to_string().into()))
}

fn int_or_string(bytes: &[u8]) -> Result<Value, ProtobufError> {
    let (mut is_text, mut number, mut text) = (false, 0, String::new());
    let mut fields = Fields::of(bytes);
    while let Some(field) = fields.next()? {
        match field {
            (1, Raw::Varint(kind)) => is_text = kind == 1,
            (2, Raw::Varint(value)) => number = value as i32,
            (3, Raw::Bytes(value)) => text = String::from_utf8_lossy(value).into_owned(),
            (1, other) => return Err(wrong("Type", other)),
            (2, other) => return Err(wrong("IntVal", other)),
            (3, other) => return Err(wrong("StrVal", other)),
            _ => {}
        }
    }
    Ok(if is_text { text.into() } else { number.into() })
}

fn text_at(bytes: &[u8], wanted: u32) -> Result<Option<String>, ProtobufError> {
    let mut found = None;
    let mut fields = Fields::of(bytes);
    while let Some((number, raw)) = fields.next()? {
        if number == wanted {
            let bytes = bytes_of(raw, "String_")?;
            found = Some(String::from_utf8_lossy(bytes).into_owned());
        }
    }
    Ok(found)
}

/// A value that has no type in JSON.
fn free(
    raw: Raw<'_>,
    shape: Shape<'_>,
    name: &str,
    depth: usize,
) -> Result<Option<Value>, ProtobufError> {
    let bytes = bytes_of(raw, name)?;
    let kind = shape.node().map_or(Free::Anything, Node::free);
    let (mut schema, mut rest) = (None, Vec::new());
    let mut fields = Fields::of(bytes);
    while let Some((number, raw)) = fields.next()? {
        let nested = |raw| nested(raw, table::json_schema(), name, None, depth);
        match (kind, number) {
            (Free::Raw, 1) => schema = json(bytes_of(raw, name)?, name)?,
            (Free::SchemaOrBool, 1) => rest.extend(scalar(raw, ScalarType::Boolean, "Allows")?),
            (Free::SchemaOrBool, 2) => schema = Some(nested(raw)?),
            (Free::SchemaOrSchemas | Free::SchemaOrTexts, 1) => schema = Some(nested(raw)?),
            (Free::SchemaOrSchemas, 2) => rest.push(nested(raw)?),
            (Free::SchemaOrTexts, 2) => rest.extend(scalar(raw, ScalarType::String, "Property")?),
            _ => {}
        }
    }
    Ok(match kind {
        Free::Anything | Free::Raw => schema,
        Free::Nothing => Some(Value::Object(Map::new())),
        // The last one that was written; false if none was.
        Free::SchemaOrBool => schema.or_else(|| rest.pop()).or(Some(false.into())),
        Free::SchemaOrSchemas | Free::SchemaOrTexts if !rest.is_empty() => Some(rest.into()),
        Free::SchemaOrSchemas | Free::SchemaOrTexts => schema,
    })
}

fn json(bytes: &[u8], name: &str) -> Result<Option<Value>, ProtobufError> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let found = serde_json::from_slice(bytes);
    found.map(Some).map_err(|error| ProtobufError::Json {
        field: name.to_owned(),
        problem: error.to_string(),
    })
}

fn bytes_of<'a>(raw: Raw<'a>, name: &str) -> Result<&'a [u8], ProtobufError> {
    match raw {
        Raw::Bytes(bytes) => Ok(bytes),
        other => Err(wrong(name, other)),
    }
}

fn wrong(name: &str, raw: Raw<'_>) -> ProtobufError {
    // As Go spells it, which has the metadata of an object as an embedded type.
    let name = if name == "metadata" {
        "ObjectMeta"
    } else {
        name
    };
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    ProtobufError::WrongType {
        field: first.into_iter().chain(letters).collect(),
        wire_type: raw.wire_type(),
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}
