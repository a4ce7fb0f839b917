//! Objects of a real server, and the cells that it showed of them.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{cells, definitions, pods};
use crate::custom::definition;
use crate::registry::Registry;

/// What a real server answered for whole tables with their objects.
const RECORDED: &str = include_str!("../../tests/data/tables.json");

/// A definition of the custom kinds whose tables were recorded.
fn custom(kind: &str, columns: &Value) -> Value {
    let paths = [
        ".status.conditions[?(@.type==\"Ready\")].status",
        ".spec.size",
        ".spec.part",
        ".spec.on",
        ".spec.list[0]",
        ".spec.list[*]",
        ".spec.map",
        ".metadata.labels['example\\.org/x']",
        ".metadata.annotations.example\\.org/y",
        ".spec.when",
        ".spec.list[-1]",
        ".spec.list[0:2]",
        ".metadata.creationTimestamp",
    ];
    let columns = columns.as_array().unwrap()[1..].iter().zip(paths);
    let columns: Vec<_> = columns
        .map(
            |(it, path)| json!({"name": it[0], "type": it[1], "priority": it[3], "jsonPath": path}),
        )
        .collect();
    let columns = if kind == "Plain" { Vec::new() } else { columns };
    json!({"spec": {
        "group": "tab.example.org",
        "names": {"kind": kind, "plural": kind.to_lowercase()},
        "versions": [{
            "name": "v1",
            "served": true,
            "additionalPrinterColumns": columns,
            "schema": {"openAPIV3Schema": {"type": "object"}},
        }],
    }})
}

#[test]
fn cells_are_those_of_a_real_server() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    let catalog = Registry::new().catalog();
    let mut differences = Vec::new();
    for table in &recorded {
        let kind = table["kind"].as_str().unwrap();
        let api_version = table["apiVersion"].as_str().unwrap();
        let resource = if api_version == "tab.example.org/v1" {
            let definition = custom(kind, &table["columns"]);
            Arc::new(definition::resources(&definition).remove(0))
        } else {
            let found = catalog.find_kind(api_version, kind);
            Arc::clone(found.unwrap_or_else(|| panic!("no {kind} in {api_version}")))
        };
        let columns: Value = definitions(&resource)
            .as_array()
            .unwrap()
            .iter()
            .map(|it| json!([it["name"], it["type"], it["format"], it["priority"]]))
            .collect();
        if columns != table["columns"] {
            differences.push(format!("{kind}: {columns}\n  not {}", table["columns"]));
        }
        let now: Timestamp = table["now"].as_str().unwrap().parse().unwrap();
        for row in table["rows"].as_array().unwrap() {
            let object = &row["object"];
            let seen = json!({
                "cells": cells(&resource, object, now),
                "conditions": pods::row_conditions(&resource, object),
            });
            let expected = json!({"cells": row["cells"], "conditions": row["conditions"]});
            if seen != expected {
                differences.push(format!("{kind}: {seen}\n  not {expected}"));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
