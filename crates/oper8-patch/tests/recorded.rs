//! Results that the Python framework, release 0.1.40, gave for random inputs.
//!
//! Left out are its two defects: container ports that differ by protocol alone, and CronJobs.

use std::error::Error as _;

use oper8_patch::{PatchError, apply_patches, strategic_merge};
use serde_json::Value;

/// The name of an error's variant.
fn variant(error: &PatchError) -> String {
    let text = format!("{error:?}");
    text.split([' ', '(', '{'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[track_caller]
fn check(case: &Value, result: Result<Value, String>) {
    let expected = match (case.get("expect"), case.get("error")) {
        (Some(value), _) => Ok(value.clone()),
        (None, error) => Err(error.and_then(Value::as_str).unwrap_or_default().to_owned()),
    };
    assert_eq!(result, expected, "{case}");
}

#[test]
fn strategic_merges_agree() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("recorded/strategic_merge.json")).unwrap();
    for case in &cases {
        let result = strategic_merge(&case["resource"], &case["patch"]);
        check(case, result.map_err(|error| variant(&error)));
    }
}

#[test]
fn selected_patches_agree() {
    let recorded: Value =
        serde_json::from_str(include_str!("recorded/apply_patches.json")).unwrap();
    let resource = &recorded["resource"];
    for case in recorded["cases"].as_array().unwrap() {
        let name = case["internal_name"].as_str().unwrap();
        let result = apply_patches(name, resource, case["patches"].as_array().unwrap());
        let below = |error: PatchError| {
            let source = error
                .source()
                .and_then(|source| source.downcast_ref::<Box<PatchError>>());
            variant(source.expect("every failure names its patch first"))
        };
        check(case, result.map_err(below));
    }
}
