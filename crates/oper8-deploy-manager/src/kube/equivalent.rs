//! Whether a live object says what a manifest says.

mod defaults;

use oper8_schema::quantity::Quantity;
use oper8_schema::shape::ScalarType;
use oper8_schema::{ListType, Shape, ShapeKind, normal, typed};
use serde_json::{Map, Value};

/// Collects the places at which a live object does not say what the manifest says.
///
/// What the manifest does not name is the server's or somebody else's and is not looked at, except below atomic maps
/// and lists: these belong to the manifest as a whole, and only what the server fills in may be there too.
pub(crate) struct Comparison<'a> {
    /// Whether the server drops empty values, as it does from its own kinds.
    drops_empty: bool,
    path: Vec<Step<'a>>,
    differences: Vec<Difference<'a>>,
}

/// A place at which two objects differ.
#[derive(Debug)]
pub(crate) struct Difference<'a> {
    /// Such as `.spec.replicas`.
    pub(crate) path: String,
    /// What the live object has there.
    pub(crate) live: Option<&'a Value>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

impl<'a> Comparison<'a> {
    /// The places at which `live` differs from `desired`.
    pub(crate) fn differences(
        desired: &'a Value,
        live: &'a Value,
        shape: Shape<'_>,
        drops_empty: bool,
    ) -> Vec<Difference<'a>> {
        let mut comparison = Self {
            drops_empty,
            path: Vec::new(),
            differences: Vec::new(),
        };
        comparison.value(desired, Some(live), shape, false);
        comparison.differences
    }

    fn value(
        &mut self,
        desired: &'a Value,
        live: Option<&'a Value>,
        shape: Shape<'_>,
        whole: bool,
    ) {
        let live = live.filter(|live| !live.is_null());
        let Some(live) = live else {
            if !(desired.is_null() || self.drops_empty && is_empty(desired)) {
                self.report(None);
            }
            return;
        };
        let whole = whole || shape.is_atomic();
        match (desired, live) {
            (Value::Object(desired), Value::Object(live)) => self.map(desired, live, shape, whole),
            (Value::Array(desired), Value::Array(items)) => {
                self.list(desired, live, items, shape, whole);
            }
            _ => {
                if !is_same_scalar(desired, live, shape) {
                    self.report(Some(live));
                }
            }
        }
    }

    fn map(
        &mut self,
        desired: &'a Map<String, Value>,
        live: &'a Map<String, Value>,
        shape: Shape<'_>,
        whole: bool,
    ) {
        for (name, value) in desired {
            self.path.push(Step::Field(name));
            let field = shape.field(name).unwrap_or_else(Shape::untyped);
            self.value(value, live.get(name), field, whole);
            self.path.pop();
        }
        if whole {
            for (name, value) in live {
                if !desired.contains_key(name) && !self.is_filled_in(name, value, shape) {
                    self.path.push(Step::Field(name));
                    self.report(Some(value));
                    self.path.pop();
                }
            }
        }
    }

    /// Whether the server itself sets the field to this value where it is absent.
    fn is_filled_in(&self, name: &str, value: &Value, map: Shape<'_>) -> bool {
        if self.drops_empty && is_empty(value) {
            return true;
        }
        let declared = map.field(name).and_then(|field| field.default_value());
        if declared.is_some_and(|default| typed::same(&default, value)) {
            return true;
        }
        let parents = self.path.iter().rev().filter_map(|step| match step {
            Step::Field(name) => Some(*name),
            Step::Item(_) => None,
        });
        self.drops_empty && defaults::is_default(parents, name, value)
    }

    fn list(
        &mut self,
        desired: &'a [Value],
        list: &'a Value,
        live: &'a [Value],
        shape: Shape<'_>,
        whole: bool,
    ) {
        let items = shape.items().unwrap_or_else(Shape::untyped);
        match shape.list_type() {
            ListType::Set if !whole => {
                for item in desired {
                    if !live.iter().any(|live| typed::same(item, live)) {
                        self.report(Some(list));
                        return;
                    }
                }
            }
            ListType::Map { keys } if !whole => self.keyed(desired, live, shape, items, &keys),
            _ => {
                if desired.len() != live.len() {
                    self.report(Some(list));
                    return;
                }
                for (index, (desired, live)) in desired.iter().zip(live).enumerate() {
                    self.path.push(Step::Item(index));
                    self.value(desired, Some(live), items, true);
                    self.path.pop();
                }
            }
        }
    }

    /// Items are found by their keys; those that the manifest names must be in its order.
    fn keyed(
        &mut self,
        desired: &'a [Value],
        live: &'a [Value],
        list: Shape<'_>,
        items: Shape<'_>,
        keys: &[&str],
    ) {
        let mut next = 0;
        for (index, item) in desired.iter().enumerate() {
            let is_it = |live: &Value| keys.iter().all(|key| has_same_key(item, live, key, list));
            let found = match live.get(next) {
                Some(candidate) if is_it(candidate) => Some(next),
                _ => live.iter().position(is_it),
            };
            self.path.push(Step::Item(index));
            match found {
                Some(place) if place >= next => {
                    self.value(item, live.get(place), items, false);
                    next = place + 1;
                }
                found => self.report(found.and_then(|place| live.get(place))),
            }
            self.path.pop();
        }
    }

    fn report(&mut self, live: Option<&'a Value>) {
        use std::fmt::Write as _;

        let mut text = String::new();
        for step in &self.path {
            match step {
                Step::Field(name) => {
                    text.push('.');
                    text.push_str(name);
                }
                Step::Item(index) => {
                    // Writing to a text never fails.
                    let _ = write!(text, "[{index}]");
                }
            }
        }
        self.differences.push(Difference { path: text, live });
    }
}

/// Whether two items of a keyed list have the same value, or the same default, in a key field.
pub(crate) fn has_same_key(desired: &Value, live: &Value, key: &str, list: Shape<'_>) -> bool {
    match (desired.get(key), live.get(key)) {
        (Some(desired), Some(live)) => typed::same(desired, live),
        (desired, live) => {
            let default = list.key_default(key);
            let desired = desired.or(default.as_ref());
            let live = live.or(default.as_ref());
            match (desired, live) {
                (Some(desired), Some(live)) => typed::same(desired, live),
                (desired, live) => desired.is_none() && live.is_none(),
            }
        }
    }
}

/// Whether two plain values of a type are the same to a server.
pub(crate) fn is_same_scalar(desired: &Value, live: &Value, shape: Shape<'_>) -> bool {
    if typed::same(desired, live) {
        return true;
    }
    if shape.kind() == ShapeKind::Scalar(ScalarType::Quantity) {
        return match (Quantity::from_json(desired), Quantity::from_json(live)) {
            // A server keeps no less than a thousandth.
            (Ok(desired), Ok(live)) => desired == live || desired.rounded_up(-3) == live,
            _ => false,
        };
    }
    normal::equivalent(desired, live, shape)
}

/// Whether a value says no more than its absence does in Kubernetes' own kinds.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
    }
}

#[cfg(test)]
mod tests;
