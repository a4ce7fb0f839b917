//! Running a case: its namespace, its steps one after the other, and what is left behind taken away.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::ask::Asker;
use crate::case::{Case, Step, What};
use crate::compare::forget;
use crate::programs::{Bench, Programs, Start};
use crate::providers::{Door, Ground};
use crate::watching;

/// How long a `wait` lasts at most.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks at what is waited for.
const PAUSE: Duration = Duration::from_millis(25);

/// What a case was answered.
#[derive(Debug)]
pub(crate) struct Seen {
    /// An answer for each step that is compared, in order.
    pub(crate) answers: Vec<Value>,
    /// How long the case took.
    pub(crate) took: Duration,
    /// Why the case ended before its last step.
    pub(crate) broken: Option<String>,
}

/// Runs a case in a namespace of its own.
pub(crate) async fn run(door: Door, programs: &Programs, case: &Case, ground: Ground) -> Seen {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let namespace = format!("t{}", &id[..11]);
    let bench = match &door.kubeconfig {
        Some(kubeconfig) if !case.tools().is_empty() => {
            Bench::new(programs, kubeconfig, &namespace).map(Some)
        }
        _ => Ok(None),
    };
    let mut run = Run {
        asker: Asker::new(door.client, namespace),
        bench: None,
        answers: Vec::new(),
        outside: Vec::new(),
    };
    let start = tokio::time::Instant::now();
    let done = match bench {
        Ok(bench) => {
            run.bench = bench;
            run.all(case, ground).await
        }
        Err(error) => Err(error),
    };
    let broken = done.err();
    let took = start.elapsed();
    // Taking a namespace apart is much work for the controllers, which others wait for; only what runs has to go.
    let is_quiet = case.needs.is_empty() && case.tools().is_empty();
    run.clean_up(ground.ends_with_the_run && is_quiet).await;
    Seen {
        took,
        answers: run.answers,
        broken: broken.map(|error| format!("{error:#}")),
    }
}

struct Run<'a> {
    asker: Asker,
    /// Where programs run, for a case that starts some.
    bench: Option<Bench<'a>>,
    answers: Vec<Value>,
    /// Paths of what was created outside of the namespace.
    outside: Vec<String>,
}

impl Run<'_> {
    async fn all(&mut self, case: &Case, ground: Ground) -> anyhow::Result<()> {
        self.namespace(ground.fills_namespaces).await?;
        for (index, step) in case.setup.iter().enumerate() {
            self.prepare(step)
                .await
                .with_context(|| place("setup", index, step))?;
        }
        for (index, step) in case.steps.iter().enumerate() {
            self.step(step)
                .await
                .with_context(|| place("step", index, step))?;
        }
        Ok(())
    }

    /// Makes the case's namespace; where controllers run, waits until they have put into it what every namespace has.
    async fn namespace(&self, controllers: bool) -> anyhow::Result<()> {
        let namespace = &self.asker.namespace;
        let object = json!({"metadata": {"name": namespace}});
        let made = self
            .asker
            .ask_plain("POST", "/api/v1/namespaces", Some(object))
            .await?;
        if made.code != 201 {
            bail!("there is no namespace for the case: {}", made.body);
        }
        if !controllers {
            return Ok(());
        }
        for path in ["serviceaccounts/default", "configmaps/kube-root-ca.crt"] {
            let path = format!("/api/v1/namespaces/{namespace}/{path}");
            self.until(&path, async || {
                Ok(self.asker.ask_plain("GET", &path, None).await?.code == 200)
            })
            .await?;
        }
        Ok(())
    }

    async fn prepare(&mut self, step: &Step) -> anyhow::Result<()> {
        if let What::Wait(until) = &step.what {
            return self.wait(step, until).await;
        }
        if let What::Start { start, .. } = &step.what {
            let ended = self.bench()?.run(start, &self.asker).await?;
            if ended["code"] != 0 {
                bail!("a preparation fails: {ended}");
            }
            return Ok(());
        }
        let answer = self.asker.ask(step).await?;
        if !(200..300).contains(&answer.code) {
            bail!("a preparation is refused: {}", answer.body);
        }
        self.note(step, &answer);
        self.asker.capture(step, &answer.body)
    }

    async fn step(&mut self, step: &Step) -> anyhow::Result<()> {
        let answer = match &step.what {
            What::Wait(until) => return self.wait(step, until).await,
            What::Compare => self.asker.ask(step).await?,
            What::Watch { events, meanwhile } => {
                let response = self.asker.send(step).await?;
                for (index, step) in meanwhile.iter().enumerate() {
                    Box::pin(self.step(step))
                        .await
                        .with_context(|| place("meanwhile, step", index, step))?;
                }
                watching::read(response, *events).await?
            }
            What::Start {
                start,
                lines,
                meanwhile,
            } => return self.start(step, start, *lines, meanwhile).await,
        };
        self.note(step, &answer);
        self.answers
            .push(answer.masked(step, &self.asker.namespace));
        self.asker.capture(step, &answer.body)
    }

    /// Starts a program, and notes what it printed.
    async fn start(
        &mut self,
        step: &Step,
        start: &Start,
        lines: Option<usize>,
        meanwhile: &[Step],
    ) -> anyhow::Result<()> {
        let mut printed = match lines {
            None => self.bench()?.run(start, &self.asker).await?,
            Some(lines) => {
                let following = self.bench()?.follow(start, &self.asker).await?;
                for (index, step) in meanwhile.iter().enumerate() {
                    Box::pin(self.step(step))
                        .await
                        .with_context(|| place("meanwhile, step", index, step))?;
                }
                following.finish(lines, self.bench()?, &self.asker).await?
            }
        };
        for pointer in &step.ignore {
            forget(&mut printed, pointer);
        }
        printed["to"] = format!("{} {}", step.method, step.path).into();
        self.answers.push(printed);
        Ok(())
    }

    fn bench(&self) -> anyhow::Result<&Bench<'_>> {
        self.bench
            .as_ref()
            .context("a program needs a server with a kubeconfig")
    }

    async fn wait(&mut self, step: &Step, until: &BTreeMap<String, Value>) -> anyhow::Result<()> {
        let until: BTreeMap<&String, Value> = until
            .iter()
            .map(|(pointer, value)| (pointer, self.filled(value)))
            .collect();
        let what = format!("{} with {}", step.path, json!(until));
        let met = async || {
            let answer = self.asker.ask(step).await?;
            Ok(until.iter().all(|(pointer, value)| match pointer.as_str() {
                "code" => *value == answer.code,
                pointer => answer.body.pointer(pointer).unwrap_or(&Value::Null) == value,
            }))
        };
        self.until(&what, met).await?;
        let answer = self.asker.ask(step).await?;
        self.asker.capture(step, &answer.body)
    }

    async fn until(
        &self,
        what: &str,
        met: impl AsyncFn() -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !met().await? {
            if tokio::time::Instant::now() > deadline {
                bail!("{what}: not so after {} s", PATIENCE.as_secs());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.asker.fill(text).into(),
            other => other.clone(),
        }
    }

    /// Remembers what is created outside of the namespace, which goes with it.
    fn note(&mut self, step: &Step, answer: &Answer) {
        let path = self.asker.fill(&step.path);
        let path = path.split('?').next().unwrap_or_default();
        if answer.code != 201 || path.contains(&format!("/namespaces/{}", self.asker.namespace)) {
            return;
        }
        if step.method != "POST" {
            self.outside.push(path.to_owned());
        } else if let Some(name) = answer.body["metadata"]["name"].as_str() {
            self.outside.push(format!("{path}/{name}"));
        }
    }

    /// Deletes what the case made; nobody waits until it is gone.
    async fn clean_up(&self, leaves_namespace: bool) {
        let namespace = format!("/api/v1/namespaces/{}", self.asker.namespace);
        let namespace = (!leaves_namespace).then_some(&namespace);
        for path in self.outside.iter().rev().chain(namespace) {
            // What is gone already, or cannot be deleted, is no matter of the case.
            let _ = self.asker.ask_plain("DELETE", path, None).await;
        }
    }
}

fn place(what: &str, index: usize, step: &Step) -> String {
    format!("{what} {}: {} {}", index + 1, step.method, step.path)
}
