//! Nobody gives away more than they have: the check of roles and bindings that somebody writes.

use serde_json::Value;

use super::attributes::Attributes;
use super::rbac::{GROUP, aggregate};
use super::rule::{Rule, go_list, rules_of};
use super::user::MASTERS;
use crate::cluster::Cluster;
use crate::handlers::Write;
use crate::status::Status;

/// 403 for a role or binding that gives rights which the writer does not have.
pub(crate) fn check(
    cluster: &Cluster,
    write: &Write<'_>,
    name: &str,
    current: Option<&Value>,
    object: &Value,
) -> Result<(), Status> {
    let off = !cluster.settings.rbac || write.resource.group() != GROUP;
    if off
        || write.user.is_in(MASTERS)
        || current.is_some_and(|current| only_collected(current, object))
    {
        return Ok(());
    }
    match write.resource.plural() {
        "roles" | "clusterroles" => check_role(cluster, write, name, current, object),
        "rolebindings" | "clusterrolebindings" => check_binding(cluster, write, name, object),
        _ => Ok(()),
    }
}

/// Whether the write changes only what garbage collection needs.
fn only_collected(current: &Value, object: &Value) -> bool {
    let bare = |object: &Value| {
        let mut object = object.clone();
        if let Some(metadata) = object["metadata"].as_object_mut() {
            for field in ["ownerReferences", "finalizers", "managedFields"] {
                metadata.remove(field);
            }
        }
        object
    };
    bare(current) == bare(object)
}

fn check_role(
    cluster: &Cluster,
    write: &Write<'_>,
    name: &str,
    current: Option<&Value>,
    object: &Value,
) -> Result<(), Status> {
    // The request of a create names nobody.
    let named = if current.is_some() { name } else { "" };
    let mut asked = Attributes::resource("escalate", GROUP, write.resource.plural(), named);
    asked.namespace = write.namespace.to_owned();
    if cluster.authorize(&write.user, &asked).allowed {
        return Ok(());
    }
    let refused = |why: &str| Status::forbidden(write.id(), name, why);
    held(cluster, write, &rules_of(object)).map_err(|why| refused(&why))?;
    let aggregates = |role: &Value| {
        let selectors = role["aggregationRule"]["clusterRoleSelectors"].as_array();
        selectors.is_some_and(|selectors| !selectors.is_empty())
    };
    if aggregates(object) || current.is_some_and(aggregates) {
        held(cluster, write, &[Rule::everything(), Rule::everywhere()]).map_err(|_| {
            refused("must have cluster-admin privileges to use the aggregationRule")
        })?;
    }
    Ok(())
}

fn check_binding(
    cluster: &Cluster,
    write: &Write<'_>,
    name: &str,
    object: &Value,
) -> Result<(), Status> {
    let role = &object["roleRef"];
    let text = |field: &str| role[field].as_str().unwrap_or_default();
    let resource = match text("kind") {
        "ClusterRole" => "clusterroles",
        _ => "roles",
    };
    let mut asked = Attributes::resource("bind", text("apiGroup"), resource, text("name"));
    asked.namespace = write.namespace.to_owned();
    if cluster.authorize(&write.user, &asked).allowed {
        return Ok(());
    }
    let rules = cluster
        .role_rules(role, write.namespace)
        .map_err(|_| Status::not_found(write.id(), text("name")))?;
    held(cluster, write, &rules).map_err(|why| Status::forbidden(write.id(), name, &why))
}

/// What of `rules` the writer does not have, in the words of the real server.
fn held(cluster: &Cluster, write: &Write<'_>, rules: &[Rule]) -> Result<(), String> {
    let own = cluster.rules_for(&write.user, write.namespace);
    let missing: Vec<_> = rules
        .iter()
        .flat_map(Rule::split)
        .filter(|part| !own.rules.iter().any(|rule| rule.covers(part)))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut told: Vec<_> = compact(missing).iter().map(Rule::to_string).collect();
    told.sort();
    told.dedup();
    let mut why = format!(
        "user {:?} (groups={}) is attempting to grant RBAC permissions not currently held:\n{}",
        write.user.name(),
        go_list(write.user.groups()),
        told.join("\n")
    );
    if !own.problems.is_empty() {
        why = format!("{why}; resolution errors: [{}]", aggregate(&own.problems));
    }
    Err(why)
}

/// Puts the verbs of rules for the same resource and name together.
fn compact(rules: Vec<Rule>) -> Vec<Rule> {
    let mut compacted: Vec<Rule> = Vec::new();
    for rule in rules {
        let same = |other: &&mut Rule| {
            rule.non_resource_urls.is_empty()
                && other.non_resource_urls.is_empty()
                && other.api_groups == rule.api_groups
                && other.resources == rule.resources
                && other.resource_names == rule.resource_names
        };
        match compacted.iter_mut().find(same) {
            Some(other) => other.verbs.extend(rule.verbs),
            None => compacted.push(rule),
        }
    }
    compacted
}
