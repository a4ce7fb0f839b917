//! What is known of the watched resources, and which of their events ask for a reconciliation.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::filters::{EventType, Filter as _, FilterSet, FilterState, PauseFilter};

/// A watched resource: which controller's, and its place in the cluster.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Key {
    /// The controller's place in the operator.
    pub(crate) controller: usize,
    pub(crate) namespace: Option<String>,
    pub(crate) name: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{namespace}/{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// The newest state of a resource, and what its filters remember.
struct Tracked {
    watch: usize,
    object: Arc<Value>,
    filters: FilterState,
}

/// The resources of all watches.
pub(crate) struct Tracker {
    set: FilterSet,
    resources: HashMap<Key, Tracked>,
    /// What the lists that are under way named up to now, by watch.
    listed: HashMap<usize, HashSet<Key>>,
}

impl Tracker {
    pub(crate) fn new(set: FilterSet) -> Self {
        Self {
            set,
            resources: HashMap::new(),
            listed: HashMap::new(),
        }
    }

    /// A list of the watch's resources begins.
    pub(crate) fn list_started(&mut self, watch: usize) {
        self.listed.insert(watch, HashSet::new());
    }

    /// A list is complete; returns the resources that are gone since.
    pub(crate) fn list_ended(&mut self, watch: usize) -> Vec<Key> {
        let Some(listed) = self.listed.remove(&watch) else {
            return Vec::new();
        };
        let gone: Vec<Key> = self
            .resources
            .iter()
            .filter(|(key, tracked)| tracked.watch == watch && !listed.contains(*key))
            .map(|(key, _)| key.clone())
            .collect();
        for key in &gone {
            self.deleted(key);
        }
        gone
    }

    /// Takes the newest state of a resource; whether it asks for a reconciliation.
    pub(crate) fn applied(&mut self, watch: usize, key: &Key, object: Value) -> bool {
        if let Some(listed) = self.listed.get_mut(&watch) {
            listed.insert(key.clone());
        }
        match self.resources.get_mut(key) {
            Some(tracked) if same_life(&tracked.object, &object) => tracked.modified(object),
            _ => self.added(watch, key, object),
        }
    }

    /// Forgets a resource.
    pub(crate) fn deleted(&mut self, key: &Key) {
        self.resources.remove(key);
    }

    /// The newest state of a resource.
    pub(crate) fn object(&self, key: &Key) -> Option<Arc<Value>> {
        self.resources
            .get(key)
            .map(|tracked| Arc::clone(&tracked.object))
    }

    fn added(&mut self, watch: usize, key: &Key, object: Value) -> bool {
        let mut filters = self.set.start(&object);
        let passes = filters.update_and_test(&object, EventType::Added) == Some(true);
        let tracked = Tracked {
            watch,
            object: Arc::new(object),
            filters,
        };
        self.resources.insert(key.clone(), tracked);
        passes
    }
}

impl Tracked {
    fn modified(&mut self, object: Value) -> bool {
        let passes = self.filters.update_and_test(&object, EventType::Modified) == Some(true);
        // What changed during a pause was not served: the end of the pause is the time for it.
        let resumed = is_paused(&self.object) && !is_paused(&object);
        if is_newer(&self.object, &object) {
            self.object = Arc::new(object);
        }
        passes || resumed
    }
}

fn is_paused(object: &Value) -> bool {
    PauseFilter.test(object, EventType::Modified) == Some(false)
}

/// Whether both states are of one object, not of two that had the same name one after the other.
fn same_life(known: &Value, object: &Value) -> bool {
    known["metadata"]["uid"] == object["metadata"]["uid"]
}

/// Whether `object` is not an older state than `known`; versions that are no numbers count as newer.
fn is_newer(known: &Value, object: &Value) -> bool {
    let version = |object: &Value| -> Option<u64> {
        object["metadata"]["resourceVersion"].as_str()?.parse().ok()
    };
    match (version(known), version(object)) {
        (Some(known), Some(new)) => new >= known,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key(name: &str) -> Key {
        Key {
            controller: 0,
            namespace: Some("ns".to_owned()),
            name: name.to_owned(),
        }
    }

    fn object(uid: &str, version: u32, generation: u32) -> Value {
        json!({
            "kind": "Foo",
            "metadata": {
                "name": "a",
                "uid": uid,
                "resourceVersion": version.to_string(),
                "generation": generation,
            },
        })
    }

    fn tracker() -> Tracker {
        Tracker::new(FilterSet::standard())
    }

    #[test]
    fn a_relist_tells_only_what_is_new_changed_or_gone() {
        let mut tracker = tracker();
        tracker.list_started(0);
        assert!(tracker.applied(0, &key("same"), object("1", 1, 1)));
        assert!(tracker.applied(0, &key("changed"), object("2", 2, 1)));
        assert!(tracker.applied(0, &key("gone"), object("3", 3, 1)));
        assert_eq!(tracker.list_ended(0), []);

        tracker.list_started(0);
        assert!(!tracker.applied(0, &key("same"), object("1", 1, 1)));
        assert!(tracker.applied(0, &key("changed"), object("2", 9, 2)));
        assert!(tracker.applied(0, &key("new"), object("4", 8, 1)));
        assert_eq!(tracker.list_ended(0), [key("gone")]);
        assert!(tracker.object(&key("gone")).is_none());
    }

    #[test]
    fn a_list_says_nothing_of_another_watch() {
        let mut tracker = tracker();
        tracker.applied(1, &key("other"), object("1", 1, 1));
        tracker.list_started(0);
        assert_eq!(tracker.list_ended(0), []);
        assert!(tracker.object(&key("other")).is_some());
    }

    #[test]
    fn an_object_made_anew_under_the_old_name_is_new() {
        let mut tracker = tracker();
        assert!(tracker.applied(0, &key("a"), object("1", 1, 1)));
        assert!(tracker.applied(0, &key("a"), object("2", 2, 1)));
    }

    #[test]
    fn the_end_of_a_pause_asks_for_what_was_missed() {
        let mut tracker = tracker();
        let mut paused = object("1", 1, 1);
        paused["metadata"]["annotations"] = json!({"oper8.org/pause-execution": "true"});
        assert!(!tracker.applied(0, &key("a"), paused.clone()));
        paused["metadata"]["generation"] = 2.into();
        paused["metadata"]["resourceVersion"] = "2".into();
        assert!(!tracker.applied(0, &key("a"), paused));
        assert!(tracker.applied(0, &key("a"), object("1", 3, 2)));
    }

    #[test]
    fn a_late_event_does_not_bring_back_an_old_state() {
        let mut tracker = tracker();
        tracker.applied(0, &key("a"), object("1", 10, 2));
        tracker.applied(0, &key("a"), object("1", 9, 1));
        let known = tracker.object(&key("a")).unwrap();
        assert_eq!(known["metadata"]["resourceVersion"], "10");
    }
}
