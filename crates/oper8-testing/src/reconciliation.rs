//! One reconciliation that a test had done, and what it may say of it.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use oper8_dag::Outcome;
use oper8_deploy_manager::ObjectKey;
use oper8_reconcile::{ComponentPhase, ErrorClass, Reconciled, RolloutEvent, Skipped};
use serde_json::Value;

use crate::clock::shown;
use crate::object::Named;
use crate::status::Status;
use crate::text::indented;
use crate::writes::Writes;

/// One reconciliation of one custom resource: what came of it, what it wrote, and the status that it left.
///
/// Shown as a report of all that; every message of a failed assertion has it.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    pub(crate) key: ObjectKey,
    pub(crate) reconciled: Reconciled,
    pub(crate) events: Vec<RolloutEvent>,
    /// Not known of one that a watch manager ran, beside others.
    pub(crate) writes: Option<Writes>,
    pub(crate) status: Status,
}

impl Reconciliation {
    /// Whose it was.
    pub fn key(&self) -> &ObjectKey {
        &self.key
    }

    /// What the reconcile manager says of it.
    pub fn reconciled(&self) -> &Reconciled {
        &self.reconciled
    }

    /// What the rollout told while it went on.
    pub fn events(&self) -> &[RolloutEvent] {
        &self.events
    }

    /// What it wrote.
    ///
    /// # Panics
    ///
    /// When a watch manager ran it: others may have written at the same time. Ask [`Settled::writes`] or
    /// [`TestCluster::writes`](crate::TestCluster::writes) then.
    #[track_caller]
    pub fn writes(&self) -> &Writes {
        self.writes.as_ref().expect(
            "what one reconciliation wrote is not known where the watch manager runs; ask `Settled::writes` or `TestCluster::writes`",
        )
    }

    /// The status of the custom resource after it.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// After what time the custom resource is reconciled again without being changed; `None` when it is not.
    pub fn requeue(&self) -> Option<Duration> {
        self.reconciled.requeue
    }

    /// The error that it reported, with its causes.
    pub fn error(&self) -> Option<String> {
        self.reconciled.error().map(|error| error.report())
    }

    /// Says that everything is rolled out and ready, that the status says so where there is one, and that the custom resource is
    /// not reconciled again before it changes.
    ///
    /// # Panics
    ///
    /// When something is missing: the message is the report.
    #[track_caller]
    pub fn assert_stable(&self) -> &Self {
        let complete = self.reconciled.is_complete() && self.requeue().is_none();
        self.check(complete, "it should be stable");
        if !self.status.value().is_null() {
            self.status.assert_stable();
        }
        self
    }

    /// Says that it waits for something and will be tried again: nothing has failed, and not everything is ready.
    ///
    /// # Panics
    ///
    /// When it is complete, or has failed: the message is the report.
    #[track_caller]
    pub fn assert_waiting(&self) -> &Self {
        let again = self.requeue().is_some();
        let waits = again && !self.reconciled.is_complete() && !self.reconciled.has_failed();
        self.check(waits, "it should wait")
    }

    /// Says that it waits, and that the component is one of those that are not ready yet though they were deployed or tried.
    ///
    /// # Panics
    ///
    /// When it does not wait for the component: the message is the report.
    #[track_caller]
    pub fn assert_waiting_for(&self, component: &str) -> &Self {
        self.assert_waiting();
        let waits = matches!(self.outcome(component), Some(Outcome::Unverified(_)));
        self.check(waits, &format!("it should wait for `{component}`"))
    }

    /// Says that it failed with an error that contains `text`.
    ///
    /// # Panics
    ///
    /// When it did not fail, or with another error: the message is the report.
    #[track_caller]
    pub fn assert_failed(&self, text: &str) -> &Self {
        self.check(self.reconciled.has_failed(), "it should have failed");
        let found = self.error().is_some_and(|error| error.contains(text));
        self.check(found, &format!("its error should contain {text:?}"))
    }

    /// Says of which class the reported error is, such as [`ErrorClass::Config`] or [`ErrorClass::Precondition`].
    ///
    /// # Panics
    ///
    /// When there is none, or one of another class: the message is the report.
    #[track_caller]
    pub fn assert_error_class(&self, class: ErrorClass) -> &Self {
        let found = self.reconciled.error().map(|error| error.class());
        self.check(
            found == Some(class),
            &format!("its error should be of the class {class:?}, not {found:?}"),
        )
    }

    /// Says that a component has failed, with an error that contains `text`.
    ///
    /// # Panics
    ///
    /// When it has not, or with another error: the message is the report.
    #[track_caller]
    pub fn assert_component_failed(&self, component: &str, text: &str) -> &Self {
        let problem =
            format!("`{component}` should have failed with an error that contains {text:?}");
        let holds = match self.outcome(component) {
            Some(Outcome::Failed(Some(error))) => error.report().contains(text),
            Some(Outcome::Failed(None)) => text.is_empty(),
            _ => false,
        };
        self.check(holds, &problem)
    }

    /// Says that a component did not run, because it waits for another one.
    ///
    /// # Panics
    ///
    /// When it did run: the message is the report.
    #[track_caller]
    pub fn assert_not_started(&self, component: &str) -> &Self {
        let holds = matches!(self.outcome(component), Some(Outcome::Unstarted));
        self.check(
            holds,
            &format!("`{component}` should not have been started"),
        )
    }

    /// Says that nothing was written: what an operator does with a custom resource that is as wanted.
    ///
    /// # Panics
    ///
    /// When something was: the message is the report. As [`writes`](Self::writes), too.
    #[track_caller]
    pub fn assert_no_writes(&self) -> &Self {
        let none = self.writes().is_empty();
        self.check(none, "it should have written nothing")
    }

    /// Says why nothing was done: the custom resource is paused, or gone.
    ///
    /// # Panics
    ///
    /// When it was reconciled, or left alone for another reason: the message is the report.
    #[track_caller]
    pub fn assert_skipped(&self, why: Skipped) -> &Self {
        let found = self.reconciled.skipped;
        self.check(
            found == Some(why),
            &format!("it should be skipped as {why:?}"),
        )
    }

    fn outcome(&self, component: &str) -> Option<&Outcome<std::sync::Arc<oper8_reconcile::Error>>> {
        self.reconciled.completion.as_ref()?.outcome(component)
    }

    /// What each component said last that is no step on its way.
    fn reasons(&self) -> BTreeMap<&str, &str> {
        let reasons = self.events.iter().filter_map(|event| match event {
            RolloutEvent::Component {
                component,
                phase: ComponentPhase::Waiting(reason) | ComponentPhase::Failed(reason),
            } => Some((component.as_str(), reason.as_str())),
            _ => None,
        });
        reasons.collect()
    }

    /// In a few words, for a message about several.
    pub(crate) fn summary(&self) -> String {
        let reasons: Vec<String> = self
            .reasons()
            .iter()
            .map(|(component, reason)| format!("{component}: {reason}"))
            .collect();
        let reason = match (reasons.is_empty(), self.error()) {
            (false, _) => reasons.join("; "),
            (true, Some(error)) => error,
            (true, None) => "not every component is ready".to_owned(),
        };
        format!("{} {} ({reason})", self.key, self.state())
    }

    fn state(&self) -> &'static str {
        if self.reconciled.skipped.is_some() {
            "was left alone"
        } else if self.reconciled.has_failed() {
            "failed"
        } else if self.reconciled.is_complete() && self.requeue().is_none() {
            "is complete"
        } else {
            "waits"
        }
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test does not hold")]
    fn check(&self, holds: bool, problem: &str) -> &Self {
        if !holds {
            panic!("{problem}:\n{self}");
        }
        self
    }
}

impl fmt::Display for Reconciliation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.key, self.state())?;
        match (self.reconciled.skipped, self.requeue()) {
            (Some(why), _) => writeln!(f, ": {why:?}")?,
            (None, Some(after)) => writeln!(f, ", and is tried again after {}", shown(after))?,
            (None, None) => writeln!(f)?,
        }
        if let Some(failure) = &self.reconciled.failure {
            let class = failure.error.class();
            writeln!(
                f,
                "error ({class:?}, {}): {}",
                failure.place,
                failure.error.report()
            )?;
        }
        let reasons = self.reasons();
        for (name, outcome) in self.reconciled.completion.iter().flat_map(|it| it.nodes()) {
            let reason = outcome.error().map(|error| error.report());
            let reason = reason.or_else(|| reasons.get(name).map(|it| (*it).to_owned()));
            let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
            writeln!(f, "component {name}: {}{reason}", outcome.set())?;
        }
        if let Some(writes) = &self.writes {
            write!(f, "writes:\n{writes}")?;
        }
        writeln!(f, "{}", self.status)
    }
}

/// Everything that an operator did until nothing was left to do.
#[derive(Clone, Debug)]
pub struct Settled {
    pub(crate) namespace: String,
    pub(crate) reconciliations: Vec<Reconciliation>,
    pub(crate) writes: Writes,
    pub(crate) elapsed: Duration,
    pub(crate) at_rest: bool,
}

impl Settled {
    /// Every reconciliation, oldest first.
    pub fn reconciliations(&self) -> &[Reconciliation] {
        &self.reconciliations
    }

    /// The last reconciliation of each custom resource.
    pub fn last(&self) -> Vec<&Reconciliation> {
        let last: BTreeMap<_, _> = self
            .reconciliations
            .iter()
            .map(|it| (&it.key, it))
            .collect();
        last.into_values().collect()
    }

    /// The last reconciliation of one custom resource.
    ///
    /// # Panics
    ///
    /// When it was not reconciled: the message has those that were.
    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "the test names something that was not reconciled"
    )]
    pub fn of(&self, cr: impl Named) -> &Reconciliation {
        let key = cr.key_in(&self.namespace);
        let mut newest = self.reconciliations.iter().rev();
        newest.find(|it| it.key == key).unwrap_or_else(|| {
            let others: Vec<String> = self.last().iter().map(|it| it.key.to_string()).collect();
            panic!(
                "{key} was not reconciled; these were: {}",
                others.join(", ")
            )
        })
    }

    /// What was written in all this.
    pub fn writes(&self) -> &Writes {
        &self.writes
    }

    /// How much time it took, in the time of the test.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Whether nothing was left to do in the end.
    pub fn is_at_rest(&self) -> bool {
        self.at_rest
    }

    /// Says that every custom resource is stable now, those that are gone or paused left out.
    ///
    /// # Panics
    ///
    /// When there is none, or one is not: the message is the report of its last reconciliation.
    #[track_caller]
    #[expect(clippy::panic, reason = "an assertion of a test does not hold")]
    pub fn assert_stable(&self) -> &Self {
        let last = self.last();
        if last.is_empty() {
            panic!("there is no custom resource to be stable; apply one first");
        }
        for reconciliation in last {
            if reconciliation.reconciled.skipped.is_none() {
                reconciliation.assert_stable();
            }
        }
        self
    }

    /// Says that nothing was written in all this.
    ///
    /// # Panics
    ///
    /// When something was: the message lists it.
    #[track_caller]
    pub fn assert_no_writes(&self) -> &Self {
        self.writes.assert_none();
        self
    }
}

impl fmt::Display for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.reconciliations.len();
        writeln!(f, "{count} reconciliations in {}", shown(self.elapsed))?;
        for reconciliation in &self.reconciliations {
            writeln!(f, "{}", indented(&reconciliation.to_string()))?;
        }
        Ok(())
    }
}

/// The status of a custom resource that may be gone.
pub(crate) fn status_of(key: &ObjectKey, cr: Option<&crate::Object>) -> Status {
    Status::new(key, cr.map_or(Value::Null, |cr| cr["status"].clone()))
}
