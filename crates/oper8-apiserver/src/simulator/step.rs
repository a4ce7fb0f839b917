//! One look at a workload, and what comes of it.

use std::time::Duration;

use serde_json::{Map, Value};

use super::rules::{Ending, Fate};

/// A workload at one moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) object: &'a Value,
    pub(super) fate: Fate,
    /// How long ago its spec became what it is.
    pub(super) age: Duration,
    /// The present second, as conditions write it.
    pub(super) now: &'a str,
}

/// What is to be done with a workload.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    /// The status it is to have; `None` to leave it.
    pub(super) status: Option<Value>,
    /// What its spec is to be, which is written first and alone; `None` to leave it.
    pub(super) spec: Option<Value>,
    /// Annotations that go with what is written.
    pub(super) annotations: Vec<(&'static str, String)>,
    /// The age at which to look again, if nothing happens before.
    pub(super) again: Option<Duration>,
}

impl<'a> View<'a> {
    pub(super) fn spec(&self) -> &'a Value {
        &self.object["spec"]
    }

    pub(super) fn status(&self) -> &'a Value {
        &self.object["status"]
    }

    pub(super) fn name(&self) -> &'a str {
        self.object["metadata"]["name"].as_str().unwrap_or_default()
    }

    /// `spec.replicas`, one where it is not said.
    pub(super) fn replicas(&self) -> u64 {
        self.spec()["replicas"].as_u64().unwrap_or(1)
    }

    /// A number of the status, zero where it is absent.
    pub(super) fn counted(&self, field: &str) -> u64 {
        self.status()[field].as_u64().unwrap_or(0)
    }

    pub(super) fn generation(&self) -> Value {
        self.object["metadata"]["generation"].clone()
    }

    /// Whether the delay is over, for a workload that becomes ready.
    pub(super) fn is_ready(&self) -> bool {
        self.fate.ending == Ending::Ready && self.age >= self.fate.after
    }

    /// Whether the delay is over, for a workload that fails.
    pub(super) fn has_failed(&self) -> bool {
        self.fate.ending == Ending::Failed && self.age >= self.fate.after
    }

    /// Whether the delay is not over yet.
    pub(super) fn is_early(&self) -> bool {
        self.age < self.fate.after
    }

    /// The end of the delay, while it is to come and something happens then.
    pub(super) fn end_of_delay(&self) -> Option<Duration> {
        (self.fate.ending != Ending::Never && self.is_early()).then_some(self.fate.after)
    }
}

impl Step {
    /// Nothing, now or later.
    pub(super) fn done() -> Self {
        Self::default()
    }

    pub(super) fn status(status: impl Into<Value>) -> Self {
        Self {
            status: Some(status.into()),
            ..Self::default()
        }
    }

    /// A change of the spec.
    pub(super) fn spec(spec: Value) -> Self {
        Self {
            spec: Some(spec),
            ..Self::default()
        }
    }

    pub(super) fn again(mut self, age: Option<Duration>) -> Self {
        self.again = age;
        self
    }

    /// Where the step writes: the status, or the object itself.
    pub(super) fn subresource(&self) -> &'static str {
        if self.spec.is_some() { "" } else { "status" }
    }

    /// The object with what the step changes; `None` when that is nothing.
    pub(super) fn applied(&self, object: &Value) -> Option<Value> {
        let mut next = object.clone();
        match (&self.spec, &self.status) {
            (Some(spec), _) => next["spec"] = spec.clone(),
            (None, Some(status)) => next["status"] = status.clone(),
            (None, None) => return None,
        }
        for (name, value) in &self.annotations {
            next["metadata"]["annotations"][*name] = value.as_str().into();
        }
        (next != *object).then_some(next)
    }
}

/// Puts a number into a status, which leaves zeros out.
pub(super) fn put_count(status: &mut Map<String, Value>, field: &str, count: u64) {
    if count > 0 {
        status.insert(field.to_owned(), count.into());
    }
}
