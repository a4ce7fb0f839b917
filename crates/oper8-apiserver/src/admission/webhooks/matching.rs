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
use crate::store::{GroupResource, Object};

/// One webhook of a configuration.
#[derive(Clone, Debug)]
pub(super) struct Hook {
    configuration: Arc<Object>,
    index: usize,
}

/// A webhook that is to be asked, and the version in which it wants the object.
#[derive(Clone, Debug)]
pub(super) struct Invocation<'a> {
    pub(super) hook: &'a Hook,
    own: &'a Resource,
    /// Where it wants another than the request's own.
    other: Option<Arc<Resource>>,
}

impl Hook {
    /// All that may be asked, in order of their configurations' names.
    pub(super) fn all(cluster: &Cluster, id: &GroupResource, request: &Request<'_>) -> Vec<Self> {
        if is_exempt(request) {
            return Vec::new();
        }
        let configurations = cluster.store.list(id, None).objects.into_iter();
        let hooks = configurations.flat_map(|configuration| {
            let count = configuration.value()["webhooks"]
                .as_array()
                .map_or(0, Vec::len);
            (0..count).map(move |index| Self {
                configuration: Arc::clone(&configuration),
                index,
            })
        });
        hooks.collect()
    }

    pub(super) fn value(&self) -> &Value {
        &self.configuration.value()["webhooks"][self.index]
    }

    pub(super) fn name(&self) -> &str {
        self.value()["name"].as_str().unwrap_or_default()
    }

    /// How it is asked about this write; `None` when it is not.
    pub(super) fn invocation<'a>(
        &'a self,
        cluster: &Cluster,
        request: &Request<'a>,
        object: Option<&Value>,
    ) -> Result<Option<Invocation<'a>>, Status> {
        if !self.selects_objects(request, object) {
            return Ok(None);
        }
        let own = request.write.resource;
        let other = match self.names(request, own) {
            true => None,
            false => match self.equivalent(cluster, request) {
                None => return Ok(None),
                other => other,
            },
        };
        if !self.selects_namespace(cluster, request, object)? {
            return Ok(None);
        }
        let invocation = Invocation {
            hook: self,
            own,
            other,
        };
        Ok(invocation
            .conditions_hold(cluster, request, object)?
            .then_some(invocation))
    }

    fn rules(&self) -> impl Iterator<Item = &Value> {
        self.value()["rules"].as_array().into_iter().flatten()
    }

    /// Whether the rules name a resource.
    fn names(&self, request: &Request<'_>, resource: &Resource) -> bool {
        self.rules()
            .any(|rule| matches_rule(rule, request, resource))
    }

    /// Another form of the request's resource that the rules name, where any will do.
    fn equivalent(&self, cluster: &Cluster, request: &Request<'_>) -> Option<Arc<Resource>> {
        if self.value()["matchPolicy"] == "Exact" {
            return None;
        }
        let own = request.write.resource;
        let catalog = cluster.registry.catalog();
        let versions = catalog.versions_of(own.group()).into_iter();
        let same = versions.filter_map(|version| catalog.find(own.group(), version, own.plural()));
        // Events are the one kind that two groups have.
        let events = ["", "events.k8s.io"]
            .into_iter()
            .filter(|group| own.plural() == "events" && *group != own.group());
        let events = events.filter_map(|group| catalog.find(group, "v1", "events"));
        let others: Vec<_> = same.chain(events).collect();
        let found = self.rules().find_map(|rule| {
            let mut others = others.iter();
            others.find(|other| matches_rule(rule, request, other))
        });
        found.map(|found| Arc::clone(found))
    }

    fn selects_objects(&self, request: &Request<'_>, object: Option<&Value>) -> bool {
        let selector = LabelSelector::of(&self.value()["objectSelector"]);
        let either = [object, request.old].into_iter().flatten();
        selector.is_empty() || either.into_iter().any(|object| selector.matches(object))
    }

    fn selects_namespace(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: Option<&Value>,
    ) -> Result<bool, Status> {
        let selector = LabelSelector::of(&self.value()["namespaceSelector"]);
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
    /// The resource as the webhook wants it.
    pub(super) fn resource(&self) -> &Resource {
        self.other.as_deref().unwrap_or(self.own)
    }

    /// The object in the version that the webhook wants.
    pub(super) fn in_its_version(&self, request: &Request<'_>, object: &Value) -> Value {
        if has_own_kind(request.write.subresource) || !object["apiVersion"].is_string() {
            return object.clone();
        }
        self.converted(object.clone(), self.own, self.resource())
    }

    /// What a webhook made of it, in the version of the request.
    pub(super) fn in_own_version(&self, request: &Request<'_>, object: Value) -> Value {
        if has_own_kind(request.write.subresource) {
            return object;
        }
        self.converted(object, self.resource(), self.own)
    }

    fn converted(&self, mut object: Value, from: &Resource, to: &Resource) -> Value {
        if self.other.is_some() {
            let stored = conversion::to_stored(from, object);
            object = conversion::from_stored(to, &stored).into_owned();
        }
        object["apiVersion"] = to.api_version().into();
        object
    }

    /// Whether the conditions hold that the webhook is asked under.
    fn conditions_hold(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        object: Option<&Value>,
    ) -> Result<bool, Status> {
        let given = self.hook.value()["matchConditions"].as_array();
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
            policies::ask_webhook(cluster, self.hook.value(), &attempt, self.resource())
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
