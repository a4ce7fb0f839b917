//! How large an object may be: a real server's store refuses what is larger.

use serde_json::Value;

use crate::handlers::Write;
use crate::status::Status;

/// The largest object.
const MOST: usize = 1536 * 1024;

/// The deepest object, with its managed fields: what is stored is read again, by a reader that stops at 128.
const DEEPEST: usize = 120;

/// Refuses an object that is too large or too deep to be stored; a dry run stores none.
pub(super) fn check(write: &Write<'_>, object: &Value) -> Result<(), Status> {
    if !is_within(object, DEEPEST) {
        return Err(Status::bad_request(format!(
            "the object has more than {DEEPEST} levels, which this server does not store"
        )));
    }
    if !write.dry_run && size(object) > MOST {
        return Err(Status::internal_plain("etcdserver: request is too large"));
    }
    Ok(())
}

/// Whether a value has no more levels than these.
fn is_within(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(|item| is_within(item, levels - 1)),
        Value::Object(fields) => {
            levels > 0 && fields.values().all(|value| is_within(value, levels - 1))
        }
        _ => true,
    }
}

/// About as many bytes as it has in JSON, told without writing it.
pub(crate) fn size(value: &Value) -> usize {
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
