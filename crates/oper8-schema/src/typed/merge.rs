//! A configuration laid over a live object.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::elements::Elements;
use super::form::{Form, entries, field_or_untyped, items, same};
use crate::{PathElement, Shape};

/// Lays `config` over `live`; nothing is removed.
///
/// Maps and keyed lists are merged entry by entry, atomic ones and single values replaced; a `null` replaces a single
/// value, and changes nothing in a map or list that has entries. Elements of keyed lists and sets take the order of
/// `config`, those that only `live` has keep their places between them. Both arguments are whole values of `shape`.
///
/// The answer is borrowed when `config` changes nothing in `live`, so that this is also the cheap way to ask.
///
/// # Examples
///
/// ```
/// use std::borrow::Cow;
/// use oper8_schema::{Shape, typed};
/// use serde_json::json;
///
/// let live = json!({"data": {"a": "1", "b": "2"}});
/// let merged = typed::merge(&live, &json!({"data": {"b": "3"}}), Shape::untyped());
/// assert_eq!(*merged, json!({"data": {"a": "1", "b": "3"}}));
/// assert!(matches!(typed::merge(&live, &live, Shape::untyped()), Cow::Borrowed(_)));
/// ```
#[must_use]
pub fn merge<'l>(live: &'l Value, config: &Value, shape: Shape<'_>) -> Cow<'l, Value> {
    match changed(Some(live), config, shape) {
        Some(merged) => Cow::Owned(merged),
        None => Cow::Borrowed(live),
    }
}

/// The merged value; `None` when that is `live` as it is.
fn changed(live: Option<&Value>, config: &Value, shape: Shape<'_>) -> Option<Value> {
    let replaced = || match live {
        Some(live) if same(live, config) => None,
        _ => Some(config.clone()),
    };
    match Form::of(shape, config) {
        Form::Scalar => replaced(),
        Form::Map if shape.is_atomic() => replaced(),
        Form::Map => match (entries(live), entries(Some(config))) {
            (Some(live), Some(config)) => changed_map(live, config, shape),
            (Some(_), None) => None,
            (None, _) => replaced(),
        },
        Form::List => match (items(live), items(Some(config)), Elements::of(shape)) {
            (_, _, None) | (None, _, _) => replaced(),
            (Some(_), None, _) => None,
            (Some(live), Some(config), Some(elements)) => changed_list(live, config, &elements),
        },
    }
}

fn changed_map(
    live: &Map<String, Value>,
    config: &Map<String, Value>,
    shape: Shape<'_>,
) -> Option<Value> {
    let mut merged: Option<Map<String, Value>> = None;
    for (name, value) in config {
        let (shape, _) = field_or_untyped(shape, name);
        if let Some(value) = changed(live.get(name), value, shape) {
            let merged = merged.get_or_insert_with(|| live.clone());
            merged.insert(name.clone(), value);
        }
    }
    merged.map(Value::Object)
}

/// Where an element of the merged list comes from: its places in the live list and in the configuration.
type Source = (Option<usize>, Option<usize>);

fn changed_list(live: &[Value], config: &[Value], elements: &Elements<'_>) -> Option<Value> {
    let (Some(left), Some(right)) = (elements.identify_all(live), elements.identify_all(config))
    else {
        return Some(Value::Array(config.to_vec()));
    };
    let mut untouched = true;
    let mut merged = Vec::with_capacity(live.len().max(config.len()));
    for (place, (left, right)) in sources(&left, &right).into_iter().enumerate() {
        let old = left.map(|index| &live[index]);
        let new = right.and_then(|index| changed(old, &config[index], elements.item));
        untouched &= left == Some(place) && new.is_none();
        merged.push((old, new));
    }
    if untouched && merged.len() == live.len() {
        return None;
    }
    let values = merged
        .into_iter()
        .filter_map(|(old, new)| new.or_else(|| old.cloned()));
    Some(Value::Array(values.collect()))
}

/// The order of a merged list.
fn sources(live: &[PathElement], config: &[PathElement]) -> Vec<Source> {
    let (in_live, in_config) = (places(live), places(config));
    // An element that the live list has twice cannot be merged with: the configuration's replaces both.
    let live_place = |element| in_live.get(element).copied().flatten();
    let mut shared = config
        .iter()
        .filter(|element| in_live.contains_key(element));
    let mut next_shared = shared.next();
    let mut taken = vec![false; config.len()];
    let mut merged = Vec::with_capacity(live.len().max(config.len()));
    let (mut left, mut right) = (0, 0);
    while left < live.len() || right < config.len() {
        if let (Some(old), Some(new)) = (live.get(left), config.get(right)) {
            if old == new {
                merged.push((live_place(old), Some(right)));
                taken[right] = true;
                (left, right) = (left + 1, right + 1);
                next_shared = shared.next();
                continue;
            }
            let elsewhere = next_shared.is_some_and(|shared| shared != old);
            if in_config.contains_key(old) && elsewhere {
                // Its turn is another one's in the order of the configuration.
                left += 1;
                continue;
            }
        }
        if let Some(old) = live.get(left) {
            match in_config.get(old) {
                None => {
                    merged.push((Some(left), None));
                    left += 1;
                    continue;
                }
                Some(place) if place.is_some_and(|place| taken[place]) => left += 1,
                Some(_) => {}
            }
        }
        if let Some(new) = config.get(right) {
            merged.push((live_place(new), Some(right)));
            taken[right] = true;
            right += 1;
            if next_shared == Some(new) {
                next_shared = shared.next();
            }
        }
    }
    merged
}

/// Where each element lies; `None` for one that occurs more than once.
fn places(elements: &[PathElement]) -> BTreeMap<&PathElement, Option<usize>> {
    let mut places = BTreeMap::new();
    for (index, element) in elements.iter().enumerate() {
        places
            .entry(element)
            .and_modify(|place| *place = None)
            .or_insert(Some(index));
    }
    places
}
