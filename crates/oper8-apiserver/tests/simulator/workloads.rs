//! A cluster where everything takes a second, workloads for it, and their statuses in short.

use std::time::Duration;

use oper8_apiserver::{ApiServer, Simulator};
use serde_json::{Value, json};

use crate::support::Cluster;

/// A cluster where everything takes a second.
pub(crate) fn cluster() -> (Cluster, Simulator) {
    let simulator = Simulator::new(Duration::from_secs(1));
    let cluster = Cluster::build(ApiServer::builder().simulator(simulator.clone()));
    (cluster, simulator)
}

pub(crate) fn workload(api_version: &str, kind: &str, name: &str, spec: Value) -> Value {
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

pub(crate) fn deployment(replicas: u64) -> Value {
    workload(
        "apps/v1",
        "Deployment",
        "web",
        json!({"replicas": replicas}),
    )
}

pub(crate) fn stateful_set(replicas: u64) -> Value {
    let template = json!({
        "metadata": {"name": "data", "labels": {"of": "template"}},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    });
    let spec =
        json!({"replicas": replicas, "serviceName": "db", "volumeClaimTemplates": [template]});
    workload("apps/v1", "StatefulSet", "db", spec)
}

pub(crate) fn job(spec: Value) -> Value {
    let mut manifest = workload("batch/v1", "Job", "migrate", spec);
    manifest["spec"]
        .as_object_mut()
        .map(|spec| spec.remove("selector"));
    manifest["spec"]["template"]["spec"]["restartPolicy"] = "Never".into();
    manifest
}

pub(crate) fn pod() -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "bare"},
        "spec": {"containers": [{"name": "main", "image": "image:1"}, {"name": "side", "image": "image:2"}]},
    })
}

/// The status without the times and messages of its conditions: `{type: [status, reason]}`.
pub(crate) async fn status(cluster: &Cluster, like: &Value) -> Value {
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

pub(crate) fn image(image: &str) -> Value {
    json!({"spec": {"template": {"spec": {"containers": [{"name": "main", "image": image}]}}}})
}

pub(crate) async fn condition(cluster: &Cluster, like: &Value, kind: &str) -> Value {
    let object = cluster.get(like).await.unwrap_or_default();
    let conditions = object["status"]["conditions"].as_array().cloned();
    let mut conditions = conditions.into_iter().flatten();
    conditions
        .find(|condition| condition["type"] == kind)
        .unwrap_or_default()
}

pub(crate) fn rolled_out(generation: u64, replicas: u64) -> Value {
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
