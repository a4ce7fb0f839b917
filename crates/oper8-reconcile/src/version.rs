//! The version that a custom resource asks for.

use oper8_config::Config;
use serde_json::Value;

/// The version that a CR asks for: the settings' override, else the value at their field (`spec.version` by default). Numbers
/// are taken as their text. `None` when there is none, or something else stands there.
pub(crate) fn manifest_version(cr: &Value, settings: &Config) -> Option<String> {
    if let Some(version) = &settings.vcs.version_override {
        return Some(version.clone());
    }
    let mut value = cr;
    for key in settings.vcs.field.split('.') {
        value = value.get(key)?;
    }
    match value {
        Value::String(version) if !version.is_empty() => Some(version.clone()),
        Value::Number(version) => Some(version.to_string()),
        _ => None,
    }
}
