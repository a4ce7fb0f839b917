//! Texts, names and paths.

use std::path::PathBuf;

use serde_json::Value;

use super::{Codec, is_none, text};

/// The longest name of a Kubernetes object.
const LONGEST_NAME: usize = 253;
/// The longest name of a namespace, a DNS label.
const LONGEST_LABEL: usize = 63;

/// Any text.
pub(crate) struct Text;

impl Codec for Text {
    type Value = String;

    fn accepts() -> String {
        "text".to_owned()
    }

    fn read(input: &Value) -> Result<String, String> {
        text(input).map(str::to_owned)
    }

    fn write(value: &String) -> Value {
        Value::String(value.clone())
    }
}

/// Any text, or none.
pub(crate) struct OptionalText;

impl Codec for OptionalText {
    type Value = Option<String>;

    fn accepts() -> String {
        "text, or null".to_owned()
    }

    fn read(input: &Value) -> Result<Option<String>, String> {
        if is_none(input) {
            Ok(None)
        } else {
            text(input).map(|text| Some(text.to_owned()))
        }
    }

    fn write(value: &Option<String>) -> Value {
        value.clone().map_or(Value::Null, Value::String)
    }
}

/// The name of a namespace.
pub(crate) struct Name;

impl Codec for Name {
    type Value = String;

    fn accepts() -> String {
        "the name of a namespace".to_owned()
    }

    fn read(input: &Value) -> Result<String, String> {
        namespace(text(input)?)
    }

    fn write(value: &String) -> Value {
        Text::write(value)
    }
}

/// The name of a Kubernetes object, or none.
pub(crate) struct OptionalName;

impl Codec for OptionalName {
    type Value = Option<String>;

    fn accepts() -> String {
        "the name of a Kubernetes object, or null".to_owned()
    }

    fn read(input: &Value) -> Result<Option<String>, String> {
        let Some(name) = OptionalText::read(input)? else {
            return Ok(None);
        };
        let fits = name.len() <= LONGEST_NAME && name.split('.').all(is_label);
        if fits {
            Ok(Some(name))
        } else {
            Err("not the name of a Kubernetes object".to_owned())
        }
    }

    fn write(value: &Option<String>) -> Value {
        OptionalText::write(value)
    }
}

/// `name` when it can be a namespace.
pub(super) fn namespace(name: &str) -> Result<String, String> {
    let fits = name.len() <= LONGEST_LABEL && is_label(name);
    let reason = || {
        format!(
            "`{name}` is not a namespace: use lower-case letters, digits and inner dashes, 63 at most"
        )
    };
    fits.then(|| name.to_owned()).ok_or_else(reason)
}

fn is_label(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// A path.
pub(crate) struct Path;

impl Codec for Path {
    type Value = PathBuf;

    fn accepts() -> String {
        "a path".to_owned()
    }

    fn read(input: &Value) -> Result<PathBuf, String> {
        match text(input)? {
            "" => Err("empty".to_owned()),
            path => Ok(path.into()),
        }
    }

    fn write(value: &PathBuf) -> Value {
        // Every path here was read from text.
        Value::String(value.to_string_lossy().into_owned())
    }
}

/// A path, or none.
pub(crate) struct OptionalPath;

impl Codec for OptionalPath {
    type Value = Option<PathBuf>;

    fn accepts() -> String {
        "a path, or null".to_owned()
    }

    fn read(input: &Value) -> Result<Option<PathBuf>, String> {
        if is_none(input) {
            Ok(None)
        } else {
            Path::read(input).map(Some)
        }
    }

    fn write(value: &Option<PathBuf>) -> Value {
        value.as_ref().map_or(Value::Null, Path::write)
    }
}

/// The dotted path of a field, such as `spec.version`.
pub(crate) struct FieldPath;

impl Codec for FieldPath {
    type Value = String;

    fn accepts() -> String {
        "the dotted path of a field, such as spec.version".to_owned()
    }

    fn read(input: &Value) -> Result<String, String> {
        let path = text(input)?;
        let whole = path.split('.').all(|part| !part.is_empty());
        if whole {
            Ok(path.to_owned())
        } else {
            Err("a part of the path is empty".to_owned())
        }
    }

    fn write(value: &String) -> Value {
        Text::write(value)
    }
}

/// A path with placeholders in braces, or none; a brace itself is written twice.
pub(crate) struct Template;

impl Codec for Template {
    type Value = Option<String>;

    fn accepts() -> String {
        "a path with placeholders such as {version}, {kind}, {apiVersion}, {namespace} and {name}, or null".to_owned()
    }

    fn read(input: &Value) -> Result<Option<String>, String> {
        let Some(template) = OptionalText::read(input)? else {
            return Ok(None);
        };
        let plain = template.replace("{{", "").replace("}}", "");
        let mut parts = plain.split('{');
        let lone = || "a brace without its partner".to_owned();
        if parts.next().is_some_and(|start| start.contains('}')) {
            return Err(lone());
        }
        for part in parts {
            match part.split_once('}') {
                Some(("", _)) => return Err("a placeholder without a name".to_owned()),
                Some((_, rest)) if !rest.contains('}') => {}
                _ => return Err(lone()),
            }
        }
        Ok(Some(template))
    }

    fn write(value: &Option<String>) -> Value {
        OptionalText::write(value)
    }
}
