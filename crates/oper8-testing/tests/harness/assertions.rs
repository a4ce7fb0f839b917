//! What assertions say when they do not hold: what was there instead.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use oper8_testing::{
    Answer, ErrorClass, Manifest, ReadyReason, ScriptedComponent, ScriptedController, Skipped,
    TestCluster, UpdatingReason, tokio,
};
use serde_json::json;

use crate::shop::{cluster, shop, slow_cluster};

/// The message of the panic.
#[track_caller]
fn failure(assertion: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(AssertUnwindSafe(assertion));
    let panic = panic.expect_err("this should not hold");
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.unwrap_or_else(|| panic.downcast_ref::<String>().unwrap().clone())
}

/// The message of the panic in a future.
async fn late_failure(assertion: impl Future<Output = ()> + Send + 'static) -> String {
    let panic = tokio::spawn(assertion).await.unwrap_err().into_panic();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[track_caller]
fn check(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{part:?} is missing in:\n{message}");
    }
}

#[tokio::test]
async fn fields_show_the_difference_and_what_is_beside_them() {
    let cluster = cluster().await;
    let a = cluster
        .apply(shop("a").label("app.kubernetes.io/name", "a"))
        .await
        .unwrap();
    a.assert_field("spec.replicas", 2)
        .assert_field("spec", json!({"replicas": 2, "version": "1.0.0"}))
        .assert_field("metadata.labels[\"app.kubernetes.io/name\"]", "a")
        .assert_no_field("spec.colour")
        .assert_contains(json!({"kind": "Shop", "spec": {"replicas": 2}}));
    check(
        &failure(|| {
            a.assert_field("spec.replicas", 3);
        }),
        &[
            "demo.oper8.org/v1/Shop default/a: `spec.replicas`",
            "-3",
            "+2",
        ],
    );
    check(
        &failure(|| {
            a.assert_field("spec.replica", 3);
        }),
        &[
            "`spec.replica` is not there; expected:\n  3",
            "`spec` is:\n  replicas: 2",
        ],
    );
    check(
        &failure(|| {
            a.assert_field("metadata.labels[\"app.x/name\"]", "a");
        }),
        &["`metadata.labels` is:\n  app.kubernetes.io/name: a"],
    );
    check(
        &failure(|| {
            a.assert_no_field("spec.replicas");
        }),
        &["`spec.replicas` should not be there; it is:\n  2"],
    );
    let wrong = json!({"spec": {"replicas": 7, "version": "1.0.0"}});
    check(
        &failure(|| {
            a.assert_contains(wrong);
        }),
        &["does not contain", "-  replicas: 7", "+  replicas: 2"],
    );
    check(
        &failure(|| {
            a.assert_owned_by(&a);
        }),
        &["is not among its owners"],
    );
    check(
        &failure(|| {
            let _ = a.field("spec..x");
        }),
        &["`spec..x` is no path"],
    );
}

#[tokio::test]
async fn existence_names_the_line_and_what_there_is() {
    let cluster = std::sync::Arc::new(cluster().await);
    cluster.apply(shop("a")).await.unwrap();
    cluster
        .apply(shop("b").namespace("elsewhere"))
        .await
        .unwrap();
    let shared = cluster.clone();
    let message = late_failure(async move {
        shared.assert_exists("demo.oper8.org/v1", "Shop", "c").await;
    });
    check(
        &message.await,
        &[
            "assertions.rs:",
            "demo.oper8.org/v1/Shop default/c is not there; there is Shop a, elsewhere/b",
        ],
    );
    let shared = cluster.clone();
    let message = late_failure(async move {
        shared.assert_exists("v1", "Secret", "c").await;
    });
    check(
        &message.await,
        &["v1/Secret default/c is not there; there is no Secret at all"],
    );
    let shared = cluster.clone();
    let message = late_failure(async move {
        shared.assert_absent("demo.oper8.org/v1", "Shop", "a").await;
    });
    check(
        &message.await,
        &["should not be there; it is:", "replicas: 2"],
    );
    let shared = cluster.clone();
    let message = late_failure(async move {
        let a = ("demo.oper8.org/v1", "Shop", "a");
        shared.assert_owns(a, ["Secret a-database"]).await;
    });
    check(
        &message.await,
        &[
            "Shop default/a should own other objects:",
            "-- Secret a-database",
        ],
    );
    let shared = cluster.clone();
    let message = late_failure(async move {
        shared.assert_exists("v2", "Secret", "c").await;
    });
    check(
        &message.await,
        &["does not serve v2 Secret; did you mean v1 Secret?"],
    );
}

#[tokio::test(start_paused = true)]
async fn reconciliations_show_everything_that_they_did() {
    let cluster = slow_cluster().await;
    let a = cluster.apply(shop("a")).await.unwrap();
    let first = cluster.reconcile(&a).await.unwrap();
    let message = failure(|| {
        first.assert_stable();
    });
    check(
        &message,
        &[
            "it should be stable:",
            "demo.oper8.org/v1/Shop default/a waits, and is tried again after 1s",
            "component database: unverified: StatefulSet a-database: 0 of 1 replicas are ready",
            "component server: unstarted",
            "  apply Secret a-database\n",
            "its status is:",
            "reason: VerifyWait",
        ],
    );
    assert!(
        !message.contains("random"),
        "no values of secrets: {message}"
    );
    check(
        &failure(|| {
            first.assert_failed("");
        }),
        &["it should have failed"],
    );
    check(
        &failure(|| {
            first.assert_waiting_for("server");
        }),
        &["it should wait for `server`"],
    );
    check(
        &failure(|| {
            first.assert_not_started("database");
        }),
        &["`database` should not have been started"],
    );
    check(
        &failure(|| {
            first.assert_error_class(ErrorClass::Config);
        }),
        &["of the class Config, not None"],
    );
    check(
        &failure(|| {
            first.assert_no_writes();
        }),
        &["written nothing"],
    );
    check(
        &failure(|| {
            first.assert_skipped(Skipped::Paused);
        }),
        &["skipped as Paused"],
    );
    check(
        &failure(|| {
            first.assert_component_failed("database", "x");
        }),
        &["`database` should have failed"],
    );
    let settled = cluster.settle().await.unwrap();
    settled.of(&a).assert_stable();
    check(
        &failure(|| {
            let _ = settled.of(("demo.oper8.org/v1", "Shop", "b"));
        }),
        &["Shop default/b was not reconciled; these were: demo.oper8.org/v1/Shop default/a"],
    );
    check(
        &failure(|| {
            settled.last()[0].assert_waiting();
        }),
        &["it should wait:", "is complete"],
    );
    check(
        &failure(|| {
            settled.assert_no_writes();
        }),
        &["nothing should have been written; the writes were:\n  apply Deployment a-server"],
    );
}

#[tokio::test]
async fn failures_show_their_error_and_place() {
    let component = ScriptedComponent::new("web");
    let broken = component.on_deploy(Answer::fails(oper8_reconcile::Error::Fatal, "disk full"));
    let controller = ScriptedController::new("demo.oper8.org/v1", "Trial").component(broken);
    let builder = TestCluster::builder().dynamic_controller(controller, None);
    let cluster = builder.start().await.unwrap();
    let empty = cluster.settle().await.unwrap();
    check(
        &failure(|| {
            empty.assert_stable();
        }),
        &["there is no custom resource to be stable"],
    );
    let a = cluster
        .apply(Manifest::new("demo.oper8.org/v1", "Trial", "a"))
        .await
        .unwrap();
    let failed = cluster.reconcile(&a).await.unwrap();
    check(
        &failure(|| {
            failed.assert_stable();
        }),
        &[
            "a failed",
            "error (Fatal, component web): disk full",
            "component web: failed: disk full",
        ],
    );
    check(
        &failure(|| {
            failed.assert_failed("disk empty");
        }),
        &["its error should contain \"disk empty\""],
    );
    check(
        &failure(|| {
            failed.assert_waiting();
        }),
        &["it should wait"],
    );
}

#[tokio::test(start_paused = true)]
async fn statuses_show_themselves() {
    let cluster = slow_cluster().await;
    let a = cluster.apply(shop("a")).await.unwrap();
    let none = cluster.status(&a).await.unwrap();
    check(
        &failure(|| {
            none.assert_stable();
        }),
        &["Shop default/a: Ready should be Stable; it has no status yet"],
    );
    cluster.reconcile(&a).await.unwrap();
    let status = cluster.status(&a).await.unwrap();
    status
        .assert_ready(ReadyReason::Initializing)
        .assert_updating(UpdatingReason::VerifyWait)
        .assert_condition("Updating", "True", "VerifyWait")
        .assert_unverified(["database"])
        .assert_verified([""; 0])
        .assert_failed([""; 0]);
    check(
        &failure(|| {
            status.assert_updating(UpdatingReason::Stable);
        }),
        &[
            "Updating should be Stable; its status is:",
            "reason: VerifyWait",
        ],
    );
    check(
        &failure(|| {
            status.assert_verified(["database"]);
        }),
        &["other components should be verified:", "-- database"],
    );
    check(
        &failure(|| {
            status.assert_message("nobody says this");
        }),
        &["no message contains \"nobody says this\""],
    );
    check(
        &failure(|| {
            status.assert_version("2");
        }),
        &["the reconciled version should be 2"],
    );
    check(
        &failure(|| {
            status.assert_condition("Ready", "True", "Stable");
        }),
        &["condition Ready should be True with the reason Stable"],
    );
}

#[tokio::test]
async fn writes_are_listed() {
    let cluster = cluster().await;
    cluster.writes().assert_none();
    cluster.apply(shop("a")).await.unwrap();
    cluster.settle().await.unwrap();
    let order = ["Deployment a-server", "Secret a-database"];
    check(
        &failure(|| cluster.assert_applied_in_order(order)),
        &[
            "`Secret a-database` was applied before `Deployment a-server`; the writes were:",
            "\n  apply Secret a-database\n",
        ],
    );
    check(
        &failure(|| cluster.assert_applied_in_order(["Secret a"])),
        &["`Secret a` was not applied"],
    );
    check(
        &failure(|| {
            cluster.writes().assert_count(1);
        }),
        &["expected 1 writes, not "],
    );
    check(
        &failure(|| {
            cluster.writes().assert_none();
        }),
        &["nothing should"],
    );
    check(
        &failure(|| {
            cluster.writes().assert_are(["apply Secret a-database"]);
        }),
        &["other writes were expected:", "+- set status of Shop a"],
    );
    let message = failure(|| {
        cluster.writes().assert_are(["apply Secret b"]);
    });
    check(
        &message,
        &["-- apply Secret b", "+- apply Secret a-database"],
    );
}

#[tokio::test]
async fn a_manifest_that_is_not_rendered_names_those_that_are() {
    let cluster = cluster().await;
    let manifests = cluster.render(shop("a")).await.unwrap();
    check(
        &failure(|| {
            let _ = manifests.get("server.deployment");
        }),
        &[
            "`server.deployment` is not rendered; there is database.secret, database.server, server.server",
        ],
    );
    let masked = manifests.clone();
    check(
        &failure(move || {
            let _ = masked.mask("server.server", "spec.nothing");
        }),
        &["`server.server` has nothing at `spec.nothing`"],
    );
}
