//! The annotation of a target that lists its patches: entries are added, renewed and removed, and others are left alone.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use oper8_patch::{PatchReference, TEMPORARY_PATCH_KIND, TEMPORARY_PATCHES_ANNOTATION};
use oper8_status::parse_timestamp;
use serde_json::{Map, Value, json};

use super::group;
use crate::error::{Error, Result};

/// The annotation with the patch in it, `found` being the present one. An entry that is there keeps its timestamp, and so its
/// place among the patches; it is renewed when the patch has another generation, which makes the target notice.
pub(super) fn attached(
    found: Option<&str>,
    patch: &PatchReference,
    generation: Option<i64>,
    now: Timestamp,
) -> Result<Option<String>> {
    let mut entries = read(found)?;
    let old = entries.get(&patch.name);
    if let Some(old) = old
        && !is_entry_of(patch, old)
    {
        return Err(Error::Config(format!(
            "the target has another patch named {}, of kind {}: give this one another name",
            patch.name,
            kind_of(old),
        )));
    }
    let timestamp = old
        .and_then(|old| old["timestamp"].as_str())
        .filter(|text| parse_timestamp(text).is_some());
    let timestamp = timestamp.map_or_else(|| text(later(&entries, now)), str::to_owned);
    let mut entry = json!({
        "timestamp": timestamp,
        "api_version": patch.api_version,
        "kind": patch.kind,
    });
    if let Some(generation) = generation {
        entry["generation"] = generation.into();
    }
    if old == Some(&entry) {
        return Ok(found.map(str::to_owned));
    }
    entries.insert(patch.name.clone(), entry);
    Ok(Some(Value::Object(entries).to_string()))
}

/// The annotation without the patch; none when it was the last one.
pub(super) fn detached(found: Option<&str>, patch: &PatchReference) -> Result<Option<String>> {
    let mut entries = read(found)?;
    let is_there = entries
        .get(&patch.name)
        .is_some_and(|entry| is_entry_of(patch, entry));
    if !is_there {
        return Ok(found.map(str::to_owned));
    }
    entries.remove(&patch.name);
    Ok((!entries.is_empty()).then(|| Value::Object(entries).to_string()))
}

fn read(found: Option<&str>) -> Result<Map<String, Value>> {
    let bad = |problem: &str| {
        Error::Config(format!(
            "annotation {TEMPORARY_PATCHES_ANNOTATION} of the target {problem}; mend it or remove it"
        ))
    };
    match serde_json::from_str(found.unwrap_or("{}")) {
        Ok(Value::Object(entries)) => Ok(entries),
        Ok(_) => Err(bad("is no JSON object")),
        Err(_) => Err(bad("is no JSON")),
    }
}

/// Whether an entry under the patch's name is of the patch's kind; one that does not say its kind can be nobody else's.
fn is_entry_of(patch: &PatchReference, entry: &Value) -> bool {
    let Some(api_version) = entry["api_version"].as_str() else {
        return true;
    };
    group(api_version) == group(&patch.api_version) && kind_of(entry) == patch.kind
}

fn kind_of(entry: &Value) -> &str {
    entry["kind"].as_str().unwrap_or(TEMPORARY_PATCH_KIND)
}

/// `now`, or right after the latest of the patches that are there: what is attached later applies later, whatever the clocks
/// of their writers show.
fn later(entries: &Map<String, Value>, now: Timestamp) -> Timestamp {
    let times = entries.values().map(|entry| entry["timestamp"].as_str());
    let latest = times.flatten().filter_map(parse_timestamp).max();
    let after = latest.and_then(|latest| latest.checked_add(Duration::from_micros(1)).ok());
    after.map_or(now, |after| after.max(now))
}

/// UTC without a zone, as the Python framework writes and compares it.
fn text(time: Timestamp) -> String {
    format!("{:.6}", TimeZone::UTC.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(name: &str) -> PatchReference {
        PatchReference {
            name: name.to_owned(),
            api_version: "oper8.org/v1".to_owned(),
            kind: "TemporaryPatch".to_owned(),
        }
    }

    fn now() -> Timestamp {
        "2024-01-02T03:04:05.5Z".parse().unwrap()
    }

    #[track_caller]
    fn attach(found: &Value, name: &str, generation: i64) -> Value {
        let found = (!found.is_null()).then(|| found.to_string());
        let text = attached(found.as_deref(), &patch(name), Some(generation), now());
        serde_json::from_str(&text.unwrap().unwrap()).unwrap()
    }

    fn entry(time: &str, generation: i64) -> Value {
        json!({
            "timestamp": time, "api_version": "oper8.org/v1", "kind": "TemporaryPatch",
            "generation": generation,
        })
    }

    #[test]
    fn the_first_patch_makes_the_annotation_and_the_last_takes_it_away() {
        let one = attach(&Value::Null, "one", 1);
        assert_eq!(one, json!({"one": entry("2024-01-02T03:04:05.500000", 1)}));
        let left = detached(Some(&one.to_string()), &patch("one"));
        assert_eq!(left.unwrap(), None);
    }

    #[test]
    fn a_patch_comes_after_those_that_are_there_whatever_the_clock_shows() {
        let early = json!({"a": entry("2024-01-01T00:00:00", 1)});
        let both = attach(&early, "b", 1);
        assert_eq!(both["b"]["timestamp"], "2024-01-02T03:04:05.500000");
        let late = json!({"z": entry("2030-01-01T00:00:00Z", 1)});
        let both = attach(&late, "b", 1);
        assert_eq!(both["b"]["timestamp"], "2030-01-01T00:00:00.000001");
        assert_eq!(both["z"], late["z"]);
    }

    #[test]
    fn a_patch_that_is_there_is_renewed_in_its_place_when_it_was_edited() {
        let old = json!({"a": entry("2024-01-01T00:00:00", 1)});
        assert_eq!(attach(&old, "a", 1), old);
        assert_eq!(
            attach(&old, "a", 2),
            json!({"a": entry("2024-01-01T00:00:00", 2)})
        );
        let same = attached(Some(" {} "), &patch("a"), None, now());
        assert!(same.unwrap().unwrap().contains("TemporaryPatch"));
        let found = format!(" {old} ");
        let kept = attached(Some(&found), &patch("a"), Some(1), now());
        assert_eq!(kept.unwrap().unwrap(), found, "not even spaces change");
    }

    #[test]
    fn an_entry_without_a_readable_time_is_mended() {
        for broken in [
            json!({"a": {}}),
            json!({"a": 5}),
            json!({"a": {"timestamp": "soon"}}),
        ] {
            let mended = attach(&broken, "a", 1);
            assert_eq!(mended, json!({"a": entry("2024-01-02T03:04:05.500000", 1)}));
        }
    }

    #[test]
    fn patches_of_another_kind_keep_their_name() {
        let other = json!({"a": {"timestamp": "2024-01-01T00:00:00", "api_version": "my.org/v1", "kind": "Fix"}});
        let text = other.to_string();
        let error = attached(Some(&text), &patch("a"), Some(1), now()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the target has another patch named a, of kind Fix: give this one another name"
        );
        assert_eq!(detached(Some(&text), &patch("a")).unwrap(), Some(text));
    }

    #[test]
    fn an_annotation_that_cannot_be_read_is_a_config_error() {
        for (text, problem) in [("{", "is no JSON;"), ("[]", "is no JSON object;")] {
            for result in [
                attached(Some(text), &patch("a"), Some(1), now()),
                detached(Some(text), &patch("a")),
            ] {
                let error = result.unwrap_err();
                assert!(matches!(error, Error::Config(_)));
                assert!(error.to_string().contains(problem), "{error}");
            }
        }
    }
}
