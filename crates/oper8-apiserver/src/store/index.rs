//! Who owns whom, for garbage collection.

use std::collections::{BTreeSet, HashMap};

use super::{Event, EventKind, Key, Object};

/// Objects by uid, and by the uids of their owners.
#[derive(Debug, Default)]
pub(super) struct Index {
    uids: HashMap<String, Key>,
    children: HashMap<String, BTreeSet<Key>>,
}

impl Index {
    pub(super) fn record(&mut self, key: &Key, event: &Event) {
        match event.kind {
            EventKind::Added => {
                self.uids.insert(event.object.uid().to_owned(), key.clone());
                self.adopt(key, &event.object);
            }
            EventKind::Modified => {
                if let Some(previous) = &event.previous
                    && !previous.owners().eq(event.object.owners())
                {
                    self.release(key, previous);
                    self.adopt(key, &event.object);
                }
            }
            EventKind::Deleted => {
                self.uids.remove(event.object.uid());
                self.release(key, &event.object);
            }
        }
    }

    fn adopt(&mut self, key: &Key, object: &Object) {
        for owner in object.owners() {
            self.children
                .entry(owner.to_owned())
                .or_default()
                .insert(key.clone());
        }
    }

    fn release(&mut self, key: &Key, object: &Object) {
        for owner in object.owners() {
            if let Some(children) = self.children.get_mut(owner) {
                children.remove(key);
                if children.is_empty() {
                    self.children.remove(owner);
                }
            }
        }
    }

    pub(super) fn find(&self, uid: &str) -> Option<Key> {
        self.uids.get(uid).cloned()
    }

    pub(super) fn children_of(&self, uid: &str) -> Vec<Key> {
        self.children
            .get(uid)
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }
}
