//! Statuses: `oper8_status`.

use std::str::FromStr;

use jiff::Timestamp;
use oper8_status::{
    ComponentState, External, StatusError, StatusUpdate, UnknownName, get_condition, get_version,
    make_application_status, status_changed, update_application_status,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Rule;
use crate::compare;
use crate::differences::Case;
use crate::input::{
    Answer, Failure, get, given, optional_map, optional_text, text, unknown_fn, wrong_type,
};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("unknown-reason-stays", unknown_reason_stays),
    ("as-if-absent", as_if_absent),
    ("null-arguments-apart", null_arguments_apart),
    ("odd-conditions-stay", odd_conditions_stay),
    ("transition-times-apart", transition_times_apart),
];

/// Versions are texts by their type.
const VERSION_IS_TEXT: &str = "a version is a text by its type, not any JSON";

/// At this instant the clock of the vectors stands.
const NOW: &str = "2024-01-02T03:04:05.6789Z";

pub(super) fn answer(input: &Value) -> Answer {
    let current = || get(input, "current_status");
    match text(input, "fn")? {
        "make_application_status" => make(get(input, "kwargs")?),
        "update_application_status" => {
            let mut update = update(get(input, "kwargs")?)?;
            update.operator_version = version(input, "config_operator_version")?;
            update_application_status(current()?, &update, now()?).map_err(|error| failure(&error))
        }
        "status_changed" => Ok(status_changed(current()?, get(input, "new_status")?).into()),
        "get_condition" => {
            let found = get_condition(text(input, "type_name")?, current()?);
            let found = found.map_err(|error| failure(&error))?;
            // The reference's word for none.
            Ok(found.cloned().unwrap_or_else(|| json!({})))
        }
        "get_version" => {
            let found = get_version(current()?).map_err(|error| failure(&error))?;
            Ok(found.cloned().unwrap_or_default())
        }
        other => Err(unknown_fn(other)),
    }
}

fn make(arguments: &Value) -> Answer {
    let mut external = External::default();
    if let Some(conditions) = given(arguments, "external_conditions") {
        let conditions = conditions.as_array();
        external.conditions = conditions
            .ok_or_else(|| wrong_type("external_conditions", "a list"))?
            .clone();
    }
    if let Some(fields) = optional_map(arguments, "external_status")? {
        external.fields = fields.clone();
    }
    make_application_status(&update(arguments)?, external, now()?).map_err(|error| failure(&error))
}

fn now() -> Result<Timestamp, Failure> {
    NOW.parse()
        .map_err(|error| Failure::malformed(format!("the clock of the vectors: {error}")))
}

fn update(arguments: &Value) -> Result<StatusUpdate, Failure> {
    let mut update = StatusUpdate::new();
    update.ready_reason = reason(arguments, "ready_reason")?;
    update.updating_reason = reason(arguments, "updating_reason")?;
    let owned = |key| Ok(optional_text(arguments, key)?.map(str::to_owned));
    update.ready_message = owned("ready_message")?;
    update.updating_message = owned("updating_message")?;
    update.kind = owned("kind")?;
    update.version = version(arguments, "version")?;
    update.operator_version = version(arguments, "operator_version")?;
    if let Some(versions) = given(arguments, "supported_versions") {
        let versions = versions
            .as_array()
            .ok_or_else(|| wrong_type("supported_versions", "a list"))?;
        update.supported_versions = Some(texts(versions, Failure::Missing(VERSION_IS_TEXT))?);
    }
    if let Some(lists) = given(arguments, "component_state") {
        update.component_state = Some(component_state(lists, owned("dependency_graph")?)?);
    }
    Ok(update)
}

fn reason<R>(arguments: &Value, key: &str) -> Result<Option<R>, Failure>
where
    R: FromStr<Err = UnknownName> + DeserializeOwned,
{
    match given(arguments, key) {
        None => Ok(None),
        Some(Value::String(text)) => match text.parse() {
            Ok(reason) => Ok(Some(reason)),
            Err(error) => Err(Failure::error("ValueError", &error)),
        },
        Some(other) => match serde_json::from_value(other.clone()) {
            Ok(reason) => Ok(Some(reason)),
            Err(error) => Err(Failure::error("TypeError", &error)),
        },
    }
}

fn version(input: &Value, key: &str) -> Result<Option<String>, Failure> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    given(input, key)
        .map(|value| text(value).ok_or(Failure::Missing(VERSION_IS_TEXT)))
        .transpose()
}

fn texts<T: FromIterator<String>>(list: &[Value], otherwise: Failure) -> Result<T, Failure> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    list.iter()
        .map(|value| text(value).ok_or_else(|| otherwise.clone()))
        .collect()
}

fn component_state(lists: &Value, graph: Option<String>) -> Result<ComponentState, Failure> {
    let names = |key: &str| {
        let list = given(lists, key).map(|list| list.as_array().cloned().unwrap_or_default());
        texts(
            &list.unwrap_or_default(),
            wrong_type(key, "a list of names"),
        )
    };
    Ok(ComponentState {
        verified: names("verified_nodes")?,
        unverified: names("unverified_nodes")?,
        failed: names("failed_nodes")?,
        unstarted: names("unstarted_nodes")?,
        dependency_graph: graph,
    })
}

fn failure(error: &StatusError) -> Failure {
    let class = match error {
        StatusError::DuplicateCondition { .. } => "AssertionError",
        _ => "TypeError",
    };
    Failure::error(class, error)
}

/// A reason that nobody knows stays where no other is given, and everything else is updated as if it were a known one.
fn unknown_reason_stays(case: &Case<'_>) -> bool {
    let (input, Some(ours)) = (&case.vector.input, case.ours()) else {
        return false;
    };
    let mut unknown = false;
    for (kind, key) in [("Ready", "ready_reason"), ("Updating", "updating_reason")] {
        let Some(old) = last_condition(&input["current_status"], kind) else {
            continue;
        };
        let known = old["reason"].as_str().is_some_and(|reason| match kind {
            "Ready" => reason.parse::<oper8_status::ReadyReason>().is_ok(),
            _ => reason.parse::<oper8_status::UpdatingReason>().is_ok(),
        });
        unknown |= !known;
        let wanted = given(&input["kwargs"], key).unwrap_or(&old["reason"]);
        let set = !wanted.is_null() && wanted != "";
        let reason = last_condition(ours, kind).map(|condition| &condition["reason"]);
        if reason != set.then_some(wanted) {
            return false;
        }
    }
    // The rest is what an update of the status without those conditions' reasons gives.
    let mut input = input.clone();
    if let Some(conditions) = conditions_of(&mut input, "/current_status") {
        conditions
            .retain(|condition| condition["type"] != "Ready" && condition["type"] != "Updating");
    }
    let rest = answer(&input).map(|status| without_ours(&status));
    unknown && rest.as_ref().ok() == Some(&without_ours(ours))
}

/// The conditions of the status at a pointer.
fn conditions_of<'a>(value: &'a mut Value, pointer: &str) -> Option<&'a mut Vec<Value>> {
    value
        .pointer_mut(&format!("{pointer}/conditions"))?
        .as_array_mut()
}

fn last_condition<'a>(status: &'a Value, kind: &str) -> Option<&'a Value> {
    let conditions = status["conditions"].as_array()?;
    conditions
        .iter()
        .rfind(|condition| condition["type"] == kind)
}

/// A status without the two conditions and the service status, which follows from them.
fn without_ours(status: &Value) -> Value {
    let mut status = status.clone();
    if let Some(conditions) = conditions_of(&mut status, "") {
        conditions
            .retain(|condition| condition["type"] != "Ready" && condition["type"] != "Updating");
    }
    if let Some(fields) = status.as_object_mut() {
        fields.retain(|key, _| !key.ends_with("Status") || key == "componentStatus");
    }
    status
}

/// A condition whose reason or message is given as null differs, and the service status with it; nothing else does.
fn null_arguments_apart(case: &Case<'_>) -> bool {
    let arguments = &case.vector.input["kwargs"];
    let null = |keys: [&str; 2]| {
        keys.iter()
            .any(|key| arguments.get(*key).is_some_and(Value::is_null))
    };
    let apart = [
        ("Ready", null(["ready_reason", "ready_message"])),
        ("Updating", null(["updating_reason", "updating_message"])),
    ];
    let apart: Vec<_> = apart.iter().filter(|(_, null)| *null).collect();
    let rest = |status: &Value| {
        let mut status = status.clone();
        if let Some(conditions) = conditions_of(&mut status, "") {
            conditions
                .retain(|condition| !apart.iter().any(|(kind, _)| condition["type"] == *kind));
        }
        if let Some(fields) = status.as_object_mut() {
            fields.retain(|key, _| !key.ends_with("Status") || key == "componentStatus");
        }
        status
    };
    let mut given = case.vector.input.clone();
    if let Some(arguments) = given["kwargs"].as_object_mut() {
        arguments.retain(|_, value| !value.is_null());
    }
    let both = case.theirs().zip(case.ours());
    !apart.is_empty()
        && answer(&given) == *case.answer
        && both.is_some_and(|(theirs, ours)| {
            compare::value_difference(&rest(theirs), &rest(ours), "").is_none()
        })
}

/// What is null is as what is not there, for which the two systems agree.
fn as_if_absent(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let nulls = remove_nulls(&mut input);
    let without = |answer: &Answer| {
        answer.clone().map(|status| {
            if !status.is_object() {
                return status;
            }
            let mut kept = json!({"current_status": status});
            remove_nulls(&mut kept);
            kept
        })
    };
    nulls && without(&answer(&input)) == without(case.answer)
}

/// Removes the nulls among the arguments and where the framework reads maps of a status; whether there were any.
fn remove_nulls(input: &mut Value) -> bool {
    let mut removed = false;
    for pointer in [
        "",
        "/kwargs",
        "/kwargs/external_status",
        "/kwargs/external_status/versions",
        "/current_status",
        "/current_status/versions",
    ] {
        let Some(map) = input.pointer_mut(pointer).and_then(Value::as_object_mut) else {
            continue;
        };
        if pointer.is_empty() {
            if map.get("current_status").is_some_and(Value::is_null) {
                map.insert("current_status".into(), json!({}));
                removed = true;
            }
            continue;
        }
        let before = map.len();
        map.retain(|_, value| !value.is_null());
        removed |= map.len() < before;
    }
    removed
}

/// Conditions that are none are other people's, and kept as theirs are.
fn odd_conditions_stay(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let odd = |condition: &Value| !condition["type"].is_string();
    let Some(conditions) = conditions_of(&mut input, "/current_status") else {
        return false;
    };
    let kept: Vec<_> = conditions
        .iter()
        .filter(|condition| odd(condition))
        .cloned()
        .collect();
    conditions.retain(|condition| !odd(condition));
    let Some(mut ours) = case.ours().cloned() else {
        return false;
    };
    if let Some(conditions) = ours.get_mut("conditions").and_then(Value::as_array_mut) {
        let found: Vec<_> = conditions
            .iter()
            .filter(|condition| odd(condition))
            .cloned()
            .collect();
        conditions.retain(|condition| !odd(condition));
        if found != kept {
            return false;
        }
    }
    !kept.is_empty() && answer(&input) == Ok(ours)
}

/// The instants at which our own conditions flipped are our own field, and no change.
fn transition_times_apart(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    for key in ["/current_status", "/new_status"] {
        let conditions = conditions_of(&mut input, key);
        for condition in conditions.into_iter().flatten() {
            if condition["type"] == "Ready" || condition["type"] == "Updating" {
                condition
                    .as_object_mut()
                    .map(|map| map.remove("lastTransitionTime"));
            }
        }
    }
    input != case.vector.input && answer(&input) == *case.answer
}
