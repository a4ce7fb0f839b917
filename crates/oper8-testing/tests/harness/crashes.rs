//! Operators that are killed at each of their writes.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt as _;
use oper8_reconcile::{Chart, Component, Result, Session};
use oper8_testing::{
    Manifest, ScriptedComponent, ScriptedController, TestCluster, TestResult,
    assert_survives_crashes,
};
use serde_json::json;

use crate::shop::{Shops, shop};

#[tokio::test(start_paused = true)]
async fn an_operator_that_keeps_nothing_in_its_head_is_taken_over_at_any_write() -> TestResult {
    let builder = || TestCluster::builder().controller(Shops { finalizes: true });
    let first = assert_survives_crashes(builder, async |cluster| {
        cluster.apply(shop("a")).await?;
        Ok(())
    });
    assert_eq!(first.await?, 6, "finalizer, three objects, two statuses");
    let change = assert_survives_crashes(builder, async |cluster| {
        let a = cluster.apply(shop("a")).await?;
        cluster.settle().await?;
        cluster.patch(&a, json!({"spec": {"replicas": 3}})).await?;
        Ok(())
    });
    assert_eq!(change.await?, 2, "the server, and the observed generation");
    Ok(())
}

/// The message with which the assertion fails, for a controller that is made anew for each run.
async fn failure(controller: impl Fn() -> ScriptedController) -> String {
    let builder = || TestCluster::builder().dynamic_controller(controller(), None);
    let crashes = assert_survives_crashes(builder, async |cluster| {
        let a = Manifest::new("demo.oper8.org/v1", "Trial", "a");
        cluster.apply(a).await?;
        Ok(())
    });
    let panic = AssertUnwindSafe(crashes).catch_unwind().await.unwrap_err();
    panic.downcast_ref::<String>().unwrap().clone()
}

/// Makes a note when it finds its work half done, and forgets to take it away.
struct Careless;

impl Component for Careless {
    fn name(&self) -> &str {
        "careless"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        chart.add("map", Manifest::config_map("map", []))?;
        let is_there = session.object("v1", "ConfigMap", "map").await?.is_some();
        if is_there && session.status()["conditions"][0]["reason"] != "Stable" {
            chart.add("note", Manifest::config_map("note", []))?;
        }
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_operator_leaves_behind_is_named_with_the_write() {
    let controller = ScriptedController::new("demo.oper8.org/v1", "Trial")
        .setup(|_, _, graph| graph.add(Careless).map(drop));
    let text = failure(|| controller.clone()).await;
    let expected = [
        "crashes.rs:",
        "an operator that was killed after write 2, `apply ConfigMap map`, was taken over by one that came to another end:",
        "v1/ConfigMap default/note was left behind",
    ];
    for part in expected {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_operator_that_goes_on_writing_is_named() {
    let text = failure(|| {
        let count = Arc::new(AtomicUsize::new(0));
        let controller = ScriptedController::new("demo.oper8.org/v1", "Trial");
        controller.setup(move |_, _, graph| -> Result<()> {
            let count = count.fetch_add(1, Ordering::Relaxed).to_string();
            let map = Manifest::config_map("map", [("count", count.as_str())]);
            graph
                .add(ScriptedComponent::new("web").resource("map", map))
                .map(drop)
        })
    });
    let text = text.await;
    assert!(
        text.contains("another end") || text.contains("come to rest"),
        "{text}"
    );
}
