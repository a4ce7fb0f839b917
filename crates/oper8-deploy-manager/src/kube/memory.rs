//! What this process has applied, so that it need not compare or apply it again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::ObjectKey;

/// How many objects a generation holds.
const GENERATION: usize = 20_000;

/// One entry an object, for the objects that were used last.
///
/// Objects vanish without being disabled, so that entries have to go by themselves: when the young generation is full
/// it becomes the old one, and what was in the old one and was not used since is forgotten. To forget costs a comparison,
/// or one apply too many.
#[derive(Default)]
pub(crate) struct Memory {
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    young: HashMap<ObjectKey, Entry>,
    old: HashMap<ObjectKey, Entry>,
}

impl Entries {
    fn get(&mut self, key: &ObjectKey) -> Option<&Entry> {
        if let Some((key, entry)) = self.old.remove_entry(key) {
            self.put(key, entry);
        }
        self.young.get(key)
    }

    fn put(&mut self, key: ObjectKey, entry: Entry) {
        if self.young.len() >= GENERATION && !self.young.contains_key(&key) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, entry);
    }

    fn remove(&mut self, key: &ObjectKey) {
        self.young.remove(key);
        self.old.remove(key);
    }
}

struct Entry {
    /// The hash of the manifest and options that the live object was found to follow as far as it ever will.
    manifest: u64,
    /// The version of the live object then.
    version: String,
    settled: Settled,
}

/// How a manifest and a live object came to terms.
#[derive(Clone, Default)]
pub(crate) struct Settled {
    /// Tells in what they differ all the same; 0 when they do not.
    pub(crate) residue: u64,
    /// The fields that were left to others.
    pub(crate) yielded: Arc<[String]>,
}

impl Memory {
    /// What was noted of this manifest, when the live object is still at that version.
    pub(crate) fn settled(&self, key: &ObjectKey, manifest: u64, live: &Value) -> Option<Settled> {
        let version = version_of(live)?;
        self.with(|entries| {
            entries
                .get(key)
                .filter(|entry| entry.manifest == manifest && entry.version == version)
                .map(|entry| entry.settled.clone())
        })
    }

    /// In what the live object differed after this manifest was applied; 0 when in nothing, or not known.
    pub(crate) fn residue(&self, key: &ObjectKey, manifest: u64) -> u64 {
        self.with(|entries| {
            entries
                .get(key)
                .filter(|entry| entry.manifest == manifest)
                .map_or(0, |entry| entry.settled.residue)
        })
    }

    /// Notes that this manifest needs no write while the live object is at this version.
    pub(crate) fn settle(&self, key: &ObjectKey, manifest: u64, live: &Value, settled: Settled) {
        let Some(version) = version_of(live) else {
            return;
        };
        let entry = Entry {
            manifest,
            version: version.to_owned(),
            settled,
        };
        self.with(|entries| {
            entries.old.remove(key);
            match entries.young.get_mut(key) {
                Some(old) => *old = entry,
                None => entries.put(key.clone(), entry),
            }
        });
    }

    /// Forgets an object that is gone.
    pub(crate) fn forget(&self, key: &ObjectKey) {
        self.with(|entries| entries.remove(key));
    }

    /// Whether this process has seen a newer version than what a cache holds.
    pub(crate) fn is_newer_than(&self, key: &ObjectKey, cached: Option<&Value>) -> bool {
        self.with(|entries| {
            let Some(entry) = entries.get(key) else {
                return false;
            };
            let Some(cached) = cached.and_then(version_of) else {
                return true;
            };
            // Versions are decimal numbers that grow; ones that are not cannot be compared.
            match (entry.version.parse::<u128>(), cached.parse::<u128>()) {
                (Ok(seen), Ok(cached)) => seen > cached,
                _ => entry.version != cached,
            }
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Entries) -> T) -> T {
        act(&mut self.entries.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The `resourceVersion` of an object.
pub(crate) fn version_of(object: &Value) -> Option<&str> {
    object.pointer("/metadata/resourceVersion")?.as_str()
}

/// The `uid` of an object.
pub(crate) fn uid_of(object: &Value) -> Option<&str> {
    object.pointer("/metadata/uid")?.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key(number: usize) -> ObjectKey {
        ObjectKey::new("v1", "ConfigMap", Some("ns"), &number.to_string())
    }

    fn live(version: &str) -> Value {
        json!({"metadata": {"resourceVersion": version}})
    }

    #[test]
    fn an_object_is_settled_for_one_manifest_at_one_version() {
        let memory = Memory::default();
        assert!(memory.settled(&key(0), 1, &live("5")).is_none());
        memory.settle(&key(0), 1, &live("5"), Settled::default());
        assert!(memory.settled(&key(0), 1, &live("5")).is_some());
        assert!(memory.settled(&key(0), 2, &live("5")).is_none());
        assert!(memory.settled(&key(0), 1, &live("6")).is_none());
        memory.forget(&key(0));
        assert!(memory.settled(&key(0), 1, &live("5")).is_none());
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        let memory = Memory::default();
        assert!(!memory.is_newer_than(&key(0), None));
        memory.settle(&key(0), 1, &live("10"), Settled::default());
        assert!(memory.is_newer_than(&key(0), None));
        assert!(memory.is_newer_than(&key(0), Some(&live("9"))));
        assert!(!memory.is_newer_than(&key(0), Some(&live("10"))));
        assert!(!memory.is_newer_than(&key(0), Some(&live("11"))));
    }

    #[test]
    fn what_is_not_used_is_forgotten_in_the_end() {
        let memory = Memory::default();
        for number in 0..2 * GENERATION + 1 {
            memory.settle(&key(number), 1, &live("1"), Settled::default());
            // Used all the time.
            assert!(memory.settled(&key(0), 1, &live("1")).is_some());
        }
        assert!(memory.settled(&key(1), 1, &live("1")).is_none());
        let held = memory.with(|entries| entries.young.len() + entries.old.len());
        assert!(held <= 2 * GENERATION, "{held}");
    }
}
