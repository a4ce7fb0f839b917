//! Manifests without a rollout, sessions, and snapshots.

use oper8_reconcile::render;
use oper8_testing::{
    Manifest, Manifests, ScriptedComponent, ScriptedController, TestCluster, TestResult,
    assert_snapshot,
};
use serde_json::json;

use crate::shop::{Database, cluster, shop};

#[tokio::test]
async fn what_would_be_applied_is_rendered_in_order() -> TestResult {
    let cluster = cluster().await;
    let manifests = cluster.render(shop("a")).await?;
    assert_eq!(
        manifests.names(),
        ["database.secret", "database.server", "server.server"]
    );
    manifests
        .get("server.server")
        .assert_field("spec.replicas", 2);
    assert_eq!(manifests.component("server").names(), ["server.server"]);
    cluster.writes().assert_none();
    cluster.assert_absent("v1", "Secret", "a-database").await;
    Ok(())
}

#[tokio::test]
async fn manifests_are_compared_with_a_snapshot() -> TestResult {
    let cluster = cluster().await;
    let manifests = cluster.render(shop("a")).await?.mask_secrets();
    let image = "spec.template.spec.containers[0].image";
    assert_snapshot!("shop", manifests.mask("server.server", image));
    Ok(())
}

#[tokio::test]
async fn the_copy_of_a_secret_that_kubectl_leaves_in_an_annotation_is_masked() -> TestResult {
    let secret = Manifest::new("v1", "Secret", "pass").set("data", json!({"word": "aGlkZGVu"}));
    let copy = secret.value().to_string();
    let key = "kubectl.kubernetes.io/last-applied-configuration";
    let part = ScriptedComponent::new("web").resource("secret", secret.annotation(key, &copy));
    let controller = ScriptedController::new("demo.oper8.org/v1", "Trial").component(part);
    let builder = TestCluster::builder().dynamic_controller(controller, None);
    let cluster = builder.start().await?;
    let trial = Manifest::new("demo.oper8.org/v1", "Trial", "a");
    let shown = cluster.render(trial).await?.mask_secrets().to_string();
    assert!(shown.contains(&format!("{key}: (masked)")), "{shown}");
    assert!(!shown.contains("aGlkZGVu"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn an_object_is_compared_with_a_snapshot_without_what_servers_write() -> TestResult {
    let cluster = cluster().await;
    cluster.apply(shop("a")).await?;
    cluster.settle().await?.assert_stable();
    let server = cluster
        .assert_exists("apps/v1", "Deployment", "a-server")
        .await;
    let shown = server.to_string();
    for field in [
        "uid",
        "resourceVersion",
        "managedFields",
        "creationTimestamp",
    ] {
        assert!(!shown.contains(field), "{field}: {shown}");
    }
    assert!(shown.contains("readyReplicas: 2"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn one_component_is_rendered_by_its_session() -> TestResult {
    let cluster = cluster().await;
    let session = cluster.session(shop("a")).await?;
    let rendered = render(&session, &Database).await?;
    let manifests = Manifests::of([&rendered]);
    manifests
        .get("database.secret")
        .assert_field("metadata.name", "a-database");
    Ok(())
}
