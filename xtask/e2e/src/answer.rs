//! An answer as it is recorded and compared.

use http::HeaderMap;
use http::header::{CONTENT_TYPE, WARNING};
use oper8_schema::protobuf;
use serde_json::{Map, Value, json};

use crate::case::Step;
use crate::compare::forget;
use crate::mask::{mask, mask_text};

/// What came back, before masking.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// An answer by its parts.
    pub(crate) fn new(code: u16, headers: HeaderMap, bytes: &[u8]) -> Self {
        let media_type = text(&headers, CONTENT_TYPE.as_str()).unwrap_or_default();
        let body = read_body(&media_type, bytes);
        Self {
            code,
            headers,
            body,
        }
    }

    /// What is recorded of it: code, body, warnings, a content type that is not JSON, and the headers that the step asks for.
    pub(crate) fn masked(&self, step: &Step, namespace: &str) -> Value {
        let mut body = self.body.clone();
        for pointer in &step.ignore {
            forget(&mut body, pointer);
        }
        mask(&mut body, namespace);
        let mut seen = json!({"to": format!("{} {}", step.method, step.path), "code": self.code});
        if !body.is_null() {
            seen["body"] = body;
        }
        let warnings: Vec<Value> = self
            .headers
            .get_all(WARNING)
            .iter()
            .map(|value| mask_text(&String::from_utf8_lossy(value.as_bytes()), namespace).into())
            .collect();
        if !warnings.is_empty() {
            seen["warnings"] = warnings.into();
        }
        let media_type = text(&self.headers, CONTENT_TYPE.as_str());
        if media_type.as_deref() != Some("application/json") {
            seen["type"] = media_type.into();
        }
        if !step.headers_of.is_empty() {
            let header = |name: &String| {
                let value = text(&self.headers, name).map(|text| mask_text(&text, namespace));
                (name.clone(), Value::from(value))
            };
            seen["headers"] = step
                .headers_of
                .iter()
                .map(header)
                .collect::<Map<_, _>>()
                .into();
        }
        seen
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// JSON, YAML and protobuf as the value that they hold, other texts as they are.
fn read_body(media_type: &str, bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    if let Ok(object) = protobuf::read_object(bytes) {
        return object;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return "(binary)".into();
    };
    let read = if media_type.starts_with("application/yaml") {
        serde_saphyr::from_str(text).ok()
    } else {
        serde_json::from_str(text).ok()
    };
    read.unwrap_or_else(|| text.into())
}
