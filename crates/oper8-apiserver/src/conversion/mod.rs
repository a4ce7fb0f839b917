//! Kinds that are served in two forms and stored in one: autoscalers, and events.
//!
//! What is stored is `autoscaling/v2` and the events of the core group. Handlers see an object in the form of their
//! resource: [`from_stored`] when it is read, [`to_stored`] when it is written.

mod autoscaling;
mod behavior;
mod events;
mod metrics;

use std::borrow::Cow;
use std::sync::LazyLock;

use serde_json::Value;

use crate::registry::{Resource, Schema};
use crate::store::GroupResource;

/// How a resource's form differs from the stored one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Conversion {
    Autoscaler,
    Event,
}

fn conversion(resource: &Resource) -> Option<Conversion> {
    let Schema::BuiltIn(kind) = &resource.schema else {
        return None;
    };
    match (kind.group, kind.version, kind.kind) {
        ("autoscaling", "v1", "HorizontalPodAutoscaler") => Some(Conversion::Autoscaler),
        ("events.k8s.io", "v1", "Event") => Some(Conversion::Event),
        _ => None,
    }
}

/// Whether the versions of a resource have other fields.
pub(crate) fn has_forms(resource: &Resource) -> bool {
    !resource.is_custom()
        && matches!(
            (resource.group(), &*resource.kind),
            ("autoscaling", "HorizontalPodAutoscaler") | ("" | "events.k8s.io", "Event")
        )
}

/// An object in another version of its group; `None` where there is none.
pub(crate) fn in_version(resource: &Resource, object: &Value, api_version: &str) -> Option<Value> {
    let stored = || to_stored(resource, object.clone());
    match api_version {
        "autoscaling/v1" => Some(autoscaling::from_stored(&stored())),
        "autoscaling/v2" => Some(stored()),
        _ => None,
    }
}

/// Where the objects of a resource are stored.
pub(crate) fn stored_under(resource: &Resource) -> &GroupResource {
    static EVENTS: LazyLock<GroupResource> = LazyLock::new(|| GroupResource::new("", "events"));
    match conversion(resource) {
        Some(Conversion::Event) => &EVENTS,
        Some(Conversion::Autoscaler) | None => &resource.id,
    }
}

/// Whether objects are stored in another form than the resource's.
pub(crate) fn converts(resource: &Resource) -> bool {
    conversion(resource).is_some()
}

/// A stored object in the form of `resource`.
pub(crate) fn from_stored<'a>(resource: &Resource, stored: &'a Value) -> Cow<'a, Value> {
    match conversion(resource) {
        None => Cow::Borrowed(stored),
        Some(Conversion::Autoscaler) => Cow::Owned(autoscaling::from_stored(stored)),
        Some(Conversion::Event) => Cow::Owned(events::from_stored(stored)),
    }
}

/// An object in the form of `resource` as it is stored.
pub(crate) fn to_stored(resource: &Resource, object: Value) -> Value {
    match conversion(resource) {
        None => object,
        Some(Conversion::Autoscaler) => autoscaling::to_stored(object),
        Some(Conversion::Event) => events::to_stored(object),
    }
}

/// Changes an object in its stored form, whose qualified kind `change` is told.
pub(crate) fn in_stored_form(
    resource: &Resource,
    object: &mut Value,
    change: impl FnOnce(&mut Value, &str),
) {
    let kind = match conversion(resource) {
        Some(Conversion::Event) => Cow::Borrowed("Event"),
        Some(Conversion::Autoscaler) | None => resource.qualified_kind(),
    };
    if !converts(resource) {
        return change(object, &kind);
    }
    let mut stored = to_stored(resource, object.take());
    change(&mut stored, &kind);
    *object = from_stored(resource, &stored).into_owned();
}
