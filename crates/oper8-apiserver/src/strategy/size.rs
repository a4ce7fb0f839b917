//! How large an object may be: a real server's store refuses what is larger.

use serde_json::Value;

use crate::handlers::Write;
use crate::status::Status;

/// The largest object.
const MOST: usize = 1536 * 1024;

/// Refuses an object that is too large to be stored; a dry run stores none.
pub(super) fn check(write: &Write<'_>, object: &Value) -> Result<(), Status> {
    if !write.dry_run && size(object) > MOST {
        return Err(Status::internal_plain("etcdserver: request is too large"));
    }
    Ok(())
}

/// About as many bytes as it has in JSON, told without writing it.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.iter().map(|item| size(item) + 1).sum::<usize>() + 2,
        Value::Object(fields) => {
            let sizes = fields
                .iter()
                .map(|(key, value)| key.len() + 4 + size(value));
            sizes.sum::<usize>() + 2
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 4,
    }
}
