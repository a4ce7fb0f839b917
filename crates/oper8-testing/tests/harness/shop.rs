//! A small operator: a Shop becomes a database, which takes its time, and a server that waits for it.

use std::time::Duration;

use kube_derive::CustomResource;
use oper8_reconcile::{
    Chart, Component, Components, Controller, Result, Session, ensure_config, ensure_precondition,
};
use oper8_testing::{Manifest, TestCluster};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(CustomResource, Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[kube(
    group = "demo.oper8.org",
    version = "v1",
    kind = "Shop",
    namespaced,
    crates(
        kube_core = "kube_core",
        k8s_openapi = "k8s_openapi",
        serde_json = "serde_json"
    )
)]
pub(crate) struct ShopSpec {
    pub(crate) version: String,
    pub(crate) replicas: u32,
}

pub(crate) fn shop(name: &str) -> Manifest {
    let version = "1.0.0".to_owned();
    Manifest::of(Shop::new(
        name,
        ShopSpec {
            version,
            replicas: 2,
        },
    ))
}

/// A cluster with the operator.
pub(crate) async fn cluster() -> TestCluster {
    TestCluster::start(Shops::default()).await.unwrap()
}

pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// A cluster with the operator, whose workloads take a minute.
pub(crate) async fn slow_cluster() -> TestCluster {
    let builder = TestCluster::builder().controller(Shops::default());
    builder.ready_after(MINUTE).start().await.unwrap()
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Shops {
    pub(crate) finalizes: bool,
}

impl Controller for Shops {
    type Resource = Shop;

    async fn setup_components(
        &self,
        shop: &Shop,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        ensure_config(shop.spec.replicas < 10, "spec.replicas is 10 or more")?;
        let database = graph.add(Database)?;
        let server = graph.add(Server(shop.spec.replicas))?;
        graph.after_ready(&server, &database)
    }

    fn has_finalizer(&self) -> bool {
        self.finalizes
    }
}

pub(crate) struct Database;

impl Component for Database {
    fn name(&self) -> &str {
        "database"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let secret = chart.add(
            "secret",
            json!({
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": session.scoped_name("database")},
                "stringData": {"password": "random"},
            }),
        )?;
        let server = chart.add("server", workload(session, "StatefulSet", "database", 1))?;
        chart.after(&server, &secret)
    }
}

pub(crate) struct Server(u32);

impl Component for Server {
    fn name(&self) -> &str {
        "server"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let gate = session.object("v1", "ConfigMap", "gate").await?;
        ensure_precondition(gate.is_none(), "the gate is closed")?;
        chart.add("server", workload(session, "Deployment", "server", self.0))?;
        Ok(())
    }
}

fn workload(session: &Session, kind: &str, component: &str, replicas: u32) -> Value {
    let labels = json!({"app": component});
    json!({
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": session.scoped_name(component)},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels},
                "spec": {"containers": [{"name": "main", "image": format!("{component}:1")}]},
            },
        },
    })
}
