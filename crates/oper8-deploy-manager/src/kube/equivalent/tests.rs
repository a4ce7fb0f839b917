//! Which differences count.

use oper8_schema::kinds;
use serde_json::json;

use super::*;

#[track_caller]
fn check(kind: (&str, &str), desired: Value, live: Value, expected: &[&str]) {
    let shape = kinds::find_object(kind.0, kind.1).map_or_else(Shape::untyped, |kind| kind.shape());
    let built_in = kinds::find_object(kind.0, kind.1).is_some();
    let found = Comparison::differences(&desired, &live, shape, built_in);
    let found: Vec<String> = found.into_iter().map(|it| it.path).collect();
    assert_eq!(found, expected);
}

const DEPLOYMENT: (&str, &str) = ("apps/v1", "Deployment");
const WIDGET: (&str, &str) = ("demo.org/v1", "Widget");

fn pod(spec: Value) -> Value {
    json!({"spec": {"template": {"spec": spec}}})
}

#[test]
fn what_the_manifest_does_not_name_is_not_looked_at() {
    check(
        DEPLOYMENT,
        json!({"spec": {"replicas": 2}}),
        json!({"spec": {"replicas": 2, "progressDeadlineSeconds": 600}, "status": {"replicas": 1}}),
        &[],
    );
    check(
        DEPLOYMENT,
        json!({"spec": {"replicas": 2}}),
        json!({"spec": {"replicas": 3}}),
        &[".spec.replicas"],
    );
    check(
        DEPLOYMENT,
        json!({"spec": {"replicas": 2}}),
        json!({}),
        &[".spec"],
    );
}

#[test]
fn quantities_are_compared_by_value() {
    let limits = |cpu: Value| {
        pod(json!({"containers": [{"name": "a", "resources": {"limits": {"cpu": cpu}}}]}))
    };
    check(DEPLOYMENT, limits(json!("0.5")), limits(json!("500m")), &[]);
    check(DEPLOYMENT, limits(json!(2)), limits(json!("2")), &[]);
    check(
        DEPLOYMENT,
        limits(json!("1")),
        limits(json!("500m")),
        &[".spec.template.spec.containers[0].resources.limits.cpu"],
    );
}

#[test]
fn items_of_keyed_lists_are_found_by_their_keys_and_their_order_counts() {
    let containers = |names: &[&str]| {
        let items: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
        pod(json!({"containers": items}))
    };
    check(
        DEPLOYMENT,
        containers(&["a", "b"]),
        containers(&["a", "x", "b"]),
        &[],
    );
    check(
        DEPLOYMENT,
        containers(&["a", "b"]),
        containers(&["b", "a"]),
        &[".spec.template.spec.containers[1]"],
    );
    check(
        DEPLOYMENT,
        containers(&["a"]),
        containers(&["b"]),
        &[".spec.template.spec.containers[0]"],
    );
}

#[test]
fn a_key_that_is_left_out_is_its_default() {
    let port = |port: Value| pod(json!({"containers": [{"name": "a", "ports": [port]}]}));
    check(
        DEPLOYMENT,
        port(json!({"containerPort": 53})),
        port(json!({"containerPort": 53, "protocol": "TCP"})),
        &[],
    );
    check(
        DEPLOYMENT,
        port(json!({"containerPort": 53})),
        port(json!({"containerPort": 53, "protocol": "UDP"})),
        &[".spec.template.spec.containers[0].ports[0]"],
    );
}

#[test]
fn atomic_values_may_hold_defaults_and_nothing_else() {
    let field = |field: Value| {
        let env = json!([{"name": "E", "valueFrom": {"fieldRef": field}}]);
        pod(json!({"containers": [{"name": "a", "env": env}]}))
    };
    check(
        DEPLOYMENT,
        field(json!({"fieldPath": "metadata.name"})),
        field(json!({"fieldPath": "metadata.name", "apiVersion": "v1"})),
        &[],
    );
    let tolerations = |items: Value| pod(json!({"tolerations": items}));
    check(
        DEPLOYMENT,
        tolerations(json!([{"key": "a"}])),
        tolerations(json!([{"key": "a", "effect": "NoSchedule"}])),
        &[".spec.template.spec.tolerations[0].effect"],
    );
    check(
        DEPLOYMENT,
        tolerations(json!([{"key": "a"}])),
        tolerations(json!([{"key": "a"}, {"key": "b"}])),
        &[".spec.template.spec.tolerations"],
    );
}

#[test]
fn empty_values_are_dropped_by_built_in_kinds_only() {
    let security =
        json!({"spec": {"template": {"spec": {"hostNetwork": false, "securityContext": {}}}}});
    check(
        DEPLOYMENT,
        security,
        json!({"spec": {"template": {"spec": {}}}}),
        &[],
    );
    check(
        WIDGET,
        json!({"spec": {"on": false}}),
        json!({"spec": {}}),
        &[".spec.on"],
    );
}

#[test]
fn lists_of_unknown_kinds_are_compared_whole() {
    check(WIDGET, json!({"l": [1, 2]}), json!({"l": [1, 2]}), &[]);
    check(WIDGET, json!({"l": [1]}), json!({"l": [1, 2]}), &[".l"]);
    check(
        WIDGET,
        json!({"l": [{"a": 1}]}),
        json!({"l": [{"a": 1, "b": 2}]}),
        &[".l[0].b"],
    );
}

#[test]
fn base64_may_be_broken_into_lines() {
    check(
        ("v1", "Secret"),
        json!({"data": {"a": "eHh4\neHh4\n"}}),
        json!({"data": {"a": "eHh4eHh4"}}),
        &[],
    );
}
