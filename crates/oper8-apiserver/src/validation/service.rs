//! Services.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::{Value, json};

use super::node::Node;
use super::problems::Problems;
use crate::names;

pub(super) fn service(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let kind = spec.at("type").text();
    if let Some(current) = current {
        addresses_stay(current, &spec);
    }
    let headless = spec.value["clusterIP"] == "None";
    let ports = spec.at("ports");
    if ports.items().is_empty() && !headless && kind != "ExternalName" {
        ports.require("");
    }
    let addresses = spec.at("clusterIPs");
    if headless && matches!(kind, "LoadBalancer" | "NodePort") {
        addresses.index(0).invalid_as(
            &json!("None"),
            &format!("may not be set to 'None' for {kind} services"),
        );
    }
    if kind == "ExternalName" {
        external_name(&spec);
    }
    all_ports(&spec, kind);
    spec.at("selector").labels();
    affinity(&spec);
    const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    spec.at("type").must_be_one_of(&TYPES);
    families(&spec, kind);
    outside(&spec, kind);
    traffic(&spec, kind);
}

fn addresses_stay(current: &Value, spec: &Node<'_, '_>) {
    let (before, after) = (&current["spec"]["clusterIPs"], spec.at("clusterIPs"));
    let kept = current["spec"]["type"] != "ExternalName" && spec.value["type"] != "ExternalName";
    if kept && before[0] != after.value[0] {
        after
            .index(0)
            .invalid_as(after.value, "may not change once set");
    }
}

fn external_name(spec: &Node<'_, '_>) {
    if !spec.at("clusterIPs").items().is_empty() || !spec.at("clusterIP").text().is_empty() {
        spec.at("clusterIPs")
            .forbid("may not be set for ExternalName services");
    }
    let name = spec.at("externalName");
    let text = name.text().strip_suffix('.').unwrap_or(name.text());
    if name.needed()
        && let Some(problem) = names::subdomain_problem(text)
    {
        name.invalid(&problem);
    }
}

fn all_ports(spec: &Node<'_, '_>, kind: &str) {
    let ports = spec.at("ports");
    let several = ports.items().len() > 1;
    let mut seen = BTreeSet::new();
    ports.each(|_, port| {
        let name = port.at("name");
        if name.text().is_empty() {
            if several {
                name.require("");
            }
        } else {
            name.name(names::label_problem);
            if !seen.insert(name.text()) {
                name.duplicate();
            }
        }
        port.at("port").port();
        port.at("protocol").must_be_one_of(&["SCTP", "TCP", "UDP"]);
        if port.at("targetPort").is_there() {
            port.at("targetPort").port_or_name();
        }
        if port.at("appProtocol").is_there() {
            port.at("appProtocol").qualified();
        }
    });
    if kind == "ClusterIP" {
        ports.each(|_, port| {
            if port.at("nodePort").int().is_some_and(|number| number != 0) {
                port.at("nodePort")
                    .forbid("may not be used when `type` is 'ClusterIP'");
            }
        });
    }
    let mut pairs = BTreeSet::new();
    ports.each(|_, port| {
        let protocol = port.at("protocol").text();
        if !pairs.insert((protocol, port.at("port").int())) {
            let shown = format!(
                "{{\"Name\":\"\",\"Protocol\":{protocol:?},\"AppProtocol\":null,\"Port\":{},\"TargetPort\":0,\"NodePort\":0}}",
                port.value["port"]
            );
            port.problems().push(crate::status::Cause::duplicate_shown(
                &port.path().to_string(),
                &shown,
            ));
        }
    });
}

fn affinity(spec: &Node<'_, '_>) {
    let affinity = spec.at("sessionAffinity");
    affinity.must_be_one_of(&["ClientIP", "None"]);
    if affinity.text() == "ClientIP" {
        let config = spec.at("sessionAffinityConfig");
        let client = config.at("clientIP");
        let seconds = client.at("timeoutSeconds");
        if seconds.int().is_some_and(|time| time <= 0 || time > 86_400) {
            seconds.invalid("must be greater than 0 and less than 86400");
        }
    }
}

fn families(spec: &Node<'_, '_>, kind: &str) {
    if kind == "ExternalName" {
        return;
    }
    let mut seen = BTreeSet::new();
    let families = spec.at("ipFamilies");
    families.each(|_, family| {
        family.must_be_one_of(&["IPv4", "IPv6"]);
        if !seen.insert(family.text()) {
            family.duplicate();
        }
    });
    spec.at("ipFamilyPolicy")
        .one_of(&["PreferDualStack", "RequireDualStack", "SingleStack"]);
    let addresses = spec.at("clusterIPs");
    addresses.each(|index, address| {
        if address.text() == "None" {
            return;
        }
        let family = families.index(index);
        let expected = match address.ip() {
            Some(IpAddr::V4(_)) if family.text() == "IPv6" => "an IPv6",
            Some(IpAddr::V6(_)) if family.text() == "IPv4" => "an IPv4",
            _ => return,
        };
        address.invalid(&format!(
            "expected {expected} value as indicated by `ipFamilies[{index}]`"
        ));
    });
}

/// Ways in from outside the cluster.
fn outside(spec: &Node<'_, '_>, kind: &str) {
    spec.at("externalIPs").each(|_, address| {
        if let Some(ip) = address.ip() {
            special(&address, ip);
        }
    });
    let class = spec.at("loadBalancerClass");
    if class.is_there() {
        if kind == "LoadBalancer" {
            class.qualified();
        } else {
            class.forbid("may only be used when `type` is 'LoadBalancer'");
        }
    }
    let ranges = spec.called(
        &spec.value["loadBalancerSourceRanges"],
        "LoadBalancerSourceRanges",
    );
    if ranges.items().is_empty() {
        return;
    }
    if kind != "LoadBalancer" {
        return ranges.forbid("may only be used when `type` is 'LoadBalancer'");
    }
    ranges.each(|_, range| {
        super::network::cidr(&range);
    });
}

/// Addresses that no service has.
pub(super) fn special(node: &Node<'_, '_>, ip: IpAddr) {
    let problem = match ip {
        ip if ip.is_unspecified() => format!("may not be unspecified ({ip})"),
        ip if ip.is_loopback() => "may not be in the loopback range (127.0.0.0/8, ::1/128)".into(),
        IpAddr::V4(ip) if ip.is_link_local() => {
            "may not be in the link-local range (169.254.0.0/16, fe80::/10)".into()
        }
        ip if ip.is_multicast() => {
            "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)".into()
        }
        _ => return,
    };
    node.invalid(&problem);
}

fn traffic(spec: &Node<'_, '_>, kind: &str) {
    const POLICIES: [&str; 2] = ["Cluster", "Local"];
    let external = spec.at("externalTrafficPolicy");
    let reachable = matches!(kind, "NodePort" | "LoadBalancer")
        || (kind == "ClusterIP" && !spec.at("externalIPs").items().is_empty());
    if external.is_there() && !reachable {
        external.invalid("may only be set for externally-accessible services");
    } else {
        external.one_of(&POLICIES);
    }
    let health = spec.at("healthCheckNodePort");
    let checked = kind == "LoadBalancer" && external.text() == "Local";
    if health.int().is_some_and(|port| port != 0) && !checked {
        health.invalid(
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
        );
    }
    spec.at("internalTrafficPolicy").one_of(&POLICIES);
    spec.at("trafficDistribution")
        .one_of(&["PreferClose", "PreferSameZone", "PreferSameNode"]);
}

/// The addresses that a load balancer got.
pub(super) fn status(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let status = root.at("status");
    let balancer = status.at("loadBalancer");
    let list = balancer.at("ingress");
    if object["spec"]["type"] == "LoadBalancer" {
        super::network::balancer_status(&list);
    } else if !list.items().is_empty() {
        list.forbid("may only be used when `spec.type` is 'LoadBalancer'");
    }
}
