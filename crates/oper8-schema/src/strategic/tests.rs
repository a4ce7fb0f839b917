//! Tests of errors and of what the recorded patches leave out.

use serde_json::json;

use super::*;
use crate::kinds;

fn pod() -> Shape<'static> {
    kinds::find("", "v1", "Pod").unwrap().shape()
}

#[test]
fn an_error_names_the_place_and_what_is_wrong() {
    #[track_caller]
    fn check(patch: Value, path: &str, problem: StrategicProblem) {
        let live = json!({"spec": {"containers": [{"name": "a"}], "nodeSelector": {"a": "b"}}});
        let error = merge(&live, &patch, pod()).unwrap_err();
        assert_eq!(error.path(), path);
        assert_eq!(error.problem(), &problem);
        assert!(
            error.to_string().starts_with(path)
                && error.to_string().ends_with(&problem.to_string())
        );
    }
    check(
        json!({"spec": {"containers": [{"image": "x"}]}}),
        ".spec.containers",
        StrategicProblem::NoMergeKey("name".into()),
    );
    check(
        json!({"spec": {"nodeSelector": {"$patch": "bogus"}}}),
        ".spec.nodeSelector",
        StrategicProblem::UnknownDirective("\"bogus\"".into()),
    );
    check(
        json!({"spec": {"$setElementOrder": []}}),
        ".spec",
        StrategicProblem::BadElementOrder,
    );
    check(json!([]), "", StrategicProblem::NotAnObject);
}

#[test]
fn what_is_known_by_nothing_is_merged_as_maps_and_replaced_as_lists() {
    let live = json!({"a": {"b": 1, "c": 2}, "list": [1]});
    let patch = json!({"a": {"b": null}, "list": [2]});
    assert_eq!(
        merge(&live, &patch, Shape::untyped()),
        Ok(json!({"a": {"c": 2}, "list": [2]}))
    );
}

#[test]
fn an_environment_variable_that_changes_its_source_drops_the_old_one_by_null() {
    let env = |env: Value| json!({"spec": {"containers": [{"name": "a", "env": [env]}]}});
    let live = env(json!({"name": "X", "value": "1"}));
    let source = json!({"fieldRef": {"fieldPath": "metadata.name"}});
    let patch = env(json!({"name": "X", "value": null, "valueFrom": source}));
    assert_eq!(
        merge(&live, &patch, pod()),
        Ok(env(json!({"name": "X", "valueFrom": source})))
    );
}
