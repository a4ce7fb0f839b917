//! Putting a whole status together.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::condition::{self, Built, News, is_set};
use crate::error::type_name;
use crate::read::{conditions, fields};
use crate::reason::Reason;
use crate::{
    READY_CONDITION, ReadyReason, Result, ServiceStatus, StatusError, StatusUpdate,
    UPDATING_CONDITION, UpdatingReason, WaitingComponent, service_status_field,
};

/// What others have to say in a status; it is kept as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct External {
    /// Conditions beside Ready and Updating, in their order.
    pub conditions: Vec<Value>,
    /// Fields of the status beside `conditions`.
    pub fields: Map<String, Value>,
}

/// Makes the status of a resource that has none.
///
/// The result holds `conditions` (Ready and Updating where `update` names a reason, then those of `external`), the other
/// fields of `external`, and what `update` gives: `componentStatus`, `versions`, `operatorVersion`, `observedGeneration`
/// and the service status. A service status in `external` that is none of [`ServiceStatus`]'s words is left alone.
///
/// # Errors
///
/// [`StatusError::NotAnObject`] when a version is to be written and `versions`, or `versions.available`, is something else
/// than an object. A null counts as absent.
pub fn make_application_status(
    update: &StatusUpdate,
    external: External,
    now: Timestamp,
) -> Result<Value> {
    assemble(update, None, None, external, now)
}

/// Merges `update` into `current`, the CR's whole `.status` (null when it has none), and returns the new status.
///
/// What `update` leaves open stays: reasons, messages, versions, component status, and all conditions and fields that others
/// wrote. `lastTransactionTime` of Ready and Updating becomes `now`, as UTC without a zone
/// (`2024-01-02T03:04:05.678900`); `lastTransitionTime` (RFC 3339) becomes `now` only where `status` flips.
/// A reason that this crate does not know stays until another is given.
///
/// # Errors
///
/// [`StatusError::NotAnObject`] or [`StatusError::NotAList`] when the status, its `conditions`, or a field on the way to a
/// version has another shape.
pub fn update_application_status(
    current: &Value,
    update: &StatusUpdate,
    now: Timestamp,
) -> Result<Value> {
    let fields = fields(current)?;
    let mut external = External::default();
    let (mut ready, mut updating) = (None, None);
    for condition in conditions(fields)? {
        match condition["type"].as_str() {
            Some(READY_CONDITION) => ready = Some(condition),
            Some(UPDATING_CONDITION) => updating = Some(condition),
            _ => external.conditions.push(condition.clone()),
        }
    }
    let others = fields
        .into_iter()
        .flatten()
        .filter(|(key, _)| *key != "conditions");
    external.fields = others
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    assemble(update, ready, updating, external, now)
}

fn assemble(
    update: &StatusUpdate,
    ready: Option<&Value>,
    updating: Option<&Value>,
    external: External,
    now: Timestamp,
) -> Result<Value> {
    let ready = merge(
        update,
        update.ready_reason,
        update.ready_message.as_deref(),
        ready,
        now,
    );
    let updating = merge(
        update,
        update.updating_reason,
        update.updating_message.as_deref(),
        updating,
        now,
    );

    let mut status = external.fields;
    let managed = [ready.condition, updating.condition].into_iter().flatten();
    status.insert(
        "conditions".into(),
        managed.chain(external.conditions).collect(),
    );
    if let Some(state) = &update.component_state {
        let waiting = update.waiting_components.iter();
        let waiting: Vec<_> = waiting.map(WaitingComponent::to_value).collect();
        let mut components = state.to_value();
        if !waiting.is_empty() {
            components["waitingComponents"] = waiting.into();
        }
        status.insert("componentStatus".into(), components);
    }
    write_versions(&mut status, update)?;
    if let Some(version) = &update.operator_version {
        status.insert("operatorVersion".into(), version.as_str().into());
    }
    if let Some(generation) = update.observed_generation {
        status.insert("observedGeneration".into(), generation.into());
    }
    if let Some(field) = update.kind.as_deref().and_then(service_status_field) {
        write_service_status(&mut status, field, ready.reason, updating.reason);
    }
    Ok(Value::Object(status))
}

fn merge<R: Reason>(
    update: &StatusUpdate,
    reason: Option<R>,
    message: Option<&str>,
    current: Option<&Value>,
    now: Timestamp,
) -> Built<R> {
    condition::merge(
        &News {
            reason,
            message,
            generation: update.observed_generation,
            now,
        },
        current,
    )
}

fn write_versions(status: &mut Map<String, Value>, update: &StatusUpdate) -> Result<()> {
    if let Some(version) = &update.version {
        object(status, "versions", "versions")?
            .insert("reconciled".into(), version.as_str().into());
    }
    if let Some(supported) = &update.supported_versions {
        let available = object(
            object(status, "versions", "versions")?,
            "available",
            "versions.available",
        )?;
        let versions: Value = supported
            .iter()
            .map(|version| json!({"name": version}))
            .collect();
        available.insert("versions".into(), versions);
    }
    Ok(())
}

/// The object at `key`, made where nothing is.
fn object<'a>(
    parent: &'a mut Map<String, Value>,
    key: &str,
    path: &str,
) -> Result<&'a mut Map<String, Value>> {
    let value = parent.entry(key).or_insert(Value::Null);
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(object) => Ok(object),
        other => Err(StatusError::NotAnObject {
            path: path.to_owned(),
            found: type_name(other),
        }),
    }
}

/// An operator may replace the word by its own; then it stays.
fn write_service_status(
    status: &mut Map<String, Value>,
    field: String,
    ready: Option<ReadyReason>,
    updating: Option<UpdatingReason>,
) {
    let current = status.get(&field).filter(|value| is_set(value));
    let ours = current.is_none_or(|value| {
        value
            .as_str()
            .is_some_and(|text| text.parse::<ServiceStatus>().is_ok())
    });
    if ours {
        status.insert(field, ServiceStatus::of(ready, updating).as_str().into());
    }
}
