//! Dry runs: the one deploy manager, over an embedded API server; and selectors.

mod refused;
mod rules;
mod sequence;
mod told;
mod world;

use oper8_apiserver::LabelSelector;
use oper8_deploy_manager::clean_manifest;
use serde_json::{Map, Value, json};

use crate::input::{Answer, Failure, get, list, optional_map, text, unknown_fn};

pub(super) use rules::RULES;

pub(super) fn answer(input: &Value) -> Answer {
    match text(input, "fn")? {
        "match_selector" => {
            let labels = labels(optional_map(input, "values")?);
            let object = json!({"metadata": {"labels": labels}});
            Ok(selector(text(input, "selector")?)?.matches(&object).into())
        }
        "split_selectors" => Ok(selector(text(input, "selector")?)?.conditions().into()),
        "dict_to_dot" => {
            get(input, "dict")?;
            let why = "field selectors read an object by path, and need no flat form of it";
            Err(Failure::Missing(why))
        }
        "sequence" => super::block_on(sequence::run(input)),
        other => Err(unknown_fn(other)),
    }
}

fn selector(text: &str) -> Result<LabelSelector, Failure> {
    text.parse()
        .map_err(|error| Failure::error("ValueError", &error))
}

/// Values as labels, which are texts: as Python writes them, since the vectors stand for Python values.
fn labels(values: Option<&Map<String, Value>>) -> Value {
    let values = values.into_iter().flatten();
    let texts = values.filter_map(|(name, value)| {
        let text = match value {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            other => other.to_string(),
        };
        Some((name.clone(), Value::String(text)))
    });
    Value::Object(texts.collect())
}

/// Names have no order, conditions are compared by what they say, what a server writes is random, and no owner is the same
/// as an empty list of them.
pub(super) fn normalize(input: &Value, result: &mut Value) {
    if input["fn"] == "split_selectors" {
        for part in result.as_array_mut().into_iter().flatten() {
            let read = part
                .as_str()
                .and_then(|text| text.parse::<LabelSelector>().ok());
            if let Some(read) = read {
                *part = read.to_string().into();
            }
        }
    }
    let Ok(steps) = list(input, "ops") else {
        return;
    };
    let results = result.get_mut("results").and_then(Value::as_array_mut);
    for (step, result) in steps.iter().zip(results.into_iter().flatten()) {
        match step["op"].as_str() {
            Some("filter") => {
                if let Some(names) = result.pointer_mut("/1").and_then(Value::as_array_mut) {
                    names.sort_by_key(Value::to_string);
                }
            }
            Some("get") => {
                if let Some(object) = result.pointer_mut("/1") {
                    clean_manifest(object);
                    drop_empty_owners(object);
                }
            }
            _ => {}
        }
    }
}

fn drop_empty_owners(object: &mut Value) {
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut)
        && metadata.get("ownerReferences") == Some(&json!([]))
    {
        metadata.remove("ownerReferences");
    }
}
