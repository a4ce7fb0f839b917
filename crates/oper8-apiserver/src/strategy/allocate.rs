//! What the server makes up for an object: addresses and ports of Services, selectors of Jobs and the like.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use serde_json::{Value, json};

use crate::cluster::{Cluster, random};
use crate::handlers::Write;
use crate::registry::Resource;
use crate::status::{Cause, Status};

/// Services get addresses from `10.0.0.0/16`, as on a server without settings of its own.
const FIRST_ADDRESS: u32 = 0x0a00_0000;
const ADDRESSES: u32 = 0xffff;
const NODE_PORTS: std::ops::Range<u32> = 30_000..32_768;

pub(super) fn on_create(
    cluster: &Cluster,
    write: &Write<'_>,
    object: &mut Value,
) -> Result<(), Status> {
    let resource = write.resource;
    match resource.qualified_kind().as_ref() {
        "Service" => service(cluster, write, None, object),
        "Job.batch" => {
            job(object);
            Ok(())
        }
        "StatefulSet.apps" => {
            service_name(object);
            Ok(())
        }
        "Namespace" => {
            let name = object["metadata"]["name"].clone();
            object["metadata"]["labels"]["kubernetes.io/metadata.name"] = name;
            let finalizers = &mut object["spec"]["finalizers"];
            if !finalizers.is_array() {
                *finalizers = json!([]);
            }
            if let Some(list) = finalizers.as_array_mut()
                && !list.iter().any(|name| name == "kubernetes")
            {
                list.push("kubernetes".into());
            }
            Ok(())
        }
        "CustomResourceDefinition.apiextensions.k8s.io" => {
            object["status"]["conditions"] = Value::Null;
            object["status"]["acceptedNames"] = json!({"plural": "", "kind": ""});
            stored_version(object);
            Ok(())
        }
        "Pod" => {
            pod(object, &cluster.now());
            Ok(())
        }
        "PersistentVolume" => {
            object["status"]["lastPhaseTransitionTime"] = cluster.now().into();
            Ok(())
        }
        _ => Ok(()),
    }
}

pub(super) fn on_update(
    cluster: &Cluster,
    write: &Write<'_>,
    current: &Value,
    object: &mut Value,
) -> Result<(), Status> {
    let resource = write.resource;
    match resource.qualified_kind().as_ref() {
        "Service" => service(cluster, write, Some(current), object),
        "StatefulSet.apps" => {
            service_name(object);
            Ok(())
        }
        "DaemonSet.apps" => {
            daemon_generation(current, object);
            Ok(())
        }
        "CustomResourceDefinition.apiextensions.k8s.io" => {
            stored_version(object);
            Ok(())
        }
        "Namespace" => {
            let finalizers = current["spec"]["finalizers"].clone();
            if !finalizers.is_null() {
                object["spec"]["finalizers"] = finalizers;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A field that is always written, and owned by nobody who left it out.
fn service_name(object: &mut Value) {
    if object["spec"].get("serviceName").is_none() {
        object["spec"]["serviceName"] = "".into();
    }
}

/// The storage version of a CRD is one in which objects are stored.
fn stored_version(object: &mut Value) {
    let versions = object["spec"]["versions"].as_array().into_iter().flatten();
    let storage = versions
        .filter(|version| version["storage"] == true)
        .map(|version| version["name"].clone())
        .next();
    let stored = &mut object["status"]["storedVersions"];
    if !stored.is_array() {
        *stored = json!([]);
    }
    if let (Some(list), Some(version)) = (stored.as_array_mut(), storage)
        && !list.contains(&version)
    {
        list.push(version);
    }
}

const DAEMON_GENERATION: &str = "deprecated.daemonset.template.generation";

fn daemon_generation(current: &Value, object: &mut Value) {
    let annotation = |value: &Value| {
        value["metadata"]["annotations"][DAEMON_GENERATION]
            .as_str()
            .and_then(|text| text.parse::<i64>().ok())
            .unwrap_or(1)
    };
    let changed = current["spec"]["template"] != object["spec"]["template"];
    let generation = annotation(current) + i64::from(changed);
    object["metadata"]["annotations"][DAEMON_GENERATION] = generation.to_string().into();
}

/// A Job's pods are told apart by the Job's uid, unless the author selects them.
fn job(object: &mut Value) {
    if object["spec"]["manualSelector"] == true {
        return;
    }
    let (uid, name) = (
        object["metadata"]["uid"].clone(),
        object["metadata"]["name"].clone(),
    );
    let labels = [
        ("batch.kubernetes.io/controller-uid", &uid),
        ("batch.kubernetes.io/job-name", &name),
        ("controller-uid", &uid),
        ("job-name", &name),
    ];
    let template = &mut object["spec"]["template"]["metadata"]["labels"];
    // On the real server a Job without labels of its own shares those of its template.
    let shared = template.clone();
    for (label, value) in labels {
        template[label] = value.clone();
    }
    let completed = template.clone();
    let own = &object["metadata"]["labels"];
    if own.is_null() || *own == shared {
        object["metadata"]["labels"] = completed;
    }
    object["spec"]["selector"]["matchLabels"]["batch.kubernetes.io/controller-uid"] = uid;
}

/// What the status of a new pod tells.
fn pod(object: &mut Value, now: &str) {
    object["status"]["qosClass"] = quality(&object["spec"]).into();
    let gates = object["spec"]["schedulingGates"].as_array();
    if gates.is_some_and(|gates| !gates.is_empty()) {
        object["status"]["conditions"] = json!([{
            "type": "PodScheduled",
            "status": "False",
            "lastProbeTime": null,
            "lastTransitionTime": now,
            "reason": "SchedulingGated",
            "message": "Scheduling is blocked due to non-empty scheduling gates",
        }]);
    }
}

/// The quality of service that the requests and limits of a pod amount to.
pub(crate) fn quality(spec: &Value) -> &'static str {
    let all = ["containers", "initContainers"].map(|list| spec[list].as_array());
    let (mut any, mut guaranteed) = (false, true);
    for container in all.into_iter().flatten().flatten() {
        let (requests, limits) = (
            &container["resources"]["requests"],
            &container["resources"]["limits"],
        );
        for resource in ["cpu", "memory"] {
            let (request, limit) = (&requests[resource], &limits[resource]);
            any |= !request.is_null() || !limit.is_null();
            guaranteed &= !limit.is_null() && request == limit;
        }
    }
    match (any, guaranteed) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}

/// Addresses and ports of a Service; `current` is what it was.
fn service(
    cluster: &Cluster,
    write: &Write<'_>,
    current: Option<&Value>,
    object: &mut Value,
) -> Result<(), Status> {
    let kind = object["spec"]["type"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    if kind == "ExternalName" {
        let given = current.is_none() && object["spec"]["clusterIP"].is_string();
        if !given {
            release_addresses(object);
        }
        return Ok(());
    }
    if let Some(current) = current {
        keep_addresses(current, object);
    }
    let taken = Taken::of(cluster, write.resource, current.or(Some(object)));
    addresses(&taken, write.dry_run, object)?;
    if kind == "LoadBalancer" && object["spec"]["externalTrafficPolicy"] == "Local" {
        health_port(&taken, current, object);
    }
    if matches!(kind.as_str(), "NodePort" | "LoadBalancer") {
        node_ports(&taken, current, object)?;
    } else if current.is_some_and(|current| current["spec"]["type"] != kind.as_str()) {
        release_node_ports(object);
    }
    Ok(())
}

/// What other Services have.
struct Taken {
    addresses: BTreeSet<String>,
    ports: BTreeSet<u64>,
}

impl Taken {
    fn of(cluster: &Cluster, resource: &Resource, own: Option<&Value>) -> Self {
        let own = own.map(|own| own["metadata"]["uid"].clone());
        let mut taken = Self {
            addresses: BTreeSet::new(),
            ports: BTreeSet::new(),
        };
        for service in &cluster.store.list(&resource.id, None).objects {
            if own.as_ref().and_then(Value::as_str) == Some(service.uid()) {
                continue;
            }
            let spec = &service.value()["spec"];
            taken
                .addresses
                .extend(spec["clusterIP"].as_str().map(str::to_owned));
            let ports = spec["ports"].as_array().into_iter().flatten();
            taken
                .ports
                .extend(ports.filter_map(|port| port["nodePort"].as_u64()));
        }
        taken
    }
}

fn release_addresses(object: &mut Value) {
    if let Some(spec) = object["spec"].as_object_mut() {
        for field in [
            "clusterIP",
            "clusterIPs",
            "ipFamilies",
            "ipFamilyPolicy",
            "internalTrafficPolicy",
        ] {
            spec.remove(field);
        }
    }
}

/// An update that leaves the address out keeps it.
fn keep_addresses(current: &Value, object: &mut Value) {
    if current["spec"]["type"] == "ExternalName" {
        return;
    }
    let spec = &mut object["spec"];
    for field in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
        let absent = match spec.get(field) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.is_empty(),
            Some(Value::Array(list)) => list.is_empty(),
            Some(_) => false,
        };
        if absent && let Some(value) = current["spec"].get(field) {
            spec[field] = value.clone();
        }
    }
    // A client that changes only the older of the two fields means both.
    if spec["clusterIP"] != current["spec"]["clusterIP"]
        && spec["clusterIPs"] == current["spec"]["clusterIPs"]
    {
        spec["clusterIPs"] = json!([spec["clusterIP"]]);
    }
}

fn addresses(taken: &Taken, dry_run: bool, object: &mut Value) -> Result<(), Status> {
    if let Some(cause) = wrong_addresses(&object["spec"]) {
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        return Err(Status::invalid("", "Service", name, &[cause]));
    }
    let spec = &mut object["spec"];
    let given = spec["clusterIP"]
        .as_str()
        .filter(|ip| !ip.is_empty())
        .map(str::to_owned);
    let headless = given.as_deref() == Some("None");
    let address = match given {
        Some(address) => address,
        None => free_address(taken)
            .ok_or_else(|| Status::internal("failed to allocate a serviceIP: range is full"))?,
    };
    if !headless {
        let problem = match address.parse::<Ipv4Addr>() {
            Ok(ip) if u32::from(ip) & 0xffff_0000 == FIRST_ADDRESS => taken
                .addresses
                .contains(&address)
                .then(|| "provided IP is already allocated".to_owned()),
            Ok(_) | Err(_) if !dry_run => {
                Some("the provided network does not match the current range".to_owned())
            }
            Ok(_) | Err(_) => Some(format!(
                "the provided IP ({address}) is not in the valid range. The range of valid IPs is 10.0.0.0/16"
            )),
        };
        if let Some(problem) = problem {
            let detail = format!("failed to allocate IP {address}: {problem}");
            let cause = Cause::invalid("spec.clusterIPs", &json!([address]), &detail);
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            return Err(Status::invalid("", "Service", name, &[cause]));
        }
    }
    let selects = spec["selector"]
        .as_object()
        .is_some_and(|all| !all.is_empty());
    let (families, policy) = if headless && !selects {
        (json!(["IPv4", "IPv6"]), "RequireDualStack")
    } else {
        (json!(["IPv4"]), "SingleStack")
    };
    spec["clusterIP"] = address.as_str().into();
    for (field, value) in [
        ("clusterIPs", json!([address])),
        ("ipFamilies", families),
        ("ipFamilyPolicy", policy.into()),
    ] {
        if spec[field].is_null() {
            spec[field] = value;
        }
    }
    Ok(())
}

/// What is wrong with the addresses and families that the author of a Service chose.
fn wrong_addresses(spec: &Value) -> Option<Cause> {
    let first = spec["clusterIP"].as_str().filter(|ip| !ip.is_empty());
    let list = spec["clusterIPs"]
        .as_array()
        .filter(|list| !list.is_empty());
    if let Some(list) = list {
        let shown = &spec["clusterIPs"];
        match first {
            None => {
                let detail = "must be empty when `clusterIP` is not specified";
                return Some(Cause::invalid("spec.clusterIPs", shown, detail));
            }
            Some(first) if list[0] != first => {
                let detail = "first value must match `clusterIP`";
                return Some(Cause::invalid("spec.clusterIPs", shown, detail));
            }
            Some(_) => {}
        }
    }
    if let Some(given) = first.filter(|given| *given != "None")
        && given.parse::<std::net::IpAddr>().is_err()
    {
        let detail = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        return Some(Cause::invalid("spec.clusterIPs[0]", &given.into(), detail));
    }
    if first.is_some() {
        return None;
    }
    if spec["ipFamilies"][0] == "IPv6" {
        let detail = "not configured on this cluster";
        return Some(Cause::invalid("spec.ipFamilies[0]", &json!("IPv6"), detail));
    }
    let policy = &spec["ipFamilyPolicy"];
    let detail = "this cluster is not configured for dual-stack services";
    (*policy == "RequireDualStack").then(|| Cause::invalid("spec.ipFamilyPolicy", policy, detail))
}

fn free_address(taken: &Taken) -> Option<String> {
    let start = u32::try_from(random() % u128::from(ADDRESSES)).unwrap_or(0);
    (0..ADDRESSES)
        .map(|step| {
            Ipv4Addr::from(FIRST_ADDRESS + 1 + (start + step) % (ADDRESSES - 1)).to_string()
        })
        .find(|address| !taken.addresses.contains(address))
}

/// The port by which a load balancer asks which nodes have pods.
fn health_port(taken: &Taken, current: Option<&Value>, object: &mut Value) {
    let spec = &mut object["spec"];
    if spec["healthCheckNodePort"]
        .as_u64()
        .is_some_and(|port| port > 0)
    {
        return;
    }
    let before = current.and_then(|current| current["spec"]["healthCheckNodePort"].as_u64());
    let free = || {
        NODE_PORTS
            .rev()
            .map(u64::from)
            .find(|port| !taken.ports.contains(port))
    };
    if let Some(port) = before.or_else(free) {
        spec["healthCheckNodePort"] = port.into();
    }
}

/// Two ports of one Service, or a port of another, cannot be the same on the nodes.
fn check_node_ports(taken: &Taken, object: &Value) -> Result<(), Status> {
    let mut seen = BTreeSet::new();
    let ports = object["spec"]["ports"].as_array().into_iter().flatten();
    for (index, port) in ports.enumerate() {
        let Some(number) = port["nodePort"].as_u64().filter(|number| *number > 0) else {
            continue;
        };
        let protocol = port["protocol"].as_str().unwrap_or_default();
        if taken.ports.contains(&number) || !seen.insert((number, protocol)) {
            let field = format!("spec.ports[{index}].nodePort");
            let detail = "provided port is already allocated";
            let cause = Cause::invalid(&field, &number.into(), detail);
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            return Err(Status::invalid("", "Service", name, &[cause]));
        }
    }
    Ok(())
}

fn node_ports(taken: &Taken, current: Option<&Value>, object: &mut Value) -> Result<(), Status> {
    check_node_ports(taken, object)?;
    let mut used = taken.ports.clone();
    let none = object["spec"]["allocateLoadBalancerNodePorts"] == false
        && object["spec"]["type"] == "LoadBalancer";
    let Some(ports) = object["spec"]["ports"].as_array_mut() else {
        return Ok(());
    };
    used.extend(ports.iter().filter_map(|port| port["nodePort"].as_u64()));
    for port in ports {
        if port["nodePort"].as_u64().is_some_and(|number| number > 0) || none {
            continue;
        }
        let before = current.and_then(|current| port_before(current, port));
        let free = || {
            let start = u64::try_from(random() % 2_768).unwrap_or(0);
            let count = u64::from(NODE_PORTS.end - NODE_PORTS.start);
            (0..count)
                .map(|step| u64::from(NODE_PORTS.start) + (start + step) % count)
                .find(|number| !used.contains(number))
        };
        let number = before
            .or_else(free)
            .ok_or_else(|| Status::internal("failed to allocate a nodePort: range is full"))?;
        used.insert(number);
        port["nodePort"] = number.into();
    }
    Ok(())
}

/// The node port that the same port had before.
fn port_before(current: &Value, port: &Value) -> Option<u64> {
    let ports = current["spec"]["ports"].as_array()?;
    ports
        .iter()
        .find(|before| before["port"] == port["port"] && before["protocol"] == port["protocol"])?
        ["nodePort"]
        .as_u64()
}

fn release_node_ports(object: &mut Value) {
    if let Some(ports) = object["spec"]["ports"].as_array_mut() {
        for port in ports.iter_mut().filter_map(Value::as_object_mut) {
            port.remove("nodePort");
        }
    }
    if let Some(spec) = object["spec"].as_object_mut() {
        spec.remove("externalTrafficPolicy");
        spec.remove("allocateLoadBalancerNodePorts");
    }
}
