//! The scale subresource: the number of replicas of an object, in one form for all kinds.

use std::sync::Arc;

use oper8_schema::protobuf::shape_of;
use serde_json::{Value, json};

use super::ownership::Origin;
use super::patch::patched;
use super::patch_errors;
use super::update::{Failure, check_name};
use super::{Outcome, Patch, PatchKind, Write};
use crate::builtin::decode::decode;
use crate::cluster::Cluster;
use crate::managed_fields;
use crate::registry::{Resource, Scale};
use crate::selectors::LabelSelector;
use crate::status::Status;
use crate::store::Object;
use crate::strategy;

impl Cluster {
    /// The scale of an object.
    pub(crate) fn scale(
        &self,
        resource: &Resource,
        namespace: &str,
        name: &str,
    ) -> Result<Value, Status> {
        let object = self.find(resource, namespace, name)?;
        Ok(scale_of(resource, object.value()))
    }

    /// Sets the scale of an object as `change` makes it of the present one.
    fn set_scale(
        &self,
        write: &Write<'_>,
        name: &str,
        change: impl Fn(&Value) -> Result<Value, Status>,
    ) -> Result<Outcome, Status> {
        loop {
            let current = self.find(write.resource, write.namespace, name)?;
            let before = scale_of(write.resource, current.value());
            let scale = change(&before)?;
            let replicas = replicas_of(&scale)?;
            let mut object = current.value().clone();
            let version = &scale["metadata"]["resourceVersion"];
            let own_version =
                version.is_string() && *version != before["metadata"]["resourceVersion"];
            if own_version {
                object["metadata"]["resourceVersion"] = version.clone();
            }
            if let Some(paths) = &write.resource.scale {
                set(&mut object, &paths.spec_replicas, replicas.into());
            }
            match self.finish_update(write, &current, object, Vec::new(), Origin::Update) {
                Ok(outcome) => return Ok(as_scale(write.resource, outcome)),
                Err(Failure::Raced(_)) if !own_version => {}
                Err(Failure::Raced(status) | Failure::Refused(status)) => return Err(status),
            }
        }
    }

    /// Replaces the scale of an object.
    pub(crate) fn update_scale(
        &self,
        write: &Write<'_>,
        name: &str,
        mut scale: Value,
    ) -> Result<Outcome, Status> {
        check_kind(&scale)?;
        let unknown = read(&mut scale)?;
        let warnings = strategy::tell_fields(write, "Scale", "v1", unknown)?;
        check_name(&scale, name)?;
        let mut outcome = self.set_scale(write, name, |_| Ok(scale.clone()))?;
        outcome.warnings.extend(warnings);
        Ok(outcome)
    }

    /// Patches the scale of an object.
    pub(crate) fn patch_scale(
        &self,
        write: &Write<'_>,
        name: &str,
        patch: &Patch,
    ) -> Result<Outcome, Status> {
        self.set_scale(write, name, |before| {
            if patch.kind == PatchKind::Apply {
                let (api_version, now) = ("autoscaling/v1", self.now());
                let shape = oper8_schema::Shape::untyped();
                let request =
                    managed_fields::Request::new(&write.manager, api_version, "Scale", shape)
                        .at(&now)
                        .force(patch.force);
                // Who owns the replicas is worked out when the object is written.
                return managed_fields::apply(Some(before), &patch.body, &request)
                    .map(std::borrow::Cow::into_owned)
                    .map_err(|error| super::ownership::refused(&error));
            }
            let mut scale = patched(write, patch, before)?;
            read(&mut scale)
                .map_err(|refusal| patch_errors::unreadable(write, patch, before, refusal))?;
            Ok(scale)
        })
    }
}

/// Gives an object the number of replicas of a scale.
#[cfg(feature = "webhooks")]
pub(crate) fn set_replicas(resource: &Resource, object: &mut Value, replicas: &Value) {
    if let Some(paths) = &resource.scale {
        let replicas = replicas.as_i64().unwrap_or(0);
        set(object, &paths.spec_replicas, replicas.into());
    }
}

/// Refuses what says that it is of another kind.
fn check_kind(scale: &Value) -> Result<(), Status> {
    let kind = scale["kind"].as_str().unwrap_or("Scale");
    if matches!(kind, "" | "Scale") {
        return Ok(());
    }
    let version = scale["apiVersion"].as_str().unwrap_or_default();
    let version = version.rsplit('/').next().unwrap_or_default();
    Err(Status::bad_request(format!(
        "{kind} in version {version:?} cannot be handled as a Scale: converting ({version}.{kind}) to (autoscaling.Scale): unknown conversion"
    )))
}

/// Reads a scale as its kind does; answers the fields that it does not have.
fn read(scale: &mut Value) -> Result<Vec<String>, Status> {
    match shape_of("autoscaling/v1", "Scale") {
        Some(shape) => decode(scale, shape, "Scale", "v1"),
        None => Ok(Vec::new()),
    }
}

fn replicas_of(scale: &Value) -> Result<i64, Status> {
    let replicas = scale["spec"]["replicas"].as_i64().unwrap_or(0);
    if replicas >= 0 {
        return Ok(replicas);
    }
    let cause = crate::status::Cause::invalid(
        "spec.replicas",
        &scale["spec"]["replicas"],
        "must be greater than or equal to 0",
    );
    let name = scale["metadata"]["name"].as_str().unwrap_or_default();
    Err(Status::invalid("autoscaling", "Scale", name, &[cause]))
}

/// The result of a write as the client gets it: a scale.
fn as_scale(resource: &Resource, outcome: Outcome) -> Outcome {
    let scale = scale_of(resource, outcome.object.value());
    Outcome {
        object: Arc::new(Object::unstored(scale)),
        ..outcome
    }
}

/// The scale that an object has.
pub(crate) fn scale_of(resource: &Resource, object: &Value) -> Value {
    let metadata: serde_json::Map<String, Value> = [
        "name",
        "namespace",
        "uid",
        "resourceVersion",
        "creationTimestamp",
    ]
    .iter()
    .filter_map(|field| Some(((*field).to_owned(), object["metadata"].get(field)?.clone())))
    .collect();
    let Some(paths) = &resource.scale else {
        return Value::Null;
    };
    let number = |path: &str| get(object, path).and_then(Value::as_i64).unwrap_or(0);
    let mut scale = json!({
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": metadata,
        "spec": {},
        "status": {"replicas": number(&paths.status_replicas)},
    });
    match number(&paths.spec_replicas) {
        0 => {}
        replicas => scale["spec"]["replicas"] = replicas.into(),
    }
    if let Some(selector) = selector(object, paths) {
        scale["status"]["selector"] = selector.into();
    }
    scale
}

fn selector(object: &Value, paths: &Scale) -> Option<String> {
    match &paths.selector {
        Some(path) => get(object, path)?.as_str().map(str::to_owned),
        None if object["kind"] == "ReplicationController" => {
            let labels = serde_json::json!({"matchLabels": object["spec"]["selector"]});
            Some(LabelSelector::of(&labels).to_string())
        }
        None if object["spec"]["selector"].is_object() => {
            Some(LabelSelector::of(&object["spec"]["selector"]).to_string())
        }
        None => None,
    }
}

/// The value under a path such as `.spec.replicas`.
fn get<'a>(object: &'a Value, path: &str) -> Option<&'a Value> {
    let mut steps = path.split('.').filter(|step| !step.is_empty());
    steps.try_fold(object, |value, step| value.get(step))
}

fn set(object: &mut Value, path: &str, value: Value) {
    let mut place = object;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[step];
    }
    *place = value;
}
