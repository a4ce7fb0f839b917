//! The annotation that attaches patches to a custom resource.

use serde_json::{Map, Value};

use crate::{PatchError, Result};

/// The annotation of a custom resource that lists its patches:
/// `{"<patch>": {"timestamp": "2024-01-02T03:04:05", "api_version": "oper8.org/v1", "kind": "TemporaryPatch"}}`.
pub const TEMPORARY_PATCHES_ANNOTATION: &str = "oper8.org/temporary-patches";

/// The kind of an entry that names none.
pub const TEMPORARY_PATCH_KIND: &str = "TemporaryPatch";

/// One entry of the annotation: the object in which a patch is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatchReference {
    /// Name of the object, in the custom resource's namespace.
    pub name: String,
    /// Its `apiVersion`.
    pub api_version: String,
    /// Its kind, [`TEMPORARY_PATCH_KIND`] by default.
    pub kind: String,
}

/// Reads the value of [`TEMPORARY_PATCHES_ANNOTATION`]; the patch with the earliest timestamp comes first, and the name
/// decides between equal ones.
///
/// `parse` reads a timestamp, ISO 8601 with or without a zone, and answers `None` for text that is none.
///
/// # Errors
///
/// [`PatchError::AnnotationNotJson`], [`PatchError::NotAnObject`], and [`PatchError::InvalidReference`] for an entry without
/// an `api_version` or a timestamp that `parse` accepts.
///
/// # Examples
///
/// ```
/// let annotation = r#"{
///     "late": {"timestamp": "2024-01-02T00:00:00", "api_version": "oper8.org/v1"},
///     "early": {"timestamp": "2024-01-01T00:00:00", "api_version": "oper8.org/v1"}
/// }"#;
/// // Texts of one form sort as the instants do.
/// let patches = oper8_patch::parse_annotation(annotation, |text| Some(text.to_owned()))?;
/// assert_eq!(patches[0].name, "early");
/// assert_eq!(patches[0].kind, "TemporaryPatch");
/// # Ok::<(), oper8_patch::PatchError>(())
/// ```
pub fn parse_annotation<T: Ord>(
    annotation: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<PatchReference>> {
    let entries: Value = serde_json::from_str(annotation)
        .map_err(|source| PatchError::AnnotationNotJson { source })?;
    let Value::Object(entries) = &entries else {
        let found = crate::error::type_name(&entries);
        return Err(PatchError::NotAnObject {
            what: "annotation `oper8.org/temporary-patches`",
            found,
        });
    };
    let mut dated: Vec<_> = entries
        .iter()
        .map(|(name, entry)| read(name, entry, &parse))
        .collect::<Result<_>>()?;
    dated.sort_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.name.cmp(&second.name)));
    Ok(dated.into_iter().map(|(_, reference)| reference).collect())
}

fn read<T>(
    name: &str,
    entry: &Value,
    parse: &impl Fn(&str) -> Option<T>,
) -> Result<(T, PatchReference)> {
    let invalid = |field, expected| PatchError::InvalidReference {
        patch: name.to_owned(),
        field,
        expected,
    };
    let empty = Map::new();
    let entry = entry.as_object().unwrap_or(&empty);
    let timestamp = entry
        .get("timestamp")
        .and_then(Value::as_str)
        .and_then(parse);
    let timestamp = timestamp.ok_or_else(|| invalid("timestamp", "an ISO 8601 time"))?;
    let api_version = entry.get("api_version").and_then(Value::as_str);
    let api_version =
        api_version.ok_or_else(|| invalid("api_version", "the apiVersion of the patch"))?;
    let kind = match entry.get("kind") {
        None => TEMPORARY_PATCH_KIND,
        Some(kind) => kind
            .as_str()
            .ok_or_else(|| invalid("kind", "text where it is given"))?,
    };
    Ok((
        timestamp,
        PatchReference {
            name: name.into(),
            api_version: api_version.into(),
            kind: kind.into(),
        },
    ))
}
