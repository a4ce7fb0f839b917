//! DaemonSets: one pod on each node that takes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::kinds::PODS;
use super::nodes;
use super::pods::{is_available, is_over, is_ready};
use super::revisions::{self, History, Style};
use super::schedule;
use super::templates;
use super::work::{Kind, Work, number, put_count, scaled, text};
use crate::store::{Key, Object};

const DAEMON_SET: Kind = Kind {
    api_version: "apps/v1",
    name: "DaemonSet",
};
const STYLE: Style = Style {
    kind: DAEMON_SET,
    label: "controller-revision-hash",
};
const GENERATION: &str = "deprecated.daemonset.template.generation";

/// Each node, whether it is to have a pod, and those that it has.
type Nodes = BTreeMap<String, (bool, Vec<Arc<Object>>)>;

/// Looks at one DaemonSet.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(set) = work.get(key) else {
        return;
    };
    if work.memory.may_adopt(key, &set) {
        work.adopt(&set, &DAEMON_SET, &PODS);
    }
    work.memory.since(set.value());
    if set.is_terminating() {
        return;
    }
    let Some(history) = revisions::history(work, &set, &STYLE) else {
        return;
    };
    let pods = work.controlled(&set, &PODS);
    let nodes = by_node(work, &set, &history, &pods);
    if place(work, key, &set, &history, &nodes) || update(work, key, &set, &history, &nodes) {
        return;
    }
    let status = status(work, key, &set, &history, &nodes);
    if number(&status["numberAvailable"]) == number(&status["desiredNumberScheduled"])
        && status["updatedNumberScheduled"] == status["desiredNumberScheduled"]
    {
        work.memory.settle(set.value());
        let hashes: Vec<_> = pods
            .iter()
            .map(|pod| format!("{}-{}", set.name(), hash_of(pod.metadata())))
            .collect();
        let used: Vec<_> = hashes.iter().map(String::as_str).collect();
        revisions::truncate(work, &set, &history, &used);
    }
    work.set_status(key, &status);
}

fn by_node(work: &Work<'_>, set: &Object, history: &History, pods: &[Arc<Object>]) -> Nodes {
    let mut by_node = Nodes::new();
    for node in nodes::all(work) {
        let pod = pod(set, history, node.name());
        let wanted = schedule::objection(&pod, node.value()).is_none();
        by_node.insert(node.name().to_owned(), (wanted, Vec::new()));
    }
    for pod in pods {
        let node = node_of(pod.value());
        by_node.entry(node).or_default().1.push(Arc::clone(pod));
    }
    by_node
}

/// The node that a pod is on, or is made for.
fn node_of(pod: &Value) -> String {
    let terms = &pod["spec"]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
        ["nodeSelectorTerms"];
    let meant = &terms[0]["matchFields"][0]["values"][0];
    let node = pod["spec"]["nodeName"].as_str().or(meant.as_str());
    node.unwrap_or_default().to_owned()
}

fn hash_of(metadata: &Value) -> &str {
    text(&metadata["labels"]["controller-revision-hash"])
}

/// The pod for a node.
fn pod(set: &Object, history: &History, node: &str) -> Value {
    let mut pod = templates::pod(&set.value()["spec"]["template"], set, &DAEMON_SET);
    let labels = &mut pod["metadata"]["labels"];
    labels["controller-revision-hash"] = hash_of(history.present.metadata()).into();
    if let Some(generation) = set.metadata()["annotations"][GENERATION].as_str() {
        labels["pod-template-generation"] = generation.into();
    }
    let this = json!({"key": "metadata.name", "operator": "In", "values": [node]});
    let required = &mut pod["spec"]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
    let terms = required["nodeSelectorTerms"].as_array_mut();
    match terms {
        Some(terms) => terms
            .iter_mut()
            .for_each(|term| term["matchFields"] = json!([this])),
        None => *required = json!({"nodeSelectorTerms": [{"matchFields": [this]}]}),
    }
    let tolerations = &mut pod["spec"]["tolerations"];
    if !tolerations.is_array() {
        *tolerations = json!([]);
    }
    let host = set.value()["spec"]["template"]["spec"]["hostNetwork"] == true;
    if let Some(all) = tolerations.as_array_mut() {
        all.extend(conditions_of_nodes(host));
    }
    pod
}

/// What the pods of a DaemonSet put up with.
fn conditions_of_nodes(on_host_network: bool) -> impl Iterator<Item = Value> {
    let taints = [
        ("not-ready", "NoExecute"),
        ("unreachable", "NoExecute"),
        ("disk-pressure", "NoSchedule"),
        ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"),
        ("unschedulable", "NoSchedule"),
        ("network-unavailable", "NoSchedule"),
    ];
    let count = if on_host_network { 7 } else { 6 };
    taints.into_iter().take(count).map(|(taint, effect)| {
        json!({"key": format!("node.kubernetes.io/{taint}"), "operator": "Exists", "effect": effect})
    })
}

/// Makes pods where there should be one, and deletes those that are over or too many; answers whether something was done.
fn place(
    work: &mut Work<'_>,
    key: &Key,
    set: &Arc<Object>,
    history: &History,
    nodes: &Nodes,
) -> bool {
    let mut acted = false;
    for (node, (wanted, pods)) in nodes {
        let leaving = |pod: &&Arc<Object>| pod.is_terminating();
        let over = pods.iter().filter(|pod| is_over(pod.value()) || !wanted);
        for pod in over.filter(|pod| !pod.is_terminating()) {
            work.delete(&PODS, pod);
            acted = true;
        }
        let mut alive: Vec<_> = pods
            .iter()
            .filter(|pod| !leaving(pod) && !is_over(pod.value()))
            .collect();
        if *wanted && pods.is_empty() {
            work.disturb(set);
            let made = work.create(&PODS, set.namespace(), pod(set, history, node));
            acted |= made.is_ok();
            if made.is_err() && !work.is_leaving(set.namespace()) {
                let wait = work.memory.back_off(set.value());
                work.memory.alarm(key, Instant::now() + wait);
            }
        }
        alive.sort_by_key(|pod| pod.revision());
        for pod in alive.iter().skip(1).filter(|_| *wanted) {
            work.delete(&PODS, pod);
            acted = true;
        }
    }
    acted
}

/// Deletes pods of older templates, as far as `maxUnavailable` lets it; answers whether it did.
fn update(work: &mut Work<'_>, key: &Key, set: &Object, history: &History, nodes: &Nodes) -> bool {
    let strategy = &set.value()["spec"]["updateStrategy"];
    if strategy["type"] == "OnDelete" {
        return false;
    }
    let wanted = nodes.values().filter(|(wanted, _)| *wanted).count() as u64;
    let most = scaled(&strategy["rollingUpdate"]["maxUnavailable"], wanted, true);
    // What adds a pod before it takes one is played as what takes one first.
    let most = most.unwrap_or(1).max(1);
    let seconds = number(&set.value()["spec"]["minReadySeconds"]);
    let alive = || nodes.values().flat_map(|(_, pods)| pods);
    let available = alive()
        .filter(|pod| !pod.is_terminating() && is_available(work, key, pod, seconds))
        .count() as u64;
    let mut left = (available + most).saturating_sub(wanted);
    let is_old = |pod: &&Arc<Object>| {
        hash_of(pod.metadata()) != hash_of(history.present.metadata()) && !pod.is_terminating()
    };
    let mut acted = false;
    for pod in alive().filter(is_old) {
        let is_available = is_ready(pod.value());
        if is_available && left == 0 {
            continue;
        }
        left -= u64::from(is_available);
        work.delete(&PODS, pod);
        acted = true;
    }
    acted
}

fn status(work: &mut Work<'_>, key: &Key, set: &Object, history: &History, nodes: &Nodes) -> Value {
    let wanted: Vec<_> = nodes.values().filter(|(wanted, _)| *wanted).collect();
    let has = wanted.iter().filter(|(_, pods)| !pods.is_empty()).count();
    let misplaced = nodes
        .values()
        .filter(|(wanted, pods)| !wanted && !pods.is_empty())
        .count();
    let seconds = number(&set.value()["spec"]["minReadySeconds"]);
    let (mut ready, mut available, mut updated) = (0, 0, 0);
    for (_, pods) in &wanted {
        let Some(pod) = pods.iter().min_by_key(|pod| pod.revision()) else {
            continue;
        };
        if is_ready(pod.value()) {
            ready += 1;
            available += u64::from(is_available(work, key, pod, seconds));
        }
        updated += u64::from(hash_of(pod.metadata()) == hash_of(history.present.metadata()));
    }
    let mut status = Map::new();
    status.insert(
        "observedGeneration".into(),
        set.metadata()["generation"].clone(),
    );
    for (field, count) in [
        ("currentNumberScheduled", has as u64),
        ("desiredNumberScheduled", wanted.len() as u64),
        ("numberMisscheduled", misplaced as u64),
        ("numberReady", ready),
    ] {
        status.insert(field.to_owned(), count.into());
    }
    put_count(&mut status, "updatedNumberScheduled", updated);
    put_count(&mut status, "numberAvailable", available);
    put_count(
        &mut status,
        "numberUnavailable",
        (wanted.len() as u64).saturating_sub(available),
    );
    if let Some(count) = set.value()["status"].get("collisionCount") {
        status.insert("collisionCount".into(), count.clone());
    }
    status.into()
}
