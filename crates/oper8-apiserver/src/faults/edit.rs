//! A second writer: what somebody else does to an object while a request is under way.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::store_edit;
use crate::cluster::Cluster;
use crate::handlers::{DeleteOptions, Patch, PatchKind, Write};
use crate::journal::Entry;
use crate::status::Status;
use crate::store::{GroupResource, Key};

/// Something that another client does, and to which object.
///
/// As JSON: `{"change": {"merge": {"data": {"key": "theirs"}}}, "of": {"resource": "configmaps", "namespace": "x", "name": "a"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Edit {
    /// What is done.
    pub change: Change,
    /// To which object; to that of the request by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ObjectRef>,
    /// By which field manager; `second-writer` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
}

/// One object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ObjectRef {
    /// `apps`; empty for the core group.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The plural: `deployments`.
    pub resource: String,
    /// Empty for objects of the cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Its name.
    pub name: String,
}

impl ObjectRef {
    /// An object: `("apps", "deployments", "shop", "web")`.
    pub fn new(group: &str, resource: &str, namespace: &str, name: &str) -> Self {
        Self {
            group: group.to_owned(),
            resource: resource.to_owned(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        }
    }

    fn key(&self) -> Key {
        Key {
            resource: GroupResource::new(&self.group, &self.resource),
            namespace: self.namespace.clone(),
            name: self.name.clone(),
        }
    }
}

/// What a second writer does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Makes this object, of the kind and in the namespace of the object that the edit is about.
    Create(Value),
    /// A merge patch: a label, a finalizer that keeps the object, a change of the spec.
    Merge(Value),
    /// A merge patch of the status.
    Status(Value),
    /// Takes these fields over by a forced apply: the request's manager no longer owns them alone.
    Own(Value),
    /// Deletes it; finalizers hold.
    Delete,
    /// Deletes it in spite of its finalizers, and makes one of the same content: the same name with another uid.
    Recreate,
    /// A JSON patch of what is stored, past every check: labels, owner references, uids, selectors that nobody may change.
    Store(json_patch::Patch),
    /// Says something of its status that is not true.
    Lie(Lie),
    /// Changes an annotation of it so many times, each a write and an event.
    Storm {
        /// How many times.
        writes: u64,
    },
}

/// What is said of an object that is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lie {
    /// It is ready, as it was before its last change: `observedGeneration` is the one before.
    Stale,
    /// It has failed: the conditions that tell of success are false, and there is one that tells of failure.
    Failed,
    /// What was ready is not, and what was not is.
    Flapping,
}

impl From<Change> for Edit {
    fn from(change: Change) -> Self {
        Self {
            change,
            of: None,
            manager: None,
        }
    }
}

impl Edit {
    /// To this object.
    pub fn of(mut self, object: ObjectRef) -> Self {
        self.of = Some(object);
        self
    }

    /// By this field manager.
    pub fn by(mut self, manager: impl Into<String>) -> Self {
        self.manager = Some(manager.into());
        self
    }

    /// Does it. `false` when the server refuses it, or there is no such object.
    pub(super) fn run(&self, cluster: &Cluster, request: &Entry) -> bool {
        let key = match &self.of {
            Some(object) => object.key(),
            None => target(request),
        };
        match self.try_run(cluster, &key) {
            Ok(()) => true,
            Err(problem) => {
                tracing::debug!(resource = %key.resource, name = key.name, %problem, "a second writer did nothing");
                false
            }
        }
    }

    fn try_run(&self, cluster: &Cluster, key: &Key) -> Result<(), String> {
        let resource = cluster.resource_of(key).ok_or("there is no such kind")?;
        let manager = self.manager.as_deref().unwrap_or("second-writer");
        let write = Write::internal(&resource, &key.namespace, manager);
        let patch = |write: &Write<'_>, kind: PatchKind, body: &Value| {
            let patch = Patch {
                kind,
                body: body.clone(),
                force: true,
            };
            cluster.patch(write, &key.name, &patch).map_err(said)
        };
        match &self.change {
            Change::Create(object) => {
                cluster.create(&write, object.clone()).map_err(said)?;
            }
            Change::Merge(body) => {
                patch(&write, PatchKind::Merge, body)?;
            }
            Change::Status(body) => {
                let body = json!({"status": body});
                patch(&write.to("status"), PatchKind::Merge, &body)?;
            }
            Change::Own(fields) => {
                let mut body = fields.clone();
                body["apiVersion"] = resource.api_version().into();
                body["kind"] = resource.kind.as_str().into();
                body["metadata"]["name"] = key.name.as_str().into();
                patch(&write, PatchKind::Apply, &body)?;
            }
            Change::Delete => {
                let options = DeleteOptions::default();
                cluster.delete(&write, &key.name, &options).map_err(said)?;
            }
            Change::Recreate => recreate(cluster, &write, key)?,
            Change::Store(patch) => store_edit::patch(cluster, key, patch)?,
            Change::Lie(lie) => store_edit::lie(cluster, key, *lie)?,
            Change::Storm { writes } => {
                for count in 1..=*writes {
                    let body = json!({"metadata": {"annotations": {"storm": count.to_string()}}});
                    patch(&write, PatchKind::Merge, &body)?;
                }
            }
        }
        Ok(())
    }
}

fn said(status: Status) -> String {
    status.message
}

/// The object that a request is about.
fn target(request: &Entry) -> Key {
    let name = match request.name.as_str() {
        "" => &request.written,
        name => name,
    };
    Key {
        resource: GroupResource::new(&request.group, &request.resource),
        namespace: request.namespace.clone(),
        name: name.to_owned(),
    }
}

/// Another object of the same name and content.
fn recreate(cluster: &Cluster, write: &Write<'_>, key: &Key) -> Result<(), String> {
    let current = cluster
        .store
        .get_key(key)
        .ok_or("there is no such object")?;
    let mut copy = current.value().clone();
    if let Some(metadata) = copy["metadata"].as_object_mut() {
        for field in [
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "managedFields",
            "generation",
        ] {
            metadata.remove(field);
        }
        metadata.remove("deletionTimestamp");
        metadata.remove("deletionGracePeriodSeconds");
    }
    store_edit::change(cluster, key, |object| {
        if let Some(metadata) = object["metadata"].as_object_mut() {
            metadata.remove("finalizers");
        }
    })?;
    let options = DeleteOptions {
        grace_period: Some(0),
        ..DeleteOptions::default()
    };
    cluster.delete(write, &key.name, &options).map_err(said)?;
    cluster.create(write, copy).map_err(said)?;
    Ok(())
}
