//! What a write means for `managedFields`.

use http::StatusCode;
use oper8_schema::FieldSet;
use serde_json::Value;

use super::Write;
use crate::managed_fields::{ApplyError, Request, reset_fields};
use crate::status::Status;

/// How the fields of an object that is to be stored came to be owned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The writer owns what it changed, which is yet to be worked out.
    Update,
    /// An apply worked it out already.
    Apply,
}

impl Write<'_> {
    /// The write, as far as the ownership of fields goes.
    pub(crate) fn request<'a>(&'a self, api_version: &'a str, now: &'a str) -> Request<'a> {
        let resource = self.resource;
        Request::new(&self.manager, api_version, &resource.kind, resource.shape())
            .at(now)
            .to(self.subresource, self.reset())
    }

    fn reset(&self) -> &'static FieldSet {
        let resource = self.resource;
        reset_fields(
            resource.group(),
            &resource.kind,
            self.subresource,
            resource.status,
        )
    }
}

/// The refusal of an apply.
pub(super) fn refused(error: &ApplyError) -> Status {
    if let ApplyError::Conflicts(conflicts) = error {
        let causes = conflicts
            .iter()
            .map(|conflict| (conflict.to_string(), conflict.path.to_string()))
            .collect();
        return Status::apply_conflict(error.to_string(), causes);
    }
    let code = StatusCode::from_u16(error.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut status = Status::of_code(code, error.to_string());
    status.reason = error.reason().into();
    status
}

/// An object in another version of its kind, which differs by name alone.
pub(super) fn in_version(object: &Value, api_version: &str) -> Value {
    let mut object = object.clone();
    object["apiVersion"] = api_version.into();
    object
}
