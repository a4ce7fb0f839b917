//! Cluster roles that are put together from others, by label.

use serde_json::{Value, json};

use crate::access::CLUSTER_ROLES;
use crate::cluster::Cluster;
use crate::handlers::Write;
use crate::selectors::LabelSelector;
use crate::store::Change;

const MANAGER: &str = "clusterrole-aggregation-controller";

/// Fills the roles that the change may matter to.
pub(super) fn observe(cluster: &Cluster, change: &Change) {
    if change.key.resource == *CLUSTER_ROLES {
        aggregate(cluster);
    }
}

/// Fills every role that aggregates others, until none changes any more: they may aggregate each other.
pub(crate) fn aggregate(cluster: &Cluster) {
    let roles = cluster.store.list(&CLUSTER_ROLES, None).objects;
    let wanted = roles.iter().filter_map(|role| {
        let selectors = role.value()["aggregationRule"]["clusterRoleSelectors"].as_array()?;
        Some((role, selectors))
    });
    let mut changed = false;
    for (role, selectors) in wanted {
        let mut rules: Vec<Value> = Vec::new();
        for selector in selectors {
            let selector = LabelSelector::of(selector);
            let parts = roles.iter().filter(|part| part.name() != role.name());
            for part in parts.filter(|part| selector.matches(part.value())) {
                for rule in part.value()["rules"].as_array().into_iter().flatten() {
                    if !rules.contains(rule) {
                        rules.push(rule.clone());
                    }
                }
            }
        }
        let present = role.value()["rules"].as_array();
        if present.map(Vec::as_slice).unwrap_or_default() != rules {
            changed |= fill(cluster, role.name(), &rules);
        }
    }
    if changed {
        aggregate(cluster);
    }
}

/// Sets the rules of a role; answers whether it did.
fn fill(cluster: &Cluster, name: &str, rules: &[Value]) -> bool {
    let Some(resource) = cluster
        .registry
        .catalog()
        .preferred(&CLUSTER_ROLES)
        .cloned()
    else {
        return false;
    };
    let config = json!({
        "apiVersion": resource.api_version(),
        "kind": resource.kind,
        "metadata": {"name": name},
        "rules": rules,
    });
    let write = Write::internal(&resource, "", MANAGER);
    let applied = cluster.apply(&write, name, &config, true);
    if let Err(status) = &applied {
        tracing::warn!(
            name,
            message = status.message,
            "the rules of a role cannot be put together"
        );
    }
    applied.is_ok()
}
