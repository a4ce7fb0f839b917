//! Which webhooks are asked about a write.

use std::sync::Arc;

use serde_json::Value;

#[cfg(feature = "cel")]
use super::super::policies;
use super::super::{Request, has_own_kind};
use crate::cluster::{Cluster, namespaces};
use crate::conversion;
use crate::registry::Resource;
use crate::selectors::LabelSelector;
use crate::status::Status;
use crate::store::GroupResource;

/// One webhook of a configuration.
#[derive(Clone, Debug)]
pub(super) struct Hook {
    pub(super) value: Value,
}

/// A webhook that is to be asked, and the version in which it wants the object.
#[derive(Clone, Debug)]
pub(super) struct Invocation<'a> {
    pub(super) hook: &'a Hook,
    pub(super) resource: Arc<Resource>,
}

impl Hook {
    /// All that may be asked, in order of their configurations' names.
    pub(super) fn all(cluster: &Cluster, id: &GroupResource, request: &Request<'_>) -> Vec<Self> {
        if is_exempt(request) {
            return Vec::new();
        }
        let configurations = cluster.store.list(id, None).objects;
        configurations
            .iter()
            .flat_map(|configuration| configuration.value()["webhooks"].as_array().cloned())
            .flatten()
            .map(|value| Self { value })
            .collect()
    }

    pub(super) fn name(&self) -> &str {
        self.value["name"].as_str().unwrap_or_default()
    }

    /// How it is asked about this write; `None` when it is not.
    pub(super) fn invocation(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: Option<&Value>,
    ) -> Result<Option<Invocation<'_>>, Status> {
        if !self.selects_objects(request, object) {
            return Ok(None);
        }
        let Some(resource) = self.resource_of(cluster, request) else {
            return Ok(None);
        };
        if !self.selects_namespace(cluster, request, object)? {
            return Ok(None);
        }
        let invocation = Invocation {
            hook: self,
            resource,
        };
        Ok(invocation
            .conditions_hold(cluster, request, object)?
            .then_some(invocation))
    }

    /// The resource that the rules name: that of the request, or another form of it where any will do.
    fn resource_of(&self, cluster: &Cluster, request: &Request<'_>) -> Option<Arc<Resource>> {
        let own = request.write.resource;
        let catalog = cluster.registry.catalog();
        let mut rules = self.value["rules"].as_array().into_iter().flatten();
        if rules.any(|rule| matches_rule(rule, request, own)) {
            return Some(Arc::new(own.clone()));
        }
        if self.value["matchPolicy"] == "Exact" {
            return None;
        }
        let versions = catalog.versions_of(own.group()).into_iter();
        let same = versions.filter_map(|version| catalog.find(own.group(), version, own.plural()));
        // Events are the one kind that two groups have.
        let events = ["", "events.k8s.io"]
            .into_iter()
            .filter(|group| own.plural() == "events" && *group != own.group());
        let events = events.filter_map(|group| catalog.find(group, "v1", "events"));
        let others: Vec<_> = same.chain(events).collect();
        let mut rules = self.value["rules"].as_array().into_iter().flatten();
        let found = rules.find_map(|rule| {
            let mut others = others.iter();
            others.find(|other| matches_rule(rule, request, other))
        });
        found.map(|found| Arc::clone(found))
    }

    fn selects_objects(&self, request: &Request<'_>, object: Option<&Value>) -> bool {
        let selector = LabelSelector::of(&self.value["objectSelector"]);
        let either = [object, request.old].into_iter().flatten();
        selector.is_empty() || either.into_iter().any(|object| selector.matches(object))
    }

    fn selects_namespace(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: Option<&Value>,
    ) -> Result<bool, Status> {
        let selector = LabelSelector::of(&self.value["namespaceSelector"]);
        if selector.is_empty() {
            return Ok(true);
        }
        let write = request.write;
        if is_namespace(request) {
            let own = object.or(request.old);
            return Ok(own.is_some_and(|namespace| selector.matches(namespace)));
        }
        if write.namespace.is_empty() {
            return Ok(true);
        }
        let found = cluster.store.get(&namespaces(), "", write.namespace);
        let namespace = found.ok_or_else(|| Status::not_found(&namespaces(), write.namespace))?;
        Ok(selector.matches(namespace.value()))
    }
}

impl Invocation<'_> {
    /// The object in the version that the webhook wants.
    pub(super) fn in_its_version(&self, request: &Request<'_>, object: &Value) -> Value {
        if has_own_kind(request.write.subresource) || !object["apiVersion"].is_string() {
            return object.clone();
        }
        let stored = conversion::to_stored(request.write.resource, object.clone());
        let mut seen = conversion::from_stored(&self.resource, &stored).into_owned();
        seen["apiVersion"] = self.resource.api_version().into();
        seen
    }

    /// What a webhook made of it, in the version of the request.
    pub(super) fn in_own_version(&self, request: &Request<'_>, object: Value) -> Value {
        if has_own_kind(request.write.subresource) {
            return object;
        }
        let stored = conversion::to_stored(&self.resource, object);
        let mut own = conversion::from_stored(request.write.resource, &stored).into_owned();
        own["apiVersion"] = request.write.resource.api_version().into();
        own
    }

    /// Whether the conditions hold that the webhook is asked under.
    fn conditions_hold(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: Option<&Value>,
    ) -> Result<bool, Status> {
        let given = self.hook.value["matchConditions"].as_array();
        if given.is_none_or(Vec::is_empty) {
            return Ok(true);
        }
        #[cfg(feature = "cel")]
        {
            let seen = |object: &Value| self.in_its_version(request, object);
            let (object, old) = (object.map(seen), request.old.map(seen));
            let attempt = policies::Attempt {
                write: request.write,
                operation: request.operation,
                name: request.name,
                object: object.as_ref(),
                old: old.as_ref(),
            };
            policies::ask_webhook(cluster, &self.hook.value, &attempt, &self.resource)
                .map_err(|why| Status::forbidden(request.write.id(), request.name, &why))
        }
        #[cfg(not(feature = "cel"))]
        {
            let _ = (cluster, object);
            let why = "matchConditions need the feature `cel` of oper8-apiserver";
            Err(Status::forbidden(request.write.id(), request.name, why))
        }
    }
}

fn matches_rule(rule: &Value, request: &Request<'_>, resource: &Resource) -> bool {
    let has = |field: &str, wanted: &str| {
        let mut items = rule[field].as_array().into_iter().flatten();
        items.any(|item| item == "*" || item == wanted)
    };
    let in_namespace = !request.write.namespace.is_empty() && !is_namespace(request);
    let scope = match rule["scope"].as_str() {
        Some("Namespaced") => in_namespace,
        Some("Cluster") => !in_namespace,
        _ => true,
    };
    scope
        && has("operations", request.operation.name())
        && has("apiGroups", resource.group())
        && has("apiVersions", &resource.version)
        && names_resource(rule, resource.plural(), request.write.subresource)
}

fn names_resource(rule: &Value, plural: &str, subresource: &str) -> bool {
    let names = rule["resources"].as_array().into_iter().flatten();
    names.filter_map(Value::as_str).any(|name| {
        let (resource, part) = name.split_once('/').unwrap_or((name, ""));
        (resource == "*" || resource == plural) && (part == "*" || part == subresource)
    })
}

fn is_namespace(request: &Request<'_>) -> bool {
    let resource = request.write.resource;
    resource.kind == "Namespace" && resource.group().is_empty()
}

/// What decides about admission is not itself asked about.
fn is_exempt(request: &Request<'_>) -> bool {
    let resource = request.write.resource;
    resource.group() == "admissionregistration.k8s.io"
}
