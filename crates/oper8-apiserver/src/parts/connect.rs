//! Connections to pods, services and nodes, as a server answers that cannot reach them.

use std::sync::Arc;

use http::StatusCode;
use serde_json::Value;

use super::{Answer, Ask};
use crate::cluster::Cluster;
use crate::status::{Cause, Status};
use crate::store::{GroupResource, Object};

impl Cluster {
    /// Answers a request for a connection.
    pub(crate) fn connect(&self, ask: &Ask<'_>) -> Answer {
        let found = self.find(&ask.target.resource, ask.write.namespace, ask.name());
        match (
            ask.target.resource.plural(),
            ask.target.subresource.as_deref(),
        ) {
            ("services", _) => self.proxy_service(ask),
            ("nodes", _) => Err(no_address(&*found?)),
            (_, Some("proxy")) => Err(proxy_pod(found?.value())),
            (_, Some("log")) => {
                let pod = found?;
                check_log(ask)?;
                check_container(ask, pod.value())?;
                if node_of(pod.value()).is_empty() {
                    // There is nothing to read yet, which is no error.
                    return Ok((StatusCode::NO_CONTENT, None));
                }
                Err(self.no_kubelet(&pod))
            }
            (_, part) => {
                let pod = found?;
                if part != Some("portforward") {
                    check_container(ask, pod.value())?;
                }
                if node_of(pod.value()).is_empty() {
                    let message = format!("pod {} does not have a host assigned", ask.name());
                    return Err(Status::bad_request(message));
                }
                Err(self.no_kubelet(&pod))
            }
        }
    }

    /// Why the kubelet of a pod's node does not answer.
    fn no_kubelet(&self, pod: &Arc<Object>) -> Status {
        let name = node_of(pod.value());
        match self.store.get(&GroupResource::new("", "nodes"), "", name) {
            // So a real server says it: the node is looked up for a pod.
            None => Status::not_found(&GroupResource::new("", "pods"), name),
            Some(node) => no_address(&node),
        }
    }

    fn proxy_service(&self, ask: &Ask<'_>) -> Answer {
        let given = ask.name();
        let parts: Vec<_> = given.split(':').collect();
        let name = match parts.as_slice() {
            [name] | [name, _] | [_, name, _] => *name,
            _ => {
                let message = format!("invalid service request {given:?}");
                return Err(Status::bad_request(message));
            }
        };
        let services = GroupResource::new("", "services");
        let slices = GroupResource::new("discovery.k8s.io", "endpointslices");
        let listing = self.store.list(&slices, Some(ask.write.namespace));
        let known = listing
            .objects
            .iter()
            .any(|slice| slice.value()["metadata"]["labels"]["kubernetes.io/service-name"] == name);
        if self
            .store
            .get(&services, ask.write.namespace, name)
            .is_none()
            || !known
        {
            // Services are found by their endpoints.
            return Err(Status::not_found(&services, name));
        }
        let message = format!("no endpoints available for service {given:?}");
        Err(Status::of_code(StatusCode::SERVICE_UNAVAILABLE, message))
    }
}

fn node_of(pod: &Value) -> &str {
    pod["spec"]["nodeName"].as_str().unwrap_or_default()
}

/// A node that no kubelet told an address of, as simulated ones are, or whose kubelet there is not.
fn no_address(node: &Object) -> Status {
    let addresses = node.value()["status"]["addresses"].as_array();
    let addresses = addresses.map(Vec::as_slice).unwrap_or_default();
    let Some(address) = addresses.iter().find_map(|one| one["address"].as_str()) else {
        return Status::internal_plain("no preferred addresses found; known addresses: []");
    };
    let port = &node.value()["status"]["daemonEndpoints"]["kubeletEndpoint"]["Port"];
    let port = port.as_i64().unwrap_or(10250);
    let message =
        format!("error dialing backend: dial tcp {address}:{port}: connect: connection refused");
    Status::internal_plain(message)
}

fn proxy_pod(pod: &Value) -> Status {
    match pod["status"]["podIP"].as_str().filter(|ip| !ip.is_empty()) {
        None => Status::bad_request("address not allowed"),
        Some(ip) => {
            let why = format!(
                "error trying to reach service: dial tcp {ip}:80: connect: connection refused"
            );
            Status::of_code(StatusCode::SERVICE_UNAVAILABLE, why)
        }
    }
}

/// The container must be one of the pod's, and named where there are several.
fn check_container(ask: &Ask<'_>, pod: &Value) -> Result<(), Status> {
    let names = |field: &str| -> Vec<String> {
        let all = pod["spec"][field].as_array().into_iter().flatten();
        all.filter_map(|container| container["name"].as_str().map(str::to_owned))
            .collect()
    };
    let pod_name = ask.name();
    let (own, init) = (names("containers"), names("initContainers"));
    let message = match ask.query("container") {
        Some(name) => {
            let mut all = own
                .iter()
                .chain(&init)
                .cloned()
                .chain(names("ephemeralContainers"));
            if all.any(|one| one == name) {
                return Ok(());
            }
            format!("container {name} is not valid for pod {pod_name}")
        }
        None if own.len() <= 1 => return Ok(()),
        None => {
            let start = format!(
                "a container name must be specified for pod {pod_name}, choose one of: [{}]",
                own.join(" ")
            );
            match init.is_empty() {
                true => start,
                false => format!(
                    "{start} or one of the init containers: [{}]",
                    init.join(" ")
                ),
            }
        }
    };
    Err(Status::bad_request(message))
}

/// The numbers of a log's query.
fn check_log(ask: &Ask<'_>) -> Result<(), Status> {
    for (field, least) in [("tailLines", 0), ("limitBytes", 1), ("sinceSeconds", 1)] {
        let Some(value) = ask.query(field).and_then(|text| text.parse::<i64>().ok()) else {
            continue;
        };
        if value < least {
            let detail = match least {
                0 => "must be greater than or equal to 0",
                _ => "must be greater than 0",
            };
            let cause = Cause::invalid(field, &value.into(), detail);
            return Err(Status::invalid("", "PodLogOptions", ask.name(), &[cause]));
        }
    }
    Ok(())
}
