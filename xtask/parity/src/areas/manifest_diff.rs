//! Differences of manifests: `oper8_patch::{diff, diff_at}`, and what `oper8_deploy_manager` does to manifests.

use oper8_deploy_manager::{
    DeployError, DeploySettings, Difference, ObjectKey, Owner, clean_manifest, manifest_diff,
    retain_annotations, strip_last_applied,
};
use oper8_patch::{PatchError, diff_at};
use serde_json::{Value, json};

use super::Rule;
use super::strategic_merge::{booleans_are_as_texts, protocols_are_as_numbers};
use crate::differences::Case;
use crate::input::{Answer, Failure, get, given, list, optional_text, text, unknown_fn};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("ports-by-protocol", ports_by_protocol),
    ("cron-job-as-job", cron_job_as_job),
    ("true-is-not-one", true_is_not_one),
    ("live-has-more", live_has_more),
    ("order-of-elements", order_of_elements),
    ("without-keyless-elements", without_keyless_elements),
    ("keys-as-texts", keys_as_texts),
    ("as-it-was", as_it_was),
    ("annotations-without-identity", annotations_without_identity),
    ("owner-lacks-it", owner_lacks_it),
];

/// Lists that have a merge key somewhere: what is told of them has no order.
const KEYED: [&str; 11] = [
    "ports",
    "secrets",
    "webhooks",
    "containers",
    "initContainers",
    "ephemeralContainers",
    "volumes",
    "imagePullSecrets",
    "env",
    "volumeMounts",
    "volumeDevices",
];

pub(super) fn answer(input: &Value) -> Answer {
    match text(input, "fn")? {
        "recursive_diff" | "recursive_list_diff" => {
            let position = optional_text(input, "position")?.unwrap_or_default();
            let found = diff_at(position, get(input, "a")?, get(input, "b")?);
            Ok(sides(found.map_err(|error| patch_failure(&error))?))
        }
        "manifest_diff" => {
            let found = manifest_diff(get(input, "a")?, get(input, "b")?);
            Ok(found.map_err(|error| failure(&error))?.is_some().into())
        }
        "clean_manifest" => {
            let clean = |key| get(input, key).map(|manifest| changed(manifest, clean_manifest));
            Ok(json!([clean("a")?, clean("b")?]))
        }
        "strip_last_applied" => {
            let resources = list(input, "resources")?.iter();
            Ok(resources
                .map(|it| changed(it, strip_last_applied))
                .collect())
        }
        "retain_kubernetes_annotations" => retain(input),
        "resource_identifiers" => {
            let key = ObjectKey::of(get(input, "resource")?).map_err(|error| failure(&error))?;
            Ok(json!({
                "api_version": key.api_version, "kind": key.kind, "name": key.name, "namespace": key.namespace,
            }))
        }
        "make_owner_reference" => {
            let owner = Owner::of(get(input, "owner")?).map_err(|error| failure(&error))?;
            Ok(owner.reference())
        }
        "inject_ansible_status" => Err(Failure::Missing("Ansible is not built")),
        other => Err(unknown_fn(other)),
    }
}

fn sides(difference: Option<Difference>) -> Value {
    difference.map_or(Value::Null, |it| json!([it.left, it.right]))
}

fn changed(manifest: &Value, change: impl Fn(&mut Value)) -> Value {
    let mut manifest = manifest.clone();
    change(&mut manifest);
    manifest
}

fn retain(input: &Value) -> Answer {
    let mut desired = get(input, "desired")?.clone();
    let patterns = match given(input, "passthrough") {
        None => DeploySettings::default().passthrough_annotations,
        Some(_) => {
            let texts = list(input, "passthrough")?.iter();
            texts
                .filter_map(|it| it.as_str().map(str::to_owned))
                .collect()
        }
    };
    retain_annotations(get(input, "current")?, &mut desired, &patterns);
    Ok(desired)
}

fn failure(error: &DeployError) -> Failure {
    match error {
        DeployError::Manifest { problem, .. }
            if problem.contains("by which this list is merged") =>
        {
            Failure::error("ApplyException", error)
        }
        _ => Failure::error("AssertionError", error),
    }
}

fn patch_failure(error: &PatchError) -> Failure {
    Failure::error("ApplyException", error)
}

/// Sorts what is told of keyed lists.
pub(super) fn normalize(input: &Value, result: &mut Value) {
    let is_diff = input["fn"] == "recursive_diff" || input["fn"] == "recursive_list_diff";
    let Some(sides) = result.as_array_mut().filter(|_| is_diff) else {
        return;
    };
    let position = input["position"].as_str().unwrap_or_default();
    let name = position.rsplit('.').next().unwrap_or_default();
    for side in sides {
        sort(name, side);
    }
}

fn sort(name: &str, value: &mut Value) {
    match value {
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(name, value)| sort(name, value)),
        Value::Array(items) => {
            items.iter_mut().for_each(|item| sort("", item));
            if KEYED.contains(&name) && items.iter().all(Value::is_object) {
                items.sort_by_key(Value::to_string);
            }
        }
        _ => {}
    }
}

fn sorted(input: &Value) -> Answer {
    let mut answer = answer(input)?;
    normalize(input, &mut answer);
    Ok(answer)
}

/// Ports that differ by protocol are as ports of two numbers, for which the two systems agree; beside the number the protocol
/// is told where it is needed to tell which port it is.
fn ports_by_protocol(case: &Case<'_>) -> bool {
    let (mut vector, mut ours) = (case.vector.clone(), case.answer.clone());
    let input = &mut vector.input;
    let position = input["position"].as_str().unwrap_or_default();
    let parent = position.strip_suffix(".ports").map(str::to_owned);
    if let Some(parent) = parent.filter(|_| input["fn"] == "recursive_list_diff") {
        input["fn"] = "recursive_diff".into();
        input["position"] = parent.into();
        for side in ["a", "b"] {
            input[side] = json!({"ports": input[side].take()});
        }
        for side in ours.iter_mut().filter_map(Value::as_array_mut).flatten() {
            *side = json!({"ports": side.take()});
        }
    }
    if let Ok(sides) = &mut ours {
        without_protocols(sides);
    }
    let case = Case {
        vector: &vector,
        answer: &ours,
        outcome: case.outcome,
    };
    protocols_are_as_numbers(&case, |input| {
        let mut told = answer(input)?;
        without_protocols(&mut told);
        Ok(told)
    })
}

fn without_protocols(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("port") || fields.contains_key("containerPort") {
                fields.remove("protocol");
            }
            fields.values_mut().for_each(without_protocols);
        }
        Value::Array(items) => items.iter_mut().for_each(without_protocols),
        _ => {}
    }
}

/// A CronJob's lists are compared as those of a Job, for which the two systems agree.
fn cron_job_as_job(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let position = input["position"].as_str().filter(|it| !it.is_empty());
    if let Some(position) = position {
        let Some(below) = position.strip_prefix("CronJob.spec.jobTemplate") else {
            return false;
        };
        input["position"] = format!("Job{below}").into();
        let mut ours = case.answer.clone();
        ours.iter_mut().for_each(|told| normalize(&input, told));
        return match (sorted(&input), &ours) {
            (Err(one), Err(other)) => alike(&one, other),
            (one, other) => one == *other,
        };
    }
    let is_cron_job = |side: &str| case.vector.input[side]["kind"] == "CronJob";
    if !is_cron_job("a") || !is_cron_job("b") {
        return false;
    }
    for side in ["a", "b"] {
        let spec = input[side]["spec"]["jobTemplate"]["spec"].take();
        input[side] = json!({"kind": "Job", "spec": spec});
    }
    let is_yes_or_no = input["fn"] == "manifest_diff";
    let is_pair = |told: &Value| told.as_array().is_some_and(|sides| sides.len() == 2);
    input["fn"] = "recursive_diff".into();
    match (sorted(&input), case.answer) {
        (Ok(as_job), Ok(Value::Bool(differs))) if is_yes_or_no => {
            let outside = || answer(&without_job(&case.vector.input));
            if as_job.is_null() {
                outside() == *case.answer
            } else {
                *differs
            }
        }
        (Ok(as_job), Ok(Value::Null)) => as_job.is_null() && !is_yes_or_no,
        (Ok(as_job), Ok(ours)) if is_pair(ours) && !is_yes_or_no => {
            let spec = |side: usize| &ours[side]["spec"]["jobTemplate"]["spec"];
            let told = json!([{"spec": spec(0)}, {"spec": spec(1)}]);
            let mut told = if spec(0).is_null() { Value::Null } else { told };
            normalize(&input, &mut told);
            as_job == told
        }
        (Err(one), Err(other)) => alike(&one, other),
        _ => false,
    }
}

/// The input without the Jobs of its CronJobs.
fn without_job(input: &Value) -> Value {
    let mut input = input.clone();
    for side in ["a", "b"] {
        let template = input[side].pointer_mut("/spec/jobTemplate");
        if let Some(template) = template.and_then(Value::as_object_mut) {
            template.remove("spec");
        }
    }
    input
}

/// Whether two errors are of one kind.
fn alike(one: &Failure, other: &Failure) -> bool {
    match (one, other) {
        (Failure::Error { class: one, .. }, Failure::Error { class: other, .. }) => one == other,
        _ => false,
    }
}

/// Booleans are values of their own, never equal to a number: as if they were texts, for which the two systems agree.
fn true_is_not_one(case: &Case<'_>) -> bool {
    booleans_are_as_texts(case, answer)
}

/// Nothing differs, because all that the manifest names is in the cluster: what is there alone is the server's default, or
/// somebody else's. The status and the time of a deletion count on neither side.
fn live_has_more(case: &Case<'_>) -> bool {
    let input = &case.vector.input;
    input["fn"] == "manifest_diff" && *case.answer == Ok(false.into()) && is_there(input)
}

/// Whether all that the manifest names is in the cluster.
fn is_there(input: &Value) -> bool {
    let mut wanted = input["b"].clone();
    clean_manifest(&mut wanted);
    if let Some(fields) = wanted.as_object_mut() {
        fields.remove("status");
    }
    holds(&input["a"], &wanted, "")
}

/// Whether a live value has all that is wanted: in maps, and in lists with a merge key by place or by key.
fn holds(live: &Value, wanted: &Value, name: &str) -> bool {
    match (live, wanted) {
        (Value::Object(live), Value::Object(wanted)) => wanted.iter().all(|(name, wanted)| {
            let live = live.get(name);
            // In Kubernetes' own kinds an empty value says the same as none.
            live.map_or_else(|| is_empty(wanted), |live| holds(live, wanted, name))
        }),
        (live, wanted) if live == wanted => true,
        // References to objects are whole values.
        (Value::Array(_), Value::Array(_)) if name.to_lowercase().ends_with("secrets") => false,
        // In the manifest's order; a server refuses elements with one key.
        (Value::Array(live), Value::Array(wanted)) if KEYED.contains(&name) => {
            let mut live = live.iter();
            let twice = |(index, item): (usize, &Value)| {
                let mut others = wanted[..index].iter();
                others.any(|other| key_of(other) == key_of(item))
            };
            wanted
                .iter()
                .all(|wanted| live.any(|live| holds(live, wanted, "")))
                && !wanted.iter().enumerate().any(twice)
        }
        (Value::Array(live), Value::Array(wanted)) => {
            live.len() == wanted.len()
                && live
                    .iter()
                    .zip(wanted)
                    .all(|(live, wanted)| holds(live, wanted, ""))
        }
        (live, wanted) => {
            live.is_null() && is_empty(wanted)
                || live.is_number() && live.as_f64() == wanted.as_f64()
        }
    }
}

/// What tells an element of a keyed list from the others.
fn key_of(item: &Value) -> [Option<Value>; 6] {
    let [a, b, c, d, e] = KEYS.map(|key| item.get(key).cloned());
    let is_port = b.is_some() || c.is_some();
    let protocol = item.get("protocol").cloned();
    let protocol = protocol.or_else(|| Some("TCP".into())).filter(|_| is_port);
    [a, b, c, d, e, protocol]
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        other => [json!(null), json!(""), json!(0), json!(false)].contains(other),
    }
}

/// An apply puts elements into the manifest's order: the same elements in another one are a difference.
fn order_of_elements(case: &Case<'_>) -> bool {
    let mut sorted = case.vector.input.clone();
    sort("", &mut sorted["a"]);
    sort("", &mut sorted["b"]);
    *case.answer == Ok(true.into())
        && !is_there(&case.vector.input)
        && answer(&sorted) == Ok(false.into())
}

/// Elements without a merge key in the cluster are somebody else's: without them the answer is the same.
fn without_keyless_elements(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    each_keyed_list(&mut input, &|items| {
        items.retain(|item| KEYS.iter().any(|key| item.get(key).is_some()));
    });
    let given = &case.vector.input;
    input["a"] != given["a"] && input["b"] == given["b"] && answer(&input) == *case.answer
}

/// A merge key may be a list or a map: as if it were a text, where the two systems agree.
fn keys_as_texts(case: &Case<'_>) -> bool {
    let as_texts = |value: &mut Value| {
        each_keyed_list(value, &|items| {
            let fields = items.iter_mut().filter_map(Value::as_object_mut);
            for (name, value) in fields.flat_map(|fields| fields.iter_mut()) {
                if KEYS.contains(&name.as_str()) && (value.is_array() || value.is_object()) {
                    *value = value.to_string().into();
                }
            }
        });
    };
    let mut input = case.vector.input.clone();
    let mut ours = case.answer.clone();
    // Two lists are as if they were in a map.
    let is_list = input["fn"] == "recursive_list_diff";
    let texts_of = |value: &Value| {
        let mut value = if is_list {
            json!({"ports": value})
        } else {
            value.clone()
        };
        as_texts(&mut value);
        if is_list {
            value["ports"].take()
        } else {
            value
        }
    };
    for side in ["a", "b"] {
        input[side] = texts_of(&input[side]);
    }
    for side in ours.iter_mut().filter_map(Value::as_array_mut).flatten() {
        *side = texts_of(side);
    }
    input != case.vector.input && answer(&input) == ours
}

/// The fields by which elements are told apart.
const KEYS: [&str; 5] = ["name", "port", "containerPort", "mountPath", "devicePath"];

fn each_keyed_list(value: &mut Value, change: &dyn Fn(&mut Vec<Value>)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if let Some(items) = value.as_array_mut()
                    && KEYED.contains(&name.as_str())
                {
                    change(items);
                }
                each_keyed_list(value, change);
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| each_keyed_list(item, change)),
        _ => {}
    }
}

/// What has nothing to remove or to keep stays as it is.
fn as_it_was(case: &Case<'_>) -> bool {
    let input = &case.vector.input;
    let given = match input["fn"].as_str() {
        Some("clean_manifest") => json!([input["a"], input["b"]]),
        Some("strip_last_applied") => input["resources"].clone(),
        _ => input["desired"].clone(),
    };
    case.ours() == Some(&given)
}

/// The annotations are those that a manifest with an identity gets.
fn annotations_without_identity(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let Some(desired) = input["desired"].as_object_mut() else {
        return false;
    };
    desired.insert("apiVersion".to_owned(), "v1".into());
    desired.insert("kind".to_owned(), "ConfigMap".into());
    input["desired"]["metadata"]["name"] = "a".into();
    let Ok(mut wanted) = answer(&input) else {
        return false;
    };
    let annotations = wanted["metadata"]["annotations"].take();
    let mut wanted = case.vector.input["desired"].clone();
    if !annotations.is_null() {
        wanted["metadata"]["annotations"] = annotations;
    }
    case.ours() == Some(&wanted)
}

/// The error names the first of what makes an owner that is not there.
fn owner_lacks_it(case: &Case<'_>) -> bool {
    let owner = &case.vector.input["owner"];
    let paths = ["apiVersion", "kind", "metadata.name", "metadata.uid"];
    let lacks = |path: &&&str| {
        let found = owner.pointer(&format!("/{}", path.replace('.', "/")));
        found.and_then(Value::as_str).is_none_or(str::is_empty)
    };
    let first = paths.iter().find(lacks);
    first.is_some_and(|path| {
        let end = format!(" cannot own objects: `{path}` is missing");
        case.error()
            .is_some_and(|(class, text)| class == "AssertionError" && text.ends_with(&end))
    })
}
