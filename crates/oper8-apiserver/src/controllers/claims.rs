//! Volume claims that are deleted stay until no Pod uses them, volumes until no claim is bound to them.

use serde_json::Value;

use super::work::{has_finalizer, without_finalizer};
use crate::cluster::Cluster;
use crate::store::{Change, EventKind, GroupResource, Key};

/// The finalizer that every claim gets when it is created.
const PROTECTION: &str = "kubernetes.io/pvc-protection";

fn claims() -> GroupResource {
    GroupResource::new("", "persistentvolumeclaims")
}

/// The same of volumes.
const VOLUME_PROTECTION: &str = "kubernetes.io/pv-protection";

fn volumes() -> GroupResource {
    GroupResource::new("", "persistentvolumes")
}

fn pods() -> GroupResource {
    GroupResource::new("", "pods")
}

/// Does what follows from one write.
pub(super) fn observe(cluster: &Cluster, change: &Change) {
    let object = &change.event.object;
    if change.key.resource == claims() {
        if change.event.kind != EventKind::Deleted && object.is_terminating() {
            release(cluster, &change.key);
        }
    } else if change.key.resource == volumes() {
        let leaves = change.event.kind != EventKind::Deleted && object.is_terminating();
        if leaves && object.value()["status"]["phase"] != "Bound" {
            cluster.control(&change.key, "", |object| {
                without_finalizer(object, VOLUME_PROTECTION)
            });
        }
    } else if change.key.resource == pods()
        && (change.event.kind == EventKind::Deleted || is_over(object.value()))
    {
        for name in used_claims(object.value()) {
            let key = Key {
                resource: claims(),
                namespace: object.namespace().to_owned(),
                name: name.to_owned(),
            };
            release(cluster, &key);
        }
    }
}

/// Lets a claim go that is being deleted, unless a Pod uses it.
fn release(cluster: &Cluster, key: &Key) {
    let is_leaving = cluster
        .store
        .get_key(key)
        .is_some_and(|claim| claim.is_terminating() && has_finalizer(claim.value(), PROTECTION));
    if !is_leaving {
        return;
    }
    let all = cluster.store.list(&pods(), Some(&key.namespace)).objects;
    let is_used = all
        .iter()
        .any(|pod| !is_over(pod.value()) && used_claims(pod.value()).any(|name| name == key.name));
    if !is_used {
        cluster.control(key, "", |object| without_finalizer(object, PROTECTION));
    }
}

fn is_over(pod: &Value) -> bool {
    matches!(
        pod["status"]["phase"].as_str(),
        Some("Succeeded" | "Failed")
    )
}

/// The names of the claims that a Pod mounts.
fn used_claims(pod: &Value) -> impl Iterator<Item = &str> {
    let volumes = pod["spec"]["volumes"].as_array().into_iter().flatten();
    volumes.filter_map(|volume| volume["persistentVolumeClaim"]["claimName"].as_str())
}
