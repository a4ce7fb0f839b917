//! A manifest as it is sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::discovery::Resource;
use super::owned::Ownership;
use crate::{ObjectKey, Owner, clean_manifest, strip_last_applied};

/// The manifest without what only the server writes, in the form in which the server keeps it.
///
/// It has neither `metadata.uid` nor owner references that the manifest does not name: these depend on the live object.
pub(crate) fn desired(key: &ObjectKey, resource: &Resource, manifest: &Value) -> Value {
    let mut desired = sent(manifest, resource.built_in.is_some());
    if resource.has_status
        && let Some(fields) = desired.as_object_mut()
    {
        fields.remove("status");
    }
    if key.namespace.is_none()
        && let Some(metadata) = metadata(&mut desired)
    {
        metadata.remove("namespace");
    }
    desired
}

/// The manifest without what only the server writes, in the form in which the server keeps it; `built_in` says that its
/// kind is Kubernetes' own.
pub(crate) fn sent(manifest: &Value, built_in: bool) -> Value {
    let mut sent = manifest.clone();
    strip_last_applied(&mut sent);
    if built_in {
        drop_nulls(&mut sent);
    }
    let is = |field: &str, text: &str| sent.get(field).is_some_and(|value| value == text);
    if is("apiVersion", "v1") && is("kind", "Secret") {
        encode_string_data(&mut sent);
    }
    clean_manifest(&mut sent);
    sent
}

/// Adds the owner, and keeps those owners of the live object that only this field manager applied: leaving them out
/// would remove them. Everybody else's stay without being named.
pub(crate) fn add_owners(
    desired: &mut Value,
    owner: Option<&Owner>,
    live: Option<&Value>,
    ownership: &Ownership,
) {
    let mut references: Vec<Value> = owner.map(Owner::reference).into_iter().collect();
    let kept = live.into_iter().flat_map(owner_references);
    references.extend(
        kept.filter(|reference| ownership.has_applied_owner(reference))
            .cloned(),
    );
    add_references(desired, references);
}

/// Adds owner references, except those to an owner that is named already.
pub(crate) fn add_references(desired: &mut Value, references: Vec<Value>) {
    let missing: Vec<Value> = references
        .into_iter()
        .fold(Vec::new(), |mut missing, reference| {
            let is_same = |other: &Value| other.get("uid") == reference.get("uid");
            if !owner_references(desired).any(is_same) && !missing.iter().any(is_same) {
                missing.push(reference);
            }
            missing
        });
    if missing.is_empty() {
        return;
    }
    let Some(metadata) = metadata(desired) else {
        return;
    };
    let owners = metadata
        .entry("ownerReferences")
        .or_insert_with(|| Value::Array(Vec::new()));
    match owners.as_array_mut() {
        Some(owners) => owners.extend(missing),
        None => *owners = Value::Array(missing),
    }
}

pub(crate) fn owner_references(object: &Value) -> impl Iterator<Item = &Value> {
    object
        .pointer("/metadata/ownerReferences")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

pub(crate) fn metadata(object: &mut Value) -> Option<&mut Map<String, Value>> {
    object.get_mut("metadata")?.as_object_mut()
}

/// Removes fields that are null. Kubernetes' own kinds have none: there null says the same as absent.
pub(crate) fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Moves `stringData` of a Secret into `data`, as the server does. It would own, and never find again, the former.
fn encode_string_data(secret: &mut Value) {
    let Some(fields) = secret.as_object_mut() else {
        return;
    };
    let Some(Value::Object(texts)) = fields.remove("stringData") else {
        return;
    };
    if texts.is_empty() {
        return;
    }
    let data = fields
        .entry("data")
        .or_insert_with(|| Value::Object(Map::new()));
    let Some(data) = data.as_object_mut() else {
        return;
    };
    for (name, text) in texts {
        let value = match text {
            Value::String(text) => Value::String(STANDARD.encode(text)),
            // Not a text: the server tells what is wrong with it.
            other => other,
        };
        data.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn string_data_becomes_data_and_wins_over_it() {
        let mut secret = json!({"data": {"a": "eA==", "b": "eQ=="}, "stringData": {"a": "x y"}});
        encode_string_data(&mut secret);
        assert_eq!(secret, json!({"data": {"a": "eCB5", "b": "eQ=="}}));
    }

    #[test]
    fn an_owner_is_added_once() {
        let mut child =
            json!({"metadata": {"name": "a", "ownerReferences": [{"uid": "1", "name": "x"}]}});
        add_references(
            &mut child,
            vec![
                json!({"uid": "1"}),
                json!({"uid": "2"}),
                json!({"uid": "2"}),
            ],
        );
        assert_eq!(
            child.pointer("/metadata/ownerReferences"),
            Some(&json!([{"uid": "1", "name": "x"}, {"uid": "2"}]))
        );
    }
}
