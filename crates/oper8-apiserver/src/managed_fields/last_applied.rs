//! The way from client-side to server-side apply: what `kubectl apply` wrote is kubectl's to change.

use std::borrow::Cow;

use oper8_schema::FieldSet;
use oper8_schema::typed::{self, Duplicates};
use serde_json::Value;

use super::Request;
use super::error::Conflict;

/// The annotation in which client-side apply keeps its configuration.
const ANNOTATION: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The most bytes that all annotations of an object may have.
const MOST_BYTES: usize = 256 * 1024;

/// Whether all conflicts are with values that kubectl itself applied; takes those that are out of `conflicts`.
pub(super) fn forgives(live: &Value, conflicts: &mut Vec<Conflict>, request: &Request<'_>) -> bool {
    if request.manager != "kubectl" {
        return false;
    }
    let Some(own) = applied_fields(live, request) else {
        return false;
    };
    let foreign = |conflict: &&Conflict| !own.contains(&conflict.path);
    let foreign: Vec<_> = conflicts.iter().filter(foreign).cloned().collect();
    if foreign.is_empty() {
        return true;
    }
    *conflicts = foreign;
    false
}

/// Fields of the configuration in the annotation that the live object has with the same values.
fn applied_fields(live: &Value, request: &Request<'_>) -> Option<FieldSet> {
    let text = annotation(live)?;
    let config: Value = serde_json::from_str(text).ok()?;
    if config["apiVersion"] != request.api_version {
        return None;
    }
    typed::validate(&config, request.shape, Duplicates::Forbidden).ok()?;
    let comparison = typed::compare(&config, live, request.shape);
    let differing = comparison.changed().union(&comparison.removed);
    Some(FieldSet::of(&config, request.shape).difference(&differing))
}

/// Brings the annotation of an object up to date, if kubectl applied and the object has one.
pub(super) fn refreshed<'l>(
    applied: Cow<'l, Value>,
    config: &Value,
    request: &Request<'_>,
) -> Cow<'l, Value> {
    if request.manager != "kubectl" {
        return applied;
    }
    let Some(present) = annotation(&applied) else {
        return applied;
    };
    let mut config = config.clone();
    let annotations = config["metadata"]["annotations"].as_object_mut();
    annotations.map(|annotations| annotations.remove(ANNOTATION));
    if config["metadata"]["annotations"].is_null() {
        config["metadata"]
            .as_object_mut()
            .map(|metadata| metadata.remove("annotations"));
    }
    let text = format!("{config}\n");
    if text == present || text.len() > MOST_BYTES {
        return applied;
    }
    let mut object = applied.into_owned();
    object["metadata"]["annotations"][ANNOTATION] = text.into();
    Cow::Owned(object)
}

fn annotation(object: &Value) -> Option<&str> {
    let text = object["metadata"]["annotations"][ANNOTATION].as_str();
    text.filter(|text| !text.is_empty())
}
