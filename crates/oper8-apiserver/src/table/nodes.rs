//! Cells of nodes.

use super::cells::{NONE, or};
use super::column::Row;

pub(super) fn status(row: &Row<'_>) -> String {
    let conditions = row.list("/status/conditions").iter();
    let ready = conditions.rev().find(|it| it["type"] == "Ready");
    let status = match ready {
        Some(it) if it["status"] == "True" => "Ready",
        Some(_) => "NotReady",
        None => "Unknown",
    };
    if row.at("/spec/unschedulable") == true {
        return format!("{status},SchedulingDisabled");
    }
    status.to_owned()
}

pub(super) fn roles(row: &Row<'_>) -> String {
    let labels = row.at("/metadata/labels").as_object().into_iter().flatten();
    let roles =
        labels.filter_map(
            |(key, value)| match key.strip_prefix("node-role.kubernetes.io/") {
                Some(role) => Some(role),
                None if key == "kubernetes.io/role" => value.as_str(),
                None => None,
            },
        );
    let mut roles: Vec<_> = roles.filter(|role| !role.is_empty()).collect();
    roles.sort_unstable();
    roles.dedup();
    or(roles.join(","), NONE)
}

fn address(row: &Row<'_>, kind: &str) -> String {
    let addresses = row.list("/status/addresses").iter();
    let mut addresses = addresses.filter(|it| it["type"] == kind);
    let found = addresses.next().and_then(|it| it["address"].as_str());
    found.unwrap_or(NONE).to_owned()
}

pub(super) fn internal_ip(row: &Row<'_>) -> String {
    address(row, "InternalIP")
}

pub(super) fn external_ip(row: &Row<'_>) -> String {
    address(row, "ExternalIP")
}

fn info(row: &Row<'_>, field: &str) -> String {
    let text = row.at("/status/nodeInfo")[field]
        .as_str()
        .unwrap_or_default();
    or(text.to_owned(), "<unknown>")
}

pub(super) fn image(row: &Row<'_>) -> String {
    info(row, "osImage")
}

pub(super) fn kernel(row: &Row<'_>) -> String {
    let kernel = info(row, "kernelVersion");
    match row.text("/status/nodeInfo/architecture") {
        "" => kernel,
        architecture => format!("{kernel} ({architecture})"),
    }
}

pub(super) fn runtime(row: &Row<'_>) -> String {
    info(row, "containerRuntimeVersion")
}
