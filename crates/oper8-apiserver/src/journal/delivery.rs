//! What watches told each client before it wrote.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::Response;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Entry;
use crate::body::Body;

/// How many events are remembered of a client that does not write: the newest.
const REMEMBERED: usize = 1000;

/// An event that a watch told a client of.
///
/// Several watches of one client that ask for the same are told of as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Delivery {
    /// The revision of the object: what `since_revision` of a watch fault is about.
    pub revision: u64,
    /// `ADDED`, `MODIFIED` or `DELETED`.
    pub event: String,
    /// What is watched: `apps`; empty for the core group.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// What is watched: `deployments`.
    pub resource: String,
    /// Where the watch looks; empty for the whole cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub within: String,
    /// By what the watch selects, as it came: `labelSelector=app%3Dweb`; empty for everything.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub selector: String,
    /// The object's namespace; empty for objects of the cluster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// The object's name.
    pub name: String,
}

/// The events that were told of and not followed by a write yet, by revision and watch.
type Told = BTreeMap<(u64, u64), Delivery>;

/// The clients of a service, told apart by user and program.
#[derive(Clone, Default)]
pub(crate) struct Clients(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// Whether anybody watches, so that the writes of others cost nothing.
    any: AtomicBool,
    clients: Mutex<BTreeMap<String, Arc<Mutex<Told>>>>,
    /// The line that was read last: many watches send the same one.
    last: Mutex<Option<(Bytes, Arc<Head>)>>,
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clients").finish_non_exhaustive()
    }
}

fn client(entry: &Entry) -> String {
    format!("{}\n{}", entry.user, entry.agent)
}

impl Clients {
    /// What the client of a write was told since it wrote last, and forgets it.
    pub(crate) fn told(&self, write: &Entry) -> Vec<Delivery> {
        if !self.0.any.load(Ordering::Acquire) {
            return Vec::new();
        }
        let told = self.0.clients.lock().get(&client(write)).cloned();
        let told = told.map(|told| std::mem::take(&mut *told.lock()));
        told.unwrap_or_default().into_values().collect()
    }

    /// Listens to what a watch tells its client; leaves any other answer alone.
    pub(crate) fn listen(&self, response: Response<Body>, watch: &Entry) -> Response<Body> {
        response.map(|body| {
            body.map_stream(|lines| {
                let watched = self.watched(watch);
                lines.inspect(move |line| {
                    if let Ok(line) = line {
                        watched.tell(line);
                    }
                })
            })
        })
    }

    fn watched(&self, watch: &Entry) -> Watched {
        let selector = |piece: &&str| {
            let pair = piece.split_once('=');
            pair.is_some_and(|(key, value)| key.ends_with("Selector") && !value.is_empty())
        };
        let about = Delivery {
            group: watch.group.clone(),
            resource: watch.resource.clone(),
            within: watch.namespace.clone(),
            selector: (watch.query.split('&').find(selector))
                .unwrap_or_default()
                .to_owned(),
            ..Delivery::default()
        };
        let mut hasher = DefaultHasher::new();
        let asked = (&about.group, &about.resource, &about.within);
        (asked, &about.selector).hash(&mut hasher);
        let mut clients = self.0.clients.lock();
        self.0.any.store(true, Ordering::Release);
        Watched {
            told: Arc::clone(clients.entry(client(watch)).or_default()),
            clients: self.clone(),
            id: hasher.finish(),
            about,
        }
    }

    /// What a line is about; the same line, again and again, is read once.
    fn head(&self, line: &Bytes) -> Option<Arc<Head>> {
        let mut last = self.0.last.lock();
        if let Some((known, head)) = &*last
            && known.as_ptr() == line.as_ptr()
            && known.len() == line.len()
        {
            return Some(Arc::clone(head));
        }
        let head = Arc::new(Head::read(line)?);
        *last = Some((line.clone(), Arc::clone(&head)));
        Some(head)
    }
}

/// A watch, as what it tells is remembered.
struct Watched {
    clients: Clients,
    told: Arc<Mutex<Told>>,
    /// Tells watches apart that do not ask for the same.
    id: u64,
    about: Delivery,
}

impl Watched {
    fn tell(&self, line: &Bytes) {
        let Some(head) = self.clients.head(line) else {
            return;
        };
        let Some((event, metadata, revision)) = head.event() else {
            return;
        };
        let mut told = self.told.lock();
        told.entry((revision, self.id)).or_insert_with(|| Delivery {
            revision,
            event: event.to_owned(),
            namespace: metadata.namespace.clone(),
            name: metadata.name.clone(),
            ..self.about.clone()
        });
        if told.len() > REMEMBERED {
            told.pop_first();
        }
    }
}

/// What is read of a line.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "type")]
    event: String,
    object: Shown,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    kind: String,
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Metadata {
    namespace: String,
    name: String,
    resource_version: String,
}

impl Head {
    fn read(line: &[u8]) -> Option<Self> {
        let mut head: Self = serde_json::from_slice(line).ok()?;
        if head.object.kind == "Table" {
            // Its object is in its row.
            let event: Value = serde_json::from_slice(line).ok()?;
            let object = event["object"]["rows"][0]["object"].clone();
            head.object = serde_json::from_value(object).unwrap_or_default();
        }
        Some(head)
    }

    /// The kind of the event, whom it is about, and the revision; `None` for bookmarks and errors.
    fn event(&self) -> Option<(&str, &Metadata, u64)> {
        if !matches!(&*self.event, "ADDED" | "MODIFIED" | "DELETED") {
            return None;
        }
        let metadata = &self.object.metadata;
        let revision = metadata.resource_version.parse().ok()?;
        Some((&self.event, metadata, revision))
    }
}
