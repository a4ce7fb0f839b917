//! Who owns whom, for garbage collection.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{EventKind, Key, Object};

/// Objects by uid, and by the uids of their owners.
#[derive(Debug, Default)]
pub(super) struct Index {
    uids: HashMap<Box<str>, Arc<Key>>,
    children: HashMap<Box<str>, BTreeSet<Arc<Key>>>,
}

impl Index {
    pub(super) fn record(
        &mut self,
        key: &Arc<Key>,
        kind: EventKind,
        object: &Object,
        previous: Option<&Object>,
    ) {
        match kind {
            EventKind::Added => {
                self.uids.insert(object.uid().into(), Arc::clone(key));
                self.adopt(key, object);
            }
            EventKind::Modified => {
                let Some(previous) = previous else { return };
                if previous.uid() != object.uid() {
                    self.uids.remove(previous.uid());
                    self.uids.insert(object.uid().into(), Arc::clone(key));
                }
                if !previous.owners().eq(object.owners()) {
                    self.release(key, previous);
                    self.adopt(key, object);
                }
            }
            EventKind::Deleted => {
                self.uids.remove(object.uid());
                self.release(key, object);
            }
        }
    }

    fn adopt(&mut self, key: &Arc<Key>, object: &Object) {
        for owner in object.owners() {
            let children = self.children.entry(owner.into()).or_default();
            children.insert(Arc::clone(key));
        }
    }

    fn release(&mut self, key: &Arc<Key>, object: &Object) {
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
        self.uids.get(uid).map(|key| Key::clone(key))
    }

    pub(super) fn children_of(&self, uid: &str) -> Vec<Key> {
        let children = self.children.get(uid).into_iter().flatten();
        children.map(|key| Key::clone(key)).collect()
    }
}
