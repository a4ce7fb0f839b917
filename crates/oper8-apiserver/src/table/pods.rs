//! What a pod is doing, in the few words of a table.

use std::collections::BTreeSet;

use jiff::Timestamp;
use oper8_status::parse_timestamp;
use serde_json::{Value, json};

use super::age;
use super::column::Row;
use crate::registry::Resource;

/// What the containers of a pod come to.
#[derive(Debug, Default)]
struct Summary {
    status: String,
    ready: usize,
    total: usize,
    restarts: i64,
    last_restart: Option<Timestamp>,
}

impl Summary {
    fn of(row: &Row<'_>) -> Self {
        let mut summary = Self {
            status: first_status(row),
            total: row.list("/spec/containers").len(),
            ..Self::default()
        };
        let sidecars = sidecars(row);
        summary.total += sidecars.len();
        let of_sidecars = summary.initialize(row, &sidecars);
        if let Some(of_sidecars) = of_sidecars {
            summary.restarts = of_sidecars.count;
            summary.last_restart = of_sidecars.last;
            summary.run(row);
        }
        summary.end(row);
        summary
    }

    /// Looks at the init containers. Answers the restarts of those that keep running, unless one of them holds the others up.
    fn initialize(&mut self, row: &Row<'_>, sidecars: &BTreeSet<&str>) -> Option<Restarts> {
        let mut of_sidecars = Restarts::default();
        let mut all = Restarts::default();
        let mut is_held_up = false;
        for (index, container) in row.list("/status/initContainerStatuses").iter().enumerate() {
            all.add(container);
            let is_sidecar = container["name"]
                .as_str()
                .is_some_and(|name| sidecars.contains(name));
            if is_sidecar {
                of_sidecars.add(container);
            }
            let ended = &container["state"]["terminated"];
            if ended.is_object() && ended["exitCode"].as_i64().unwrap_or_default() == 0 {
                continue;
            }
            if is_sidecar && container["started"] == true {
                self.ready += usize::from(container["ready"] == true);
                continue;
            }
            let wanted = row.list("/spec/initContainers").len();
            self.status = format!("Init:{}", held_up(container, index, wanted));
            is_held_up = true;
            break;
        }
        self.restarts = all.count;
        self.last_restart = all.last;
        let is_initialized = condition(row, "Initialized").is_some_and(|it| it["status"] == "True");
        (!is_held_up || is_initialized).then_some(of_sidecars)
    }

    /// Looks at the containers, the last one first: what is wrong with an earlier one is told rather.
    fn run(&mut self, row: &Row<'_>) {
        let mut restarts = Restarts {
            count: self.restarts,
            last: self.last_restart,
        };
        let mut is_running = false;
        let mut error = None;
        for container in row.list("/status/containerStatuses").iter().rev() {
            restarts.add(container);
            let state = &container["state"];
            let waiting = state["waiting"]["reason"].as_str().unwrap_or_default();
            if !waiting.is_empty() {
                waiting.clone_into(&mut self.status);
            } else if state["terminated"].is_object() {
                self.status = ending(&state["terminated"]);
                if state["terminated"]["exitCode"].as_i64().unwrap_or_default() != 0 {
                    error = Some(self.status.clone());
                }
            } else if container["ready"] == true && state["running"].is_object() {
                is_running = true;
                self.ready += 1;
            }
        }
        self.restarts = restarts.count;
        self.last_restart = restarts.last;
        if self.status != "Completed" {
            return;
        }
        let is_ready = condition(row, "Ready").is_some_and(|it| it["status"] == "True");
        match error {
            _ if is_running && is_ready => "Running".clone_into(&mut self.status),
            Some(error) => self.status = error,
            None if is_running => "NotReady".clone_into(&mut self.status),
            None => {}
        }
    }

    /// A pod that is being deleted says so, if it has not ended.
    fn end(&mut self, row: &Row<'_>) {
        if !row.at("/metadata/deletionTimestamp").is_string() {
            return;
        }
        if row.text("/status/reason") == "NodeLost" {
            "Unknown".clone_into(&mut self.status);
        } else if !matches!(row.text("/status/phase"), "Succeeded" | "Failed") {
            "Terminating".clone_into(&mut self.status);
        }
    }
}

/// How often containers were started again, and when the last one ended before that.
#[derive(Debug, Default)]
struct Restarts {
    count: i64,
    last: Option<Timestamp>,
}

impl Restarts {
    fn add(&mut self, container: &Value) {
        self.count += container["restartCount"].as_i64().unwrap_or_default();
        let ended = container["lastState"]["terminated"]["finishedAt"].as_str();
        self.last = self.last.max(ended.and_then(parse_timestamp));
    }
}

/// What the pod itself says, before its containers are looked at.
fn first_status(row: &Row<'_>) -> String {
    let gated = condition(row, "PodScheduled");
    if gated.is_some_and(|it| it["reason"] == "SchedulingGated") {
        return "SchedulingGated".to_owned();
    }
    let reason = row.text("/status/reason");
    let text = if reason.is_empty() {
        row.text("/status/phase")
    } else {
        reason
    };
    text.to_owned()
}

/// Why an init container holds up the pod.
fn held_up(container: &Value, index: usize, wanted: usize) -> String {
    let state = &container["state"];
    let waiting = state["waiting"]["reason"].as_str().unwrap_or_default();
    if state["terminated"].is_object() {
        ending(&state["terminated"])
    } else if !matches!(waiting, "" | "PodInitializing") {
        waiting.to_owned()
    } else {
        format!("{index}/{wanted}")
    }
}

/// How a container ended.
fn ending(ended: &Value) -> String {
    let reason = ended["reason"].as_str().unwrap_or_default();
    let signal = ended["signal"].as_i64().unwrap_or_default();
    if !reason.is_empty() {
        reason.to_owned()
    } else if signal != 0 {
        format!("Signal:{signal}")
    } else {
        format!(
            "ExitCode:{}",
            ended["exitCode"].as_i64().unwrap_or_default()
        )
    }
}

/// Init containers that keep running beside the others.
fn sidecars<'a>(row: &Row<'a>) -> BTreeSet<&'a str> {
    let places = row
        .object
        .pointer("/spec/initContainers")
        .and_then(Value::as_array);
    let containers = places.into_iter().flatten();
    containers
        .filter(|it| it["restartPolicy"] == "Always")
        .filter_map(|it| it["name"].as_str())
        .collect()
}

fn condition<'a>(row: &Row<'a>, kind: &str) -> Option<&'a Value> {
    let conditions = row.object.pointer("/status/conditions")?.as_array()?;
    conditions.iter().find(|it| it["type"] == kind)
}

pub(super) fn ready(row: &Row<'_>) -> String {
    let summary = Summary::of(row);
    format!("{}/{}", summary.ready, summary.total)
}

pub(super) fn status(row: &Row<'_>) -> String {
    Summary::of(row).status
}

pub(super) fn restarts(row: &Row<'_>) -> String {
    let summary = Summary::of(row);
    match summary.last_restart {
        Some(last) if summary.restarts != 0 => {
            format!("{} ({} ago)", summary.restarts, age::between(last, row.now))
        }
        _ => summary.restarts.to_string(),
    }
}

pub(super) fn address(row: &Row<'_>) -> String {
    let first = row.list("/status/podIPs").first();
    let address = first.and_then(|it| it["ip"].as_str()).unwrap_or_default();
    if address.is_empty() {
        "<none>"
    } else {
        address
    }
    .to_owned()
}

/// How many of the conditions that readiness waits for hold.
pub(super) fn gates(row: &Row<'_>) -> String {
    let gates = row.list("/spec/readinessGates");
    if gates.is_empty() {
        return "<none>".to_owned();
    }
    let open = gates.iter().filter(|gate| {
        let kind = gate["conditionType"].as_str().unwrap_or_default();
        condition(row, kind).is_some_and(|it| it["status"] == "True")
    });
    format!("{}/{}", open.count(), gates.len())
}

/// The conditions of the row of a pod that has ended.
pub(super) fn row_conditions(resource: &Resource, object: &Value) -> Option<Value> {
    if resource.is_custom() || !resource.group().is_empty() || resource.kind != "Pod" {
        return None;
    }
    let (reason, message) = match object["status"]["phase"].as_str()? {
        "Succeeded" => ("Succeeded", "The pod has completed successfully."),
        "Failed" => ("Failed", "The pod failed."),
        _ => return None,
    };
    Some(json!([{"type": "Completed", "status": "True", "reason": reason, "message": message}]))
}
