//! What an apply would change, told beforehand.

use oper8_deploy_manager::{ApplyOptions, Change, DeployManager as _, manifest_diff};
use serde_json::{Value, json};

use crate::clients::Cluster;

/// What is told of a manifest: both sides, or nothing.
async fn told(cluster: &Cluster, manifest: &Value) -> Option<(Value, Value)> {
    let found = cluster
        .manager()
        .diff(manifest, &ApplyOptions::default())
        .await
        .unwrap();
    found.map(|difference| (difference.left, difference.right))
}

pub(crate) async fn a_diff_writes_nothing_and_tells_what_an_apply_would_change(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v", "gone": "x"}));
    assert_eq!(
        told(cluster, &manifest).await,
        Some((json!({}), manifest.clone()))
    );
    cluster.applied(&manifest).await;
    assert_eq!(told(cluster, &manifest).await, None);

    let changed = cluster.config_map("a", json!({"k": "w", "new": "y"}));
    cluster.journal.take();
    assert_eq!(
        told(cluster, &changed).await,
        Some((
            json!({"data": {"k": "v", "gone": "x"}}),
            json!({"data": {"k": "w", "new": "y"}})
        ))
    );
    assert_eq!(cluster.journal.count(), (1, 0));
}

pub(crate) async fn a_diff_leaves_out_what_the_server_and_others_added(cluster: &Cluster) {
    let mut deployment = cluster.deployment("d");
    deployment["spec"]["template"]["spec"]["containers"][0]["resources"] =
        json!({"requests": {"cpu": "1000m"}});
    cluster.applied(&deployment).await;
    let others = json!({"metadata": {"annotations": {"theirs": "1"}}, "spec": {"paused": true}});
    cluster
        .meddle(&cluster.path("/apis/apps/v1|deployments", "d"), &others)
        .await;
    assert_eq!(told(cluster, &deployment).await, None);

    deployment["spec"]["replicas"] = json!(7);
    let (left, right) = told(cluster, &deployment).await.expect("it differs");
    assert_eq!(left, json!({"spec": {"replicas": 1}}));
    assert_eq!(right, json!({"spec": {"replicas": 7}}));
}

pub(crate) async fn a_diff_tells_drift_with_the_live_value(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    cluster.applied(&manifest).await;
    let path = cluster.path("configmaps", "a");
    cluster
        .meddle(&path, &json!({"data": {"k": "drift", "other": "theirs"}}))
        .await;
    assert_eq!(
        told(cluster, &manifest).await,
        Some((json!({"data": {"k": "drift"}}), json!({"data": {"k": "v"}})))
    );
}

pub(crate) async fn a_diff_tells_fields_that_would_only_change_hands(cluster: &Cluster) {
    let mut service = json!({
        "apiVersion": "v1", "kind": "Service",
        "metadata": {"name": "s", "namespace": cluster.namespace},
        "spec": {"ports": [{"port": 80}]},
    });
    let live = cluster.applied(&service).await.object;
    service["spec"]["type"] = json!("ClusterIP");
    let taken = json!({"spec": {"type": "ClusterIP"}});
    assert_eq!(
        told(cluster, &service).await,
        Some((json!({}), taken.clone()))
    );
    let pure = manifest_diff(&live, &service).unwrap();
    assert_eq!(pure.map(|it| it.right), Some(taken));
    assert_eq!(cluster.applied(&service).await.change, Change::Updated);
    assert_eq!(told(cluster, &service).await, None);
}

pub(crate) async fn a_diff_of_a_custom_kind_asks_for_its_schema(cluster: &Cluster) {
    let part = json!({"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}});
    let mut parts = json!({
        "type": "array", "items": part, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["id"],
    });
    parts["items"]["required"] = json!(["id"]);
    let kind = crate::custom::install(cluster, true, json!({"parts": parts})).await;
    let manager = cluster.manager();
    let options = ApplyOptions::default();
    let manifest = kind.object("a", json!({"parts": [{"id": "x", "size": 1}]}));
    manager.apply(&manifest, &options).await.unwrap();
    let theirs = json!({"spec": {"parts": [{"id": "x", "size": 1}, {"id": "y", "size": 1}]}});
    cluster.meddle(&kind.path("a"), &theirs).await;
    assert_eq!(manager.diff(&manifest, &options).await.unwrap(), None);
}
