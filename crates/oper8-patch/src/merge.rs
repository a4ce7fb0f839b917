//! The strategic merge: maps key by key, lists by [`crate::list`].

use serde_json::{Map, Value};

use crate::error::type_name;
use crate::identity::equal;
use crate::keys::{self, Place};
use crate::list::{DIRECTIVE, merge_list};
use crate::path::Path;
use crate::{PatchError, Result};

const DELETE_FROM_PRIMITIVE_LIST: &str = "$deleteFromPrimitiveList/";

/// Merges `patch` into `resource` by the rules of this crate's front page, and returns the merged manifest.
///
/// `resource` is a whole manifest; its `kind` tells which lists have merge keys, and no list has one without it. `patch` is
/// an object with the fields to change.
///
/// # Errors
///
/// [`PatchError::NotAnObject`] when either argument is none; the `ResourceElementWithoutKey`, `PatchElementWithoutKey`,
/// `DeleteOfMissingElement`, `UnknownDirective` and `Primitive..` variants of [`PatchError`] when a list or a directive does
/// not fit.
pub fn strategic_merge(resource: &Value, patch: &Value) -> Result<Value> {
    strategic_merge_into(resource.clone(), patch)
}

/// [`strategic_merge`] that takes the manifest by value, for callers who need no copy of it.
///
/// # Errors
///
/// As [`strategic_merge`]; the manifest is then lost.
pub fn strategic_merge_into(mut resource: Value, patch: &Value) -> Result<Value> {
    let Value::Object(current) = &mut resource else {
        return Err(PatchError::NotAnObject {
            what: "the manifest",
            found: type_name(&resource),
        });
    };
    let Value::Object(patch) = patch else {
        return Err(PatchError::NotAnObject {
            what: "the patch",
            found: type_name(patch),
        });
    };
    let place = current
        .get("kind")
        .and_then(Value::as_str)
        .and_then(keys::root);
    merge_map(current, patch, place, &Path::ROOT, Directive::IsData)?;
    Ok(resource)
}

/// What `$patch` is in a map of the patch.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Directive {
    /// A key like any other.
    IsData,
    /// An instruction that has been read already.
    IsRead,
}

pub(crate) fn merge_map(
    current: &mut Map<String, Value>,
    patch: &Map<String, Value>,
    place: Option<&'static Place>,
    path: &Path<'_>,
    directive: Directive,
) -> Result<()> {
    for (key, value) in patch {
        // Most keys are told from the two special ones by their first byte.
        let is_special = key.as_bytes().first() == Some(&b'$');
        if is_special && directive == Directive::IsRead && key == DIRECTIVE {
            continue;
        }
        if value.is_null() {
            current.remove(key);
        } else if is_special && let Some(target) = key.strip_prefix(DELETE_FROM_PRIMITIVE_LIST) {
            delete_from_list(current, target, value, path)?;
        } else if let Some(old) = current.get_mut(key) {
            merge_value(
                old,
                value,
                place.and_then(|place| place.child(key)),
                &path.field(key),
            )?;
        } else {
            current.insert(key.clone(), value.clone());
        }
    }
    Ok(())
}

fn merge_value(
    current: &mut Value,
    patch: &Value,
    place: Option<&'static Place>,
    path: &Path<'_>,
) -> Result<()> {
    match (current, patch, place) {
        (Value::Object(current), Value::Object(patch), place) => {
            merge_map(current, patch, place, path, Directive::IsData)
        }
        (Value::Array(current), Value::Array(patch), Some(place)) if !place.key.is_empty() => {
            merge_list(current, patch, place, path)
        }
        (current, patch, _) => {
            current.clone_from(patch);
            Ok(())
        }
    }
}

/// Removes the first occurrence of each of `values` from the list at `key`.
fn delete_from_list(
    current: &mut Map<String, Value>,
    key: &str,
    values: &Value,
    path: &Path<'_>,
) -> Result<()> {
    let at = || (path.field(key).to_string(), key.to_owned());
    let Some(target) = current.get_mut(key) else {
        let (path, key) = at();
        return Err(PatchError::PrimitiveListMissing { path, key });
    };
    let Value::Array(values) = values else {
        let (path, key) = at();
        return Err(PatchError::PrimitiveListNotGiven { path, key });
    };
    let Value::Array(target) = target else {
        let (path, key) = at();
        return Err(PatchError::PrimitiveListExpected { path, key });
    };
    for (index, value) in values.iter().enumerate() {
        let Some(found) = target.iter().position(|other| equal(other, value)) else {
            let (path, key) = at();
            return Err(PatchError::PrimitiveElementMissing { path, key, index });
        };
        target.remove(found);
    }
    Ok(())
}
