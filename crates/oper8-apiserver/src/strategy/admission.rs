//! What the built-in admission of a plain server looks up for a pod: its priority and its runtime.

use serde_json::Value;

use crate::cluster::Cluster;
use crate::registry::Resource;
use crate::status::Status;
use crate::store::GroupResource;

/// Sets the priority of a new pod, and refuses classes that there are not.
pub(super) fn pod(
    cluster: &Cluster,
    resource: &Resource,
    object: &mut Value,
) -> Result<(), Status> {
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let refused = |why: String| Err(Status::forbidden(&resource.id, name, &why));
    let class = priority_class(cluster, &object["spec"]);
    let (value, preemption) = match class {
        Ok(found) => found,
        Err(missing) => return refused(format!("no PriorityClass with name {missing} was found")),
    };
    let spec = &object["spec"];
    if let Some(given) = spec["priority"].as_i64().filter(|given| *given != value) {
        return refused(format!(
            "the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {value} from the given PriorityClass name"
        ));
    }
    if let Some(given) = spec["preemptionPolicy"]
        .as_str()
        .filter(|given| *given != preemption)
    {
        return refused(format!(
            "the string value of PreemptionPolicy ({given}) must not be provided in pod spec; priority admission controller computed {preemption} from the given PriorityClass name"
        ));
    }
    if let Some(runtime) = spec["runtimeClassName"]
        .as_str()
        .filter(|runtime| !runtime.is_empty())
    {
        let classes = GroupResource::new("node.k8s.io", "runtimeclasses");
        if cluster.store.get(&classes, "", runtime).is_none() {
            return refused(format!("pod rejected: RuntimeClass {runtime:?} not found"));
        }
    } else if spec["overhead"].is_object() {
        return refused(
            "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
                .to_owned(),
        );
    }
    object["spec"]["priority"] = value.into();
    object["spec"]["preemptionPolicy"] = preemption.into();
    Ok(())
}

/// The value and the preemption policy of the class that a pod names, or of the default one.
fn priority_class(cluster: &Cluster, spec: &Value) -> Result<(i64, String), String> {
    const PREEMPT: &str = "PreemptLowerPriority";
    let classes = GroupResource::new("scheduling.k8s.io", "priorityclasses");
    let read = |class: &Value| {
        let preemption = class["preemptionPolicy"].as_str().unwrap_or(PREEMPT);
        (class["value"].as_i64().unwrap_or(0), preemption.to_owned())
    };
    let name = spec["priorityClassName"].as_str().unwrap_or_default();
    if name.is_empty() {
        let all = cluster.store.list(&classes, None).objects;
        let default = all
            .iter()
            .find(|class| class.value()["globalDefault"] == true);
        return Ok(default.map_or((0, PREEMPT.to_owned()), |class| read(class.value())));
    }
    match (cluster.store.get(&classes, "", name), name) {
        (Some(class), _) => Ok(read(class.value())),
        (None, "system-node-critical") => Ok((2_000_001_000, PREEMPT.to_owned())),
        (None, "system-cluster-critical") => Ok((2_000_000_000, PREEMPT.to_owned())),
        (None, _) => Err(name.to_owned()),
    }
}
