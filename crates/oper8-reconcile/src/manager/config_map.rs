//! Configuration from a ConfigMap that the custom resource names.

use oper8_deploy_manager::{AnyDeployManager, DeployManager as _, ObjectKey};
use serde_json::Value;

use super::session_setup::{annotation, namespace};
use crate::error::{Error, Result};

/// The annotation that names a ConfigMap with configuration, as `<name>[/<key>...]`.
const CONFIG_DEFAULTS_ANNOTATION: &str = "oper8.org/config-defaults";

/// The configuration in the ConfigMap that the CR names; `None` when it names none.
///
/// Without keys, the entries of the ConfigMap are the configuration, each a text. The first key takes the YAML (or JSON) document
/// in that entry, each further one a mapping within it.
pub(super) async fn defaults(
    cr: &Value,
    deploy_manager: &AnyDeployManager,
) -> Result<Option<Value>> {
    let Some(annotation) = annotation(cr, CONFIG_DEFAULTS_ANNOTATION) else {
        return Ok(None);
    };
    let mut parts = annotation.split('/');
    let name = parts.next().unwrap_or_default();
    let keys: Vec<&str> = parts.collect();
    if name.is_empty() || keys.iter().any(|key| key.is_empty()) {
        return Err(Error::Config(format!(
            "the annotation {CONFIG_DEFAULTS_ANNOTATION} is `{annotation}`: <name of a ConfigMap>[/<key>...] is expected"
        )));
    }
    let key = ObjectKey::new("v1", "ConfigMap", Some(namespace(cr)), name);
    let Some(map) = deploy_manager.get(&key).await? else {
        let text = format!("Did not find configured config defaults ConfigMap: {name}");
        return Err(Error::Config(text));
    };
    match map.get("data") {
        None => Err(Error::Config(
            "Got ConfigMap content with out 'data'".to_owned(),
        )),
        Some(data @ Value::Object(_)) => within(name, data, &keys).map(Some),
        Some(_) => {
            let text = format!("Incorrectly formatted config_defaults ConfigMap: {name}");
            Err(Error::Config(text))
        }
    }
}

/// The mapping at `keys` in the data of the ConfigMap `name`.
fn within(name: &str, data: &Value, keys: &[&str]) -> Result<Value> {
    let Some((entry, rest)) = keys.split_first() else {
        return Ok(data.clone());
    };
    let text = data
        .get(*entry)
        .ok_or_else(|| missing(name, data, &[], entry))?;
    let mut path = vec![*entry];
    let mut found = document(name, entry, text.as_str().unwrap_or_default())?;
    for key in rest {
        expect_mapping(name, &path, &found)?;
        let next = found.get_mut(*key).map(Value::take);
        found = next.ok_or_else(|| missing(name, &found, &path, key))?;
        path.push(key);
    }
    expect_mapping(name, &path, &found)?;
    Ok(found)
}

fn document(name: &str, entry: &str, text: &str) -> Result<Value> {
    // Numbers as in manifests: `0644` is octal.
    let options = serde_saphyr::options! { legacy_octal_numbers: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        // Not the text around it: configuration may hold what is not for a status.
        let place = error.location().map_or_else(String::new, |place| {
            format!(", line {}, column {}", place.line(), place.column())
        });
        Error::Config(format!(
            "config defaults ConfigMap {name}: key {entry} is not valid YAML{place}"
        ))
    })
}

fn expect_mapping(name: &str, path: &[&str], found: &Value) -> Result<()> {
    let kind = match found {
        Value::Object(_) => return Ok(()),
        Value::Null => "nothing",
        Value::Array(_) => "a list",
        Value::Bool(_) | Value::Number(_) | Value::String(_) => "a single value",
    };
    let path = path.join("/");
    Err(Error::Config(format!(
        "config defaults ConfigMap {name}: key {path} holds {kind} where a mapping is expected"
    )))
}

fn missing(name: &str, found: &Value, path: &[&str], key: &str) -> Error {
    let known: Vec<&str> = found
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .collect();
    let known = match known.is_empty() {
        true => "none".to_owned(),
        false => known.join(", "),
    };
    let place = match path.is_empty() {
        true => String::new(),
        false => format!(" in {}", path.join("/")),
    };
    Error::Config(format!(
        "config defaults ConfigMap {name} has no key {key}{place}; there are: {known}"
    ))
}
