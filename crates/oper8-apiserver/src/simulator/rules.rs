//! Which workloads come to what.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;

use super::{FAIL_ANNOTATION, READY_AFTER_ANNOTATION, Simulator};

/// What becomes of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It becomes ready, and a Job complete, after this long.
    ReadyAfter(Duration),
    /// It never becomes ready: a Deployment misses its `progressDeadlineSeconds`, a Job runs until its
    /// `activeDeadlineSeconds`.
    NeverReady,
    /// A Job or Pod fails after the delay of the simulator; any other workload never becomes ready.
    Failed,
    /// The images of its Pods cannot be pulled: they stay `Pending`, their containers wait with `ImagePullBackOff`.
    ImagePull,
    /// The containers of its Pods end with an error again and again: `CrashLoopBackOff`, with a `restartCount` that grows.
    CrashLoop,
    /// No node takes its Pods: they stay `Pending`, `PodScheduled` is false with `Unschedulable`.
    Unschedulable,
}

/// A set of workloads, by kind, namespace and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Workloads {
    kind: Option<String>,
    namespace: Option<String>,
    name: Option<String>,
}

impl Workloads {
    /// All workloads.
    pub fn all() -> Self {
        Self::default()
    }

    /// All workloads of a kind: `Deployment`, `StatefulSet`, `DaemonSet`, `ReplicaSet`, `Job`, `Pod`,
    /// `PersistentVolumeClaim`, `Service`, `CronJob`, `ReplicationController`. What holds for a workload holds for its Pods.
    pub fn of_kind(kind: impl Into<String>) -> Self {
        Self {
            kind: Some(kind.into()),
            ..Self::default()
        }
    }

    /// Only those in this namespace.
    pub fn in_namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = Some(namespace.into());
        self
    }

    /// Only those of this name; each `*` in it stands for any text.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    fn matches(&self, object: &Value) -> bool {
        let same = |wanted: &Option<String>, value: &Value| {
            wanted.as_ref().is_none_or(|wanted| value == wanted)
        };
        let metadata = &object["metadata"];
        same(&self.kind, &object["kind"])
            && same(&self.namespace, &metadata["namespace"])
            && self.name.as_ref().is_none_or(|pattern| {
                matches_pattern(pattern, metadata["name"].as_str().unwrap_or_default())
            })
    }
}

/// Whether `pattern`, in which `*` stands for any text, is the whole of `text`.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// One rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) workloads: Workloads,
    pub(super) outcome: Outcome,
}

/// What becomes of one workload, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fate {
    pub(super) ending: Ending,
    pub(super) after: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Ready,
    Never,
    Failed,
    ImagePull,
    CrashLoop,
    Unschedulable,
}

impl From<Outcome> for Ending {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::ReadyAfter(_) => Self::Ready,
            Outcome::NeverReady => Self::Never,
            Outcome::Failed => Self::Failed,
            Outcome::ImagePull => Self::ImagePull,
            Outcome::CrashLoop => Self::CrashLoop,
            Outcome::Unschedulable => Self::Unschedulable,
        }
    }
}

/// How the annotation of a workload says that it fails.
fn ending(text: &str) -> Option<Ending> {
    Some(match text {
        "never-ready" => Ending::Never,
        "failed" => Ending::Failed,
        "image-pull" => Ending::ImagePull,
        "crash-loop" => Ending::CrashLoop,
        "unschedulable" => Ending::Unschedulable,
        _ => return None,
    })
}

impl Simulator {
    /// What becomes of an object, given it and its controllers from below: the annotation that is nearest, else the newest
    /// rule that matches one of them.
    pub(super) fn fate(&self, line: &[&Value]) -> Fate {
        let rules = self.0.rules.read();
        let rule = rules
            .iter()
            .find(|rule| line.iter().any(|object| rule.workloads.matches(object)));
        let mut fate = Fate {
            ending: Ending::Ready,
            after: self.0.ready_after,
        };
        if let Some(rule) = rule {
            fate.ending = rule.outcome.into();
            if let Outcome::ReadyAfter(after) = rule.outcome {
                fate.after = after;
            }
        }
        let said = |annotation: &str| {
            let mut said = line
                .iter()
                .filter(|object| !is_copy(object))
                .filter_map(|object| object["metadata"]["annotations"][annotation].as_str());
            said.next()
        };
        if let Some(ending) = said(FAIL_ANNOTATION).and_then(ending) {
            fate.ending = ending;
        }
        if let Some(after) = said(READY_AFTER_ANNOTATION).and_then(delay) {
            fate.after = after;
        }
        fate
    }
}

/// Whether the annotations of an object are those that its controller once had: a ReplicaSet of a Deployment.
fn is_copy(object: &Value) -> bool {
    object["kind"] == "ReplicaSet" && object["metadata"]["ownerReferences"].is_array()
}

/// Whether two states of an object say the same about what becomes of it.
pub(super) fn says_the_same(before: &Value, after: &Value) -> bool {
    [FAIL_ANNOTATION, READY_AFTER_ANNOTATION]
        .iter()
        .all(|name| {
            before["metadata"]["annotations"][name] == after["metadata"]["annotations"][name]
        })
}

/// A delay as an annotation says it; `None` when it is none, which leaves the delay as it is.
fn delay(text: &str) -> Option<Duration> {
    let parsed: Result<SignedDuration, _> = text.parse();
    match parsed.map(Duration::try_from) {
        Ok(Ok(delay)) => Some(delay),
        _ => {
            tracing::warn!(
                value = text,
                "the annotation {READY_AFTER_ANNOTATION} is no delay"
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        assert_eq!(matches_pattern(pattern, text), expected, "{pattern} {text}");
    }

    #[test]
    fn a_star_stands_for_any_text() {
        check("migrate", "migrate", true);
        check("migrate", "migrate-1", false);
        check("migrate-*", "migrate-1", true);
        check("migrate-*", "migrate", false);
        check("*-db", "my-db", true);
        check("a*b*c", "a-b-b-c", true);
        check("a*b*c", "a-c-b", false);
        check("aa*aa", "aaa", false);
        check("*", "", true);
    }

    #[test]
    fn annotations_come_before_rules_and_rules_before_the_delay() {
        let simulator = Simulator::new(Duration::from_secs(1));
        let mut object =
            serde_json::json!({"kind": "Job", "metadata": {"name": "a", "namespace": "x"}});
        let second = Duration::from_secs(1);
        let fate = |object: &Value| {
            let fate = simulator.fate(&[object]);
            (fate.ending, fate.after)
        };
        assert_eq!(fate(&object), (Ending::Ready, second));
        simulator.set(Workloads::of_kind("Job").in_namespace("x"), Outcome::Failed);
        assert_eq!(fate(&object), (Ending::Failed, second));
        simulator.set(Workloads::all().named("b"), Outcome::NeverReady);
        assert_eq!(fate(&object), (Ending::Failed, second));
        object["metadata"]["annotations"] =
            serde_json::json!({FAIL_ANNOTATION: "never-ready", READY_AFTER_ANNOTATION: "1m30s"});
        assert_eq!(fate(&object), (Ending::Never, Duration::from_secs(90)));
    }
}
