//! Lists and mappings.

use serde_json::{Map, Value};

use super::texts::namespace;
use super::{Codec, is_none, text};

/// A list of texts, in one text with commas between them.
pub(crate) struct TextList;

impl Codec for TextList {
    type Value = Vec<String>;

    fn accepts() -> String {
        "a list of texts, or one text with commas between them".to_owned()
    }

    fn read(input: &Value) -> Result<Vec<String>, String> {
        let entries = match input {
            Value::Array(entries) => entries.iter().map(entry).collect::<Result<Vec<_>, _>>()?,
            _ => match text(input)? {
                "" => Vec::new(),
                text => text
                    .split(',')
                    .map(|entry| entry.trim().to_owned())
                    .collect(),
            },
        };
        let whole = entries.iter().all(|entry| !entry.is_empty());
        if whole {
            Ok(entries)
        } else {
            Err("an entry is empty".to_owned())
        }
    }

    fn write(value: &Vec<String>) -> Value {
        value.iter().cloned().map(Value::String).collect()
    }
}

/// A list of texts, or none; an empty list is one too.
pub(crate) struct OptionalTextList;

impl Codec for OptionalTextList {
    type Value = Option<Vec<String>>;

    fn accepts() -> String {
        format!("{}, or null", TextList::accepts())
    }

    fn read(input: &Value) -> Result<Option<Vec<String>>, String> {
        match is_none(input) {
            true => Ok(None),
            false => TextList::read(input).map(Some),
        }
    }

    fn write(value: &Option<Vec<String>>) -> Value {
        value.as_ref().map_or(Value::Null, TextList::write)
    }
}

fn entry(input: &Value) -> Result<String, String> {
    text(input)
        .map(str::to_owned)
        .map_err(|reason| format!("entry {input} is {reason}"))
}

/// A list of namespaces, empty for all of them.
pub(crate) struct Namespaces;

impl Codec for Namespaces {
    type Value = Vec<String>;

    fn accepts() -> String {
        "names of namespaces with commas between them, empty for all".to_owned()
    }

    fn read(input: &Value) -> Result<Vec<String>, String> {
        TextList::read(input)?
            .iter()
            .map(|name| namespace(name))
            .collect()
    }

    fn write(value: &Vec<String>) -> Value {
        Value::String(value.join(","))
    }
}

/// A mapping, in one text as JSON, or none.
pub(crate) struct Parameters;

impl Codec for Parameters {
    type Value = Option<Map<String, Value>>;

    fn accepts() -> String {
        "a mapping (as text: a JSON object), or null".to_owned()
    }

    fn read(input: &Value) -> Result<Option<Map<String, Value>>, String> {
        match input {
            _ if is_none(input) => Ok(None),
            Value::Object(map) => Ok(Some(map.clone())),
            Value::String(text) => serde_json::from_str(text)
                .map(Some)
                .map_err(|error| format!("not a JSON object: {error}")),
            _ => Err("not a mapping".to_owned()),
        }
    }

    /// As text, so that a stronger source replaces the whole mapping.
    fn write(value: &Option<Map<String, Value>>) -> Value {
        value.as_ref().map_or(Value::Null, |map| {
            Value::String(Value::Object(map.clone()).to_string())
        })
    }
}
