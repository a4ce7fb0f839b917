//! The finalizer, deletion, and copies that are older than it.

use std::time::Duration;

use kube_client::api::{Patch, PatchParams};
use oper8_apiserver::faults::{Requests, Rule};
use oper8_config::Config;
use oper8_reconcile::{Error, Skipped};
use serde_json::{Value, json};

use crate::support::cluster::trials;
use crate::support::{Action, Hook, Part, Script, each, faulty};

pub(crate) fn finalizing() -> Script {
    Script::chain([Part::new("web")]).finalize(|graph, components| {
        components.add_disabled(graph.part(&Part::new("backup")))?;
        Ok(())
    })
}

const FINALIZER: &str = "finalizers.trial.reconcile.oper8.test";

#[tokio::test]
async fn a_deleted_resource_is_finalized_and_then_goes() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let (manager, script) = (cluster.manager(), finalizing());
        cluster.writes();
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert_eq!(
            cluster.writes()[0],
            "PATCH trials/a",
            "the finalizer comes first"
        );
        assert_eq!(
            cluster.cr().await["metadata"]["finalizers"],
            json!([FINALIZER])
        );
        assert_eq!(cluster.cr().await["spec"]["version"], "1.0.0");

        cluster.delete_cr().await;
        assert!(!cluster.cr().await.is_null());
        script.calls();
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, None);
        assert!(script.calls().contains(&"backup.disable".to_owned()));
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_finalization_that_fails_or_waits_keeps_the_resource() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        cluster.reconcile(&manager, &finalizing().any()).await;
        cluster.delete_cr().await;
        for action in [
            Action::Fail(Error::Cluster),
            Action::Fail(Error::Precondition),
            Action::Answer(false),
        ] {
            let script = Script::chain([Part::new("web")]).finalize(move |graph, components| {
                components.add_disabled(graph.part(&Part {
                    disable: action,
                    ..Part::new("backup")
                }))?;
                Ok(())
            });
            let done = cluster.reconcile(&manager, &script.any()).await;
            assert!(done.requeue.is_some());
            assert!(!cluster.cr().await.is_null());
        }
        let waiting = finalizing().hook(Hook::Deploy, Action::Answer(false));
        assert!(
            cluster
                .reconcile(&manager, &waiting.any())
                .await
                .requeue
                .is_some()
        );
        assert!(!cluster.cr().await.is_null());
        cluster.reconcile(&manager, &finalizing().any()).await;
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

/// How a deleted resource is finalized whose status is written by nobody, or by somebody else.
async fn check_foreign_status(status: Value) {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let mut config = Config::default();
        config.manage_status = false;
        let manager = cluster.manager_with(config);
        cluster.reconcile(&manager, &finalizing().any()).await;
        let params = PatchParams::default();
        let patch = Patch::Merge(json!({"status": status}));
        let api = cluster.api(&trials());
        api.patch_status("a", &params, &patch).await.unwrap();
        cluster.delete_cr().await;

        // A component that waits without an error: what the status says decides nothing.
        let waiting = Script::chain([Part::new("web")]).finalize(|graph, components| {
            components.add(graph.part(&Part {
                verify: Action::Answer(false),
                ..Part::new("backup")
            }))?;
            Ok(())
        });
        let done = cluster.reconcile(&manager, &waiting.any()).await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        assert!(!cluster.cr().await.is_null(), "not before it is complete");

        let done = cluster.reconcile(&manager, &finalizing().any()).await;
        assert!(done.is_complete());
        assert_eq!(done.requeue, None);
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

fn stable_status() -> Value {
    json!({"versions": {"reconciled": "1.0.0"}, "conditions": [
        {"type": "Ready", "status": "True", "reason": "Stable"},
        {"type": "Updating", "status": "False", "reason": "Stable"},
    ]})
}

#[tokio::test]
async fn a_finalizer_goes_when_finalizing_is_complete_whatever_the_status_says() {
    check_foreign_status(stable_status()).await;
    check_foreign_status(json!({})).await;
}

#[tokio::test]
async fn a_finalization_ends_as_its_components_do_when_no_status_can_be_written() {
    faulty(async |cluster, faults| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        cluster.reconcile(&manager, &finalizing().any()).await;
        cluster.delete_cr().await;
        let status = Requests::writes().subresource("status");
        faults.add(Rule::fail(503).on(status));
        let waiting = Script::chain([Part::new("web")]).finalize(|graph, components| {
            components.add(graph.part(&Part {
                verify: Action::Answer(false),
                ..Part::new("backup")
            }))?;
            Ok(())
        });
        let done = cluster.reconcile(&manager, &waiting.any()).await;
        assert!(done.has_failed() && done.requeue.is_some());
        assert!(!cluster.cr().await.is_null());
        let done = cluster.reconcile(&manager, &finalizing().any()).await;
        assert_eq!(done.requeue, None);
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_rollout_that_is_not_complete_goes_on_under_a_foreign_status_of_before() {
    each(async |cluster| {
        let fields = json!({"spec": {"version": "1.0.0"}});
        cluster.create_with(json!({}), fields).await;
        let params = PatchParams::default();
        let patch = Patch::Merge(json!({"status": stable_status()}));
        let api = cluster.api(&trials());
        api.patch_status("a", &params, &patch).await.unwrap();
        let mut config = Config::default();
        config.manage_status = false;
        let script = Script::chain([Part {
            verify: Action::Answer(false),
            ..Part::new("web")
        }]);
        let done = cluster
            .reconcile(&cluster.manager_with(config), &script.any())
            .await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
    })
    .await;
}

#[tokio::test]
async fn a_deleted_resource_with_another_finalizer_only_is_left_alone() {
    each(async |cluster| {
        cluster
            .create_with(
                json!({"finalizers": ["other.example.com/keep"]}),
                json!({"spec": {}}),
            )
            .await;
        cluster.delete_cr().await;
        cluster.writes();
        for script in [finalizing(), Script::chain([Part::new("web")])] {
            let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
            assert_eq!((done.skipped, done.requeue), (Some(Skipped::Deleted), None));
        }
        assert_eq!(cluster.writes(), [""; 0]);
        cluster
            .patch_cr(json!({"metadata": {"finalizers": null}}))
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_resource_that_is_gone_meanwhile_is_forgotten() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let (manager, script) = (cluster.manager(), Script::chain([Part::new("web")]));
        let first = cluster.cr().await;
        cluster.reconcile(&manager, &script.any()).await;
        cluster.delete_cr().await;
        let done = manager.reconcile(&script.any(), first).await;
        assert_eq!((done.skipped, done.requeue), (Some(Skipped::Gone), None));
    })
    .await;
}

#[tokio::test]
async fn an_old_copy_of_a_resource_that_is_being_deleted_is_finalized() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let (manager, script) = (cluster.manager(), finalizing());
        let first = cluster.cr().await;
        cluster.reconcile(&manager, &script.any()).await;
        cluster.delete_cr().await;
        script.calls();
        assert!(manager.reconcile(&script.any(), first).await.is_complete());
        assert!(script.calls().contains(&"backup.disable".to_owned()));
        assert!(cluster.cr().await.is_null());
    })
    .await;
}
