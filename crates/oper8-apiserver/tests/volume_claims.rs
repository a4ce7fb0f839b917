//! Volume claims that are deleted while somebody uses them.

mod support;

use kube_client::api::DeleteParams;
use serde_json::{Value, json};

use support::{Cluster, settle};

fn claim() -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    })
}

#[tokio::test(start_paused = true)]
async fn a_claim_goes_when_nobody_uses_it() {
    let cluster = Cluster::new();
    let claim = cluster.create(claim()).await;
    assert_eq!(
        claim["metadata"]["finalizers"],
        json!(["kubernetes.io/pvc-protection"])
    );
    cluster.delete(&claim, DeleteParams::default()).await;
    settle().await;
    assert!(!cluster.is_there(&claim).await);
}

#[tokio::test(start_paused = true)]
async fn a_claim_waits_for_the_pod_that_uses_it() {
    let cluster = Cluster::new();
    let claim = cluster.create(claim()).await;
    let pod = json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "user"},
        "spec": {
            "containers": [{"name": "main", "image": "image:1"}],
            "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}],
        },
    });
    let pod = cluster.create(pod).await;
    cluster.delete(&claim, DeleteParams::default()).await;
    settle().await;
    assert!(cluster.is_there(&claim).await);
    cluster.delete(&pod, DeleteParams::default()).await;
    settle().await;
    assert!(!cluster.is_there(&claim).await);
}
