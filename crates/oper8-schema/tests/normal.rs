//! A manifest and what a real API server made of it are the same after normalising: `data/normal.json` holds both.

#![expect(clippy::unwrap_used, reason = "a broken record is to fail the test")]

use oper8_schema::{kinds, normal, typed};
use serde_json::Value;

fn record() -> Value {
    serde_json::from_str(include_str!("data/normal.json")).unwrap()
}

/// Cases in which the server loses what was written, and the schema does not tell.
const LOST: [&str; 1] = ["a false that is the zero value"];

#[test]
fn a_normal_manifest_changes_nothing_in_the_normal_live_object() {
    for case in record()["cases"].as_array().unwrap() {
        let (manifest, live) = (&case["manifest"], &case["live"]);
        let text = |key: &str| manifest[key].as_str().unwrap();
        let shape = kinds::find_object(text("apiVersion"), text("kind"))
            .unwrap()
            .shape();
        let live = normal::normalize(live, shape);
        let mut manifest = normal::normalize(manifest, shape);
        manifest.as_object_mut().unwrap().remove("status");
        let merged = typed::merge(&live, &manifest, shape);
        let name = case["name"].as_str().unwrap();
        let unchanged = normal::equivalent(&merged, &live, shape);
        assert_eq!(
            unchanged,
            !LOST.contains(&name),
            "{name}:\n{merged}\n{live}"
        );
    }
}

#[test]
fn most_manifests_would_change_something_as_they_are_written() {
    let cases = record()["cases"].as_array().unwrap().clone();
    let changing = cases.iter().filter(|case| {
        let (manifest, live) = (&case["manifest"], &case["live"]);
        let text = |key: &str| manifest[key].as_str().unwrap();
        let shape = kinds::find_object(text("apiVersion"), text("kind"))
            .unwrap()
            .shape();
        *typed::merge(live, manifest, shape) != *live
    });
    assert!(changing.count() * 2 > cases.len());
}
