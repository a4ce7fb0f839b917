//! Where the objects are: one map per resource, one revision for all, and a log of what happened.
//!
//! Nothing here knows of HTTP, schemas or verbs. Objects are shared, never copied; a write holds the lock for a few map
//! operations and no longer.

mod index;
mod log;
mod object;
mod watcher;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::{mpsc, watch};

use self::index::Index;
use self::log::Log;

pub(crate) use self::log::{Event, EventKind};
pub(crate) use self::object::{Object, owners};
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

/// All objects of one resource, at one revision.
#[derive(Debug)]
pub(crate) struct Listing {
    pub(crate) revision: u64,
    /// By namespace, then name.
    pub(crate) objects: Vec<Arc<Object>>,
}

/// The objects of the cluster. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Store(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    window: usize,
}

#[derive(Debug)]
struct State {
    revision: u64,
    compacted: u64,
    buckets: HashMap<GroupResource, Bucket>,
    index: Index,
    /// Who follows every write, whatever the resource.
    followers: Vec<mpsc::UnboundedSender<Change>>,
}

#[derive(Debug)]
struct Bucket {
    objects: BTreeMap<String, BTreeMap<String, Arc<Object>>>,
    log: Log,
    changed: watch::Sender<u64>,
}

impl Bucket {
    fn new(window: usize, since: u64) -> Self {
        Self {
            objects: BTreeMap::new(),
            log: Log::new(window, since),
            changed: watch::Sender::new(0),
        }
    }

    fn get(&self, namespace: &str, name: &str) -> Option<&Arc<Object>> {
        self.objects.get(namespace)?.get(name)
    }
}

impl State {
    fn bucket(&mut self, resource: &GroupResource, window: usize) -> &mut Bucket {
        let compacted = self.compacted;
        self.buckets
            .entry(resource.clone())
            .or_insert_with(|| Bucket::new(window, compacted))
    }

    /// The object, if it still is the one at `revision`.
    fn unchanged(&self, key: &Key, revision: u64) -> Result<Arc<Object>, CommitError> {
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

    fn record(&mut self, key: &Key, window: usize, event: Event) {
        let revision = event.revision;
        self.index.record(key, &event);
        self.followers.retain(|follower| {
            let (key, event) = (key.clone(), event.clone());
            follower.send(Change { key, event }).is_ok()
        });
        let bucket = self.bucket(&key.resource, window);
        match event.kind {
            EventKind::Deleted => {
                if let Some(names) = bucket.objects.get_mut(&key.namespace) {
                    names.remove(&key.name);
                    if names.is_empty() {
                        bucket.objects.remove(&key.namespace);
                    }
                }
            }
            EventKind::Added | EventKind::Modified => {
                let object = Arc::clone(&event.object);
                if !bucket.objects.contains_key(&key.namespace) {
                    bucket
                        .objects
                        .insert(key.namespace.clone(), BTreeMap::new());
                }
                if let Some(names) = bucket.objects.get_mut(&key.namespace) {
                    names.insert(key.name.clone(), object);
                }
            }
        }
        bucket.log.push(event);
        bucket.changed.send_replace(revision);
    }
}

impl Store {
    /// An empty store that remembers the last `window` events of each resource.
    pub(crate) fn new(window: usize) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::new(State {
                revision: 1,
                compacted: 0,
                buckets: HashMap::new(),
                index: Index::default(),
                followers: Vec::new(),
            }),
            window: window.max(1),
        }))
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
        let state = self.0.state.lock();
        state.buckets.get(resource)?.get(namespace, name).cloned()
    }

    pub(crate) fn get_key(&self, key: &Key) -> Option<Arc<Object>> {
        self.get(&key.resource, &key.namespace, &key.name)
    }

    /// What there is now, in one namespace or in all.
    pub(crate) fn list(&self, resource: &GroupResource, namespace: Option<&str>) -> Listing {
        let state = self.0.state.lock();
        let objects = match (state.buckets.get(resource), namespace) {
            (None, _) => Vec::new(),
            (Some(bucket), None) => bucket
                .objects
                .values()
                .flat_map(BTreeMap::values)
                .cloned()
                .collect(),
            (Some(bucket), Some(namespace)) => bucket
                .objects
                .get(namespace)
                .into_iter()
                .flat_map(BTreeMap::values)
                .cloned()
                .collect(),
        };
        Listing {
            revision: state.revision,
            objects,
        }
    }

    /// What there was at `revision`, reconstructed from the log.
    pub(crate) fn list_at(
        &self,
        resource: &GroupResource,
        namespace: Option<&str>,
        revision: u64,
    ) -> Result<Listing, Compacted> {
        let now = self.list(resource, namespace);
        if revision >= now.revision {
            return Ok(now);
        }
        let later = {
            let state = self.0.state.lock();
            match state.buckets.get(resource) {
                Some(bucket) => bucket.log.since(revision)?,
                None => Vec::new(),
            }
        };
        let mut objects: BTreeMap<(String, String), Arc<Object>> = now
            .objects
            .into_iter()
            .map(|object| (object.place(), object))
            .collect();
        for event in later.into_iter().rev() {
            let place = event.object.place();
            if namespace.is_some_and(|namespace| namespace != place.0) {
                continue;
            }
            match event.previous {
                Some(previous) => objects.insert(place, previous),
                None => objects.remove(&place),
            };
        }
        Ok(Listing {
            revision,
            objects: objects.into_values().collect(),
        })
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
        state.revision += 1;
        let event = Event::added(Object::new(value, state.revision));
        let object = Arc::clone(&event.object);
        state.record(&key, self.0.window, event);
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
        state.revision += 1;
        let event = Event::modified(Object::new(value, state.revision), previous);
        let object = Arc::clone(&event.object);
        state.record(&key, self.0.window, event);
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
        state.revision += 1;
        let last = last.unwrap_or_else(|| previous.value().clone());
        let last = Object::new(last, state.revision);
        let event = Event::deleted(last, previous);
        let object = Arc::clone(&event.object);
        state.record(&key, self.0.window, event);
        Ok(object)
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

    /// Follows every write from now on, in order, until the store or the receiver is dropped.
    pub(crate) fn follow(&self) -> mpsc::UnboundedReceiver<Change> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.0.state.lock().followers.push(sender);
        receiver
    }

    /// The events after `revision`, and the revision up to which these are all.
    fn since(
        &self,
        resource: &GroupResource,
        revision: u64,
    ) -> Result<(Vec<Event>, u64), Compacted> {
        let state = self.0.state.lock();
        let events = match state.buckets.get(resource) {
            Some(bucket) => bucket.log.since(revision)?,
            None => Vec::new(),
        };
        Ok((events, state.revision.max(revision)))
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
