//! Workloads that become ready, or fail, though nothing runs.

mod support;

use std::time::Duration;

use kube_client::api::DeleteParams;
use oper8_apiserver::{ApiServer, Outcome, Simulator, Workloads};
use proptest::prelude::*;
use serde_json::{Value, json};

use support::{Cluster, pass, paused_runtime, settle};

/// A cluster where everything takes a second.
fn cluster() -> (Cluster, Simulator) {
    let simulator = Simulator::new(Duration::from_secs(1));
    let cluster = Cluster::build(ApiServer::builder().simulator(simulator.clone()));
    (cluster, simulator)
}

fn workload(api_version: &str, kind: &str, name: &str, spec: Value) -> Value {
    let mut manifest = json!({
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": name},
        "spec": {
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {"containers": [{"name": "main", "image": "image:1"}]},
            },
        },
    });
    if let (Some(all), Some(more)) = (manifest["spec"].as_object_mut(), spec.as_object()) {
        all.extend(more.clone());
    }
    manifest
}

fn deployment(replicas: u64) -> Value {
    workload(
        "apps/v1",
        "Deployment",
        "web",
        json!({"replicas": replicas}),
    )
}

fn stateful_set(replicas: u64) -> Value {
    let template = json!({
        "metadata": {"name": "data", "labels": {"of": "template"}},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    });
    let spec =
        json!({"replicas": replicas, "serviceName": "db", "volumeClaimTemplates": [template]});
    workload("apps/v1", "StatefulSet", "db", spec)
}

fn job(spec: Value) -> Value {
    let mut manifest = workload("batch/v1", "Job", "migrate", spec);
    manifest["spec"]
        .as_object_mut()
        .map(|spec| spec.remove("selector"));
    manifest["spec"]["template"]["spec"]["restartPolicy"] = "Never".into();
    manifest
}

fn pod() -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "bare"},
        "spec": {"containers": [{"name": "main", "image": "image:1"}, {"name": "side", "image": "image:2"}]},
    })
}

/// The status without the times and messages of its conditions: `{type: [status, reason]}`.
async fn status(cluster: &Cluster, like: &Value) -> Value {
    let object = cluster.get(like).await.unwrap_or_default();
    let mut status = object["status"].clone();
    let conditions = status["conditions"].take();
    let short: serde_json::Map<_, _> = conditions
        .as_array()
        .into_iter()
        .flatten()
        .map(|condition| {
            let kind = condition["type"].as_str().unwrap_or_default().to_owned();
            (kind, json!([condition["status"], condition["reason"]]))
        })
        .collect();
    status["conditions"] = short.into();
    status
}

fn image(image: &str) -> Value {
    json!({"spec": {"template": {"spec": {"containers": [{"name": "main", "image": image}]}}}})
}

async fn condition(cluster: &Cluster, like: &Value, kind: &str) -> Value {
    let object = cluster.get(like).await.unwrap_or_default();
    let conditions = object["status"]["conditions"].as_array().cloned();
    let mut conditions = conditions.into_iter().flatten();
    conditions
        .find(|condition| condition["type"] == kind)
        .unwrap_or_default()
}

fn rolled_out(generation: u64, replicas: u64) -> Value {
    json!({
        "observedGeneration": generation,
        "replicas": replicas,
        "updatedReplicas": replicas,
        "readyReplicas": replicas,
        "availableReplicas": replicas,
        "terminatingReplicas": 0,
        "conditions": {
            "Available": ["True", "MinimumReplicasAvailable"],
            "Progressing": ["True", "NewReplicaSetAvailable"],
        },
    })
}

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
        "updatedReplicas": 1,
        "readyReplicas": 4,
        "availableReplicas": 4,
        "unavailableReplicas": 1,
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
async fn a_stateful_set_is_ready_after_the_delay_and_has_its_claims_at_once() {
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
    for name in ["data-db-0", "data-db-1"] {
        let claim = json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name}});
        let claim = cluster.get(&claim).await.unwrap();
        assert_eq!(
            claim["metadata"]["labels"],
            json!({"app": "db", "of": "template"})
        );
        assert_eq!(claim["metadata"].get("ownerReferences"), None);
    }
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
async fn a_job_runs_for_the_delay_and_completes() {
    let (cluster, _) = cluster();
    let migrate = cluster.create(job(json!({}))).await;
    settle().await;
    let mut running = status(&cluster, &migrate).await;
    assert!(running["startTime"].take().is_string());
    let expected = json!({
        "active": 1,
        "ready": 0,
        "terminating": 0,
        "startTime": null,
        "uncountedTerminatedPods": {},
        "conditions": {},
    });
    assert_eq!(running, expected);
    pass(1_000).await;
    let mut done = status(&cluster, &migrate).await;
    assert!(done["startTime"].take().is_string());
    assert!(done["completionTime"].take().is_string());
    let expected = json!({
        "succeeded": 1,
        "ready": 0,
        "terminating": 0,
        "startTime": null,
        "completionTime": null,
        "uncountedTerminatedPods": {},
        "conditions": {
            "SuccessCriteriaMet": ["True", "CompletionsReached"],
            "Complete": ["True", "CompletionsReached"],
        },
    });
    assert_eq!(done, expected);
}

#[tokio::test(start_paused = true)]
async fn a_suspended_job_waits_until_it_is_resumed() {
    let (cluster, _) = cluster();
    let spec =
        json!({"suspend": true, "completions": 3, "parallelism": 2, "completionMode": "Indexed"});
    let migrate = cluster.create(job(spec)).await;
    pass(5_000).await;
    let waiting = status(&cluster, &migrate).await;
    assert_eq!(
        waiting["conditions"],
        json!({"Suspended": ["True", "JobSuspended"]})
    );
    assert_eq!(waiting.get("startTime"), None);
    cluster
        .merge(&migrate, json!({"spec": {"suspend": false}}))
        .await;
    settle().await;
    assert_eq!(status(&cluster, &migrate).await["active"], 2);
    pass(1_000).await;
    let done = status(&cluster, &migrate).await;
    assert_eq!(done["succeeded"], 3);
    assert_eq!(done["completedIndexes"], "0-2");
    assert_eq!(
        done["conditions"]["Suspended"],
        json!(["False", "JobResumed"])
    );
    assert_eq!(done["conditions"]["Complete"][0], "True");
}

#[tokio::test(start_paused = true)]
async fn a_job_that_never_ends_is_stopped_at_its_deadline() {
    let (cluster, simulator) = cluster();
    simulator.set(Workloads::of_kind("Job"), Outcome::NeverReady);
    let migrate = cluster
        .create(job(json!({"activeDeadlineSeconds": 10})))
        .await;
    pass(9_900).await;
    assert_eq!(status(&cluster, &migrate).await["active"], 1);
    pass(200).await;
    let failed = condition(&cluster, &migrate, "Failed").await;
    assert_eq!(failed["reason"], "DeadlineExceeded");
    assert_eq!(
        failed["message"],
        "Job was active longer than specified deadline"
    );
}

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

#[tokio::test(start_paused = true)]
async fn a_job_is_deleted_when_its_time_to_live_is_over() {
    let (cluster, _) = cluster();
    let migrate = cluster
        .create(job(json!({"ttlSecondsAfterFinished": 10})))
        .await;
    pass(10_900).await;
    assert!(cluster.is_there(&migrate).await);
    pass(200).await;
    assert!(!cluster.is_there(&migrate).await);
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

/// What may happen to a workload.
#[derive(Clone, Debug)]
enum Happening {
    Scale(u64),
    Image(u8),
    Pause(bool),
    Annotate(u8),
    Time(u64),
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let one = prop_oneof![
        (0..5_u64).prop_map(Happening::Scale),
        (0..3_u8).prop_map(Happening::Image),
        any::<bool>().prop_map(Happening::Pause),
        any::<u8>().prop_map(Happening::Annotate),
        (1..1_500_u64).prop_map(Happening::Time),
    ];
    proptest::collection::vec(one, 0..12)
}

async fn happen(cluster: &Cluster, like: &Value, what: &Happening) {
    let patch = match what {
        Happening::Scale(replicas) => json!({"spec": {"replicas": replicas}}),
        Happening::Image(number) => image(&format!("image:{number}")),
        Happening::Pause(paused) if like["kind"] == "Deployment" => {
            json!({"spec": {"paused": paused}})
        }
        Happening::Annotate(value) => {
            json!({"metadata": {"annotations": {"a": value.to_string()}}})
        }
        Happening::Time(milliseconds) => return pass(*milliseconds).await,
        Happening::Pause(_) => return,
    };
    cluster.merge(like, patch).await;
}

/// Runs through the happenings; then the workload must be ready in the end, and nothing more be written.
fn comes_to_rest(manifest: Value, story: &[Happening], check: impl Fn(&Value, u64)) {
    paused_runtime().block_on(async {
        let (cluster, _) = cluster();
        let made = cluster.create(manifest).await;
        for what in story {
            happen(&cluster, &made, what).await;
        }
        happen(&cluster, &made, &Happening::Pause(false)).await;
        pass(1_100).await;
        let object = cluster.get(&made).await.unwrap_or_default();
        let mut found = status(&cluster, &made).await;
        assert_eq!(
            found["observedGeneration"].take(),
            object["metadata"]["generation"]
        );
        check(&found, object["spec"]["replicas"].as_u64().unwrap_or(1));
        let before = cluster.revision().await;
        pass(10_000_000).await;
        assert_eq!(cluster.revision().await, before);
    });
}

fn counts(status: &Value, fields: &[&str], expected: u64) {
    for field in fields {
        assert_eq!(
            status[*field].as_u64().unwrap_or(0),
            expected,
            "{field} of {status}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_deployment_comes_to_rest_whatever_happens(story in happenings()) {
        comes_to_rest(deployment(2), &story, |status, replicas| {
            counts(status, &["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"], replicas);
            counts(status, &["unavailableReplicas"], 0);
            assert_eq!(status["conditions"], rolled_out(1, 1)["conditions"]);
        });
    }

    #[test]
    fn a_stateful_set_comes_to_rest_whatever_happens(story in happenings()) {
        comes_to_rest(stateful_set(2), &story, |status, replicas| {
            let fields = ["replicas", "updatedReplicas", "currentReplicas", "readyReplicas", "availableReplicas"];
            counts(status, &fields, replicas);
            assert_eq!(status["currentRevision"], status["updateRevision"]);
        });
    }
}
