//! The resources that the simulator reads and writes.

use std::sync::LazyLock;

use crate::store::GroupResource;

macro_rules! resources {
    ($($name:ident: $group:literal / $resource:literal;)*) => {$(
        pub(super) static $name: LazyLock<GroupResource> =
            LazyLock::new(|| GroupResource::new($group, $resource));
    )*};
}

resources! {
    NODES: "" / "nodes";
    PODS: "" / "pods";
    SERVICES: "" / "services";
    ENDPOINTS: "" / "endpoints";
    CLAIMS: "" / "persistentvolumeclaims";
    VOLUMES: "" / "persistentvolumes";
    REPLICATION_CONTROLLERS: "" / "replicationcontrollers";
    REPLICA_SETS: "apps" / "replicasets";
    DEPLOYMENTS: "apps" / "deployments";
    STATEFUL_SETS: "apps" / "statefulsets";
    DAEMON_SETS: "apps" / "daemonsets";
    REVISIONS: "apps" / "controllerrevisions";
    JOBS: "batch" / "jobs";
    SLICES: "discovery.k8s.io" / "endpointslices";
    CLASSES: "storage.k8s.io" / "storageclasses";
    BUDGETS: "policy" / "poddisruptionbudgets";
}

/// In which order what is due is looked at; `None` for resources that nothing follows from.
///
/// Pods come last and all at once, so that the controllers see, as on a real cluster, first that they were made and then
/// that they run.
pub(super) fn rank(resource: &GroupResource) -> Option<u8> {
    let rank = match (&*resource.group, &*resource.resource) {
        ("", "nodes") => 0,
        ("", "persistentvolumeclaims") => 1,
        ("", "replicationcontrollers")
        | ("apps", "replicasets" | "statefulsets" | "daemonsets")
        | ("batch", "jobs") => 2,
        ("apps", "deployments") | ("batch", "cronjobs") => 3,
        ("", "services") => 4,
        ("policy", "poddisruptionbudgets") => 5,
        ("", "pods") => PODS_RANK,
        _ => return None,
    };
    Some(rank)
}

/// The rank of pods.
pub(super) const PODS_RANK: u8 = 6;
