//! What every namespace has where workloads run: an account, and the certificates of whom to trust.

use std::time::Duration;

use kube_client::api::DeleteParams;
use oper8_apiserver::{ApiServer, Simulator};
use serde_json::{Value, json};

use crate::support::{Cluster, settle};
use crate::workloads::{cluster, pod};

fn named(kind: &str, namespace: &str, name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": kind, "metadata": {"namespace": namespace, "name": name}})
}

fn furniture(namespace: &str) -> [Value; 2] {
    [
        named("ServiceAccount", namespace, "default"),
        named("ConfigMap", namespace, "kube-root-ca.crt"),
    ]
}

fn namespace(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
}

#[tokio::test(start_paused = true)]
async fn a_namespace_is_furnished_when_its_creation_is_answered() {
    let (cluster, _) = cluster();
    cluster.create(namespace("shop")).await;
    for space in ["default", "kube-system", "shop"] {
        for object in furniture(space) {
            assert!(cluster.is_there(&object).await, "{object}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_deleted_of_it_is_there_again_when_that_is_answered() {
    let (cluster, _) = cluster();
    for object in furniture("default") {
        let before = cluster.get(&object).await.unwrap();
        cluster.delete(&object, DeleteParams::default()).await;
        let after = cluster.get(&object).await.unwrap();
        assert_ne!(before["metadata"]["uid"], after["metadata"]["uid"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_namespace_that_ends_takes_its_furniture_along() {
    let (cluster, _) = cluster();
    let shop = cluster.create(namespace("shop")).await;
    cluster.delete(&shop, DeleteParams::default()).await;
    settle().await;
    assert!(!cluster.is_there(&shop).await);
    for object in furniture("shop") {
        assert!(!cluster.is_there(&object).await, "{object}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_simulated_workloads_there_is_none() {
    let cluster = Cluster::new();
    for object in furniture("default") {
        assert!(!cluster.is_there(&object).await, "{object}");
    }
    let bare = cluster.create(pod()).await;
    assert!(bare["spec"].get("serviceAccountName").is_none());
    assert!(bare["spec"].get("volumes").is_none());
}

#[tokio::test(start_paused = true)]
async fn a_state_without_it_is_furnished_when_it_is_restored() {
    let bare = Cluster::new().server.snapshot();
    let builder = ApiServer::builder().simulator(Simulator::new(Duration::ZERO));
    let cluster = Cluster::build(builder.restore(bare));
    for object in furniture("default") {
        assert!(cluster.is_there(&object).await, "{object}");
    }
}
