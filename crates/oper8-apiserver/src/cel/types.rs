//! The types of expressions.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::values::escape;
use crate::custom::schema::{Additional, Node};

/// What is known of a value before there is one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    /// Anything: told only when the expression runs.
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    List(Arc<Self>),
    /// By texts.
    Map(Arc<Self>),
    /// An object whose fields are known, under the names that expressions use.
    Object(Arc<BTreeMap<String, Self>>),
    Optional(Arc<Self>),
    /// A type itself, as `type(x)` answers it.
    Kind,
    /// Something that only functions look into: a quantity, an address.
    Opaque(&'static str),
}

impl Type {
    /// An object of fields.
    pub(crate) fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let fields = fields.into_iter();
        Self::Object(Arc::new(
            fields.map(|(name, kind)| (name.to_owned(), kind)).collect(),
        ))
    }

    pub(crate) fn list(items: Self) -> Self {
        Self::List(Arc::new(items))
    }

    pub(crate) fn optional(inner: Self) -> Self {
        Self::Optional(Arc::new(inner))
    }

    /// What a schema says of a value; `None` where it says too little to look into it.
    pub(crate) fn of(node: &Node, root: bool) -> Option<Self> {
        if node.int_or_string {
            return Some(Self::Dyn);
        }
        Some(match node.kind.as_str() {
            "boolean" => Self::Bool,
            "integer" => Self::Int,
            "number" => Self::Double,
            "string" => match node.format.as_str() {
                "byte" => Self::Bytes,
                "date" | "date-time" => Self::Timestamp,
                "duration" => Self::Duration,
                _ => Self::String,
            },
            "array" => Self::list(Self::of(node.items.as_deref()?, false)?),
            "object" => match &node.additional {
                Additional::Values(values) => Self::Map(Arc::new(Self::of(values, false)?)),
                Additional::Any => Self::Map(Arc::new(Self::Dyn)),
                Additional::None => Self::of_fields(node, root || node.embedded),
            },
            _ => return None,
        })
    }

    fn of_fields(node: &Node, resource: bool) -> Self {
        let mut fields: BTreeMap<String, Self> = node
            .properties
            .iter()
            .filter_map(|(name, inner)| Some((escape(name), Self::of(inner, false)?)))
            .collect();
        if resource {
            let names = [("generateName", Self::String), ("name", Self::String)];
            fields.insert("apiVersion".into(), Self::String);
            fields.insert("kind".into(), Self::String);
            fields.insert("metadata".into(), Self::object(names));
        }
        Self::Object(Arc::new(fields))
    }

    /// Whether a value of one may take the place of the other.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dyn, _) | (_, Self::Dyn) => true,
            // An absent message is null to CEL.
            (Self::Null, other) | (other, Self::Null) => !matches!(
                other,
                Self::Bool | Self::Int | Self::Uint | Self::Double | Self::String | Self::Bytes
            ),
            (Self::List(one), Self::List(other))
            | (Self::Map(one), Self::Map(other))
            | (Self::Optional(one), Self::Optional(other)) => one.agrees(other),
            (Self::Map(_), Self::Object(_)) | (Self::Object(_), Self::Map(_)) => false,
            (Self::Object(_), Self::Object(_)) => true,
            (one, other) => one == other,
        }
    }

    /// What both are, or anything.
    pub(super) fn join(self, other: Self) -> Self {
        if self == other { self } else { Self::Dyn }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dyn => "dyn",
            Self::Null => "null",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Uint => "uint",
            Self::Double => "double",
            Self::String => "string",
            Self::Bytes => "bytes",
            Self::Timestamp => "timestamp",
            Self::Duration => "duration",
            Self::List(items) => return write!(f, "list({items})"),
            Self::Map(values) => return write!(f, "map(string, {values})"),
            Self::Optional(inner) => return write!(f, "optional_type({inner})"),
            Self::Object(_) => "object",
            Self::Kind => "type",
            Self::Opaque(name) => name,
        })
    }
}
