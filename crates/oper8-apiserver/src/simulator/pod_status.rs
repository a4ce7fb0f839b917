//! What the status of a pod says in each of its phases.

use serde_json::{Value, json};

use super::work::text;

/// How far a pod has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It is on a node, and its containers are not there yet.
    Scheduled,
    /// It runs and is ready.
    Running,
    /// It runs and is not ready.
    Unready,
    /// Its images cannot be pulled.
    ImagePull,
    /// Its containers ended, and are started again after a pause; so often they were.
    CrashLoop(u64),
    Succeeded,
    Failed,
}

/// The status of a pod that is in this phase.
pub(super) fn status(pod: &Value, phase: Phase, now: &str) -> Value {
    let mut status = pod["status"].clone();
    status["phase"] = match phase {
        Phase::Scheduled | Phase::ImagePull => "Pending",
        Phase::Running | Phase::Unready | Phase::CrashLoop(_) => "Running",
        Phase::Succeeded => "Succeeded",
        Phase::Failed => "Failed",
    }
    .into();
    if phase == Phase::Scheduled {
        return status;
    }
    let start = pod["status"]["startTime"]
        .as_str()
        .unwrap_or(now)
        .to_owned();
    status["startTime"] = start.as_str().into();
    status["conditions"] = conditions(pod, phase, now);
    if phase != Phase::ImagePull {
        let address = address(pod);
        status["podIPs"] = json!([{"ip": address}]);
        status["podIP"] = address.into();
    }
    status["containerStatuses"] = list(pod, "containers")
        .map(|container| container_status(pod, container, phase, &start, now))
        .collect();
    let initial: Value = list(pod, "initContainers")
        .map(|container| initial_status(pod, container, phase, &start))
        .collect();
    if initial.as_array().is_some_and(|all| !all.is_empty()) {
        status["initContainerStatuses"] = initial;
    }
    status
}

fn list<'a>(pod: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    pod["spec"][field].as_array().into_iter().flatten()
}

/// The initial containers, which are done; those that keep running are ready.
fn initial_status(pod: &Value, container: &Value, phase: Phase, start: &str) -> Value {
    let mut status = base(container);
    status["ready"] = true.into();
    if phase == Phase::ImagePull {
        return container_status(pod, container, phase, start, start);
    }
    if container["restartPolicy"] == "Always" {
        status["started"] = true.into();
        status["state"] = json!({"running": {"startedAt": start}});
    } else {
        status["state"] = terminated(start, start, 0, "Completed");
    }
    status
}

fn base(container: &Value) -> Value {
    json!({
        "name": container["name"],
        "image": container["image"],
        "imageID": "",
        "ready": false,
        "restartCount": 0,
        "lastState": {},
    })
}

fn container_status(pod: &Value, container: &Value, phase: Phase, start: &str, now: &str) -> Value {
    let mut status = base(container);
    let running = json!({"running": {"startedAt": start}});
    match phase {
        Phase::Running => {
            status["ready"] = true.into();
            status["state"] = running;
        }
        Phase::Unready | Phase::Scheduled => status["state"] = running,
        Phase::ImagePull => {
            let image = text(&container["image"]);
            let message = format!(
                "Back-off pulling image {image:?}: ErrImagePull: the simulator was told so"
            );
            status["started"] = false.into();
            status["state"] = waiting("ImagePullBackOff", &message);
        }
        Phase::CrashLoop(count) => {
            let message = crash_message(pod, container, count);
            status["started"] = false.into();
            status["restartCount"] = count.into();
            status["state"] = waiting("CrashLoopBackOff", &message);
            status["lastState"] = terminated(now, now, 1, "Error");
            keep_times(pod, &mut status);
        }
        Phase::Succeeded => {
            status["started"] = false.into();
            status["state"] = terminated(start, now, 0, "Completed");
        }
        Phase::Failed => {
            status["started"] = false.into();
            status["state"] = terminated(start, now, 1, "Error");
        }
    }
    status
}

/// A container that was not started again since ended when it did.
fn keep_times(pod: &Value, status: &mut Value) {
    let before = pod["status"]["containerStatuses"].as_array();
    let same = before.into_iter().flatten().find(|before| {
        before["name"] == status["name"] && before["restartCount"] == status["restartCount"]
    });
    if let Some(before) = same
        && before["lastState"]["terminated"].is_object()
    {
        status["lastState"] = before["lastState"].clone();
    }
}

fn crash_message(pod: &Value, container: &Value, count: u64) -> String {
    let pause = (0..count.saturating_sub(1)).fold(10, |pause: u64, _| (pause * 2).min(300));
    let pause = match (pause / 60, pause % 60) {
        (0, seconds) => format!("{seconds}s"),
        (minutes, seconds) => format!("{minutes}m{seconds}s"),
    };
    let metadata = &pod["metadata"];
    format!(
        "back-off {pause} restarting failed container={} pod={}_{}({})",
        text(&container["name"]),
        text(&metadata["name"]),
        text(&metadata["namespace"]),
        text(&metadata["uid"])
    )
}

fn waiting(reason: &str, message: &str) -> Value {
    json!({"waiting": {"reason": reason, "message": message}})
}

fn terminated(start: &str, end: &str, code: i64, reason: &str) -> Value {
    json!({"terminated": {
        "exitCode": code,
        "reason": reason,
        "startedAt": start,
        "finishedAt": end,
    }})
}

/// The conditions of a pod; those that do not change keep their time.
fn conditions(pod: &Value, phase: Phase, now: &str) -> Value {
    // A pod that succeeded keeps the conditions it had, as kwok's do.
    let is_ready = matches!(phase, Phase::Running | Phase::Succeeded);
    let mut wanted = vec![
        ("Initialized", true),
        ("Ready", is_ready),
        ("ContainersReady", is_ready),
    ];
    let gates = list(pod, "readinessGates").filter_map(|gate| gate["conditionType"].as_str());
    wanted.extend(gates.map(|gate| (gate, true)));
    wanted.push(("PodScheduled", true));
    let old = &pod["status"]["conditions"];
    wanted
        .into_iter()
        .map(|(kind, holds)| condition(pod, old, kind, holds, phase, now))
        .collect()
}

fn condition(pod: &Value, old: &Value, kind: &str, holds: bool, phase: Phase, now: &str) -> Value {
    let status = if holds { "True" } else { "False" };
    let since = match crate::conditions::find(old, kind) {
        Some(old) if old["status"] == status => old["lastTransitionTime"].clone(),
        _ => now.into(),
    };
    let mut condition = json!({
        "type": kind,
        "status": status,
        "lastProbeTime": null,
        "lastTransitionTime": since,
    });
    if !holds && phase == Phase::Failed {
        condition["reason"] = "PodFailed".into();
    } else if !holds {
        let names: Vec<_> = list(pod, "containers")
            .map(|one| text(&one["name"]))
            .collect();
        condition["reason"] = "ContainersNotReady".into();
        let message = format!("containers with unready status: [{}]", names.join(" "));
        condition["message"] = message.into();
    }
    condition
}

/// An address of its own, from `10.128.0.0/9`.
fn address(pod: &Value) -> String {
    if let Some(address) = pod["status"]["podIP"].as_str() {
        return address.to_owned();
    }
    let uid = text(&pod["metadata"]["uid"]);
    let digits: String = uid
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(6)
        .collect();
    let [_, high, middle, low] = u32::from_str_radix(&digits, 16).unwrap_or(1).to_be_bytes();
    format!("10.{}.{middle}.{low}", high | 128)
}
