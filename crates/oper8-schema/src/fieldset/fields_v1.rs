//! The wire form of a field set: `fieldsV1`.

use std::fmt::Write;

use serde_json::{Map, Value};

use super::{FieldSet, PathElement};

/// A `fieldsV1` that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FieldsV1Error {
    /// A level of it is not an object.
    #[error("a set of fields must be an object, not {found}")]
    NotAnObject {
        /// What was found instead, as JSON.
        found: String,
    },
    /// A key has no type and colon in front.
    #[error("path element `{element}` must begin with `f:`, `k:`, `v:` or `i:`")]
    NoType {
        /// The key as found.
        element: String,
    },
    /// What follows `k:`, `v:` or `i:` is not JSON of the right kind.
    #[error("path element `{element}` does not hold what its type says")]
    Content {
        /// The key as found.
        element: String,
        /// What is wrong with its JSON.
        #[source]
        source: serde_json::Error,
    },
}

impl FieldSet {
    /// Reads the wire form: `{"f:spec": {"f:replicas": {}}}`.
    ///
    /// Path elements of types that are not known are left out, as on the server.
    ///
    /// # Errors
    ///
    /// [`FieldsV1Error`] names the level or path element that cannot be read.
    pub fn from_fields_v1(fields: &Value) -> Result<Self, FieldsV1Error> {
        read(fields).map(|(_, set)| set)
    }

    /// Writes the wire form; the empty set is `{}`.
    #[must_use]
    pub fn to_fields_v1(&self) -> Value {
        Value::Object(write(self, false))
    }
}

/// The set below a level, and whether that level is a member itself.
fn read(fields: &Value) -> Result<(bool, FieldSet), FieldsV1Error> {
    let Value::Object(fields) = fields else {
        let found = fields.to_string();
        return Err(FieldsV1Error::NotAnObject { found });
    };
    let mut set = FieldSet::new();
    let mut member = false;
    for (text, below) in fields {
        if text == "." {
            member = true;
        } else if let Some(element) = parse(text)? {
            let (member, children) = read(below)?;
            set.put(element, member, children);
        }
    }
    Ok((member || set.is_empty(), set))
}

fn write(set: &FieldSet, member: bool) -> Map<String, Value> {
    let own = (member && !set.is_empty()).then(|| (".".to_owned(), Value::Object(Map::new())));
    let below = set.nodes.iter().map(|node| {
        let children = write(&node.children, node.member);
        (text(&node.element), Value::Object(children))
    });
    own.into_iter().chain(below).collect()
}

fn parse(text: &str) -> Result<Option<PathElement>, FieldsV1Error> {
    let element = || text.to_owned();
    let content = |source| FieldsV1Error::Content {
        element: element(),
        source,
    };
    let Some((kind, rest)) = text.split_once(':').filter(|(kind, _)| kind.len() == 1) else {
        return Err(FieldsV1Error::NoType { element: element() });
    };
    Ok(Some(match kind {
        "f" => PathElement::field(rest),
        "v" => PathElement::Value(serde_json::from_str(rest).map_err(content)?),
        "i" => PathElement::Index(serde_json::from_str(rest).map_err(content)?),
        "k" => {
            let fields: Map<String, Value> = serde_json::from_str(rest).map_err(content)?;
            let fields = fields.iter();
            PathElement::key(fields.map(|(name, value)| (name.as_str(), value.clone())))
        }
        _ => return Ok(None),
    }))
}

fn text(element: &PathElement) -> String {
    match element {
        PathElement::Field(name) => format!("f:{name}"),
        PathElement::Index(index) => format!("i:{index}"),
        PathElement::Value(value) => {
            let mut text = "v:".to_owned();
            write_json(&mut text, value);
            text
        }
        PathElement::Key(fields) => {
            let mut text = "k:{".to_owned();
            for (index, (name, value)) in fields.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_text(&mut text, name);
                text.push(':');
                write_json(&mut text, value);
            }
            text.push('}');
            text
        }
    }
}

fn write_json(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => write_text(out, text),
        other => out.push_str(&other.to_string()),
    }
}

/// Writes a JSON string as Go does, which escapes what is special in HTML.
fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                // Writing into a text cannot fail.
                let _ = write!(out, "\\u{:04x}", letter as u32);
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}
