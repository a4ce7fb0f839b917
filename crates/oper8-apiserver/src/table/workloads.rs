//! Cells of workloads and what looks after them.

use serde_json::Value;

use super::age;
use super::cells::{
    NONE, UNSET, few, fields, is_terminating, joined, labels, or, quantity, selector,
};
use super::column::Row;

pub(super) fn selector_text(row: &Row<'_>) -> String {
    selector(row.at("/spec/selector"))
}

pub(super) fn label_selector(row: &Row<'_>) -> String {
    or(selector_text(row), NONE)
}

pub(super) fn job_template_selector(row: &Row<'_>) -> String {
    or(selector(row.at("/spec/jobTemplate/spec/selector")), NONE)
}

pub(super) fn plain_selector(row: &Row<'_>) -> String {
    labels(row.at("/spec/selector"))
}

pub(super) fn node_selector(row: &Row<'_>) -> String {
    labels(row.at("/spec/template/spec/nodeSelector"))
}

pub(super) fn template_labels(row: &Row<'_>) -> String {
    labels(row.at("/template/metadata/labels"))
}

/// The containers of a workload, wherever its template is.
fn containers<'a>(row: &Row<'a>) -> &'a [Value] {
    let places = [
        "/spec/template/spec/containers",
        "/spec/jobTemplate/spec/template/spec/containers",
        "/template/spec/containers",
    ];
    let mut lists = places.iter().filter_map(|place| row.object.pointer(place));
    let found = lists.find_map(Value::as_array);
    found.map_or(&[], Vec::as_slice)
}

pub(super) fn container_names(row: &Row<'_>) -> String {
    joined(fields(containers(row), "name"), ",")
}

pub(super) fn container_images(row: &Row<'_>) -> String {
    let images = containers(row).iter();
    joined(
        images.map(|it| it["image"].as_str().unwrap_or_default()),
        ",",
    )
}

/// Ready of wanted replicas.
pub(super) fn ready_replicas(row: &Row<'_>) -> String {
    let wanted = row.number("/spec/replicas");
    format!("{}/{wanted}", row.number("/status/readyReplicas"))
}

fn has_condition(row: &Row<'_>, kind: &str) -> bool {
    let conditions = row.list("/status/conditions").iter();
    let mut conditions = conditions.filter(|it| it["type"] == kind);
    conditions.next().is_some_and(|it| it["status"] == "True")
}

pub(super) fn job_status(row: &Row<'_>) -> String {
    let status = if has_condition(row, "Complete") {
        "Complete"
    } else if has_condition(row, "Failed") {
        "Failed"
    } else if is_terminating(row) {
        "Terminating"
    } else {
        let states = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];
        let state = states.into_iter().find(|state| has_condition(row, state));
        state.unwrap_or("Running")
    };
    status.to_owned()
}

pub(super) fn job_completions(row: &Row<'_>) -> String {
    let succeeded = row.number("/status/succeeded");
    let parallelism = row.number("/spec/parallelism");
    match row.at("/spec/completions").as_i64() {
        Some(wanted) => format!("{succeeded}/{wanted}"),
        None if parallelism > 1 => format!("{succeeded}/1 of {parallelism}"),
        None => format!("{succeeded}/1"),
    }
}

pub(super) fn job_duration(row: &Row<'_>) -> String {
    let time = |pointer| {
        row.at(pointer)
            .as_str()
            .and_then(oper8_status::parse_timestamp)
    };
    let Some(start) = time("/status/startTime") else {
        return String::new();
    };
    age::between(start, time("/status/completionTime").unwrap_or(row.now))
}

pub(super) fn suspended(row: &Row<'_>) -> String {
    let flag = match row.at("/spec/suspend").as_bool() {
        Some(true) => "True",
        Some(false) => "False",
        None => UNSET,
    };
    flag.to_owned()
}

pub(super) fn last_schedule(row: &Row<'_>) -> String {
    match row.at("/status/lastScheduleTime") {
        Value::Null => NONE.to_owned(),
        time => age::since(time, row.now),
    }
}

/// Text or number, as `IntOrString` is.
fn either(value: &Value) -> String {
    match value {
        Value::Null => "N/A".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(super) fn min_available(row: &Row<'_>) -> String {
    either(row.at("/spec/minAvailable"))
}

pub(super) fn max_unavailable(row: &Row<'_>) -> String {
    either(row.at("/spec/maxUnavailable"))
}

pub(super) fn scale_target(row: &Row<'_>) -> String {
    let target = row.at("/spec/scaleTargetRef");
    let text = |field: &str| target[field].as_str().unwrap_or_default().to_owned();
    format!("{}/{}", text("kind"), text("name"))
}

pub(super) fn min_pods(row: &Row<'_>) -> String {
    let least = row.at("/spec/minReplicas").as_i64();
    least.map_or_else(|| UNSET.to_owned(), |least| least.to_string())
}

/// Present and wanted values of the first two metrics.
pub(super) fn metrics(row: &Row<'_>) -> String {
    let present = row.list("/status/currentMetrics");
    let metrics = row.list("/spec/metrics").iter().enumerate();
    let texts: Vec<_> = metrics
        .map(|(index, metric)| metric_text(metric, present.get(index).unwrap_or(&Value::Null)))
        .collect();
    or(few(&texts, 2, ", "), NONE)
}

fn metric_text(metric: &Value, present: &Value) -> String {
    let kind = metric["type"].as_str().unwrap_or_default();
    let (field, is_resource) = match kind {
        "Resource" => ("resource", true),
        "ContainerResource" => ("containerResource", true),
        "Pods" => ("pods", false),
        "Object" => ("object", false),
        "External" => ("external", false),
        _ => return "<unknown type>".to_owned(),
    };
    let target = &metric[field]["target"];
    let current = &present[field]["current"];
    let known = |value: &Value| match value {
        Value::String(_) => quantity(value),
        Value::Number(number) => format!("{number}%"),
        _ => "<unknown>".to_owned(),
    };
    let by_average = target["averageValue"].is_string();
    let (wanted, measured) = if by_average {
        (quantity(&target["averageValue"]), &current["averageValue"])
    } else if is_resource {
        let wanted = target["averageUtilization"].as_i64();
        let wanted = wanted.map_or_else(|| "<auto>".to_owned(), |percent| format!("{percent}%"));
        (wanted, &current["averageUtilization"])
    } else {
        (quantity(&target["value"]), &current["value"])
    };
    let name = if is_resource {
        format!("{}: ", metric[field]["name"].as_str().unwrap_or_default())
    } else {
        String::new()
    };
    let note = if by_average && matches!(kind, "Object" | "External") {
        " (avg)"
    } else {
        ""
    };
    format!("{name}{}/{wanted}{note}", known(measured))
}

/// `deployment.apps/web` of the object that controls this one.
pub(super) fn controlled_by(row: &Row<'_>) -> String {
    let owners = row.list("/metadata/ownerReferences").iter();
    let mut owners = owners.filter(|it| it["controller"] == true);
    let Some(owner) = owners.next() else {
        return NONE.to_owned();
    };
    let text = |field: &str| owner[field].as_str().unwrap_or_default().to_owned();
    let kind = text("kind").to_lowercase();
    match text("apiVersion").split_once('/') {
        Some((group, _)) => format!("{kind}.{group}/{}", text("name")),
        None => format!("{kind}/{}", text("name")),
    }
}
