//! Deleting the resources of components that are not wanted.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use oper8_reconcile::{Chart, Component, Result, Session};
use serde_json::{Value, json};

use support::{Cluster, Script, config_map, each};

/// Three ConfigMaps, of which `first` is applied after `last`.
struct Ordered {
    /// Finalizers of `first`.
    finalizers: Value,
}

impl Component for Ordered {
    fn name(&self) -> &str {
        "ordered"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        let mut manifest = config_map("first", "1");
        manifest["metadata"]["finalizers"] = self.finalizers.clone();
        let first = chart.add("first", manifest)?;
        chart.add("free", config_map("free", "1"))?;
        let last = chart.add("last", config_map("last", "1"))?;
        chart.after(&first, &last)
    }
}

fn script(finalizers: Value) -> Script {
    Script::new(move |graph, components| {
        let ordered = Ordered {
            finalizers: finalizers.clone(),
        };
        let added = match graph.spec("wanted") == true {
            true => components.add(ordered),
            false => components.add_disabled(ordered),
        };
        added.map(drop)
    })
}

/// What was written about ConfigMaps since this was last asked.
fn writes(cluster: &Cluster) -> Vec<String> {
    let writes = cluster.writes().into_iter();
    writes
        .filter(|write| write.contains("configmaps"))
        .collect()
}

#[tokio::test]
async fn resources_are_deleted_in_the_reverse_of_the_order_in_which_they_are_applied() {
    each(async |cluster| {
        cluster.create(json!({"wanted": true})).await;
        let (manager, script) = (cluster.manager(), script(json!([])));
        cluster.writes();
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(
            writes(cluster),
            [
                "PATCH configmaps/last",
                "PATCH configmaps/first",
                "PATCH configmaps/free"
            ]
        );
        cluster.patch_cr(json!({"spec": {"wanted": false}})).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert_eq!(
            writes(cluster),
            [
                "DELETE configmaps/free",
                "DELETE configmaps/first",
                "DELETE configmaps/last"
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_deletion_that_waits_for_a_finalizer_is_not_waited_for() {
    each(async |cluster| {
        cluster.create(json!({"wanted": true})).await;
        let (manager, script) = (cluster.manager(), script(json!(["oper8.test/hold"])));
        cluster.reconcile(&manager, &script.any()).await;
        cluster.patch_cr(json!({"spec": {"wanted": false}})).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        let held = cluster.config_map("first").await;
        assert!(held["metadata"]["deletionTimestamp"].is_string());
        assert!(cluster.config_map("last").await.is_null());
        cluster
            .patch_config_map("first", json!({"metadata": {"finalizers": null}}))
            .await;
        assert!(cluster.config_map("first").await.is_null());
    })
    .await;
}
