//! `PodSecurity`: what the labels `pod-security.kubernetes.io/..` of a namespace let its Pods do.

mod baseline;
mod policy;
mod restricted;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::Value;

use self::policy::{Level, Policy, Standard};
use self::words::Pod;
use super::{Operation, Plugin, Request};
use crate::cluster::{Cluster, namespaces};
use crate::status::Status;
use crate::store::{GroupResource, Object};

pub(super) struct PodSecurity;

static NAMESPACES: LazyLock<GroupResource> = LazyLock::new(namespaces);
static PODS: LazyLock<GroupResource> = LazyLock::new(|| GroupResource::new("", "pods"));

/// A Pod violates a check: in short, and what of it does.
#[derive(Debug)]
struct Violation {
    reason: String,
    detail: String,
}

/// A check, by the policy version that it is judged for: the minor version of Kubernetes.
type Check = fn(&Pod<'_>, u32) -> Option<Violation>;

impl Plugin for PodSecurity {
    fn judge(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: &Value,
        warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        let id = request.write.id();
        match (&*id.group, &*id.resource, request.write.subresource) {
            ("", "namespaces", "") => judge_namespace(cluster, request, object, warnings),
            ("", "pods", "" | "ephemeralcontainers" | "resize") => {
                let unchanged = |old: &Value| !is_significant(old, object);
                if request.old.is_some_and(unchanged) {
                    return Ok(());
                }
                judge_pod(cluster, request, object, warnings)
            }
            (_, _, "") => {
                if let Some(template) = template(&id.group, &id.resource, object)
                    && let Some(policy) = policy_of(cluster, request.write.namespace)
                {
                    warn(policy.warn, &Pod::of(template), warnings);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// The policy of a namespace that has one.
fn policy_of(cluster: &Cluster, namespace: &str) -> Option<Policy> {
    let namespace = cluster.store.get(&NAMESPACES, "", namespace)?;
    let (policy, _) = Policy::of(&namespace.metadata()["labels"]);
    (!policy.is_privileged()).then_some(policy)
}

fn judge_pod(
    cluster: &Cluster,
    request: &Request<'_>,
    object: &Value,
    warnings: &mut Vec<String>,
) -> Result<(), Status> {
    let Some(policy) = policy_of(cluster, request.write.namespace) else {
        return Ok(());
    };
    let pod = Pod::of(object);
    let found = violations(policy.enforce, &pod);
    if !found.is_empty() {
        let why = format!(
            "violates PodSecurity \"{}\": {}",
            policy.enforce,
            details(&found)
        );
        return Err(request.refused(object, &why));
    }
    warn(policy.warn, &pod, warnings);
    Ok(())
}

fn warn(standard: Standard, pod: &Pod<'_>, warnings: &mut Vec<String>) {
    let found = violations(standard, pod);
    if !found.is_empty() {
        let what = details(&found);
        warnings.push(format!("would violate PodSecurity \"{standard}\": {what}"));
    }
}

/// What of a Pod violates a standard, in the order of the real server.
fn violations(standard: Standard, pod: &Pod<'_>) -> Vec<Violation> {
    let version = standard.version.minor();
    let restricted = standard.level == Level::Restricted;
    let baseline = baseline::CHECKS.iter().filter(|row| {
        let replaced = row.replaced.is_some_and(|since| version >= since);
        version >= row.since && !(restricted && replaced)
    });
    let checks = baseline.map(|row| row.check);
    let more = restricted::CHECKS
        .iter()
        .filter(|row| restricted && version >= row.since);
    let checks = checks.chain(more.map(|row| row.check));
    match standard.level {
        Level::Privileged => Vec::new(),
        Level::Baseline | Level::Restricted => {
            checks.filter_map(|check| check(pod, version)).collect()
        }
    }
}

fn details(found: &[Violation]) -> String {
    let texts = found.iter().map(|one| match one.detail.as_str() {
        "" => one.reason.clone(),
        detail => format!("{} ({detail})", one.reason),
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// The template of Pods that an object has.
fn template<'a>(group: &str, resource: &str, object: &'a Value) -> Option<&'a Value> {
    let pointer = match (group, resource) {
        ("", "podtemplates") => "/template",
        ("", "replicationcontrollers")
        | ("apps", "replicasets" | "deployments" | "statefulsets" | "daemonsets")
        | ("batch", "jobs") => "/spec/template",
        ("batch", "cronjobs") => "/spec/jobTemplate/spec/template",
        _ => return None,
    };
    object.pointer(pointer)
}

/// Whether an update of a Pod may violate what the Pod did not: other images, or other containers.
fn is_significant(old: &Value, new: &Value) -> bool {
    let images = |pod: &'_ Value, list: &str| -> Vec<(Value, Value)> {
        let containers = pod["spec"][list].as_array().into_iter().flatten();
        containers
            .map(|container| (container["name"].clone(), container["image"].clone()))
            .collect()
    };
    ["initContainers", "containers", "ephemeralContainers"]
        .iter()
        .any(|list| images(old, list) != images(new, list))
}

/// The labels must be understood; and who makes them stricter is told of the Pods that violate them.
fn judge_namespace(
    cluster: &Cluster,
    request: &Request<'_>,
    namespace: &Value,
    warnings: &mut Vec<String>,
) -> Result<(), Status> {
    let name = namespace["metadata"]["name"].as_str().unwrap_or_default();
    let (policy, problems) = Policy::of(&namespace["metadata"]["labels"]);
    let before = request
        .old
        .map(|old| Policy::of(&old["metadata"]["labels"]));
    let was_wrong = before.as_ref().is_some_and(|(_, known)| {
        known.len() == problems.len()
            && known
                .iter()
                .zip(&problems)
                .all(|(one, two)| one.text() == two.text())
    });
    if !problems.is_empty() && !was_wrong {
        return Err(Status::invalid("", "Namespace", name, &problems));
    }
    let Some((before, _)) = before else {
        return Ok(());
    };
    let (old, new) = (before.enforce, policy.enforce);
    let is_relaxed = old.version == new.version && new.level <= old.level;
    if request.operation == Operation::Update && new.level != Level::Privileged && !is_relaxed {
        tell_of_pods(cluster, name, new, warnings);
    }
    Ok(())
}

/// Which Pods of a namespace violate a standard; those that do so alike are told of together.
fn tell_of_pods(
    cluster: &Cluster,
    namespace: &str,
    standard: Standard,
    warnings: &mut Vec<String>,
) {
    let pods: Vec<Arc<Object>> = cluster.store.list(&PODS, Some(namespace)).objects;
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for pod in &pods {
        let found = violations(standard, &Pod::of(pod.value()));
        if !found.is_empty() {
            let reasons: Vec<_> = found.iter().map(|one| one.reason.as_str()).collect();
            alike
                .entry(reasons.join(", "))
                .or_default()
                .push(pod.name());
        }
    }
    if alike.is_empty() {
        return;
    }
    warnings.push(format!(
        "existing pods in namespace {namespace:?} violate the new PodSecurity enforce level \"{standard}\""
    ));
    let mut told: Vec<_> = alike
        .iter()
        .map(|(reasons, names)| {
            let first = names.iter().min().copied().unwrap_or_default();
            match names.len() - 1 {
                0 => format!("{first}: {reasons}"),
                1 => format!("{first} (and 1 other pod): {reasons}"),
                others => format!("{first} (and {others} other pods): {reasons}"),
            }
        })
        .collect();
    told.sort();
    warnings.extend(told);
}
