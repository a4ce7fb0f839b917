//! What differs from run to run.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

/// Fields whose values are made up by the server.
const MADE_UP: [&str; 23] = [
    "uid",
    "resourceVersion",
    "continue",
    "creationTimestamp",
    "deletionTimestamp",
    "time",
    "lastTransitionTime",
    "lastUpdateTime",
    "lastPhaseTransitionTime",
    "lastProbeTime",
    "startTime",
    "startedAt",
    "finishedAt",
    "completionTime",
    "endpoints.kubernetes.io/last-change-trigger-time",
    "nodePort",
    "nodeName",
    "volumeName",
    "pod-template-hash",
    "controller-revision-hash",
    "controller.kubernetes.io/hash",
    "controller-uid",
    "batch.kubernetes.io/controller-uid",
];

/// Fields that hold addresses, of which those of the cluster's own network are made up.
const ADDRESSES: [&str; 5] = ["clusterIP", "clusterIPs", "podIP", "ip", "addresses"];

static UID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").ok());
/// The ends of names that are generated: of ReplicaSets, of their pods, and of what has a `generateName`.
static ENDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let letters = "[bcdfghjklmnpqrstvwxz2456789]";
    Regex::new(&format!(
        "-{letters}{{8,10}}\\b(-{letters}{{5}}\\b)?|-{letters}{{5}}\\b"
    ))
    .ok()
});
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
                    let address =
                        ADDRESSES.contains(&name.as_str()) && value.to_string().contains("10.");
                    let scalar = !matches!(value, Value::Null | Value::Object(_)) && value != "";
                    // What a case chose is not made up.
                    let chosen = value.as_str().is_some_and(|text| text.contains(namespace));
                    if scalar && !chosen && (MADE_UP.contains(&name.as_str()) || address) {
                        value = "(made up)".into();
                    }
                    // It stands for the kubelet, and says so.
                    if name == "manager" && value == "kwok" {
                        value = "kubelet".into();
                    }
                    mask(&mut value, namespace);
                    // These are sorted by time, to the second.
                    if let ("managedFields", Some(entries)) = (name.as_str(), value.as_array_mut())
                    {
                        entries.sort_by_key(Value::to_string);
                    }
                    (mask_key(&name, namespace), value)
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

/// The same within the name of a field: managed fields have keys of elements there.
fn mask_key(name: &str, namespace: &str) -> String {
    let name = name.replace(namespace, "{ns}");
    match name.split_once(':') {
        Some(("k", key)) if key.starts_with("{\"ip\":\"10.") => {
            "k:{\"ip\":\"(made up)\"}".to_owned()
        }
        Some(("k", key)) => match UID.as_ref() {
            Some(uid) => format!("k:{}", uid.replace_all(key, "(uid)")),
            None => name,
        },
        _ => name,
    }
}

/// The same within a text.
pub(crate) fn mask_text(text: &str, namespace: &str) -> String {
    let mut masked = text.replace(namespace, "{ns}");
    if let Some(uid) = UID.as_ref() {
        masked = uid.replace_all(&masked, "(uid)").into_owned();
    }
    if let Some(ending) = ENDING.as_ref() {
        masked = ending.replace_all(&masked, "-(made up)").into_owned();
    }
    if let Some(revision) = REVISION.as_ref() {
        let hidden = |found: &Captures<'_>| format!("{}(made up)", &found[1]);
        masked = revision.replace_all(&masked, hidden).into_owned();
    }
    masked
}

/// What programs print of what the server makes up, and the patterns that find it.
static PRINTED: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        // Times, in the forms of JSON, of HTTP and of diff.
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "(time)"),
        (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", "(time)"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000", "(time)"),
        // Ages, as a cell of a table.
        (r"(?m)([ \t])(\d+[smhdy]){1,2}([ \t]|$)", "$1(age)$3"),
        (r#"(resourceVersion"?: ?"?)\d+"#, "$1(made up)"),
        (r"\b10\.\d+\.\d+\.\d+\b", "(address)"),
        (r"https://127\.0\.0\.1:\d+", "(server)"),
        (r"/(LIVE|MERGED)-\d+/", "/$1/"),
        // The width of a column is that of its widest cell.
        (r" {2,}", "  "),
        (r"(?m) +$", ""),
    ];
    let compiled = patterns.map(|(pattern, instead)| Some((Regex::new(pattern).ok()?, instead)));
    compiled.into_iter().flatten().collect()
});

/// What a program printed, with times, ages, addresses and the like hidden.
pub(crate) fn mask_output(text: &str, namespace: &str) -> String {
    let mut masked = mask_text(text, namespace);
    for (pattern, instead) in &*PRINTED {
        masked = pattern.replace_all(&masked, *instead).into_owned();
    }
    masked
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{mask, mask_output};

    #[test]
    fn what_a_program_prints_of_it_is_hidden() {
        let text =
            "NAME   READY   AGE\nweb-5fc4c58cdz-p7qkq   1/1   12s\n  resourceVersion: \"12\"\n";
        let expected =
            "NAME  READY  AGE\nweb-(made up)  1/1  (age)\n  resourceVersion: \"(made up)\"\n";
        assert_eq!(mask_output(text, "t0"), expected);
    }

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
