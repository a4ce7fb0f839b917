//! The plugins that a real server has on by default, each a file here, in its order.
//!
//! Each first looks at what is written, so that a write that does not concern it costs a comparison. What looks after a
//! namespace, and so every other plugin, is in [`Cluster::check_namespace`].

mod ingress_class;
mod limit_ranger;
mod pod_security;
mod priority;
mod resource_quota;
mod runtime_class;
mod service_account;
mod storage;
mod tolerations;

use std::cmp::Reverse;
use std::sync::Arc;

use serde_json::Value;

use super::{Operation, Request};
use crate::cluster::Cluster;
use crate::status::Status;
use crate::store::Object;

pub(super) use self::resource_quota::{Counted, admit as count};

/// What a plugin does with a write; by default nothing.
trait Plugin: Sync {
    /// Completes the object, before webhooks see it.
    fn change(
        &self,
        _cluster: &Cluster,
        _request: &Request<'_>,
        _object: &mut Value,
    ) -> Result<(), Status> {
        Ok(())
    }

    /// Refuses the write, once the object is complete.
    fn judge(
        &self,
        _cluster: &Cluster,
        _request: &Request<'_>,
        _object: &Value,
        _warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        Ok(())
    }
}

/// In the order of the real server.
static PLUGINS: [&dyn Plugin; 9] = [
    &limit_ranger::LimitRanger,
    &service_account::ServiceAccount,
    &pod_security::PodSecurity,
    &priority::Priority,
    &tolerations::DefaultTolerationSeconds,
    &storage::DefaultStorageClass,
    &storage::StorageObjectInUseProtection,
    &runtime_class::RuntimeClass,
    &ingress_class::DefaultIngressClass,
];

/// Lets every plugin complete the object.
pub(super) fn change(
    cluster: &Cluster,
    request: &Request<'_>,
    object: &mut Value,
) -> Result<(), Status> {
    let mut plugins = PLUGINS.iter();
    plugins.try_for_each(|plugin| plugin.change(cluster, request, object))
}

/// Lets every plugin refuse the object.
pub(super) fn judge(
    cluster: &Cluster,
    request: &Request<'_>,
    object: &Value,
    warnings: &mut Vec<String>,
) -> Result<(), Status> {
    let mut plugins = PLUGINS.iter();
    plugins.try_for_each(|plugin| plugin.judge(cluster, request, object, warnings))
}

impl Request<'_> {
    /// Whether an object of this resource, or a part of one, is written.
    fn is_about(&self, group: &str, resource: &str) -> bool {
        let id = self.write.id();
        &*id.resource == resource && &*id.group == group
    }

    /// Whether an object of this resource is written, and not a part of one.
    fn is_of(&self, group: &str, resource: &str) -> bool {
        self.write.subresource.is_empty() && self.is_about(group, resource)
    }

    /// Whether an object of this resource is made.
    fn creates(&self, group: &str, resource: &str) -> bool {
        self.operation == Operation::Create && self.is_of(group, resource)
    }

    /// A refusal, in the form that all plugins have.
    fn refused(&self, object: &Value, why: &str) -> Status {
        let named = |field: &str| object["metadata"][field].as_str().unwrap_or_default();
        let names = [self.name, named("name"), named("generateName")];
        let name = names.into_iter().find(|name| !name.is_empty());
        Status::forbidden(self.write.id(), name.unwrap_or("Unknown"), why)
    }
}

/// The newest of several defaults; of those that are as new the first by name.
fn newest<'a>(defaults: impl Iterator<Item = &'a Arc<Object>>) -> Option<&'a Arc<Object>> {
    // Listed by name, of which the first of the least is taken.
    defaults.min_by_key(|class| {
        let created = class.metadata()["creationTimestamp"].as_str();
        Reverse(created.map(str::to_owned))
    })
}

/// The list of this name, made where there is none.
fn list_of<'a>(object: &'a mut Value, field: &str) -> &'a mut Vec<Value> {
    let list = &mut object[field];
    if !list.is_array() {
        *list = Value::Array(Vec::new());
    }
    list.as_array_mut().expect("it was made a list just above")
}
