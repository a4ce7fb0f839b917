//! Create.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::ownership::Origin;
use super::write::single_owners;
use super::{Outcome, Write};
use crate::access::{self, escalation};
use crate::admission::{Operation, Request};
use crate::cluster::{Cluster, random, uid};
use crate::conversion;
use crate::managed_fields;
use crate::names;
use crate::status::{Cause, Status};
use crate::store::{CommitError, Object};
use crate::strategy;

/// How often another generated name is tried when one is taken.
const ATTEMPTS: usize = 8;

impl Cluster {
    /// Makes an object.
    pub(crate) fn create(&self, write: &Write<'_>, object: Value) -> Result<Outcome, Status> {
        self.create_from(write, object, Origin::Update)
    }

    pub(super) fn create_from(
        &self,
        write: &Write<'_>,
        mut object: Value,
        origin: Origin,
    ) -> Result<Outcome, Status> {
        write.check_envelope(&mut object)?;
        let write = &Write {
            creates: true,
            ..write.clone()
        };
        let mut warnings = strategy::decode(write, &mut object)?;
        warnings.extend(single_owners(&mut object));
        let prefix = generate_name(&object);
        self.check_namespace(write, name_of(&object))?;
        let metadata = metadata_of(&mut object);
        for field in [
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
        ] {
            metadata.remove(field);
        }
        let mut object = match origin {
            Origin::Update => {
                let (api_version, now) = (write.resource.api_version(), self.now());
                managed_fields::update(None, object, &write.request(&api_version, &now))
            }
            Origin::Apply => object,
        };
        let given = name_of(&object).to_owned();
        let request = Request {
            write,
            operation: Operation::Create,
            name: &given,
            old: None,
            delete: None,
        };
        self.admit_changes(&request, &mut object, &mut warnings)?;
        for attempt in 1.. {
            // Only a generated name is tried again.
            let mut object = match prefix {
                Some(_) => object.clone(),
                None => object.take(),
            };
            if origin == Origin::Apply {
                // The real server does not look at the version of what an apply makes.
                metadata_of(&mut object).remove("resourceVersion");
            }
            self.fill_metadata(write, &mut object, prefix.as_deref())?;
            let name = name_of(&object).to_owned();
            escalation::check(self, write, &name, None, &object)?;
            warnings.extend(strategy::prepare_create(self, write, &mut object)?);
            if write.allowed_as_change {
                access::authorize_create(self, write, &name)?;
            }
            let request = Request {
                name: &name,
                ..request
            };
            let admitted = self.admit(&request, Some(&object), &mut warnings)?;
            let inserted = self.insert(write, object);
            if inserted.is_err() && admitted.is_counted() {
                self.recount_quotas(write.namespace);
            }
            match inserted {
                Ok(object) => {
                    return Ok(Outcome {
                        object,
                        created: true,
                        warnings,
                    });
                }
                Err(CommitError::Exists) if prefix.is_some() && attempt < ATTEMPTS => {}
                Err(error) => {
                    let existing = self.store.get(write.id(), write.namespace, &name);
                    let mut status = write.refused(&name, error);
                    if existing.is_some_and(|existing| existing.is_terminating()) {
                        status.message = format!("object is being deleted: {}", status.message);
                    }
                    return Err(status);
                }
            }
        }
        Err(Status::internal("no generated name is free"))
    }

    fn insert(&self, write: &Write<'_>, object: Value) -> Result<Arc<Object>, CommitError> {
        let object = conversion::to_stored(write.resource, object);
        if !write.dry_run {
            let object = self.store.create(write.stored(), object)?;
            self.after_write(write.stored(), &object);
            return Ok(object);
        }
        let name = name_of(&object).to_owned();
        let known = self.store.get(write.stored(), write.namespace, &name);
        if known.is_some() {
            return Err(CommitError::Exists);
        }
        Ok(Arc::new(Object::unstored(object)))
    }

    /// Name, uid, creation time; and nothing that only the server may say.
    fn fill_metadata(
        &self,
        write: &Write<'_>,
        object: &mut Value,
        prefix: Option<&str>,
    ) -> Result<(), Status> {
        let kind = write.resource;
        let metadata = metadata_of(object);
        if metadata
            .get("resourceVersion")
            .and_then(Value::as_str)
            .is_some_and(|version| !version.is_empty())
            && !write.dry_run
        {
            return Err(Status::internal_plain(
                "resourceVersion should not be set on objects to be created",
            ));
        }
        metadata.remove("resourceVersion");
        if let Some(prefix) = prefix {
            metadata.insert("name".into(), names::generate(prefix, random()).into());
        }
        if metadata
            .get("name")
            .and_then(Value::as_str)
            .is_none_or(str::is_empty)
        {
            let cause = Cause::required("metadata.name", "name or generateName is required");
            return Err(Status::invalid(kind.group(), &kind.kind, "", &[cause]));
        }
        metadata.insert("uid".into(), uid().into());
        metadata.insert("creationTimestamp".into(), self.now().into());
        Ok(())
    }
}

/// `generateName`, where it decides.
fn generate_name(object: &Value) -> Option<String> {
    let prefix = object["metadata"]["generateName"].as_str()?;
    (name_of(object).is_empty() && !prefix.is_empty()).then(|| prefix.to_owned())
}

pub(super) fn name_of(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap_or_default()
}

/// The metadata of an object whose envelope was checked.
pub(super) fn metadata_of(object: &mut Value) -> &mut Map<String, Value> {
    let metadata = &mut object["metadata"];
    if !metadata.is_object() {
        *metadata = Value::Object(Map::new());
    }
    metadata
        .as_object_mut()
        .expect("the metadata was made an object just above")
}
