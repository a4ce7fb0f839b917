//! Building one of the two conditions that are managed here.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::reason::Reason;
use crate::time::{transaction_time, transition_time};
use crate::{TIMESTAMP_KEY, TRANSITION_KEY};

/// What an update says about one condition.
pub(crate) struct News<'a, R> {
    pub(crate) reason: Option<R>,
    pub(crate) message: Option<&'a str>,
    pub(crate) generation: Option<i64>,
    pub(crate) now: Timestamp,
}

/// A condition, and its reason where that is one we know.
pub(crate) struct Built<R> {
    pub(crate) reason: Option<R>,
    pub(crate) condition: Option<Value>,
}

/// Merges the news into the condition that was there.
///
/// What the news leaves open is taken over. A condition without any reason is left out. One whose reason is unknown (it may
/// come from a newer operator) stays as it is until a reason is given.
pub(crate) fn merge<R: Reason>(news: &News<'_, R>, current: Option<&Value>) -> Built<R> {
    let current = current.and_then(Value::as_object);
    let old_reason = current
        .and_then(|condition| condition.get("reason"))
        .filter(|reason| is_set(reason));
    let known = || {
        old_reason
            .and_then(Value::as_str)
            .and_then(|text| text.parse().ok())
    };
    let reason = news.reason.or_else(known);
    let condition = match (reason, current, old_reason) {
        (Some(reason), ..) => Some(build(reason, news, current)),
        (None, Some(current), Some(_)) => Some(keep(current, news)),
        _ => None,
    };
    Built { reason, condition }
}

fn build<R: Reason>(reason: R, news: &News<'_, R>, current: Option<&Map<String, Value>>) -> Value {
    let old = |key: &str| current.and_then(|condition| condition.get(key));
    let status = if reason.holds() { "True" } else { "False" };
    let message = match news.message {
        Some(message) => Value::from(message),
        None => old("message").cloned().unwrap_or_else(|| "".into()),
    };
    let transition = match old(TRANSITION_KEY).filter(|time| is_set(time)) {
        Some(time) if old("status").is_some_and(|old| means(old, reason.holds())) => time.clone(),
        _ => transition_time(news.now).into(),
    };
    let mut condition = json!({
        "type": R::TYPE,
        "status": status,
        "reason": reason.text(),
        "message": message,
        TIMESTAMP_KEY: transaction_time(news.now),
        TRANSITION_KEY: transition,
    });
    let generation = news
        .generation
        .map(Value::from)
        .or_else(|| old("observedGeneration").cloned());
    if let Some(generation) = generation {
        condition["observedGeneration"] = generation;
    }
    condition
}

fn keep<R>(current: &Map<String, Value>, news: &News<'_, R>) -> Value {
    let mut condition = current.clone();
    if let Some(message) = news.message {
        condition.insert("message".into(), message.into());
        condition.insert(TIMESTAMP_KEY.into(), transaction_time(news.now).into());
    }
    Value::Object(condition)
}

/// Whether a `status` found in the cluster says `holds`; clients have written booleans as well as text.
fn means(status: &Value, holds: bool) -> bool {
    match status {
        Value::Bool(value) => *value == holds,
        Value::String(text) => text.eq_ignore_ascii_case(if holds { "true" } else { "false" }),
        _ => false,
    }
}

/// Whether a value holds anything: neither null, empty, zero nor false.
pub(crate) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}
