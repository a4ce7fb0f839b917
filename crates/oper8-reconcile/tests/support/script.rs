//! Components and controllers that do as they are told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use oper8_reconcile::{
    AnyController, Chart, Completion, Component, Components, Controller, Error, Rendered,
    ResourceOptions, Result, Session, default_deploy, default_disable, default_verify,
};
use serde_json::{Value, json};

use super::cluster::trials;

/// What a step of a script does.
#[derive(Clone, Copy, Default)]
pub enum Action {
    /// What it does by default.
    #[default]
    Default,
    /// This answer, and nothing else.
    Answer(bool),
    /// This error.
    Fail(fn(String) -> Error),
    /// An error of another library.
    FailForeign,
    /// A panic.
    Panic,
}

impl Action {
    /// The scripted answer; `None` for the default.
    fn play(self, place: &str) -> Result<Option<bool>> {
        match self {
            Self::Default => Ok(None),
            Self::Answer(answer) => Ok(Some(answer)),
            Self::Fail(error) => Err(error(format!("error in {place}"))),
            Self::FailForeign => Err(Error::other(format!("error in {place}"))),
            Self::Panic => panic!("panic in {place}"),
        }
    }
}

/// What the parts and hooks of one script did, in order.
pub type Calls = Arc<Mutex<Vec<String>>>;

/// A component that does as it is told; by default one ConfigMap of its own name.
#[derive(Clone, Default)]
pub struct Part {
    pub name: &'static str,
    pub resources: Vec<(&'static str, Value, ResourceOptions)>,
    pub render: Action,
    pub deploy: Action,
    pub disable: Action,
    pub verify: Action,
    pub deadline: Option<Duration>,
    pub calls: Calls,
}

impl Part {
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// A part whose only resource is the ConfigMap of its name with this value.
    pub fn with_value(name: &'static str, value: &str) -> Self {
        Self::new(name).resource("map", config_map(name, value), ResourceOptions::new())
    }

    pub fn resource(
        mut self,
        name: &'static str,
        manifest: Value,
        options: ResourceOptions,
    ) -> Self {
        self.resources.push((name, manifest, options));
        self
    }

    fn call(&self, step: &str) {
        self.calls
            .lock()
            .unwrap()
            .push(format!("{}.{step}", self.name));
    }
}

pub fn config_map(name: &str, value: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"key": value}})
}

impl Component for Part {
    fn name(&self) -> &str {
        self.name
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        self.call("render");
        self.render.play(&format!("{}.render", self.name))?;
        if self.resources.is_empty() {
            chart.add("map", config_map(self.name, "value"))?;
        }
        for (name, manifest, options) in &self.resources {
            chart.add_with(name, manifest, options.clone())?;
        }
        Ok(())
    }

    async fn deploy(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        self.call("deploy");
        match self.deploy.play(&format!("{}.deploy", self.name))? {
            Some(answer) => Ok(answer),
            None => default_deploy(session, rendered).await,
        }
    }

    async fn disable(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        self.call("disable");
        match self.disable.play(&format!("{}.disable", self.name))? {
            Some(answer) => Ok(answer),
            None => default_disable(session, rendered).await,
        }
    }

    async fn verify(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        self.call("verify");
        match self.verify.play(&format!("{}.verify", self.name))? {
            Some(answer) => Ok(answer),
            None => default_verify(session, rendered).await,
        }
    }

    fn deadline(&self) -> Option<Duration> {
        self.deadline
    }
}

/// The hooks of a controller: `after_deploy` and so on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hook {
    Deploy,
    DeployUnsuccessful,
    Verify,
    VerifyUnsuccessful,
}

type Setup = Arc<dyn Fn(&Graph<'_>, &mut Components) -> Result<()> + Send + Sync>;

/// What the setup of a script sees.
pub struct Graph<'a> {
    pub cr: &'a DynamicObject,
    calls: &'a Calls,
}

impl Graph<'_> {
    /// The part, with its calls recorded.
    pub fn part(&self, part: &Part) -> Part {
        Part {
            calls: Arc::clone(self.calls),
            ..part.clone()
        }
    }

    pub fn spec(&self, field: &str) -> &Value {
        &self.cr.data["spec"][field]
    }
}

/// A controller that does as it is told.
#[derive(Clone)]
pub struct Script {
    setup: Setup,
    finalize: Option<Setup>,
    hooks: Vec<(Hook, Action)>,
    cr_defaults: Value,
    config_defaults: Value,
    pub calls: Calls,
}

impl Script {
    pub fn new(
        setup: impl Fn(&Graph<'_>, &mut Components) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            setup: Arc::new(setup),
            finalize: None,
            hooks: Vec::new(),
            cr_defaults: json!({}),
            config_defaults: json!({}),
            calls: Calls::default(),
        }
    }

    /// A script of these parts, each one after the one before it.
    pub fn chain(parts: impl IntoIterator<Item = Part>) -> Self {
        let parts: Vec<Part> = parts.into_iter().collect();
        Self::new(move |graph, components| {
            let mut last = None;
            for part in &parts {
                let handle = components.add(graph.part(part))?;
                if let Some(last) = last {
                    components.after(&handle, last)?;
                }
                last = Some(handle);
            }
            Ok(())
        })
    }

    pub fn finalize(
        mut self,
        finalize: impl Fn(&Graph<'_>, &mut Components) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.finalize = Some(Arc::new(finalize));
        self
    }

    pub fn hook(mut self, hook: Hook, action: Action) -> Self {
        self.hooks.push((hook, action));
        self
    }

    pub fn defaults(mut self, cr: Value, config: Value) -> Self {
        self.cr_defaults = cr;
        self.config_defaults = config;
        self
    }

    pub fn any(&self) -> AnyController {
        AnyController::new(self.clone()).unwrap()
    }

    /// What was called since this was last asked.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }

    fn play(&self, hook: Hook, name: &str, states: &[&Completion]) -> Result<bool> {
        let failed = states.first().is_some_and(|state| state.failed());
        self.calls
            .lock()
            .unwrap()
            .push(format!("{name}(failed={failed})"));
        let action = self
            .hooks
            .iter()
            .find(|(it, _)| *it == hook)
            .map(|(_, action)| *action);
        Ok(action.unwrap_or_default().play(name)?.unwrap_or(true))
    }
}

impl Controller for Script {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        trials()
    }

    async fn setup_components(
        &self,
        cr: &DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        (self.setup)(
            &Graph {
                cr,
                calls: &self.calls,
            },
            graph,
        )
    }

    fn has_finalizer(&self) -> bool {
        self.finalize.is_some()
    }

    async fn finalize_components(
        &self,
        cr: &DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        match &self.finalize {
            Some(finalize) => finalize(
                &Graph {
                    cr,
                    calls: &self.calls,
                },
                graph,
            ),
            None => Ok(()),
        }
    }

    async fn after_deploy(&self, _session: &Session, deployed: &Completion) -> Result<bool> {
        self.play(Hook::Deploy, "after_deploy", &[deployed])
    }

    async fn after_deploy_unsuccessful(
        &self,
        _session: &Session,
        deployed: &Completion,
    ) -> Result<bool> {
        self.play(
            Hook::DeployUnsuccessful,
            "after_deploy_unsuccessful",
            &[deployed],
        )
    }

    async fn after_verify(
        &self,
        _session: &Session,
        verified: &Completion,
        deployed: &Completion,
    ) -> Result<bool> {
        self.play(Hook::Verify, "after_verify", &[verified, deployed])
    }

    async fn after_verify_unsuccessful(
        &self,
        _session: &Session,
        verified: &Completion,
        deployed: &Completion,
    ) -> Result<bool> {
        self.play(
            Hook::VerifyUnsuccessful,
            "after_verify_unsuccessful",
            &[verified, deployed],
        )
    }

    fn cr_defaults(&self) -> Value {
        self.cr_defaults.clone()
    }

    fn config_defaults(&self) -> Value {
        self.config_defaults.clone()
    }
}
