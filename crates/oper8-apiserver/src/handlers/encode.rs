//! Objects and lists as JSON, in the version that the client asked for.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

use super::Page;
use crate::media::Form;
use crate::registry::Resource;
use crate::store::Object;

/// An object in the version of `resource`; what is stored in it is not written again.
pub(crate) fn encode(resource: &Resource, object: &Object, form: Form, now: Timestamp) -> Bytes {
    match form {
        Form::Object => whole(resource, object),
        Form::PartialMetadata => Bytes::from(partial(object).to_string()),
        Form::Table(table) => Bytes::from(table.of_one(resource, object.value(), now).to_string()),
    }
}

fn whole(resource: &Resource, object: &Object) -> Bytes {
    let api_version = resource.api_version();
    if object.value()["apiVersion"] == api_version.as_str() {
        return object.json();
    }
    let mut converted = object.value().clone();
    converted["apiVersion"] = api_version.into();
    Bytes::from(converted.to_string())
}

/// The metadata of an object and nothing else.
fn partial(object: &Object) -> Value {
    json!({
        "kind": "PartialObjectMetadata",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": object.metadata(),
    })
}

/// A page of a list.
pub(crate) fn encode_list(resource: &Resource, page: &Page, form: Form, now: Timestamp) -> Bytes {
    let mut metadata = json!({"resourceVersion": page.revision.to_string()});
    if let Some(token) = &page.continue_token {
        metadata["continue"] = token.as_str().into();
    }
    if resource.is_custom() && page.continue_token.is_none() {
        metadata["continue"] = "".into();
    }
    if let Some(remaining) = page.remaining {
        metadata["remainingItemCount"] = remaining.into();
    }
    let (kind, api_version) = match form {
        Form::Table(table) => {
            let objects = page.objects.iter().map(|object| object.value());
            let table = table.table(resource, objects, &metadata, true, now);
            return Bytes::from(table.to_string());
        }
        Form::Object => (resource.list_kind.as_str(), resource.api_version()),
        Form::PartialMetadata => ("PartialObjectMetadataList", "meta.k8s.io/v1".to_owned()),
    };
    if form == Form::PartialMetadata && page.objects.is_empty() {
        // This one list of a real server has no empty form.
        let list =
            json!({"kind": kind, "apiVersion": api_version, "metadata": metadata, "items": null});
        return Bytes::from(list.to_string());
    }
    let mut text = format!(
        "{{\"kind\":{kind:?},\"apiVersion\":{api_version:?},\"metadata\":{metadata},\"items\":[",
    )
    .into_bytes();
    for (index, object) in page.objects.iter().enumerate() {
        if index > 0 {
            text.push(b',');
        }
        push_item(&mut text, resource, object, form);
    }
    text.extend_from_slice(b"]}");
    Bytes::from(text)
}

/// The items of lists of built-in kinds do not repeat their kind.
fn push_item(text: &mut Vec<u8>, resource: &Resource, object: &Arc<Object>, form: Form) {
    if form == Form::PartialMetadata {
        text.extend_from_slice(partial(object).to_string().as_bytes());
        return;
    }
    if resource.is_custom() {
        text.extend_from_slice(&whole(resource, object));
        return;
    }
    // Writing a value into memory cannot fail.
    let _ = serde_json::to_writer(text, &Bare(object.value()));
}

/// An object without its kind and version.
struct Bare<'a>(&'a Value);

impl Serialize for Bare<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.0.as_object().into_iter().flatten() {
            if key != "apiVersion" && key != "kind" {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}
