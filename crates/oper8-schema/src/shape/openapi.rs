//! Shapes read from a structural OpenAPI v3 schema.

use serde_json::{Map, Value};

use super::{ListType, PatchStrategy, Repr, ScalarType, Shape, ShapeKind};

/// A schema, and whether it is that of a whole Kubernetes object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schema<'a> {
    schema: &'a Value,
    resource: bool,
}

/// What every Kubernetes object has beside its own fields.
const ENVELOPE: [&str; 3] = ["apiVersion", "kind", "metadata"];

impl<'a> Schema<'a> {
    pub(super) fn new(schema: &'a Value) -> Self {
        let resource = flag(schema, "x-kubernetes-embedded-resource");
        Self { schema, resource }
    }

    pub(super) fn resource(schema: &'a Value) -> Self {
        Self {
            schema,
            resource: true,
        }
    }

    fn text(self, key: &str) -> Option<&'a str> {
        self.schema.get(key).and_then(Value::as_str)
    }

    fn texts(self, key: &str) -> Vec<&'a str> {
        let values = self.schema.get(key).and_then(Value::as_array);
        values
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    fn properties(self) -> Option<&'a Map<String, Value>> {
        self.schema.get("properties").and_then(Value::as_object)
    }

    fn additional(self) -> Option<&'a Value> {
        self.schema
            .get("additionalProperties")
            .filter(|value| **value != Value::Bool(false))
    }

    pub(super) fn kind(self) -> ShapeKind {
        if flag(self.schema, "x-kubernetes-int-or-string")
            || self.text("format") == Some("int-or-string")
        {
            return ShapeKind::Scalar(ScalarType::IntOrString);
        }
        match self.text("type") {
            Some("array") => ShapeKind::List,
            Some("object")
                if self.additional().is_some() && self.properties().is_none() && !self.resource =>
            {
                ShapeKind::Map
            }
            Some("object") => ShapeKind::Object,
            Some("string") => ShapeKind::Scalar(self.string_type()),
            Some("integer") => ShapeKind::Scalar(ScalarType::Integer),
            Some("number") => ShapeKind::Scalar(ScalarType::Number),
            Some("boolean") => ShapeKind::Scalar(ScalarType::Boolean),
            _ if self.resource || self.properties().is_some() => ShapeKind::Object,
            _ => ShapeKind::Untyped,
        }
    }

    fn string_type(self) -> ScalarType {
        match self.text("format") {
            Some("byte") => ScalarType::Bytes,
            Some("date-time") => ScalarType::Time,
            Some("duration") => ScalarType::Duration,
            _ => ScalarType::String,
        }
    }

    pub(super) fn field(self, name: &str) -> Option<Shape<'a>> {
        if self.resource && ENVELOPE.contains(&name) {
            return Some(self.envelope(name));
        }
        if let Some(property) = self
            .properties()
            .and_then(|properties| properties.get(name))
        {
            return Some(Shape::from_openapi(property));
        }
        match self.additional() {
            Some(Value::Bool(_)) => Some(Shape::untyped()),
            Some(schema) => Some(Shape::from_openapi(schema)),
            None if self.preserves_unknown_fields() => Some(Shape::untyped()),
            None => None,
        }
    }

    fn envelope(self, name: &str) -> Shape<'a> {
        match name {
            "metadata" => Shape::object_meta(),
            _ => Shape(Repr::OpenApi(Self::new(text_schema()))),
        }
    }

    pub(super) fn fields(self) -> Vec<(&'a str, Shape<'a>)> {
        let envelope = ENVELOPE
            .iter()
            .filter(|_| self.resource)
            .map(|name| (*name, self.envelope(name)));
        let own = self.properties().into_iter().flatten();
        let own = own.filter(|(name, _)| !self.resource || !ENVELOPE.contains(&name.as_str()));
        envelope
            .chain(own.map(|(name, schema)| (name.as_str(), Shape::from_openapi(schema))))
            .collect()
    }

    pub(super) fn items(self) -> Option<Shape<'a>> {
        let items = self.schema.get("items").map(Shape::from_openapi);
        items.or_else(|| {
            matches!(self.kind(), ShapeKind::List | ShapeKind::Untyped).then(Shape::untyped)
        })
    }

    pub(super) fn list_type(self) -> ListType<'a> {
        match self.text("x-kubernetes-list-type") {
            Some("map") => ListType::Map {
                keys: self.texts("x-kubernetes-list-map-keys"),
            },
            Some("set") => ListType::Set,
            _ => ListType::Atomic,
        }
    }

    pub(super) fn default_value(self) -> Option<Value> {
        self.schema.get("default").cloned()
    }

    pub(super) fn is_atomic(self) -> bool {
        match self.kind() {
            ShapeKind::Object | ShapeKind::Map => {
                self.text("x-kubernetes-map-type") == Some("atomic")
            }
            ShapeKind::List => self.list_type() == ListType::Atomic,
            ShapeKind::Scalar(_) | ShapeKind::Untyped => false,
        }
    }

    pub(super) fn required(self) -> Vec<&'a str> {
        self.texts("required")
    }

    pub(super) fn enum_values(self) -> Vec<&'a str> {
        self.texts("enum")
    }

    pub(super) fn format(self) -> Option<&'a str> {
        self.text("format")
    }

    pub(super) fn patch_strategy(self) -> PatchStrategy {
        let strategy = self.text("x-kubernetes-patch-strategy").unwrap_or_default();
        PatchStrategy {
            merge: strategy.split(',').any(|part| part == "merge"),
            retain_keys: strategy.split(',').any(|part| part == "retainKeys"),
            replace: strategy.split(',').any(|part| part == "replace"),
        }
    }

    pub(super) fn patch_merge_key(self) -> Option<&'a str> {
        self.text("x-kubernetes-patch-merge-key")
    }

    pub(super) fn preserves_unknown_fields(self) -> bool {
        flag(self.schema, "x-kubernetes-preserve-unknown-fields")
            || self.kind() == ShapeKind::Untyped
    }

    pub(super) fn is_embedded_resource(self) -> bool {
        flag(self.schema, "x-kubernetes-embedded-resource")
    }

    pub(super) fn is_nullable(self) -> bool {
        flag(self.schema, "nullable")
    }
}

fn flag(schema: &Value, key: &str) -> bool {
    schema.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// `{"type": "string"}`, for the text fields of every object.
fn text_schema() -> &'static Value {
    static TEXT: std::sync::LazyLock<Value> =
        std::sync::LazyLock::new(|| serde_json::json!({"type": "string"}));
    &TEXT
}
