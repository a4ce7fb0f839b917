//! Finding the patches that are meant for a manifest, and applying them.

use serde_json::Value;

use crate::error::text;
use crate::guard::{check_identity, check_pointers, identity};
use crate::rfc::json_patch_into;
use crate::{PatchError, Result, strategic_merge_into};

/// The `patchType` of a patch for [`strategic_merge`](crate::strategic_merge).
pub const STRATEGIC_MERGE_PATCH: &str = "patchStrategicMerge";

/// The `patchType` of a patch for [`json_patch_6902`](crate::json_patch_6902).
pub const JSON_PATCH: &str = "patchJson6902";

/// Applies to `resource` those of `patches` that are meant for it, in their order, and returns the patched manifest.
///
/// `internal_name` is `<component>.<resource>`. Each of `patches` is a whole `TemporaryPatch` object; its `spec.patch` nests
/// patches by the parts of internal names, `{"<component>": {"<resource>": <patch>}}`, and `spec.patchType` is
/// [`STRATEGIC_MERGE_PATCH`] or [`JSON_PATCH`]. Empty patches are skipped.
///
/// A patch may not change `apiVersion`, `kind`, `metadata.name` or `metadata.namespace`; an operation of a JSON patch may not
/// even write the value that is there.
///
/// # Errors
///
/// [`PatchError::Apply`] names the patch that failed; its source says why.
///
/// # Examples
///
/// ```
/// # use serde_json::json;
/// let patch = json!({
///     "metadata": {"name": "more"},
///     "spec": {"patchType": "patchStrategicMerge", "patch": {"web": {"deployment": {"spec": {"replicas": 3}}}}},
/// });
/// let manifest = json!({"kind": "Deployment", "spec": {"replicas": 1}});
/// let patched = oper8_patch::apply_patches("web.deployment", &manifest, &[patch])?;
/// assert_eq!(patched["spec"]["replicas"], 3);
/// # Ok::<(), oper8_patch::PatchError>(())
/// ```
pub fn apply_patches(internal_name: &str, resource: &Value, patches: &[Value]) -> Result<Value> {
    apply_patches_into(internal_name, resource.clone(), patches)
}

/// [`apply_patches`] that takes the manifest by value, for callers who need no copy of it.
///
/// # Errors
///
/// As [`apply_patches`]; the manifest is then lost.
pub fn apply_patches_into(
    internal_name: &str,
    resource: Value,
    patches: &[Value],
) -> Result<Value> {
    let identity = identity(&resource);
    let mut patched = resource;
    for object in patches {
        let Some(patch) = find(internal_name, &object["spec"]["patch"]) else {
            continue;
        };
        let name = object["metadata"]["name"].as_str().unwrap_or("?");
        patched = apply(patched, name, &object["spec"]["patchType"], patch)
            .and_then(|patched| check_identity(&identity, &patched).map(|()| patched))
            .map_err(|source| PatchError::Apply {
                patch: name.to_owned(),
                internal_name: internal_name.to_owned(),
                source: Box::new(source),
            })?;
    }
    Ok(patched)
}

/// The patch for `internal_name` in a map nested by the parts of names.
fn find<'a>(internal_name: &str, nested: &'a Value) -> Option<&'a Value> {
    let patch = internal_name
        .split('.')
        .try_fold(nested, |level, part| level.as_object()?.get(part))?;
    let empty = match patch {
        Value::Null | Value::Bool(false) => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Bool(true) => false,
    };
    (!empty).then_some(patch)
}

fn apply(resource: Value, name: &str, patch_type: &Value, patch: &Value) -> Result<Value> {
    match patch_type.as_str() {
        Some(STRATEGIC_MERGE_PATCH) => strategic_merge_into(resource, patch),
        Some(JSON_PATCH) => {
            check_pointers(patch)?;
            json_patch_into(resource, patch)
        }
        _ => Err(PatchError::UnknownPatchType {
            patch: name.to_owned(),
            patch_type: text(patch_type),
        }),
    }
}
