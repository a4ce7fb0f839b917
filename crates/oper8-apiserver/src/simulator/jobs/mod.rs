//! Jobs: pods that are to succeed so often, until they did or failed too often.

mod ending;
mod indexes;
mod pods;
mod policy;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use self::ending::Ending;
use self::indexes::Indexes;
pub(super) use self::pods::release;
use super::kinds::PODS;
use super::pods::{is_active, is_over, is_ready};
use super::work::{Kind, Work, number, put_count, text};
use crate::conditions::{self, Condition, Touched};
use crate::handlers::DeleteOptions;
use crate::request::Propagation;
use crate::store::{Key, Object};

const JOB: Kind = Kind {
    api_version: "batch/v1",
    name: "Job",
};
/// The finalizer of pods that are not counted yet.
pub(super) const TRACKING: &str = "batch.kubernetes.io/job-tracking";

/// A Job and its pods, at one moment, with what has come of those that are over.
struct View {
    key: Key,
    job: Arc<Object>,
    pods: Vec<Arc<Object>>,
    succeeded: u64,
    failed: u64,
    completed: Indexes,
    failed_indexes: Indexes,
}

impl View {
    fn spec(&self) -> &Value {
        &self.job.value()["spec"]
    }

    fn status(&self) -> &Value {
        &self.job.value()["status"]
    }

    fn is_indexed(&self) -> bool {
        self.spec()["completionMode"] == "Indexed"
    }

    /// How many pods must succeed; `None` where one is enough, and the others end by themselves.
    fn completions(&self) -> Option<u64> {
        self.spec()["completions"].as_u64()
    }

    fn parallelism(&self) -> u64 {
        self.spec()["parallelism"].as_u64().unwrap_or(1)
    }

    fn active(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.pods.iter().filter(|pod| is_active(pod))
    }

    fn leaving(&self) -> u64 {
        let leaving = |pod: &&Arc<Object>| pod.is_terminating() && !is_over(pod.value());
        self.pods.iter().filter(leaving).count() as u64
    }

    fn condition(&self, kind: &str) -> Option<&Value> {
        conditions::find(&self.status()["conditions"], kind)
            .filter(|condition| condition["status"] == "True")
    }
}

/// Looks at one Job.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(job) = work.get(key) else {
        return;
    };
    let manager = job.value()["spec"]["managedBy"].as_str();
    if manager.is_some_and(|name| name != "kubernetes.io/job-controller") {
        return;
    }
    work.memory.since(job.value());
    if is_finished(job.value()) {
        return end_of_life(work, key, &job);
    }
    if job.is_terminating() {
        return;
    }
    let pods = work.controlled(&job, &PODS);
    let view = pods::counted(work, key, job, pods);
    if view.spec()["suspend"] == true {
        return suspend(work, &view);
    }
    match ending::of(work, &view) {
        Some(ending) => end(work, &view, &ending),
        None => {
            pods::manage(work, &view);
            write(
                work,
                &view,
                base(&view, &resumed(&view), &work.now()),
                &work.now(),
            );
        }
    }
}

pub(super) fn is_finished(job: &Value) -> bool {
    let conditions = &job["status"]["conditions"];
    conditions::is_true(conditions, "Complete") || conditions::is_true(conditions, "Failed")
}

/// Deletes a Job whose time to live after its end is over.
fn end_of_life(work: &mut Work<'_>, key: &Key, job: &Object) {
    let Some(seconds) = job.value()["spec"]["ttlSecondsAfterFinished"].as_u64() else {
        return;
    };
    let end = work.memory.moment(job.value(), "over") + Duration::from_secs(seconds);
    if end > Instant::now() {
        return work.memory.alarm(key, end);
    }
    let options = DeleteOptions {
        propagation: Some(Propagation::Foreground),
        ..DeleteOptions::default()
    };
    work.cluster.control_delete(key, job.uid(), options);
}

/// Takes away what runs.
fn suspend(work: &mut Work<'_>, view: &View) {
    for pod in view.active() {
        work.delete(&PODS, pod);
    }
    let condition = Condition {
        kind: "Suspended",
        status: "True",
        reason: "JobSuspended",
        message: "Job suspended".to_owned(),
    };
    let now = work.now();
    let status = base(view, &[condition], &now);
    put_conditions(work, view, status);
}

/// The condition of a Job that goes on after it was suspended.
fn resumed(view: &View) -> Vec<Condition<'static>> {
    let was_suspended = conditions::find(&view.status()["conditions"], "Suspended").is_some();
    let resumed = was_suspended.then(|| Condition {
        kind: "Suspended",
        status: "False",
        reason: "JobResumed",
        message: "Job resumed".to_owned(),
    });
    resumed.into_iter().collect()
}

/// Takes away what still runs; once nothing does, the Job is over.
fn end(work: &mut Work<'_>, view: &View, ending: &Ending) {
    let now = work.now();
    let mut set = resumed(view);
    set.push(ending.condition(ending.target()));
    for pod in view.active() {
        work.delete(&PODS, pod);
    }
    let is_over = view.active().next().is_none() && view.leaving() == 0;
    if is_over {
        set.push(ending.condition(ending.last()));
    }
    let mut status = base(view, &set, &now);
    if is_over && ending.is_success() {
        status.insert("completionTime".into(), now.as_str().into());
    }
    write(work, view, status, &now);
}

/// What every status of a Job has, with the conditions set.
fn base(view: &View, set: &[Condition<'_>], now: &str) -> Map<String, Value> {
    let old = &view.status()["conditions"];
    let all = set.iter().fold(old.clone(), |all, condition| {
        conditions::with(&all, condition, Touched::Probe, now)
    });
    let mut status = Map::new();
    if all.is_array() {
        status.insert("conditions".into(), all);
    }
    let is_over = ["SuccessCriteriaMet", "FailureTarget"].iter().any(|kind| {
        status
            .get("conditions")
            .is_some_and(|all| conditions::is_true(all, kind))
    });
    let ready = view
        .active()
        .filter(|pod| is_ready(pod.value()) && !is_over)
        .count();
    let active = if is_over { 0 } else { view.active().count() };
    put_count(&mut status, "active", active as u64);
    put_count(&mut status, "succeeded", view.succeeded);
    put_count(&mut status, "failed", view.failed);
    status.insert("terminating".into(), view.leaving().into());
    status.insert("ready".into(), ready.into());
    status.insert("uncountedTerminatedPods".into(), json!({}));
    if view.is_indexed() && !view.completed.is_empty() {
        status.insert("completedIndexes".into(), view.completed.to_string().into());
    }
    if !view.spec()["backoffLimitPerIndex"].is_null() {
        status.insert(
            "failedIndexes".into(),
            view.failed_indexes.to_string().into(),
        );
    }
    status
}

/// Writes the status of a Job that has started.
fn write(work: &mut Work<'_>, view: &View, mut status: Map<String, Value>, now: &str) {
    let start = view.status()["startTime"].as_str();
    status.insert("startTime".into(), start.unwrap_or(now).into());
    put_conditions(work, view, status);
}

fn put_conditions(work: &mut Work<'_>, view: &View, status: Map<String, Value>) {
    let status = Value::from(status);
    if is_finished(&json!({"status": status})) {
        work.memory.set_moment(view.job.value(), "over");
    }
    work.set_status(&view.key, &status);
}

/// Since when a Job runs, which begins anew when it is resumed.
fn started(work: &mut Work<'_>, view: &View) -> Instant {
    if text(&view.status()["startTime"]).is_empty() {
        work.memory.set_moment(view.job.value(), "started");
    }
    work.memory.moment(view.job.value(), "started")
}

/// How often pods may fail.
fn limit(view: &View) -> u64 {
    let given = view.spec()["backoffLimit"].as_u64();
    let per_index = !view.spec()["backoffLimitPerIndex"].is_null();
    given.unwrap_or(if per_index {
        u64::from(u32::MAX >> 1)
    } else {
        6
    })
}

/// How often the containers of a pod were started again.
fn restarts(pod: &Object) -> u64 {
    let all = pod.value()["status"]["containerStatuses"].as_array();
    all.into_iter()
        .flatten()
        .map(|status| number(&status["restartCount"]))
        .sum()
}
