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
    let Some(size) = measure(object, DEEPEST) else {
        return Err(Status::bad_request(format!(
            "the object has more than {DEEPEST} levels, which this server does not store"
        )));
    };
    if !write.dry_run && size > MOST {
        return Err(Status::internal_plain("etcdserver: request is too large"));
    }
    Ok(())
}

/// About as many bytes as a value has in JSON, told without writing it; `None` where it has more levels than these.
fn measure(value: &Value, levels: usize) -> Option<usize> {
    match value {
        Value::String(text) => Some(text.len() + 2),
        Value::Array(items) => {
            let below = levels.checked_sub(1)?;
            items
                .iter()
                .try_fold(2, |sum, item| Some(sum + measure(item, below)? + 1))
        }
        Value::Object(fields) => {
            let below = levels.checked_sub(1)?;
            let mut fields = fields.iter();
            fields.try_fold(2, |sum, (key, value)| {
                Some(sum + key.len() + 4 + measure(value, below)?)
            })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(4),
    }
}

/// About as many bytes as a value has in JSON.
pub(crate) fn size(value: &Value) -> usize {
    measure(value, usize::MAX).unwrap_or_default()
}
