//! The rules of the strategic merge, one by one.

use oper8_patch::{strategic_merge, strategic_merge_into};
use serde_json::{Value, json};

#[track_caller]
fn check(resource: &Value, patch: &Value, expected: &Value) {
    let (resource_before, patch_before) = (resource.clone(), patch.clone());
    assert_eq!(
        &strategic_merge(resource, patch).expect("the patch fits"),
        expected
    );
    assert_eq!(
        &strategic_merge_into(resource.clone(), patch).expect("the patch fits"),
        expected
    );
    assert_eq!(
        (resource, patch),
        (&resource_before, &patch_before),
        "an argument changed"
    );
}

#[track_caller]
fn check_error(resource: &Value, patch: &Value, expected: &str) {
    let error = strategic_merge(resource, patch).expect_err("the patch does not fit");
    assert_eq!(error.to_string(), expected);
}

fn service(ports: &Value) -> Value {
    json!({"kind": "Service", "spec": {"ports": ports}})
}

#[track_caller]
fn check_ports(ports: &Value, patch: &Value, expected: &Value) {
    check(
        &service(ports),
        &json!({"spec": {"ports": patch}}),
        &service(expected),
    );
}

fn pod(containers: &Value) -> Value {
    json!({"kind": "Pod", "spec": {"containers": containers}})
}

#[test]
fn null_removes_a_key_but_stays_inside_what_is_new() {
    check(
        &json!({"a": 1, "b": {"c": 2}}),
        &json!({"a": null, "gone": null, "b": {"c": null}, "new": {"d": null}}),
        &json!({"b": {}, "new": {"d": null}}),
    );
}

#[test]
fn a_value_of_another_type_is_replaced() {
    check(
        &json!({"a": {"x": 1}, "b": [1], "c": 1}),
        &json!({"a": [2], "b": {"y": 2}, "c": {"z": 3}}),
        &json!({"a": [2], "b": {"y": 2}, "c": {"z": 3}}),
    );
}

#[test]
fn a_list_without_a_merge_key_is_replaced() {
    check(
        &json!({"kind": "Deployment", "spec": {"template": {"spec": {"tolerations": [{"key": "a"}]}}}}),
        &json!({"spec": {"template": {"spec": {"tolerations": [{"key": "b", "$patch": "delete"}]}}}}),
        &json!({"kind": "Deployment", "spec": {"template": {"spec": {"tolerations": [{"key": "b", "$patch": "delete"}]}}}}),
    );
}

#[test]
fn a_kind_outside_the_table_has_no_merge_keys() {
    for kind in [json!("Custom"), json!(5), Value::Null] {
        check(
            &json!({"kind": kind, "spec": {"containers": [{"name": "a"}]}}),
            &json!({"spec": {"containers": [{"name": "b"}]}}),
            &json!({"kind": kind, "spec": {"containers": [{"name": "b"}]}}),
        );
    }
}

#[test]
fn elements_keep_their_order_and_new_ones_come_last() {
    check(
        &pod(&json!([{"name": "a"}, {"name": "b", "image": "b:1"}])),
        &json!({"spec": {"containers": [{"name": "c"}, {"name": "b", "image": "b:2"}]}}),
        &pod(&json!([{"name": "a"}, {"name": "b", "image": "b:2"}, {"name": "c"}])),
    );
}

#[test]
fn every_list_of_a_container_merges_by_its_own_key() {
    check(
        &pod(&json!([{
            "name": "a",
            "env": [{"name": "X", "value": "1"}],
            "volumeMounts": [{"mountPath": "/data", "name": "v"}],
            "volumeDevices": [{"devicePath": "/dev/x", "name": "v"}],
            "ports": [{"containerPort": 80, "name": "http"}],
        }])),
        &json!({"spec": {"containers": [{
            "name": "a",
            "env": [{"name": "Y", "value": "2"}],
            "volumeMounts": [{"mountPath": "/data", "readOnly": true}],
            "volumeDevices": [{"devicePath": "/dev/x", "$patch": "delete"}],
            "ports": [{"containerPort": 80, "name": "web"}],
        }]}}),
        &pod(&json!([{
            "name": "a",
            "env": [{"name": "X", "value": "1"}, {"name": "Y", "value": "2"}],
            "volumeMounts": [{"mountPath": "/data", "name": "v", "readOnly": true}],
            "volumeDevices": [],
            "ports": [{"containerPort": 80, "name": "web"}],
        }])),
    );
}

#[test]
fn every_kind_with_a_pod_merges_its_containers() {
    let at = |path: &[&str], leaf: Value| {
        path.iter()
            .rev()
            .fold(leaf, |value, key| json!({ *key: value }))
    };
    let template = ["spec", "template", "spec", "initContainers"];
    let job = [
        "spec",
        "jobTemplate",
        "spec",
        "template",
        "spec",
        "initContainers",
    ];
    let pod = ["spec", "initContainers"];
    for (kind, path) in [
        ("Pod", pod.as_slice()),
        ("Deployment", &template),
        ("DaemonSet", &template),
        ("StatefulSet", &template),
        ("Job", &template),
        ("CronJob", &job),
    ] {
        let with_kind = |mut value: Value| {
            value["kind"] = kind.into();
            value
        };
        check(
            &with_kind(at(path, json!([{"name": "a"}]))),
            &at(path, json!([{"name": "b"}])),
            &with_kind(at(path, json!([{"name": "a"}, {"name": "b"}]))),
        );
    }
}

#[test]
fn kinds_without_pods_merge_the_lists_of_the_table() {
    for (kind, list) in [
        ("ServiceAccount", "secrets"),
        ("ValidatingWebhookConfiguration", "webhooks"),
        ("MutatingWebhookConfiguration", "webhooks"),
    ] {
        check(
            &json!({"kind": kind, list: [{"name": "a"}, {"name": "b"}]}),
            &json!({list: [{"name": "a", "$patch": "delete"}]}),
            &json!({"kind": kind, list: [{"name": "b"}]}),
        );
    }
}

#[test]
fn tcp_and_udp_ports_of_one_number_stay_apart() {
    check_ports(
        &json!([{"port": 53, "name": "dns-tcp"}, {"port": 53, "protocol": "UDP", "name": "dns"}]),
        &json!([{"port": 53, "protocol": "UDP", "targetPort": 5353}]),
        &json!([
            {"port": 53, "name": "dns-tcp"},
            {"port": 53, "protocol": "UDP", "name": "dns", "targetPort": 5353},
        ]),
    );
}

#[test]
fn a_port_without_a_protocol_is_a_tcp_port() {
    for protocol in [json!({"port": 80}), json!({"port": 80, "protocol": "TCP"})] {
        check_ports(
            &json!([protocol]),
            &json!([{"port": 80, "protocol": "TCP", "$patch": "delete"}]),
            &json!([]),
        );
    }
    check_ports(
        &json!([{"port": 80, "protocol": "TCP"}]),
        &json!([{"port": 80, "name": "web"}]),
        &json!([{"port": 80, "protocol": "TCP", "name": "web"}]),
    );
}

#[test]
fn a_number_is_one_key_in_whatever_form_it_is_written() {
    check_ports(
        &json!([{"port": 80}]),
        &json!([{"port": 80.0, "name": "web"}]),
        &json!([{"port": 80.0, "name": "web"}]),
    );
}

#[test]
fn replace_drops_what_the_patch_does_not_name() {
    check_ports(
        &json!([{"port": 80, "name": "a"}]),
        &json!([{"port": 80, "$patch": "replace", "nodePort": null}]),
        &json!([{"port": 80, "nodePort": null}]),
    );
}

#[test]
fn an_unknown_directive_is_accepted_on_a_new_element_alone() {
    let patch = json!([{"port": 81, "$patch": "bogus"}]);
    check_ports(
        &json!([{"port": 80}]),
        &patch,
        &json!([{"port": 80}, {"port": 81}]),
    );
    check_error(
        &service(&json!([{"port": 81}])),
        &json!({"spec": {"ports": patch}}),
        "unknown `$patch` directive `bogus` at `spec.ports[81/TCP]`: use `merge`, `replace` or `delete`",
    );
}

#[test]
fn a_directive_outside_keyed_lists_is_data() {
    check(
        &json!({"kind": "Pod", "spec": {"nodeName": "n"}}),
        &json!({"spec": {"$patch": "replace"}}),
        &json!({"kind": "Pod", "spec": {"nodeName": "n", "$patch": "replace"}}),
    );
}

#[test]
fn of_elements_with_one_key_the_last_counts_at_the_place_of_the_first() {
    check_ports(
        &json!([{"port": 1, "name": "a"}, {"port": 2}, {"port": 1, "name": "b"}]),
        &json!([{"port": 3, "name": "a"}, {"port": 4}, {"port": 3, "name": "b"}]),
        &json!([{"port": 1, "name": "b"}, {"port": 2}, {"port": 3, "name": "b"}, {"port": 4}]),
    );
}

#[test]
fn an_empty_keyed_list_changes_nothing() {
    check_ports(&json!([{"port": 1}]), &json!([]), &json!([{"port": 1}]));
}

#[test]
fn long_lists_follow_the_same_rules() {
    let ports: Vec<_> = (0..1000).map(|port| json!({"port": port})).collect();
    let deletes: Vec<_> = (0..1000)
        .filter(|port| port % 2 == 1)
        .map(|port| json!({"port": port, "$patch": "delete"}))
        .collect();
    let even: Vec<_> = (0..1000)
        .step_by(2)
        .map(|port| json!({"port": port}))
        .collect();
    check_ports(&json!(ports), &json!(deletes), &json!(even));
}

#[test]
fn values_are_removed_from_primitive_lists_once_each() {
    check(
        &json!({"metadata": {"finalizers": ["a", "b", "a", 1]}}),
        &json!({"metadata": {"$deleteFromPrimitiveList/finalizers": ["a", 1.0]}}),
        &json!({"metadata": {"finalizers": ["b", "a"]}}),
    );
}

#[test]
fn errors_name_place_and_key() {
    let pod = pod(&json!([{"name": "a", "env": [{"value": "secret"}]}]));
    check_error(
        &pod,
        &json!({"spec": {"containers": [{"name": "a", "env": [{"name": "X"}]}]}}),
        "an element of `spec.containers[a].env` in the manifest has no `name`, by which this list is merged",
    );
    check_error(
        &pod,
        &json!({"spec": {"containers": [5]}}),
        "an element of `spec.containers` in the patch has no `name`: add it, this list is merged by it",
    );
    check_error(
        &pod,
        &json!({"spec": {"containers": [{"name": "b", "$patch": "delete"}]}}),
        "`$patch: delete` at `spec.containers[b]`: the manifest has no such element",
    );
    check_error(
        &pod,
        &json!({"spec": {"$deleteFromPrimitiveList/args": ["a"]}}),
        "`$deleteFromPrimitiveList/args`: the manifest has no `spec.args`",
    );
    check_error(
        &pod,
        &json!({"spec": {"$deleteFromPrimitiveList/containers": "a"}}),
        "`$deleteFromPrimitiveList/containers` at `spec.containers` must hold a list of the values to remove",
    );
    check_error(
        &pod,
        &json!({"$deleteFromPrimitiveList/kind": ["Pod"]}),
        "`$deleteFromPrimitiveList/kind`: `kind` in the manifest is no list",
    );
    check_error(
        &pod,
        &json!({"spec": {"$deleteFromPrimitiveList/containers": ["a"]}}),
        "`$deleteFromPrimitiveList/containers`: value 0 (from 0) is not in `spec.containers` of the manifest",
    );
}

#[test]
fn only_objects_are_merged() {
    check_error(
        &json!([]),
        &json!({}),
        "the manifest must be an object, found a list",
    );
    check_error(
        &json!({}),
        &json!("text"),
        "the patch must be an object, found text",
    );
}
