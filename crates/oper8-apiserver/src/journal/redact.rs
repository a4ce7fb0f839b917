//! What a journal must not tell: values of Secrets, and tokens.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::Entry;
use super::entry::Body;

/// What stands for a value.
const REDACTED: &str = "redacted";
/// The same where a value is base64.
const ENCODED: &str = "cmVkYWN0ZWQ=";

/// Where `kubectl apply` keeps the whole manifest.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Takes secret values out of the body of an entry.
pub(super) fn redact(entry: &mut Entry) {
    if entry.body.is_empty() {
        return;
    }
    let change: fn(&mut Value) = match (entry.group.as_str(), entry.resource.as_str()) {
        ("", "secrets") => secret,
        ("authentication.k8s.io", "tokenreviews") => token,
        _ => return,
    };
    let body = match entry.body.json() {
        Some(mut value) => {
            change(&mut value);
            value.to_string()
        }
        // Nobody can tell what is in it.
        None => REDACTED.to_owned(),
    };
    entry.body = Body::new(Bytes::from(body));
}

fn token(review: &mut Value) {
    if let Some(token) = review.pointer_mut("/spec/token") {
        *token = REDACTED.into();
    }
}

/// A Secret, a part of one, or a JSON patch.
fn secret(value: &mut Value) {
    match value {
        Value::Array(operations) => operations.iter_mut().for_each(operation),
        Value::Object(fields) => object(fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn object(fields: &mut Map<String, Value>) {
    for (field, stands) in [("data", ENCODED), ("stringData", REDACTED)] {
        if let Some(values) = fields.get_mut(field) {
            replace(values, stands);
        }
    }
    let applied = fields
        .get_mut("metadata")
        .and_then(|metadata| metadata.get_mut("annotations"))
        .and_then(|annotations| annotations.get_mut(LAST_APPLIED));
    if let Some(applied) = applied {
        *applied = REDACTED.into();
    }
}

/// Every value below, but for nulls, which remove a key.
fn replace(value: &mut Value, stands: &str) {
    match value {
        Value::Null => {}
        Value::Object(fields) => fields.values_mut().for_each(|it| replace(it, stands)),
        Value::Array(items) => items.iter_mut().for_each(|it| replace(it, stands)),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => *value = stands.into(),
    }
}

/// An operation of a JSON patch.
fn operation(operation: &mut Value) {
    let path = operation["path"].as_str().unwrap_or_default().to_owned();
    let Some(value) = operation.get_mut("value") else {
        return;
    };
    match path.split('/').nth(1) {
        Some("stringData") => replace(value, REDACTED),
        Some("data") => replace(value, ENCODED),
        Some("metadata") if path.contains("last-applied-configuration") => *value = REDACTED.into(),
        _ => secret(value),
    }
}
