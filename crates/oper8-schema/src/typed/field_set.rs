//! The fields that a configuration sets.

use std::collections::BTreeMap;

use serde_json::Value;

use super::elements::Elements;
use super::form::{Form, field_or_untyped};
use crate::{FieldSet, PathElement, Shape};

/// See [`FieldSet::of`].
pub(crate) fn field_set(value: &Value, shape: Shape<'_>) -> FieldSet {
    below(value, shape).1
}

/// Whether the value is one field, and the fields below it.
fn below(value: &Value, shape: Shape<'_>) -> (bool, FieldSet) {
    let atomic = || (true, FieldSet::new());
    match Form::of(shape, value) {
        Form::Scalar => atomic(),
        Form::Map if shape.is_atomic() => atomic(),
        Form::Map => (false, of_map(value, shape)),
        Form::List => match Elements::of(shape) {
            Some(elements) => (false, of_list(value, &elements)),
            None => atomic(),
        },
    }
}

fn of_map(value: &Value, shape: Shape<'_>) -> FieldSet {
    let mut set = FieldSet::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let (shape, declared) = field_or_untyped(shape, name);
        let (leaf, children) = below(value, shape);
        let empty = value.is_null() || value.as_object().is_some_and(|map| map.is_empty());
        set.put(
            PathElement::field(name),
            leaf || empty || !declared,
            children,
        );
    }
    set
}

fn of_list(value: &Value, elements: &Elements<'_>) -> FieldSet {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    // An element that occurs twice is one field: nothing below it can be told apart.
    let mut found: BTreeMap<PathElement, Option<&Value>> = BTreeMap::new();
    for item in items {
        if let Ok(element) = elements.identify(item) {
            let known = found.contains_key(&element);
            found.insert(element, (!known).then_some(item));
        }
    }
    let mut set = FieldSet::new();
    for (element, item) in found {
        let children = item.map_or_else(FieldSet::new, |item| below(item, elements.item).1);
        set.put(element, true, children);
    }
    set
}
