//! What a patch may not do, and whose patch it is.

use serde_json::Value;

use crate::error::text;
use crate::rfc::{list, read_operation};
use crate::select::{JSON_PATCH, STRATEGIC_MERGE_PATCH};
use crate::{PatchError, PatchReference, Result};

/// The fields that say which object a manifest is. A patch that could change them could make the operator write an object
/// of another namespace or kind with its own rights.
const PROTECTED: [&str; 4] = [
    "/apiVersion",
    "/kind",
    "/metadata/name",
    "/metadata/namespace",
];

/// The values of the identifying fields, null for an absent one.
pub(crate) fn identity(resource: &Value) -> [Value; 4] {
    PROTECTED.map(|pointer| resource.pointer(pointer).cloned().unwrap_or_default())
}

/// Fails when a manifest is no longer the object that it was.
pub(crate) fn check_identity(before: &[Value; 4], resource: &Value) -> Result<()> {
    let after = PROTECTED.map(|pointer| resource.pointer(pointer).unwrap_or(&Value::Null));
    let changed = before
        .iter()
        .zip(after)
        .zip(PROTECTED)
        .filter(|((before, after), _)| before != after);
    let fields: Vec<_> = changed.map(|(_, pointer)| pointer).collect();
    if fields.is_empty() {
        Ok(())
    } else {
        Err(PatchError::IdentityChanged { fields })
    }
}

/// Fails when an operation of a JSON patch writes at, above or below an identifying field, even the value that is there.
/// Reading one (`test`, the source of a `copy`) is fine.
pub(crate) fn check_pointers(operations: &Value) -> Result<()> {
    for (index, operation) in list(operations)?.iter().enumerate() {
        let written: &[&str] = match operation["op"].as_str() {
            Some("test") => &[],
            Some("move") => &["path", "from"],
            _ => &["path"],
        };
        for key in written {
            let Some(pointer) = operation[key].as_str() else {
                // What is wrong with it is told by reading it.
                read_operation(index, operation)?;
                continue;
            };
            if is_protected(pointer) {
                return Err(PatchError::ProtectedPointer {
                    index,
                    pointer: pointer.to_owned(),
                });
            }
        }
    }
    Ok(())
}

fn is_protected(pointer: &str) -> bool {
    let covers = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    PROTECTED
        .iter()
        .any(|protected| covers(pointer, protected) || covers(protected, pointer))
}

/// Whether patches may be read from objects of the reference's kind: `allowed` holds kinds, each as `TemporaryPatch` or as
/// `oper8.org/v1/TemporaryPatch`.
pub fn is_allowed_kind<S: AsRef<str>>(reference: &PatchReference, allowed: &[S]) -> bool {
    let full = format!("{}/{}", reference.api_version, reference.kind);
    allowed
        .iter()
        .any(|kind| kind.as_ref() == reference.kind || kind.as_ref() == full)
}

/// Checks, before a patch is read, that it is not an object of the custom resource's own kind.
///
/// Whoever can edit the custom resource can write its annotation, so what that names is not trusted. `custom_resource` is
/// the whole object; versions of one group count as the same.
///
/// # Errors
///
/// [`PatchError::OwnKind`].
pub fn check_source(custom_resource: &Value, reference: &PatchReference) -> Result<()> {
    let own_group = custom_resource["apiVersion"].as_str().map_or("", group);
    if custom_resource["kind"] == *reference.kind && group(&reference.api_version) == own_group {
        let (patch, kind) = (reference.name.clone(), reference.kind.clone());
        return Err(PatchError::OwnKind { patch, kind });
    }
    Ok(())
}

/// Checks that `content`, the object that a reference of the annotation leads to, is a patch for `custom_resource`.
///
/// It must have the type that the reference names, target the custom resource by group, kind and name (the version may
/// differ, so that a patch survives a conversion), name a known `patchType`, and hold a map of patches.
///
/// # Errors
///
/// [`PatchError::WrongType`], [`PatchError::MissingBody`], [`PatchError::WrongTarget`], [`PatchError::UnknownPatchType`].
pub fn check_content(
    custom_resource: &Value,
    reference: &PatchReference,
    content: &Value,
) -> Result<()> {
    let patch = || reference.name.clone();
    if content["apiVersion"] != *reference.api_version || content["kind"] != *reference.kind {
        let expected = format!("{}/{}", reference.api_version, reference.kind);
        return Err(PatchError::WrongType {
            patch: patch(),
            expected,
        });
    }
    let spec = &content["spec"];
    if !spec.is_object() {
        return Err(PatchError::MissingBody {
            patch: patch(),
            path: "spec",
        });
    }
    if !targets(spec, custom_resource) {
        return Err(PatchError::WrongTarget {
            patch: patch(),
            target: describe(custom_resource),
        });
    }
    if !matches!(
        spec["patchType"].as_str(),
        Some(STRATEGIC_MERGE_PATCH | JSON_PATCH)
    ) {
        return Err(PatchError::UnknownPatchType {
            patch: patch(),
            patch_type: text(&spec["patchType"]),
        });
    }
    if !spec["patch"].is_object() {
        return Err(PatchError::MissingBody {
            patch: patch(),
            path: "spec.patch",
        });
    }
    Ok(())
}

fn targets(spec: &Value, custom_resource: &Value) -> bool {
    let own_group = |object: &Value| {
        object["apiVersion"]
            .as_str()
            .map_or(String::new(), |text| group(text).to_owned())
    };
    own_group(spec) == own_group(custom_resource)
        && spec["kind"] == custom_resource["kind"]
        && spec["name"] == custom_resource["metadata"]["name"]
}

fn describe(custom_resource: &Value) -> String {
    let part = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let name = part(&custom_resource["metadata"]["name"]);
    format!(
        "{}/{}/{name}",
        part(&custom_resource["apiVersion"]),
        part(&custom_resource["kind"])
    )
}

/// The group of an `apiVersion`; empty for the core group.
fn group(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or("", |(group, _)| group)
}
