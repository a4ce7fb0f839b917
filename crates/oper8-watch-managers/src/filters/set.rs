//! Groups of filters, and the configured ones.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::builtin::{
    AnnotationFilter, CreationDeletionFilter, GenerationFilter, NoGenerationFilter, PauseFilter,
    ResourceVersionFilter, TemporaryPatchesFilter, UserAnnotationFilter,
};
use super::{EventType, Filter};

/// Makes the filter of a resource from the object that is first seen of it.
type Make = Arc<dyn Fn(&Value) -> Box<dyn Filter> + Send + Sync>;

/// A plan of filters, from which the filters of each resource are made; cheap to clone.
#[derive(Clone)]
pub struct FilterSet(Plan);

#[derive(Clone)]
enum Plan {
    One(Make),
    All(Arc<[FilterSet]>),
    Any(Arc<[FilterSet]>),
}

impl FilterSet {
    /// One filter, made anew for each resource from the object that is first seen of it.
    pub fn one<F, M>(make: M) -> Self
    where
        F: Filter + 'static,
        M: Fn(&Value) -> F + Send + Sync + 'static,
    {
        Self(Plan::One(Arc::new(move |object| Box::new(make(object)))))
    }

    /// A group in which every filter with an opinion must pass.
    pub fn all(members: impl IntoIterator<Item = Self>) -> Self {
        Self(Plan::All(members.into_iter().collect()))
    }

    /// A group in which one filter must pass.
    pub fn any(members: impl IntoIterator<Item = Self>) -> Self {
        Self(Plan::Any(members.into_iter().collect()))
    }

    /// What starts a reconciliation unless something else is configured: creation, deletion, a change of what the user
    /// asks for; never a version seen before, and never while the resource is paused.
    pub fn standard() -> Self {
        Self::all([
            Self::one(|_| CreationDeletionFilter),
            Self::one(|_| GenerationFilter::default()),
            Self::one(NoGenerationFilter::new),
            Self::one(|_| ResourceVersionFilter::default()),
            Self::pause(),
        ])
    }

    /// The standard filters, or changed annotations; never while the resource is paused.
    pub fn annotation() -> Self {
        let changed = Self::one(|_| AnnotationFilter::default());
        Self::all([Self::any([Self::standard(), changed]), Self::pause()])
    }

    /// The standard filters, or changed annotations of the user; never while the resource is paused.
    pub fn user_annotation() -> Self {
        let changed = Self::one(|_| UserAnnotationFilter::default());
        Self::all([Self::any([Self::standard(), changed]), Self::pause()])
    }

    /// The same filters, or changed temporary patches; never while the resource is paused. A watch manager adds this to the
    /// filters that the settings name, so that a patch takes effect when it is made.
    #[must_use]
    pub fn or_temporary_patches(self) -> Self {
        let changed = Self::one(|_| TemporaryPatchesFilter::default());
        Self::all([Self::any([self, changed]), Self::pause()])
    }

    fn pause() -> Self {
        Self::one(|_| PauseFilter)
    }

    /// The filters of the resource that is first seen as `object`.
    pub fn start(&self, object: &Value) -> FilterState {
        FilterState(match &self.0 {
            Plan::One(make) => State::One(make(object)),
            Plan::All(members) => State::All(start(members, object)),
            Plan::Any(members) => State::Any(start(members, object)),
        })
    }
}

impl fmt::Debug for FilterSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Plan::One(_) => f.write_str("filter"),
            Plan::All(members) => f.debug_tuple("all").field(members).finish(),
            Plan::Any(members) => f.debug_tuple("any").field(members).finish(),
        }
    }
}

fn start(members: &[FilterSet], object: &Value) -> Vec<FilterState> {
    members.iter().map(|member| member.start(object)).collect()
}

/// The filters of one resource, with what they remember of it.
pub struct FilterState(State);

enum State {
    One(Box<dyn Filter>),
    All(Vec<FilterState>),
    Any(Vec<FilterState>),
}

impl Filter for FilterState {
    fn test(&self, object: &Value, event: EventType) -> Option<bool> {
        match &self.0 {
            State::One(filter) => filter.test(object, event),
            State::All(members) => Some(combine(members, object, event, |a, b| a && b)),
            State::Any(members) => Some(combine(members, object, event, |a, b| a || b)),
        }
    }

    fn update(&mut self, object: &Value) {
        match &mut self.0 {
            State::One(filter) => filter.update(object),
            State::All(members) | State::Any(members) => {
                for member in members {
                    member.update(object);
                }
            }
        }
    }
}

impl fmt::Debug for FilterState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            State::One(_) => f.write_str("filter"),
            State::All(members) => f.debug_tuple("all").field(members).finish(),
            State::Any(members) => f.debug_tuple("any").field(members).finish(),
        }
    }
}

/// The answer of a group: an empty one passes, a silent one does not.
fn combine(
    members: &[FilterState],
    object: &Value,
    event: EventType,
    join: fn(bool, bool) -> bool,
) -> bool {
    if members.is_empty() {
        return true;
    }
    members
        .iter()
        .filter_map(|member| member.test(object, event))
        .reduce(join)
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::filters::{DependentWatchFilter, DisableFilter, EnableFilter, LabelFilter};

    use EventType::{Added, Deleted, Modified};

    #[track_caller]
    fn check(set: &FilterSet, steps: &[(EventType, Value)], expected: &[Option<bool>]) {
        let mut state = set.start(&steps[0].1);
        let answers: Vec<_> = steps
            .iter()
            .map(|(event, object)| state.update_and_test(object, *event))
            .collect();
        assert_eq!(answers, expected);
    }

    fn object(version: u32, generation: Option<u32>, spec: u32) -> Value {
        let mut object = json!({
            "kind": "Foo",
            "metadata": {"name": "x", "resourceVersion": version.to_string()},
            "spec": {"size": spec},
        });
        if let Some(generation) = generation {
            object["metadata"]["generation"] = generation.into();
        }
        object
    }

    #[test]
    fn a_new_generation_passes_and_a_status_change_does_not() {
        let steps = [
            (Added, object(1, Some(1), 1)),
            (Modified, object(2, Some(1), 1)),
            (Modified, object(3, Some(2), 2)),
            (Deleted, object(4, Some(2), 2)),
        ];
        let expected = [Some(true), Some(false), Some(true), Some(true)];
        check(&FilterSet::standard(), &steps, &expected);
    }

    #[test]
    fn without_a_generation_added_and_removed_fields_pass_once() {
        let mut more = object(2, None, 1);
        more["data"] = json!({});
        let mut same = more.clone();
        same["metadata"]["resourceVersion"] = "3".into();
        let steps = [
            (Added, object(1, None, 1)),
            (Modified, more),
            (Modified, same),
            (Modified, object(4, None, 1)),
            (Modified, object(5, None, 1)),
        ];
        let expected = [Some(true), Some(true), Some(false), Some(true), Some(false)];
        check(&FilterSet::standard(), &steps, &expected);
    }

    #[test]
    fn a_version_seen_before_does_not_pass_again() {
        let steps = [
            (Added, object(1, Some(1), 1)),
            (Added, object(1, Some(1), 1)),
        ];
        check(&FilterSet::standard(), &steps, &[Some(true), Some(false)]);
    }

    #[test]
    fn no_configured_set_passes_a_paused_resource() {
        let mut paused = object(2, Some(2), 2);
        paused["metadata"]["annotations"] = json!({PAUSE: "True"});
        let steps = [(Added, object(1, Some(1), 1)), (Modified, paused)];
        for set in [
            FilterSet::standard(),
            FilterSet::annotation(),
            FilterSet::user_annotation(),
        ] {
            check(&set, &steps, &[Some(true), Some(false)]);
        }
    }

    const PAUSE: &str = "oper8.org/pause-execution";

    #[test]
    fn changed_annotations_pass_where_they_are_asked_for() {
        let mut user = object(2, Some(1), 1);
        user["metadata"]["annotations"] = json!({"example.org/a": "1"});
        let mut platform = object(3, Some(1), 1);
        platform["metadata"]["annotations"] =
            json!({"example.org/a": "1", "deployment.kubernetes.io/revision": "1"});
        let steps = [
            (Added, object(1, Some(1), 1)),
            (Modified, user),
            (Modified, platform),
        ];
        let user_only = [Some(true), Some(true), Some(false)];
        check(&FilterSet::user_annotation(), &steps, &user_only);
        check(&FilterSet::annotation(), &steps, &[Some(true); 3]);
        let none = [Some(true), Some(false), Some(false)];
        check(&FilterSet::standard(), &steps, &none);
    }

    #[test]
    fn changed_temporary_patches_pass_whatever_filters_are_configured() {
        let patched = |version: u32, patches: Option<&str>, paused: bool| {
            let mut object = object(version, Some(1), 1);
            object["metadata"]["annotations"] =
                json!({PATCHES: patches, PAUSE: paused.to_string(), "example.org/a": version});
            object
        };
        let steps = [
            (Added, patched(1, None, false)),
            (Modified, patched(2, None, false)),
            (Modified, patched(3, Some("{}"), false)),
            (Modified, patched(3, Some("{}"), false)),
            (Modified, patched(4, None, false)),
            (Modified, patched(5, Some("{}"), true)),
        ];
        let expected = [true, false, true, false, true, false].map(Some);
        check(
            &FilterSet::standard().or_temporary_patches(),
            &steps,
            &expected,
        );
        let never = FilterSet::one(|_| DisableFilter).or_temporary_patches();
        let expected = [false, false, true, false, true, false].map(Some);
        check(&never, &steps, &expected);
    }

    const PATCHES: &str = "oper8.org/temporary-patches";

    #[test]
    fn groups_ignore_silence_and_pass_when_empty() {
        let steps = [(Modified, object(1, Some(1), 1))];
        let silent = || FilterSet::one(|_| CreationDeletionFilter);
        let yes = || FilterSet::one(|_| EnableFilter);
        let no = || FilterSet::one(|_| DisableFilter);
        check(&FilterSet::all([]), &steps, &[Some(true)]);
        check(&FilterSet::any([]), &steps, &[Some(true)]);
        check(&FilterSet::all([silent()]), &steps, &[Some(false)]);
        check(&FilterSet::all([silent(), yes()]), &steps, &[Some(true)]);
        check(&FilterSet::all([yes(), no()]), &steps, &[Some(false)]);
        check(&FilterSet::any([no(), yes()]), &steps, &[Some(true)]);
        check(&silent(), &steps, &[None]);
    }

    #[test]
    fn labels_must_all_be_there() {
        let wanted = std::collections::BTreeMap::from([("app".to_owned(), "web".to_owned())]);
        let set = FilterSet::one(move |_| LabelFilter::new(wanted.clone()));
        let mut labelled = object(2, None, 1);
        labelled["metadata"]["labels"] = json!({"app": "web", "tier": "1"});
        let steps = [(Added, object(1, None, 1)), (Modified, labelled)];
        check(&set, &steps, &[Some(false), Some(true)]);
    }

    #[test]
    fn the_creation_of_a_dependent_does_not_pass() {
        let set = FilterSet::one(|_| DependentWatchFilter);
        let steps = [
            (Added, object(1, None, 1)),
            (Modified, object(2, None, 1)),
            (Deleted, object(3, None, 1)),
        ];
        check(&set, &steps, &[Some(false), Some(true), Some(true)]);
    }
}
