//! Who owns which field of a live object.

use oper8_schema::{FieldSet, PathElement};
use serde_json::Value;

use crate::FIELD_MANAGER;

/// What the live object's `managedFields` say of this field manager and of the others.
#[derive(Default)]
pub(crate) struct Ownership {
    /// What was applied, in the version in which it is to be applied now; nothing when it was not.
    pub(crate) applied: Option<FieldSet>,
    /// What was written by other means under the same name: by a PUT.
    pub(crate) updated: FieldSet,
    /// Everything that others own.
    pub(crate) foreign: FieldSet,
}

impl Ownership {
    /// The ownership of a live object, for an apply in `api_version`.
    pub(crate) fn of(live: &Value, api_version: &str) -> Self {
        let mut ownership = Self::default();
        let entries = live
            .pointer("/metadata/managedFields")
            .and_then(Value::as_array);
        for entry in entries.into_iter().flatten() {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            let fields = entry
                .get("fieldsV1")
                .and_then(|fields| FieldSet::from_fields_v1(fields).ok())
                .unwrap_or_default();
            let is_own = text("manager") == FIELD_MANAGER && text("subresource").is_empty();
            if !is_own {
                ownership.foreign = ownership.foreign.union(&fields);
            } else if text("operation") != "Apply" {
                ownership.updated = ownership.updated.union(&fields);
            } else if text("apiVersion") == api_version {
                ownership.applied = Some(fields);
            }
        }
        ownership
    }

    /// Whether nobody but this field manager keeps an owner reference alive.
    pub(crate) fn has_applied_owner(&self, reference: &Value) -> bool {
        let Some(uid) = reference.get("uid") else {
            return false;
        };
        let path = [
            PathElement::field("metadata"),
            PathElement::field("ownerReferences"),
            PathElement::key([("uid", uid.clone())]),
        ];
        self.applied
            .as_ref()
            .is_some_and(|applied| applied.contains(&path) || holds_below(applied, &path))
    }

    /// Whether this field manager alone owns an annotation.
    pub(crate) fn owns_annotation_alone(&self, name: &str) -> bool {
        let path = [
            PathElement::field("metadata"),
            PathElement::field("annotations"),
            PathElement::field(name),
        ];
        let own = self.updated.contains(&path)
            || self
                .applied
                .as_ref()
                .is_some_and(|applied| applied.contains(&path));
        own && !self.foreign.contains(&path)
    }
}

/// Whether the set has members below a path.
pub(crate) fn holds_below(set: &FieldSet, path: &[PathElement]) -> bool {
    let mut set = Some(set);
    for element in path {
        set = set.and_then(|set| set.below(element));
    }
    set.is_some()
}
