//! What a rollout tells those who watch it.

use std::sync::Arc;

use oper8_deploy_manager::{Change, ObjectKey};

use crate::session::Session;

/// Is told how rollouts go, while they do. It is called from the rollout itself, often: it should be quick. Rollouts of several
/// custom resources may go on at once; the session says which one this is.
pub type Observer = Arc<dyn Fn(&Session, &RolloutEvent) + Send + Sync>;

/// One step of a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RolloutEvent {
    /// The rollout begins. All components, each one after those it waits for.
    Planned(Vec<PlannedComponent>),
    /// A component has come to another phase.
    Component {
        /// Its name.
        component: String,
        /// The phase.
        phase: ComponentPhase,
    },
    /// A resource of a component was applied.
    Applied {
        /// The component's name.
        component: String,
        /// The resource.
        key: ObjectKey,
        /// What that changed.
        change: Change,
        /// Paths of the fields that were left to other writers.
        yielded: Vec<String>,
    },
    /// A resource of a disabled component was deleted, or was not there.
    Deleted {
        /// The component's name.
        component: String,
        /// The resource.
        key: ObjectKey,
        /// What that changed.
        change: Change,
    },
    /// The rollout has ended.
    Ended {
        /// Whether all components are verified and all hooks content.
        complete: bool,
        /// What is reported about it, if anything went wrong.
        error: Option<String>,
    },
}

/// A component as it stands in the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedComponent {
    /// Its name.
    pub name: String,
    /// Whether it is disabled.
    pub disabled: bool,
    /// The names of the components that it waits for.
    pub upstreams: Vec<String>,
}

/// How far a component has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ComponentPhase {
    /// Its manifests are being made.
    Rendering,
    /// Its resources are being applied.
    Deploying,
    /// Its resources are applied.
    Deployed,
    /// It is disabled, and its resources are being deleted.
    Disabling,
    /// It is disabled, and its resources are deleted.
    Disabled,
    /// Its readiness is being asked for.
    Verifying,
    /// It is ready.
    Verified,
    /// It waits, and what for.
    Waiting(String),
    /// It has failed, and why.
    Failed(String),
}
