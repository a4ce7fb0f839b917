//! Bodies and media types: what may come, and in which form the answer goes.

use http::request::Parts;
use http::{HeaderMap, header};
use serde_json::Value;

use crate::handlers::PatchKind;
use crate::status::Status;
use crate::table::TableForm;

/// The form of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// Whole objects.
    #[default]
    Object,
    /// Only the metadata.
    PartialMetadata,
    /// Rows for people.
    Table(TableForm),
}

impl Form {
    /// The first form of `Accept` that the server can give; 406 when there is none.
    pub(crate) fn of(parts: &Parts) -> Result<Self, Status> {
        let accept = parts.headers.get(header::ACCEPT);
        let Some(accept) = accept.and_then(|value| value.to_str().ok()) else {
            return Ok(Self::Object);
        };
        let form = accept.split(',').find_map(Self::of_range);
        let is_json = || accept.contains("application/json");
        let form = form.ok_or_else(|| match is_json() {
            true => Status::no_such_form(),
            false => Status::not_acceptable(),
        })?;
        match form {
            Self::Table(table) => {
                let query = parts.uri.query().unwrap_or_default();
                Ok(Self::Table(table.including(query)?))
            }
            other => Ok(other),
        }
    }

    fn of_range(range: &str) -> Option<Self> {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next()?;
        if !matches!(media, "" | "*/*" | "application/*" | "application/json") {
            return None;
        }
        let (mut kind, mut version) = (None, "v1");
        for part in parts {
            match part.split_once('=') {
                Some(("as", given)) => kind = Some(given),
                Some(("v", given)) => version = given,
                _ => {}
            }
        }
        match kind {
            None => Some(Self::Object),
            Some("PartialObjectMetadata" | "PartialObjectMetadataList") => {
                Some(Self::PartialMetadata)
            }
            Some("Table") => TableForm::of_version(version).map(Self::Table),
            Some(_) => None,
        }
    }
}

pub(crate) fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The object in a body.
pub(crate) fn read_body(headers: &HeaderMap, body: &[u8], kind: &str) -> Result<Value, Status> {
    let content_type = content_type(headers);
    let media = content_type.split(';').next().unwrap_or_default().trim();
    match media {
        "" | "application/json" | "*/*" => serde_json::from_slice(body).map_err(|error| {
            let start: String = String::from_utf8_lossy(body).chars().take(30).collect();
            Status::bad_request(format!(
                "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {} ({start} ...)",
                reading(&error)
            ))
        }),
        "application/yaml" => read_yaml(body),
        other => Err(Status::unsupported_media_type(other)),
    }
}

/// The patch in a body.
pub(crate) fn read_patch(kind: PatchKind, body: &[u8]) -> Result<Value, Status> {
    if kind == PatchKind::Apply {
        return read_yaml(body);
    }
    serde_json::from_slice(body)
        .map_err(|error| Status::bad_request(format!("error decoding patch: {}", reading(&error))))
}

/// What is wrong with JSON, as Go says it where that is easily told.
fn reading(error: &serde_json::Error) -> String {
    if error.is_eof() {
        "unexpected end of JSON input".to_owned()
    } else {
        error.to_string()
    }
}

/// The options in the body of a delete; nothing is no options.
pub(crate) fn read_options(body: &[u8]) -> Result<Value, Status> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body).map_err(|error| {
        Status::bad_request(format!(
            "couldn't get version/kind; json parse error: {error}"
        ))
    })
}

/// YAML, of which JSON is a part: most clients send JSON.
fn read_yaml(body: &[u8]) -> Result<Value, Status> {
    if let Ok(value) = serde_json::from_slice(body) {
        return Ok(value);
    }
    serde_saphyr::from_slice(body)
        .map_err(|error| Status::bad_request(format!("error decoding YAML: {error}")))
}
