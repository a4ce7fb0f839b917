//! The status over several reconciliations, unwritten and foreign ones included.

use std::time::Duration;

use oper8_apiserver::faults::{Requests, Rule};
use oper8_reconcile::{Error, ErrorClass};
use serde_json::json;

use crate::conditions::{FIRST, condition, pair};
use crate::support::{Action, Part, Script, each, faulty};

#[tokio::test]
async fn an_error_message_does_not_outlive_the_error() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        let failing = Script::chain([Part {
            render: Action::Fail(Error::Config),
            ..Part::new("a")
        }]);
        cluster.reconcile(&manager, &failing.any()).await;
        let waiting = Script::chain([Part {
            verify: Action::Answer(false),
            ..Part::new("a")
        }]);
        let done = cluster.reconcile(&manager, &waiting.any()).await;
        assert_eq!(
            done.requeue,
            Some(Duration::from_secs(1)),
            "it came further, so it is tried again soon"
        );
        assert_eq!(condition(cluster, "Ready").await, pair(FIRST.0, FIRST.1));
        let done = cluster.reconcile(&manager, &waiting.any()).await;
        assert_eq!(
            done.requeue,
            Some(Duration::from_secs(2)),
            "it came no further"
        );
    })
    .await;
}

fn status_writes() -> Requests {
    Requests::writes().subresource("status")
}

/// A rollout whose status cannot be written, over the status of an earlier one that was complete.
async fn check_unwritten(parts: Vec<Part>, expected: (ErrorClass, &str)) {
    faulty(async |cluster, faults| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        let stable = Script::chain([Part::new("a")]);
        cluster.reconcile(&manager, &stable.any()).await;
        cluster.patch_cr(json!({"spec": {"more": 1}})).await;
        faults.add(Rule::fail(503).on(status_writes()));

        let script = Script::chain(parts.clone());
        let manager = cluster.manager();
        for wait in [1, 2] {
            let done = cluster.reconcile(&manager, &script.any()).await;
            assert_eq!(done.requeue, Some(Duration::from_secs(wait)));
            assert!(done.completion.is_some(), "it is rolled out all the same");
            let error = done.error().unwrap();
            assert_eq!(error.class(), expected.0);
            assert!(error.report().contains(expected.1), "{}", error.report());
            let ready = &done.status.as_ref().unwrap()["conditions"][0];
            assert_eq!(ready["reason"], "Stable", "as the cluster has it");
        }

        faults.clear();
        cluster.reconcile(&manager, &stable.any()).await;
        let done = cluster.reconcile(&manager, &stable.any()).await;
        assert!(done.is_complete());
        assert_eq!(done.requeue, None);
    })
    .await;
}

#[tokio::test]
async fn a_status_that_cannot_be_written_is_a_cluster_error_and_tried_again() {
    let unwritten = (ErrorClass::Cluster, "set the status of");
    check_unwritten(vec![Part::new("a")], unwritten).await;
    let waiting = Part {
        verify: Action::Answer(false),
        ..Part::new("a")
    };
    check_unwritten(vec![waiting], unwritten).await;
}

#[tokio::test]
async fn the_own_failure_of_a_rollout_comes_before_that_of_its_status() {
    let failing = Part {
        render: Action::Fail(Error::Config),
        ..Part::new("a")
    };
    check_unwritten(vec![failing], (ErrorClass::Config, "error in a.render")).await;
}

#[tokio::test]
async fn a_status_that_is_written_at_the_second_try_says_everything() {
    faulty(async |cluster, faults| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let mut config = oper8_config::Config::default();
        config.supported_versions = vec!["1.0.0".to_owned()];
        config.deploy_retries = 0;
        faults.add(Rule::fail(503).on(status_writes()).times(1));
        let script = Script::chain([Part::new("a")]);
        let done = cluster
            .reconcile(&cluster.manager_with(config), &script.any())
            .await;
        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, None);
        let status = cluster.cr().await["status"].clone();
        assert_eq!(
            status["versions"],
            json!({"available": {"versions": [{"name": "1.0.0"}]}, "reconciled": "1.0.0"})
        );
    })
    .await;
}

/// Tries again, and once more after a restart, what came to no end: each try leaves the status as the first did.
async fn check_tries(from: Option<&str>, parts: Vec<Part>) {
    each(async |cluster| {
        let manager = cluster.manager();
        cluster
            .create(json!({"version": from.unwrap_or("2.0.0")}))
            .await;
        if from.is_some() {
            let stable = Script::chain([Part::new("a")]);
            cluster.reconcile(&manager, &stable.any()).await;
            cluster
                .patch_cr(json!({"spec": {"version": "2.0.0"}}))
                .await;
        }
        let script = Script::chain(parts.clone());
        cluster.reconcile(&manager, &script.any()).await;
        let first = cluster.cr().await;
        cluster.writes();
        for manager in [&manager, &manager, &cluster.manager()] {
            let done = cluster.reconcile(manager, &script.any()).await;
            assert!(done.requeue.is_some());
            assert_eq!(cluster.writes(), [""; 0]);
        }
        assert_eq!(cluster.cr().await, first);
    })
    .await;
}

#[tokio::test]
async fn a_retry_that_ends_as_the_one_before_writes_nothing() {
    for from in [None, Some("1.0.0")] {
        let scripted = |render, verify| Part {
            render,
            verify,
            ..Part::new("a")
        };
        check_tries(from, vec![scripted(Action::Default, Action::Answer(false))]).await;
        for error in [Error::Precondition, Error::Config, Error::Cluster] {
            check_tries(from, vec![scripted(Action::Fail(error), Action::Default)]).await;
        }
        check_tries(from, vec![scripted(Action::Panic, Action::Default)]).await;
    }
}

#[tokio::test]
async fn an_error_of_the_first_rollout_does_not_outlive_it_whatever_comes_next() {
    for next in [Error::Precondition, Error::Verification, Error::Cluster] {
        each(async |cluster| {
            cluster.create(json!({"version": "1.0.0"})).await;
            let manager = cluster.manager();
            let script = |error| {
                Script::chain([Part {
                    render: Action::Fail(error),
                    ..Part::new("a")
                }])
            };
            cluster
                .reconcile(&manager, &script(Error::Config).any())
                .await;
            assert_eq!(condition(cluster, "Ready").await.0, "ConfigError");
            cluster.reconcile(&manager, &script(next).any()).await;
            assert_eq!(condition(cluster, "Ready").await, pair(FIRST.0, FIRST.1));
        })
        .await;
    }
}

#[tokio::test]
async fn a_copy_that_is_older_than_the_last_status_does_not_bring_it_back() {
    each(async |cluster| {
        let created = cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        let script = Script::chain([Part::new("a")]);
        cluster.reconcile(&manager, &script.any()).await;
        let stable = cluster.cr().await;
        cluster.writes();
        let done = manager.reconcile(&script.any(), created).await;
        assert!(done.is_complete());
        assert_eq!(cluster.writes(), [""; 0]);

        let failing = Script::chain([Part {
            verify: Action::Fail(Error::Fatal),
            ..Part::new("a")
        }]);
        cluster.reconcile(&manager, &failing.any()).await;
        manager.reconcile(&script.any(), stable).await;
        assert_eq!(condition(cluster, "Ready").await.0, "Stable");
    })
    .await;
}

#[tokio::test]
async fn foreign_conditions_and_fields_of_the_status_stay() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let api = cluster.api(&crate::support::cluster::trials());
        let foreign = json!({"status": {
            "conditions": [{"type": "Backup", "status": "True"}],
            "trialStatus": "Paused",
        }});
        let params = kube_client::api::PatchParams::default();
        let patch = kube_client::api::Patch::Merge(foreign);
        api.patch_status("a", &params, &patch).await.unwrap();
        cluster
            .reconcile(&cluster.manager(), &Script::chain([Part::new("a")]).any())
            .await;
        let status = cluster.cr().await["status"].clone();
        let conditions: Vec<_> = status["conditions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["type"])
            .collect();
        assert_eq!(conditions, ["Ready", "Updating", "Backup"]);
        assert_eq!(status["trialStatus"], "Paused");
    })
    .await;
}
