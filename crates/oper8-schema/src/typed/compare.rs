//! The difference of two objects as sets of fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::elements::Elements;
use super::form::{Form, entries, field_or_untyped, items, same};
use crate::{FieldSet, PathElement, Shape};

/// The fields in which one object differs from another; no field is in two of the sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Fields that only the new object has.
    pub added: FieldSet,
    /// Fields that both have, with different values.
    pub modified: FieldSet,
    /// Fields that only the old object has.
    pub removed: FieldSet,
}

impl Comparison {
    /// Whether the objects have the same fields and values.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.added.is_empty() && self.modified.is_empty() && self.removed.is_empty()
    }

    /// The comparison without these fields and what is below them.
    #[must_use]
    pub fn without(self, fields: &FieldSet) -> Self {
        if fields.is_empty() || self.is_same() {
            return self;
        }
        Self {
            added: self.added.recursive_difference(fields),
            modified: self.modified.recursive_difference(fields),
            removed: self.removed.recursive_difference(fields),
        }
    }

    /// Fields that the new object has and the old one has not, or otherwise.
    #[must_use]
    pub fn changed(&self) -> FieldSet {
        self.modified.union(&self.added)
    }

    fn put(&mut self, element: PathElement, mark: Mark, below: Self) {
        if !below.added.is_empty() || mark.added {
            self.added.put(element.clone(), mark.added, below.added);
        }
        if !below.removed.is_empty() || mark.removed {
            self.removed
                .put(element.clone(), mark.removed, below.removed);
        }
        if !below.modified.is_empty() || mark.modified {
            self.modified.put(element, mark.modified, below.modified);
        }
    }
}

/// What happened to a field itself, as opposed to what is below it.
#[derive(Clone, Copy, Default)]
struct Mark {
    added: bool,
    modified: bool,
    removed: bool,
}

impl Mark {
    const ADDED: Self = Self {
        added: true,
        modified: false,
        removed: false,
    };
    const MODIFIED: Self = Self {
        added: false,
        modified: true,
        removed: false,
    };
    const REMOVED: Self = Self {
        added: false,
        modified: false,
        removed: true,
    };

    /// The mark of a field that is one value.
    fn of_leaf(old: Option<&Value>, new: Option<&Value>) -> Self {
        match (old, new) {
            (None, Some(_)) => Self::ADDED,
            (Some(_), None) => Self::REMOVED,
            (Some(old), Some(new)) if !same(old, new) => Self::MODIFIED,
            _ => Self::default(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            added: self.added || other.added,
            modified: self.modified || other.modified,
            removed: self.removed || other.removed,
        }
    }

    fn any(self) -> bool {
        self.added || self.modified || self.removed
    }
}

/// Compares two objects of one shape.
///
/// A map, or an element of a keyed list, that appears or vanishes is a field itself beside those below it. Elements
/// of a list that share a key are compared as one value.
///
/// # Examples
///
/// ```
/// use oper8_schema::{Shape, typed};
/// use serde_json::json;
///
/// let (old, new) = (json!({"data": {"a": "1", "b": "2"}}), json!({"data": {"a": "3", "c": "4"}}));
/// let comparison = typed::compare(&old, &new, Shape::untyped());
/// assert_eq!(comparison.added.to_string(), ".data.c");
/// assert_eq!(comparison.modified.to_string(), ".data.a");
/// assert_eq!(comparison.removed.to_string(), ".data.b");
/// ```
#[must_use]
pub fn compare(old: &Value, new: &Value, shape: Shape<'_>) -> Comparison {
    let mut comparison = Comparison::default();
    comparison.walk(Some(old), Some(new), shape);
    comparison
}

impl Comparison {
    /// Compares what is below two values, at least one of them present; answers for the values themselves.
    fn walk(&mut self, old: Option<&Value>, new: Option<&Value>, shape: Shape<'_>) -> Mark {
        let form = |value| Form::of(shape, value);
        match (old.map(form), new.map(form)) {
            // Values of two forms, where the shape leaves that open: what is in each of them differs.
            (Some(before), Some(after)) if before != after => {
                let mark = self.walk_as(before, old, new, shape);
                mark.and(self.walk_as(after, old, new, shape))
            }
            (Some(form), _) | (None, Some(form)) => self.walk_as(form, old, new, shape),
            (None, None) => Mark::default(),
        }
    }

    fn walk_as(
        &mut self,
        form: Form,
        old: Option<&Value>,
        new: Option<&Value>,
        shape: Shape<'_>,
    ) -> Mark {
        let leaf = || Mark::of_leaf(old, new);
        match form {
            Form::Scalar => return leaf(),
            Form::Map => match (entries(old), entries(new)) {
                (None, None) => return leaf(),
                _ if shape.is_atomic() => return leaf(),
                (before, after) => self.walk_maps(before, after, shape),
            },
            Form::List => match (items(old), items(new), Elements::of(shape)) {
                (None, None, _) | (_, _, None) => return leaf(),
                (before, after, Some(elements)) => self.walk_lists(before, after, &elements),
            },
        }
        match (old, new) {
            (None, _) => Mark::ADDED,
            (_, None) => Mark::REMOVED,
            _ => Mark::default(),
        }
    }

    fn walk_maps(
        &mut self,
        old: Option<&Map<String, Value>>,
        new: Option<&Map<String, Value>>,
        shape: Shape<'_>,
    ) {
        for (name, value) in old.into_iter().flatten() {
            let twin = new.and_then(|new| new.get(name));
            self.walk_field(name, Some(value), twin, shape);
        }
        let known = |name| old.is_some_and(|old| old.contains_key(name));
        for (name, value) in new.into_iter().flatten() {
            if !known(name) {
                self.walk_field(name, None, Some(value), shape);
            }
        }
    }

    fn walk_field(
        &mut self,
        name: &str,
        old: Option<&Value>,
        new: Option<&Value>,
        shape: Shape<'_>,
    ) {
        let (shape, _) = field_or_untyped(shape, name);
        let mut below = Self::default();
        let mark = below.walk(old, new, shape);
        if mark.any() || !below.is_same() {
            self.put(PathElement::field(name), mark, below);
        }
    }

    fn walk_lists(
        &mut self,
        old: Option<&[Value]>,
        new: Option<&[Value]>,
        elements: &Elements<'_>,
    ) {
        let mut pairs: BTreeMap<PathElement, (Vec<&Value>, Vec<&Value>)> = BTreeMap::new();
        for item in old.into_iter().flatten() {
            if let Ok(element) = elements.identify(item) {
                pairs.entry(element).or_default().0.push(item);
            }
        }
        for item in new.into_iter().flatten() {
            if let Ok(element) = elements.identify(item) {
                pairs.entry(element).or_default().1.push(item);
            }
        }
        for (element, (old, new)) in pairs {
            let mut below = Self::default();
            let mark = below.walk_twins(&old, &new, elements.item);
            self.put(element, mark, below);
        }
    }

    /// Compares the elements with one key: one on each side, unless a list has duplicates.
    fn walk_twins(&mut self, old: &[&Value], new: &[&Value], item: Shape<'_>) -> Mark {
        match (old, new) {
            ([] | [_], [] | [_]) => self.walk(old.first().copied(), new.first().copied(), item),
            ([_, _, ..], [_, _, ..]) => {
                let equal =
                    old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new));
                if equal {
                    Mark::default()
                } else {
                    Mark::MODIFIED
                }
            }
            ([_, _, ..], new) => {
                let mark = self.walk(None, new.first().copied(), item);
                mark.and(Mark::REMOVED)
            }
            (old, _) => {
                let mark = self.walk(old.first().copied(), None, item);
                mark.and(Mark::ADDED)
            }
        }
    }
}
