//! Volume claims: bound to a volume that fits, else to one made for them.

use std::sync::Arc;

use oper8_schema::quantity::Quantity;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::kinds::{CLAIMS, CLASSES, PODS, VOLUMES};
use super::rules::Ending;
use super::schedule::claims_of;
use super::work::{Work, text};
use crate::store::{Change, EventKind, Key, Object};

/// Looks at one claim: it gets a volume once its time has come.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(claim) = work.get(key) else {
        return;
    };
    let phase = text(&claim.value()["status"]["phase"]);
    if claim.is_terminating() || phase == "Bound" || phase == "Lost" {
        return;
    }
    if !text(&claim.value()["spec"]["volumeName"]).is_empty() {
        return bind(work, key, &claim);
    }
    let (fate, since) = work.fate(&claim);
    let due = since + fate.after;
    if fate.ending != Ending::Ready {
        return;
    }
    if due > Instant::now() {
        return work.memory.alarm(key, due);
    }
    if let Some(volume) = fitting(work, &claim).or_else(|| provisioned(work, &claim)) {
        take(work, &claim, &volume);
        let name = volume.name().to_owned();
        work.change(key, "", |claim| {
            let mut next = claim.clone();
            next["spec"]["volumeName"] = name.as_str().into();
            for annotation in ["bind-completed", "bound-by-controller"] {
                let annotation = format!("pv.kubernetes.io/{annotation}");
                next["metadata"]["annotations"][annotation] = "yes".into();
            }
            Some(next)
        });
    }
}

/// Says of a claim that has a volume what that is.
fn bind(work: &mut Work<'_>, key: &Key, claim: &Object) {
    let name = text(&claim.value()["spec"]["volumeName"]);
    let Some(volume) = work.find(&VOLUMES, "", name) else {
        return;
    };
    let owner = text(&volume.value()["spec"]["claimRef"]["uid"]);
    if !owner.is_empty() && owner != claim.uid() {
        return;
    }
    take(work, claim, &volume);
    let spec = &volume.value()["spec"];
    let mut status = claim.value()["status"].clone();
    status["phase"] = "Bound".into();
    status["accessModes"] = spec["accessModes"].clone();
    status["capacity"] = spec["capacity"].clone();
    work.set_status(key, &status);
}

/// Has a volume name its claim.
fn take(work: &mut Work<'_>, claim: &Object, volume: &Object) {
    let key = volume.key(&VOLUMES);
    let reference = reference(claim);
    work.change(&key, "", |volume| {
        (volume["spec"]["claimRef"]["uid"] != reference["uid"]).then(|| {
            let mut next = volume.clone();
            next["spec"]["claimRef"] = reference.clone();
            next
        })
    });
    set_phase(work, &key, "Bound");
}

fn reference(claim: &Object) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "namespace": claim.namespace(),
        "name": claim.name(),
        "uid": claim.uid(),
        "resourceVersion": claim.revision().to_string(),
    })
}

fn set_phase(work: &mut Work<'_>, key: &Key, phase: &str) {
    work.change(key, "status", |volume| {
        (volume["status"]["phase"] != phase).then(|| {
            let mut next = volume.clone();
            next["status"]["phase"] = phase.into();
            next
        })
    });
}

/// The smallest free volume that is enough for a claim.
fn fitting(work: &Work<'_>, claim: &Object) -> Option<Arc<Object>> {
    let spec = &claim.value()["spec"];
    let size = |value: &Value| Quantity::from_json(value).ok();
    let wanted = size(&spec["resources"]["requests"]["storage"])?;
    let selector = crate::selectors::LabelSelector::of(&spec["selector"]);
    let fits = |volume: &Arc<Object>| {
        let value = &volume.value()["spec"];
        let modes = spec["accessModes"].as_array().into_iter().flatten();
        let has = |mode: &Value| {
            let all = value["accessModes"].as_array();
            all.is_some_and(|all| all.contains(mode))
        };
        value["claimRef"].is_null()
            && !volume.is_terminating()
            && text(&value["storageClassName"]) == text(&spec["storageClassName"])
            && selector.matches(volume.value())
            && modes.into_iter().all(has)
    };
    let volumes = work.list(&VOLUMES, None).into_iter().filter(fits);
    let sized = volumes.filter_map(|volume| {
        let capacity = size(&volume.value()["spec"]["capacity"]["storage"])?;
        (capacity >= wanted).then_some((capacity, volume))
    });
    let best = sized.min_by(|one, other| one.0.cmp(&other.0));
    best.map(|(_, volume)| volume)
}

/// A new volume, where the class of the claim makes some.
fn provisioned(work: &mut Work<'_>, claim: &Object) -> Option<Arc<Object>> {
    let spec = &claim.value()["spec"];
    let class = work.find(&CLASSES, "", text(&spec["storageClassName"]))?;
    if class.value()["provisioner"] == "kubernetes.io/no-provisioner" {
        return None;
    }
    if class.value()["volumeBindingMode"] == "WaitForFirstConsumer" && !is_used(work, claim) {
        return None;
    }
    let policy = class.value()["reclaimPolicy"].as_str().unwrap_or("Delete");
    let name = format!("pvc-{}", claim.uid());
    let volume = json!({
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {
            "name": name,
            "annotations": {"pv.kubernetes.io/provisioned-by": class.value()["provisioner"]},
        },
        "spec": {
            "accessModes": spec["accessModes"],
            "capacity": {"storage": spec["resources"]["requests"]["storage"]},
            "claimRef": reference(claim),
            "hostPath": {"path": format!("/simulated/{name}")},
            "persistentVolumeReclaimPolicy": policy,
            "storageClassName": class.name(),
            "volumeMode": spec["volumeMode"],
        },
    });
    work.create(&VOLUMES, "", volume)
        .ok()
        .or_else(|| work.find(&VOLUMES, "", &name))
}

fn is_used(work: &Work<'_>, claim: &Object) -> bool {
    let pods = work.list(&PODS, Some(claim.namespace()));
    pods.iter().any(|pod| {
        claims_of(pod.value())
            .iter()
            .any(|name| name == claim.name())
    })
}

/// What a change of a claim concerns: the pods that wait for it; and, when it is gone, its volume.
pub(super) fn changed(work: &mut Work<'_>, change: &Change) {
    let claim = &change.event.object;
    for pod in work.list(&PODS, Some(claim.namespace())) {
        let waits = text(&pod.value()["spec"]["nodeName"]).is_empty();
        if waits
            && claims_of(pod.value())
                .iter()
                .any(|name| name == claim.name())
        {
            work.memory.enqueue(&pod.key(&PODS));
        }
    }
    if change.event.kind != EventKind::Deleted {
        return;
    }
    let name = text(&claim.value()["spec"]["volumeName"]);
    let Some(volume) = work.find(&VOLUMES, "", name) else {
        return;
    };
    if text(&volume.value()["spec"]["claimRef"]["uid"]) != claim.uid() {
        return;
    }
    let key = volume.key(&VOLUMES);
    if volume.value()["spec"]["persistentVolumeReclaimPolicy"] == "Delete" {
        work.delete(&VOLUMES, &volume);
        free(work, &key);
    } else {
        set_phase(work, &key, "Released");
    }
}

/// Lets a volume go that is being deleted and that no claim has.
fn free(work: &mut Work<'_>, key: &Key) {
    work.change(key, "", |volume| {
        let mut next = volume.clone();
        let metadata = next["metadata"].as_object_mut()?;
        metadata.get("deletionTimestamp")?;
        let finalizers = metadata.get_mut("finalizers")?.as_array_mut()?;
        finalizers.retain(|name| name != "kubernetes.io/pv-protection");
        Some(next)
    });
}

/// What a change of a volume concerns: the claims that wait for one.
pub(super) fn volume_changed(work: &mut Work<'_>, change: &Change) {
    let volume = &change.event.object;
    if change.event.kind == EventKind::Deleted {
        return;
    }
    let owner = &volume.value()["spec"]["claimRef"];
    if owner.is_null() {
        if text(&volume.value()["status"]["phase"]) != "Available" {
            set_phase(work, &change.key, "Available");
        }
        for claim in work.list(&CLAIMS, None) {
            if claim.value()["status"]["phase"] == "Pending" {
                work.memory.enqueue(&claim.key(&CLAIMS));
            }
        }
    } else if volume.is_terminating()
        && work
            .find(&CLAIMS, text(&owner["namespace"]), text(&owner["name"]))
            .is_none()
    {
        free(work, &change.key);
    }
}
