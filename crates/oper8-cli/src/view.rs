//! How a rollout goes, line by line: plain in a pipe, coloured on a terminal.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use anstyle::{AnsiColor, Style};
use oper8_deploy_manager::{Change, ObjectKey};
use oper8_reconcile::{ComponentPhase, Observer, RolloutEvent};

use crate::failure::Failure;
use crate::operator::{is_enough, unwritten};

/// Shows the rollouts of one custom resource; cheap to clone.
#[derive(Clone)]
pub(crate) struct View(Arc<Mutex<State>>);

struct State {
    out: Box<dyn Write + Send>,
    /// Why the first line was lost that could not be written.
    lost: Option<std::io::Error>,
    /// The components in the order of the rollout.
    order: Vec<String>,
    components: BTreeMap<String, Component>,
    width: usize,
}

/// What is known of a component over all passes of the rollout.
#[derive(Default)]
struct Component {
    /// What it is doing, for the message of a failure.
    doing: &'static str,
    /// What was shown of it last.
    shown: String,
    /// How the rollout left it.
    ended: Option<ComponentPhase>,
    /// What its resources went through since something was shown of them.
    fresh: Vec<(ObjectKey, Outcome)>,
    /// What its resources went through in all passes.
    objects: BTreeMap<ObjectKey, Outcome>,
}

/// What a rollout did with a resource; of several passes the strongest holds.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Outcome {
    Unchanged,
    Absent,
    Updated,
    Created,
    Deleted,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Absent => "absent",
            Self::Updated => "updated",
            Self::Created => "created",
            Self::Deleted => "deleted",
        }
    }
}

impl View {
    pub(crate) fn new(out: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(State {
            out: Box::new(out),
            lost: None,
            order: Vec::new(),
            components: BTreeMap::new(),
            width: 0,
        })))
    }

    /// An observer that shows the rollouts of the custom resource `key`.
    pub(crate) fn observer(&self, key: ObjectKey) -> Observer {
        let view = self.clone();
        Arc::new(move |session, event| {
            if session.cr_key() == key {
                view.with(|state| state.event(event));
            }
        })
    }

    /// Writes a line.
    pub(crate) fn say(&self, line: impl std::fmt::Display) {
        self.with(|state| state.line(&line.to_string()));
    }

    /// Writes what the rollout did, component by component, and the sum of it.
    pub(crate) fn summary(&self) {
        self.with(State::summary);
    }

    /// The components that failed: name, what it was doing, why.
    pub(crate) fn failures(&self) -> Vec<String> {
        self.with(|state| state.failures())
    }

    /// The resources that were applied, component by component.
    pub(crate) fn applied(&self) -> Vec<ObjectKey> {
        self.with(|state| state.applied())
    }

    /// Whether all lines were written, as far as somebody wanted them.
    ///
    /// # Errors
    ///
    /// Why the first one was lost.
    pub(crate) fn written(&self) -> Result<(), Failure> {
        let lost = self.with(|state| state.lost.take());
        lost.map_or(Ok(()), |error| Err(unwritten(&error)))
    }

    fn with<T>(&self, call: impl FnOnce(&mut State) -> T) -> T {
        // A panic elsewhere leaves no half-written state behind.
        call(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn event(&mut self, event: &RolloutEvent) {
        match event {
            RolloutEvent::Planned(components) => {
                self.order = components.iter().map(|one| one.name.clone()).collect();
                self.width = self.order.iter().map(String::len).max().unwrap_or(0);
            }
            RolloutEvent::Component { component, phase } => self.phase(component, phase),
            RolloutEvent::Applied {
                component,
                key,
                change,
                yielded,
            } => {
                let outcome = match change {
                    Change::Created => Outcome::Created,
                    Change::Updated => Outcome::Updated,
                    _ => Outcome::Unchanged,
                };
                self.object(component, key, outcome);
                if !yielded.is_empty() {
                    let fields = yielded.join(", ");
                    self.line(&format!("{key}: left to their other owners: {fields}"));
                }
            }
            RolloutEvent::Deleted {
                component,
                key,
                change,
            } => {
                let outcome = match change {
                    Change::Unchanged => Outcome::Absent,
                    _ => Outcome::Deleted,
                };
                self.object(component, key, outcome);
            }
            _ => {}
        }
    }

    fn object(&mut self, component: &str, key: &ObjectKey, outcome: Outcome) {
        let component = self.components.entry(component.to_owned()).or_default();
        component.fresh.push((key.clone(), outcome));
        let all = component.objects.entry(key.clone()).or_insert(outcome);
        *all = (*all).max(outcome);
    }

    fn phase(&mut self, name: &str, phase: &ComponentPhase) {
        let component = self.components.entry(name.to_owned()).or_default();
        let (word, style, detail) = match phase {
            ComponentPhase::Rendering => return component.doing = "rendering",
            ComponentPhase::Deploying => return component.doing = "deploying",
            ComponentPhase::Disabling => return component.doing = "disabling",
            ComponentPhase::Verifying => return component.doing = "verifying",
            ComponentPhase::Deployed => ("deployed", AnsiColor::Cyan, component.fresh()),
            ComponentPhase::Disabled => ("disabled", AnsiColor::BrightBlack, component.fresh()),
            ComponentPhase::Verified => ("verified", AnsiColor::Green, String::new()),
            ComponentPhase::Waiting(reason) => ("waiting", AnsiColor::Yellow, reason.clone()),
            ComponentPhase::Failed(error) => (
                "failed",
                AnsiColor::Red,
                format!("while {}: {error}", component.doing),
            ),
            _ => return,
        };
        component.ended = Some(phase.clone());
        let plain = format!("{word} {detail}");
        // A later pass repeats what an earlier one said; only news are shown.
        let repeated = word == "deployed" && detail.is_empty() && !component.shown.is_empty();
        if component.shown == plain || repeated {
            return;
        }
        component.shown = plain;
        let style = Style::new().fg_color(Some(style.into()));
        let width = self.width;
        let line = format!("  {name:width$}  {style}{word:8}{style:#}  {detail}");
        self.line(line.trim_end());
    }

    fn summary(&mut self) {
        let mut sums: BTreeMap<Outcome, usize> = BTreeMap::new();
        let mut lines = Vec::new();
        for name in &self.order {
            let Some(component) = self.components.get(name) else {
                continue;
            };
            for (key, outcome) in &component.objects {
                *sums.entry(*outcome).or_default() += 1;
                let width = self.width;
                let word = outcome.as_str();
                lines.push(format!(
                    "  {name:width$}  {word:9}  {} {}",
                    key.kind, key.name
                ));
            }
        }
        for line in lines {
            self.line(&line);
        }
        let sums: Vec<String> = sums
            .iter()
            .rev()
            .map(|(outcome, count)| format!("{count} {}", outcome.as_str()))
            .collect();
        self.line(&format!("  resources: {}", sums.join(", ")));
    }

    fn applied(&self) -> Vec<ObjectKey> {
        self.order
            .iter()
            .filter_map(|name| self.components.get(name))
            .flat_map(|component| component.objects.keys().cloned())
            .collect()
    }

    fn failures(&self) -> Vec<String> {
        self.order
            .iter()
            .filter_map(|name| {
                let component = self.components.get(name)?;
                match component.ended.as_ref()? {
                    ComponentPhase::Failed(error) => Some(format!(
                        "component {name} failed while {}: {error}",
                        component.doing
                    )),
                    _ => None,
                }
            })
            .collect()
    }

    fn line(&mut self, line: &str) {
        // The rollout goes on when it can be shown no more: it is told at the end.
        let written = writeln!(self.out, "{line}").and_then(|()| self.out.flush());
        if let Err(error) = written
            && !is_enough(&error)
        {
            self.lost.get_or_insert(error);
        }
    }
}

impl Component {
    /// The resources that changed since something was shown of them.
    fn fresh(&mut self) -> String {
        let changed: Vec<String> = std::mem::take(&mut self.fresh)
            .into_iter()
            .filter(|(_, outcome)| !matches!(outcome, Outcome::Unchanged | Outcome::Absent))
            .map(|(key, outcome)| format!("{} {} {}", key.kind, key.name, outcome.as_str()))
            .collect();
        changed.join(", ")
    }
}
