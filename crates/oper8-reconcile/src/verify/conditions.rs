//! Reading the conditions of an object as its controllers write them.

use jiff::Timestamp;
use oper8_status::parse_timestamp;
use serde_json::Value;

/// The key of a condition's time, as Kubernetes spells it.
pub(crate) const TRANSITION_KEY: &str = "lastTransitionTime";

/// The newest condition of a type; the first of those that are equally new.
///
/// `timestamp_key` names the field that holds the time of a condition. A condition whose time is missing, or is none, counts as
/// one of the epoch; times without a zone are taken as UTC.
pub(crate) fn newest<'a>(
    object: &'a Value,
    condition_type: &str,
    timestamp_key: &str,
) -> Option<&'a Value> {
    let conditions = object.pointer("/status/conditions")?.as_array()?;
    let mut newest: Option<(Timestamp, &Value)> = None;
    for condition in conditions {
        if condition["type"].as_str() != Some(condition_type) {
            continue;
        }
        let time = condition[timestamp_key]
            .as_str()
            .and_then(parse_timestamp)
            .unwrap_or(Timestamp::UNIX_EPOCH);
        if newest.is_none_or(|(known, _)| time > known) {
            newest = Some((time, condition));
        }
    }
    newest.map(|(_, condition)| condition)
}

/// Whether a condition's `status` means `expected`.
///
/// Text is compared regardless of case. A boolean is itself; of other values, those that are empty or zero mean nothing, and
/// all others mean true.
pub(crate) fn has_status(condition: &Value, expected: bool) -> bool {
    match &condition["status"] {
        Value::String(text) => text.eq_ignore_ascii_case(if expected { "true" } else { "false" }),
        Value::Bool(status) => *status == expected,
        Value::Number(number) => expected && number.as_f64() != Some(0.0),
        Value::Array(items) => expected && !items.is_empty(),
        Value::Object(fields) => expected && !fields.is_empty(),
        Value::Null => false,
    }
}

/// What a condition says, for a message: its reason and message, or that it says nothing.
pub(crate) fn explanation(condition: &Value) -> String {
    let text = |key: &str| condition[key].as_str().filter(|text| !text.is_empty());
    match (text("reason"), text("message")) {
        (Some(reason), Some(message)) => format!("{reason}: {message}"),
        (Some(text), None) | (None, Some(text)) => text.to_owned(),
        (None, None) => "no reason given".to_owned(),
    }
}
