//! The rules by kind. The group of a kind does not matter.

use oper8_status::{READY_CONDITION, TIMESTAMP_KEY, UPDATING_CONDITION, get_version};
use serde_json::Value;

use super::Verdict;
use super::conditions::{TRANSITION_KEY, explanation, has_status, newest};
use crate::error::Result;

/// The rule of a kind, where it has one.
pub(crate) fn rule_of(kind: &str) -> Option<fn(&Value) -> Verdict> {
    match kind {
        "Pod" => Some(pod),
        "Job" => Some(job),
        "Deployment" => Some(deployment),
        "StatefulSet" => Some(stateful_set),
        _ => None,
    }
}

/// Whether a Pod is ready: its newest Ready condition is true.
pub fn verify_pod(object: &Value) -> bool {
    pod(object).is_verified()
}

/// Whether a Job is done: its newest Complete condition is true.
pub fn verify_job(object: &Value) -> bool {
    job(object).is_verified()
}

/// Whether a Deployment is rolled out: Available is true, and so is Progressing, with the reason `NewReplicaSetAvailable`.
pub fn verify_deployment(object: &Value) -> bool {
    deployment(object).is_verified()
}

/// Whether a StatefulSet is ready: `status.replicas` is there and equals `status.readyReplicas` (zero when it is missing). The
/// status of a new one, which servers start with no replicas, does not count.
pub fn verify_statefulset(object: &Value) -> bool {
    stateful_set(object).is_verified()
}

/// Whether a custom resource of this framework is rolled out at the wanted version: Ready is true, Updating is false, and
/// `status.versions.reconciled` is `wanted_version`, or both are absent.
///
/// # Errors
///
/// [`Error::Status`](crate::Error::Status) when `status.versions` is no object.
pub fn verify_subsystem(object: &Value, wanted_version: Option<&str>) -> Result<bool> {
    Ok(subsystem(object, wanted_version)?.is_verified())
}

pub(crate) fn pod(object: &Value) -> Verdict {
    condition(object, READY_CONDITION, TRANSITION_KEY)
}

fn job(object: &Value) -> Verdict {
    if let Some(failed) = newest(object, "Failed", TRANSITION_KEY)
        && has_status(failed, true)
    {
        return Verdict::Failed(format!("the job failed: {}", explanation(failed)));
    }
    condition(object, "Complete", TRANSITION_KEY)
}

fn deployment(object: &Value) -> Verdict {
    let progressing = newest(object, "Progressing", TRANSITION_KEY);
    if let Some(progressing) = progressing
        && progressing["reason"] == "ProgressDeadlineExceeded"
    {
        return Verdict::Failed(explanation(progressing));
    }
    let available = condition(object, "Available", TRANSITION_KEY);
    if !available.is_verified() {
        return available;
    }
    match progressing {
        Some(progressing)
            if has_status(progressing, true)
                && progressing["reason"] == "NewReplicaSetAvailable" =>
        {
            Verdict::Verified
        }
        Some(progressing) => Verdict::Waiting(format!(
            "the new replicas are not all available: {}",
            explanation(progressing)
        )),
        None => Verdict::Waiting("it has no condition Progressing yet".to_owned()),
    }
}

fn stateful_set(object: &Value) -> Verdict {
    let Some(replicas) = object
        .pointer("/status/replicas")
        .filter(|count| !count.is_null())
    else {
        return Verdict::Waiting("it does not say how many replicas it has yet".to_owned());
    };
    let none = Value::from(0);
    let ready = object.pointer("/status/readyReplicas").unwrap_or(&none);
    if *replicas == none && is_unseen(object) {
        return Verdict::Waiting("its controller has not looked at it yet".to_owned());
    }
    if replicas == ready {
        Verdict::Verified
    } else {
        let ready = ready.as_u64().unwrap_or_default();
        Verdict::Waiting(format!("{ready} of {replicas} replicas are ready"))
    }
}

pub(crate) fn subsystem(object: &Value, wanted_version: Option<&str>) -> Result<Verdict> {
    let status = object.get("status").unwrap_or(&Value::Null);
    let version = get_version(status)?.and_then(Value::as_str);
    if wanted_version.is_some() && version.is_none() {
        return Ok(Verdict::Waiting(
            "no version of it is rolled out yet".to_owned(),
        ));
    }
    let ready = condition(object, READY_CONDITION, TIMESTAMP_KEY);
    if !ready.is_verified() {
        return Ok(ready);
    }
    let updating = expected(object, UPDATING_CONDITION, false, TIMESTAMP_KEY);
    if !updating.is_verified() {
        return Ok(updating);
    }
    Ok(if version == wanted_version {
        Verdict::Verified
    } else {
        let (version, wanted) = (version.unwrap_or("none"), wanted_version.unwrap_or("none"));
        Verdict::Waiting(format!("its version is {version}, not {wanted}"))
    })
}

/// Whether a workload that wants replicas has the status that servers give to a new one: no replicas, by nobody's observation.
fn is_unseen(object: &Value) -> bool {
    let is_there = |path: &str| object.pointer(path).is_some_and(|it| !it.is_null());
    let wanted = object.pointer("/spec/replicas").and_then(Value::as_i64);
    is_there("/metadata/generation")
        && !is_there("/status/observedGeneration")
        && wanted.unwrap_or(1) != 0
}

/// Whether the newest condition of a type is true.
pub(crate) fn condition(object: &Value, condition_type: &str, timestamp_key: &str) -> Verdict {
    expected(object, condition_type, true, timestamp_key)
}

fn expected(object: &Value, condition_type: &str, status: bool, timestamp_key: &str) -> Verdict {
    match newest(object, condition_type, timestamp_key) {
        None => Verdict::Waiting(format!("it has no condition {condition_type} yet")),
        Some(condition) if has_status(condition, status) => Verdict::Verified,
        Some(condition) => Verdict::Waiting(format!(
            "{condition_type} is not {status}: {}",
            explanation(condition)
        )),
    }
}

/// An object whose controller has not seen its newest generation says nothing about it yet.
pub(crate) fn is_stale(object: &Value) -> bool {
    let generation = object
        .pointer("/metadata/generation")
        .and_then(Value::as_i64);
    let observed = object
        .pointer("/status/observedGeneration")
        .and_then(Value::as_i64);
    matches!((generation, observed), (Some(generation), Some(observed)) if observed < generation)
}
