//! What the operator does: steps, until nothing is left, beside the test, and with faults.

use std::panic::AssertUnwindSafe;

use kube_derive::CustomResource;
use oper8_reconcile::{Component, Components, Controller, Result, Session};
use oper8_testing::faults::{Requests, Rule};
use oper8_testing::{
    ErrorClass, Manifest, ReadyReason, ScriptedComponent, ScriptedController, Skipped, TestCluster,
    TestResult,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::shop::{MINUTE, Shops, cluster, shop, slow_cluster};

#[tokio::test(start_paused = true)]
async fn a_reconciliation_tells_what_it_wrote() -> TestResult {
    let cluster = slow_cluster().await;
    let a = cluster.apply(shop("a")).await?;
    let first = cluster.reconcile(&a).await?;
    first.writes().assert_are([
        "set status of Shop a",
        "apply Secret a-database",
        "apply StatefulSet a-database",
        "set status of Shop a",
    ]);
    cluster.advance(MINUTE).await?;
    let second = cluster.reconcile(&a).await?;
    second
        .writes()
        .assert_are(["apply Deployment a-server", "set status of Shop a"]);
    cluster.writes().assert_count(6).assert_applied_in_order([
        "Secret a-database",
        "StatefulSet a-database",
        "Deployment a-server",
    ]);
    cluster.forget_writes();
    cluster.settle().await?.assert_stable();
    cluster.forget_writes();
    cluster.settle().await?.assert_stable().assert_no_writes();
    cluster.restart_operator();
    cluster.settle().await?.assert_stable();
    cluster.writes().assert_none();
    Ok(())
}

#[tokio::test]
async fn a_wrong_custom_resource_ends_as_failed_and_is_mended_by_a_change() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a").set("spec.replicas", 12)).await?;
    let settled = cluster.settle().await?;
    let [last] = settled.last()[..] else {
        panic!("{settled}");
    };
    last.assert_failed("spec.replicas is 10 or more")
        .assert_error_class(ErrorClass::Config);
    last.status()
        .assert_ready(ReadyReason::ConfigError)
        .assert_message("spec.replicas");
    cluster.patch(&a, json!({"spec": {"replicas": 1}})).await?;
    cluster.settle().await?.assert_stable();
    Ok(())
}

#[tokio::test]
async fn a_precondition_is_waited_for_by_name() -> TestResult {
    let cluster = cluster().await;
    let gate = cluster.apply(Manifest::config_map("gate", [])).await?;
    let a = cluster.apply(shop("a")).await?;
    let waits = cluster.reconcile(&a).await?;
    waits
        .assert_waiting_for("server")
        .assert_error_class(ErrorClass::Precondition);
    assert_eq!(waits.error().as_deref(), Some("the gate is closed"));
    cluster.delete(&gate).await?;
    cluster.settle().await?.assert_stable();
    Ok(())
}

#[tokio::test]
async fn a_paused_custom_resource_is_left_alone() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a").paused()).await?;
    cluster
        .reconcile(&a)
        .await?
        .assert_skipped(Skipped::Paused)
        .assert_no_writes();
    assert_eq!(cluster.status(&a).await?.value(), &json!(null));
    Ok(())
}

#[tokio::test]
async fn faults_hit_the_operator_and_not_the_test() -> TestResult {
    let cluster = cluster().await;
    let deployments = Requests::writes().resource("apps", "deployments");
    cluster.faults().add(Rule::fail(403).on(deployments));
    let everything = cluster.faults().add(Rule::pass());
    let a = cluster.apply(shop("a")).await?;
    assert_eq!(cluster.faults().fired()[&everything], 0);
    let settled = cluster.settle().await?;
    let last = settled.last()[0];
    last.assert_component_failed("server", "access is not allowed");
    assert!(
        cluster
            .writes()
            .to_string()
            .contains("apply Deployment a-server (403)")
    );
    assert!(
        !cluster
            .writes()
            .applied()
            .contains(&"Deployment a-server".to_owned())
    );
    cluster.faults().clear();
    cluster.settle().await?.assert_stable();
    cluster.reconcile(&a).await?.assert_no_writes();
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_tried_until_it_has_passed() -> TestResult {
    let cluster = cluster().await;
    let rule = Rule::fail(503)
        .on(Requests::writes().resource("", "secrets"))
        .times(30);
    let id = cluster.faults().add(rule);
    cluster.apply(shop("a")).await?;
    cluster.settle().await?.assert_stable();
    assert_eq!(cluster.faults().fired()[&id], 30);
    Ok(())
}

#[tokio::test]
async fn the_watch_manager_runs_until_nothing_is_left_to_do() -> TestResult {
    let cluster = TestCluster::builder()
        .controller(Shops::default())
        .setting("requeue_after_seconds", "1")
        .start()
        .await?;
    for name in ["a", "b"] {
        cluster.apply(shop(name)).await?;
    }
    let quiet = cluster.run_until_quiet().await?;
    quiet.assert_stable();
    quiet
        .writes()
        .assert_applied_in_order(["StatefulSet a-database", "Deployment a-server"]);
    assert!(quiet.is_at_rest());
    assert_eq!(quiet.last().len(), 2);
    cluster
        .assert_exists("apps/v1", "Deployment", "b-server")
        .await;
    cluster.forget_writes();
    let again = cluster.run_until_quiet().await?;
    again.assert_stable().assert_no_writes();
    let of_one = std::panic::catch_unwind(AssertUnwindSafe(|| {
        again.of(shop("a")).assert_no_writes();
    }));
    assert!(of_one.is_err(), "nobody knows");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_operator_that_is_killed_at_a_write_is_taken_over() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a")).await?;
    let third = Rule::pass().on(Requests::writes()).nth(3);
    let mut paused = cluster.faults().pause_at(third);
    let killed = cluster.run_operator()?;
    let mut write = paused.arrived().await;
    killed.kill().await;
    write.gone().await;
    drop(paused);
    cluster.restart_operator();
    let mut next = cluster.run_operator()?;
    next.until_complete(&a).await?;
    cluster.patch(&a, json!({"spec": {"replicas": 4}})).await?;
    next.until_complete(&a).await?;
    next.stop().await?;
    let server = cluster
        .assert_exists("apps/v1", "Deployment", "a-server")
        .await;
    server.assert_field("spec.replicas", 4);
    cluster.status(&a).await?.assert_stable();
    Ok(())
}

#[tokio::test]
async fn several_controllers_work_until_none_has_anything_to_do() -> TestResult {
    let child = Manifest::new("demo.oper8.org/v1", "Child", "of-a");
    let map = Manifest::config_map("of-child", []);
    let parents = ScriptedController::new("demo.oper8.org/v1", "Parent")
        .component(ScriptedComponent::new("child").resource("child", &child));
    let children = ScriptedController::new("demo.oper8.org/v1", "Child")
        .component(ScriptedComponent::new("map").resource("map", map));
    let cluster = TestCluster::builder()
        .dynamic_controller(parents, None)
        .dynamic_controller(children, None)
        .start()
        .await?;
    let parent = Manifest::new("demo.oper8.org/v1", "Parent", "a");
    cluster.apply(&parent).await?;
    let settled = cluster.settle().await?;
    settled.assert_stable();
    settled.of(&child).assert_stable();
    cluster.assert_owns(&parent, ["Child of-a"]).await;
    cluster.assert_owns(&child, ["ConfigMap of-child"]).await;
    Ok(())
}

/// A kind without namespaces.
#[derive(CustomResource, Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[kube(
    group = "demo.oper8.org",
    version = "v1",
    kind = "Region",
    crates(
        kube_core = "kube_core",
        k8s_openapi = "k8s_openapi",
        serde_json = "serde_json"
    )
)]
struct RegionSpec {}

struct Regions;

impl Controller for Regions {
    type Resource = Region;

    async fn setup_components(
        &self,
        _region: &Region,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        graph.add(Empty).map(drop)
    }
}

struct Empty;

impl Component for Empty {
    fn name(&self) -> &str {
        "empty"
    }
}

#[tokio::test]
async fn a_custom_resource_may_have_no_namespace() -> TestResult {
    let cluster = TestCluster::start(Regions).await?;
    let north = cluster.apply(Region::new("north", RegionSpec {})).await?;
    assert_eq!(north.key().namespace, None);
    cluster.reconcile(&north).await?.assert_stable();
    cluster.settle().await?.of(&north).assert_no_writes();
    cluster
        .assert_exists("demo.oper8.org/v1", "Region", "north")
        .await;
    Ok(())
}
