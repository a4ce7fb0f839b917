//! What the real server warns of in objects that it accepts.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::names;

/// Warnings about an object of a built-in kind that is being written; `new` tells whether it is created.
pub(crate) fn of(object: &Value, qualified: &str, new: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    if new {
        name(object, qualified, &mut warnings);
    }
    if let Some((path, template)) = template(object, qualified) {
        pod(&format!("{path}spec"), &template["spec"], &mut warnings);
        annotations(path, template, &mut warnings);
    }
    match qualified {
        "Service" => service(&object["spec"], &mut warnings),
        "StatefulSet.apps"
            if object["spec"]["revisionHistoryLimit"]
                .as_i64()
                .is_some_and(|limit| limit < 0) =>
        {
            warnings.push("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended".to_owned());
        }
        "Ingress.networking.k8s.io"
            if new
                && object["metadata"]["annotations"]
                    .get("kubernetes.io/ingress.class")
                    .is_some() =>
        {
            warnings.push("annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead".to_owned());
        }
        _ => {}
    }
    warnings
}

/// Names that become names of pods and hosts.
fn name(object: &Value, qualified: &str, warnings: &mut Vec<String>) {
    let named = matches!(
        qualified,
        "Deployment.apps"
            | "ReplicaSet.apps"
            | "Job.batch"
            | "CronJob.batch"
            | "Pod"
            | "ReplicationController"
    );
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    if named
        && names::subdomain_problem(name).is_none()
        && let Some(problem) = names::label_problem(name)
    {
        warnings.push(format!(
            "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [{problem}]"
        ));
    }
}

/// The Pod, or template of Pods, that an object has, and where.
fn template<'a>(object: &'a Value, qualified: &str) -> Option<(&'static str, &'a Value)> {
    Some(match qualified {
        "Pod" => ("", object),
        "PodTemplate" => ("template.", &object["template"]),
        "Deployment.apps"
        | "StatefulSet.apps"
        | "DaemonSet.apps"
        | "ReplicaSet.apps"
        | "Job.batch"
        | "ReplicationController" => ("spec.template.", &object["spec"]["template"]),
        "CronJob.batch" => (
            "spec.jobTemplate.spec.template.",
            &object["spec"]["jobTemplate"]["spec"]["template"],
        ),
        _ => return None,
    })
}

/// Annotations that did once what a field does.
fn annotations(path: &str, template: &Value, warnings: &mut Vec<String>) {
    let Some(annotations) = template["metadata"]["annotations"].as_object() else {
        return;
    };
    let mut check = |key: String, owner: &Value| {
        if annotations.contains_key(&key) && owner["securityContext"]["seccompProfile"].is_null() {
            warnings.push(format!(
                "{path}metadata.annotations[{key}]: non-functional in v1.27+; use the \"seccompProfile\" field instead"
            ));
        }
    };
    let spec = &template["spec"];
    check("seccomp.security.alpha.kubernetes.io/pod".to_owned(), spec);
    for list in ["initContainers", "containers"] {
        for (_, container) in items(&spec[list]) {
            let name = container["name"].as_str().unwrap_or_default();
            let key = format!("container.seccomp.security.alpha.kubernetes.io/{name}");
            check(key, container);
        }
    }
}

fn items(value: &Value) -> impl Iterator<Item = (usize, &Value)> {
    value.as_array().into_iter().flatten().enumerate()
}

fn pod(path: &str, spec: &Value, warnings: &mut Vec<String>) {
    for (index, volume) in items(&spec["volumes"]) {
        if volume.get("gitRepo").is_some() {
            warnings.push(format!(
                "{path}.volumes[{index}].gitRepo: deprecated in v1.11, and disabled by default in v1.33+"
            ));
        }
    }
    for (index, secret) in items(&spec["imagePullSecrets"]) {
        if secret["name"].as_str().is_none_or(str::is_empty) {
            warnings.push(format!(
                "{path}.imagePullSecrets[{index}].name: invalid empty name \"\""
            ));
        }
    }
    for list in ["containers", "initContainers"] {
        for (index, container) in items(&spec[list]) {
            container_warnings(&format!("{path}.{list}[{index}]"), container, warnings);
        }
    }
}

fn container_warnings(path: &str, container: &Value, warnings: &mut Vec<String>) {
    for part in ["limits", "requests"] {
        for resource in ["memory", "ephemeral-storage"] {
            let amount = container["resources"][part][resource]
                .as_str()
                .unwrap_or_default();
            if amount.ends_with('m') {
                warnings.push(format!("{path}.resources.{part}[{resource}]: fractional byte value {amount:?} is invalid, must be an integer"));
            }
        }
    }
    let mut seen = BTreeMap::new();
    for (index, variable) in items(&container["env"]) {
        let name = variable["name"].as_str().unwrap_or_default();
        let uses = |text: &str| text.contains(&format!("$({name})"));
        if seen.contains_key(name) && !variable["value"].as_str().is_some_and(uses) {
            warnings.push(format!("{path}.env[{index}]: hides previous definition of {name:?}, which may be dropped when using apply"));
        }
        seen.insert(name, index);
    }
    let mut ports = BTreeMap::new();
    for (index, port) in items(&container["ports"]) {
        let key = (port["containerPort"].as_i64(), port["protocol"].as_str());
        if let Some(first) = ports.get(&key) {
            warnings.push(format!(
                "{path}.ports[{index}]: duplicate port definition with {path}.ports[{first}]"
            ));
        } else {
            ports.insert(key, index);
        }
    }
}

fn service(spec: &Value, warnings: &mut Vec<String>) {
    if spec["externalIPs"]
        .as_array()
        .is_some_and(|list| !list.is_empty())
    {
        warnings.push(
            "spec.externalIPs is deprecated and may no longer be implemented in some clusters"
                .to_owned(),
        );
    }
    if spec["trafficDistribution"] == "PreferClose" {
        warnings.push(
            "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\""
                .to_owned(),
        );
    }
}
