//! What is behind the store's lock.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::{mpsc, watch};

use super::index::Index;
use super::log::{Log, Logged};
use super::page::Range;
use super::{CommitError, EventKind, GroupResource, Key, Object, Stored, Window};

#[derive(Debug)]
pub(super) struct State {
    pub(super) revision: u64,
    pub(super) compacted: u64,
    pub(super) buckets: HashMap<GroupResource, Bucket>,
    pub(super) index: Index,
    /// Who follows every write, whatever the resource.
    pub(super) followers: Vec<mpsc::UnboundedSender<Arc<Logged>>>,
}

/// The objects of one resource.
#[derive(Debug)]
pub(super) struct Bucket {
    objects: BTreeMap<String, BTreeMap<String, Arc<Stored>>>,
    pub(super) log: Log,
    pub(super) changed: watch::Sender<u64>,
}

impl Bucket {
    fn new(window: Window, since: u64) -> Self {
        Self {
            objects: BTreeMap::new(),
            log: Log::new(window, since),
            changed: watch::Sender::new(0),
        }
    }

    pub(super) fn get(&self, namespace: &str, name: &str) -> Option<&Arc<Stored>> {
        self.objects.get(namespace)?.get(name)
    }

    /// By namespace, then name.
    pub(super) fn range<'a>(&'a self, range: Range<'a>) -> impl Iterator<Item = &'a Arc<Stored>> {
        let (first, start) = range.start;
        let here = self.objects.get(first).into_iter().flat_map(move |names| {
            names.range::<str, _>((Bound::Included(start), Bound::Unbounded))
        });
        let others = range.beyond.then(|| {
            let others = self
                .objects
                .range::<str, _>((Bound::Excluded(first), Bound::Unbounded));
            others.flat_map(|(_, names)| names)
        });
        here.chain(others.into_iter().flatten())
            .map(|(_, stored)| stored)
    }

    fn put(&mut self, stored: Arc<Stored>) {
        let (namespace, name) = (stored.namespace(), stored.name());
        match self.objects.get_mut(namespace) {
            Some(names) => {
                names.insert(name.to_owned(), stored);
            }
            None => {
                let names = BTreeMap::from([(name.to_owned(), Arc::clone(&stored))]);
                self.objects.insert(namespace.to_owned(), names);
            }
        }
    }

    fn take(&mut self, key: &Key) {
        if let Some(names) = self.objects.get_mut(&key.namespace) {
            names.remove(&key.name);
            if names.is_empty() {
                self.objects.remove(&key.namespace);
            }
        }
    }
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            revision: 1,
            compacted: 0,
            buckets: HashMap::new(),
            index: Index::default(),
            followers: Vec::new(),
        }
    }

    pub(super) fn bucket(&mut self, resource: &GroupResource, window: Window) -> &mut Bucket {
        let compacted = self.compacted;
        self.buckets
            .entry(resource.clone())
            .or_insert_with(|| Bucket::new(window, compacted))
    }

    /// The object, if it still is the one at `revision`.
    pub(super) fn unchanged(&self, key: &Key, revision: u64) -> Result<Arc<Stored>, CommitError> {
        let current = self
            .buckets
            .get(&key.resource)
            .and_then(|bucket| bucket.get(&key.namespace, &key.name))
            .ok_or(CommitError::Gone)?;
        if current.revision() == revision {
            Ok(Arc::clone(current))
        } else {
            Err(CommitError::Changed)
        }
    }

    /// The object of the next revision.
    pub(super) fn next(&mut self, value: Value) -> Arc<Object> {
        self.revision += 1;
        Arc::new(Object::new(value, self.revision))
    }

    /// Puts an object where it was, which is no write.
    pub(super) fn restore(&mut self, stored: Arc<Stored>, window: Window) {
        let key = Arc::clone(stored.key());
        self.index
            .record(&key, EventKind::Added, &stored.open(), None);
        self.bucket(&key.resource, window).put(stored);
    }

    /// Enters a write; `previous` is what was there before, stored and open.
    pub(super) fn record(
        &mut self,
        key: &Arc<Key>,
        window: Window,
        kind: EventKind,
        object: &Arc<Object>,
        previous: Option<(&Arc<Stored>, &Object)>,
    ) {
        let before = previous.map(|(_, object)| object);
        self.index.record(key, kind, object, before);
        let stored = Arc::new(Stored::new(Arc::clone(key), object));
        let previous = previous.map(|(stored, _)| Arc::clone(stored));
        let event = Logged::new(kind, Arc::clone(&stored), previous);
        self.followers
            .retain(|follower| follower.send(Arc::clone(&event)).is_ok());
        let bucket = self.bucket(&key.resource, window);
        match kind {
            EventKind::Deleted => bucket.take(key),
            EventKind::Added | EventKind::Modified => bucket.put(stored),
        }
        bucket.log.push(event);
        bucket.changed.send_replace(object.revision());
    }
}
