//! One stored object, never changed after it is stored.

use std::sync::OnceLock;

use bytes::Bytes;
use serde_json::Value;

use super::text::Text;
use super::{GroupResource, Key};

/// An object at one revision, with its JSON once somebody asked for it.
#[derive(Debug)]
pub(crate) struct Object {
    value: Value,
    revision: u64,
    text: OnceLock<Text>,
}

impl Object {
    /// Takes `value` as the state at `revision`, which becomes its `resourceVersion`.
    pub(crate) fn new(mut value: Value, revision: u64) -> Self {
        value["metadata"]["resourceVersion"] = Value::String(revision.to_string());
        Self {
            value,
            revision,
            text: OnceLock::new(),
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
            text: OnceLock::new(),
        }
    }

    /// What was stored at `revision`.
    pub(super) fn read(text: &Text, revision: u64) -> Self {
        Self {
            value: text.read(),
            revision,
            text: OnceLock::from(text.clone()),
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

    fn field(&self, field: &str) -> &str {
        self.metadata()[field].as_str().unwrap_or_default()
    }

    pub(crate) fn namespace(&self) -> &str {
        self.field("namespace")
    }

    pub(crate) fn name(&self) -> &str {
        self.field("name")
    }

    pub(crate) fn uid(&self) -> &str {
        self.field("uid")
    }

    /// Where it is, among the objects of `resource`.
    pub(crate) fn key(&self, resource: &GroupResource) -> Key {
        Key {
            resource: resource.clone(),
            namespace: self.namespace().to_owned(),
            name: self.name().to_owned(),
        }
    }

    /// Whether it only waits for its finalizers.
    pub(crate) fn is_terminating(&self) -> bool {
        !self.field("deletionTimestamp").is_empty()
    }

    /// The uids that its owner references name.
    pub(crate) fn owners(&self) -> impl Iterator<Item = &str> {
        owners(&self.value)
    }

    /// The object as JSON text, written once for all who read it.
    pub(crate) fn text(&self) -> &Text {
        self.text.get_or_init(|| Text::of(&self.value))
    }

    /// The same as bytes.
    pub(crate) fn json(&self) -> Bytes {
        self.text().bytes().clone()
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
