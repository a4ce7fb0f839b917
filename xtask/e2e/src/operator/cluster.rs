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

use crate::mask::mask;

/// How long something may take to come about.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// What is looked at in the end, in the order of the record.
const COLLECTED: [&str; 17] = [
    "apis/demo.oper8.org/v1/webapps",
    "apis/oper8.org/v1/temporarypatches",
    "apis/apps/v1/deployments",
    "apis/apps/v1/replicasets",
    "apis/apps/v1/statefulsets",
    "apis/apps/v1/controllerrevisions",
    "apis/batch/v1/jobs",
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

    pub(super) fn kubeconfig(&self) -> PathBuf {
        self.folder.path().join("kubeconfig")
    }

    pub(super) async fn clean_up(&self) {
        let path = format!("/api/v1/namespaces/{}", self.namespace);
        // What cannot be deleted is no matter of the suite.
        let _ = self.ask("DELETE", &path, None).await;
    }

    async fn ask(
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

    /// The path of a resource in the namespace: `apis/apps/v1/deployments`, and a name if there is one.
    fn path(&self, resource: &str, name: &str) -> String {
        let (version, plural) = resource.rsplit_once('/').unwrap_or(("", resource));
        let path = format!("/{version}/namespaces/{}/{plural}/{name}", self.namespace);
        path.trim_end_matches('/').to_owned()
    }

    /// Makes, changes or deletes an object.
    pub(super) async fn write(
        &self,
        method: &str,
        resource: &str,
        name: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<()> {
        let (code, answer) = self.ask(method, &self.path(resource, name), body).await?;
        if !(200..300).contains(&code) {
            bail!("{method} {resource} {name} was refused: {answer}");
        }
        Ok(())
    }

    /// Waits until an object is as it should be; what is not there is null.
    pub(super) async fn until(
        &self,
        what: &str,
        resource: &str,
        name: &str,
        is_so: impl Fn(&Value) -> bool,
    ) -> anyhow::Result<()> {
        let path = self.path(resource, name);
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let (code, object) = self.ask("GET", &path, None).await?;
            let object = if code == 404 { Value::Null } else { object };
            if is_so(&object) {
                return Ok(());
            }
            if tokio::time::Instant::now() > deadline {
                bail!("{what}: {resource} {name} is not so: {}", object["status"]);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits for what `kubectl rollout status` waits for, and until no pod is on its way out.
    pub(super) async fn rolled_out(&self, name: &str) -> anyhow::Result<()> {
        let is_so = |object: &Value| {
            let (spec, status) = (&object["spec"], &object["status"]);
            status["observedGeneration"] == object["metadata"]["generation"]
                && ["replicas", "updatedReplicas", "availableReplicas"]
                    .iter()
                    .all(|count| status[count] == spec["replicas"])
                && status["terminatingReplicas"].as_u64().unwrap_or(0) == 0
        };
        self.until("rolled out", "apis/apps/v1/deployments", name, is_so)
            .await
    }

    /// What is in the namespace, without what differs from run to run.
    pub(super) async fn collect(&self) -> anyhow::Result<Value> {
        let mut all = serde_json::Map::new();
        for resource in COLLECTED {
            let path = self.path(resource, "");
            let (code, list) = self.ask("GET", &path, None).await?;
            let items = list["items"].as_array();
            let items =
                items.with_context(|| format!("{path} was answered with {code}: {list}"))?;
            let mut found: Vec<Value> = items
                .iter()
                .filter(|item| !is_furniture(item))
                .cloned()
                .collect();
            for item in &mut found {
                self.tidy(item);
            }
            found.sort_by_key(|item| (item["metadata"]["name"].to_string(), item.to_string()));
            let plural = resource.rsplit('/').next().unwrap_or(resource);
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

/// What every namespace has, or only some servers put there.
fn is_furniture(item: &Value) -> bool {
    matches!(
        item["metadata"]["name"].as_str(),
        Some("kube-root-ca.crt" | "default")
    )
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
