//! Parts that are a view of the whole object: a write to one changes what it is for, and nothing else.

use std::mem;

use serde_json::{Value, json};

use crate::handlers::Write;
use crate::status::{Cause, Status};
use crate::strategy::quality;

/// Leaves of `object` what a write to the part may change; `None` where the part is no such view.
pub(crate) fn isolate(
    write: &Write<'_>,
    current: &Value,
    object: &mut Value,
) -> Option<Result<(), Status>> {
    match (write.resource.kind.as_str(), write.subresource) {
        ("CertificateSigningRequest", "approval") => {
            let mut given = start_from(current, object);
            let conditions = given["status"]["conditions"].take();
            put(&mut object["status"], "conditions", conditions);
            Some(Ok(()))
        }
        ("Namespace", "finalize") => {
            put(object, "status", current["status"].clone());
            Some(Ok(()))
        }
        ("Pod", "ephemeralcontainers") => {
            let mut given = start_from(current, object);
            let containers = given["spec"]["ephemeralContainers"].take();
            put(&mut object["spec"], "ephemeralContainers", containers);
            next_generation(current, object);
            Some(check_ephemeral(current, object))
        }
        ("Pod", "resize") => {
            let given = start_from(current, object);
            take_resources(&given, object);
            next_generation(current, object);
            Some(check_class(current, object))
        }
        _ => None,
    }
}

/// Puts the object back as it is, but for what the server writes at every update; answers what was given.
fn start_from(current: &Value, object: &mut Value) -> Value {
    let mut given = mem::replace(object, current.clone());
    let fields = given["metadata"]["managedFields"].take();
    put(&mut object["metadata"], "managedFields", fields);
    given
}

fn put(object: &mut Value, field: &str, value: Value) {
    if value.is_null() {
        if let Some(fields) = object.as_object_mut() {
            fields.remove(field);
        }
    } else {
        object[field] = value;
    }
}

fn next_generation(current: &Value, object: &mut Value) {
    if current["spec"] != object["spec"] {
        let generation = current["metadata"]["generation"].as_i64().unwrap_or(0);
        object["metadata"]["generation"] = (generation + 1).into();
    }
}

fn containers<'a>(pod: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    pod["spec"][field].as_array().into_iter().flatten()
}

/// Ephemeral containers come, and neither go nor change.
fn check_ephemeral(current: &Value, object: &Value) -> Result<(), Status> {
    const FIELD: &str = "ephemeralContainers";
    let mut causes = Vec::new();
    for old in containers(current, FIELD) {
        let name = old["name"].as_str().unwrap_or_default();
        let what = match containers(object, FIELD).find(|new| new["name"] == name) {
            Some(new) if new == old => continue,
            Some(_) => "changed",
            None => "removed",
        };
        let detail = format!("existing ephemeral containers {name:?} may not be {what}\n");
        causes.push(Cause::forbidden("spec.ephemeralContainers", &detail));
    }
    refuse(object, &causes)
}

fn take_resources(given: &Value, object: &mut Value) {
    for field in ["containers", "initContainers"] {
        let own = object.pointer_mut(&format!("/spec/{field}"));
        for container in own.and_then(Value::as_array_mut).into_iter().flatten() {
            let name = container["name"].clone();
            let wanted = containers(given, field).find(|new| new["name"] == name);
            if let Some(wanted) = wanted {
                container["resources"] = match &wanted["resources"] {
                    Value::Null => json!({}),
                    resources => resources.clone(),
                };
                put(container, "resizePolicy", wanted["resizePolicy"].clone());
            }
        }
    }
}

/// A resize keeps the pod's class of service.
fn check_class(current: &Value, object: &Value) -> Result<(), Status> {
    let [before, after] = [current, object].map(|pod| quality(&pod["spec"]));
    if before == after {
        return Ok(());
    }
    let detail = "Pod QOS Class may not change as a result of resizing";
    let cause = Cause::invalid("spec", &before.into(), detail);
    refuse(object, &[cause])
}

fn refuse(object: &Value, causes: &[Cause]) -> Result<(), Status> {
    if causes.is_empty() {
        return Ok(());
    }
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    Err(Status::invalid("", "Pod", name, causes))
}
