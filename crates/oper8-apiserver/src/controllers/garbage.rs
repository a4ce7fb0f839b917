//! Garbage collection by owner references, as the garbage collector of the controller manager does it.
//!
//! <https://kubernetes.io/docs/concepts/architecture/garbage-collection/>

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::work::{has_finalizer, without_finalizer};
use crate::cluster::Cluster;
use crate::handlers::{DeleteOptions, FOREGROUND, ORPHAN, Write};
use crate::request::Propagation;
use crate::store::{Change, EventKind, Key, Object};

/// What an owner reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// An object that stays, as far as one can tell.
    Solid,
    /// An object that waits for its dependents to be deleted.
    Waiting,
    /// Nothing: the owner is gone, or never was.
    Absent,
    /// It cannot be told: the kind is not served, or an object of the cluster names an owner in a namespace.
    Unknown,
}

/// Does what follows from one write.
pub(super) fn observe(cluster: &Cluster, change: &Change) {
    let object = &change.event.object;
    let before = change.event.previous.as_deref();
    if change.event.kind == EventKind::Deleted {
        for child in cluster.store.children_of(object.uid()) {
            collect(cluster, &child, Some(object));
        }
        release_owners(cluster, object.owners());
        return;
    }
    if before.is_none_or(|before| !before.owners().eq(object.owners())) && has_owners(object) {
        collect(cluster, &change.key, None);
    }
    if let Some(before) = before {
        release_owners(
            cluster,
            unblocked(before.value(), object.value()).into_iter(),
        );
    }
    if object.is_terminating() {
        let newly = |finalizer: &str| {
            has_finalizer(object.value(), finalizer)
                && before.is_none_or(|before| {
                    !before.is_terminating() || !has_finalizer(before.value(), finalizer)
                })
        };
        if newly(ORPHAN) {
            orphan(cluster, &change.key, object);
        }
        if newly(FOREGROUND) {
            for child in cluster.store.children_of(object.uid()) {
                collect(cluster, &child, None);
            }
            finish_foreground(cluster, &change.key);
        }
    }
}

fn has_owners(object: &Object) -> bool {
    object.owners().next().is_some()
}

/// The owners that an update no longer names, or no longer blocks.
fn unblocked<'a>(before: &'a Value, after: &Value) -> BTreeSet<&'a str> {
    let blocks = |object: &Value, uid: &str| {
        references(object)
            .iter()
            .any(|owner| owner["uid"] == uid && owner["blockOwnerDeletion"] == true)
    };
    crate::store::owners(before)
        .filter(|uid| blocks(before, uid) && !blocks(after, uid))
        .collect()
}

/// Lets owners go that waited for this dependent.
fn release_owners<'a>(cluster: &Cluster, owners: impl Iterator<Item = &'a str>) {
    for uid in owners {
        if let Some(key) = cluster.store.find_uid(uid) {
            finish_foreground(cluster, &key);
        }
    }
}

/// Deletes an object whose owners are gone, or takes dead references off one that still has an owner.
///
/// `gone` is an owner that was there until now, whose kind may be gone with it.
fn collect(cluster: &Cluster, key: &Key, gone: Option<&Object>) {
    let Some(object) = cluster.store.get_key(key) else {
        return;
    };
    let value = object.value();
    if object.is_terminating() {
        if has_finalizer(value, FOREGROUND) {
            finish_foreground(cluster, key);
        }
        return;
    }
    let owners: Vec<_> = references(value)
        .iter()
        .map(|owner| (uid_of(owner), find_owner(cluster, key, owner, gone)))
        .collect();
    let has = |wanted: Owner| owners.iter().any(|(_, owner)| *owner == wanted);
    if owners.is_empty() || has(Owner::Unknown) {
        return;
    }
    if has(Owner::Solid) {
        let dead: Vec<_> = owners
            .iter()
            .filter(|(_, owner)| *owner != Owner::Solid)
            .map(|(uid, _)| *uid)
            .collect();
        drop_references(cluster, key, &dead);
    } else if has(Owner::Waiting) && !cluster.store.children_of(object.uid()).is_empty() {
        if dependents(cluster, &object).any(|child| waits_for_dependents(&child)) {
            unblock(cluster, key);
        }
        cluster.control_delete(key, object.uid(), by(Propagation::Foreground));
    } else {
        cluster.control_delete(key, object.uid(), by(policy_of(value)));
    }
}

fn by(propagation: Propagation) -> DeleteOptions {
    DeleteOptions {
        propagation: Some(propagation),
        ..DeleteOptions::default()
    }
}

/// How an object wants to be deleted, which its finalizers tell.
fn policy_of(object: &Value) -> Propagation {
    if has_finalizer(object, ORPHAN) {
        Propagation::Orphan
    } else if has_finalizer(object, FOREGROUND) {
        Propagation::Foreground
    } else {
        Propagation::Background
    }
}

/// Looks an owner up where a dependent at `key` may have one: in its own namespace, or in the cluster.
fn find_owner(cluster: &Cluster, key: &Key, owner: &Value, gone: Option<&Object>) -> Owner {
    let uid = uid_of(owner);
    if gone.is_some_and(|gone| names(owner, gone)) {
        return Owner::Absent;
    }
    let text = |field: &str| owner[field].as_str().unwrap_or_default();
    let catalog = cluster.registry.catalog();
    let Some(resource) = catalog.find_kind(text("apiVersion"), text("kind")) else {
        return Owner::Unknown;
    };
    if resource.namespaced && key.namespace.is_empty() {
        return Owner::Unknown;
    }
    let namespace = if resource.namespaced {
        key.namespace.as_str()
    } else {
        ""
    };
    match cluster.store.get(&resource.id, namespace, text("name")) {
        Some(object) if object.uid() == uid => {
            if waits_for_dependents(&object) {
                Owner::Waiting
            } else {
                Owner::Solid
            }
        }
        _ => {
            let elsewhere = cluster
                .store
                .find_uid(uid)
                .is_some_and(|found| found.namespace != namespace);
            if elsewhere && resource.namespaced {
                tell_of_namespace(cluster, key, owner);
            }
            Owner::Absent
        }
    }
}

/// An owner in another namespace counts for nothing, which an event tells.
fn tell_of_namespace(cluster: &Cluster, key: &Key, owner: &Value) {
    let (Some(object), Some(resource)) =
        (cluster.store.get_key(key), cluster.resource_of(&events()))
    else {
        return;
    };
    let text = |field: &str| owner[field].as_str().unwrap_or_default();
    let now = cluster.now();
    let message = format!(
        "ownerRef [{}/{}, namespace: {}, name: {}, uid: {}] does not exist in namespace {:?}",
        text("apiVersion"),
        text("kind"),
        key.namespace,
        text("name"),
        text("uid"),
        key.namespace
    );
    let event = serde_json::json!({
        "metadata": {"name": format!("{}.{:016x}", key.name, object.revision())},
        "involvedObject": {
            "apiVersion": object.value()["apiVersion"],
            "kind": object.value()["kind"],
            "namespace": key.namespace,
            "name": key.name,
            "uid": object.uid(),
        },
        "reason": "OwnerRefInvalidNamespace",
        "message": message,
        "source": {"component": COLLECTOR},
        "reportingComponent": COLLECTOR,
        "type": "Warning",
        "count": 1,
        "firstTimestamp": now,
        "lastTimestamp": now,
    });
    let write = Write::internal(&resource, &key.namespace, COLLECTOR);
    if let Err(status) = cluster.create(&write, event) {
        tracing::debug!(
            reason = %status.reason,
            message = status.message,
            "an event was not made"
        );
    }
}

const COLLECTOR: &str = "garbage-collector-controller";

fn events() -> Key {
    Key {
        resource: crate::store::GroupResource::new("", "events"),
        namespace: String::new(),
        name: String::new(),
    }
}

/// Whether a reference is to this object: uid, kind and name must be its own.
fn names(reference: &Value, object: &Object) -> bool {
    let value = object.value();
    uid_of(reference) == object.uid()
        && reference["name"] == value["metadata"]["name"]
        && reference["kind"] == value["kind"]
        && reference["apiVersion"] == value["apiVersion"]
}

fn waits_for_dependents(object: &Object) -> bool {
    object.is_terminating() && has_finalizer(object.value(), FOREGROUND)
}

fn dependents(cluster: &Cluster, owner: &Object) -> impl Iterator<Item = Arc<Object>> {
    let children = cluster.store.children_of(owner.uid());
    children
        .into_iter()
        .filter_map(|child| cluster.store.get_key(&child))
}

/// Ends a foreground deletion once no dependent blocks it.
fn finish_foreground(cluster: &Cluster, key: &Key) {
    let Some(owner) = cluster.store.get_key(key) else {
        return;
    };
    if !waits_for_dependents(&owner) {
        return;
    }
    let blocked = dependents(cluster, &owner).any(|child| {
        references(child.value()).iter().any(|reference| {
            uid_of(reference) == owner.uid() && reference["blockOwnerDeletion"] == true
        })
    });
    if !blocked {
        cluster.control(key, "", |object| without_finalizer(object, FOREGROUND));
    }
}

/// Frees the dependents of an owner, then the owner.
fn orphan(cluster: &Cluster, key: &Key, owner: &Object) {
    for child in cluster.store.children_of(owner.uid()) {
        drop_references(cluster, &child, &[owner.uid()]);
    }
    cluster.control(key, "", |object| without_finalizer(object, ORPHAN));
}

/// Takes owner references off an object.
fn drop_references(cluster: &Cluster, key: &Key, uids: &[&str]) {
    cluster.control(key, "", |object| {
        if !references(object)
            .iter()
            .any(|owner| uids.contains(&uid_of(owner)))
        {
            return None;
        }
        let mut next = object.clone();
        let metadata = next["metadata"].as_object_mut()?;
        let owners = metadata.get_mut("ownerReferences")?.as_array_mut()?;
        owners.retain(|owner| !uids.contains(&uid_of(owner)));
        if owners.is_empty() {
            metadata.remove("ownerReferences");
        }
        Some(next)
    });
}

/// Breaks a circle of objects that own each other: none of them blocks its owner any more.
fn unblock(cluster: &Cluster, key: &Key) {
    cluster.control(key, "", |object| {
        let mut next = object.clone();
        for owner in next["metadata"]["ownerReferences"].as_array_mut()? {
            if owner["blockOwnerDeletion"] == true {
                owner["blockOwnerDeletion"] = false.into();
            }
        }
        (next != *object).then_some(next)
    });
}

fn references(object: &Value) -> &[Value] {
    object["metadata"]["ownerReferences"]
        .as_array()
        .map_or(&[], Vec::as_slice)
}

fn uid_of(reference: &Value) -> &str {
    reference["uid"].as_str().unwrap_or_default()
}
