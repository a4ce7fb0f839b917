//! An embedded server over HTTP, an operator for a small kind, and what it reconciles.

use std::sync::Arc;
use std::time::Duration;

use kube_client::api::{DeleteParams, DynamicObject, Patch, PatchParams, PostParams};
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Api, Client, Config as ClientConfig};
use kube_core::{ApiResource, GroupVersionKind};
use oper8_apiserver::{ApiServer, ServeOptions, Served};
use oper8_config::Config;
use oper8_deploy_manager::{DeploySettings, KubeDeployManager, ObjectKey};
use oper8_reconcile::{
    AnyController, Chart, Component, Components, Controller, ReconcileManager, Reconciled, Result,
    Session, crd,
};
use oper8_watch_managers::{KubeWatchManager, WatchError, WatchManager as _};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Longer than any test takes; it only keeps a broken one from hanging.
const HANG: Duration = Duration::from_secs(60);

/// A cluster over HTTP that serves the kind Shelf.
pub(crate) struct World {
    pub(crate) server: ApiServer,
    pub(crate) client: Client,
    _served: Served,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::of(ApiServer::builder().build()).await
    }

    pub(crate) async fn of(server: ApiServer) -> Self {
        let served = server.serve(ServeOptions::default()).await.unwrap();
        let kubeconfig = Kubeconfig::from_yaml(&served.kubeconfig()).unwrap();
        let options = KubeConfigOptions::default();
        let config = ClientConfig::from_custom_kubeconfig(kubeconfig, &options)
            .await
            .unwrap();
        let client = Client::try_from(config).unwrap();
        let definition = crd::complete(definition()).unwrap();
        crd::install(client.clone(), &definition).await.unwrap();
        Self {
            server,
            client,
            _served: served,
        }
    }

    pub(crate) fn shelves(&self, namespace: &str) -> Api<DynamicObject> {
        Api::namespaced_with(self.client.clone(), namespace, &shelf())
    }

    pub(crate) fn maps(&self, namespace: &str) -> Api<DynamicObject> {
        let kind = GroupVersionKind::gvk("", "v1", "ConfigMap");
        let resource = ApiResource::from_gvk(&kind);
        Api::namespaced_with(self.client.clone(), namespace, &resource)
    }

    pub(crate) async fn namespace(&self, name: &str) {
        let kind = GroupVersionKind::gvk("", "v1", "Namespace");
        let api: Api<DynamicObject> =
            Api::all_with(self.client.clone(), &ApiResource::from_gvk(&kind));
        let object = serde_json::from_value(json!({
            "apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name},
        }));
        api.create(&PostParams::default(), &object.unwrap())
            .await
            .unwrap();
    }

    /// Creates a shelf with so many books.
    pub(crate) async fn create(&self, namespace: &str, name: &str, books: u32) {
        let object = serde_json::from_value(json!({
            "apiVersion": "demo.oper8.org/v1",
            "kind": "Shelf",
            "metadata": {"name": name, "namespace": namespace},
            "spec": {"books": books},
        }));
        self.shelves(namespace)
            .create(&PostParams::default(), &object.unwrap())
            .await
            .unwrap();
    }

    /// Puts so many books on a shelf.
    pub(crate) async fn set_books(&self, namespace: &str, name: &str, books: u32) {
        self.patch(namespace, name, json!({"spec": {"books": books}}))
            .await;
    }

    pub(crate) async fn patch(&self, namespace: &str, name: &str, patch: Value) {
        self.shelves(namespace)
            .patch(name, &PatchParams::default(), &Patch::Merge(patch))
            .await
            .unwrap();
    }

    pub(crate) async fn delete(&self, namespace: &str, name: &str) {
        self.shelves(namespace)
            .delete(name, &DeleteParams::default())
            .await
            .unwrap();
    }

    /// The books that the cluster's ConfigMaps hold for a shelf, by place.
    pub(crate) async fn books(&self, namespace: &str, name: &str) -> Vec<Option<String>> {
        let mut found = Vec::new();
        for place in ["left", "right"] {
            let map = self
                .maps(namespace)
                .get_opt(&format!("{name}-{place}"))
                .await;
            let map = map.unwrap();
            found.push(map.and_then(|map| map.data["data"]["books"].as_str().map(str::to_owned)));
        }
        found
    }

    /// Starts an operator.
    pub(crate) fn operator(&self) -> Operator {
        self.operator_with(Config::default(), Shelves::default())
    }

    pub(crate) fn operator_with(&self, settings: Config, shelves: Shelves) -> Operator {
        let settings = Arc::new(settings);
        let deploy_manager =
            KubeDeployManager::new(self.client.clone(), &DeploySettings::from(&*settings));
        let reconciler = ReconcileManager::new(deploy_manager, Arc::clone(&settings));
        let controller = AnyController::new(shelves).unwrap();
        let (tell, outcomes) = mpsc::unbounded_channel();
        let manager =
            KubeWatchManager::new(self.client.clone(), reconciler, [controller], settings)
                .unwrap()
                .observer(Arc::new(move |key, reconciled| {
                    let _ = tell.send((key.clone(), reconciled.clone()));
                }));
        let stop = CancellationToken::new();
        let task = tokio::spawn(manager.run(stop.clone()));
        Operator {
            stop,
            task,
            outcomes,
        }
    }
}

/// A running operator.
pub(crate) struct Operator {
    stop: CancellationToken,
    task: JoinHandle<Result<(), WatchError>>,
    outcomes: mpsc::UnboundedReceiver<(ObjectKey, Reconciled)>,
}

impl Operator {
    /// The next reconciliation that ends.
    pub(crate) async fn next(&mut self) -> (ObjectKey, Reconciled) {
        tokio::time::timeout(HANG, self.outcomes.recv())
            .await
            .expect("a reconciliation ends in time")
            .expect("the operator runs")
    }

    /// Waits until a reconciliation of the shelf `name` is complete.
    pub(crate) async fn complete(&mut self, namespace: &str, name: &str) {
        loop {
            let (key, reconciled) = self.next().await;
            let same = key.namespace.as_deref() == Some(namespace) && key.name == name;
            if same && reconciled.is_complete() {
                return;
            }
        }
    }

    /// Waits until the shelf's books are in the cluster, looking after each reconciliation.
    pub(crate) async fn holds(&mut self, world: &World, namespace: &str, name: &str, books: u32) {
        let wanted = vec![Some(books.to_string()); 2];
        while world.books(namespace, name).await != wanted {
            self.next().await;
        }
    }

    /// Asks the operator to stop, and waits until it has.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(HANG, self.task)
            .await
            .expect("the operator stops in time")
            .unwrap()
            .unwrap();
    }

    /// Ends the operator as a killed process ends: at once, wherever it is.
    pub(crate) async fn kill(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

/// A shelf's controller: two components, a ConfigMap each, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelves {
    pub(crate) finalizes: bool,
}

impl Controller for Shelves {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        shelf()
    }

    fn has_finalizer(&self) -> bool {
        self.finalizes
    }

    async fn setup_components(
        &self,
        cr: &DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        let books = cr.data["spec"]["books"].as_u64().unwrap_or_default();
        let left = graph.add(Books("left", books))?;
        let right = graph.add(Books("right", books))?;
        graph.after(&right, &left)
    }
}

struct Books(&'static str, u64);

impl Component for Books {
    fn name(&self) -> &str {
        self.0
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let map = json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": session.scoped_name(self.0)},
            "data": {"books": self.1.to_string()},
        });
        chart.add("books", map)?;
        Ok(())
    }
}

fn shelf() -> ApiResource {
    ApiResource::from_gvk_with_plural(
        &GroupVersionKind::gvk("demo.oper8.org", "v1", "Shelf"),
        "shelves",
    )
}

fn definition() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "shelves.demo.oper8.org"},
        "spec": {
            "group": "demo.oper8.org",
            "scope": "Namespaced",
            "names": {"kind": "Shelf", "plural": "shelves", "singular": "shelf"},
            "versions": [{
                "name": "v1",
                "served": true,
                "storage": true,
                "schema": {"openAPIV3Schema": {
                    "type": "object",
                    "properties": {"spec": {
                        "type": "object",
                        "properties": {"books": {"type": "integer"}},
                    }},
                }},
            }],
        },
    })
}
