//! `Priority`: a Pod has the priority of its class, and one class at most is the default.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Operation, Plugin, Request};
use crate::cluster::Cluster;
use crate::status::Status;
use crate::store::{GroupResource, Object};

pub(super) struct Priority;

static CLASSES: LazyLock<GroupResource> =
    LazyLock::new(|| GroupResource::new("scheduling.k8s.io", "priorityclasses"));

const PREEMPT: &str = "PreemptLowerPriority";

impl Plugin for Priority {
    fn change(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        pod: &mut Value,
    ) -> Result<(), Status> {
        if !request.is_of("", "pods") {
            return Ok(());
        }
        let Some(old) = request.old else {
            return give(cluster, request, pod);
        };
        for field in ["priority", "preemptionPolicy"] {
            let known = &old["spec"][field];
            if pod["spec"][field].is_null() && !known.is_null() {
                pod["spec"][field] = known.clone();
            }
        }
        Ok(())
    }

    fn judge(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        class: &Value,
        _warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        let concerns =
            request.is_of("scheduling.k8s.io", "priorityclasses") && class["globalDefault"] == true;
        if !concerns {
            return Ok(());
        }
        match default(cluster) {
            Some(other)
                if request.operation == Operation::Create
                    || class["metadata"]["name"] != other.name() =>
            {
                let why = format!(
                    "PriorityClass {} is already marked as default. Only one default can exist",
                    other.name()
                );
                Err(request.refused(class, &why))
            }
            _ => Ok(()),
        }
    }
}

/// Gives a new Pod the priority of its class.
fn give(cluster: &Cluster, request: &Request<'_>, pod: &mut Value) -> Result<(), Status> {
    let spec = &pod["spec"];
    let class = match spec["priorityClassName"].as_str().unwrap_or_default() {
        "" => default(cluster),
        name => match cluster.store.get(&CLASSES, "", name) {
            None => {
                let why = format!("no PriorityClass with name {name} was found");
                return Err(request.refused(pod, &why));
            }
            found => found,
        },
    };
    let class_of = class.as_ref().map(|class| class.value());
    let value = class_of
        .and_then(|class| class["value"].as_i64())
        .unwrap_or(0);
    let policy = class_of.and_then(|class| class["preemptionPolicy"].as_str());
    let policy = policy.unwrap_or(PREEMPT);
    const COMPUTED: &str =
        "must not be provided in pod spec; priority admission controller computed";
    const FROM: &str = "from the given PriorityClass name";
    if let Some(given) = spec["priority"].as_i64().filter(|given| *given != value) {
        let why = format!("the integer value of priority ({given}) {COMPUTED} {value} {FROM}");
        return Err(request.refused(pod, &why));
    }
    if let Some(given) = spec["preemptionPolicy"]
        .as_str()
        .filter(|given| *given != policy)
    {
        let why =
            format!("the string value of PreemptionPolicy ({given}) {COMPUTED} {policy} {FROM}");
        return Err(request.refused(pod, &why));
    }
    let spec = &mut pod["spec"];
    if let Some(class) = &class {
        spec["priorityClassName"] = class.name().into();
    }
    spec["priority"] = value.into();
    spec["preemptionPolicy"] = policy.into();
    Ok(())
}

/// The class of Pods that name none: the lowest, if there are several.
fn default(cluster: &Cluster) -> Option<std::sync::Arc<Object>> {
    let all = cluster.store.scan(&CLASSES, None).objects;
    // Those of the system never are the default, and mostly there are no others.
    let others = all
        .iter()
        .filter(|class| !class.name().starts_with("system-"));
    let defaults = others
        .map(|class| class.open())
        .filter(|class| class.value()["globalDefault"] == true);
    defaults.min_by_key(|class| class.value()["value"].as_i64())
}
