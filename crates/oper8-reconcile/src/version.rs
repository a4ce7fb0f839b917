//! The version that a custom resource asks for.

use oper8_config::Config;
use serde_json::Value;

/// The version that `cr`, a whole custom resource, asks for: the settings' override, else the value at their field (`spec.version`
/// by default). Numbers are taken as their text. `None` when there is none, or something else stands there.
///
/// ```
/// use oper8_config::Config;
/// use oper8_reconcile::manifest_version;
/// use serde_json::json;
///
/// let mut settings = Config::default();
/// let cr = json!({"spec": {"version": "1.2.3"}});
/// assert_eq!(manifest_version(&cr, &settings).as_deref(), Some("1.2.3"));
/// settings.vcs.field = "spec.release".to_owned();
/// assert_eq!(manifest_version(&cr, &settings), None);
/// ```
pub fn manifest_version(cr: &Value, settings: &Config) -> Option<String> {
    let given = settings.vcs.version_override.as_ref();
    if let Some(version) = given.filter(|version| !version.is_empty()) {
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
