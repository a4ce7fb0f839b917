//! What can be wrong with a patch.

use serde_json::Value;

/// The result of this crate's functions.
pub type Result<T, E = PatchError> = std::result::Result<T, E>;

/// A patch that cannot be applied.
///
/// A `path` is dotted, starts below the manifest's kind, and names list elements by their merge key:
/// `spec.template.spec.containers[web].env`. Values are never shown, since a manifest may hold secrets.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PatchError {
    /// Something that must be an object is another type of JSON.
    #[error("{what} must be an object, found {found}")]
    NotAnObject {
        /// What it is, e.g. `the patch`.
        what: &'static str,
        /// The JSON type that was found.
        found: &'static str,
    },
    /// An element of a keyed list in the manifest is no object or lacks its merge key.
    #[error("an element of `{path}` in the manifest has no `{key}`, by which this list is merged")]
    ResourceElementWithoutKey {
        /// Where the list is.
        path: String,
        /// The missing field.
        key: &'static str,
    },
    /// An element of a keyed list in the patch is no object or lacks its merge key.
    #[error(
        "an element of `{path}` in the patch has no `{key}`: add it, this list is merged by it"
    )]
    PatchElementWithoutKey {
        /// Where the list is.
        path: String,
        /// The missing field.
        key: &'static str,
    },
    /// `$patch: delete` for an element that the manifest does not have.
    #[error("`$patch: delete` at `{path}[{element}]`: the manifest has no such element")]
    DeleteOfMissingElement {
        /// Where the list is.
        path: String,
        /// The element's merge key.
        element: String,
    },
    /// A `$patch` that is none of the directives.
    #[error(
        "unknown `$patch` directive `{directive}` at `{path}[{element}]`: use `merge`, `replace` or `delete`"
    )]
    UnknownDirective {
        /// Where the list is.
        path: String,
        /// The element's merge key.
        element: String,
        /// The directive, as JSON when it is no text.
        directive: String,
    },
    /// `$deleteFromPrimitiveList` names a list that the manifest does not have.
    #[error("`$deleteFromPrimitiveList/{key}`: the manifest has no `{path}`")]
    PrimitiveListMissing {
        /// Where the list should be.
        path: String,
        /// The key of the list.
        key: String,
    },
    /// The value of a `$deleteFromPrimitiveList` is no list.
    #[error(
        "`$deleteFromPrimitiveList/{key}` at `{path}` must hold a list of the values to remove"
    )]
    PrimitiveListNotGiven {
        /// Where the list is.
        path: String,
        /// The key of the list.
        key: String,
    },
    /// `$deleteFromPrimitiveList` names something else than a list.
    #[error("`$deleteFromPrimitiveList/{key}`: `{path}` in the manifest is no list")]
    PrimitiveListExpected {
        /// Where the list should be.
        path: String,
        /// The key of the list.
        key: String,
    },
    /// `$deleteFromPrimitiveList` holds a value that is not in the list.
    #[error(
        "`$deleteFromPrimitiveList/{key}`: value {index} (from 0) is not in `{path}` of the manifest"
    )]
    PrimitiveElementMissing {
        /// Where the list is.
        path: String,
        /// The key of the list.
        key: String,
        /// Position of the value in the patch, from 0.
        index: usize,
    },
    /// A JSON patch is no list.
    #[error("a JSON patch must be a list of operations, found {found}")]
    NotAList {
        /// The JSON type that was found.
        found: &'static str,
    },
    /// An operation of a JSON patch cannot be read.
    #[error("operation {index} (from 0) of the JSON patch is malformed")]
    InvalidOperation {
        /// Position of the operation, from 0.
        index: usize,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// A `test` operation found another value, or none.
    #[error(
        "operation {index} (from 0) of the JSON patch: the value at `{pointer}` is not the tested one"
    )]
    TestFailed {
        /// Position of the operation, from 0.
        index: usize,
        /// The JSON pointer of the value.
        pointer: String,
    },
    /// An operation of a JSON patch does not fit the manifest.
    #[error("operation {index} (from 0) of the JSON patch cannot be applied at `{pointer}`")]
    OperationFailed {
        /// Position of the operation, from 0.
        index: usize,
        /// The JSON pointer of the operation's target.
        pointer: String,
        /// Why it cannot.
        #[source]
        source: json_patch::PatchErrorKind,
    },
    /// A JSON patch reaches for a field that says which object the manifest is.
    #[error(
        "operation {index} (from 0) of the JSON patch reaches `{pointer}`: a patch may not change `apiVersion`, `kind`, `metadata.name` or `metadata.namespace`"
    )]
    ProtectedPointer {
        /// Position of the operation, from 0.
        index: usize,
        /// The JSON pointer, its own target or the source of a move.
        pointer: String,
    },
    /// A patch would turn the manifest into another object's.
    #[error("the patch changes {fields}: a patch may not turn a manifest into another object's", fields = .fields.join(", "))]
    IdentityChanged {
        /// Which of the four identifying fields, as JSON pointers.
        fields: Vec<&'static str>,
    },
    /// A `patchType` that is not known.
    #[error(
        "patch `{patch}` has the unknown type `{patch_type}`: use `patchStrategicMerge` or `patchJson6902`"
    )]
    UnknownPatchType {
        /// Name of the patch.
        patch: String,
        /// The type, as JSON when it is no text; `null` when there is none.
        patch_type: String,
    },
    /// One of several patches failed.
    #[error("could not apply patch `{patch}` to `{internal_name}`")]
    Apply {
        /// `metadata.name` of the patch.
        patch: String,
        /// Internal name of the manifest.
        internal_name: String,
        /// Why.
        #[source]
        source: Box<Self>,
    },
    /// The annotation that lists patches is no JSON.
    #[error("annotation `oper8.org/temporary-patches` is no JSON")]
    AnnotationNotJson {
        /// Where it stops being JSON.
        #[source]
        source: serde_json::Error,
    },
    /// An entry of the annotation that lists patches lacks a field, or holds something unusable there.
    #[error(
        "annotation `oper8.org/temporary-patches`: entry `{patch}` needs `{field}`, {expected}"
    )]
    InvalidReference {
        /// Name of the patch.
        patch: String,
        /// The field.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A patch would be read from an object of the custom resource's own kind.
    #[error(
        "patch `{patch}` is of the custom resource's own kind `{kind}`, which cannot hold patches"
    )]
    OwnKind {
        /// Name of the patch.
        patch: String,
        /// The kind of both.
        kind: String,
    },
    /// The object that holds the patch is of another type than the annotation says.
    #[error("patch `{patch}` is no `{expected}`, as which the annotation lists it")]
    WrongType {
        /// Name of the patch.
        patch: String,
        /// `<apiVersion>/<kind>` of the annotation.
        expected: String,
    },
    /// The object that holds the patch lacks a usable `spec` or patch.
    #[error("patch `{patch}` must have an object at `{path}`")]
    MissingBody {
        /// Name of the patch.
        patch: String,
        /// `spec`, or `spec.patch`.
        path: &'static str,
    },
    /// The patch is meant for another custom resource.
    #[error(
        "patch `{patch}` does not target {target}: correct `spec.apiVersion`, `spec.kind` and `spec.name`, or the annotation"
    )]
    WrongTarget {
        /// Name of the patch.
        patch: String,
        /// `<apiVersion>/<kind>/<name>` of the custom resource.
        target: String,
    },
}

impl PatchError {
    /// Whether the patch tried what no patch may, to change which object a manifest is: it has to be corrected, whatever the
    /// manifest.
    pub fn is_forbidden(&self) -> bool {
        match self {
            Self::Apply { source, .. } => source.is_forbidden(),
            Self::ProtectedPointer { .. } | Self::IdentityChanged { .. } => true,
            _ => false,
        }
    }
}

/// The name of a value's JSON type, for messages.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Text as it is, anything else as JSON.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
