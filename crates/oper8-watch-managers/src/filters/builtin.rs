//! The filters that come with the framework.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value};

use super::{EventType, Filter};

/// How many versions of a resource the duplicate filter remembers.
const VERSIONS_KEPT: usize = 20;

/// Parts of an annotation's key that mark it as the platform's own.
const PLATFORM_KEYS: [&str; 3] = ["k8s.io", "kubernetes.io", "openshift.io"];

/// The annotation that lists the patches of a resource.
const TEMPORARY_PATCHES_ANNOTATION: &str = "oper8.org/temporary-patches";

/// The annotation that pauses a resource.
const PAUSE_ANNOTATION: &str = "oper8.org/pause-execution";

/// Top-level fields that are no part of what a user asks for.
const NOT_SPEC: [&str; 4] = ["metadata", "status", "kind", "apiVersion"];

/// Passes the creation and the deletion of a resource.
#[derive(Clone, Copy, Debug, Default)]
pub struct CreationDeletionFilter;

impl Filter for CreationDeletionFilter {
    fn test(&self, _object: &Value, event: EventType) -> Option<bool> {
        (event != EventType::Modified).then_some(true)
    }
}

/// Passes a changed `metadata.generation`; silent about resources without one.
#[derive(Clone, Debug, Default)]
pub struct GenerationFilter {
    generation: Option<i64>,
}

impl Filter for GenerationFilter {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        let known = self.generation?;
        (event == EventType::Modified).then(|| generation(object) != Some(known))
    }

    fn update(&mut self, object: &Value) {
        self.generation = generation(object).filter(|generation| *generation != 0);
    }
}

/// Passes a change outside of metadata and status, for resources without a generation.
#[derive(Clone, Debug)]
pub struct NoGenerationFilter {
    /// `None` for a resource with a generation.
    known: Option<Option<Map<String, Value>>>,
}

impl NoGenerationFilter {
    /// The filter of the resource that is first seen as `object`.
    pub fn new(object: &Value) -> Self {
        Self {
            known: generation(object).is_none().then_some(None),
        }
    }
}

impl Filter for NoGenerationFilter {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        let known = self.known.as_ref()?.as_ref()?;
        (event == EventType::Modified).then(|| *known != wanted(object))
    }

    fn update(&mut self, object: &Value) {
        if let Some(known) = &mut self.known {
            *known = Some(wanted(object));
        }
    }
}

/// Stops versions of a resource that were seen before, as a restarted watch sends them.
#[derive(Clone, Debug, Default)]
pub struct ResourceVersionFilter {
    versions: VecDeque<Option<String>>,
}

impl Filter for ResourceVersionFilter {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        (event != EventType::Deleted).then(|| !self.versions.contains(&resource_version(object)))
    }

    fn update(&mut self, object: &Value) {
        if self.versions.len() == VERSIONS_KEPT {
            self.versions.pop_front();
        }
        self.versions.push_back(resource_version(object));
    }
}

/// Passes changed annotations.
#[derive(Clone, Debug, Default)]
pub struct AnnotationFilter {
    known: Option<Map<String, Value>>,
}

impl Filter for AnnotationFilter {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        (event == EventType::Modified).then(|| self.known.as_ref() != Some(&annotations(object)))
    }

    fn update(&mut self, object: &Value) {
        self.known = Some(annotations(object));
    }
}

/// Passes changed annotations, those of Kubernetes and OpenShift aside.
#[derive(Clone, Debug, Default)]
pub struct UserAnnotationFilter {
    known: Option<Map<String, Value>>,
}

impl UserAnnotationFilter {
    fn annotations(object: &Value) -> Map<String, Value> {
        let mut found = annotations(object);
        found.retain(|key, _| !PLATFORM_KEYS.iter().any(|part| key.contains(part)));
        found
    }
}

impl Filter for UserAnnotationFilter {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        (event == EventType::Modified)
            .then(|| self.known.as_ref() != Some(&Self::annotations(object)))
    }

    fn update(&mut self, object: &Value) {
        self.known = Some(Self::annotations(object));
    }
}

/// Passes a changed value of the annotation `oper8.org/temporary-patches`: patches were attached to the resource, edited or
/// detached, none of which is a change of what the resource says itself.
#[derive(Clone, Debug, Default)]
pub struct TemporaryPatchesFilter {
    known: Option<String>,
}

impl TemporaryPatchesFilter {
    fn patches(object: &Value) -> Option<&str> {
        object["metadata"]["annotations"][TEMPORARY_PATCHES_ANNOTATION].as_str()
    }
}

impl Filter for TemporaryPatchesFilter {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        (event == EventType::Modified).then(|| self.known.as_deref() != Self::patches(object))
    }

    fn update(&mut self, object: &Value) {
        self.known = Self::patches(object).map(str::to_owned);
    }
}

/// Stops resources whose annotation `oper8.org/pause-execution` is `true`, in any case.
#[derive(Clone, Copy, Debug, Default)]
pub struct PauseFilter;

impl Filter for PauseFilter {
    fn test(&self, object: &Value, _event: EventType) -> Option<bool> {
        let paused = match &object["metadata"]["annotations"][PAUSE_ANNOTATION] {
            Value::String(text) => text.eq_ignore_ascii_case("true"),
            other => *other == true,
        };
        Some(!paused)
    }
}

/// Passes a changed reason of the condition `Ready`, for resources of this framework that another one waits for.
#[derive(Clone, Debug, Default)]
pub struct SubsystemStatusFilter {
    reason: Option<String>,
}

impl SubsystemStatusFilter {
    fn reason(object: &Value) -> Option<String> {
        object["status"]["conditions"]
            .as_array()?
            .iter()
            .find(|condition| condition["type"] == "Ready")
            .and_then(|condition| condition["reason"].as_str().map(str::to_owned))
    }
}

impl Filter for SubsystemStatusFilter {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        (event == EventType::Modified).then(|| self.reason != Self::reason(object))
    }

    fn update(&mut self, object: &Value) {
        self.reason = Self::reason(object);
    }
}

/// Stops the creation of dependent resources: their owner made them.
#[derive(Clone, Copy, Debug, Default)]
pub struct DependentWatchFilter;

impl Filter for DependentWatchFilter {
    fn test(&self, _object: &Value, event: EventType) -> Option<bool> {
        Some(event != EventType::Added)
    }
}

/// Passes resources that carry every one of its labels.
#[derive(Clone, Debug, Default)]
pub struct LabelFilter {
    labels: BTreeMap<String, String>,
}

impl LabelFilter {
    /// A filter for resources with all of `labels`; none passes every resource.
    pub fn new(labels: BTreeMap<String, String>) -> Self {
        Self { labels }
    }
}

impl Filter for LabelFilter {
    fn test(&self, object: &Value, _event: EventType) -> Option<bool> {
        let found = &object["metadata"]["labels"];
        let matches = |(key, value): (&String, &String)| found[key] == **value;
        Some(self.labels.iter().all(matches))
    }
}

/// Stops everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct DisableFilter;

impl Filter for DisableFilter {
    fn test(&self, _object: &Value, _event: EventType) -> Option<bool> {
        Some(false)
    }
}

/// Passes everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnableFilter;

impl Filter for EnableFilter {
    fn test(&self, _object: &Value, _event: EventType) -> Option<bool> {
        Some(true)
    }
}

fn generation(object: &Value) -> Option<i64> {
    object["metadata"]["generation"].as_i64()
}

fn resource_version(object: &Value) -> Option<String> {
    object["metadata"]["resourceVersion"]
        .as_str()
        .map(str::to_owned)
}

fn annotations(object: &Value) -> Map<String, Value> {
    object["metadata"]["annotations"]
        .as_object()
        .cloned()
        .unwrap_or_default()
}

fn wanted(object: &Value) -> Map<String, Value> {
    let mut fields = object.as_object().cloned().unwrap_or_default();
    fields.retain(|key, _| !NOT_SPEC.contains(&key.as_str()));
    fields
}
