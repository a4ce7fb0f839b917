//! Strategic merges: `oper8_patch::strategic_merge`.

use std::collections::{BTreeMap, BTreeSet};

use oper8_patch::{PatchError, strategic_merge};
use serde_json::{Map, Value, json};

use super::Rule;
use crate::differences::Case;
use crate::input::{Answer, Failure, get};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("cron-job-as-job", cron_job_as_job),
    ("ports-by-protocol", ports_by_protocol),
    ("no-kind-no-merge-keys", no_kind_no_merge_keys),
    ("keys-as-texts", keys_as_texts),
    ("true-is-not-one", true_is_not_one),
    ("removal-before-replacement", removal_before_replacement),
];

/// How the keys start that remove values from a list.
const DELETE: &str = "$deleteFromPrimitiveList/";

pub(super) fn answer(input: &Value) -> Answer {
    let (resource, patch) = (get(input, "resource")?, get(input, "patch")?);
    let before = (resource.clone(), patch.clone());
    let merged = strategic_merge(resource, patch).map_err(|error| failure(&error))?;
    if (resource, patch) != (&before.0, &before.1) {
        return Err(Failure::malformed("an input changed"));
    }
    Ok(merged)
}

/// An error in the reference's words for its kind; a patch that is one of several is told by its cause.
pub(super) fn failure(error: &PatchError) -> Failure {
    Failure::Error {
        class: class(error),
        message: oper8_reconcile::report(error),
    }
}

fn class(error: &PatchError) -> &'static str {
    match error {
        PatchError::Apply { source, .. } => class(source),
        PatchError::NotAnObject { .. } => "AttributeError",
        PatchError::TestFailed { .. } => "JsonPatchTestFailed",
        PatchError::OperationFailed { .. } => "JsonPatchException",
        PatchError::ProtectedPointer { .. } | PatchError::IdentityChanged { .. } => "ConfigError",
        _ => "ValueError",
    }
}

/// The pod template of a CronJob is merged as that of a Job, for which the two systems agree.
fn cron_job_as_job(case: &Case<'_>) -> bool {
    let input = &case.vector.input;
    let patched = input["patch"]["spec"]["jobTemplate"]["spec"].is_object();
    if input["resource"]["kind"] != "CronJob" || !patched {
        return false;
    }
    let outside = |object: &Value| {
        let mut object = object.clone();
        if let Some(job) = object.pointer_mut("/spec/jobTemplate/spec") {
            job.take();
        }
        object
    };
    if let (Some(theirs), Some(ours)) = (case.theirs(), case.ours())
        && outside(theirs) != outside(ours)
    {
        return false;
    }
    let job =
        |object: &Value| json!({"kind": "Job", "spec": object["spec"]["jobTemplate"]["spec"]});
    let (resource, patch) = (job(&input["resource"]), job(&input["patch"]));
    match (
        answer(&json!({"resource": resource, "patch": patch})),
        case.answer,
    ) {
        (Ok(merged), Ok(ours)) => merged["spec"] == ours["spec"]["jobTemplate"]["spec"],
        (Err(Failure::Error { class, .. }), Err(Failure::Error { class: ours, .. })) => {
            class == *ours
        }
        _ => false,
    }
}

/// Ports that differ by protocol are as ports of two numbers, for which the two systems agree.
fn ports_by_protocol(case: &Case<'_>) -> bool {
    protocols_are_as_numbers(case, answer)
}

/// [`ports_by_protocol`] for inputs of another area, which `answer` answers.
pub(super) fn protocols_are_as_numbers(case: &Case<'_>, answer: fn(&Value) -> Answer) -> bool {
    const APART: i64 = 1_000_000;
    let mut input = case.vector.input.clone();
    if !has_port_of_two_protocols(&mut input) {
        return false;
    }
    each_port(&mut input, &mut |port, key| {
        let apart = match port.get("protocol").and_then(Value::as_str) {
            Some("UDP") => APART,
            Some("SCTP") => 2 * APART,
            _ => 0,
        };
        move_port(&mut port[key], apart);
    });
    let mut answer = answer(&input);
    if let Ok(merged) = &mut answer {
        each_port(merged, &mut |port, key| {
            let whole = port[key].as_f64().map_or(0, |number| number as i64);
            move_port(&mut port[key], whole / APART * -APART);
            if let Some((text, _)) = port[key].as_str().and_then(|text| text.split_once('+')) {
                port[key] = text.into();
            }
        });
    }
    same_or_alike(&answer, case.answer)
}

/// Whether some number, or name, is a port by two protocols.
fn has_port_of_two_protocols(input: &mut Value) -> bool {
    let mut protocols = BTreeMap::<String, BTreeSet<String>>::new();
    each_port(input, &mut |port, key| {
        let number = match port[key].as_f64() {
            Some(number) => number.to_string(),
            None => port[key].to_string(),
        };
        let protocol = port.get("protocol").and_then(Value::as_str);
        let known = protocols.entry(number).or_default();
        known.insert(protocol.unwrap_or("TCP").to_owned());
    });
    protocols.values().any(|known| known.len() > 1)
}

/// Another port, of the same type of JSON.
fn move_port(port: &mut Value, by: i64) {
    if by == 0 {
        return;
    }
    *port = match &*port {
        Value::String(text) => format!("{text}+{by}").into(),
        Value::Number(number) => match number.as_i64() {
            Some(number) => (number + by).into(),
            None => (number.as_f64().unwrap_or_default() + by as f64).into(),
        },
        other => other.clone(),
    };
}

/// Calls `change` with each element of a list `ports` that has a port's key, and the name of that key.
fn each_port(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>, &str)) {
    match value {
        Value::Object(map) => {
            let ports = map.get_mut("ports").and_then(Value::as_array_mut);
            for port in ports.into_iter().flatten().filter_map(Value::as_object_mut) {
                let key = ["port", "containerPort"]
                    .into_iter()
                    .find(|key| port.contains_key(*key));
                if let Some(key) = key {
                    change(port, key);
                }
            }
            map.values_mut().for_each(|value| each_port(value, change));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| each_port(value, change)),
        _ => {}
    }
}

/// Without a kind no list has a merge key: as with a kind that nobody knows, for which the two systems agree.
fn no_kind_no_merge_keys(case: &Case<'_>) -> bool {
    let kind = case.vector.input["resource"].get("kind");
    if kind.is_some_and(Value::is_string) {
        return false;
    }
    let mut input = case.vector.input.clone();
    input["resource"]["kind"] = "Unknown".into();
    let mut merged = answer(&input);
    if let Ok(Value::Object(merged)) = &mut merged
        && merged.get("kind").is_some_and(|kind| kind == "Unknown")
    {
        merged.remove("kind");
        merged.extend(kind.map(|kind| ("kind".to_owned(), kind.clone())));
    }
    same_or_alike(&merged, case.answer)
}

/// A merge key may be any JSON: as if it were a text, for which the two systems agree.
fn keys_as_texts(case: &Case<'_>) -> bool {
    keys_are_as_texts(case, answer)
}

/// [`keys_as_texts`] for inputs of another area, which `answer` answers.
pub(super) fn keys_are_as_texts(case: &Case<'_>, answer: fn(&Value) -> Answer) -> bool {
    const MARK: &str = "as text: ";
    let mut input = case.vector.input.clone();
    each_element(&mut input, &mut |element| {
        for key in ["name", "port", "containerPort", "mountPath", "devicePath"] {
            if let Some(value) = element.get_mut(key)
                && (value.is_object() || value.is_array())
            {
                *value = format!("{MARK}{value}").into();
            }
        }
    });
    let mut merged = answer(&input);
    if let Ok(merged) = &mut merged {
        replace(merged, &|value| {
            serde_json::from_str(value.as_str()?.strip_prefix(MARK)?).ok()
        });
    }
    input != case.vector.input && same_or_alike(&merged, case.answer)
}

/// Calls `change` with each map that is an element of a list.
fn each_element(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(map) => map
            .values_mut()
            .for_each(|value| each_element(value, change)),
        Value::Array(list) => {
            for element in list {
                each_element(element, change);
                element.as_object_mut().map(&mut *change);
            }
        }
        _ => {}
    }
}

/// Booleans are values of their own, never equal to a number: as if they were texts, for which the two systems agree.
fn true_is_not_one(case: &Case<'_>) -> bool {
    booleans_are_as_texts(case, answer)
}

/// [`true_is_not_one`] for inputs of another area, which `answer` answers.
pub(super) fn booleans_are_as_texts(case: &Case<'_>, answer: fn(&Value) -> Answer) -> bool {
    let mut input = case.vector.input.clone();
    replace(&mut input, &|value| {
        let text = value.as_bool()?;
        Some(format!("<{text}>").into())
    });
    let mut merged = answer(&input);
    if let Ok(merged) = &mut merged {
        replace(merged, &|value| match value.as_str()? {
            "<true>" => Some(true.into()),
            "<false>" => Some(false.into()),
            _ => None,
        });
    }
    same_or_alike(&merged, case.answer) && is_as_in_python(case, answer)
}

/// Whether the reference answers as this implementation does where booleans are numbers.
fn is_as_in_python(case: &Case<'_>, answer: fn(&Value) -> Answer) -> bool {
    let as_number = |value: &Value| Some(i32::from(value.as_bool()?).into());
    let mut input = case.vector.input.clone();
    replace(&mut input, &as_number);
    let theirs = case.theirs().cloned().map(|mut theirs| {
        replace(&mut theirs, &as_number);
        theirs
    });
    theirs.is_some() && answer(&input).ok() == theirs
}

/// Replaces values, wherever they are.
fn replace(value: &mut Value, by: &impl Fn(&Value) -> Option<Value>) {
    if let Some(other) = by(value) {
        *value = other;
    }
    match value {
        Value::Object(map) => map.values_mut().for_each(|value| replace(value, by)),
        Value::Array(list) => list.iter_mut().for_each(|value| replace(value, by)),
        _ => {}
    }
}

/// The same result, or errors of one kind.
fn same_or_alike(one: &Answer, other: &Answer) -> bool {
    match (one, other) {
        (Err(Failure::Error { class, .. }), Err(Failure::Error { class: other, .. })) => {
            class == other
        }
        (one, other) => one == other,
    }
}

/// Values are removed from a list before the list is replaced, so that of the two the replacement is seen.
fn removal_before_replacement(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let doubles = remove_doubles(&mut input["patch"]);
    match case.answer {
        Err(Failure::Error { message, .. }) => doubles && message.contains(DELETE),
        Err(_) => false,
        Ok(_) => doubles && answer(&input) == *case.answer,
    }
}

/// Leaves out the removals from lists that the patch replaces as well; whether there were any.
fn remove_doubles(value: &mut Value) -> bool {
    let mut found = false;
    if let Value::Object(map) = value {
        let before = map.len();
        let given: Vec<_> = map.keys().cloned().collect();
        map.retain(|key, _| {
            let target = key.strip_prefix(DELETE);
            target.is_none_or(|target| !given.iter().any(|given| given == target))
        });
        found = map.len() < before;
    }
    let below: Vec<&mut Value> = match value {
        Value::Object(map) => map.values_mut().collect(),
        Value::Array(list) => list.iter_mut().collect(),
        _ => Vec::new(),
    };
    for value in below {
        found |= remove_doubles(value);
    }
    found
}
