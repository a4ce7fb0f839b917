//! What a server holds from the start, what it leaves behind, and what it was asked.

#![allow(
    clippy::unwrap_used,
    reason = "a failure is a failed test, outside of the test functions too"
)]

#[path = "../support/mod.rs"]
mod support;

mod journal;
mod manifests;
mod snapshot;

use serde_json::Value;

/// Takes out what two servers never have in common: uids, times, revisions.
fn masked(mut object: Value) -> Value {
    mask(&mut object);
    object
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            // The owners that a manager has set are told apart by their uids.
            fields.retain(|key, _| !key.starts_with("k:{\"uid\""));
            for (key, field) in fields.iter_mut() {
                if matches!(
                    key.as_str(),
                    "uid" | "creationTimestamp" | "resourceVersion" | "time" | "lastTransitionTime"
                ) {
                    *field = "masked".into();
                } else {
                    mask(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
