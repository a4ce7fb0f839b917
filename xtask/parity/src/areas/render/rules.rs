//! What sessions and manifests are otherwise here, exactly.

use oper8_config::values::merge_configs;
use serde_json::{Value, json};

use crate::areas::Rule;
use crate::differences::Case;

pub(super) const RULES: &[(&str, Rule)] = &[
    ("owners_are_not_copied", owners_are_not_copied),
    (
        "status_comes_with_the_resource",
        status_comes_with_the_resource,
    ),
    ("keys_of_a_config_map", keys_of_a_config_map),
    ("no_server_takes_it", no_server_takes_it),
];

/// The owners that the live object has are not in the manifest, which is the same otherwise.
fn owners_are_not_copied(case: &Case<'_>) -> bool {
    let (Some(theirs), Some(ours)) = (case.theirs(), case.ours()) else {
        return false;
    };
    let mut expected = theirs.clone();
    let objects = expected["objects"].as_array_mut();
    for object in objects.into_iter().flatten() {
        let live = live(&case.vector.input, object);
        if let Some(metadata) = object["metadata"].as_object_mut()
            && metadata.get("ownerReferences")
                == live.and_then(|live| live["metadata"].get("ownerReferences"))
        {
            metadata.remove("ownerReferences");
        }
    }
    expected == *ours
}

fn live<'a>(input: &'a Value, object: &Value) -> Option<&'a Value> {
    let same = |live: &&Value| {
        let paths = [
            "/apiVersion",
            "/kind",
            "/metadata/name",
            "/metadata/namespace",
        ];
        paths
            .iter()
            .all(|path| live.pointer(path) == object.pointer(path))
    };
    input["cluster"].as_array()?.iter().find(same)
}

/// A custom resource that is not in the cluster has the status that it was given with.
fn status_comes_with_the_resource(case: &Case<'_>) -> bool {
    let (Some(theirs), Some(ours)) = (case.theirs(), case.ours()) else {
        return false;
    };
    let cr = &case.vector.input["cr"];
    let mut expected = theirs.clone();
    expected["status"] = cr["status"].clone();
    expected["current_version"] = cr["status"]["versions"]["reconciled"].clone();
    live(&case.vector.input, cr).is_none() && expected == *ours
}

/// The keys after the name of a ConfigMap lead to a mapping in it, which is the configuration; the reference takes no notice.
fn keys_of_a_config_map(case: &Case<'_>) -> bool {
    let (Some(theirs), Some(ours)) = (case.theirs(), case.ours()) else {
        return false;
    };
    let Some(config) = config_at_keys(&case.vector.input) else {
        return false;
    };
    let mut expected = theirs.clone();
    expected["config"] = config;
    expected == *ours
}

fn config_at_keys(input: &Value) -> Option<Value> {
    let cr = &input["cr"];
    let annotation = &cr["metadata"]["annotations"]["oper8.org/config-defaults"];
    let (name, keys) = annotation.as_str()?.split_once('/')?;
    let is_it =
        |object: &&Value| object["kind"] == "ConfigMap" && object["metadata"]["name"] == name;
    let map = input["cluster"].as_array()?.iter().find(is_it)?;
    let mut keys = keys.split('/');
    let text = map["data"].get(keys.next()?)?.as_str()?;
    let mut found: Value = serde_saphyr::from_str(text).ok()?;
    for key in keys {
        found = found.get(key)?.clone();
    }
    let mut config = input
        .get("config_defaults")
        .cloned()
        .unwrap_or_else(|| json!({}));
    merge_configs(&mut config, &found);
    if let Some(overrides) = cr.get("configOverrides") {
        merge_configs(&mut config, overrides);
    }
    Some(config)
}

/// Rendered alone the manifests are the same, and the error names the one that a server refuses, and its field of no schema.
fn no_server_takes_it(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    input["deploy"] = json!(false);
    let told = case
        .error()
        .filter(|(class, _)| *class == "ClusterError")
        .and_then(|(_, text)| {
            let (object, rest) = text.strip_prefix("could not apply ")?.split_once(": ")?;
            let (_, field) = rest.split_once("): .")?;
            Some((
                object,
                field.split_once(": field not declared in schema")?.0,
            ))
        });
    let (Some((refused, field)), Some(theirs)) = (told, case.theirs()) else {
        return false;
    };
    let text = |object: &Value, path: &str| {
        let found = object.pointer(path).and_then(Value::as_str);
        found.unwrap_or_default().to_owned()
    };
    let name = |object: &Value| {
        let paths = [
            "/apiVersion",
            "/kind",
            "/metadata/namespace",
            "/metadata/name",
        ];
        let [version, kind, namespace, name] = paths.map(|path| text(object, path));
        format!("{version}/{kind} {namespace}/{name}")
    };
    // What workloads have at the top; the fields of other kinds are not judged here.
    let known = ["apiVersion", "kind", "metadata", "spec", "status"];
    let is_odd = |object: &Value| {
        object.get("spec").is_some() && object.get(field).is_some() && !known.contains(&field)
    };
    let mut objects = theirs["objects"].as_array().into_iter().flatten();
    objects.any(|object| name(object) == refused && is_odd(object))
        && super::answer(&input).as_ref() == Ok(theirs)
}
