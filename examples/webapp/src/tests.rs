//! The controller, on a cluster in this process.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::time::Duration;

use oper8::serde_json::json;
use oper8::testing::faults::{Requests, Rule};
use oper8::testing::{
    ErrorClass, Outcome, TestCluster, TestResult, Workloads, assert_snapshot,
    assert_survives_crashes,
};

use crate::controller::WebAppController;
use crate::webapp::{WebApp, WebAppSpec};

fn web_app(name: &str) -> WebApp {
    WebApp::new(
        name,
        WebAppSpec {
            version: "1.2.0".to_owned(),
            host: "shop.example.com".to_owned(),
            replicas: 2,
            cache: true,
            storage: "2Gi".to_owned(),
        },
    )
}

#[tokio::test]
async fn a_shop_comes_up() -> TestResult {
    let cluster = TestCluster::start(WebAppController).await?;
    let shop = cluster.apply(web_app("shop")).await?;
    cluster.reconcile(&shop).await?.assert_stable();
    let frontend = cluster
        .assert_exists("apps/v1", "Deployment", "shop-frontend")
        .await;
    frontend
        .assert_field("spec.replicas", 2)
        .assert_owned_by(&shop);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn components_wait_for_each_other() -> TestResult {
    let cluster = TestCluster::builder()
        .controller(WebAppController)
        .ready_after(Duration::from_secs(60))
        .start()
        .await?;
    let shop = cluster.apply(web_app("shop")).await?;
    cluster
        .reconcile(&shop)
        .await?
        .assert_waiting_for("database")
        .assert_not_started("migrate");
    let settled = cluster.settle().await?;
    assert!(settled.assert_stable().elapsed() >= Duration::from_secs(2 * 60));
    cluster.assert_applied_in_order([
        "Secret shop-secrets",
        "StatefulSet shop-database",
        "Job shop-migrate-1-2-0",
        "Deployment shop-api",
        "Ingress shop-frontend",
    ]);
    Ok(())
}

#[tokio::test]
async fn a_stable_shop_is_left_alone_and_keeps_its_password() -> TestResult {
    let cluster = TestCluster::start(WebAppController).await?;
    let shop = cluster.apply(web_app("shop")).await?;
    cluster.settle().await?.assert_stable();
    let password = cluster.assert_exists("v1", "Secret", "shop-secrets").await;
    cluster.restart_operator();
    cluster.reconcile(&shop).await?.assert_no_writes();
    cluster
        .patch(&shop, json!({"spec": {"version": "1.3.0"}}))
        .await?;
    cluster.settle().await?.assert_stable();
    let after = cluster.assert_exists("v1", "Secret", "shop-secrets").await;
    after.assert_field("data", &password["data"]);
    cluster.status(&shop).await?.assert_version("1.3.0");
    Ok(())
}

#[tokio::test]
async fn a_cache_that_is_not_wanted_any_more_goes() -> TestResult {
    let cluster = TestCluster::start(WebAppController).await?;
    let shop = cluster.apply(web_app("shop")).await?;
    cluster.settle().await?.assert_stable();
    cluster
        .patch(&shop, json!({"spec": {"cache": false}}))
        .await?;
    cluster.settle().await?.assert_stable();
    let owned = [
        "ConfigMap shop-settings",
        "Deployment shop-api",
        "Deployment shop-frontend",
        "Ingress shop-frontend",
        "Job shop-migrate-1-2-0",
        "Secret shop-secrets",
        "Service shop-api",
        "Service shop-database",
        "Service shop-frontend",
        "StatefulSet shop-database",
    ];
    cluster.assert_owns(&shop, owned).await;
    Ok(())
}

#[tokio::test]
async fn a_migration_that_fails_is_reported_and_stops_what_follows() -> TestResult {
    let cluster = TestCluster::start(WebAppController).await?;
    let jobs = Workloads::of_kind("Job").named("shop-migrate-*");
    cluster.workloads().set(jobs, Outcome::Failed);
    let shop = cluster.apply(web_app("shop")).await?;
    let settled = cluster.settle().await?;
    settled
        .of(&shop)
        .assert_failed("the job failed")
        .assert_error_class(ErrorClass::Fatal)
        .assert_not_started("api");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_rollout_gets_over_a_bad_moment_of_the_cluster() -> TestResult {
    let cluster = TestCluster::start(WebAppController).await?;
    let rule = Rule::fail(503).on(Requests::writes()).from(5).times(40);
    cluster.faults().add(rule);
    cluster.apply(web_app("shop")).await?;
    cluster.settle().await?.assert_stable();
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_operator_that_is_killed_at_any_write_is_taken_over() -> TestResult {
    let builder = || TestCluster::builder().controller(WebAppController);
    let writes = assert_survives_crashes(builder, async |cluster| {
        cluster.apply(web_app("shop")).await?;
        Ok(())
    });
    assert_eq!(
        writes.await?,
        15,
        "the finalizer, two statuses, twelve objects"
    );
    Ok(())
}

#[tokio::test]
async fn a_deleted_shop_takes_the_volume_of_its_database_along() -> TestResult {
    let cluster = TestCluster::start(WebAppController).await?;
    let shop = cluster.apply(web_app("shop")).await?;
    cluster.settle().await?.assert_stable();
    let volume = ("v1", "PersistentVolumeClaim", "data-shop-database-0");
    assert!(cluster.read(volume).await?.is_some());
    cluster.delete(&shop).await?;
    cluster.reconcile(&shop).await?;
    assert!(cluster.read(&shop).await?.is_none());
    assert!(cluster.read(volume).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn the_manifests_are_as_they_were() -> TestResult {
    let cluster = TestCluster::start(WebAppController).await?;
    let manifests = cluster.render(web_app("shop")).await?;
    assert_snapshot!("shop", manifests.mask_secrets());
    Ok(())
}
