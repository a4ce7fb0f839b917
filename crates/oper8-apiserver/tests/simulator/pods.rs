//! The objects between a workload and its status: sets, pods, revisions, endpoints.
#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use kube_client::api::{DeleteParams, ListParams};
use oper8_apiserver::{Outcome, Simulator, Workloads};
use serde_json::{Value, json};

use crate::support::{Cluster, pass, settle};
use crate::workloads::{
    cluster, condition, deployment, image, job, pod, rolled_out, stateful_set, status, workload,
};

/// All objects of a kind in the namespace, by name.
async fn all(cluster: &Cluster, api_version: &str, kind: &str) -> Vec<Value> {
    let api = cluster.api(&json!({"apiVersion": api_version, "kind": kind, "metadata": {}}));
    let list = api.list(&ListParams::default()).await.unwrap();
    let objects = list.items.into_iter().map(|object| {
        let mut object = serde_json::to_value(object).unwrap();
        object["apiVersion"] = api_version.into();
        object["kind"] = kind.into();
        object
    });
    objects.collect()
}

fn phases(pods: &[Value]) -> Vec<&str> {
    pods.iter()
        .map(|pod| pod["status"]["phase"].as_str().unwrap())
        .collect()
}

fn owner(object: &Value) -> (&str, &str) {
    let owner = &object["metadata"]["ownerReferences"][0];
    assert_eq!(owner["controller"], true);
    (
        owner["kind"].as_str().unwrap(),
        owner["name"].as_str().unwrap(),
    )
}

#[tokio::test(start_paused = true)]
async fn a_deployment_has_a_set_and_the_set_has_pods_on_the_node() {
    let (cluster, _) = cluster();
    cluster.create(deployment(2)).await;
    pass(1_100).await;
    let sets = all(&cluster, "apps/v1", "ReplicaSet").await;
    let [set] = sets.as_slice() else {
        panic!("one set: {sets:?}");
    };
    assert_eq!(owner(set), ("Deployment", "web"));
    let hash = set["metadata"]["labels"]["pod-template-hash"]
        .as_str()
        .unwrap();
    let name = format!("web-{hash}");
    assert_eq!(set["metadata"]["name"], *name);
    assert_eq!(
        set["spec"]["selector"]["matchLabels"]["pod-template-hash"],
        hash
    );
    let pods = all(&cluster, "v1", "Pod").await;
    assert_eq!(phases(&pods), ["Running", "Running"]);
    for pod in pods {
        assert_eq!(owner(&pod), ("ReplicaSet", &*name));
        assert_eq!(pod["metadata"]["generateName"], format!("{name}-"));
        assert_eq!(pod["spec"]["nodeName"], "simulated");
        assert_eq!(pod["metadata"]["labels"]["pod-template-hash"], hash);
    }
}

#[tokio::test(start_paused = true)]
async fn an_earlier_template_takes_its_set_up_again() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(2)).await;
    for number in [2, 1] {
        pass(1_100).await;
        cluster.merge(&web, image(&format!("image:{number}"))).await;
    }
    pass(1_100).await;
    let sets = all(&cluster, "apps/v1", "ReplicaSet").await;
    let shape = |set: &Value| {
        let annotations = &set["metadata"]["annotations"];
        json!([
            set["spec"]["replicas"],
            annotations["deployment.kubernetes.io/revision"],
            annotations["deployment.kubernetes.io/revision-history"],
        ])
    };
    let mut shapes: Vec<_> = sets.iter().map(shape).collect();
    shapes.sort_by_key(Value::to_string);
    assert_eq!(shapes, [json!([0, "2", null]), json!([2, "3", "1"])]);
    let web = cluster.get(&web).await.unwrap();
    let revision = &web["metadata"]["annotations"]["deployment.kubernetes.io/revision"];
    assert_eq!(revision, "3");
}

#[tokio::test(start_paused = true)]
async fn sets_beyond_the_history_are_deleted() {
    let (cluster, _) = cluster();
    let mut manifest = deployment(1);
    manifest["spec"]["revisionHistoryLimit"] = 1.into();
    let web = cluster.create(manifest).await;
    for number in 2..5 {
        pass(1_100).await;
        cluster.merge(&web, image(&format!("image:{number}"))).await;
    }
    pass(1_100).await;
    assert_eq!(all(&cluster, "apps/v1", "ReplicaSet").await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_pod_that_is_deleted_comes_again_and_takes_the_delay() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(2)).await;
    pass(5_000).await;
    let pods = all(&cluster, "v1", "Pod").await;
    cluster.delete(&pods[0], DeleteParams::default()).await;
    settle().await;
    assert_eq!(status(&cluster, &web).await["readyReplicas"], 1);
    pass(1_000).await;
    assert_eq!(status(&cluster, &web).await, rolled_out(1, 2));
}

#[tokio::test(start_paused = true)]
async fn what_is_deleted_takes_its_pods_along() {
    let (cluster, _) = cluster();
    for manifest in [deployment(2), stateful_set(2), job(json!({}))] {
        let made = cluster.create(manifest).await;
        pass(1_100).await;
        assert!(!all(&cluster, "v1", "Pod").await.is_empty());
        let background = DeleteParams::background();
        cluster.delete(&made, background).await;
        settle().await;
        assert_eq!(all(&cluster, "v1", "Pod").await, [] as [Value; 0]);
    }
    assert_eq!(
        all(&cluster, "apps/v1", "ControllerRevision").await,
        [] as [Value; 0]
    );
}

#[tokio::test(start_paused = true)]
async fn orphaned_pods_are_taken_over_by_the_next_set() {
    let (cluster, _) = cluster();
    let set = workload("apps/v1", "ReplicaSet", "set", json!({"replicas": 2}));
    let made = cluster.create(set.clone()).await;
    pass(1_100).await;
    let before = all(&cluster, "v1", "Pod").await;
    cluster.delete(&made, DeleteParams::orphan()).await;
    settle().await;
    cluster.create(set).await;
    pass(1_100).await;
    let names = |pods: &[Value]| -> Vec<Value> {
        pods.iter()
            .map(|pod| pod["metadata"]["name"].clone())
            .collect()
    };
    assert_eq!(names(&all(&cluster, "v1", "Pod").await), names(&before));
}

#[tokio::test(start_paused = true)]
async fn an_image_that_cannot_be_pulled_keeps_pods_pending_until_it_is_mended() {
    let (cluster, _) = cluster();
    let mut manifest = deployment(1);
    manifest["metadata"]["annotations"] = json!({"simulator.oper8.org/fail": "image-pull"});
    let web = cluster.create(manifest).await;
    pass(2_000).await;
    let pods = all(&cluster, "v1", "Pod").await;
    assert_eq!(phases(&pods), ["Pending"]);
    let waiting = &pods[0]["status"]["containerStatuses"][0]["state"]["waiting"];
    assert_eq!(waiting["reason"], "ImagePullBackOff");
    let available = condition(&cluster, &web, "Available").await;
    assert_eq!(available["reason"], "MinimumReplicasUnavailable");
    let mended = json!({"metadata": {"annotations": {"simulator.oper8.org/fail": null}}});
    cluster.merge(&web, mended).await;
    pass(1_100).await;
    assert_eq!(phases(&all(&cluster, "v1", "Pod").await), ["Running"]);
}

#[tokio::test(start_paused = true)]
async fn a_crash_loop_counts_its_restarts_until_it_is_mended() {
    let (cluster, simulator) = cluster();
    simulator.set(Workloads::of_kind("Deployment"), Outcome::CrashLoop);
    let web = cluster.create(deployment(1)).await;
    let mut counts = Vec::new();
    for seconds in [2, 11, 21, 41] {
        pass(seconds * 1_000).await;
        let pods = all(&cluster, "v1", "Pod").await;
        let container = &pods[0]["status"]["containerStatuses"][0];
        assert_eq!(container["state"]["waiting"]["reason"], "CrashLoopBackOff");
        assert_eq!(container["lastState"]["terminated"]["exitCode"], 1);
        counts.push(container["restartCount"].as_u64().unwrap());
    }
    assert_eq!(counts, [1, 2, 3, 4]);
    simulator.forget_rules();
    settle().await;
    assert_eq!(status(&cluster, &web).await["readyReplicas"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_pod_that_fits_no_node_waits_for_one() {
    let (cluster, _) = cluster();
    let mut manifest = pod();
    manifest["spec"]["nodeSelector"] = json!({"disk": "fast"});
    let bare = cluster.create(manifest).await;
    pass(1_100).await;
    let scheduled = condition(&cluster, &bare, "PodScheduled").await;
    assert_eq!(
        [&scheduled["status"], &scheduled["reason"]],
        ["False", "Unschedulable"]
    );
    let node = json!({
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": "second", "labels": {"disk": "fast"}},
    });
    cluster.create(node).await;
    pass(1_100).await;
    let bare = cluster.get(&bare).await.unwrap();
    assert_eq!(bare["spec"]["nodeName"], "second");
    assert_eq!(bare["status"]["phase"], "Running");
}

#[tokio::test(start_paused = true)]
async fn a_daemon_set_follows_the_nodes() {
    let (cluster, _) = cluster();
    let agents = cluster
        .create(workload("apps/v1", "DaemonSet", "agent", json!({})))
        .await;
    let node = cluster
        .create(json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "second"}}))
        .await;
    pass(1_100).await;
    assert_eq!(status(&cluster, &agents).await["numberAvailable"], 2);
    let taint = json!([{"key": "keep", "value": "off", "effect": "NoSchedule"}]);
    cluster
        .merge(&node, json!({"spec": {"taints": taint}}))
        .await;
    pass(1_100).await;
    let after = status(&cluster, &agents).await;
    assert_eq!(
        [&after["numberAvailable"], &after["desiredNumberScheduled"]],
        [1, 1]
    );
}

#[tokio::test(start_paused = true)]
async fn a_service_has_the_addresses_of_ready_pods() {
    let (cluster, _) = cluster();
    let web = cluster.create(deployment(2)).await;
    let service = json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}]},
    });
    cluster.create(service).await;
    pass(1_100).await;
    let slices = all(&cluster, "discovery.k8s.io/v1", "EndpointSlice").await;
    assert_eq!(owner(&slices[0]), ("Service", "web"));
    assert_eq!(slices[0]["ports"][0]["port"], 8080);
    assert_eq!(slices[0]["endpoints"].as_array().unwrap().len(), 2);
    assert_eq!(slices[0]["endpoints"][0]["conditions"]["ready"], true);
    let endpoints = all(&cluster, "v1", "Endpoints").await;
    assert_eq!(
        endpoints[0]["subsets"][0]["addresses"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    cluster.merge(&web, json!({"spec": {"replicas": 0}})).await;
    settle().await;
    let endpoints = all(&cluster, "v1", "Endpoints").await;
    assert_eq!(endpoints[0].get("subsets"), None);
}

#[tokio::test(start_paused = true)]
async fn a_cron_job_starts_jobs_on_the_clock_of_the_server() {
    let simulator = Simulator::new(std::time::Duration::from_secs(1));
    let clock = oper8_status::ManualClock::new("2026-01-31T12:00:30Z".parse().unwrap());
    let builder = oper8_apiserver::ApiServer::builder();
    let cluster = Cluster::build(builder.simulator(simulator).clock(clock.clone()));
    let tick = json!({
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "tick"},
        "spec": {
            "schedule": "*/5 * * * *",
            "jobTemplate": {"spec": {"template": {"spec": {
                "restartPolicy": "Never",
                "containers": [{"name": "main", "image": "image:1"}],
            }}}},
        },
    });
    let tick = cluster.create(tick).await;
    pass(60_000).await;
    assert!(all(&cluster, "batch/v1", "Job").await.is_empty());
    for _ in 0..5 {
        clock.advance(jiff::SignedDuration::from_secs(300));
        pass(300_000).await;
    }
    let jobs = all(&cluster, "batch/v1", "Job").await;
    assert_eq!(jobs.len(), 3, "the history keeps three: {jobs:?}");
    assert_eq!(owner(&jobs[2]), ("CronJob", "tick"));
    assert_eq!(jobs[2]["metadata"]["name"], "tick-29497705");
    let status = status(&cluster, &tick).await;
    assert_eq!(status["lastScheduleTime"], "2026-01-31T12:25:00Z");
    assert!(status["lastSuccessfulTime"].is_string());
}

#[tokio::test(start_paused = true)]
async fn a_budget_counts_the_pods_that_may_go() {
    let (cluster, _) = cluster();
    let budget = json!({
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "web"},
        "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}},
    });
    let budget = cluster.create(budget).await;
    cluster.create(deployment(3)).await;
    pass(1_100).await;
    let status = status(&cluster, &budget).await;
    assert_eq!(status["currentHealthy"], 3);
    assert_eq!(status["disruptionsAllowed"], 2);
    assert_eq!(
        status["conditions"]["DisruptionAllowed"],
        json!(["True", "SufficientPods"])
    );
}

#[tokio::test(start_paused = true)]
async fn a_volume_is_made_for_a_claim_and_goes_with_it() {
    let (cluster, _) = cluster();
    let claim = json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    });
    let claim = cluster.create(claim).await;
    pass(1_100).await;
    let volumes = all(&cluster, "v1", "PersistentVolume").await;
    assert_eq!(volumes[0]["status"]["phase"], "Bound");
    assert_eq!(
        volumes[0]["spec"]["claimRef"]["uid"],
        claim["metadata"]["uid"]
    );
    assert_eq!(volumes[0]["spec"]["storageClassName"], "standard");
    cluster.delete(&claim, DeleteParams::default()).await;
    settle().await;
    assert!(all(&cluster, "v1", "PersistentVolume").await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_stateful_sets_revisions_have_the_names_that_kubernetes_gives_them() {
    let (cluster, _) = cluster();
    let mut set = stateful_set(1);
    set["spec"]["template"]["spec"]["containers"][0]["image"] = "image:1".into();
    let db = cluster.create(set).await;
    pass(1_100).await;
    // Recorded from kube-controller-manager 1.36.3.
    assert_eq!(
        status(&cluster, &db).await["updateRevision"],
        "db-5994678996"
    );
    let pod = all(&cluster, "v1", "Pod").await.remove(0);
    assert_eq!(pod["metadata"]["name"], "db-0");
    assert_eq!(
        pod["metadata"]["labels"]["controller-revision-hash"],
        "db-5994678996"
    );
    assert_eq!(pod["spec"]["hostname"], "db-0");
    assert_eq!(
        pod["spec"]["volumes"][0]["persistentVolumeClaim"]["claimName"],
        "data-db-0"
    );
}

#[tokio::test(start_paused = true)]
async fn the_pods_of_an_indexed_job_are_numbered() {
    let (cluster, _) = cluster();
    let spec = json!({"completions": 3, "parallelism": 3, "completionMode": "Indexed"});
    cluster.create(job(spec)).await;
    pass(1_100).await;
    let pods = all(&cluster, "v1", "Pod").await;
    assert_eq!(phases(&pods), ["Succeeded"; 3]);
    for (number, pod) in pods.iter().enumerate() {
        let index = "batch.kubernetes.io/job-completion-index";
        assert_eq!(pod["metadata"]["annotations"][index], number.to_string());
        assert_eq!(pod["spec"]["hostname"], format!("migrate-{number}"));
        assert_eq!(pod["metadata"].get("finalizers"), None, "it is counted");
    }
}
