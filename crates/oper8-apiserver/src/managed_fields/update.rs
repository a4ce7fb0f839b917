//! What a write other than an apply means for ownership.

use std::borrow::Cow;

use oper8_schema::{FieldSet, PathElement, typed};
use serde_json::{Map, Value, json};

use super::Request;
use super::entries::{Entries, Entry, Operation, clear};

/// Works out the `managedFields` of `new`, which a POST, PUT or patch made of `live`.
///
/// The manager owns what it added and changed, takes it from everybody else, and nobody owns what it removed. `new` is
/// the whole object with its defaults; its own `managedFields` count only in so far as a client may write them, or
/// reset them by an empty list or `[{}]`. An object that has no entries gets none from an update.
#[must_use]
pub fn update(live: Option<&Value>, mut new: Value, request: &Request<'_>) -> Value {
    let mut entries = entries_of(live, &new, request);
    if entries.0.is_empty() && live.is_some() {
        clear(&mut new);
        return new;
    }
    let old = live.map_or_else(|| Cow::Owned(zero(request)), Cow::Borrowed);
    let comparison = typed::compare(&old, &new, request.shape).without(request.reset);
    if !comparison.is_same() {
        entries.follow(request.shape);
        let changed = comparison.changed();
        let taken = match request.subresource {
            "scale" => scaled(&changed, &entries, &new),
            _ => changed.clone(),
        };
        entries.release(&changed.union(&comparison.removed));
        let mut own = Entry::new(request, Operation::Update, request.owned(taken));
        if !own.fields.is_empty() {
            let last = entries.take(&own);
            own.fields = last
                .map_or_else(Default::default, |last| last.fields)
                .union(&own.fields);
            // The server rewrites entries between an object and its scale, and loses the time on the way.
            own.time = (request.subresource != "scale").then(|| request.now.to_owned());
            entries.0.push(own);
        }
        entries.cap_updaters();
    }
    entries.write(&mut new);
    new
}

/// The fields that a write to the scale comes to own.
///
/// A Scale shows only the entries that own the replicas, is not tracked without any, and leaves out zero replicas.
fn scaled(changed: &FieldSet, entries: &Entries, object: &Value) -> FieldSet {
    let value = |path: &[PathElement]| {
        path.iter()
            .try_fold(object, |value, element| match element {
                PathElement::Field(name) => value.get(&**name),
                PathElement::Key(_) | PathElement::Value(_) | PathElement::Index(_) => None,
            })
    };
    let is_owned =
        |path: &&[PathElement]| entries.0.iter().any(|entry| entry.fields.contains(path));
    let paths: Vec<_> = changed.paths().collect();
    let paths = paths.iter().map(|path| &**path).filter(is_owned);
    paths
        .filter(|path| value(path) != Some(&json!(0)))
        .collect()
}

/// The entries that a write starts from.
fn entries_of(live: Option<&Value>, new: &Value, request: &Request<'_>) -> Entries {
    let of_live = || {
        live.and_then(|live| Entries::of(live).ok())
            .unwrap_or_default()
    };
    if !request.subresource.is_empty() {
        return of_live();
    }
    let written = new["metadata"].get("managedFields").unwrap_or(&Value::Null);
    if is_reset(written) {
        return Entries::default();
    }
    match Entries::of(new) {
        Ok(entries) if !entries.0.is_empty() => entries,
        _ => of_live(),
    }
}

/// Whether a client asks that nobody own anything: an empty list, or one empty entry.
fn is_reset(managed_fields: &Value) -> bool {
    match managed_fields.as_array().map(Vec::as_slice) {
        Some([]) => true,
        Some([single]) => {
            let nothing = |value: &Value| value.is_null() || value == "";
            single
                .as_object()
                .is_some_and(|entry| entry.values().all(nothing))
        }
        _ => false,
    }
}

/// The object that a create is compared with: what the kind has when nothing is set.
///
/// A built-in kind has its fixed parts, such as `spec.template.spec` of a Deployment, even then, so that nobody owns
/// them; a custom resource has nothing.
pub(super) fn zero(request: &Request<'_>) -> Value {
    let mut zero = request.shape.zero_value();
    if !zero.is_object() {
        zero = Value::Object(Map::new());
    }
    zero["apiVersion"] = json!(request.api_version);
    zero["kind"] = json!(request.kind);
    zero
}

/// Gives `new` the `managedFields` of `live` when it differs from `live` in the times of these alone.
///
/// To be called on the object as it would be stored, before its resourceVersion moves: an apply whose values come out
/// the same after normalising then has no effect.
pub fn keep_times(live: &Value, new: &mut Value) {
    let (before, after) = (entries_in(live), entries_in(new));
    let twins = before.iter().zip(after);
    if before.len() == after.len()
        && before != after
        && twins
            .into_iter()
            .all(|(old, new)| same_but_for(old, new, "time"))
        && same_but_for_entries(live, new)
    {
        new["metadata"]["managedFields"] = Value::Array(before.to_vec());
    }
}

fn entries_in(object: &Value) -> &[Value] {
    let entries = object["metadata"]["managedFields"].as_array();
    entries.map(Vec::as_slice).unwrap_or_default()
}

fn same_but_for_entries(left: &Value, right: &Value) -> bool {
    same_but_for(&left["metadata"], &right["metadata"], "managedFields")
        && same_but_for(left, right, "metadata")
}

/// Whether two objects are the same apart from the field `name`.
fn same_but_for(left: &Value, right: &Value, name: &str) -> bool {
    let (Some(left), Some(right)) = (left.as_object(), right.as_object()) else {
        return left == right;
    };
    let rest = |object: &Map<String, Value>| object.len() - usize::from(object.contains_key(name));
    let twin = |(field, value): (&String, &Value)| {
        let twin = right.get(field);
        field == name || twin.is_some_and(|twin| typed::same(value, twin))
    };
    rest(left) == rest(right) && left.iter().all(twin)
}
