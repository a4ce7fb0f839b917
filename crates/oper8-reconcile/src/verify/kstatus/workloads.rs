//! Kinds that keep a number of pods.

use serde_json::Value;

use super::super::Verdict;
use super::super::conditions::{TRANSITION_KEY, explanation, has_status, newest};
use super::{count, number, text, true_condition, waiting};

/// The deadline of a Deployment that has none: its controller writes no condition Progressing then.
const NO_DEADLINE: i64 = i32::MAX as i64;

pub(super) fn deployment(object: &Value) -> Verdict {
    let progressing = newest(object, "Progressing", TRANSITION_KEY);
    if let Some(progressing) = progressing
        && progressing["reason"] == "ProgressDeadlineExceeded"
    {
        return Verdict::Failed(explanation(progressing));
    }
    let wanted = wanted_replicas(object);
    let replicas = count(object, "/status/replicas");
    let updated = count(object, "/status/updatedReplicas");
    let missing = short(replicas, wanted, "replicas", "created")
        .or_else(|| short(updated, wanted, "replicas", "updated"))
        .or_else(|| surplus(replicas, wanted))
        .or_else(|| {
            short(
                count(object, "/status/readyReplicas"),
                wanted,
                "replicas",
                "ready",
            )
        })
        .or_else(|| {
            let available = count(object, "/status/availableReplicas");
            short(available, updated, "replicas", "available")
        });
    if let Some(missing) = missing {
        return missing;
    }
    let deadline = number(object, "/spec/progressDeadlineSeconds").unwrap_or(NO_DEADLINE);
    match progressing {
        _ if deadline == NO_DEADLINE => {}
        Some(progressing)
            if has_status(progressing, true)
                && progressing["reason"] == "NewReplicaSetAvailable" => {}
        Some(progressing) => {
            return Verdict::Waiting(format!(
                "the new replicas are not all available: {}",
                explanation(progressing)
            ));
        }
        None => return waiting("it has no condition Progressing yet"),
    }
    match newest(object, "Available", TRANSITION_KEY) {
        Some(available) if has_status(available, true) => Verdict::Verified,
        Some(available) => {
            Verdict::Waiting(format!("it is not available: {}", explanation(available)))
        }
        None => waiting("it has no condition Available yet"),
    }
}

pub(super) fn stateful_set(object: &Value) -> Verdict {
    // Who deletes the pods of such a set decides when they are updated.
    if text(object, "/spec/updateStrategy/type") == "OnDelete" {
        return Verdict::Verified;
    }
    let wanted = wanted_replicas(object);
    let replicas = count(object, "/status/replicas");
    let ready = count(object, "/status/readyReplicas");
    let missing = short(replicas, wanted, "replicas", "created")
        .or_else(|| short(ready, wanted, "replicas", "ready"))
        .or_else(|| surplus(replicas, wanted));
    if let Some(missing) = missing {
        return missing;
    }
    // The pods below the partition keep their revision, so that the revisions of the set never meet.
    if let Some(partition) = number(object, "/spec/updateStrategy/rollingUpdate/partition") {
        let updated = count(object, "/status/updatedReplicas");
        return short(updated, wanted - partition, "replicas", "updated")
            .unwrap_or(Verdict::Verified);
    }
    let current = count(object, "/status/currentReplicas");
    if let Some(missing) = short(current, wanted, "replicas", "of the current revision") {
        return missing;
    }
    let (current, update) = (
        text(object, "/status/currentRevision"),
        text(object, "/status/updateRevision"),
    );
    if current == update {
        Verdict::Verified
    } else {
        Verdict::Waiting(format!(
            "its replicas move from revision {current} to {update}"
        ))
    }
}

pub(super) fn replica_set(object: &Value) -> Verdict {
    if let Some(failure) = true_condition(object, "ReplicaFailure") {
        return Verdict::Waiting(explanation(failure));
    }
    let wanted = wanted_replicas(object);
    let least = |field: &str, state: &str| {
        let have = count(object, &format!("/status/{field}"));
        short(have, wanted, "replicas", state)
    };
    least("fullyLabeledReplicas", "created")
        .or_else(|| least("readyReplicas", "ready"))
        .or_else(|| least("availableReplicas", "available"))
        .or_else(|| surplus(count(object, "/status/replicas"), wanted))
        .unwrap_or(Verdict::Verified)
}

pub(super) fn daemon_set(object: &Value) -> Verdict {
    // The controller sets both: without them it has not seen the object.
    if number(object, "/metadata/generation").is_none()
        || number(object, "/status/observedGeneration").is_none()
    {
        return waiting("its controller has not seen it yet");
    }
    let Some(wanted) = number(object, "/status/desiredNumberScheduled") else {
        return waiting("it does not say how many pods it is to have yet");
    };
    let least = |field: &str, state: &str| {
        let have = count(object, &format!("/status/{field}"));
        short(have, wanted, "pods", state)
    };
    least("currentNumberScheduled", "scheduled")
        .or_else(|| least("updatedNumberScheduled", "updated"))
        .or_else(|| least("numberReady", "ready"))
        .or_else(|| least("numberAvailable", "available"))
        .unwrap_or(Verdict::Verified)
}

/// How many replicas are asked for; controllers take one where nothing is said.
fn wanted_replicas(object: &Value) -> i64 {
    number(object, "/spec/replicas").unwrap_or(1)
}

fn short(have: i64, wanted: i64, what: &str, state: &str) -> Option<Verdict> {
    (have < wanted).then(|| Verdict::Waiting(format!("{have} of {wanted} {what} are {state}")))
}

fn surplus(replicas: i64, wanted: i64) -> Option<Verdict> {
    (replicas > wanted)
        .then(|| Verdict::Waiting(format!("there are {replicas} replicas, not {wanted}")))
}
