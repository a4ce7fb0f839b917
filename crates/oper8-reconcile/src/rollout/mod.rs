//! Deploying and verifying a graph of components.

mod events;
mod nodes;
mod phases;

use std::sync::Arc;

pub use events::{ComponentPhase, Observer, PlannedComponent, RolloutEvent};
pub(crate) use phases::rollout;

use crate::controller::Completion;
use crate::error::Error;
use crate::verify::VerifyRules;

/// How a rollout ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rollout {
    /// How each component ended, with the errors of all components and hooks.
    pub completion: Completion,
    /// The error that is reported, when the rollout is not complete because of one.
    pub failure: Option<Failure>,
    /// The components that are not verified and have said why, without an error.
    pub waiting: Vec<Waiting>,
}

/// A component that is not verified yet, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// Its name.
    pub component: String,
    /// What it waits for: `Deployment web: 1 of 3 replicas are ready`.
    pub reason: String,
    /// The rules by which it waits. The default ones leave the reason out of the status.
    pub rules: VerifyRules,
}

/// An error, and where it happened.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failure {
    /// The place: `component web`, or the name of a hook. Empty when it has none.
    pub place: String,
    /// What happened.
    pub error: Arc<Error>,
}

impl Failure {
    pub(crate) fn new(place: impl Into<String>, error: impl Into<Arc<Error>>) -> Self {
        Self {
            place: place.into(),
            error: error.into(),
        }
    }

    /// The text for a condition's message: that of the error, with the place where the error is not the framework's own.
    pub fn message(&self) -> String {
        self.error.message_in(&self.place)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new("", error)
    }
}
