//! Filters of watch events: `oper8_watch_managers::filters`.

use std::collections::BTreeMap;

use oper8_watch_managers::filters::{
    AnnotationFilter, CreationDeletionFilter, DependentWatchFilter, DisableFilter, EnableFilter,
    EventType, Filter, FilterSet, GenerationFilter, LabelFilter, NoGenerationFilter, PauseFilter,
    ResourceVersionFilter, SubsystemStatusFilter, UserAnnotationFilter,
};
use serde_json::{Value, json};

use super::Rule;
use crate::differences::Case;
use crate::input::{Answer, Failure, get, list, optional_text, text, wrong_type};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("updates-as-unheard-tests", updates_as_unheard_tests),
    ("fields-as-one", |case| {
        fields_change(case) && as_if(case, fields_as_one)
    }),
    ("without-labels-as-empty", |case| {
        let filter = case.vector.input["filter"].to_string();
        filter.contains("\"label\"") && as_if(case, empty_labels)
    }),
    ("pause-as-text", |case| as_if(case, pause_as_text)),
    ("null-annotations-as-none", |case| {
        as_if(case, no_annotations)
    }),
    ("first-ready-condition", |case| as_if(case, first_ready)),
    ("odd-status-as-none", |case| as_if(case, no_odd_status)),
    ("with-identity", |case| as_if(case, identified)),
    ("paused-everywhere", paused_everywhere),
];

/// What the filter for resources without a generation does not compare.
const APART: [&str; 4] = ["metadata", "status", "kind", "apiVersion"];

pub(super) fn answer(input: &Value) -> Answer {
    let steps = list(input, "steps")?;
    let first = steps
        .first()
        .ok_or_else(|| Failure::malformed("`steps` is empty"))?;
    let mut filter = plan(get(input, "filter")?)?.start(get(first, "object")?);
    let answers = steps.iter().map(|step| {
        let (object, event) = (get(step, "object")?, event(text(step, "event")?)?);
        let answer = match optional_text(step, "op")?.unwrap_or("update_and_test") {
            "update_and_test" => filter.update_and_test(object, event),
            "test" => filter.test(object, event),
            "update" => {
                filter.update(object);
                None
            }
            other => return Err(Failure::malformed(format!("no step `{other}` is known"))),
        };
        Ok(answer.map_or(Value::Null, Value::Bool))
    });
    answers.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn event(name: &str) -> Result<EventType, Failure> {
    match name {
        "ADDED" => Ok(EventType::Added),
        "MODIFIED" => Ok(EventType::Modified),
        "DELETED" => Ok(EventType::Deleted),
        other => Err(Failure::malformed(format!("no event `{other}` is known"))),
    }
}

fn plan(tree: &Value) -> Result<FilterSet, Failure> {
    if let Some(name) = tree.as_str() {
        return named(name);
    }
    let members = |members: &Value| {
        let members = members.as_array();
        let members = members.ok_or_else(|| wrong_type("filter", "a list of filters"))?;
        members.iter().map(plan).collect::<Result<Vec<_>, _>>()
    };
    if let Some(all) = tree.get("and") {
        return Ok(FilterSet::all(members(all)?));
    }
    if let Some(any) = tree.get("or") {
        return Ok(FilterSet::any(members(any)?));
    }
    let labels = get(tree, "label")?
        .as_object()
        .ok_or_else(|| wrong_type("label", "an object"))?;
    let label = |(key, value): (&String, &Value)| {
        let value = value.as_str().ok_or_else(|| wrong_type(key, "a text"))?;
        Ok((key.clone(), value.to_owned()))
    };
    let labels: BTreeMap<String, String> = labels.iter().map(label).collect::<Result<_, _>>()?;
    Ok(FilterSet::one(move |_| LabelFilter::new(labels.clone())))
}

fn named(name: &str) -> Result<FilterSet, Failure> {
    Ok(match name {
        "default" => FilterSet::standard(),
        "annotation" => FilterSet::annotation(),
        "user-annotation" => FilterSet::user_annotation(),
        "CreationDeletionFilter" => FilterSet::one(|_| CreationDeletionFilter),
        "GenerationFilter" => FilterSet::one(|_| GenerationFilter::default()),
        "NoGenerationFilter" => FilterSet::one(NoGenerationFilter::new),
        "ResourceVersionFilter" => FilterSet::one(|_| ResourceVersionFilter::default()),
        "AnnotationFilter" => FilterSet::one(|_| AnnotationFilter::default()),
        "UserAnnotationFilter" => FilterSet::one(|_| UserAnnotationFilter::default()),
        "PauseFilter" => FilterSet::one(|_| PauseFilter),
        "SubsystemStatusFilter" => FilterSet::one(|_| SubsystemStatusFilter::default()),
        "DependentWatchFilter" => FilterSet::one(|_| DependentWatchFilter),
        "DisableFilter" => FilterSet::one(|_| DisableFilter),
        "EnableFilter" => FilterSet::one(|_| EnableFilter),
        other => return Err(Failure::malformed(format!("no filter `{other}` is known"))),
    })
}

/// Whether the answer is the one for objects changed by `change`, for which the two systems agree.
fn as_if(case: &Case<'_>, change: fn(&mut Value)) -> bool {
    let mut input = case.vector.input.clone();
    for step in input["steps"].as_array_mut().into_iter().flatten() {
        change(&mut step["object"]);
    }
    input != case.vector.input && answer(&input) == *case.answer
}

/// An update of a group, which the reference cannot do, is a test that nobody hears.
fn updates_as_unheard_tests(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let mut updates = Vec::new();
    let steps = input["steps"].as_array_mut().into_iter().flatten();
    for (index, step) in steps.enumerate() {
        if step["op"] == "update" {
            step["op"] = "update_and_test".into();
            updates.push(index);
        }
    }
    let wanted = answer(&input).map(|mut answers| {
        for index in &updates {
            answers[*index] = Value::Null;
        }
        answers
    });
    let unable = json!({"error": "TypeError"});
    let tried = |theirs: &Value| updates.iter().all(|index| theirs[*index] == unable);
    !updates.is_empty() && case.theirs().is_some_and(tried) && wanted == *case.answer
}

/// Whether fields beside metadata and status come, go, or are not there at all, in the life of an object without a generation.
fn fields_change(case: &Case<'_>) -> bool {
    let fields = |step: &Value| -> Option<Vec<String>> {
        let keys = step["object"].as_object()?.keys();
        let compared = keys.filter(|key| !APART.contains(&key.as_str()));
        Some(compared.cloned().collect())
    };
    let steps = case.vector.input["steps"].as_array();
    let steps = steps.map(Vec::as_slice).unwrap_or_default();
    let lives: Vec<_> = steps.iter().map(fields).collect();
    let alike = lives.windows(2).all(|pair| pair[0] == pair[1]);
    let none = lives.iter().flatten().any(Vec::is_empty);
    let generation = steps
        .first()
        .is_some_and(|step| !step["object"]["metadata"]["generation"].is_null());
    case.theirs().is_some() && !generation && (none || !alike)
}

/// All fields that are compared by the filter for resources without a generation, as one field.
fn fields_as_one(object: &mut Value) {
    let Some(fields) = object.as_object_mut() else {
        return;
    };
    let (kept, compared): (Vec<_>, Vec<_>) = std::mem::take(fields)
        .into_iter()
        .partition(|(key, _)| APART.contains(&key.as_str()));
    fields.extend(kept);
    fields.insert(
        "all".to_owned(),
        Value::Object(compared.into_iter().collect()),
    );
}

fn empty_labels(object: &mut Value) {
    if !object["metadata"].is_object() {
        return;
    }
    let labels = &mut object["metadata"]["labels"];
    if labels.is_null() {
        *labels = json!({});
    }
}

fn no_annotations(object: &mut Value) {
    let metadata = object
        .pointer_mut("/metadata")
        .and_then(Value::as_object_mut);
    if let Some(metadata) = metadata
        && metadata.get("annotations").is_some_and(Value::is_null)
    {
        metadata.remove("annotations");
    }
}

fn pause_as_text(object: &mut Value) {
    let pause = object.pointer_mut("/metadata/annotations/oper8.org~1pause-execution");
    if let Some(pause) = pause
        && let Some(paused) = pause.as_bool()
    {
        *pause = paused.to_string().into();
    }
}

fn no_odd_status(object: &mut Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|key, value| key != "status" || value.is_object());
    }
}

fn identified(object: &mut Value) {
    if !object.is_object() {
        return;
    }
    for key in ["apiVersion", "kind"] {
        if object[key].is_null() {
            object[key] = "x".into();
        }
    }
    let name = &mut object["metadata"]["name"];
    if name.is_null() {
        *name = "x".into();
    }
}

fn first_ready(object: &mut Value) {
    let conditions = object
        .pointer_mut("/status/conditions")
        .and_then(Value::as_array_mut);
    let mut seen = false;
    if let Some(conditions) = conditions {
        conditions.retain(|condition| {
            let again = condition["type"] == "Ready" && seen;
            seen |= condition["type"] == "Ready";
            !again
        });
    }
}

/// A paused resource does not pass, whichever set is configured; in everything else the answers agree.
fn paused_everywhere(case: &Case<'_>) -> bool {
    let paused = |step: &Value| {
        let pause = &step["object"]["metadata"]["annotations"]["oper8.org/pause-execution"];
        pause
            .as_str()
            .is_some_and(|pause| pause.eq_ignore_ascii_case("true"))
    };
    let steps = case.vector.input["steps"].as_array();
    let answers = case
        .theirs()
        .and_then(Value::as_array)
        .zip(case.ours().and_then(Value::as_array));
    let (Some(steps), Some((theirs, ours))) = (steps, answers) else {
        return false;
    };
    let right = |((step, theirs), ours): ((&Value, &Value), &Value)| {
        if paused(step) {
            *ours == json!(false)
        } else {
            theirs == ours
        }
    };
    steps.len() == ours.len()
        && theirs.len() == ours.len()
        && steps.iter().zip(theirs).zip(ours).all(right)
}
