//! From the first rollout to the next: what is written, and when.

use std::time::Duration;

use oper8_reconcile::{Error, ResourceOptions};
use serde_json::{Value, json};

use crate::conditions::{condition, pair};
use crate::support::{Action, Part, Script, config_map, each};

#[tokio::test]
async fn a_first_rollout_writes_each_object_once_and_the_status_twice() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let script = Script::chain([Part::new("cache"), Part::new("web")]);
        cluster.writes();
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;

        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, None);
        let expected = [
            "PUT trials/a/status",
            "PATCH configmaps/cache",
            "PATCH configmaps/web",
            "PUT trials/a/status",
        ];
        let writes: Vec<_> = cluster
            .writes()
            .iter()
            .map(|write| write.replace("PATCH trials", "PUT trials"))
            .collect();
        assert_eq!(writes, expected);

        let cr = cluster.cr().await;
        assert_eq!(cr["status"]["versions"]["reconciled"], "1.0.0");
        assert_eq!(cr["status"]["trialStatus"], "Completed");
        assert_eq!(cr["status"]["componentStatus"]["verified"], "2/2");
        assert_eq!(
            cr["status"]["observedGeneration"],
            cr["metadata"]["generation"]
        );
        assert_eq!(
            condition(cluster, "Ready").await,
            pair("Stable", "Verify Complete")
        );
        assert_eq!(
            condition(cluster, "Updating").await,
            pair("Stable", "Rollout Complete")
        );
        let map = cluster.config_map("web").await;
        assert_eq!(
            map["metadata"]["annotations"]["oper8.org/internal-name"],
            "web.map"
        );
        assert_eq!(
            map["metadata"]["ownerReferences"][0]["uid"],
            cr["metadata"]["uid"]
        );
    })
    .await;
}

async fn check_second(spec: Value) {
    each(async |cluster| {
        cluster.create(spec.clone()).await;
        let script = Script::chain([Part::new("cache"), Part::new("web")]);
        let manager = cluster.manager();
        cluster.reconcile(&manager, &script.any()).await;
        let before = cluster.cr().await;
        cluster.writes();
        let again = cluster.reconcile(&manager, &script.any()).await;
        let restarted = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert!(again.is_complete() && restarted.is_complete());
        assert_eq!(cluster.writes(), [""; 0]);
        assert_eq!(cluster.cr().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_second_reconciliation_writes_nothing_not_even_after_a_restart() {
    check_second(json!({"version": "1.0.0"})).await;
}

#[tokio::test]
async fn a_second_reconciliation_writes_nothing_without_a_version_either() {
    check_second(json!({})).await;
}

#[tokio::test]
async fn a_change_of_the_spec_updates_only_what_it_must() {
    each(async |cluster| {
        cluster
            .create(json!({"version": "1.0.0", "value": "old"}))
            .await;
        let script = Script::new(|graph, components| {
            components.add(graph.part(&Part::new("cache")))?;
            let value = graph.spec("value").as_str().unwrap();
            components.add(graph.part(&Part::with_value("web", value)))?;
            Ok(())
        });
        let manager = cluster.manager();
        cluster.reconcile(&manager, &script.any()).await;
        cluster.patch_cr(json!({"spec": {"value": "new"}})).await;
        cluster.writes();
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.is_complete());
        let writes = cluster.writes();
        assert_eq!(writes[0], "PATCH configmaps/web");
        assert_eq!(
            writes.len(),
            2,
            "the object and the observed generation: {writes:?}"
        );
        assert_eq!(cluster.config_map("web").await["data"]["key"], "new");
    })
    .await;
}

#[tokio::test]
async fn a_change_of_the_version_is_announced_and_then_reached() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        let script = Script::chain([Part::new("web")]);
        cluster.reconcile(&manager, &script.any()).await;
        cluster
            .patch_cr(json!({"spec": {"version": "2.0.0"}}))
            .await;

        let waiting = Script::chain([Part {
            verify: Action::Answer(false),
            ..Part::new("web")
        }]);
        let done = cluster.reconcile(&manager, &waiting.any()).await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        assert_eq!(
            cluster.cr().await["status"]["versions"]["reconciled"],
            "1.0.0"
        );
        assert_eq!(
            condition(cluster, "Ready").await,
            pair("InProgress", "Verify InProgress")
        );
        assert_eq!(
            condition(cluster, "Updating").await,
            pair("VerifyWait", "Component verification incomplete")
        );

        let failing = Script::new(|_, _| Err(Error::Precondition("not yet".into())));
        cluster.reconcile(&manager, &failing.any()).await;
        assert_eq!(condition(cluster, "Ready").await.0, "InProgress");
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(
            cluster.cr().await["status"]["versions"]["reconciled"],
            "2.0.0"
        );
        assert_eq!(condition(cluster, "Ready").await.0, "Stable");
    })
    .await;
}

#[tokio::test]
async fn a_cr_that_asks_for_no_version_any_more_is_stable() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        let script = Script::chain([Part::new("web")]);
        cluster.reconcile(&manager, &script.any()).await;
        cluster.patch_cr(json!({"spec": {"version": null}})).await;
        assert_eq!(
            cluster.reconcile(&manager, &script.any()).await.requeue,
            None
        );
    })
    .await;
}

#[tokio::test]
async fn a_component_can_be_disabled_and_enabled_again() {
    each(async |cluster| {
        cluster
            .create(json!({"version": "1.0.0", "cache": true}))
            .await;
        let script = Script::new(|graph, components| {
            let web = components.add(graph.part(&Part::new("web")))?;
            let cache = Part::new("cache").resource(
                "second",
                config_map("second", "b"),
                ResourceOptions::new(),
            );
            let cache = cache.resource("first", config_map("first", "a"), ResourceOptions::new());
            if graph.spec("cache") == true {
                let cache = components.add(graph.part(&cache))?;
                components.after(&web, &cache)
            } else {
                components.add_disabled(graph.part(&cache)).map(drop)
            }
        });
        let manager = cluster.manager();
        cluster.reconcile(&manager, &script.any()).await;
        assert!(!cluster.config_map("first").await.is_null());

        cluster.patch_cr(json!({"spec": {"cache": false}})).await;
        cluster.writes();
        script.calls();
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.is_complete());
        let deletes: Vec<_> = cluster
            .writes()
            .into_iter()
            .filter(|write| write.starts_with("DELETE"))
            .collect();
        assert_eq!(
            deletes,
            ["DELETE configmaps/second", "DELETE configmaps/first"]
        );
        let calls = script.calls();
        assert_eq!(
            calls.iter().filter(|call| *call == "cache.disable").count(),
            1
        );
        assert!(!calls.contains(&"cache.verify".to_owned()));
        assert!(cluster.config_map("first").await.is_null());
        assert_eq!(
            cluster.cr().await["status"]["componentStatus"]["verified"],
            "2/2"
        );

        cluster.writes();
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert!(
            cluster
                .writes()
                .iter()
                .all(|write| write.starts_with("DELETE"))
        );
        cluster.patch_cr(json!({"spec": {"cache": true}})).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert!(!cluster.config_map("first").await.is_null());
    })
    .await;
}
