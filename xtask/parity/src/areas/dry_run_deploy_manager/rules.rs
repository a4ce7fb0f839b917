//! The differences on purpose of dry runs.

use std::collections::BTreeSet;

use oper8_schema::kinds;
use serde_json::{Value, json};

use super::told::{Whose, told};
use super::{answer, normalize, refused};
use crate::areas::Rule;
use crate::differences::Case;

pub(in crate::areas) const RULES: &[(&str, Rule)] = &[
    ("spaces-in-sets", spaces_in_sets),
    ("server-fills-in", server_fills_in),
    ("status-stays", status_stays),
    ("only-changes-are-told", only_changes_are_told),
    ("no-version-in-a-manifest", no_version_in_a_manifest),
    ("an-update-is-an-apply", an_update_is_an_apply),
    ("all-namespaces", all_namespaces),
    ("as-if-not-owned", as_if_not_owned),
    ("a-status-adds-no-owner", a_status_adds_no_owner),
    ("no-status-of-its-own", no_status_of_its_own),
    ("no-selector", refused::no_selector),
    (
        "deployed-while-it-is-deleted",
        refused::deployed_while_deleted,
    ),
    ("a-manifest-without-identity", refused::without_identity),
    ("fields-to-select-by", refused::unknown_field),
];

/// Both results, as they are compared.
fn both(case: &Case<'_>) -> Option<(Value, Value)> {
    let (mut theirs, mut ours) = (case.theirs()?.clone(), case.ours()?.clone());
    normalize(&case.vector.input, &mut theirs);
    normalize(&case.vector.input, &mut ours);
    Some((theirs, ours))
}

/// Whether results are the same but for some, which `allows` (operation, theirs, ours).
fn but_for(case: &Case<'_>, allows: impl Fn(&Value, &Value, &Value) -> bool) -> bool {
    let Some((theirs, ours)) = both(case) else {
        return false;
    };
    let steps = case.vector.input["ops"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let (Some(left), Some(right)) = (theirs["results"].as_array(), ours["results"].as_array())
    else {
        return false;
    };
    let pairs = left.iter().zip(right);
    theirs["events"] == ours["events"]
        && left.len() == right.len()
        && steps.len() == left.len()
        && pairs
            .zip(&steps)
            .all(|((theirs, ours), step)| theirs == ours || allows(step, theirs, ours))
}

/// Spaces between the values of a set mean nothing: without them the two systems agree.
fn spaces_in_sets(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let key = match input["fn"].as_str() {
        Some("match_selector") => "/selector".to_owned(),
        _ => return spaces_in_filters(case),
    };
    let Some(selector) = input.pointer_mut(&key) else {
        return false;
    };
    close_up(selector);
    input != case.vector.input && answer(&input) == *case.answer
}

fn spaces_in_filters(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    for step in input["ops"].as_array_mut().into_iter().flatten() {
        if let Some(selector) = step.get_mut("label_selector") {
            close_up(selector);
        }
    }
    input != case.vector.input && answer(&input) == *case.answer
}

fn close_up(selector: &mut Value) {
    if let Some(text) = selector.as_str() {
        *selector = text
            .replace(", ", ",")
            .replace("( ", "(")
            .replace(" )", ")")
            .into();
    }
}

/// An object that was read has what the server fills in, and everything else.
fn server_fills_in(case: &Case<'_>) -> bool {
    but_for(case, is_filled_in)
}

fn is_filled_in(step: &Value, theirs: &Value, ours: &Value) -> bool {
    let (theirs, ours) = (&theirs[1], &ours[1]);
    let text = |key: &str| ours[key].as_str().unwrap_or_default();
    // Who writes the status of a custom resource is another matter.
    let is_built_in = kinds::find_object(text("apiVersion"), text("kind")).is_some();
    let same_status = theirs["status"] == ours["status"] || is_built_in;
    step["op"] == "get" && same_status && is_part(theirs, ours)
}

fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => part
            .iter()
            .all(|(name, part)| whole.get(name).is_some_and(|whole| is_part(part, whole))),
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(a, b)| is_part(a, b))
        }
        _ => part == whole,
    }
}

/// A deploy leaves the status alone, which is not the manifest's.
fn status_stays(case: &Case<'_>) -> bool {
    but_for(case, keeps_status)
}

fn keeps_status(step: &Value, theirs: &Value, ours: &Value) -> bool {
    let mut ours = ours.clone();
    let fields = ours.pointer_mut("/1").and_then(Value::as_object_mut);
    let status = fields.and_then(|fields| fields.remove("status"));
    match step["op"].as_str() {
        Some("get") => status.is_some() && *theirs == ours,
        // The status that was set before is there already.
        Some("set_status") => *theirs == json!([true, true]) && ours == json!([true, false]),
        _ => false,
    }
}

/// Watches are told of every change, a status too, and of nothing else; the reference tells each deploy, and no status.
fn only_changes_are_told(case: &Case<'_>) -> bool {
    let Some((theirs, ours)) = both(case) else {
        return false;
    };
    let input = &case.vector.input;
    same_results(input, &theirs, &ours)
        && theirs["events"] == told(input, &theirs["results"], Whose::Theirs)
        && ours["events"] == told(input, &ours["results"], Whose::Ours)
}

/// Whether results are the same, but for what a server fills in and for a status that stays.
fn same_results(input: &Value, theirs: &Value, ours: &Value) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (theirs, ours) = (list(&theirs["results"]), list(&ours["results"]));
    let mut all = theirs.iter().zip(&ours).zip(list(&input["ops"]));
    theirs.len() == ours.len()
        && all.all(|((theirs, ours), step)| {
            theirs == ours || is_filled_in(&step, theirs, ours) || keeps_status(&step, theirs, ours)
        })
}

/// A version in a manifest is no precondition, whatever it is: as if it were not there.
fn no_version_in_a_manifest(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    for step in input["ops"].as_array_mut().into_iter().flatten() {
        let objects = step.get_mut("objects").and_then(Value::as_array_mut);
        for object in objects.into_iter().flatten() {
            if let Some(metadata) = object["metadata"].as_object_mut() {
                metadata.remove("resourceVersion");
            }
        }
    }
    input != case.vector.input && answer(&input) == *case.answer
}

/// An update is an apply, as the reference's on a cluster is: what the manifest drops goes.
fn an_update_is_an_apply(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    for step in input["ops"].as_array_mut().into_iter().flatten() {
        if step["method"] == "update" {
            step["method"] = "default".into();
        }
    }
    input != case.vector.input && answer(&input) == *case.answer
}

/// A list without a namespace is what the same list of each namespace holds.
fn all_namespaces(case: &Case<'_>) -> bool {
    let is_wide = |step: &Value| step["op"] == "filter" && step["namespace"].is_null();
    let input = &case.vector.input;
    let namespaces = namespaces(input);
    let mut narrow = input.clone();
    let mut steps = Vec::new();
    for step in input["ops"].as_array().into_iter().flatten() {
        let wide = is_wide(step);
        steps.extend(namespaces.iter().filter(|_| wide).map(|namespace| {
            let mut step = step.clone();
            step["namespace"] = namespace.as_str().into();
            step
        }));
        steps.extend((!wide).then(|| step.clone()));
    }
    narrow["ops"] = steps.into();
    let Ok(mut told) = answer(&narrow) else {
        return false;
    };
    let mut results = told["results"].as_array().into_iter().flatten();
    let mut joined = Vec::new();
    for step in input["ops"].as_array().into_iter().flatten() {
        if is_wide(step) {
            let each = results.by_ref().take(namespaces.len());
            let names = each.filter_map(|result| result[1].as_array()).flatten();
            joined.push(json!([true, names.collect::<Vec<_>>()]));
        } else {
            joined.extend(results.next().cloned());
        }
    }
    told["results"] = joined.into();
    normalize(input, &mut told);
    but_for(case, |step, _, _| is_wide(step)) && both(case).is_some_and(|(_, ours)| ours == told)
}

/// The namespaces that a value names.
fn namespaces(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(fields) => {
            let own = fields.get("namespace").and_then(Value::as_str);
            let below = fields.values().flat_map(namespaces);
            below.chain(own.map(str::to_owned)).collect()
        }
        Value::Array(items) => items.iter().flat_map(namespaces).collect(),
        _ => BTreeSet::new(),
    }
}

/// Nothing owns itself: as if no owner were given.
fn as_if_not_owned(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    input["options"]["owner_cr"] = Value::Null;
    input != case.vector.input && answer(&input) == *case.answer
}

/// Writing a status adds no owner.
fn a_status_adds_no_owner(case: &Case<'_>) -> bool {
    let steps = case.vector.input["ops"].as_array().into_iter().flatten();
    let mut written = steps.filter(|step| step["op"] == "set_status");
    written.next().is_some()
        && but_for(case, |step, theirs, ours| {
            let mut theirs = theirs.clone();
            if let Some(metadata) = theirs
                .pointer_mut("/1/metadata")
                .and_then(Value::as_object_mut)
            {
                metadata.remove("ownerReferences");
            }
            step["op"] == "get" && theirs == *ours
        })
}

/// A built-in kind that has no status keeps none, however often it is given one.
fn no_status_of_its_own(case: &Case<'_>) -> bool {
    let has_none = |step: &Value| {
        let text = |key: &str| step[key].as_str().unwrap_or_default();
        kinds::find_object(text("api_version"), text("kind"))
            .is_some_and(|kind| kind.subresource("status").is_none())
    };
    but_for(case, |step, theirs, ours| {
        let mut theirs = theirs.clone();
        if let Some(object) = theirs.pointer_mut("/1").and_then(Value::as_object_mut) {
            object.remove("status");
        }
        has_none(step)
            && match step["op"].as_str() {
                Some("get") => is_part(&theirs, ours),
                Some("set_status") => ours[0] == true,
                _ => false,
            }
    })
}
