//! Results that the Python framework, release 0.1.40, gave for random inputs, its clock standing at
//! 2024-01-02T03:04:05.6789.
//!
//! Left out are reasons that it does not know, on which it fails.

use oper8_status::{
    ComponentState, External, StatusError, StatusUpdate, get_condition, get_version,
    make_application_status, status_changed, update_application_status,
};
use serde_json::{Map, Value, json};

fn now() -> jiff::Timestamp {
    "2024-01-02T03:04:05.6789Z".parse().expect("a timestamp")
}

fn text(map: &Value, key: &str) -> Option<String> {
    map[key].as_str().map(str::to_owned)
}

fn texts<T: FromIterator<String>>(list: &Value) -> T {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn component_state(arguments: &Value) -> Option<ComponentState> {
    let nodes = arguments.get("component_state")?;
    Some(ComponentState {
        verified: texts(&nodes["verified_nodes"]),
        unverified: texts(&nodes["unverified_nodes"]),
        failed: texts(&nodes["failed_nodes"]),
        unstarted: texts(&nodes["unstarted_nodes"]),
        dependency_graph: text(arguments, "dependency_graph"),
    })
}

fn update(arguments: &Value) -> StatusUpdate {
    let reason = |key| text(arguments, key);
    let mut update = StatusUpdate::new();
    update.ready_reason = reason("ready_reason").map(|text| text.parse().expect("known"));
    update.ready_message = text(arguments, "ready_message");
    update.updating_reason = reason("updating_reason").map(|text| text.parse().expect("known"));
    update.updating_message = text(arguments, "updating_message");
    update.component_state = component_state(arguments);
    update.version = text(arguments, "version");
    update.supported_versions = arguments.get("supported_versions").map(texts);
    update.operator_version = text(arguments, "operator_version");
    update.kind = text(arguments, "kind");
    update
}

fn external(arguments: &Value) -> External {
    let conditions = arguments
        .get("external_conditions")
        .and_then(Value::as_array);
    let fields: Option<&Map<_, _>> = arguments.get("external_status").and_then(Value::as_object);
    External {
        conditions: conditions.cloned().unwrap_or_default(),
        fields: fields.cloned().unwrap_or_default(),
    }
}

fn call(case: &Value) -> Result<Value, StatusError> {
    let (current, arguments) = (&case["current_status"], &case["kwargs"]);
    match text(case, "fn").unwrap_or_default().as_str() {
        "make_application_status" => {
            make_application_status(&update(arguments), external(arguments), now())
        }
        "update_application_status" => {
            let mut update = update(arguments);
            update.operator_version = text(case, "config_operator_version");
            update_application_status(current, &update, now())
        }
        "status_changed" => Ok(json!(status_changed(current, &case["new_status"]))),
        "get_condition" => {
            let name = text(case, "type_name").unwrap_or_default();
            get_condition(&name, current).map(|found| found.cloned().unwrap_or_else(|| json!({})))
        }
        "get_version" => get_version(current).map(|found| found.cloned().unwrap_or_default()),
        other => unreachable!("no function {other}"),
    }
}

/// Removes what the recorded results cannot have.
fn without_transition_times(mut status: Value) -> Value {
    let conditions = status.get_mut("conditions").and_then(Value::as_array_mut);
    for condition in conditions.into_iter().flatten() {
        if condition["type"] == "Ready" || condition["type"] == "Updating" {
            let condition = condition.as_object_mut().expect("a condition");
            condition.remove("lastTransitionTime");
        }
    }
    status
}

#[test]
fn statuses_agree() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("recorded/status.json")).unwrap();
    for case in &cases {
        let result = call(case).map(without_transition_times);
        match case.get("expect") {
            Some(expected) => assert_eq!(result.as_ref().ok(), Some(expected), "{case}"),
            None => {
                let error = format!("{:?}", result.expect_err("an error is recorded"));
                assert!(
                    error.starts_with(case["error"].as_str().unwrap()),
                    "{error}: {case}"
                );
            }
        }
    }
}
