//! Stateful sets and their claims.

use kube_client::api::DeleteParams;
use oper8_apiserver::{Outcome, Workloads};
use serde_json::json;

use crate::support::{pass, settle};
use crate::workloads::{cluster, image, stateful_set, status};

#[tokio::test(start_paused = true)]
async fn a_stateful_set_is_ready_after_the_delay_one_replica_after_the_other() {
    let (cluster, _) = cluster();
    let db = cluster.create(stateful_set(2)).await;
    settle().await;
    let mut before = status(&cluster, &db).await;
    let revision = before["updateRevision"].take();
    assert_eq!(before["currentRevision"].take(), revision);
    let expected = json!({
        "observedGeneration": 1,
        "replicas": 1,
        "currentReplicas": 1,
        "updatedReplicas": 1,
        "availableReplicas": 0,
        "currentRevision": null,
        "updateRevision": null,
        "collisionCount": 0,
        "conditions": {},
    });
    assert_eq!(before, expected);
    let claim = |name: &str| json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name}});
    let first = cluster.get(&claim("data-db-0")).await.unwrap();
    let labels = json!({"app": "db", "of": "template"});
    assert_eq!(first["metadata"]["labels"], labels);
    assert_eq!(first["metadata"].get("ownerReferences"), None);
    assert!(!cluster.is_there(&claim("data-db-1")).await, "in order");
    pass(1_000).await;
    let after = status(&cluster, &db).await;
    for field in [
        "replicas",
        "readyReplicas",
        "availableReplicas",
        "currentReplicas",
        "updatedReplicas",
    ] {
        assert_eq!(after[field], 2, "{field}");
    }
    assert_eq!(after["updateRevision"], revision);
    assert!(cluster.is_there(&claim("data-db-1")).await);
}

#[tokio::test(start_paused = true)]
async fn a_stateful_set_rolls_and_scales() {
    let (cluster, _) = cluster();
    let db = cluster.create(stateful_set(2)).await;
    pass(1_100).await;
    let first = status(&cluster, &db).await["currentRevision"].clone();
    cluster.merge(&db, image("image:2")).await;
    settle().await;
    let rolling = status(&cluster, &db).await;
    assert_eq!(rolling["currentRevision"], first);
    assert_ne!(rolling["updateRevision"], first);
    let counts = [
        "replicas",
        "readyReplicas",
        "currentReplicas",
        "updatedReplicas",
    ];
    assert_eq!(
        counts.map(|field| rolling[field].as_u64()),
        [Some(2), Some(1), Some(1), Some(1)]
    );
    pass(1_000).await;
    let rolled = status(&cluster, &db).await;
    assert_eq!(rolled["currentRevision"], rolled["updateRevision"]);
    assert_eq!(counts.map(|field| rolled[field].as_u64()), [Some(2); 4]);
    cluster.merge(&db, json!({"spec": {"replicas": 0}})).await;
    settle().await;
    let none = status(&cluster, &db).await;
    assert_eq!(
        counts.map(|field| none[field].as_u64()),
        [Some(0), None, None, None]
    );
    cluster.delete(&db, DeleteParams::default()).await;
    settle().await;
    let claim = json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data-db-0"}});
    assert!(cluster.is_there(&claim).await, "claims outlive their set");
}

#[tokio::test(start_paused = true)]
async fn a_partition_keeps_the_replicas_below_it() {
    let (cluster, _) = cluster();
    let mut manifest = stateful_set(3);
    manifest["spec"]["updateStrategy"] =
        json!({"type": "RollingUpdate", "rollingUpdate": {"partition": 2}});
    let db = cluster.create(manifest).await;
    pass(1_100).await;
    let first = status(&cluster, &db).await["currentRevision"].clone();
    cluster.merge(&db, image("image:2")).await;
    pass(1_100).await;
    let rolled = status(&cluster, &db).await;
    assert_eq!(rolled["currentRevision"], first);
    assert_ne!(rolled["updateRevision"], first);
    assert_eq!(
        [
            &rolled["readyReplicas"],
            &rolled["currentReplicas"],
            &rolled["updatedReplicas"]
        ],
        [3, 2, 1]
    );
}

#[tokio::test(start_paused = true)]
async fn a_claim_is_bound_after_the_delay() {
    let (cluster, simulator) = cluster();
    simulator.set(
        Workloads::of_kind("PersistentVolumeClaim").named("data-db-1"),
        Outcome::NeverReady,
    );
    cluster.create(stateful_set(2)).await;
    let claim = |name: &str| json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name}});
    pass(900).await;
    assert_eq!(
        status(&cluster, &claim("data-db-0")).await["phase"],
        "Pending"
    );
    pass(200).await;
    let bound = cluster.get(&claim("data-db-0")).await.unwrap();
    assert_eq!(
        bound["status"],
        json!({"phase": "Bound", "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}})
    );
    let volume = format!("pvc-{}", bound["metadata"]["uid"].as_str().unwrap());
    assert_eq!(bound["spec"]["volumeName"], *volume);
    assert_eq!(
        bound["metadata"]["annotations"]["pv.kubernetes.io/bind-completed"],
        "yes"
    );
    assert_eq!(
        status(&cluster, &claim("data-db-1")).await["phase"],
        "Pending"
    );
}
