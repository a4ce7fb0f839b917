//! Services: the addresses of the pods that they select, and an address from outside for those that want one.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::kinds::{ENDPOINTS, PODS, SERVICES, SLICES};
use super::pods::{is_over, is_ready};
use super::rules::Ending;
use super::work::{Kind, Work, text};
use crate::selectors::LabelSelector;
use crate::store::{Key, Object};

const SERVICE: Kind = Kind {
    api_version: "v1",
    name: "Service",
};
const HEADLESS: &str = "service.kubernetes.io/headless";
const CHANGED: &str = "endpoints.kubernetes.io/last-change-trigger-time";

/// Looks at one Service.
pub(super) fn look(work: &mut Work<'_>, key: &Key) {
    let Some(service) = work.get(key) else {
        return;
    };
    if service.is_terminating() {
        return;
    }
    balance(work, key, &service);
    let spec = &service.value()["spec"];
    let has_selector = spec["selector"]
        .as_object()
        .is_some_and(|all| !all.is_empty());
    if spec["type"] == "ExternalName" || !has_selector || work.is_leaving(service.namespace()) {
        return;
    }
    let pods: Vec<_> = work
        .list(&PODS, Some(service.namespace()))
        .into_iter()
        .filter(|pod| selects(&spec["selector"], pod.value()))
        .filter(|pod| !is_over(pod.value()) && pod.value()["status"]["podIP"].is_string())
        .collect();
    write_slice(work, &service, &pods);
    write_endpoints(work, &service, &pods);
}

/// Whether the selector of a Service selects a pod; one without selects none.
pub(super) fn selects(selector: &Value, pod: &Value) -> bool {
    selector.as_object().is_some_and(|all| !all.is_empty())
        && LabelSelector::of(&json!({"matchLabels": selector})).matches(pod)
}

/// Has the Service looked at whose Endpoints somebody changed.
pub(super) fn changed(work: &mut Work<'_>, key: &Key) {
    let key = Key {
        resource: SERVICES.clone(),
        ..key.clone()
    };
    if work.get(&key).is_some() {
        work.memory.enqueue(&key);
    }
}

/// Takes away the Endpoints of a Service that is gone.
pub(super) fn removed(work: &mut Work<'_>, key: &Key) {
    let mine = work.find(&ENDPOINTS, &key.namespace, &key.name);
    let mine = mine.filter(|endpoints| {
        let manager = &endpoints.metadata()["labels"]["endpoints.kubernetes.io/managed-by"];
        manager == "endpoint-controller" && !endpoints.is_terminating()
    });
    if let Some(endpoints) = mine {
        work.delete(&ENDPOINTS, &endpoints);
    }
}

/// Notes when what is told of pods changed; without pods there is no such moment.
fn stamp(object: &mut Value, now: &str, has_pods: bool) {
    let metadata = &mut object["metadata"];
    if has_pods {
        metadata["annotations"][CHANGED] = now.into();
    } else if let Some(annotations) = metadata["annotations"].as_object_mut() {
        annotations.remove(CHANGED);
        if annotations.is_empty() {
            metadata
                .as_object_mut()
                .map(|all| all.remove("annotations"));
        }
    }
}

/// The labels of what is written for a Service.
fn labels(service: &Object, own: &[(&str, &str)]) -> Value {
    let given = service.metadata()["labels"].as_object().cloned();
    let mut labels = given.unwrap_or_default();
    for (name, value) in own {
        labels.insert((*name).to_owned(), (*value).into());
    }
    if service.value()["spec"]["clusterIP"] == "None" {
        labels.insert(HEADLESS.to_owned(), "".into());
    }
    labels.into()
}

fn publishes_all(service: &Object) -> bool {
    service.value()["spec"]["publishNotReadyAddresses"] == true
}

fn target(pod: &Object) -> Value {
    json!({"kind": "Pod", "namespace": pod.namespace(), "name": pod.name(), "uid": pod.uid()})
}

/// The name of a pod under its headless Service.
fn hostname<'a>(service: &Object, pod: &'a Value) -> Option<&'a str> {
    let spec = &pod["spec"];
    let is_its_own = spec["subdomain"] == service.name();
    spec["hostname"]
        .as_str()
        .filter(|name| is_its_own && !name.is_empty())
}

fn write_slice(work: &mut Work<'_>, service: &Arc<Object>, pods: &[Arc<Object>]) {
    let own = [
        (
            "endpointslice.kubernetes.io/managed-by",
            "endpointslice-controller.k8s.io",
        ),
        ("kubernetes.io/service-name", service.name()),
    ];
    let labels = labels(service, &own);
    let endpoints: Vec<_> = pods.iter().map(|pod| endpoint(service, pod)).collect();
    let ports = if pods.is_empty() {
        Value::Null
    } else {
        slice_ports(service, pods)
    };
    let slices = work.controlled(service, &SLICES);
    let is_own = |slice: &&Arc<Object>| {
        slice.metadata()["labels"]["endpointslice.kubernetes.io/managed-by"] == own[0].1
    };
    let now = work.now();
    let fill = |slice: &mut Value| {
        slice["metadata"]["labels"] = labels.clone();
        slice["endpoints"] = if endpoints.is_empty() {
            Value::Null
        } else {
            endpoints.clone().into()
        };
        slice["ports"] = ports.clone();
    };
    if let Some(slice) = slices.iter().find(is_own) {
        work.change(&slice.key(&SLICES), "", |slice| {
            let mut next = slice.clone();
            fill(&mut next);
            same_but_order(slice, &mut next);
            (next != *slice).then(|| {
                stamp(&mut next, &now, !pods.is_empty());
                next
            })
        });
        return;
    }
    let mut slice = json!({
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "generateName": format!("{}-", service.name()),
            "namespace": service.namespace(),
            "annotations": {CHANGED: now},
            "ownerReferences": [SERVICE.reference(service)],
        },
        "addressType": "IPv4",
    });
    fill(&mut slice);
    let _ = work.create(&SLICES, service.namespace(), slice);
}

/// Keeps the order of the endpoints that a slice has already, and what is absent there.
fn same_but_order(before: &Value, next: &mut Value) {
    let uid = |endpoint: &Value| text(&endpoint["targetRef"]["uid"]).to_owned();
    let places: Vec<_> = before["endpoints"]
        .as_array()
        .into_iter()
        .flatten()
        .map(uid)
        .collect();
    if let Some(endpoints) = next["endpoints"].as_array_mut() {
        endpoints.sort_by_key(|endpoint| {
            places
                .iter()
                .position(|known| *known == uid(endpoint))
                .unwrap_or(usize::MAX)
        });
    }
    for field in ["endpoints", "ports"] {
        if next[field].is_null() {
            match before.get(field) {
                Some(value) if !value.is_array() || value.as_array().is_some_and(Vec::is_empty) => {
                    next[field] = value.clone();
                }
                Some(_) => {}
                None => drop(next.as_object_mut().map(|all| all.remove(field))),
            }
        }
    }
}

fn endpoint(service: &Object, pod: &Object) -> Value {
    let value = pod.value();
    let serves = is_ready(value);
    let ready = publishes_all(service) || (serves && !pod.is_terminating());
    let mut endpoint = json!({
        "addresses": [value["status"]["podIP"]],
        "conditions": {"ready": ready, "serving": serves, "terminating": pod.is_terminating()},
        "nodeName": value["spec"]["nodeName"],
        "targetRef": target(pod),
    });
    if let Some(name) = hostname(service, value) {
        endpoint["hostname"] = name.into();
    }
    endpoint
}

/// The ports of a Service, as the pods have them.
fn ports(service: &Object, pods: &[Arc<Object>]) -> Vec<Value> {
    let all = service.value()["spec"]["ports"]
        .as_array()
        .into_iter()
        .flatten();
    let found = all.filter_map(|port| {
        let number = pods.iter().find_map(|pod| port_of(port, pod.value()))?;
        let mut found = json!({"port": number, "protocol": port["protocol"]});
        for field in ["name", "appProtocol"] {
            if port[field].is_string() {
                found[field] = port[field].clone();
            }
        }
        Some(found)
    });
    found.collect()
}

fn slice_ports(service: &Object, pods: &[Arc<Object>]) -> Value {
    let mut ports = ports(service, pods);
    for port in &mut ports {
        if port["name"].is_null() {
            port["name"] = "".into();
        }
    }
    ports.into()
}

/// The number of the port that a Service means in a pod.
fn port_of(port: &Value, pod: &Value) -> Option<u64> {
    let target = &port["targetPort"];
    let Some(name) = target.as_str() else {
        return target.as_u64().or_else(|| port["port"].as_u64());
    };
    let containers = pod["spec"]["containers"].as_array()?;
    let mut ports = containers
        .iter()
        .flat_map(|one| one["ports"].as_array().into_iter().flatten());
    let found =
        ports.find(|given| given["name"] == name && given["protocol"] == port["protocol"])?;
    found["containerPort"].as_u64()
}

fn write_endpoints(work: &mut Work<'_>, service: &Arc<Object>, pods: &[Arc<Object>]) {
    let labels = labels(
        service,
        &[("endpoints.kubernetes.io/managed-by", "endpoint-controller")],
    );
    let subsets = subsets(service, pods);
    let now = work.now();
    let key = Key {
        resource: ENDPOINTS.clone(),
        ..service.key(&SERVICES)
    };
    let fill = |endpoints: &mut Value| {
        endpoints["metadata"]["labels"] = labels.clone();
        match endpoints.as_object_mut() {
            Some(fields) if subsets.is_empty() => drop(fields.remove("subsets")),
            Some(fields) => drop(fields.insert("subsets".into(), subsets.clone().into())),
            None => {}
        }
    };
    if work.get(&key).is_some() {
        work.change(&key, "", |endpoints| {
            let mut next = endpoints.clone();
            fill(&mut next);
            (next != *endpoints).then(|| {
                stamp(&mut next, &now, !subsets.is_empty());
                next
            })
        });
        return;
    }
    let mut endpoints = json!({
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": {
            "name": service.name(),
            "namespace": service.namespace(),
            "annotations": {CHANGED: now},
        },
    });
    fill(&mut endpoints);
    let _ = work.create(&ENDPOINTS, service.namespace(), endpoints);
}

fn subsets(service: &Object, pods: &[Arc<Object>]) -> Vec<Value> {
    let all = publishes_all(service);
    let staying: Vec<_> = pods
        .iter()
        .filter(|pod| all || !pod.is_terminating())
        .cloned()
        .collect();
    let mut subset = Map::new();
    for (field, ready) in [("addresses", true), ("notReadyAddresses", false)] {
        let mine = staying
            .iter()
            .filter(|pod| (all || is_ready(pod.value())) == ready);
        let mut addresses: Vec<_> = mine.map(|pod| address(service, pod)).collect();
        addresses.sort_by_key(|address| text(&address["ip"]).parse::<std::net::Ipv4Addr>().ok());
        if !addresses.is_empty() {
            subset.insert(field.to_owned(), addresses.into());
        }
    }
    if subset.is_empty() {
        return Vec::new();
    }
    let ports = ports(service, &staying);
    if !ports.is_empty() {
        subset.insert("ports".to_owned(), ports.into());
    }
    vec![subset.into()]
}

fn address(service: &Object, pod: &Object) -> Value {
    let value = pod.value();
    let mut address = json!({
        "ip": value["status"]["podIP"],
        "nodeName": value["spec"]["nodeName"],
        "targetRef": target(pod),
    });
    if let Some(name) = hostname(service, value) {
        address["hostname"] = name.into();
    }
    address
}

/// Gives a Service of type LoadBalancer an address from outside, and takes it from one that is none any more.
fn balance(work: &mut Work<'_>, key: &Key, service: &Arc<Object>) {
    let addresses = &service.value()["status"]["loadBalancer"]["ingress"];
    let has_address = addresses.as_array().is_some_and(|all| !all.is_empty());
    let wants_address = service.value()["spec"]["type"] == "LoadBalancer";
    let balancer = if has_address == wants_address {
        return;
    } else if has_address {
        json!({})
    } else {
        let (fate, since) = work.fate(service);
        let due = since + fate.after;
        if fate.ending != Ending::Ready {
            return;
        }
        if due > Instant::now() {
            return work.memory.alarm(key, due);
        }
        json!({"ingress": [{"ip": outside(service), "ipMode": "VIP"}]})
    };
    let mut status = service.value()["status"].clone();
    status["loadBalancer"] = balancer;
    work.set_status(key, &status);
}

/// An address from `198.18.0.0/16`, which is set aside for trials.
fn outside(service: &Object) -> String {
    let digits: String = service
        .uid()
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(4)
        .collect();
    let [high, low] = u16::from_str_radix(&digits, 16).unwrap_or(1).to_be_bytes();
    format!("198.18.{high}.{low}")
}
