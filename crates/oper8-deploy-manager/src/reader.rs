//! The seam through which a deploy manager reads, so that a cache can answer.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;

use crate::{ObjectKey, Query, Result};

/// Answers reads: from the server, or from what a watch has seen.
///
/// # Requirements
///
/// Objects are whole, with `apiVersion`, `kind`, `metadata.resourceVersion` and `metadata.managedFields`: without them
/// every manifest looks changed. An answer may be old: a deploy manager writes with preconditions, and asks the server
/// itself when it knows that it has written something newer.
pub trait Reader: Send + Sync + 'static {
    /// One object; `None` when it or its kind is not there.
    ///
    /// # Errors
    ///
    /// What the server answered, or that it did not.
    fn get(&self, key: &ObjectKey) -> impl Future<Output = Result<Option<Arc<Value>>>> + Send;

    /// The objects that match, by namespace and name.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    fn list(&self, query: &Query) -> impl Future<Output = Result<Vec<Arc<Value>>>> + Send;
}

/// A reader chosen at run time; cheap to clone.
#[derive(Clone)]
pub struct AnyReader(Arc<dyn Erased>);

impl AnyReader {
    /// Hides which reader it is.
    pub fn new(reader: impl Reader) -> Self {
        Self(Arc::new(reader))
    }
}

impl fmt::Debug for AnyReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnyReader")
    }
}

impl Reader for AnyReader {
    async fn get(&self, key: &ObjectKey) -> Result<Option<Arc<Value>>> {
        self.0.get(key).await
    }

    async fn list(&self, query: &Query) -> Result<Vec<Arc<Value>>> {
        self.0.list(query).await
    }
}

trait Erased: Send + Sync {
    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Arc<Value>>>>;
    fn list<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Vec<Arc<Value>>>>;
}

impl<T: Reader> Erased for T {
    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Arc<Value>>>> {
        Box::pin(Reader::get(self, key))
    }

    fn list<'a>(&'a self, query: &'a Query) -> BoxFuture<'a, Result<Vec<Arc<Value>>>> {
        Box::pin(Reader::list(self, query))
    }
}
