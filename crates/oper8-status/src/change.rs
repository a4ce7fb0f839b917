//! Is a status worth writing?

use serde_json::{Map, Value};

use crate::{READY_CONDITION, TIMESTAMP_KEY, TRANSITION_KEY, UPDATING_CONDITION};

/// Whether `new` says anything that `current` does not, timestamps apart.
///
/// Both are whole statuses; anything but an object counts as changed. Ignored are `lastTransactionTime` at any depth and
/// the `lastTransitionTime` of the Ready and Updating conditions, whatever they hold. Somebody else's `lastTransitionTime`
/// counts. Lists are compared in order, and `1` differs from `1.0`.
pub fn status_changed(current: &Value, new: &Value) -> bool {
    match (current, new) {
        (Value::Object(current), Value::Object(new)) => !same_objects(current, new),
        _ => true,
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => same_objects(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        _ => a == b,
    }
}

fn same_objects(a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    let managed = is_managed_condition(a) && is_managed_condition(b);
    let counts =
        |key: &&String| !(key.ends_with(TIMESTAMP_KEY) || managed && *key == TRANSITION_KEY);
    a.keys().filter(counts).count() == b.keys().filter(counts).count()
        && a.keys()
            .filter(counts)
            .all(|key| b.get(key).is_some_and(|other| same(&a[key], other)))
}

fn is_managed_condition(object: &Map<String, Value>) -> bool {
    let kind = object.get("type").and_then(Value::as_str);
    kind.is_some_and(|kind| kind == READY_CONDITION || kind == UPDATING_CONDITION)
}
