//! Filters decide which events of a resource start a reconciliation.
//!
//! A [`Filter`] holds the state of one resource; a [`FilterSet`] is the plan from which the filters of each resource are
//! made. Sets compose: [`FilterSet::all`] and [`FilterSet::any`] ignore the filters that have no opinion; a group in
//! which none has one does not pass, and an empty group passes.

mod builtin;
mod set;

use serde_json::Value;

pub use self::builtin::{
    AnnotationFilter, CreationDeletionFilter, DependentWatchFilter, DisableFilter, EnableFilter,
    GenerationFilter, LabelFilter, NoGenerationFilter, PauseFilter, ResourceVersionFilter,
    SubsystemStatusFilter, TemporaryPatchesFilter, UserAnnotationFilter,
};
pub use self::set::{FilterSet, FilterState};

/// What happened to a resource.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum EventType {
    /// It was not known before.
    Added,
    /// It was known, and is different now.
    Modified,
    /// It is gone.
    Deleted,
}

/// Decides, for one resource, which events matter.
///
/// # Requirements
///
/// `test` does not change what later tests answer; only `update` does.
pub trait Filter: Send {
    /// Whether `object` with `event` should be reconciled; `None` is no opinion.
    fn test(&self, object: &Value, event: EventType) -> Option<bool>;

    /// Takes `object` as the state that later events are compared with.
    fn update(&mut self, object: &Value) {
        let _ = object;
    }

    /// Tests, then updates.
    fn update_and_test(&mut self, object: &Value, event: EventType) -> Option<bool> {
        let answer = self.test(object, event);
        self.update(object);
        answer
    }
}
