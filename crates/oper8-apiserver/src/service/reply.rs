//! Answers: objects, refusals, and what became of a write.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use super::ApiService;
use crate::body::Body;
use crate::handlers::{Outcome, Write, encode};
use crate::journal::Done;
use crate::media::Form;
use crate::request::Target;
use crate::status::{self, Status};
use crate::table;

impl ApiService {
    /// What a write answers.
    pub(super) fn written(
        &self,
        write: &Write<'_>,
        outcome: &Outcome,
        form: Form,
    ) -> Response<Body> {
        let code = if outcome.created {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        let now = self.cluster.clock.now();
        let body = match (write.subresource, form) {
            ("scale", Form::Table(form)) => {
                let scale = table::of_scale(form, outcome.object.value(), now);
                Bytes::from(scale.to_string())
            }
            ("scale", _) => outcome.object.json(),
            _ => encode(write.resource, &outcome.object, form, now),
        };
        let done = (!write.dry_run).then(|| Done::to(&outcome.object));
        changed(json(code, body), done, &outcome.warnings)
    }
}

/// The answer with what was done, for the journal, and what the client is warned of.
pub(super) fn changed(
    mut response: Response<Body>,
    done: Option<Done>,
    warnings: &[String],
) -> Response<Body> {
    if let Some(done) = done {
        response.extensions_mut().insert(done);
    }
    warn(&mut response, warnings);
    response
}

/// Tells the client first that it asks for what is on its way out.
pub(super) fn warned(mut response: Response<Body>, text: &str) -> Response<Body> {
    let headers = response.headers_mut();
    let others: Vec<_> = headers.get_all(header::WARNING).iter().cloned().collect();
    headers.remove(header::WARNING);
    for value in warning(text).into_iter().chain(others) {
        headers.append(header::WARNING, value);
    }
    response
}

fn warning(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("299 - {text:?}")).ok()
}

/// Tells the client of warnings, of each once.
fn warn(response: &mut Response<Body>, warnings: &[String]) {
    for (index, text) in warnings.iter().enumerate() {
        let told = warnings[..index].contains(text);
        if let Some(value) = warning(text).filter(|_| !told) {
            response.headers_mut().append(header::WARNING, value);
        }
    }
}

/// What a delete answers when the object is gone.
pub(super) fn success(target: &Target, name: &str, uid: &str) -> Value {
    let mut details =
        serde_json::json!({"name": name, "kind": target.resource.plural(), "uid": uid});
    if !target.resource.group().is_empty() {
        details["group"] = target.resource.group().into();
    }
    serde_json::json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Success",
        "details": details,
    })
}

pub(crate) fn json(code: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Body::whole(body));
    *response.status_mut() = code;
    set_json(&mut response);
    response
}

pub(super) fn set_json(response: &mut Response<Body>) {
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
}

pub(crate) fn refusal(status: &Status) -> Response<Body> {
    json(status.code, status::line(&status.to_value()))
}

/// What a real server answers to a path that cannot be read.
pub(super) fn malformed() -> Response<Body> {
    let mut response = Response::new(Body::whole("400 Bad Request"));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response
}

/// The headers of every answer.
pub(super) fn dress(headers: &mut HeaderMap) {
    let audit = uuid::Uuid::new_v4().to_string();
    if let Ok(audit) = HeaderValue::try_from(audit) {
        headers.insert("audit-id", audit);
    }
    let cache = HeaderValue::from_static("no-cache, private");
    headers.insert(header::CACHE_CONTROL, cache);
}
