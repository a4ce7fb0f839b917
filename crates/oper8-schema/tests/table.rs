//! The generated table says what the dump of the real server says.

#![expect(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    reason = "a broken dump or table is to fail the test"
)]

use std::collections::BTreeSet;
use std::io::Read as _;

use oper8_schema::shape::{ListType, ScalarType, Shape, ShapeKind};
use oper8_schema::{ResourceKind, kinds};
use serde_json::{Value, json};

fn dump() -> Value {
    let packed = include_bytes!("../data/kubernetes-1.36.json.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Follows references, and returns the schema with the name of its definition.
fn resolve<'a>(dump: &'a Value, schema: &'a Value) -> (&'a Value, Option<&'a str>) {
    let holder = schema.pointer("/allOf/0").unwrap_or(schema);
    match holder["$ref"].as_str() {
        Some(path) => {
            let name = path.rsplit('/').next().unwrap();
            (&dump["schemas"][name], Some(name))
        }
        None => (schema, None),
    }
}

fn kind_of(schema: &Value, name: Option<&str>) -> ShapeKind {
    let is = |tail: &str| name.is_some_and(|name| name.ends_with(tail));
    if is(".Quantity") {
        return ShapeKind::Scalar(ScalarType::Quantity);
    }
    if is(".MicroTime") {
        return ShapeKind::Scalar(ScalarType::MicroTime);
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (_, Some("int-or-string")) => ShapeKind::Scalar(ScalarType::IntOrString),
        (Some("object"), _) if schema["properties"].is_object() => ShapeKind::Object,
        (Some("object"), _) if schema["additionalProperties"].is_object() => ShapeKind::Map,
        (Some("array"), _) => ShapeKind::List,
        (Some("string"), Some("byte")) => ShapeKind::Scalar(ScalarType::Bytes),
        (Some("string"), Some("date-time")) => ShapeKind::Scalar(ScalarType::Time),
        (Some("string"), _) => ShapeKind::Scalar(ScalarType::String),
        (Some("integer"), _) => ShapeKind::Scalar(ScalarType::Integer),
        (Some("number"), _) => ShapeKind::Scalar(ScalarType::Number),
        (Some("boolean"), _) => ShapeKind::Scalar(ScalarType::Boolean),
        _ => ShapeKind::Untyped,
    }
}

struct Walk<'a> {
    dump: &'a Value,
    seen: BTreeSet<&'a str>,
    fields: usize,
    keyed: usize,
}

impl<'a> Walk<'a> {
    fn compare(&mut self, schema: &'a Value, shape: Shape<'static>, path: &str) {
        let (target, name) = resolve(self.dump, schema);
        let kind = kind_of(target, name);
        assert_eq!(shape.kind(), kind, "{path}");
        self.compare_usage(schema, target, shape, path);
        match kind {
            ShapeKind::Object => self.compare_object(target, name, shape, path),
            ShapeKind::Map => {
                let values = shape.field("any key").unwrap();
                self.compare(
                    &target["additionalProperties"],
                    values,
                    &format!("{path}.*"),
                );
            }
            ShapeKind::List => self.compare(
                &target["items"],
                shape.items().unwrap(),
                &format!("{path}[]"),
            ),
            ShapeKind::Scalar(_) | ShapeKind::Untyped => {}
        }
    }

    fn compare_usage(&mut self, schema: &Value, target: &Value, shape: Shape<'static>, path: &str) {
        let text = |key: &str| schema[key].as_str().unwrap_or_default();
        let strategy = shape.patch_strategy();
        let strategies = [
            (strategy.merge, "merge"),
            (strategy.retain_keys, "retainKeys"),
            (strategy.replace, "replace"),
        ];
        let named: BTreeSet<_> = text("x-kubernetes-patch-strategy")
            .split(',')
            .filter(|name| !name.is_empty())
            .collect();
        let found: BTreeSet<_> = strategies
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, name)| *name)
            .collect();
        assert_eq!(found, named, "{path}");
        assert_eq!(
            shape.patch_merge_key().unwrap_or_default(),
            text("x-kubernetes-patch-merge-key"),
            "{path}"
        );
        let atomic = [schema, target]
            .iter()
            .any(|schema| schema["x-kubernetes-map-type"] == "atomic");
        if shape.kind() != ShapeKind::List {
            // What has no type is one value to the server, which the schema does not say.
            let untyped = shape.kind() == ShapeKind::Untyped;
            assert_eq!(shape.is_atomic(), atomic || untyped, "{path}");
        }
        match shape.list_type() {
            ListType::Map { keys } => {
                self.keyed += 1;
                assert_eq!(json!(keys), schema["x-kubernetes-list-map-keys"], "{path}");
                let items = shape.items().unwrap();
                assert!(
                    keys.iter().all(|key| items.field(key).is_some()),
                    "{path}: {keys:?} are fields"
                );
            }
            ListType::Set => assert_eq!(text("x-kubernetes-list-type"), "set", "{path}"),
            ListType::Atomic => assert!(
                ["", "atomic"].contains(&text("x-kubernetes-list-type")),
                "{path}"
            ),
        }
        if schema["default"].is_string()
            || schema["default"].is_number()
            || schema["default"].is_boolean()
        {
            assert_eq!(
                shape.default_value().as_ref(),
                Some(&schema["default"]),
                "{path}"
            );
        }
        if let Some(values) = schema["enum"].as_array() {
            assert_eq!(
                json!(shape.enum_values().collect::<Vec<_>>()),
                json!(values),
                "{path}"
            );
        }
    }

    fn compare_object(
        &mut self,
        target: &'a Value,
        name: Option<&'a str>,
        shape: Shape<'static>,
        path: &str,
    ) {
        if !self.seen.insert(name.unwrap_or_default()) {
            return;
        }
        let properties = target["properties"].as_object().unwrap();
        let mut named: Vec<_> = properties.keys().map(String::as_str).collect();
        named.sort_unstable();
        let found: Vec<_> = shape.fields().map(|(name, _)| name).collect();
        assert_eq!(found, named, "{path}");
        let required: BTreeSet<_> = target["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(
            shape.required().collect::<BTreeSet<_>>(),
            required,
            "{path}"
        );
        assert!(shape.field("noSuchField").is_none(), "{path}");
        for (field, schema) in properties {
            self.fields += 1;
            self.compare(
                schema,
                shape.field(field).unwrap(),
                &format!("{path}.{field}"),
            );
        }
    }
}

fn schema_of<'a>(
    dump: &'a Value,
    group: &str,
    version: &str,
    kind: &str,
) -> Option<(&'a str, &'a Value)> {
    let wanted = json!({"group": group, "version": version, "kind": kind});
    let schemas = dump["schemas"].as_object().unwrap();
    let mut found = schemas.iter().filter(|(_, schema)| {
        let kinds = schema["x-kubernetes-group-version-kind"].as_array();
        kinds.is_some_and(|kinds| kinds.contains(&wanted))
    });
    found.next().map(|(name, schema)| (name.as_str(), schema))
}

#[test]
fn every_field_of_every_kind_is_as_the_server_describes_it() {
    let dump = dump();
    let mut walk = Walk {
        dump: &dump,
        seen: BTreeSet::new(),
        fields: 0,
        keyed: 0,
    };
    let parts = kinds::all().iter().flat_map(|kind| kind.subresources);
    let parts = parts.map(|part| (part.group, part.version, part.kind, part.shape()));
    let roots = kinds::all()
        .iter()
        .map(|kind| (kind.group, kind.version, kind.kind, kind.shape()));
    for (group, version, kind, shape) in roots.chain(parts) {
        match schema_of(&dump, group, version, kind) {
            Some((name, schema)) => walk.compare_object(schema, Some(name), shape, kind),
            None => assert_eq!(shape.kind(), ShapeKind::Untyped, "{kind} is a connection"),
        }
    }
    assert!(
        walk.fields > 1500 && walk.keyed > 50,
        "{} fields, {} keyed lists",
        walk.fields,
        walk.keyed
    );
}

#[test]
fn every_resource_is_as_discovery_names_it() {
    let dump = dump();
    let mut all = kinds::all().iter();
    for group in dump["groups"].as_array().unwrap() {
        let known = kinds::groups()
            .iter()
            .find(|known| known.name == group["name"])
            .unwrap();
        assert_eq!(known.preferred_version, group["preferredVersion"]);
        for version in group["versions"].as_array().unwrap() {
            let resources = version["resources"].as_array().unwrap();
            let (parts, own): (Vec<_>, Vec<_>) = resources
                .iter()
                .partition(|entry| entry["name"].as_str().unwrap().contains('/'));
            for entry in own {
                let kind = all.next().unwrap();
                assert_eq!(
                    json!([kind.group, kind.version]),
                    json!([group["name"], version["version"]])
                );
                compare_resource(kind, entry, &parts);
            }
        }
    }
    assert!(all.next().is_none());
}

fn compare_resource(kind: &ResourceKind, entry: &Value, parts: &[&Value]) {
    let found = json!({"name": kind.plural, "singularName": kind.singular, "kind": kind.kind,
        "namespaced": kind.namespaced, "verbs": kind.verbs});
    for (key, value) in found.as_object().unwrap() {
        assert_eq!(value, &entry[key], "{key} of {}", kind.kind);
    }
    assert_eq!(
        json!(kind.short_names),
        entry.get("shortNames").cloned().unwrap_or(json!([]))
    );
    assert_eq!(
        json!(kind.categories),
        entry.get("categories").cloned().unwrap_or(json!([]))
    );
    assert_eq!(
        kind.list_kind.is_some(),
        kind.allows("list"),
        "{} has a list",
        kind.kind
    );
    let own = format!("{}/", kind.plural);
    let parts: Vec<_> = parts
        .iter()
        .filter(|part| part["name"].as_str().unwrap().starts_with(&own))
        .collect();
    assert_eq!(
        kind.subresources.len(),
        parts.len(),
        "parts of {}",
        kind.kind
    );
    for part in parts {
        let name = part["name"].as_str().unwrap().trim_start_matches(&own);
        let found = kind.subresource(name).unwrap();
        assert_eq!(
            json!([found.kind, found.verbs]),
            json!([part["kind"], part["verbs"]]),
            "{name} of {}",
            kind.kind
        );
        let version = part["version"].as_str().unwrap_or(kind.version);
        assert_eq!(found.version, version, "{name} of {}", kind.kind);
    }
}

#[test]
fn kinds_are_found_by_name_plural_and_object() {
    for kind in kinds::all() {
        assert!(std::ptr::eq(
            kinds::find(kind.group, kind.version, kind.kind).unwrap(),
            kind
        ));
        assert!(std::ptr::eq(
            kinds::find_plural(kind.group, kind.version, kind.plural).unwrap(),
            kind
        ));
        assert!(std::ptr::eq(
            kinds::find_object(&kind.api_version(), kind.kind).unwrap(),
            kind
        ));
    }
    assert!(kinds::find("apps", "v1beta1", "Deployment").is_none());
    assert!(kinds::find("", "v1", "pods").is_none());
}

#[test]
fn a_port_is_known_by_number_and_protocol_and_the_protocol_has_a_default() {
    let pod = kinds::find("", "v1", "Pod").unwrap().shape();
    let containers = pod
        .field("spec")
        .and_then(|spec| spec.field("containers"))
        .unwrap();
    let ports = containers
        .items()
        .and_then(|container| container.field("ports"))
        .unwrap();
    assert_eq!(
        ports.list_type(),
        ListType::Map {
            keys: vec!["containerPort", "protocol"]
        }
    );
    assert_eq!(ports.key_default("protocol"), Some(json!("TCP")));
    assert_eq!(ports.patch_merge_key(), Some("containerPort"));
}
