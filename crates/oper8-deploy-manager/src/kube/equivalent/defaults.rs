//! What the server fills in below atomic maps and lists of its own kinds.
//!
//! Everywhere else a default is a field that the manifest does not name. An atomic map or list belongs to the manifest
//! as a whole, so that a field too many is either a default or one that the manifest dropped: this tells which. The
//! published schemas do not have these, so that they stand here; the contract suite compares them with a real server.

use std::borrow::Cow;

use serde_json::Value;

/// The fields above, which field, which value in its text form.
const DEFAULTS: &[(&str, &str, &str)] = &[
    ("fieldRef", "apiVersion", "v1"),
    ("resourceFieldRef", "divisor", "0"),
    ("serviceAccountToken", "expirationSeconds", "3600"),
    ("volumeClaimTemplates", "apiVersion", "v1"),
    ("volumeClaimTemplates", "kind", "PersistentVolumeClaim"),
    ("volumeClaimTemplates", "status", r#"{"phase":"Pending"}"#),
    ("volumeClaimTemplates.spec", "volumeMode", "Filesystem"),
    ("ports", "protocol", "TCP"),
    ("onPodConditions", "status", "True"),
    ("roleRef", "apiGroup", "rbac.authorization.k8s.io"),
    ("subjects", "apiGroup", "rbac.authorization.k8s.io"),
    ("rules", "scope", "*"),
    ("resourceRules", "scope", "*"),
    ("excludeResourceRules", "scope", "*"),
];

/// Whether the server sets field `name` to `value` where it is absent; `parents` are the fields above, nearest first.
pub(super) fn is_default<'a>(
    parents: impl Iterator<Item = &'a str> + Clone,
    name: &str,
    value: &Value,
) -> bool {
    let text = match value {
        Value::String(text) => Cow::from(text),
        other => Cow::from(other.to_string()),
    };
    DEFAULTS.iter().any(|(place, field, default)| {
        *field == name
            && *default == text
            && place
                .rsplit('.')
                .eq(parents.clone().take(place.split('.').count()))
    })
}
