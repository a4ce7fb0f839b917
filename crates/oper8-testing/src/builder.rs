//! What a test's cluster is made of, before it starts.

use std::sync::Arc;
use std::time::Duration;

use kube_core::{ApiResource, CustomResourceExt};
use oper8_apiserver::Simulator;
use oper8_config::{Config, ConfigLoader};
use oper8_reconcile::{AnyController, Controller, crd};
use serde::Serialize;
use serde_json::Value;

use crate::clock::VirtualClock;
use crate::cluster::TestCluster;
use crate::error::{Error, Result};
use crate::kinds::{gvk, open_definition};
use crate::manifest::Manifest;

/// What a test's cluster is made of; [`TestCluster::builder`] makes one. What is wrong with it is told by [`start`](Self::start).
///
/// # Examples
///
/// ```
/// # use oper8_testing::{Manifest, ScriptedComponent, ScriptedController, TestCluster, TestResult};
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> TestResult {
/// # let controller = ScriptedController::new("demo.oper8.org/v1", "WebApp");
/// let cluster = TestCluster::builder()
///     .dynamic_controller(controller, None)
///     .serves("cert-manager.io/v1", "Certificate")
///     .object(Manifest::config_map("defaults", [("size", "small")]))
///     .setting("requeue_after_seconds", "5")
///     .ready_after(Duration::from_secs(30))
///     .start()
///     .await?;
/// cluster.assert_exists("v1", "ConfigMap", "defaults").await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a cluster starts with `.start().await?`"]
pub struct Builder {
    pub(crate) controllers: Vec<AnyController>,
    pub(crate) definitions: Vec<Value>,
    pub(crate) objects: Vec<Manifest>,
    pub(crate) namespace: String,
    pub(crate) simulator: Option<Simulator>,
    pub(crate) clock: VirtualClock,
    config: Option<Config>,
    settings: Vec<(String, String)>,
    problems: Vec<String>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            controllers: Vec::new(),
            definitions: Vec::new(),
            objects: Vec::new(),
            namespace: oper8_reconcile::DEFAULT_NAMESPACE.to_owned(),
            simulator: Some(Simulator::new(Duration::ZERO)),
            clock: VirtualClock::default(),
            config: None,
            settings: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Adds the controller of a kind whose Rust type tells its definition, which is installed as `crd --install` installs it.
    pub fn controller<C>(self, controller: C) -> Self
    where
        C: Controller<Resource: CustomResourceExt>,
    {
        let definition = <C::Resource as CustomResourceExt>::crd();
        match serde_json::to_value(definition) {
            Ok(definition) => self.dynamic_controller(controller, Some(definition)),
            Err(error) => self.problem(format!("the controller's definition is no JSON: {error}")),
        }
    }

    /// Adds a controller of any kind, with the kind's definition. Without one, objects of the kind may hold anything.
    pub fn dynamic_controller(
        mut self,
        controller: impl Controller,
        definition: Option<Value>,
    ) -> Self {
        let controller = match AnyController::new(controller) {
            Ok(controller) => controller,
            Err(error) => return self.problem(error.report()),
        };
        let definition = definition.unwrap_or_else(|| open_definition(controller.api_resource()));
        self.controllers.push(controller);
        match crd::complete(definition) {
            Ok(definition) => self.definitions.push(definition),
            Err(error) => return self.problem(error.report()),
        }
        self
    }

    /// Installs the definition of a kind that the operator uses and does not own.
    pub fn definition(mut self, definition: impl Serialize) -> Self {
        self.definitions.push(Manifest::of(definition).into());
        self
    }

    /// Serves a namespaced kind that the operator uses and does not own, such as `("cert-manager.io/v1", "Certificate")`. Its
    /// objects may hold anything.
    pub fn serves(mut self, api_version: &str, kind: &str) -> Self {
        let resource = ApiResource::from_gvk(&gvk(api_version, kind));
        if resource.group.is_empty() {
            let problem = format!("{api_version} {kind} has no group: a definition needs one");
            return self.problem(problem);
        }
        self.definitions.push(open_definition(&resource));
        self
    }

    /// Puts an object into the cluster before the test begins.
    pub fn object(mut self, object: impl Serialize) -> Self {
        self.objects.push(Manifest::of(object));
        self
    }

    /// The namespace of objects that name none (`default`). It is made.
    pub fn namespace(mut self, namespace: &str) -> Self {
        namespace.clone_into(&mut self.namespace);
        self
    }

    /// Sets a setting of the operator, by its dotted name, as its command line would: `("requeue_after_seconds", "5")`.
    pub fn setting(mut self, key: &str, value: &str) -> Self {
        self.settings.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Uses these settings of the operator, in the place of the defaults. It has no use for [`setting`](Self::setting) then.
    pub fn config(mut self, config: Config) -> Self {
        self.config = Some(config);
        self
    }

    /// Workloads become ready so long after they were made or changed; at once unless this is given, which is before the operator
    /// looks at them for the first time.
    pub fn ready_after(self, delay: Duration) -> Self {
        self.simulator(Some(Simulator::new(delay)))
    }

    /// Workloads become ready as `simulator` says; `None` for never, and without any status.
    pub fn simulator(mut self, simulator: Option<Simulator>) -> Self {
        self.simulator = simulator;
        self
    }

    /// The clock of operator and cluster.
    pub fn clock(mut self, clock: VirtualClock) -> Self {
        self.clock = clock;
        self
    }

    /// Starts the cluster, installs the definitions and makes the objects.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] says what is wrong with what was given.
    pub async fn start(self) -> Result<TestCluster> {
        if !self.problems.is_empty() {
            return Err(Error::Setup(self.problems.join("; ")));
        }
        TestCluster::build(self).await
    }

    pub(crate) fn settings(&self) -> Result<Arc<Config>> {
        let mut loader = ConfigLoader::new();
        for (key, value) in &self.settings {
            loader = loader.set(
                key.as_str(),
                value.as_str(),
                format!("Builder::setting({key:?}, ..)"),
            );
        }
        let loaded = loader
            .load()
            .map_err(|error| Error::Setup(error.to_string()))?;
        match &self.config {
            Some(_) if !self.settings.is_empty() => Err(Error::Setup(
                "`config` takes the place of `setting`: give one of them".to_owned(),
            )),
            Some(config) => Ok(Arc::new(config.clone())),
            None => Ok(Arc::new(loaded.config)),
        }
    }

    fn problem(mut self, problem: String) -> Self {
        self.problems.push(problem);
        self
    }
}
