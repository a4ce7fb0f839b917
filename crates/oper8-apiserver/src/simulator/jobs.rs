//! Jobs: they run for the delay, then complete or fail.

use std::time::Duration;

use serde_json::{Value, json};

use super::conditions::{self, Condition, Touched};
use super::step::{Step, View};

/// What the status of a Job is to be.
pub(super) fn step(view: &View<'_>) -> Step {
    if is_over(view.object) {
        return Step::done();
    }
    if view.spec()["suspend"] == true {
        return suspended(view);
    }
    if view.is_ready() || completions(view) == 0 {
        return Step::status(complete(view));
    }
    if view.has_failed() {
        let limit = view.spec()["backoffLimit"].as_u64().unwrap_or(6);
        let message = "Job has reached the specified backoff limit";
        return Step::status(failed(view, limit + 1, "BackoffLimitExceeded", message));
    }
    let deadline = view.spec()["activeDeadlineSeconds"]
        .as_u64()
        .map(Duration::from_secs);
    if deadline.is_some_and(|deadline| view.age >= deadline) {
        let message = "Job was active longer than specified deadline";
        return Step::status(failed(view, active(view), "DeadlineExceeded", message));
    }
    let next = view.end_of_delay().into_iter().chain(deadline).min();
    Step::status(running(view)).again(next)
}

fn is_over(job: &Value) -> bool {
    let conditions = &job["status"]["conditions"];
    conditions::is_true(conditions, "Complete") || conditions::is_true(conditions, "Failed")
}

/// How long a Job that has ended is kept; `None` for one that has not, or is kept for good.
pub(super) fn time_to_live(job: &Value) -> Option<Duration> {
    let seconds = job["spec"]["ttlSecondsAfterFinished"].as_u64()?;
    is_over(job).then(|| Duration::from_secs(seconds))
}

/// How many pods must succeed.
fn completions(view: &View<'_>) -> u64 {
    let spec = view.spec();
    let completions = spec["completions"].as_u64();
    completions.unwrap_or_else(|| spec["parallelism"].as_u64().unwrap_or(1))
}

/// How many pods run at once.
fn active(view: &View<'_>) -> u64 {
    let parallelism = view.spec()["parallelism"].as_u64().unwrap_or(1);
    parallelism.min(completions(view))
}

/// What every status of a Job has, with the conditions set.
fn base(view: &View<'_>, set: &[Condition<'_>]) -> Value {
    let old = &view.status()["conditions"];
    let all = set.iter().fold(old.clone(), |all, condition| {
        conditions::with(&all, condition, Touched::Probe, view.now)
    });
    let mut status = json!({"ready": 0, "terminating": 0, "uncountedTerminatedPods": {}});
    if all.is_array() {
        status["conditions"] = all;
    }
    status
}

fn suspended(view: &View<'_>) -> Step {
    let condition = Condition {
        kind: "Suspended",
        status: "True",
        reason: "JobSuspended",
        message: "Job suspended".to_owned(),
    };
    Step::status(base(view, &[condition]))
}

/// The conditions of a Job that goes on after it was suspended.
fn resumed(view: &View<'_>) -> Vec<Condition<'static>> {
    let was_suspended = conditions::find(&view.status()["conditions"], "Suspended").is_some();
    let resumed = was_suspended.then(|| Condition {
        kind: "Suspended",
        status: "False",
        reason: "JobResumed",
        message: "Job resumed".to_owned(),
    });
    resumed.into_iter().collect()
}

fn started(view: &View<'_>, mut status: Value) -> Value {
    let start = view.status()["startTime"].as_str().unwrap_or(view.now);
    status["startTime"] = start.into();
    status
}

fn running(view: &View<'_>) -> Value {
    let mut status = started(view, base(view, &resumed(view)));
    status["active"] = active(view).into();
    status
}

fn complete(view: &View<'_>) -> Value {
    let ended = |kind| Condition {
        kind,
        status: "True",
        reason: "CompletionsReached",
        message: "Reached expected number of succeeded pods".to_owned(),
    };
    let mut set = resumed(view);
    set.extend([ended("SuccessCriteriaMet"), ended("Complete")]);
    let mut status = started(view, base(view, &set));
    let count = completions(view);
    if count > 0 {
        status["succeeded"] = count.into();
    }
    if view.spec()["completionMode"] == "Indexed" && count > 0 {
        let last = count - 1;
        let indexes = match last {
            0 => "0".to_owned(),
            1 => "0,1".to_owned(),
            _ => format!("0-{last}"),
        };
        status["completedIndexes"] = indexes.into();
    }
    status["completionTime"] = view.now.into();
    status
}

fn failed(view: &View<'_>, count: u64, reason: &str, message: &str) -> Value {
    let ended = |kind| Condition {
        kind,
        status: "True",
        reason,
        message: message.to_owned(),
    };
    let mut set = resumed(view);
    set.extend([ended("FailureTarget"), ended("Failed")]);
    let mut status = started(view, base(view, &set));
    status["failed"] = count.into();
    status
}
