//! What the operator does: steps, until nothing is left, beside the test, and with faults.

use oper8_testing::faults::{Requests, Rule};
use oper8_testing::{ErrorClass, Manifest, ReadyReason, Skipped, TestCluster, TestResult};
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
    assert!(quiet.is_at_rest());
    assert_eq!(quiet.last().len(), 2);
    cluster
        .assert_exists("apps/v1", "Deployment", "b-server")
        .await;
    cluster.forget_writes();
    cluster.run_until_quiet().await?.assert_stable();
    cluster.writes().assert_none();
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
