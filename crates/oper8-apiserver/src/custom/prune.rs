//! Pruning and defaulting by a structural schema.

use serde_json::{Map, Value};

use super::schema::{Additional, CustomSchema, Node};
use crate::path::Path;

const META: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Drops what the schema does not know and the nulls it does not allow, and adds its defaults; answers the paths of
/// what was dropped.
pub(super) fn prune(object: &mut Value, schema: &CustomSchema) -> Vec<String> {
    let mut unknown = Vec::new();
    let Some(fields) = object.as_object_mut() else {
        return unknown;
    };
    if !schema.preserve_unknown && !schema.root.preserve {
        let root = Path::root();
        fields.retain(|name, value| {
            let path = root.field(name);
            if META.contains(&name.as_str()) {
                return true;
            }
            match schema.root.property(name) {
                Some(node) => {
                    prune_value(value, node, &path, &mut unknown);
                    true
                }
                None if matches!(schema.root.additional, Additional::Any) => true,
                None => {
                    unknown.push(path.to_string());
                    false
                }
            }
        });
    }
    drop_nulls(fields, &schema.root);
    add_defaults(fields, &schema.root);
    unknown
}

/// Whether a value has what its schema does not know.
pub(super) fn would_prune(value: &Value, node: &Node) -> bool {
    let mut unknown = Vec::new();
    prune_value(&mut value.clone(), node, &Path::root(), &mut unknown);
    !unknown.is_empty()
}

fn prune_value(value: &mut Value, node: &Node, path: &Path<'_>, unknown: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.retain(|name, value| {
            let path = path.field(name);
            if node.embedded && META.contains(&name.as_str()) {
                return true;
            }
            match node.property(name) {
                Some(inner) => {
                    prune_value(value, inner, &path, unknown);
                    true
                }
                None if node.preserve || matches!(node.additional, Additional::Any) => true,
                None => {
                    unknown.push(path.to_string());
                    false
                }
            }
        }),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                if let Some(inner) = &node.items {
                    prune_value(item, inner, &path.index(index), unknown);
                }
            }
        }
        _ => {}
    }
}

/// A null where none is allowed means absent, unless there is a default to take its place.
fn drop_nulls(fields: &mut Map<String, Value>, node: &Node) {
    fields.retain(|name, value| {
        let Some(inner) = node.property(name) else {
            return true;
        };
        if value.is_null() && !inner.nullable && inner.default.is_none() {
            return false;
        }
        drop_nulls_below(value, inner);
        true
    });
}

fn drop_nulls_below(value: &mut Value, node: &Node) {
    match value {
        Value::Object(fields) => drop_nulls(fields, node),
        Value::Array(items) => {
            if let Some(inner) = &node.items {
                for item in items {
                    drop_nulls_below(item, inner);
                }
            }
        }
        _ => {}
    }
}

fn add_defaults(fields: &mut Map<String, Value>, node: &Node) {
    for (name, property) in &node.properties {
        let Some(default) = &property.default else {
            continue;
        };
        let missing = fields
            .get(name)
            .is_none_or(|value| value.is_null() && !property.nullable);
        if missing {
            fields.insert(name.clone(), default.clone());
        }
    }
    for (name, value) in fields.iter_mut() {
        if let Some(inner) = node.property(name) {
            default_below(value, inner);
        }
    }
}

fn default_below(value: &mut Value, node: &Node) {
    if value.is_null()
        && !node.nullable
        && let Some(default) = &node.default
    {
        *value = default.clone();
    }
    match value {
        Value::Object(fields) => add_defaults(fields, node),
        Value::Array(items) => {
            if let Some(inner) = &node.items {
                for item in items {
                    default_below(item, inner);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> CustomSchema {
        let schema = json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {
            "size": {"type": "string", "default": "s"},
            "name": {"type": "string"},
            "maybe": {"type": "string", "nullable": true},
            "nested": {"type": "object", "default": {}, "properties": {"deep": {"type": "string", "default": "d"}}},
            "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true,
                     "properties": {"known": {"type": "object", "properties": {"x": {"type": "integer"}}}}},
            "items": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string", "default": "x"}}}},
        }}}});
        CustomSchema::new(schema, false)
    }

    #[track_caller]
    fn check(spec: Value, expected: Value, dropped: &[&str]) {
        let mut object = json!({"kind": "Thing", "metadata": {"name": "t"}, "spec": spec});
        let unknown = prune(&mut object, &schema());
        assert_eq!(object["spec"], expected);
        assert_eq!(unknown, dropped);
    }

    #[test]
    fn unknown_fields_go_and_defaults_come() {
        check(
            json!({"bogus": 1}),
            json!({"size": "s", "nested": {"deep": "d"}}),
            &["spec.bogus"],
        );
        check(
            json!({"free": {"y": {"z": 1}, "known": {"x": 1, "w": 2}}, "items": [{"q": 1}]}),
            json!({"size": "s", "nested": {"deep": "d"}, "free": {"y": {"z": 1}, "known": {"x": 1}},
                   "items": [{"a": "x"}]}),
            &["spec.free.known.w", "spec.items[0].q"],
        );
    }

    #[test]
    fn a_null_is_a_value_only_where_it_is_allowed() {
        check(
            json!({"size": null, "name": null, "maybe": null, "nested": {"deep": null}}),
            json!({"size": "s", "maybe": null, "nested": {"deep": "d"}}),
            &[],
        );
    }
}
