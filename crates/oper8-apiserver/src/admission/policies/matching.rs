//! Which requests a policy or a binding is about.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Attempt;
use crate::cluster::{Cluster, namespaces};
use crate::registry::Resource;
use crate::selectors::LabelSelector;

/// Policies are not asked about themselves, and not about questions.
const EXEMPT: [(&str, &[&str]); 3] = [
    (
        "admissionregistration.k8s.io",
        &[
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
            "mutatingwebhookconfigurations",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "validatingwebhookconfigurations",
        ],
    ),
    (
        "authentication.k8s.io",
        &["selfsubjectreviews", "tokenreviews"],
    ),
    (
        "authorization.k8s.io",
        &[
            "localsubjectaccessreviews",
            "selfsubjectaccessreviews",
            "selfsubjectrulesreviews",
            "subjectaccessreviews",
        ],
    ),
];

/// Whether no policy is asked about a resource.
pub(super) fn is_exempt(resource: &Resource) -> bool {
    EXEMPT
        .iter()
        .any(|(group, plurals)| *group == resource.group() && plurals.contains(&resource.plural()))
}

/// The resource as which a request matches, which may be another version of it; `None` when it does not match.
pub(super) fn matches(
    cluster: &Cluster,
    attempt: &Attempt<'_>,
    constraints: &Value,
) -> Option<Arc<Resource>> {
    if !namespace_matches(cluster, attempt, &constraints["namespaceSelector"])
        || !object_matches(attempt, &constraints["objectSelector"])
    {
        return None;
    }
    let list = |name: &str| constraints[name].as_array().into_iter().flatten();
    let own = attempt.write.resource;
    if list("excludeResourceRules").any(|rule| rule_matches(attempt, own, rule)) {
        return None;
    }
    let rules = constraints["resourceRules"].as_array();
    if rules.is_none_or(Vec::is_empty)
        || list("resourceRules").any(|rule| rule_matches(attempt, own, rule))
    {
        return Some(Arc::new(own.clone()));
    }
    if constraints["matchPolicy"] == "Exact" {
        return None;
    }
    let catalog = cluster.registry.catalog();
    let versions = catalog.versions_of(own.group()).into_iter();
    let mut others =
        versions.filter_map(|version| catalog.find(own.group(), version, own.plural()));
    others
        .find(|other| list("resourceRules").any(|rule| rule_matches(attempt, other, rule)))
        .cloned()
}

fn rule_matches(attempt: &Attempt<'_>, resource: &Resource, rule: &Value) -> bool {
    let texts = |name: &str| {
        let list = rule[name].as_array().into_iter().flatten();
        list.filter_map(Value::as_str)
    };
    let holds = |name: &str, value: &str| texts(name).any(|given| given == "*" || given == value);
    let scope = match rule["scope"].as_str() {
        None | Some("*") => true,
        Some(scope) => {
            // A namespace is of the cluster, whatever its requests look like.
            let namespaced = !attempt.write.namespace.is_empty() && !is_namespace(resource);
            (scope == "Namespaced") == namespaced
        }
    };
    let plural = resource.plural();
    let part = attempt.write.subresource;
    let named = |given: &str| match given.split_once('/') {
        None => part.is_empty() && (given == "*" || given == plural),
        Some((whole, sub)) => (whole == "*" || whole == plural) && (sub == "*" || sub == part),
    };
    let mut names = texts("resourceNames").peekable();
    scope
        && holds("apiGroups", resource.group())
        && holds("apiVersions", &resource.version)
        && holds("operations", attempt.operation.name())
        && texts("resources").any(named)
        && (names.peek().is_none() || names.any(|name| name == attempt.name))
}

fn is_namespace(resource: &Resource) -> bool {
    resource.group().is_empty() && resource.plural() == "namespaces"
}

fn is_everything(selector: &Value) -> bool {
    selector.as_object().is_none_or(Map::is_empty)
}

fn namespace_matches(cluster: &Cluster, attempt: &Attempt<'_>, selector: &Value) -> bool {
    if is_everything(selector) {
        return true;
    }
    let selector = LabelSelector::of(selector);
    if is_namespace(attempt.write.resource) {
        let object = attempt.object.or(attempt.old);
        return object.is_some_and(|object| selector.matches(object));
    }
    if attempt.write.namespace.is_empty() {
        return true;
    }
    let namespace = cluster
        .store
        .get(&namespaces(), "", attempt.write.namespace);
    namespace.is_some_and(|namespace| selector.matches(namespace.value()))
}

fn object_matches(attempt: &Attempt<'_>, selector: &Value) -> bool {
    if is_everything(selector) {
        return true;
    }
    let selector = LabelSelector::of(selector);
    let mut objects = [attempt.object, attempt.old].into_iter().flatten();
    objects.any(|object| selector.matches(object))
}
