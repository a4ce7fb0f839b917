//! Cells of Services, Ingresses, endpoints and addresses.

use serde_json::Value;

use super::cells::{NONE, UNSET, few, fields, joined, or, selector};
use super::column::Row;

pub(super) fn pod_selector(row: &Row<'_>) -> String {
    or(selector(row.at("/spec/podSelector")), NONE)
}

pub(super) fn cluster_ip(row: &Row<'_>) -> String {
    let first = row.list("/spec/clusterIPs").first().and_then(Value::as_str);
    first.unwrap_or(NONE).to_owned()
}

/// Addresses that a load balancer has given.
fn given_addresses(row: &Row<'_>) -> Vec<String> {
    let given = row.list("/status/loadBalancer/ingress").iter();
    let address = |it: &Value| {
        let texts = [&it["ip"], &it["hostname"]].map(|value| value.as_str().unwrap_or_default());
        texts
            .into_iter()
            .find(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let mut given: Vec<_> = given.filter_map(address).collect();
    given.sort();
    given.dedup();
    given
}

pub(super) fn load_balancer(row: &Row<'_>) -> String {
    given_addresses(row).join(",")
}

pub(super) fn external_ip(row: &Row<'_>) -> String {
    let external = row.list("/spec/externalIPs").iter();
    let external = external.filter_map(Value::as_str).map(str::to_owned);
    match row.text("/spec/type") {
        "ClusterIP" | "NodePort" => or(external.collect::<Vec<_>>().join(","), NONE),
        "LoadBalancer" => {
            let mut all = given_addresses(row);
            all.extend(external);
            or(all.join(","), "<pending>")
        }
        "ExternalName" => row.text("/spec/externalName").to_owned(),
        _ => "<unknown>".to_owned(),
    }
}

pub(super) fn service_ports(row: &Row<'_>) -> String {
    let ports = row.list("/spec/ports").iter().map(|it| {
        let protocol = it["protocol"].as_str().unwrap_or("TCP");
        match it["nodePort"].as_i64() {
            Some(node) if node > 0 => format!("{}:{node}/{protocol}", it["port"]),
            _ => format!("{}/{protocol}", it["port"]),
        }
    });
    or(ports.collect::<Vec<_>>().join(","), NONE)
}

/// The first three hosts; what more there is counts rules without a host as well.
pub(super) fn ingress_hosts(row: &Row<'_>) -> String {
    let rules = row.list("/spec/rules");
    let mut hosts: Vec<&str> = Vec::new();
    let mut is_more = false;
    for rule in rules {
        let host = rule["host"].as_str().unwrap_or_default();
        is_more |= hosts.len() == 3;
        if !is_more && !host.is_empty() {
            hosts.push(host);
        }
    }
    match (hosts.join(","), is_more) {
        (shown, _) if shown.is_empty() => "*".to_owned(),
        (shown, false) => shown,
        (shown, true) => format!("{shown} + {} more...", rules.len() - 3),
    }
}

pub(super) fn ingress_ports(row: &Row<'_>) -> String {
    let is_secure = !row.list("/spec/tls").is_empty();
    if is_secure { "80, 443" } else { "80" }.to_owned()
}

pub(super) fn class_parameters(row: &Row<'_>) -> String {
    let parameters = row.at("/spec/parameters");
    let (Some(kind), Some(name)) = (parameters["kind"].as_str(), parameters["name"].as_str())
    else {
        return NONE.to_owned();
    };
    match parameters["apiGroup"].as_str() {
        Some(group) => format!("{kind}.{group}/{name}"),
        None => format!("{kind}/{name}"),
    }
}

/// Addresses of Endpoints, three of them.
pub(super) fn endpoints(row: &Row<'_>) -> String {
    let subsets = row.list("/subsets");
    if subsets.is_empty() {
        return NONE.to_owned();
    }
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut all = Vec::new();
    for subset in subsets {
        let addresses = list(&subset["addresses"]);
        let mut addresses = fields(&addresses, "ip").map(str::to_owned).collect();
        let ports = list(&subset["ports"]);
        if ports.is_empty() {
            all.append(&mut addresses);
        }
        for port in &ports {
            all.extend(addresses.iter().map(|ip| host_port(ip, &port["port"])));
        }
    }
    few(&all, 3, ",")
}

fn host_port(ip: &str, port: &Value) -> String {
    if ip.contains(':') {
        format!("[{ip}]:{port}")
    } else {
        format!("{ip}:{port}")
    }
}

pub(super) fn slice_ports(row: &Row<'_>) -> String {
    let ports = row.list("/ports").iter().map(|it| match &it["port"] {
        Value::Null => it["name"].as_str().unwrap_or("*").to_owned(),
        port => port.to_string(),
    });
    or(few(&ports.collect::<Vec<_>>(), 3, ","), UNSET)
}

pub(super) fn slice_endpoints(row: &Row<'_>) -> String {
    let endpoints = row.list("/endpoints").iter();
    let addresses = endpoints
        .filter_map(|it| it["addresses"].as_array())
        .flatten();
    let addresses: Vec<_> = addresses
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    or(few(&addresses, 3, ","), UNSET)
}

pub(super) fn parent_ref(row: &Row<'_>) -> String {
    let parent = row.at("/spec/parentRef");
    if parent.is_null() {
        return NONE.to_owned();
    }
    let steps =
        ["resource", "namespace", "name"].map(|field| parent[field].as_str().unwrap_or_default());
    let [resource, namespace, name] = steps;
    let group = parent["group"].as_str().unwrap_or_default();
    let resource = if group.is_empty() {
        resource.to_owned()
    } else {
        format!("{resource}.{group}")
    };
    let steps = [
        resource.to_lowercase(),
        namespace.to_owned(),
        name.to_owned(),
    ];
    joined(
        steps
            .iter()
            .map(String::as_str)
            .filter(|step| !step.is_empty()),
        "/",
    )
}

pub(super) fn cidrs(row: &Row<'_>) -> String {
    joined(
        row.list("/spec/cidrs").iter().filter_map(Value::as_str),
        ",",
    )
}
