//! One namespace of a cluster: of the embedded server, or of a real one where `OPER8_TEST_KUBECONFIG` names it.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_util::FutureExt as _;
use http::{Method, Request};
use kube_client::api::{Api, DeleteParams, Patch, PatchParams, PostParams};
use kube_client::client::ClientBuilder;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config as ClientConfig};
use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use kube_core::gvk::GroupVersionKind;
use oper8_apiserver::faults::Faults;
use oper8_apiserver::{ApiServer, Simulator};
use oper8_config::Config;
use oper8_deploy_manager::{DeploySettings, KubeDeployManager};
use oper8_reconcile::{AnyController, ReconcileManager, Reconciled, crd};
use serde_json::{Value, json};
use tower::{Layer, Service};

pub const GROUP: &str = "reconcile.oper8.test";

/// One namespace, and what was sent to its server.
pub struct Cluster {
    pub client: Client,
    pub namespace: String,
    recorder: Recorder,
}

/// Runs a test on the embedded server, or on the real one where there is one.
pub async fn each(test: impl AsyncFn(&Cluster)) {
    let recorder = Recorder::default();
    let client = match kubeconfig() {
        None => Client::new(
            recorder.layer(ApiServer::builder().build().service()),
            "default",
        ),
        Some(kubeconfig) => {
            let options = KubeConfigOptions::default();
            let config = ClientConfig::from_custom_kubeconfig(kubeconfig, &options)
                .await
                .unwrap();
            ClientBuilder::try_from(config)
                .unwrap()
                .with_layer(&recorder)
                .build()
        }
    };
    run(Cluster::new(client, recorder).await, &test).await;
}

/// Runs a test on an embedded server whose faults it may set.
pub async fn faulty(test: impl AsyncFn(&Cluster, &Faults)) {
    let recorder = Recorder::default();
    let server = ApiServer::builder().build();
    let client = Client::new(recorder.layer(server.service()), "default");
    test(&Cluster::new(client, recorder).await, &server.faults()).await;
}

/// Runs a test on an embedded server whose workloads come to what `simulator` says. The runtime's time should be paused.
pub async fn simulated(simulator: Simulator, test: impl AsyncFn(&Cluster)) {
    let recorder = Recorder::default();
    let server = ApiServer::builder().simulator(simulator).build();
    let client = Client::new(recorder.layer(server.service()), "default");
    test(&Cluster::new(client, recorder).await).await;
}

async fn run(cluster: Cluster, test: impl AsyncFn(&Cluster)) {
    let outcome = AssertUnwindSafe(test(&cluster)).catch_unwind().await;
    let namespaces: Api<DynamicObject> =
        Api::all_with(cluster.client.clone(), &resource("", "v1", "Namespace"));
    let _ = namespaces
        .delete(&cluster.namespace, &DeleteParams::default())
        .await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "says where a real cluster is, for tests alone"
)]
fn kubeconfig() -> Option<Kubeconfig> {
    let path = std::env::var("OPER8_TEST_KUBECONFIG").ok()?;
    Some(Kubeconfig::read_from(path).unwrap())
}

pub fn resource(group: &str, version: &str, kind: &str) -> ApiResource {
    ApiResource::from_gvk(&GroupVersionKind::gvk(group, version, kind))
}

/// The kind of the custom resources that scripts reconcile.
pub fn trials() -> ApiResource {
    resource(GROUP, "v1", "Trial")
}

fn trial_definition() -> Value {
    crd::complete(json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("trials.{GROUP}")},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {"kind": "Trial", "listKind": "TrialList", "plural": "trials", "singular": "trial"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                    "spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
                }}},
            }],
        },
    }))
    .unwrap()
}

impl Cluster {
    async fn new(client: Client, recorder: Recorder) -> Self {
        let namespace = format!("reconcile-{}", uuid::Uuid::new_v4().simple());
        let namespaces: Api<DynamicObject> =
            Api::all_with(client.clone(), &resource("", "v1", "Namespace"));
        let object = DynamicObject::new(&namespace, &resource("", "v1", "Namespace"));
        namespaces
            .create(&PostParams::default(), &object)
            .await
            .unwrap();
        crd::install(client.clone(), &trial_definition())
            .await
            .unwrap();
        Self {
            client,
            namespace,
            recorder,
        }
    }

    pub fn api(&self, resource: &ApiResource) -> Api<DynamicObject> {
        Api::namespaced_with(self.client.clone(), &self.namespace, resource)
    }

    pub fn manager(&self) -> ReconcileManager {
        self.manager_with(Config::default())
    }

    pub fn manager_with(&self, config: Config) -> ReconcileManager {
        let deploy = KubeDeployManager::new(self.client.clone(), &DeploySettings::from(&config));
        ReconcileManager::new(deploy, Arc::new(config))
    }

    /// Creates the custom resource `a` with this spec.
    pub async fn create(&self, spec: Value) -> Value {
        self.create_with(json!({}), json!({"spec": spec})).await
    }

    /// Creates the custom resource `a` with more metadata, and with these fields.
    pub async fn create_with(&self, metadata: Value, fields: Value) -> Value {
        let mut cr = json!({
            "apiVersion": format!("{GROUP}/v1"),
            "kind": "Trial",
            "metadata": {"name": "a", "namespace": self.namespace},
        });
        for (key, value) in metadata.as_object().unwrap() {
            cr["metadata"][key] = value.clone();
        }
        for (key, value) in fields.as_object().unwrap() {
            cr[key] = value.clone();
        }
        self.put(cr).await
    }

    /// Creates any object.
    pub async fn put(&self, object: Value) -> Value {
        let (group, version) = split(object["apiVersion"].as_str().unwrap());
        let resource = resource(group, version, object["kind"].as_str().unwrap());
        let object: DynamicObject = serde_json::from_value(object).unwrap();
        let made = self
            .api(&resource)
            .create(&PostParams::default(), &object)
            .await
            .unwrap();
        serde_json::to_value(made).unwrap()
    }

    /// The object of this name; null when it is not there.
    pub async fn get(&self, resource: &ApiResource, name: &str) -> Value {
        let object = self.api(resource).get_opt(name).await.unwrap();
        serde_json::to_value(object).unwrap()
    }

    /// The custom resource; null when it is not there.
    pub async fn cr(&self) -> Value {
        self.get(&trials(), "a").await
    }

    /// A ConfigMap; null when it is not there.
    pub async fn config_map(&self, name: &str) -> Value {
        self.get(&resource("", "v1", "ConfigMap"), name).await
    }

    /// Changes a ConfigMap by a merge patch.
    pub async fn patch_config_map(&self, name: &str, patch: Value) {
        let api = self.api(&resource("", "v1", "ConfigMap"));
        api.patch(name, &PatchParams::default(), &Patch::Merge(patch))
            .await
            .unwrap();
    }

    /// Changes the custom resource by a merge patch.
    pub async fn patch_cr(&self, patch: Value) {
        let api = self.api(&trials());
        api.patch("a", &PatchParams::default(), &Patch::Merge(patch))
            .await
            .unwrap();
    }

    pub async fn delete_cr(&self) {
        self.api(&trials())
            .delete("a", &DeleteParams::default())
            .await
            .unwrap();
    }

    /// Reconciles the custom resource as the cluster has it now.
    pub async fn reconcile(
        &self,
        manager: &ReconcileManager,
        controller: &AnyController,
    ) -> Reconciled {
        manager.reconcile(controller, self.cr().await).await
    }

    /// What was written since this was last asked: verbs and paths below the namespace.
    pub fn writes(&self) -> Vec<String> {
        let requests = std::mem::take(&mut *self.recorder.0.lock().unwrap());
        let below = format!("/namespaces/{}/", self.namespace);
        let is_write = |request: &(Method, String)| request.0 != Method::GET;
        let shown = |(method, path): (Method, String)| match path.split_once(&below) {
            Some((_, rest)) => format!("{method} {rest}"),
            None => format!("{method} {path}"),
        };
        requests.into_iter().filter(is_write).map(shown).collect()
    }
}

fn split(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

/// Remembers the requests that pass through it.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<(Method, String)>>>);

#[derive(Clone)]
struct Recorded<S> {
    recorder: Recorder,
    inner: S,
}

impl<S> Layer<S> for Recorder {
    type Service = Recorded<S>;

    fn layer(&self, inner: S) -> Recorded<S> {
        Recorded {
            recorder: self.clone(),
            inner,
        }
    }
}

impl<S: Service<Request<B>>, B> Service<Request<B>> for Recorded<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> S::Future {
        let seen = (request.method().clone(), request.uri().path().to_owned());
        self.recorder.0.lock().unwrap().push(seen);
        self.inner.call(request)
    }
}
