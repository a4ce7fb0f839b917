//! A controller and components that do as a vector says, and note what was called.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use kube_core::discovery::ApiResource;
use kube_core::dynamic::DynamicObject;
use oper8_reconcile::{
    Chart, Completion, Component, Components, Controller, Error, Rendered, Requeue, Result,
    Session, default_deploy, default_disable, default_should_requeue, default_verify,
};
use serde_json::{Value, json};

use crate::input::{Failure, flag, given};
use crate::raised::Foreign;

/// The errors that a vector can raise.
pub(super) const ERRORS: [&str; 10] = [
    "precondition",
    "verification",
    "expected",
    "config",
    "cluster",
    "rollout",
    "fatal",
    "value",
    "assert",
    "type",
];

/// What an action does.
#[derive(Debug, Clone)]
enum Action {
    Default,
    Answer(bool),
    Raise(String),
}

impl Action {
    fn of(script: &Value, key: &str) -> std::result::Result<Self, Failure> {
        match script.get(key) {
            None => Ok(Self::Default),
            // A Python function that returns nothing.
            Some(Value::Null) => Ok(Self::Answer(false)),
            Some(Value::Bool(answer)) => Ok(Self::Answer(*answer)),
            Some(Value::String(kind)) if ERRORS.contains(&kind.as_str()) => {
                Ok(Self::Raise(kind.clone()))
            }
            Some(other) => Err(Failure::malformed(format!("`{key}` cannot do {other}"))),
        }
    }

    /// The answer of the vector; none for the default.
    fn play(&self, place: &str) -> Result<Option<bool>> {
        match self {
            Self::Default => Ok(None),
            Self::Answer(answer) => Ok(Some(*answer)),
            Self::Raise(kind) => Err(error(kind, format!("{kind} in {place}"))),
        }
    }
}

fn error(kind: &str, text: String) -> Error {
    let foreign = |class, text| Error::other(Foreign { class, text });
    match kind {
        "precondition" => Error::Precondition(text),
        "verification" => Error::Verification(text),
        "expected" => Error::Expected(text),
        "config" => Error::Config(text),
        "cluster" => Error::Cluster(text),
        "rollout" => Error::Rollout(text),
        "fatal" => Error::Fatal(text),
        "value" => foreign("ValueError", text),
        "assert" => foreign("AssertionError", text),
        _ => foreign("TypeError", text),
    }
}

/// How often each action of a component ran, by component and action; and the hooks that were called.
#[derive(Debug, Default)]
struct Notes {
    calls: BTreeMap<String, BTreeMap<&'static str, u64>>,
    hooks: Vec<Value>,
}

#[derive(Debug, Clone, Default)]
struct Notebook(Arc<Mutex<Notes>>);

impl Notebook {
    fn count(&self, component: &str, action: &'static str) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = notes.calls.entry(component.to_owned()).or_default();
        *counts.entry(action).or_default() += 1;
    }

    fn hook(&self, called: Value) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.hooks.push(called);
    }
}

/// A component of a vector.
#[derive(Debug, Clone)]
struct Part {
    name: String,
    disabled: bool,
    resources: Vec<Value>,
    dependencies: Vec<(String, Option<Checks>)>,
    render: Action,
    deploy: Action,
    disable: Action,
    verify: Action,
    notes: Notebook,
}

/// The answers of an edge's check, one after the other; the last one repeats.
type Checks = Vec<Action>;

impl Part {
    fn of(script: &Value, notes: &Notebook) -> std::result::Result<Self, Failure> {
        let name = crate::input::text(script, "name")?;
        let default = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
        let items = |key: &str| script[key].as_array().cloned();
        let dependencies = items("deps").unwrap_or_default();
        let dependencies = dependencies.iter().map(dependency);
        Ok(Self {
            name: name.to_owned(),
            disabled: flag(script, "disabled")?,
            resources: items("resources").unwrap_or_else(|| vec![default]),
            dependencies: dependencies.collect::<std::result::Result<_, _>>()?,
            render: Action::of(script, "render")?,
            deploy: Action::of(script, "deploy")?,
            disable: Action::of(script, "disable")?,
            verify: Action::of(script, "verify")?,
            notes: notes.clone(),
        })
    }

    fn call(&self, action: &'static str, does: &Action) -> Result<Option<bool>> {
        self.notes.count(&self.name, action);
        does.play(&format!("{}.{action}", self.name))
    }
}

fn dependency(value: &Value) -> std::result::Result<(String, Option<Checks>), Failure> {
    if let Some(name) = value.as_str() {
        return Ok((name.to_owned(), None));
    }
    let name = crate::input::text(value, "on")?.to_owned();
    let answers = match &value["verify"] {
        Value::Array(answers) => answers
            .iter()
            .map(|answer| json!({"verify": answer}))
            .collect(),
        Value::Null => return Ok((name, None)),
        answer => vec![json!({"verify": answer})],
    };
    let answers = answers.iter().map(|answer| Action::of(answer, "verify"));
    Ok((name, Some(answers.collect::<std::result::Result<_, _>>()?)))
}

impl Component for Part {
    fn name(&self) -> &str {
        &self.name
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        self.call("render", &self.render)?;
        for (number, manifest) in self.resources.iter().enumerate() {
            chart.add(format!("r{number}"), manifest)?;
        }
        Ok(())
    }

    async fn deploy(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        match self.call("deploy", &self.deploy)? {
            Some(answer) => Ok(answer),
            None => default_deploy(session, rendered).await,
        }
    }

    async fn disable(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        match self.call("disable", &self.disable)? {
            Some(answer) => Ok(answer),
            None => default_disable(session, rendered).await,
        }
    }

    async fn verify(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        match self.call("verify", &self.verify)? {
            Some(answer) => Ok(answer),
            None => default_verify(session, rendered).await,
        }
    }
}

/// The controller of one reconciliation.
#[derive(Debug, Clone)]
pub(super) struct Script {
    api_resource: ApiResource,
    parts: Vec<Part>,
    setup: Action,
    /// By name; those that the vector has.
    hooks: BTreeMap<String, Action>,
    should_requeue: Action,
    has_finalizer: bool,
    pub(super) is_finalizer: bool,
    pub(super) show_cr: bool,
    notes: Notebook,
}

impl Script {
    pub(super) fn new(
        script: &Value,
        api_resource: ApiResource,
    ) -> std::result::Result<Self, Failure> {
        let notes = Notebook::default();
        let parts = script["components"].as_array();
        let parts = parts
            .into_iter()
            .flatten()
            .map(|part| Part::of(part, &notes));
        let hooks = given(script, "hooks").and_then(Value::as_object);
        let names = hooks.into_iter().flat_map(|hooks| hooks.keys());
        let hooks = names.map(|name| Ok((name.clone(), Action::of(&script["hooks"], name)?)));
        Ok(Self {
            api_resource,
            parts: parts.collect::<std::result::Result<_, _>>()?,
            setup: Action::of(script, "setup")?,
            hooks: hooks.collect::<std::result::Result<_, Failure>>()?,
            should_requeue: Action::of(script, "should_requeue")?,
            has_finalizer: flag(script, "has_finalizer")?,
            is_finalizer: flag(script, "is_finalizer")?,
            show_cr: flag(script, "show_cr")?,
            notes,
        })
    }

    pub(super) fn calls(&self) -> Value {
        let notes = self.notes.0.lock().unwrap_or_else(PoisonError::into_inner);
        json!(notes.calls)
    }

    pub(super) fn hooks_called(&self) -> Value {
        let notes = self.notes.0.lock().unwrap_or_else(PoisonError::into_inner);
        json!(notes.hooks)
    }

    fn add_components(&self, graph: &mut Components) -> Result<()> {
        self.setup.play("setup")?;
        for part in &self.parts {
            match part.disabled {
                true => graph.add_disabled(part.clone())?,
                false => graph.add(part.clone())?,
            };
        }
        for part in &self.parts {
            for (upstream, checks) in &part.dependencies {
                let Some(checks) = checks else {
                    graph.after(&part.name, upstream)?;
                    continue;
                };
                let place = format!("{}->{upstream}", part.name);
                let (checks, name, notes) = (checks.clone(), part.name.clone(), self.notes.clone());
                let asked = Mutex::new(0);
                graph.after_check(&part.name, upstream, move |_session| {
                    notes.count(&name, "edge_verify");
                    let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
                    let check = checks.get(*asked).or(checks.last());
                    *asked += 1;
                    let answer = check.map_or(Ok(None), |check| check.play(&place));
                    async move { Ok(answer?.unwrap_or(true)) }
                })?;
            }
        }
        Ok(())
    }

    fn hook(&self, name: &str, states: &[&Completion]) -> Result<bool> {
        let Some(action) = self.hooks.get(name) else {
            return Ok(true);
        };
        let mut called = vec![json!(name)];
        if name.ends_with("_unsuccessful") {
            called.push(states[0].failed().into());
        }
        called.push(states.len().into());
        self.notes.hook(called.into());
        Ok(action.play(name)?.unwrap_or(true))
    }
}

impl Controller for Script {
    type Resource = DynamicObject;

    fn api_resource(&self) -> ApiResource {
        self.api_resource.clone()
    }

    async fn setup_components(
        &self,
        _cr: &DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        self.add_components(graph)
    }

    fn has_finalizer(&self) -> bool {
        self.has_finalizer
    }

    async fn finalize_components(
        &self,
        _cr: &DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        match self.has_finalizer {
            true => self.add_components(graph),
            false => Ok(()),
        }
    }

    async fn after_deploy(&self, _session: &Session, deployed: &Completion) -> Result<bool> {
        self.hook("after_deploy", &[deployed])
    }

    async fn after_deploy_unsuccessful(
        &self,
        _session: &Session,
        deployed: &Completion,
    ) -> Result<bool> {
        self.hook("after_deploy_unsuccessful", &[deployed])
    }

    async fn after_verify(
        &self,
        _session: &Session,
        verified: &Completion,
        deployed: &Completion,
    ) -> Result<bool> {
        self.hook("after_verify", &[verified, deployed])
    }

    async fn after_verify_unsuccessful(
        &self,
        _session: &Session,
        verified: &Completion,
        deployed: &Completion,
    ) -> Result<bool> {
        self.hook("after_verify_unsuccessful", &[verified, deployed])
    }

    async fn should_requeue(
        &self,
        session: &Session,
        cr: &Value,
        rolled_out: &Completion,
    ) -> Result<Requeue> {
        match self.should_requeue.play("should_requeue")? {
            Some(true) => Ok(Requeue::Backoff),
            Some(false) => Ok(Requeue::No),
            None => default_should_requeue(session, cr, rolled_out),
        }
    }
}
