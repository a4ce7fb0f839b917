//! Patch: merge, JSON, strategic merge.

use oper8_schema::strategic;
use serde_json::Value;

use super::apply::wrong_name;
use super::operations;
use super::ownership::Origin;
use super::patch_errors;
use super::update::Failure;
use super::write::single_owners;
use super::{Outcome, Write};
use crate::builtin::decode::json_type;
use crate::cluster::Cluster;
use crate::status::{Cause, Status};
use crate::store::Object;
use crate::strategy;

/// The form of a patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatchKind {
    Merge,
    Json,
    Strategic,
    Apply,
}

/// A patch as it came.
#[derive(Clone, Debug)]
pub(crate) struct Patch {
    pub(crate) kind: PatchKind,
    pub(crate) body: Value,
    pub(crate) force: bool,
}

impl PatchKind {
    /// From the media type of the request.
    pub(crate) fn parse(content_type: &str) -> Option<Self> {
        match content_type.split(';').next().unwrap_or_default().trim() {
            "application/merge-patch+json" => Some(Self::Merge),
            "application/json-patch+json" => Some(Self::Json),
            "application/strategic-merge-patch+json" => Some(Self::Strategic),
            "application/apply-patch+yaml" => Some(Self::Apply),
            _ => None,
        }
    }
}

impl Cluster {
    /// Changes an object as the patch says.
    pub(crate) fn patch(
        &self,
        write: &Write<'_>,
        name: &str,
        patch: &Patch,
    ) -> Result<Outcome, Status> {
        if patch.kind == PatchKind::Apply {
            return self.apply(write, name, &patch.body, patch.force);
        }
        loop {
            let current = self.find(write.resource, write.namespace, name)?;
            let mut object = patched(write, patch, current.value())?;
            check_identity(write, &current, &object)?;
            let own_version = object["metadata"]["resourceVersion"]
                != current.value()["metadata"]["resourceVersion"];
            let readable =
                |refusal| patch_errors::unreadable(write, patch, current.value(), refusal);
            write.check_envelope(&mut object).map_err(readable)?;
            let mut warnings = strategy::decode(write, &mut object).map_err(readable)?;
            warnings.extend(single_owners(&mut object));
            match self.finish_update(write, &current, object, warnings, Origin::Update) {
                Ok(outcome) => return Ok(outcome),
                Err(Failure::Raced(_)) if !own_version => {}
                Err(Failure::Raced(status) | Failure::Refused(status)) => return Err(status),
            }
        }
    }
}

/// A patch cannot turn an object into another.
fn check_identity(write: &Write<'_>, current: &Object, object: &Value) -> Result<(), Status> {
    let metadata = &object["metadata"];
    let name = metadata["name"].as_str().unwrap_or_default();
    if name != current.name() {
        return Err(wrong_name(name, current.name()));
    }
    if metadata["uid"] == current.uid() {
        return Ok(());
    }
    let cause = Cause::invalid("metadata.uid", &metadata["uid"], "field is immutable");
    let resource = write.resource;
    Err(Status::invalid(
        resource.group(),
        &resource.kind,
        name,
        &[cause.clone(), cause],
    ))
}

/// What the patch makes of an object.
pub(super) fn patched(write: &Write<'_>, patch: &Patch, current: &Value) -> Result<Value, Status> {
    let mut object = current.clone();
    match patch.kind {
        PatchKind::Merge => {
            if !patch.body.is_object() {
                return Err(Status::bad_request(format!(
                    "error decoding patch: json: cannot unmarshal {} into Go value of type map[string]interface {{}}",
                    json_type(&patch.body)
                )));
            }
            json_patch::merge(&mut object, &patch.body);
        }
        PatchKind::Json => operations::apply(write, patch, &mut object)?,
        PatchKind::Strategic => {
            object = strategic::merge(current, &patch.body, write.resource.shape())
                .map_err(|error| patch_errors::strategic(&error, &patch.body))?;
        }
        PatchKind::Apply => return Err(Status::no_route()),
    }
    Ok(object)
}
