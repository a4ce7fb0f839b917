//! RFC 6902 and RFC 7386.

use oper8_patch::{PatchError, json_patch_6902, merge_patch_7386};
use serde_json::{Value, json};

#[track_caller]
fn check(document: &Value, operations: &Value, expected: &Value) {
    assert_eq!(
        json_patch_6902(document, operations).as_ref().ok(),
        Some(expected)
    );
}

#[test]
fn operations_apply_in_order() {
    check(
        &json!({"a": {"b": 1}, "list": [1, 2]}),
        &json!([
            {"op": "test", "path": "/a/b", "value": 1},
            {"op": "move", "from": "/a/b", "path": "/c"},
            {"op": "copy", "from": "/c", "path": "/list/0"},
            {"op": "replace", "path": "/a", "value": null},
            {"op": "remove", "path": "/list/2"},
            {"op": "add", "path": "/x~1y", "value": true},
        ]),
        &json!({"a": null, "c": 1, "list": [1, 1], "x/y": true}),
    );
}

#[test]
fn a_test_compares_numbers_by_value() {
    let document = json!({"a": [1, {"b": 2.0}]});
    check(
        &document,
        &json!([{"op": "test", "path": "/a", "value": [1.0, {"b": 2}]}]),
        &document,
    );
    for value in [json!(1.5), json!(true), json!("1")] {
        let operations = json!([{"op": "test", "path": "/a/0", "value": value}]);
        let error = json_patch_6902(&document, &operations).unwrap_err();
        assert!(
            matches!(error, PatchError::TestFailed { index: 0, .. }),
            "{error}"
        );
    }
}

#[test]
fn a_malformed_operation_is_reported_before_one_that_does_not_fit() {
    let operations = json!([{"op": "test", "path": "/a", "value": 2}, {"op": "remove"}]);
    let error = json_patch_6902(&json!({"a": 1}), &operations).unwrap_err();
    assert!(
        matches!(error, PatchError::InvalidOperation { index: 1, .. }),
        "{error}"
    );
}

#[test]
fn what_fails_is_named() {
    let document = json!({"a": 1});
    let fail = |operations: Value| {
        json_patch_6902(&document, &operations)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        fail(json!({})),
        "a JSON patch must be a list of operations, found an object"
    );
    assert_eq!(
        fail(json!([{"op": "jump"}])),
        "operation 0 (from 0) of the JSON patch is malformed"
    );
    assert_eq!(
        fail(json!([{"op": "add", "path": "/b", "value": 1}, {"op": "remove", "path": "/x/y"}])),
        "operation 1 (from 0) of the JSON patch cannot be applied at `/x/y`"
    );
    assert_eq!(
        fail(json!([{"op": "test", "path": "/x", "value": 1}])),
        "operation 0 (from 0) of the JSON patch: the value at `/x` is not the tested one"
    );
}

/// The table of RFC 7386, appendix A.
#[test]
fn merge_patches_follow_the_table_of_the_rfc() {
    for (document, patch, expected) in [
        (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
        (
            json!({"a": "b"}),
            json!({"b": "c"}),
            json!({"a": "b", "b": "c"}),
        ),
        (json!({"a": "b"}), json!({"a": null}), json!({})),
        (
            json!({"a": "b", "b": "c"}),
            json!({"a": null}),
            json!({"b": "c"}),
        ),
        (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
        (
            json!({"a": {"b": "c"}}),
            json!({"a": {"b": "d", "c": null}}),
            json!({"a": {"b": "d"}}),
        ),
        (
            json!({"a": [{"b": "c"}]}),
            json!({"a": [1]}),
            json!({"a": [1]}),
        ),
        (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
        (json!({"a": "b"}), json!(["c"]), json!(["c"])),
        (json!({"a": "foo"}), Value::Null, Value::Null),
        (json!({"a": "foo"}), json!("bar"), json!("bar")),
        (
            json!({"e": null}),
            json!({"a": 1}),
            json!({"e": null, "a": 1}),
        ),
        (
            json!([1, 2]),
            json!({"a": "b", "c": null}),
            json!({"a": "b"}),
        ),
        (
            json!({}),
            json!({"a": {"bb": {"ccc": null}}}),
            json!({"a": {"bb": {}}}),
        ),
    ] {
        assert_eq!(merge_patch_7386(&document, &patch), expected);
    }
}
