//! Follows every write, whatever the resource.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::{Change, Key, Logged};

/// What is yet to be looked at: texts, so that one who is behind keeps little.
#[derive(Debug)]
pub(crate) struct Follower(mpsc::UnboundedReceiver<Arc<Logged>>);

impl Follower {
    pub(super) fn new(changes: mpsc::UnboundedReceiver<Arc<Logged>>) -> Self {
        Self(changes)
    }

    /// Whether every write so far was looked at.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next write; `None` when the store is gone. Safe to drop.
    pub(crate) async fn recv(&mut self) -> Option<Change> {
        let logged = self.0.recv().await?;
        Some(Change {
            key: Key::clone(logged.key()),
            event: logged.open(),
        })
    }
}
