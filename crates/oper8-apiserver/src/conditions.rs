//! Conditions, as the controllers and the server keep them.

use serde_json::{Value, json};

/// One condition, but for its times.
#[derive(Clone, Debug)]
pub(crate) struct Condition<'a> {
    pub(crate) kind: &'a str,
    pub(crate) status: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) message: String,
}

/// The name of the time that says when a condition was last seen or written, beside `lastTransitionTime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    /// `lastUpdateTime`, as in Deployments.
    Update,
    /// `lastProbeTime`, as in Jobs.
    Probe,
    /// None, as in ReplicaSets.
    Never,
}

/// The condition of a type.
pub(crate) fn find<'a>(conditions: &'a Value, kind: &str) -> Option<&'a Value> {
    let mut all = conditions.as_array()?.iter();
    all.find(|condition| condition["type"] == kind)
}

/// Whether a condition is there and `True`.
pub(crate) fn is_true(conditions: &Value, kind: &str) -> bool {
    find(conditions, kind).is_some_and(|condition| condition["status"] == "True")
}

/// The conditions with one set at the end of the list; one of the same status and reason stays as it is.
pub(crate) fn with(conditions: &Value, new: &Condition<'_>, touched: Touched, now: &str) -> Value {
    let old = find(conditions, new.kind);
    let is_same = old.is_some_and(|old| old["status"] == new.status && old["reason"] == new.reason);
    if is_same {
        return conditions.clone();
    }
    renewed(conditions, new, touched, now)
}

/// The conditions with one set at the end of the list, whatever it was.
pub(crate) fn renewed(
    conditions: &Value,
    new: &Condition<'_>,
    touched: Touched,
    now: &str,
) -> Value {
    let since = match find(conditions, new.kind) {
        Some(old) if old["status"] == new.status => old["lastTransitionTime"].clone(),
        _ => now.into(),
    };
    let mut set = json!({
        "type": new.kind,
        "status": new.status,
        "reason": new.reason,
        "message": new.message,
        "lastTransitionTime": since,
    });
    match touched {
        Touched::Update => set["lastUpdateTime"] = now.into(),
        Touched::Probe => set["lastProbeTime"] = now.into(),
        Touched::Never => {}
    }
    let Value::Array(mut all) = without(conditions, new.kind) else {
        return json!([set]);
    };
    all.push(set);
    all.into()
}

/// The conditions without one; null when none is left.
pub(crate) fn without(conditions: &Value, kind: &str) -> Value {
    let others = conditions.as_array().into_iter().flatten();
    let kept: Vec<_> = others
        .filter(|condition| condition["type"] != kind)
        .cloned()
        .collect();
    if kept.is_empty() {
        return Value::Null;
    }
    kept.into()
}

/// Sets a condition where it is in the list; its time moves only when its status does.
pub(crate) fn put(conditions: &mut Value, mut new: Value) {
    if !conditions.is_array() {
        *conditions = json!([]);
    }
    let Some(all) = conditions.as_array_mut() else {
        return;
    };
    match all.iter_mut().find(|old| old["type"] == new["type"]) {
        Some(old) => {
            if old["status"] == new["status"] {
                new["lastTransitionTime"] = old["lastTransitionTime"].take();
            }
            *old = new;
        }
        None => all.push(new),
    }
}
