//! The classes that claims and ingresses have which name none. They hold for all of a server, so that no conformance case
//! can show them beside others.
#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

mod support;

use k8s_openapi::api::networking::v1::IngressClass;
use k8s_openapi::api::storage::v1::StorageClass;
use kube_client::Api;
use kube_client::api::PostParams;
use oper8_apiserver::ApiServer;
use oper8_status::ManualClock;
use serde_json::{Value, json};

use support::Cluster;

fn cluster() -> (Cluster, ManualClock) {
    let clock = ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap());
    let cluster = Cluster::build(ApiServer::builder().clock(clock.clone()));
    (cluster, clock)
}

fn ingress(class: Value) -> Value {
    let backend = json!({"service": {"name": "web", "port": {"number": 80}}});
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"generateName": "web-"},
        "spec": {"ingressClassName": class, "defaultBackend": backend},
    })
}

fn claim(class: Value) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"generateName": "data-"},
        "spec": {
            "storageClassName": class,
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1Gi"}},
        },
    })
}

#[tokio::test]
async fn an_ingress_gets_the_newest_default_class() {
    let (cluster, clock) = cluster();
    let none = cluster.create(ingress(Value::Null)).await;
    assert!(none["spec"].get("ingressClassName").is_none());
    let classes = Api::<IngressClass>::all(cluster.client.clone());
    for (name, default) in [("older", "true"), ("new", "true"), ("newest", "false")] {
        let annotations = json!({"ingressclass.kubernetes.io/is-default-class": default});
        let class = json!({
            "metadata": {"name": name, "annotations": annotations},
            "spec": {"controller": "example.com/controller"},
        });
        let class = serde_json::from_value(class).unwrap();
        classes
            .create(&PostParams::default(), &class)
            .await
            .unwrap();
        clock.advance(jiff::SignedDuration::from_secs(60));
    }
    let default = cluster.create(ingress(Value::Null)).await;
    assert_eq!(default["spec"]["ingressClassName"], "new");
    let own = cluster.create(ingress("own".into())).await;
    assert_eq!(own["spec"]["ingressClassName"], "own");
}

#[tokio::test]
async fn a_claim_gets_the_newest_default_class() {
    let (cluster, clock) = cluster();
    let classes = Api::<StorageClass>::all(cluster.client.clone());
    for (name, prefix) in [("older", "storageclass"), ("new", "storageclass.beta")] {
        let annotation = format!("{prefix}.kubernetes.io/is-default-class");
        let class = json!({
            "metadata": {"name": name, "annotations": {annotation: "true"}},
            "provisioner": "example.com/provisioner",
        });
        let class = serde_json::from_value(class).unwrap();
        classes
            .create(&PostParams::default(), &class)
            .await
            .unwrap();
        clock.advance(jiff::SignedDuration::from_secs(60));
    }
    let default = cluster.create(claim(Value::Null)).await;
    assert_eq!(default["spec"]["storageClassName"], "new");
    let none = cluster.create(claim("".into())).await;
    assert_eq!(none["spec"]["storageClassName"], "");
}
