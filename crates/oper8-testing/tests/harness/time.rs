//! Time that the test pauses, and time that passes by itself.

use oper8_status::Clock as _;
use oper8_testing::{Outcome, TemporaryPatch, TestCluster, TestResult, VirtualClock, Workloads};
use serde_json::json;

use crate::shop::{MINUTE, Shops, cluster, shop};

#[tokio::test(start_paused = true)]
async fn a_rollout_of_ten_minutes_is_over_at_once() -> TestResult {
    let cluster = TestCluster::builder()
        .controller(Shops::default())
        .ready_after(5 * MINUTE)
        .start()
        .await?;
    let a = cluster.apply(shop("a")).await?;
    let settled = cluster.settle().await?;
    settled.assert_stable();
    assert!(settled.elapsed() >= 10 * MINUTE, "{settled}");
    assert!(settled.elapsed() < 13 * MINUTE, "{settled}");
    let ready = cluster.status(&a).await?;
    let ready = ready.condition("Ready").unwrap()["lastTransitionTime"].clone();
    let since = cluster.clock().now().to_string();
    assert_eq!(
        ready.as_str().unwrap()[..15],
        since[..15],
        "{ready} {since}"
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn workloads_get_further_when_the_test_lets_time_pass() -> TestResult {
    let cluster = TestCluster::builder()
        .controller(Shops::default())
        .ready_after(MINUTE)
        .clock(VirtualClock::starting_at("2031-05-01T00:00:00Z".parse()?))
        .start()
        .await?;
    let a = cluster.apply(shop("a")).await?;
    cluster.reconcile(&a).await?.assert_waiting_for("database");
    cluster.advance(MINUTE / 2).await?;
    cluster.reconcile(&a).await?.assert_waiting_for("database");
    cluster.advance(MINUTE / 2).await?;
    cluster.reconcile(&a).await?.assert_waiting_for("server");
    assert_eq!(cluster.clock().now().to_string(), "2031-05-01T00:01:00Z");
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_never_ends_is_an_error_that_says_what_is_waited_for() -> TestResult {
    let cluster = cluster().await;
    cluster
        .workloads()
        .set(Workloads::all(), Outcome::NeverReady);
    cluster.apply(shop("a")).await?;
    let settled = cluster.settle_for(MINUTE).await?;
    assert!(!settled.is_at_rest());
    assert_eq!(settled.elapsed(), MINUTE);
    let error = cluster.settle().await.unwrap_err().to_string();
    let expected = "the operator does not come to rest in 1h: demo.oper8.org/v1/Shop default/a waits (database: StatefulSet a-database: 0 of 1 replicas are ready)";
    assert!(error.starts_with(expected), "{error}");
    let error = cluster.run_until_quiet().await.unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
    Ok(())
}

#[tokio::test]
async fn time_that_passes_by_itself_cannot_be_advanced() -> TestResult {
    let cluster = cluster().await;
    let error = cluster.advance(MINUTE).await.unwrap_err().to_string();
    assert!(
        error.contains("#[tokio::test(start_paused = true)]"),
        "{error}"
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn of_temporary_patches_made_at_one_moment_the_last_has_the_last_word() -> TestResult {
    let cluster = cluster().await;
    let a = cluster.apply(shop("a")).await?;
    // The last one is the first by name.
    for (name, replicas) in [("m", 3), ("z", 4), ("a", 5)] {
        let content = json!({"server": {"server": {"spec": {"replicas": replicas}}}});
        let patch = TemporaryPatch::strategic(name, content);
        cluster.patch_temporarily(&a, patch).await?;
    }
    cluster.settle().await?.assert_stable();
    let server = cluster
        .assert_exists("apps/v1", "Deployment", "a-server")
        .await;
    server.assert_field("spec.replicas", 5);
    Ok(())
}
