//! `Status` objects as text: their fields in the order in which the real server writes them, as some clients print what
//! they got.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value};

const STATUS: [&str; 8] = [
    "kind",
    "apiVersion",
    "metadata",
    "status",
    "message",
    "reason",
    "details",
    "code",
];
const DETAILS: [&str; 6] = [
    "name",
    "group",
    "kind",
    "uid",
    "causes",
    "retryAfterSeconds",
];
const CAUSE: [&str; 3] = ["reason", "message", "field"];

/// An object that is written with the fields of a `Status` in order; any other is written as it is.
pub(crate) struct InOrder<'a>(pub(crate) &'a Value);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) if self.0["kind"] == "Status" && self.0["apiVersion"] == "v1" => {
                Part(fields, &STATUS).serialize(serializer)
            }
            other => other.serialize(serializer),
        }
    }
}

/// An object, and the fields that come first.
struct Part<'a>(&'a Map<String, Value>, &'static [&'static str]);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(fields, order) = self;
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for name in *order {
            match fields.get(*name) {
                Some(Value::Object(details)) if *name == "details" => {
                    map.serialize_entry(name, &Part(details, &DETAILS))?;
                }
                Some(Value::Array(causes)) if *name == "causes" => {
                    map.serialize_entry(name, &Causes(causes))?;
                }
                Some(value) => map.serialize_entry(name, value)?,
                None => {}
            }
        }
        for (name, value) in fields.iter() {
            if !order.contains(&name.as_str()) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

struct Causes<'a>(&'a [Value]);

impl Serialize for Causes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Cause))
    }
}

struct Cause<'a>(&'a Value);

impl Serialize for Cause<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => Part(fields, &CAUSE).serialize(serializer),
            other => other.serialize(serializer),
        }
    }
}

/// The object as JSON.
pub(crate) fn text(object: &Value) -> String {
    // Text keys and values of JSON can always be written.
    serde_json::to_string(&InOrder(object)).unwrap_or_default()
}

/// As an answer has it, which ends its line.
pub(crate) fn line(object: &Value) -> String {
    let mut line = text(object);
    line.push('\n');
    line
}
