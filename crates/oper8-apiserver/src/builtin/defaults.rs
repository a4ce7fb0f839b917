//! Defaults of the built-in kinds, from one table: what the real server adds to minimal objects.
//!
//! The table maps kinds (`Deployment.apps`) to objects of defaults. `name` is set, or made and gone into, when it is
//! absent; `name?` is gone into only when it is there; `name[]` is gone into for every element; a text `@name` stands
//! for another entry of the table. Defaults that follow from other fields are in [`super::rules`].

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// Adds the defaults of the kind to an object. `qualified` is `Deployment.apps`, or the kind alone in the core group.
pub(crate) fn add_defaults(object: &mut Value, qualified: &str) {
    if let (Some(defaults), Some(fields)) = (TABLE.get(qualified), object.as_object_mut()) {
        fill(fields, defaults);
    }
}

/// What to do about one field.
#[derive(Clone, Debug)]
enum Default {
    /// Set it when it is absent.
    Value(Value),
    /// Make it when it is absent, and go into it.
    Make(Vec<(String, Self)>),
    /// Go into it when it is there.
    Into(Vec<(String, Self)>),
    /// Go into each of its elements.
    Each(Vec<(String, Self)>),
}

type Fields = Vec<(String, Default)>;

static TABLE: LazyLock<HashMap<String, Fields>> =
    LazyLock::new(|| parse(include_str!("defaults.json")).unwrap_or_default());

fn parse(text: &str) -> Result<HashMap<String, Fields>, String> {
    let table: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let kinds = table.iter().filter(|(name, _)| !name.starts_with('@'));
    kinds
        .map(|(name, defaults)| Ok((name.clone(), fields(defaults, &table)?)))
        .collect()
}

/// The fields of an entry, its references resolved.
fn fields(entry: &Value, table: &Map<String, Value>) -> Result<Fields, String> {
    let entry = match entry.as_str() {
        Some(name) => table
            .get(name)
            .ok_or_else(|| format!("`{name}` is not in the table"))?,
        None => entry,
    };
    let entry = entry
        .as_object()
        .ok_or_else(|| format!("`{entry}` is no object of defaults"))?;
    entry
        .iter()
        .map(|(key, value)| one(key, value, table))
        .collect()
}

fn one(key: &str, value: &Value, table: &Map<String, Value>) -> Result<(String, Default), String> {
    if let Some(name) = key.strip_suffix('?') {
        return Ok((name.to_owned(), Default::Into(fields(value, table)?)));
    }
    if let Some(name) = key.strip_suffix("[]") {
        return Ok((name.to_owned(), Default::Each(fields(value, table)?)));
    }
    let refers = value.as_str().is_some_and(|text| text.starts_with('@'));
    let default = if refers || value.is_object() {
        Default::Make(fields(value, table)?)
    } else {
        Default::Value(value.clone())
    };
    Ok((key.to_owned(), default))
}

fn fill(object: &mut Map<String, Value>, defaults: &Fields) {
    for (name, default) in defaults {
        match default {
            Default::Value(value) => {
                // To Go an empty text is none.
                let absent = match object.get(name) {
                    None => true,
                    Some(Value::String(text)) => text.is_empty() && value.is_string(),
                    Some(_) => false,
                };
                if absent {
                    object.insert(name.clone(), value.clone());
                }
            }
            Default::Make(inner) => {
                let part = object
                    .entry(name.clone())
                    .or_insert_with(|| Value::Object(Map::new()));
                fill_part(part, inner);
            }
            Default::Into(inner) => {
                if let Some(part) = object.get_mut(name) {
                    fill_part(part, inner);
                }
            }
            Default::Each(inner) => {
                for part in object
                    .get_mut(name)
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
                {
                    fill_part(part, inner);
                }
            }
        }
    }
}

fn fill_part(part: &mut Value, defaults: &Fields) {
    if let Some(object) = part.as_object_mut() {
        fill(object, defaults);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let table = parse(include_str!("defaults.json")).unwrap();
        for name in table.keys() {
            let (kind, group) = name.split_once('.').unwrap_or((name, ""));
            let known = oper8_schema::kinds::all()
                .iter()
                .any(|entry| entry.kind == kind && entry.group == group);
            assert!(known, "{name} is no kind");
        }
    }

    #[test]
    fn defaults_fill_gaps_and_leave_the_rest_alone() {
        let mut object = json!({"spec": {"replicas": 3, "template": {"spec": {"containers": [
            {"name": "a", "livenessProbe": {"periodSeconds": 5}},
        ]}}}});
        add_defaults(&mut object, "Deployment.apps");
        let spec = &object["spec"];
        assert_eq!(spec["replicas"], 3);
        assert_eq!(spec["revisionHistoryLimit"], 10);
        let container = &spec["template"]["spec"]["containers"][0];
        assert_eq!(container["livenessProbe"]["periodSeconds"], 5);
        assert_eq!(container["livenessProbe"]["failureThreshold"], 3);
        assert!(container["readinessProbe"].is_null());
        assert_eq!(spec["template"]["spec"]["securityContext"], json!({}));
    }
}
