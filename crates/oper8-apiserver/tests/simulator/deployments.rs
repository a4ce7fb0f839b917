//! Deployments, and what holds for every workload.

use oper8_apiserver::{Outcome, Workloads};
use serde_json::{Value, json};

use crate::support::{Cluster, pass, settle};
use crate::workloads::{
    cluster, condition, deployment, image, job, pod, rolled_out, stateful_set, status,
};

#[tokio::test(start_paused = true)]
async fn a_deployment_is_available_after_the_delay_and_not_before() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(2)).await;
    pass(990).await;
    let expected = json!({
        "observedGeneration": 1,
        "replicas": 2,
        "updatedReplicas": 2,
        "unavailableReplicas": 2,
        "terminatingReplicas": 0,
        "conditions": {
            "Available": ["False", "MinimumReplicasUnavailable"],
            "Progressing": ["True", "ReplicaSetUpdated"],
        },
    });
    assert_eq!(status(&cluster, &web).await, expected);
    pass(20).await;
    assert_eq!(status(&cluster, &web).await, rolled_out(1, 2));
    let object = cluster.get(&web).await.unwrap();
    assert_eq!(
        object["metadata"]["annotations"]["deployment.kubernetes.io/revision"],
        "1"
    );
    assert_eq!(object["metadata"]["generation"], 1);
    let progressing = condition(&cluster, &web, "Progressing").await;
    let message = progressing["message"].as_str().unwrap();
    assert!(message.starts_with("ReplicaSet \"web-"), "{message}");
    assert!(
        message.ends_with("\" has successfully progressed."),
        "{message}"
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_is_written_when_nothing_changes() {
    let (cluster, _) = cluster();
    cluster.create(deployment(2)).await;
    cluster.create(stateful_set(2)).await;
    cluster.create(job(json!({}))).await;
    cluster.create(pod()).await;
    pass(1_500).await;
    let before = cluster.revision().await;
    pass(3_600_000).await;
    assert_eq!(cluster.revision().await, before);
}

#[tokio::test(start_paused = true)]
async fn a_new_template_rolls_out_again() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(4)).await;
    pass(1_100).await;
    let first = condition(&cluster, &web, "Progressing").await;
    cluster.merge(&web, image("image:2")).await;
    settle().await;
    let expected = json!({
        "observedGeneration": 2,
        "replicas": 5,
        "updatedReplicas": 2,
        "readyReplicas": 3,
        "availableReplicas": 3,
        "unavailableReplicas": 2,
        "terminatingReplicas": 0,
        "conditions": {
            "Available": ["True", "MinimumReplicasAvailable"],
            "Progressing": ["True", "ReplicaSetUpdated"],
        },
    });
    assert_eq!(status(&cluster, &web).await, expected);
    pass(1_000).await;
    assert_eq!(status(&cluster, &web).await, rolled_out(2, 4));
    let second = condition(&cluster, &web, "Progressing").await;
    assert_ne!(first["message"], second["message"], "another ReplicaSet");
    let object = cluster.get(&web).await.unwrap();
    assert_eq!(
        object["metadata"]["annotations"]["deployment.kubernetes.io/revision"],
        "2"
    );
}

#[tokio::test(start_paused = true)]
async fn scaling_up_takes_the_delay_and_scaling_down_does_not() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(2)).await;
    pass(1_100).await;
    cluster.merge(&web, json!({"spec": {"replicas": 4}})).await;
    settle().await;
    let expected = json!({
        "observedGeneration": 2,
        "replicas": 4,
        "updatedReplicas": 4,
        "readyReplicas": 2,
        "availableReplicas": 2,
        "unavailableReplicas": 2,
        "terminatingReplicas": 0,
        "conditions": {
            "Available": ["False", "MinimumReplicasUnavailable"],
            "Progressing": ["True", "NewReplicaSetAvailable"],
        },
    });
    assert_eq!(status(&cluster, &web).await, expected);
    pass(1_000).await;
    assert_eq!(status(&cluster, &web).await, rolled_out(2, 4));
    cluster.merge(&web, json!({"spec": {"replicas": 0}})).await;
    settle().await;
    let mut none = rolled_out(3, 0);
    for field in [
        "replicas",
        "updatedReplicas",
        "readyReplicas",
        "availableReplicas",
    ] {
        none.as_object_mut().unwrap().remove(field);
    }
    assert_eq!(status(&cluster, &web).await, none);
}

#[tokio::test(start_paused = true)]
async fn recreate_takes_the_old_pods_away_first() {
    let (cluster, _) = cluster();
    let mut manifest = deployment(2);
    manifest["spec"]["strategy"] = json!({"type": "Recreate"});
    let web = cluster.create(manifest).await;
    pass(1_100).await;
    cluster.merge(&web, image("image:2")).await;
    settle().await;
    assert_eq!(
        status(&cluster, &web).await["conditions"]["Available"][0],
        "False"
    );
    pass(1_000).await;
    assert_eq!(status(&cluster, &web).await, rolled_out(2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_deployment_that_never_becomes_ready_misses_its_deadline() {
    let (cluster, simulator) = cluster();
    simulator.set(
        Workloads::of_kind("Deployment").named("w*"),
        Outcome::NeverReady,
    );
    let mut manifest = deployment(1);
    manifest["spec"]["progressDeadlineSeconds"] = 60.into();
    let web = cluster.create(manifest).await;
    pass(59_000).await;
    let progressing = condition(&cluster, &web, "Progressing").await;
    assert_eq!(progressing["reason"], "ReplicaSetUpdated");
    pass(2_000).await;
    let expected = json!({
        "Available": ["False", "MinimumReplicasUnavailable"],
        "Progressing": ["False", "ProgressDeadlineExceeded"],
    });
    assert_eq!(status(&cluster, &web).await["conditions"], expected);
    simulator.forget_rules();
    settle().await;
    assert_eq!(
        status(&cluster, &web).await,
        rolled_out(1, 1),
        "its time had come long ago"
    );
}

#[tokio::test(start_paused = true)]
async fn annotations_decide_the_outcome_and_the_delay_of_one_workload() {
    let (cluster, _) = cluster();
    let mut manifest = deployment(1);
    manifest["metadata"]["annotations"] = json!({"simulator.oper8.org/ready-after": "5s"});
    let web = cluster.create(manifest).await;
    let mut broken = job(json!({"backoffLimit": 2}));
    broken["metadata"]["annotations"] = json!({"simulator.oper8.org/fail": "failed"});
    let broken = cluster.create(broken).await;
    pass(4_900).await;
    assert_eq!(
        status(&cluster, &web).await["availableReplicas"],
        Value::Null
    );
    let failed = status(&cluster, &broken).await;
    assert_eq!(failed["failed"], 3);
    let expected = json!({
        "FailureTarget": ["True", "BackoffLimitExceeded"],
        "Failed": ["True", "BackoffLimitExceeded"],
    });
    assert_eq!(failed["conditions"], expected);
    let condition = condition(&cluster, &broken, "Failed").await;
    assert_eq!(
        condition["message"],
        "Job has reached the specified backoff limit"
    );
    pass(200).await;
    assert_eq!(status(&cluster, &web).await["availableReplicas"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_paused_deployment_does_not_roll_out() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(1)).await;
    pass(1_100).await;
    let mut patch = image("image:2");
    patch["spec"]["paused"] = true.into();
    cluster.merge(&web, patch).await;
    pass(2_000).await;
    let paused = status(&cluster, &web).await;
    assert_eq!(paused["observedGeneration"], 2);
    assert_eq!(
        paused["conditions"]["Progressing"],
        json!(["Unknown", "DeploymentPaused"])
    );
    cluster.merge(&web, json!({"spec": {"paused": null}})).await;
    pass(1_100).await;
    assert_eq!(status(&cluster, &web).await, rolled_out(3, 1));
}

#[tokio::test(start_paused = true)]
async fn without_a_simulator_nothing_becomes_ready() {
    let cluster = Cluster::new();
    let web = cluster.create(deployment(1)).await;
    pass(60_000).await;
    assert_eq!(status(&cluster, &web).await["conditions"], json!({}));
}

#[tokio::test(start_paused = true)]
async fn statuses_are_written_as_the_controller_manager_would() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(1)).await;
    pass(1_100).await;
    let object = cluster.get(&web).await.unwrap();
    let entries = object["metadata"]["managedFields"].as_array().unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry["manager"] == "kube-controller-manager")
        .unwrap();
    assert_eq!(entry["operation"], "Update");
    assert_eq!(entry["subresource"], "status");
    let fields = &entry["fieldsV1"];
    assert_eq!(
        fields["f:metadata"]["f:annotations"]["f:deployment.kubernetes.io/revision"],
        json!({})
    );
    assert_eq!(fields["f:status"]["f:availableReplicas"], json!({}));
    assert_eq!(fields.get("f:spec"), None);
}
