//! Annotations that others put on an object and that a PUT must not remove.

use serde_json::{Map, Value};

/// Copies into `desired` each annotation of `current` whose name contains one of `patterns` and that `desired` does
/// not set. Both are whole objects.
///
/// # Examples
///
/// ```
/// use oper8_deploy_manager::retain_annotations;
/// use serde_json::json;
///
/// let live = json!({"metadata": {"annotations": {"deployment.kubernetes.io/revision": "3", "mine": "1"}}});
/// let mut desired = json!({"metadata": {"name": "web"}});
/// retain_annotations(&live, &mut desired, &["kubernetes.io"]);
/// assert_eq!(desired["metadata"]["annotations"], json!({"deployment.kubernetes.io/revision": "3"}));
/// ```
pub fn retain_annotations(current: &Value, desired: &mut Value, patterns: &[impl AsRef<str>]) {
    let Some(Value::Object(annotations)) = current.pointer("/metadata/annotations") else {
        return;
    };
    for (name, value) in annotations {
        if patterns
            .iter()
            .any(|pattern| name.contains(pattern.as_ref()))
        {
            retain(desired, name, value);
        }
    }
}

/// Sets an annotation that is not there.
fn retain(desired: &mut Value, name: &str, value: &Value) {
    let Some(metadata) = entry_map(desired, "metadata") else {
        return;
    };
    let annotations = metadata
        .entry("annotations")
        .or_insert_with(|| Value::Object(Map::new()));
    if annotations.is_null() {
        *annotations = Value::Object(Map::new());
    }
    if let Some(annotations) = annotations.as_object_mut() {
        annotations.entry(name).or_insert_with(|| value.clone());
    }
}

fn entry_map<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Map<String, Value>> {
    value
        .as_object_mut()?
        .entry(key)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}
