//! The two patches that RFCs define.

use json_patch::PatchOperation;
use serde::Deserialize;
use serde_json::Value;

use crate::error::type_name;
use crate::identity::equal;
use crate::{PatchError, Result};

/// Applies a JSON patch, RFC 6902: `operations` is a list of `{"op", "path", ..}`. Returns the changed document.
///
/// All operations are read before one is applied. A `test` compares as the RFC says: numbers by value, so that `1` is `1.0`, and
/// maps in any order.
///
/// # Errors
///
/// [`PatchError::NotAList`] and [`PatchError::InvalidOperation`] when `operations` is no such list,
/// [`PatchError::TestFailed`], and [`PatchError::OperationFailed`] when an operation does not fit the document.
///
/// # Examples
///
/// ```
/// # use serde_json::json;
/// let operations = json!([{"op": "add", "path": "/spec/args/-", "value": "--fast"}]);
/// let patched = oper8_patch::json_patch_6902(&json!({"spec": {"args": ["run"]}}), &operations)?;
/// assert_eq!(patched, json!({"spec": {"args": ["run", "--fast"]}}));
/// # Ok::<(), oper8_patch::PatchError>(())
/// ```
pub fn json_patch_6902(document: &Value, operations: &Value) -> Result<Value> {
    json_patch_into(document.clone(), operations)
}

/// [`json_patch_6902`] without a copy of the document.
pub(crate) fn json_patch_into(mut document: Value, operations: &Value) -> Result<Value> {
    // A malformed operation is the patch's own fault, whatever the document makes of those before it.
    let operations: Vec<_> = list(operations)?
        .iter()
        .enumerate()
        .map(|(index, operation)| read_operation(index, operation))
        .collect::<Result<_>>()?;
    for (index, operation) in operations.into_iter().enumerate() {
        apply(&mut document, index, operation)?;
    }
    Ok(document)
}

/// The operations of a JSON patch.
pub(crate) fn list(operations: &Value) -> Result<&[Value]> {
    let list = operations.as_array().map(Vec::as_slice);
    list.ok_or_else(|| PatchError::NotAList {
        found: type_name(operations),
    })
}

/// The operation at `index` of a JSON patch.
pub(crate) fn read_operation(index: usize, operation: &Value) -> Result<PatchOperation> {
    PatchOperation::deserialize(operation)
        .map_err(|source| PatchError::InvalidOperation { index, source })
}

fn apply(document: &mut Value, index: usize, operation: PatchOperation) -> Result<()> {
    let pointer = operation.path().to_string();
    if let PatchOperation::Test(test) = &operation {
        let value = document.pointer(test.path.as_str());
        return match value.is_some_and(|value| equal(value, &test.value)) {
            true => Ok(()),
            false => Err(PatchError::TestFailed { index, pointer }),
        };
    }
    // Nothing has to be undone: a document that could not be patched is dropped.
    json_patch::patch_unsafe(document, &[operation]).map_err(|error| PatchError::OperationFailed {
        index,
        pointer,
        source: error.kind,
    })
}

/// Applies a JSON merge patch, RFC 7386: maps are merged key by key, a null removes its key, all else replaces. Returns the
/// changed document; every pair of values has one.
///
/// ```
/// # use serde_json::json;
/// let patched = oper8_patch::merge_patch_7386(&json!({"a": 1, "b": [1, 2]}), &json!({"a": null, "b": [3]}));
/// assert_eq!(patched, json!({"b": [3]}));
/// ```
pub fn merge_patch_7386(document: &Value, patch: &Value) -> Value {
    let mut document = document.clone();
    json_patch::merge(&mut document, patch);
    document
}
