//! What happened to the objects of one resource, newest last, as far back as the window goes.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Compacted, Object};

/// What happened to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    Added,
    Modified,
    Deleted,
}

/// One write.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) revision: u64,
    pub(crate) kind: EventKind,
    /// The object after the write; for a deletion its last state with the revision of the deletion.
    pub(crate) object: Arc<Object>,
    /// The object before the write.
    pub(crate) previous: Option<Arc<Object>>,
}

impl Event {
    pub(super) fn added(object: Object) -> Self {
        Self::new(EventKind::Added, object, None)
    }

    pub(super) fn modified(object: Object, previous: Arc<Object>) -> Self {
        Self::new(EventKind::Modified, object, Some(previous))
    }

    pub(super) fn deleted(object: Object, previous: Arc<Object>) -> Self {
        Self::new(EventKind::Deleted, object, Some(previous))
    }

    /// An object that is there, as if it had just been added.
    pub(crate) fn found(object: Arc<Object>) -> Self {
        Self {
            revision: object.revision(),
            kind: EventKind::Added,
            object,
            previous: None,
        }
    }

    fn new(kind: EventKind, object: Object, previous: Option<Arc<Object>>) -> Self {
        Self {
            revision: object.revision(),
            kind,
            object: Arc::new(object),
            previous,
        }
    }
}

/// A ring of events.
#[derive(Debug)]
pub(super) struct Log {
    events: VecDeque<Event>,
    window: usize,
    /// Every event after this revision is in the ring.
    complete_after: u64,
}

impl Log {
    pub(super) fn new(window: usize, complete_after: u64) -> Self {
        Self {
            events: VecDeque::new(),
            window,
            complete_after,
        }
    }

    pub(super) fn push(&mut self, event: Event) {
        if self.events.len() == self.window
            && let Some(oldest) = self.events.pop_front()
        {
            self.complete_after = oldest.revision;
        }
        self.events.push_back(event);
    }

    pub(super) fn compact(&mut self, revision: u64) {
        self.events.clear();
        self.complete_after = self.complete_after.max(revision);
    }

    pub(super) fn check(&self, revision: u64) -> Result<(), Compacted> {
        if revision < self.complete_after {
            return Err(Compacted {
                oldest: self.complete_after,
            });
        }
        Ok(())
    }

    pub(super) fn since(&self, revision: u64) -> Result<Vec<Event>, Compacted> {
        self.check(revision)?;
        let start = self
            .events
            .partition_point(|event| event.revision <= revision);
        Ok(self.events.range(start..).cloned().collect())
    }
}
