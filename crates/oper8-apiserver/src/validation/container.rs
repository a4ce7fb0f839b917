//! Containers: what each has, and what their kinds may have.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::node::{Node, is_negative, quantity};
use super::{probe, security};
use crate::names;

/// The list that a container is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Regular,
    Init,
}

pub(super) fn check(
    container: &Node<'_, '_>,
    kind: Kind,
    spec: &Value,
    volumes: &BTreeSet<&str>,
    grace: Option<i64>,
) {
    container.at("name").needed_name(names::label_problem);
    container.at("image").needed();
    container
        .at("terminationMessagePolicy")
        .one_of(&["File", "FallbackToLogsOnError"]);
    ports(&container.at("ports"));
    environment(&container.at("env"));
    sources(&container.at("envFrom"));
    mounts(container, volumes);
    devices(container, volumes, spec);
    container
        .at("imagePullPolicy")
        .one_of(&["Always", "IfNotPresent", "Never"]);
    resources(&container.at("resources"), spec);
    resize_policy(container);
    container.inside("securityContext", |context| {
        security::container(&context);
    });
    container
        .at("restartPolicy")
        .one_of(&["Always", "Never", "OnFailure"]);
    if kind == Kind::Regular {
        probe::lifecycle(container, grace);
        probe::probes(container);
    }
}

/// What only a sidecar may have among the init containers.
pub(super) fn restrict_init(container: &Node<'_, '_>, grace: Option<i64>) {
    if container.value["restartPolicy"] == "Always" {
        probe::lifecycle(container, grace);
        probe::probes(container);
        return;
    }
    for field in [
        "lifecycle",
        "livenessProbe",
        "readinessProbe",
        "startupProbe",
    ] {
        container.inside(field, |part| {
            part.forbid("may not be set for init containers without restartPolicy=Always");
        });
    }
}

const PROTOCOLS: [&str; 3] = ["SCTP", "TCP", "UDP"];

fn ports(ports: &Node<'_, '_>) {
    let mut seen = BTreeSet::new();
    ports.each(|_, port| {
        let name = port.at("name");
        if !name.text().is_empty() {
            let problems = names::port_name_problems(name.text());
            for problem in &problems {
                name.invalid(problem);
            }
            if problems.is_empty() && !seen.insert(name.text()) {
                name.duplicate();
            }
        }
        let number = port.at("containerPort");
        match number.int().unwrap_or(0) {
            0 => number.require(""),
            _ => number.port(),
        }
        if port.at("hostPort").int().is_some_and(|host| host != 0) {
            port.at("hostPort").port();
        }
        port.at("protocol").one_of(&PROTOCOLS);
    });
}

/// No two containers may take one port of the host.
pub(super) fn host_ports(containers: &Node<'_, '_>) {
    let mut taken = BTreeSet::new();
    containers.each(|_, container| {
        container.at("ports").each(|_, port| {
            let host = port.at("hostPort");
            let Some(number) = host.int().filter(|number| *number != 0) else {
                return;
            };
            let key = format!(
                "{}/{}/{number}",
                port.at("protocol").text(),
                port.at("hostIP").text()
            );
            if !taken.insert(key.clone()) {
                host.duplicate_of(&key.into());
            }
        });
    });
}

fn environment(list: &Node<'_, '_>) {
    list.each(|_, variable| {
        variable.at("name").needed_name(names::variable_problem);
        variable.inside("valueFrom", |from| {
            value_from(&from, !variable.at("value").text().is_empty());
        });
    });
}

fn value_from(from: &Node<'_, '_>, has_value: bool) {
    const SOURCES: [&str; 5] = [
        "fieldRef",
        "resourceFieldRef",
        "configMapKeyRef",
        "secretKeyRef",
        "fileKeyRef",
    ];
    let count = SOURCES
        .iter()
        .filter(|field| from.at(field).is_there())
        .count();
    from.inside("fieldRef", |field| field_ref(&field, &VARIABLE_FIELDS));
    from.inside("resourceFieldRef", |field| resource_ref(&field, false));
    for source in ["configMapKeyRef", "secretKeyRef"] {
        from.inside(source, |source| {
            source.at("name").name(names::subdomain_problem);
            source.at("key").needed_name(names::config_key_problem);
        });
    }
    match count {
        0 => from.invalid_as(
            &json!(""),
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`",
        ),
        _ if has_value => from.invalid_as(
            &json!(""),
            "may not be specified when `value` is not empty",
        ),
        1 => {}
        _ => from.invalid_as(
            &json!(""),
            "may not have more than one field specified at a time",
        ),
    }
}

const VARIABLE_FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// The fields that a volume of the downward API can show.
pub(super) const VOLUME_FIELDS: [&str; 5] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.labels",
    "metadata.annotations",
    "metadata.uid",
];

/// A field of the pod.
pub(super) fn field_ref(field: &Node<'_, '_>, supported: &[&str]) {
    if field.at("apiVersion").text().is_empty() {
        return field.at("apiVersion").require("");
    }
    let path = field.at("fieldPath");
    if !path.needed() {
        return;
    }
    let version = field.at("apiVersion").text();
    if version != "v1" {
        return path.invalid(&format!(
            "error converting fieldPath: unsupported pod version: {version}"
        ));
    }
    let (plain, key) = match path
        .text()
        .strip_suffix("']")
        .and_then(|text| text.split_once("['"))
    {
        Some((plain, key)) => (plain, Some(key)),
        None => (path.text(), None),
    };
    let problems = match (plain, key) {
        ("metadata.annotations", Some(key)) => names::label_key_problems(&key.to_lowercase()),
        ("metadata.labels", Some(key)) => names::label_key_problems(key),
        (_, Some(_)) => vec!["does not support subscript".to_owned()],
        (_, None) if supported.contains(&plain) => Vec::new(),
        (_, None) => {
            return path.invalid(&format!(
                "error converting fieldPath: field label not supported: {plain}"
            ));
        }
    };
    for problem in problems {
        field.invalid_as(&key.unwrap_or_default().into(), &problem);
    }
}

/// A request or limit of a container.
pub(super) fn resource_ref(field: &Node<'_, '_>, in_volume: bool) {
    const RESOURCES: [&str; 6] = [
        "limits.cpu",
        "limits.ephemeral-storage",
        "limits.memory",
        "requests.cpu",
        "requests.ephemeral-storage",
        "requests.memory",
    ];
    if in_volume && field.at("containerName").text().is_empty() {
        return field.at("containerName").require("");
    }
    let resource = field.at("resource");
    if !resource.needed() {
        return;
    }
    let name = resource.text();
    if !RESOURCES.contains(&name) && !name.contains(".hugepages-") {
        return resource.unsupported(&RESOURCES);
    }
    let divisor = field.at("divisor");
    let (kind, units): (_, &[&str]) = if name.ends_with(".cpu") {
        ("cpu", &["1m", "1"])
    } else {
        let kind = name.split_once('.').map_or(name, |(_, kind)| kind);
        (
            kind,
            &[
                "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
            ],
        )
    };
    let known = units.iter().any(|unit| *unit == divisor.text());
    if divisor.is_there() && divisor.text() != "0" && !known {
        let told = match units {
            [first, second] => format!(
                "only divisor's values {first} and {second} are supported with the {kind} resource"
            ),
            _ => format!(
                "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the {kind} resource"
            ),
        };
        divisor.invalid_as(resource.value, &told);
    }
}

fn sources(list: &Node<'_, '_>) {
    list.each(|_, source| {
        source.at("prefix").optional_name(names::variable_problem);
        let mut count = 0;
        for field in ["configMapRef", "secretRef"] {
            source.inside(field, |reference| {
                count += 1;
                reference.at("name").needed_name(names::subdomain_problem);
            });
        }
        match count {
            0 => list.invalid_as(
                &json!(""),
                "must specify one of: `configMapRef` or `secretRef`",
            ),
            1 => {}
            _ => list.invalid_as(
                &json!(""),
                "may not have more than one field specified at a time",
            ),
        }
    });
}

fn mounts(container: &Node<'_, '_>, volumes: &BTreeSet<&str>) {
    let list = container.at("volumeMounts");
    let privileged = container.value["securityContext"]["privileged"] == true;
    let mut places = BTreeSet::new();
    list.each(|_, mount| {
        let name = mount.at("name");
        name.needed();
        if !volumes.contains(name.text()) {
            name.missing("");
        }
        let place = mount.at("mountPath");
        if place.needed() && !places.insert(place.text()) {
            place.invalid("must be unique");
        }
        // The real server leaves the index out here.
        if mount.at("subPath").text() != "" {
            list.called(mount.at("subPath").value, "subPath")
                .relative_path();
        }
        let expression = mount.at("subPathExpr");
        if !expression.text().is_empty() {
            if !mount.at("subPath").text().is_empty() {
                expression.invalid("subPathExpr and subPath are mutually exclusive");
            }
            list.called(expression.value, "subPathExpr").relative_path();
        }
        let propagation = list.called(mount.at("mountPropagation").value, "mountPropagation");
        propagation.one_of(&["Bidirectional", "HostToContainer", "None"]);
        if propagation.text() == "Bidirectional" && !privileged {
            propagation.forbid(
                "Bidirectional mount propagation is available only to privileged containers",
            );
        }
        let recursive = list.called(mount.at("recursiveReadOnly").value, "recursiveReadOnly");
        recursive.one_of(&["Disabled", "Enabled", "IfPossible"]);
        if matches!(recursive.text(), "Enabled" | "IfPossible") && !mount.at("readOnly").is_true() {
            recursive.forbid("may only be specified when readOnly is true");
        }
    });
}

fn devices(container: &Node<'_, '_>, volumes: &BTreeSet<&str>, spec: &Value) {
    let of_claim = |name: &str| {
        let mut all = spec["volumes"].as_array().into_iter().flatten();
        all.find(|volume| volume["name"] == name)
            .is_none_or(|volume| {
                !volume["persistentVolumeClaim"].is_null() || !volume["ephemeral"].is_null()
            })
    };
    container.at("volumeDevices").each(|_, device| {
        let name = device.at("name");
        name.needed();
        if !volumes.contains(name.text()) {
            name.missing("");
        } else if !of_claim(name.text()) {
            name.invalid("can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
        }
        let path = device.at("devicePath");
        if path.needed() {
            path.no_backsteps();
        }
    });
}

fn resize_policy(container: &Node<'_, '_>) {
    let list = container.at("resizePolicy");
    list.each(|_, policy| {
        let whole = |field: &str, supported: &[&str]| {
            let value = policy.at(field);
            if !supported.contains(&value.text()) {
                list.problems()
                    .not_supported(list.path(), value.value, supported);
            }
        };
        whole("resourceName", &["cpu", "memory"]);
        whole("restartPolicy", &["NotRequired", "RestartContainer"]);
    });
}

/// Requests and limits.
fn resources(resources: &Node<'_, '_>, spec: &Value) {
    let (limits, requests) = (resources.at("limits"), resources.at("requests"));
    let mut huge = false;
    let mut plain = false;
    let mut note = |name: &str| {
        huge |= name.starts_with("hugepages-");
        plain |= matches!(name, "cpu" | "memory");
    };
    limits.each_entry(|name, amount| {
        resource_name(name, &amount);
        resource_amount(name, &amount);
        note(name);
    });
    requests.each_entry(|name, amount| {
        resource_name(name, &amount);
        resource_amount(name, &amount);
        note(name);
        let limit = &limits.value[name];
        let firm = name.contains('/') || name.starts_with("hugepages-");
        match (amount.quantity(), quantity(limit)) {
            (Some(asked), Some(most)) if firm && asked != most => requests.invalid_as(
                amount.value,
                &format!(
                    "must be equal to {name} limit of {}",
                    limit.as_str().unwrap_or_default()
                ),
            ),
            (Some(asked), Some(most)) if !firm && asked > most => requests.invalid_as(
                amount.value,
                &format!(
                    "must be less than or equal to {name} limit of {}",
                    limit.as_str().unwrap_or_default()
                ),
            ),
            (Some(_), None) if firm => {
                limits.require("Limit must be set for non overcommitable resources");
            }
            _ => {}
        }
    });
    if huge && !plain {
        resources.forbid("HugePages require cpu or memory");
    }
    resources.at("claims").each(|_, claim| {
        let name = claim.at("name");
        let mut declared = spec["resourceClaims"].as_array().into_iter().flatten();
        if name.needed() && !declared.any(|one| one["name"] == *name.value) {
            let detail = match spec["resourceClaims"].as_array().is_none_or(Vec::is_empty) {
                true => "must be one of the names in pod.spec.resourceClaims which is empty",
                false => "must be one of the names in pod.spec.resourceClaims",
            };
            claim
                .problems()
                .push(crate::status::Cause::not_found_because(
                    &claim.path().to_string(),
                    name.value,
                    detail,
                ));
        }
    });
}

fn is_standard(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage") || name.starts_with("hugepages-")
}

/// The name of a resource that a container asks for; messages show it as the value.
pub(super) fn resource_name(name: &str, amount: &Node<'_, '_>) {
    let value = Value::from(name);
    for problem in names::label_key_problems(name) {
        amount.invalid_as(&value, &problem);
    }
    if !name.contains('/') && !is_standard(name) {
        if !super::quota::is_known(name) {
            amount.invalid_as(
                &value,
                "must be a standard resource type or fully qualified",
            );
        }
        amount.invalid_as(&value, "must be a standard resource for containers");
    }
}

pub(super) fn resource_amount(name: &str, amount: &Node<'_, '_>) {
    let Some(number) = amount.quantity() else {
        return;
    };
    if is_negative(&number) {
        amount.invalid("must be greater than or equal to 0");
    }
    let whole = || {
        number
            .to_string()
            .bytes()
            .all(|byte| byte != b'm' && byte != b'u' && byte != b'n')
    };
    if name.contains('/') && !whole() {
        amount.invalid("must be an integer");
    }
}
