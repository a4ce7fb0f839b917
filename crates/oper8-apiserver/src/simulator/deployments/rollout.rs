//! From the old sets to the new one.

use std::sync::Arc;

use super::super::kinds::PODS;
use super::super::pods::is_over;
use super::super::work::{Work, number, replicas};
use super::{View, history, scaling};
use crate::store::Object;

/// One step of a rolling update; answers whether there was one to take.
pub(super) fn roll(work: &mut Work<'_>, view: &View) -> bool {
    let Some(new) = &view.new else {
        history::create(work, view);
        return true;
    };
    grow(work, view, new) || shrink(work, view, new)
}

/// Adds as many new pods as `maxSurge` leaves room for.
fn grow(work: &mut Work<'_>, view: &View, new: &Arc<Object>) -> bool {
    let (has, wanted) = (replicas(new.value()), view.wanted());
    let count = if has >= wanted {
        wanted
    } else {
        let room = (wanted + view.limits().0).saturating_sub(view.planned());
        has + room.min(wanted - has)
    };
    scaling::set(work, view, new, count)
}

/// Takes away old pods: those that are not available first, then as many as `maxUnavailable` lets go.
fn shrink(work: &mut Work<'_>, view: &View, new: &Arc<Object>) -> bool {
    let least = view.wanted().saturating_sub(view.limits().1);
    let waiting = replicas(new.value()).saturating_sub(available(new));
    let spare = view.planned().saturating_sub(least + waiting);
    if spare == 0 || view.old.iter().all(|set| replicas(set.value()) == 0) {
        return false;
    }
    let mut counts: Vec<_> = view.old.iter().map(|set| replicas(set.value())).collect();
    let mut left = spare;
    for (set, count) in view.old.iter().zip(&mut counts) {
        let unhealthy = count.saturating_sub(available(set)).min(left);
        *count -= unhealthy;
        left -= unhealthy;
    }
    let mut excess = view.count("availableReplicas").saturating_sub(least);
    for count in &mut counts {
        let gone = (*count).min(excess);
        *count -= gone;
        excess -= gone;
    }
    let mut acted = false;
    for (set, count) in view.old.iter().zip(counts) {
        acted |= scaling::set(work, view, set, count);
    }
    acted
}

fn available(set: &Object) -> u64 {
    number(&set.value()["status"]["availableReplicas"])
}

/// One step of a Deployment whose old pods go before new ones come; answers whether there was one to take.
pub(super) fn recreate(work: &mut Work<'_>, view: &View) -> bool {
    let mut acted = false;
    for set in &view.old {
        acted |= scaling::set(work, view, set, 0);
    }
    if acted {
        return true;
    }
    let still_runs = view.old.iter().any(|set| {
        let pods = work.controlled(set, &PODS);
        number(&set.value()["status"]["replicas"]) > 0
            || pods.iter().any(|pod| !is_over(pod.value()))
    });
    if still_runs {
        return false;
    }
    match &view.new {
        Some(new) => scaling::set(work, view, new, view.wanted()),
        None => {
            history::create(work, view);
            true
        }
    }
}
