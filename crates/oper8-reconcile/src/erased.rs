//! Object-safe twins of the traits that users implement, and the one place where panics of their code are caught.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kube_core::discovery::ApiResource;
use oper8_config::VerifyRules;
use oper8_deploy_manager::ConflictPolicy;
use serde_json::Value;

use crate::chart::Chart;
use crate::component::{Component, Rendered};
use crate::components::Components;
use crate::controller::{Completion, Controller, Requeue};
use crate::error::{Error, Result};
use crate::session::Session;

/// A [`Component`] of any type. Its futures answer panics with [`Error::Panic`].
pub(crate) trait ErasedComponent: Send + Sync {
    fn name(&self) -> &str;
    fn build_chart<'a>(
        &'a self,
        session: &'a Session,
        chart: &'a mut Chart,
    ) -> BoxFuture<'a, Result<()>>;
    fn deploy<'a>(
        &'a self,
        session: &'a Session,
        rendered: &'a Rendered,
    ) -> BoxFuture<'a, Result<bool>>;
    fn disable<'a>(
        &'a self,
        session: &'a Session,
        rendered: &'a Rendered,
    ) -> BoxFuture<'a, Result<bool>>;
    fn verify<'a>(
        &'a self,
        session: &'a Session,
        rendered: &'a Rendered,
    ) -> BoxFuture<'a, Result<bool>>;
    fn update_object_definition(
        &self,
        session: &Session,
        internal_name: &str,
        manifest: Value,
    ) -> Result<Value>;
    fn verify_rules(&self) -> Result<Option<VerifyRules>>;
    fn deadline(&self) -> Result<Option<Duration>>;
}

impl<C: Component> ErasedComponent for C {
    fn name(&self) -> &str {
        Component::name(self)
    }

    fn build_chart<'a>(
        &'a self,
        session: &'a Session,
        chart: &'a mut Chart,
    ) -> BoxFuture<'a, Result<()>> {
        guarded(move || Component::build_chart(self, session, chart))
    }

    fn deploy<'a>(
        &'a self,
        session: &'a Session,
        rendered: &'a Rendered,
    ) -> BoxFuture<'a, Result<bool>> {
        guarded(move || Component::deploy(self, session, rendered))
    }

    fn disable<'a>(
        &'a self,
        session: &'a Session,
        rendered: &'a Rendered,
    ) -> BoxFuture<'a, Result<bool>> {
        guarded(move || Component::disable(self, session, rendered))
    }

    fn verify<'a>(
        &'a self,
        session: &'a Session,
        rendered: &'a Rendered,
    ) -> BoxFuture<'a, Result<bool>> {
        guarded(move || Component::verify(self, session, rendered))
    }

    fn update_object_definition(
        &self,
        session: &Session,
        internal_name: &str,
        manifest: Value,
    ) -> Result<Value> {
        contained(|| Component::update_object_definition(self, session, internal_name, manifest))?
    }

    fn verify_rules(&self) -> Result<Option<VerifyRules>> {
        contained(|| Component::verify_rules(self))
    }

    fn deadline(&self) -> Result<Option<Duration>> {
        contained(|| Component::deadline(self))
    }
}

/// A [`Controller`] of any type, over CRs as JSON. Its futures answer panics with [`Error::Panic`].
pub(crate) trait ErasedController: Send + Sync {
    /// Adds the components of the session's CR, parsed as the controller's type, to `graph`.
    fn setup<'a>(
        &'a self,
        session: &'a Session,
        graph: &'a mut Components,
    ) -> BoxFuture<'a, Result<()>>;
    fn after_deploy<'a>(
        &'a self,
        session: &'a Session,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>>;
    fn after_deploy_unsuccessful<'a>(
        &'a self,
        session: &'a Session,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>>;
    fn after_verify<'a>(
        &'a self,
        session: &'a Session,
        verified: &'a Completion,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>>;
    fn after_verify_unsuccessful<'a>(
        &'a self,
        session: &'a Session,
        verified: &'a Completion,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>>;
    fn should_requeue<'a>(
        &'a self,
        session: &'a Session,
        cr: &'a Value,
        rolled_out: &'a Completion,
    ) -> BoxFuture<'a, Result<Requeue>>;
    fn defaults(&self) -> Result<Defaults>;
    /// Whether a CR fits the controller's type.
    fn check(&self, cr: &Value) -> Result<()>;
}

/// What a controller says before there is a session.
pub(crate) struct Defaults {
    pub(crate) cr: Value,
    pub(crate) config: Value,
    pub(crate) conflicts: ConflictPolicy,
}

impl<C: Controller> ErasedController for C {
    fn setup<'a>(
        &'a self,
        session: &'a Session,
        graph: &'a mut Components,
    ) -> BoxFuture<'a, Result<()>> {
        guarded(move || async move {
            let cr = parse(session.cr())?;
            if session.is_finalizing() {
                self.finalize_components(&cr, session, graph).await
            } else {
                self.setup_components(&cr, session, graph).await
            }
        })
    }

    fn after_deploy<'a>(
        &'a self,
        session: &'a Session,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>> {
        guarded(move || Controller::after_deploy(self, session, deployed))
    }

    fn after_deploy_unsuccessful<'a>(
        &'a self,
        session: &'a Session,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>> {
        guarded(move || Controller::after_deploy_unsuccessful(self, session, deployed))
    }

    fn after_verify<'a>(
        &'a self,
        session: &'a Session,
        verified: &'a Completion,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>> {
        guarded(move || Controller::after_verify(self, session, verified, deployed))
    }

    fn after_verify_unsuccessful<'a>(
        &'a self,
        session: &'a Session,
        verified: &'a Completion,
        deployed: &'a Completion,
    ) -> BoxFuture<'a, Result<bool>> {
        guarded(move || Controller::after_verify_unsuccessful(self, session, verified, deployed))
    }

    fn should_requeue<'a>(
        &'a self,
        session: &'a Session,
        cr: &'a Value,
        rolled_out: &'a Completion,
    ) -> BoxFuture<'a, Result<Requeue>> {
        guarded(move || Controller::should_requeue(self, session, cr, rolled_out))
    }

    fn check(&self, cr: &Value) -> Result<()> {
        contained(|| parse::<C::Resource>(cr).map(drop))?
    }

    fn defaults(&self) -> Result<Defaults> {
        contained(|| Defaults {
            cr: self.cr_defaults(),
            config: self.config_defaults(),
            conflicts: self.conflicts(),
        })
    }
}

/// A controller of any type; cheap to clone.
#[derive(Clone)]
pub struct AnyController {
    pub(crate) controller: Arc<dyn ErasedController>,
    api_resource: ApiResource,
    name: String,
    finalizer: Option<String>,
}

impl AnyController {
    /// Takes a controller.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] when the controller does not say which kind it is for.
    pub fn new(controller: impl Controller) -> Result<Self> {
        let api_resource = controller.api_resource();
        if api_resource.kind.is_empty()
            || api_resource.version.is_empty()
            || api_resource.plural.is_empty()
        {
            return Err(Error::Config(format!(
                "the controller `{}` does not say which kind it is for; implement `api_resource`",
                std::any::type_name_of_val(&controller)
            )));
        }
        Ok(Self {
            name: controller.name(),
            finalizer: controller.finalizer(),
            api_resource,
            controller: Arc::new(controller),
        })
    }

    /// The kind of the controller's custom resources.
    pub fn api_resource(&self) -> &ApiResource {
        &self.api_resource
    }

    /// The controller's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether `cr`, a whole custom resource as JSON, fits the controller's type, with the controller's defaults under it.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] names the field that does not fit.
    pub fn check(&self, cr: &Value) -> Result<()> {
        let mut whole = self.controller.defaults()?.cr;
        oper8_config::values::merge_configs(&mut whole, cr);
        self.controller.check(&whole)
    }

    /// The finalizer that it puts on its custom resources, if it finalizes.
    pub fn finalizer(&self) -> Option<&str> {
        self.finalizer.as_deref()
    }
}

/// Shown as `Controller(demo.oper8.org/v1/WebApp)`, for logs.
impl std::fmt::Display for AnyController {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let resource = &self.api_resource;
        write!(f, "Controller({}/{})", resource.api_version, resource.kind)
    }
}

impl std::fmt::Debug for AnyController {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnyController")
            .field("name", &self.name)
            .field("api_resource", &self.api_resource)
            .field("finalizer", &self.finalizer)
            .finish_non_exhaustive()
    }
}

/// Parses a CR; the error names the field that does not fit.
fn parse<K: serde::de::DeserializeOwned>(cr: &Value) -> Result<K> {
    serde_path_to_error::deserialize(cr).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." {
            "the custom resource".to_owned()
        } else {
            path
        };
        Error::Config(format!("{path}: {}", error.into_inner()))
    })
}

/// Runs code of an operator's author; a panic in it becomes [`Error::Panic`].
pub(crate) fn contained<T>(call: impl FnOnce() -> T) -> Result<T> {
    std::panic::catch_unwind(AssertUnwindSafe(call)).map_err(|panic| panicked(&*panic))
}

/// A future of an operator's author; a panic in making it or in it becomes [`Error::Panic`].
fn guarded<'a, T, F, Fut>(call: F) -> BoxFuture<'a, Result<T>>
where
    F: FnOnce() -> Fut + Send + 'a,
    Fut: Future<Output = Result<T>> + Send + 'a,
    T: 'a,
{
    async move {
        let future = contained(call)?;
        let result = AssertUnwindSafe(future).catch_unwind().await;
        result.unwrap_or_else(|panic| Err(panicked(&*panic)))
    }
    .boxed()
}

pub(crate) fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    Error::Panic(text.unwrap_or_else(|| "without a message".to_owned()))
}
