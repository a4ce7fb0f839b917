//! What every controller works with: the cluster, the rules and the memory, and the writes that they have in common.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::Simulator;
use super::kinds::{
    DAEMON_SETS, DEPLOYMENTS, PODS, REPLICA_SETS, REPLICATION_CONTROLLERS, STATEFUL_SETS,
};
use super::memory::Memory;
use super::rules::Fate;
use crate::cluster::Cluster;
use crate::controllers::MANAGER;
use crate::handlers::{DeleteOptions, Write};
use crate::selectors::LabelSelector;
use crate::status::Status;
use crate::store::{GroupResource, Key, Object};
pub(super) use crate::value::text;

pub(super) struct Work<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) simulator: &'a Simulator,
    pub(super) memory: &'a mut Memory,
}

impl Work<'_> {
    pub(super) fn now(&self) -> String {
        self.cluster.now()
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<Object>> {
        self.cluster.store.get_key(key)
    }

    pub(super) fn find(
        &self,
        resource: &GroupResource,
        namespace: &str,
        name: &str,
    ) -> Option<Arc<Object>> {
        self.cluster.store.get(resource, namespace, name)
    }

    pub(super) fn list(
        &self,
        resource: &GroupResource,
        namespace: Option<&str>,
    ) -> Vec<Arc<Object>> {
        self.cluster.store.list(resource, namespace).objects
    }

    /// The objects of a resource that an object controls, by name.
    pub(super) fn controlled(&self, owner: &Object, resource: &GroupResource) -> Vec<Arc<Object>> {
        let children = self.cluster.store.children_of(owner.uid());
        let mine = children.iter().filter(|key| key.resource == *resource);
        mine.filter_map(|key| self.get(key))
            .filter(|child| controller_of(child.value()).is_some_and(|uid| uid == owner.uid()))
            .collect()
    }

    /// Takes over what the selector of a workload matches and nobody controls.
    pub(super) fn adopt(&mut self, owner: &Object, kind: &Kind, resource: &GroupResource) {
        let selector = selector_of(owner.value());
        if selector.is_empty() || owner.is_terminating() {
            return;
        }
        for orphan in self.list(resource, Some(owner.namespace())) {
            let is_free = controller_of(orphan.value()).is_none() && !orphan.is_terminating();
            if !is_free || !selector.matches(orphan.value()) {
                continue;
            }
            let reference = kind.reference(owner);
            self.change(&orphan.key(resource), "", |object| {
                let mut next = object.clone();
                let owners = &mut next["metadata"]["ownerReferences"];
                if !owners.is_array() {
                    *owners = json!([]);
                }
                owners.as_array_mut()?.push(reference.clone());
                Some(next)
            });
        }
    }

    /// Controls an object no longer.
    pub(super) fn let_go(&mut self, owner: &Object, child: &Object, resource: &GroupResource) {
        self.change(&child.key(resource), "", |object| {
            let mut next = object.clone();
            let metadata = next["metadata"].as_object_mut()?;
            let owners = metadata.get_mut("ownerReferences")?.as_array_mut()?;
            owners.retain(|reference| reference["uid"] != owner.uid());
            if owners.is_empty() {
                metadata.remove("ownerReferences");
            }
            (next != *object).then_some(next)
        });
    }

    /// Makes an object. A refusal is told in the log, unless the namespace is going away.
    pub(super) fn create(
        &mut self,
        resource: &GroupResource,
        namespace: &str,
        object: Value,
    ) -> Result<Arc<Object>, Status> {
        let catalog = self.cluster.registry.catalog();
        let found = catalog
            .preferred(resource)
            .ok_or_else(|| Status::internal("the kind is not served"))?;
        let write = Write::internal(found, namespace, MANAGER);
        let made = self.cluster.create(&write, object);
        if let Err(status) = &made
            && !self.is_leaving(namespace)
        {
            tracing::debug!(
                resource = %resource, namespace, message = status.message, "the simulator's object was refused",
            );
        }
        made.map(|outcome| outcome.object)
    }

    /// Whether a namespace is gone or going, so that nothing can be made in it.
    pub(super) fn is_leaving(&self, namespace: &str) -> bool {
        let id = crate::cluster::namespaces();
        let found = self.cluster.store.get(&id, "", namespace);
        !namespace.is_empty() && found.is_none_or(|namespace| namespace.is_terminating())
    }

    pub(super) fn change(
        &mut self,
        key: &Key,
        subresource: &str,
        change: impl FnMut(&Value) -> Option<Value>,
    ) -> Option<Arc<Object>> {
        self.cluster.control(key, subresource, change)
    }

    /// Puts a status in the place of the one there is, where they differ.
    pub(super) fn set_status(&mut self, key: &Key, status: &Value) {
        self.change(key, "status", |object| {
            (object["status"] != *status).then(|| {
                let mut next = object.clone();
                next["status"] = status.clone();
                next
            })
        });
    }

    pub(super) fn delete(&mut self, resource: &GroupResource, object: &Object) {
        let options = DeleteOptions::default();
        let key = object.key(resource);
        self.cluster.control_delete(&key, object.uid(), options);
    }

    /// The object and its controllers, as far as the simulator plays them, from below.
    pub(super) fn line(&self, object: &Arc<Object>) -> Vec<Arc<Object>> {
        let mut line = vec![Arc::clone(object)];
        while let Some(last) = line.last()
            && line.len() < 4
            && let Some(uid) = controller_of(last.value())
            && let Some(key) = self.cluster.store.find_uid(uid)
            && super::kinds::rank(&key.resource).is_some()
            && let Some(owner) = self.get(&key)
        {
            line.push(owner);
        }
        line
    }

    /// The workload that an object belongs to: what its author made, or the Job that a CronJob made.
    pub(super) fn top(&self, object: &Arc<Object>) -> Arc<Object> {
        let mut line = self.line(object);
        if line.len() > 1 && is_of(line[line.len() - 1].value(), "CronJob") {
            line.pop();
        }
        line.pop().unwrap_or_else(|| Arc::clone(object))
    }

    /// What becomes of an object, and since when it is on its way.
    pub(super) fn fate(&mut self, object: &Arc<Object>) -> (Fate, Instant) {
        let line = self.line(object);
        let values: Vec<_> = line.iter().map(|object| object.value()).collect();
        let fate = self.simulator.fate(&values);
        let top = self.top(object);
        (fate, self.memory.since(top.value()))
    }

    /// Tells the memory that something of a workload begins anew.
    pub(super) fn disturb(&mut self, object: &Arc<Object>) {
        let top = self.top(object);
        self.memory.disturb(top.value());
    }

    /// Has the controller of an object looked at.
    pub(super) fn enqueue_controller(&mut self, object: &Value) {
        if let Some(uid) = controller_of(object)
            && let Some(key) = self.cluster.store.find_uid(uid)
        {
            self.memory.enqueue(&key);
        }
    }
}

/// What an owner reference says of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) api_version: &'static str,
    pub(super) name: &'static str,
}

impl Kind {
    /// The reference by which `owner` controls an object.
    pub(super) fn reference(&self, owner: &Object) -> Value {
        json!({
            "apiVersion": self.api_version,
            "kind": self.name,
            "name": owner.name(),
            "uid": owner.uid(),
            "controller": true,
            "blockOwnerDeletion": true,
        })
    }
}

/// The uid of the controller that an object names.
pub(super) fn controller_of(object: &Value) -> Option<&str> {
    let owners = object["metadata"]["ownerReferences"].as_array()?;
    let controller = owners.iter().find(|owner| owner["controller"] == true)?;
    controller["uid"].as_str()
}

/// The selector of a workload.
pub(super) fn selector_of(workload: &Value) -> LabelSelector {
    let selector = &workload["spec"]["selector"];
    if is_of(workload, "ReplicationController") {
        return LabelSelector::of(&json!({"matchLabels": selector}));
    }
    LabelSelector::of(selector)
}

pub(super) fn is_of(object: &Value, kind: &str) -> bool {
    object["kind"] == kind
}

/// A number of an object, zero where it is absent.
pub(super) fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0)
}

/// `spec.replicas`, one where it is not said.
pub(super) fn replicas(object: &Value) -> u64 {
    object["spec"]["replicas"].as_u64().unwrap_or(1)
}

/// A count or a share of `whole`, as in `maxSurge`.
pub(super) fn scaled(value: &Value, whole: u64, round_up: bool) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => {
            let percent: u64 = text.strip_suffix('%')?.parse().ok()?;
            let share = whole * percent;
            Some(if round_up {
                share.div_ceil(100)
            } else {
                share / 100
            })
        }
        _ => None,
    }
}

/// Puts a number into a status, which leaves zeros out.
pub(super) fn put_count(status: &mut serde_json::Map<String, Value>, field: &str, count: u64) {
    if count > 0 {
        status.insert(field.to_owned(), count.into());
    }
}

/// The resources whose selectors may match an object that nobody controls.
pub(super) fn adopters(resource: &GroupResource) -> Vec<&'static GroupResource> {
    if *resource == *PODS {
        vec![
            &*REPLICA_SETS,
            &*REPLICATION_CONTROLLERS,
            &*STATEFUL_SETS,
            &*DAEMON_SETS,
        ]
    } else if *resource == *REPLICA_SETS {
        vec![&*DEPLOYMENTS]
    } else {
        Vec::new()
    }
}
