//! Roles and bindings.

use serde_json::{Value, json};

use super::node::Node;
use super::problems::Problems;
use crate::names;

pub(super) fn role(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    root.at("rules").each(|_, rule| policy_rule(&rule, true));
}

pub(super) fn cluster_role(object: &Value, problems: &mut Problems) {
    let root = Node::root(object, &*problems);
    root.at("rules").each(|_, rule| policy_rule(&rule, false));
    root.inside("aggregationRule", |aggregation| {
        let selectors = aggregation.at("clusterRoleSelectors");
        if selectors.items().is_empty() {
            selectors
                .require("at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        selectors.each(|_, selector| {
            if !selector.selector() {
                selector.invalid_as(&Value::Null, "invalid label selector.");
            }
        });
    });
}

fn policy_rule(rule: &Node<'_, '_>, namespaced: bool) {
    let some = |field: &str| !rule.at(field).items().is_empty();
    if !some("verbs") {
        rule.at("verbs")
            .require("verbs must contain at least one value");
    }
    if some("nonResourceURLs") {
        let urls = rule.at("nonResourceURLs");
        if namespaced {
            urls.invalid("namespaced rules cannot apply to non-resource URLs");
        }
        if some("apiGroups") || some("resources") || some("resourceNames") {
            urls.invalid("rules cannot apply to both regular resources and non-resource URLs");
        }
        return;
    }
    if !some("apiGroups") {
        rule.at("apiGroups")
            .require("resource rules must supply at least one api group");
    }
    if !some("resources") {
        rule.at("resources")
            .require("resource rules must supply at least one resource");
    }
}

/// A binding; `roles` are the kinds that it may bind.
pub(super) fn binding(
    current: Option<&Value>,
    object: &Value,
    roles: &[&str],
    problems: &mut Problems,
) {
    const GROUP: &str = "rbac.authorization.k8s.io";
    let namespaced = roles.contains(&"Role");
    let root = Node::root(object, &*problems);
    let reference = root.at("roleRef");
    reference.at("apiGroup").must_be_one_of(&[GROUP]);
    reference.at("kind").must_be_one_of(roles);
    reference
        .at("name")
        .needed_name(names::path_segment_problem);
    root.at("subjects").each(|_, subject| {
        subject.at("name").needed();
        let group = subject.at("apiGroup");
        match subject.at("kind").text() {
            "ServiceAccount" => {
                subject.at("name").optional_name(names::subdomain_problem);
                if !group.text().is_empty() {
                    group.unsupported(&[""]);
                }
                if !namespaced && subject.at("namespace").text().is_empty() {
                    subject.at("namespace").require("");
                }
            }
            "User" | "Group" => group.must_be_one_of(&[GROUP]),
            _ => subject
                .at("kind")
                .unsupported(&["ServiceAccount", "User", "Group"]),
        }
    });
    if let Some(current) = current
        && current["roleRef"] != *reference.value
    {
        let shown = format!(
            "{{\"APIGroup\":{},\"Kind\":{},\"Name\":{}}}",
            text(reference.value, "apiGroup"),
            text(reference.value, "kind"),
            text(reference.value, "name")
        );
        reference.invalid_shown(&shown, "cannot change roleRef");
    }
}

fn text(value: &Value, field: &str) -> Value {
    json!(value[field].as_str().unwrap_or_default())
}
