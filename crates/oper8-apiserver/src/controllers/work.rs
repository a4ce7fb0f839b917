//! The writes of controllers: read, decide, write, and again when somebody else was faster.

use std::sync::Arc;

use serde_json::Value;

use super::MANAGER;
use crate::cluster::Cluster;
use crate::handlers::{DeleteOptions, Write};
use crate::managed_fields;
use crate::registry::Resource;
use crate::store::{CommitError, Key, Object};

impl Cluster {
    /// The resource of a stored object, in the version that is preferred.
    pub(crate) fn resource_of(&self, key: &Key) -> Option<Arc<Resource>> {
        self.registry.catalog().preferred(&key.resource).cloned()
    }

    /// Changes an object, or one of its subresources, until the change meets no other.
    ///
    /// `change` answers `None` to leave the object as it is. The answer is the object as it is in the end, `None` when it
    /// is gone or the change was refused.
    pub(crate) fn control(
        &self,
        key: &Key,
        subresource: &str,
        change: impl FnMut(&Value) -> Option<Value>,
    ) -> Option<Arc<Object>> {
        self.control_as(MANAGER, key, subresource, change)
    }

    /// The same as another manager.
    pub(crate) fn control_as(
        &self,
        manager: &str,
        key: &Key,
        subresource: &str,
        mut change: impl FnMut(&Value) -> Option<Value>,
    ) -> Option<Arc<Object>> {
        let resource = self.resource_of(key)?;
        let write = Write::internal(&resource, &key.namespace, manager).to(subresource);
        loop {
            let current = self.store.get_key(key)?;
            let Some(next) = change(current.value()) else {
                return Some(current);
            };
            match self.update(&write, &key.name, next) {
                Ok(outcome) => return Some(outcome.object),
                Err(status) if status.is_conflict() => {}
                Err(status) => {
                    if !status.is_not_found() {
                        tracing::warn!(
                            resource = %key.resource, namespace = key.namespace, name = key.name,
                            reason = &*status.reason, message = status.message, "a controller's write was refused",
                        );
                    }
                    return None;
                }
            }
        }
    }

    /// The same, of which nobody is asked or refuses it: what the server keeps account of while others wait.
    pub(crate) fn note_as(
        &self,
        manager: &str,
        key: &Key,
        subresource: &str,
        mut change: impl FnMut(&Value) -> Option<Value>,
    ) -> Option<Arc<Object>> {
        let resource = self.resource_of(key)?;
        let write = Write::internal(&resource, &key.namespace, manager).to(subresource);
        let api_version = resource.api_version();
        loop {
            let current = self.store.get_key(key)?;
            let Some(next) = change(current.value()) else {
                return Some(current);
            };
            let now = self.now();
            let request = write.request(&api_version, &now);
            let next = managed_fields::update(Some(current.value()), next, &request);
            match self.store.replace(&key.resource, &current, next) {
                Ok(object) => {
                    self.after_write(&key.resource, &object);
                    return Some(object);
                }
                Err(CommitError::Changed) => {}
                Err(CommitError::Gone | CommitError::Exists) => return None,
            }
        }
    }

    /// Deletes the object that has this uid, and no other of its name.
    pub(crate) fn control_delete(&self, key: &Key, uid: &str, options: DeleteOptions) {
        let Some(resource) = self.resource_of(key) else {
            return;
        };
        let write = Write::internal(&resource, &key.namespace, MANAGER);
        let options = DeleteOptions {
            uid: Some(uid.to_owned()),
            ..options
        };
        if let Err(status) = self.delete(&write, &key.name, &options)
            && !status.is_not_found()
            && !status.is_conflict()
        {
            tracing::warn!(
                resource = %key.resource, namespace = key.namespace, name = key.name,
                reason = &*status.reason, message = status.message, "a controller's delete was refused",
            );
        }
    }
}

/// The object without one of its finalizers; `None` when it does not have it.
pub(super) fn without_finalizer(object: &Value, finalizer: &str) -> Option<Value> {
    let finalizers = object["metadata"]["finalizers"].as_array()?;
    if !finalizers.iter().any(|name| name == finalizer) {
        return None;
    }
    let mut next = object.clone();
    if let Some(finalizers) = next["metadata"]["finalizers"].as_array_mut() {
        finalizers.retain(|name| name != finalizer);
    }
    Some(next)
}

/// Whether the object has the finalizer.
pub(super) fn has_finalizer(object: &Value, finalizer: &str) -> bool {
    object["metadata"]["finalizers"]
        .as_array()
        .is_some_and(|finalizers| finalizers.iter().any(|name| name == finalizer))
}
