//! Reading a status.

use serde_json::{Map, Value};

use crate::error::type_name;
use crate::{Result, StatusError};

/// The `type` of the condition that says whether the application serves.
pub const READY_CONDITION: &str = "Ready";

/// The `type` of the condition that says whether a change is being rolled out.
pub const UPDATING_CONDITION: &str = "Updating";

/// The condition of type `type_name` in `status`, a CR's whole `.status`; `None` when there is none.
///
/// Types are compared letter by letter. A status, or its `conditions`, that is null or absent holds no condition.
///
/// # Errors
///
/// [`StatusError::DuplicateCondition`] when several conditions have the type, [`StatusError::NotAnObject`] and
/// [`StatusError::NotAList`] when the status or its `conditions` have another shape.
pub fn get_condition<'a>(type_name: &str, status: &'a Value) -> Result<Option<&'a Value>> {
    let mut found = conditions(fields(status)?)?
        .iter()
        .filter(|condition| condition["type"] == type_name);
    let first = found.next();
    if found.next().is_some() {
        return Err(StatusError::DuplicateCondition {
            type_name: type_name.to_owned(),
        });
    }
    Ok(first)
}

/// The version that is rolled out and verified: `versions.reconciled` of `status`, a CR's whole `.status`.
///
/// The value is returned as it stands, whatever its type; `None` when it, or anything on the way to it, is absent or null.
///
/// # Errors
///
/// [`StatusError::NotAnObject`] when the status or its `versions` is a scalar or a list.
pub fn get_version(status: &Value) -> Result<Option<&Value>> {
    let Some(versions) = fields(status)?.and_then(|fields| fields.get("versions")) else {
        return Ok(None);
    };
    match versions {
        Value::Null => Ok(None),
        Value::Object(versions) => Ok(versions
            .get("reconciled")
            .filter(|version| !version.is_null())),
        other => Err(StatusError::NotAnObject {
            path: "versions".into(),
            found: type_name(other),
        }),
    }
}

/// The fields of a status; `None` when there is no status yet.
pub(crate) fn fields(status: &Value) -> Result<Option<&Map<String, Value>>> {
    match status {
        Value::Null => Ok(None),
        Value::Object(fields) => Ok(Some(fields)),
        other => Err(StatusError::NotAnObject {
            path: "status".into(),
            found: type_name(other),
        }),
    }
}

/// The conditions of a status, absent or null ones being an empty list.
pub(crate) fn conditions(fields: Option<&Map<String, Value>>) -> Result<&[Value]> {
    match fields.and_then(|fields| fields.get("conditions")) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(conditions)) => Ok(conditions),
        Some(other) => Err(StatusError::NotAList {
            path: "conditions".into(),
            found: type_name(other),
        }),
    }
}
