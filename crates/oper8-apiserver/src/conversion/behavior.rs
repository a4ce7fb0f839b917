//! The behavior of autoscalers as an annotation of version 1 holds it: the fields by their names in Go.

use serde_json::{Map, Value, json};

/// The annotation; `None` where there is no behavior.
pub(super) fn write(behavior: &Value) -> Option<String> {
    behavior.as_object()?;
    let up = rules(&behavior["scaleUp"]);
    let down = rules(&behavior["scaleDown"]);
    Some(format!("{{\"ScaleUp\":{up},\"ScaleDown\":{down}}}"))
}

fn rules(rules: &Value) -> String {
    if rules.is_null() {
        return "null".to_owned();
    }
    let policies = match rules["policies"].as_array() {
        Some(all) => format!("[{}]", all.iter().map(policy).collect::<Vec<_>>().join(",")),
        None => "null".to_owned(),
    };
    format!(
        "{{\"StabilizationWindowSeconds\":{},\"SelectPolicy\":{},\"Policies\":{policies},\"Tolerance\":{}}}",
        rules["stabilizationWindowSeconds"], rules["selectPolicy"], rules["tolerance"],
    )
}

fn policy(policy: &Value) -> String {
    format!(
        "{{\"Type\":{},\"Value\":{},\"PeriodSeconds\":{}}}",
        policy["type"], policy["value"], policy["periodSeconds"],
    )
}

/// The behavior that the annotation holds.
pub(super) fn read(noted: &Value) -> Option<Value> {
    noted.as_object()?;
    let mut behavior = Map::new();
    for (name, key) in [("ScaleUp", "scaleUp"), ("ScaleDown", "scaleDown")] {
        if noted[name].is_object() {
            behavior.insert(key.to_owned(), read_rules(&noted[name]));
        }
    }
    Some(behavior.into())
}

fn read_rules(noted: &Value) -> Value {
    let mut rules = Map::new();
    for (name, key) in [
        ("StabilizationWindowSeconds", "stabilizationWindowSeconds"),
        ("SelectPolicy", "selectPolicy"),
        ("Tolerance", "tolerance"),
    ] {
        if !noted[name].is_null() {
            rules.insert(key.to_owned(), noted[name].clone());
        }
    }
    if let Some(all) = noted["Policies"].as_array() {
        let policies = all.iter().map(|policy| {
            json!({
                "type": policy["Type"],
                "value": policy["Value"],
                "periodSeconds": policy["PeriodSeconds"],
            })
        });
        rules.insert("policies".to_owned(), policies.collect());
    }
    rules.into()
}
