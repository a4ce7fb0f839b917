//! Autoscalers: `autoscaling/v1`, which keeps in annotations what it has no fields for, and `autoscaling/v2`.

use serde_json::{Map, Value, json};

use super::{behavior, metrics};

const METRICS: &str = "autoscaling.alpha.kubernetes.io/metrics";
const CURRENT: &str = "autoscaling.alpha.kubernetes.io/current-metrics";
const CONDITIONS: &str = "autoscaling.alpha.kubernetes.io/conditions";
const BEHAVIOR: &str = "autoscaling.alpha.kubernetes.io/behavior";

/// Version 2 as version 1.
pub(super) fn from_stored(stored: &Value) -> Value {
    let mut object = stored.clone();
    object["apiVersion"] = "autoscaling/v1".into();
    let mut notes = Map::new();
    let spec = &stored["spec"];
    if let Some(all) = spec["metrics"].as_array() {
        let others: Vec<_> = all
            .iter()
            .filter(|one| utilization(one).is_none())
            .collect();
        if let Some(target) = all.iter().find_map(utilization) {
            object["spec"]["targetCPUUtilizationPercentage"] = target.clone();
        }
        if !others.is_empty() {
            note(&mut notes, METRICS, others.into_iter().map(metrics::target));
        }
    }
    if let Some(text) = behavior::write(&spec["behavior"]) {
        notes.insert(BEHAVIOR.to_owned(), text.into());
    }
    let status = &stored["status"];
    if let Some(all) = status["currentMetrics"]
        .as_array()
        .filter(|all| !all.is_empty())
    {
        note(&mut notes, CURRENT, all.iter().map(metrics::current));
        if let Some(current) = all.iter().find_map(current_utilization) {
            object["status"]["currentCPUUtilizationPercentage"] = current.clone();
        }
    }
    if let Some(all) = status["conditions"]
        .as_array()
        .filter(|all| !all.is_empty())
    {
        note(&mut notes, CONDITIONS, all.iter().map(metrics::condition));
    }
    remove(&mut object["spec"], &["metrics", "behavior"]);
    remove(&mut object["status"], &["currentMetrics", "conditions"]);
    if object["status"].is_object() && object["status"]["currentReplicas"].is_null() {
        object["status"]["currentReplicas"] = 0.into();
    }
    if !notes.is_empty() {
        if !object["metadata"]["annotations"].is_object() {
            object["metadata"]["annotations"] = json!({});
        }
        if let Some(annotations) = object["metadata"]["annotations"].as_object_mut() {
            annotations.extend(notes);
        }
    }
    object
}

/// Version 1 as version 2.
pub(super) fn to_stored(mut object: Value) -> Value {
    object["apiVersion"] = "autoscaling/v2".into();
    let mut noted = |key: &str| {
        let annotations = object
            .pointer_mut("/metadata/annotations")?
            .as_object_mut()?;
        let text = annotations.remove(key)?;
        serde_json::from_str::<Value>(text.as_str()?).ok()
    };
    let (targets, current) = (noted(METRICS), noted(CURRENT));
    let (conditions, behavior) = (noted(CONDITIONS), noted(BEHAVIOR));
    let no_annotations = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    if no_annotations(&object["metadata"]["annotations"]) {
        remove(&mut object["metadata"], &["annotations"]);
    }
    let mut all: Vec<_> = elements(&targets).map(metrics::read_target).collect();
    if let Some(target) = take(&mut object["spec"], "targetCPUUtilizationPercentage") {
        all.push(json!({"type": "Resource", "resource": {
            "name": "cpu",
            "target": {"type": "Utilization", "averageUtilization": target},
        }}));
    }
    if !all.is_empty() {
        object["spec"]["metrics"] = all.into();
    }
    if let Some(behavior) = behavior.as_ref().and_then(behavior::read) {
        object["spec"]["behavior"] = behavior;
    }
    let utilization = take(&mut object["status"], "currentCPUUtilizationPercentage");
    let mut current: Vec<_> = elements(&current).map(metrics::read_current).collect();
    if let Some(utilization) = utilization.filter(|_| current.is_empty()) {
        current.push(json!({"type": "Resource", "resource": {
            "name": "cpu",
            "current": {"averageUtilization": utilization},
        }}));
    }
    if object["status"].is_object() {
        if object["status"]["currentReplicas"] == 0 {
            remove(&mut object["status"], &["currentReplicas"]);
        }
        object["status"]["currentMetrics"] = match current.is_empty() {
            true => Value::Null,
            false => current.into(),
        };
        if let Some(conditions) = conditions {
            object["status"]["conditions"] = conditions;
        }
    }
    object
}

/// The wanted utilization, where a metric is about the processor and nothing else.
fn utilization(metric: &Value) -> Option<&Value> {
    let resource = &metric["resource"];
    (metric["type"] == "Resource" && resource["name"] == "cpu")
        .then(|| &resource["target"]["averageUtilization"])
        .filter(|value| !value.is_null())
}

fn current_utilization(metric: &Value) -> Option<&Value> {
    let resource = &metric["resource"];
    (metric["type"] == "Resource" && resource["name"] == "cpu")
        .then(|| &resource["current"]["averageUtilization"])
        .filter(|value| !value.is_null())
}

fn note(notes: &mut Map<String, Value>, key: &str, texts: impl Iterator<Item = String>) {
    let texts: Vec<_> = texts.collect();
    notes.insert(key.to_owned(), format!("[{}]", texts.join(",")).into());
}

fn elements(list: &Option<Value>) -> impl Iterator<Item = &Value> {
    list.as_ref()
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn take(object: &mut Value, key: &str) -> Option<Value> {
    object.as_object_mut()?.remove(key)
}

fn remove(object: &mut Value, keys: &[&str]) {
    for key in keys {
        take(object, key);
    }
}
