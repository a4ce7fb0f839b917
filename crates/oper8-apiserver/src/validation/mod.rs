//! Which objects are valid, in the words of the real server.

mod autoscaling;
mod cluster;
mod config;
mod container;
mod cron;
mod job;
mod metadata;
mod network;
mod node;
mod pod;
mod probe;
mod problems;
mod quota;
mod rbac;
mod scheduling;
mod security;
mod service;
mod storage;
mod system;
mod volumes;
mod webhooks;
mod workload;

use serde_json::Value;

use self::problems::Problems;
#[cfg(feature = "cel")]
use crate::admission::policies;
use crate::custom;
use crate::path::Path;
use crate::registry::{Resource, Schema};
use crate::status::Status;

/// Judges a new object; answers what the client is warned of.
pub(crate) fn on_create(resource: &Resource, object: &Value) -> Result<Vec<String>, Status> {
    let mut problems = Problems::default();
    metadata::check_name(resource, object, &mut problems);
    metadata::check(resource, object, &mut problems);
    content(resource, None, object, &mut problems);
    answer(resource, object, problems)
}

/// Judges a change; answers what the client is warned of.
pub(crate) fn on_update(
    resource: &Resource,
    current: &Value,
    object: &Value,
) -> Result<Vec<String>, Status> {
    let mut problems = Problems::default();
    metadata::check_change(current, object, &mut problems);
    metadata::check(resource, object, &mut problems);
    content(resource, Some(current), object, &mut problems);
    answer(resource, object, problems)
}

/// Judges a change of the status; answers what the client is warned of.
pub(crate) fn on_status_update(
    resource: &Resource,
    current: &Value,
    object: &Value,
) -> Result<Vec<String>, Status> {
    let mut problems = Problems::default();
    metadata::check_change(current, object, &mut problems);
    match &resource.schema {
        Schema::Custom(schema) => {
            let Problems(causes, warnings) = &mut problems;
            let causes = causes.get_mut();
            custom::validate(schema, None, object, Some(current), causes, warnings);
        }
        Schema::BuiltIn(_) => status(resource, object, &mut problems),
    }
    answer(resource, object, problems)
}

fn content(resource: &Resource, current: Option<&Value>, object: &Value, problems: &mut Problems) {
    if let Schema::Custom(schema) = &resource.schema {
        let scale = resource.scale.as_ref();
        let scale = scale.map(|scale| scale.spec_replicas.as_str());
        let Problems(causes, warnings) = problems;
        custom::validate(schema, scale, object, current, causes.get_mut(), warnings);
        return;
    }
    if resource.group().is_empty() {
        return core(&resource.kind, current, object, problems);
    }
    match resource.qualified_kind().as_ref() {
        "Deployment.apps" => workload::deployment(current, object, problems),
        "StatefulSet.apps" => workload::stateful_set(current, object, problems),
        "DaemonSet.apps" => workload::daemon_set(current, object, problems),
        "ReplicaSet.apps" => workload::replica_set(current, object, problems),
        "ControllerRevision.apps" => cluster::revision(current, object, problems),
        "Job.batch" => job::job(current, object, problems),
        "CronJob.batch" => job::cron_job(object, problems),
        "HorizontalPodAutoscaler.autoscaling" => autoscaling::autoscaler(object, problems),
        "PodDisruptionBudget.policy" => cluster::budget(object, problems),
        "Ingress.networking.k8s.io" => network::ingress(current, object, problems),
        "IngressClass.networking.k8s.io" => network::ingress_class(current, object, problems),
        "NetworkPolicy.networking.k8s.io" => network::network_policy(object, problems),
        "EndpointSlice.discovery.k8s.io" => network::endpoint_slice(current, object, problems),
        "StorageClass.storage.k8s.io" => storage::class(current, object, problems),
        "CSIDriver.storage.k8s.io" => storage::driver(current, object, problems),
        "Role.rbac.authorization.k8s.io" => rbac::role(object, problems),
        "ClusterRole.rbac.authorization.k8s.io" => rbac::cluster_role(object, problems),
        "RoleBinding.rbac.authorization.k8s.io" => {
            rbac::binding(current, object, &["Role", "ClusterRole"], problems);
        }
        "ClusterRoleBinding.rbac.authorization.k8s.io" => {
            rbac::binding(current, object, &["ClusterRole"], problems);
        }
        "Lease.coordination.k8s.io" => cluster::lease(object, problems),
        "PriorityClass.scheduling.k8s.io" => cluster::priority_class(current, object, problems),
        "RuntimeClass.node.k8s.io" => cluster::runtime_class(current, object, problems),
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io" => {
            webhooks::configuration(object, false, problems);
        }
        "MutatingWebhookConfiguration.admissionregistration.k8s.io" => {
            webhooks::configuration(object, true, problems);
        }
        "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io" => {
            webhooks::priority_level(object, problems);
        }
        "FlowSchema.flowcontrol.apiserver.k8s.io" => webhooks::flow_schema(object, problems),
        #[cfg(feature = "cel")]
        "ValidatingAdmissionPolicy.admissionregistration.k8s.io" => {
            policies::check_policy(object, problems.0.get_mut());
        }
        #[cfg(feature = "cel")]
        "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io" => {
            policies::check_binding(object, problems.0.get_mut());
        }
        "CustomResourceDefinition.apiextensions.k8s.io" => {
            custom::definition::validate(current, object, problems.0.get_mut());
            problems.1.extend(custom::definition::warnings(object));
        }
        _ => {}
    }
}

/// The kinds of the core group.
fn core(kind: &str, current: Option<&Value>, object: &Value, problems: &mut Problems) {
    match (kind, current) {
        ("ConfigMap", _) => config::config_map(current, object, problems),
        ("Secret", _) => config::secret(current, object, problems),
        ("PersistentVolumeClaim", _) => storage::volume_claim(current, object, problems),
        ("PersistentVolume", _) => storage::volume(current, object, problems),
        ("Service", _) => service::service(current, object, problems),
        ("Endpoints", _) => network::endpoints(object, problems),
        ("Pod", None) => pod::create(object, problems),
        ("Pod", Some(current)) => pod::update(current, object, problems),
        ("PodTemplate", _) => {
            let root = Path::root();
            pod::template(&object["template"], &root.field("template"), &[], problems);
        }
        ("ReplicationController", _) => workload::replication_controller(object, problems),
        ("ResourceQuota", _) => quota::quota(current, object, problems),
        ("LimitRange", _) => quota::limit_range(object, problems),
        ("Namespace", _) => cluster::namespace(current, object, problems),
        ("Node", _) => cluster::node(object, problems),
        _ => {}
    }
}

/// The statuses of the built-in kinds.
fn status(resource: &Resource, object: &Value, problems: &mut Problems) {
    const COUNTS: [&str; 4] = [
        "replicas",
        "updatedReplicas",
        "readyReplicas",
        "availableReplicas",
    ];
    match resource.qualified_kind().as_ref() {
        "Deployment.apps" => workload::replicas_status(object, &COUNTS, problems),
        "StatefulSet.apps" => {
            let counts = [
                "replicas",
                "readyReplicas",
                "currentReplicas",
                "updatedReplicas",
                "availableReplicas",
            ];
            workload::replicas_status(object, &counts, problems);
        }
        "ReplicaSet.apps" | "ReplicationController" => {
            let counts = [
                "replicas",
                "fullyLabeledReplicas",
                "readyReplicas",
                "availableReplicas",
            ];
            workload::replicas_status(object, &counts, problems);
        }
        "DaemonSet.apps" => workload::daemon_status(object, problems),
        "Job.batch" => job::status(object, problems),
        "Service" => service::status(object, problems),
        "Ingress.networking.k8s.io" => network::ingress_status(object, problems),
        "HorizontalPodAutoscaler.autoscaling" => autoscaling::status(object, problems),
        "PodDisruptionBudget.policy" => cluster::budget_status(object, problems),
        "ResourceQuota" => quota::quota_status(object, problems),
        "Namespace" => cluster::namespace(Some(object), object, problems),
        _ => {}
    }
}

fn answer(resource: &Resource, object: &Value, problems: Problems) -> Result<Vec<String>, Status> {
    let causes = problems.0.into_inner();
    if causes.is_empty() {
        return Ok(problems.1);
    }
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    Err(Status::invalid(
        resource.group(),
        &resource.kind,
        name,
        &causes,
    ))
}
