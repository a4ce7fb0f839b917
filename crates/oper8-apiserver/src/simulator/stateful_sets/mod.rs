//! StatefulSets: replicas by ordinal, one after the other, and the volume claims they leave behind.

mod identity;

use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::time::Instant;

use super::kinds::{CLAIMS, PODS};
use super::pods::{is_available, is_over, is_ready};
use super::revisions::{self, History, Style};
use super::work::{Kind, Work, number, put_count, replicas, scaled, text};
use crate::store::{Key, Object};

const STATEFUL_SET: Kind = Kind {
    api_version: "apps/v1",
    name: "StatefulSet",
};
const STYLE: Style = Style {
    kind: STATEFUL_SET,
    label: "controller.kubernetes.io/hash",
};

/// A StatefulSet and its pods, at one moment.
struct View {
    key: Key,
    set: Arc<Object>,
    history: History,
    /// The revision that pods are of which are not updated yet.
    current: Arc<Object>,
    /// By ordinal, those that are not there too.
    pods: Vec<(u64, Option<Arc<Object>>)>,
    /// Those beyond the last ordinal, the highest first.
    condemned: Vec<(u64, Arc<Object>)>,
}

impl View {
    fn of(work: &mut Work<'_>, key: &Key, set: Arc<Object>) -> Option<Self> {
        let history = revisions::history(work, &set, &STYLE)?;
        let current = &set.value()["status"]["currentRevision"];
        let current = history
            .all
            .iter()
            .find(|revision| *current == revision.name());
        let current = Arc::clone(current.unwrap_or(&history.present));
        let start = number(&set.value()["spec"]["ordinals"]["start"]);
        let end = start + replicas(set.value());
        let mut pods: Vec<_> = (start..end).map(|ordinal| (ordinal, None)).collect();
        let mut condemned = Vec::new();
        for pod in work.controlled(&set, &PODS) {
            match identity::ordinal(&set, &pod) {
                Some(ordinal) if (start..end).contains(&ordinal) => {
                    let place = usize::try_from(ordinal - start).unwrap_or(usize::MAX);
                    pods[place].1 = Some(pod);
                }
                Some(ordinal) => condemned.push((ordinal, pod)),
                None => {}
            }
        }
        condemned.sort_by_key(|(ordinal, _)| std::cmp::Reverse(*ordinal));
        Some(Self {
            key: key.clone(),
            set,
            history,
            current,
            pods,
            condemned,
        })
    }

    fn spec(&self) -> &Value {
        &self.set.value()["spec"]
    }

    fn is_ordered(&self) -> bool {
        self.spec()["podManagementPolicy"] != "Parallel"
    }

    fn is_on_delete(&self) -> bool {
        self.spec()["updateStrategy"]["type"] == "OnDelete"
    }

    /// The first ordinal that is updated.
    fn partition(&self) -> u64 {
        number(&self.spec()["updateStrategy"]["rollingUpdate"]["partition"])
    }

    fn is_available(&self, work: &mut Work<'_>, pod: &Object) -> bool {
        let seconds = number(&self.spec()["minReadySeconds"]);
        !pod.is_terminating() && is_available(work, &self.key, pod, seconds)
    }

    fn is_updated(&self, pod: &Object) -> bool {
        revision_of(pod) == self.history.present.name()
    }
}

/// Looks at one StatefulSet.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(set) = work.get(key) else {
        return;
    };
    if work.memory.may_adopt(key, &set) {
        work.adopt(&set, &STATEFUL_SET, &PODS);
    }
    work.memory.since(set.value());
    if set.is_terminating() && work.is_leaving(set.namespace()) {
        return;
    }
    let Some(view) = View::of(work, key, set) else {
        return;
    };
    if !view.set.is_terminating() && act(work, &view) {
        return;
    }
    let status = status(work, &view);
    let wanted = replicas(view.set.value());
    let is_settled = number(&status["availableReplicas"]) == wanted
        && number(&status["updatedReplicas"]) == wanted
        && status["currentRevision"] == status["updateRevision"];
    if is_settled {
        work.memory.settle(view.set.value());
        let present = [view.current.name()];
        revisions::truncate(work, &view.set, &view.history, &present);
    }
    work.set_status(key, &status);
}

/// What can be done now; answers whether something was, which comes back as a change.
fn act(work: &mut Work<'_>, view: &View) -> bool {
    match fill(work, view) {
        Done::Acted => true,
        Done::Waits => false,
        Done::Nothing => shrink(work, view).unwrap_or_else(|| update(work, view)),
    }
}

enum Done {
    Nothing,
    Acted,
    /// What is ordered goes on when a pod is ready or gone.
    Waits,
}

/// Makes pods that are missing, and replaces those that are over.
fn fill(work: &mut Work<'_>, view: &View) -> Done {
    let mut acted = false;
    for (ordinal, pod) in &view.pods {
        match pod {
            None => {
                acted |= create(work, view, *ordinal);
            }
            Some(pod) if is_over(pod.value()) => {
                if !pod.is_terminating() {
                    work.delete(&PODS, pod);
                    acted = true;
                }
            }
            Some(pod) if view.is_available(work, pod) || !view.is_ordered() => continue,
            Some(pod) => {
                if pod.value()["status"]["phase"] == "Pending" {
                    add_claims(work, view, *ordinal);
                }
            }
        }
        if view.is_ordered() {
            return if acted { Done::Acted } else { Done::Waits };
        }
    }
    if acted { Done::Acted } else { Done::Nothing }
}

fn create(work: &mut Work<'_>, view: &View, ordinal: u64) -> bool {
    work.disturb(&view.set);
    add_claims(work, view, ordinal);
    let is_old = !view.is_on_delete() && ordinal < view.partition();
    let revision = if is_old {
        &view.current
    } else {
        &view.history.present
    };
    let pod = identity::pod(&view.set, revision, ordinal, &STATEFUL_SET);
    match work.create(&PODS, view.set.namespace(), pod) {
        Ok(_) => {
            work.memory.succeed(view.set.value());
            true
        }
        Err(_) => {
            if !work.is_leaving(view.set.namespace()) {
                let wait = work.memory.back_off(view.set.value());
                work.memory.alarm(&view.key, Instant::now() + wait);
            }
            false
        }
    }
}

/// Makes the claims of a replica that are not there yet. Their time runs with that of the set.
fn add_claims(work: &mut Work<'_>, view: &View, ordinal: u64) {
    let since = work.memory.since(view.set.value());
    for claim in identity::claims(&view.set, ordinal, &STATEFUL_SET) {
        let name = text(&claim["metadata"]["name"]);
        if work.find(&CLAIMS, view.set.namespace(), name).is_none()
            && let Ok(made) = work.create(&CLAIMS, view.set.namespace(), claim)
        {
            work.memory.set_since(made.value(), since);
        }
    }
}

/// Deletes pods beyond the last ordinal; `None` when there are none.
fn shrink(work: &mut Work<'_>, view: &View) -> Option<bool> {
    let mut acted = false;
    for (ordinal, pod) in &view.condemned {
        if !pod.is_terminating() {
            if view.spec()["persistentVolumeClaimRetentionPolicy"]["whenScaled"] == "Delete" {
                identity::tie_claims(work, &view.set, *ordinal, pod);
            }
            work.delete(&PODS, pod);
            acted = true;
        }
        if view.is_ordered() {
            break;
        }
    }
    if view.condemned.is_empty() {
        None
    } else {
        Some(acted)
    }
}

/// Deletes pods of another revision, from the highest ordinal on, as far as `maxUnavailable` lets it.
fn update(work: &mut Work<'_>, view: &View) -> bool {
    if view.is_on_delete() {
        return false;
    }
    let most = &view.spec()["updateStrategy"]["rollingUpdate"]["maxUnavailable"];
    let most = scaled(most, replicas(view.set.value()), true)
        .unwrap_or(1)
        .max(1);
    let pods = view.pods.iter().filter_map(|(_, pod)| pod.clone());
    let unavailable = pods.filter(|pod| !view.is_available(work, pod)).count() as u64;
    let mut left = most.saturating_sub(unavailable);
    let mut acted = false;
    for (ordinal, pod) in view.pods.iter().rev() {
        let Some(pod) = pod else {
            continue;
        };
        if left == 0 || *ordinal < view.partition() {
            break;
        }
        if !view.is_updated(pod) && !pod.is_terminating() {
            work.delete(&PODS, pod);
            left -= 1;
            acted = true;
        }
    }
    acted
}

fn revision_of(pod: &Object) -> &str {
    text(&pod.metadata()["labels"]["controller-revision-hash"])
}

fn status(work: &mut Work<'_>, view: &View) -> Value {
    let there = view.pods.iter().filter_map(|(_, pod)| pod.as_ref());
    let all: Vec<_> = there
        .chain(view.condemned.iter().map(|(_, pod)| pod))
        .collect();
    let ready = all
        .iter()
        .filter(|pod| pod.value()["status"]["phase"] == "Running" && is_ready(pod.value()));
    let ready: Vec<_> = ready.collect();
    let seconds = number(&view.spec()["minReadySeconds"]);
    let available = ready
        .iter()
        .filter(|pod| is_available(work, &view.key, pod, seconds))
        .count();
    let of = |revision: &Object| {
        let mine = all
            .iter()
            .filter(|pod| !pod.is_terminating() && revision_of(pod) == revision.name());
        mine.count() as u64
    };
    let updated = of(&view.history.present);
    let (mut current, mut revision) = (of(&view.current), view.current.name());
    let wanted = replicas(view.set.value());
    let is_whole = updated == wanted && ready.len() as u64 == wanted && all.len() as u64 == wanted;
    if is_whole && !view.is_on_delete() {
        (current, revision) = (updated, view.history.present.name());
    }
    let mut status = Map::new();
    let generation = view.set.metadata()["generation"].clone();
    status.insert("observedGeneration".into(), generation);
    status.insert("replicas".into(), all.len().into());
    put_count(&mut status, "readyReplicas", ready.len() as u64);
    put_count(&mut status, "currentReplicas", current);
    put_count(&mut status, "updatedReplicas", updated);
    status.insert("availableReplicas".into(), available.into());
    status.insert("currentRevision".into(), revision.into());
    status.insert("updateRevision".into(), view.history.present.name().into());
    status.insert("collisionCount".into(), 0.into());
    status.into()
}
