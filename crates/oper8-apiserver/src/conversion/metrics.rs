//! Metrics and conditions of autoscalers as the annotations of version 1 hold them: JSON in the order of Go's fields.

use serde_json::{Map, Value, json};

/// The fields that are there, in the given order.
pub(super) fn ordered(fields: &[(&str, &Value)]) -> String {
    let parts = fields
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| format!("{key:?}:{value}"));
    format!("{{{}}}", parts.collect::<Vec<_>>().join(","))
}

/// `{"type": .., <key>: ..}`, where the second value is JSON already.
fn tagged(metric: &Value, key: &str, inner: &str) -> String {
    format!("{{\"type\":{},{key:?}:{inner}}}", metric["type"])
}

/// The key of what a metric says beside its type.
fn key(metric: &Value) -> &'static str {
    match metric["type"].as_str() {
        Some("Resource") => "resource",
        Some("ContainerResource") => "containerResource",
        Some("Pods") => "pods",
        Some("Object") => "object",
        _ => "external",
    }
}

/// What an object metric is about.
fn reference(object: &Value) -> String {
    let described = &object["describedObject"];
    ordered(&[
        ("kind", &described["kind"]),
        ("name", &described["name"]),
        ("apiVersion", &described["apiVersion"]),
    ])
}

/// A wanted metric as an element of the annotation.
pub(super) fn target(metric: &Value) -> String {
    let key = key(metric);
    let (own, target) = (&metric[key], &metric[key]["target"]);
    let named = &own["metric"];
    let inner = match key {
        "resource" | "containerResource" => ordered(&[
            ("name", &own["name"]),
            ("targetAverageUtilization", &target["averageUtilization"]),
            ("targetAverageValue", &target["averageValue"]),
            ("container", &own["container"]),
        ]),
        "pods" => ordered(&[
            ("metricName", &named["name"]),
            ("targetAverageValue", &target["averageValue"]),
            ("selector", &named["selector"]),
        ]),
        "object" => with_reference(
            own,
            &[
                ("metricName", &named["name"]),
                ("targetValue", &or_zero(&target["value"])),
                ("selector", &named["selector"]),
                ("averageValue", &target["averageValue"]),
            ],
        ),
        _ => ordered(&[
            ("metricName", &named["name"]),
            ("metricSelector", &named["selector"]),
            ("targetValue", &target["value"]),
            ("targetAverageValue", &target["averageValue"]),
        ]),
    };
    tagged(metric, key, &inner)
}

/// A measured metric as an element of the annotation.
pub(super) fn current(metric: &Value) -> String {
    let key = key(metric);
    let (own, current) = (&metric[key], &metric[key]["current"]);
    let named = &own["metric"];
    let inner = match key {
        "resource" | "containerResource" => ordered(&[
            ("name", &own["name"]),
            ("currentAverageUtilization", &current["averageUtilization"]),
            ("currentAverageValue", &or_zero(&current["averageValue"])),
            ("container", &own["container"]),
        ]),
        "pods" => ordered(&[
            ("metricName", &named["name"]),
            ("currentAverageValue", &or_zero(&current["averageValue"])),
            ("selector", &named["selector"]),
        ]),
        "object" => with_reference(
            own,
            &[
                ("metricName", &named["name"]),
                ("currentValue", &or_zero(&current["value"])),
                ("selector", &named["selector"]),
                ("averageValue", &current["averageValue"]),
            ],
        ),
        _ => ordered(&[
            ("metricName", &named["name"]),
            ("metricSelector", &named["selector"]),
            ("currentValue", &or_zero(&current["value"])),
            ("currentAverageValue", &current["averageValue"]),
        ]),
    };
    tagged(metric, key, &inner)
}

/// A condition as an element of the annotation.
pub(super) fn condition(condition: &Value) -> String {
    ordered(&[
        ("type", &condition["type"]),
        ("status", &condition["status"]),
        ("lastTransitionTime", &condition["lastTransitionTime"]),
        ("reason", &condition["reason"]),
        ("message", &condition["message"]),
    ])
}

fn or_zero(quantity: &Value) -> Value {
    match quantity {
        Value::Null => "0".into(),
        quantity => quantity.clone(),
    }
}

fn with_reference(own: &Value, fields: &[(&str, &Value)]) -> String {
    let rest = ordered(fields);
    let reference = reference(own);
    format!("{{\"target\":{reference},{}", &rest[1..])
}

/// A wanted metric of the annotation.
pub(super) fn read_target(noted: &Value) -> Value {
    let key = key(noted);
    let own = &noted[key];
    let value = first(own, &["targetValue"]);
    let average = first(own, &["targetAverageValue", "averageValue"]);
    let utilization = &own["targetAverageUtilization"];
    let kind = match (utilization, &average) {
        (Value::Null, Value::Null) => "Value",
        (Value::Null, _) => "AverageValue",
        _ => "Utilization",
    };
    // An average excludes a total.
    let value = if average.is_null() {
        value
    } else {
        Value::Null
    };
    let target = present(&[
        ("type", &kind.into()),
        ("value", &value),
        ("averageValue", &average),
        ("averageUtilization", utilization),
    ]);
    let mut metric = subject(key, own);
    metric["target"] = target;
    json!({"type": noted["type"], key: metric})
}

/// A measured metric of the annotation.
pub(super) fn read_current(noted: &Value) -> Value {
    let key = key(noted);
    let own = &noted[key];
    let current = present(&[
        ("value", &first(own, &["currentValue"])),
        (
            "averageValue",
            &first(own, &["currentAverageValue", "averageValue"]),
        ),
        ("averageUtilization", &own["currentAverageUtilization"]),
    ]);
    let mut metric = subject(key, own);
    metric["current"] = current;
    json!({"type": noted["type"], key: metric})
}

/// What a metric of the annotation is about.
fn subject(key: &str, own: &Value) -> Value {
    let named = present(&[
        ("name", &own["metricName"]),
        ("selector", &first(own, &["selector", "metricSelector"])),
    ]);
    match key {
        "resource" | "containerResource" => {
            present(&[("name", &own["name"]), ("container", &own["container"])])
        }
        "object" => json!({"describedObject": own["target"], "metric": named}),
        _ => json!({"metric": named}),
    }
}

fn present(fields: &[(&str, &Value)]) -> Value {
    let fields = fields.iter().filter(|(_, value)| !value.is_null());
    fields
        .map(|(key, value)| ((*key).to_owned(), (*value).clone()))
        .collect::<Map<_, _>>()
        .into()
}

fn first(own: &Value, keys: &[&str]) -> Value {
    let mut found = keys.iter().map(|key| &own[*key]);
    found
        .find(|value| !value.is_null())
        .cloned()
        .unwrap_or_default()
}
