//! JSON patches, with what the library of the real server takes beyond the standard.

use json_patch::jsonptr::PointerBuf;
use serde_json::Value;

use super::{Patch, Write};
use crate::status::Status;
use crate::strategy;

/// The most operations of one patch.
const MOST: usize = 10_000;

/// The most that the copies of one patch may add, in bytes: each may double the object.
const MOST_COPIED: usize = 3 * 1024 * 1024;

/// Applies the operations to the object, one after the other.
pub(super) fn apply(write: &Write<'_>, patch: &Patch, object: &mut Value) -> Result<(), Status> {
    let Some(operations) = patch.body.as_array() else {
        return Err(Status::bad_request(
            "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
        ));
    };
    if operations.len() > MOST {
        return Err(Status::of_code(
            http::StatusCode::PAYLOAD_TOO_LARGE,
            format!(
                "Request entity too large: The allowed maximum operations in a JSON patch is {MOST}, got {}",
                operations.len()
            ),
        ));
    }
    let mut copied = 0;
    for operation in operations {
        copied += size_of_copy(operation, object);
        if copied > MOST_COPIED {
            return Err(Status::unprocessable_patch());
        }
        let operation = tolerated(operation, object);
        let read: Result<json_patch::PatchOperation, _> = serde_json::from_value(operation);
        let done = read
            .map_err(|error| error.to_string())
            .and_then(|one| json_patch::patch(object, &[one]).map_err(|error| error.to_string()));
        if let Err(error) = done {
            tracing::debug!(%error, resource = %write.id(), "a JSON patch does not apply");
            return Err(Status::unprocessable_patch());
        }
    }
    Ok(())
}

/// How much an operation adds that copies.
fn size_of_copy(operation: &Value, object: &Value) -> usize {
    let from = operation["from"]
        .as_str()
        .filter(|_| operation["op"] == "copy");
    let value = from.and_then(|from| object.pointer(from));
    value.map_or(0, strategy::size)
}

/// A value that is left out is null, and replacing a field that is not there adds it.
fn tolerated(operation: &Value, object: &Value) -> Value {
    let mut operation = operation.clone();
    let kind = operation["op"].as_str().unwrap_or_default().to_owned();
    let Some(fields) = operation.as_object_mut() else {
        return operation;
    };
    if matches!(kind.as_str(), "add" | "replace") && !fields.contains_key("value") {
        fields.insert("value".into(), Value::Null);
    }
    if kind == "replace" {
        let path = fields
            .get("path")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let holder = PointerBuf::parse(path.to_owned()).ok().and_then(|path| {
            let (holder, _) = path.split_back()?;
            Some(holder.to_owned())
        });
        let in_object = holder
            .and_then(|holder| object.pointer(holder.as_str()))
            .is_some_and(Value::is_object);
        if in_object {
            fields.insert("op".into(), "add".into());
        }
    }
    operation
}
