//! What a manifest carries that is not its author's wish.

use serde_json::Value;

/// The annotation in which `kubectl apply` keeps the whole manifest.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Fields of `metadata` that the server writes.
const SERVER_METADATA: &[&str] = &[
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// Removes what the server alone writes into `metadata`: versions, times, the uid and `managedFields`.
///
/// # Examples
///
/// ```
/// use oper8_deploy_manager::clean_manifest;
/// use serde_json::json;
///
/// let mut live = json!({"kind": "ConfigMap", "metadata": {"name": "a", "uid": "1", "resourceVersion": "7"}});
/// clean_manifest(&mut live);
/// assert_eq!(live, json!({"kind": "ConfigMap", "metadata": {"name": "a"}}));
/// ```
pub fn clean_manifest(manifest: &mut Value) {
    if let Some(metadata) = manifest.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.retain(|name, _| !SERVER_METADATA.contains(&name.as_str()));
    }
}

/// Removes the copy of the manifest that `kubectl apply` leaves in an annotation, and `annotations` with it when nothing
/// else is there. An empty copy is left alone.
pub fn strip_last_applied(manifest: &mut Value) {
    let Some(metadata) = manifest.get_mut("metadata").and_then(Value::as_object_mut) else {
        return;
    };
    let Some(annotations) = metadata
        .get_mut("annotations")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    match annotations.get(LAST_APPLIED) {
        None | Some(Value::Null) => return,
        Some(Value::String(text)) if text.is_empty() => return,
        Some(_) => annotations.remove(LAST_APPLIED),
    };
    if annotations.is_empty() {
        metadata.remove("annotations");
    }
}
