//! What differs from run to run.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// Fields whose values are made up by the server.
const MADE_UP: [&str; 10] = [
    "uid",
    "resourceVersion",
    "creationTimestamp",
    "deletionTimestamp",
    "time",
    "lastTransitionTime",
    "lastPhaseTransitionTime",
    "nodePort",
    "controller-uid",
    "batch.kubernetes.io/controller-uid",
];

static UID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap());
static REVISION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"ResourceVersion in record \([0-9]+\)").unwrap());

/// Hides what the server makes up, and the namespace of the run.
pub fn mask(value: &mut Value, namespace: &str) {
    match value {
        Value::Object(fields) => {
            let entries = std::mem::take(fields).into_iter();
            *fields = entries
                .map(|(name, mut value)| {
                    let address = matches!(name.as_str(), "clusterIP" | "clusterIPs")
                        && value.to_string().contains("10.");
                    if !value.is_null() && (MADE_UP.contains(&name.as_str()) || address) {
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
        Value::String(text) => {
            let masked = UID.replace_all(text, "(uid)");
            let masked = REVISION.replace_all(&masked, "ResourceVersion in record (made up)");
            *text = masked.replace(namespace, "{ns}");
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
