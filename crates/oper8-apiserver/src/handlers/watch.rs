//! Watch: events as lines of JSON, as long as the client listens.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use futures_util::Stream;
use oper8_status::Clock;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use super::encode;
use super::list_options::check_watch;
use super::read::parse_revision;
use crate::cluster::Cluster;
use crate::conversion;
use crate::media::Form;
use crate::registry::Resource;
use crate::request::Params;
use crate::selectors::{FieldSelector, LabelSelector};
use crate::status::Status;
use crate::store::{Event, EventKind, Object, Stored, Watcher};
use crate::table::TableForm;

/// What a watch shows of the events of its resource.
struct View {
    resource: Arc<Resource>,
    namespace: Option<String>,
    labels: LabelSelector,
    fields: FieldSelector,
    form: Form,
    /// Whether no table was written yet: only the first has headings.
    is_first: AtomicBool,
    clock: Arc<dyn Clock>,
}

impl View {
    fn shows(&self, object: &Object) -> bool {
        self.namespace
            .as_deref()
            .is_none_or(|namespace| namespace == object.namespace())
            && self.labels.matches(object.value())
            && self.fields.matches(object.value())
    }

    /// The line of an event; `None` when it is of no concern here.
    ///
    /// An object that comes to match is added, one that no longer does is deleted, as far as this watch goes.
    fn line(&self, event: &Event) -> Option<Bytes> {
        let after = event.kind != EventKind::Deleted && self.shows(&event.object);
        let before = event
            .previous
            .as_deref()
            .is_some_and(|previous| self.shows(previous));
        match (before, after) {
            (false, false) => None,
            (false, true) => Some(self.shared("ADDED", event)),
            (true, true) => Some(self.shared("MODIFIED", event)),
            (true, false) if event.kind == EventKind::Deleted => {
                Some(self.shared("DELETED", event))
            }
            (true, false) => {
                let previous = event.previous.as_deref()?;
                let last = Object::new(previous.value().clone(), event.revision);
                Some(self.write("DELETED", &last))
            }
        }
    }

    /// The line of an event about its own object, which every watch of the same form has in common.
    fn shared(&self, kind: &str, event: &Event) -> Bytes {
        let write = || self.write(kind, &event.object);
        match self.form {
            // A table has the age of its objects, and headings once.
            Form::Table(_) => write(),
            form => {
                let name = format!("{kind} {} {form:?}", self.resource.api_version());
                event.line(&name, write)
            }
        }
    }

    fn write(&self, kind: &str, object: &Object) -> Bytes {
        let object = match self.form {
            Form::Table(table) => Bytes::from(self.table(table, object.value())),
            form => encode(&self.resource, object, form, self.clock.now()),
        };
        line(kind, &object)
    }

    fn table(&self, form: TableForm, object: &Value) -> String {
        let headers = self.is_first.swap(false, Ordering::Relaxed);
        let now = self.clock.now();
        form.event(&self.resource, object, headers, now).to_string()
    }

    fn bookmark(&self, revision: u64, end_of_initial: bool) -> Bytes {
        let (kind, api_version) = match self.form {
            Form::PartialMetadata => ("PartialObjectMetadata", "meta.k8s.io/v1".to_owned()),
            Form::Object | Form::Table(_) => {
                (self.resource.kind.as_str(), self.resource.api_version())
            }
        };
        let mut object = json!({
            "kind": kind,
            "apiVersion": api_version,
            "metadata": {"resourceVersion": revision.to_string()},
        });
        if end_of_initial {
            object["metadata"]["annotations"] = json!({"k8s.io/initial-events-end": "true"});
        }
        if let Form::Table(table) = self.form {
            return line("BOOKMARK", self.table(table, &object).as_bytes());
        }
        line("BOOKMARK", object.to_string().as_bytes())
    }
}

fn line(kind: &str, object: &[u8]) -> Bytes {
    let mut text = Vec::with_capacity(object.len() + 40);
    text.extend_from_slice(b"{\"type\":\"");
    text.extend_from_slice(kind.as_bytes());
    text.extend_from_slice(b"\",\"object\":");
    text.extend_from_slice(object);
    text.extend_from_slice(b"}\n");
    Bytes::from(text)
}

fn error_line(status: &Status) -> Bytes {
    line("ERROR", crate::status::text(&status.to_value()).as_bytes())
}

/// A watch that runs.
struct Feed {
    cluster: Cluster,
    view: View,
    /// `None` once the last line is said.
    watcher: Option<Watcher>,
    /// What was there at the start and is yet to be told of.
    initial: std::vec::IntoIter<Arc<Stored>>,
    /// The revision of the bookmark that is to follow that.
    initial_end: Option<u64>,
    lines: VecDeque<Bytes>,
    bookmarks: bool,
    next_bookmark: Instant,
    deadline: Option<Instant>,
}

impl Cluster {
    /// The lines of a watch.
    pub(crate) fn watch(
        &self,
        resource: &Arc<Resource>,
        namespace: Option<&str>,
        params: &Params,
        form: Form,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>, Status> {
        check_watch(params)?;
        params.fields.check(resource)?;
        let view = View {
            resource: Arc::clone(resource),
            namespace: namespace.map(str::to_owned),
            labels: params.labels.clone(),
            fields: params.fields.clone(),
            form,
            is_first: AtomicBool::new(true),
            clock: Arc::clone(&self.clock),
        };
        let now = Instant::now();
        let mut feed = Feed {
            cluster: self.clone(),
            view,
            watcher: None,
            initial: Vec::new().into_iter(),
            initial_end: None,
            lines: VecDeque::new(),
            bookmarks: params.bookmarks,
            next_bookmark: now + self.settings.bookmark_interval,
            // One that is beyond all clocks never comes.
            deadline: params.timeout.and_then(|timeout| now.checked_add(timeout)),
        };
        feed.start(params)?;
        Ok(futures_util::stream::unfold(feed, |mut feed| async move {
            let line = feed.next().await?;
            Some((Ok(line), feed))
        }))
    }
}

impl Feed {
    fn start(&mut self, params: &Params) -> Result<(), Status> {
        let store = self.cluster.store.clone();
        let id = conversion::stored_under(&self.view.resource).clone();
        let given = params
            .resource_version
            .as_deref()
            .map(parse_revision)
            .transpose()?;
        let from = given.unwrap_or(0);
        let initial = params.initial_events.unwrap_or(from == 0);
        if initial && from > store.revision() {
            let status = Status::too_large(from, store.revision());
            self.lines.push_back(error_line(&status));
            return Ok(());
        }
        let start = if initial {
            let listing = store.scan(&id, self.view.namespace.as_deref());
            self.initial = listing.objects.into_iter();
            if params.initial_events == Some(true) && self.bookmarks {
                self.initial_end = Some(listing.revision);
            }
            listing.revision
        } else if from == 0 {
            store.revision()
        } else {
            from
        };
        match store.watch(&id, start) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(compacted) => {
                let status = Status::expired(format!(
                    "too old resource version: {start} ({})",
                    compacted.oldest
                ));
                self.lines.push_back(error_line(&status));
            }
        }
        Ok(())
    }

    /// The next line; `None` when the watch is over.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(line) = self.first().or_else(|| self.lines.pop_front()) {
                return Some(line);
            }
            self.wait().await?;
        }
    }

    /// The next line of those that tell what was there at the start: written when its turn comes, since there may be many.
    fn first(&mut self) -> Option<Bytes> {
        let Self {
            initial,
            view,
            initial_end,
            ..
        } = self;
        let added = initial.find_map(|stored| {
            let object = stored.open();
            view.shows(&object).then(|| view.write("ADDED", &object))
        });
        added.or_else(|| Some(view.bookmark(initial_end.take()?, true)))
    }

    /// Waits until there is something to say, or the watch is over.
    async fn wait(&mut self) -> Option<()> {
        let watcher = self.watcher.as_mut()?;
        let end = async {
            match self.deadline {
                Some(deadline) => sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        let bookmarks = self.bookmarks;
        let next_bookmark = self.next_bookmark;
        let pause = async {
            if bookmarks {
                sleep_until(next_bookmark).await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            () = self.cluster.stopped.cancelled() => { self.watcher = None; }
            () = self.cluster.registry.gone(&self.view.resource) => {
                // What happened before, the deletion of the last objects, is still to be said.
                self.lines.extend(rest(watcher, &self.view));
                self.watcher = None;
            }
            // Before the events, which may never cease: what happened until now is still said.
            () = end => {
                self.lines.extend(rest(watcher, &self.view));
                if bookmarks {
                    self.lines.push_back(self.view.bookmark(watcher.revision(), false));
                }
                self.watcher = None;
            }
            events = watcher.next() => match events {
                Ok(events) => {
                    self.lines.extend(events.iter().filter_map(|event| self.view.line(event)));
                }
                // As a real server does with a reader that is too slow: it starts again from where it is, and learns then
                // whether that is still known.
                Err(_) => self.watcher = None,
            },
            () = pause => {
                // Nothing came for a while: the revision moves on without events of this resource.
                self.lines.extend(rest(watcher, &self.view));
                self.lines.push_back(self.view.bookmark(watcher.revision(), false));
                self.next_bookmark = next_bookmark + self.cluster.settings.bookmark_interval;
            }
        }
        Some(())
    }
}

/// The lines of all that happened until now.
fn rest(watcher: &mut Watcher, view: &View) -> Vec<Bytes> {
    let mut lines = Vec::new();
    while let Ok(events) = watcher.drain()
        && !events.is_empty()
    {
        lines.extend(events.iter().filter_map(|event| view.line(event)));
    }
    lines
}
