//! Server-side apply.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use super::create::name_of;
use super::ownership::{Origin, in_version, refused};
use super::update::Failure;
use super::{Outcome, Write};
use crate::builtin::decode::json_type;
use crate::cluster::Cluster;
use crate::managed_fields;
use crate::status::{Cause, Status};
use crate::store::Object;
use crate::strategy;

impl Cluster {
    /// Applies what a manager wants an object to be, and creates it if it is not there.
    pub(crate) fn apply(
        &self,
        write: &Write<'_>,
        name: &str,
        config: &Value,
        force: bool,
    ) -> Result<Outcome, Status> {
        if !config.is_object() {
            return Err(Status::bad_request(format!(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {} into Go value of type map[string]interface {{}}",
                json_type(config)
            )));
        }
        loop {
            let result = match self.get(write.resource, write.namespace, name) {
                Some(current) => self.apply_to(write, &current, config, force),
                None => self.apply_new(write, name, config, force),
            };
            match result {
                Ok(outcome) => return Ok(outcome),
                Err(Failure::Refused(status)) => return Err(status),
                Err(Failure::Raced(_)) => {}
            }
        }
    }

    fn apply_new(
        &self,
        write: &Write<'_>,
        name: &str,
        config: &Value,
        force: bool,
    ) -> Result<Outcome, Failure> {
        if !write.subresource.is_empty() {
            return Err(Status::not_found(write.id(), name).into());
        }
        let (api_version, now) = (write.resource.api_version(), self.now());
        let request = write.request(&api_version, &now).force(force);
        let applied =
            managed_fields::apply(None, config, &request).map_err(|error| refused(&error))?;
        if let Some(uid) = config["metadata"]["uid"]
            .as_str()
            .filter(|uid| !uid.is_empty())
        {
            let why = format!(
                "uid mismatch: the provided object specified uid {uid}, and no existing object was found"
            );
            return Err(Status::conflict(write.id(), name, &why).into());
        }
        let object = applied.into_owned();
        match name_of(&object) {
            "" => Err(undeterminable_name(name).into()),
            given if given != name => Err(wrong_name(given, name).into()),
            _ => match self.create_from(&write.as_change(), object, Origin::Apply) {
                Err(status) if status.is_already_exists() => Err(Failure::Raced(status)),
                other => other.map_err(Failure::from),
            },
        }
    }

    fn apply_to(
        &self,
        write: &Write<'_>,
        current: &Arc<Object>,
        config: &Value,
        force: bool,
    ) -> Result<Outcome, Failure> {
        let (api_version, now) = (write.resource.api_version(), self.now());
        let live = if current.value()["apiVersion"] == api_version.as_str() {
            Cow::Borrowed(current.value())
        } else {
            Cow::Owned(in_version(current.value(), &api_version))
        };
        let request = write.request(&api_version, &now).force(force);
        let applied = managed_fields::apply(Some(&live), config, &request)
            .map_err(|error| refused(&error))?;
        let Cow::Owned(mut object) = applied else {
            return Ok(Outcome {
                object: Arc::clone(current),
                created: false,
                warnings: Vec::new(),
            });
        };
        if name_of(&object) != current.name() {
            return Err(wrong_name(name_of(&object), current.name()).into());
        }
        let given = &config["metadata"]["uid"];
        if given
            .as_str()
            .is_some_and(|uid| !uid.is_empty() && uid != current.uid())
        {
            let cause = Cause::invalid("metadata.uid", given, "field is immutable");
            let resource = write.resource;
            let refusal = Status::invalid(
                resource.group(),
                &resource.kind,
                current.name(),
                &[cause.clone(), cause],
            );
            return Err(refusal.into());
        }
        write.check_envelope(&mut object)?;
        let warnings = strategy::decode(write, &mut object)?;
        self.finish_update(write, current, object, warnings, Origin::Apply)
    }
}

/// 400 for an object whose name is not that of the path.
pub(super) fn wrong_name(given: &str, name: &str) -> Status {
    Status::bad_request(format!(
        "the name of the object ({given}) does not match the name on the URL ({name})"
    ))
}

/// 400 for an object without a name.
pub(super) fn undeterminable_name(name: &str) -> Status {
    Status::bad_request(format!(
        "the name of the object ({name} based on URL) was undeterminable: name must be provided"
    ))
}
