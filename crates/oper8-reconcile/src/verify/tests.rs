//! The rules of readiness, kind by kind.

use serde_json::{Value, json};

use super::*;
use crate::error::Error;

fn conditions(kind: &str, conditions: Value) -> Value {
    json!({"kind": kind, "metadata": {"name": "a"}, "status": {"conditions": conditions}})
}

fn condition(condition_type: &str, status: impl Into<Value>, time: impl Into<Value>) -> Value {
    json!({"type": condition_type, "status": status.into(), "lastTransitionTime": time.into()})
}

#[track_caller]
fn check(object: Value, expected: bool) {
    let verdict = judge(&object, &VerifyOptions::new(), None).unwrap();
    assert_eq!(verdict.is_verified(), expected, "{object} is {verdict:?}");
}

#[test]
fn a_pod_is_ready_by_its_newest_ready_condition() {
    check(conditions("Pod", json!([])), false);
    check(conditions("Pod", json!(null)), false);
    check(
        conditions(
            "Pod",
            json!([condition("Ready", "True", "2024-01-01T00:00:00Z")]),
        ),
        true,
    );
    check(
        conditions(
            "Pod",
            json!([condition("Ready", "true", "2024-01-01T00:00:00Z")]),
        ),
        true,
    );
    check(
        conditions(
            "Pod",
            json!([condition("Initialized", "True", "2024-01-01T00:00:00Z")]),
        ),
        false,
    );
    let old_and_new = json!([
        condition("Ready", "True", "2024-01-01T00:00:00Z"),
        condition("Ready", "False", "2024-01-02T00:00:00Z"),
    ]);
    check(conditions("Pod", old_and_new), false);
    check(json!({"kind": "Pod", "status": null}), false);
}

#[test]
fn the_first_of_equally_new_conditions_counts_and_odd_times_are_the_epoch() {
    let same = |first: &str, second: &str, time: Value| {
        conditions(
            "Pod",
            json!([
                condition("Ready", first, time.clone()),
                condition("Ready", second, time)
            ]),
        )
    };
    check(same("True", "False", json!("2024-01-01T00:00:00Z")), true);
    check(same("False", "True", json!("2024-01-01T00:00:00Z")), false);
    check(same("True", "False", json!(1_700_000_000)), true);
    check(same("True", "False", json!("not a date")), true);
    let zoned_and_not = json!([
        condition("Ready", "True", "2024-01-01T02:00:00+02:00"),
        condition("Ready", "False", "2024-01-01T00:00:01"),
    ]);
    check(conditions("Pod", zoned_and_not), false);
}

#[test]
fn a_status_may_be_text_or_boolean() {
    let negated = |status: Value| {
        let object = json!({"status": {"versions": {"reconciled": "1"}, "conditions": [
            {"type": "Ready", "status": "True"},
            {"type": "Updating", "status": status},
        ]}});
        verify_subsystem(&object, Some("1")).unwrap()
    };
    assert!(negated(json!("False")));
    assert!(negated(json!(false)));
    assert!(!negated(json!(true)));
    assert!(!negated(json!(null)));
    assert!(!negated(json!("")));
    check(
        conditions(
            "Pod",
            json!([condition("Ready", true, "2024-01-01T00:00:00Z")]),
        ),
        true,
    );
    check(
        conditions(
            "Pod",
            json!([condition("Ready", 1, "2024-01-01T00:00:00Z")]),
        ),
        true,
    );
    check(
        conditions(
            "Pod",
            json!([condition("Ready", 0, "2024-01-01T00:00:00Z")]),
        ),
        false,
    );
}

#[test]
fn a_job_is_done_when_it_is_complete_and_failed_when_it_says_so() {
    check(
        conditions(
            "Job",
            json!([condition("Complete", "True", "2024-01-01T00:00:00Z")]),
        ),
        true,
    );
    check(
        conditions(
            "Job",
            json!([condition("Complete", "False", "2024-01-01T00:00:00Z")]),
        ),
        false,
    );
    let failed = conditions(
        "Job",
        json!([{
            "type": "Failed", "status": "True", "reason": "BackoffLimitExceeded", "message": "too often",
        }]),
    );
    let verdict = judge(&failed, &VerifyOptions::new(), None).unwrap();
    assert_eq!(
        verdict,
        Verdict::Failed("the job failed: BackoffLimitExceeded: too often".into())
    );
    assert!(!verify_job(&failed));
}

#[test]
fn a_deployment_must_be_available_with_its_new_replica_set() {
    let deployment = |available: &str, progressing: &str, reason: &str| {
        conditions(
            "Deployment",
            json!([
                {"type": "Available", "status": available},
                {"type": "Progressing", "status": progressing, "reason": reason, "message": "m"},
            ]),
        )
    };
    check(deployment("True", "True", "NewReplicaSetAvailable"), true);
    check(deployment("True", "True", "ReplicaSetUpdated"), false);
    check(deployment("True", "False", "NewReplicaSetAvailable"), false);
    check(deployment("False", "True", "NewReplicaSetAvailable"), false);
    check(
        conditions(
            "Deployment",
            json!([{"type": "Available", "status": "True"}]),
        ),
        false,
    );
    let exceeded = deployment("True", "False", "ProgressDeadlineExceeded");
    let verdict = judge(&exceeded, &VerifyOptions::new(), None).unwrap();
    assert_eq!(
        verdict,
        Verdict::Failed("ProgressDeadlineExceeded: m".into())
    );
}

#[test]
fn a_stateful_set_needs_as_many_ready_replicas_as_replicas() {
    let stateful = |status: Value| json!({"kind": "StatefulSet", "status": status});
    check(stateful(json!({"replicas": 3, "readyReplicas": 3})), true);
    check(stateful(json!({"replicas": 3, "readyReplicas": 2})), false);
    check(stateful(json!({"replicas": 3})), false);
    check(stateful(json!({"replicas": 0})), true);
    check(
        stateful(json!({"replicas": null, "readyReplicas": null})),
        false,
    );
    check(stateful(json!({})), false);
}

#[test]
fn other_kinds_are_ready_when_they_are_there() {
    check(json!({"kind": "ConfigMap"}), true);
    check(
        json!({"kind": "Sub", "status": {"conditions": [{"type": "Ready", "status": "False"}]}}),
        true,
    );
}

#[test]
fn a_status_of_an_older_generation_is_waited_for() {
    let deployment = |observed: Value| {
        json!({
            "kind": "Deployment",
            "metadata": {"generation": 2},
            "status": {"observedGeneration": observed, "conditions": [
                {"type": "Available", "status": "True"},
                {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"},
            ]},
        })
    };
    check(deployment(json!(1)), false);
    check(deployment(json!(2)), true);
    check(deployment(json!(null)), true);
    check(
        json!({"kind": "Site", "metadata": {"generation": 2}, "status": {"observedGeneration": 1}}),
        false,
    );
}

#[test]
fn a_subsystem_must_be_rolled_out_at_the_wanted_version() {
    let subsystem = |version: Value| {
        json!({"kind": "Sub", "status": {
            "versions": {"reconciled": version},
            "conditions": [{"type": "Ready", "status": "True"}, {"type": "Updating", "status": "False"}],
        }})
    };
    let options = VerifyOptions::new().subsystem();
    let verdict = |version: Value, wanted| judge(&subsystem(version), &options, wanted).unwrap();
    assert!(verdict(json!("1"), Some("1")).is_verified());
    assert!(!verdict(json!("1"), Some("2")).is_verified());
    assert!(!verdict(json!(null), Some("1")).is_verified());
    assert!(verdict(json!(null), None).is_verified());
    assert!(!verdict(json!("1"), None).is_verified());
    let odd = json!({"status": {"versions": "1"}});
    assert!(matches!(
        verify_subsystem(&odd, Some("1")),
        Err(Error::Status(_))
    ));
}

#[test]
fn the_rule_of_a_kind_comes_before_that_of_subsystems() {
    let pod = conditions(
        "Pod",
        json!([condition("Ready", "True", "2024-01-01T00:00:00Z")]),
    );
    assert!(
        judge(&pod, &VerifyOptions::new().subsystem(), Some("1"))
            .unwrap()
            .is_verified()
    );
}

#[test]
fn a_condition_type_comes_before_a_function_and_a_function_before_the_kind() {
    let object = conditions(
        "Pod",
        json!([
            {"type": "Synced", "status": "True", "at": "2024-01-01T00:00:00Z"},
            {"type": "Synced", "status": "False", "at": "2024-01-02T00:00:00Z"},
        ]),
    );
    let judged = |options: &VerifyOptions| judge(&object, options, None).unwrap().is_verified();
    assert!(judged(
        &VerifyOptions::new()
            .condition("Synced")
            .function(|_| Ok(false))
    ));
    assert!(!judged(
        &VerifyOptions::new().condition("Synced").timestamp_key("at")
    ));
    assert!(judged(
        &VerifyOptions::new().function(|object| Ok(object["kind"] == "Pod"))
    ));
    let failing = VerifyOptions::new().function(|_| Err(Error::Config("no".into())));
    assert!(judge(&object, &failing, None).is_err());
}

#[test]
fn what_an_apply_returned_is_enough_only_for_what_is_ready() {
    let judged = |object: &Value, options: &VerifyOptions| {
        judge_applied(
            Some(object),
            object["kind"].as_str().unwrap(),
            options,
            None,
        )
        .unwrap()
    };
    let plain = VerifyOptions::new();
    assert!(judged(&json!({"kind": "ConfigMap"}), &plain));
    assert!(!judged(&json!({"kind": "Deployment"}), &plain));
    assert!(!judged(
        &json!({"kind": "ConfigMap"}),
        &VerifyOptions::new().function(|_| Ok(true))
    ));
    assert!(!judge_applied(None, "ConfigMap", &plain, None).unwrap());
}
