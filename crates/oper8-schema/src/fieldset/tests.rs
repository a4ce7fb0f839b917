//! Field sets: wire form, order, laws.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn set(fields: &Value) -> FieldSet {
    FieldSet::from_fields_v1(fields).unwrap()
}

fn lines(set: &FieldSet) -> Vec<String> {
    set.paths().map(|path| path.to_string()).collect()
}

#[test]
fn the_wire_form_round_trips_with_every_kind_of_element() {
    let wire = json!({
        "f:metadata": {"f:labels": {".": {}, "f:app.kubernetes.io/name": {}}, "f:finalizers": {".": {}, "v:\"a\\\"b\"": {}}},
        "f:spec": {"f:ports": {"k:{\"port\":80,\"protocol\":\"TCP\"}": {".": {}, "f:port": {}}}, "f:args": {"i:0": {}}},
    });
    assert_eq!(set(&wire).to_fields_v1(), wire);
}

#[test]
fn keys_are_written_sorted_and_escaped_as_the_server_does() {
    let read = set(&json!({"k:{ \"b\": \"<&>\", \"a\": 1 }": {}}));
    assert_eq!(
        read.to_fields_v1(),
        json!({"k:{\"a\":1,\"b\":\"\\u003c\\u0026\\u003e\"}": {}})
    );
    assert_eq!(set(&read.to_fields_v1()), read);
}

#[test]
fn elements_of_unknown_type_are_left_out_and_malformed_ones_are_errors() {
    assert_eq!(
        set(&json!({"f:a": {"x:1": {}}})).to_fields_v1(),
        json!({"f:a": {}})
    );
    let problem = |fields: Value| FieldSet::from_fields_v1(&fields).unwrap_err().to_string();
    assert_eq!(
        problem(json!({"spec": {}})),
        "path element `spec` must begin with `f:`, `k:`, `v:` or `i:`"
    );
    assert_eq!(
        problem(json!({"k:name": {}})),
        "path element `k:name` does not hold what its type says"
    );
    assert_eq!(
        problem(json!({"f:a": 1})),
        "a set of fields must be an object, not 1"
    );
}

#[test]
fn paths_print_as_in_conflicts_members_of_a_level_first() {
    let set = set(&json!({
        "f:spec": {
            "f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"a\"}": {".": {}, "f:image": {}}}}},
            "f:zone": {},
        },
        "f:data": {".": {}, "v:\"x\"": {}, "i:2": {}, "k:{\"containerPort\":80,\"protocol\":\"TCP\"}": {}},
    }));
    assert_eq!(
        lines(&set),
        [
            ".data",
            ".data[containerPort=80,protocol=\"TCP\"]",
            ".data[=\"x\"]",
            ".data[2]",
            ".spec.zone",
            ".spec.template.spec.containers[name=\"a\"]",
            ".spec.template.spec.containers[name=\"a\"].image",
        ]
    );
}

#[test]
fn differences_of_parents_and_children_follow_the_server() {
    let whole = set(&json!({"f:a": {".": {}, "f:b": {".": {}, "f:c": {}}}}));
    let middle = set(&json!({"f:a": {"f:b": {}}}));
    assert_eq!(lines(&whole.difference(&middle)), [".a", ".a.b.c"]);
    assert_eq!(lines(&whole.recursive_difference(&middle)), [".a"]);
    assert_eq!(lines(&whole.leaves()), [".a.b.c"]);
    assert!(middle.is_subset(&whole) && !whole.is_subset(&middle));
}

#[test]
fn declared_parents_become_members_entries_of_maps_do_not() {
    let shape = Shape::object_meta();
    let set = set(
        &json!({"f:labels": {"f:a": {}}, "f:ownerReferences": {"k:{\"uid\":\"1\"}": {"f:name": {}}}}),
    );
    assert_eq!(
        lines(&set.with_declared_parents(shape)),
        [
            ".labels",
            ".ownerReferences",
            ".labels.a",
            ".ownerReferences[uid=\"1\"].name",
        ]
    );
}

#[test]
fn what_lies_below_an_atomic_field_becomes_that_field() {
    let schema = json!({"type": "object", "properties": {
        "list": {"type": "array", "items": {"type": "string"}},
        "map": {"type": "object", "x-kubernetes-map-type": "atomic", "additionalProperties": {"type": "string"}},
        "open": {"type": "object", "additionalProperties": {"type": "string"}},
    }});
    let shape = Shape::from_openapi(&schema);
    let old = set(
        &json!({"f:list": {".": {}, "v:\"a\"": {}}, "f:map": {"f:a": {}}, "f:open": {"f:a": {}}}),
    );
    let new = set(&json!({"f:list": {}, "f:map": {}, "f:open": {"f:a": {}}}));
    assert_eq!(old.with_atomic_fields(shape), Some(new.clone()));
    assert_eq!(new.with_atomic_fields(shape), None);
}

fn element() -> impl Strategy<Value = PathElement> {
    let scalar = prop_oneof![
        (-3i64..3).prop_map(Value::from),
        "[a-b<\"]{0,2}".prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
    ];
    prop_oneof![
        4 => "[a-c]{1,2}".prop_map(|name| PathElement::field(&name)),
        1 => prop::collection::btree_map("[a-b]", scalar.clone(), 1..3).prop_map(|fields| {
            PathElement::key(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
        }),
        1 => scalar.prop_map(PathElement::Value),
        1 => (0i64..3).prop_map(PathElement::Index),
    ]
}

fn any_set() -> impl Strategy<Value = FieldSet> {
    let path = prop::collection::vec(element(), 1..4);
    prop::collection::vec(path, 0..12)
        .prop_map(|paths| paths.iter().map(Vec::as_slice).collect::<FieldSet>())
}

proptest! {
    #[test]
    fn any_set_round_trips_through_its_wire_form(set in any_set()) {
        prop_assert_eq!(FieldSet::from_fields_v1(&set.to_fields_v1()).unwrap(), set);
    }

    #[test]
    fn a_set_is_its_paths(set in any_set()) {
        let paths: Vec<_> = set.paths().collect();
        prop_assert!(paths.iter().all(|path| set.contains(path)));
        let again: FieldSet = paths.iter().map(|path| path.as_ref()).collect();
        prop_assert_eq!(again, set);
    }

    #[test]
    fn the_laws_of_sets_hold(a in any_set(), b in any_set(), c in any_set()) {
        prop_assert_eq!(a.union(&b), b.union(&a));
        prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
        prop_assert_eq!(a.union(&a), a.clone());
        prop_assert_eq!(a.intersection(&b), a.difference(&a.difference(&b)));
        prop_assert_eq!(a.difference(&b).union(&a.intersection(&b)), a.clone());
        prop_assert_eq!(a.difference(&b.union(&c)), a.difference(&b).difference(&c));
        prop_assert!(a.intersection(&b).is_subset(&b));
        prop_assert_eq!(a.is_subset(&b), a.difference(&b).is_empty());
    }

    #[test]
    fn a_recursive_difference_leaves_nothing_of_a_member_or_below(a in any_set(), b in any_set()) {
        let rest = a.recursive_difference(&b);
        for path in rest.paths() {
            prop_assert!((1..=path.len()).all(|end| !b.contains(&path[..end])));
        }
        prop_assert!(rest.is_subset(&a.difference(&b)));
    }
}
