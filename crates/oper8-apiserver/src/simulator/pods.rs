//! Pods: they are put on a node, run from the end of the delay on, and end when they are deleted.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::kinds::PODS;
use super::pod_status::{self, Phase};
use super::rules::{Ending, Fate};
use super::work::{Work, controller_of, is_of, number, text};
use super::{jobs, schedule};
use crate::conditions;
use crate::handlers::DeleteOptions;
use crate::store::{Key, Object};

/// What the node writes, it writes as this manager.
const KUBELET: &str = "kubelet";
/// The longest pause between two starts of a container.
const LONGEST_PAUSE: u64 = 300;

/// Looks at one pod.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(pod) = work.get(key) else {
        return;
    };
    if pod.is_terminating() {
        return stop(work, key, &pod);
    }
    if is_over(pod.value()) || is_ready(pod.value()) && !is_of_job(work, &pod) {
        return;
    }
    let (fate, since) = work.fate(&pod);
    let is_placed = !text(&pod.value()["spec"]["nodeName"]).is_empty();
    if !is_placed {
        let scheduler = text(&pod.value()["spec"]["schedulerName"]);
        if !matches!(scheduler, "" | "default-scheduler")
            || !schedule::place(work, key, &pod, fate.ending == Ending::Unschedulable)
        {
            return;
        }
    }
    if let Some(pod) = work.get(key) {
        run(work, key, &pod, fate, since);
    }
}

/// What a pod that is on a node comes to, and when to look again.
fn run(work: &mut Work<'_>, key: &Key, pod: &Arc<Object>, fate: Fate, since: Instant) {
    let due = since + fate.after;
    let is_early = Instant::now() < due;
    let is_of_job = is_of_job(work, pod);
    let stays_or_fails = if is_of_job || controller_of(pod.value()).is_none() {
        Phase::Failed
    } else {
        Phase::Unready
    };
    let phase = match (fate.ending, is_early) {
        // A node that refuses a pod did so before it was there.
        (Ending::Unschedulable, _) => return,
        (Ending::ImagePull, _) => Phase::ImagePull,
        (_, true) if is_of_job => Phase::Running,
        (_, true) => Phase::Scheduled,
        (Ending::Ready, false) if is_of_job => Phase::Succeeded,
        (Ending::Ready, false) => Phase::Running,
        (Ending::Never, false) if is_of_job => Phase::Running,
        (Ending::Never, false) => Phase::Unready,
        (Ending::Failed, false) => restarted(work, pod, stays_or_fails),
        (Ending::CrashLoop, false) => Phase::CrashLoop(restarts(work, key, pod, due)),
    };
    if is_early && !matches!(fate.ending, Ending::ImagePull) {
        work.memory.alarm(key, due);
    }
    let now = work.now();
    let resource = PODS.clone();
    let key = Key {
        resource,
        ..key.clone()
    };
    work.cluster.control_as(KUBELET, &key, "status", |pod| {
        if is_over(pod) {
            // A client said so meanwhile.
            return None;
        }
        let status = pod_status::status(pod, phase, &now);
        (status != pod["status"]).then(|| {
            let mut next = pod.clone();
            next["status"] = status;
            next
        })
    });
}

/// A pod whose containers are started again does not fail: its Job gives up when they were started too often.
fn restarted(work: &Work<'_>, pod: &Arc<Object>, otherwise: Phase) -> Phase {
    if pod.value()["spec"]["restartPolicy"] != "OnFailure" {
        return otherwise;
    }
    let job = work.top(pod);
    let limit = job.value()["spec"]["backoffLimit"].as_u64().unwrap_or(6);
    Phase::CrashLoop(limit.max(1))
}

/// How often the containers of a pod were started again: after 10 s, and twice as long each time.
fn restarts(work: &mut Work<'_>, key: &Key, pod: &Object, due: Instant) -> u64 {
    let born = work.memory.moment(pod.value(), "crashed").max(due);
    let mut at = born;
    let mut pause = 10;
    for count in 1.. {
        at += Duration::from_secs(pause);
        if at > Instant::now() {
            work.memory.alarm(key, at);
            return count;
        }
        if pause == LONGEST_PAUSE {
            return count;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    0
}

/// Lets a pod go that waits for the end of its grace period, which the node would tell.
fn stop(work: &mut Work<'_>, key: &Key, pod: &Object) {
    if pod.metadata()["finalizers"]
        .as_array()
        .is_some_and(|all| all.iter().any(|one| one == jobs::TRACKING))
    {
        let job = controller_of(pod.value()).and_then(|uid| work.cluster.store.find_uid(uid));
        let job = job.and_then(|key| work.get(&key));
        if job.is_none_or(|job| job.is_terminating() || jobs::is_finished(job.value())) {
            jobs::release(work, pod);
        }
    }
    if number(&pod.metadata()["deletionGracePeriodSeconds"]) > 0 {
        let options = DeleteOptions {
            grace_period: Some(0),
            ..DeleteOptions::default()
        };
        work.cluster.control_delete(key, pod.uid(), options);
    }
}

/// Remembers since when a pod is ready.
pub(super) fn note_readiness(work: &mut Work<'_>, pod: &Object) {
    work.memory.mark_ready(pod.uid(), is_ready(pod.value()));
}

pub(super) fn is_over(pod: &Value) -> bool {
    matches!(text(&pod["status"]["phase"]), "Succeeded" | "Failed")
}

pub(super) fn is_ready(pod: &Value) -> bool {
    conditions::is_true(&pod["status"]["conditions"], "Ready")
}

/// Whether a pod counts for its workload: neither over nor going.
pub(super) fn is_active(pod: &Object) -> bool {
    !is_over(pod.value()) && !pod.is_terminating()
}

/// Whether a pod has been ready for `minReadySeconds`; where not yet, the workload is looked at again then.
pub(super) fn is_available(
    work: &mut Work<'_>,
    workload: &Key,
    pod: &Object,
    seconds: u64,
) -> bool {
    if !is_ready(pod.value()) {
        return false;
    }
    let Some(since) = work.memory.ready_since(pod.uid()) else {
        return true;
    };
    let due = since + Duration::from_secs(seconds);
    let is_due = seconds == 0 || Instant::now() >= due;
    if !is_due {
        work.memory.alarm(workload, due);
    }
    is_due
}

fn is_of_job(work: &Work<'_>, pod: &Arc<Object>) -> bool {
    is_of(work.top(pod).value(), "Job")
}
