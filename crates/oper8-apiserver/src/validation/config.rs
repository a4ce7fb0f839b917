//! ConfigMaps, Secrets and volume claims.

use oper8_schema::quantity::Quantity;
use serde_json::{Value, json};

use super::problems::Problems;
use crate::names;
use crate::path::Path;
use crate::status::Cause;

/// The most that a ConfigMap or Secret holds, in bytes.
const MOST: usize = 1024 * 1024;

const FROZEN: &str = "field is immutable when `immutable` is set";

pub(super) fn config_map(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    frozen(current, object, &["data", "binaryData"], problems);
    let root = Path::root();
    let data = root.field("data");
    let mut size = keys(object, "data", problems);
    for key in object["data"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key)
    {
        if object["binaryData"].get(key).is_some() {
            problems.invalid(
                &data.key(key),
                &key.as_str().into(),
                "duplicate of key present in binaryData",
            );
        }
    }
    size += keys(object, "binaryData", problems);
    if size > MOST {
        problems.0.push(Cause::too_long("[]", MOST as u64));
    }
}

pub(super) fn secret(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    if let Some(current) = current {
        problems.immutable(&root.field("type"), &current["type"], &object["type"]);
    }
    frozen(current, object, &["data"], problems);
    if keys(object, "data", problems) > MOST {
        problems.0.push(Cause::too_long("data", MOST as u64));
    }
    let data = root.field("data");
    let mut need = |key: &str| {
        if object["data"].get(key).is_none() {
            problems.required(&data.key(key), "");
        }
    };
    match object["type"].as_str().unwrap_or_default() {
        "kubernetes.io/dockercfg" => need(".dockercfg"),
        "kubernetes.io/dockerconfigjson" => need(".dockerconfigjson"),
        "kubernetes.io/ssh-auth" => need("ssh-privatekey"),
        "kubernetes.io/tls" => {
            need("tls.crt");
            need("tls.key");
        }
        "kubernetes.io/basic-auth" => {
            let any = |key: &str| object["data"].get(key).is_some();
            if !any("username") && !any("password") {
                need("username");
                need("password");
            }
        }
        _ => {}
    }
}

/// Checks the keys of a map of data; answers the size of its values in bytes as they are stored.
fn keys(object: &Value, field: &str, problems: &mut Problems) -> usize {
    let root = Path::root();
    let path = root.field(field);
    let mut size = 0;
    for (key, value) in object[field].as_object().into_iter().flatten() {
        if let Some(problem) = names::config_key_problem(key) {
            problems.invalid(&path.key(key), &key.as_str().into(), &problem);
        }
        size += value.as_str().map_or(0, str::len);
    }
    size
}

fn frozen(current: Option<&Value>, object: &Value, fields: &[&str], problems: &mut Problems) {
    let Some(current) = current.filter(|current| current["immutable"] == true) else {
        return;
    };
    let root = Path::root();
    if object["immutable"] != true {
        problems.forbidden(&root.field("immutable"), FROZEN);
    }
    for field in fields {
        if object[field] != current[field] {
            problems.forbidden(&root.field(field), FROZEN);
        }
    }
}

pub(super) fn volume_claim(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("spec");
    let spec = &object["spec"];
    match current {
        None => claim_spec(spec, &path, problems),
        Some(current) => claim_change(&current["spec"], spec, current, &path, problems),
    }
}

fn claim_spec(spec: &Value, path: &Path<'_>, problems: &mut Problems) {
    const MODES: [&str; 4] = [
        "ReadOnlyMany",
        "ReadWriteMany",
        "ReadWriteOnce",
        "ReadWriteOncePod",
    ];
    let modes = spec["accessModes"]
        .as_array()
        .filter(|modes| !modes.is_empty());
    let modes_path = path.field("accessModes");
    match modes {
        None => problems.required(&modes_path, "at least 1 access mode is required"),
        Some(modes) => {
            for mode in modes {
                if !MODES.iter().any(|known| mode == known) {
                    problems.not_supported(&modes_path, mode, &MODES);
                }
            }
        }
    }
    let resources = path.field("resources");
    let storage = resources.key("storage");
    match quantity(&spec["resources"]["requests"]["storage"]) {
        None => problems.required(&storage, ""),
        Some(amount) if "0".parse().is_ok_and(|zero| amount <= zero) => {
            problems.invalid(
                &storage,
                &spec["resources"]["requests"]["storage"],
                "must be greater than zero",
            );
        }
        Some(_) => {}
    }
}

/// Of a claim only the request may change, upwards, once it is bound; and the name of its volume once.
fn claim_change(
    before: &Value,
    spec: &Value,
    current: &Value,
    path: &Path<'_>,
    problems: &mut Problems,
) {
    let bound = current["status"]["phase"] == "Bound";
    let mut allowed = before.clone();
    for field in ["volumeName", "storageClassName"] {
        if before.get(field).is_none()
            && let Some(value) = spec.get(field)
        {
            allowed[field] = value.clone();
        }
    }
    if bound {
        allowed["resources"]["requests"] = spec["resources"]["requests"].clone();
        if let Some(class) = spec.get("volumeAttributesClassName") {
            allowed["volumeAttributesClassName"] = class.clone();
        }
    }
    if allowed != *spec {
        problems.forbidden(
            path,
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims",
        );
        return;
    }
    let amount = |spec: &Value| quantity(&spec["resources"]["requests"]["storage"]);
    if let (Some(before), Some(after)) = (amount(before), amount(spec))
        && after < before
    {
        let resources = path.field("resources");
        problems.forbidden(
            &resources.field("requests").key("storage"),
            "field can not be less than status.capacity",
        );
    }
}

fn quantity(value: &Value) -> Option<Quantity> {
    value.as_str()?.parse().ok()
}

/// A claim template of a StatefulSet.
pub(super) fn claim_template(template: &Value, path: &Path<'_>, problems: &mut Problems) {
    claim_spec(&template["spec"], &path.field("spec"), problems);
    if template["metadata"]["name"]
        .as_str()
        .is_none_or(str::is_empty)
    {
        let metadata = path.field("metadata");
        problems.invalid(
            &metadata.field("name"),
            &json!(""),
            "name must be specified",
        );
    }
}
