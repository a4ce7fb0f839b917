//! JSON as values of CEL.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kube_cel::cel::Value;
use kube_cel::cel::objects::{Key, Map, OptionalValue};

use crate::custom::formats;
use crate::custom::schema::{Additional, Node};

/// Words that no field may be called in an expression.
const RESERVED: [&str; 21] = [
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

/// The name by which an expression calls a field.
pub(super) fn escape(name: &str) -> String {
    if RESERVED.contains(&name) {
        return format!("__{name}__");
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.chars().all(plain) && !name.contains("__") {
        return name.to_owned();
    }
    name.replace("__", "__underscores__")
        .replace('.', "__dot__")
        .replace('-', "__dash__")
        .replace('/', "__slash__")
}

/// An object of fields.
pub(crate) fn object(fields: impl Iterator<Item = (String, Value)>) -> Value {
    let map: HashMap<Key, Value> = fields
        .map(|(name, value)| (Key::String(Arc::new(name)), value))
        .collect();
    Value::Map(Map { map: Arc::new(map) })
}

/// A value that may be missing, as `optional_type`.
pub(crate) fn optional(value: Option<Value>) -> Value {
    Value::Opaque(Arc::new(match value {
        Some(value) => OptionalValue::of(value),
        None => OptionalValue::none(),
    }))
}

/// A value of which no schema tells more.
pub(crate) fn untyped(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::Int(number),
            (None, Some(number)) => Value::UInt(number),
            (None, None) => Value::Float(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(text) => Value::String(Arc::new(text.clone())),
        serde_json::Value::Array(items) => {
            Value::List(Arc::new(items.iter().map(untyped).collect()))
        }
        serde_json::Value::Object(fields) => object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), untyped(value))),
        ),
    }
}

/// A value as its schema reads it. `root` is the object itself.
pub(crate) fn typed(value: &serde_json::Value, node: &Node, root: bool) -> Value {
    match value {
        serde_json::Value::Number(number) if node.kind == "number" => {
            Value::Float(number.as_f64().unwrap_or_default())
        }
        serde_json::Value::Number(number) if node.kind == "integer" && number.is_f64() =>
        {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the schema has made sure that it is whole"
            )]
            Value::Int(number.as_f64().unwrap_or_default() as i64)
        }
        serde_json::Value::String(text) if node.kind == "string" => formatted(text, &node.format),
        serde_json::Value::Array(items) => {
            let item = |value| match &node.items {
                Some(inner) => typed(value, inner, false),
                None => untyped(value),
            };
            Value::List(Arc::new(items.iter().map(item).collect()))
        }
        serde_json::Value::Object(fields) => match &node.additional {
            Additional::Values(inner) => object(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), typed(value, inner, false))),
            ),
            Additional::Any => untyped(value),
            Additional::None => fields_of(fields, node, root || node.embedded),
        },
        other => untyped(other),
    }
}

fn fields_of(
    fields: &serde_json::Map<String, serde_json::Value>,
    node: &Node,
    resource: bool,
) -> Value {
    const OWN: [&str; 3] = ["apiVersion", "kind", "metadata"];
    object(fields.iter().filter_map(|(name, value)| {
        if resource && OWN.contains(&name.as_str()) {
            return Some((name.clone(), untyped(value)));
        }
        let inner = node.properties.get(name)?;
        Some((escape(name), typed(value, inner, false)))
    }))
}

/// A text as its format reads it; one that does not have the format stays a text.
fn formatted(text: &str, format: &str) -> Value {
    let read = match format {
        "byte" => STANDARD
            .decode(text)
            .ok()
            .map(|bytes| Value::Bytes(Arc::new(bytes))),
        "date-time" => timestamp(text),
        "date" => timestamp(&format!("{text}T00:00:00Z")),
        "duration" => formats::duration(text)
            .map(|nanos| Value::Duration(chrono::Duration::nanoseconds(nanos))),
        _ => None,
    };
    read.unwrap_or_else(|| Value::String(Arc::new(text.to_owned())))
}

fn timestamp(text: &str) -> Option<Value> {
    let time = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    Some(Value::Timestamp(time))
}

/// The text that a value is, if it is one.
pub(crate) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}
