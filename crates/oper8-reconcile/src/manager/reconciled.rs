//! What came of a reconciliation.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::controller::Completion;
use crate::error::Error;
use crate::rollout::Failure;

/// What came of a reconciliation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reconciled {
    /// The identifier of the reconciliation, as in its log events.
    pub id: String,
    /// After what time to reconcile again without being asked to; `None` when that is not needed.
    pub requeue: Option<Duration>,
    /// What is reported: why the rollout waits, or why it failed. `None` also for a rollout that waits without an error.
    pub failure: Option<Failure>,
    /// How the components ended; `None` when it did not come to a rollout.
    pub completion: Option<Completion>,
    /// The status of the custom resource as it was left, as far as known.
    pub status: Option<Value>,
    /// Why nothing was done, if nothing was.
    pub skipped: Option<Skipped>,
}

/// Why a custom resource was not reconciled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Skipped {
    /// It is paused by annotation.
    Paused,
    /// It is being deleted, and needs no finalizing.
    Deleted,
    /// It is not in the cluster any more.
    Gone,
}

impl Reconciled {
    pub(super) fn skipped(id: String, skipped: Skipped) -> Self {
        Self {
            id,
            requeue: None,
            failure: None,
            completion: None,
            status: None,
            skipped: Some(skipped),
        }
    }

    pub(super) fn failed(id: String, failure: Failure, wait: Duration) -> Self {
        Self {
            id,
            requeue: Some(wait),
            failure: Some(failure),
            completion: None,
            status: None,
            skipped: None,
        }
    }

    /// The error that is reported.
    pub fn error(&self) -> Option<&Arc<Error>> {
        self.failure.as_ref().map(|failure| &failure.error)
    }

    /// Whether every component is verified, and every hook content.
    pub fn is_complete(&self) -> bool {
        self.failure.is_none()
            && self
                .completion
                .as_ref()
                .is_some_and(Completion::verify_completed)
    }

    /// Whether something failed, rather than waits.
    pub fn has_failed(&self) -> bool {
        self.failure
            .as_ref()
            .is_some_and(|failure| !failure.error.is_expected())
    }
}
