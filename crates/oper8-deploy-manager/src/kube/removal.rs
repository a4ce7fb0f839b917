//! Deletes objects.

use ::http::Method;
use serde_json::{Value, json};

use super::http::{Format, Task};
use super::retry::{Tried, retried};
use super::{KubeDeployManager, live};
use crate::{Change, DeployError, ObjectKey, Result};

pub(crate) async fn delete(manager: &KubeDeployManager, key: &ObjectKey) -> Result<Change> {
    let settings = &manager.shared.settings;
    let tried = Tried::default();
    let change = retried(settings, |round| attempt(manager, key, round > 0, &tried)).await?;
    manager.shared.memory.forget(key);
    Ok(change)
}

async fn attempt(
    manager: &KubeDeployManager,
    key: &ObjectKey,
    again: bool,
    tried: &Tried,
) -> Result<Change> {
    let shared = &manager.shared;
    let found = if again {
        live::get(shared, key).await?
    } else {
        manager.read(key).await?
    };
    let Some(found) = found else {
        return Ok(tried.or(Change::Deleted));
    };
    if found
        .pointer("/metadata/deletionTimestamp")
        .is_some_and(Value::is_string)
    {
        return Ok(tried.or(Change::Deleted));
    }
    let resource = shared
        .discovery
        .resolve(&key.api_version, &key.kind)
        .await?;
    let task = Task {
        verb: "delete",
        object: key,
    };
    let options = json!({
        "apiVersion": "v1",
        "kind": "DeleteOptions",
        "propagationPolicy": "Background",
        // Another object may bear the name by now.
        "preconditions": {"uid": found.pointer("/metadata/uid")},
    });
    let uri = resource.object(key)?;
    let gone = tried.or(Change::Deleted);
    tried.note();
    let body = Some((Format::Json, &options));
    let answer = shared.http.call(task, Method::DELETE, &uri, body);
    let answer = match shared.settings.delete_timeout {
        None => answer.await,
        Some(longest) => tokio::time::timeout(longest, answer)
            .await
            .unwrap_or_else(|_| {
                let text = format!("none came in {longest:?} (delete_request_timeout)");
                Err(task.transport(text))
            }),
    };
    match answer {
        Ok(_) => Ok(Change::Deleted),
        Err(DeployError::Api { status, .. }) if status.code == 404 => Ok(gone),
        Err(error) => Err(error),
    }
}
