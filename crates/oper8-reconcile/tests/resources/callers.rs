//! What who calls a reconciliation sees and decides: resources from files, statuses managed elsewhere, observers, rendering.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kube_client::api::{Patch, PatchParams};
use oper8_config::Config;
use oper8_reconcile::{Purpose, RolloutEvent};
use serde_json::json;

use crate::deletion::finalizing;
use crate::settings::{Witness, witness};
use crate::support::cluster::{GROUP, trials};
use crate::support::{Part, Script, each};

#[tokio::test]
async fn a_resource_from_a_file_takes_its_status_from_the_cluster() {
    each(async |cluster| {
        let created = cluster.create(json!({"version": "1.0.0"})).await;
        let file = json!({
            "apiVersion": created["apiVersion"], "kind": "Trial",
            "metadata": {"name": "a", "namespace": cluster.namespace},
            "spec": {"version": "1.0.0"},
        });
        let script = Script::new(|_, components| components.add(Witness).map(drop));
        let manager = cluster.manager();
        assert!(
            manager
                .reconcile(&script.any(), file.clone())
                .await
                .is_complete()
        );
        assert!(manager.reconcile(&script.any(), file).await.is_complete());
        assert_eq!(witness(cluster).await["current"], "1.0.0");
        let owner =
            cluster.config_map("witness").await["metadata"]["ownerReferences"][0]["uid"].clone();
        assert_eq!(owner, created["metadata"]["uid"]);
    })
    .await;
}

#[tokio::test]
async fn a_resource_that_is_in_no_cluster_is_rolled_out_without_a_status() {
    each(async |cluster| {
        let file = json!({
            "apiVersion": format!("{GROUP}/v1"), "kind": "Trial",
            "metadata": {"name": "a", "namespace": cluster.namespace}, "spec": {},
        });
        let script = finalizing();
        let done = cluster
            .manager()
            .reconcile_for(&script.any(), file, Purpose::Rollout)
            .await;
        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, None);
        assert!(!cluster.config_map("web").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_status_that_is_managed_elsewhere_is_not_written_but_read() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let mut config = Config::default();
        config.manage_status = false;
        let manager = cluster.manager_with(config);
        let script = Script::chain([Part::new("web")]);
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.is_complete());
        assert_eq!(
            done.requeue,
            Some(Duration::from_secs(1)),
            "its status says nothing yet"
        );
        assert!(cluster.cr().await["status"].is_null());
        let status = json!({"status": {"versions": {"reconciled": "1.0.0"}, "conditions": [
            {"type": "Ready", "status": "True"}, {"type": "Updating", "status": "False"},
        ]}});
        let params = PatchParams::default();
        cluster
            .api(&trials())
            .patch_status("a", &params, &Patch::Merge(status))
            .await
            .unwrap();
        assert_eq!(
            cluster.reconcile(&manager, &script.any()).await.requeue,
            None
        );
    })
    .await;
}

#[tokio::test]
async fn the_dependency_graph_and_the_operator_are_in_the_status_where_settings_say_so() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let mut config = Config::default();
        config.include_dependency_graph_in_status = true;
        config.operator_version = Some("0.9.0".to_owned());
        config.internal_name_annotation = false;
        let script = Script::chain([Part::new("a"), Part::new("b")]);
        cluster
            .reconcile(&cluster.manager_with(config), &script.any())
            .await;
        let status = cluster.cr().await["status"].clone();
        assert_eq!(
            status["componentStatus"]["dependencyGraph"],
            "Graph({a:[],b:[a]})"
        );
        assert_eq!(status["operatorVersion"], "0.9.0");
        assert!(cluster.config_map("a").await["metadata"]["annotations"].is_null());
    })
    .await;
}

#[tokio::test]
async fn an_observer_sees_the_rollout_in_order() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let sink = Arc::clone(&seen);
        let manager = cluster
            .manager()
            .with_observer(Arc::new(move |session, event| {
                assert_eq!(session.name(), "a");
                sink.lock().unwrap().push(match event {
                    RolloutEvent::Planned(components) => format!("planned {}", components.len()),
                    RolloutEvent::Component { component, phase } => {
                        format!("{component} {phase:?}")
                    }
                    RolloutEvent::Applied {
                        component, change, ..
                    } => format!("{component} {change:?}"),
                    RolloutEvent::Ended { complete, .. } => format!("ended {complete}"),
                    other => panic!("{other:?}"),
                });
            }));
        cluster
            .reconcile(&manager, &Script::chain([Part::new("web")]).any())
            .await;
        let expected = [
            "planned 1",
            "web Rendering",
            "web Deploying",
            "web Created",
            "web Deployed",
            "web Verifying",
            "web Verified",
            "ended true",
        ];
        assert_eq!(*seen.lock().unwrap(), expected);
    })
    .await;
}

#[tokio::test]
async fn reconciliations_can_be_spawned() {
    fn spawnable<F: Future + Send + 'static>(future: F) -> F {
        future
    }
    each(async |cluster| {
        cluster.create(json!({})).await;
        let (manager, controller, cr) = (
            cluster.manager(),
            Script::chain([Part::new("a")]).any(),
            cluster.cr().await,
        );
        let task = spawnable(async move { manager.reconcile(&controller, cr).await.is_complete() });
        assert!(tokio::spawn(task).await.unwrap());
    })
    .await;
}
