//! The types of the dump, each shape once: what the table holds.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Map, Value};

use super::wire::{Wire, WireField};

/// Metadata of every object; custom resources have it too, and their schemas do not say so.
const OBJECT_META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// Types of Kubernetes that are one value in JSON, with a meaning of their own.
const SCALARS: [(&str, &str); 5] = [
    ("io.k8s.apimachinery.pkg.api.resource.Quantity", "Quantity"),
    ("io.k8s.apimachinery.pkg.apis.meta.v1.Duration", "Duration"),
    (
        "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
        "MicroTime",
    ),
    ("io.k8s.apimachinery.pkg.apis.meta.v1.Time", "Time"),
    (
        "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
        "IntOrString",
    ),
];

/// Metadata of every list.
const LIST_META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

/// What a delete takes.
const DELETE_OPTIONS: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";

/// What a refusal answers.
const STATUS: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";

/// The schema of custom resources, of which JSON knows less than protobuf.
const JSON_SCHEMA: &str =
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

/// Types without a schema, which are a message of their own in protobuf: variants of `Free`.
const FREE: [(&str, &str); 7] = [
    (
        "apiextensions.v1.CustomResourceSubresourceStatus",
        "Nothing",
    ),
    ("apiextensions.v1.JSON", "Raw"),
    ("apiextensions.v1.JSONSchemaPropsOrArray", "SchemaOrSchemas"),
    ("apiextensions.v1.JSONSchemaPropsOrBool", "SchemaOrBool"),
    (
        "apiextensions.v1.JSONSchemaPropsOrStringArray",
        "SchemaOrTexts",
    ),
    ("meta.v1.FieldsV1", "Raw"),
    ("pkg.runtime.RawExtension", "Raw"),
];

/// Index of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(pub(super) u16);

/// One shape: a type, and how the field that has it is treated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    pub(super) what: What,
    pub(super) atomic: bool,
    pub(super) merge: bool,
    pub(super) retain_keys: bool,
    pub(super) preserve: bool,
    pub(super) embedded: bool,
    pub(super) replace: bool,
    /// An object is there even when nothing of it is set.
    pub(super) inline: bool,
    pub(super) merge_key: String,
    /// JSON text, empty without one.
    pub(super) default: String,
    pub(super) enums: Vec<String>,
    pub(super) format: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// Index of the object's fields.
    Object(u16),
    Map(NodeId),
    List(NodeId, Elements),
    /// A variant of `ScalarType`.
    Scalar(&'static str),
    /// A variant of `Free`.
    Untyped(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Elements {
    Atomic,
    Set,
    Keys(Vec<String>),
}

/// One field of an object.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) node: NodeId,
    pub(super) required: bool,
    /// Nothing for what protobuf has beside the object: its kind.
    pub(super) wire: Option<WireField>,
}

/// The finished table.
pub(super) struct Table {
    pub(super) nodes: Vec<Node>,
    /// The fields of each object, sorted by name.
    pub(super) objects: Vec<Vec<Field>>,
    /// Shapes that are known by name, and their names in the source.
    pub(super) known: Vec<(&'static str, NodeId)>,
}

/// Builds the table from what is asked for, so that it holds nothing else.
pub(super) struct Model<'a> {
    schemas: &'a Map<String, Value>,
    wire: Wire<'a>,
    nodes: Vec<Node>,
    ids: BTreeMap<Node, NodeId>,
    /// The schema of each object, in the order of their indices; those after `objects.len()` are still to be read.
    seen: Vec<(String, &'a Value)>,
    by_name: BTreeMap<String, u16>,
    objects: Vec<Vec<Field>>,
}

impl<'a> Model<'a> {
    pub(super) fn new(dump: &'a Value, wire: &'a Value) -> anyhow::Result<Self> {
        Ok(Self {
            schemas: dump["schemas"].as_object().context("no schemas")?,
            wire: Wire::new(wire),
            nodes: Vec::new(),
            ids: BTreeMap::new(),
            seen: Vec::new(),
            by_name: BTreeMap::new(),
            objects: Vec::new(),
        })
    }

    /// The shape of the schema `name`.
    pub(super) fn definition(&mut self, name: &str) -> anyhow::Result<NodeId> {
        let node = self.named(name)?;
        let id = self.intern(node)?;
        // Objects may hold themselves, so that each is read after it has its index.
        while let Some((name, schema)) = self.seen.get(self.objects.len()).cloned() {
            let fields = self.fields(&name, schema).context(name)?;
            self.objects.push(fields);
        }
        Ok(id)
    }

    pub(super) fn finish(mut self) -> anyhow::Result<Table> {
        let known = [
            ("OBJECT_META", OBJECT_META),
            ("LIST_META", LIST_META),
            ("DELETE_OPTIONS", DELETE_OPTIONS),
            ("STATUS", STATUS),
            ("JSON_SCHEMA", JSON_SCHEMA),
        ];
        let known: anyhow::Result<_> = known
            .into_iter()
            .map(|(name, schema)| Ok((name, self.definition(schema)?)))
            .collect();
        Ok(Table {
            known: known?,
            nodes: self.nodes,
            objects: self.objects,
        })
    }

    fn intern(&mut self, node: Node) -> anyhow::Result<NodeId> {
        if let Some(id) = self.ids.get(&node) {
            return Ok(*id);
        }
        let id = NodeId(u16::try_from(self.nodes.len()).context("more than 65535 shapes")?);
        self.nodes.push(node.clone());
        self.ids.insert(node, id);
        Ok(id)
    }

    fn named(&mut self, name: &str) -> anyhow::Result<Node> {
        let schema: &'a Value = self
            .schemas
            .get(name)
            .with_context(|| format!("no schema {name}"))?;
        let mut node = self.node(name, schema)?;
        if matches!(node.what, What::Untyped(_)) {
            let free = FREE.iter().find(|(own, _)| name.ends_with(own));
            if let Some((_, free)) = free {
                node.what = What::Untyped(free);
            }
        }
        if let Some((_, scalar)) = SCALARS.iter().find(|(own, _)| *own == name) {
            node.what = What::Scalar(scalar);
        }
        Ok(node)
    }

    /// The shape of a schema; `name` is that of the definition, or of the definition and field, that holds it.
    fn node(&mut self, name: &str, schema: &'a Value) -> anyhow::Result<Node> {
        let mut node = match reference(schema)? {
            Some(definition) => self.named(definition)?,
            None => bare(self.what(name, schema).with_context(|| name.to_owned())?),
        };
        let text = |key: &str| schema[key].as_str().unwrap_or_default().to_owned();
        let flag = |key: &str| schema[key].as_bool().unwrap_or_default();
        let strategy = text("x-kubernetes-patch-strategy");
        node.merge |= strategy.split(',').any(|part| part == "merge");
        node.retain_keys |= strategy.split(',').any(|part| part == "retainKeys");
        node.replace |= strategy.split(',').any(|part| part == "replace");
        node.atomic |= schema["x-kubernetes-map-type"] == "atomic";
        node.preserve |= flag("x-kubernetes-preserve-unknown-fields");
        node.embedded |= flag("x-kubernetes-embedded-resource");
        node.merge_key = text("x-kubernetes-patch-merge-key");
        if let Some(format) = schema["format"].as_str() {
            format.clone_into(&mut node.format);
        }
        // An object's default is `{}`: Go's way to say that it is no pointer.
        match &schema["default"] {
            Value::Null | Value::Array(_) => {}
            Value::Object(_) => node.inline = true,
            scalar => node.default = scalar.to_string(),
        }
        if schema["enum"].is_array() {
            node.enums = texts(schema, "enum");
        }
        Ok(node)
    }

    fn what(&mut self, name: &str, schema: &'a Value) -> anyhow::Result<What> {
        if schema["format"] == "int-or-string" {
            return Ok(What::Scalar("IntOrString"));
        }
        Ok(match schema["type"].as_str() {
            Some("object") => self.object_or_map(name, schema)?,
            Some("array") => {
                let items = self.node(name, &schema["items"])?;
                let items = self.intern(items)?;
                What::List(items, elements(schema)?)
            }
            Some("string") => What::Scalar(match schema["format"].as_str() {
                Some("byte") => "Bytes",
                Some("date-time") => "Time",
                _ => "String",
            }),
            Some("integer") => What::Scalar("Integer"),
            Some("number") => What::Scalar("Number"),
            Some("boolean") => What::Scalar("Boolean"),
            // Unions without a type of their own are free, or named in `SCALARS`.
            None => What::Untyped("Anything"),
            Some(other) => bail!("unknown type {other}"),
        })
    }

    fn object_or_map(&mut self, name: &str, schema: &'a Value) -> anyhow::Result<What> {
        let properties = schema["properties"].as_object();
        match (properties, schema.get("additionalProperties")) {
            (None, None) => Ok(What::Untyped("Anything")),
            (None, Some(values)) => {
                let values = self.node(name, values)?;
                Ok(What::Map(self.intern(values)?))
            }
            (Some(_), None) => {
                if let Some(&known) = self.by_name.get(name) {
                    return Ok(What::Object(known));
                }
                let index = u16::try_from(self.seen.len()).context("more than 65535 objects")?;
                self.seen.push((name.to_owned(), schema));
                self.by_name.insert(name.to_owned(), index);
                Ok(What::Object(index))
            }
            (Some(_), Some(_)) => bail!("fields and free keys in one object"),
        }
    }

    fn fields(&mut self, name: &str, schema: &'a Value) -> anyhow::Result<Vec<Field>> {
        let wire = self.wire.fields(name)?;
        let required = texts(schema, "required");
        let properties = schema["properties"].as_object().context("no fields")?;
        let mut fields = Vec::new();
        for (name, property) in properties {
            // Types within a field have no name; the fields of one object have distinct ones.
            let place = format!("{}.{name}", self.objects.len());
            let node = self.node(&place, property)?;
            let node = self.intern(node)?;
            let wire = wire.get(name).copied();
            ensure!(
                wire.is_some() || ["apiVersion", "kind"].contains(&name.as_str()),
                "{name} has no protobuf number"
            );
            fields.push(Field {
                name: name.clone(),
                node,
                required: required.contains(name),
                wire,
            });
        }
        fields.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(fields)
    }
}

fn bare(what: What) -> Node {
    Node {
        what,
        atomic: false,
        merge: false,
        retain_keys: false,
        preserve: false,
        embedded: false,
        replace: false,
        inline: false,
        merge_key: String::new(),
        default: String::new(),
        enums: Vec::new(),
        format: String::new(),
    }
}

/// The definition that a schema refers to, directly or as the only part of `allOf`.
fn reference(schema: &Value) -> anyhow::Result<Option<&str>> {
    let all = schema["allOf"].as_array();
    ensure!(all.is_none_or(|all| all.len() == 1), "allOf of many types");
    let holder = all.and_then(|all| all.first()).unwrap_or(schema);
    let path = holder["$ref"].as_str();
    Ok(path.map(|path| path.rsplit('/').next().unwrap_or(path)))
}

/// How elements are told apart. A server reads the patch strategy where there is no list type.
fn elements(schema: &Value) -> anyhow::Result<Elements> {
    let merged = schema["x-kubernetes-patch-strategy"]
        .as_str()
        .is_some_and(|strategy| strategy.split(',').any(|part| part == "merge"));
    let merge_key = schema["x-kubernetes-patch-merge-key"].as_str();
    Ok(match schema["x-kubernetes-list-type"].as_str() {
        Some("map") => Elements::Keys(texts(schema, "x-kubernetes-list-map-keys")),
        Some("set") => Elements::Set,
        Some("atomic") => Elements::Atomic,
        None if merged => merge_key.map_or(Elements::Set, |key| Elements::Keys(vec![key.into()])),
        None => Elements::Atomic,
        Some(other) => bail!("unknown list type {other}"),
    })
}

fn texts(schema: &Value, key: &str) -> Vec<String> {
    let values = schema[key].as_array().into_iter().flatten();
    values
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Go's side of the types below.
    fn wire() -> Value {
        let named = json!([["string", "name", 1]]);
        json!({"types": {
            OBJECT_META: named,
            LIST_META: named,
            DELETE_OPTIONS: named,
            STATUS: named,
            JSON_SCHEMA: named,
            "a.Tree": [["string", "name", 1], ["[]Tree", "children", 2], ["resource.Quantity", "size", 3]],
        }})
    }

    fn dump() -> Value {
        let named = json!({"type": "object", "properties": {"name": {"type": "string"}}});
        json!({"schemas": {
            OBJECT_META: named,
            LIST_META: named,
            DELETE_OPTIONS: named,
            STATUS: named,
            JSON_SCHEMA: named,
            "a.Tree": {"type": "object", "required": ["name"], "properties": {
                "name": {"type": "string", "default": ""},
                "children": {"type": "array", "items": {"default": {}, "allOf": [{"$ref": "#/components/schemas/a.Tree"}]},
                    "x-kubernetes-patch-strategy": "merge", "x-kubernetes-patch-merge-key": "name"},
                "size": {"$ref": "#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity"},
            }},
            "io.k8s.apimachinery.pkg.api.resource.Quantity": {"oneOf": [{"type": "string"}, {"type": "number"}]},
        }})
    }

    #[test]
    fn a_type_that_holds_itself_is_read_once() {
        let (dump, wire) = (dump(), wire());
        let mut model = Model::new(&dump, &wire).unwrap();
        let tree = model.definition("a.Tree").unwrap();
        let table = model.finish().unwrap();
        assert_eq!(
            table.objects.len(),
            6,
            "the tree and the types known by name"
        );
        let names: Vec<_> = table.objects[0]
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        assert_eq!(names, ["children", "name", "size"]);
        let children = &table.nodes[usize::from(table.objects[0][0].node.0)];
        let What::List(child, Elements::Keys(keys)) = &children.what else {
            panic!("children are a list by key, not {:?}", children.what);
        };
        assert_eq!(keys, &["name"]);
        // A place in a list has a default of its own; what is there is the tree.
        let what = |node: NodeId| &table.nodes[usize::from(node.0)].what;
        assert_eq!(what(*child), what(tree));
        let size = &table.nodes[usize::from(table.objects[0][2].node.0)];
        assert_eq!(size.what, What::Scalar("Quantity"));
    }

    #[test]
    fn what_the_table_cannot_say_is_an_error() {
        #[track_caller]
        fn check(schema: Value, expected: &str) {
            let dump = json!({"schemas": {"a": schema}});
            let wire = wire();
            let mut model = Model::new(&dump, &wire).unwrap();
            let error = model.definition("a").unwrap_err();
            assert!(format!("{error:#}").contains(expected), "{error:#}");
        }
        check(json!({"type": "tuple"}), "unknown type tuple");
        check(
            json!({"type": "array", "items": {}, "x-kubernetes-list-type": "bag"}),
            "unknown list type bag",
        );
        check(json!({"allOf": [{}, {}]}), "allOf of many types");
        check(json!({"$ref": "#/components/schemas/b"}), "no schema b");
        check(json!({"type": "object", "properties": {}}), "no Go type a");
    }
}
