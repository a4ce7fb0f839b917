//! What may still change or refuse a write once it is understood: before it is stored, with the object as it was and as it
//! is to be.
//!
//! [`Cluster::admit_changes`] comes before an object is completed and judged, [`Cluster::admit`] after. Both are called with
//! no lock held, and cost a look at empty lists where nothing is configured.

mod plugins;
#[cfg(feature = "cel")]
pub(crate) mod policies;
#[cfg(feature = "webhooks")]
pub(crate) mod webhooks;

#[cfg(feature = "webhooks")]
use std::cell::RefCell;

use serde_json::Value;
#[cfg(any(feature = "cel", feature = "webhooks"))]
use serde_json::json;
#[cfg(feature = "webhooks")]
use tokio::runtime::Handle;

use crate::cluster::Cluster;
#[cfg(any(feature = "cel", feature = "webhooks"))]
use crate::handlers::scale_of;
#[cfg(feature = "webhooks")]
use crate::handlers::set_replicas;
use crate::handlers::{DeleteOptions, Write};
#[cfg(any(feature = "cel", feature = "webhooks"))]
use crate::registry::Resource;
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

/// Nobody refused the write; where it is counted, nobody counts anew as long as this is held.
#[derive(Debug)]
#[must_use]
pub(crate) struct Admitted<'a>(Option<plugins::Counted<'a>>);

impl Admitted<'_> {
    /// Whether it counts as used, so that it is to be counted anew should it not be made.
    pub(crate) fn is_counted(&self) -> bool {
        self.0.is_some()
    }
}

/// A write on its way to the store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) write: &'a Write<'a>,
    pub(crate) operation: Operation,
    /// Empty while a name is still to be made up.
    pub(crate) name: &'a str,
    /// The object as it is.
    pub(crate) old: Option<&'a Value>,
    /// How a delete is meant.
    #[cfg_attr(
        not(feature = "webhooks"),
        allow(dead_code, reason = "webhooks are told")
    )]
    pub(crate) delete: Option<&'a DeleteOptions>,
}

/// Whether what is written to a subresource is not an object of the resource, but of a kind of its own.
#[cfg(any(feature = "cel", feature = "webhooks"))]
fn has_own_kind(subresource: &str) -> bool {
    matches!(subresource, "binding" | "eviction" | "scale" | "token")
}

/// The kind of what is written: that of the resource, or of its subresource.
#[cfg(any(feature = "cel", feature = "webhooks"))]
fn kind_of(resource: &Resource, subresource: &str) -> Value {
    let (group, version, kind) = match subresource {
        "binding" => ("", "v1", "Binding"),
        "eviction" => ("policy", "v1", "Eviction"),
        "scale" => ("autoscaling", "v1", "Scale"),
        "token" => ("authentication.k8s.io", "v1", "TokenRequest"),
        _ => (
            resource.group(),
            resource.version.as_str(),
            resource.kind.as_str(),
        ),
    };
    json!({"group": group, "version": version, "kind": kind})
}

impl Cluster {
    /// Lets the object be changed; what the client is to be told is added to `warnings`.
    pub(crate) fn admit_changes(
        &self,
        request: &Request<'_>,
        object: &mut Value,
        warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        plugins::change(self, request, object)?;
        #[cfg(feature = "webhooks")]
        if request.write.subresource == "scale" {
            self.admit_scale_changes(request, object, warnings)?;
        } else if webhooks::mutate(self, request, object, warnings)? {
            // What a webhook changed may need to be completed.
            plugins::change(self, request, object)?;
        }
        let _ = warnings;
        Ok(())
    }

    /// The same where the number of replicas alone is written: that is all that may be changed.
    #[cfg(feature = "webhooks")]
    fn admit_scale_changes(
        &self,
        request: &Request<'_>,
        object: &mut Value,
        warnings: &mut Vec<String>,
    ) -> Result<(), Status> {
        if !self.calls_out() {
            return Ok(());
        }
        let resource = request.write.resource;
        let old = request.old.map(|old| scale_of(resource, old));
        let request = Request {
            old: old.as_ref(),
            ..*request
        };
        let mut scale = scale_of(resource, object);
        webhooks::mutate(self, &request, &mut scale, warnings)?;
        set_replicas(resource, object, &scale["spec"]["replicas"]);
        Ok(())
    }

    /// Lets the write be refused. `object` is `None` for a delete. The answer is held until the write is made.
    pub(crate) fn admit(
        &self,
        request: &Request<'_>,
        object: Option<&Value>,
        warnings: &mut Vec<String>,
    ) -> Result<Admitted<'_>, Status> {
        if let Some(object) = object {
            plugins::judge(self, request, object, warnings)?;
        }
        #[cfg(any(feature = "cel", feature = "webhooks"))]
        if request.write.subresource == "scale" {
            let scale = |object| scale_of(request.write.resource, object);
            let (object, old) = (object.map(scale), request.old.map(scale));
            let request = Request {
                old: old.as_ref(),
                ..*request
            };
            self.ask(&request, object.as_ref(), warnings)?;
            return Ok(Admitted(None));
        }
        self.ask(request, object, warnings)?;
        let counted = object.map(|object| plugins::count(self, request, object));
        Ok(Admitted(counted.transpose()?.flatten()))
    }

    /// Asks policies and webhooks about the object, or about what is written to a part of it.
    fn ask(
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
