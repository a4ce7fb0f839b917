//! What an update changes, and what it leaves alone.

use oper8_status::{
    Clock, ComponentState, ManualClock, ReadyReason, StatusError, StatusUpdate, UpdatingReason,
    WaitingComponent, get_condition, get_version, status_changed, update_application_status,
    waiting_components,
};
use serde_json::{Value, json};

fn clock() -> ManualClock {
    ManualClock::new("2024-01-02T03:04:05.6789Z".parse().expect("a timestamp"))
}

#[track_caller]
fn update(current: &Value, update: &StatusUpdate) -> Value {
    update_application_status(current, update, clock().now()).expect("a well-formed status")
}

#[track_caller]
fn ready(status: &Value) -> &Value {
    let condition = get_condition("Ready", status).expect("a well-formed status");
    condition.expect("a Ready condition")
}

fn stable() -> StatusUpdate {
    StatusUpdate::new()
        .ready(ReadyReason::Stable, "serving")
        .updating(UpdatingReason::Stable, "done")
}

#[test]
fn a_first_update_writes_both_conditions_in_full() {
    let status = update(&Value::Null, &stable().observed_generation(2));
    let condition = |kind: &str, status: &str, message: &str| {
        json!({
            "type": kind, "status": status, "reason": "Stable", "message": message,
            "lastTransactionTime": "2024-01-02T03:04:05.678900",
            "lastTransitionTime": "2024-01-02T03:04:05Z",
            "observedGeneration": 2,
        })
    };
    assert_eq!(
        status,
        json!({
            "conditions": [condition("Ready", "True", "serving"), condition("Updating", "False", "done")],
            "observedGeneration": 2,
        })
    );
}

#[test]
fn each_reason_gives_its_status() {
    for reason in ReadyReason::ALL {
        let status = update(&Value::Null, &StatusUpdate::new().ready(*reason, ""));
        let expected = if *reason == ReadyReason::Stable {
            "True"
        } else {
            "False"
        };
        assert_eq!(ready(&status)["status"], expected, "{reason}");
    }
    for reason in UpdatingReason::ALL {
        let status = update(&Value::Null, &StatusUpdate::new().updating(*reason, ""));
        let still = ["Stable", "ClusterError", "Errored"].contains(&reason.as_str());
        let expected = if still { "False" } else { "True" };
        assert_eq!(status["conditions"][0]["status"], expected, "{reason}");
    }
}

#[test]
fn the_service_status_follows_the_reasons() {
    for (ready, updating, expected) in [
        (ReadyReason::Stable, UpdatingReason::Stable, "Completed"),
        (
            ReadyReason::Stable,
            UpdatingReason::VerifyWait,
            "InProgress",
        ),
        (
            ReadyReason::Initializing,
            UpdatingReason::Stable,
            "InProgress",
        ),
        (ReadyReason::ConfigError, UpdatingReason::Stable, "Failed"),
        (ReadyReason::Stable, UpdatingReason::ClusterError, "Failed"),
        (ReadyReason::Errored, UpdatingReason::Errored, "Failed"),
    ] {
        let news = StatusUpdate::new()
            .ready(ready, "")
            .updating(updating, "")
            .kind("WebApp");
        assert_eq!(
            update(&json!({"webAppStatus": "Failed"}), &news)["webAppStatus"],
            expected
        );
    }
    let half = StatusUpdate::new()
        .ready(ReadyReason::Errored, "")
        .kind("X");
    assert_eq!(update(&Value::Null, &half)["xStatus"], "InProgress");
}

#[test]
fn an_operators_own_service_status_stays() {
    let status = update(
        &json!({"webAppStatus": "Migrating"}),
        &stable().kind("WebApp"),
    );
    assert_eq!(status["webAppStatus"], "Migrating");
}

#[test]
fn the_transition_time_moves_only_when_the_status_flips() {
    let clock = clock();
    let step = |current: &Value, reason| {
        clock.advance(jiff::SignedDuration::from_secs(60));
        let news = StatusUpdate::new().ready(reason, "");
        let status = update_application_status(current, &news, clock.now()).unwrap();
        let times = ["lastTransactionTime", "lastTransitionTime"];
        let [transaction, transition] =
            times.map(|key| ready(&status)[key].as_str().unwrap().to_owned());
        (status, transaction, transition)
    };
    let (status, transaction, transition) = step(&Value::Null, ReadyReason::Initializing);
    assert_eq!(transaction, "2024-01-02T03:05:05.678900");
    assert_eq!(transition, "2024-01-02T03:05:05Z");
    let (status, transaction, transition) = step(&status, ReadyReason::Errored);
    assert_eq!(transaction, "2024-01-02T03:06:05.678900");
    assert_eq!(transition, "2024-01-02T03:05:05Z");
    let (status, _, transition) = step(&status, ReadyReason::Stable);
    assert_eq!(transition, "2024-01-02T03:07:05Z");
    let (_, _, transition) = step(&status, ReadyReason::Stable);
    assert_eq!(transition, "2024-01-02T03:07:05Z");
}

#[test]
fn a_boolean_status_counts_as_its_text() {
    for (status, kept) in [
        (json!(false), true),
        (json!("False"), true),
        (json!(true), false),
    ] {
        let current = json!({"conditions": [
            {"type": "Ready", "status": status, "reason": "Errored", "lastTransitionTime": "2020-01-01T00:00:00Z"},
        ]});
        let status = update(&current, &StatusUpdate::new());
        assert_eq!(ready(&status)["status"], "False");
        assert_eq!(
            ready(&status)["lastTransitionTime"] == "2020-01-01T00:00:00Z",
            kept
        );
    }
}

#[test]
fn a_reason_nobody_knows_stays_until_another_is_given() {
    let weird = json!({
        "type": "Ready", "status": "True", "reason": "Dreaming", "message": "zzz", "depth": 3,
        "lastTransactionTime": "2020-01-01T00:00:00",
    });
    let current = json!({"conditions": [weird]});
    let waiting = StatusUpdate::new()
        .updating(UpdatingReason::VerifyWait, "")
        .kind("Foo");
    let status = update(&current, &waiting);
    assert_eq!(ready(&status), &weird);
    assert_eq!(status["fooStatus"], "InProgress");

    let status = update(
        &current,
        &StatusUpdate::new().ready(ReadyReason::Stable, "up"),
    );
    assert_eq!(ready(&status)["reason"], "Stable");
    assert_eq!(ready(&status)["message"], "up");
}

#[test]
fn what_others_wrote_stays() {
    let others = json!([
        {"type": "Backup", "status": true, "nested": {"deep": [1, null]}},
        {"no": "type"},
        "not even an object",
    ]);
    let mut current = json!({"conditions": others, "replicas": 3, "versions": {"theirs": 1}});
    for _ in 0..2 {
        current = update(&current, &stable().version("2"));
        assert_eq!(
            current["conditions"].as_array().unwrap()[2..],
            others.as_array().unwrap()[..]
        );
        assert_eq!(current["replicas"], 3);
        assert_eq!(current["versions"], json!({"theirs": 1, "reconciled": "2"}));
    }
}

#[test]
fn the_generation_stays_until_another_is_observed() {
    let first = update(&Value::Null, &stable().observed_generation(1));
    let silent = update(&first, &StatusUpdate::new());
    assert_eq!(silent["observedGeneration"], 1);
    assert_eq!(ready(&silent)["observedGeneration"], 1);
    let second = update(&silent, &StatusUpdate::new().observed_generation(2));
    assert_eq!(second["observedGeneration"], 2);
    assert_eq!(ready(&second)["observedGeneration"], 2);
    assert!(status_changed(&silent, &second));
}

#[test]
fn components_are_sorted_and_counted_against_all() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let state = ComponentState {
        verified: names(&["c", "a"]),
        unverified: names(&["b"]),
        failed: names(&["e"]),
        unstarted: names(&["d"]),
        dependency_graph: Some("Graph({a:[],b:[a]})".into()),
    };
    let status = update(&Value::Null, &StatusUpdate::new().component_state(state));
    assert_eq!(
        status["componentStatus"],
        json!({
            "allComponents": ["a", "b", "c", "d", "e"],
            "deployedComponents": ["a", "b", "c"],
            "unverifiedComponents": ["b"],
            "failedComponents": ["e"],
            "deployed": "3/5",
            "verified": "2/5",
            "dependencyGraph": "Graph({a:[],b:[a]})",
        })
    );
}

#[test]
fn waiting_components_are_written_beside_the_others_and_read_back() {
    let waiting = |name: &str, generation| WaitingComponent {
        name: name.to_owned(),
        since: "2024-01-02T03:04:05Z".parse().unwrap(),
        generation,
        message: "1 of 3 replicas are ready".to_owned(),
    };
    let both = vec![waiting("web", Some(2)), waiting("cache", None)];
    let news = StatusUpdate::new().waiting_components(both.clone());
    let silent = update(&Value::Null, &news);
    assert_eq!(waiting_components(&silent), []);
    let said = update(&silent, &news.component_state(ComponentState::default()));
    assert_eq!(
        said["componentStatus"]["waitingComponents"][0],
        json!({
            "name": "web",
            "since": "2024-01-02T03:04:05Z",
            "generation": 2,
            "message": "1 of 3 replicas are ready",
        })
    );
    assert_eq!(waiting_components(&said), both);
    let none = StatusUpdate::new().component_state(ComponentState::default());
    assert_eq!(
        update(&said, &none)["componentStatus"].get("waitingComponents"),
        None
    );
}

#[test]
fn waiting_components_of_another_shape_are_left_out() {
    let read = |entries: Value| {
        waiting_components(&json!({"componentStatus": {"waitingComponents": entries}}))
    };
    assert_eq!(read(json!("web")), []);
    assert_eq!(
        read(json!([{"name": "web", "since": "soon"}, {"since": "2024-01-01"}, 3])),
        []
    );
}

#[test]
fn nulls_are_read_as_nothing() {
    let empty = json!({"conditions": null, "versions": null});
    assert_eq!(get_condition("Ready", &empty), Ok(None));
    assert_eq!(get_version(&empty), Ok(None));
    assert_eq!(
        get_version(&json!({"versions": {"reconciled": null}})),
        Ok(None)
    );
    let status = update(
        &empty,
        &StatusUpdate::new().version("1").supported_versions(["1"]),
    );
    let versions = json!({"reconciled": "1", "available": {"versions": [{"name": "1"}]}});
    assert_eq!(status["versions"], versions);
}

#[test]
fn a_status_of_another_shape_is_an_error_that_names_the_field() {
    let fail = |current: Value| {
        let news = StatusUpdate::new().version("1").supported_versions(["1"]);
        let error = update_application_status(&current, &news, clock().now()).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        fail(json!("x")),
        "`status` in the status must be an object, found text"
    );
    assert_eq!(
        fail(json!({"conditions": {}})),
        "`conditions` in the status must be a list, found an object"
    );
    assert_eq!(
        fail(json!({"versions": []})),
        "`versions` in the status must be an object, found a list"
    );
    assert_eq!(
        fail(json!({"versions": {"available": 1}})),
        "`versions.available` in the status must be an object, found a number"
    );
    let twice = json!({"conditions": [{"type": "Ready"}, {"type": "Ready"}]});
    assert_eq!(
        get_condition("Ready", &twice),
        Err(StatusError::DuplicateCondition {
            type_name: "Ready".into()
        })
    );
}

#[test]
fn two_ready_conditions_are_merged_into_one() {
    let current = json!({"conditions": [
        {"type": "Ready", "reason": "Errored", "message": "old"},
        {"type": "Ready", "reason": "Stable", "message": "new"},
    ]});
    assert_eq!(
        ready(&update(&current, &StatusUpdate::new()))["message"],
        "new"
    );
}

#[track_caller]
fn check_changed(current: &Value, new: &Value, expected: bool) {
    assert_eq!(status_changed(current, new), expected);
    assert_eq!(status_changed(new, current), expected);
}

#[test]
fn only_our_own_timestamps_are_no_change() {
    let with =
        |kind: &str, key: &str, value: &str| json!({"conditions": [{"type": kind, key: value}]});
    for key in ["lastTransactionTime", "lastTransitionTime"] {
        check_changed(&with("Ready", key, "1"), &with("Ready", key, "2"), false);
        check_changed(
            &with("Ready", key, "1"),
            &json!({"conditions": [{"type": "Ready"}]}),
            false,
        );
    }
    check_changed(
        &with("Ext", "lastTransactionTime", "1"),
        &with("Ext", "lastTransactionTime", "2"),
        false,
    );
    check_changed(
        &with("Ext", "lastTransitionTime", "1"),
        &with("Ext", "lastTransitionTime", "2"),
        true,
    );
    check_changed(
        &with("Ready", "message", "1"),
        &with("Ready", "message", "2"),
        true,
    );
}

#[test]
fn every_other_difference_is_a_change() {
    check_changed(&json!({"a": [1, 2]}), &json!({"a": [2, 1]}), true);
    check_changed(&json!({"a": [1]}), &json!({"a": [1, 1]}), true);
    check_changed(&json!({"a": 1}), &json!({"a": 1.0}), true);
    check_changed(&json!({"a": null}), &json!({}), true);
    check_changed(
        &json!({"a": {"b": [{"c": 1}]}}),
        &json!({"a": {"b": [{"c": 1}]}}),
        false,
    );
    assert!(status_changed(&Value::Null, &Value::Null));
}
