//! What was asked of the server: for tests that count requests, for a file, and to ask it again.

mod delivery;
mod entry;
mod file;
mod redact;
mod replay;

use std::collections::VecDeque;
use std::fmt;
use std::io::Write;
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, header};
use jiff::Timestamp;
use parking_lot::Mutex;
use tokio::time::Instant;

use crate::access::user_of;
use crate::store::Object;

pub(crate) use self::delivery::Clients;
pub use self::delivery::Delivery;
pub use self::entry::{Body as EntryBody, Entry};
pub use self::file::JournalError;
pub use self::replay::{Difference, Replayed};

/// How much of the journal is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) entries: usize,
    /// Of the bodies of these entries, and of the events that came before them.
    pub(crate) bytes: usize,
    /// Whether the values of Secrets are kept as they came.
    pub(crate) secrets: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            bytes: 16 << 20,
            secrets: false,
        }
    }
}

/// The requests that a server was asked, oldest first; clones share them.
///
/// It keeps the newest ten thousand, or fewer when their bodies are big: `Builder::journal_limits` says otherwise. A watch is
/// entered when it starts. An entry is a line of JSON (`Display`) that is read back by `FromStr`;
/// [`Journal::write_to`] writes lines as requests are answered, [`Journal::read`] reads a file of them, and
/// `ApiServer::replay` makes the writes again.
///
/// The values of Secrets are not in the journal, nor are tokens: their keys are, with `redacted` in the place of each value.
#[derive(Clone, Default)]
pub struct Journal(Arc<Shared>);

#[derive(Default)]
struct Shared {
    limits: Limits,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: VecDeque<Entry>,
    bytes: usize,
    /// How many requests there were.
    count: u64,
    copy: Option<Box<dyn Write + Send>>,
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.0.kept.lock();
        f.debug_struct("Journal")
            .field("limits", &self.0.limits)
            .field("entries", &kept.entries.len())
            .finish_non_exhaustive()
    }
}

impl Journal {
    pub(crate) fn new(limits: Limits) -> Self {
        Self(Arc::new(Shared {
            limits,
            kept: Mutex::default(),
        }))
    }

    /// Whether nothing is kept.
    pub(crate) fn is_off(&self) -> bool {
        self.0.limits.entries == 0
    }

    /// A journal of which nobody will ask.
    pub(crate) fn off() -> Self {
        Self::new(Limits {
            entries: 0,
            ..Limits::default()
        })
    }

    fn push(&self, mut entry: Entry) {
        if !self.0.limits.secrets {
            redact::redact(&mut entry);
        }
        let mut kept = self.0.kept.lock();
        kept.count += 1;
        entry.number = kept.count;
        if let Some(copy) = &mut kept.copy
            && let Err(error) = writeln!(copy, "{entry}").and_then(|()| copy.flush())
        {
            tracing::error!(%error, "the journal cannot be written; no more of it will be");
            kept.copy = None;
        }
        kept.bytes += entry.size();
        kept.entries.push_back(entry);
        while (kept.entries.len() > self.0.limits.entries || kept.bytes > self.0.limits.bytes)
            && let Some(oldest) = kept.entries.pop_front()
        {
            kept.bytes -= oldest.size();
        }
    }

    /// The requests since the last call of this, and forgets them.
    #[must_use]
    pub fn take(&self) -> Vec<Entry> {
        let mut kept = self.0.kept.lock();
        kept.bytes = 0;
        kept.entries.drain(..).collect()
    }

    /// The requests since the last [`Journal::take`].
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.0.kept.lock().entries.iter().cloned().collect()
    }

    /// Writes each request from now on as a line of JSON, when it is answered. An earlier writer is dropped.
    pub fn write_to(&self, writer: impl Write + Send + 'static) {
        self.0.kept.lock().copy = Some(Box::new(writer));
    }
}

/// A request on its way: it is entered when this is dropped, answered or not.
pub(crate) struct Record {
    journal: Journal,
    start: Instant,
    pub(crate) entry: Entry,
}

/// What a write did, beside the answer to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Done {
    name: String,
    uid: String,
}

impl Done {
    pub(crate) fn to(object: &Object) -> Self {
        Self {
            name: object.name().to_owned(),
            uid: object.uid().to_owned(),
        }
    }
}

impl Record {
    /// Enters that the work was done, and at which revision the server is now.
    pub(crate) fn done(&mut self, revision: u64, extensions: &http::Extensions) {
        self.entry.revision = revision;
        if let Some(done) = extensions.get::<Done>() {
            self.entry.changed = true;
            self.entry.written.clone_from(&done.name);
            self.entry.uid.clone_from(&done.uid);
        }
    }

    pub(crate) fn new(journal: Journal, request: &Parts, time: Timestamp) -> Self {
        let entry = Entry {
            time,
            verb: request.method.as_str().to_ascii_lowercase(),
            path: request.uri.path().to_owned(),
            query: request.uri.query().unwrap_or_default().to_owned(),
            user: user_of(request).name().to_owned(),
            agent: text(&request.headers, &header::USER_AGENT),
            content_type: text(&request.headers, &header::CONTENT_TYPE),
            ..Entry::default()
        };
        Self {
            journal,
            start: Instant::now(),
            entry,
        }
    }
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

impl Drop for Record {
    fn drop(&mut self) {
        self.entry.duration = self.start.elapsed();
        if !self.journal.is_off() {
            self.journal.push(std::mem::take(&mut self.entry));
        }
    }
}
