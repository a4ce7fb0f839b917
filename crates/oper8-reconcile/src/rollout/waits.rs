//! What components wait for, since when, and for how long they may.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use oper8_config::TimeSpan;
use oper8_status::WaitingComponent;

use super::Waiting;
use crate::component::Shortfall;
use crate::components::{Components, Node};
use crate::controller::Completion;
use crate::error::{Error, Result};
use crate::session::Session;
use crate::verify::VerifyRules;

/// The waits of one rollout.
pub(super) struct Waits<'a> {
    session: &'a Session,
    /// Those that earlier reconciliations have found, by name.
    known: BTreeMap<String, WaitingComponent>,
    /// Those that this one has found.
    found: Mutex<BTreeMap<String, Waiting>>,
}

impl<'a> Waits<'a> {
    /// `known` is what the last reconciliation has left; what is of another generation does not count, and of several entries
    /// for one component the last one does.
    pub(super) fn new(session: &'a Session, known: Vec<WaitingComponent>) -> Self {
        let generation = session.metadata()["generation"].as_i64();
        let known = known
            .into_iter()
            .filter(|wait| wait.generation == generation);
        Self {
            session,
            known: known.map(|wait| (wait.name.clone(), wait)).collect(),
            found: Mutex::default(),
        }
    }

    /// A component goes on: what this rollout has found about it so far is over.
    pub(super) fn forget(&self, component: &str) {
        self.found().remove(component);
    }

    /// A component waits, for `shortfall`. Where it has a deadline and that is over, this is its failure.
    pub(super) fn note(&self, node: &Node, shortfall: Shortfall) -> Result<()> {
        let name = node.component.name();
        let deadline = self.deadline(node)?;
        let now = self.now();
        let since = deadline.map(|_| self.known.get(name).map_or(now, |known| known.since));
        let wait = Waiting {
            component: name.to_owned(),
            reason: shortfall.text,
            rules: shortfall.rules,
            since,
        };
        let result = match (deadline, since) {
            (Some(deadline), Some(since)) if waited(since, now) >= deadline => {
                Err(overdue(&wait, deadline, since))
            }
            _ => Ok(()),
        };
        self.found().insert(name.to_owned(), wait);
        result
    }

    /// What components wait for in the end, by name, with how long it is until the next deadline is over.
    pub(super) fn conclude(
        &self,
        completion: &Completion,
        components: &Components,
    ) -> (Vec<Waiting>, Option<Duration>) {
        let mut waits = std::mem::take(&mut *self.found());
        for (name, known) in &self.known {
            waits.entry(name.clone()).or_insert_with(|| Waiting {
                component: name.clone(),
                reason: known.message.clone(),
                rules: VerifyRules::Default,
                since: Some(known.since),
            });
        }
        let mut next: Option<Duration> = None;
        waits.retain(|name, wait| {
            let outcome = completion.outcome(name);
            if outcome.is_none_or(|outcome| outcome.is_verified()) {
                return false;
            }
            let Some(since) = wait.since else {
                return true;
            };
            let node = components.graph.get(name.as_str());
            let deadline = node.and_then(|node| self.deadline(node).ok().flatten());
            let left =
                deadline.and_then(|deadline| deadline.checked_sub(waited(since, self.now())));
            next = left
                .filter(|left| !left.is_zero())
                .into_iter()
                .chain(next)
                .min();
            deadline.is_some()
        });
        (waits.into_values().collect(), next)
    }

    fn deadline(&self, node: &Node) -> Result<Option<Duration>> {
        let own = node.component.deadline()?;
        Ok(own.or(self.session.settings().rollout_manager.component_deadline))
    }

    /// Whole seconds, as the status keeps them.
    fn now(&self) -> Timestamp {
        let now = self.session.now();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    fn found(&self) -> MutexGuard<'_, BTreeMap<String, Waiting>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The waits that the next reconciliation has to know.
pub(crate) fn to_remember(waiting: &[Waiting], generation: Option<i64>) -> Vec<WaitingComponent> {
    let dated = waiting.iter().filter_map(|wait| {
        Some(WaitingComponent {
            name: wait.component.clone(),
            since: wait.since?,
            generation,
            message: wait.reason.clone(),
        })
    });
    dated.collect()
}

/// None where a clock was set back.
fn waited(since: Timestamp, now: Timestamp) -> Duration {
    let waited: SignedDuration = now.duration_since(since);
    Duration::try_from(waited).unwrap_or_default()
}

fn overdue(wait: &Waiting, deadline: Duration, since: Timestamp) -> Error {
    let Waiting {
        component, reason, ..
    } = wait;
    Error::Fatal(format!(
        "component {component} was not verified within {}, since {since}: {reason}",
        TimeSpan(deadline)
    ))
}
