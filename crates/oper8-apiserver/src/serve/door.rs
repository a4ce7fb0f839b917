//! Who may come in: clients that show the token.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::uri::PathAndQuery;
use http::{Request, Response, Uri, header};
use hyper::body::Incoming;
use tower::Service;

use crate::body::Body;
use crate::service::{ApiService, refusal};
use crate::status::Status;

/// Paths that anybody may ask for.
const OPEN: [&str; 3] = ["/healthz", "/livez", "/readyz"];

/// The server's service behind a check of the token.
#[derive(Clone)]
pub(super) struct Door {
    service: ApiService,
    token: Arc<str>,
}

impl Door {
    pub(super) fn new(service: ApiService, token: &str) -> Self {
        Self {
            service,
            token: token.into(),
        }
    }

    /// The request as the server is to see it; `None` for a stranger's.
    fn admit(&self, mut request: Request<Incoming>) -> Option<Request<Incoming>> {
        if let Some(uri) = without_token(request.uri(), &self.token) {
            *request.uri_mut() = uri;
            return Some(request);
        }
        let shown = request
            .headers()
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let open = OPEN.contains(&request.uri().path());
        let known = shown.is_some_and(|shown| same(shown.trim(), &self.token));
        (known || open).then_some(request)
    }
}

impl Service<Request<Incoming>> for Door {
    type Response = Response<Body>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Response<Body>>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Service::<Request<Incoming>>::poll_ready(&mut self.service, context)
    }

    fn call(&mut self, request: Request<Incoming>) -> Self::Future {
        match self.admit(request) {
            Some(request) => self.service.call(request),
            None => Box::pin(std::future::ready(Ok(refusal(&Status::unauthorized())))),
        }
    }
}

/// `uri` without its first segment, if that is the token.
fn without_token(uri: &Uri, token: &str) -> Option<Uri> {
    let path = uri.path().strip_prefix('/')?;
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    if !same(first, token) {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}"));
    let text = format!("/{rest}{}", query.unwrap_or_default());
    Some(Uri::from(text.parse::<PathAndQuery>().ok()?))
}

/// Compares in a time that tells nothing of where the texts differ.
fn same(shown: &str, token: &str) -> bool {
    let differences = shown
        .bytes()
        .zip(token.bytes())
        .fold(0, |found, (a, b)| found | (a ^ b));
    shown.len() == token.len() && differences == 0
}
