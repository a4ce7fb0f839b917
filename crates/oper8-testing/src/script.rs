//! Components and controllers that do as they are told.

use std::fmt;
use std::sync::Arc;

use kube_core::{ApiResource, DynamicObject};
use oper8_reconcile::{
    Chart, Completion, Component, Components, Controller, Rendered, ResourceOptions, Result,
    Session, default_deploy, default_disable, default_verify,
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::answers::{Answers, Calls};
use crate::kinds::gvk;
use crate::manifest::Manifest;

/// A component that does as it is told: what it renders, and what its steps answer, call by call.
///
/// Where nothing is told, it does what any component does. Its steps are remembered in its [`Calls`] as `web.render`, `web.deploy`,
/// `web.disable`, `web.verify`. Clones share answers and calls, so that one may be handed out in each reconciliation.
///
/// # Examples
///
/// ```
/// use oper8_reconcile::Error;
/// use oper8_testing::{Answer, Manifest, ScriptedComponent};
///
/// let web = ScriptedComponent::new("web")
///     .resource("map", Manifest::config_map("web", [("key", "value")]))
///     .on_deploy(Answer::fails(Error::Precondition, "not yet").once())
///     .on_verify([Answer::returns(false), Answer::panics("out of cheese"), Answer::ok()]);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ScriptedComponent {
    name: String,
    resources: Vec<(String, Value, ResourceOptions)>,
    render: Answers,
    deploy: Answers,
    disable: Answers,
    verify: Answers,
    calls: Calls,
}

impl ScriptedComponent {
    /// A component without resources, which is ready as soon as it is deployed.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            resources: Vec::new(),
            render: Answers::default(),
            deploy: Answers::default(),
            disable: Answers::default(),
            verify: Answers::default(),
            calls: Calls::default(),
        }
    }

    /// With a resource, under its name in the chart.
    pub fn resource(self, name: &str, manifest: impl Serialize) -> Self {
        self.resource_with(name, manifest, ResourceOptions::new())
    }

    /// With a resource that is applied or verified in its own way.
    pub fn resource_with(
        mut self,
        name: &str,
        manifest: impl Serialize,
        options: ResourceOptions,
    ) -> Self {
        let manifest = Manifest::of(manifest).into();
        self.resources.push((name.to_owned(), manifest, options));
        self
    }

    /// What rendering does. Any answer but an error or a panic means that the resources are added.
    pub fn on_render(mut self, answers: impl Into<Answers>) -> Self {
        self.render = answers.into();
        self
    }

    /// What deploying does.
    pub fn on_deploy(mut self, answers: impl Into<Answers>) -> Self {
        self.deploy = answers.into();
        self
    }

    /// What disabling does.
    pub fn on_disable(mut self, answers: impl Into<Answers>) -> Self {
        self.disable = answers.into();
        self
    }

    /// What verifying does. It is asked once a reconciliation, and before that for each component that waits for it to be ready.
    pub fn on_verify(mut self, answers: impl Into<Answers>) -> Self {
        self.verify = answers.into();
        self
    }

    /// What it was asked to do.
    #[must_use]
    pub fn calls(&self) -> Calls {
        self.calls.clone()
    }

    fn called(&self, step: &str) {
        self.calls.push(format!("{}.{step}", self.name));
    }
}

impl Component for ScriptedComponent {
    fn name(&self) -> &str {
        &self.name
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        self.called("render");
        self.render.play().await?;
        for (name, manifest, options) in &self.resources {
            chart.add_with(name, manifest, options.clone())?;
        }
        Ok(())
    }

    async fn deploy(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        self.called("deploy");
        match self.deploy.play().await? {
            Some(answer) => Ok(answer),
            None => default_deploy(session, rendered).await,
        }
    }

    async fn disable(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        self.called("disable");
        match self.disable.play().await? {
            Some(answer) => Ok(answer),
            None => default_disable(session, rendered).await,
        }
    }

    async fn verify(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        self.called("verify");
        match self.verify.play().await? {
            Some(answer) => Ok(answer),
            None => default_verify(session, rendered).await,
        }
    }
}

type Setup = Arc<dyn Fn(&DynamicObject, &Session, &mut Components) -> Result<()> + Send + Sync>;

/// How a component waits for another one.
#[derive(Clone, Copy, Debug)]
enum Wait {
    Applied,
    Ready,
}

/// A controller that does as it is told, of a kind that need not exist otherwise.
///
/// Its hooks are remembered in its [`Calls`] as `setup`, `finalize`, `after_deploy`, `after_deploy_unsuccessful`, `after_verify` and
/// `after_verify_unsuccessful`; the steps of its components too.
///
/// # Examples
///
/// ```
/// use oper8_reconcile::Error;
/// use oper8_testing::{Answer, Manifest, ScriptedComponent, ScriptedController, TestCluster, TestResult};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> TestResult {
/// let controller = ScriptedController::new("demo.oper8.org/v1", "WebApp")
///     .component(ScriptedComponent::new("cache").on_deploy(Answer::fails(Error::Precondition, "no volume yet").once()))
///     .component(ScriptedComponent::new("web"))
///     .after_ready("web", "cache");
/// let calls = controller.calls();
/// let cluster = TestCluster::builder().dynamic_controller(controller, None).start().await?;
///
/// let shop = cluster.apply(Manifest::new("demo.oper8.org/v1", "WebApp", "shop")).await?;
/// cluster.reconcile(&shop).await?.assert_waiting_for("cache").assert_not_started("web");
/// cluster.reconcile(&shop).await?.assert_stable();
/// assert_eq!(calls.count("web.deploy"), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct ScriptedController {
    resource: ApiResource,
    components: Vec<(ScriptedComponent, bool)>,
    waits: Vec<(String, String, Wait)>,
    setup: Option<Setup>,
    finalize: Option<Setup>,
    hooks: [Answers; 4],
    cr_defaults: Value,
    config_defaults: Value,
    calls: Calls,
}

/// The places of the hooks' answers.
const AFTER_DEPLOY: usize = 0;
const AFTER_DEPLOY_UNSUCCESSFUL: usize = 1;
const AFTER_VERIFY: usize = 2;
const AFTER_VERIFY_UNSUCCESSFUL: usize = 3;

impl ScriptedController {
    /// A controller of a kind, without components.
    pub fn new(api_version: &str, kind: &str) -> Self {
        Self {
            resource: ApiResource::from_gvk(&gvk(api_version, kind)),
            components: Vec::new(),
            waits: Vec::new(),
            setup: None,
            finalize: None,
            hooks: Default::default(),
            cr_defaults: Value::Object(Map::new()),
            config_defaults: Value::Object(Map::new()),
            calls: Calls::default(),
        }
    }

    /// With a component, whose calls go to the controller's.
    pub fn component(mut self, component: ScriptedComponent) -> Self {
        self.components.push((self.taken(component), false));
        self
    }

    /// With a component that is not wanted: its resources are deleted.
    pub fn disabled(mut self, component: ScriptedComponent) -> Self {
        self.components.push((self.taken(component), true));
        self
    }

    /// A component waits until another one is applied.
    pub fn after(self, component: &str, upstream: &str) -> Self {
        self.waits(component, upstream, Wait::Applied)
    }

    /// A component waits until another one is ready.
    pub fn after_ready(self, component: &str, upstream: &str) -> Self {
        self.waits(component, upstream, Wait::Ready)
    }

    /// Adds what this function adds, after the components that are given otherwise: for a graph that depends on the custom
    /// resource, for checks, and for errors.
    pub fn setup(
        mut self,
        setup: impl Fn(&DynamicObject, &Session, &mut Components) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.setup = Some(Arc::new(setup));
        self
    }

    /// Has a finalizer, and finalizes what this function adds.
    pub fn finalize(
        mut self,
        finalize: impl Fn(&DynamicObject, &Session, &mut Components) -> Result<()>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.finalize = Some(Arc::new(finalize));
        self
    }

    /// What the hook of that name does.
    pub fn on_after_deploy(self, answers: impl Into<Answers>) -> Self {
        self.hook(AFTER_DEPLOY, answers)
    }

    /// What the hook of that name does.
    pub fn on_after_deploy_unsuccessful(self, answers: impl Into<Answers>) -> Self {
        self.hook(AFTER_DEPLOY_UNSUCCESSFUL, answers)
    }

    /// What the hook of that name does.
    pub fn on_after_verify(self, answers: impl Into<Answers>) -> Self {
        self.hook(AFTER_VERIFY, answers)
    }

    /// What the hook of that name does.
    pub fn on_after_verify_unsuccessful(self, answers: impl Into<Answers>) -> Self {
        self.hook(AFTER_VERIFY_UNSUCCESSFUL, answers)
    }

    /// Values that a custom resource has where its author gives none, `{"spec": {..}}`.
    pub fn cr_defaults(mut self, defaults: Value) -> Self {
        self.cr_defaults = defaults;
        self
    }

    /// The lowest layer of the operand's configuration.
    pub fn config_defaults(mut self, defaults: Value) -> Self {
        self.config_defaults = defaults;
        self
    }

    /// What it and its components were asked to do.
    #[must_use]
    pub fn calls(&self) -> Calls {
        self.calls.clone()
    }

    fn taken(&self, mut component: ScriptedComponent) -> ScriptedComponent {
        component.calls = self.calls.clone();
        component
    }

    fn waits(mut self, component: &str, upstream: &str, wait: Wait) -> Self {
        let wait = (component.to_owned(), upstream.to_owned(), wait);
        self.waits.push(wait);
        self
    }

    fn hook(mut self, hook: usize, answers: impl Into<Answers>) -> Self {
        self.hooks[hook] = answers.into();
        self
    }

    async fn play(&self, hook: usize, name: &str) -> Result<bool> {
        self.calls.push(name);
        Ok(self.hooks[hook].play().await?.unwrap_or(true))
    }

    fn add_components(&self, graph: &mut Components) -> Result<()> {
        for (component, disabled) in &self.components {
            match disabled {
                true => graph.add_disabled(component.clone())?,
                false => graph.add(component.clone())?,
            };
        }
        for (component, upstream, wait) in &self.waits {
            match wait {
                Wait::Applied => graph.after(component, upstream)?,
                Wait::Ready => graph.after_ready(component, upstream)?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for ScriptedController {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedController")
            .field("resource", &self.resource)
            .field("components", &self.components)
            .finish_non_exhaustive()
    }
}

impl Controller for ScriptedController {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        self.resource.clone()
    }

    async fn setup_components(
        &self,
        cr: &DynamicObject,
        session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        self.calls.push("setup");
        self.add_components(graph)?;
        match &self.setup {
            Some(setup) => setup(cr, session, graph),
            None => Ok(()),
        }
    }

    fn has_finalizer(&self) -> bool {
        self.finalize.is_some()
    }

    async fn finalize_components(
        &self,
        cr: &DynamicObject,
        session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        self.calls.push("finalize");
        match &self.finalize {
            Some(finalize) => finalize(cr, session, graph),
            None => Ok(()),
        }
    }

    async fn after_deploy(&self, _session: &Session, _deployed: &Completion) -> Result<bool> {
        self.play(AFTER_DEPLOY, "after_deploy").await
    }

    async fn after_deploy_unsuccessful(
        &self,
        _session: &Session,
        _deployed: &Completion,
    ) -> Result<bool> {
        self.play(AFTER_DEPLOY_UNSUCCESSFUL, "after_deploy_unsuccessful")
            .await
    }

    async fn after_verify(
        &self,
        _session: &Session,
        _verified: &Completion,
        _deployed: &Completion,
    ) -> Result<bool> {
        self.play(AFTER_VERIFY, "after_verify").await
    }

    async fn after_verify_unsuccessful(
        &self,
        _session: &Session,
        _verified: &Completion,
        _deployed: &Completion,
    ) -> Result<bool> {
        self.play(AFTER_VERIFY_UNSUCCESSFUL, "after_verify_unsuccessful")
            .await
    }

    fn cr_defaults(&self) -> Value {
        self.cr_defaults.clone()
    }

    fn config_defaults(&self) -> Value {
        self.config_defaults.clone()
    }
}
