//! Tests of normal forms.

use serde_json::json;

use super::*;
use crate::kinds;

fn shape(api_version: &str, kind: &str) -> Shape<'static> {
    kinds::find_object(api_version, kind).unwrap().shape()
}

#[test]
fn only_secrets_have_text_that_becomes_data() {
    let folded = kinds::all().iter().filter(|kind| {
        let object = json!({"stringData": {"a": "b"}});
        normalize(&object, kind.shape()) != object
    });
    let names: Vec<_> = folded.map(|kind| kind.kind).collect();
    assert_eq!(names, ["Secret"]);
}

#[test]
fn a_custom_resource_keeps_its_own_fields_and_has_the_metadata_of_all() {
    let schema = json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {
        "size": {"x-kubernetes-int-or-string": true},
        "at": {"type": "string", "format": "date-time"},
        "empty": {"type": "array", "items": {"type": "string"}},
        "none": {"type": "string"},
        "nullable": {"type": "string", "nullable": true},
        "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"],
            "items": {"type": "object", "properties": {
                "port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}}}},
    }}}});
    let object = json!({"metadata": {"labels": null, "annotations": {}, "name": "a"}, "spec": {
        "size": "1024Mi", "at": "2026-01-31T13:00:00+01:00", "empty": [], "none": null, "nullable": null,
        "ports": [{"port": 80}],
    }});
    let expected = json!({"metadata": {"name": "a"}, "spec": {
        "size": "1024Mi", "at": "2026-01-31T13:00:00+01:00", "empty": [], "nullable": null,
        "ports": [{"port": 80, "protocol": "TCP"}],
    }});
    assert_eq!(
        normalize(&object, Shape::custom_resource(&schema)),
        expected
    );
}

#[test]
fn what_does_not_fit_its_type_is_left_alone() {
    let object = json!({"spec": {"containers": "none", "activeDeadlineSeconds": "soon", "nope": null,
        "overhead": {"cpu": "much"}}, "metadata": {"creationTimestamp": "today"}});
    assert_eq!(normalize(&object, shape("v1", "Pod")), object);
    assert_eq!(normalize(&json!([1]), shape("v1", "Pod")), json!([1]));
}

#[test]
fn what_is_known_by_nothing_is_left_alone() {
    let object = json!({"a": null, "b": [], "c": {}});
    assert_eq!(normalize(&object, Shape::untyped()), object);
}

#[test]
fn a_normal_object_is_its_own_normal_form() {
    let object = json!({"spec": {"containers": [{"name": "a", "ports": [{"containerPort": 1}],
        "resources": {"limits": {"cpu": "0.5", "memory": null}}}]}});
    let normal = normalize(&object, shape("v1", "Pod"));
    assert_eq!(normalize(&normal, shape("v1", "Pod")), normal);
}

#[test]
fn objects_are_the_same_when_the_server_reads_them_so() {
    #[track_caller]
    fn check(one: Value, other: Value, expected: bool) {
        let pod = shape("v1", "Pod");
        assert_eq!(equivalent(&one, &other, pod), expected, "{one} {other}");
        assert_eq!(equivalent(&other, &one, pod), expected, "{other} {one}");
    }
    let limits = |cpu: Value| json!({"spec": {"overhead": {"cpu": cpu}}});
    check(limits(json!("1")), limits(json!(1)), true);
    check(limits(json!("1e3")), limits(json!("1k")), true);
    check(limits(json!("1")), limits(json!("2")), false);
    check(limits(json!("1")), json!({"spec": {}}), false);
    check(json!({"spec": {"volumes": []}}), json!({"spec": {}}), true);
    check(
        json!({"spec": {"nodeSelector": {"a": null}}}),
        json!({"spec": {"nodeSelector": {"a": ""}}}),
        true,
    );
    check(
        json!({"spec": {"securityContext": {}}}),
        json!({"spec": {}}),
        false,
    );
    check(
        json!({"metadata": {"finalizers": ["a", "b"]}}),
        json!({"metadata": {"finalizers": ["b", "a"]}}),
        false,
    );
}
