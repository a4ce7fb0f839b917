//! The deploy manager over a Kubernetes client.

mod apply;
mod diff;
mod discovery;
mod equivalent;
mod http;
mod judge;
mod live;
mod memory;
mod metadata;
mod narrow;
mod owned;
mod prepare;
mod removal;
mod retry;
mod schemas;
mod status;
mod three_way;
mod write;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use kube_client::Client;
use serde_json::Value;

pub use self::diff::manifest_diff;
use self::discovery::Discovery;
use self::http::Http;
use self::memory::Memory;
use self::schemas::Schemas;
use crate::{
    AnnotationUpdate, AnyReader, Applied, ApplyOptions, Change, DeployManager, DeploySettings,
    Difference, ObjectKey, Owner, Query, Reader, Result, WatchStream,
};

/// The deploy manager over a Kubernetes client, real or in-process.
///
/// Clones, and what [`with_owner`](Self::with_owner) and [`with_reader`](Self::with_reader) give, share one discovery
/// cache and one memory of what was applied: make one per cluster and process.
#[derive(Clone)]
pub struct KubeDeployManager {
    shared: Arc<Shared>,
    owner: Option<Arc<Owned>>,
    reader: Option<AnyReader>,
}

/// What all deploy managers of one cluster share.
struct Shared {
    http: Http,
    discovery: Discovery,
    schemas: Schemas,
    memory: Memory,
    settings: DeploySettings,
}

/// The owner, and its newest state that this process knows.
struct Owned {
    owner: Owner,
    known: Mutex<Arc<Value>>,
    /// The status that was last given to be written: the next one is made from it, and knows nothing of what others
    /// wrote beside it.
    told: Mutex<Option<Value>>,
}

impl KubeDeployManager {
    /// A deploy manager for the cluster that `client` talks to; what it applies gets no owner.
    pub fn new(client: Client, settings: &DeploySettings) -> Self {
        let http = Http::new(client);
        Self {
            shared: Arc::new(Shared {
                discovery: Discovery::new(http.clone()),
                schemas: Schemas::new(http.clone()),
                http,
                memory: Memory::default(),
                settings: settings.clone(),
            }),
            owner: None,
            reader: None,
        }
    }

    /// A deploy manager for a server in the same process: what it does is what would be done to a cluster.
    #[cfg(feature = "dry-run")]
    pub fn dry_run(server: &oper8_apiserver::ApiServer, settings: &DeploySettings) -> Self {
        Self::new(Client::new(server.service(), "default"), settings)
    }

    /// The same, with `owner` as the owner of what it applies. `owner` is the whole live object: the first write of its
    /// status or finalizers starts from it, without a read.
    ///
    /// # Errors
    ///
    /// [`DeployError::Owner`](crate::DeployError::Owner) when it has no identity or no uid.
    pub fn with_owner(&self, owner: &Value) -> Result<Self> {
        Ok(Self {
            owner: Some(Arc::new(Owned {
                owner: Owner::of(owner)?,
                known: Mutex::new(Arc::new(owner.clone())),
                told: Mutex::default(),
            })),
            ..self.clone()
        })
    }

    /// The same, with another reader: a cache. [`live_reader`](Self::live_reader) serves what the cache does not hold.
    #[must_use]
    pub fn with_reader(&self, reader: AnyReader) -> Self {
        Self {
            reader: Some(reader),
            ..self.clone()
        }
    }

    /// The reader that asks the server.
    pub fn live_reader(&self) -> AnyReader {
        AnyReader::new(live::LiveReader(self.shared.clone()))
    }

    /// What [`apply`](DeployManager::apply) of the same manifest and options would change, without applying it; `None` when it
    /// would write nothing.
    ///
    /// The left side is what the live object has: of the fields that the manifest names, and of those that this framework
    /// applied before and that would go. The right side is what would be there instead. What the server or others added is on
    /// neither side. Values of Secrets are shown. Of an object that is not there, the left side is empty.
    ///
    /// Where no value changes, but which fields belong to this framework does, the sides are the fields that would be given
    /// up and taken.
    ///
    /// # Errors
    ///
    /// Those of [`get`](DeployManager::get), and of [`apply`](DeployManager::apply) where it needs no answer to a write.
    pub async fn diff(
        &self,
        manifest: &Value,
        options: &ApplyOptions,
    ) -> Result<Option<Difference>> {
        apply::diff(self, manifest, options).await
    }

    /// The client below.
    pub fn client(&self) -> Client {
        self.shared.http.client()
    }

    /// The object as the reader has it, unless this process has written a newer one.
    async fn read(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
        let Some(reader) = &self.reader else {
            return live::get(&self.shared, key).await;
        };
        let object = Reader::get(reader, key).await?;
        if self.shared.memory.is_newer_than(key, object.as_deref()) {
            let live = live::get(&self.shared, key).await?;
            if live.is_none() {
                self.shared.memory.forget(key);
            }
            return Ok(live);
        }
        Ok(object)
    }

    /// The newest state that is known without asking the server, for a write that carries its version; the server's own
    /// after such a write failed.
    async fn newest(&self, key: &ObjectKey, ask: bool) -> Result<Option<Arc<Value>>> {
        if ask {
            return live::get(&self.shared, key).await;
        }
        match self.owner.as_ref().and_then(|owner| owner.known(key)) {
            Some(known) => Ok(Some(known)),
            None => self.read(key).await,
        }
    }

    /// The status that was last given for the owner.
    fn told_status(&self, key: &ObjectKey) -> Option<Value> {
        let owner = self.owner.as_ref().filter(|it| it.owner.key() == key)?;
        let told = owner.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.clone()
    }

    fn note_status(&self, key: &ObjectKey, status: &Value) {
        if let Some(owner) = self.owner.as_ref().filter(|it| it.owner.key() == key) {
            *owner.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(status.clone());
        }
    }

    /// Notes the state that a write left behind.
    fn note(&self, key: &ObjectKey, object: Arc<Value>) {
        if let Some(owner) = &self.owner {
            owner.remember(key, object);
        }
    }
}

impl Owned {
    /// What is known of the object of this key, if it is the owner.
    fn known(&self, key: &ObjectKey) -> Option<Arc<Value>> {
        if self.owner.key() != key {
            return None;
        }
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Some(known.clone())
    }

    fn remember(&self, key: &ObjectKey, object: Arc<Value>) {
        if self.owner.key() == key {
            *self.known.lock().unwrap_or_else(PoisonError::into_inner) = object;
        }
    }
}

impl fmt::Debug for KubeDeployManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KubeDeployManager")
            .field("owner", &self.owner.as_ref().map(|it| it.owner.key()))
            .field("settings", &self.shared.settings)
            .finish_non_exhaustive()
    }
}

impl DeployManager for KubeDeployManager {
    async fn apply(&self, manifest: &Value, options: &ApplyOptions) -> Result<Applied> {
        apply::apply(self, manifest, options).await
    }

    async fn disable(&self, key: &ObjectKey) -> Result<Change> {
        removal::delete(self, key).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
        self.read(key).await
    }

    async fn list(&self, query: &Query) -> Result<Vec<Arc<Value>>> {
        match &self.reader {
            Some(reader) => Reader::list(reader, query).await,
            None => live::list(&self.shared, query).await,
        }
    }

    async fn watch(&self, query: &Query, from: Option<&str>) -> Result<WatchStream> {
        live::watch(&self.shared, query, from).await
    }

    async fn set_status(&self, key: &ObjectKey, status: &Value) -> Result<Change> {
        status::set(self, key, status).await
    }

    async fn add_finalizer(&self, key: &ObjectKey, finalizer: &str) -> Result<Change> {
        metadata::add_finalizer(self, key, finalizer).await
    }

    async fn remove_finalizer(&self, key: &ObjectKey, finalizer: &str) -> Result<Change> {
        metadata::remove_finalizer(self, key, finalizer).await
    }

    async fn update_annotation(
        &self,
        key: &ObjectKey,
        name: &str,
        update: &AnnotationUpdate<'_>,
    ) -> Result<Change> {
        metadata::update_annotation(self, key, name, update).await
    }

    fn client(&self) -> Option<Client> {
        Some(self.shared.http.client())
    }
}
