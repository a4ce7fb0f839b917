//! Reconciliations per second on the server in this process, on one core: 10 components of 3 ConfigMaps each.
#![allow(missing_docs, reason = "a benchmark has no users")]
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first error")]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use divan::counter::ItemsCount;
use kube_client::Client;
use kube_client::api::{Api, PostParams};
use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use kube_core::gvk::GroupVersionKind;
use oper8_apiserver::ApiServer;
use oper8_config::Config;
use oper8_deploy_manager::{
    AnyReader, DeployError, DeployManager as _, DeploySettings, KubeDeployManager, ObjectKey,
    Query, Reader,
};
use oper8_reconcile::{
    AnyController, Chart, Component, Components, Controller, ReconcileManager, Result, Session, crd,
};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const COMPONENTS: usize = 10;
const RESOURCES: usize = 3;

fn main() {
    divan::main();
}

fn kind() -> ApiResource {
    ApiResource::from_gvk(&GroupVersionKind::gvk("bench.oper8.org", "v1", "Site"))
}

struct Part(String);

impl Component for Part {
    fn name(&self) -> &str {
        &self.0
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        for number in 0..RESOURCES {
            let name = format!("{}-{number}", self.0);
            let manifest = json!({
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": session.scoped_name(&name), "labels": {"app": session.name()}},
                "data": {"component": self.0, "number": number.to_string()},
            });
            chart.add(name, manifest)?;
        }
        Ok(())
    }
}

/// Whether each component waits for the one before it.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Independent,
    Chain,
}

struct Sites(Shape);

impl Controller for Sites {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        kind()
    }

    async fn setup_components(
        &self,
        _cr: &DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        let mut last = None;
        for number in 0..COMPONENTS {
            let part = graph.add(Part(format!("part-{number}")))?;
            if let (Shape::Chain, Some(last)) = (self.0, &last) {
                graph.after(&part, last)?;
            }
            last = Some(part);
        }
        Ok(())
    }
}

/// Answers from what it was given, as the cache of a watch does when nothing changes.
struct Snapshot(HashMap<ObjectKey, Arc<Value>>);

impl Reader for Snapshot {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>, DeployError> {
        Ok(self.0.get(key).cloned())
    }

    async fn list(&self, _query: &Query) -> Result<Vec<Arc<Value>>, DeployError> {
        Ok(self.0.values().cloned().collect())
    }
}

struct World {
    runtime: Runtime,
    client: Client,
    deploy: KubeDeployManager,
    manager: ReconcileManager,
    controller: AnyController,
    made: AtomicUsize,
}

impl World {
    fn new(shape: Shape) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(async {
            let client = Client::new(ApiServer::builder().build().service(), "default");
            let definition = json!({
                "apiVersion": "apiextensions.k8s.io/v1",
                "kind": "CustomResourceDefinition",
                "metadata": {"name": "sites.bench.oper8.org"},
                "spec": {
                    "group": "bench.oper8.org",
                    "scope": "Namespaced",
                    "names": {"kind": "Site", "listKind": "SiteList", "plural": "sites", "singular": "site"},
                    "versions": [{
                        "name": "v1", "served": true, "storage": true,
                        "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                            "spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
                        }}},
                    }],
                },
            });
            crd::install(client.clone(), &crd::complete(definition).unwrap()).await.unwrap();
            client
        });
        let deploy = KubeDeployManager::new(client.clone(), &DeploySettings::default());
        Self {
            runtime,
            client,
            manager: ReconcileManager::new(deploy.clone(), Arc::new(Config::default())),
            deploy,
            controller: AnyController::new(Sites(shape)).unwrap(),
            made: AtomicUsize::new(0),
        }
    }

    fn sites(&self) -> Api<DynamicObject> {
        Api::default_namespaced_with(self.client.clone(), &kind())
    }

    fn new_site(&self) -> Value {
        let name = format!("site-{}", self.made.fetch_add(1, Ordering::Relaxed));
        let mut site = DynamicObject::new(&name, &kind()).within("default");
        site.data = json!({"spec": {"version": "1"}});
        let made = self
            .runtime
            .block_on(self.sites().create(&PostParams::default(), &site))
            .unwrap();
        serde_json::to_value(made).unwrap()
    }

    fn reconcile(&self, site: Value) {
        let done = self
            .runtime
            .block_on(self.manager.reconcile(&self.controller, site));
        assert!(done.is_complete(), "{:?}", done.failure);
    }
}

/// Every object is asked for, and then created.
#[divan::bench(args = [Shape::Independent, Shape::Chain], sample_count = 50, sample_size = 4)]
fn first_rollout(bencher: divan::Bencher<'_, '_>, shape: Shape) {
    World::new(shape).bench_first(bencher);
}

/// A cache knows that no object is there, and every one is created.
#[divan::bench(args = [Shape::Independent, Shape::Chain], sample_count = 50, sample_size = 4)]
fn first_rollout_cached(bencher: divan::Bencher<'_, '_>, shape: Shape) {
    World::new(shape).cached().bench_first(bencher);
}

impl World {
    /// Reads through a snapshot of the server from now on.
    fn cached(mut self) -> Self {
        let maps = Query::new("v1", "ConfigMap", Some("default"));
        let maps = self.runtime.block_on(self.deploy.list(&maps)).unwrap();
        let known = maps
            .into_iter()
            .map(|map| (ObjectKey::of(&map).unwrap(), map));
        let reader = AnyReader::new(Snapshot(known.collect()));
        let deploy = self.deploy.with_reader(reader);
        self.manager = ReconcileManager::new(deploy, Arc::new(Config::default()));
        self
    }

    fn bench_first(self, bencher: divan::Bencher<'_, '_>) {
        bencher
            .counter(ItemsCount::new(1_u32))
            .with_inputs(|| self.new_site())
            .bench_local_values(|site| self.reconcile(site));
    }

    fn bench_unchanged(self, bencher: divan::Bencher<'_, '_>, name: &str) {
        let live = || {
            let site = self.runtime.block_on(self.sites().get(name)).unwrap();
            serde_json::to_value(site).unwrap()
        };
        self.reconcile(live());
        bencher
            .counter(ItemsCount::new(1_u32))
            .with_inputs(live)
            .bench_local_values(|site| self.reconcile(site));
    }
}

/// Every object is read from the server.
#[divan::bench(args = [Shape::Independent, Shape::Chain], sample_count = 50, sample_size = 20)]
fn unchanged(bencher: divan::Bencher<'_, '_>, shape: Shape) {
    let world = World::new(shape);
    world.reconcile(world.new_site());
    world.bench_unchanged(bencher, "site-0");
}

/// Every object is read from a cache.
#[divan::bench(args = [Shape::Independent, Shape::Chain], sample_count = 50, sample_size = 20)]
fn unchanged_cached(bencher: divan::Bencher<'_, '_>, shape: Shape) {
    let world = World::new(shape);
    world.reconcile(world.new_site());
    world.cached().bench_unchanged(bencher, "site-0");
}
