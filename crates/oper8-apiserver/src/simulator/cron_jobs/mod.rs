//! CronJobs: a Job each time that the schedule says, on the server's clock.

mod schedule;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::time::Instant;

use self::schedule::Schedule;
use super::jobs;
use super::kinds::JOBS;
use super::work::{Kind, Work, text};
use crate::cluster::seconds;
use crate::conditions;
use crate::handlers::DeleteOptions;
use crate::request::Propagation;
use crate::store::{Key, Object};

const CRON_JOB: Kind = Kind {
    api_version: "batch/v1",
    name: "CronJob",
};

/// Looks at one CronJob.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(cron) = work.get(key) else {
        return;
    };
    work.memory.since(cron.value());
    if cron.is_terminating() {
        return;
    }
    let mut all = work.controlled(&cron, &JOBS);
    all.sort_by_key(|job| job.revision());
    forget(work, &cron, &all);
    let mut last = cron.value()["status"]["lastScheduleTime"].clone();
    let mut running: Vec<_> = all
        .into_iter()
        .filter(|job| !jobs::is_finished(job.value()))
        .collect();
    if cron.value()["spec"]["suspend"] != true
        && let Some(due) = due(work, key, &cron)
        && start(work, &cron, due, &mut running)
    {
        last = seconds(due).into();
    }
    let mut status = json!({});
    if !running.is_empty() {
        status["active"] = running.iter().map(|job| reference(job)).collect();
    }
    if !last.is_null() {
        status["lastScheduleTime"] = last;
    }
    let success = last_success(work, &cron);
    if !success.is_null() {
        status["lastSuccessfulTime"] = success;
    }
    work.set_status(key, &status);
}

/// The newest moment for which the schedule wants a Job that was not looked at yet; the next one is waited for.
fn due(work: &mut Work<'_>, key: &Key, cron: &Object) -> Option<Timestamp> {
    let spec = &cron.value()["spec"];
    let schedule = Schedule::parse(text(&spec["schedule"]), spec["timeZone"].as_str());
    let Some(schedule) = schedule else {
        tracing::warn!(
            name = cron.name(),
            "the schedule or time zone of a CronJob is not known"
        );
        return None;
    };
    let now = work.cluster.clock.now();
    let moment = |value: &Value| text(value).parse::<Timestamp>().ok();
    let mut earliest = moment(&cron.value()["status"]["lastScheduleTime"])
        .or_else(|| moment(&cron.metadata()["creationTimestamp"]))
        .unwrap_or(now);
    let deadline = spec["startingDeadlineSeconds"]
        .as_i64()
        .map(SignedDuration::from_secs);
    if let Some(deadline) = deadline {
        earliest = earliest.max(now.checked_sub(deadline).unwrap_or(now));
    }
    let next = schedule.after(now)?;
    let wait = Duration::try_from(next.duration_since(now)).unwrap_or_default();
    work.memory.alarm(key, Instant::now() + wait);
    let due = schedule.last_between(earliest, now)?;
    let is_late = deadline.is_some_and(|deadline| now.duration_since(due) > deadline);
    (!is_late).then_some(due)
}

/// Starts the Job of a moment, as the concurrency policy lets it; answers whether it did.
fn start(
    work: &mut Work<'_>,
    cron: &Arc<Object>,
    due: Timestamp,
    running: &mut Vec<Arc<Object>>,
) -> bool {
    match text(&cron.value()["spec"]["concurrencyPolicy"]) {
        "Forbid" if !running.is_empty() => return false,
        "Replace" => {
            for job in running.drain(..) {
                delete(work, &job);
            }
        }
        _ => {}
    }
    match work.create(&JOBS, cron.namespace(), job(cron, due)) {
        Ok(job) => {
            running.push(job);
            true
        }
        Err(status) => status.is_already_exists(),
    }
}

fn job(cron: &Arc<Object>, due: Timestamp) -> Value {
    let template = &cron.value()["spec"]["jobTemplate"];
    let mut metadata = json!({
        "name": format!("{}-{}", cron.name(), due.as_second() / 60),
        "namespace": cron.namespace(),
        "labels": template["metadata"]["labels"],
        "annotations": template["metadata"]["annotations"],
        "ownerReferences": [CRON_JOB.reference(cron)],
    });
    let zone = cron.value()["spec"]["timeZone"].as_str();
    let annotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    metadata["annotations"][annotation] = schedule::written(due, zone).into();
    json!({
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": metadata,
        "spec": template["spec"],
    })
}

fn reference(job: &Object) -> Value {
    json!({
        "apiVersion": "batch/v1",
        "kind": "Job",
        "name": job.name(),
        "namespace": job.namespace(),
        "uid": job.uid(),
        "resourceVersion": job.revision().to_string(),
    })
}

/// When a Job last succeeded.
fn last_success(work: &Work<'_>, cron: &Object) -> Value {
    let before = text(&cron.value()["status"]["lastSuccessfulTime"]).to_owned();
    let done = work.controlled(cron, &JOBS);
    let ends = done
        .iter()
        .map(|job| text(&job.value()["status"]["completionTime"]).to_owned());
    let last = ends.chain([before]).max().unwrap_or_default();
    if last.is_empty() {
        Value::Null
    } else {
        last.into()
    }
}

/// Deletes the oldest Jobs that are over, beyond what is kept of each kind.
fn forget(work: &mut Work<'_>, cron: &Object, all: &[Arc<Object>]) {
    let spec = &cron.value()["spec"];
    for (condition, limit, default) in [
        ("Complete", "successfulJobsHistoryLimit", 3),
        ("Failed", "failedJobsHistoryLimit", 1),
    ] {
        let ended = |job: &&Arc<Object>| {
            conditions::is_true(&job.value()["status"]["conditions"], condition)
        };
        let over: Vec<_> = all.iter().filter(ended).collect();
        let limit = spec[limit].as_u64().unwrap_or(default);
        let surplus = over
            .len()
            .saturating_sub(usize::try_from(limit).unwrap_or(usize::MAX));
        for job in over.into_iter().take(surplus) {
            delete(work, job);
        }
    }
}

fn delete(work: &mut Work<'_>, job: &Object) {
    let options = DeleteOptions {
        propagation: Some(Propagation::Background),
        ..DeleteOptions::default()
    };
    work.cluster
        .control_delete(&job.key(&JOBS), job.uid(), options);
}
