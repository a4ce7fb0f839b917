//! Services and Ingresses.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::metadata;
use super::problems::Problems;
use crate::names;
use crate::path::Path;

pub(super) fn service(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    let kind = spec["type"].as_str().unwrap_or_default();
    if let Some(current) = current {
        addresses_stay(current, object, &path, problems);
    }
    let headless = spec["clusterIP"] == "None";
    let ports = spec["ports"].as_array().filter(|ports| !ports.is_empty());
    if ports.is_none() && !headless && kind != "ExternalName" {
        problems.required(&path.field("ports"), "");
    }
    if kind == "LoadBalancer" && headless {
        problems.invalid(
            &path.field("clusterIPs[0]"),
            &json!("None"),
            "may not be set to 'None' for LoadBalancer services",
        );
    }
    if kind == "ExternalName" && spec["externalName"].as_str().is_none_or(str::is_empty) {
        problems.required(&path.field("externalName"), "");
    }
    service_ports(
        ports.map_or(&[], Vec::as_slice),
        &path.field("ports"),
        problems,
    );
    metadata::labels(&spec["selector"], &path.field("selector"), problems);
    const AFFINITIES: [&str; 2] = ["ClientIP", "None"];
    if !AFFINITIES
        .iter()
        .any(|known| spec["sessionAffinity"] == **known)
    {
        problems.not_supported(
            &path.field("sessionAffinity"),
            &spec["sessionAffinity"],
            &AFFINITIES,
        );
    }
    const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    if !TYPES.contains(&kind) {
        problems.not_supported(&path.field("type"), &spec["type"], &TYPES);
    }
}

fn addresses_stay(current: &Value, object: &Value, path: &Path<'_>, problems: &mut Problems) {
    let has_address = |object: &Value| object["spec"]["type"] != "ExternalName";
    let (before, after) = (
        &current["spec"]["clusterIPs"],
        &object["spec"]["clusterIPs"],
    );
    if has_address(current) && has_address(object) && before[0] != after[0] {
        let list = path.field("clusterIPs");
        problems.invalid(&list.index(0), after, "may not change once set");
    }
}

fn service_ports(ports: &[Value], path: &Path<'_>, problems: &mut Problems) {
    const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (index, port) in ports.iter().enumerate() {
        let path = path.index(index);
        let name = port["name"].as_str().unwrap_or_default();
        let name_path = path.field("name");
        if name.is_empty() {
            if ports.len() > 1 {
                problems.required(&name_path, "");
            }
        } else {
            problems.dns_label(&name_path, &port["name"]);
            if !names.insert(name) {
                problems.duplicate(&name_path, &port["name"]);
            }
        }
        problems.port(&path.field("port"), &port["port"]);
        if !PROTOCOLS.iter().any(|known| port["protocol"] == **known) {
            problems.not_supported(&path.field("protocol"), &port["protocol"], &PROTOCOLS);
        }
        port_number_or_name(&port["targetPort"], &path.field("targetPort"), problems);
    }
    for (index, port) in ports.iter().enumerate() {
        let key = (port["protocol"].to_string(), port["port"].to_string());
        if !seen.insert(key) {
            let value = json!({"port": port["port"], "protocol": port["protocol"]});
            problems.duplicate(&path.index(index), &value);
        }
    }
}

fn port_number_or_name(value: &Value, path: &Path<'_>, problems: &mut Problems) {
    if let Some(name) = value.as_str() {
        if let Some(problem) = port_name_problem(name) {
            problems.invalid(path, value, problem);
        }
    } else if !value.is_null() {
        problems.port(path, value);
    }
}

/// Names of ports: letters, digits and single inner hyphens, with a letter somewhere.
pub(super) fn port_name_problem(name: &str) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.len() > 15 {
        Some("must be no more than 15 characters")
    } else if !name.chars().all(plain) || name.is_empty() {
        Some("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    } else if !name.chars().any(|c| c.is_ascii_lowercase()) {
        Some("must contain at least one letter (a-z)")
    } else if name.contains("--") {
        Some("must not contain consecutive hyphens")
    } else if name.starts_with('-') || name.ends_with('-') {
        Some("must not begin or end with a hyphen")
    } else {
        None
    }
}

pub(super) fn ingress(object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    let rules = spec["rules"].as_array().filter(|rules| !rules.is_empty());
    if rules.is_none() && spec["defaultBackend"].is_null() {
        problems.invalid(
            &path,
            &spec["rules"],
            "either `defaultBackend` or `rules` must be specified",
        );
    }
    if !spec["defaultBackend"].is_null() {
        backend(
            &spec["defaultBackend"],
            &path.field("defaultBackend"),
            problems,
        );
    }
    let rules_path = path.field("rules");
    for (index, rule) in rules.into_iter().flatten().enumerate() {
        ingress_rule(rule, &rules_path.index(index), problems);
    }
}

fn ingress_rule(rule: &Value, path: &Path<'_>, problems: &mut Problems) {
    let host = rule["host"].as_str().unwrap_or_default();
    let host_path = path.field("host");
    if host.parse::<std::net::IpAddr>().is_ok() {
        problems.invalid(
            &host_path,
            &rule["host"],
            "must be a DNS name, not an IP address",
        );
    }
    if !host.is_empty()
        && let Some(problem) = names::subdomain_problem(host.strip_prefix("*.").unwrap_or(host))
    {
        problems.invalid(&host_path, &rule["host"], &problem);
    }
    if rule["http"].is_null() {
        return;
    }
    let http = path.field("http");
    let paths_path = http.field("paths");
    let paths = rule["http"]["paths"]
        .as_array()
        .filter(|paths| !paths.is_empty());
    if paths.is_none() {
        problems.required(&paths_path, "");
    }
    for (index, entry) in paths.into_iter().flatten().enumerate() {
        ingress_path(entry, &paths_path.index(index), problems);
    }
}

fn ingress_path(entry: &Value, path: &Path<'_>, problems: &mut Problems) {
    const TYPES: [&str; 3] = ["Exact", "ImplementationSpecific", "Prefix"];
    let absolute = entry["path"]
        .as_str()
        .is_some_and(|path| path.starts_with('/'));
    let empty = entry["path"].as_str().is_none_or(str::is_empty);
    match entry["pathType"].as_str() {
        None => return problems.required(&path.field("pathType"), "pathType must be specified"),
        Some("ImplementationSpecific") if empty || absolute => {}
        Some("Exact" | "Prefix") if absolute => {}
        Some("ImplementationSpecific" | "Exact" | "Prefix") => {
            let value = if empty { &json!("") } else { &entry["path"] };
            problems.invalid(&path.field("path"), value, "must be an absolute path");
        }
        Some(_) => problems.not_supported(&path.field("pathType"), &entry["pathType"], &TYPES),
    }
    backend(&entry["backend"], &path.field("backend"), problems);
}

fn backend(backend: &Value, path: &Path<'_>, problems: &mut Problems) {
    let (service, resource) = (&backend["service"], &backend["resource"]);
    match (service.is_null(), resource.is_null()) {
        (false, false) => {
            problems.invalid(
                path,
                &json!(""),
                "cannot set both resource and service backends",
            );
        }
        (true, true) => {
            problems.invalid(path, &json!(""), "resource or service backend is required")
        }
        (true, false) => {}
        (false, true) => {
            let service_path = path.field("service");
            let name_path = service_path.field("name");
            match service["name"].as_str().unwrap_or_default() {
                "" => problems.required(&name_path, ""),
                name => {
                    if let Some(problem) = names::label_problem(name) {
                        problems.invalid(&name_path, &service["name"], &problem);
                    }
                }
            }
            let named = service["port"]["name"]
                .as_str()
                .is_some_and(|name| !name.is_empty());
            let numbered = service["port"]["number"]
                .as_i64()
                .is_some_and(|port| port != 0);
            match (named, numbered) {
                (true, true) => {
                    problems.invalid(path, &json!(""), "cannot set both port name & port number");
                }
                (false, false) => problems.required(path, "port name or number is required"),
                (true, false) | (false, true) => {}
            }
        }
    }
}
