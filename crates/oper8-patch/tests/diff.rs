//! In what two manifests differ.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use oper8_patch::{PatchError, diff, diff_at, strategic_merge};
use proptest::prelude::*;
use serde_json::{Value, json};

#[track_caller]
fn check(left: Value, right: Value, expected: Option<(Value, Value)>) {
    let found = diff(&left, &right)
        .unwrap()
        .map(|difference| (difference.left, difference.right));
    assert_eq!(found, expected, "{left} against {right}");
}

fn service(ports: Value) -> Value {
    json!({"kind": "Service", "spec": {"ports": ports}})
}

#[test]
fn only_what_differs_is_told() {
    check(
        json!({"a": 1, "b": {"c": 1}}),
        json!({"a": 1, "b": {"c": 1}}),
        None,
    );
    check(
        json!({"a": 1, "gone": 1, "b": {"c": 1, "d": [1]}}),
        json!({"a": 1, "new": 1, "b": {"c": 2, "d": [1]}}),
        Some((
            json!({"gone": 1, "b": {"c": 1}}),
            json!({"new": 1, "b": {"c": 2}}),
        )),
    );
    check(
        json!({"l": [1, 2]}),
        json!({"l": [2, 1]}),
        Some((json!({"l": [1, 2]}), json!({"l": [2, 1]}))),
    );
    check(
        json!({"a": {"b": 1}}),
        json!({"a": [1]}),
        Some((json!({"a": {"b": 1}}), json!({"a": [1]}))),
    );
}

#[test]
fn numbers_are_compared_by_value_and_nothing_else_is() {
    check(json!({"a": 1}), json!({"a": 1.0}), None);
    check(
        json!({"a": 1}),
        json!({"a": true}),
        Some((json!({"a": 1}), json!({"a": true}))),
    );
    check(
        json!({"a": null}),
        json!({}),
        Some((json!({"a": null}), json!({}))),
    );
}

#[test]
fn keyed_lists_have_no_order_and_elements_are_told_by_their_key() {
    check(
        service(json!([{"port": 1, "name": "a"}, {"port": 2}])),
        service(json!([{"port": 2}, {"port": 1, "name": "b"}, {"port": 3, "name": "c"}])),
        Some((
            json!({"spec": {"ports": [{"port": 1, "name": "a"}]}}),
            json!({"spec": {"ports": [{"port": 1, "name": "b"}, {"port": 3, "name": "c"}]}}),
        )),
    );
}

#[test]
fn tcp_and_udp_ports_of_one_number_stay_apart() {
    let both = |tcp: &str| {
        service(json!([
            {"port": 53, "name": tcp},
            {"port": 53, "protocol": "UDP", "name": "u"},
        ]))
    };
    check(
        both("t"),
        both("x"),
        Some((
            json!({"spec": {"ports": [{"port": 53, "name": "t"}]}}),
            json!({"spec": {"ports": [{"port": 53, "name": "x"}]}}),
        )),
    );
    let udp =
        |name: &str| service(json!([{"port": 53}, {"port": 53, "protocol": "UDP", "name": name}]));
    let told =
        |name: &str| json!({"spec": {"ports": [{"port": 53, "protocol": "UDP", "name": name}]}});
    check(udp("u"), udp("x"), Some((told("u"), told("x"))));
}

#[test]
fn containers_of_a_cron_job_are_keyed_too() {
    let job = |containers: Value| json!({"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": containers}}}}}});
    check(
        job(json!([{"name": "a"}, {"name": "b"}])),
        job(json!([{"name": "b"}, {"name": "a"}])),
        None,
    );
}

#[test]
fn without_a_common_kind_no_list_has_a_key() {
    let ports = json!([{"port": 1}, {"port": 2}]);
    let turned = json!([{"port": 2}, {"port": 1}]);
    let other = json!({"kind": "Other", "spec": {"ports": ports}});
    assert!(diff(&service(turned.clone()), &other).unwrap().is_some());
    assert_eq!(
        diff_at("Service.spec.ports", &ports, &turned).unwrap(),
        None
    );
    assert!(diff_at("Service.spec", &ports, &turned).unwrap().is_some());
    let nested = |ports: &Value| json!({"inner": service(ports.clone())});
    assert_eq!(diff(&nested(&ports), &nested(&turned)).unwrap(), None);
}

#[test]
fn an_element_without_its_key_is_named() {
    let error = diff(&service(json!([{"name": "a"}])), &service(json!([]))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "an element of `spec.ports` in the manifest has no `port`, by which this list is merged"
    );
    let error = diff_at("Service.spec.ports", &json!([1]), &json!([])).unwrap_err();
    assert!(error.to_string().contains("`spec.ports`"), "{error}");
    let error = diff(&json!([]), &json!({})).unwrap_err();
    assert!(matches!(error, PatchError::NotAnObject { .. }));
}

#[test]
fn debug_shows_no_value() {
    let difference = diff(&json!({"data": "secret"}), &json!({"data": "other"})).unwrap();
    assert_eq!(format!("{difference:?}"), "Some(Difference { .. })");
}

fn element() -> impl Strategy<Value = Value> {
    let fields = ("[a-c]", 0..3i64, proptest::option::of(0..2i64));
    fields.prop_map(|(name, one, two)| {
        let mut element = json!({"name": name, "one": one, "env": [{"name": "A", "value": one}]});
        if let Some(two) = two {
            element["two"] = two.into();
        }
        element
    })
}

fn pod() -> impl Strategy<Value = Value> {
    let parts = (
        proptest::collection::vec(element(), 0..4),
        proptest::collection::vec(0..3i64, 0..3),
        proptest::option::of("[xy]"),
    );
    parts.prop_map(|(containers, args, host)| {
        let mut pod = json!({"kind": "Pod", "spec": {"containers": containers, "args": args}});
        if let Some(host) = host {
            pod["spec"]["host"] = host.into();
        }
        pod
    })
}

proptest! {
    #[test]
    fn a_manifest_does_not_differ_from_itself(pod in pod()) {
        prop_assert_eq!(diff(&pod, &pod).unwrap(), None);
    }

    #[test]
    fn the_sides_change_places_with_the_manifests(left in pod(), right in pod()) {
        let there = diff(&left, &right).unwrap();
        let back = diff(&right, &left).unwrap();
        prop_assert_eq!(there.is_some(), back.is_some());
        if let (Some(there), Some(back)) = (there, back) {
            prop_assert_eq!(diff_at("Pod", &there.left, &back.right).unwrap(), None);
            prop_assert_eq!(diff_at("Pod", &there.right, &back.left).unwrap(), None);
        }
    }

    /// What is added and changed is all that a merge of it needs.
    #[test]
    fn a_merge_of_the_right_side_leaves_nothing_to_add(left in pod(), right in pod()) {
        if let Some(difference) = diff(&left, &right).unwrap() {
            let merged = strategic_merge(&left, &difference.right).unwrap();
            if let Some(rest) = diff(&merged, &right).unwrap() {
                prop_assert!(adds_nothing(&rest.right), "{}", rest.right);
            }
        }
    }
}

/// Whether a side of a difference holds nothing but the keys of elements that lost something.
fn adds_nothing(side: &Value) -> bool {
    match side {
        Value::Object(fields) => fields
            .iter()
            .all(|(name, value)| name == "name" || adds_nothing(value)),
        Value::Array(items) => items.iter().all(adds_nothing),
        _ => false,
    }
}
