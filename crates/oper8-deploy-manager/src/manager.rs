//! The trait of all deploy managers, and the form that hides which one it is.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use serde_json::Value;

use crate::{Applied, ApplyOptions, Change, ObjectKey, Query, Result};

/// What a watch tells.
#[derive(Clone, Debug, PartialEq)]
pub enum WatchEvent {
    /// The object is new to this watch.
    Added(Value),
    /// The object changed.
    Modified(Value),
    /// The object is gone; this is its last state.
    Deleted(Value),
    /// Nothing newer happened up to this version.
    Bookmark {
        /// Where a watch may resume.
        resource_version: String,
    },
}

/// The events of one watch. It ends when the server ends it; resuming is the caller's.
pub type WatchStream = BoxStream<'static, Result<WatchEvent>>;

/// What an annotation is to be, told from what it is; `None` is no annotation. It may be asked again, about a newer value.
pub type AnnotationUpdate<'a> = dyn Fn(Option<&str>) -> Option<String> + Send + Sync + 'a;

/// The door to a cluster: everything that the framework reads and writes goes through it.
///
/// # Guarantees
///
/// Calls may run at the same time, may be dropped at any `.await`, and may be repeated: a second equal call changes
/// nothing. Every error names the verb and the object.
///
/// # Requirements
///
/// Manifests and objects are whole JSON maps, `{"apiVersion", "kind", "metadata", ..}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a deploy manager",
    note = "use `KubeDeployManager` or `AnyDeployManager`"
)]
pub trait DeployManager: Send + Sync + 'static {
    /// Makes the live object what `manifest` says, creating it where needed; writes nothing when it is so already.
    ///
    /// # Errors
    ///
    /// [`DeployError::Manifest`](crate::DeployError) for a manifest without identity, `UnknownKind` for a kind that the
    /// cluster does not serve, `FieldConflict` by policy, `Terminating` while the live object is being deleted, `Api` and `Transport` when retries did not help.
    fn apply(
        &self,
        manifest: &Value,
        options: &ApplyOptions,
    ) -> impl Future<Output = Result<Applied>> + Send;

    /// Deletes the object if it is there, its dependents in the background. An absent object or kind is
    /// [`Change::Unchanged`].
    ///
    /// # Errors
    ///
    /// `Api` and `Transport` when retries did not help.
    fn disable(&self, key: &ObjectKey) -> impl Future<Output = Result<Change>> + Send;

    /// The live object; `None` when it, its namespace or its kind is not there.
    ///
    /// # Errors
    ///
    /// `Api`, such as 403, and `Transport` when retries did not help.
    fn get(&self, key: &ObjectKey) -> impl Future<Output = Result<Option<Arc<Value>>>> + Send;

    /// The live objects that match, by namespace and name; none when the kind is not there.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    fn list(&self, query: &Query) -> impl Future<Output = Result<Vec<Arc<Value>>>> + Send;

    /// What happens to the objects that match, after the version `from` (of a list or an event); with `None` first an
    /// [`WatchEvent::Added`] for each object that is there.
    ///
    /// # Errors
    ///
    /// Before the stream or in it: an error with [`is_gone`](crate::DeployError::is_gone) when `from` is too old. The
    /// stream ends after an error.
    fn watch(
        &self,
        query: &Query,
        from: Option<&str>,
    ) -> impl Future<Output = Result<WatchStream>> + Send;

    /// Makes `status` the whole status of the object; writes nothing when it differs in timestamps only.
    ///
    /// # Errors
    ///
    /// `Api` with 404 when the object is not there; `Api` and `Transport` when retries did not help.
    fn set_status(
        &self,
        key: &ObjectKey,
        status: &Value,
    ) -> impl Future<Output = Result<Change>> + Send;

    /// Adds a finalizer where it is missing, and touches nothing else.
    ///
    /// # Errors
    ///
    /// As [`set_status`](Self::set_status).
    fn add_finalizer(
        &self,
        key: &ObjectKey,
        finalizer: &str,
    ) -> impl Future<Output = Result<Change>> + Send;

    /// Removes a finalizer where it is, and touches nothing else. An absent object is [`Change::Unchanged`].
    ///
    /// # Errors
    ///
    /// `Api` and `Transport` when retries did not help.
    fn remove_finalizer(
        &self,
        key: &ObjectKey,
        finalizer: &str,
    ) -> impl Future<Output = Result<Change>> + Send;

    /// Makes the annotation `name` what `update` says, and touches nothing else. Nobody's change of the object gets lost:
    /// after a conflict, `update` is asked again.
    ///
    /// # Errors
    ///
    /// As [`set_status`](Self::set_status).
    fn update_annotation(
        &self,
        key: &ObjectKey,
        name: &str,
        update: &AnnotationUpdate<'_>,
    ) -> impl Future<Output = Result<Change>> + Send;

    /// The client below, where there is one.
    #[cfg(feature = "kube")]
    fn client(&self) -> Option<kube_client::Client> {
        None
    }
}

/// A deploy manager chosen at run time; cheap to clone.
#[derive(Clone)]
pub struct AnyDeployManager(Arc<dyn Erased>);

impl AnyDeployManager {
    /// Hides which deploy manager it is.
    pub fn new(manager: impl DeployManager) -> Self {
        Self(Arc::new(manager))
    }
}

impl fmt::Debug for AnyDeployManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnyDeployManager")
    }
}

impl DeployManager for AnyDeployManager {
    async fn apply(&self, manifest: &Value, options: &ApplyOptions) -> Result<Applied> {
        self.0.apply(manifest, options).await
    }

    async fn disable(&self, key: &ObjectKey) -> Result<Change> {
        self.0.disable(key).await
    }

    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
        self.0.get(key).await
    }

    async fn list(&self, query: &Query) -> Result<Vec<Arc<Value>>> {
        self.0.list(query).await
    }

    async fn watch(&self, query: &Query, from: Option<&str>) -> Result<WatchStream> {
        self.0.watch(query, from).await
    }

    async fn set_status(&self, key: &ObjectKey, status: &Value) -> Result<Change> {
        self.0.set_status(key, status).await
    }

    async fn add_finalizer(&self, key: &ObjectKey, finalizer: &str) -> Result<Change> {
        self.0.add_finalizer(key, finalizer).await
    }

    async fn remove_finalizer(&self, key: &ObjectKey, finalizer: &str) -> Result<Change> {
        self.0.remove_finalizer(key, finalizer).await
    }

    async fn update_annotation(
        &self,
        key: &ObjectKey,
        name: &str,
        update: &AnnotationUpdate<'_>,
    ) -> Result<Change> {
        self.0.update_annotation(key, name, update).await
    }

    #[cfg(feature = "kube")]
    fn client(&self) -> Option<kube_client::Client> {
        self.0.client()
    }
}

/// The object-safe twin of [`DeployManager`].
trait Erased: Send + Sync {
    fn apply<'a>(
        &'a self,
        manifest: &'a Value,
        options: &'a ApplyOptions,
    ) -> BoxFuture<'a, Result<Applied>>;
    fn disable<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Change>>;
    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Arc<Value>>>>;
    fn list<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Vec<Arc<Value>>>>;
    fn watch<'a>(
        &'a self,
        query: &'a Query,
        from: Option<&'a str>,
    ) -> BoxFuture<'a, Result<WatchStream>>;
    fn set_status<'a>(
        &'a self,
        key: &'a ObjectKey,
        status: &'a Value,
    ) -> BoxFuture<'a, Result<Change>>;
    fn add_finalizer<'a>(
        &'a self,
        key: &'a ObjectKey,
        finalizer: &'a str,
    ) -> BoxFuture<'a, Result<Change>>;
    fn remove_finalizer<'a>(
        &'a self,
        key: &'a ObjectKey,
        finalizer: &'a str,
    ) -> BoxFuture<'a, Result<Change>>;
    fn update_annotation<'a>(
        &'a self,
        key: &'a ObjectKey,
        name: &'a str,
        update: &'a AnnotationUpdate<'a>,
    ) -> BoxFuture<'a, Result<Change>>;
    #[cfg(feature = "kube")]
    fn client(&self) -> Option<kube_client::Client>;
}

impl<T: DeployManager> Erased for T {
    fn apply<'a>(
        &'a self,
        manifest: &'a Value,
        options: &'a ApplyOptions,
    ) -> BoxFuture<'a, Result<Applied>> {
        Box::pin(DeployManager::apply(self, manifest, options))
    }

    fn disable<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Change>> {
        Box::pin(DeployManager::disable(self, key))
    }

    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Arc<Value>>>> {
        Box::pin(DeployManager::get(self, key))
    }

    fn list<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Vec<Arc<Value>>>> {
        Box::pin(DeployManager::list(self, query))
    }

    fn watch<'a>(
        &'a self,
        query: &'a Query,
        from: Option<&'a str>,
    ) -> BoxFuture<'a, Result<WatchStream>> {
        Box::pin(DeployManager::watch(self, query, from))
    }

    fn set_status<'a>(
        &'a self,
        key: &'a ObjectKey,
        status: &'a Value,
    ) -> BoxFuture<'a, Result<Change>> {
        Box::pin(DeployManager::set_status(self, key, status))
    }

    fn add_finalizer<'a>(
        &'a self,
        key: &'a ObjectKey,
        finalizer: &'a str,
    ) -> BoxFuture<'a, Result<Change>> {
        Box::pin(DeployManager::add_finalizer(self, key, finalizer))
    }

    fn remove_finalizer<'a>(
        &'a self,
        key: &'a ObjectKey,
        finalizer: &'a str,
    ) -> BoxFuture<'a, Result<Change>> {
        Box::pin(DeployManager::remove_finalizer(self, key, finalizer))
    }

    fn update_annotation<'a>(
        &'a self,
        key: &'a ObjectKey,
        name: &'a str,
        update: &'a AnnotationUpdate<'a>,
    ) -> BoxFuture<'a, Result<Change>> {
        Box::pin(DeployManager::update_annotation(self, key, name, update))
    }

    #[cfg(feature = "kube")]
    fn client(&self) -> Option<kube_client::Client> {
        DeployManager::client(self)
    }
}
