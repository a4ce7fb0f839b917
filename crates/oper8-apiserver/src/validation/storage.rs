//! Volumes, claims, storage classes and drivers.

use serde_json::{Value, json};

use super::node::{Node, is_negative, quantity};
use super::problems::Problems;
use super::scheduling;
use crate::names;

const MODES: [&str; 4] = [
    "ReadOnlyMany",
    "ReadWriteMany",
    "ReadWriteOnce",
    "ReadWriteOncePod",
];

pub(super) fn host_path(part: &Node<'_, '_>) {
    const TYPES: [&str; 8] = [
        "",
        "BlockDevice",
        "CharDevice",
        "Directory",
        "DirectoryOrCreate",
        "File",
        "FileOrCreate",
        "Socket",
    ];
    let path = part.at("path");
    if path.needed() {
        path.no_backsteps();
        part.at("type").one_of(&TYPES);
    }
}

pub(super) fn nfs(part: &Node<'_, '_>) {
    part.at("server").needed();
    let path = part.at("path");
    path.needed();
    if !path.text().starts_with('/') {
        path.invalid("must be an absolute path");
    }
}

fn access_modes(modes: &Node<'_, '_>, detail: &str) {
    if modes.items().is_empty() {
        modes.require(detail);
    }
    modes.each(|_, mode| {
        if !MODES.contains(&mode.text()) {
            modes
                .problems()
                .not_supported(modes.path(), mode.value, &MODES);
        }
    });
    if modes.items().len() > 1 && modes.items().iter().any(|mode| mode == "ReadWriteOncePod") {
        modes.forbid("may not use ReadWriteOncePod with other access modes");
    }
}

/// The spec of a claim.
pub(super) fn claim(spec: &Node<'_, '_>) {
    access_modes(
        &spec.at("accessModes"),
        "at least 1 access mode is required",
    );
    if spec.at("selector").is_there() {
        spec.at("selector").selector();
    }
    let resources = spec.at("resources");
    let wanted = &resources.value["requests"]["storage"];
    let storage = resources.key("storage");
    match quantity(wanted) {
        None => storage.require(""),
        Some(amount) if "0".parse().is_ok_and(|zero| amount <= zero) => {
            storage.invalid_as(wanted, "must be greater than zero");
        }
        Some(_) => {}
    }
    for class in ["storageClassName", "volumeAttributesClassName"] {
        spec.at(class).optional_name(names::subdomain_problem);
    }
    spec.at("volumeMode").one_of(&["Block", "Filesystem"]);
    for source in ["dataSource", "dataSourceRef"] {
        spec.inside(source, |source| {
            for field in ["name", "kind"] {
                source.at(field).needed();
            }
        });
    }
}

const CLAIM_FROZEN: &str = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

pub(super) fn volume_claim(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    let Some(current) = current else {
        return claim(&spec);
    };
    claim(&spec);
    claim_change(
        &current["spec"],
        &spec,
        current["status"]["phase"] == "Bound",
    );
    let mode = root.called(&spec.value["volumeMode"], "volumeMode");
    mode.stays(&current["spec"]["volumeMode"]);
}

/// Of a claim only the request may change, upwards, once it is bound; and the name of its volume once.
fn claim_change(before: &Value, spec: &Node<'_, '_>, bound: bool) {
    let mut allowed = before.clone();
    for field in ["volumeName", "storageClassName"] {
        if before.get(field).is_none()
            && let Some(value) = spec.value.get(field)
        {
            allowed[field] = value.clone();
        }
    }
    if bound {
        allowed["resources"]["requests"] = spec.value["resources"]["requests"].clone();
        if let Some(class) = spec.value.get("volumeAttributesClassName") {
            allowed["volumeAttributesClassName"] = class.clone();
        }
    }
    if allowed != *spec.value {
        return spec.forbid(CLAIM_FROZEN);
    }
    let amount = |spec: &Value| quantity(&spec["resources"]["requests"]["storage"]);
    if let (Some(before), Some(after)) = (amount(before), amount(spec.value))
        && after < before
    {
        let resources = spec.at("resources");
        let requests = resources.at("requests");
        requests
            .key("storage")
            .forbid("field can not be less than status.capacity");
    }
}

pub(super) fn volume(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    access_modes(&spec.at("accessModes"), "");
    capacity(&spec.at("capacity"));
    spec.at("persistentVolumeReclaimPolicy")
        .one_of(&["Delete", "Recycle", "Retain"]);
    if spec.at("nodeAffinity").is_there() {
        let affinity = spec.at("nodeAffinity");
        let required = affinity.at("required");
        if required.is_there() {
            scheduling::node_selector(&required);
        } else {
            required.require("must specify required node constraints");
        }
    }
    volume_source(&spec);
    if spec.value["persistentVolumeReclaimPolicy"] == "Recycle"
        && spec.value["hostPath"]["path"] == "/"
    {
        spec.at("persistentVolumeReclaimPolicy")
            .forbid("may not be 'recycle' for a hostPath mount of '/'");
    }
    spec.at("storageClassName")
        .optional_name(names::subdomain_problem);
    spec.at("volumeMode").one_of(&["Block", "Filesystem"]);
    if let Some(current) = current {
        let source = |spec: &Value| {
            let fields = spec.as_object().into_iter().flatten();
            fields
                .filter(|(field, _)| SOURCES.contains(&field.as_str()))
                .map(|(field, value)| (field.clone(), value.clone()))
                .collect::<Vec<_>>()
        };
        if source(&current["spec"]) != source(spec.value) {
            spec.called(spec.value, "persistentvolumesource")
                .forbid("spec.persistentvolumesource is immutable after creation");
        }
        let mode = root.called(&spec.value["volumeMode"], "volumeMode");
        mode.stays(&current["spec"]["volumeMode"]);
    }
}

fn capacity(capacity: &Node<'_, '_>) {
    let all = capacity.value.as_object();
    if all.is_none_or(|all| all.is_empty()) {
        capacity.require("");
    }
    if all.is_none_or(|all| all.len() != 1 || !all.contains_key("storage")) {
        capacity
            .problems()
            .not_supported(capacity.path(), capacity.value, &["storage"]);
        return;
    }
    let storage = capacity.key("storage");
    let amount = storage.quantity();
    if amount.as_ref().is_some_and(is_negative) {
        let shown = storage.text().to_owned();
        storage.invalid_shown(&shown, "must be a valid resource quantity");
    }
    if amount.is_some_and(|amount| "0".parse().is_ok_and(|zero| amount <= zero)) {
        storage.invalid("must be greater than zero");
    }
}

/// What a volume can be, in the order in which the real server looks.
const SOURCES: [&str; 22] = [
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "glusterfs",
    "flocker",
    "nfs",
    "rbd",
    "quobyte",
    "cephfs",
    "iscsi",
    "cinder",
    "fc",
    "flexVolume",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "scaleIO",
    "local",
    "storageos",
    "csi",
];

fn volume_source(spec: &Node<'_, '_>) {
    let mut count = 0;
    for kind in SOURCES {
        spec.inside(kind, |part| {
            count += 1;
            if count > 1 {
                return part.forbid("may not specify more than 1 volume type");
            }
            match kind {
                "hostPath" => host_path(&part),
                "nfs" => nfs(&part),
                "local" => {
                    if part.at("path").needed() {
                        part.at("path").no_backsteps();
                    }
                    if !spec.at("nodeAffinity").is_there() {
                        spec.at("nodeAffinity")
                            .require("Local volume requires node affinity");
                    }
                }
                "csi" => {
                    part.at("driver").needed_name(names::subdomain_problem);
                    part.at("volumeHandle").needed();
                }
                _ => {}
            }
        });
    }
    if count == 0 {
        spec.require("must specify a volume type");
    }
}

pub(super) fn class(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    if let Some(current) = current {
        for field in [
            "parameters",
            "provisioner",
            "reclaimPolicy",
            "volumeBindingMode",
        ] {
            root.at(field)
                .stays(current.get(field).unwrap_or(&Value::Null));
        }
        return;
    }
    let provisioner = root.at("provisioner");
    if provisioner.needed() {
        let lower = provisioner.text().to_lowercase();
        for problem in names::label_key_problems(&lower) {
            provisioner.invalid_as(&lower.as_str().into(), &problem);
        }
    }
    let parameters = root.at("parameters");
    if parameters.value.get("").is_some() {
        parameters.invalid_as(&json!(""), "field can not be empty.");
    }
    root.at("reclaimPolicy").one_of(&["Delete", "Retain"]);
    root.at("volumeBindingMode")
        .one_of(&["Immediate", "WaitForFirstConsumer"]);
    root.at("allowedTopologies").each(|_, topology| {
        topology.at("matchLabelExpressions").each(|_, expression| {
            if expression.at("values").items().is_empty() {
                expression.at("values").require("");
            }
            expression.at("key").qualified();
        });
    });
}

pub(super) fn driver(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    let spec = root.at("spec");
    if let Some(current) = current {
        for field in ["attachRequired", "volumeLifecycleModes"] {
            spec.at(field)
                .stays(current["spec"].get(field).unwrap_or(&Value::Null));
        }
    }
    spec.at("fsGroupPolicy")
        .one_of(&["File", "None", "ReadWriteOnceWithFSType"]);
    let modes = spec.at("volumeLifecycleModes");
    modes.each(|_, mode| {
        if !["Persistent", "Ephemeral"].contains(&mode.text()) {
            modes
                .problems()
                .not_supported(modes.path(), mode.value, &["Persistent", "Ephemeral"]);
        }
    });
}
