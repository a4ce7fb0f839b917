//! How a manifest is applied, and what came of it.

use std::sync::Arc;

use serde_json::Value;

use crate::ObjectKey;

/// How a changed manifest reaches an object that exists. An object that does not is always created by an apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DeployMethod {
    /// Server-side apply; a PUT where a merge cannot express the change: where others put items into a list of the
    /// manifest, or gave a value another source, and where fields of an earlier PUT are to go. That PUT takes away just
    /// these, whoever owns them; all else that others own stays. Only when the server calls the result invalid does the
    /// whole manifest replace the object, as with [`Replace`](Self::Replace).
    #[default]
    Default,
    /// Server-side apply only: what others put into the object stays.
    Update,
    /// A PUT: what the manifest does not name goes back to the server's defaults, whoever put it there; annotations
    /// that must survive, finalizers and owners stay. There are no conflicts then.
    Replace,
}

/// What happens when another manager owns a field of the manifest with another value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ConflictPolicy {
    /// The manifest wins and takes the field.
    #[default]
    Force,
    /// The other manager wins; the field is left out and reported in [`Applied::yielded`].
    Yield,
    /// The apply fails with [`DeployError::FieldConflict`](crate::DeployError::FieldConflict).
    Fail,
}

/// Whether the owner of the deploy manager becomes an owner of what it applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OwnerReferences {
    /// The reference is added where Kubernetes allows it.
    #[default]
    Manage,
    /// No reference is added; those that are there stay.
    Leave,
}

/// How [`apply`](crate::DeployManager::apply) treats one manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ApplyOptions {
    /// How the change is sent.
    pub method: DeployMethod,
    /// What other managers' fields are worth.
    pub conflicts: ConflictPolicy,
    /// Whether an owner reference is added.
    pub owner: OwnerReferences,
}

impl ApplyOptions {
    /// With another method.
    #[must_use]
    pub fn method(mut self, method: DeployMethod) -> Self {
        self.method = method;
        self
    }

    /// With another conflict policy.
    #[must_use]
    pub fn conflicts(mut self, conflicts: ConflictPolicy) -> Self {
        self.conflicts = conflicts;
        self
    }

    /// With another rule for owner references.
    #[must_use]
    pub fn owner(mut self, owner: OwnerReferences) -> Self {
        self.owner = owner;
        self
    }
}

/// What a call did to the live object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It was not there before.
    Created,
    /// It is another one now.
    Updated,
    /// It was there, and is gone or terminating now.
    Deleted,
    /// It is as it was.
    Unchanged,
}

impl Change {
    /// Whether anything changed.
    pub fn is_changed(self) -> bool {
        self != Self::Unchanged
    }
}

/// The outcome of an apply.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Which object.
    pub key: ObjectKey,
    /// What happened to it.
    pub change: Change,
    /// The live object afterwards.
    pub object: Arc<Value>,
    /// Paths of the fields left to other managers, such as `.spec.replicas`, sorted; with [`ConflictPolicy::Yield`] only.
    pub yielded: Vec<String>,
}
