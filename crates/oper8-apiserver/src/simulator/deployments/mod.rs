//! Deployments: a ReplicaSet for each template, scaled so that enough pods are available all the time.

mod history;
mod rollout;
mod scaling;
mod status;

use std::sync::Arc;

use serde_json::Value;

use super::kinds::REPLICA_SETS;
use super::work::{Kind, Work, number, replicas, scaled};
use crate::store::{Key, Object};

const DEPLOYMENT: Kind = Kind {
    api_version: "apps/v1",
    name: "Deployment",
};

/// A Deployment and its sets, at one moment.
struct View {
    key: Key,
    object: Arc<Object>,
    /// The set of the present template.
    new: Option<Arc<Object>>,
    /// The others, oldest first.
    old: Vec<Arc<Object>>,
}

impl View {
    fn of(work: &Work<'_>, key: &Key, object: Arc<Object>) -> Self {
        let mut sets = work.controlled(&object, &REPLICA_SETS);
        sets.sort_by_key(|set| (history::revision_of(set), set.revision()));
        let template = &object.value()["spec"]["template"];
        let is_new = |set: &Arc<Object>| {
            history::without_hash(&set.value()["spec"]["template"]) == *template
        };
        let new = sets.iter().find(|set| is_new(set)).cloned();
        sets.retain(|set| new.as_ref().is_none_or(|new| new.uid() != set.uid()));
        Self {
            key: key.clone(),
            object,
            new,
            old: sets,
        }
    }

    fn value(&self) -> &Value {
        self.object.value()
    }

    fn spec(&self) -> &Value {
        &self.value()["spec"]
    }

    fn wanted(&self) -> u64 {
        replicas(self.value())
    }

    fn all(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.old.iter().chain(&self.new)
    }

    /// The pods that all sets are to have.
    fn planned(&self) -> u64 {
        self.all().map(|set| replicas(set.value())).sum()
    }

    fn count(&self, field: &str) -> u64 {
        self.all()
            .map(|set| number(&set.value()["status"][field]))
            .sum()
    }

    fn is_rolling(&self) -> bool {
        self.spec()["strategy"]["type"] != "Recreate"
    }

    /// `maxSurge` and `maxUnavailable` as numbers: percentages are rounded up and down, and not both may be zero.
    fn limits(&self) -> (u64, u64) {
        if !self.is_rolling() {
            return (0, 0);
        }
        let rolling = &self.spec()["strategy"]["rollingUpdate"];
        let wanted = self.wanted();
        let surge = scaled(&rolling["maxSurge"], wanted, true).unwrap_or(0);
        let unavailable = scaled(&rolling["maxUnavailable"], wanted, false).unwrap_or(0);
        match (surge, unavailable) {
            (0, 0) => (0, 1),
            (surge, unavailable) => (surge, unavailable.min(wanted)),
        }
    }
}

/// Looks at one Deployment.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(object) = work.get(key) else {
        return;
    };
    if work.memory.may_adopt(key, &object) {
        work.adopt(&object, &DEPLOYMENT, &REPLICA_SETS);
    }
    work.memory.since(object.value());
    let view = View::of(work, key, object);
    if view.object.is_terminating() {
        return status::write(work, &view, false);
    }
    let is_paused = view.spec()["paused"] == true;
    // What is written comes back as a change, and with it the Deployment.
    if status::note_pause(work, &view, is_paused) || history::follow(work, &view) {
        return;
    }
    if is_paused || scaling::is_asked_for(&view) {
        if !scaling::scale(work, &view) {
            if is_paused {
                history::clean_up(work, &view);
            }
            status::write(work, &view, false);
        }
        return;
    }
    let acted = if view.is_rolling() {
        rollout::roll(work, &view)
    } else {
        rollout::recreate(work, &view)
    };
    if acted {
        return;
    }
    if status::is_complete(&view, &view.value()["status"]) {
        work.memory.settle(view.value());
        history::clean_up(work, &view);
    }
    status::write(work, &view, true);
}
