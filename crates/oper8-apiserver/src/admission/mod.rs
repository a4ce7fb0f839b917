//! What may still change or refuse a write once it is understood: before it is stored, with the object as it was and as it
//! is to be.
//!
//! [`Cluster::admit_changes`] comes before an object is completed and judged, [`Cluster::admit`] after. Both are called with
//! no lock held, and cost a look at empty lists where nothing is configured.

#[cfg(feature = "cel")]
pub(crate) mod policies;
#[cfg(feature = "webhooks")]
pub(crate) mod webhooks;

#[cfg(feature = "webhooks")]
use std::cell::RefCell;

use serde_json::Value;
#[cfg(feature = "webhooks")]
use tokio::runtime::Handle;

use crate::cluster::Cluster;
use crate::handlers::Write;
use crate::status::Status;

#[cfg(feature = "webhooks")]
thread_local! {
    /// Where calls out of the server are made, on a thread that may wait for them.
    static RUNTIME: RefCell<Option<Handle>> = const { RefCell::new(None) };
}

/// Does `work` on a thread that may wait, where writes may have to: the handlers are the same on both.
pub(crate) async fn waiting<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    #[cfg(feature = "webhooks")]
    {
        let runtime = Handle::current();
        let work = move || {
            RUNTIME.set(Some(runtime));
            let done = work();
            RUNTIME.set(None);
            done
        };
        // Work that panicked has no answer.
        tokio::task::spawn_blocking(work).await.ok()
    }
    #[cfg(not(feature = "webhooks"))]
    Some(work())
}

/// What is done to the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Update,
    Delete,
}

impl Operation {
    /// `CREATE`, as configurations write it.
    #[cfg(any(feature = "cel", feature = "webhooks"))]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }
}

/// A write on its way to the store.
#[cfg_attr(
    not(any(feature = "cel", feature = "webhooks")),
    allow(dead_code, reason = "policies and webhooks read it")
)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) write: &'a Write<'a>,
    pub(crate) operation: Operation,
    /// Empty while a name is still to be made up.
    pub(crate) name: &'a str,
    /// The object as it is.
    pub(crate) old: Option<&'a Value>,
}

impl Cluster {
    /// Lets the object be changed; what the client is to be told is added to `warnings`.
    pub(crate) fn admit_changes(
        &self,
        request: &Request<'_>,
        object: &mut Value,
        warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        #[cfg(feature = "webhooks")]
        webhooks::mutate(self, request, object, warnings)?;
        let _ = (request, object, warnings);
        Ok(())
    }

    /// Lets the write be refused. `object` is `None` for a delete.
    pub(crate) fn admit(
        &self,
        request: &Request<'_>,
        object: Option<&Value>,
        warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        #[cfg(feature = "cel")]
        warnings.extend(policies::validate(
            self,
            &policies::Attempt {
                write: request.write,
                operation: request.operation,
                name: request.name,
                object,
                old: request.old,
            },
        )?);
        #[cfg(feature = "webhooks")]
        webhooks::validate(self, request, object, warnings)?;
        let _ = (request, object, warnings);
        Ok(())
    }

    /// Whether a write may have to wait for somebody outside of the server.
    pub(crate) fn calls_out(&self) -> bool {
        #[cfg(feature = "webhooks")]
        return webhooks::are_configured(self);
        #[cfg(not(feature = "webhooks"))]
        false
    }
}
