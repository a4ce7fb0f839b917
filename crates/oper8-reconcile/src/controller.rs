//! What turns one custom resource into a graph of components.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use kube_core::Resource;
use kube_core::discovery::ApiResource;
use oper8_dag::CompletionState;
use oper8_deploy_manager::ConflictPolicy;
use oper8_status::get_version;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::components::Components;
use crate::error::{Error, Result};
use crate::resource::KindSource;
use crate::session::Session;
use crate::verify::verify_subsystem;

/// How the components of a rollout ended, with the error of each.
pub type Completion = CompletionState<Arc<Error>>;

/// Turns one custom resource ("CR") of a kind into a graph of [`Component`](crate::Component)s.
///
/// Implementors write plain `async fn`; only [`setup_components`](Self::setup_components) is required. For a kind that is known
/// at run time only, [`Resource`](Self::Resource) is `DynamicObject` and [`api_resource`](Self::api_resource) says which kind.
///
/// # Requirements
///
/// Every method may be called again in the next reconciliation, whatever came of this one, and may be dropped at any `.await`.
///
/// # Examples
///
/// ```
/// use kube_core::{discovery::ApiResource, dynamic::DynamicObject, gvk::GroupVersionKind};
/// use oper8_reconcile::{Component, Components, Controller, Result, Session};
///
/// # struct Web;
/// # impl Component for Web { fn name(&self) -> &str { "web" } }
/// struct Sites;
///
/// impl Controller for Sites {
///     type Resource = DynamicObject;
///
///     fn api_resource(&self) -> ApiResource {
///         ApiResource::from_gvk(&GroupVersionKind::gvk("demo.oper8.org", "v1", "Site"))
///     }
///
///     async fn setup_components(&self, _cr: &DynamicObject, _session: &Session, graph: &mut Components) -> Result<()> {
///         graph.add(Web)?;
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a controller",
    label = "needs `impl Controller for {Self}`",
    note = "a controller names its `Resource`, and adds components in `async fn setup_components`"
)]
pub trait Controller: Send + Sync + 'static {
    /// The type of the CR.
    type Resource: Resource<DynamicType: KindSource> + DeserializeOwned + Send + Sync + 'static;

    /// The kind of the CR. The default knows it for types that tell it at compile time; a controller of `DynamicObject` must
    /// say it, and is refused otherwise.
    fn api_resource(&self) -> ApiResource {
        KindSource::api_resource::<Self::Resource>().unwrap_or_else(|| ApiResource {
            group: String::new(),
            version: String::new(),
            api_version: String::new(),
            kind: String::new(),
            plural: String::new(),
        })
    }

    /// The name of the controller, by which settings and logs refer to it: `<Kind>.<group>` by default.
    fn name(&self) -> String {
        let resource = self.api_resource();
        if resource.group.is_empty() {
            resource.kind
        } else {
            format!("{}.{}", resource.kind, resource.group)
        }
    }

    /// Adds the components that `cr` wants to `graph`.
    ///
    /// # Errors
    ///
    /// Whatever keeps the graph from being built; [`ensure_config`](crate::ensure_config) refuses a CR.
    fn setup_components(
        &self,
        cr: &Self::Resource,
        session: &Session,
        graph: &mut Components,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Whether a CR that is deleted must be finalized first, by [`finalize_components`](Self::finalize_components). `false` by
    /// default: what the CR owns is deleted with it by the cluster's garbage collection.
    fn has_finalizer(&self) -> bool {
        false
    }

    /// The finalizer to put on CRs, where the controller [has one](Self::has_finalizer): `finalizers.<lower-case kind>.<group>`.
    fn finalizer(&self) -> Option<String> {
        let resource = self.api_resource();
        self.has_finalizer().then(|| {
            format!(
                "finalizers.{}.{}",
                resource.kind.to_lowercase(),
                resource.group
            )
        })
    }

    /// Adds the components of a CR that is being deleted: usually those to remove by hand, as disabled ones. None by default.
    ///
    /// # Errors
    ///
    /// As [`setup_components`](Self::setup_components). The CR stays until finalizing succeeds.
    fn finalize_components(
        &self,
        cr: &Self::Resource,
        session: &Session,
        graph: &mut Components,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (cr, session, graph);
        async { Ok(()) }
    }

    /// Called when all components are deployed, before they are verified. `false` makes the rollout wait.
    ///
    /// # Errors
    ///
    /// An expected error makes the rollout wait, any other one fails it.
    fn after_deploy(
        &self,
        session: &Session,
        deployed: &Completion,
    ) -> impl Future<Output = Result<bool>> + Send {
        let _ = (session, deployed);
        async { Ok(true) }
    }

    /// Called when some components could not be deployed: [`deployed.failed()`](CompletionState::failed) tells failure from
    /// waiting. `false` makes a rollout wait that has no other reason to; it never excuses a failure.
    ///
    /// # Errors
    ///
    /// Reported when the components have no error of their own.
    fn after_deploy_unsuccessful(
        &self,
        session: &Session,
        deployed: &Completion,
    ) -> impl Future<Output = Result<bool>> + Send {
        let _ = (session, deployed);
        async { Ok(true) }
    }

    /// Called when all components are verified. `false` makes the rollout wait.
    ///
    /// # Errors
    ///
    /// An expected error makes the rollout wait, any other one fails it.
    fn after_verify(
        &self,
        session: &Session,
        verified: &Completion,
        deployed: &Completion,
    ) -> impl Future<Output = Result<bool>> + Send {
        let _ = (session, verified, deployed);
        async { Ok(true) }
    }

    /// Called when all components are deployed and some are not verified: [`verified.failed()`](CompletionState::failed) tells
    /// failure from waiting. `false` makes a rollout wait that has no other reason to; it never excuses a failure.
    ///
    /// # Errors
    ///
    /// Reported when the components have no error of their own.
    fn after_verify_unsuccessful(
        &self,
        session: &Session,
        verified: &Completion,
        deployed: &Completion,
    ) -> impl Future<Output = Result<bool>> + Send {
        let _ = (session, verified, deployed);
        async { Ok(true) }
    }

    /// Decides whether the CR is reconciled again soon, after a rollout without an error. `cr` is the whole CR with its present
    /// status, and `rolled_out` says how the components ended. See [`default_should_requeue`].
    ///
    /// Also asked when a finalization is complete: the finalizer stays for as long as the CR is to be reconciled again. Not
    /// asked when the status of a rollout could not be written, which is tried again in any case.
    ///
    /// # Errors
    ///
    /// Any error is reported, and the CR is reconciled again.
    fn should_requeue(
        &self,
        session: &Session,
        cr: &Value,
        rolled_out: &Completion,
    ) -> impl Future<Output = Result<Requeue>> + Send {
        let requeue = default_should_requeue(session, cr, rolled_out);
        async { requeue }
    }

    /// Values that a CR has where its author gives none: a partial CR, `{"spec": {..}}`, merged under it map by map. Empty by
    /// default.
    fn cr_defaults(&self) -> Value {
        Value::Object(Map::new())
    }

    /// The lowest layer of the operand's configuration, an object. Empty by default.
    fn config_defaults(&self) -> Value {
        Value::Object(Map::new())
    }

    /// How a conflict over a field with another writer ends, unless a resource says otherwise.
    fn conflicts(&self) -> ConflictPolicy {
        ConflictPolicy::default()
    }
}

/// Whether and when a custom resource is reconciled again without being changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Requeue {
    /// Not until something changes.
    No,
    /// After 1 s, then after twice as long each time, up to the setting `requeue_after_seconds`.
    Backoff,
    /// After exactly this time.
    After(Duration),
}

/// Waits with backoff until the rollout is complete, and the CR is verified at its version: Ready, not Updating, and
/// `status.versions.reconciled` as wanted. A CR that asks for no version is not held to one, and one that is being finalized to
/// none of these: its finalization ends as its components do.
///
/// # Errors
///
/// [`Error::Status`] when the CR's status is no such thing.
pub fn default_should_requeue(
    session: &Session,
    cr: &Value,
    rolled_out: &Completion,
) -> Result<Requeue> {
    if !rolled_out.verify_completed() {
        return Ok(Requeue::Backoff);
    }
    if session.is_finalizing() {
        return Ok(Requeue::No);
    }
    let status = cr.get("status").unwrap_or(&Value::Null);
    let reconciled = get_version(status)?.and_then(Value::as_str);
    let verified = verify_subsystem(cr, session.version().or(reconciled))?;
    Ok(if verified {
        Requeue::No
    } else {
        Requeue::Backoff
    })
}
