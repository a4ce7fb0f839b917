//! What differs from run to run.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

/// Fields whose values are made up by the server.
const MADE_UP: [&str; 12] = [
    "uid",
    "resourceVersion",
    "continue",
    "creationTimestamp",
    "deletionTimestamp",
    "time",
    "lastTransitionTime",
    "lastUpdateTime",
    "lastPhaseTransitionTime",
    "nodePort",
    "controller-uid",
    "batch.kubernetes.io/controller-uid",
];

static UID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").ok());
/// Revisions in messages.
static REVISION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let places = [
        r"ResourceVersion in record \(",
        "ResourceVersion in object meta: ",
        "too old resource version: [0-9]+ \\(",
        "current: ",
    ];
    Regex::new(&format!("({})[0-9]+", places.join("|"))).ok()
});

/// Hides what the server makes up, and the namespace of the run.
pub(crate) fn mask(value: &mut Value, namespace: &str) {
    match value {
        Value::Object(fields) => {
            let entries = std::mem::take(fields).into_iter();
            *fields = entries
                .map(|(name, mut value)| {
                    let address = matches!(name.as_str(), "clusterIP" | "clusterIPs")
                        && value.to_string().contains("10.");
                    let scalar = !matches!(value, Value::Null | Value::Object(_)) && value != "";
                    if scalar && (MADE_UP.contains(&name.as_str()) || address) {
                        value = "(made up)".into();
                    }
                    mask(&mut value, namespace);
                    // These are sorted by time, to the second.
                    if let ("managedFields", Some(entries)) = (name.as_str(), value.as_array_mut())
                    {
                        entries.sort_by_key(Value::to_string);
                    }
                    (name.replace(namespace, "{ns}"), value)
                })
                .collect();
        }
        Value::Array(items) => {
            for item in items {
                mask(item, namespace);
            }
        }
        Value::String(text) => *text = mask_text(text, namespace),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The same within a text.
pub(crate) fn mask_text(text: &str, namespace: &str) -> String {
    let mut masked = text.replace(namespace, "{ns}");
    if let Some(uid) = UID.as_ref() {
        masked = uid.replace_all(&masked, "(uid)").into_owned();
    }
    if let Some(revision) = REVISION.as_ref() {
        let hidden = |found: &Captures<'_>| format!("{}(made up)", &found[1]);
        masked = revision.replace_all(&masked, hidden).into_owned();
    }
    masked
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::mask;

    #[test]
    fn what_the_server_makes_up_is_hidden() {
        let mut value = json!({
            "metadata": {"uid": "x", "namespace": "t0123", "resourceVersion": "7", "continue": ""},
            "message": "UID in record: 0a1b2c3d-0000-1111-2222-333344445555, Too large resource version: 9, current: 7",
        });
        mask(&mut value, "t0123");
        let expected = json!({
            "metadata": {"uid": "(made up)", "namespace": "{ns}", "resourceVersion": "(made up)", "continue": ""},
            "message": "UID in record: (uid), Too large resource version: 9, current: (made up)",
        });
        assert_eq!(value, expected);
    }
}
