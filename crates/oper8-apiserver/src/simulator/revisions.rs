//! ControllerRevisions: the templates that a StatefulSet or DaemonSet had.

use std::sync::Arc;

use serde_json::{Value, json};

use super::hash;
use super::kinds::REVISIONS;
use super::work::{Kind, Work, number};
use crate::store::Object;

/// The revisions of a workload, oldest first, and the one of its present template.
pub(super) struct History {
    pub(super) all: Vec<Arc<Object>>,
    pub(super) present: Arc<Object>,
}

/// How the revisions of a kind are made.
pub(super) struct Style {
    pub(super) kind: Kind,
    /// The label that holds the hash.
    pub(super) label: &'static str,
}

/// The revisions of a workload, with one for its present template; `None` when that could not be made.
pub(super) fn history(work: &mut Work<'_>, owner: &Arc<Object>, style: &Style) -> Option<History> {
    let mut all = work.controlled(owner, &REVISIONS);
    all.sort_by_key(|revision| (number(&revision.value()["revision"]), revision.revision()));
    let data = data(owner.value());
    let next = all
        .last()
        .map_or(0, |last| number(&last.value()["revision"]))
        + 1;
    let equal = all
        .iter()
        .rposition(|revision| revision.value()["data"] == data);
    let present = match equal {
        Some(at) if at + 1 == all.len() => Arc::clone(&all[at]),
        Some(at) => {
            let key = all[at].key(&REVISIONS);
            let renewed = work.change(&key, "", |revision| {
                let mut revision = revision.clone();
                revision["revision"] = next.into();
                Some(revision)
            })?;
            all.remove(at);
            all.push(Arc::clone(&renewed));
            renewed
        }
        None => {
            let made = create(work, owner, style, data, next)?;
            all.push(Arc::clone(&made));
            made
        }
    };
    Some(History { all, present })
}

/// What is kept of a workload: its template, as a patch that restores it.
fn data(workload: &Value) -> Value {
    let mut template = workload["spec"]["template"].clone();
    template["$patch"] = "replace".into();
    json!({"spec": {"template": template}})
}

fn create(
    work: &mut Work<'_>,
    owner: &Arc<Object>,
    style: &Style,
    data: Value,
    number: u64,
) -> Option<Arc<Object>> {
    // As Go writes JSON: in the order of the alphabet, and fit for HTML.
    let text = data.to_string();
    let text = text
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026");
    let mut labels = owner.value()["spec"]["template"]["metadata"]["labels"].clone();
    for collisions in 0..8 {
        let hash = hash::of_revision(&text, collisions);
        labels[style.label] = hash.as_str().into();
        let revision = json!({
            "apiVersion": "apps/v1",
            "kind": "ControllerRevision",
            "metadata": {
                "name": format!("{}-{hash}", owner.name()),
                "namespace": owner.namespace(),
                "labels": labels,
                "annotations": owner.metadata()["annotations"],
                "ownerReferences": [style.kind.reference(owner)],
            },
            "data": data,
            "revision": number,
        });
        match work.create(&REVISIONS, owner.namespace(), revision) {
            Ok(made) => return Some(made),
            Err(status) if status.is_already_exists() => {}
            Err(_) => return None,
        }
    }
    None
}

/// Deletes the oldest revisions that nothing is of, beyond `revisionHistoryLimit`.
pub(super) fn truncate(work: &mut Work<'_>, owner: &Object, history: &History, used: &[&str]) {
    let limit = owner.value()["spec"]["revisionHistoryLimit"]
        .as_u64()
        .unwrap_or(10);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let unused: Vec<_> = history
        .all
        .iter()
        .filter(|revision| {
            revision.uid() != history.present.uid() && !used.contains(&revision.name())
        })
        .collect();
    for revision in unused.iter().take(unused.len().saturating_sub(limit)) {
        work.delete(&REVISIONS, revision);
    }
}
