//! Where the objects are: one map per resource, one revision for all, and a log of what happened.
//!
//! Nothing here knows of HTTP, schemas or verbs. Objects are shared, never copied; a write holds the lock for a few map
//! operations and no longer.

mod follower;
mod index;
mod log;
mod object;
mod page;
mod recent;
mod state;
mod stored;
mod text;
mod watcher;

use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::mpsc;

use self::log::Logged;
use self::recent::Recent;
use self::state::State;

pub(crate) use self::follower::Follower;
pub(crate) use self::log::{Event, EventKind};
pub(crate) use self::object::{Object, owners};
pub(crate) use self::page::Range;
pub(crate) use self::stored::Stored;
pub(crate) use self::watcher::Watcher;

/// What objects are stored under: a resource whatever the version. Displays as `deployments.apps`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct GroupResource {
    pub(crate) group: Arc<str>,
    pub(crate) resource: Arc<str>,
}

impl GroupResource {
    pub(crate) fn new(group: &str, resource: &str) -> Self {
        Self {
            group: group.into(),
            resource: resource.into(),
        }
    }
}

impl fmt::Display for GroupResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.resource)?;
        if !self.group.is_empty() {
            write!(f, ".{}", self.group)?;
        }
        Ok(())
    }
}

/// Where an object is; `namespace` is empty for objects of the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) resource: GroupResource,
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// One write, with its place: what a follower of all resources reads.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) key: Key,
    pub(crate) event: Event,
}

/// Why a write was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommitError {
    /// There is an object of that name.
    Exists,
    /// The object is not the one the write was based on.
    Changed,
    /// The object is gone.
    Gone,
}

/// The revisions that a watch or list asked for are no longer known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Compacted {
    /// The oldest revision from which a watch may start.
    pub(crate) oldest: u64,
}

/// How much of what happened to each resource is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) events: usize,
    /// Of the text of the objects in these events.
    pub(crate) bytes: usize,
}

/// All objects of one resource, open: for resources that have few.
#[derive(Debug)]
pub(crate) struct Listing {
    /// By namespace, then name.
    pub(crate) objects: Vec<Arc<Object>>,
}

/// Objects of one resource, at one revision.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) revision: u64,
    /// By namespace, then name.
    pub(crate) objects: Vec<Arc<Stored>>,
    /// How many come after these.
    pub(crate) left: usize,
}

/// The objects of the cluster. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Store(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    recent: Mutex<Recent>,
    window: Window,
}

impl Store {
    /// An empty store that remembers so much of what happened to each resource.
    pub(crate) fn new(window: Window) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::new(State::new()),
            recent: Mutex::default(),
            window: Window {
                events: window.events.max(1),
                ..window
            },
        }))
    }

    /// Takes over the state that another store was in at `revision`; of what happened before it knows nothing.
    pub(crate) fn restore(&self, revision: u64, objects: Vec<Arc<Stored>>) {
        let mut state = self.0.state.lock();
        state.revision = revision;
        state.compacted = revision;
        for stored in objects {
            state.restore(stored, self.0.window);
        }
    }

    /// The revision, and every object by resource, namespace and name.
    pub(crate) fn everything(&self) -> (u64, Vec<Arc<Stored>>) {
        let state = self.0.state.lock();
        let mut buckets: Vec<_> = state.buckets.iter().collect();
        buckets.sort_by_key(|(resource, _)| *resource);
        let objects = buckets
            .into_iter()
            .flat_map(|(_, bucket)| bucket.range(Range::all(None)));
        (state.revision, objects.cloned().collect())
    }

    /// The revision of the last write.
    pub(crate) fn revision(&self) -> u64 {
        self.0.state.lock().revision
    }

    pub(crate) fn get(
        &self,
        resource: &GroupResource,
        namespace: &str,
        name: &str,
    ) -> Option<Arc<Object>> {
        let stored = {
            let state = self.0.state.lock();
            Arc::clone(state.buckets.get(resource)?.get(namespace, name)?)
        };
        let (object, parsed) = stored.open_now();
        if parsed {
            self.keep(&object);
        }
        Some(object)
    }

    fn keep(&self, object: &Arc<Object>) {
        // To be dropped when the lock is free again.
        let _released = self.0.recent.lock().keep(object);
    }

    pub(crate) fn get_key(&self, key: &Key) -> Option<Arc<Object>> {
        self.get(&key.resource, &key.namespace, &key.name)
    }

    /// What there is now, in one namespace or in all.
    pub(crate) fn list(&self, resource: &GroupResource, namespace: Option<&str>) -> Listing {
        let scan = self.scan(resource, namespace);
        Listing {
            objects: scan.objects.iter().map(|stored| stored.open()).collect(),
        }
    }

    /// The same, without opening the objects.
    pub(crate) fn scan(&self, resource: &GroupResource, namespace: Option<&str>) -> Scan {
        let all = Range::all(namespace);
        // What there is now is never forgotten.
        self.page(resource, all, None, usize::MAX)
            .unwrap_or_default()
    }

    /// Adds an object; `value` gets its `resourceVersion`.
    pub(crate) fn create(
        &self,
        resource: &GroupResource,
        value: Value,
    ) -> Result<Arc<Object>, CommitError> {
        let key = key_of(resource, &value);
        let mut state = self.0.state.lock();
        let bucket = state.buckets.get(resource);
        if bucket.is_some_and(|bucket| bucket.get(&key.namespace, &key.name).is_some()) {
            return Err(CommitError::Exists);
        }
        let object = state.next(value);
        state.record(
            &Arc::new(key),
            self.0.window,
            EventKind::Added,
            &object,
            None,
        );
        drop(state);
        self.keep(&object);
        Ok(object)
    }

    /// Puts `value` in the place of `current`, if that is still what is there.
    pub(crate) fn replace(
        &self,
        resource: &GroupResource,
        current: &Object,
        value: Value,
    ) -> Result<Arc<Object>, CommitError> {
        let key = key_of(resource, current.value());
        let mut state = self.0.state.lock();
        let previous = state.unchanged(&key, current.revision())?;
        let object = state.next(value);
        let key = Arc::clone(previous.key());
        let previous = Some((&previous, current));
        state.record(&key, self.0.window, EventKind::Modified, &object, previous);
        drop(state);
        self.keep(&object);
        Ok(object)
    }

    /// Takes `current` away, if it is still what is there; the answer carries the revision of its removal.
    ///
    /// `last` is its last state, where that is not the stored one.
    pub(crate) fn remove(
        &self,
        resource: &GroupResource,
        current: &Object,
        last: Option<Value>,
    ) -> Result<Arc<Object>, CommitError> {
        let key = key_of(resource, current.value());
        let mut state = self.0.state.lock();
        let previous = state.unchanged(&key, current.revision())?;
        // Watches are told of what was stored, whatever the request that removed it had changed.
        let told = state.next(current.value().clone());
        let key = Arc::clone(previous.key());
        let previous = Some((&previous, current));
        state.record(&key, self.0.window, EventKind::Deleted, &told, previous);
        Ok(match last {
            Some(last) => Arc::new(Object::new(last, told.revision())),
            None => told,
        })
    }

    /// Changes an object by a function until the change meets no other: `None` leaves it as it is.
    ///
    /// Answers the object as it is in the end, or `None` when it is not there.
    pub(crate) fn update(
        &self,
        key: &Key,
        mut change: impl FnMut(&Value) -> Option<Value>,
    ) -> Option<Arc<Object>> {
        loop {
            let current = self.get_key(key)?;
            let Some(next) = change(current.value()) else {
                return Some(current);
            };
            match self.replace(&key.resource, &current, next) {
                Ok(object) => return Some(object),
                Err(CommitError::Changed) => {}
                Err(CommitError::Gone | CommitError::Exists) => return None,
            }
        }
    }

    /// A watcher that sees every event after `revision`.
    pub(crate) fn watch(
        &self,
        resource: &GroupResource,
        revision: u64,
    ) -> Result<Watcher, Compacted> {
        let mut state = self.0.state.lock();
        let bucket = state.bucket(resource, self.0.window);
        bucket.log.check(revision)?;
        let changed = bucket.changed.subscribe();
        Ok(Watcher::new(
            self.clone(),
            resource.clone(),
            revision,
            changed,
        ))
    }

    /// Follows every write from now on, in order, until the store or the follower is dropped.
    pub(crate) fn follow(&self) -> Follower {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.0.state.lock().followers.push(sender);
        Follower::new(receiver)
    }

    /// The events after `revision`, `most` at most, and the revision up to which these are all.
    fn since(
        &self,
        resource: &GroupResource,
        revision: u64,
        most: usize,
    ) -> Result<(Vec<Event>, u64), Compacted> {
        let (events, now) = {
            let state = self.0.state.lock();
            let bucket = state.buckets.get(resource);
            let events = bucket.map(|bucket| bucket.log.since(revision, most));
            (events.transpose()?.unwrap_or_default(), state.revision)
        };
        let until = match events.last() {
            Some(last) if events.len() == most => last.revision(),
            _ => now.max(revision),
        };
        Ok((events.iter().map(Logged::open).collect(), until))
    }

    /// Forgets every event so far: watches and paged lists from before get 410.
    pub(crate) fn compact(&self) {
        let mut state = self.0.state.lock();
        let revision = state.revision;
        state.compacted = revision;
        for bucket in state.buckets.values_mut() {
            bucket.log.compact(revision);
        }
    }

    /// Where the object of this uid is, if it exists.
    pub(crate) fn find_uid(&self, uid: &str) -> Option<Key> {
        self.0.state.lock().index.find(uid)
    }

    /// Where the objects are that name this uid in their owner references.
    pub(crate) fn children_of(&self, uid: &str) -> Vec<Key> {
        self.0.state.lock().index.children_of(uid)
    }

    /// Every resource that has or had objects.
    pub(crate) fn resources(&self) -> Vec<GroupResource> {
        let mut resources: Vec<_> = self.0.state.lock().buckets.keys().cloned().collect();
        resources.sort();
        resources
    }
}

fn key_of(resource: &GroupResource, value: &Value) -> Key {
    let text = |field: &str| {
        value["metadata"][field]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    Key {
        resource: resource.clone(),
        namespace: text("namespace"),
        name: text("name"),
    }
}
