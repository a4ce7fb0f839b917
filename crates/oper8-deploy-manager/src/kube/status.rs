//! Writes the status of an object.

use std::sync::{Arc, OnceLock};

use ::http::Method;
use oper8_status::status_changed;
use serde_json::{Map, Value, json};

use super::discovery::Resource;
use super::http::{Format, Task};
use super::memory::{uid_of, version_of};
use super::metadata::not_found;
use super::retry::{Tried, retried};
use super::three_way::merged;
use super::{KubeDeployManager, Shared};
use crate::{Change, ObjectKey, Result};

/// The field manager of statuses.
const MANAGER: &str = "oper8-status";
const VERB: &str = "set the status of";

pub(crate) async fn set(
    manager: &KubeDeployManager,
    key: &ObjectKey,
    status: &Value,
) -> Result<Change> {
    let shared = &manager.shared;
    // What `status` was made from, and of which object. When somebody else changes the object meanwhile, only what
    // differs from this is written on top of theirs; when another one bears the name by then, nothing is.
    let base = OnceLock::new();
    let tried = &Tried::default();
    let change = retried(&shared.settings, |round| {
        let base = &base;
        async move {
            let Some(live) = manager.newest(key, round > 0).await? else {
                return Err(not_found(VERB, key));
            };
            let old = live.get("status").unwrap_or(&Value::Null);
            let (uid, base) = base.get_or_init(|| {
                let told = manager.told_status(key).unwrap_or_else(|| old.clone());
                (uid_of(&live).map(str::to_owned), told)
            });
            if uid_of(&live) != uid.as_deref() {
                return Err(not_found(VERB, key));
            }
            let target = merged(base, old, status);
            let patch = difference(old, &target);
            if !status_changed(old, &target) || patch == Value::Object(Map::new()) {
                return Ok(tried.or(Change::Updated));
            }
            let resource = shared
                .discovery
                .resolve(&key.api_version, &key.kind)
                .await?;
            let patch =
                json!({"metadata": {"resourceVersion": version_of(&live)}, "status": patch});
            tried.note();
            let object = write(shared, key, &resource, &patch, &target).await?;
            manager.note(key, Arc::new(object));
            Ok(Change::Updated)
        }
    })
    .await?;
    manager.note_status(key, status);
    Ok(change)
}

/// Sends the patch to the status subresource, or to the object where it has none.
async fn write(
    shared: &Shared,
    key: &ObjectKey,
    resource: &Arc<Resource>,
    patch: &Value,
    status: &Value,
) -> Result<Value> {
    let answer = send(shared, key, resource, patch).await;
    // What is known of the subresource may be old: then the path is not there, or the status was ignored.
    let doubtful = match &answer {
        Err(error) => error.is_not_found() && resource.has_status,
        Ok(object) => {
            !resource.has_status
                && status_changed(object.get("status").unwrap_or(&Value::Null), status)
        }
    };
    if !doubtful {
        return answer;
    }
    let fresh = shared
        .discovery
        .refresh(&key.api_version, &key.kind, resource)
        .await?;
    if fresh.has_status == resource.has_status {
        return answer;
    }
    let mut patch = patch.clone();
    if let Some(version) = answer.as_ref().ok().and_then(version_of) {
        patch["metadata"]["resourceVersion"] = version.into();
    }
    send(shared, key, &fresh, &patch).await
}

async fn send(
    shared: &Shared,
    key: &ObjectKey,
    resource: &Resource,
    patch: &Value,
) -> Result<Value> {
    let path = if resource.has_status { "/status" } else { "" };
    let uri = format!("{}{path}?fieldManager={MANAGER}", resource.object(key)?);
    let task = Task {
        verb: VERB,
        object: key,
    };
    shared
        .http
        .call(task, Method::PATCH, &uri, Some((Format::Merge, patch)))
        .await
}

/// The merge patch (RFC 7386) that makes `to` of `from`.
fn difference(from: &Value, to: &Value) -> Value {
    let (Value::Object(from), Value::Object(to)) = (from, to) else {
        return to.clone();
    };
    let mut patch = Map::new();
    for name in from.keys().filter(|name| !to.contains_key(*name)) {
        patch.insert(name.clone(), Value::Null);
    }
    for (name, new) in to {
        match from.get(name) {
            Some(old) if old == new => {}
            Some(old) => {
                patch.insert(name.clone(), difference(old, new));
            }
            None => {
                patch.insert(name.clone(), new.clone());
            }
        }
    }
    Value::Object(patch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_what_goes_and_what_comes() {
        let from = json!({"gone": 1, "same": {"a": 1}, "map": {"x": 1, "y": 2}, "list": [1]});
        let to = json!({"same": {"a": 1}, "map": {"y": 3}, "list": [1, 2], "new": {}});
        assert_eq!(
            difference(&from, &to),
            json!({"gone": null, "map": {"x": null, "y": 3}, "list": [1, 2], "new": {}})
        );
        assert_eq!(difference(&Value::Null, &to), to);
        assert_eq!(difference(&to, &to), json!({}));
    }
}
