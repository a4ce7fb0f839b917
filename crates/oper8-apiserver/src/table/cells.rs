//! Cells that are more than a field of their object, and what such cells are made of.

use oper8_schema::quantity;
use serde_json::Value;

use super::age;
use super::column::Row;

pub(super) const NONE: &str = "<none>";
pub(super) const UNSET: &str = "<unset>";

/// What is shown where nothing is.
pub(super) fn or(text: String, default: &str) -> String {
    if text.is_empty() {
        default.to_owned()
    } else {
        text
    }
}

pub(super) fn joined<'a>(texts: impl IntoIterator<Item = &'a str>, separator: &str) -> String {
    texts.into_iter().collect::<Vec<_>>().join(separator)
}

/// The texts of one field of the elements of a list.
pub(super) fn fields<'a>(list: &'a [Value], field: &'a str) -> impl Iterator<Item = &'a str> {
    list.iter().filter_map(move |item| item[field].as_str())
}

/// A few of many: the first ones, and how many more there are.
pub(super) fn few(texts: &[String], most: usize, separator: &str) -> String {
    let shown = texts[..texts.len().min(most)].join(separator);
    match texts.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} + {more} more..."),
    }
}

pub(super) fn age(row: &Row<'_>) -> String {
    age::since(row.at("/metadata/creationTimestamp"), row.now)
}

pub(super) fn created_at(row: &Row<'_>) -> String {
    row.text("/metadata/creationTimestamp").to_owned()
}

/// `a=b,c=d` of a map; `<none>` of none.
pub(super) fn labels(map: &Value) -> String {
    let pairs = map.as_object().into_iter().flatten();
    let mut pairs: Vec<_> = pairs
        .map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()))
        .collect();
    pairs.sort();
    or(pairs.join(","), NONE)
}

/// A label selector as `kubectl -l` would take it; empty for one that selects everything or is not there.
pub(super) fn selector(selector: &Value) -> String {
    let equal = selector["matchLabels"].as_object().into_iter().flatten();
    let equal = equal.map(|(key, value)| {
        let text = format!("{key}={}", value.as_str().unwrap_or_default());
        (key.as_str(), text)
    });
    let expressions = selector["matchExpressions"]
        .as_array()
        .into_iter()
        .flatten();
    let expressions = expressions.map(|one| {
        let key = one["key"].as_str().unwrap_or_default();
        let values = one["values"].as_array().into_iter().flatten();
        let mut values: Vec<_> = values.filter_map(Value::as_str).collect();
        values.sort_unstable();
        let values = values.join(",");
        let text = match one["operator"].as_str().unwrap_or_default() {
            "In" => format!("{key} in ({values})"),
            "NotIn" => format!("{key} notin ({values})"),
            "DoesNotExist" => format!("!{key}"),
            _ => key.to_owned(),
        };
        (key, text)
    });
    let mut all: Vec<_> = equal.chain(expressions).collect();
    all.sort();
    joined(all.iter().map(|(_, text)| text.as_str()), ",")
}

pub(super) fn is_terminating(row: &Row<'_>) -> bool {
    row.at("/metadata/deletionTimestamp").is_string()
}

/// The name, marked where the class is the default one.
pub(super) fn class_name(row: &Row<'_>) -> String {
    let annotations = [
        "ingressclass.kubernetes.io/is-default-class",
        "storageclass.kubernetes.io/is-default-class",
        "storageclass.beta.kubernetes.io/is-default-class",
    ];
    let given = row.at("/metadata/annotations");
    let is_default = annotations.iter().any(|name| given[*name] == "true");
    let name = row.text("/metadata/name");
    if is_default {
        format!("{name} (default)")
    } else {
        name.to_owned()
    }
}

pub(super) fn role(row: &Row<'_>) -> String {
    format!(
        "{}/{}",
        row.text("/roleRef/kind"),
        row.text("/roleRef/name")
    )
}

fn subjects(row: &Row<'_>, kind: &str) -> String {
    let subjects = row.list("/subjects").iter().filter(|it| it["kind"] == kind);
    let names = subjects.map(|it| {
        let name = it["name"].as_str().unwrap_or_default();
        match it["namespace"].as_str() {
            Some(namespace) if kind == "ServiceAccount" && !namespace.is_empty() => {
                format!("{namespace}/{name}")
            }
            _ => name.to_owned(),
        }
    });
    names.collect::<Vec<_>>().join(", ")
}

pub(super) fn users(row: &Row<'_>) -> String {
    subjects(row, "User")
}

pub(super) fn groups(row: &Row<'_>) -> String {
    subjects(row, "Group")
}

pub(super) fn service_accounts(row: &Row<'_>) -> String {
    subjects(row, "ServiceAccount")
}

/// A phase, unless the object is on its way out.
pub(super) fn phase(row: &Row<'_>) -> String {
    if is_terminating(row) {
        return "Terminating".to_owned();
    }
    row.text("/status/phase").to_owned()
}

/// A quantity in its canonical form; none is nought.
pub(super) fn quantity(value: &Value) -> String {
    match value.as_str() {
        Some(text) => quantity::canonical(text).unwrap_or_else(|_| text.to_owned()),
        None => "0".to_owned(),
    }
}

/// Used and allowed amounts; limits have a column of their own.
fn quota(row: &Row<'_>, of_limits: bool) -> String {
    let hard = row.at("/status/hard").as_object().into_iter().flatten();
    let used = row.at("/status/used");
    let mut texts: Vec<_> = hard
        .filter(|(name, _)| name.starts_with("limits.") == of_limits)
        .map(|(name, hard)| format!("{name}: {}/{}", quantity(&used[name]), quantity(hard)))
        .collect();
    texts.sort();
    texts.join(", ")
}

pub(super) fn quota_requests(row: &Row<'_>) -> String {
    quota(row, false)
}

pub(super) fn quota_limits(row: &Row<'_>) -> String {
    quota(row, true)
}

pub(super) fn param_kind(row: &Row<'_>) -> String {
    let kind = row.at("/spec/paramKind");
    match (kind["apiVersion"].as_str(), kind["kind"].as_str()) {
        (Some(version), Some(kind)) => format!("{version}/{kind}"),
        _ => UNSET.to_owned(),
    }
}

pub(super) fn param_ref(row: &Row<'_>) -> String {
    let reference = row.at("/spec/paramRef");
    match (reference["namespace"].as_str(), reference["name"].as_str()) {
        (Some(namespace), Some(name)) => format!("{namespace}/{name}"),
        (None, Some(name)) => format!("*/{name}"),
        _ => UNSET.to_owned(),
    }
}

pub(super) fn dangling(row: &Row<'_>) -> String {
    let conditions = row.list("/status/conditions").iter();
    let mut conditions = conditions.filter(|it| it["type"] == "Dangling");
    let status = conditions.next().and_then(|it| it["status"].as_str());
    status.unwrap_or("?").to_owned()
}

pub(super) fn available(row: &Row<'_>) -> String {
    let conditions = row.list("/status/conditions").iter();
    let mut conditions = conditions.filter(|it| it["type"] == "Available");
    match conditions.next() {
        Some(it) if it["status"] == "True" => "True".to_owned(),
        Some(it) => format!(
            "{} ({})",
            it["status"].as_str().unwrap_or_default(),
            it["reason"].as_str().unwrap_or_default()
        ),
        None => "Unknown".to_owned(),
    }
}

pub(super) fn api_service(row: &Row<'_>) -> String {
    match row.at("/spec/service") {
        Value::Null => "Local".to_owned(),
        _ => format!(
            "{}/{}",
            row.text("/spec/service/namespace"),
            row.text("/spec/service/name")
        ),
    }
}

/// What has been decided of a request for a certificate.
pub(super) fn certificate_state(row: &Row<'_>) -> String {
    let mut state = Vec::new();
    for (condition, shown) in [
        ("Approved", "Approved"),
        ("Denied", "Denied"),
        ("Failed", "Failed"),
    ] {
        if row
            .list("/status/conditions")
            .iter()
            .any(|it| it["type"] == condition)
        {
            state.push(shown);
        }
    }
    if state.is_empty() {
        state.push("Pending");
    }
    if !row.text("/status/certificate").is_empty() {
        state.push("Issued");
    }
    state.join(",")
}

pub(super) fn certificate_duration(row: &Row<'_>) -> String {
    match row.at("/spec/expirationSeconds").as_i64() {
        Some(seconds) => age::human(seconds),
        None => NONE.to_owned(),
    }
}

/// How many entries a ConfigMap has, of both kinds.
pub(super) fn data_count(row: &Row<'_>) -> i64 {
    let count = |pointer| row.at(pointer).as_object().map_or(0, serde_json::Map::len);
    i64::try_from(count("/data") + count("/binaryData")).unwrap_or(i64::MAX)
}

/// How far a claim to a device has come.
pub(super) fn claim_state(row: &Row<'_>) -> String {
    let mut states = Vec::new();
    if row.at("/metadata/deletionTimestamp").is_string() {
        states.push("deleted");
    }
    if row.at("/status/allocation").is_object() {
        states.push("allocated");
        if !row.list("/status/reservedFor").is_empty() {
            states.push("reserved");
        }
    } else {
        states.push("pending");
    }
    states.join(",")
}
