//! Namespaces that are deleted: their content goes first, then they go.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cluster::{Cluster, namespaces};
use crate::handlers::DeleteOptions;
use crate::store::{Change, CommitError, EventKind, Key};

/// The finalizer in a namespace's spec.
const KUBERNETES: &str = "kubernetes";

/// What is left in a namespace: how many objects of each resource, and how many wait for each finalizer.
#[derive(Debug, Default)]
struct Remaining {
    resources: BTreeMap<String, usize>,
    finalizers: BTreeMap<String, usize>,
}

/// Does what follows from one write.
pub(super) fn observe(cluster: &Cluster, change: &Change) {
    let object = &change.event.object;
    if change.key.resource == namespaces() {
        let newly = change
            .event
            .previous
            .as_deref()
            .is_none_or(|before| !before.is_terminating());
        if change.event.kind != EventKind::Deleted && object.is_terminating() && newly {
            empty(cluster, &change.key);
        }
        return;
    }
    if object.namespace().is_empty() {
        return;
    }
    let key = Key {
        resource: namespaces(),
        namespace: String::new(),
        name: object.namespace().to_owned(),
    };
    let namespace = cluster.store.get_key(&key);
    let is_leaving = namespace.is_none_or(|namespace| namespace.is_terminating());
    if is_leaving && change.event.kind == EventKind::Added {
        // It was made while the namespace was being deleted.
        cluster.control_delete(&change.key, object.uid(), DeleteOptions::default());
    } else if is_leaving {
        finish(cluster, &key);
    }
}

/// Deletes what is in the namespace.
fn empty(cluster: &Cluster, key: &Key) {
    for resource in cluster.store.resources() {
        for object in cluster.store.scan(&resource, Some(&key.name)).objects {
            let uid = object.open().uid().to_owned();
            cluster.control_delete(object.key(), &uid, DeleteOptions::default());
        }
    }
    finish(cluster, key);
}

/// Says what remains in the namespace; where nothing does, lets it go.
fn finish(cluster: &Cluster, key: &Key) {
    let remaining = Remaining::of(cluster, &key.name);
    let nothing = remaining.resources.is_empty();
    let now = cluster.now();
    let had_content = cluster
        .store
        .get_key(key)
        .is_some_and(|namespace| namespace.value()["status"]["conditions"].is_array());
    if !nothing || had_content {
        cluster.control(key, "status", |namespace| {
            let mut next = namespace.clone();
            next["status"]["conditions"] =
                remaining.conditions(&namespace["status"]["conditions"], &now);
            (next != *namespace).then_some(next)
        });
    }
    if nothing {
        finalize(cluster, key);
    }
}

/// Takes the finalizer off, and removes the namespace unless it has others in its metadata.
fn finalize(cluster: &Cluster, key: &Key) {
    while let Some(current) = cluster.store.get_key(key) {
        let held = !has_no_finalizers(current.value());
        let mut next = current.value().clone();
        if let Some(finalizers) = next["spec"]["finalizers"].as_array_mut() {
            finalizers.retain(|name| name != KUBERNETES);
        }
        if held && next == *current.value() {
            return;
        }
        let written = if held {
            cluster.store.replace(&key.resource, &current, next)
        } else {
            cluster.store.remove(&key.resource, &current, Some(next))
        };
        match written {
            Ok(object) if held => return cluster.after_write(&key.resource, &object),
            Ok(last) => return cluster.after_removal(&key.resource, &last),
            Err(CommitError::Changed) => {}
            Err(CommitError::Gone | CommitError::Exists) => return,
        }
    }
}

fn has_no_finalizers(object: &Value) -> bool {
    object["metadata"]["finalizers"]
        .as_array()
        .is_none_or(Vec::is_empty)
}

impl Remaining {
    fn of(cluster: &Cluster, namespace: &str) -> Self {
        let mut remaining = Self::default();
        for resource in cluster.store.resources() {
            let objects = cluster.store.list(&resource, Some(namespace)).objects;
            if objects.is_empty() {
                continue;
            }
            let name = format!("{}.{}", resource.resource, resource.group);
            remaining.resources.insert(name, objects.len());
            let finalizers = objects.iter().flat_map(|object| {
                let finalizers = object.metadata()["finalizers"].as_array();
                finalizers.into_iter().flatten().filter_map(Value::as_str)
            });
            for finalizer in finalizers {
                *remaining
                    .finalizers
                    .entry(finalizer.to_owned())
                    .or_default() += 1;
            }
        }
        remaining
    }

    /// The five conditions of a namespace that is being deleted.
    fn conditions(&self, before: &Value, now: &str) -> Value {
        let content = if self.resources.is_empty() {
            (
                "False",
                "ContentRemoved",
                "All content successfully removed".to_owned(),
            )
        } else {
            let counts = self
                .resources
                .iter()
                .map(|(name, count)| format!("{name} has {count} resource instances"));
            let message = format!("Some resources are remaining: {}", joined(counts));
            ("True", "SomeResourcesRemain", message)
        };
        let finalizers = if self.finalizers.is_empty() {
            let message = "All content-preserving finalizers finished".to_owned();
            ("False", "ContentHasNoFinalizers", message)
        } else {
            let counts = self
                .finalizers
                .iter()
                .map(|(name, count)| format!("{name} in {count} resource instances"));
            let message = format!(
                "Some content in the namespace has finalizers remaining: {}",
                joined(counts)
            );
            ("True", "SomeFinalizersRemain", message)
        };
        let fixed = [
            (
                "NamespaceDeletionDiscoveryFailure",
                "ResourcesDiscovered",
                "All resources successfully discovered",
            ),
            (
                "NamespaceDeletionGroupVersionParsingFailure",
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed",
            ),
            (
                "NamespaceDeletionContentFailure",
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization",
            ),
        ];
        let fixed = fixed
            .map(|(kind, reason, message)| (kind, ("False", reason, message.to_owned())))
            .into_iter();
        let all = fixed.chain([
            ("NamespaceContentRemaining", content),
            ("NamespaceFinalizersRemaining", finalizers),
        ]);
        all.map(|(kind, (status, reason, message))| {
            let since = before
                .as_array()
                .into_iter()
                .flatten()
                .find(|condition| condition["type"] == kind && condition["status"] == status)
                .map_or_else(
                    || now.into(),
                    |condition| condition["lastTransitionTime"].clone(),
                );
            json!({
                "type": kind,
                "status": status,
                "reason": reason,
                "message": message,
                "lastTransitionTime": since,
            })
        })
        .collect()
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
