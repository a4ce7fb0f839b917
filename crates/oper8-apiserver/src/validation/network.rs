//! Ingresses, network policies, endpoints.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::{Value, json};

use super::node::Node;
use super::problems::Problems;
use super::service::special;
use crate::names;

/// A range of addresses: the address and the length of its prefix.
pub(super) fn cidr(node: &Node<'_, '_>) -> Option<(IpAddr, u8)> {
    let range = parse_cidr(node.text());
    if range.is_none() {
        node.invalid("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
    range
}

fn parse_cidr(text: &str) -> Option<(IpAddr, u8)> {
    let (address, length) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let length: u8 = length.parse().ok()?;
    (length <= width(address)).then_some((address, length))
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

/// The bits of an address that its prefix covers.
fn prefix(address: IpAddr, length: u8) -> u128 {
    let rest = u32::from(width(address) - length);
    bits(address).checked_shr(rest).unwrap_or(0)
}

pub(super) fn ingress(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let class = spec.at("ingressClassName");
    if current.is_none() {
        let metadata = &object["metadata"]["annotations"];
        let older = &metadata["kubernetes.io/ingress.class"];
        if older.is_string() && class.is_there() && older != class.value {
            let annotations = root.called(metadata, "annotations");
            annotations
                .called(older, "kubernetes.io/ingress.class")
                .invalid("must match `ingressClassName` when both are specified");
        }
    }
    let rules = spec.at("rules");
    if rules.items().is_empty() && !spec.at("defaultBackend").is_there() {
        spec.invalid_as(
            rules.value,
            "either `defaultBackend` or `rules` must be specified",
        );
    }
    spec.inside("defaultBackend", |default| backend(&default));
    rules.each(|_, rule| ingress_rule(&rule));
    spec.at("tls").each(|_, tls| {
        tls.at("hosts").each(|_, host| host_name(&host));
        tls.at("secretName").optional_name(names::subdomain_problem);
    });
    if class.is_there() {
        class.name(names::subdomain_problem);
    }
}

fn host_name(host: &Node<'_, '_>) {
    if host.text().contains('*') {
        host.name(names::wildcard_problem);
    } else {
        host.name(names::subdomain_problem);
    }
}

fn ingress_rule(rule: &Node<'_, '_>) {
    let host = rule.at("host");
    if host.text().parse::<IpAddr>().is_ok() {
        host.invalid("must be a DNS name, not an IP address");
    }
    if !host.text().is_empty() {
        host_name(&host);
    }
    rule.inside("http", |http| {
        let paths = http.at("paths");
        if paths.items().is_empty() {
            paths.require("");
        }
        paths.each(|_, entry| ingress_path(&entry));
    });
}

fn ingress_path(entry: &Node<'_, '_>) {
    const TYPES: [&str; 3] = ["Exact", "ImplementationSpecific", "Prefix"];
    let path = entry.at("path");
    let kind = entry.at("pathType");
    let absolute = path.text().starts_with('/');
    match kind.value.as_str() {
        None => return kind.require("pathType must be specified"),
        Some("ImplementationSpecific") if path.text().is_empty() || absolute => {}
        Some("Exact" | "Prefix") if absolute => clean_path(&path),
        Some("ImplementationSpecific" | "Exact" | "Prefix") => {
            path.invalid("must be an absolute path");
        }
        Some(_) => kind.unsupported(&TYPES),
    }
    backend(&entry.at("backend"));
}

/// A path without what browsers would take out.
fn clean_path(path: &Node<'_, '_>) {
    for part in ["//", "/./", "/../", "%2f", "%2F"] {
        if path.text().contains(part) {
            path.invalid(&format!("must not contain '{part}'"));
        }
    }
    for end in ["/..", "/."] {
        if path.text().ends_with(end) {
            path.invalid(&format!("cannot end with '{end}'"));
        }
    }
}

fn backend(backend: &Node<'_, '_>) {
    let (service, resource) = (backend.at("service"), backend.at("resource"));
    let none = json!("");
    match (service.is_there(), resource.is_there()) {
        (true, true) => backend.invalid_as(&none, "cannot set both resource and service backends"),
        (false, false) => backend.invalid_as(&none, "resource or service backend is required"),
        (false, true) => {
            for field in ["kind", "name"] {
                resource.at(field).needed_name(names::path_segment_problem);
            }
        }
        (true, false) => {
            service.at("name").needed_name(names::label_problem);
            let port = service.at("port");
            let (name, number) = (port.at("name"), port.at("number"));
            match (!name.text().is_empty(), number.int().unwrap_or(0) != 0) {
                (true, true) => {
                    backend.invalid_as(&none, "cannot set both port name & port number");
                }
                (true, false) => name.port_name(),
                (false, true) => number.port(),
                (false, false) => backend.require("port name or number is required"),
            }
        }
    }
}

pub(super) fn ingress_status(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let status = root.at("status");
    balancer_status(&status.at("loadBalancer").at("ingress"));
}

/// Addresses by which a load balancer is reached.
pub(super) fn balancer_status(list: &Node<'_, '_>) {
    list.each(|_, ingress| {
        if !ingress.at("ip").text().is_empty() {
            ingress.at("ip").ip();
        }
        let host = ingress.at("hostname");
        if !host.text().is_empty() {
            host.name(names::subdomain_problem);
            if host.text().parse::<IpAddr>().is_ok() {
                host.invalid("must be a DNS name, not an IP address");
            }
        }
    });
}

pub(super) fn ingress_class(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let controller = spec.at("controller");
    if let Some(current) = current {
        controller.stays(&current["spec"]["controller"]);
    }
    if controller.needed() {
        if controller.text().len() > 250 {
            let path = controller.path().to_string();
            controller
                .problems()
                .push(crate::status::Cause::too_long(&path, 250));
        }
        controller.name(names::domain_path_problem);
    }
    spec.inside("parameters", |parameters| {
        for field in ["kind", "name"] {
            parameters
                .at(field)
                .needed_name(names::path_segment_problem);
        }
        let (scope, namespace) = (parameters.at("scope"), parameters.at("namespace"));
        match scope.text() {
            "Namespace" if namespace.text().is_empty() => {
                namespace.require("`parameters.scope` is set to 'Namespace'");
            }
            "Namespace" => namespace.name(names::label_problem),
            "Cluster" if namespace.is_there() => {
                namespace.forbid("`parameters.scope` is set to 'Cluster'");
            }
            "Cluster" => {}
            _ => scope.unsupported(&["Cluster", "Namespace"]),
        }
    });
}

pub(super) fn network_policy(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    spec.at("podSelector").selector();
    for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
        spec.at(rules).each(|_, rule| {
            rule.at("ports").each(|_, port| policy_port(&port));
            rule.at(peers).each(|_, peer| policy_peer(&peer));
        });
    }
    let types = spec.at("policyTypes");
    if types.items().len() > 2 {
        return types.invalid("may not specify more than two policyTypes");
    }
    types.each(|_, kind| kind.must_be_one_of(&["Ingress", "Egress"]));
}

fn policy_port(port: &Node<'_, '_>) {
    port.at("protocol").one_of(&["TCP", "UDP", "SCTP"]);
    let (number, end) = (port.at("port"), port.at("endPort"));
    if number.is_there() {
        number.port_or_name();
    }
    let Some(last) = end.int() else { return };
    match number.int() {
        Some(first) if last < first => {
            end.invalid_as(&first.into(), "must be greater than or equal to `port`");
        }
        Some(_) => end.port(),
        None if number.is_there() => end.invalid("may not be specified when `port` is non-numeric"),
        None => end.invalid("may not be specified when `port` is not specified"),
    }
}

fn policy_peer(peer: &Node<'_, '_>) {
    let mut count = 0;
    for selector in ["podSelector", "namespaceSelector"] {
        peer.inside(selector, |selector| {
            count += 1;
            selector.selector();
        });
    }
    let block = peer.at("ipBlock");
    if block.is_there() {
        count += 1;
        ip_block(&block);
    }
    if count == 0 {
        peer.require("must specify a peer");
    } else if block.is_there() && count > 1 {
        peer.forbid("may not specify both ipBlock and another peer");
    }
}

fn ip_block(block: &Node<'_, '_>) {
    let range = block.at("cidr");
    if !range.needed() {
        return;
    }
    let Some((address, length)) = cidr(&range) else {
        return;
    };
    strict(&range, address, length);
    block.at("except").each(|_, except| {
        let Some((inner, inner_length)) = cidr(&except) else {
            return;
        };
        strict(&except, inner, inner_length);
        let inside = inner.is_ipv4() == address.is_ipv4()
            && inner_length > length
            && prefix(inner, length) == prefix(address, length);
        if !inside {
            except.invalid("must be a strict subset of `cidr`");
        }
    });
}

fn strict(node: &Node<'_, '_>, address: IpAddr, length: u8) {
    let rest = u32::from(width(address) - length);
    let whole = prefix(address, length).checked_shl(rest).unwrap_or(0);
    if whole != bits(address) {
        node.invalid("must not have bits set beyond the prefix length");
    }
}

pub(super) fn endpoints(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    root.at("subsets").each(|_, subset| {
        let (ready, others) = (subset.at("addresses"), subset.at("notReadyAddresses"));
        if ready.items().is_empty() && others.items().is_empty() {
            subset.require("must specify `addresses` or `notReadyAddresses`");
        }
        for list in [ready, others] {
            list.each(|_, address| endpoint_address(&address));
        }
        let ports = subset.at("ports");
        let several = ports.items().len() > 1;
        ports.each(|_, port| {
            let name = port.at("name");
            if name.text().is_empty() {
                if several {
                    name.require("");
                }
            } else {
                name.name(names::label_problem);
            }
            port.at("port").port();
            port.at("protocol").must_be_one_of(&["SCTP", "TCP", "UDP"]);
            if port.at("appProtocol").is_there() {
                port.at("appProtocol").qualified();
            }
        });
    });
}

fn endpoint_address(address: &Node<'_, '_>) {
    let ip = address.at("ip");
    let parsed = ip.ip();
    if parsed.is_none() {
        ip.invalid("must be a valid IP address");
    }
    address.at("hostname").optional_name(names::label_problem);
    address
        .at("nodeName")
        .optional_name(names::subdomain_problem);
    if let Some(parsed) = parsed {
        special(&ip, parsed);
    }
}

pub(super) fn endpoint_slice(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let kind = root.at("addressType");
    if let Some(current) = current {
        kind.stays(&current["addressType"]);
        if kind.value != &current["addressType"] {
            return;
        }
    }
    if kind.needed() {
        kind.one_of(&["FQDN", "IPv4", "IPv6"]);
    }
    root.at("endpoints").each(|_, endpoint| {
        let addresses = endpoint.at("addresses");
        if addresses.items().is_empty() {
            addresses.require("must contain at least 1 address");
        }
        addresses.each(|_, address| match kind.text() {
            "FQDN" => address.name(names::subdomain_problem),
            "IPv4" | "IPv6" => slice_address(&address, kind.text()),
            _ => {}
        });
        endpoint.at("hostname").optional_name(names::label_problem);
    });
    let mut seen = BTreeSet::new();
    root.at("ports").each(|_, port| {
        let name = port.at("name");
        name.optional_name(names::label_problem);
        if !seen.insert(name.text()) {
            name.duplicate();
        }
        if port.at("protocol").is_there() {
            port.at("protocol").must_be_one_of(&["SCTP", "TCP", "UDP"]);
        }
        if port.at("appProtocol").is_there() {
            port.at("appProtocol").qualified();
        }
    });
}

fn slice_address(address: &Node<'_, '_>, kind: &str) {
    let Some(ip) = address.ip() else { return };
    if ip.is_ipv4() != (kind == "IPv4") {
        address.invalid(&format!("must be an {kind} address"));
    }
    special(address, ip);
}
