//! The replace rules: `oper8_deploy_manager::{requires_replace, modified_lists, modified_value_from}`.

use oper8_deploy_manager::{modified_lists, modified_value_from, requires_replace};
use serde_json::{Value, json};

use super::Rule;
use crate::differences::Case;
use crate::input::{Answer, flag, get, text, unknown_fn};

pub(super) const RULES: &[(&str, Rule)] = &[("maps-as-plain-values", maps_as_plain_values)];

pub(super) fn answer(input: &Value) -> Answer {
    let (current, desired) = (get(input, "current")?, get(input, "desired")?);
    let needed = match text(input, "fn")? {
        "requires_replace" => requires_replace(current, desired),
        "modified_lists" => modified_lists(current, desired, flag(input, "in_list")?),
        "modified_value_from" => modified_value_from(current, desired),
        other => return Err(unknown_fn(other)),
    };
    Ok(needed.into())
}

/// A map that becomes something else is as a number that becomes another one, or a text: there the two systems agree.
fn maps_as_plain_values(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let (mut current, mut desired) = (input["current"].take(), input["desired"].take());
    plain(&mut current, &mut desired);
    input["current"] = current;
    input["desired"] = desired;
    input != case.vector.input && answer(&input) == *case.answer
}

fn plain(current: &mut Value, desired: &mut Value) {
    match (&mut *current, &mut *desired) {
        (Value::Object(current), Value::Object(desired)) => {
            for (key, current) in current {
                if let Some(desired) = desired.get_mut(key) {
                    plain(current, desired);
                }
            }
        }
        (Value::Array(current), Value::Array(desired)) => {
            for (current, desired) in current.iter_mut().zip(desired) {
                plain(current, desired);
            }
        }
        (Value::Object(map), other) => {
            let empty = [
                json!(null),
                json!(""),
                json!(0),
                json!(0.0),
                json!(false),
                json!([]),
            ];
            let (old, new) = match (map.is_empty(), empty.contains(other)) {
                (true, _) => (json!(0), json!(1)),
                (false, true) => (json!(1), json!(0)),
                (false, false) => (json!(1), json!("text")),
            };
            *current = old;
            *desired = new;
        }
        _ => {}
    }
}
