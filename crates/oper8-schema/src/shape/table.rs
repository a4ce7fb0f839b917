//! Shapes of the built-in kinds, read from the generated table.

use serde_json::Value;

use super::{ListType, PatchStrategy, Repr, ScalarType, Shape, ShapeKind};
use crate::generated::{
    DELETE_OPTIONS, FIELDS, JSON_SCHEMA, LIST_META, LISTS, NODES, OBJECT_ENDS, OBJECT_META, STATUS,
    TEXT, TEXT_ENDS,
};

/// One shape of the table. Numbers are indices of it; text and list 0 are empty.
#[derive(Debug)]
pub(crate) struct Node {
    what: What,
    flags: u8,
    merge_key: u16,
    default: u16,
    enums: u16,
    format: u16,
}

/// The type of a node.
#[derive(Debug)]
pub(crate) enum What {
    Object(u16),
    Map(u16),
    List(u16, Elements),
    Scalar(ScalarType),
    Untyped(Free),
}

/// What is known of a value without a type: how protobuf has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Free {
    /// Nothing; it never goes over the wire.
    Anything,
    /// An object without fields.
    Nothing,
    /// JSON in a message.
    Raw,
    /// A schema, or whether anything goes.
    SchemaOrBool,
    /// A schema, or a list of them.
    SchemaOrSchemas,
    /// A schema, or a list of names.
    SchemaOrTexts,
}

/// How elements of a list are told apart.
#[derive(Debug)]
pub(crate) enum Elements {
    Atomic,
    Set,
    Keys(u16),
}

/// A field of an object.
#[derive(Debug)]
pub(crate) struct Field {
    name: u16,
    node: u16,
    flags: u8,
    path: u32,
}

// The order of these bits is known to the generator.
const ATOMIC: u8 = 1;
const MERGE: u8 = 1 << 1;
const RETAIN_KEYS: u8 = 1 << 2;
const PRESERVE: u8 = 1 << 3;
const EMBEDDED: u8 = 1 << 4;
const REPLACE: u8 = 1 << 5;
const INLINE: u8 = 1 << 6;

// So is that of the bits of a field.
const REQUIRED: u8 = 1;
const OMITTED: u8 = 1 << 1;
const WRAPPED: u8 = 1 << 2;
const WRITTEN: u8 = 1 << 3;
const POINTER: u8 = 1 << 4;

/// Makes a node; short, since the table has hundreds.
pub(crate) const fn n(
    what: What,
    flags: u8,
    merge_key: u16,
    default: u16,
    enums: u16,
    format: u16,
) -> Node {
    Node {
        what,
        flags,
        merge_key,
        default,
        enums,
        format,
    }
}

/// Makes a field; short, since the table has thousands.
pub(crate) const fn f(name: u16, node: u16, flags: u8, path: u32) -> Field {
    Field {
        name,
        node,
        flags,
        path,
    }
}

/// The shape with this index.
pub(crate) fn shape(node: u16) -> Shape<'static> {
    let node = NODES.get(usize::from(node));
    Shape(node.map_or(Repr::Untyped, Repr::Builtin))
}

/// The shape of every object's `metadata`.
pub(crate) fn object_meta() -> Shape<'static> {
    shape(OBJECT_META)
}

/// The shape of every list's `metadata`.
pub(crate) fn list_meta() -> Shape<'static> {
    shape(LIST_META)
}

/// The shape of what a delete takes.
pub(crate) fn delete_options() -> Shape<'static> {
    shape(DELETE_OPTIONS)
}

/// The shape of a refusal.
pub(crate) fn status() -> Shape<'static> {
    shape(STATUS)
}

/// The shape of the schema of a custom resource.
pub(crate) fn json_schema() -> Shape<'static> {
    shape(JSON_SCHEMA)
}

impl Field {
    fn is_required(&self) -> bool {
        self.flags & REQUIRED != 0
    }

    /// Whether Go leaves it out when it is zero.
    pub(crate) fn is_omitted(&self) -> bool {
        self.flags & OMITTED != 0
    }

    /// Whether Go writes it when nothing is set. What Go has no tags of is known by the schema alone.
    fn is_written(&self) -> bool {
        match self.path {
            0 => self.is_required(),
            _ => self.flags & WRITTEN != 0,
        }
    }

    fn is_pointer(&self) -> bool {
        self.flags & POINTER != 0
    }

    /// Whether protobuf has its list in a message of its own.
    pub(crate) fn is_wrapped(&self) -> bool {
        self.flags & WRAPPED != 0
    }

    pub(crate) fn name(&self) -> &'static str {
        text(self.name)
    }

    pub(crate) fn shape(&self) -> Shape<'static> {
        shape(self.node)
    }

    /// Its number in protobuf in the highest byte, or those of the messages on the way to it and then its own; 0 for
    /// what protobuf has beside the object.
    pub(crate) fn path(&self) -> u32 {
        self.path
    }
}

impl Node {
    fn flag(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Its fields, if it is an object.
    pub(crate) fn object(&self) -> &'static [Field] {
        match self.what {
            What::Object(object) => {
                let end = |index: usize| usize::from(OBJECT_ENDS[index]);
                let index = usize::from(object);
                &FIELDS[index.checked_sub(1).map_or(0, end)..end(index)]
            }
            What::Map(_) | What::List(..) | What::Scalar(_) | What::Untyped(_) => &[],
        }
    }

    pub(super) fn kind(&self) -> ShapeKind {
        match self.what {
            What::Object(_) => ShapeKind::Object,
            What::Map(_) => ShapeKind::Map,
            What::List(..) => ShapeKind::List,
            What::Scalar(scalar) => ShapeKind::Scalar(scalar),
            What::Untyped(_) => ShapeKind::Untyped,
        }
    }

    pub(super) fn field(&self, name: &str) -> Option<Shape<'static>> {
        match self.what {
            What::Object(_) => {
                let fields = self.object();
                let found = fields.binary_search_by(|field| text(field.name).cmp(name));
                match found {
                    Ok(index) => Some(shape(fields[index].node)),
                    Err(_) => self.preserves_unknown_fields().then(Shape::untyped),
                }
            }
            What::Map(values) => Some(shape(values)),
            What::Untyped(_) => Some(Shape::untyped()),
            What::List(..) | What::Scalar(_) => None,
        }
    }

    pub(super) fn fields(&self) -> Vec<(&'static str, Shape<'static>)> {
        let fields = self.object().iter();
        fields
            .map(|field| (text(field.name), shape(field.node)))
            .collect()
    }

    pub(super) fn items(&self) -> Option<Shape<'static>> {
        match self.what {
            What::List(items, _) => Some(shape(items)),
            What::Untyped(_) => Some(Shape::untyped()),
            What::Object(_) | What::Map(_) | What::Scalar(_) => None,
        }
    }

    pub(super) fn list_type(&self) -> ListType<'static> {
        match self.what {
            What::List(_, Elements::Keys(keys)) => ListType::Map { keys: texts(keys) },
            What::List(_, Elements::Set) => ListType::Set,
            _ => ListType::Atomic,
        }
    }

    pub(super) fn default_value(&self) -> Option<Value> {
        serde_json::from_str(text(self.default)).ok()
    }

    pub(super) fn zero_value(&self) -> Value {
        match self.what {
            What::Object(_) => Value::Object(self.zero_fields().collect()),
            What::Map(_) | What::List(..) | What::Scalar(_) | What::Untyped(_) => {
                self.default_value().unwrap_or(Value::Null)
            }
        }
    }

    /// The fields that are there even when nothing is set; a pointer among them is `null`.
    fn zero_fields(&self) -> impl Iterator<Item = (String, Value)> {
        self.object().iter().filter_map(|field| {
            let node = NODES.get(usize::from(field.node))?;
            if !field.is_written() && !node.flag(INLINE) {
                return None;
            }
            let zero = match node.what {
                What::Object(_) if !node.flag(INLINE) => Value::Null,
                What::Scalar(ScalarType::String) if !field.is_pointer() => "".into(),
                // Zero may mean that a default is wanted, of which the schema does not tell.
                What::Scalar(_) if !field.is_required() => return None,
                _ => node.zero_value(),
            };
            Some((field.name().to_owned(), zero))
        })
    }

    pub(super) fn is_atomic(&self) -> bool {
        self.flag(ATOMIC)
            || matches!(
                self.what,
                What::List(_, Elements::Atomic) | What::Untyped(_)
            )
    }

    pub(super) fn omits_zero(&self, name: &str) -> bool {
        let fields = self.object();
        let found = fields.binary_search_by(|field| text(field.name).cmp(name));
        found.is_ok_and(|index| fields[index].is_omitted())
    }

    pub(super) fn required(&self) -> Vec<&'static str> {
        let fields = self.object().iter().filter(|field| field.is_required());
        fields.map(|field| text(field.name)).collect()
    }

    pub(super) fn enum_values(&self) -> Vec<&'static str> {
        texts(self.enums)
    }

    pub(super) fn format(&self) -> Option<&'static str> {
        Some(text(self.format)).filter(|format| !format.is_empty())
    }

    pub(super) fn patch_strategy(&self) -> PatchStrategy {
        PatchStrategy {
            merge: self.flag(MERGE),
            retain_keys: self.flag(RETAIN_KEYS),
            replace: self.flag(REPLACE),
        }
    }

    pub(super) fn patch_merge_key(&self) -> Option<&'static str> {
        Some(text(self.merge_key)).filter(|key| !key.is_empty())
    }

    pub(super) fn preserves_unknown_fields(&self) -> bool {
        self.flag(PRESERVE) || matches!(self.what, What::Untyped(_))
    }

    /// What is known of it if it has no type.
    pub(crate) fn free(&self) -> Free {
        match self.what {
            What::Untyped(free) => free,
            What::Object(_) | What::Map(_) | What::List(..) | What::Scalar(_) => Free::Anything,
        }
    }

    pub(super) fn is_embedded_resource(&self) -> bool {
        self.flag(EMBEDDED)
    }
}

fn text(index: u16) -> &'static str {
    let end = |index: usize| TEXT_ENDS[index] as usize;
    let index = usize::from(index);
    &TEXT[index.checked_sub(1).map_or(0, end)..end(index)]
}

fn texts(list: u16) -> Vec<&'static str> {
    let list = LISTS.get(usize::from(list)).copied().unwrap_or_default();
    list.iter().map(|index| text(*index)).collect()
}
