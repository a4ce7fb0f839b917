//! YAML as a tree whose nodes know their lines.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use serde_saphyr::{Spanned, UserMessageFormatter};

use crate::ConfigError;

/// A node and its line, from 1; 0 when it is not known.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) line: u64,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Scalar(Value),
    List(Vec<Self>),
    /// In the order of the file; the line of an entry is that of its key.
    Map(Vec<(String, Node)>),
}

/// Reads `text`, the content of `file`: one mapping, or nothing.
pub(crate) fn parse(file: &str, text: &str) -> Result<Node, ConfigError> {
    // `off` is a log level before it is a boolean; the keys that are booleans read the other words of YAML 1.1.
    let options = serde_saphyr::options! { strict_booleans: true };
    let mut documents = serde_saphyr::from_multiple_with_options::<Content>(text, options)
        .map_err(|error| ConfigError::ParseFile {
            file: file.to_owned(),
            reason: error
                .without_snippet()
                .render_with_formatter(&UserMessageFormatter),
        })?;
    let not_a_mapping = |found: String| ConfigError::NotAMapping {
        file: file.to_owned(),
        found,
    };
    match (documents.len(), documents.pop()) {
        (0, _) | (_, None) => Ok(Node {
            line: 0,
            content: Content::Map(Vec::new()),
        }),
        (1, Some(content @ Content::Map(_))) => Ok(Node { line: 0, content }),
        (1, Some(Content::List(_))) => Err(not_a_mapping("a list".to_owned())),
        (1, Some(Content::Scalar(value))) => Err(not_a_mapping(format!("the value {value}"))),
        (count, _) => Err(not_a_mapping(format!("{count} documents"))),
    }
}

impl Node {
    /// The value without its lines.
    pub(crate) fn to_json(&self) -> Value {
        self.content.to_json()
    }

    /// A tree without lines.
    pub(crate) fn of_json(value: Value) -> Self {
        let content = match value {
            Value::Object(map) => Content::Map(
                map.into_iter()
                    .map(|(key, value)| (key, Self::of_json(value)))
                    .collect(),
            ),
            value => Content::Scalar(value),
        };
        Self { line: 0, content }
    }
}

impl Content {
    fn to_json(&self) -> Value {
        match self {
            Self::Scalar(value) => value.clone(),
            Self::List(entries) => entries.iter().map(Self::to_json).collect(),
            Self::Map(entries) => entries
                .iter()
                .map(|(key, node)| (key.clone(), node.to_json()))
                .collect(),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Content, E> {
        let number =
            Number::from_f64(value).ok_or_else(|| E::custom("a number that is not finite"))?;
        Ok(Content::Scalar(number.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Content, E> {
        Ok(Content::Scalar(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Content, E> {
        Ok(Content::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content, D::Error> {
        Content::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
        }
        Ok(Content::List(entries))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, content)) = map.next_entry::<Spanned<String>, Content>()? {
            entries.push((
                key.value,
                Node {
                    line: key.referenced.line(),
                    content,
                },
            ));
        }
        Ok(Content::Map(entries))
    }
}
