//! One view of a type: its fields, list type, defaults, whatever the source of that knowledge.

mod openapi;
pub(crate) mod table;

use serde_json::Value;

use self::openapi::Schema;

/// The type of one value of an object: a few words, cheap to copy.
///
/// There are three sources, seen through one set of methods: the generated table of the built-in kinds, the structural
/// OpenAPI v3 schema of a custom resource ([`Shape::custom_resource`], [`Shape::from_openapi`]), and nothing at all
/// ([`Shape::untyped`]), where everything is told from the value itself.
///
/// # Examples
///
/// ```
/// use oper8_schema::{ListType, Shape};
/// use serde_json::json;
///
/// let schema = json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {
///     "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
///               "items": {"type": "object", "properties": {"name": {"type": "string", "default": "http"}}}},
/// }}}});
/// let ports = Shape::custom_resource(&schema).field("spec").and_then(|spec| spec.field("ports")).unwrap();
/// assert_eq!(ports.list_type(), ListType::Map { keys: vec!["name"] });
/// assert_eq!(ports.key_default("name"), Some(json!("http")));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a>(Repr<'a>);

#[derive(Clone, Copy, Debug)]
enum Repr<'a> {
    Builtin(&'static table::Node),
    OpenApi(Schema<'a>),
    Untyped,
}

/// What a [`Shape`] describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// An object with named fields.
    Object,
    /// An object with free keys, whose values all have one type.
    Map,
    /// An array.
    List,
    /// A single value.
    Scalar(ScalarType),
    /// Anything; told from the value: objects are granular maps, arrays are atomic.
    Untyped,
}

/// The type of a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarType {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A whole number or text, such as a port by number or name.
    IntOrString,
    /// A quantity such as `500m` or `1Gi`; see [`crate::quantity`].
    Quantity,
    /// Bytes, as standard base64 text.
    Bytes,
    /// A moment to the second, RFC 3339: `2026-01-31T12:00:00Z`.
    Time,
    /// A moment to the microsecond, RFC 3339: `2026-01-31T12:00:00.000000Z`.
    MicroTime,
    /// A length of time as Go writes it: `1h2m3s`.
    Duration,
}

/// How the elements of a list are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListType<'a> {
    /// The list is one value and is replaced whole.
    Atomic,
    /// Every element is a scalar that occurs once.
    Set,
    /// Every element is an object, identified by the values of these fields.
    Map {
        /// Names of the key fields, in the schema's order; at least one.
        keys: Vec<&'a str>,
    },
}

/// How Kubernetes' strategic merge patch treats a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PatchStrategy {
    /// A list is merged: by its merge key if it has one, else as a set of scalars.
    pub merge: bool,
    /// A patch may name the keys of the object that stay (`$retainKeys`).
    pub retain_keys: bool,
    /// An object is replaced rather than merged.
    pub replace: bool,
}

impl<'a> Shape<'a> {
    /// The shape of a value of which nothing is known: objects are granular maps, arrays are atomic.
    #[must_use]
    pub const fn untyped() -> Self {
        Self(Repr::Untyped)
    }

    /// The shape of a value described by `schema`: a structural OpenAPI v3 schema, as in a CRD.
    #[must_use]
    pub fn from_openapi(schema: &'a Value) -> Self {
        Self(Repr::OpenApi(Schema::new(schema)))
    }

    /// The shape of a custom resource: `schema` is `openAPIV3Schema` of a version of its CRD.
    ///
    /// As on a server `apiVersion`, `kind` and `metadata` are there whatever the schema says of them.
    #[must_use]
    pub fn custom_resource(schema: &'a Value) -> Self {
        Self(Repr::OpenApi(Schema::resource(schema)))
    }

    /// The shape of `metadata` of every object.
    #[must_use]
    pub fn object_meta() -> Shape<'static> {
        table::object_meta()
    }

    /// The shape of `metadata` of every list.
    #[must_use]
    pub fn list_meta() -> Shape<'static> {
        table::list_meta()
    }

    /// The shape of `DeleteOptions`, which a delete takes.
    #[must_use]
    pub fn delete_options() -> Shape<'static> {
        table::delete_options()
    }

    /// The shape of `Status`, which a refusal answers.
    #[must_use]
    pub fn status() -> Shape<'static> {
        table::status()
    }

    /// Whether this is a type of the built-in kinds, which a server decodes rather than keeps as it came.
    #[must_use]
    pub fn is_builtin(&self) -> bool {
        matches!(self.0, Repr::Builtin(_))
    }

    /// Its place in the table, if it is built in.
    pub(crate) fn node(&self) -> Option<&'static table::Node> {
        match self.0 {
            Repr::Builtin(node) => Some(node),
            Repr::OpenApi(_) | Repr::Untyped => None,
        }
    }

    /// What this is.
    #[must_use]
    pub fn kind(&self) -> ShapeKind {
        match self.0 {
            Repr::Builtin(node) => node.kind(),
            Repr::OpenApi(schema) => schema.kind(),
            Repr::Untyped => ShapeKind::Untyped,
        }
    }

    /// The shape of the field `name`, or of the value under the key `name` of a map.
    ///
    /// `None` for a field that the type does not have. What an object preserves beyond its fields is untyped.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Self> {
        match self.0 {
            Repr::Builtin(node) => node.field(name),
            Repr::OpenApi(schema) => schema.field(name),
            Repr::Untyped => Some(Self::untyped()),
        }
    }

    /// The named fields of an object and their shapes, sorted by name for built-in kinds; none for a map.
    pub fn fields(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let fields: Vec<_> = match self.0 {
            Repr::Builtin(node) => node.fields(),
            Repr::OpenApi(schema) => schema.fields(),
            Repr::Untyped => Vec::new(),
        };
        fields.into_iter()
    }

    /// The shape of a list's elements; `None` for what is no list.
    #[must_use]
    pub fn items(&self) -> Option<Self> {
        match self.0 {
            Repr::Builtin(node) => node.items(),
            Repr::OpenApi(schema) => schema.items(),
            Repr::Untyped => Some(Self::untyped()),
        }
    }

    /// How a list's elements are told apart; [`ListType::Atomic`] for what is no list.
    ///
    /// A list without a list type that strategic merge merges counts as keyed by its merge key, or as a set without
    /// one: the server reads its own kinds so.
    #[must_use]
    pub fn list_type(&self) -> ListType<'a> {
        match self.0 {
            Repr::Builtin(node) => node.list_type(),
            Repr::OpenApi(schema) => schema.list_type(),
            Repr::Untyped => ListType::Atomic,
        }
    }

    /// The default of field `key` of a list's elements, which completes the key of an element that leaves it out.
    ///
    /// `protocol` of a container's `ports` has `"TCP"`. For built-in kinds a required key has the empty text or zero,
    /// as on the server.
    #[must_use]
    pub fn key_default(&self, key: &str) -> Option<Value> {
        self.items()?.field(key)?.default_value()
    }

    /// The value that this takes when it is absent.
    #[must_use]
    pub fn default_value(&self) -> Option<Value> {
        match self.0 {
            Repr::Builtin(node) => node.default_value(),
            Repr::OpenApi(schema) => schema.default_value(),
            Repr::Untyped => None,
        }
    }

    /// What an object of a built-in kind has when nothing is set: `{}` for anything else.
    ///
    /// These are the parts that a server's own types always have, such as `spec.template.spec` of a Deployment; a part
    /// of which only the place is fixed, such as its `containers`, is `null`.
    #[must_use]
    pub fn zero_value(&self) -> Value {
        match self.0 {
            Repr::Builtin(node) => node.zero_value(),
            Repr::OpenApi(_) | Repr::Untyped => Value::Object(serde_json::Map::new()),
        }
    }

    /// Whether this is one value to field ownership: an atomic map or object, a list of type atomic, or what has no type in a
    /// built-in kind.
    #[must_use]
    pub fn is_atomic(&self) -> bool {
        match self.0 {
            Repr::Builtin(node) => node.is_atomic(),
            Repr::OpenApi(schema) => schema.is_atomic(),
            Repr::Untyped => false,
        }
    }

    /// Names of the fields that must be there.
    ///
    /// For built-in kinds these are the fields that a client always writes (not `omitempty` in Go), which the server
    /// need not insist on.
    pub fn required(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let names: Vec<_> = match self.0 {
            Repr::Builtin(node) => node.required(),
            Repr::OpenApi(schema) => schema.required(),
            Repr::Untyped => Vec::new(),
        };
        names.into_iter()
    }

    /// Whether a server leaves the field `name` of a built-in type out when it is empty text, zero or `false`: absent and
    /// zero are the same to it. A field that is a pointer in Go keeps its zero.
    #[must_use]
    pub fn omits_zero(&self, name: &str) -> bool {
        match self.0 {
            Repr::Builtin(node) => node.omits_zero(name),
            Repr::OpenApi(_) | Repr::Untyped => false,
        }
    }

    /// The texts that a scalar may have; empty when any will do.
    pub fn enum_values(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let values: Vec<_> = match self.0 {
            Repr::Builtin(node) => node.enum_values(),
            Repr::OpenApi(schema) => schema.enum_values(),
            Repr::Untyped => Vec::new(),
        };
        values.into_iter()
    }

    /// The format that the schema names: `int32`, `int64`, `double`, `date-time`, ...
    #[must_use]
    pub fn format(&self) -> Option<&'a str> {
        match self.0 {
            Repr::Builtin(node) => node.format(),
            Repr::OpenApi(schema) => schema.format(),
            Repr::Untyped => None,
        }
    }

    /// How strategic merge treats this field.
    #[must_use]
    pub fn patch_strategy(&self) -> PatchStrategy {
        match self.0 {
            Repr::Builtin(node) => node.patch_strategy(),
            Repr::OpenApi(schema) => schema.patch_strategy(),
            Repr::Untyped => PatchStrategy::default(),
        }
    }

    /// The field by which strategic merge tells the elements of this list apart.
    #[must_use]
    pub fn patch_merge_key(&self) -> Option<&'a str> {
        match self.0 {
            Repr::Builtin(node) => node.patch_merge_key(),
            Repr::OpenApi(schema) => schema.patch_merge_key(),
            Repr::Untyped => None,
        }
    }

    /// Whether fields that the type does not name are kept rather than dropped.
    #[must_use]
    pub fn preserves_unknown_fields(&self) -> bool {
        match self.0 {
            Repr::Builtin(node) => node.preserves_unknown_fields(),
            Repr::OpenApi(schema) => schema.preserves_unknown_fields(),
            Repr::Untyped => true,
        }
    }

    /// Whether this is a whole Kubernetes object inside another: with `apiVersion`, `kind` and `metadata`.
    #[must_use]
    pub fn is_embedded_resource(&self) -> bool {
        match self.0 {
            Repr::Builtin(node) => node.is_embedded_resource(),
            Repr::OpenApi(schema) => schema.is_embedded_resource(),
            Repr::Untyped => false,
        }
    }

    /// Whether this is a whole number or text.
    #[must_use]
    pub fn is_int_or_string(&self) -> bool {
        self.kind() == ShapeKind::Scalar(ScalarType::IntOrString)
    }

    /// Whether `null` is a value of this, rather than another way to say absent.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        match self.0 {
            Repr::Builtin(_) => false,
            Repr::OpenApi(schema) => schema.is_nullable(),
            Repr::Untyped => true,
        }
    }
}

#[cfg(test)]
mod tests;
