//! The object that owns what is applied.

use serde_json::{Value, json};

use crate::identity::describe;
use crate::{DeployError, ObjectKey, Result};

/// The owner of applied objects: usually the custom resource that is being reconciled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    key: ObjectKey,
    uid: String,
}

impl Owner {
    /// The owner that `object` is.
    ///
    /// # Errors
    ///
    /// [`DeployError::Owner`] when it has no identity, or no `metadata.uid`: the cluster has not seen it yet.
    pub fn of(object: &Value) -> Result<Self> {
        let refuse = |problem: String| DeployError::Owner {
            object: describe(object),
            problem,
        };
        let key = ObjectKey::of(object).map_err(|error| match error {
            DeployError::Manifest { problem, .. } => refuse(problem),
            other => other,
        })?;
        match object.pointer("/metadata/uid").and_then(Value::as_str) {
            Some(uid) if !uid.is_empty() => Ok(Self {
                key,
                uid: uid.to_owned(),
            }),
            _ => Err(refuse("`metadata.uid` is missing".to_owned())),
        }
    }

    /// Which object it is.
    pub fn key(&self) -> &ObjectKey {
        &self.key
    }

    /// Its uid.
    pub fn uid(&self) -> &str {
        &self.uid
    }

    /// Whether Kubernetes lets it own `child`: an owner with a namespace owns objects of that namespace only, and
    /// nothing owns itself.
    pub fn may_own(&self, child: &ObjectKey) -> bool {
        (self.key.namespace.is_none() || self.key.namespace == child.namespace)
            && self.key != *child
    }

    /// The entry for `metadata.ownerReferences`.
    pub fn reference(&self) -> Value {
        json!({
            "apiVersion": self.key.api_version,
            "kind": self.key.kind,
            "name": self.key.name,
            "uid": self.uid,
            "blockOwnerDeletion": true,
        })
    }
}
