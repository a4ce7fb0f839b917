//! Rollouts of a custom resource, from the first to the last, driven directly.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use std::time::Duration;

use oper8_apiserver::faults::{Requests, Rule};
use oper8_reconcile::{Error, ErrorClass, ResourceOptions, Session};
use serde_json::{Value, json};
use support::{Action, Cluster, Hook, Part, Script, config_map, each, faulty};

/// Reason and message of a condition in the status of the custom resource.
async fn condition(cluster: &Cluster, kind: &str) -> (String, String) {
    let cr = cluster.cr().await;
    let conditions = cr["status"]["conditions"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let found = conditions
        .iter()
        .find(|condition| condition["type"] == kind)
        .cloned()
        .unwrap_or_default();
    let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
    (text("reason"), text("message"))
}

#[track_caller]
fn pair(reason: &str, message: &str) -> (String, String) {
    (reason.to_owned(), message.to_owned())
}

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

/// What is left after one reconciliation of the chain a, b, c in which b does not succeed.
struct Left {
    failed: &'static [&'static str],
    unverified: &'static [&'static str],
    deployed: &'static [&'static str],
    ready: (&'static str, &'static str),
    updating: (&'static str, &'static str),
    hooks: &'static [&'static str],
}

async fn check_chain(b: Part, left: Left) {
    let script = Script::chain([Part::new("a"), b, Part::new("c")]);
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        script.calls();
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        let status = cluster.cr().await["status"]["componentStatus"].clone();
        assert_eq!(status["allComponents"], json!(["a", "b", "c"]));
        assert_eq!(status["failedComponents"], json!(left.failed));
        assert_eq!(status["unverifiedComponents"], json!(left.unverified));
        assert_eq!(status["deployedComponents"], json!(left.deployed));
        assert_eq!(
            condition(cluster, "Ready").await,
            pair(left.ready.0, left.ready.1)
        );
        assert_eq!(
            condition(cluster, "Updating").await,
            pair(left.updating.0, left.updating.1)
        );
        let hooks: Vec<_> = script
            .calls()
            .into_iter()
            .filter(|call| call.starts_with("after"))
            .collect();
        assert_eq!(hooks, left.hooks);
    })
    .await;
}

const FIRST: (&str, &str) = ("Initializing", "Initial Rollout Started");
const FAILED: &[&str] = &["after_deploy_unsuccessful(failed=true)"];
const WAITING: &[&str] = &["after_deploy_unsuccessful(failed=false)"];
const UNVERIFIED: &[&str] = &[
    "after_deploy(failed=false)",
    "after_verify_unsuccessful(failed=false)",
];

#[tokio::test]
async fn a_component_that_is_not_ready_makes_the_rollout_wait() {
    let left = Left {
        failed: &[],
        unverified: &["b", "c"],
        deployed: &["a", "b", "c"],
        ready: FIRST,
        updating: ("VerifyWait", "Component verification incomplete"),
        hooks: UNVERIFIED,
    };
    check_chain(
        Part {
            verify: Action::Answer(false),
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn an_expected_error_of_a_verification_makes_the_rollout_wait_with_its_text() {
    let left = Left {
        failed: &[],
        unverified: &["b", "c"],
        deployed: &["a", "b", "c"],
        ready: FIRST,
        updating: ("VerifyWait", "error in b.verify"),
        hooks: UNVERIFIED,
    };
    check_chain(
        Part {
            verify: Action::Fail(Error::Verification),
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn a_precondition_makes_the_rollout_wait_and_is_never_verified() {
    let left = Left {
        failed: &[],
        unverified: &["b"],
        deployed: &["a", "b"],
        ready: FIRST,
        updating: ("PreconditionWait", "error in b.render"),
        hooks: WAITING,
    };
    check_chain(
        Part {
            render: Action::Fail(Error::Precondition),
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn a_config_error_is_reported_as_such() {
    let left = Left {
        failed: &["b"],
        unverified: &["a"],
        deployed: &["a"],
        ready: ("ConfigError", "error in b.render"),
        updating: ("Errored", "error in b.render"),
        hooks: FAILED,
    };
    check_chain(
        Part {
            render: Action::Fail(Error::Config),
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn a_cluster_error_leaves_the_ready_condition_alone() {
    let left = Left {
        failed: &["b"],
        unverified: &["a"],
        deployed: &["a"],
        ready: FIRST,
        updating: ("ClusterError", "error in b.deploy"),
        hooks: FAILED,
    };
    check_chain(
        Part {
            deploy: Action::Fail(Error::Cluster),
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn an_error_of_another_library_keeps_its_text() {
    let left = Left {
        failed: &["b"],
        unverified: &["a"],
        deployed: &["a"],
        ready: ("Errored", "component b: error in b.deploy"),
        updating: ("Errored", "component b: error in b.deploy"),
        hooks: FAILED,
    };
    check_chain(
        Part {
            deploy: Action::FailForeign,
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn a_deploy_that_answers_false_fails_the_rollout() {
    let left = Left {
        failed: &["b"],
        unverified: &["a"],
        deployed: &["a"],
        ready: ("Errored", "Deploy phase failed"),
        updating: ("Errored", "Deploy phase failed"),
        hooks: FAILED,
    };
    check_chain(
        Part {
            deploy: Action::Answer(false),
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn a_panic_is_the_failure_of_its_component() {
    let left = Left {
        failed: &["b"],
        unverified: &["a"],
        deployed: &["a"],
        ready: ("Errored", "component b: panicked: panic in b.render"),
        updating: ("Errored", "component b: panicked: panic in b.render"),
        hooks: FAILED,
    };
    check_chain(
        Part {
            render: Action::Panic,
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn a_panic_in_a_verification_fails_the_rollout() {
    let left = Left {
        failed: &["b"],
        unverified: &["c"],
        deployed: &["a", "c"],
        ready: ("Errored", "component b: panicked: panic in b.verify"),
        updating: ("Errored", "component b: panicked: panic in b.verify"),
        hooks: &[
            "after_deploy(failed=false)",
            "after_verify_unsuccessful(failed=true)",
        ],
    };
    check_chain(
        Part {
            verify: Action::Panic,
            ..Part::new("b")
        },
        left,
    )
    .await;
}

#[tokio::test]
async fn a_manifest_that_the_server_refuses_is_a_cluster_error_that_names_it() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let odd =
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "No Such Name"}});
        let script = Script::chain([Part::new("web").resource("odd", odd, ResourceOptions::new())]);
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert!(done.has_failed());
        let (reason, message) = condition(cluster, "Updating").await;
        assert_eq!(reason, "ClusterError");
        assert!(
            message.starts_with("component web: could not apply"),
            "{message}"
        );
        assert!(message.contains("No Such Name"), "{message}");
    })
    .await;
}

#[tokio::test]
async fn the_most_severe_error_is_reported_and_independent_branches_go_on() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let script = Script::new(|graph, components| {
            let failing = |name, action| Part {
                render: action,
                ..Part::new(name)
            };
            components.add(graph.part(&failing("a", Action::Fail(Error::Precondition))))?;
            components.add(graph.part(&failing("b", Action::Fail(Error::Fatal))))?;
            components.add(graph.part(&failing("c", Action::Fail(Error::Config))))?;
            components.add(graph.part(&Part::new("d")))?;
            Ok(())
        });
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert_eq!(
            condition(cluster, "Ready").await,
            pair("ConfigError", "error in c.render")
        );
        let completion = done.completion.unwrap();
        assert_eq!(completion.errors().len(), 3);
        assert!(!cluster.config_map("d").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn after_ready_waits_for_the_verification_of_the_upstream() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let scripted = |verify| {
            Script::new(move |graph, components| {
                let cache = components.add(graph.part(&Part {
                    verify,
                    ..Part::new("cache")
                }))?;
                let web = components.add(graph.part(&Part::new("web")))?;
                components.after_ready(web, cache)
            })
        };
        let manager = cluster.manager();
        let done = cluster
            .reconcile(&manager, &scripted(Action::Answer(false)).any())
            .await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        assert!(cluster.config_map("web").await.is_null());
        let status = cluster.cr().await["status"]["componentStatus"].clone();
        assert_eq!(
            (&status["deployed"], &status["verified"]),
            (&json!("1/2"), &json!("0/2"))
        );

        let failing = scripted(Action::Fail(Error::Fatal));
        assert!(
            cluster
                .reconcile(&manager, &failing.any())
                .await
                .has_failed()
        );
        assert!(cluster.config_map("web").await.is_null());
        assert_eq!(
            condition(cluster, "Ready").await,
            pair("Errored", "error in cache.verify")
        );

        assert!(
            cluster
                .reconcile(&manager, &scripted(Action::Default).any())
                .await
                .is_complete()
        );
        assert!(!cluster.config_map("web").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn after_check_waits_for_what_the_author_says() {
    async fn has_ticket(session: Session) -> oper8_reconcile::Result<bool> {
        Ok(session.object("v1", "ConfigMap", "ticket").await?.is_some())
    }
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let script = Script::new(|graph, components| {
            components.add(graph.part(&Part::new("cache")))?;
            components.add(graph.part(&Part::new("web")))?;
            components.after_check("web", "cache", has_ticket)
        });
        let manager = cluster.manager();
        assert!(
            !cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert!(cluster.config_map("web").await.is_null());
        let mut ticket = config_map("ticket", "a");
        ticket["metadata"]["namespace"] = json!(cluster.namespace);
        cluster.put(ticket).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
    })
    .await;
}

#[tokio::test]
async fn a_panic_in_a_check_fails_the_component_that_waits() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let script = Script::new(|graph, components| {
            components.add(graph.part(&Part::new("cache")))?;
            components.add(graph.part(&Part::new("web")))?;
            components.after_check("web", "cache", async |_| panic!("no such ticket"))
        });
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert_eq!(done.completion.unwrap().failed_nodes(), ["web"].into());
        assert!(
            condition(cluster, "Ready")
                .await
                .1
                .contains("no such ticket")
        );
    })
    .await;
}

async fn check_hook(parts: &[Part], hook: Hook, action: Action, reported: (&str, &str, &str)) {
    let script = Script::chain(parts.iter().cloned()).hook(hook, action);
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        assert_eq!(condition(cluster, "Ready").await.0, reported.0);
        assert_eq!(
            condition(cluster, "Updating").await,
            pair(reported.1, reported.2)
        );
    })
    .await;
}

#[tokio::test]
async fn a_hook_that_answers_false_makes_the_rollout_wait() {
    let text = "After-deploy verification failed";
    check_hook(
        &[Part::new("a")],
        Hook::Deploy,
        Action::Answer(false),
        ("Initializing", "VerifyWait", text),
    )
    .await;
    let text = "After-verify failed";
    check_hook(
        &[Part::new("a")],
        Hook::Verify,
        Action::Answer(false),
        ("Initializing", "VerifyWait", text),
    )
    .await;
}

#[tokio::test]
async fn a_hook_that_fails_or_panics_fails_the_rollout() {
    let text = "error in after_verify";
    check_hook(
        &[Part::new("a")],
        Hook::Verify,
        Action::Fail(Error::Rollout),
        ("Errored", "Errored", text),
    )
    .await;
    let text = "after_deploy: panicked: panic in after_deploy";
    check_hook(
        &[Part::new("a")],
        Hook::Deploy,
        Action::Panic,
        ("Errored", "Errored", text),
    )
    .await;
}

#[tokio::test]
async fn a_hook_never_excuses_a_failure() {
    let failing = [Part {
        deploy: Action::Answer(false),
        ..Part::new("a")
    }];
    let reported = ("Errored", "Errored", "Deploy phase failed");
    check_hook(
        &failing,
        Hook::DeployUnsuccessful,
        Action::Answer(false),
        reported,
    )
    .await;
    check_hook(
        &failing,
        Hook::DeployUnsuccessful,
        Action::Fail(Error::Verification),
        reported,
    )
    .await;
}

#[tokio::test]
async fn an_error_in_the_setup_is_reported_before_anything_is_deployed() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        let script = Script::new(|graph, components| {
            components.add(graph.part(&Part::new("a")))?;
            components.add_disabled(graph.part(&Part::new("b")))?;
            components.after("a", "b")
        });
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.completion.is_none());
        assert!(
            condition(cluster, "Ready")
                .await
                .1
                .contains("`b` is disabled")
        );
        assert!(cluster.config_map("a").await.is_null());

        let panicking = Script::new(|_, _| panic!("out of ideas"));
        cluster.reconcile(&manager, &panicking.any()).await;
        assert_eq!(
            condition(cluster, "Ready").await.1,
            "setup_components: panicked: out of ideas"
        );
    })
    .await;
}

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
        let api = cluster.api(&support::cluster::trials());
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

#[tokio::test]
async fn resources_of_a_component_are_applied_in_the_order_of_their_dependencies() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let script = Script::new(|_, components| components.add(Ordered).map(drop));
        cluster.writes();
        cluster.reconcile(&cluster.manager(), &script.any()).await;
        let applied: Vec<_> = cluster
            .writes()
            .into_iter()
            .filter(|write| write.contains("configmaps"))
            .collect();
        assert_eq!(
            applied,
            [
                "PATCH configmaps/z",
                "PATCH configmaps/a",
                "PATCH configmaps/b"
            ]
        );
    })
    .await;
}

struct Ordered;

impl oper8_reconcile::Component for Ordered {
    fn name(&self) -> &str {
        "ordered"
    }

    async fn build_chart(
        &self,
        _session: &Session,
        chart: &mut oper8_reconcile::Chart,
    ) -> oper8_reconcile::Result<()> {
        let first = chart.add("a", config_map("a", "1"))?;
        chart.add("b", config_map("b", "1"))?;
        let last = chart.add("z", config_map("z", "1"))?;
        chart.after(&first, &last)?;
        assert!(chart.after(&last, &first).is_err());
        assert!(chart.add("a", config_map("c", "1")).is_err());
        assert!(
            chart
                .add("d", json!({"kind": "ConfigMap", "metadata": {"name": "d"}}))
                .is_err()
        );
        Ok(())
    }

    fn update_object_definition(
        &self,
        _session: &Session,
        internal_name: &str,
        mut manifest: Value,
    ) -> oper8_reconcile::Result<Value> {
        manifest["data"]["name"] = internal_name.into();
        Ok(manifest)
    }
}
