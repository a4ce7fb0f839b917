//! Deploying and verifying a graph of components.

mod events;
mod nodes;
mod phases;
mod waits;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub use events::{ComponentPhase, Observer, PlannedComponent, RolloutEvent};
pub(crate) use phases::rollout;
pub(crate) use waits::to_remember;

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
    /// The components that wait, or have waited for too long.
    pub waiting: Vec<Waiting>,
    /// How long it is until the next deadline of a component is over.
    pub(crate) next_deadline: Option<Duration>,
}

/// A component that is not verified, and what it waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Waiting {
    /// Its name.
    pub component: String,
    /// What it waits for: `Deployment web: 1 of 3 replicas are ready`.
    pub reason: String,
    /// The rules by which it waits. The default ones leave the reason out of the conditions.
    pub rules: VerifyRules,
    /// Since when it waits, for a component with a deadline.
    pub since: Option<Timestamp>,
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
