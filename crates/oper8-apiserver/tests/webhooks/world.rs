//! A namespace on the embedded server, or on the real one that `OPER8_TEST_KUBECONFIG` names.

use http::{Method, Request};
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config};
use oper8_apiserver::{ApiServer, Builder, Simulator};
use serde_json::{Value, json};

/// A namespace of a test's own.
pub struct World {
    pub client: Client,
    pub namespace: String,
    pub server: Option<ApiServer>,
}

impl World {
    pub async fn new() -> Self {
        Self::build(ApiServer::builder()).await
    }

    /// The real server does not know of `builder`.
    pub async fn build(builder: Builder) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "how every suite learns of a real server"
        )]
        let real = std::env::var("OPER8_TEST_KUBECONFIG").ok();
        let (client, server) = match real {
            Some(path) => {
                let kubeconfig = Kubeconfig::read_from(path).unwrap();
                let options = KubeConfigOptions::default();
                let config = Config::from_custom_kubeconfig(kubeconfig, &options).await;
                (Client::try_from(config.unwrap()).unwrap(), None)
            }
            None => {
                let server = builder
                    .simulator(Simulator::new(std::time::Duration::ZERO))
                    .build();
                (Client::new(server.service(), "default"), Some(server))
            }
        };
        let namespace = format!("hooks-{}", uuid::Uuid::new_v4().simple());
        let world = Self {
            client,
            namespace,
            server,
        };
        let object =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": world.namespace}});
        world
            .ask(Method::POST, "/api/v1/namespaces", Some(object))
            .await;
        world
    }

    /// Sends a request and returns the answer: an object, or a `Status`.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let content = if method == Method::PATCH {
            "application/merge-patch+json"
        } else {
            "application/json"
        };
        let body = body
            .map(|body| body.to_string().into_bytes())
            .unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", content)
            .body(body)
            .unwrap();
        match self.client.request_text(request).await {
            Ok(text) => serde_json::from_str(&text).unwrap(),
            Err(kube_client::Error::Api(status)) => serde_json::to_value(*status).unwrap(),
            Err(other) => unreachable!("{other}"),
        }
    }

    fn maps(&self) -> String {
        format!("/api/v1/namespaces/{}/configmaps", self.namespace)
    }

    pub async fn create(&self, name: &str) -> Value {
        let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "1"}});
        self.ask(Method::POST, &self.maps(), Some(object)).await
    }

    pub async fn change(&self, name: &str, patch: Value) -> Value {
        self.ask(
            Method::PATCH,
            &format!("{}/{name}", self.maps()),
            Some(patch),
        )
        .await
    }

    pub async fn delete(&self, name: &str) -> Value {
        self.ask(Method::DELETE, &format!("{}/{name}", self.maps()), None)
            .await
    }

    /// Makes a configuration for ConfigMaps and Pods of this namespace. `hooks` are what differs from the usual.
    pub async fn configure(&self, kind: &str, hooks: Vec<Value>) {
        let name = format!("{}-{}", kind.to_lowercase(), self.namespace);
        let webhooks: Vec<_> = hooks
            .into_iter()
            .enumerate()
            .map(|(index, hook)| {
                let mut whole = json!({
                    "name": format!("h{index}.example.com"),
                    "admissionReviewVersions": ["v1"],
                    "sideEffects": "None",
                    "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps", "pods"], "operations": ["*"]}],
                    "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": self.namespace}},
                });
                for (field, value) in hook.as_object().unwrap() {
                    whole[field] = value.clone();
                }
                whole
            })
            .collect();
        let object = json!({
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": kind,
            "metadata": {"name": name}, "webhooks": webhooks,
        });
        let path = format!(
            "/apis/admissionregistration.k8s.io/v1/{}s",
            kind.to_lowercase()
        );
        let made = self.ask(Method::POST, &path, Some(object)).await;
        assert_eq!(made["kind"], kind, "{made}");
        if self.server.is_none() {
            // A real server learns of it within moments, and does not tell.
            tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        }
    }

    /// Takes the configurations away, which only a real server minds.
    pub async fn end(self) {
        for kind in [
            "mutatingwebhookconfiguration",
            "validatingwebhookconfiguration",
        ] {
            let path = format!(
                "/apis/admissionregistration.k8s.io/v1/{kind}s/{kind}-{}",
                self.namespace
            );
            self.ask(Method::DELETE, &path, None).await;
        }
        self.ask(
            Method::DELETE,
            &format!("/api/v1/namespaces/{}", self.namespace),
            None,
        )
        .await;
    }
}
