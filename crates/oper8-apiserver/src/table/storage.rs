//! Cells of volumes, claims and what provides them.

use serde_json::Value;

use super::cells::{NONE, UNSET, fields, joined, or, quantity};
use super::column::Row;

/// `RWO,ROX` of access modes, each once, in the order of Kubernetes.
fn access_modes(modes: &[Value]) -> String {
    let short = [
        ("ReadWriteOnce", "RWO"),
        ("ReadOnlyMany", "ROX"),
        ("ReadWriteMany", "RWX"),
        ("ReadWriteOncePod", "RWOP"),
    ];
    let given = short
        .iter()
        .filter(|(mode, _)| modes.iter().any(|it| it == mode));
    joined(given.map(|(_, short)| *short), ",")
}

/// The class of a volume or a claim; an annotation was the first place for it.
pub(super) fn storage_class(row: &Row<'_>) -> String {
    let annotation =
        row.at("/metadata/annotations")["volume.beta.kubernetes.io/storage-class"].as_str();
    annotation
        .unwrap_or(row.text("/spec/storageClassName"))
        .to_owned()
}

pub(super) fn volume_capacity(row: &Row<'_>) -> String {
    quantity(row.at("/spec/capacity/storage"))
}

pub(super) fn volume_modes(row: &Row<'_>) -> String {
    access_modes(row.list("/spec/accessModes"))
}

pub(super) fn volume_claim(row: &Row<'_>) -> String {
    match row.at("/spec/claimRef") {
        Value::Null => String::new(),
        _ => format!(
            "{}/{}",
            row.text("/spec/claimRef/namespace"),
            row.text("/spec/claimRef/name")
        ),
    }
}

fn is_bound(row: &Row<'_>) -> bool {
    !row.text("/spec/volumeName").is_empty()
}

pub(super) fn claim_capacity(row: &Row<'_>) -> String {
    if is_bound(row) {
        quantity(row.at("/status/capacity/storage"))
    } else {
        String::new()
    }
}

pub(super) fn claim_modes(row: &Row<'_>) -> String {
    if is_bound(row) {
        access_modes(row.list("/status/accessModes"))
    } else {
        String::new()
    }
}

pub(super) fn token_requests(row: &Row<'_>) -> String {
    match row.at("/spec/tokenRequests") {
        Value::Array(requests) => joined(fields(requests, "audience"), ","),
        _ => UNSET.to_owned(),
    }
}

pub(super) fn lifecycle_modes(row: &Row<'_>) -> String {
    let modes = row.list("/spec/volumeLifecycleModes").iter();
    or(joined(modes.filter_map(Value::as_str), ","), NONE)
}
