//! `RuntimeClass`: a Pod has the overhead of its runtime, and goes where that is.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Plugin, Request, list_of};
use crate::cluster::Cluster;
use crate::status::Status;
use crate::store::GroupResource;

pub(super) struct RuntimeClass;

static CLASSES: LazyLock<GroupResource> =
    LazyLock::new(|| GroupResource::new("node.k8s.io", "runtimeclasses"));

impl Plugin for RuntimeClass {
    fn change(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        pod: &mut Value,
    ) -> Result<(), Status> {
        if !request.creates("", "pods") {
            return Ok(());
        }
        let spec = &pod["spec"];
        let name = spec["runtimeClassName"].as_str();
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return match spec["overhead"].is_object() {
                true => Err(request.refused(
                    pod,
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead",
                )),
                false => Ok(()),
            };
        };
        let Some(class) = cluster.store.get(&CLASSES, "", name) else {
            let why = format!("pod rejected: RuntimeClass {name:?} not found");
            return Err(request.refused(pod, &why));
        };
        let given = &spec["overhead"];
        let own = &class.value()["overhead"]["podFixed"];
        if given.as_object().is_some_and(|given| !given.is_empty()) && given != own {
            let why = match own.is_null() {
                true => {
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
                }
                false => {
                    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
                }
            };
            return Err(request.refused(pod, why));
        }
        if !own.is_null() {
            pod["spec"]["overhead"] = own.clone();
        }
        let scheduling = &class.value()["scheduling"];
        if let Some(conflict) = select_nodes(&mut pod["spec"], &scheduling["nodeSelector"]) {
            return Err(request.refused(pod, &conflict));
        }
        for toleration in scheduling["tolerations"].as_array().into_iter().flatten() {
            let all = list_of(&mut pod["spec"], "tolerations");
            if !all.contains(toleration) {
                all.push(toleration.clone());
            }
        }
        Ok(())
    }
}

/// Adds the labels of nodes that a runtime asks for; answers what is said of one that the Pod has otherwise.
fn select_nodes(spec: &mut Value, wanted: &Value) -> Option<String> {
    for (key, value) in wanted.as_object()? {
        let given = &spec["nodeSelector"][key];
        if !given.is_null() && given != value {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            return Some(format!(
                "conflict: runtimeClass.scheduling.nodeSelector[{key}] = {}; pod.spec.nodeSelector[{key}] = {}",
                text(value),
                text(given)
            ));
        }
        spec["nodeSelector"][key] = value.clone();
    }
    None
}
