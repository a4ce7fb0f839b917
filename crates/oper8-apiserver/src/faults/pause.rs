//! Requests that a test holds, to do something in the middle of them.

use tokio::sync::{mpsc, oneshot};

use super::{Faults, RuleId};
use crate::journal::Entry;

/// A rule that holds requests; dropping it removes the rule and lets them go.
#[derive(Debug)]
#[must_use = "dropping it removes the rule"]
pub struct Paused {
    faults: Faults,
    id: RuleId,
    held: mpsc::UnboundedReceiver<Held>,
}

impl Paused {
    pub(super) fn new(faults: Faults, id: RuleId, held: mpsc::UnboundedReceiver<Held>) -> Self {
        Self { faults, id, held }
    }

    /// The rule, for its count in [`Faults::fired`].
    #[must_use]
    pub fn id(&self) -> RuleId {
        self.id
    }

    /// Waits for the next request that the rule holds. Waits for ever when none comes, or the rule was removed.
    pub async fn arrived(&mut self) -> Held {
        match self.held.recv().await {
            Some(held) => held,
            None => std::future::pending().await,
        }
    }

    /// The next request that the rule holds already.
    pub fn arrived_now(&mut self) -> Option<Held> {
        self.held.try_recv().ok()
    }
}

impl Drop for Paused {
    fn drop(&mut self) {
        self.faults.remove(self.id);
    }
}

/// A request that is held; it goes on when this is dropped.
#[derive(Debug)]
#[must_use = "the request goes on when this is dropped"]
pub struct Held {
    entry: Entry,
    release: oneshot::Sender<()>,
}

impl Held {
    pub(super) fn new(entry: Entry) -> (Self, oneshot::Receiver<()>) {
        let (release, released) = oneshot::channel();
        (Self { entry, release }, released)
    }

    /// The request; its code is 0, since it is not answered yet.
    #[must_use]
    pub fn request(&self) -> &Entry {
        &self.entry
    }

    /// Lets the request go on. `false` when nobody waits for it any longer.
    pub fn release(self) -> bool {
        self.release.send(()).is_ok()
    }

    /// Waits until nobody waits for the request any longer: its client was dropped, or it went on by itself.
    pub async fn gone(&mut self) {
        self.release.closed().await;
    }
}
