//! ReplicaSets and ReplicationControllers: so many pods of one template.

use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::time::Instant;

use super::kinds::{PODS, REPLICA_SETS};
use super::pods::{is_active, is_available, is_over, is_ready};
use super::templates;
use super::work::{Kind, Work, controller_of, number, put_count, replicas, selector_of, text};
use crate::conditions::{self, Condition, Touched};
use crate::selectors::LabelSelector;
use crate::status::Status;
use crate::store::{Key, Object};

const REPLICA_SET: Kind = Kind {
    api_version: "apps/v1",
    name: "ReplicaSet",
};
const CONTROLLER: Kind = Kind {
    api_version: "v1",
    name: "ReplicationController",
};
/// The annotation that says which pods are best deleted first.
const COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// Looks at one set.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(set) = work.get(key) else {
        return;
    };
    let kind = if key.resource == *REPLICA_SETS {
        REPLICA_SET
    } else {
        CONTROLLER
    };
    if work.memory.may_adopt(key, &set) {
        work.adopt(&set, &kind, &PODS);
    }
    work.memory.since(set.value());
    let selector = selector_of(set.value());
    let mut pods = work.controlled(&set, &PODS);
    pods.retain(|pod| {
        let is_mine = pod.is_terminating() || selector.matches(pod.value());
        if !is_mine {
            work.let_go(&set, pod, &PODS);
        }
        is_mine
    });
    let active: Vec<_> = pods.iter().filter(|pod| is_active(pod)).cloned().collect();
    let mut refusal = None;
    if !set.is_terminating() {
        match scale(work, key, &set, &kind, &active) {
            Ok(true) => return,
            Ok(false) => {}
            Err(status) => refusal = Some(status),
        }
    }
    let status = status(work, key, &set, &pods, &active, refusal.as_ref());
    if controller_of(set.value()).is_none()
        && number(&status["availableReplicas"]) == replicas(set.value())
    {
        work.memory.settle(set.value());
    }
    work.set_status(key, &status);
}

/// Makes or deletes pods; answers whether there was anything to do.
fn scale(
    work: &mut Work<'_>,
    key: &Key,
    set: &Arc<Object>,
    kind: &Kind,
    active: &[Arc<Object>],
) -> Result<bool, Status> {
    let wanted = usize::try_from(replicas(set.value())).unwrap_or(usize::MAX);
    if active.len() < wanted {
        work.disturb(set);
        for _ in active.len()..wanted {
            let pod = templates::pod(&set.value()["spec"]["template"], set, kind);
            if let Err(status) = work.create(&PODS, set.namespace(), pod) {
                if work.is_leaving(set.namespace()) {
                    return Ok(true);
                }
                let wait = work.memory.back_off(set.value());
                work.memory.alarm(key, Instant::now() + wait);
                return Err(status);
            }
        }
        work.memory.succeed(set.value());
        return Ok(true);
    }
    let mut surplus = active.to_vec();
    surplus.sort_by_cached_key(|pod| dispensable(pod));
    for pod in surplus.iter().take(active.len() - wanted) {
        work.delete(&PODS, pod);
    }
    Ok(active.len() > wanted)
}

/// What is deleted first: pods on no node, then such as wait, are not ready, cost little, are young.
fn dispensable(pod: &Object) -> (bool, bool, bool, i64, std::cmp::Reverse<u64>, String) {
    let value = pod.value();
    let cost = value["metadata"]["annotations"][COST].as_str();
    (
        !text(&value["spec"]["nodeName"]).is_empty(),
        value["status"]["phase"] == "Running",
        is_ready(value),
        cost.and_then(|cost| cost.parse().ok()).unwrap_or(0),
        std::cmp::Reverse(pod.revision()),
        pod.name().to_owned(),
    )
}

fn status(
    work: &mut Work<'_>,
    key: &Key,
    set: &Object,
    pods: &[Arc<Object>],
    active: &[Arc<Object>],
    refusal: Option<&Status>,
) -> Value {
    let spec = &set.value()["spec"];
    let template = serde_json::json!({"matchLabels": spec["template"]["metadata"]["labels"]});
    let template = LabelSelector::of(&template);
    let labelled = active.iter().filter(|pod| template.matches(pod.value()));
    let ready = active.iter().filter(|pod| is_ready(pod.value())).count();
    let seconds = number(&spec["minReadySeconds"]);
    let labelled = labelled.count();
    let available = active
        .iter()
        .filter(|pod| is_available(work, key, pod, seconds))
        .count();
    let mut status = Map::new();
    status.insert(
        "observedGeneration".into(),
        set.metadata()["generation"].clone(),
    );
    status.insert("replicas".into(), active.len().into());
    put_count(&mut status, "fullyLabeledReplicas", labelled as u64);
    put_count(&mut status, "readyReplicas", ready as u64);
    put_count(&mut status, "availableReplicas", available as u64);
    if key.resource == *REPLICA_SETS {
        let leaving = pods
            .iter()
            .filter(|pod| pod.is_terminating() && !is_over(pod.value()));
        status.insert("terminatingReplicas".into(), leaving.count().into());
    }
    let old = &set.value()["status"]["conditions"];
    let conditions = match refusal {
        Some(refusal) => {
            let failure = Condition {
                kind: "ReplicaFailure",
                status: "True",
                reason: "FailedCreate",
                message: refusal.message.clone(),
            };
            conditions::with(old, &failure, Touched::Never, &work.now())
        }
        None => conditions::without(old, "ReplicaFailure"),
    };
    if conditions.is_array() {
        status.insert("conditions".into(), conditions);
    }
    status.into()
}
