//! One stored object, never changed after it is stored.

use std::sync::OnceLock;

use bytes::Bytes;
use serde_json::Value;

use super::{GroupResource, Key};

/// An object at one revision, with its JSON once somebody asked for it.
#[derive(Debug)]
pub(crate) struct Object {
    value: Value,
    revision: u64,
    json: OnceLock<Bytes>,
}

impl Object {
    /// Takes `value` as the state at `revision`, which becomes its `resourceVersion`.
    pub(crate) fn new(mut value: Value, revision: u64) -> Self {
        value["metadata"]["resourceVersion"] = Value::String(revision.to_string());
        Self {
            value,
            revision,
            json: OnceLock::new(),
        }
    }

    /// The result of a write that was not made: it has the `resourceVersion` it has.
    pub(crate) fn unstored(value: Value) -> Self {
        let revision = value["metadata"]["resourceVersion"]
            .as_str()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        Self {
            value,
            revision,
            json: OnceLock::new(),
        }
    }

    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    pub(crate) fn metadata(&self) -> &Value {
        &self.value["metadata"]
    }

    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    fn text(&self, field: &str) -> &str {
        self.metadata()[field].as_str().unwrap_or_default()
    }

    pub(crate) fn namespace(&self) -> &str {
        self.text("namespace")
    }

    pub(crate) fn name(&self) -> &str {
        self.text("name")
    }

    pub(crate) fn uid(&self) -> &str {
        self.text("uid")
    }

    /// Where it is, among the objects of `resource`.
    pub(crate) fn key(&self, resource: &GroupResource) -> Key {
        Key {
            resource: resource.clone(),
            namespace: self.namespace().to_owned(),
            name: self.name().to_owned(),
        }
    }

    /// Namespace and name.
    pub(crate) fn place(&self) -> (String, String) {
        (self.namespace().to_owned(), self.name().to_owned())
    }

    /// Whether it only waits for its finalizers.
    pub(crate) fn is_terminating(&self) -> bool {
        !self.text("deletionTimestamp").is_empty()
    }

    /// The uids that its owner references name.
    pub(crate) fn owners(&self) -> impl Iterator<Item = &str> {
        owners(&self.value)
    }

    /// The object as JSON text, written once for all who read it.
    pub(crate) fn json(&self) -> Bytes {
        self.json
            .get_or_init(|| Bytes::from(self.value.to_string()))
            .clone()
    }
}

/// The uids that the owner references of an object name.
pub(crate) fn owners(value: &Value) -> impl Iterator<Item = &str> {
    value["metadata"]["ownerReferences"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|owner| owner["uid"].as_str())
}
