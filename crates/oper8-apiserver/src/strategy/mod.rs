//! What a kind does with an object before it is stored: decoding, defaults, status isolation, generation, validation.

mod allocate;
mod scope;
mod size;

use serde_json::{Map, Value};

use crate::builtin;
use crate::cluster::Cluster;
use crate::conversion;
use crate::custom;
use crate::handlers::Write;
use crate::parts;
use crate::registry::{Resource, Schema};
use crate::request::FieldValidation;
use crate::status::Status;
use crate::validation;

pub(crate) use self::allocate::quality;
pub(crate) use self::scope::{creates_on_update, needs_version};
pub(crate) use self::size::size;

/// Reads an object as its kind does; answers warnings about fields that were dropped.
pub(crate) fn decode(write: &Write<'_>, object: &mut Value) -> Result<Vec<String>, Status> {
    let resource = write.resource;
    let unknown = match &resource.schema {
        Schema::BuiltIn(_) => {
            let unknown = builtin::decode::decode(
                object,
                resource.shape(),
                &resource.kind,
                &resource.version,
            )?;
            complete(object, resource);
            unknown
        }
        Schema::Custom(schema) => {
            custom::decode(object, schema, &resource.kind, &resource.version)?
        }
    };
    let mut told = match &resource.schema {
        Schema::BuiltIn(_) if write.subresource != "status" => {
            builtin::warnings::of(object, &resource.qualified_kind(), write.creates)
        }
        Schema::BuiltIn(_) | Schema::Custom(_) => Vec::new(),
    };
    told.extend(tell_fields(
        write,
        &resource.kind,
        &resource.version,
        unknown,
    )?);
    Ok(told)
}

/// What the client is told of the fields that it sent and that the kind does not have, as far as it wants to know.
pub(crate) fn tell_fields(
    write: &Write<'_>,
    kind: &str,
    version: &str,
    unknown: Vec<String>,
) -> Result<Vec<String>, Status> {
    if write.field_validation == FieldValidation::Ignore {
        return Ok(Vec::new());
    }
    let problems = write.original.problems(unknown);
    if write.field_validation == FieldValidation::Strict && !problems.is_empty() {
        let problem = format!("strict decoding error: {}", problems.join(", "));
        return Err(Status::bad_request(format!(
            "{kind} in version {version:?} cannot be handled as a {kind}: {problem}"
        )));
    }
    Ok(problems)
}

/// Adds the defaults of a built-in kind.
fn complete(object: &mut Value, resource: &Resource) {
    conversion::in_stored_form(resource, object, |object, qualified| {
        builtin::defaults::add_defaults(object, qualified);
        builtin::apply_rules(object, qualified);
    });
    let keeps_null = resource.qualified_kind() == "EndpointSlice.discovery.k8s.io";
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, value| keeps_null || !value.is_null());
    }
}

/// Makes a decoded object ready to be created; answers warnings for the client.
pub(crate) fn prepare_create(
    cluster: &Cluster,
    write: &Write<'_>,
    object: &mut Value,
) -> Result<Vec<String>, Status> {
    let resource = write.resource;
    if scope::resets_status(resource) {
        reset_status(object, resource);
    }
    if scope::has_generation(resource) {
        object["metadata"]["generation"] = 1.into();
    }
    allocate::on_create(cluster, write, object)?;
    let told = validation::on_create(resource, object)?;
    size::check(write, object)?;
    Ok(told)
}

/// The status that a new object has.
fn reset_status(object: &mut Value, resource: &Resource) {
    let Some(fields) = object.as_object_mut() else {
        return;
    };
    fields.remove("status");
    if let Schema::BuiltIn(kind) = resource.schema {
        if let Some(status) = kind.shape().zero_value().get("status") {
            fields.insert("status".into(), status.clone());
        }
        complete(object, resource);
    }
}

/// Makes a decoded object ready to take the place of `current`; answers warnings for the client.
pub(crate) fn prepare_update(
    cluster: &Cluster,
    write: &Write<'_>,
    current: &Value,
    object: &mut Value,
) -> Result<Vec<String>, Status> {
    let resource = write.resource;
    if let Some(isolated) = parts::isolate(write, current, object) {
        isolated?;
        size::check(write, object)?;
        return Ok(Vec::new());
    }
    if write.subresource == "status" {
        isolate_status(resource, current, object);
        let told = validation::on_status_update(resource, current, object)?;
        size::check(write, object)?;
        return Ok(told);
    }
    if resource.status {
        keep_status(current, object);
    }
    allocate::on_update(cluster, write, current, object)?;
    if scope::has_generation(resource) && scope::is_new_generation(resource, current, object) {
        let generation = current["metadata"]["generation"].as_i64().unwrap_or(0);
        object["metadata"]["generation"] = (generation + 1).into();
    }
    let told = validation::on_update(resource, current, object)?;
    size::check(write, object)?;
    Ok(told)
}

/// A write to the object leaves its status alone.
fn keep_status(current: &Value, object: &mut Value) {
    if let (Some(fields), Some(current)) = (object.as_object_mut(), current.as_object()) {
        match current.get("status") {
            Some(status) => fields.insert("status".into(), status.clone()),
            None => fields.remove("status"),
        };
    }
}

/// A write to the status leaves the rest alone, but for some metadata of built-in kinds.
fn isolate_status(resource: &Resource, current: &Value, object: &mut Value) {
    let status = take(object, "status");
    let metadata = take(object, "metadata");
    *object = current.clone();
    put(object, "status", status);
    if resource.is_custom() {
        if let Some(fields) = metadata.as_ref().and_then(|all| all.get("managedFields")) {
            object["metadata"]["managedFields"] = fields.clone();
        }
        return;
    }
    put(object, "metadata", metadata);
    if resource.kind == "Deployment" {
        let labels = current["metadata"].get("labels").cloned();
        put(&mut object["metadata"], "labels", labels);
    }
}

fn take(object: &mut Value, field: &str) -> Option<Value> {
    object
        .as_object_mut()
        .and_then(|fields| fields.remove(field))
}

fn put(object: &mut Value, field: &str, value: Option<Value>) {
    let fields: Option<&mut Map<String, Value>> = object.as_object_mut();
    if let Some(fields) = fields {
        match value {
            Some(value) => fields.insert(field.to_owned(), value),
            None => fields.remove(field),
        };
    }
}
