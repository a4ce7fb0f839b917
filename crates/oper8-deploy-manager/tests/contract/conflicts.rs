//! Fields that others own.

use oper8_deploy_manager::{ApplyOptions, Change, ConflictPolicy, DeployError, DeployManager as _};
use serde_json::{Value, json};

use crate::clients::Cluster;

fn policy(policy: ConflictPolicy) -> ApplyOptions {
    ApplyOptions::default().conflicts(policy)
}

/// A Deployment that an autoscaler has scaled.
async fn scaled(cluster: &Cluster) -> Value {
    let manifest = cluster.deployment("d");
    cluster.applied(&manifest).await;
    let path = cluster.path("/apis/apps/v1|deployments", "d");
    cluster
        .meddle(&path, &json!({"spec": {"replicas": 5}}))
        .await;
    cluster.journal.take();
    manifest
}

pub(crate) async fn force_takes_the_field(cluster: &Cluster) {
    let manifest = scaled(cluster).await;
    let applied = cluster.applied(&manifest).await;
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(applied.object["spec"]["replicas"], json!(1));
    assert_eq!(cluster.journal.count(), (1, 1));
}

pub(crate) async fn yielded_fields_are_left_and_reported(cluster: &Cluster) {
    let manifest = scaled(cluster).await;
    let manager = cluster.manager();
    let options = policy(ConflictPolicy::Yield);
    let applied = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(applied.yielded, [".spec.replicas"]);
    assert_eq!(applied.object["spec"]["replicas"], json!(5));
    cluster.journal.take();
    for manager in [manager, cluster.manager()] {
        let applied = manager.apply(&manifest, &options).await.unwrap();
        assert_eq!(applied.change, Change::Unchanged);
        assert_eq!(applied.yielded, [".spec.replicas"]);
        assert_eq!(cluster.journal.count(), (1, 0));
    }
}

pub(crate) async fn fields_that_nobody_contests_are_applied_beside_yielded_ones(cluster: &Cluster) {
    let mut manifest = scaled(cluster).await;
    manifest["spec"]["template"]["spec"]["containers"][0]["image"] =
        json!("registry.example/main:2");
    let applied = cluster
        .manager()
        .apply(&manifest, &policy(ConflictPolicy::Yield))
        .await
        .unwrap();
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(applied.yielded, [".spec.replicas"]);
    let spec = &applied.object["spec"];
    assert_eq!(spec["replicas"], json!(5));
    assert_eq!(
        spec["template"]["spec"]["containers"][0]["image"],
        json!("registry.example/main:2")
    );
}

pub(crate) async fn fail_names_field_and_owner(cluster: &Cluster) {
    let manifest = scaled(cluster).await;
    let manager = cluster.manager();
    let error = manager
        .apply(&manifest, &policy(ConflictPolicy::Fail))
        .await
        .unwrap_err();
    let DeployError::FieldConflict { conflicts, .. } = &error else {
        panic!("{error:?}");
    };
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].field, ".spec.replicas");
    assert!(conflicts[0].owner.contains("\"somebody\""), "{error}");
    assert!(error.is_conflict() && !error.is_retryable());
    assert_eq!(cluster.live(&manifest).await["spec"]["replicas"], json!(5));
}
