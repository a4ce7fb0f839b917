//! How one component ends decides what is reported, and what becomes of the others.

use std::time::Duration;

use oper8_reconcile::{Error, ResourceOptions};
use serde_json::json;

use crate::conditions::{FIRST, condition, pair};
use crate::support::{Action, Part, Script, each};

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
