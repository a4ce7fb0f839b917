//! Whole objects: their kind is beside them, and lists hold others.

use serde_json::{Map, Value};

use super::wire::{Fields, Raw};
use super::{Envelope, ProtobufError, decode, encode, push_message};
use crate::{Shape, kinds};

/// The kind of an object of which there is only the metadata.
const PARTIAL: &str = "PartialObjectMetadata";

/// Reads an object with its envelope: of a built-in kind, a list of such, a `Status`, or metadata alone.
///
/// # Errors
///
/// When the bytes are no object, or of a kind that is not built in.
pub fn read_object(bytes: &[u8]) -> Result<Value, ProtobufError> {
    let envelope = Envelope::parse(bytes)?;
    let (api_version, kind) = (envelope.api_version, envelope.kind);
    let unknown = || ProtobufError::Kind {
        api_version: api_version.clone(),
        kind: kind.clone(),
    };
    let mut object = match (shape_of(&api_version, &kind), kind.strip_suffix("List")) {
        (Some(shape), _) => decode(envelope.raw, shape)?,
        (None, Some(item)) => {
            let item = shape_of(&api_version, item).ok_or_else(unknown)?;
            read_list(envelope.raw, item)?
        }
        (None, None) => return Err(unknown()),
    };
    object["apiVersion"] = api_version.into();
    object["kind"] = kind.into();
    Ok(object)
}

fn read_list(raw: &[u8], shape: Shape<'_>) -> Result<Value, ProtobufError> {
    let (mut list, mut items) = (Map::new(), Vec::new());
    let mut fields = Fields::of(raw);
    while let Some(field) = fields.next()? {
        match field {
            (1, Raw::Bytes(bytes)) => {
                list.insert("metadata".into(), decode(bytes, Shape::list_meta())?);
            }
            (2, Raw::Bytes(bytes)) => items.push(decode(bytes, shape)?),
            _ => {}
        }
    }
    list.insert("items".into(), items.into());
    Ok(list.into())
}

/// An object with its envelope; `None` for a kind that has no form in protobuf, such as a custom resource.
#[must_use]
pub fn write_object(object: &Value) -> Option<Vec<u8>> {
    let text = |key: &str| object[key].as_str().unwrap_or_default();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    let raw = match (shape_of(api_version, kind), kind.strip_suffix("List")) {
        (Some(shape), _) => encode(object, shape),
        (None, item) => write_list(object, shape_of(api_version, item?)?),
    };
    let envelope = Envelope {
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        raw: &raw,
    };
    Some(envelope.write())
}

fn write_list(list: &Value, shape: Shape<'_>) -> Vec<u8> {
    let mut raw = Vec::new();
    push_message(&mut raw, 1, &encode(&list["metadata"], Shape::list_meta()));
    for item in list["items"].as_array().into_iter().flatten() {
        push_message(&mut raw, 2, &encode(item, shape));
    }
    raw
}

/// The built-in type of a kind, whether it has a path of its own or is a part of others, such as `Scale`.
#[must_use]
pub fn shape_of(api_version: &str, kind: &str) -> Option<Shape<'static>> {
    match (api_version, kind) {
        ("v1", "Status") => return Some(Shape::status()),
        (_, "DeleteOptions") => return Some(Shape::delete_options()),
        (version, PARTIAL) if version.starts_with("meta.k8s.io/") => {
            // Of the fields that there are, the metadata have their number in every kind.
            return kinds::find("", "v1", "ConfigMap").map(|kind| kind.shape());
        }
        _ => {}
    }
    if let Some(found) = kinds::find_object(api_version, kind) {
        return Some(found.shape());
    }
    let mut parts = kinds::all().iter().flat_map(|kind| kind.subresources);
    let part = parts.find(|part| part.kind == kind && part.api_version() == api_version)?;
    Some(part.shape())
}
