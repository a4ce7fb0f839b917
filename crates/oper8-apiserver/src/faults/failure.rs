//! An error that a rule answers with.

use http::{HeaderValue, Response, StatusCode, header};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::body::Body;
use crate::journal::Entry;
use crate::service::json;
use crate::status::Status;
use crate::store::GroupResource;

/// An error answer: `{"code": 503}`, with reason and message as the real server's for that code unless they are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Failure {
    /// The HTTP status, 400 to 599.
    #[serde(deserialize_with = "error_code")]
    code: u16,
    /// The machine-readable reason: `AlreadyExists`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What a person reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The `Retry-After` header and `details.retryAfterSeconds`; without it, neither is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// Answers with the message as plain text instead of a `Status` object, as proxies do, and the server itself when it has
    /// too many requests. An `ERROR` event is always an object.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain: bool,
}

impl Failure {
    /// An error with this code, 400 to 599; 500 for any other number.
    pub fn new(code: u16) -> Self {
        Self {
            code: if is_error(code) { code } else { 500 },
            reason: None,
            message: None,
            retry_after_seconds: None,
            plain: false,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn code(&self) -> u16 {
        self.code
    }

    /// With this reason.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// With this message.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Tells the client when to come back.
    pub fn retry_after_seconds(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// As plain text, not as an object.
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// The `Status` object that answers `request`.
    pub(super) fn status(&self, request: &Entry) -> Value {
        let mut status = self.usual(request).to_value();
        if let Some(reason) = &self.reason {
            status["reason"] = reason.as_str().into();
        }
        if let Some(message) = &self.message {
            status["message"] = message.as_str().into();
        }
        if let Some(seconds) = self.retry_after_seconds {
            if !status["details"].is_object() {
                status["details"] = json!({});
            }
            status["details"]["retryAfterSeconds"] = seconds.into();
        }
        status
    }

    pub(super) fn response(&self, request: &Entry) -> Response<Body> {
        let status = self.status(request);
        let mut response = if self.plain {
            let mut response = json(
                self.status_code(),
                format!("{}\n", status["message"].as_str().unwrap_or_default()),
            );
            response.headers_mut().insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/plain; charset=utf-8"),
            );
            response
        } else {
            json(self.status_code(), crate::status::line(&status))
        };
        if let Some(seconds) = self.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }

    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What the server itself says with this code.
    fn usual(&self, request: &Entry) -> Status {
        let resource = GroupResource::new(&request.group, &request.resource);
        let name = &request.name;
        let generic = |message: &str| Status::of_code(self.status_code(), message);
        match self.code {
            401 => Status::unauthorized(),
            403 => Status::forbidden(&resource, name, "access is not allowed"),
            404 if name.is_empty() => Status::no_route(),
            404 => Status::not_found(&resource, name),
            405 => Status::method_not_allowed(),
            409 if request.verb == "create" => Status::already_exists(&resource, name),
            409 => Status::modified(&resource, name),
            410 if request.verb == "watch" => {
                Status::expired("The resourceVersion for the provided watch is too old.")
            }
            410 => Status::expired("The resourceVersion for the provided list is too old."),
            429 => generic("Too many requests, please try again later."),
            500 => Status::internal("etcdserver: request timed out"),
            503 => generic("the server is currently unable to handle the request"),
            504 => generic(
                "Timeout: request did not complete within requested timeout - context deadline exceeded",
            ),
            _ => generic("the server rejected our request for an unknown reason"),
        }
    }
}

fn is_error(code: u16) -> bool {
    (400..600).contains(&code)
}

fn error_code<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    let code = u16::deserialize(from)?;
    if is_error(code) {
        return Ok(code);
    }
    Err(serde::de::Error::custom(format!(
        "{code} is not an error code: give one from 400 to 599"
    )))
}
