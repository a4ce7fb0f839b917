//! Which node takes a pod.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::kinds::CLAIMS;
use super::nodes;
use super::pods::is_over;
use super::work::{Work, text};
use crate::selectors::LabelSelector;
use crate::store::{Key, Object};

/// What the scheduler writes, it writes as this manager.
const SCHEDULER: &str = "kube-scheduler";

/// Why no node takes a pod, as its condition says it: reason and message.
type Refusal = (&'static str, String);

/// Puts a pod on a node; answers whether it is on one now.
pub(super) fn place(work: &mut Work<'_>, key: &Key, pod: &Arc<Object>, is_refused: bool) -> bool {
    let gates = pod.value()["spec"]["schedulingGates"].as_array();
    if gates.is_some_and(|gates| !gates.is_empty()) {
        // The server has said so already.
        return false;
    }
    let now = work.now();
    match node_for(work, pod, is_refused) {
        Ok(node) => {
            // A binding is none of the writes that managers of fields are kept of.
            let bound = work.cluster.store.update(key, |pod| {
                if !text(&pod["spec"]["nodeName"]).is_empty() || is_over(pod) {
                    return None;
                }
                let mut next = pod.clone();
                next["spec"]["nodeName"] = node.as_str().into();
                let scheduled = json!({
                    "type": "PodScheduled",
                    "status": "True",
                    "lastProbeTime": null,
                    "lastTransitionTime": now,
                });
                next["status"]["conditions"] = json!([scheduled]);
                Some(next)
            });
            bound.is_some()
        }
        Err(refusal) => {
            refuse(work, key, &refusal, &now);
            false
        }
    }
}

/// Tells why a pod is on no node. Who failed the pod meanwhile, or said something else of it, is not overwritten.
fn refuse(work: &mut Work<'_>, key: &Key, refusal: &Refusal, now: &str) {
    let (reason, message) = refusal;
    work.cluster.control_as(SCHEDULER, key, "status", |pod| {
        let old = &pod["status"]["conditions"];
        let before = crate::conditions::find(old, "PodScheduled");
        let is_told = before
            .is_some_and(|old| old["reason"] == *reason && old["message"] == message.as_str());
        if is_told || is_over(pod) {
            return None;
        }
        let mut condition = json!({
            "type": "PodScheduled",
            "observedGeneration": pod["metadata"]["generation"],
            "status": "False",
            "lastProbeTime": null,
            "lastTransitionTime": now,
            "reason": reason,
            "message": message,
        });
        if pod["metadata"]["generation"].is_null() {
            condition
                .as_object_mut()
                .map(|all| all.remove("observedGeneration"));
        }
        let others = old.as_array().into_iter().flatten();
        let others = others.filter(|other| other["type"] != "PodScheduled");
        let mut next = pod.clone();
        next["status"]["conditions"] = others.cloned().chain([condition]).collect();
        Some(next)
    });
}

fn node_for(work: &Work<'_>, pod: &Object, is_refused: bool) -> Result<String, Refusal> {
    let nodes = nodes::all(work);
    let unschedulable = |why: String| ("Unschedulable", why);
    let none = |why: &str| unschedulable(format!("0/{} nodes are available: {why}", nodes.len()));
    if nodes.is_empty() {
        return Err(unschedulable(
            "no nodes available to schedule pods".to_owned(),
        ));
    }
    if let Some(why) = missing_claim(work, pod) {
        return Err(none(&why));
    }
    let preemption = |count: usize| {
        format!(
            " no new claims to deallocate, preemption: 0/{} nodes are available: {count} Preemption is not helpful for scheduling.",
            nodes.len()
        )
    };
    if is_refused {
        let all = nodes.len();
        let why = format!("{all} node(s) were unschedulable.{}", preemption(all));
        return Err(none(&why));
    }
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for node in &nodes {
        match objection(pod.value(), node.value()) {
            None => return Ok(node.name().to_owned()),
            Some(why) => *reasons.entry(why).or_default() += 1,
        }
    }
    let why: Vec<_> = reasons
        .iter()
        .map(|(why, count)| format!("{count} {why}"))
        .collect();
    Err(none(&format!(
        "{}.{}",
        why.join(", "),
        preemption(nodes.len())
    )))
}

/// Why the claims of a pod keep it from every node.
fn missing_claim(work: &Work<'_>, pod: &Object) -> Option<String> {
    for name in claims_of(pod.value()) {
        match work.find(&CLAIMS, pod.namespace(), &name) {
            None => {
                return Some(format!(
                    "persistentvolumeclaim {name:?} not found. not found"
                ));
            }
            Some(claim) if claim.is_terminating() => {
                return Some(format!(
                    "persistentvolumeclaim {name:?} is being deleted. not found"
                ));
            }
            Some(claim) if claim.value()["status"]["phase"] != "Bound" => {
                return Some(
                    "pod has unbound immediate PersistentVolumeClaims. not found".to_owned(),
                );
            }
            Some(_) => {}
        }
    }
    None
}

/// The names of the claims that a pod mounts.
pub(super) fn claims_of(pod: &Value) -> Vec<String> {
    let volumes = pod["spec"]["volumes"].as_array().into_iter().flatten();
    volumes
        .filter_map(|volume| volume["persistentVolumeClaim"]["claimName"].as_str())
        .map(str::to_owned)
        .collect()
}

/// Why a node does not take a pod; `None` when it does.
pub(super) fn objection(pod: &Value, node: &Value) -> Option<String> {
    let spec = &pod["spec"];
    if node["spec"]["unschedulable"] == true && !tolerates(spec, &unschedulable_taint()) {
        return Some("node(s) were unschedulable".to_owned());
    }
    let taints = node["spec"]["taints"].as_array().into_iter().flatten();
    let mut hard = taints.filter(|taint| taint["effect"] != "PreferNoSchedule");
    if let Some(taint) = hard.find(|taint| !tolerates(spec, taint)) {
        return Some(format!(
            "node(s) had untolerated taint {{{}: {}}}",
            text(&taint["key"]),
            text(&taint["value"])
        ));
    }
    let selector = LabelSelector::of(&json!({"matchLabels": spec["nodeSelector"]}));
    if !selector.matches(node) || !has_affinity(spec, node) {
        return Some("node(s) didn't match Pod's node affinity/selector".to_owned());
    }
    None
}

fn unschedulable_taint() -> Value {
    json!({"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"})
}

fn tolerates(spec: &Value, taint: &Value) -> bool {
    let tolerations = spec["tolerations"].as_array().into_iter().flatten();
    tolerations.into_iter().any(|one| {
        let key = text(&one["key"]);
        let exists = one["operator"] == "Exists";
        let same_key = taint["key"] == key || (key.is_empty() && exists);
        let same_effect = one["effect"].is_null() || one["effect"] == taint["effect"];
        same_key && same_effect && (exists || text(&one["value"]) == text(&taint["value"]))
    })
}

/// Whether a node is one of those that a pod requires: each term is enough.
fn has_affinity(spec: &Value, node: &Value) -> bool {
    let required =
        &spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
    let Some(terms) = required["nodeSelectorTerms"].as_array() else {
        return true;
    };
    terms.iter().any(|term| {
        let labels = LabelSelector::of(&json!({"matchExpressions": term["matchExpressions"]}));
        let named = json!({"metadata": {"labels": {"metadata.name": node["metadata"]["name"]}}});
        let fields = LabelSelector::of(&json!({"matchExpressions": term["matchFields"]}));
        let is_empty = labels.is_empty() && fields.is_empty();
        !is_empty && labels.matches(node) && fields.matches(&named)
    })
}
