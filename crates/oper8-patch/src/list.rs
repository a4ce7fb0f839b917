//! Merging lists whose elements are told apart by a merge key.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::error::text;
use crate::identity::{ElementKey, element_key};
use crate::keys::{KeyField, Place};
use crate::merge::{Directive, merge_map};
use crate::path::Path;
use crate::{PatchError, Result};

/// The key of an element that says what is to be done with it.
pub(crate) const DIRECTIVE: &str = "$patch";

/// Up to this length, searching a list is cheaper than hashing its keys.
const SHORT: usize = 16;

/// Merges `patch` into `current`; elements keep their order, new ones come last.
pub(crate) fn merge_list(
    current: &mut Vec<Value>,
    patch: &[Value],
    place: &'static Place,
    path: &Path<'_>,
) -> Result<()> {
    let plan = plan(current, patch, place.key, path)?;
    for (first, last) in plan.doubles {
        current[first] = current[last].take();
    }
    for step in &plan.steps {
        apply(current, step, place, path)?;
    }
    // Elements are objects, and what is gone has become null.
    current.retain(|element| !element.is_null());
    Ok(())
}

/// What to do, by position, so that nothing of the manifest is borrowed while it is done.
struct Plan<'p> {
    /// Elements of the manifest that share a key: the last one takes the place of the first.
    doubles: Vec<(usize, usize)>,
    /// In the order of the patch.
    steps: Vec<Step<'p>>,
}

/// An element of the patch, and the position of the element of the manifest with the same key.
struct Step<'p> {
    key: ElementKey<'p>,
    element: &'p Map<String, Value>,
    target: Option<usize>,
}

fn plan<'p>(
    current: &[Value],
    patch: &'p [Value],
    fields: &'static [KeyField],
    path: &Path<'_>,
) -> Result<Plan<'p>> {
    let mut targets = Index::for_length(current.len());
    let mut doubles = Vec::new();
    for (position, element) in current.iter().enumerate() {
        let (key, _) =
            element_key(element, fields).map_err(|key| PatchError::ResourceElementWithoutKey {
                path: path.to_string(),
                key,
            })?;
        if let Some(first) = targets.insert(key, position) {
            doubles.push((first, position));
        }
    }

    let mut seen = Index::for_length(patch.len());
    let mut steps: Vec<Step<'p>> = Vec::with_capacity(patch.len());
    for element in patch {
        let (key, element) =
            element_key(element, fields).map_err(|key| PatchError::PatchElementWithoutKey {
                path: path.to_string(),
                key,
            })?;
        match seen.insert(key, steps.len()) {
            Some(first) => steps[first].element = element,
            None => steps.push(Step {
                key,
                element,
                target: targets.get(&key),
            }),
        }
    }
    Ok(Plan { doubles, steps })
}

fn apply(
    current: &mut Vec<Value>,
    step: &Step<'_>,
    place: &'static Place,
    path: &Path<'_>,
) -> Result<()> {
    let directive = step.element.get(DIRECTIVE);
    let word = directive.map_or(Some("merge"), Value::as_str);
    let Some(target) = step.target else {
        if word == Some("delete") {
            return Err(PatchError::DeleteOfMissingElement {
                path: path.to_string(),
                element: step.key.to_string(),
            });
        }
        current.push(without_directive(step.element));
        return Ok(());
    };
    match (word, &mut current[target]) {
        (Some("delete"), old) => *old = Value::Null,
        (Some("replace"), old) => *old = without_directive(step.element),
        (Some("merge"), Value::Object(old)) => {
            merge_map(
                old,
                step.element,
                Some(place),
                &path.element(&step.key),
                Directive::IsRead,
            )?;
        }
        _ => {
            return Err(PatchError::UnknownDirective {
                path: path.to_string(),
                element: step.key.to_string(),
                directive: directive.map(text).unwrap_or_default(),
            });
        }
    }
    Ok(())
}

fn without_directive(element: &Map<String, Value>) -> Value {
    let kept = element.iter().filter(|(key, _)| *key != DIRECTIVE);
    Value::Object(
        kept.map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    )
}

/// Finds elements by key.
pub(crate) enum Index<'a> {
    Short(Vec<(ElementKey<'a>, usize)>),
    Long(HashMap<ElementKey<'a>, usize>),
}

impl<'a> Index<'a> {
    /// An empty index of a list with `length` elements.
    pub(crate) fn for_length(length: usize) -> Self {
        if length <= SHORT {
            Self::Short(Vec::with_capacity(length))
        } else {
            Self::Long(HashMap::with_capacity(length))
        }
    }

    /// Notes a position, unless the key has one already, which is returned.
    pub(crate) fn insert(&mut self, key: ElementKey<'a>, position: usize) -> Option<usize> {
        let known = self.get(&key);
        if known.is_none() {
            match self {
                Self::Short(entries) => entries.push((key, position)),
                Self::Long(entries) => drop(entries.insert(key, position)),
            }
        }
        known
    }

    pub(crate) fn get(&self, key: &ElementKey<'_>) -> Option<usize> {
        match self {
            Self::Short(entries) => entries
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, position)| *position),
            Self::Long(entries) => entries.get(key).copied(),
        }
    }
}
