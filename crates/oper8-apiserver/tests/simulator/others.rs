//! Pods, daemon sets, replica sets and load balancers.

use kube_client::api::DeleteParams;
use oper8_apiserver::{Outcome, Workloads};
use serde_json::json;

use crate::support::{pass, settle};
use crate::workloads::{cluster, condition, image, pod, status, workload};

#[tokio::test(start_paused = true)]
async fn a_bare_pod_is_pending_then_ready() {
    let (cluster, _) = cluster();
    let bare = cluster.create(pod()).await;
    settle().await;
    let pending = status(&cluster, &bare).await;
    assert_eq!(pending["phase"], "Pending");
    assert_eq!(
        pending["conditions"],
        json!({"PodScheduled": ["True", null]})
    );
    pass(1_000).await;
    let running = status(&cluster, &bare).await;
    assert_eq!(running["phase"], "Running");
    for kind in ["PodScheduled", "Initialized", "ContainersReady", "Ready"] {
        assert_eq!(running["conditions"][kind], json!(["True", null]), "{kind}");
    }
    assert_eq!(running["podIPs"], json!([{"ip": running["podIP"]}]));
    assert!(running["startTime"].is_string());
    let containers = running["containerStatuses"].as_array().unwrap();
    assert_eq!(containers.len(), 2);
    assert!(
        containers
            .iter()
            .all(|container| container["ready"] == true)
    );
}

#[tokio::test(start_paused = true)]
async fn a_pod_may_run_without_being_ready_or_fail() {
    let (cluster, simulator) = cluster();
    simulator.set(
        Workloads::of_kind("Pod").in_namespace("default"),
        Outcome::NeverReady,
    );
    let bare = cluster.create(pod()).await;
    pass(1_100).await;
    let unready = condition(&cluster, &bare, "Ready").await;
    assert_eq!(unready["reason"], "ContainersNotReady");
    assert_eq!(
        unready["message"],
        "containers with unready status: [main side]"
    );
    assert_eq!(status(&cluster, &bare).await["phase"], "Running");
    simulator.set(Workloads::all(), Outcome::Failed);
    settle().await;
    let failed = status(&cluster, &bare).await;
    assert_eq!(failed["phase"], "Failed");
    assert_eq!(
        failed["containerStatuses"][0]["state"]["terminated"]["exitCode"],
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_daemon_set_runs_on_one_node() {
    let (cluster, _) = cluster();
    let agents = cluster
        .create(workload("apps/v1", "DaemonSet", "agent", json!({})))
        .await;
    let expected = |generation: u64, ready: &str, count: u64| {
        let mut expected = json!({
            "observedGeneration": generation,
            "currentNumberScheduled": 1,
            "desiredNumberScheduled": 1,
            "numberMisscheduled": 0,
            "numberReady": count,
            "updatedNumberScheduled": 1,
            "conditions": {},
        });
        expected[ready] = 1.into();
        expected
    };
    pass(900).await;
    assert_eq!(
        status(&cluster, &agents).await,
        expected(1, "numberUnavailable", 0)
    );
    pass(200).await;
    assert_eq!(
        status(&cluster, &agents).await,
        expected(1, "numberAvailable", 1)
    );
    cluster.merge(&agents, image("image:2")).await;
    settle().await;
    assert_eq!(
        status(&cluster, &agents).await,
        expected(2, "numberUnavailable", 0)
    );
    pass(1_000).await;
    assert_eq!(
        status(&cluster, &agents).await,
        expected(2, "numberAvailable", 1)
    );
}

#[tokio::test(start_paused = true)]
async fn a_replica_set_of_its_own_becomes_ready() {
    let (cluster, _) = cluster();
    let set = cluster
        .create(workload(
            "apps/v1",
            "ReplicaSet",
            "set",
            json!({"replicas": 2}),
        ))
        .await;
    settle().await;
    let mut expected = json!({
        "observedGeneration": 1,
        "replicas": 2,
        "fullyLabeledReplicas": 2,
        "terminatingReplicas": 0,
        "conditions": {},
    });
    assert_eq!(status(&cluster, &set).await, expected);
    pass(1_000).await;
    expected["readyReplicas"] = 2.into();
    expected["availableReplicas"] = 2.into();
    assert_eq!(status(&cluster, &set).await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_load_balancer_gets_an_address_and_loses_it_with_its_type() {
    let (cluster, _) = cluster();
    let service = json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "front"},
        "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]},
    });
    let service = cluster.create(service).await;
    pass(900).await;
    assert_eq!(status(&cluster, &service).await["loadBalancer"], json!({}));
    pass(200).await;
    let ingress = status(&cluster, &service).await["loadBalancer"]["ingress"].clone();
    assert!(ingress[0]["ip"].as_str().unwrap().starts_with("198.18."));
    cluster
        .merge(&service, json!({"spec": {"type": "ClusterIP"}}))
        .await;
    settle().await;
    assert_eq!(status(&cluster, &service).await["loadBalancer"], json!({}));
}

#[tokio::test(start_paused = true)]
async fn a_deleted_pod_does_not_wait_for_its_node() {
    let (cluster, _) = cluster();
    let mut manifest = pod();
    manifest["spec"]["nodeName"] = "somewhere".into();
    let bare = cluster.create(manifest).await;
    pass(1_100).await;
    cluster.delete(&bare, DeleteParams::default()).await;
    settle().await;
    assert!(!cluster.is_there(&bare).await);
}
