//! The two ways in which a whole manifest reaches the server.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::http::Method;
use oper8_patch::TEMPORARY_PATCHES_ANNOTATION;
use oper8_schema::{FieldSet, Shape, typed};
use serde_json::Value;

use super::discovery::Resource;
use super::http::{Format, Task};
use super::memory::version_of;
use super::owned::Ownership;
use super::prepare::{add_references, drop_nulls, metadata, owner_references};
use super::{Shared, prepare};
use crate::secret::SECRET_FIELDS;
use crate::{
    ConflictPolicy, DeployError, FIELD_MANAGER, FieldConflict, ObjectKey, Result, StatusCause,
    retain_annotations,
};

/// How often fields are given up before an apply fails; others may take fields meanwhile.
const YIELDS: usize = 5;

/// What stands for a value of a Secret.
const REDACTED: &str = "<redacted>";

/// One object and how it is reached.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) key: &'a ObjectKey,
    pub(crate) resource: &'a Resource,
}

impl Target<'_> {
    /// The schema of a custom kind, where it can be had.
    pub(crate) async fn schema(self) -> Option<Arc<Value>> {
        let schemas = &self.shared.schemas;
        schemas.get(self.key, &self.resource.plural).await
    }

    /// Applies under our name.
    async fn patch(self, body: &Value, force: bool) -> Result<Value> {
        let uri = format!(
            "{}?fieldManager={FIELD_MANAGER}&force={force}",
            self.resource.object(self.key)?
        );
        self.send("apply", Method::PATCH, &uri, Format::Apply, body)
            .await
    }

    /// Applies `desired` by the policy. Fields that are given up are taken out of it and added to `yielded`.
    ///
    /// `live` is what the decision to write was based on: should another object bear its name by now, the server
    /// refuses.
    pub(crate) async fn apply(
        self,
        desired: &mut Value,
        live: Option<&Value>,
        conflicts: ConflictPolicy,
        shape: Shape<'_>,
        yielded: &mut BTreeSet<String>,
    ) -> Result<Value> {
        let uid = live.and_then(|live| live.pointer("/metadata/uid"));
        let mut body = desired.clone();
        if let (Some(uid), Some(metadata)) = (uid, metadata(&mut body)) {
            metadata.insert("uid".to_owned(), uid.clone());
        }
        for _ in 0..YIELDS {
            let force = conflicts == ConflictPolicy::Force;
            let error = match self.patch(&body, force).await {
                Ok(object) => return Ok(object),
                Err(error) => error,
            };
            let Some(foreign) = foreign_conflicts(&error) else {
                return Err(error);
            };
            if foreign.is_empty() {
                // All these fields were PUT under our own name.
                return self.patch(&body, true).await;
            }
            let fields = match conflicts {
                ConflictPolicy::Yield => fields_named(&body, shape, &foreign),
                ConflictPolicy::Force | ConflictPolicy::Fail => FieldSet::new(),
            };
            if fields.is_empty() {
                return Err(DeployError::FieldConflict {
                    object: self.key.to_string(),
                    conflicts: foreign,
                });
            }
            yielded.extend(fields.paths().map(|path| path.to_string()));
            give_up(&mut body, &fields, shape);
            give_up(desired, &fields, shape);
        }
        Err(DeployError::FieldConflict {
            object: self.key.to_string(),
            conflicts: Vec::new(),
        })
    }

    /// Replaces the live object by `desired`, except for what belongs to others by design: finalizers, owners, and
    /// annotations that must survive.
    pub(crate) async fn put(
        self,
        desired: &Value,
        live: &Value,
        ownership: &Ownership,
    ) -> Result<Value> {
        let mut body = desired.clone();
        let passthrough = &self.shared.settings.passthrough_annotations;
        let others = others_annotations(live, ownership);
        retain_annotations(&others, &mut body, passthrough);
        // The patches of a custom resource are for its own controller, whoever manages the resource.
        retain_annotations(&others, &mut body, &[TEMPORARY_PATCHES_ANNOTATION]);
        add_references(&mut body, owner_references(live).cloned().collect());
        if let Some(metadata) = prepare::metadata(&mut body) {
            for name in ["uid", "finalizers"] {
                if let Some(value) = live.pointer(&format!("/metadata/{name}")) {
                    metadata.entry(name).or_insert_with(|| value.clone());
                }
            }
            if let Some(version) = version_of(live) {
                metadata.insert("resourceVersion".to_owned(), version.into());
            }
        }
        if let (Some(status), Some(fields)) = (live.get("status"), body.as_object_mut()) {
            fields.entry("status").or_insert_with(|| status.clone());
        }
        self.replace(&body).await
    }

    /// Sends a whole object, with the version that it is to replace.
    pub(crate) async fn replace(self, body: &Value) -> Result<Value> {
        let uri = format!(
            "{}?fieldManager={FIELD_MANAGER}",
            self.resource.object(self.key)?
        );
        self.send("replace", Method::PUT, &uri, Format::Json, body)
            .await
    }

    async fn send(
        self,
        verb: &'static str,
        method: Method,
        uri: &str,
        format: Format,
        body: &Value,
    ) -> Result<Value> {
        let task = Task {
            verb,
            object: self.key,
        };
        self.shared
            .http
            .call(task, method, uri, Some((format, body)))
            .await
            .map_err(|error| redacted(error, self.key, body))
    }
}

/// The annotations of a live object that not only this field manager wants there.
fn others_annotations(live: &Value, ownership: &Ownership) -> Value {
    let annotations = live
        .pointer("/metadata/annotations")
        .and_then(Value::as_object);
    let annotations: serde_json::Map<String, Value> = annotations
        .into_iter()
        .flatten()
        .filter(|(name, _)| !ownership.owns_annotation_alone(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    serde_json::json!({"metadata": {"annotations": annotations}})
}

/// The fields of `desired` that others own with another value; they are taken out of it.
pub(crate) fn yield_known(
    desired: &mut Value,
    live: &Value,
    ownership: &Ownership,
    shape: Shape<'_>,
) -> BTreeSet<String> {
    let merged = typed::merge(live, desired, shape);
    let changed = typed::compare(live, &merged, shape).changed();
    let lost = changed.intersection(&ownership.foreign);
    if lost.is_empty() {
        return BTreeSet::new();
    }
    give_up(desired, &lost, shape);
    lost.paths().map(|path| path.to_string()).collect()
}

fn give_up(desired: &mut Value, fields: &FieldSet, shape: Shape<'_>) {
    *desired = typed::remove(desired, fields, shape);
    drop_nulls(desired);
}

/// The conflicts with others that the server reports; `None` when the error is another one. Empty when all are with
/// fields that were written under our own name by other means than apply.
fn foreign_conflicts(error: &DeployError) -> Option<Vec<FieldConflict>> {
    let DeployError::Api { status, .. } = error else {
        return None;
    };
    if status.code != 409 {
        return None;
    }
    let is_conflict = |cause: &&StatusCause| cause.reason == "FieldManagerConflict";
    let conflicts: Vec<&StatusCause> = status.causes.iter().filter(is_conflict).collect();
    if conflicts.is_empty() {
        return None;
    }
    let own = format!("conflict with \"{FIELD_MANAGER}\"");
    let foreign = conflicts
        .into_iter()
        .filter(|cause| !cause.message.starts_with(&own));
    Some(
        foreign
            .map(|cause| FieldConflict {
                field: cause.field.clone(),
                owner: cause.message.clone(),
            })
            .collect(),
    )
}

/// The fields of `body` that the conflicts name, or that hold what they name: without the schema of a custom kind a
/// whole list is one field.
fn fields_named(body: &Value, shape: Shape<'_>, conflicts: &[FieldConflict]) -> FieldSet {
    let mut fields = FieldSet::new();
    for path in FieldSet::of(body, shape).leaves().paths() {
        let text = path.to_string();
        let is_named = |conflict: &FieldConflict| {
            conflict
                .field
                .strip_prefix(&text)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        if conflicts.iter().any(is_named) {
            fields.insert(&path);
        }
    }
    fields
}

/// The error without the values of a Secret, which a server may quote.
fn redacted(error: DeployError, key: &ObjectKey, body: &Value) -> DeployError {
    let DeployError::Api {
        verb,
        object,
        mut status,
    } = error
    else {
        return error;
    };
    if key.api_version == "v1" && key.kind == "Secret" {
        let mut texts = BTreeSet::new();
        for field in SECRET_FIELDS {
            match body.pointer(field) {
                // The names of the entries are no secret, nor is it a secret which of them is wrong.
                Some(Value::Object(entries)) => {
                    entries.values().for_each(|it| texts_of(it, &mut texts))
                }
                Some(other) => texts_of(other, &mut texts),
                None => {}
            }
        }
        // A text may hold another one.
        let mut texts: Vec<String> = texts.into_iter().collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let messages = status.causes.iter_mut().map(|cause| &mut cause.message);
        for message in messages.chain([&mut status.message]) {
            for text in &texts {
                *message = message.replace(text, REDACTED);
            }
        }
    }
    DeployError::Api {
        verb,
        object,
        status,
    }
}

/// Collects what a server may quote of a value, whatever its shape.
fn texts_of(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| texts_of(item, texts)),
        Value::Object(fields) => {
            for (name, value) in fields {
                texts_of(&Value::String(name.clone()), texts);
                texts_of(value, texts);
            }
        }
        Value::String(text) => {
            if !text.is_empty() {
                let quoted = value.to_string();
                texts.insert(quoted.trim_matches('"').to_owned());
                texts.insert(text.clone());
            }
        }
        Value::Bool(_) | Value::Number(_) => {
            texts.insert(value.to_string());
        }
    }
}
