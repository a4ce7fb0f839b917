//! Objects and lists as JSON, in the version that the client asked for.

use std::borrow::Cow;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Page;
use crate::conversion;
use crate::media::Form;
use crate::registry::Resource;
use crate::store::{Object, Stored};

/// An object in the version of `resource`; what is stored in it is not written again.
pub(crate) fn encode(resource: &Resource, object: &Object, form: Form, now: Timestamp) -> Bytes {
    match form {
        Form::Object => whole(resource, object),
        Form::PartialMetadata => Bytes::from(partial(object).to_string()),
        Form::Table(table) => Bytes::from(table.of_one(resource, object.value(), now).to_string()),
    }
}

fn whole(resource: &Resource, object: &Object) -> Bytes {
    if let Cow::Owned(converted) = conversion::from_stored(resource, object.value()) {
        return Bytes::from(converted.to_string());
    }
    let api_version = resource.api_version();
    if object.value()["apiVersion"] == api_version.as_str() {
        return object.json();
    }
    object.text().in_version(&resource.kind, &api_version)
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
            let objects: Vec<_> = page.objects.iter().map(|stored| stored.open()).collect();
            let objects = objects.iter().map(|object| object.value());
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
    let size: usize = page
        .objects
        .iter()
        .map(|stored| stored.text().len() + 1)
        .sum();
    let mut text = Vec::with_capacity(size + 256);
    text.extend_from_slice(
        format!(
            "{{\"kind\":{kind:?},\"apiVersion\":{api_version:?},\"metadata\":{metadata},\"items\":[",
        )
        .as_bytes(),
    );
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
fn push_item(text: &mut Vec<u8>, resource: &Resource, stored: &Stored, form: Form) {
    if form == Form::PartialMetadata {
        text.extend_from_slice(partial(&stored.open()).to_string().as_bytes());
    } else if conversion::converts(resource) {
        let object = stored.open();
        let converted = conversion::from_stored(resource, object.value()).into_owned();
        Object::unstored(converted).text().push_bare(text);
    } else if resource.is_custom() {
        let item = stored.text();
        text.extend_from_slice(&item.in_version(&resource.kind, &resource.api_version()));
    } else {
        stored.text().push_bare(text);
    }
}
