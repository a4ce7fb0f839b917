//! What ResourceQuotas count, where the answers of one server cannot show it.
#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

mod support;

use kube_client::api::{DeleteParams, PostParams};
use oper8_apiserver::ApiServer;
use serde_json::{Value, json};

use support::{Cluster, settle};

fn secret(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}})
}

fn quota(hard: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "quota"}, "spec": {"hard": hard}})
}

async fn try_create(cluster: &Cluster, manifest: &Value) -> Result<(), String> {
    let object = serde_json::from_value(manifest.clone()).unwrap();
    let made = cluster
        .api(manifest)
        .create(&PostParams::default(), &object)
        .await;
    made.map(drop).map_err(|error| error.to_string())
}

async fn used(cluster: &Cluster, name: &str) -> Value {
    let quota = cluster.get(&quota(json!({}))).await.unwrap();
    quota["status"]["used"][name].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_create_at_once_as_many_succeed_as_may() {
    let cluster = Cluster::new();
    cluster.create(quota(json!({"secrets": "5"}))).await;
    cluster.server.caught_up().await;
    let tries = (0..20).map(|number| {
        let client = cluster.client.clone();
        let server = cluster.server.clone();
        tokio::spawn(async move {
            let cluster = Cluster { server, client };
            try_create(&cluster, &secret(&format!("secret-{number}"))).await
        })
    });
    let mut made = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Ok(()) => made += 1,
            Err(why) => assert!(
                why.contains("exceeded quota: quota, requested: secrets=1"),
                "{why}"
            ),
        }
    }
    assert_eq!(made, 5);
    cluster.server.caught_up().await;
    assert_eq!(used(&cluster, "secrets").await, "5");
}

#[tokio::test(start_paused = true)]
async fn what_was_counted_and_not_made_is_not_used() {
    let cluster = Cluster::new();
    cluster.create(secret("there")).await;
    cluster.create(quota(json!({"secrets": "2"}))).await;
    settle().await;
    for _ in 0..3 {
        let told = try_create(&cluster, &secret("there")).await.unwrap_err();
        assert!(told.contains("already exists"), "{told}");
    }
    assert_eq!(used(&cluster, "secrets").await, "1");
    cluster.create(secret("other")).await;
    settle().await;
    assert_eq!(used(&cluster, "secrets").await, "2");
    cluster
        .delete(&secret("other"), DeleteParams::default())
        .await;
    settle().await;
    assert_eq!(used(&cluster, "secrets").await, "1");
}

#[tokio::test(start_paused = true)]
async fn without_controllers_nothing_is_limited() {
    let cluster = Cluster::build(ApiServer::builder().controllers(false));
    let made = cluster.create(quota(json!({"secrets": "0"}))).await;
    assert_eq!(made["status"], json!({}));
    cluster.create(secret("one")).await;
}

/// A kind of which there may be one.
async fn define_toys(cluster: &Cluster) {
    let schema = json!({"openAPIV3Schema": {"type": "object"}});
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "toys.shop.example"},
        "spec": {
            "group": "shop.example",
            "names": {"kind": "Toy", "plural": "toys"},
            "scope": "Namespaced",
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": schema}],
        },
    });
    let definitions = kube_client::Api::<k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition>::all(cluster.client.clone());
    let definition = serde_json::from_value(definition).unwrap();
    definitions
        .create(&PostParams::default(), &definition)
        .await
        .unwrap();
}

fn toy(name: &str) -> Value {
    json!({"apiVersion": "shop.example/v1", "kind": "Toy", "metadata": {"name": name}})
}

#[tokio::test(start_paused = true)]
async fn what_is_served_later_than_it_is_limited_is_counted() {
    let cluster = Cluster::new();
    cluster
        .create(quota(json!({"count/toys.shop.example": "1"})))
        .await;
    settle().await;
    define_toys(&cluster).await;
    cluster.create(toy("a")).await;
    let told = try_create(&cluster, &toy("b")).await.unwrap_err();
    assert!(told.contains("exceeded quota"), "{told}");
}

#[tokio::test(start_paused = true)]
async fn custom_resources_are_counted() {
    let cluster = Cluster::new();
    define_toys(&cluster).await;
    cluster.create(toy("a")).await;
    cluster
        .create(quota(json!({"count/toys.shop.example": "1"})))
        .await;
    settle().await;
    assert_eq!(used(&cluster, "count/toys.shop.example").await, "1");
    let told = try_create(&cluster, &toy("b")).await.unwrap_err();
    assert!(told.contains("exceeded quota"), "{told}");
}
