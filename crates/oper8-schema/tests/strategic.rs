//! Strategic merge does what a real API server did: `data/strategic.json` holds its answers.
//!
//! Each case is a patch of one of the live objects, the server's status, and its changes as a JSON patch. The objects
//! are written in full, with their defaults, so that nothing but the merge is left to tell.

#![expect(clippy::unwrap_used, reason = "a broken record is to fail the test")]

use oper8_schema::{Shape, ShapeKind, kinds, strategic};
use serde_json::{Value, json};

fn record() -> Value {
    serde_json::from_str(include_str!("data/strategic.json")).unwrap()
}

/// Applies the changes of a case: `add`, `replace` and `remove` of fields, `replace` of elements.
fn apply(mut object: Value, changes: &Value) -> Value {
    for change in changes.as_array().unwrap() {
        let path = change["path"].as_str().unwrap();
        let (parent, key) = path.rsplit_once('/').unwrap();
        let parent = object.pointer_mut(parent).unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        match parent {
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = change["value"].clone(),
            parent if change["op"] == "remove" => {
                parent.as_object_mut().unwrap().remove(&key).unwrap();
            }
            parent => parent[&key] = change["value"].clone(),
        }
    }
    object
}

/// The server fails these after the merge: the merged object does not fit its type, or is not valid.
const AFTER_THE_MERGE: [&str; 5] = [
    "a volume with two sources",
    "a map for a list",
    "a list for a map",
    "ports merge by number alone",
    "the whole object with delete",
];

/// What the server does to the merged object before it answers: it decodes the object into its type, which knows no
/// other fields, and leaves out empty lists and maps.
fn settle(value: Value, shape: Shape<'_>) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter_map(|(name, value)| {
                let shape = shape.field(&name)?;
                let value = settle(value, shape);
                let empty = matches!(shape.kind(), ShapeKind::List | ShapeKind::Map)
                    && [json!([]), json!({})].contains(&value);
                (!empty).then_some((name, value))
            });
            Value::Object(fields.collect())
        }
        Value::Array(items) => {
            let shape = shape.items().unwrap();
            items.into_iter().map(|item| settle(item, shape)).collect()
        }
        scalar => scalar,
    }
}

#[test]
fn every_recorded_patch_gives_what_the_server_gave() {
    let record = record();
    let mut failures = Vec::new();
    for case in record["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let live = &record["live"][case["kind"].as_str().unwrap()];
        let kind = kinds::find_object(
            live["apiVersion"].as_str().unwrap(),
            live["kind"].as_str().unwrap(),
        )
        .unwrap();
        let merged = strategic::merge(live, &case["patch"], kind.shape());
        let code = case["code"].as_u64().unwrap();
        match (merged, code) {
            (Ok(_), _) if AFTER_THE_MERGE.contains(&name) => {}
            (Ok(merged), 200) => {
                let expected = apply(live.clone(), &case["changes"]);
                if settle(merged.clone(), kind.shape()) != expected {
                    failures.push(format!("{name}:\n  here   {merged}\n  server {expected}"));
                }
            }
            (Err(error), code) if u64::from(error.code()) == code => {}
            (outcome, code) => {
                failures.push(format!("{name}: the server gave {code}, here {outcome:?}"))
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
