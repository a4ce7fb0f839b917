//! Kinds with a life of their own: pods, jobs, claims, services, definitions.

use jiff::{SignedDuration, Timestamp};
use oper8_status::{READY_CONDITION, parse_timestamp};
use serde_json::Value;

use super::super::Verdict;
use super::super::conditions::explanation;
use super::{count, false_condition, number, text, true_condition, waiting};

/// How long a pod may look for a node before that counts as a failure.
const SCHEDULE_WINDOW: SignedDuration = SignedDuration::from_secs(15);

pub(super) fn pod(object: &Value, now: Timestamp) -> Verdict {
    match text(object, "/status/phase") {
        "Succeeded" => Verdict::Verified,
        "Failed" => Verdict::Failed(format!(
            "the pod failed: {}",
            explanation(&object["status"])
        )),
        "Running" => running_pod(object),
        "Pending" => pending_pod(object, now),
        "" => waiting("it has no phase yet"),
        phase => Verdict::Waiting(format!("its phase is {phase}")),
    }
}

fn running_pod(object: &Value) -> Verdict {
    if true_condition(object, READY_CONDITION).is_some() {
        return Verdict::Verified;
    }
    let statuses = || container_statuses(object, "containerStatuses");
    let crashing = statuses().find(|status| wait_reason(status) == "CrashLoopBackOff");
    if let Some(status) = crashing {
        return Verdict::Failed(held_up(status));
    }
    match statuses().find(|status| !wait_reason(status).is_empty()) {
        Some(status) => Verdict::Waiting(held_up(status)),
        None => match false_condition(object, READY_CONDITION) {
            Some(ready) => {
                Verdict::Waiting(format!("it runs, and is not ready: {}", explanation(ready)))
            }
            None => waiting("it runs, and is not ready yet"),
        },
    }
}

fn pending_pod(object: &Value, now: Timestamp) -> Verdict {
    if let Some(scheduled) = false_condition(object, "PodScheduled")
        && scheduled["reason"] == "Unschedulable"
    {
        let why = explanation(scheduled);
        let created = parse_timestamp(text(object, "/metadata/creationTimestamp"));
        let is_new = created.is_some_and(|created| now.duration_since(created) < SCHEDULE_WINDOW);
        return match is_new {
            true => Verdict::Waiting(why),
            false => Verdict::Failed(why),
        };
    }
    let mut statuses = container_statuses(object, "initContainerStatuses")
        .chain(container_statuses(object, "containerStatuses"));
    // That a container is being created, or waits for those before it, says nothing.
    let says_something = |status: &&Value| {
        !matches!(
            wait_reason(status),
            "" | "ContainerCreating" | "PodInitializing"
        )
    };
    match statuses.find(says_something) {
        Some(status) => Verdict::Waiting(held_up(status)),
        None => waiting("it is pending"),
    }
}

fn container_statuses<'a>(object: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    let statuses = object["status"][field].as_array();
    statuses.into_iter().flatten()
}

/// Why a container does not run; empty when it does.
fn wait_reason(status: &Value) -> &str {
    text(status, "/state/waiting/reason")
}

/// Which container does not run, and why: `container web: ImagePullBackOff: ...`.
fn held_up(status: &Value) -> String {
    let why = explanation(&status["state"]["waiting"]);
    format!("container {}: {why}", text(status, "/name"))
}

pub(super) fn job(object: &Value) -> Verdict {
    if true_condition(object, "Complete").is_some() {
        return Verdict::Verified;
    }
    if let Some(failed) = true_condition(object, "Failed") {
        return Verdict::Failed(format!("the job failed: {}", explanation(failed)));
    }
    if true_condition(object, "Suspended").is_some() {
        return Verdict::Verified;
    }
    if text(object, "/status/startTime").is_empty() {
        return waiting("it has not started yet");
    }
    let parallelism = number(object, "/spec/parallelism").unwrap_or(1);
    let completions = number(object, "/spec/completions").unwrap_or(parallelism);
    let succeeded = count(object, "/status/succeeded");
    let (active, failed) = (
        count(object, "/status/active"),
        count(object, "/status/failed"),
    );
    Verdict::Waiting(format!(
        "{succeeded} of {completions} pods have succeeded, {active} are running, {failed} have failed"
    ))
}

pub(super) fn claim(object: &Value) -> Verdict {
    match text(object, "/status/phase") {
        "Bound" => Verdict::Verified,
        "" => waiting("it is not bound yet"),
        phase => Verdict::Waiting(format!("it is not bound: its phase is {phase}")),
    }
}

pub(super) fn service(object: &Value) -> Verdict {
    let is_balancer = text(object, "/spec/type") == "LoadBalancer";
    if is_balancer && text(object, "/spec/clusterIP").is_empty() {
        return waiting("it has no cluster IP yet");
    }
    Verdict::Verified
}

pub(super) fn definition(object: &Value) -> Verdict {
    if let Some(names) = false_condition(object, "NamesAccepted") {
        return Verdict::Failed(explanation(names));
    }
    if true_condition(object, "Established").is_some() {
        return Verdict::Verified;
    }
    match false_condition(object, "Established") {
        Some(condition) if condition["reason"] != "Installing" => {
            Verdict::Failed(explanation(condition))
        }
        _ => waiting("it is being installed"),
    }
}
