//! Which objects are valid, in the words of the real server.

mod config;
mod metadata;
mod network;
mod pod;
mod problems;
mod rbac;
mod workload;

use serde_json::Value;

use self::problems::Problems;
use crate::custom;
use crate::path::Path;
use crate::registry::{Resource, Schema};
use crate::status::Status;

/// Judges a new object.
pub(crate) fn on_create(resource: &Resource, object: &Value) -> Result<(), Status> {
    let mut problems = Problems::default();
    metadata::check_name(resource, object, &mut problems);
    metadata::check(object, &mut problems);
    content(resource, None, object, &mut problems);
    answer(resource, object, problems)
}

/// Judges a change.
pub(crate) fn on_update(
    resource: &Resource,
    current: &Value,
    object: &Value,
) -> Result<(), Status> {
    let mut problems = Problems::default();
    metadata::check_change(current, object, &mut problems);
    metadata::check(object, &mut problems);
    content(resource, Some(current), object, &mut problems);
    answer(resource, object, problems)
}

/// Judges a change of the status.
pub(crate) fn on_status_update(
    resource: &Resource,
    current: &Value,
    object: &Value,
) -> Result<(), Status> {
    let mut problems = Problems::default();
    metadata::check_change(current, object, &mut problems);
    if let Schema::Custom(schema) = &resource.schema {
        custom::validate(schema, object, &mut problems.0);
    }
    answer(resource, object, problems)
}

fn content(resource: &Resource, current: Option<&Value>, object: &Value, problems: &mut Problems) {
    if let Schema::Custom(schema) = &resource.schema {
        custom::validate(schema, object, &mut problems.0);
        if let Some(scale) = &resource.scale {
            custom::validate_scale(&scale.spec_replicas, object, &mut problems.0);
        }
        return;
    }
    let root = Path::root();
    let spec = root.field("spec");
    match resource.qualified_kind().as_ref() {
        "ConfigMap" => config::config_map(current, object, problems),
        "Secret" => config::secret(current, object, problems),
        "PersistentVolumeClaim" => config::volume_claim(current, object, problems),
        "Service" => network::service(current, object, problems),
        "Ingress.networking.k8s.io" => network::ingress(object, problems),
        "Pod" if current.is_none() => pod::pod_spec(&object["spec"], &spec, &[], problems),
        "Deployment.apps" => workload::deployment(current, object, problems),
        "StatefulSet.apps" => workload::stateful_set(current, object, problems),
        "DaemonSet.apps" => workload::daemon_set(current, object, problems),
        "ReplicaSet.apps" => workload::replica_set(current, object, problems),
        "Job.batch" => workload::job(current, object, problems),
        "CronJob.batch" => workload::cron_job(object, problems),
        "Role.rbac.authorization.k8s.io" => rbac::role(object, problems),
        "ClusterRole.rbac.authorization.k8s.io" => rbac::cluster_role(object, problems),
        "RoleBinding.rbac.authorization.k8s.io" => {
            rbac::binding(current, object, &["Role", "ClusterRole"], problems);
        }
        "ClusterRoleBinding.rbac.authorization.k8s.io" => {
            rbac::binding(current, object, &["ClusterRole"], problems);
        }
        "CustomResourceDefinition.apiextensions.k8s.io" => {
            custom::definition::validate(current, object, &mut problems.0);
        }
        _ => {}
    }
}

fn answer(resource: &Resource, object: &Value, problems: Problems) -> Result<(), Status> {
    if problems.0.is_empty() {
        return Ok(());
    }
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    Err(Status::invalid(
        resource.group(),
        &resource.kind,
        name,
        &problems.0,
    ))
}
