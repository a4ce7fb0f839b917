//! Which objects a quota is about, where it has scopes.

use serde_json::{Value, json};

use super::pod;
use crate::selectors::LabelSelector;
use crate::store::GroupResource;

/// Whether every scope of a quota holds for an object.
pub(super) fn hold(spec: &Value, resource: &GroupResource, object: &Value) -> bool {
    let items = |list: &'_ Value| list.as_array().cloned().unwrap_or_default();
    let named = items(&spec["scopes"]);
    let named = named
        .iter()
        .map(|scope| json!({"scopeName": scope, "operator": "Exists"}));
    let selected = items(&spec["scopeSelector"]["matchExpressions"]);
    named
        .chain(selected)
        .all(|scope| match (&*resource.group, &*resource.resource) {
            ("", "pods") => holds_for_pod(&scope, object),
            ("", "persistentvolumeclaims") => holds_for_claim(&scope, object),
            _ => false,
        })
}

fn holds_for_pod(scope: &Value, pod: &Value) -> bool {
    match scope["scopeName"].as_str().unwrap_or_default() {
        "Terminating" => pod::is_terminating(pod),
        "NotTerminating" => !pod::is_terminating(pod),
        "BestEffort" => pod::is_best_effort(pod),
        "NotBestEffort" => !pod::is_best_effort(pod),
        "PriorityClass" => selects(scope, "PriorityClass", &pod["spec"]["priorityClassName"]),
        "CrossNamespacePodAffinity" => looks_elsewhere(&pod["spec"]["affinity"]),
        _ => false,
    }
}

fn holds_for_claim(scope: &Value, claim: &Value) -> bool {
    let class = &claim["spec"]["volumeAttributesClassName"];
    scope["scopeName"] == "VolumeAttributesClass" && selects(scope, "VolumeAttributesClass", class)
}

/// Whether the expression of a scope selects a value, as it would a label.
fn selects(scope: &Value, key: &str, value: &Value) -> bool {
    let value = value.as_str().filter(|value| !value.is_empty());
    let mut labelled = json!({"metadata": {"labels": {}}});
    if let Some(value) = value {
        labelled["metadata"]["labels"][key] = value.into();
    }
    let mut expression = json!({"key": key, "operator": scope["operator"]});
    if scope["values"].is_array() {
        expression["values"] = scope["values"].clone();
    }
    LabelSelector::of(&json!({"matchExpressions": [expression]})).matches(&labelled)
}

/// Whether an affinity is to Pods of other namespaces.
fn looks_elsewhere(affinity: &Value) -> bool {
    let terms = ["podAffinity", "podAntiAffinity"]
        .into_iter()
        .flat_map(|kind| {
            let required =
                affinity[kind]["requiredDuringSchedulingIgnoredDuringExecution"].as_array();
            let preferred =
                affinity[kind]["preferredDuringSchedulingIgnoredDuringExecution"].as_array();
            let preferred = preferred
                .into_iter()
                .flatten()
                .map(|term| &term["podAffinityTerm"]);
            required.into_iter().flatten().chain(preferred)
        });
    let named = |term: &Value| {
        let namespaces = term["namespaces"].as_array();
        namespaces.is_some_and(|all| !all.is_empty()) || !term["namespaceSelector"].is_null()
    };
    terms.into_iter().any(named)
}
