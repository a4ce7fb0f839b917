//! Strategic merges: `oper8_patch::strategic_merge`.

use oper8_patch::{PatchError, strategic_merge};
use serde_json::Value;

use super::Rule;
use crate::input::{Answer, Failure, get};

pub(super) const RULES: &[(&str, Rule)] = &[];

pub(super) fn answer(input: &Value) -> Answer {
    let (resource, patch) = (get(input, "resource")?, get(input, "patch")?);
    let before = (resource.clone(), patch.clone());
    let merged = strategic_merge(resource, patch).map_err(|error| failure(&error))?;
    if (resource, patch) != (&before.0, &before.1) {
        return Err(Failure::malformed("an input changed"));
    }
    Ok(merged)
}

/// An error in the reference's words for its kind; a patch that is one of several is told by its cause.
pub(super) fn failure(error: &PatchError) -> Failure {
    let message = oper8_reconcile::report(error);
    Failure::Error {
        class: class(error),
        message,
    }
}

fn class(error: &PatchError) -> &'static str {
    match error {
        PatchError::Apply { source, .. } => class(source),
        PatchError::NotAnObject { .. } => "AttributeError",
        PatchError::TestFailed { .. } => "JsonPatchTestFailed",
        PatchError::OperationFailed { .. } => "JsonPatchException",
        PatchError::ProtectedPointer { .. } | PatchError::IdentityChanged { .. } => "ConfigError",
        _ => "ValueError",
    }
}
