//! The status of CustomResourceDefinitions: which names they get, and the conditions that tell of it.

use serde_json::{Value, json};

use crate::conditions;

/// The status of a condition of a CRD.
pub(crate) fn condition<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    conditions::find(&object["status"]["conditions"], name)?["status"].as_str()
}

/// The status of a CRD, given the other CRDs of its group; `now` goes into conditions that change.
pub(crate) fn status(object: &Value, others: &[&Value], now: &str) -> Value {
    let names = &object["spec"]["names"];
    let mut status = object["status"].clone();
    if !status.is_object() {
        status = json!({});
    }
    if !status["acceptedNames"].is_object() {
        status["acceptedNames"] = json!({});
    }
    let conflict = accept(names, others, &mut status["acceptedNames"]);
    let established = condition(object, "Established") == Some("True");
    let names_accepted = match &conflict {
        None => ("True", "NoConflicts", "no conflicts found".to_owned()),
        Some((reason, name)) => ("False", *reason, format!("{name:?} is already in use")),
    };
    set_condition(&mut status, "NamesAccepted", names_accepted, now);
    if !established {
        let condition = if conflict.is_none() {
            (
                "True",
                "InitialNamesAccepted",
                "the initial names have been accepted",
            )
        } else {
            ("False", "NotAccepted", "not all names are accepted")
        };
        let (value, reason, message) = condition;
        set_condition(
            &mut status,
            "Established",
            (value, reason, message.to_owned()),
            now,
        );
    }
    status
}

/// Takes the names that are free into `accepted`; answers the last that another CRD of the group has.
fn accept(
    names: &Value,
    others: &[&Value],
    accepted: &mut Value,
) -> Option<(&'static str, String)> {
    let taken = |fields: &[&str], name: &Value| {
        others.iter().any(|other| {
            let accepted = &other["status"]["acceptedNames"];
            fields.iter().any(|field| match &accepted[field] {
                Value::Array(list) => list.contains(name),
                value => value == name,
            })
        })
    };
    let resources: &[&str] = &["plural", "singular", "shortNames"];
    let kinds: &[&str] = &["kind", "listKind"];
    let checks = [
        ("plural", "PluralConflict", resources),
        ("singular", "SingularConflict", resources),
        ("shortNames", "ShortNamesConflict", resources),
        ("kind", "KindConflict", kinds),
        ("listKind", "ListKindConflict", kinds),
    ];
    let mut conflict = None;
    for (field, reason, fields) in checks {
        let name = &names[field];
        let clash = match name {
            Value::Array(list) => list.iter().find(|name| taken(fields, name)),
            // What neither of two names is no name that both have.
            name => Some(name).filter(|name| name.is_string() && taken(fields, name)),
        };
        if let Some(name) = clash {
            conflict = Some((reason, name.as_str().unwrap_or_default().to_owned()));
        } else if !name.is_null() {
            accepted[field] = name.clone();
        }
    }
    if let Some(categories) = names.get("categories") {
        accepted["categories"] = categories.clone();
    }
    conflict
}

/// Sets a condition, whose time moves only when its status does.
pub(crate) fn set_condition(
    status: &mut Value,
    name: &str,
    (value, reason, message): (&str, &str, String),
    now: &str,
) {
    let new = json!({
        "type": name, "status": value, "reason": reason, "message": message, "lastTransitionTime": now,
    });
    conditions::put(&mut status["conditions"], new);
}
