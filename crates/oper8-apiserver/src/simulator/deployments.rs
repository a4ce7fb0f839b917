//! Deployments: a rolling update of pods that are not there.

use std::time::Duration;

use serde_json::{Map, Value};

use super::conditions::{self, Condition, Touched};
use super::revision;
use super::step::{Step, View, put_count};

const REVISION: &str = "deployment.kubernetes.io/revision";

/// How many pods there are.
#[derive(Clone, Copy, Debug, Default)]
struct Pods {
    all: u64,
    updated: u64,
    available: u64,
}

/// What the status of a Deployment is to be.
pub(super) fn step(view: &View<'_>) -> Step {
    if view.spec()["paused"] == true {
        return paused(view);
    }
    let replica_set = format!(
        "{}-{}",
        view.name(),
        revision::hash(&view.spec()["template"])
    );
    let wanted = view.replicas();
    let available = view.counted("availableReplicas");
    let rolled_out = is_rolled_out(view, &replica_set);
    let is_complete = view.is_ready() || wanted == 0 || (rolled_out && available >= wanted);
    let pods = if is_complete {
        Pods {
            all: wanted,
            updated: wanted,
            available: wanted,
        }
    } else if rolled_out {
        Pods {
            all: wanted,
            updated: wanted,
            available,
        }
    } else {
        rolling(view, available)
    };
    let mut step = Step::status(status(view, pods, &replica_set, is_complete || rolled_out));
    step.annotations
        .push((REVISION, revision(view, &replica_set)));
    if is_complete {
        return step;
    }
    let deadline = (!rolled_out).then(|| progress_deadline(view)).flatten();
    let deadline = deadline.filter(|deadline| view.age < *deadline);
    step.again(view.end_of_delay().into_iter().chain(deadline).min())
}

/// A paused Deployment keeps the pods it has.
fn paused(view: &View<'_>) -> Step {
    let mut status = view.status().clone();
    let condition = Condition {
        kind: "Progressing",
        status: "Unknown",
        reason: "DeploymentPaused",
        message: "Deployment is paused".to_owned(),
    };
    status["conditions"] =
        conditions::with(&status["conditions"], &condition, Touched::Update, view.now);
    status["observedGeneration"] = view.generation();
    if status["terminatingReplicas"].is_null() {
        status["terminatingReplicas"] = 0.into();
    }
    Step::status(status)
}

/// The name of the ReplicaSet that the last rollout was about, which only the condition's message keeps.
fn last_replica_set<'a>(view: &View<'a>) -> Option<&'a str> {
    let progressing = conditions::find(&view.status()["conditions"], "Progressing")?;
    progressing["message"].as_str()?.split('"').nth(1)
}

/// Whether the pods are of the present template already, so that only their number may differ.
fn is_rolled_out(view: &View<'_>, replica_set: &str) -> bool {
    let progressing = conditions::find(&view.status()["conditions"], "Progressing");
    last_replica_set(view) == Some(replica_set)
        && progressing.is_some_and(|condition| condition["reason"] == "NewReplicaSetAvailable")
}

/// The first step of a rolling update, as far as `maxSurge` and `maxUnavailable` let it go.
fn rolling(view: &View<'_>, available: u64) -> Pods {
    let wanted = view.replicas();
    let (surge, unavailable) = limits(view);
    if available == 0 || view.spec()["strategy"]["type"] == "Recreate" {
        return Pods {
            all: wanted,
            updated: wanted,
            available: 0,
        };
    }
    if surge > 0 {
        let updated = surge.min(wanted);
        return Pods {
            all: wanted + updated,
            updated,
            available: available.min(wanted),
        };
    }
    let updated = unavailable.min(wanted);
    Pods {
        all: wanted,
        updated,
        available: available.min(wanted - updated),
    }
}

/// `maxSurge` and `maxUnavailable` as numbers: percentages are rounded up and down, and not both may be zero.
fn limits(view: &View<'_>) -> (u64, u64) {
    if view.spec()["strategy"]["type"] == "Recreate" {
        return (0, 0);
    }
    let wanted = view.replicas();
    let rolling = &view.spec()["strategy"]["rollingUpdate"];
    let resolve = |value: &Value, round_up: bool| {
        let percent = match value {
            Value::String(text) => text.trim_end_matches('%').parse().unwrap_or(25),
            Value::Number(number) => return number.as_u64().unwrap_or(0),
            _ => 25,
        };
        let share: u64 = wanted * percent;
        if round_up {
            share.div_ceil(100)
        } else {
            share / 100
        }
    };
    let surge = resolve(&rolling["maxSurge"], true);
    let unavailable = resolve(&rolling["maxUnavailable"], false);
    if surge == 0 && unavailable == 0 {
        return (0, 1);
    }
    (surge, unavailable)
}

fn progress_deadline(view: &View<'_>) -> Option<Duration> {
    let seconds = view.spec()["progressDeadlineSeconds"]
        .as_u64()
        .unwrap_or(600);
    // The largest number that fits means that there is no deadline.
    (seconds < u64::from(u32::MAX >> 1)).then(|| Duration::from_secs(seconds))
}

fn status(view: &View<'_>, pods: Pods, replica_set: &str, rolled_out: bool) -> Value {
    let mut status = Map::new();
    status.insert("observedGeneration".into(), view.generation());
    put_count(&mut status, "replicas", pods.all);
    put_count(&mut status, "updatedReplicas", pods.updated);
    put_count(&mut status, "readyReplicas", pods.available);
    put_count(&mut status, "availableReplicas", pods.available);
    put_count(
        &mut status,
        "unavailableReplicas",
        pods.all.saturating_sub(pods.available),
    );
    status.insert("terminatingReplicas".into(), 0.into());
    if let Some(count) = view.status().get("collisionCount") {
        status.insert("collisionCount".into(), count.clone());
    }
    let old = &view.status()["conditions"];
    let set = conditions::with(old, &availability(view, pods), Touched::Update, view.now);
    let progress = progress(view, replica_set, rolled_out);
    let set = conditions::with(&set, &progress, Touched::Update, view.now);
    status.insert("conditions".into(), set);
    status.into()
}

fn availability(view: &View<'_>, pods: Pods) -> Condition<'static> {
    let (_, unavailable) = limits(view);
    if pods.available + unavailable >= view.replicas() {
        Condition {
            kind: "Available",
            status: "True",
            reason: "MinimumReplicasAvailable",
            message: "Deployment has minimum availability.".to_owned(),
        }
    } else {
        Condition {
            kind: "Available",
            status: "False",
            reason: "MinimumReplicasUnavailable",
            message: "Deployment does not have minimum availability.".to_owned(),
        }
    }
}

fn progress(view: &View<'_>, replica_set: &str, rolled_out: bool) -> Condition<'static> {
    let (status, reason, what) = if rolled_out {
        (
            "True",
            "NewReplicaSetAvailable",
            "has successfully progressed",
        )
    } else if progress_deadline(view).is_some_and(|deadline| view.age >= deadline) {
        (
            "False",
            "ProgressDeadlineExceeded",
            "has timed out progressing",
        )
    } else {
        ("True", "ReplicaSetUpdated", "is progressing")
    };
    Condition {
        kind: "Progressing",
        status,
        reason,
        message: format!("ReplicaSet \"{replica_set}\" {what}."),
    }
}

/// The number of the rollout: one more for each new template.
fn revision(view: &View<'_>, replica_set: &str) -> String {
    let annotation = view.object["metadata"]["annotations"][REVISION].as_str();
    let number: u64 = annotation.and_then(|text| text.parse().ok()).unwrap_or(0);
    match last_replica_set(view) {
        Some(last) if last == replica_set && number > 0 => number.to_string(),
        _ => (number + 1).to_string(),
    }
}
