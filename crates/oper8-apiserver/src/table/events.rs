//! Cells of events, in the fields of both of their groups.

use serde_json::Value;

use super::age;
use super::column::Row;

/// The fields of an event differ between its two groups.
fn field<'a>(row: &Row<'a>, core: &str, events: &str) -> &'a Value {
    match row.at(core) {
        Value::Null => row.at(events),
        found => found,
    }
}

pub(super) fn first_seen(row: &Row<'_>) -> String {
    let first = field(row, "/firstTimestamp", "/deprecatedFirstTimestamp");
    match first {
        Value::Null => age::since(row.at("/eventTime"), row.now),
        first => age::since(first, row.now),
    }
}

pub(super) fn last_seen(row: &Row<'_>) -> String {
    let series = row.at("/series/lastObservedTime");
    if series.is_string() {
        return age::since(series, row.now);
    }
    match field(row, "/lastTimestamp", "/deprecatedLastTimestamp") {
        Value::Null => first_seen(row),
        last => age::since(last, row.now),
    }
}

pub(super) fn count(row: &Row<'_>) -> i64 {
    if let Some(count) = row.at("/series/count").as_i64() {
        return count;
    }
    let count = field(row, "/count", "/deprecatedCount").as_i64();
    count.filter(|count| *count > 0).unwrap_or(1)
}

pub(super) fn object(row: &Row<'_>) -> String {
    let object = field(row, "/involvedObject", "/regarding");
    let kind = object["kind"].as_str().unwrap_or_default().to_lowercase();
    match object["name"].as_str() {
        Some(name) if !name.is_empty() => format!("{kind}/{name}"),
        _ => kind,
    }
}

pub(super) fn part(row: &Row<'_>) -> String {
    let object = field(row, "/involvedObject", "/regarding");
    object["fieldPath"].as_str().unwrap_or_default().to_owned()
}

pub(super) fn source(row: &Row<'_>) -> String {
    let source = field(row, "/source", "/deprecatedSource");
    let text = |value: &'_ Value, other: &'_ str| match value.as_str() {
        Some(text) if !text.is_empty() => text.to_owned(),
        _ => other.to_owned(),
    };
    let controller = field(row, "/reportingComponent", "/reportingController");
    let component = text(
        &source["component"],
        controller.as_str().unwrap_or_default(),
    );
    let instance = text(&source["host"], row.text("/reportingInstance"));
    if instance.is_empty() {
        return component;
    }
    format!("{component}, {instance}")
}

pub(super) fn message(row: &Row<'_>) -> String {
    let message = field(row, "/message", "/note");
    message.as_str().unwrap_or_default().trim().to_owned()
}
