//! `ResourceQuota`: nothing is made that is more than a namespace may have. The last of all, since what it lets pass is
//! counted at once.

use std::sync::{Arc, LazyLock};

use parking_lot::ReentrantMutexGuard;
use serde_json::Value;

use super::{Operation, Request};
use crate::cluster::Cluster;
use crate::quota::{self, Amounts};
use crate::status::Status;
use crate::store::{GroupResource, Object};

/// As long as it is held, what was counted is not counted anew.
pub(crate) type Counted<'a> = ReentrantMutexGuard<'a, ()>;

static QUOTAS: LazyLock<GroupResource> = LazyLock::new(|| GroupResource::new("", "resourcequotas"));

/// Who counts what is admitted.
const MANAGER: &str = "kube-apiserver";

/// Refuses what is more than there may be, and counts the rest; what is counted may be made as long as the answer is held.
pub(in crate::admission) fn admit<'a>(
    cluster: &'a Cluster,
    request: &Request<'_>,
    object: &Value,
) -> Result<Option<Counted<'a>>, Status> {
    let namespace = request.write.namespace;
    if namespace.is_empty() || !changes_usage(request, object) {
        return Ok(None);
    }
    if cluster
        .store
        .scan(&QUOTAS, Some(namespace))
        .objects
        .is_empty()
    {
        return Ok(None);
    }
    let counted = cluster.counting.lock();
    let mut due = Vec::new();
    for stored in cluster.store.scan(&QUOTAS, Some(namespace)).objects {
        let quota = stored.open();
        if let Some(delta) = judge(request, object, quota.value())? {
            due.push((quota, delta));
        }
    }
    if !request.write.dry_run {
        due.into_iter()
            .try_for_each(|(quota, delta)| count(cluster, request, object, &quota, &delta))?;
    }
    Ok(Some(counted))
}

/// Whether a write may change how much is used.
fn changes_usage(request: &Request<'_>, object: &Value) -> bool {
    let id = request.write.id();
    let updated = request
        .old
        .filter(|_| request.operation == Operation::Update);
    match (&*id.group, &*id.resource, request.write.subresource) {
        ("", "bindings" | "events", _) | ("events.k8s.io", "events", _) => false,
        ("", "pods", "resize") => true,
        ("", "pods", "") => {
            updated.is_none_or(|old| quota::is_terminating(old) != quota::is_terminating(object))
        }
        ("", "services" | "persistentvolumeclaims", "") => true,
        (_, _, "") => request.operation == Operation::Create,
        _ => false,
    }
}

/// How much more of what a quota limits is used; `None` where that is nothing. More than is left is refused.
fn judge(request: &Request<'_>, object: &Value, quota: &Value) -> Result<Option<Amounts>, Status> {
    let id = request.write.id();
    let hard = Amounts::of(&quota["status"]["hard"]);
    if !quota::concerns(quota, &hard, id, object) {
        return Ok(None);
    }
    let refused = |why: String| Err(request.refused(object, &why));
    let name = quota["metadata"]["name"].as_str().unwrap_or_default();
    let limited = hard.masked(|name| quota::is_used_by(name, id));
    if request.is_about("", "pods")
        && let Some(why) = quota::missing(object, &limited)
    {
        return refused(format!("failed quota: {name}: {why}"));
    }
    let used = Amounts::of(&quota["status"]["used"]);
    if limited.names().any(|name| used.get(name).is_none()) {
        let names: Vec<_> = limited.names().collect();
        let names = names.join(",");
        return refused(format!(
            "status unknown for quota: {name}, resources: {names}"
        ));
    }
    let mut delta = quota::of(id, object);
    if let Some(old) = request.old
        && quota::concerns(quota, &hard, id, old)
    {
        delta = delta.beyond(&quota::of(id, old));
    }
    let delta = delta
        .masked(|name| hard.get(name).is_some())
        .without_zeros();
    if delta.is_empty() {
        return Ok(None);
    }
    let mut next = used.masked(|name| delta.get(name).is_some());
    next.add(&delta);
    let over = next
        .iter()
        .filter(|(name, amount)| hard.get(name).is_some_and(|most| *amount > most));
    let over: Vec<_> = over.map(|(name, _)| name).collect();
    if over.is_empty() {
        return Ok(Some(delta));
    }
    refused(format!(
        "exceeded quota: {name}, requested: {}, used: {}, limited: {}",
        delta.text(&over),
        used.text(&over),
        hard.text(&over)
    ))
}

/// Counts what is admitted; who came first may have left too little.
fn count(
    cluster: &Cluster,
    request: &Request<'_>,
    object: &Value,
    quota: &Arc<Object>,
    delta: &Amounts,
) -> Result<(), Status> {
    let mut verdict = Ok(());
    cluster.note_as(MANAGER, &quota.key(&QUOTAS), "status", |quota| {
        verdict = judge(request, object, quota).map(drop);
        verdict.as_ref().ok()?;
        let mut used = Amounts::of(&quota["status"]["used"]);
        used.add(delta);
        let mut next = quota.clone();
        next["status"]["used"] = used.to_value();
        Some(next)
    });
    verdict
}
