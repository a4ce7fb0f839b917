//! A Deployment that is scaled while it rolls out spreads the difference over its sets.

use std::cmp::Reverse;
use std::sync::Arc;

use super::super::kinds::REPLICA_SETS;
use super::super::work::{Work, number, replicas};
use super::{View, history};
use crate::store::Object;

/// Whether the Deployment wants another number of replicas than when it last scaled its sets.
pub(super) fn is_asked_for(view: &View) -> bool {
    let mut active = view.all().filter(|set| replicas(set.value()) > 0);
    active.any(|set| history::desired_of(set).is_some_and(|desired| desired != view.wanted()))
}

/// Scales a set, where that is another size than it has; answers whether it was.
pub(super) fn set(work: &mut Work<'_>, view: &View, set: &Arc<Object>, count: u64) -> bool {
    replicas(set.value()) != count && write(work, view, set, count)
}

fn write(work: &mut Work<'_>, view: &View, set: &Arc<Object>, count: u64) -> bool {
    let written = work.change(&set.key(&REPLICA_SETS), "", |object| {
        let mut next = object.clone();
        next["spec"]["replicas"] = count.into();
        history::note_scale(&mut next, view);
        (next != *object).then_some(next)
    });
    written.is_some_and(|written| written.revision() != set.revision())
}

/// Gives the sets their share of what the Deployment wants; answers whether something was written.
pub(super) fn scale(work: &mut Work<'_>, view: &View) -> bool {
    let active: Vec<_> = view
        .all()
        .filter(|set| replicas(set.value()) > 0)
        .cloned()
        .collect();
    let only = match active.as_slice() {
        [] => view.new.clone().or_else(|| view.old.last().cloned()),
        [only] => Some(Arc::clone(only)),
        _ => None,
    };
    if let Some(only) = only {
        return set(work, view, &only, view.wanted());
    }
    if is_saturated(view) {
        let mut acted = false;
        for old in &view.old {
            acted |= set(work, view, old, 0);
        }
        return acted;
    }
    view.is_rolling() && !active.is_empty() && spread(work, view, active)
}

fn is_saturated(view: &View) -> bool {
    let wanted = view.wanted();
    view.new.as_ref().is_some_and(|new| {
        replicas(new.value()) == wanted
            && history::desired_of(new) == Some(wanted)
            && number(&new.value()["status"]["availableReplicas"]) == wanted
    })
}

/// Spreads the difference in proportion to the sizes of the sets; the largest gets what is left over.
fn spread(work: &mut Work<'_>, view: &View, mut sets: Vec<Arc<Object>>) -> bool {
    let wanted = view.wanted();
    let allowed = if wanted > 0 {
        wanted + view.limits().0
    } else {
        0
    };
    let allowed = i64::try_from(allowed).unwrap_or(i64::MAX);
    let to_add = allowed - sets.iter().map(|set| size(set)).sum::<i64>();
    // Of sets of one size the newer come first when pods are added, and the older when they are taken away.
    if to_add > 0 {
        sets.sort_by_key(|set| (Reverse(size(set)), Reverse(history::revision_of(set))));
    } else {
        sets.sort_by_key(|set| (Reverse(size(set)), history::revision_of(set)));
    }
    let mut added = 0;
    let mut sizes = Vec::new();
    for set in &sets {
        let share =
            share(view, set, allowed).clamp((to_add - added).min(0), (to_add - added).max(0));
        added += share;
        sizes.push(size(set) + share);
    }
    if let Some(first) = sizes.first_mut() {
        *first = (*first + to_add - added).max(0);
    }
    let mut acted = false;
    for (set, size) in sets.iter().zip(sizes) {
        acted |= write(work, view, set, u64::try_from(size).unwrap_or(0));
    }
    acted
}

fn size(set: &Object) -> i64 {
    i64::try_from(replicas(set.value())).unwrap_or(i64::MAX)
}

/// By how much a set is to grow so that it is the same part of all as it was; negative to shrink.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "numbers of replicas are small"
)]
fn share(view: &View, set: &Object, allowed: i64) -> i64 {
    if view.wanted() == 0 {
        return -size(set);
    }
    let before =
        history::maximum_of(set).unwrap_or_else(|| number(&view.value()["status"]["replicas"]));
    let part = size(set) as f64 * allowed as f64 / before.max(1) as f64;
    part.round() as i64 - size(set)
}
