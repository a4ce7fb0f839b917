//! The controller, on a cluster in this process.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::time::Duration;

use oper8::serde_json::json;
use oper8::testing::{
    ErrorClass, Outcome, TestCluster, TestResult, Workloads, assert_snapshot,
    assert_survives_crashes,
};

use crate::controller::DatabaseController;
use crate::database::{BackupSpec, Database, DatabaseSpec};

fn ledger() -> Database {
    Database::new(
        "ledger",
        DatabaseSpec {
            version: "1.4.0".to_owned(),
            replicas: 3,
            storage: "2Gi".to_owned(),
            backup: Some(BackupSpec {
                schedule: "30 2 * * *".to_owned(),
                target: "s3://backups/ledger".to_owned(),
                keep: 7,
            }),
        },
    )
}

#[tokio::test]
async fn a_database_comes_up_and_is_left_alone() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let ledger = cluster.apply(ledger()).await?;
    cluster.settle().await?.assert_stable();
    let owned = [
        "CronJob ledger-backup",
        "Job ledger-migrate-1-4-0",
        "PodDisruptionBudget ledger-server",
        "Secret ledger-access",
        "Service ledger-server",
        "StatefulSet ledger-server",
    ];
    cluster.assert_owns(&ledger, owned).await;
    cluster.restart_operator();
    cluster.reconcile(&ledger).await?.assert_no_writes();
    Ok(())
}

#[tokio::test]
async fn what_the_definition_forbids_is_refused_when_it_is_written() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let ledger = cluster.apply(ledger()).await?;
    let refused = [
        (json!({"replicas": 2}), "must be odd"),
        (json!({"replicas": 11}), "should be less than or equal to 9"),
        (json!({"storage": "4Gi"}), "cannot be changed"),
        (json!({"version": "latest"}), "should match"),
    ];
    for (spec, reason) in refused {
        let refusal = cluster.patch(&ledger, json!({"spec": spec})).await;
        let text = refusal.unwrap_err().to_string();
        assert!(text.contains(reason), "{text}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_migration_is_done_before_a_server_of_its_version_starts() -> TestResult {
    let cluster = TestCluster::builder()
        .controller(DatabaseController)
        .ready_after(Duration::from_secs(60))
        .start()
        .await?;
    let ledger = cluster.apply(ledger()).await?;
    cluster.settle().await?.assert_stable();
    let password = cluster.assert_exists("v1", "Secret", "ledger-access").await;

    cluster.forget_writes();
    let newer = json!({"spec": {"version": "1.5.0"}});
    cluster.patch(&ledger, newer).await?;
    cluster
        .reconcile(&ledger)
        .await?
        .assert_waiting_for("migrate")
        .assert_not_started("server");
    cluster.settle().await?.assert_stable();
    cluster.assert_applied_in_order([
        "Job ledger-migrate-1-5-0",
        "StatefulSet ledger-server",
        "CronJob ledger-backup",
    ]);
    cluster.status(&ledger).await?.assert_version("1.5.0");
    let after = cluster.assert_exists("v1", "Secret", "ledger-access").await;
    after.assert_field("data", &password["data"]);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_migration_that_hangs_is_reported_and_touches_no_server() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let ledger = cluster.apply(ledger()).await?;
    cluster.settle().await?.assert_stable();
    let migration = Workloads::of_kind("Job").named("ledger-migrate-1-5-0");
    cluster.workloads().set(migration, Outcome::NeverReady);
    let newer = json!({"spec": {"version": "1.5.0"}});
    cluster.patch(&ledger, newer).await?;
    let settled = cluster.settle_for(Duration::from_secs(60 * 60)).await?;
    settled
        .of(&ledger)
        .assert_component_failed("migrate", "Job ledger-migrate-1-5-0")
        .assert_not_started("server");
    let image = "spec.template.spec.containers[0].image";
    cluster
        .assert_exists("apps/v1", "StatefulSet", "ledger-server")
        .await
        .assert_field(image, "example.org/database/server:1.4.0");
    cluster.status(&ledger).await?.assert_version("1.4.0");
    Ok(())
}

#[tokio::test]
async fn an_older_version_is_refused() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let ledger = cluster.apply(ledger()).await?;
    cluster.settle().await?.assert_stable();
    let older = json!({"spec": {"version": "1.3.9"}});
    cluster.patch(&ledger, older).await?;
    cluster
        .reconcile(&ledger)
        .await?
        .assert_failed("1.3.9 is older than 1.4.0")
        .assert_error_class(ErrorClass::Config);
    Ok(())
}

#[tokio::test]
async fn the_programs_come_from_where_the_database_says() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let ledger = cluster.apply(ledger()).await?;
    let elsewhere = json!({"configOverrides": {"registry": "mirror.example.org/db"}});
    cluster.patch(&ledger, elsewhere).await?;
    cluster.settle().await?.assert_stable();
    cluster
        .assert_exists("apps/v1", "StatefulSet", "ledger-server")
        .await
        .assert_field(
            "spec.template.spec.containers[0].image",
            "mirror.example.org/db/server:1.4.0",
        );
    Ok(())
}

#[tokio::test]
async fn backups_that_are_not_wanted_any_more_go() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let ledger = cluster.apply(ledger()).await?;
    cluster.settle().await?.assert_stable();
    let none = json!({"spec": {"backup": null}});
    cluster.patch(&ledger, none).await?;
    cluster.settle().await?.assert_stable();
    cluster
        .assert_absent("batch/v1", "CronJob", "ledger-backup")
        .await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_deleted_database_goes_after_a_last_backup_and_with_its_volumes() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let ledger = cluster.apply(ledger()).await?;
    cluster.settle().await?.assert_stable();
    let backup = Workloads::of_kind("Job").named("ledger-last-backup");
    cluster.workloads().set(backup.clone(), Outcome::NeverReady);
    cluster.delete(&ledger).await?;
    cluster
        .reconcile(&ledger)
        .await?
        .assert_waiting_for("last-backup");
    let volume = ("v1", "PersistentVolumeClaim", "data-ledger-server-0");
    assert!(cluster.read(volume).await?.is_some());

    cluster
        .workloads()
        .set(backup, Outcome::ReadyAfter(Duration::ZERO));
    cluster.settle().await?;
    assert!(cluster.read(&ledger).await?.is_none());
    assert!(cluster.read(volume).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_database_that_never_ran_goes_at_once() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let jobs = Workloads::of_kind("Job");
    cluster.workloads().set(jobs, Outcome::NeverReady);
    let ledger = cluster.apply(ledger()).await?;
    cluster
        .reconcile(&ledger)
        .await?
        .assert_waiting_for("migrate");
    cluster.delete(&ledger).await?;
    cluster.reconcile(&ledger).await?;
    assert!(cluster.read(&ledger).await?.is_none());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_operator_that_is_killed_at_any_write_is_taken_over() -> TestResult {
    let builder = || TestCluster::builder().controller(DatabaseController);
    let writes = assert_survives_crashes(builder, async |cluster| {
        cluster.apply(ledger()).await?;
        Ok(())
    });
    assert_eq!(writes.await?, 9, "the finalizer, two statuses, six objects");
    Ok(())
}

#[tokio::test]
async fn the_manifests_are_as_they_were() -> TestResult {
    let cluster = TestCluster::start(DatabaseController).await?;
    let manifests = cluster.render(ledger()).await?;
    assert_snapshot!("ledger", manifests.mask_secrets());
    Ok(())
}
