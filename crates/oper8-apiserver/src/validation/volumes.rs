//! Volumes of pods and their sources.

use std::collections::BTreeSet;

use serde_json::Value;

use super::container::{VOLUME_FIELDS, field_ref, resource_ref};
use super::node::{Node, is_negative};
use super::storage;
use crate::names;

/// The sources in the order in which the real server looks at them.
const SOURCES: [&str; 30] = [
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "cinder",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "flexVolume",
    "image",
];

/// Checks the volumes and answers their names.
pub(super) fn check<'v>(list: &Node<'_, 'v>, claims: &[&'v str]) -> BTreeSet<&'v str> {
    let mut seen = BTreeSet::new();
    list.each(|_, volume| {
        let mut count = 0;
        for kind in SOURCES {
            volume.inside(kind, |part| {
                count += 1;
                if count > 1 {
                    part.forbid("may not specify more than 1 volume type");
                } else {
                    source(kind, &part);
                }
            });
        }
        let name = volume.at("name");
        name.needed_name(names::label_problem);
        if !name.text().is_empty() && !seen.insert(name.text()) {
            name.duplicate();
        }
    });
    seen.extend(claims);
    seen
}

fn source(kind: &str, part: &Node<'_, '_>) {
    match kind {
        "emptyDir" => size_limit(&part.at("sizeLimit")),
        "hostPath" => storage::host_path(part),
        "secret" => {
            part.at("secretName").needed();
            mode(&part.at("defaultMode"));
            part.at("items").each(|_, item| key_to_path(&item));
        }
        "configMap" => {
            part.at("name").needed();
            mode(&part.at("defaultMode"));
            part.at("items").each(|_, item| key_to_path(&item));
        }
        "nfs" => storage::nfs(part),
        "iscsi" => iscsi(part),
        "persistentVolumeClaim" => {
            part.at("claimName").needed();
        }
        "downwardAPI" => {
            mode(&part.at("defaultMode"));
            part.at("items").each(|_, item| downward(part, &item));
        }
        "projected" => projected(part),
        "csi" => {
            part.at("driver").needed_name(names::subdomain_problem);
        }
        "ephemeral" => {
            let template = part.at("volumeClaimTemplate");
            if template.is_there() {
                storage::claim(&template.at("spec"));
            } else {
                template.require("");
            }
        }
        _ => {}
    }
}

fn size_limit(size: &Node<'_, '_>) {
    if size.quantity().is_some_and(|size| is_negative(&size)) {
        size.forbid("SizeLimit field must be a valid resource quantity");
    }
}

fn mode(mode: &Node<'_, '_>) {
    if mode.int().is_some_and(|mode| !(0..=0o777).contains(&mode)) {
        mode.invalid("must be a number between 0 and 0777 (octal), both inclusive");
    }
}

fn key_to_path(item: &Node<'_, '_>) {
    item.at("key").needed();
    if item.at("path").needed() {
        item.at("path").relative_path();
    }
    mode(&item.at("mode"));
}

fn iscsi(part: &Node<'_, '_>) {
    for field in ["targetPortal", "iqn"] {
        part.at(field).needed();
    }
    let name = part.at("iqn");
    let known = ["iqn", "eui", "naa"];
    if !name.text().is_empty() && !known.iter().any(|start| name.text().starts_with(start)) {
        name.invalid("must be valid format starting with iqn, eui, or naa");
    }
}

/// A file of the downward API; the real server leaves out which.
fn downward(holder: &Node<'_, '_>, item: &Node<'_, '_>) {
    let path = holder.called(item.at("path").value, "path");
    if path.needed() {
        path.relative_path();
    }
    let (field, resource) = (item.at("fieldRef"), item.at("resourceFieldRef"));
    match (field.is_there(), resource.is_there()) {
        (true, true) => holder
            .called(field.value, "fieldRef")
            .forbid("fieldRef and resourceFieldRef can not be specified simultaneously"),
        (true, false) => field_ref(&holder.called(field.value, "fieldRef"), &VOLUME_FIELDS),
        (false, true) => resource_ref(&holder.called(resource.value, "resourceFieldRef"), true),
        (false, false) => holder.require("one of fieldRef and resourceFieldRef is required"),
    }
    mode(&holder.called(item.at("mode").value, "mode"));
}

fn projected(part: &Node<'_, '_>) {
    mode(&part.at("defaultMode"));
    let mut paths = BTreeSet::new();
    let mut claim_path = |path: &str, name: &Value| {
        if !path.is_empty() && !paths.insert(path.to_owned()) {
            part.invalid_as(name, "conflicting duplicate paths");
        }
    };
    part.at("sources").each(|_, source| {
        let mut count = 0;
        for kind in [
            "secret",
            "configMap",
            "downwardAPI",
            "serviceAccountToken",
            "clusterTrustBundle",
            "podCertificate",
        ] {
            source.inside(kind, |inner| {
                count += 1;
                if count > 1 {
                    return source.forbid("may not specify more than 1 volume type per source");
                }
                projection(part, kind, &inner, &mut claim_path);
            });
        }
    });
}

fn projection(
    part: &Node<'_, '_>,
    kind: &str,
    inner: &Node<'_, '_>,
    claim: &mut dyn FnMut(&str, &Value),
) {
    match kind {
        "secret" | "configMap" => {
            inner.at("name").needed();
            inner.at("items").each(|_, item| {
                key_to_path(&item);
                claim(item.at("path").text(), inner.at("name").value);
            });
        }
        "downwardAPI" => inner.at("items").each(|_, item| {
            downward(inner, &item);
            claim(item.at("path").text(), &Value::Null);
        }),
        "serviceAccountToken" => {
            let seconds = inner.at("expirationSeconds");
            if seconds.int().is_some_and(|seconds| seconds < 600) {
                seconds.invalid("may not specify a duration less than 10 minutes");
            }
            let path = inner.at("path");
            if path.text().is_empty() {
                part.called(path.value, "path").require("");
            } else {
                path.relative_path();
                claim(path.text(), path.value);
            }
        }
        _ => {}
    }
}
