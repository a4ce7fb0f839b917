//! What the store keeps of an object: its text for good, its parsed form as long as it is in use.

use std::sync::{Arc, Weak};

use parking_lot::Mutex;
use serde_json::Value;

use super::text::Text;
use super::{GroupResource, Key, Object};

/// An object at one revision. A parsed object takes several times the memory of its text.
#[derive(Debug)]
pub(crate) struct Stored {
    key: Arc<Key>,
    revision: u64,
    text: Text,
    /// Shared by all who have it open.
    open: Mutex<Weak<Object>>,
}

impl Stored {
    pub(super) fn new(key: Arc<Key>, object: &Arc<Object>) -> Self {
        Self {
            key,
            revision: object.revision(),
            text: object.text().clone(),
            open: Mutex::new(Arc::downgrade(object)),
        }
    }

    /// An object that was stored before this store was.
    pub(crate) fn restored(resource: &GroupResource, value: Value, revision: u64) -> Arc<Self> {
        let key = Arc::new(super::key_of(resource, &value));
        Arc::new(Self::new(key, &Arc::new(Object::new(value, revision))))
    }

    pub(crate) fn key(&self) -> &Arc<Key> {
        &self.key
    }

    pub(crate) fn namespace(&self) -> &str {
        &self.key.namespace
    }

    pub(crate) fn name(&self) -> &str {
        &self.key.name
    }

    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// The object itself, parsed unless somebody has it open.
    pub(crate) fn open(&self) -> Arc<Object> {
        self.open_now().0
    }

    /// The same, and whether it was parsed just now.
    pub(super) fn open_now(&self) -> (Arc<Object>, bool) {
        if let Some(object) = self.open.lock().upgrade() {
            return (object, false);
        }
        let object = Arc::new(Object::read(&self.text, self.revision));
        *self.open.lock() = Arc::downgrade(&object);
        (object, true)
    }
}
