//! What tells one replica of a StatefulSet from the next: its name, its labels, its claims.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::kinds::CLAIMS;
use super::super::templates;
use super::super::work::{Kind, Work, text};
use crate::store::Object;

/// The ordinal of a pod; `None` when its name is not that of a replica.
pub(super) fn ordinal(set: &Object, pod: &Object) -> Option<u64> {
    let ordinal = pod.name().strip_prefix(set.name())?.strip_prefix('-')?;
    ordinal.parse().ok()
}

/// The pod of an ordinal, of the template that a revision keeps.
pub(super) fn pod(set: &Object, revision: &Object, ordinal: u64, kind: &Kind) -> Value {
    let spec = &set.value()["spec"];
    let mut pod = templates::pod(&revision.value()["data"]["spec"]["template"], set, kind);
    let name = format!("{}-{ordinal}", set.name());
    let labels = &mut pod["metadata"]["labels"];
    labels["statefulset.kubernetes.io/pod-name"] = name.as_str().into();
    labels["apps.kubernetes.io/pod-index"] = ordinal.to_string().into();
    labels["controller-revision-hash"] = revision.name().into();
    pod["spec"]["hostname"] = name.as_str().into();
    if let Some(service) = spec["serviceName"].as_str().filter(|name| !name.is_empty()) {
        pod["spec"]["subdomain"] = service.into();
    }
    pod["metadata"]["name"] = name.into();
    let mut volumes: Vec<Value> = list(&spec["volumeClaimTemplates"])
        .map(|template| {
            let name = text(&template["metadata"]["name"]);
            let claim = claim_name(set, name, ordinal);
            json!({"name": name, "persistentVolumeClaim": {"claimName": claim}})
        })
        .collect();
    let others = list(&pod["spec"]["volumes"]).filter(|volume| {
        list(&spec["volumeClaimTemplates"]).all(|claim| claim["metadata"]["name"] != volume["name"])
    });
    volumes.extend(others.cloned().collect::<Vec<_>>());
    if !volumes.is_empty() {
        pod["spec"]["volumes"] = volumes.into();
    }
    pod
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn claim_name(set: &Object, template: &str, ordinal: u64) -> String {
    format!("{template}-{}-{ordinal}", set.name())
}

/// The claims that a replica has, whether they exist or not.
pub(super) fn claims(set: &Object, ordinal: u64, kind: &Kind) -> Vec<Value> {
    let spec = &set.value()["spec"];
    let claims = list(&spec["volumeClaimTemplates"]).map(|template| {
        let mut metadata = template["metadata"].clone();
        metadata["name"] = claim_name(set, text(&metadata["name"]), ordinal).into();
        metadata["namespace"] = set.namespace().into();
        let labels = spec["selector"]["matchLabels"].as_object();
        for (label, value) in labels.into_iter().flatten() {
            metadata["labels"][label] = value.clone();
        }
        if spec["persistentVolumeClaimRetentionPolicy"]["whenDeleted"] == "Delete" {
            metadata["ownerReferences"] = json!([kind.reference(set)]);
        }
        json!({
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": metadata,
            "spec": template["spec"],
        })
    });
    claims.collect()
}

/// Has the claims of a replica that is scaled away go with its pod.
pub(super) fn tie_claims(work: &mut Work<'_>, set: &Object, ordinal: u64, pod: &Arc<Object>) {
    let owner = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "name": pod.name(),
        "uid": pod.uid(),
        "controller": true,
        "blockOwnerDeletion": true,
    });
    for template in list(&set.value()["spec"]["volumeClaimTemplates"]) {
        let name = claim_name(set, text(&template["metadata"]["name"]), ordinal);
        if let Some(claim) = work.find(&CLAIMS, set.namespace(), &name) {
            work.change(&claim.key(&CLAIMS), "", |claim| {
                let mut next = claim.clone();
                next["metadata"]["ownerReferences"] = json!([owner]);
                (next != *claim).then_some(next)
            });
        }
    }
}
