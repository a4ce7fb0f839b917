//! Merging of lists.

use serde_json::Value;

use super::directive::{PATCH, is_directive, without_directives};
use super::order::{Identity, arrange};
use super::{Result, StrategicProblem, merge_map};
use crate::shape::{Shape, ShapeKind};

/// The shape of the list `field`.
pub(super) fn field<'a>(shape: Shape<'a>, field: &str) -> Result<Shape<'a>> {
    let shape = super::child(shape, field)?;
    match shape.kind() {
        ShapeKind::List | ShapeKind::Untyped => Ok(shape),
        ShapeKind::Object | ShapeKind::Map | ShapeKind::Scalar(_) => {
            Err(StrategicProblem::NotAList.into())
        }
    }
}

/// Merges `patch` into `live`; with `deleted`, `patch` lists the scalars to remove.
pub(super) fn merge(
    live: Vec<Value>,
    patch: Vec<Value>,
    shape: Shape<'_>,
    deleted: bool,
) -> Result<Vec<Value>> {
    if !shape.patch_strategy().merge && !deleted {
        return Ok(patch);
    }
    if live.is_empty() && patch.is_empty() {
        return Ok(live);
    }
    match element_type(&live, &patch)? {
        Type::Object => merge_objects(live, patch, shape),
        _ if deleted => Ok(live
            .into_iter()
            .filter(|item| !patch.contains(item))
            .collect()),
        _ => {
            let mut merged: Vec<Value> = Vec::new();
            for item in live.iter().chain(&patch) {
                if !merged.contains(item) {
                    merged.push(item.clone());
                }
            }
            arrange(merged, &patch, &live, &Identity::Value)
        }
    }
}

fn merge_objects(live: Vec<Value>, patch: Vec<Value>, shape: Shape<'_>) -> Result<Vec<Value>> {
    let key = shape
        .patch_merge_key()
        .ok_or(StrategicProblem::NoKeyDeclared)?;
    let (live, patch) = obey_directives(live, patch, key)?;
    let items = shape.items().unwrap_or_else(Shape::untyped);
    let mut merged = live.clone();
    for element in &patch {
        let id = merge_key(element, key)?;
        match merged.iter_mut().find(|item| item.get(key) == Some(id)) {
            Some(Value::Object(found)) => {
                let element = element.as_object().cloned().unwrap_or_default();
                merge_map(found, element, items)?;
            }
            _ => merged.push(element.clone()),
        }
    }
    arrange(merged, &patch, &live, &Identity::Key(key))
}

/// Takes the elements with `$patch` out of the patch, and does what they say.
fn obey_directives(
    mut live: Vec<Value>,
    patch: Vec<Value>,
    key: &str,
) -> Result<(Vec<Value>, Vec<Value>)> {
    let (directives, elements): (Vec<_>, Vec<_>) = patch.into_iter().partition(is_directive);
    let mut replace = false;
    for element in directives {
        match element.get(PATCH).and_then(Value::as_str) {
            Some("delete") => {
                let id = merge_key(&element, key)?;
                live.retain(|item| item.get(key) != Some(id));
            }
            Some("replace") => replace = true,
            _ => {
                let directive = element.get(PATCH).map(Value::to_string);
                return Err(
                    StrategicProblem::UnknownDirective(directive.unwrap_or_default()).into(),
                );
            }
        }
    }
    Ok(if replace {
        (elements, Vec::new())
    } else {
        (live, elements)
    })
}

fn merge_key<'v>(element: &'v Value, key: &str) -> Result<&'v Value> {
    Ok(element
        .get(key)
        .ok_or_else(|| StrategicProblem::NoMergeKey(key.to_owned()))?)
}

/// Merges `patch` into `live` and puts the outcome in the order `wanted`; `None` when both lists are absent.
pub(super) fn merge_in_order(
    live: Option<&Value>,
    patch: Option<&Value>,
    wanted: Value,
    shape: Shape<'_>,
) -> Result<Option<Value>> {
    let Value::Array(wanted) = wanted else {
        return Err(StrategicProblem::NotAList.into());
    };
    let live = live.map(items).transpose()?;
    let patch = patch.map(items).transpose()?;
    let key = shape.patch_merge_key();
    let identity = key.map_or(Identity::Value, Identity::Key);
    check_order(patch.unwrap_or_default(), &wanted, &identity)?;
    let merged = match (live, patch) {
        (None, None) => return Ok(None),
        (Some(live), None) => live.to_vec(),
        (None, Some(patch)) => patch
            .iter()
            .cloned()
            .filter_map(without_directives)
            .collect(),
        (Some(live), Some(patch)) => merge(live.to_vec(), patch.to_vec(), shape, false)?,
    };
    let live = live.unwrap_or_default();
    if live.is_empty() && patch.is_none_or(<[Value]>::is_empty) {
        return Err(StrategicProblem::NoElements.into());
    }
    element_type(live, patch.unwrap_or_default())?;
    arrange(merged, &wanted, live, &identity).map(|merged| Some(Value::Array(merged)))
}

fn items(list: &Value) -> Result<&[Value]> {
    Ok(list.as_array().ok_or(StrategicProblem::NotAList)?)
}

/// Elements of the patch must occur in `wanted`, and in its order; those that are deleted need not.
fn check_order(patch: &[Value], wanted: &[Value], identity: &Identity<'_>) -> Result<()> {
    if patch.is_empty() || wanted.is_empty() {
        return Ok(());
    }
    let mut wanted = wanted.iter();
    for element in patch.iter().filter(|element| !is_directive(element)) {
        let id = identity.of(element)?;
        loop {
            let Some(next) = wanted.next() else {
                return Err(StrategicProblem::OrderMismatch.into());
            };
            if identity.of(next)? == id {
                break;
            }
        }
    }
    Ok(())
}

/// JSON types as the server tells them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Null,
    Boolean,
    Integer,
    Float,
    Text,
    Object,
}

/// The one type of all elements.
fn element_type(live: &[Value], patch: &[Value]) -> Result<Type> {
    let mut found = None;
    for item in live.iter().chain(patch) {
        let own = match item {
            Value::Null => Type::Null,
            Value::Bool(_) => Type::Boolean,
            Value::Number(number) if number.is_i64() => Type::Integer,
            Value::Number(_) => Type::Float,
            Value::String(_) => Type::Text,
            Value::Object(_) => Type::Object,
            Value::Array(_) if found.is_none() => return Err(StrategicProblem::ListOfLists.into()),
            Value::Array(_) => return Err(StrategicProblem::MixedElements.into()),
        };
        if *found.get_or_insert(own) != own {
            return Err(StrategicProblem::MixedElements.into());
        }
    }
    Ok(found.unwrap_or(Type::Null))
}
