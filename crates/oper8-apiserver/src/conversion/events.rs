//! Events: `events.k8s.io/v1` and the core group's.

use serde_json::{Map, Value, json};

/// Fields of the core group's events that have another name in `events.k8s.io`.
const RENAMED: [(&str, &str); 7] = [
    ("involvedObject", "regarding"),
    ("message", "note"),
    ("source", "deprecatedSource"),
    ("firstTimestamp", "deprecatedFirstTimestamp"),
    ("lastTimestamp", "deprecatedLastTimestamp"),
    ("count", "deprecatedCount"),
    ("reportingComponent", "reportingController"),
];

/// Fields that the core group's events leave out, and those of `events.k8s.io`, when they say nothing.
const OMITTED: [&str; 3] = ["reportingController", "reportingInstance", "note"];

pub(super) fn from_stored(stored: &Value) -> Value {
    let mut object = Map::new();
    for (name, value) in stored.as_object().into_iter().flatten() {
        let renamed = RENAMED.iter().find(|(core, _)| core == name);
        let name = renamed.map_or(name.as_str(), |(_, new)| new);
        if !(OMITTED.contains(&name) && *value == "") {
            object.insert(name.to_owned(), value.clone());
        }
    }
    object.insert("apiVersion".to_owned(), "events.k8s.io/v1".into());
    for name in [
        "eventTime",
        "deprecatedFirstTimestamp",
        "deprecatedLastTimestamp",
    ] {
        object.entry(name).or_insert(Value::Null);
    }
    object
        .entry("deprecatedSource")
        .or_insert_with(|| json!({}));
    object.into()
}

pub(super) fn to_stored(object: Value) -> Value {
    let Value::Object(fields) = object else {
        return object;
    };
    let mut stored = Map::new();
    for (name, value) in fields {
        let renamed = RENAMED.iter().find(|(_, new)| *new == name);
        let name = renamed.map_or(name, |(core, _)| (*core).to_owned());
        stored.insert(name, value);
    }
    stored.insert("apiVersion".to_owned(), "v1".into());
    for name in ["eventTime", "firstTimestamp", "lastTimestamp"] {
        stored.entry(name).or_insert(Value::Null);
    }
    stored.entry("source").or_insert_with(|| json!({}));
    for name in ["reportingComponent", "reportingInstance"] {
        stored.entry(name).or_insert_with(|| json!(""));
    }
    stored.into()
}
