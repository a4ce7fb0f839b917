//! Some of the objects of a resource, in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::log::Logged;
use super::state::Bucket;
use super::{Compacted, GroupResource, Scan, Store, Stored};

/// Where a list begins, and how far it goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range<'a> {
    /// Namespace and name: objects before that are left out.
    pub(crate) start: (&'a str, &'a str),
    /// Whether the namespaces that follow belong to it.
    pub(crate) beyond: bool,
}

impl<'a> Range<'a> {
    /// Everything, or everything in one namespace.
    pub(crate) fn all(namespace: Option<&'a str>) -> Self {
        Self {
            start: (namespace.unwrap_or_default(), ""),
            beyond: namespace.is_none(),
        }
    }

    fn holds(&self, (namespace, name): (&str, &str)) -> bool {
        let (first, start) = self.start;
        (namespace == first && name >= start) || (self.beyond && namespace > first)
    }
}

impl Store {
    /// The first objects of a range, `most` at most: as they are, or as they were at a revision.
    pub(crate) fn page(
        &self,
        resource: &GroupResource,
        range: Range<'_>,
        at: Option<u64>,
        most: usize,
    ) -> Result<Scan, Compacted> {
        let state = self.0.state.lock();
        let revision = at.unwrap_or(state.revision);
        let Some(bucket) = state.buckets.get(resource) else {
            return Ok(Scan {
                revision,
                objects: Vec::new(),
                left: 0,
            });
        };
        let later = match revision < state.revision {
            true => bucket.log.since(revision, usize::MAX)?,
            false => Vec::new(),
        };
        let (objects, left) = match later.is_empty() {
            true => first(bucket.range(range), most),
            false => first_before(bucket, range, &later, most),
        };
        Ok(Scan {
            revision,
            objects,
            left,
        })
    }
}

/// The first few, and how many are left.
fn first<'a>(
    mut all: impl Iterator<Item = &'a Arc<Stored>>,
    most: usize,
) -> (Vec<Arc<Stored>>, usize) {
    let objects = all.by_ref().take(most).cloned().collect();
    (objects, all.count())
}

/// The same before some events happened.
fn first_before(
    bucket: &Bucket,
    range: Range<'_>,
    events: &[Arc<Logged>],
    most: usize,
) -> (Vec<Arc<Stored>>, usize) {
    let place = |stored: &Arc<Stored>| range.holds((stored.namespace(), stored.name()));
    let events = events.iter().filter(|event| place(event.stored()));
    // The oldest event of each object knows what was there before.
    let before: BTreeMap<_, _> = events
        .rev()
        .map(|event| (place_of(event.stored()), event.previous()))
        .collect();
    let is_there = |(namespace, name): &&(&str, &str)| bucket.get(namespace, name).is_some();
    let changed = before.keys().filter(is_there).count();
    let was: Vec<_> = before.values().copied().flatten().cloned().collect();
    let total = bucket.range(range).count() - changed + was.len();
    let unchanged = bucket
        .range(range)
        .filter(|stored| !before.contains_key(&place_of(stored)));
    let mut objects: Vec<_> = unchanged.take(most).cloned().chain(was).collect();
    objects.sort_by(|one, other| place_of(one).cmp(&place_of(other)));
    objects.truncate(most);
    let left = total - objects.len();
    (objects, left)
}

fn place_of(stored: &Stored) -> (&str, &str) {
    (stored.namespace(), stored.name())
}
