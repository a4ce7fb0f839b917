//! What every watch manager offers.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use oper8_deploy_manager::ObjectKey;
use oper8_reconcile::Reconciled;
use tokio_util::sync::CancellationToken;

/// Watches custom resources, and reconciles them until it is told to stop.
pub trait WatchManager: Send + 'static {
    /// Runs until `shutdown` is cancelled; then starts nothing new, and returns when what runs has finished or the grace
    /// period is over.
    ///
    /// # Errors
    ///
    /// Only what makes watching impossible from the start; whatever happens later is retried.
    fn run(
        self,
        shutdown: CancellationToken,
    ) -> impl Future<Output = Result<(), WatchError>> + Send;
}

/// What is told about each reconciliation that ended: the custom resource, the generation that was reconciled, and the
/// outcome. Called from the manager's own loop: it should be quick.
pub type ReconcileObserver = Arc<dyn Fn(&ObjectKey, &Reconciled) + Send + Sync>;

/// Why a watch manager cannot work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// Two controllers want the same kind.
    #[error("two controllers reconcile {kind}: {first} and {second}; a kind has one controller")]
    TwoControllers {
        /// The kind, `<Kind>.<group>/<version>`.
        kind: String,
        /// One controller's name.
        first: String,
        /// The other's.
        second: String,
    },
    /// There is nothing to watch.
    #[error("there is no controller to run{}", Hint(.0))]
    NoController(String),
}

/// Says what was asked for, if anything was.
struct Hint<'a>(&'a String);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " named `{}` (setting controller_name)", self.0)
    }
}
