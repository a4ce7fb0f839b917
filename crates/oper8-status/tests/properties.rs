//! What holds for every status and every update.

use oper8_status::{
    ComponentState, ReadyReason, ServiceStatus, StatusUpdate, UpdatingReason, get_condition,
    status_changed, update_application_status,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3i64).prop_map(Value::from),
        prop_oneof!["Ready", "Updating", "Stable", "Errored", "True", "[a-c]"]
            .prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 32, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            object(inner)
        ]
    })
}

fn object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let keys = vec![
        "type",
        "status",
        "reason",
        "message",
        "conditions",
        "versions",
        "available",
        "fooStatus",
        "lastTransactionTime",
        "lastTransitionTime",
        "observedGeneration",
    ];
    btree_map(select(keys).prop_map(str::to_owned), inner, 0..6)
        .prop_map(|map| Value::Object(map.into_iter().collect()))
}

fn any_update() -> impl Strategy<Value = StatusUpdate> {
    let names = || btree_set("[a-e]", 0..3);
    let state = (names(), names(), names(), names()).prop_map(
        |(verified, unverified, failed, unstarted)| ComponentState {
            verified,
            unverified,
            failed,
            unstarted,
            dependency_graph: None,
        },
    );
    let ready = option::of((select(ReadyReason::ALL), "[a-c]?"));
    let updating = option::of((select(UpdatingReason::ALL), "[a-c]?"));
    (
        ready,
        updating,
        option::of(state),
        option::of("[1-3]"),
        option::of(1..4i64),
        any::<bool>(),
    )
        .prop_map(|(ready, updating, state, version, generation, kind)| {
            let mut update = StatusUpdate::new();
            if let Some((reason, message)) = ready {
                update = update.ready(reason, message);
            }
            if let Some((reason, message)) = updating {
                update = update.updating(reason, message);
            }
            if kind {
                update = update.kind("Foo");
            }
            update.component_state = state;
            update.version = version;
            update.observed_generation = generation;
            update
        })
}

fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(second).expect("within range")
}

proptest! {
    #[test]
    fn nothing_panics(current in any_json(), other in any_json(), update in any_update()) {
        let _ = update_application_status(&current, &update, at(0));
        let _ = get_condition("Ready", &current);
        prop_assert_eq!(status_changed(&current, &other), status_changed(&other, &current));
    }

    #[test]
    fn the_same_update_again_is_no_change(current in object(any_json()), update in any_update()) {
        if let Ok(first) = update_application_status(&current, &update, at(1_000)) {
            let second = update_application_status(&first, &update, at(2_000)).unwrap();
            prop_assert!(!status_changed(&first, &second), "{first} became {second}");
        }
    }

    #[test]
    fn fields_of_others_survive(fields in btree_map("[a-e]", any_json(), 0..4), updates in vec(any_update(), 0..4)) {
        let mut status = json!(fields);
        for update in &updates {
            status = update_application_status(&status, update, at(0)).unwrap();
        }
        for (key, value) in &fields {
            prop_assert_eq!(&status[key], value);
        }
    }

    #[test]
    fn conditions_of_others_survive_in_their_order(
        conditions in vec(prop_oneof![any_json(), object(any_json())], 0..6),
        updates in vec(any_update(), 1..4),
    ) {
        let foreign = |status: &Value| -> Vec<Value> {
            let all = status["conditions"].as_array().cloned().unwrap_or_default();
            let ours = |condition: &Value| condition["type"] == "Ready" || condition["type"] == "Updating";
            all.into_iter().filter(|condition| !ours(condition)).collect()
        };
        let mut status = json!({"conditions": conditions});
        let before = foreign(&status);
        for update in &updates {
            status = update_application_status(&status, update, at(0)).unwrap();
            prop_assert_eq!(&foreign(&status), &before);
        }
    }

    #[test]
    fn what_others_write_beside_the_versions_survives(
        fields in btree_map("[a-e]", any_json(), 0..3),
        available in btree_map("[a-e]", any_json(), 0..3),
        updates in vec(any_update(), 0..4),
    ) {
        let mut versions = json!(fields);
        versions["available"] = json!(available);
        let mut status = json!({"versions": versions});
        for update in &updates {
            let update = update.clone().supported_versions(["1", "2"]);
            status = update_application_status(&status, &update, at(0)).unwrap();
        }
        for (key, value) in &fields {
            prop_assert_eq!(&status["versions"][key], value);
        }
        for (key, value) in &available {
            prop_assert_eq!(&status["versions"]["available"][key], value);
        }
    }

    /// Times alone are no change, and whatever else is put in the place of something is one.
    #[test]
    fn a_change_is_told_unless_it_is_one_of_times(
        status in object(any_json()), seconds in (1..1_000i64, 1_000..2_000i64), update in any_update(), key in "[a-e]", value in any_json(),
    ) {
        let at_two_times = [seconds.0, seconds.1].map(|second| update_application_status(&status, &update, at(second)));
        if let [Ok(early), Ok(late)] = at_two_times {
            prop_assert!(!status_changed(&early, &late), "{early} became {late}");
            let mut other = late.clone();
            other[&key] = value;
            prop_assert!(status_changed(&early, &other));
            let mut retold = late.clone();
            retold["conditions"].as_array_mut().unwrap().push(json!({"type": "Other", "lastTransitionTime": "now"}));
            prop_assert!(status_changed(&early, &retold));
        }
    }

    #[test]
    fn the_last_reason_given_is_the_one_told(updates in vec(any_update(), 1..6)) {
        let mut status = Value::Null;
        for update in &updates {
            status = update_application_status(&status, update, at(0)).unwrap();
        }
        let last = |reason: fn(&StatusUpdate) -> Option<ReadyReason>| updates.iter().rev().find_map(reason);
        let told = get_condition("Ready", &status).unwrap().map(|condition| condition["reason"].clone());
        prop_assert_eq!(told, last(|update| update.ready_reason).map(|reason| json!(reason)));
    }
}

#[test]
fn every_name_is_read_back() {
    for reason in ReadyReason::ALL {
        assert_eq!(reason.as_str().parse::<ReadyReason>(), Ok(*reason));
        assert_eq!(json!(reason), reason.as_str());
    }
    for reason in UpdatingReason::ALL {
        assert_eq!(reason.as_str().parse::<UpdatingReason>(), Ok(*reason));
    }
    for status in ServiceStatus::ALL {
        assert_eq!(status.as_str().parse::<ServiceStatus>(), Ok(*status));
    }
    assert_eq!(
        "stable".parse::<ServiceStatus>().unwrap_err().to_string(),
        "`stable` is no service status: use one of InProgress, Failed, Completed"
    );
}
