//! Counts what the objects of a namespace use, where it has quotas.

use std::sync::LazyLock;

use serde_json::Value;

use super::MANAGER;
use crate::cluster::Cluster;
use crate::quota::{self, Amounts};
use crate::store::{Change, EventKind, GroupResource, Key, Object};

static QUOTAS: LazyLock<GroupResource> = LazyLock::new(|| GroupResource::new("", "resourcequotas"));

/// Does what follows from one write.
pub(super) fn observe(cluster: &Cluster, change: &Change) {
    let object = &change.event.object;
    let resource = &change.key.resource;
    if object.namespace().is_empty() {
        return;
    }
    if *resource == *QUOTAS && change.event.kind == EventKind::Modified {
        // What admission counts is not counted anew.
        if object.value()["spec"]["hard"] != object.value()["status"]["hard"] {
            recount(cluster, object);
        }
        return;
    }
    let quotas = cluster
        .store
        .scan(&QUOTAS, Some(object.namespace()))
        .objects;
    if quotas.is_empty() || !changes_usage(change) {
        return;
    }
    for stored in quotas {
        let quota = stored.open();
        let limited = Amounts::of(&quota.value()["spec"]["hard"]);
        let is_new = *resource == *QUOTAS && object.uid() == quota.uid();
        if is_new
            || limited
                .names()
                .any(|name| quota::is_used_by(name, resource))
        {
            recount(cluster, &quota);
        }
    }
}

/// Whether a change of an object is one of what it uses.
fn changes_usage(change: &Change) -> bool {
    let Some(before) = change.event.previous.as_deref() else {
        return true;
    };
    if change.event.kind != EventKind::Modified {
        return true;
    }
    let usage = |object: &Object| quota::of(&change.key.resource, object.value());
    usage(before) != usage(&change.event.object)
}

impl Cluster {
    /// Counts anew what a namespace uses: something was counted that was not made in the end.
    pub(crate) fn recount_quotas(&self, namespace: &str) {
        for quota in self.store.scan(&QUOTAS, Some(namespace)).objects {
            recount(self, &quota.open());
        }
    }
}

/// Says how much is used.
fn recount(cluster: &Cluster, quota: &Object) {
    let key: Key = quota.key(&QUOTAS);
    let _alone = cluster.counting.lock();
    cluster.note_as(MANAGER, &key, "status", |quota| {
        let hard = &quota["spec"]["hard"];
        let mut used = Amounts::of(&quota["status"]["used"]);
        used.put(&total(cluster, quota, &Amounts::of(hard)));
        let used = used.masked(|name| !hard[name].is_null()).to_value();
        let status = &quota["status"];
        let is_same = status["hard"] == *hard && same(&status["used"], &used);
        (!is_same).then(|| {
            let mut next = quota.clone();
            next["status"] = serde_json::json!({"hard": hard, "used": used});
            next
        })
    });
}

fn same(one: &Value, other: &Value) -> bool {
    Amounts::of(one) == Amounts::of(other)
}

/// How much all objects of the namespace use of what is limited.
fn total(cluster: &Cluster, quota: &Value, hard: &Amounts) -> Amounts {
    let namespace = quota["metadata"]["namespace"].as_str();
    let mut all = Amounts::default();
    let mut sources: Vec<GroupResource> = hard.names().filter_map(quota::source).collect();
    sources.sort();
    sources.dedup();
    for source in sources {
        let limited = hard.masked(|name| quota::is_used_by(name, &source));
        for name in limited.names() {
            // Of what is not served yet there is nothing.
            all.count(name, 0);
        }
        for object in cluster.store.scan(&source, namespace).objects {
            let object = object.open();
            if quota::concerns(quota, &limited, &source, object.value()) {
                let used = quota::of(&source, object.value());
                all.add(&used.masked(|name| limited.get(name).is_some()));
            }
        }
    }
    all
}
