//! Which webhooks are asked about a write.

use serde_json::Value;

use super::super::Request;
use crate::cluster::{Cluster, namespaces};
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
    pub(super) version: String,
    group: String,
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
        let Some(version) = self.version_of(cluster, request) else {
            return Ok(None);
        };
        if !self.selects_namespace(cluster, request, object)? {
            return Ok(None);
        }
        Ok(Some(Invocation {
            hook: self,
            version,
            group: request.write.resource.group().to_owned(),
        }))
    }

    /// The version that the rules name: that of the request, or another of the same resource where any will do.
    fn version_of(&self, cluster: &Cluster, request: &Request<'_>) -> Option<String> {
        let resource = request.write.resource;
        if self.rules_match(request, &resource.version) {
            return Some(resource.version.clone());
        }
        if self.value["matchPolicy"] == "Exact" {
            return None;
        }
        let catalog = cluster.registry.catalog();
        let others = catalog.versions_of(resource.group()).into_iter();
        others
            .filter(|version| {
                catalog
                    .find(resource.group(), version, resource.plural())
                    .is_some()
            })
            .find(|version| self.rules_match(request, version))
            .map(str::to_owned)
    }

    fn rules_match(&self, request: &Request<'_>, version: &str) -> bool {
        let rules = self.value["rules"].as_array().into_iter().flatten();
        rules
            .into_iter()
            .any(|rule| matches_rule(rule, request, version))
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
    pub(super) fn in_its_version(&self, object: &Value) -> Value {
        let mut object = object.clone();
        if object["apiVersion"].is_string() {
            object["apiVersion"] = match self.group.as_str() {
                "" => self.version.clone(),
                group => format!("{group}/{}", self.version),
            }
            .into();
        }
        object
    }
}

fn matches_rule(rule: &Value, request: &Request<'_>, version: &str) -> bool {
    let resource = request.write.resource;
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
        && has("apiVersions", version)
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
