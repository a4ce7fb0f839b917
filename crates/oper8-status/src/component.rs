//! How far each component has come.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// The names of an application's components, by how far a rollout brought them. The four sets are disjoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComponentState {
    /// Applied and found ready.
    pub verified: BTreeSet<String>,
    /// Applied, not yet found ready.
    pub unverified: BTreeSet<String>,
    /// Not applied because of an error.
    pub failed: BTreeSet<String>,
    /// Not reached.
    pub unstarted: BTreeSet<String>,
    /// Text of the dependency graph, such as `Graph({a:[],b:[a]})`; `None` leaves the field out.
    pub dependency_graph: Option<String>,
}

impl ComponentState {
    /// The `componentStatus` of the status. Its fractions count against all components: `deployed` what was applied,
    /// verified or not, and `verified` what was found ready.
    pub(crate) fn to_value(&self) -> Value {
        let deployed: BTreeSet<_> = self.verified.union(&self.unverified).collect();
        let others: BTreeSet<_> = self.failed.union(&self.unstarted).collect();
        let all: BTreeSet<_> = deployed.union(&others).collect();
        let mut status = json!({
            "allComponents": all,
            "deployedComponents": deployed,
            "unverifiedComponents": self.unverified,
            "failedComponents": self.failed,
            "deployed": format!("{}/{}", deployed.len(), all.len()),
            "verified": format!("{}/{}", self.verified.len(), all.len()),
        });
        if let Some(graph) = &self.dependency_graph {
            status["dependencyGraph"] = graph.as_str().into();
        }
        status
    }
}
