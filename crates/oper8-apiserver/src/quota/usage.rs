//! How much an object uses, by the names that quotas have for it.

use oper8_schema::quantity::Quantity;
use serde_json::Value;

use super::amounts::Amounts;
use super::pod;
use crate::store::GroupResource;

/// What stands between a storage class and what is limited of it.
const CLASS: &str = ".storageclass.storage.k8s.io/";

/// Whose objects use what is limited under a name; `None` where nobody's do.
pub(crate) fn source(name: &str) -> Option<GroupResource> {
    if let Some(counted) = name.strip_prefix("count/") {
        let (resource, group) = counted.split_once('.').unwrap_or((counted, ""));
        return Some(GroupResource::new(group, resource));
    }
    let claims = |name: &str| matches!(name, "persistentvolumeclaims" | "requests.storage");
    let resource = match name {
        "configmaps" | "secrets" | "replicationcontrollers" | "resourcequotas" => name,
        "services" | "services.nodeports" | "services.loadbalancers" => "services",
        name if claims(name) => "persistentvolumeclaims",
        name if name.split_once(CLASS).is_some_and(|(_, of)| claims(of)) => {
            "persistentvolumeclaims"
        }
        name if pod::is_limited(name) => "pods",
        _ => return None,
    };
    Some(GroupResource::new("", resource))
}

/// What an object of a resource uses.
pub(crate) fn of(resource: &GroupResource, object: &Value) -> Amounts {
    let mut used = Amounts::default();
    let name = &*resource.resource;
    match (&*resource.group, name) {
        ("", "pods") => used = pod::usage(object),
        ("", "services") => service(object, &mut used),
        ("", "persistentvolumeclaims") => claim(object, &mut used),
        ("", "configmaps" | "secrets" | "replicationcontrollers" | "resourcequotas") => {
            used.count(name, 1);
        }
        _ => {}
    }
    used.count(format!("count/{resource}"), 1);
    used
}

fn service(object: &Value, used: &mut Amounts) {
    let spec = &object["spec"];
    let ports = || spec["ports"].as_array().into_iter().flatten();
    let balanced = spec["type"] == "LoadBalancer";
    let node_ports = match spec["type"].as_str() {
        Some("LoadBalancer") if spec["allocateLoadBalancerNodePorts"] == false => {
            let given = |port: &&Value| port["nodePort"].as_u64().is_some_and(|port| port != 0);
            ports().filter(given).count()
        }
        Some("NodePort" | "LoadBalancer") => ports().count(),
        _ => 0,
    };
    used.count("services", 1);
    used.count("services.nodeports", node_ports);
    used.count("services.loadbalancers", usize::from(balanced));
}

fn claim(object: &Value, used: &mut Amounts) {
    let older = &object["metadata"]["annotations"]["volume.beta.kubernetes.io/storage-class"];
    let class = older
        .as_str()
        .or(object["spec"]["storageClassName"].as_str());
    let class = class.filter(|class| !class.is_empty());
    used.count("persistentvolumeclaims", 1);
    if let Some(class) = class {
        used.count(format!("{class}{CLASS}persistentvolumeclaims"), 1);
    }
    let size = |at: &str| Quantity::from_json(object.pointer(at)?).ok();
    let wanted = size("/spec/resources/requests/storage");
    let allocated = size("/status/allocatedResources/storage");
    let Some(size) = wanted.map(|wanted| match allocated {
        Some(allocated) if allocated > wanted => allocated,
        _ => wanted,
    }) else {
        return;
    };
    let size = size.rounded_up(0);
    if let Some(class) = class {
        used.set(&format!("{class}{CLASS}requests.storage"), size.clone());
    }
    used.set("requests.storage", size);
}
