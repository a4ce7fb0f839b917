//! Requests and answers as JSON values.

use std::fmt;

use ::http::{Method, Request, Response, header, response};
use http_body_util::BodyExt as _;
use kube_client::Client;
use kube_client::client::Body;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::{ApiStatus, DeployError, Result, StatusCause};

/// Everything but what a path segment or a query value may hold as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':');

/// A text as part of a path or of a query.
pub(crate) fn encode(text: &str) -> impl fmt::Display + '_ {
    utf8_percent_encode(text, ENCODED)
}

/// What a body is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Format {
    Json,
    Apply,
    Merge,
}

impl Format {
    fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            // JSON is YAML; every version of the server that has apply knows this type.
            Self::Apply => "application/apply-patch+yaml",
            Self::Merge => "application/merge-patch+json",
        }
    }
}

/// What is being done, for error messages.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    pub(crate) verb: &'static str,
    pub(crate) object: &'a (dyn fmt::Display + Sync),
}

impl Task<'_> {
    pub(crate) fn transport(
        self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> DeployError {
        DeployError::Transport {
            verb: self.verb,
            object: self.object.to_string(),
            source: source.into(),
        }
    }

    pub(crate) fn api(self, status: ApiStatus) -> DeployError {
        DeployError::Api {
            verb: self.verb,
            object: self.object.to_string(),
            status: Box::new(status),
        }
    }

    pub(crate) fn answer(self, source: serde_json::Error) -> DeployError {
        DeployError::Answer {
            verb: self.verb,
            object: self.object.to_string(),
            source,
        }
    }
}

/// A client that speaks JSON values.
#[derive(Clone)]
pub(crate) struct Http {
    client: Client,
}

impl Http {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    pub(crate) async fn get(&self, task: Task<'_>, uri: &str) -> Result<Value> {
        self.call(task, Method::GET, uri, None).await
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn call(
        &self,
        task: Task<'_>,
        method: Method,
        uri: &str,
        body: Option<(Format, &Value)>,
    ) -> Result<Value> {
        let response = self.send(task, method, uri, body).await?;
        let (parts, body) = response.into_parts();
        let bytes = body
            .collect()
            .await
            .map_err(|error| task.transport(error))?
            .to_bytes();
        if parts.status.is_success() {
            return serde_json::from_slice(&bytes).map_err(|error| task.answer(error));
        }
        Err(task.api(refusal(&parts, &bytes)))
    }

    /// Sends a request; the answer's body is read by the caller.
    pub(crate) async fn send(
        &self,
        task: Task<'_>,
        method: Method,
        uri: &str,
        body: Option<(Format, &Value)>,
    ) -> Result<Response<Body>> {
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::ACCEPT, "application/json");
        let mut bytes = Vec::new();
        if let Some((format, body)) = body {
            request = request.header(header::CONTENT_TYPE, format.content_type());
            bytes = serde_json::to_vec(body).map_err(|error| task.answer(error))?;
        }
        let request = request
            .body(Body::from(bytes))
            .map_err(|error| task.transport(error))?;
        self.client
            .send(request)
            .await
            .map_err(|error| task.transport(error))
    }
}

/// What the server says when it refuses.
pub(crate) fn refusal(parts: &response::Parts, body: &[u8]) -> ApiStatus {
    let retry_after = parts
        .headers
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.trim().parse().ok())
        .map(std::time::Duration::from_secs);
    let mut status = match serde_json::from_slice::<Value>(body) {
        Ok(value) if value.get("kind").and_then(Value::as_str) == Some("Status") => {
            status_of(&value)
        }
        // A proxy, or a path that the server does not serve, answers in plain text.
        _ => ApiStatus {
            message: String::from_utf8_lossy(body)
                .trim()
                .chars()
                .take(500)
                .collect(),
            ..ApiStatus::default()
        },
    };
    status.code = parts.status.as_u16();
    status.retry_after = retry_after;
    status
}

/// A `Status` object as ours.
pub(crate) fn status_of(value: &Value) -> ApiStatus {
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let causes = value.pointer("/details/causes").and_then(Value::as_array);
    ApiStatus {
        code: value
            .get("code")
            .and_then(Value::as_u64)
            .and_then(|code| code.try_into().ok())
            .unwrap_or(500),
        reason: text(value, "reason"),
        message: text(value, "message"),
        causes: causes
            .into_iter()
            .flatten()
            .map(|cause| StatusCause {
                reason: text(cause, "reason"),
                message: text(cause, "message"),
                field: text(cause, "field"),
            })
            .collect(),
        retry_after: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_selectors_are_encoded_for_a_url() {
        assert_eq!(encode("system:node-1.a").to_string(), "system:node-1.a");
        assert_eq!(
            encode("app=web,tier in (a)").to_string(),
            "app%3Dweb%2Ctier%20in%20%28a%29"
        );
    }
}
