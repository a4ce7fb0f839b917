//! What a test puts into its cluster, and reads from it.

use std::time::Duration;

use oper8_testing::{
    Error, Manifest, Outcome, ReadyReason, TemporaryPatch, TestCluster, TestResult, Workloads,
};
use serde_json::json;

use crate::shop::{MINUTE, Shop, Shops, cluster, shop, slow_cluster};

/// The text of the error that a request of the test got.
#[track_caller]
fn message<T>(result: Result<T, Error>) -> String {
    match result {
        Err(error) => {
            assert_eq!(
                format!("{error:?}"),
                error.to_string(),
                "tests show `Debug`"
            );
            error.to_string()
        }
        Ok(_) => panic!("this should be refused"),
    }
}

#[tokio::test]
async fn five_lines_test_a_controller() -> TestResult {
    let cluster = TestCluster::start(Shops::default()).await?;
    let a = cluster.apply(shop("a")).await?;
    cluster.reconcile(&a).await?.assert_stable();
    let server = cluster
        .assert_exists("apps/v1", "Deployment", "a-server")
        .await;
    server.assert_field("spec.replicas", 2).assert_owned_by(&a);
    cluster.reconcile(&a).await?.assert_no_writes();
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn with_workloads_that_take_their_time_a_rollout_goes_step_by_step() -> TestResult {
    let cluster = slow_cluster().await;
    let a = cluster.apply(shop("a")).await?;
    let first = cluster.reconcile(&a).await?;
    first
        .assert_waiting_for("database")
        .assert_not_started("server");
    cluster
        .assert_absent("apps/v1", "Deployment", "a-server")
        .await;
    cluster.advance(MINUTE).await?;
    let second = cluster.reconcile(&a).await?;
    second.assert_waiting_for("server");
    second
        .status()
        .assert_ready(ReadyReason::Initializing)
        .assert_verified(["database"]);
    cluster.advance(MINUTE).await?;
    cluster.reconcile(&a).await?.assert_stable();
    cluster.status(&a).await?.assert_version("1.0.0");
    Ok(())
}

#[tokio::test]
async fn objects_are_read_by_name_type_and_list() -> TestResult {
    let cluster = cluster().await;
    cluster.apply(shop("a")).await?;
    cluster
        .apply(shop("b").namespace("elsewhere").label("of", "b"))
        .await?;
    let b = cluster
        .get("demo.oper8.org/v1", "Shop", "elsewhere/b")
        .await?
        .unwrap();
    assert_eq!(b.field("metadata.labels.of"), Some(&json!("b")));
    assert_eq!(b.parse::<Shop>()?.spec.replicas, 2);
    let names = cluster.list("demo.oper8.org/v1", "Shop").await?;
    let names: Vec<&str> = names.iter().map(|shop| shop.name()).collect();
    assert_eq!(names, ["a", "b"]);
    let namespace = cluster.get("v1", "Namespace", "elsewhere").await?;
    assert!(namespace.is_some());
    Ok(())
}

#[tokio::test]
async fn an_object_is_changed_and_deleted_with_what_it_owns() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a")).await?;
    cluster.settle().await?.assert_stable();
    cluster.patch(&a, json!({"spec": {"replicas": 3}})).await?;
    cluster.settle().await?.assert_stable();
    let server = cluster
        .assert_exists("apps/v1", "Deployment", "a-server")
        .await;
    server.assert_field("spec.replicas", 3);
    // What was read can be applied again.
    cluster
        .apply(cluster.read(&a).await?.unwrap().value())
        .await?;
    cluster.delete(&a).await?;
    cluster
        .assert_absent("apps/v1", "Deployment", "a-server")
        .await;
    let gone = message(cluster.reconcile(&a).await);
    assert!(
        gone.starts_with("demo.oper8.org/v1/Shop default/a is not there: apply it"),
        "{gone}"
    );
    Ok(())
}

#[tokio::test]
async fn what_a_custom_resource_owns_is_listed_whatever_its_kind() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a")).await?;
    cluster.apply(shop("b")).await?;
    cluster.settle().await?.assert_stable();
    let owned = [
        "Deployment a-server",
        "Secret a-database",
        "StatefulSet a-database",
    ];
    cluster.assert_owns(&a, owned).await;
    let mut child = Manifest::of(shop("child"));
    child = child.set(
        "metadata.ownerReferences",
        json!([{
            "apiVersion": "demo.oper8.org/v1", "kind": "Shop", "name": "a", "uid": a.uid(),
        }]),
    );
    cluster.apply(child).await?;
    let names = cluster.owned_by(&a).await?;
    let names: Vec<&str> = names.iter().map(|it| it.name()).collect();
    assert_eq!(names, ["a-server", "a-database", "child", "a-database"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runtime_of_several_threads_will_do() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a")).await?;
    cluster.reconcile(&a).await?.assert_stable();
    cluster.reconcile(&a).await?.assert_no_writes();
    Ok(())
}

#[tokio::test]
async fn a_finalizer_keeps_its_object_until_the_operator_was_there() -> TestResult {
    let cluster = TestCluster::start(Shops { finalizes: true }).await?;
    let a = cluster.apply(shop("a")).await?;
    cluster.settle().await?.assert_stable();
    cluster.delete(&a).await?;
    assert!(cluster.read(&a).await?.is_some());
    cluster.reconcile(&a).await?;
    assert!(cluster.read(&a).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn kinds_of_others_are_served_with_a_status_that_the_test_sets() -> TestResult {
    let cluster = TestCluster::builder()
        .controller(Shops::default())
        .serves("cert-manager.io/v1", "Certificate")
        .object(Manifest::config_map("defaults", [("size", "small")]))
        .start()
        .await?;
    let made = cluster
        .apply(Manifest::new("cert-manager.io/v1", "Certificate", "tls"))
        .await?;
    let ready = json!({"conditions": [{"type": "Ready", "status": "True"}]});
    let set = cluster.set_status(&made, ready.clone()).await?;
    assert_eq!(set["status"], ready);
    cluster.assert_exists("v1", "ConfigMap", "defaults").await;
    Ok(())
}

#[tokio::test]
async fn objects_live_in_the_namespace_of_the_cluster() -> TestResult {
    let cluster = TestCluster::builder()
        .controller(Shops::default())
        .namespace("shops")
        .start()
        .await?;
    let a = cluster.apply(shop("a")).await?;
    assert_eq!(a.key().namespace.as_deref(), Some("shops"));
    cluster.settle().await?.assert_stable();
    cluster
        .assert_exists("apps/v1", "Deployment", "a-server")
        .await;
    cluster.assert_applied_in_order(["Secret a-database", "Deployment a-server"]);
    Ok(())
}

#[tokio::test]
async fn a_temporary_patch_changes_what_is_rendered() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a")).await?;
    let more = json!({"server": {"server": {"spec": {"replicas": 5}}}});
    cluster
        .patch_temporarily(&a, TemporaryPatch::strategic("more", more))
        .await?;
    let less =
        json!({"server": {"server": [{"op": "replace", "path": "/spec/replicas", "value": 4}]}});
    let less = TemporaryPatch::json("less", less).at("2029-01-01T00:00:00Z");
    cluster.patch_temporarily(&a, less).await?;
    cluster.settle().await?.assert_stable();
    let server = cluster
        .assert_exists("apps/v1", "Deployment", "a-server")
        .await;
    server.assert_field("spec.replicas", 5);
    Ok(())
}

#[tokio::test]
async fn workloads_become_what_the_test_says() -> TestResult {
    let cluster = cluster().await;
    let database = || Workloads::of_kind("StatefulSet").named("*-database");
    cluster.workloads().set(database(), Outcome::NeverReady);
    let a = cluster.apply(shop("a")).await?;
    for _ in 0..3 {
        cluster.reconcile(&a).await?.assert_waiting_for("database");
    }
    cluster
        .workloads()
        .set(database(), Outcome::ReadyAfter(Duration::ZERO));
    cluster.settle().await?.assert_stable();
    Ok(())
}

#[tokio::test]
async fn wrong_use_says_what_to_do() -> TestResult {
    let cluster = cluster().await;
    let text = message(cluster.apply(shop("a").set("spec.colour", "red")).await);
    assert!(
        text.contains("could not apply demo.oper8.org/v1/Shop default/a"),
        "{text}"
    );
    assert!(
        text.contains(".spec.colour: field not declared in schema"),
        "{text}"
    );

    let text = message(
        cluster
            .apply(Manifest::new("demo.oper8.org/v1", "Shop", ""))
            .await,
    );
    assert!(text.starts_with("this is no object: "), "{text}");
    assert!(text.contains("`metadata.name` is missing"), "{text}");

    let text = message(cluster.get("apps/v1", "Ingress", "a").await);
    assert!(
        text.contains("does not serve apps/v1 Ingress; apps/v1 has "),
        "{text}"
    );
    let text = message(cluster.get("ingress/v1", "Ingress", "a").await);
    assert!(
        text.contains("did you mean networking.k8s.io/v1 Ingress?"),
        "{text}"
    );
    let text = message(cluster.get("demo.oper8.org/v1", "Shops", "a").await);
    assert!(text.contains("; demo.oper8.org/v1 has Shop. "), "{text}");
    assert!(text.contains("TestCluster::builder().serves("), "{text}");

    let map = cluster.apply(Manifest::config_map("map", [])).await?;
    let text = message(cluster.reconcile(&map).await);
    assert_eq!(
        text,
        "no controller of the test cluster reconciles v1 ConfigMap; it has one for demo.oper8.org/v1 Shop. Others are added with \
         `TestCluster::builder().controller(..)`"
    );
    let text = message(cluster.reconcile(("demo.oper8.org/v1", "Shop", "b")).await);
    assert!(
        text.contains("Shop default/b is not there: apply it before it is reconciled"),
        "{text}"
    );

    let builder = TestCluster::builder().setting("requeue_after_second", "1");
    let text = message(builder.start().await);
    assert!(
        text.contains("requeue_after_seconds"),
        "the nearest setting: {text}"
    );
    let text = message(TestCluster::builder().serves("v1", "Thing").start().await);
    assert!(text.contains("v1 Thing has no group"), "{text}");
    Ok(())
}
