//! Pod specs.

use std::collections::BTreeSet;

use oper8_schema::quantity::Quantity;
use serde_json::Value;

use super::metadata;
use super::network::port_name_problem;
use super::problems::Problems;
use crate::names;
use crate::path::Path;

/// The template of a workload; `claims` are the names of volumes that come from claim templates.
pub(super) fn template(
    template: &Value,
    path: &Path<'_>,
    claims: &[&str],
    problems: &mut Problems,
) {
    let meta = path.field("metadata");
    metadata::labels(
        &template["metadata"]["labels"],
        &meta.field("labels"),
        problems,
    );
    pod_spec(&template["spec"], &path.field("spec"), claims, problems);
}

pub(super) fn pod_spec(spec: &Value, path: &Path<'_>, claims: &[&str], problems: &mut Problems) {
    let volumes = volumes(spec, &path.field("volumes"), claims, problems);
    let containers = spec["containers"]
        .as_array()
        .filter(|list| !list.is_empty());
    if containers.is_none() {
        problems.required(&path.field("containers"), "");
    }
    let mut names = BTreeSet::new();
    for list in ["containers", "initContainers"] {
        let list_path = path.field(list);
        for (index, container) in spec[list].as_array().into_iter().flatten().enumerate() {
            let path = list_path.index(index);
            check_container(container, &path, &volumes, problems);
            let name = container["name"].as_str().unwrap_or_default();
            if !name.is_empty() && !names.insert(name) {
                problems.duplicate(&path.field("name"), &container["name"]);
            }
        }
    }
    const POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
    if let Some(policy) = spec["restartPolicy"].as_str()
        && !POLICIES.contains(&policy)
    {
        problems.not_supported(
            &path.field("restartPolicy"),
            &spec["restartPolicy"],
            &POLICIES,
        );
    }
    problems.not_negative(
        &path.field("terminationGracePeriodSeconds"),
        &spec["terminationGracePeriodSeconds"],
    );
}

/// Checks the volumes and answers their names.
fn volumes<'a>(
    spec: &'a Value,
    path: &Path<'_>,
    claims: &[&'a str],
    problems: &mut Problems,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    for (index, volume) in spec["volumes"].as_array().into_iter().flatten().enumerate() {
        let path = path.index(index);
        let name = volume["name"].as_str().unwrap_or_default();
        let name_path = path.field("name");
        problems.dns_label(&name_path, &volume["name"]);
        if !name.is_empty() && !seen.insert(name) {
            problems.duplicate(&name_path, &volume["name"]);
        }
        let sources = volume.as_object().into_iter().flatten();
        for (source, _) in sources.filter(|(field, _)| *field != "name").skip(1) {
            problems.forbidden(
                &path.field(source),
                "may not specify more than 1 volume type",
            );
        }
    }
    seen.extend(claims);
    seen
}

fn check_container(
    container: &Value,
    path: &Path<'_>,
    volumes: &BTreeSet<&str>,
    problems: &mut Problems,
) {
    problems.dns_label(&path.field("name"), &container["name"]);
    if container["image"].as_str().is_none_or(str::is_empty) {
        problems.required(&path.field("image"), "");
    }
    container_ports(container, &path.field("ports"), problems);
    environment(container, &path.field("env"), problems);
    mounts(container, &path.field("volumeMounts"), volumes, problems);
    const POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
    if let Some(policy) = container["imagePullPolicy"].as_str()
        && !POLICIES.contains(&policy)
    {
        problems.not_supported(
            &path.field("imagePullPolicy"),
            &container["imagePullPolicy"],
            &POLICIES,
        );
    }
    resources(&container["resources"], &path.field("resources"), problems);
}

fn container_ports(container: &Value, path: &Path<'_>, problems: &mut Problems) {
    let mut names = BTreeSet::new();
    for (index, port) in container["ports"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = path.index(index);
        if let Some(name) = port["name"].as_str().filter(|name| !name.is_empty()) {
            if let Some(problem) = port_name_problem(name) {
                problems.invalid(&path.field("name"), &port["name"], problem);
            } else if !names.insert(name) {
                problems.duplicate(&path.field("name"), &port["name"]);
            }
        }
        let number = path.field("containerPort");
        match port["containerPort"].as_i64().unwrap_or(0) {
            0 => problems.required(&number, ""),
            _ => problems.port(&number, &port["containerPort"]),
        }
        const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];
        if let Some(protocol) = port["protocol"].as_str()
            && !PROTOCOLS.contains(&protocol)
        {
            problems.not_supported(&path.field("protocol"), &port["protocol"], &PROTOCOLS);
        }
    }
}

fn environment(container: &Value, path: &Path<'_>, problems: &mut Problems) {
    for (index, variable) in container["env"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = path.index(index);
        if variable["name"].as_str().is_none_or(str::is_empty) {
            problems.required(&path.field("name"), "");
        }
        let both = variable["value"]
            .as_str()
            .is_some_and(|value| !value.is_empty())
            && !variable["valueFrom"].is_null();
        if both {
            problems.invalid(
                &path.field("valueFrom"),
                &"".into(),
                "may not be specified when `value` is not empty",
            );
        }
    }
}

fn mounts(container: &Value, path: &Path<'_>, volumes: &BTreeSet<&str>, problems: &mut Problems) {
    let mut places = BTreeSet::new();
    for (index, mount) in container["volumeMounts"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = path.index(index);
        let name = mount["name"].as_str().unwrap_or_default();
        if name.is_empty() {
            problems.required(&path.field("name"), "");
        }
        if !volumes.contains(name) {
            let value = if mount["name"].is_null() {
                &"".into()
            } else {
                &mount["name"]
            };
            problems.not_found(&path.field("name"), value);
        }
        let place = mount["mountPath"].as_str().unwrap_or_default();
        if place.is_empty() {
            problems.required(&path.field("mountPath"), "");
        } else if !places.insert(place) {
            problems.invalid(
                &path.field("mountPath"),
                &mount["mountPath"],
                "must be unique",
            );
        }
    }
}

/// Nothing may request more than its limit.
fn resources(resources: &Value, path: &Path<'_>, problems: &mut Problems) {
    let requests = path.field("requests");
    for (resource, request) in resources["requests"].as_object().into_iter().flatten() {
        let limit = &resources["limits"][resource];
        let amount = |value: &Value| value.as_str()?.parse::<Quantity>().ok();
        if let (Some(asked), Some(most)) = (amount(request), amount(limit))
            && asked > most
        {
            let limit = limit.as_str().unwrap_or_default();
            let detail = format!("must be less than or equal to {resource} limit of {limit}");
            problems.invalid(&requests, request, &detail);
        }
    }
}

/// The name of an object that a pod is part of, such as a StatefulSet's service.
pub(super) fn optional_label(value: &Value, path: &Path<'_>, problems: &mut Problems) {
    if let Some(text) = value.as_str().filter(|text| !text.is_empty())
        && let Some(problem) = names::label_problem(text)
    {
        problems.invalid(path, value, &problem);
    }
}
