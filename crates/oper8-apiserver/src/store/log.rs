//! What happened to the objects of one resource, newest last, as far back as the window goes.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;

use super::{Compacted, Key, Object, Stored, Window};

/// How many of the newest events keep the lines that watches made of them: most watchers read an event soon or not at all.
const FRESH: usize = 64;

/// What happened to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    Added,
    Modified,
    Deleted,
}

/// One write, as it is remembered.
#[derive(Debug)]
pub(crate) struct Logged {
    kind: EventKind,
    object: Arc<Stored>,
    previous: Option<Arc<Stored>>,
    /// What watches say of it; `None` once nobody is expected to read it any more.
    lines: Mutex<Option<Vec<(String, Bytes)>>>,
}

impl Logged {
    pub(super) fn new(
        kind: EventKind,
        object: Arc<Stored>,
        previous: Option<Arc<Stored>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            kind,
            object,
            previous,
            lines: Mutex::new(Some(Vec::new())),
        })
    }

    pub(super) fn revision(&self) -> u64 {
        self.object.revision()
    }

    pub(crate) fn key(&self) -> &Arc<Key> {
        self.object.key()
    }

    pub(super) fn stored(&self) -> &Arc<Stored> {
        &self.object
    }

    pub(super) fn previous(&self) -> Option<&Arc<Stored>> {
        self.previous.as_ref()
    }

    pub(super) fn open(self: &Arc<Self>) -> Event {
        Event {
            revision: self.revision(),
            kind: self.kind,
            object: self.object.open(),
            previous: self.previous.as_ref().map(|previous| previous.open()),
            logged: Some(Arc::clone(self)),
        }
    }
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
    logged: Option<Arc<Logged>>,
}

impl Event {
    /// An object that is there, as if it had just been added.
    pub(crate) fn found(object: Arc<Object>) -> Self {
        Self {
            revision: object.revision(),
            kind: EventKind::Added,
            object,
            previous: None,
            logged: None,
        }
    }

    /// What watches say of the event: written by the first that asks for `form`, shared by the others.
    pub(crate) fn line(&self, form: &str, write: impl FnOnce() -> Bytes) -> Bytes {
        let Some(logged) = &self.logged else {
            return write();
        };
        let mut lines = logged.lines.lock();
        let Some(lines) = &mut *lines else {
            return write();
        };
        if let Some((_, line)) = lines.iter().find(|(known, _)| known == form) {
            return line.clone();
        }
        let line = write();
        lines.push((form.to_owned(), line.clone()));
        line
    }
}

/// A ring of events.
#[derive(Debug)]
pub(super) struct Log {
    events: VecDeque<Arc<Logged>>,
    window: Window,
    /// How much text the events keep.
    bytes: usize,
    /// Every event after this revision is in the ring.
    complete_after: u64,
}

impl Log {
    pub(super) fn new(window: Window, complete_after: u64) -> Self {
        Self {
            events: VecDeque::new(),
            window,
            bytes: 0,
            complete_after,
        }
    }

    pub(super) fn push(&mut self, event: Arc<Logged>) {
        self.bytes += event.object.text().len();
        self.events.push_back(event);
        let stale = self.events.len().checked_sub(FRESH + 1);
        if let Some(stale) = stale.and_then(|index| self.events.get(index)) {
            *stale.lines.lock() = None;
        }
        // The newest stays, however big it is: a watch that is up to date misses nothing.
        while self.events.len() > 1
            && (self.events.len() > self.window.events || self.bytes > self.window.bytes)
            && let Some(oldest) = self.events.pop_front()
        {
            self.bytes -= oldest.object.text().len();
            self.complete_after = oldest.revision();
        }
    }

    pub(super) fn compact(&mut self, revision: u64) {
        self.events.clear();
        self.bytes = 0;
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

    /// The events after `revision`, as many as are there and `most` at most.
    pub(super) fn since(&self, revision: u64, most: usize) -> Result<Vec<Arc<Logged>>, Compacted> {
        self.check(revision)?;
        let start = self
            .events
            .partition_point(|event| event.revision() <= revision);
        Ok(self.events.range(start..).take(most).cloned().collect())
    }
}
