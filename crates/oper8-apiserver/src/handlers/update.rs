//! Update: the whole object, or one of its subresources, is replaced.

use std::sync::Arc;

use serde_json::Value;

use super::apply::{undeterminable_name, wrong_name};
use super::create::{metadata_of, name_of};
use super::ownership::Origin;
use super::write::single_owners;
use super::{Outcome, Write};
use crate::access::escalation;
use crate::admission::{Operation, Request};
use crate::cluster::Cluster;
use crate::conversion;
use crate::managed_fields;
use crate::status::Status;
use crate::store::{CommitError, Object};
use crate::strategy;

/// Why an update was not made.
#[derive(Debug)]
pub(super) enum Failure {
    /// It must not be.
    Refused(Status),
    /// Another write came first: the same may be tried on what is there now.
    Raced(Status),
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self::Refused(status)
    }
}

impl Failure {
    fn of(write: &Write<'_>, name: &str, error: CommitError) -> Self {
        let status = write.refused(name, error);
        match error {
            CommitError::Changed => Self::Raced(status),
            CommitError::Gone | CommitError::Exists => Self::Refused(status),
        }
    }
}

impl Cluster {
    /// Replaces an object by `object`, which may carry the `resourceVersion` that it is based on.
    pub(crate) fn update(
        &self,
        write: &Write<'_>,
        name: &str,
        mut object: Value,
    ) -> Result<Outcome, Status> {
        write.check_envelope(&mut object)?;
        check_name(&object, name)?;
        let current = match self.find(write.resource, write.namespace, name) {
            Err(_) if may_create(write) => {
                metadata_of(&mut object).remove("resourceVersion");
                return self.create(&write.as_change(), object);
            }
            found => found?,
        };
        if strategy::needs_version(write.resource) && given_version(&object).is_none() {
            return Err(Status::unconditional(write.id(), name));
        }
        let mut warnings = strategy::decode(write, &mut object)?;
        warnings.extend(single_owners(&mut object));
        loop {
            let based_on_current = given_version(&object).is_none();
            let current = if based_on_current {
                self.find(write.resource, write.namespace, name)?
            } else {
                Arc::clone(&current)
            };
            let (object, warnings) = (object.clone(), warnings.clone());
            match self.finish_update(write, &current, object, warnings, Origin::Update) {
                Ok(outcome) => return Ok(outcome),
                Err(Failure::Raced(_)) if based_on_current => {}
                Err(Failure::Raced(status) | Failure::Refused(status)) => return Err(status),
            }
        }
    }

    /// Puts a decoded object in the place of `current`.
    pub(super) fn finish_update(
        &self,
        write: &Write<'_>,
        current: &Arc<Object>,
        mut object: Value,
        mut warnings: Vec<String>,
        origin: Origin,
    ) -> Result<Outcome, Failure> {
        let name = current.name();
        check_preconditions(write, current, &object)?;
        if origin == Origin::Update {
            let (api_version, now) = (write.resource.api_version(), self.now());
            let request = write.request(&api_version, &now);
            object = managed_fields::update(Some(current.value()), object, &request);
            if conversion::has_forms(write.resource) {
                let see = |version: &str, object: &Value| {
                    conversion::in_version(write.resource, object, version)
                };
                managed_fields::follow_versions(current.value(), &mut object, &api_version, see);
            }
        }
        keep_metadata(&mut object, current.value());
        // What is stored keeps its version; who reads it in another gets it in that.
        object["apiVersion"] = current.value()["apiVersion"].clone();
        let request = Request {
            write,
            operation: Operation::Update,
            name,
            old: Some(current.value()),
            delete: None,
        };
        self.admit_changes(&request, &mut object, &mut warnings)?;
        escalation::check(self, write, name, Some(current.value()), &object)?;
        let judged = strategy::prepare_update(self, write, current.value(), &mut object)?;
        warnings.extend(judged);
        let admitted = self.admit(&request, Some(&object), &mut warnings)?;
        managed_fields::keep_times(current.value(), &mut object);
        let outcome = |object: Arc<Object>| Outcome {
            object,
            created: false,
            warnings,
        };
        if object == *current.value() {
            let same = self.store.get(write.stored(), write.namespace, name);
            return Ok(outcome(same.unwrap_or_else(|| Arc::clone(current))));
        }
        let object = conversion::to_stored(write.resource, object);
        if write.dry_run {
            return Ok(outcome(Arc::new(Object::unstored(object))));
        }
        if is_finished(&object) {
            let last = self.remove_finished(write, current, object)?;
            return Ok(outcome(last));
        }
        let replaced = self.store.replace(write.stored(), current, object);
        if replaced.is_err() && admitted.is_counted() {
            self.recount_quotas(write.namespace);
        }
        let object = replaced.map_err(|error| Failure::of(write, name, error))?;
        self.after_write(write.stored(), &object);
        Ok(outcome(object))
    }

    /// The last finalizer of an object that is being deleted is gone: so is the object.
    fn remove_finished(
        &self,
        write: &Write<'_>,
        current: &Arc<Object>,
        object: Value,
    ) -> Result<Arc<Object>, Failure> {
        let last = self
            .store
            .remove(write.stored(), current, Some(object))
            .map_err(|error| Failure::of(write, current.name(), error))?;
        self.after_removal(write.stored(), &last);
        Ok(last)
    }
}

/// Whether an update of what is not there creates it.
fn may_create(write: &Write<'_>) -> bool {
    write.subresource.is_empty() && strategy::creates_on_update(write.resource)
}

/// Whether an object only waited for finalizers, and has none now.
pub(super) fn is_finished(object: &Value) -> bool {
    let metadata = &object["metadata"];
    let none = |field: &str| metadata[field].as_array().is_none_or(Vec::is_empty);
    let grace = metadata["deletionGracePeriodSeconds"].as_i64().unwrap_or(0);
    metadata["deletionTimestamp"].is_string()
        && none("finalizers")
        && grace == 0
        && !holds_namespace(object)
}

/// A namespace stays until its content is gone, which `spec.finalizers` tells.
pub(super) fn holds_namespace(object: &Value) -> bool {
    object["kind"] == "Namespace"
        && object["apiVersion"] == "v1"
        && object["spec"]["finalizers"]
            .as_array()
            .is_some_and(|finalizers| !finalizers.is_empty())
}

pub(super) fn check_name(object: &Value, name: &str) -> Result<(), Status> {
    match name_of(object) {
        "" => Err(undeterminable_name(name)),
        given if given != name => Err(wrong_name(given, name)),
        _ => Ok(()),
    }
}

fn given_version(object: &Value) -> Option<&str> {
    object["metadata"]["resourceVersion"]
        .as_str()
        .filter(|version| !version.is_empty() && *version != "0")
}

/// The uid and version that the writer has seen must be those of the object.
fn check_preconditions(write: &Write<'_>, current: &Object, object: &Value) -> Result<(), Status> {
    let name = current.name();
    if let Some(uid) = object["metadata"]["uid"]
        .as_str()
        .filter(|uid| !uid.is_empty())
        && uid != current.uid()
    {
        let why = format!(
            "StorageError: invalid object, Code: 4, Key: {}/{}/{}/{name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {}",
            if write.dry_run { "" } else { "/registry" },
            write.resource.plural(),
            current.namespace(),
            current.uid()
        );
        return Err(Status::conflict(write.id(), name, &why));
    }
    match given_version(object) {
        Some(version) if version != current.revision().to_string() => {
            Err(Status::modified(write.id(), name))
        }
        _ => Ok(()),
    }
}

/// What a writer cannot change is taken from the object as it is.
fn keep_metadata(object: &mut Value, current: &Value) {
    let metadata = metadata_of(object);
    for field in ["uid", "creationTimestamp", "resourceVersion", "generation"] {
        match &current["metadata"][field] {
            Value::Null => metadata.remove(field),
            value => metadata.insert(field.to_owned(), value.clone()),
        };
    }
    for field in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
        // Who marks an object for deletion by an update is refused by its validation.
        if let Some(value) = current["metadata"].get(field) {
            metadata.insert(field.to_owned(), value.clone());
        }
    }
}
