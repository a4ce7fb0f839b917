//! Metadata, which all kinds share.

use serde_json::{Value, json};

use super::problems::Problems;
use crate::names;
use crate::path::Path;
use crate::registry::Resource;

/// Finalizers that need no domain.
const STANDARD_FINALIZERS: [&str; 3] = ["kubernetes", "orphan", "foregroundDeletion"];

/// The name, by the rule of the kind.
pub(super) fn check_name(resource: &Resource, object: &Value, problems: &mut Problems) {
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let generate = &object["metadata"]["generateName"];
    let problem = match (resource.group(), resource.kind.as_str()) {
        ("", "Service") if name.len() > 63 => Some("must be no more than 63 characters".to_owned()),
        ("", "Namespace" | "Service") | ("apps", "StatefulSet") => names::label_problem(name),
        ("batch", "CronJob") if name.len() > 52 => {
            Some("must be no more than 52 characters".to_owned())
        }
        ("rbac.authorization.k8s.io", _) => names::path_segment_problem(name),
        _ => names::subdomain_problem(name),
    };
    if let Some(problem) = problem {
        let root = Path::root();
        let metadata = root.field("metadata");
        if let Some(prefix) = generate.as_str().filter(|prefix| !prefix.is_empty()) {
            // A prefix may end as no name does.
            let trimmed = prefix.strip_suffix('-').map(|start| format!("{start}a"));
            let whole = trimmed.as_deref().unwrap_or(prefix);
            if names::subdomain_problem(whole).is_some() {
                problems.invalid(&metadata.field("generateName"), generate, &problem);
            }
        }
        problems.invalid(&metadata.field("name"), &name.into(), &problem);
    }
    if object["metadata"]["generation"]
        .as_i64()
        .is_some_and(|generation| generation < 0)
    {
        let root = Path::root();
        let metadata = root.field("metadata");
        problems.not_negative(
            &metadata.field("generation"),
            &object["metadata"]["generation"],
        );
    }
}

/// Labels, annotations, owners, finalizers.
pub(super) fn check(resource: &Resource, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let path = root.field("metadata");
    let metadata = &object["metadata"];
    labels(&metadata["labels"], &path.field("labels"), problems);
    annotations(
        &metadata["annotations"],
        &path.field("annotations"),
        problems,
    );
    owners(
        &metadata["ownerReferences"],
        &path.field("ownerReferences"),
        problems,
    );
    finalizers(
        &metadata["finalizers"],
        &path.field("finalizers"),
        !resource.is_custom(),
        problems,
    );
}

pub(super) fn labels(labels: &Value, path: &Path<'_>, problems: &Problems) {
    for (key, value) in labels.as_object().into_iter().flatten() {
        for problem in names::label_key_problems(key) {
            problems.invalid(path, &key.as_str().into(), &problem);
        }
        if let Some(problem) = names::label_value_problem(value.as_str().unwrap_or_default()) {
            problems.invalid(path, value, &problem);
        }
    }
}

pub(super) fn annotations(annotations: &Value, path: &Path<'_>, problems: &Problems) {
    const MOST: usize = 256 * 1024;
    let mut size = 0;
    for (key, value) in annotations.as_object().into_iter().flatten() {
        // Capital letters are allowed here, other than in labels.
        for problem in names::label_key_problems(&key.to_lowercase()) {
            problems.invalid(path, &key.as_str().into(), &problem);
        }
        size += key.len() + value.as_str().map_or(0, str::len);
    }
    if size > MOST {
        problems.push(crate::status::Cause::too_long(
            &path.to_string(),
            MOST as u64,
        ));
    }
}

fn owners(owners: &Value, path: &Path<'_>, problems: &mut Problems) {
    let mut controller: Option<String> = None;
    let list = || owners.as_array().into_iter().flatten();
    for owner in list() {
        let text = |field: &str| owner[field].as_str().unwrap_or_default();
        let version = text("apiVersion");
        if version.matches('/').count() > 1 {
            problems.invalid(
                &path.field("apiVersion"),
                &version.into(),
                "version must not be empty",
            );
        }
        if version == "v1" && text("kind") == "Event" {
            let detail = "/v1, Kind=Event is disallowed from being an owner";
            problems.push(crate::status::Cause::invalid_shown(
                &path.to_string(),
                &shown_owner(owner),
                detail,
            ));
        }
        for (field, problem) in [
            ("apiVersion", "version must not be empty"),
            ("kind", "must not be empty"),
            ("name", "must not be empty"),
            ("uid", "must not be empty"),
        ] {
            if text(field).is_empty() {
                problems.invalid(&path.field(field), &json!(""), problem);
            }
        }
        if owner["controller"] != true {
            continue;
        }
        let this = format!("{}/{}", text("kind"), text("name"));
        match &controller {
            None => controller = Some(this),
            Some(first) => {
                let all: Vec<_> = list().map(shown_owner).collect();
                problems.push(crate::status::Cause::invalid_shown(
                    &path.to_string(),
                    &format!("[{}]", all.join(",")),
                    &format!(
                        "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {this}"
                    ),
                ));
            }
        }
    }
}

/// An owner reference with its fields in the order of Go's type.
fn shown_owner(owner: &Value) -> String {
    let fields: Vec<_> = [
        "apiVersion",
        "kind",
        "name",
        "uid",
        "controller",
        "blockOwnerDeletion",
    ]
    .iter()
    .filter(|field| !owner[**field].is_null())
    .map(|field| format!("\"{field}\":{}", owner[*field]))
    .collect();
    format!("{{{}}}", fields.join(","))
}

/// Built-in kinds ask for a domain in the name; of custom ones the server only warns.
fn finalizers(finalizers: &Value, path: &Path<'_>, needs_domain: bool, problems: &mut Problems) {
    let list = || finalizers.as_array().into_iter().flatten();
    for (index, value) in list().enumerate() {
        let name = value.as_str().unwrap_or_default();
        let element = path.index(index);
        let wrong = names::label_key_problems(name);
        for problem in &wrong {
            problems.invalid(path, value, problem);
        }
        let is_bare = !name.contains('/') && !STANDARD_FINALIZERS.contains(&name);
        if wrong.is_empty() && is_bare && needs_domain {
            problems.invalid(
                &element,
                value,
                "name is neither a standard finalizer name nor is it fully qualified",
            );
        }
    }
    let has = |name: &str| list().any(|value| value == name);
    if has("orphan") && has("foregroundDeletion") {
        problems.invalid(
            path,
            finalizers,
            "finalizer orphan and foregroundDeletion cannot be both set",
        );
    }
}

/// No finalizer is added to what is being deleted.
pub(super) fn check_change(current: &Value, object: &Value, problems: &mut Problems) {
    let root = Path::root();
    let metadata = root.field("metadata");
    for field in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
        let given = &object["metadata"][field];
        if !given.is_null() {
            // The real server looks twice and says so.
            for _ in 0..2 {
                problems.immutable(&metadata.field(field), &current["metadata"][field], given);
            }
        }
    }
    if current["metadata"]["deletionTimestamp"].is_null() {
        return;
    }
    let before = current["metadata"]["finalizers"].as_array();
    let mut added: Vec<_> = object["metadata"]["finalizers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|name| !before.is_some_and(|before| before.contains(name)))
        .map(Value::to_string)
        .collect();
    if added.is_empty() {
        return;
    }
    added.sort();
    let detail = format!(
        "no new finalizers can be added if the object is being deleted, found new finalizers []string{{{}}}",
        added.join(", ")
    );
    // The real server looks twice and says so.
    problems.forbidden(&metadata.field("finalizers"), &detail);
    problems.forbidden(&metadata.field("finalizers"), &detail);
}
