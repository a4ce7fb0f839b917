//! Merge, compare, remove and field sets on a type with lists and maps of every sort.

use std::borrow::Cow;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{FieldSet, Shape};

/// A custom resource with a list of every type, atomic and free maps.
fn schema() -> Value {
    let text = json!({"type": "string"});
    json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {
        "name": text,
        "count": {"type": "number"},
        "nested": {"type": "object", "properties": {"a": text, "b": text}},
        "map": {"type": "object", "additionalProperties": text},
        "atomicMap": {"type": "object", "additionalProperties": text, "x-kubernetes-map-type": "atomic"},
        "set": {"type": "array", "x-kubernetes-list-type": "set", "items": text},
        "atomic": {"type": "array", "items": text},
        "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"],
            "items": {"type": "object", "properties": {
                "port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}, "name": text,
            }}},
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
    }}}})
}

fn with_shape<T>(act: impl FnOnce(Shape<'_>) -> T) -> T {
    act(Shape::custom_resource(&schema()))
}

fn spec(value: Value) -> Value {
    json!({"spec": value})
}

fn check_merge(live: Value, config: Value, expected: Value) {
    with_shape(|shape| {
        let (live, config) = (spec(live), spec(config));
        assert_eq!(
            *merge(&live, &config, shape),
            spec(expected),
            "{live} + {config}"
        );
    });
}

#[test]
fn maps_merge_by_entry_and_atomic_ones_are_replaced() {
    check_merge(
        json!({"map": {"a": "1", "b": "1"}, "atomicMap": {"a": "1"}}),
        json!({"map": {"b": "2"}, "atomicMap": {"b": "2"}}),
        json!({"map": {"a": "1", "b": "2"}, "atomicMap": {"b": "2"}}),
    );
}

#[test]
fn an_empty_or_null_map_or_list_leaves_entries_alone_but_stays_where_there_are_none() {
    let live = json!({"map": {"a": "1"}, "set": ["a"]});
    check_merge(live.clone(), json!({"map": {}, "set": []}), live.clone());
    check_merge(live.clone(), json!({"map": null, "set": null}), live);
    check_merge(
        json!({"name": "x"}),
        json!({"map": {}, "set": []}),
        json!({"name": "x", "map": {}, "set": []}),
    );
    check_merge(
        json!({"name": "x"}),
        json!({"name": null}),
        json!({"name": null}),
    );
}

#[test]
fn keyed_lists_merge_elements_with_keys_completed_by_defaults() {
    check_merge(
        json!({"ports": [{"port": 80, "protocol": "TCP", "name": "web"}, {"port": 80, "protocol": "UDP"}]}),
        json!({"ports": [{"port": 80, "name": "http"}]}),
        json!({"ports": [{"port": 80, "protocol": "TCP", "name": "http"}, {"port": 80, "protocol": "UDP"}]}),
    );
}

#[test]
fn merged_lists_take_the_order_of_the_configuration() {
    let check = |live: Value, config: Value, expected: Value| {
        check_merge(
            json!({"set": live}),
            json!({"set": config}),
            json!({"set": expected}),
        );
    };
    check(
        json!(["a", "b", "c"]),
        json!(["c", "a"]),
        json!(["b", "c", "a"]),
    );
    check(
        json!(["a", "b", "c"]),
        json!(["a", "x", "c"]),
        json!(["a", "b", "x", "c"]),
    );
    check(json!(["a", "b"]), json!(["x"]), json!(["a", "b", "x"]));
    check(
        json!(["a", "b", "c", "d"]),
        json!(["d", "x", "b"]),
        json!(["a", "c", "d", "x", "b"]),
    );
    check(json!(["a", "b", "a"]), json!(["a"]), json!(["a", "b"]));
}

fn check_set(value: Value, expected: &[&str]) {
    with_shape(|shape| {
        let found = FieldSet::of(&spec(value), shape);
        let found: Vec<_> = found.paths().map(|path| path.to_string()).collect();
        let expected: Vec<_> = expected.iter().map(|path| format!(".spec{path}")).collect();
        assert_eq!(found, expected);
    });
}

#[test]
fn declared_fields_are_not_members_entries_of_maps_and_elements_are() {
    check_set(
        json!({"nested": {"a": "1"}, "map": {"a": "1"}, "free": {"x": {"y": [1]}}, "ports": [{"port": 1}]}),
        &[
            ".free.x",
            ".free.x.y",
            ".map.a",
            ".nested.a",
            ".ports[port=1,protocol=\"TCP\"]",
            ".ports[port=1,protocol=\"TCP\"].port",
        ],
    );
}

#[test]
fn empty_maps_and_nulls_are_fields_empty_keyed_lists_are_not() {
    check_set(
        json!({"nested": {}, "map": null, "atomic": [], "set": [], "atomicMap": {"a": "1"}}),
        &[".atomic", ".atomicMap", ".map", ".nested"],
    );
}

#[test]
fn objects_that_do_not_fit_are_told_by_path() {
    let check = |value: Value, expected: &str| {
        with_shape(|shape| {
            let found = validate(&spec(value), shape, Duplicates::Forbidden).unwrap_err();
            assert_eq!(found.to_string(), expected);
        });
    };
    check(
        json!({"nme": "x"}),
        ".spec.nme: field not declared in schema",
    );
    check(
        json!({"name": 1}),
        ".spec.name: expected string, got a number",
    );
    check(
        json!({"nested": [], "set": {}}),
        "errors:\n  .spec.nested: expected map, got a list\n  .spec.set: expected list, got a map",
    );
    check(
        json!({"ports": [{"port": 1}, {"port": 1, "protocol": "TCP"}]}),
        ".spec.ports: duplicate entries for key [port=1,protocol=\"TCP\"]",
    );
    check(
        json!({"set": ["a", "a"]}),
        ".spec.set: duplicate entries for key [=\"a\"]",
    );
    check(
        json!({"ports": [null]}),
        ".spec.ports: element 0: associative list with keys may not have a null element",
    );
    check(
        json!({"atomic": [1]}),
        ".spec.atomic[0]: expected string, got a number",
    );
}

#[test]
fn below_an_object_that_preserves_unknown_fields_every_object_takes_them() {
    let schema = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {
        "nested": {"type": "object", "properties": {"a": {"type": "string"}}},
    }});
    let check = |value: Value| {
        validate(&value, Shape::from_openapi(&schema), Duplicates::Forbidden)
            .map_err(|error| error.to_string())
    };
    assert_eq!(
        check(json!({"nested": {"a": "1", "b": {"c": [1]}}, "d": 1})),
        Ok(())
    );
    assert_eq!(
        check(json!({"nested": {"a": 1}})),
        Err(".nested.a: expected string, got a number".to_owned())
    );
}

#[test]
fn live_objects_may_have_duplicates() {
    with_shape(|shape| {
        let live = spec(json!({"set": ["a", "a"]}));
        assert_eq!(validate(&live, shape, Duplicates::Allowed), Ok(()));
    });
}

fn check_compare(old: Value, new: Value, added: &str, modified: &str, removed: &str) {
    with_shape(|shape| {
        let found = compare(&spec(old), &spec(new), shape);
        assert_eq!(found.added.to_string(), added);
        assert_eq!(found.modified.to_string(), modified);
        assert_eq!(found.removed.to_string(), removed);
    });
}

#[test]
fn comparisons_name_new_containers_and_elements_themselves() {
    check_compare(
        json!({"ports": [{"port": 1}], "map": {"a": "1"}}),
        json!({"ports": [{"port": 1, "protocol": "TCP"}, {"port": 2}], "nested": {"a": "1"}}),
        ".spec.nested\n.spec.nested.a\n.spec.ports[port=2,protocol=\"TCP\"]\n\
         .spec.ports[port=1,protocol=\"TCP\"].protocol\n.spec.ports[port=2,protocol=\"TCP\"].port",
        "",
        ".spec.map\n.spec.map.a",
    );
}

#[test]
fn the_order_of_keyed_lists_is_no_difference_and_that_of_atomic_ones_is() {
    check_compare(
        json!({"set": ["a", "b"], "atomic": ["a", "b"]}),
        json!({"set": ["b", "a"], "atomic": ["b", "a"]}),
        "",
        ".spec.atomic",
        "",
    );
}

#[test]
fn elements_with_one_key_are_compared_as_one_value() {
    check_compare(
        json!({"set": ["a", "a"]}),
        json!({"set": ["a"]}),
        ".spec.set[=\"a\"]",
        "",
        ".spec.set[=\"a\"]",
    );
    check_compare(
        json!({"set": ["a"]}),
        json!({"set": ["a", "a"]}),
        ".spec.set[=\"a\"]",
        "",
        ".spec.set[=\"a\"]",
    );
    check_compare(
        json!({"set": ["a", "a"]}),
        json!({"set": ["a", "a"]}),
        "",
        "",
        "",
    );
}

#[test]
fn where_the_schema_leaves_it_open_a_change_of_form_is_a_change() {
    check_compare(
        json!({"free": {"x": {"y": 1}, "n": 1}}),
        json!({"free": {"x": "text", "n": 1.0}}),
        "",
        ".spec.free.x",
        ".spec.free.x.y",
    );
}

#[test]
fn removing_the_last_entry_of_a_map_leaves_null_unless_the_map_goes_too() {
    let check = |fields: Value, expected: Value| {
        with_shape(|shape| {
            let live = json!({"spec": {"map": {"a": "1"}, "name": "x", "set": ["a", "b"]}});
            let fields = FieldSet::from_fields_v1(&fields).unwrap();
            assert_eq!(remove(&live, &fields, shape), expected);
        });
    };
    check(
        json!({"f:spec": {"f:map": {"f:a": {}}, "f:set": {"v:\"a\"": {}}}}),
        json!({"spec": {"map": null, "name": "x", "set": ["b"]}}),
    );
    check(
        json!({"f:spec": {"f:map": {}, "f:set": {}}}),
        json!({"spec": {"name": "x"}}),
    );
}

#[test]
fn extracting_what_a_configuration_set_gives_the_configuration() {
    with_shape(|shape| {
        let config = spec(
            json!({"nested": {"a": "1"}, "map": {}, "set": ["b"], "ports": [{"port": 1, "name": "x"}]}),
        );
        let live = spec(json!({
            "nested": {"a": "1", "b": "2"}, "map": {}, "set": ["a", "b"], "count": 1,
            "ports": [{"port": 1, "protocol": "TCP", "name": "x"}, {"port": 2}],
        }));
        let found = extract(&live, &FieldSet::of(&config, shape), shape);
        let expected = spec(json!({
            "nested": {"a": "1"}, "map": {}, "set": ["b"], "ports": [{"port": 1, "protocol": "TCP", "name": "x"}],
        }));
        assert_eq!(found, expected);
    });
}

fn text() -> impl Strategy<Value = Value> {
    "[a-c]".prop_map(Value::from)
}

fn text_map() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[a-c]", text(), 0..3).prop_map(|map| json!(map))
}

/// A valid spec: no list repeats a key.
fn any_spec() -> impl Strategy<Value = Value> {
    let set = prop::collection::btree_set("[a-d]", 0..4)
        .prop_map(|set| set.into_iter().collect::<Vec<_>>())
        .prop_shuffle();
    let ports = prop::collection::btree_map(
        (0i64..3, prop::option::of("UDP|TCP")),
        prop::option::of(text()),
        0..3,
    );
    let ports = ports.prop_map(|ports| {
        let mut found = std::collections::BTreeMap::new();
        for ((port, protocol), name) in ports {
            let key = (port, protocol.clone().unwrap_or("TCP".to_owned()));
            let mut item = json!({"port": port});
            protocol
                .into_iter()
                .for_each(|protocol| item["protocol"] = json!(protocol));
            name.into_iter().for_each(|name| item["name"] = name);
            found.entry(key).or_insert(item);
        }
        found.into_values().rev().collect::<Vec<_>>()
    });
    let free = prop_oneof![
        text(),
        text_map(),
        Just(json!([1, {"a": null}])),
        Just(json!({"a": {"b": {}}}))
    ];
    let fields = (
        prop::option::of(text()),
        prop::option::of(text_map()),
        prop::option::of(text_map()),
        prop::option::of(set),
        prop::option::of(prop::collection::vec(text(), 0..3)),
        prop::option::of(ports),
        prop::option::of(free),
    );
    fields.prop_map(|(name, map, atomic_map, set, atomic, ports, free)| {
        let mut spec = json!({});
        let mut put = |name: &str, value: Option<Value>| {
            value.into_iter().for_each(|value| spec[name] = value);
        };
        put("name", name);
        put("map", map);
        put("atomicMap", atomic_map);
        put("set", set.map(|set| json!(set)));
        put("atomic", atomic.map(|atomic| json!(atomic)));
        put("ports", ports.map(|ports| json!(ports)));
        put("free", free.map(|free| json!({"x": free})));
        json!({"spec": spec})
    })
}

proptest! {
    #[test]
    fn merging_twice_changes_nothing_more(live in any_spec(), config in any_spec()) {
        with_shape(|shape| {
            let merged = merge(&live, &config, shape).into_owned();
            assert!(matches!(merge(&merged, &config, shape), Cow::Borrowed(_)), "{live} {config} {merged}");
            assert!(matches!(merge(&live, &live, shape), Cow::Borrowed(_)));
        });
    }

    #[test]
    fn merging_loses_nothing(live in any_spec(), config in any_spec()) {
        with_shape(|shape| {
            let merged = merge(&live, &config, shape).into_owned();
            assert_eq!(validate(&merged, shape, Duplicates::Forbidden), Ok(()));
            // Entries of a map that becomes a single value are lost with it; nothing else ever is.
            let lost = compare(&live, &merged, shape);
            let lost = lost.removed.recursive_difference(&lost.modified);
            assert!(lost.is_empty(), "{live} {config} {lost}");
        });
    }

    #[test]
    fn comparisons_are_empty_for_equal_objects_only_and_turn_around(old in any_spec(), new in any_spec()) {
        with_shape(|shape| {
            assert!(compare(&old, &old, shape).is_same());
            let (there, back) = (compare(&old, &new, shape), compare(&new, &old, shape));
            assert_eq!((&there.added, &there.modified), (&back.removed, &back.modified));
            if there.is_same() {
                // Only the order of keyed lists may differ.
                assert_eq!(FieldSet::of(&old, shape), FieldSet::of(&new, shape));
            }
        });
    }

    #[test]
    fn removing_what_was_added_gives_back_what_was_there(old in any_spec(), config in any_spec()) {
        with_shape(|shape| {
            let merged = merge(&old, &config, shape).into_owned();
            let added = compare(&old, &merged, shape).added;
            let rest = remove(&merged, &added, shape);
            let left = compare(&old, &rest, shape);
            assert!(left.added.is_empty(), "{old} {config} {rest} {}", left.added);
        });
    }
}
