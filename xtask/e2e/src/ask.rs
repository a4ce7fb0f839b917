//! Asking a server: one request, one answer.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context as _;
use http::{Request, Response};
use http_body_util::BodyExt as _;
use kube_client::Client;
use kube_client::client::Body;
use serde_json::Value;
use tokio::time::timeout;

use crate::answer::Answer;
use crate::case::{self, Step};

/// How long an answer, or the head of a watch, may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who asks, which becomes the field manager where none is named.
const AGENT: &str = "conformance";

/// Asks on behalf of a case: fills in its namespace and what it remembers.
pub(crate) struct Asker {
    client: Client,
    pub(crate) namespace: String,
    pub(crate) captured: BTreeMap<String, String>,
}

impl Asker {
    /// Nothing is remembered yet.
    pub(crate) fn new(client: Client, namespace: String) -> Self {
        Self {
            client,
            namespace,
            captured: BTreeMap::new(),
        }
    }

    /// Sends a step's request and waits for the head of its answer.
    pub(crate) async fn send(&self, step: &Step) -> anyhow::Result<Response<Body>> {
        let mut request = Request::builder()
            .method(step.method.as_str())
            .uri(self.fill(&step.path))
            .header("user-agent", AGENT)
            .header("accept", &step.accept)
            .header("content-type", &step.content_type);
        if let Some(user) = &step.user {
            request = request.header("impersonate-user", self.fill(user));
        }
        for group in &step.groups {
            request = request.header("impersonate-group", self.fill(group));
        }
        for (name, value) in &step.headers {
            request = request.header(name, self.fill(value));
        }
        let body = match &step.body {
            case::Body::Text(text) => self.fill(text).into_bytes(),
            case::Body::Bytes(bytes) => bytes.clone(),
        };
        let request = request
            .body(Body::from(body))
            .context("this is no request")?;
        timeout(PATIENCE, self.client.send(request))
            .await
            .with_context(|| format!("no answer after {} s", PATIENCE.as_secs()))?
            .context("there is no answer")
    }

    /// Sends a step's request and reads its whole answer.
    pub(crate) async fn ask(&self, step: &Step) -> anyhow::Result<Answer> {
        let (parts, body) = self.send(step).await?.into_parts();
        let bytes = timeout(PATIENCE, body.collect())
            .await
            .with_context(|| format!("the answer has no end after {} s", PATIENCE.as_secs()))?
            .context("the answer breaks off")?
            .to_bytes();
        Ok(Answer::new(parts.status.as_u16(), parts.headers, &bytes))
    }

    /// A request of the suite itself.
    pub(crate) async fn ask_plain(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<Answer> {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("user-agent", AGENT)
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .body(Body::from(body.into_bytes()))?;
        let (parts, body) = self.client.send(request).await?.into_parts();
        let bytes = body.collect().await?.to_bytes();
        Ok(Answer::new(parts.status.as_u16(), parts.headers, &bytes))
    }

    /// Remembers what the step wants of its answer.
    pub(crate) fn capture(&mut self, step: &Step, body: &Value) -> anyhow::Result<()> {
        for (name, pointer) in &step.capture {
            let value = body
                .pointer(pointer)
                .with_context(|| format!("the answer has no {pointer} to capture"))?;
            let text = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            self.captured.insert(name.clone(), text);
        }
        Ok(())
    }

    /// The text with `{ns}` and `${name}` filled in.
    pub(crate) fn fill(&self, text: &str) -> String {
        let mut text = text.replace("{ns}", &self.namespace);
        for (name, value) in &self.captured {
            text = text.replace(&format!("${{{name}}}"), value);
        }
        text
    }
}
