//! Adds and removes finalizers and annotations.

use std::sync::{Arc, OnceLock};

use ::http::Method;
use serde_json::{Value, json};

use super::KubeDeployManager;
use super::http::{Format, Task};
use super::memory::{uid_of, version_of};
use super::retry::{Tried, retried};
use crate::{AnnotationUpdate, ApiStatus, Change, DeployError, ObjectKey, Result};

/// The field manager of finalizers.
const FINALIZERS: &str = "oper8-finalizers";

/// The field manager of single annotations.
const ANNOTATIONS: &str = "oper8-annotations";

pub(crate) async fn add_finalizer(
    manager: &KubeDeployManager,
    key: &ObjectKey,
    finalizer: &str,
) -> Result<Change> {
    let tried = &Tried::default();
    let uid = &OnceLock::new();
    retried(&manager.shared.settings, |round| async move {
        let Some(live) = manager.newest(key, round > 0).await? else {
            return Err(not_found("add a finalizer to", key));
        };
        if !is_same(uid, &live) {
            return Err(not_found("add a finalizer to", key));
        }
        let mut finalizers = finalizers(&live);
        if finalizers.contains(&finalizer) {
            return Ok(tried.or(Change::Updated));
        }
        finalizers.push(finalizer);
        tried.note();
        let patch = finalizers_patch(&live, &finalizers);
        write(manager, key, "add a finalizer to", FINALIZERS, &patch).await
    })
    .await
}

pub(crate) async fn remove_finalizer(
    manager: &KubeDeployManager,
    key: &ObjectKey,
    finalizer: &str,
) -> Result<Change> {
    let tried = &Tried::default();
    let uid = &OnceLock::new();
    retried(&manager.shared.settings, |round| async move {
        // With the last one the object itself may be gone.
        let gone = tried.or(Change::Updated);
        let Some(live) = manager.newest(key, round > 0).await? else {
            return Ok(gone);
        };
        if !is_same(uid, &live) {
            return Ok(Change::Unchanged);
        }
        let mut finalizers = finalizers(&live);
        let before = finalizers.len();
        finalizers.retain(|it| *it != finalizer);
        if finalizers.len() == before {
            return Ok(gone);
        }
        tried.note();
        let patch = finalizers_patch(&live, &finalizers);
        match write(manager, key, "remove a finalizer from", FINALIZERS, &patch).await {
            Err(error) if error.is_not_found() => Ok(gone),
            other => other,
        }
    })
    .await
}

pub(crate) async fn update_annotation(
    manager: &KubeDeployManager,
    key: &ObjectKey,
    name: &str,
    update: &AnnotationUpdate<'_>,
) -> Result<Change> {
    const VERB: &str = "annotate";
    let tried = &Tried::default();
    retried(&manager.shared.settings, |round| async move {
        let Some(live) = manager.newest(key, round > 0).await? else {
            return Err(not_found(VERB, key));
        };
        let found = live["metadata"]["annotations"][name].as_str();
        let wanted = update(found);
        if wanted.as_deref() == found {
            return Ok(tried.or(Change::Updated));
        }
        let patch = json!({"metadata": {
            "resourceVersion": version_of(&live),
            "annotations": {name: wanted},
        }});
        tried.note();
        write(manager, key, VERB, ANNOTATIONS, &patch).await
    })
    .await
}

/// Whether this is the object that the first try found: another one may bear its name by now.
fn is_same(uid: &OnceLock<Option<String>>, live: &Value) -> bool {
    let found = uid_of(live);
    uid.get_or_init(|| found.map(str::to_owned)).as_deref() == found
}

fn finalizers(object: &Value) -> Vec<&str> {
    object
        .pointer("/metadata/finalizers")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The list of finalizers that is to be, in a patch of the object that was found.
fn finalizers_patch(live: &Value, finalizers: &[&str]) -> Value {
    json!({
        "metadata": {"resourceVersion": version_of(live), "finalizers": finalizers},
    })
}

async fn write(
    manager: &KubeDeployManager,
    key: &ObjectKey,
    verb: &'static str,
    field_manager: &str,
    patch: &Value,
) -> Result<Change> {
    let shared = &manager.shared;
    let resource = shared
        .discovery
        .resolve(&key.api_version, &key.kind)
        .await?;
    let uri = format!("{}?fieldManager={field_manager}", resource.object(key)?);
    let task = Task { verb, object: key };
    let object = shared
        .http
        .call(task, Method::PATCH, &uri, Some((Format::Merge, patch)))
        .await?;
    manager.note(key, Arc::new(object));
    Ok(Change::Updated)
}

/// What the server would answer when it was asked for the object.
pub(crate) fn not_found(verb: &'static str, key: &ObjectKey) -> DeployError {
    DeployError::Api {
        verb,
        object: key.to_string(),
        status: Box::new(ApiStatus {
            code: 404,
            reason: "NotFound".to_owned(),
            message: "it is not there".to_owned(),
            ..ApiStatus::default()
        }),
    }
}
