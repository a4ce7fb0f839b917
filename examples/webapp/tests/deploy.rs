//! The files of `deploy/`: they are what the binary prints, and the role is enough for a WebApp's whole life, on the embedded server
//! and on the cluster that `OPER8_TEST_KUBECONFIG` names.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

mod support;

use oper8::serde_json::{Value, json};
use support::{Cluster, run};

#[test]
fn the_shipped_definitions_are_those_that_the_binary_prints() {
    let output = run(&["crd"]);
    assert_eq!(output.code, Some(0), "{output:?}");
    let shipped = std::fs::read_to_string("deploy/crd.yaml").unwrap();
    let told =
        "write them again: cargo run -p webapp-operator -- crd > examples/webapp/deploy/crd.yaml";
    assert!(output.stdout == shipped, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_role_is_enough() {
    lives_on_its_role(Cluster::embedded_with_roles().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shipped_role_is_enough_on_a_real_cluster() {
    match Cluster::real().await {
        Some(cluster) => lives_on_its_role(cluster).await,
        None => eprintln!("skipped: OPER8_TEST_KUBECONFIG is not set"),
    }
}

/// A WebApp's whole life, with the role bound to a service account of the test.
async fn lives_on_its_role(cluster: Cluster) {
    let shipped = std::fs::read_to_string("deploy/rbac.yaml").unwrap();
    let documents: Vec<Value> = serde_saphyr::from_multiple(&shipped).unwrap();
    let namespace = cluster.namespace().to_owned();
    cluster.install_definitions().await;
    for mut document in documents {
        let kind = document["kind"].as_str().unwrap().to_owned();
        if kind == "ServiceAccount" {
            cluster.create(document).await;
            continue;
        }
        // Others may have the shipped names in the same cluster.
        document["metadata"]["name"] = namespace.as_str().into();
        if kind == "ClusterRoleBinding" {
            document["roleRef"]["name"] = namespace.as_str().into();
            document["subjects"][0]["namespace"] = namespace.as_str().into();
        }
        cluster.create_for_cluster(document).await;
    }
    let operator = cluster.serve_as("webapp-operator").await;

    let webapp = ("demo.oper8.org/v1", "WebApp", "shop");
    cluster.create(cluster.webapp()).await;
    let done = json!("Completed");
    cluster.becomes(webapp, "/status/webAppStatus", &done).await;
    let change = json!({"spec": {"version": "1.3.0", "cache": false}});
    cluster.merge(webapp, &change).await;
    let version = "/status/versions/reconciled";
    cluster.becomes(webapp, version, &json!("1.3.0")).await;
    cluster.gone("apps/v1", "Deployment", "shop-cache").await;

    let text = std::fs::read_to_string("patch.yaml").unwrap();
    let patch: Value = serde_saphyr::from_str(&text).unwrap();
    let name = patch["metadata"]["name"].as_str().unwrap().to_owned();
    cluster.create(patch).await;
    let api = ("apps/v1", "Deployment", "shop-api");
    let memory = "/spec/template/spec/containers/0/resources/requests/memory";
    cluster.becomes(api, memory, &json!("512Mi")).await;
    cluster
        .delete("oper8.org/v1", "TemporaryPatch", &name)
        .await;
    cluster.becomes(api, memory, &json!("128Mi")).await;

    cluster.delete_shop().await;
    cluster.gone(webapp.0, webapp.1, webapp.2).await;
    cluster
        .gone("v1", "PersistentVolumeClaim", "data-shop-database-0")
        .await;
    let (code, log) = operator.stop();
    assert_eq!(code, Some(0));
    assert!(!log.contains("forbidden"), "{log}");
    for kind in ["ClusterRoleBinding", "ClusterRole"] {
        let group = "rbac.authorization.k8s.io/v1";
        cluster.delete_for_cluster(group, kind, &namespace).await;
    }
    cluster.clean().await;
}
