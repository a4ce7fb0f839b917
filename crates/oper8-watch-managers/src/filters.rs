//! Filters decide which events of a resource start a reconciliation.
//!
//! A [`Filter`] holds the state of one resource; a [`FilterSet`] is the plan from which the filters of each resource are
//! made. Sets compose: [`FilterSet::all`] and [`FilterSet::any`] ignore the filters that have no opinion; a group in
//! which none has one does not pass, and an empty group passes.
//!
//! What a filter does is seen by starting it with the first object, and feeding it the events of a life:
//!
//! ```
//! use oper8_watch_managers::filters::{EventType, Filter, FilterSet};
//! use serde_json::{Value, json};
//!
//! /// Passes only what belongs to one team.
//! struct OfTeam(&'static str);
//!
//! impl Filter for OfTeam {
//!     fn test(&self, object: &Value, _event: EventType) -> Option<bool> {
//!         Some(object["metadata"]["labels"]["team"] == self.0)
//!     }
//! }
//!
//! let filters = FilterSet::all([FilterSet::standard(), FilterSet::one(|_| OfTeam("blue"))]);
//! let seen = |version: &str, generation: i64, team: &str| {
//!     json!({"metadata": {"resourceVersion": version, "generation": generation, "labels": {"team": team}}})
//! };
//!
//! let mut life = filters.start(&seen("1", 1, "blue"));
//! assert_eq!(life.update_and_test(&seen("1", 1, "blue"), EventType::Added), Some(true));
//! assert_eq!(life.update_and_test(&seen("2", 1, "blue"), EventType::Modified), Some(false), "the same generation");
//! assert_eq!(life.update_and_test(&seen("3", 2, "blue"), EventType::Modified), Some(true));
//! assert_eq!(life.update_and_test(&seen("4", 3, "red"), EventType::Modified), Some(false), "another team");
//! ```

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
