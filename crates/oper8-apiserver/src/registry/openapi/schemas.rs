//! The schemas that a document refers to, those they refer to, and so on.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::custom;
use crate::registry::{Catalog, Resource};

/// Where schemas of built-in kinds are in a document.
const PLACE: &str = "#/components/schemas/";

/// The key under which a schema tells the kinds that have it.
const KINDS: &str = "x-kubernetes-group-version-kind";

pub(super) const DELETE_OPTIONS: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
pub(super) const PATCH: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";
pub(super) const STATUS: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
pub(super) const WATCH_EVENT: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent";

/// A reference to the schema of that name.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("{PLACE}{name}")})
}

/// The name of a built-in kind's schema.
pub(super) fn name_of(group: &str, version: &str, kind: &str) -> String {
    let key = (group.to_owned(), version.to_owned(), kind.to_owned());
    let found = oper8_schema::openapi::name_of(group, version, kind);
    found.map_or_else(|| custom::name(&key.0, &key.1, &key.2), str::to_owned)
}

/// The name of a resource's schema.
pub(super) fn name_of_resource(resource: &Resource) -> String {
    name_of(resource.group(), &resource.version, &resource.kind)
}

/// The name of the schema of its lists.
pub(super) fn name_of_list(resource: &Resource) -> String {
    name_of(resource.group(), &resource.version, &resource.list_kind)
}

/// All schemas that `paths` needs, by name. `only` is the version whose own kinds alone are told of shared types.
pub(super) fn needed(
    catalog: &Catalog,
    paths: &Map<String, Value>,
    only: Option<(&str, &str)>,
) -> Map<String, Value> {
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    let mut open = Vec::new();
    for item in paths.values() {
        collect(item, &mut open);
    }
    let customs = custom::schemas(catalog, only);
    while let Some(name) = open.pop() {
        if found.contains_key(&name) {
            continue;
        }
        let schema = customs.get(&name).cloned();
        let Some(mut schema) = schema.or_else(|| oper8_schema::openapi::schema(&name)) else {
            continue;
        };
        if let Some(only) = only.filter(|_| name == DELETE_OPTIONS || name == WATCH_EVENT) {
            keep_kinds(&mut schema, catalog, only);
        }
        collect(&schema, &mut open);
        found.insert(name, schema);
    }
    found.into_iter().collect()
}

/// Types of all groups name, in the document of one version, the core group and that version alone.
fn keep_kinds(schema: &mut Value, catalog: &Catalog, (group, version): (&str, &str)) {
    if !catalog.is_built_in(group) {
        return;
    }
    if let Some(kinds) = schema.get_mut(KINDS).and_then(Value::as_array_mut) {
        kinds.retain(|kind| {
            kind["group"] == "" || (kind["group"] == group && kind["version"] == version)
        });
    }
}

/// The names that a value refers to.
fn collect(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str().filter(|_| key == "$ref") {
                    Some(place) => names.extend(place.strip_prefix(PLACE).map(str::to_owned)),
                    None => collect(value, names),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}
