//! Patch: merge, JSON, strategic merge.

use oper8_schema::strategic::{self, StrategicError};
use serde_json::Value;

use super::apply::wrong_name;
use super::ownership::Origin;
use super::update::Failure;
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
            write.check_envelope(&mut object)?;
            let warnings = strategy::decode(write, &mut object)?;
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
        PatchKind::Json => apply_json_patch(write, patch, &mut object)?,
        PatchKind::Strategic => {
            object = strategic::merge(current, &patch.body, write.resource.shape())
                .map_err(|error| strategic_problem(&error))?;
        }
        PatchKind::Apply => return Err(Status::no_route()),
    }
    Ok(object)
}

fn apply_json_patch(write: &Write<'_>, patch: &Patch, object: &mut Value) -> Result<(), Status> {
    if !patch.body.is_array() {
        return Err(Status::bad_request(
            "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
        ));
    }
    let refused = |error: &dyn std::fmt::Display| {
        tracing::debug!(%error, resource = %write.id(), "a JSON patch does not apply");
        Status::unprocessable_patch()
    };
    let operations: json_patch::Patch =
        serde_json::from_value(patch.body.clone()).map_err(|error| refused(&error))?;
    json_patch::patch(object, &operations).map_err(|error| refused(&error))
}

fn strategic_problem(error: &StrategicError) -> Status {
    let code = http::StatusCode::from_u16(error.code()).unwrap_or(http::StatusCode::BAD_REQUEST);
    Status::of_code(code, error.to_string())
}
