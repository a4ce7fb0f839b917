//! What the status of a Deployment says.

use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::Instant;

use super::super::work::{Work, number, put_count};
use super::View;
use crate::conditions::{self, Condition, Touched};
use crate::status::Status;

/// When a rollout last got further.
pub(super) const PROGRESSED: &str = "progressed";

/// `progressDeadlineSeconds`; the largest number that fits means that there is no deadline.
pub(super) fn deadline(view: &View) -> Option<Duration> {
    let seconds = view.spec()["progressDeadlineSeconds"]
        .as_u64()
        .unwrap_or(600);
    (seconds < u64::from(u32::MAX >> 1)).then(|| Duration::from_secs(seconds))
}

pub(super) fn progressing(
    status: &'static str,
    reason: &'static str,
    message: String,
) -> Condition<'static> {
    Condition {
        kind: "Progressing",
        status,
        reason,
        message,
    }
}

/// Says that a Deployment is paused, or no longer; answers whether that was news.
pub(super) fn note_pause(work: &mut Work<'_>, view: &View, is_paused: bool) -> bool {
    let old = &view.value()["status"]["conditions"];
    let reason = conditions::find(old, "Progressing").map_or(&Value::Null, |old| &old["reason"]);
    if deadline(view).is_none() || reason == "ProgressDeadlineExceeded" {
        return false;
    }
    let condition = match (is_paused, reason == "DeploymentPaused") {
        (true, false) => progressing("Unknown", "DeploymentPaused", "Deployment is paused".into()),
        (false, true) => progressing(
            "Unknown",
            "DeploymentResumed",
            "Deployment is resumed".into(),
        ),
        _ => return false,
    };
    set(work, view, &condition)
}

/// Says that the set of the present template could not be made.
pub(super) fn note_refusal(work: &mut Work<'_>, view: &View, set_name: &str, refusal: &Status) {
    let message = format!(
        "Failed to create new replica set {set_name:?}: {}",
        refusal.message
    );
    if deadline(view).is_some() {
        set(
            work,
            view,
            &progressing("False", "ReplicaSetCreateError", message),
        );
    }
    let wait = work.memory.back_off(view.value());
    work.memory.alarm(&view.key, Instant::now() + wait);
}

fn set(work: &mut Work<'_>, view: &View, condition: &Condition<'_>) -> bool {
    let now = work.now();
    work.memory.set_moment(view.value(), PROGRESSED);
    let written = work.change(&view.key, "status", |object| {
        let mut next = object.clone();
        let old = &object["status"]["conditions"];
        next["status"]["conditions"] = conditions::with(old, condition, Touched::Update, &now);
        (next != *object).then_some(next)
    });
    written.is_some_and(|written| written.revision() != view.object.revision())
}

/// Writes the status; with `rolls` the progress of the rollout too.
pub(super) fn write(work: &mut Work<'_>, view: &View, rolls: bool) {
    let now = work.now();
    let mut status = counts(view);
    let old = &view.value()["status"];
    let mut all = conditions::with(
        &old["conditions"],
        &availability(view, &status),
        Touched::Update,
        &now,
    );
    if rolls {
        all = progress(work, view, &status.clone().into(), all, &now);
    }
    if all.is_array() {
        status.insert("conditions".into(), all);
    }
    work.set_status(&view.key, &status.into());
}

/// Says that the set of the present template was made, with the annotation that goes with it.
pub(super) fn write_created(work: &mut Work<'_>, view: &View, annotation: (&str, &str)) {
    let now = work.now();
    let name = view.new.as_ref().map_or("", |set| set.name());
    let created = progressing(
        "True",
        "NewReplicaSetCreated",
        format!("Created new replica set {name:?}"),
    );
    work.memory.set_moment(view.value(), PROGRESSED);
    let mut status = counts(view);
    let mut all = view.value()["status"]["conditions"].clone();
    if deadline(view).is_some() {
        all = conditions::with(&all, &created, Touched::Update, &now);
    }
    all = conditions::with(&all, &availability(view, &status), Touched::Update, &now);
    status.insert("conditions".into(), all);
    let status = Value::from(status);
    work.change(&view.key, "status", |object| {
        let mut next = object.clone();
        next["metadata"]["annotations"][annotation.0] = annotation.1.into();
        next["status"] = status.clone();
        (next != *object).then_some(next)
    });
}

fn counts(view: &View) -> Map<String, Value> {
    let of_new = view
        .new
        .iter()
        .map(|set| number(&set.value()["status"]["replicas"]))
        .sum();
    let available = view.count("availableReplicas");
    let mut status = Map::new();
    status.insert(
        "observedGeneration".into(),
        view.value()["metadata"]["generation"].clone(),
    );
    put_count(&mut status, "replicas", view.count("replicas"));
    put_count(&mut status, "updatedReplicas", of_new);
    put_count(&mut status, "readyReplicas", view.count("readyReplicas"));
    put_count(&mut status, "availableReplicas", available);
    put_count(
        &mut status,
        "unavailableReplicas",
        view.planned().saturating_sub(available),
    );
    status.insert(
        "terminatingReplicas".into(),
        view.count("terminatingReplicas").into(),
    );
    if let Some(count) = view.value()["status"].get("collisionCount") {
        status.insert("collisionCount".into(), count.clone());
    }
    status
}

/// Whether all pods there are to be are of the present template and available.
pub(super) fn is_complete(view: &View, status: &Value) -> bool {
    let all = ["replicas", "updatedReplicas", "availableReplicas"];
    all.iter()
        .all(|field| number(&status[*field]) == view.wanted())
        && status["observedGeneration"] == view.value()["metadata"]["generation"]
}

fn availability(view: &View, status: &Map<String, Value>) -> Condition<'static> {
    let available = status.get("availableReplicas").map_or(0, number);
    let is_available = available + view.limits().1 >= view.wanted();
    Condition {
        kind: "Available",
        status: if is_available { "True" } else { "False" },
        reason: if is_available {
            "MinimumReplicasAvailable"
        } else {
            "MinimumReplicasUnavailable"
        },
        message: if is_available {
            "Deployment has minimum availability.".to_owned()
        } else {
            "Deployment does not have minimum availability.".to_owned()
        },
    }
}

/// The conditions with the progress of a rollout, and with what keeps its sets from making pods.
fn progress(work: &mut Work<'_>, view: &View, status: &Value, all: Value, now: &str) -> Value {
    let all = match deadline(view) {
        Some(deadline) => progressed(work, view, status, all, deadline, now),
        None => conditions::without(&all, "Progressing"),
    };
    let sets = view.new.iter().chain(&view.old);
    let mut failures = sets
        .filter_map(|set| conditions::find(&set.value()["status"]["conditions"], "ReplicaFailure"));
    match failures.next() {
        Some(failure) => {
            let failure = Condition {
                kind: "ReplicaFailure",
                status: "True",
                reason: "FailedCreate",
                message: super::super::work::text(&failure["message"]).to_owned(),
            };
            conditions::with(&all, &failure, Touched::Update, now)
        }
        None => conditions::without(&all, "ReplicaFailure"),
    }
}

fn progressed(
    work: &mut Work<'_>,
    view: &View,
    status: &Value,
    all: Value,
    deadline: Duration,
    now: &str,
) -> Value {
    let current = conditions::find(&view.value()["status"]["conditions"], "Progressing");
    let reason = current.map_or(&Value::Null, |current| &current["reason"]);
    let is_updated = number(&status["replicas"]) == number(&status["updatedReplicas"]);
    if is_updated && reason == "NewReplicaSetAvailable" {
        return all;
    }
    let name = match &view.new {
        Some(set) => format!("ReplicaSet {:?}", set.name()),
        None => format!("Deployment {:?}", view.object.name()),
    };
    if is_complete(view, status) {
        let message = format!("{name} has successfully progressed.");
        let done = progressing("True", "NewReplicaSetAvailable", message);
        return conditions::with(&all, &done, Touched::Update, now);
    }
    if has_progressed(&view.value()["status"], status) {
        work.memory.set_moment(view.value(), PROGRESSED);
        let due = Instant::now() + deadline;
        work.memory.alarm(&view.key, due);
        let goes_on = progressing(
            "True",
            "ReplicaSetUpdated",
            format!("{name} is progressing."),
        );
        return conditions::renewed(&all, &goes_on, Touched::Update, now);
    }
    if current.is_none() {
        return all;
    }
    let due = work.memory.moment(view.value(), PROGRESSED) + deadline;
    if reason != "ProgressDeadlineExceeded" && due > Instant::now() {
        work.memory.alarm(&view.key, due);
        return all;
    }
    let message = format!("{name} has timed out progressing.");
    let late = progressing("False", "ProgressDeadlineExceeded", message);
    conditions::with(&all, &late, Touched::Update, now)
}

fn has_progressed(before: &Value, after: &Value) -> bool {
    let more = |field: &str| number(&after[field]) > number(&before[field]);
    let old = |status: &Value| {
        number(&status["replicas"]).saturating_sub(number(&status["updatedReplicas"]))
    };
    more("updatedReplicas")
        || more("readyReplicas")
        || more("availableReplicas")
        || old(after) < old(before)
}
