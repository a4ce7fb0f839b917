//! Pod specs.

use std::collections::BTreeSet;

use serde_json::Value;

use super::container::{self, Kind};
use super::node::Node;
use super::problems::Problems;
use super::system::operating_system;
use super::{scheduling, security, volumes};
use crate::names;
use crate::path::Path;

/// The template of a workload; `claims` are the names of volumes that come from claim templates.
pub(super) fn template(
    template: &Value,
    path: &Path<'_>,
    claims: &[&str],
    problems: &mut Problems,
) {
    template_at(&Node::new(template, *path, problems), claims);
}

pub(super) fn template_at(node: &Node<'_, '_>, claims: &[&str]) {
    let metadata = &node.value["metadata"];
    // The real server names the fields of the metadata as if they were the template's own.
    node.called(&metadata["labels"], "labels").labels();
    super::metadata::annotations(
        &metadata["annotations"],
        node.called(&metadata["annotations"], "annotations").path(),
        node.problems(),
    );
    let spec = node.at("spec");
    check(&spec, claims);
    if !spec.at("ephemeralContainers").items().is_empty() {
        spec.at("ephemeralContainers")
            .forbid("ephemeral containers not allowed in pod template");
    }
}

/// A Pod of its own, when it is created.
pub(super) fn create(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, problems);
    let spec = root.at("spec");
    check(&spec, &[]);
    for list in ["containers", "initContainers"] {
        spec.at(list).each(|_, container| {
            let image = container.at("image");
            if image.text().trim() != image.text() {
                image.invalid("must not have leading or trailing whitespace");
            }
        });
    }
    if !spec.at("ephemeralContainers").items().is_empty() {
        spec.at("ephemeralContainers")
            .forbid("cannot be set on create");
    }
}

fn check(spec: &Node<'_, '_>, claims: &[&str]) {
    let volumes = volumes::check(&spec.at("volumes"), claims);
    resource_claims(spec);
    let grace = spec.value["terminationGracePeriodSeconds"].as_i64();
    containers(spec, &volumes, grace);
    host_network(spec);
    spec.at("restartPolicy")
        .one_of(&["Always", "OnFailure", "Never"]);
    const DNS: [&str; 4] = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
    spec.at("dnsPolicy").one_of(&DNS);
    spec.at("nodeSelector").labels();
    security::pod(spec);
    spec.inside("affinity", |affinity| scheduling::affinity(&affinity));
    dns(spec);
    spec.at("readinessGates")
        .each(|_, gate| gate.at("conditionType").qualified());
    scheduling_gates(&spec.at("schedulingGates"));
    scheduling::spread(&spec.at("topologySpreadConstraints"));
    if spec.value["hostUsers"] == false {
        // Two are not named as they are written.
        let fields = [
            ("hostNetwork", "hostNetwork"),
            ("hostPID", "HostPID"),
            ("hostIPC", "HostIPC"),
        ];
        for (field, told) in fields {
            if spec.value[field] == true {
                spec.at(told).forbid("when `hostUsers` is false");
            }
        }
    }
    for field in ["serviceAccountName", "nodeName"] {
        spec.at(field).optional_name(names::subdomain_problem);
    }
    spec.at("activeDeadlineSeconds")
        .between(1, i64::from(i32::MAX));
    for field in ["hostname", "subdomain"] {
        spec.at(field).optional_name(names::label_problem);
    }
    scheduling::tolerations(&spec.at("tolerations"));
    spec.at("hostAliases").each(|_, alias| {
        alias.at("ip").ip();
        alias
            .at("hostnames")
            .each(|_, host| host.name(names::subdomain_problem));
    });
    for field in ["priorityClassName", "runtimeClassName"] {
        spec.at(field).optional_name(names::subdomain_problem);
    }
    spec.at("preemptionPolicy")
        .one_of(&["PreemptLowerPriority", "Never"]);
    spec.inside("os", |os| operating_system(spec, &os));
}

/// All kinds of containers, and what is to be unique among them.
fn containers(spec: &Node<'_, '_>, volumes: &BTreeSet<&str>, grace: Option<i64>) {
    let list = spec.at("containers");
    if list.items().is_empty() {
        list.require("");
    }
    let mut own = BTreeSet::new();
    list.each(|_, container| {
        container::check(&container, Kind::Regular, spec.value, volumes, grace);
        let name = container.at("name");
        if !own.insert(name.text()) {
            name.duplicate();
        }
    });
    container::host_ports(&list);
    let inits = spec.at("initContainers");
    inits.each(|_, container| {
        container::check(&container, Kind::Init, spec.value, volumes, grace);
        let name = container.at("name");
        if !name.text().is_empty() && !own.insert(name.text()) {
            name.duplicate();
        }
        container::restrict_init(&container, grace);
    });
}

fn resource_claims(spec: &Node<'_, '_>) {
    spec.at("resourceClaims").each(|_, claim| {
        claim.at("name").needed_name(names::label_problem);
        let (name, template) = (
            claim.at("resourceClaimName"),
            claim.at("resourceClaimTemplateName"),
        );
        if !name.is_there() && !template.is_there() {
            let shown = format!(
                "{{\"Name\":{:?},\"ResourceClaimName\":null,\"ResourceClaimTemplateName\":null}}",
                claim.at("name").text()
            );
            claim.invalid_shown(
                &shown,
                "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
            );
        }
    });
}

/// On the host's network a port is the host's.
fn host_network(spec: &Node<'_, '_>) {
    if spec.value["hostNetwork"] != true {
        return;
    }
    for list in ["containers", "initContainers"] {
        spec.at(list).each(|_, container| {
            container.at("ports").each(|_, port| {
                let host = port.at("hostPort").int().unwrap_or(0);
                if host != 0 && port.at("containerPort").int() != Some(host) {
                    port.at("hostPort")
                        .invalid("must match `containerPort` when `hostNetwork` is true");
                }
            });
        });
    }
}

fn dns(spec: &Node<'_, '_>) {
    let config = spec.at("dnsConfig");
    let servers = config.at("nameservers");
    if spec.value["dnsPolicy"] == "None" {
        if !config.is_there() {
            return config.require("must provide `dnsConfig` when `dnsPolicy` is None");
        }
        if servers.items().is_empty() {
            return servers
                .require("must provide at least one DNS nameserver when `dnsPolicy` is None");
        }
    }
    if servers.items().len() > 3 {
        servers.invalid("must not have more than 3 nameservers");
    }
    servers.each(|_, server| {
        server.ip();
    });
    let searches = config.at("searches");
    if searches.items().len() > 32 {
        searches.invalid("must not have more than 32 search paths");
    }
    searches.each(|_, search| {
        let text = search.text().strip_suffix('.').unwrap_or(search.text());
        if !search.text().is_empty()
            && search.text() != "."
            && let Some(problem) = names::search_problem(text)
        {
            search.invalid(&problem);
        }
    });
    config.at("options").each(|_, option| {
        if option.at("name").text().is_empty() {
            option.require("must not be empty");
        }
    });
}

fn scheduling_gates(gates: &Node<'_, '_>) {
    let mut seen = BTreeSet::new();
    gates.each(|_, gate| {
        let name = gate.at("name");
        for problem in names::label_key_problems(name.text()) {
            gate.invalid_as(name.value, &problem);
        }
        if !seen.insert(name.text()) {
            gate.duplicate_of(name.value);
        }
    });
}

/// The name of an object that a pod is part of, such as a StatefulSet's service.
pub(super) fn optional_label(value: &Value, path: &Path<'_>, problems: &mut Problems) {
    Node::new(value, *path, problems).optional_name(names::label_problem);
}

const FIELDS: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// Of a Pod only little may change.
pub(super) fn update(current: &Value, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, problems);
    let spec = root.at("spec");
    let before = &current["spec"];
    let count = |spec: &Value, list: &str| spec[list].as_array().map_or(0, Vec::len);
    for list in ["containers", "initContainers"] {
        let containers = spec.at(list);
        if containers.items().len() != count(before, list) {
            containers.forbid("pod updates may not add or remove containers");
            return;
        }
        containers.each(|_, container| {
            // The real server looks twice and says so.
            for _ in 0..2 {
                container.at("image").needed();
            }
        });
    }
    if !deadline_falls(&spec, before) {
        return;
    }
    only_added(&spec.at("tolerations"), &before["tolerations"]);
    let gates = spec.at("schedulingGates");
    let had = before["schedulingGates"].as_array();
    gates.each(|_, gate| {
        if !had.is_some_and(|had| had.contains(gate.value)) {
            let name = gate.at("name").text();
            gates.forbid(&format!(
                "only deletion is allowed, but found new scheduling gate '{name}'"
            ));
        }
    });
    let mut allowed = object["spec"].clone();
    for list in ["containers", "initContainers"] {
        let items = allowed.get_mut(list).and_then(Value::as_array_mut);
        let items = items.into_iter().flatten();
        for (index, container) in items.enumerate() {
            container["image"] = before[list][index]["image"].clone();
        }
    }
    for field in ["activeDeadlineSeconds", "tolerations", "schedulingGates"] {
        match (before.get(field), allowed.as_object_mut()) {
            (Some(value), Some(fields)) => {
                fields.insert(field.to_owned(), value.clone());
            }
            (None, Some(fields)) => {
                fields.remove(field);
            }
            (_, None) => {}
        }
    }
    if allowed != *before {
        spec.forbid(FIELDS);
    }
}

/// The deadline may be set, and made shorter.
fn deadline_falls(spec: &Node<'_, '_>, before: &Value) -> bool {
    let deadline = spec.at("activeDeadlineSeconds");
    let had = before["activeDeadlineSeconds"].as_i64();
    match (deadline.int(), had) {
        (Some(wanted), _) if wanted < 0 => {
            deadline.between(1, i64::from(i32::MAX));
            deadline.between(0, i64::from(i32::MAX));
            false
        }
        (Some(wanted), Some(had)) if had < wanted => {
            deadline.invalid("must be less than or equal to previous value");
            false
        }
        (None, Some(_)) => {
            deadline.invalid_as(
                &Value::Null,
                "must not update from a positive integer to nil value",
            );
            true
        }
        _ => true,
    }
}

fn only_added(tolerations: &Node<'_, '_>, before: &Value) {
    let without_time = |toleration: &Value| {
        let mut toleration = toleration.clone();
        if let Some(fields) = toleration.as_object_mut() {
            fields.remove("tolerationSeconds");
        }
        toleration
    };
    let kept = before.as_array().into_iter().flatten().all(|had| {
        let wanted = without_time(had);
        tolerations
            .items()
            .iter()
            .any(|toleration| without_time(toleration) == wanted)
    });
    if !kept {
        tolerations.forbid("existing toleration can not be modified except its tolerationSeconds");
    }
    scheduling::tolerations(tolerations);
}
