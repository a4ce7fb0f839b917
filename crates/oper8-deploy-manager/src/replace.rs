//! The rules that tell when a change of lists or of a value's source asks for a PUT.
//!
//! They look at what would be live and at what is desired, and know nothing of fields' owners. Values are compared as
//! Python compares them: `1`, `1.0` and `true` are equal, but of different types.

use serde_json::Value;

/// Whether going from `current` to `desired` asks for a PUT: [`modified_lists`] or [`modified_value_from`].
///
/// # Examples
///
/// ```
/// use oper8_deploy_manager::requires_replace;
/// use serde_json::json;
///
/// assert!(requires_replace(&json!({"l": [1, 2]}), &json!({"l": [1]})));
/// assert!(!requires_replace(&json!({"l": [1]}), &json!({"l": [1, 2]})));
/// ```
pub fn requires_replace(current: &Value, desired: &Value) -> bool {
    modified_lists(current, desired, false) || modified_value_from(current, desired)
}

/// Whether a list became shorter, holds an item that has nothing in common with the one in its place, or something
/// changed its type. `in_list` says that both are items of lists.
///
/// Only what both sides have is looked at. A map that becomes null, or a value that is empty, is no change of type.
pub fn modified_lists(current: &Value, desired: &Value, in_list: bool) -> bool {
    if changed_type(current, desired) {
        return true;
    }
    match (current, desired) {
        (Value::Array(current), Value::Array(desired)) => {
            current.len() > desired.len()
                || current
                    .iter()
                    .zip(desired)
                    .any(|(current, desired)| modified_lists(current, desired, true))
        }
        (Value::Object(current), Value::Object(desired)) => {
            let mut common = false;
            for (key, current) in current {
                let Some(desired) = desired.get(key) else {
                    continue;
                };
                common |= equal(current, desired);
                if modified_lists(current, desired, false) {
                    return true;
                }
            }
            in_list && !common
        }
        _ => false,
    }
}

/// Whether something went from `value` to `valueFrom` or back, or changed its type.
pub fn modified_value_from(current: &Value, desired: &Value) -> bool {
    if changed_type(current, desired) {
        return true;
    }
    match (current, desired) {
        (Value::Array(current), Value::Array(desired)) => current
            .iter()
            .zip(desired)
            .any(|(current, desired)| modified_value_from(current, desired)),
        (Value::Object(current), Value::Object(desired)) => {
            let switched =
                |from: &str, to: &str| current.contains_key(from) && desired.contains_key(to);
            switched("value", "valueFrom")
                || switched("valueFrom", "value")
                || current.iter().any(|(key, current)| {
                    desired
                        .get(key)
                        .is_some_and(|desired| modified_value_from(current, desired))
                })
        }
        _ => false,
    }
}

fn changed_type(current: &Value, desired: &Value) -> bool {
    is_truthy(current) && is_truthy(desired) && type_of(current) != type_of(desired)
}

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

fn type_of(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(number) if number.is_f64() => 2,
        Value::Number(_) => 3,
        Value::String(_) => 4,
        Value::Array(_) => 5,
        Value::Object(_) => 6,
    }
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(_) | Value::Bool(_), Value::Number(_) | Value::Bool(_)) => {
            a == b || number(a) == number(b)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        _ => value.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check_lists(current: Value, desired: Value, expected: bool) {
        assert_eq!(
            modified_lists(&current, &desired, false),
            expected,
            "{current} -> {desired}"
        );
    }

    #[test]
    fn shorter_lists_and_unrelated_items_ask_for_a_put() {
        check_lists(json!({"l": [1, 2]}), json!({"l": [1]}), true);
        check_lists(json!({"l": [1]}), json!({"l": [1, 2]}), false);
        check_lists(json!({"l": [{"a": 1}]}), json!({"l": [{"b": 1}]}), true);
        check_lists(json!({"l": [{"a": 1}]}), json!({"l": [{"a": 2}]}), true);
        check_lists(
            json!({"l": [{"a": 1, "b": 1}]}),
            json!({"l": [{"a": 2, "b": 1}]}),
            false,
        );
        check_lists(
            json!({"spec": {"a": 1, "tolerations": [{"key": "x"}]}}),
            json!({"spec": {"a": 1}}),
            false,
        );
    }

    #[test]
    fn a_map_may_become_anything_without_a_crash() {
        check_lists(json!({"a": {"b": 1}}), json!({"a": null}), false);
        check_lists(json!({"a": {"b": 1}}), json!({"a": []}), false);
        check_lists(json!({"a": {"b": 1}}), json!({"a": [1]}), true);
        check_lists(json!({"a": {"b": 1}}), json!({"a": "text"}), true);
        check_lists(
            json!({"kind": "K", "a": {"kind": "L"}}),
            json!({"kind": "K", "a": 0}),
            false,
        );
        check_lists(json!({"a": 1}), json!({"a": 1.0}), true);
    }

    #[test]
    fn a_value_that_gets_another_source_asks_for_a_put_at_any_depth() {
        let current = json!({"l": [{"n": 1}, {"n": 2, "value": "x"}]});
        let desired = json!({"l": [{"n": 1}, {"n": 2, "valueFrom": "x"}]});
        assert!(modified_value_from(&current, &desired));
        assert!(modified_value_from(&desired, &current));
        assert!(!modified_value_from(&current, &current));
    }
}
