//! Pods: they run on no node, from the end of the delay on.

use serde_json::{Value, json};

use super::rules::Ending;
use super::step::{Step, View};

/// What the status of a Pod is to be.
pub(super) fn step(view: &View<'_>) -> Step {
    let metadata = &view.object["metadata"];
    let is_over = matches!(
        view.status()["phase"].as_str(),
        Some("Succeeded" | "Failed")
    );
    if is_over || metadata["deletionTimestamp"].is_string() {
        return Step::done();
    }
    if view.age >= view.fate.after {
        return Step::status(started(view));
    }
    let mut status = view.status().clone();
    status["phase"] = "Pending".into();
    status["conditions"] = conditions(view, &[("PodScheduled", true)]);
    Step::status(status).again(Some(view.fate.after))
}

/// The Pod runs, ready or not, or has failed.
fn started(view: &View<'_>) -> Value {
    let is_ready = view.fate.ending == Ending::Ready;
    let mut status = view.status().clone();
    let start = view.status()["startTime"].as_str().unwrap_or(view.now);
    status["startTime"] = start.into();
    status["phase"] = match view.fate.ending {
        Ending::Failed => "Failed",
        Ending::Ready | Ending::Never => "Running",
    }
    .into();
    status["conditions"] = conditions(
        view,
        &[
            ("Initialized", true),
            ("Ready", is_ready),
            ("ContainersReady", is_ready),
            ("PodScheduled", true),
        ],
    );
    let address = address(view);
    status["podIPs"] = json!([{"ip": address}]);
    status["podIP"] = address.into();
    let containers = containers(view, "containers");
    status["containerStatuses"] = containers
        .map(|container| container_status(container, view.fate.ending, start))
        .collect();
    let initial: Vec<_> = containers_of(view, "initContainers", start);
    if !initial.is_empty() {
        status["initContainerStatuses"] = initial.into();
    }
    status
}

fn containers<'a>(view: &View<'a>, field: &str) -> impl Iterator<Item = &'a Value> {
    view.spec()[field].as_array().into_iter().flatten()
}

/// The initial containers, which are done; those that keep running are ready.
fn containers_of(view: &View<'_>, field: &str, start: &str) -> Vec<Value> {
    let all = containers(view, field);
    all.map(|container| {
        if container["restartPolicy"] == "Always" {
            return container_status(container, Ending::Ready, start);
        }
        let mut status = container_status(container, Ending::Ready, start);
        status["state"] = terminated(start, 0, "Completed");
        status
    })
    .collect()
}

fn container_status(container: &Value, ending: Ending, start: &str) -> Value {
    let state = match ending {
        Ending::Ready | Ending::Never => json!({"running": {"startedAt": start}}),
        Ending::Failed => terminated(start, 1, "Error"),
    };
    json!({
        "name": container["name"],
        "image": container["image"],
        "imageID": "",
        "ready": ending == Ending::Ready,
        "restartCount": 0,
        "state": state,
        "lastState": {},
    })
}

fn terminated(start: &str, code: i64, reason: &str) -> Value {
    json!({"terminated": {
        "exitCode": code,
        "reason": reason,
        "startedAt": start,
        "finishedAt": start,
    }})
}

/// The conditions of a Pod; those that do not change keep their time.
fn conditions(view: &View<'_>, wanted: &[(&str, bool)]) -> Value {
    let old = &view.status()["conditions"];
    let names: Vec<_> = containers(view, "containers")
        .filter_map(|container| container["name"].as_str())
        .collect();
    wanted
        .iter()
        .map(|(kind, holds)| {
            let status = if *holds { "True" } else { "False" };
            let old = super::conditions::find(old, kind);
            let since = match old {
                Some(old) if old["status"] == status => old["lastTransitionTime"].clone(),
                _ => view.now.into(),
            };
            let mut condition = json!({
                "type": kind,
                "status": status,
                "lastProbeTime": null,
                "lastTransitionTime": since,
            });
            if !holds && view.fate.ending == Ending::Failed {
                condition["reason"] = "PodFailed".into();
            } else if !holds {
                condition["reason"] = "ContainersNotReady".into();
                let message = format!("containers with unready status: [{}]", names.join(" "));
                condition["message"] = message.into();
            }
            condition
        })
        .collect()
}

/// An address of its own, from `10.128.0.0/9`.
fn address(view: &View<'_>) -> String {
    if let Some(address) = view.status()["podIP"].as_str() {
        return address.to_owned();
    }
    let uid = view.object["metadata"]["uid"].as_str().unwrap_or_default();
    let digits: String = uid
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(6)
        .collect();
    let [_, high, middle, low] = u32::from_str_radix(&digits, 16).unwrap_or(1).to_be_bytes();
    format!("10.{}.{middle}.{low}", high | 128)
}
