//! An operator that runs beside the test.

use std::time::Duration;

use oper8_deploy_manager::ObjectKey;
use oper8_reconcile::Reconciled;
use oper8_watch_managers::{KubeWatchManager, WatchError, WatchManager as _};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::error::{Error, Result};
use crate::object::Named;
use crate::run::{Outcomes, not_settled};

/// Longer than a test waits for anything, in the test's time.
const HANG: Duration = Duration::from_secs(60 * 60);

/// An operator that watches and reconciles beside the test; it is killed when this is dropped.
#[derive(Debug)]
#[must_use = "the operator is killed when this is dropped"]
pub struct RunningOperator {
    stop: CancellationToken,
    task: JoinHandle<Result<(), WatchError>>,
    outcomes: Outcomes,
    namespace: String,
}

impl RunningOperator {
    pub(crate) fn start(manager: KubeWatchManager, outcomes: Outcomes, namespace: String) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(manager.run(stop.clone()));
        Self {
            stop,
            task,
            outcomes,
            namespace,
        }
    }

    /// The next reconciliation that ends.
    ///
    /// # Errors
    ///
    /// [`Error::NotSettled`] when none does within an hour of the test's time, or the operator has ended.
    pub async fn next(&mut self) -> Result<(ObjectKey, Reconciled)> {
        let next = tokio::time::timeout(HANG, self.outcomes.recv()).await;
        next.ok()
            .flatten()
            .ok_or_else(|| not_settled(HANG, &["no reconciliation has ended".to_owned()]))
    }

    /// Waits until a reconciliation of this custom resource is complete.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next), with what came of its last reconciliation.
    pub async fn until_complete(&mut self, cr: impl Named) -> Result<Reconciled> {
        let wanted = cr.key_in(&self.namespace);
        let complete = async {
            loop {
                let (key, reconciled) = self.next().await?;
                if key == wanted && reconciled.is_complete() {
                    return Ok(reconciled);
                }
            }
        };
        match tokio::time::timeout(HANG, complete).await {
            Ok(result) => result,
            Err(_) => Err(not_settled(HANG, &[format!("{wanted} is not complete")])),
        }
    }

    /// Asks the operator to stop, as SIGTERM does, and waits until it has.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] with what its watch manager says.
    pub async fn stop(mut self) -> Result<()> {
        self.stop.cancel();
        match (&mut self.task).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Error::Setup(oper8_reconcile::report(&error))),
            Err(error) => Err(Error::Setup(format!("the operator broke off: {error}"))),
        }
    }

    /// Ends the operator as a killed process ends: at once, wherever it is.
    pub async fn kill(mut self) {
        self.task.abort();
        // It was aborted, so it has nothing to say.
        let _ = (&mut self.task).await;
    }
}

impl Drop for RunningOperator {
    fn drop(&mut self) {
        self.task.abort();
    }
}
