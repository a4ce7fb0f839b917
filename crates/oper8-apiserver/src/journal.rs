//! What was asked of the server, for tests that count requests.

use std::collections::VecDeque;
use std::sync::Arc;

use http::request::Parts;
use parking_lot::Mutex;
use serde::Serialize;

use crate::access::user_of;

/// One request, as it was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; the HTTP method in lower case
    /// for paths that name no resource, such as discovery.
    pub verb: String,
    /// The path without the query.
    pub path: String,
    /// `apps`; empty for the core group and for paths that name no resource.
    pub group: String,
    /// `deployments`; empty for paths that name no resource.
    pub resource: String,
    /// `status`; empty for the object itself.
    pub subresource: String,
    /// Empty for the whole cluster.
    pub namespace: String,
    /// Empty for collections.
    pub name: String,
    /// The query as it came: `fieldManager=oper8&force=true`.
    pub query: String,
    /// Who asked: `admin`, `system:serviceaccount:shop:webapp-operator`.
    pub user: String,
    /// The HTTP status of the answer; 0 when there was none: the connection broke, or the client did not wait for it.
    pub code: u16,
}

impl Entry {
    /// Whether the request can change something: create, update, patch and delete.
    #[must_use]
    pub fn is_write(&self) -> bool {
        matches!(
            self.verb.as_str(),
            "create" | "update" | "patch" | "delete" | "deletecollection"
        )
    }
}

/// The requests that a server was asked, oldest first; clones share them.
///
/// It keeps the newest ten thousand. A watch is entered when it starts.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Mutex<VecDeque<Entry>>>);

const KEPT: usize = 10_000;

impl Journal {
    pub(crate) fn push(&self, entry: Entry) {
        let mut entries = self.0.lock();
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// The requests since the last call of this, and forgets them.
    #[must_use]
    pub fn take(&self) -> Vec<Entry> {
        self.0.lock().drain(..).collect()
    }

    /// The requests since the last [`Journal::take`].
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.0.lock().iter().cloned().collect()
    }
}

/// A request on its way: it is entered when this is dropped, answered or not.
pub(crate) struct Record {
    journal: Journal,
    pub(crate) entry: Entry,
}

impl Record {
    pub(crate) fn new(journal: Journal, request: &Parts) -> Self {
        let entry = Entry {
            verb: request.method.as_str().to_ascii_lowercase(),
            path: request.uri.path().to_owned(),
            query: request.uri.query().unwrap_or_default().to_owned(),
            user: user_of(request).name().to_owned(),
            ..Entry::default()
        };
        Self { journal, entry }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.journal.push(std::mem::take(&mut self.entry));
    }
}
