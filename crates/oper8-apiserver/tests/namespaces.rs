//! Namespaces that come and go.

mod support;

use kube_client::api::{DeleteParams, PostParams};
use serde_json::{Value, json};

use support::{Cluster, config_map, settle};

fn namespace(name: &str) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": name},
        "spec": {"finalizers": ["kubernetes"]},
    })
}

fn inside(namespace: &str, name: &str) -> Value {
    let mut manifest = config_map(name);
    manifest["metadata"]["namespace"] = namespace.into();
    manifest
}

/// The reason and message of a condition.
fn condition<'a>(object: &'a Value, kind: &str) -> [&'a str; 3] {
    let conditions = object["status"]["conditions"].as_array();
    let mut conditions = conditions.into_iter().flatten();
    let found = conditions
        .find(|condition| condition["type"] == kind)
        .unwrap_or(&Value::Null);
    ["status", "reason", "message"].map(|field| found[field].as_str().unwrap_or_default())
}

#[tokio::test(start_paused = true)]
async fn a_deleted_namespace_takes_its_content_with_it() {
    let cluster = Cluster::new();
    let space = cluster.create(namespace("space")).await;
    let content = cluster.create(inside("space", "a")).await;
    let elsewhere = cluster.create(config_map("a")).await;
    cluster.delete(&space, DeleteParams::default()).await;
    settle().await;
    assert!(!cluster.is_there(&content).await);
    assert!(!cluster.is_there(&space).await);
    assert!(cluster.is_there(&elsewhere).await);
    cluster.create(namespace("space")).await;
}

#[tokio::test(start_paused = true)]
async fn a_namespace_waits_for_the_finalizers_of_its_content() {
    let cluster = Cluster::new();
    let space = cluster.create(namespace("space")).await;
    let mut held = inside("space", "held");
    held["metadata"]["finalizers"] = json!(["x.io/a"]);
    let held = cluster.create(held).await;
    cluster.create(inside("space", "free")).await;
    cluster.delete(&space, DeleteParams::default()).await;
    settle().await;
    let leaving = cluster.get(&space).await.expect("its content is held");
    assert_eq!(leaving["status"]["phase"], "Terminating");
    assert_eq!(
        condition(&leaving, "NamespaceContentRemaining"),
        [
            "True",
            "SomeResourcesRemain",
            "Some resources are remaining: configmaps. has 1 resource instances"
        ]
    );
    assert_eq!(
        condition(&leaving, "NamespaceFinalizersRemaining"),
        [
            "True",
            "SomeFinalizersRemain",
            "Some content in the namespace has finalizers remaining: x.io/a in 1 resource instances"
        ]
    );
    cluster
        .merge(&held, json!({"metadata": {"finalizers": null}}))
        .await;
    settle().await;
    assert!(!cluster.is_there(&space).await);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_created_in_a_namespace_that_is_being_deleted() {
    let cluster = Cluster::new();
    let space = cluster.create(namespace("space")).await;
    let mut held = inside("space", "held");
    held["metadata"]["finalizers"] = json!(["x.io/a"]);
    cluster.create(held).await;
    cluster.delete(&space, DeleteParams::default()).await;
    settle().await;
    let late = inside("space", "late");
    let refused = cluster
        .api(&late)
        .create(
            &PostParams::default(),
            &serde_json::from_value(late.clone()).unwrap(),
        )
        .await
        .unwrap_err();
    let kube_client::Error::Api(status) = refused else {
        panic!("{refused}");
    };
    assert_eq!((status.code, status.reason.as_str()), (403, "Forbidden"));
    assert_eq!(
        status.message,
        "configmaps \"late\" is forbidden: unable to create new content in namespace space because it is being terminated"
    );
}
