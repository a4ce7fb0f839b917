//! Patches that are attached to a custom resource: order, source, target, and what they may change.

use std::error::Error as _;

use oper8_patch::{
    PatchError, PatchReference, apply_patches, check_content, check_source, is_allowed_kind,
    parse_annotation,
};
use serde_json::{Value, json};

fn temporary_patch(patch_type: &str, body: &Value) -> Value {
    json!({
        "apiVersion": "oper8.org/v1", "kind": "TemporaryPatch",
        "metadata": {"name": "fix", "namespace": "ns"},
        "spec": {
            "apiVersion": "demo.oper8.org/v1", "kind": "WebApp", "name": "web",
            "patchType": patch_type, "patch": {"api": {"server": body}},
        },
    })
}

fn manifest() -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "ns"},
        "spec": {"replicas": 1},
    })
}

fn webapp() -> Value {
    json!({"apiVersion": "demo.oper8.org/v2", "kind": "WebApp", "metadata": {"name": "web"}})
}

fn reference() -> PatchReference {
    PatchReference {
        name: "fix".into(),
        api_version: "oper8.org/v1".into(),
        kind: "TemporaryPatch".into(),
    }
}

/// The error below the one that names the patch.
#[track_caller]
fn refused(patch_type: &str, body: &Value) -> String {
    let patch = temporary_patch(patch_type, body);
    let error = apply_patches("api.server", &manifest(), &[patch]).expect_err("it is refused");
    assert!(matches!(error, PatchError::Apply { .. }));
    let is_of_identity = error.source().expect("the reason").to_string();
    assert_eq!(
        error.is_forbidden(),
        is_of_identity.contains("a patch may not")
    );
    assert_eq!(
        error.to_string(),
        "could not apply patch `fix` to `api.server`"
    );
    error.source().expect("the reason").to_string()
}

#[test]
fn patches_apply_in_list_order() {
    let strategic = |replicas| {
        temporary_patch(
            "patchStrategicMerge",
            &json!({"spec": {"replicas": replicas}}),
        )
    };
    let tested = temporary_patch(
        "patchJson6902",
        &json!([
            {"op": "test", "path": "/spec/replicas", "value": 2},
            {"op": "add", "path": "/spec/paused", "value": true},
        ]),
    );
    let before = manifest();
    let patched = apply_patches("api.server", &before, &[strategic(2), tested, strategic(3)]);
    assert_eq!(
        patched.unwrap()["spec"],
        json!({"replicas": 3, "paused": true})
    );
    assert_eq!(before, manifest());
}

#[test]
fn other_names_are_left_alone() {
    let patch = temporary_patch("patchStrategicMerge", &json!({"spec": {"replicas": 2}}));
    for name in ["", "api", "api.other", "other.server", "api.server.deeper"] {
        let result = apply_patches(name, &manifest(), std::slice::from_ref(&patch));
        match name {
            // The whole section of the component is then the patch: data that a Deployment does not know, but a patch.
            "api" => assert_eq!(result.unwrap()["server"]["spec"]["replicas"], 2),
            _ => assert_eq!(result.unwrap(), manifest(), "{name}"),
        }
    }
}

#[test]
fn a_patch_may_not_turn_a_manifest_into_another_object() {
    for (body, fields) in [
        (json!({"kind": "Secret"}), "/kind"),
        (json!({"apiVersion": null}), "/apiVersion"),
        (json!({"metadata": {"name": "x"}}), "/metadata/name"),
        (
            json!({"metadata": {"namespace": "kube-system"}}),
            "/metadata/namespace",
        ),
        (
            json!({"metadata": null}),
            "/metadata/name, /metadata/namespace",
        ),
    ] {
        let expected = format!(
            "the patch changes {fields}: a patch may not turn a manifest into another object's"
        );
        assert_eq!(refused("patchStrategicMerge", &body), expected);
    }
    let same = temporary_patch(
        "patchStrategicMerge",
        &json!({"metadata": {"name": "web", "labels": {}}}),
    );
    assert!(apply_patches("api.server", &manifest(), &[same]).is_ok());
}

#[test]
fn operations_may_not_reach_an_identifying_field() {
    let reaches = |operation: Value| {
        refused("patchJson6902", &json!([operation])).contains("a patch may not change")
    };
    for path in [
        "",
        "/kind",
        "/metadata",
        "/metadata/name",
        "/metadata/name/x",
    ] {
        assert!(
            reaches(json!({"op": "replace", "path": path, "value": "web"})),
            "{path}"
        );
        assert!(
            reaches(json!({"op": "move", "from": path, "path": "/x"})),
            "{path}"
        );
    }
    let reading = json!([
        {"op": "test", "path": "/metadata/name", "value": "web"},
        {"op": "copy", "from": "/metadata/name", "path": "/spec/name"},
        {"op": "add", "path": "/metadata/names", "value": 1},
    ]);
    let patched = apply_patches(
        "api.server",
        &manifest(),
        &[temporary_patch("patchJson6902", &reading)],
    );
    assert_eq!(patched.unwrap()["spec"]["name"], "web");
}

#[test]
fn only_known_patch_types_are_applied() {
    assert_eq!(
        refused("merge", &json!({"a": 1})),
        "patch `fix` has the unknown type `merge`: use `patchStrategicMerge` or `patchJson6902`"
    );
}

#[track_caller]
fn check_order(annotation: &Value, expected: &[&str]) {
    let parse = |text: &str| text.parse::<u32>().ok();
    let references = parse_annotation(&annotation.to_string(), parse).expect("valid");
    let names: Vec<_> = references
        .iter()
        .map(|reference| reference.name.as_str())
        .collect();
    assert_eq!(names, expected);
}

#[test]
fn references_come_by_time_and_then_by_name() {
    check_order(&json!({}), &[]);
    check_order(
        &json!({
            "c": {"timestamp": "9", "api_version": "v1"},
            "b": {"timestamp": "10", "api_version": "v1"},
            "a": {"timestamp": "10", "api_version": "v1", "kind": "Mine"},
        }),
        &["c", "a", "b"],
    );
}

#[test]
fn a_bad_annotation_says_what_it_lacks() {
    let fail = |annotation: &str| {
        parse_annotation(annotation, |text| text.parse::<u32>().ok())
            .unwrap_err()
            .to_string()
    };
    let prefix = "annotation `oper8.org/temporary-patches`";
    assert_eq!(fail("{"), format!("{prefix} is no JSON"));
    assert_eq!(
        fail("[]"),
        format!("{prefix} must be an object, found a list")
    );
    let timestamp = format!("{prefix}: entry `a` needs `timestamp`, an ISO 8601 time");
    assert_eq!(fail(r#"{"a": {"api_version": "v1"}}"#), timestamp);
    assert_eq!(
        fail(r#"{"a": {"api_version": "v1", "timestamp": "x"}}"#),
        timestamp
    );
    assert_eq!(fail(r#"{"a": 5}"#), timestamp);
    assert_eq!(
        fail(r#"{"a": {"timestamp": "1"}}"#),
        format!("{prefix}: entry `a` needs `api_version`, the apiVersion of the patch")
    );
    assert_eq!(
        fail(r#"{"a": {"timestamp": "1", "api_version": "v1", "kind": 5}}"#),
        format!("{prefix}: entry `a` needs `kind`, text where it is given")
    );
}

#[test]
fn kinds_are_allowed_by_name_or_by_full_type() {
    assert!(is_allowed_kind(&reference(), &["TemporaryPatch"]));
    assert!(is_allowed_kind(
        &reference(),
        &["oper8.org/v1/TemporaryPatch"]
    ));
    assert!(!is_allowed_kind(
        &reference(),
        &["my.org/v1/TemporaryPatch", "Secret"]
    ));
}

#[test]
fn a_custom_resource_is_no_source_of_its_own_patches() {
    assert!(check_source(&webapp(), &reference()).is_ok());
    let own = PatchReference {
        api_version: "demo.oper8.org/v1".into(),
        kind: "WebApp".into(),
        ..reference()
    };
    let error = check_source(&webapp(), &own).unwrap_err();
    assert!(matches!(error, PatchError::OwnKind { .. }), "{error}");
}

#[test]
fn a_patch_must_target_the_custom_resource_in_any_version() {
    let good = temporary_patch("patchStrategicMerge", &json!({}));
    check_content(&webapp(), &reference(), &good).unwrap();

    let fail = |pointer: &str, value: Value| {
        let mut content = good.clone();
        *content.pointer_mut(pointer).unwrap() = value;
        check_content(&webapp(), &reference(), &content)
            .unwrap_err()
            .to_string()
    };
    let target = "patch `fix` does not target demo.oper8.org/v2/WebApp/web: \
                  correct `spec.apiVersion`, `spec.kind` and `spec.name`, or the annotation";
    assert_eq!(fail("/spec/apiVersion", json!("other.org/v1")), target);
    assert_eq!(fail("/spec/kind", json!("Other")), target);
    assert_eq!(fail("/spec/name", json!("other")), target);
    assert_eq!(
        fail("/kind", json!("Secret")),
        "patch `fix` is no `oper8.org/v1/TemporaryPatch`, as which the annotation lists it"
    );
    assert_eq!(
        fail("/spec", Value::Null),
        "patch `fix` must have an object at `spec`"
    );
    assert_eq!(
        fail("/spec/patch", json!("{}")),
        "patch `fix` must have an object at `spec.patch`"
    );
    assert_eq!(
        fail("/spec/patchType", Value::Null),
        "patch `fix` has the unknown type `null`: use `patchStrategicMerge` or `patchJson6902`"
    );
}
