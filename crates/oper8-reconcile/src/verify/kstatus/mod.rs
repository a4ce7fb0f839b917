//! The rules of kstatus: what every object can say, then what its kind says, then the condition Ready.
//!
//! What they are is described at <https://github.com/kubernetes-sigs/cli-utils/tree/master/pkg/kstatus>. Two answers differ,
//! since a rollout asks whether an object has come to its end rather than whether its controller is done with it: a Job is
//! ready when it is complete, not when it has started, and a Pod that failed has failed.

mod objects;
mod workloads;

use jiff::Timestamp;
use oper8_status::READY_CONDITION;
use serde_json::Value;

use super::Verdict;
use super::conditions::{TRANSITION_KEY, explanation, has_status, newest};

/// Judges an object as it is in the cluster by the rules of kstatus.
///
/// In this order:
///
/// 1. An object that is being deleted is waited for, and so is one whose `status.observedGeneration` is not its
///    `metadata.generation`.
/// 2. The first true condition of Reconciling and Stalled decides: the one waits, the other has failed.
/// 3. Deployment, StatefulSet, ReplicaSet, DaemonSet, Pod, Job, PersistentVolumeClaim, Service and CustomResourceDefinition
///    have rules of their own; ConfigMap, Secret, CronJob and PodDisruptionBudget are always ready.
/// 4. Any other object is ready when its condition Ready is true, or when it has none.
///
/// Two answers differ from kstatus: a Job is ready when it is complete rather than when it has started, and a Pod whose phase
/// is `Failed` has failed. `now` counts for a Pod that cannot be scheduled: it fails 15 s after its creation.
///
/// # Examples
///
/// ```
/// use oper8_reconcile::verify::{Verdict, kstatus};
/// use serde_json::json;
///
/// let web = json!({
///     "apiVersion": "apps/v1",
///     "kind": "Deployment",
///     "metadata": {"name": "web", "generation": 1},
///     "spec": {"replicas": 3, "progressDeadlineSeconds": 600},
///     "status": {"observedGeneration": 1, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 1},
/// });
/// let now = "2024-01-02T03:04:05Z".parse()?;
/// assert_eq!(kstatus(&web, now), Verdict::Waiting("1 of 3 replicas are ready".to_owned()));
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn kstatus(object: &Value, now: Timestamp) -> Verdict {
    of_every_object(object)
        .or_else(|| of_kind(object, now))
        .unwrap_or_else(|| of_ready_condition(object))
}

/// What every object can say about itself; `None` when it says nothing.
fn of_every_object(object: &Value) -> Option<Verdict> {
    if !text(object, "/metadata/deletionTimestamp").is_empty() {
        return Some(waiting("it is being deleted"));
    }
    let generation = number(object, "/metadata/generation");
    let observed = number(object, "/status/observedGeneration");
    if let (Some(generation), Some(observed)) = (generation, observed)
        && generation != observed
    {
        return Some(Verdict::Waiting(format!(
            "its status is of generation {observed}, not {generation}"
        )));
    }
    let conditions = object.pointer("/status/conditions")?.as_array()?;
    let stands_out = |condition: &&Value| {
        let kind = condition["type"].as_str().unwrap_or_default();
        matches!(kind, "Reconciling" | "Stalled") && has_status(condition, true)
    };
    let condition = conditions.iter().find(stands_out)?;
    Some(match condition["type"].as_str() {
        Some("Stalled") => Verdict::Failed(explanation(condition)),
        _ => Verdict::Waiting(explanation(condition)),
    })
}

/// The rule of a built-in kind, of its own group alone.
fn of_kind(object: &Value, now: Timestamp) -> Option<Verdict> {
    let api_version = text(object, "/apiVersion");
    let group = api_version
        .split_once('/')
        .map_or("", |(group, _version)| group);
    Some(match (group, text(object, "/kind")) {
        ("apps", "Deployment") => workloads::deployment(object),
        ("apps", "StatefulSet") => workloads::stateful_set(object),
        ("apps", "ReplicaSet") => workloads::replica_set(object),
        ("apps", "DaemonSet") => workloads::daemon_set(object),
        ("batch", "Job") => objects::job(object),
        ("", "Pod") => objects::pod(object, now),
        ("", "PersistentVolumeClaim") => objects::claim(object),
        ("", "Service") => objects::service(object),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => objects::definition(object),
        ("", "ConfigMap" | "Secret") | ("batch", "CronJob") | ("policy", "PodDisruptionBudget") => {
            Verdict::Verified
        }
        _ => return None,
    })
}

fn of_ready_condition(object: &Value) -> Verdict {
    match newest(object, READY_CONDITION, TRANSITION_KEY) {
        Some(ready) if !has_status(ready, true) => {
            Verdict::Waiting(format!("it is not ready: {}", explanation(ready)))
        }
        _ => Verdict::Verified,
    }
}

/// The newest condition of a type, if it is true.
fn true_condition<'a>(object: &'a Value, condition_type: &str) -> Option<&'a Value> {
    newest(object, condition_type, TRANSITION_KEY).filter(|condition| has_status(condition, true))
}

/// The newest condition of a type, if it is false.
fn false_condition<'a>(object: &'a Value, condition_type: &str) -> Option<&'a Value> {
    newest(object, condition_type, TRANSITION_KEY).filter(|condition| has_status(condition, false))
}

fn waiting(text: &str) -> Verdict {
    Verdict::Waiting(text.to_owned())
}

fn number(object: &Value, pointer: &str) -> Option<i64> {
    object.pointer(pointer).and_then(Value::as_i64)
}

/// A count in a status, where a missing one is zero.
fn count(object: &Value, pointer: &str) -> i64 {
    number(object, pointer).unwrap_or(0)
}

fn text<'a>(object: &'a Value, pointer: &str) -> &'a str {
    object
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
