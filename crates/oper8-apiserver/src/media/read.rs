//! Bodies: objects, patches and options as clients send them.

use std::fmt::Write as _;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use oper8_schema::Shape;
use oper8_schema::protobuf::{self, Envelope, ProtobufError, shape_of};
use serde_json::Value;

use super::Encoding;
use super::json::{self, Sent};
use crate::builtin::decode::{decode_part, json_type};
use crate::handlers::PatchKind;
use crate::registry::Resource;
use crate::status::Status;

/// How a kind is called that has none.
const UNREGISTERED: &str = "in scheme \"pkg/runtime/scheme.go:111\"";

pub(crate) fn content_type(headers: &HeaderMap) -> &str {
    let value = headers.get(CONTENT_TYPE);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The encoding of a body; 415 for one that the server does not read.
fn encoding(headers: &HeaderMap) -> Result<Encoding, Status> {
    let given = content_type(headers);
    let (media, parameters) = given.split_once(';').unwrap_or((given, ""));
    let parameters = parameters.trim();
    let well_formed = parameters.is_empty()
        || parameters.trim_end_matches(';').split(';').all(|part| {
            part.split_once('=')
                .is_some_and(|(key, _)| !key.trim().is_empty())
        });
    let found = match media.trim().to_ascii_lowercase().as_str() {
        "" | "application/json" => Some(Encoding::Json),
        "application/yaml" => Some(Encoding::Yaml),
        "application/vnd.kubernetes.protobuf" => Some(Encoding::Protobuf),
        _ => None,
    };
    found
        .filter(|_| well_formed && parameters != ";")
        .ok_or_else(Status::unsupported_media_type)
}

/// The object in a body.
pub(crate) fn read_object(
    headers: &HeaderMap,
    body: &[u8],
    resource: &Resource,
    subkind: Option<&str>,
) -> Result<Sent, Status> {
    let kind = subkind.unwrap_or(&resource.kind);
    let encoding = encoding(headers)?;
    let unrecognized = |problem: &str| {
        let summary = summary(body);
        Status::bad_request(format!(
            "the object provided is unrecognized (must be of type {kind}): {problem} ({summary})"
        ))
    };
    let mut sent = match encoding {
        Encoding::Json => json::read(body).map_err(|problem| {
            unrecognized(&format!(
                "couldn't get version/kind; json parse error: {problem}"
            ))
        })?,
        Encoding::Yaml => yaml(body).map_err(|problem| unrecognized(&problem))?.into(),
        Encoding::Protobuf if resource.is_custom() => return Err(Status::unsupported_media_type()),
        Encoding::Protobuf => {
            let envelope = envelope(body).map_err(|problem| unrecognized(&problem))?;
            return message(envelope, resource, kind).map(Sent::from);
        }
    };
    if let Some(problem) = header_problem(&sent.value) {
        return Err(unrecognized(&problem));
    }
    let needs_kind = resource.is_custom() && subkind.is_none();
    if needs_kind && sent.value["kind"].as_str().is_none_or(str::is_empty) {
        let body = String::from_utf8_lossy(body);
        return Err(unrecognized(&format!(
            "Object 'Kind' is missing in '{body}'"
        )));
    }
    if sent.value.is_null() {
        sent.value = Value::Object(Default::default());
    }
    Ok(sent)
}

/// An object of whatever kind, where nothing is refused: what fault rules look at.
pub(crate) fn peek(headers: &HeaderMap, body: &[u8]) -> Option<Value> {
    match encoding(headers).ok()? {
        Encoding::Json => serde_json::from_slice(body).ok(),
        Encoding::Yaml => yaml(body).ok(),
        Encoding::Protobuf => {
            let envelope = envelope(body).ok()?;
            let shape = shape_of(&envelope.api_version, &envelope.kind)?;
            protobuf::decode(envelope.raw, shape).ok()
        }
    }
}

/// What is wrong with the part of an object that says what it is.
fn header_problem(value: &Value) -> Option<String> {
    let unmarshal = |value: &Value, into: &str| {
        let found = json_type(value);
        format!(
            "couldn't get version/kind; json parse error: json: cannot unmarshal {found} into Go {into}"
        )
    };
    let fields = match value {
        Value::Null => return None,
        Value::Object(fields) => fields,
        other => {
            let target = r#"value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }"#;
            return Some(unmarshal(other, target));
        }
    };
    for name in ["apiVersion", "kind"] {
        match fields.get(name) {
            None | Some(Value::Null | Value::String(_)) => {}
            Some(other) => {
                return Some(unmarshal(
                    other,
                    &format!("struct field .{name} of type string"),
                ));
            }
        }
    }
    let version = fields.get("apiVersion").and_then(Value::as_str)?;
    (version.matches('/').count() > 1).then(|| format!("unexpected GroupVersion string: {version}"))
}

fn envelope(body: &[u8]) -> Result<Envelope<'_>, String> {
    if body.is_empty() {
        return Err("empty data".to_owned());
    }
    if body == b"k8s\0" {
        return Err("empty body".to_owned());
    }
    Envelope::parse(body).map_err(|error| error.to_string())
}

/// The object of a message, of the kind that it names or else that of the path.
fn message(envelope: Envelope<'_>, resource: &Resource, kind: &str) -> Result<Value, Status> {
    let is_named = !envelope.kind.is_empty() && envelope.api_version.matches('/').count() < 2;
    let shape = match is_named {
        true => shape_of(&envelope.api_version, &envelope.kind),
        false => shape_of(&resource.api_version(), kind),
    };
    let (name, version) = match is_named {
        true => (&*envelope.kind, &*envelope.api_version),
        false => (kind, &*resource.api_version()),
    };
    let version = version.rsplit('/').next().unwrap_or_default();
    let refused = |problem: String| {
        Status::bad_request(format!(
            "{name} in version {version:?} cannot be handled as a {kind}: {problem}"
        ))
    };
    let Some(shape) = shape else {
        let whole = &envelope.api_version;
        return Err(refused(format!(
            "no kind {name:?} is registered for version {whole:?} {UNREGISTERED}"
        )));
    };
    let read = protobuf::decode(envelope.raw, shape);
    let mut object = read.map_err(|error| refused(problem_in(&error, name)))?;
    if let (true, Some(fields)) = (is_named, object.as_object_mut()) {
        fields.insert("apiVersion".into(), envelope.api_version.into());
        fields.insert("kind".into(), envelope.kind.into());
    }
    Ok(object)
}

/// Go names the message in some of its problems; that it is the outermost is a guess.
fn problem_in(error: &ProtobufError, kind: &str) -> String {
    let text = error.to_string();
    match (error, text.strip_prefix("proto: ")) {
        (ProtobufError::Tag { .. } | ProtobufError::EndGroup, Some(rest)) => {
            format!("proto: {kind}: {rest}")
        }
        _ => text,
    }
}

/// The beginning of a body, as the real server shows it: text where it looks like JSON.
fn summary(body: &[u8]) -> String {
    const MOST: usize = 30;
    let start = &body[..body.len().min(MOST)];
    let mut shown = match start.first() {
        None => return "<empty>".to_owned(),
        Some(b'{') => String::from_utf8_lossy(start).into_owned(),
        Some(_) => start.iter().fold(String::new(), |mut text, byte| {
            // Writing into a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }),
    };
    if body.len() > MOST {
        shown.push_str(" ...");
    }
    shown
}

/// The patch in a body.
pub(crate) fn read_patch(kind: PatchKind, body: &[u8]) -> Result<Value, Status> {
    if kind == PatchKind::Apply {
        return yaml(body)
            .map_err(|problem| Status::bad_request(format!("error decoding YAML: {problem}")));
    }
    let sent = json::read(body);
    let sent =
        sent.map_err(|problem| Status::bad_request(format!("error decoding patch: {problem}")))?;
    Ok(sent.value)
}

/// The options in the body of a delete; nothing is no options.
pub(crate) fn read_options(headers: &HeaderMap, body: &[u8]) -> Result<Value, Status> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let mut options = match encoding(headers)? {
        Encoding::Json => {
            json::read(body)
                .map_err(|problem| {
                    Status::bad_request(format!(
                        "couldn't get version/kind; json parse error: {problem}"
                    ))
                })?
                .value
        }
        Encoding::Yaml => yaml(body).map_err(Status::bad_request)?,
        Encoding::Protobuf => return options_of_message(body),
    };
    if let Some(problem) = header_problem(&options) {
        return Err(Status::bad_request(problem));
    }
    let text = |key: &str| options[key].as_str().unwrap_or_default();
    check_options_kind(text("apiVersion"), text("kind"))?;
    if options.is_object() {
        read_part(&mut options, Shape::delete_options())?;
    }
    Ok(options)
}

fn options_of_message(body: &[u8]) -> Result<Value, Status> {
    let envelope = envelope(body).map_err(Status::bad_request)?;
    check_options_kind(&envelope.api_version, &envelope.kind)?;
    protobuf::decode(envelope.raw, Shape::delete_options())
        .map_err(|error| Status::bad_request(problem_in(&error, "DeleteOptions")))
}

fn check_options_kind(api_version: &str, kind: &str) -> Result<(), Status> {
    if kind.is_empty() || kind == "DeleteOptions" {
        return Ok(());
    }
    Err(Status::bad_request(format!(
        "no kind {kind:?} is registered for version {api_version:?} {UNREGISTERED}"
    )))
}

/// Options are not of the path's kind, so that their problems stand alone.
fn read_part(options: &mut Value, shape: Shape<'_>) -> Result<(), Status> {
    let read = decode_part(options, shape, "DeleteOptions", "", "");
    read.map(drop).map_err(|status| {
        let problem = status.message.split_once(": ");
        let problem = problem.map_or(status.message.as_str(), |(_, problem)| problem);
        Status::bad_request(problem)
    })
}

/// YAML, of which JSON is a part: most clients send JSON.
fn yaml(body: &[u8]) -> Result<Value, String> {
    if let Ok(value) = serde_json::from_slice(body) {
        return Ok(value);
    }
    serde_saphyr::from_slice(first_document(body)).map_err(|error| format!("yaml: {error}"))
}

/// Of many documents the first counts.
fn first_document(body: &[u8]) -> &[u8] {
    const NEXT: &[u8] = b"\n---\n";
    let next = body.windows(NEXT.len()).position(|bytes| bytes == NEXT);
    &body[..next.map_or(body.len(), |at| at + 1)]
}
