//! The namespace that the operator works in: what is put there, waited for, and found in the end.

use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

use anyhow::{Context as _, bail};
use http::Request;
use http_body_util::BodyExt as _;
use kube_client::Client;
use kube_client::client::Body;
use regex::Regex;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::life::Life;
use crate::mask::mask;

/// How long something may take to come about; containers take longest.
const PATIENCE: Duration = Duration::from_secs(180);
const PAUSE: Duration = Duration::from_millis(50);

/// What is looked at in the end, beside the operator's own kinds.
const COLLECTED: [&str; 16] = [
    "apis/apps/v1/deployments",
    "apis/apps/v1/replicasets",
    "apis/apps/v1/statefulsets",
    "apis/apps/v1/controllerrevisions",
    "apis/batch/v1/jobs",
    "apis/batch/v1/cronjobs",
    "api/v1/pods",
    "api/v1/services",
    "api/v1/endpoints",
    "apis/discovery.k8s.io/v1/endpointslices",
    "apis/networking.k8s.io/v1/ingresses",
    "api/v1/configmaps",
    "api/v1/secrets",
    "api/v1/persistentvolumeclaims",
    "apis/policy/v1/poddisruptionbudgets",
    "api/v1/serviceaccounts",
];

static MOMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?").ok());

pub(super) struct Cluster {
    client: Client,
    pub(super) namespace: String,
    folder: TempDir,
}

impl Cluster {
    /// A namespace of its own.
    pub(super) async fn new(client: Client, kubeconfig: String) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("oper8-e2e-").tempdir()?;
        std::fs::write(folder.path().join("kubeconfig"), kubeconfig)?;
        let id = uuid::Uuid::new_v4().simple().to_string();
        let cluster = Self {
            client,
            namespace: format!("t{}", &id[..11]),
            folder,
        };
        let namespace = json!({"metadata": {"name": cluster.namespace}});
        let (code, answer) = cluster
            .ask("POST", "/api/v1/namespaces", Some(&namespace))
            .await?;
        if code != 201 {
            bail!("there is no namespace for the operator: {answer}");
        }
        Ok(cluster)
    }

    /// The kubeconfig of whoever runs the suite.
    pub(super) fn kubeconfig(&self) -> PathBuf {
        self.folder.path().join("kubeconfig")
    }

    /// The same for who has this token.
    pub(super) fn kubeconfig_with(&self, token: &str) -> anyhow::Result<PathBuf> {
        let text = std::fs::read_to_string(self.kubeconfig())?;
        let mut kubeconfig: Value = serde_saphyr::from_str(&text)?;
        let users = kubeconfig["users"].as_array_mut().into_iter().flatten();
        users.for_each(|user| user["user"] = json!({"token": token}));
        let path = self.folder.path().join("operator");
        std::fs::write(&path, kubeconfig.to_string())?;
        Ok(path)
    }

    pub(super) async fn clean_up(&self) {
        let path = format!("/api/v1/namespaces/{}", self.namespace);
        // What cannot be deleted is no matter of the suite.
        let _ = self.ask("DELETE", &path, None).await;
    }

    pub(super) async fn ask(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<(u16, Value)> {
        let media_type = match method {
            "PATCH" => "application/merge-patch+json",
            _ => "application/json",
        };
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept", "application/json")
            .header("content-type", media_type)
            .body(Body::from(body.into_bytes()))?;
        let (parts, body) = self.client.send(request).await?.into_parts();
        let bytes = body.collect().await?.to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Ok((parts.status.as_u16(), body))
    }

    /// The path of an object or a kind in the namespace, from the one without: `apis/apps/v1/deployments/web`.
    fn path(&self, object: &str) -> String {
        let segments = if object.starts_with("apis/") { 3 } else { 2 };
        let mut parts: Vec<&str> = object.splitn(segments + 1, '/').collect();
        let inside = parts.pop().unwrap_or_default();
        let version = parts.join("/");
        format!("/{version}/namespaces/{}/{inside}", self.namespace)
    }

    /// Makes, changes or deletes an object.
    pub(super) async fn write(
        &self,
        method: &str,
        object: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<()> {
        let (code, answer) = self.ask(method, &self.path(object), body).await?;
        if !(200..300).contains(&code) {
            bail!("{method} {object} was refused: {answer}");
        }
        Ok(())
    }

    /// Waits until an object is as it should be; what is not there is null.
    pub(super) async fn until(
        &self,
        what: &str,
        object: &str,
        is_so: impl Fn(&Value) -> bool,
    ) -> anyhow::Result<()> {
        let path = self.path(object);
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let (code, found) = self.ask("GET", &path, None).await?;
            let found = if code == 404 { Value::Null } else { found };
            if is_so(&found) {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                bail!("{object} is not {what}; its status is {}", found["status"]);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What is in the namespace, without what differs from run to run.
    pub(super) async fn collect(&self, life: &Life) -> anyhow::Result<Value> {
        let mut all = serde_json::Map::new();
        let account = life.program();
        let kinds = life.kinds.iter().map(String::as_str).chain(COLLECTED);
        for kind in kinds {
            let path = self.path(kind);
            let (code, list) = self.ask("GET", &path, None).await?;
            let items = list["items"].as_array();
            let items =
                items.with_context(|| format!("{path} was answered with {code}: {list}"))?;
            let mut found: Vec<Value> = items
                .iter()
                .filter(|item| !is_furniture(item, &account))
                .cloned()
                .collect();
            for item in &mut found {
                self.tidy(item);
            }
            found.sort_by_key(|item| (item["metadata"]["name"].to_string(), item.to_string()));
            let plural = kind.rsplit('/').next().unwrap_or(kind);
            if !found.is_empty() {
                all.insert(plural.to_owned(), found.into());
            }
        }
        Ok(all.into())
    }

    /// Leaves out what the server or the controllers make up.
    fn tidy(&self, item: &mut Value) {
        mask(item, &self.namespace);
        hide_moments(item);
        if let Some(metadata) = item["metadata"].as_object_mut() {
            // How often something was written depends on who was faster.
            for field in ["managedFields", "generation"] {
                metadata.remove(field);
            }
        }
        let annotations = item.pointer_mut("/metadata/annotations");
        if let Some(annotations) = annotations.and_then(Value::as_object_mut) {
            annotations.remove("endpoints.kubernetes.io/last-change-trigger-time");
            if annotations.is_empty() {
                item["metadata"]
                    .as_object_mut()
                    .map(|all| all.remove("annotations"));
            }
        }
        if let Some(status) = item["status"].as_object_mut() {
            status.remove("observedGeneration");
        }
        // Volumes of the real cluster are made beforehand, and larger than what is asked for.
        if item["status"]["phase"] == "Bound" {
            for field in ["accessModes", "capacity"] {
                item["status"].as_object_mut().map(|all| all.remove(field));
            }
        }
        // What a pod is made of is told by its template; admission adds volumes on a real cluster.
        if item["spec"]["containers"].is_array() {
            item.as_object_mut().map(|all| all.remove("spec"));
        }
        if let Some(conditions) = item["status"]["conditions"].as_array_mut() {
            conditions.sort_by_key(|condition| condition["type"].to_string());
            for condition in conditions.iter_mut().filter_map(Value::as_object_mut) {
                condition.remove("observedGeneration");
            }
        }
        for list in ["data", "endpoints"] {
            match &mut item[list] {
                Value::Object(values) if item_is_secret(values) => {
                    values
                        .values_mut()
                        .for_each(|value| *value = "(secret)".into());
                }
                Value::Array(values) => values.sort_by_key(Value::to_string),
                Value::Null => drop(item.as_object_mut().map(|all| all.remove(list))),
                _ => {}
            }
        }
    }
}

/// Whether values are those of a Secret, which are text in base64 that is made up.
fn item_is_secret(values: &serde_json::Map<String, Value>) -> bool {
    values
        .keys()
        .any(|name| name.to_lowercase().contains("password"))
}

/// What every namespace has, or only some servers put there, and the operator's account.
fn is_furniture(item: &Value, account: &str) -> bool {
    let name = item["metadata"]["name"].as_str().unwrap_or_default();
    ["kube-root-ca.crt", "default", account].contains(&name)
}

/// Hides points in time, wherever they are.
fn hide_moments(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(moment) = MOMENT.as_ref() {
                *text = moment.replace_all(text, "(time)").into_owned();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide_moments),
        Value::Object(fields) => fields.values_mut().for_each(hide_moments),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
