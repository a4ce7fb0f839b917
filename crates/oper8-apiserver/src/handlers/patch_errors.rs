//! Why a patch is refused, in the words of the real server.

use http::StatusCode;
use oper8_schema::strategic::{StrategicError, StrategicProblem};
use serde_json::Value;

use super::patch::patched;
use super::{Patch, PatchKind, Write};
use crate::status::{Cause, Status};

/// What a patch makes of an object cannot be read: the real server tells of the patch then, not of the object.
pub(super) fn unreadable(
    write: &Write<'_>,
    patch: &Patch,
    before: &Value,
    refusal: Status,
) -> Status {
    if refusal.code != StatusCode::BAD_REQUEST {
        return refusal;
    }
    let Some((_, problem)) = refusal.message.split_once("cannot be handled as a ") else {
        return refusal;
    };
    let problem = problem.split_once(": ").map_or(problem, |(_, rest)| rest);
    let (shown, problem) = match patch.kind {
        PatchKind::Strategic => (go_text(&patch.body), unconverted(problem)),
        PatchKind::Merge | PatchKind::Json | PatchKind::Apply => {
            let Ok(patched) = patched(write, patch, before) else {
                return refusal;
            };
            (patched.to_string(), problem.to_owned())
        }
    };
    let cause = Cause::invalid("patch", &shown.into(), &problem);
    let mut status = Status::invalid("", "", "", &[cause]);
    if let Some(details) = status.details.as_mut().and_then(Value::as_object_mut) {
        details.remove("kind");
    }
    status
}

/// A value of the wrong type, as the real server tells of it where an object is made of maps and not of JSON.
fn unconverted(problem: &str) -> String {
    let told = problem.strip_prefix("json: cannot unmarshal ");
    let told = told.and_then(|told| told.split_once(" into Go struct field "));
    let types = told.and_then(|(given, rest)| Some((given, rest.rsplit_once(" of type ")?.1)));
    let Some((given, wanted)) = types else {
        return problem.to_owned();
    };
    let given = match given {
        "array" => "slice",
        "object" => "map",
        number if number.starts_with("number") => "int64",
        other => other,
    };
    match wanted {
        "string" if given == "int64" => "cannot convert int64 to string".to_owned(),
        "int32" | "int64" if given == "int64" => format!("cannot convert float64 to {wanted}"),
        _ if wanted.starts_with("map[") => format!("cannot restore map from {given}"),
        _ if wanted.starts_with("[]") => format!("cannot restore slice from {given}"),
        _ if wanted.contains('.') => format!("cannot restore struct from: {given}"),
        _ => format!("unrecognized type: {wanted}"),
    }
}

/// The refusal of a strategic merge patch.
pub(super) fn strategic(error: &StrategicError, patch: &Value) -> Status {
    let code = StatusCode::from_u16(error.code()).unwrap_or(StatusCode::BAD_REQUEST);
    let message = message(error, patch).unwrap_or_else(|| error.to_string());
    if code == StatusCode::INTERNAL_SERVER_ERROR {
        return Status::internal_plain(message);
    }
    Status::of_code(code, message)
}

fn message(error: &StrategicError, patch: &Value) -> Option<String> {
    let path = error.path();
    let steps = || path.split('.').filter(|step| !step.is_empty());
    let place = || steps().try_fold(patch, |value, step| value.get(step));
    match error.problem() {
        StrategicProblem::BadRetainKeys => Some("invalid patch format of retainKeys".to_owned()),
        StrategicProblem::NotAnObject => Some(format!(
            "json: cannot unmarshal {} into Go value of type map[string]interface {{}}",
            crate::builtin::decode::json_type(patch)
        )),
        StrategicProblem::UnknownDirective(directive) => {
            let name = directive.trim_matches('"');
            let holder = element(place()?, |item| {
                item.get("$patch").is_some_and(|given| given == name)
            })?;
            Some(format!(
                "unknown patch type: {name} in map: {}",
                go_text(holder)
            ))
        }
        StrategicProblem::NoMergeKey(key) => {
            let holder = element(place()?, |item| item.get(key).is_none())?;
            Some(format!(
                "map: {} does not contain declared merge key: {key}",
                go_text(holder)
            ))
        }
        StrategicProblem::OrderMismatch => {
            let mut steps: Vec<_> = steps().collect();
            let field = steps.pop()?;
            let holder = steps
                .into_iter()
                .try_fold(patch, |value, step| value.get(step))?;
            Some(format!(
                "The order in patch list:\n{}\n doesn't match {ORDER} list:\n{}\n",
                go_text(&holder[field]),
                go_text(&holder[format!("{ORDER}/{field}")])
            ))
        }
        _ => None,
    }
}

const ORDER: &str = "$setElementOrder";

/// The value itself, or the first of its elements of which this is true.
fn element(value: &Value, is_it: impl Fn(&Value) -> bool) -> Option<&Value> {
    match value.as_array() {
        Some(items) => items.iter().find(|item| is_it(item)),
        None => Some(value),
    }
}

/// A value as Go prints it.
fn go_text(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(go_text).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            let fields: Vec<_> = fields
                .into_iter()
                .map(|(key, value)| format!("{key}:{}", go_text(value)))
                .collect();
            format!("map[{}]", fields.join(" "))
        }
        other => other.to_string(),
    }
}
