//! What becomes of components that are not verified in time. The clock is the tests' own.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use oper8_apiserver::{Outcome, Simulator, Workloads};
use oper8_config::Config;
use oper8_reconcile::{Error, ReconcileManager, ResourceOptions, Session, crd};
use oper8_status::ManualClock;
use serde_json::{Value, json};

use support::cluster::GROUP;
use support::{Action, Cluster, Part, Script, each, faulty, simulated};

const START: &str = "2024-01-02T03:04:05Z";

fn clock() -> ManualClock {
    ManualClock::new(START.parse().unwrap())
}

fn pass(clock: &ManualClock, seconds: i64) {
    clock.advance(SignedDuration::from_secs(seconds));
}

/// Five minutes for every component.
fn config() -> Config {
    let mut config = Config::default();
    config.rollout_manager.component_deadline = Some(Duration::from_secs(300));
    config
}

fn manager(cluster: &Cluster, clock: &ManualClock) -> ReconcileManager {
    let clock = Arc::new(clock.clone());
    cluster.manager_with(config()).with_clock(clock)
}

fn unready(name: &'static str) -> Part {
    Part {
        verify: Action::Answer(false),
        ..Part::new(name)
    }
}

/// Reason and message of the condition Updating.
async fn updating(cluster: &Cluster) -> (String, String) {
    let cr = cluster.cr().await;
    let conditions = cr["status"]["conditions"].as_array().unwrap();
    let condition = conditions.iter().find(|it| it["type"] == "Updating");
    let text = |key: &str| condition.unwrap()[key].as_str().unwrap().to_owned();
    (text("reason"), text("message"))
}

async fn waiting(cluster: &Cluster) -> Value {
    cluster.cr().await["status"]["componentStatus"]["waitingComponents"].clone()
}

fn late(component: &str, reason: &str) -> (String, String) {
    let text = format!("component {component} was not verified within 5m, since {START}: {reason}");
    ("Errored".to_owned(), text)
}

#[tokio::test]
async fn a_component_that_is_not_verified_in_time_fails_and_recovers_when_it_is() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let script = Script::chain([unready("web")]);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await.0, "VerifyWait");
        assert_eq!(
            waiting(cluster).await,
            json!([{"name": "web", "since": START, "generation": 1, "message": "it is not ready"}])
        );

        pass(&clock, 299);
        let waits = cluster.reconcile(&manager, &script.any()).await;
        assert!(waits.failure.is_none());
        pass(&clock, 1);
        let failed = cluster.reconcile(&manager, &script.any()).await;
        assert!(!failed.failure.unwrap().error.is_expected());
        assert!(failed.requeue.is_some(), "it is tried again");
        assert_eq!(updating(cluster).await, late("web", "it is not ready"));
        let status = cluster.cr().await["status"].clone();
        assert_eq!(status["trialStatus"], "Failed");
        assert_eq!(
            status["componentStatus"]["failedComponents"],
            json!(["web"])
        );

        pass(&clock, 60);
        let ready = Script::chain([Part::new("web")]);
        assert!(
            cluster
                .reconcile(&manager, &ready.any())
                .await
                .is_complete()
        );
        assert_eq!(updating(cluster).await.0, "Stable");
        assert_eq!(waiting(cluster).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_component_that_fails_again_writes_nothing() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let script = Script::chain([unready("web")]);
        cluster.reconcile(&manager, &script.any()).await;
        pass(&clock, 300);
        cluster.reconcile(&manager, &script.any()).await;
        cluster.writes();
        pass(&clock, 60);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(cluster.writes(), [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_deadline_outlives_the_process() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let script = Script::chain([unready("web")]);
        cluster
            .reconcile(&manager(cluster, &clock), &script.any())
            .await;
        pass(&clock, 300);
        cluster
            .reconcile(&manager(cluster, &clock), &script.any())
            .await;
        assert_eq!(updating(cluster).await, late("web", "it is not ready"));
    })
    .await;
}

#[tokio::test]
async fn a_deadline_starts_anew_with_a_new_generation() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let script = Script::chain([unready("web")]);
        cluster.reconcile(&manager, &script.any()).await;
        pass(&clock, 200);
        cluster.patch_cr(json!({"spec": {"replicas": 2}})).await;
        cluster.reconcile(&manager, &script.any()).await;
        pass(&clock, 200);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await.0, "VerifyWait");
        pass(&clock, 100);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await.0, "Errored");
    })
    .await;
}

#[tokio::test]
async fn a_deadline_starts_anew_when_the_component_was_verified_in_between() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let (script, ready) = (
            Script::chain([unready("web")]),
            Script::chain([Part::new("web")]),
        );
        cluster.reconcile(&manager, &script.any()).await;
        pass(&clock, 200);
        cluster.reconcile(&manager, &ready.any()).await;
        pass(&clock, 200);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await.0, "VerifyWait");
        pass(&clock, 300);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await.0, "Errored");
    })
    .await;
}

#[tokio::test]
async fn a_component_s_own_deadline_comes_before_the_setting() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let with = |name, deadline| Part {
            deadline: Some(deadline),
            ..unready(name)
        };
        let (short, endless) = (Duration::from_secs(10), Duration::MAX);
        let script = Script::new(move |graph, components| {
            components.add(graph.part(&with("short", short)))?;
            components.add(graph.part(&with("endless", endless)))?;
            Ok(())
        });
        cluster.reconcile(&manager, &script.any()).await;
        pass(&clock, 10);
        cluster.reconcile(&manager, &script.any()).await;
        let failed = |status: &Value| status["componentStatus"]["failedComponents"].clone();
        assert_eq!(failed(&cluster.cr().await["status"]), json!(["short"]));
        pass(&clock, 1_000_000);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(failed(&cluster.cr().await["status"]), json!(["short"]));
    })
    .await;
}

#[tokio::test]
async fn a_component_is_not_blamed_for_what_it_comes_after() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let blocked = Script::chain([unready("cache"), unready("web")]);
        cluster.reconcile(&manager, &blocked.any()).await;
        pass(&clock, 300);
        cluster.reconcile(&manager, &blocked.any()).await;
        assert_eq!(updating(cluster).await, late("cache", "it is not ready"));
        let status = cluster.cr().await["status"]["componentStatus"].clone();
        assert_eq!(status["failedComponents"], json!(["cache"]));
        let free = Script::chain([Part::new("cache"), unready("web")]);
        cluster.reconcile(&manager, &free.any()).await;
        assert_eq!(updating(cluster).await.0, "VerifyWait");
    })
    .await;
}

#[tokio::test]
async fn the_failure_of_another_component_does_not_stop_the_time() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let beside = |other: Part| {
            Script::new(move |graph, components| {
                components.add(graph.part(&unready("web")))?;
                components.add(graph.part(&other)).map(drop)
            })
        };
        let (sound, broken) = (
            beside(Part::new("other")),
            beside(Part {
                deploy: Action::Answer(false),
                ..Part::new("other")
            }),
        );
        cluster.reconcile(&manager, &sound.any()).await;
        pass(&clock, 200);
        cluster.reconcile(&manager, &broken.any()).await;
        assert_eq!(waiting(cluster).await[0]["since"], START);
        pass(&clock, 100);
        cluster.reconcile(&manager, &sound.any()).await;
        assert_eq!(updating(cluster).await, late("web", "it is not ready"));
    })
    .await;
}

#[tokio::test]
async fn a_precondition_and_a_check_that_never_hold_exceed_the_deadline() {
    async fn never(_: Session) -> oper8_reconcile::Result<bool> {
        Ok(false)
    }
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let lacking = Script::chain([Part {
            render: Action::Fail(Error::Precondition),
            ..Part::new("web")
        }]);
        cluster.reconcile(&manager, &lacking.any()).await;
        assert_eq!(updating(cluster).await.0, "PreconditionWait");
        pass(&clock, 300);
        cluster.reconcile(&manager, &lacking.any()).await;
        assert_eq!(updating(cluster).await, late("web", "error in web.render"));
    })
    .await;
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let checked = Script::new(|graph, components| {
            let web = components.add(graph.part(&Part::new("web")))?;
            let cache = components.add(graph.part(&Part::new("cache")))?;
            components.after_check(&web, &cache, never)
        });
        cluster.reconcile(&manager, &checked.any()).await;
        assert_eq!(updating(cluster).await.0, "VerifyWait");
        pass(&clock, 300);
        cluster.reconcile(&manager, &checked.any()).await;
        let text = "the check of `cache` does not hold yet";
        assert_eq!(updating(cluster).await, late("web", text));
    })
    .await;
}

#[tokio::test]
async fn the_next_try_is_not_later_than_the_deadline() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let script = Script::chain([unready("web")]);
        for _ in 0..6 {
            cluster.reconcile(&manager, &script.any()).await;
        }
        let far = cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(far.requeue, Some(Duration::from_secs(60)));
        pass(&clock, 290);
        let near = cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(near.requeue, Some(Duration::from_secs(10)));
        pass(&clock, 10);
        let over = cluster.reconcile(&manager, &script.any()).await;
        assert!(over.failure.is_some() && over.requeue > Some(Duration::ZERO));
    })
    .await;
}

#[tokio::test]
async fn a_status_that_is_managed_elsewhere_does_not_keep_deadlines_from_being_exceeded() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let mut config = config();
        config.manage_status = false;
        let manager = cluster
            .manager_with(config)
            .with_clock(Arc::new(clock.clone()));
        let script = Script::chain([unready("web")]);
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .failure
                .is_none()
        );
        pass(&clock, 300);
        let failed = cluster.reconcile(&manager, &script.any()).await;
        let text = late("web", "it is not ready").1;
        assert_eq!(failed.failure.unwrap().message(), text);
    })
    .await;
}

/// Makes the server drop what these fields of `componentStatus` leave out.
async fn keep_only(cluster: &Cluster, fields: Value) {
    let open = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    let status = json!({"type": "object", "properties": {
        "conditions": {"type": "array", "items": open},
        "componentStatus": {"type": "object", "properties": fields},
    }});
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("trials.{GROUP}")},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {"kind": "Trial", "listKind": "TrialList", "plural": "trials", "singular": "trial"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": open, "status": status}}},
                "subresources": {"status": {}},
            }],
        },
    });
    crd::install(cluster.client.clone(), &definition)
        .await
        .unwrap();
}

async fn check_kept_in_memory(fields: Value, left: Value) {
    faulty(async |cluster, _| {
        keep_only(cluster, fields.clone()).await;
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let script = Script::chain([unready("web")]);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await.0, "VerifyWait");
        assert_eq!(waiting(cluster).await, left);
        pass(&clock, 299);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await.0, "VerifyWait");
        pass(&clock, 1);
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(updating(cluster).await, late("web", "it is not ready"));
    })
    .await;
}

#[tokio::test]
async fn a_status_that_cannot_hold_the_waits_does_not_keep_deadlines_from_being_exceeded() {
    check_kept_in_memory(json!({"deployed": {"type": "string"}}), Value::Null).await;
    let entry = json!({"type": "object", "properties": {
        "name": {"type": "string"}, "since": {"type": "string"},
    }});
    let fields = json!({"waitingComponents": {"type": "array", "items": entry}});
    let left = json!([{"name": "web", "since": START}]);
    check_kept_in_memory(fields, left).await;
}

#[tokio::test]
async fn what_is_remembered_of_a_resource_does_not_count_for_another_of_its_name() {
    for manage_status in [true, false] {
        each(async |cluster| {
            cluster.create(json!({})).await;
            let clock = clock();
            let mut config = config();
            config.manage_status = manage_status;
            let manager = cluster
                .manager_with(config)
                .with_clock(Arc::new(clock.clone()));
            let script = Script::chain([unready("web")]);
            cluster.reconcile(&manager, &script.any()).await;
            cluster.delete_cr().await;
            cluster.create(json!({})).await;
            pass(&clock, 300);
            let waits = cluster.reconcile(&manager, &script.any()).await;
            assert!(waits.failure.is_none());
        })
        .await;
    }
}

#[tokio::test]
async fn without_a_deadline_the_status_names_no_waiting_components() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let script = Script::chain([unready("web")]);
        cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert_eq!(waiting(cluster).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_late_component_says_which_of_its_resources_is_missing() {
    let simulator = Simulator::new(Duration::ZERO);
    simulator.set(Workloads::all(), Outcome::NeverReady);
    simulated(simulator, async |cluster| {
        cluster.create(json!({})).await;
        let clock = clock();
        let manager = manager(cluster, &clock);
        let web = json!({
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "web"},
            "spec": {
                "selector": {"matchLabels": {"app": "web"}},
                "template": {
                    "metadata": {"labels": {"app": "web"}},
                    "spec": {"containers": [{"name": "main", "image": "image:1"}]},
                },
            },
        });
        let part = Part::new("web").resource("server", web, ResourceOptions::new());
        let script = Script::chain([part]);
        cluster.reconcile(&manager, &script.any()).await;
        pass(&clock, 300);
        cluster.reconcile(&manager, &script.any()).await;
        let (reason, message) = updating(cluster).await;
        assert_eq!(reason, "Errored");
        let start = late("web", "Deployment web: ").1;
        assert!(message.starts_with(&start), "{message}");
    })
    .await;
}
