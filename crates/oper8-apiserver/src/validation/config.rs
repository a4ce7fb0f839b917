//! ConfigMaps and Secrets.

use serde_json::Value;

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
        problems.push(Cause::too_long("[]", MOST as u64));
    }
}

pub(super) fn secret(current: Option<&Value>, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    if let Some(current) = current {
        problems.immutable(&root.field("type"), &current["type"], &object["type"]);
    }
    frozen(current, object, &["data"], problems);
    if keys(object, "data", problems) > MOST {
        problems.push(Cause::too_long("data", MOST as u64));
    }
    let data = root.field("data");
    let need = |key: &str| {
        if object["data"].get(key).is_none() {
            problems.required(&data.key(key), "");
        }
    };
    match object["type"].as_str().unwrap_or_default() {
        "kubernetes.io/service-account-token" => {
            let name = &object["metadata"]["annotations"]["kubernetes.io/service-account.name"];
            if name.as_str().is_none_or(str::is_empty) {
                let metadata = root.field("metadata");
                let annotations = metadata.field("annotations");
                problems.required(&annotations.key("kubernetes.io/service-account.name"), "");
            }
        }
        "kubernetes.io/dockercfg" => credentials(object, ".dockercfg", problems),
        "kubernetes.io/dockerconfigjson" => credentials(object, ".dockerconfigjson", problems),
        "kubernetes.io/ssh-auth" if object["data"]["ssh-privatekey"].as_str() == Some("") => {
            problems.required(&data.key("ssh-privatekey"), "");
        }
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

/// Credentials of registries are JSON, which is not told to anybody.
fn credentials(object: &Value, key: &str, problems: &mut Problems) {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    let root = Path::root();
    let data = root.field("data");
    let Some(text) = object["data"][key].as_str() else {
        return problems.required(&data.key(key), "");
    };
    let decoded = STANDARD.decode(text).unwrap_or_default();
    let read: Result<serde_json::Map<String, Value>, _> = serde_json::from_slice(&decoded);
    if let Err(error) = read {
        let why = match decoded.first() {
            None => "unexpected end of JSON input".to_owned(),
            Some(first) if !b"{[\"-0123456789tfn \t\r\n".contains(first) => format!(
                "invalid character '{}' looking for beginning of value",
                char::from(*first)
            ),
            Some(_) => error.to_string(),
        };
        problems.invalid(&data.key(key), &"<secret contents redacted>".into(), &why);
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
