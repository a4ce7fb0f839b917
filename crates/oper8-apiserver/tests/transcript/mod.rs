//! A list of requests and answers, and how they are asked and compared.

#![allow(
    unreachable_pub,
    missing_debug_implementations,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failure is a failed test"
)]

mod mask;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use http_body_util::BodyExt as _;
use kube_client::client::Body;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config};
use serde_json::{Value, json};

/// Who asks, which becomes the field manager where none is named.
const AGENT: &str = "transcript";

pub struct Transcript {
    path: PathBuf,
    content: Value,
}

/// The namespace of a run, and what its steps remember of their answers.
struct Run<'a> {
    client: &'a Client,
    namespace: String,
    captured: BTreeMap<String, String>,
}

/// An environment variable that the caller set.
#[expect(
    clippy::disallowed_methods,
    reason = "the caller of a test has no other way to name a cluster"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A client by a kubeconfig.
pub async fn client(kubeconfig: &str) -> Client {
    let kubeconfig = Kubeconfig::from_yaml(kubeconfig).unwrap();
    let options = KubeConfigOptions::default();
    let config = Config::from_custom_kubeconfig(kubeconfig, &options)
        .await
        .unwrap();
    Client::try_from(config).unwrap()
}

impl Transcript {
    pub fn read(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/transcripts")
            .join(format!("{name}.json"));
        let text = std::fs::read_to_string(&path).unwrap();
        Self {
            path,
            content: serde_json::from_str(&text).unwrap(),
        }
    }

    /// Asks everything and compares the answers; says of each that differs how.
    pub async fn check(&self, client: &Client) {
        let mut run = Run::start(client).await;
        let mut report = String::new();
        for step in self.steps() {
            let Some(seen) = run.step(step).await else {
                continue;
            };
            let expected = &step["answer"];
            if seen != *expected {
                let request = step["do"].as_str().unwrap();
                writeln!(
                    report,
                    "{request} {}\n  answers {seen}\n  instead of {expected}",
                    step["body"]
                )
                .unwrap();
            }
        }
        run.end().await;
        assert!(report.is_empty(), "{report}");
    }

    /// Asks everything and writes the answers down.
    pub async fn record(mut self, client: &Client) {
        let mut run = Run::start(client).await;
        let steps = self.steps().len();
        for index in 0..steps {
            let step = self.content["steps"][index].clone();
            if let Some(answer) = run.step(&step).await {
                self.content["steps"][index]["answer"] = answer;
            }
        }
        run.end().await;
        let text = serde_json::to_string_pretty(&self.content).unwrap();
        std::fs::write(&self.path, text + "\n").unwrap();
    }

    fn steps(&self) -> &Vec<Value> {
        self.content["steps"].as_array().unwrap()
    }
}

impl<'a> Run<'a> {
    async fn start(client: &'a Client) -> Self {
        let namespace = format!("t{}", uuid::Uuid::new_v4().simple());
        let namespace = namespace[..12].to_owned();
        let run = Self {
            client,
            namespace,
            captured: BTreeMap::new(),
        };
        let object = json!({"metadata": {"name": run.namespace}}).to_string();
        let (code, ..) = run
            .ask("POST", "/api/v1/namespaces", &json!({}), object)
            .await;
        assert_eq!(code, 201, "a namespace for the test");
        run
    }

    async fn end(self) {
        let path = format!("/api/v1/namespaces/{}", self.namespace);
        self.ask("DELETE", &path, &json!({}), String::new()).await;
    }

    /// Does a step; answers what is to be compared, if anything is.
    async fn step(&mut self, step: &Value) -> Option<Value> {
        if let Some(request) = step["wait"].as_str() {
            self.wait(request, &step["until"]).await;
            return None;
        }
        let (method, path) = step["do"].as_str().unwrap().split_once(' ').unwrap();
        let body = match &step["body"] {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let (code, mut answer, warnings) = self.ask(method, path, step, body).await;
        for (name, pointer) in step["capture"].as_object().into_iter().flatten() {
            let value = answer.pointer(pointer.as_str().unwrap()).unwrap();
            let text = value.as_str().unwrap().to_owned();
            self.captured.insert(name.clone(), text);
        }
        for pointer in step["ignore"].as_array().into_iter().flatten() {
            forget(&mut answer, pointer.as_str().unwrap());
        }
        mask::mask(&mut answer, &self.namespace);
        let mut seen = json!({"code": code, "body": answer});
        if !warnings.is_empty() {
            seen["warnings"] = json!(warnings);
        }
        Some(seen)
    }

    /// Asks until the answer is as it should be: controllers of a real cluster take a moment.
    async fn wait(&self, request: &str, until: &Value) {
        let (method, path) = request.split_once(' ').unwrap();
        for _ in 0..200 {
            let (_, answer, _) = self.ask(method, path, &json!({}), String::new()).await;
            let wanted = until.as_object().unwrap();
            if wanted
                .iter()
                .all(|(pointer, value)| answer.pointer(pointer) == Some(value))
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{request} never answers {until}");
    }

    /// Code, body and warnings of an answer.
    async fn ask(
        &self,
        method: &str,
        path: &str,
        step: &Value,
        body: String,
    ) -> (u16, Value, Vec<String>) {
        let text = |value: &Value, default: &str| value.as_str().unwrap_or(default).to_owned();
        let request = http::Request::builder()
            .method(method)
            .uri(self.fill(path))
            .header("user-agent", AGENT)
            .header("accept", text(&step["accept"], "application/json"))
            .header("content-type", text(&step["type"], "application/json"))
            .body(Body::from(self.fill(&body).into_bytes()))
            .unwrap();
        let response = self.client.send(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let answer = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        let warnings = parts.headers.get_all("warning").iter();
        let warnings = warnings.map(|value| value.to_str().unwrap().to_owned());
        (parts.status.as_u16(), answer, warnings.collect())
    }

    fn fill(&self, text: &str) -> String {
        let mut text = text.replace("{ns}", &self.namespace);
        for (name, value) in &self.captured {
            text = text.replace(&format!("${{{name}}}"), value);
        }
        text
    }
}

/// Takes a value out of an answer: the whole of it for an empty pointer.
fn forget(answer: &mut Value, pointer: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        *answer = Value::Null;
        return;
    };
    match answer.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.remove(name);
        }
        Some(Value::Array(items)) => {
            let index: usize = name.parse().unwrap();
            if index < items.len() {
                items.remove(index);
            }
        }
        _ => {}
    }
}
