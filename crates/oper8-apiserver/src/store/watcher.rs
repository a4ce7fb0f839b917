//! A reader of the log that never misses an event, or says that it did.

use tokio::sync::watch;

use super::{Compacted, Event, GroupResource, Store};

/// How many events a watcher takes at a time: it holds no more than these, however far behind it is.
const BATCH: usize = 128;

/// Follows the events of one resource.
///
/// It keeps a revision, not events: a slow reader costs nothing until the window has passed it by, and then learns so.
#[derive(Debug)]
pub(crate) struct Watcher {
    store: Store,
    resource: GroupResource,
    revision: u64,
    changed: watch::Receiver<u64>,
}

impl Watcher {
    pub(super) fn new(
        store: Store,
        resource: GroupResource,
        revision: u64,
        changed: watch::Receiver<u64>,
    ) -> Self {
        Self {
            store,
            resource,
            revision,
            changed,
        }
    }

    /// The revision up to which everything was read.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// The next events that are there to read now, perhaps none: all of them when these are none.
    pub(crate) fn drain(&mut self) -> Result<Vec<Event>, Compacted> {
        self.changed.mark_unchanged();
        let (events, revision) = self.store.since(&self.resource, self.revision, BATCH)?;
        self.revision = revision;
        Ok(events)
    }

    /// Waits until there is something to read. Safe to drop.
    pub(crate) async fn next(&mut self) -> Result<Vec<Event>, Compacted> {
        loop {
            let events = self.drain()?;
            if !events.is_empty() {
                return Ok(events);
            }
            if self.changed.changed().await.is_err() {
                // The store keeps the sender as long as this watcher keeps the store.
                std::future::pending::<()>().await;
            }
        }
    }
}
