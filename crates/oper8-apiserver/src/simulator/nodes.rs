//! Nodes: one is there from the start, and each is healthy.

use serde_json::{Value, json};

use super::kinds::{DAEMON_SETS, NODES, PODS};
use super::work::Work;
use crate::store::{Change, EventKind, Key};

/// The name of the node that every simulated cluster has.
pub(crate) const NODE: &str = "simulated";
/// The name of the storage class that every simulated cluster has, its default.
pub(crate) const CLASS: &str = "standard";

/// The node of a new cluster.
pub(crate) fn node() -> Value {
    let size = json!({"cpu": "1k", "memory": "1Ti", "pods": "100k"});
    json!({
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": NODE, "labels": {"kubernetes.io/hostname": NODE}},
        "spec": {},
        "status": {"allocatable": size, "capacity": size},
    })
}

/// The storage class of a new cluster.
pub(crate) fn storage_class() -> Value {
    json!({
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {
            "name": CLASS,
            "annotations": {"storageclass.kubernetes.io/is-default-class": "true"},
        },
        "provisioner": "simulator.oper8.org/volumes",
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate",
    })
}

/// Keeps a node healthy, unless somebody else says how it is.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(node) = work.get(key) else {
        return;
    };
    if node.value()["status"]["conditions"].is_array() {
        return;
    }
    let now = work.now();
    let mut status = node.value()["status"].clone();
    status["conditions"] = conditions(&now);
    status["phase"] = "Running".into();
    for field in ["capacity", "allocatable"] {
        if !status[field].is_object() {
            status[field] = json!({"cpu": "1k", "memory": "1Ti", "pods": "1M"});
        }
    }
    let version = concat!("oper8-", env!("CARGO_PKG_VERSION"));
    status["nodeInfo"] = json!({
        "architecture": "amd64",
        "bootID": "",
        "containerRuntimeVersion": version,
        "kernelVersion": version,
        "kubeProxyVersion": version,
        "kubeletVersion": version,
        "machineID": "",
        "operatingSystem": "linux",
        "osImage": "",
        "systemUUID": "",
    });
    work.set_status(key, &status);
}

fn conditions(now: &str) -> Value {
    [
        (
            "Ready",
            "True",
            "KubeletReady",
            "kubelet is posting ready status",
        ),
        (
            "MemoryPressure",
            "False",
            "KubeletHasSufficientMemory",
            "kubelet has sufficient memory available",
        ),
        (
            "DiskPressure",
            "False",
            "KubeletHasNoDiskPressure",
            "kubelet has no disk pressure",
        ),
        (
            "PIDPressure",
            "False",
            "KubeletHasSufficientPID",
            "kubelet has sufficient PID available",
        ),
        (
            "NetworkUnavailable",
            "False",
            "RouteCreated",
            "RouteController created a route",
        ),
    ]
    .into_iter()
    .map(|(kind, status, reason, message)| {
        json!({
            "type": kind,
            "status": status,
            "reason": reason,
            "message": message,
            "lastHeartbeatTime": now,
            "lastTransitionTime": now,
        })
    })
    .collect()
}

/// What a change of a node concerns: pods that wait for one, and every DaemonSet.
pub(super) fn changed(work: &mut Work<'_>, change: &Change) {
    if let Some(before) = &change.event.previous
        && change.event.kind == EventKind::Modified
        && before.value()["spec"] == change.event.object.value()["spec"]
        && before.metadata()["labels"] == change.event.object.metadata()["labels"]
    {
        return;
    }
    for resource in [&DAEMON_SETS, &PODS] {
        for object in work.list(resource, None) {
            let waits = object.value()["spec"]["nodeName"].is_null();
            if waits {
                work.memory.enqueue(&object.key(resource));
            }
        }
    }
}

/// All nodes, by name.
pub(super) fn all(work: &Work<'_>) -> Vec<std::sync::Arc<crate::store::Object>> {
    work.list(&NODES, None)
}
