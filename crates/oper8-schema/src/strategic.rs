//! Kubernetes' strategic merge patch, as an API server applies it (`application/strategic-merge-patch+json`).

mod directive;
mod error;
mod list;
mod order;

use serde_json::{Map, Value};

use self::directive::{ELEMENT_ORDER, PATCH, PRIMITIVE_DELETE, RETAIN_KEYS};
pub use self::error::{StrategicError, StrategicProblem};
use crate::shape::Shape;

type Result<T, E = StrategicError> = std::result::Result<T, E>;

/// Applies `patch` to `live`, an object of type `shape`, and returns the outcome.
///
/// Objects are merged, `null` removes a field, and a list is merged when its type says so ([`Shape::patch_strategy`]):
/// by [`Shape::patch_merge_key`] if it has one, else as a set of scalars; all other lists are replaced. Directives in
/// the patch say more:
///
/// - `$patch: replace` in an object: it takes the place of the live one; in an element of a merged list: the other
///   elements of the patch take the place of the whole list;
/// - `$patch: delete` in an object: it becomes empty; in an element of a merged list: the live elements with its merge
///   key are removed;
/// - `$retainKeys: [..]`: fields of the live object that are not named are removed;
/// - `$deleteFromPrimitiveList/<field>: [..]`: these scalars are removed from the list;
/// - `$setElementOrder/<field>: [..]`: the order of the merged list.
///
/// New elements follow the order of the patch, those only in the live list stay where they are relative to their
/// neighbours. What the server does after the merge (defaults, validation, dropping of unknown fields) is not done here.
/// A type without patch metadata has no strategic merge: a server answers 415 for custom resources.
///
/// # Errors
///
/// [`StrategicError`] for a malformed directive, an element without its merge key, or lists whose elements differ in
/// type; [`StrategicError::code`] is the status that a server gives for it.
///
/// # Examples
///
/// ```
/// use oper8_schema::{kinds, strategic};
/// use serde_json::json;
///
/// let shape = kinds::find("apps", "v1", "Deployment").unwrap().shape();
/// let container = |image: &str| json!({"spec": {"template": {"spec": {"containers": [{"name": "a", "image": image}]}}}});
/// let merged = strategic::merge(&container("a:1"), &container("a:2"), shape)?;
/// assert_eq!(merged, container("a:2"));
/// # Ok::<(), strategic::StrategicError>(())
/// ```
pub fn merge(live: &Value, patch: &Value, shape: Shape<'_>) -> Result<Value> {
    let (Value::Object(live), Value::Object(patch)) = (live, patch) else {
        return Err(StrategicProblem::NotAnObject.into());
    };
    let mut merged = live.clone();
    merge_map(&mut merged, patch.clone(), shape)?;
    Ok(Value::Object(merged))
}

fn merge_map(
    live: &mut Map<String, Value>,
    mut patch: Map<String, Value>,
    shape: Shape<'_>,
) -> Result<()> {
    if let Some(directive) = patch.remove(PATCH) {
        match directive.as_str() {
            Some("replace") => *live = patch,
            Some("delete") => live.clear(),
            _ => return Err(StrategicProblem::UnknownDirective(directive.to_string()).into()),
        }
        return Ok(());
    }
    if let Some(retained) = patch.remove(RETAIN_KEYS) {
        retain_keys(live, &patch, &retained)?;
    }
    order_lists(live, &mut patch, shape)?;
    for (key, value) in patch {
        let deleted =
            directive::list_of(&key, PRIMITIVE_DELETE, StrategicProblem::BadPrimitiveList)?;
        let field = deleted.unwrap_or(&key);
        merge_field(live, field, value, shape, deleted.is_some())
            .map_err(|error| error.below(field))?;
    }
    Ok(())
}

/// Removes what `$retainKeys` does not name; the patch itself may name nothing else.
fn retain_keys(
    live: &mut Map<String, Value>,
    patch: &Map<String, Value>,
    retained: &Value,
) -> Result<()> {
    let Value::Array(retained) = retained else {
        return Err(StrategicProblem::BadRetainKeys.into());
    };
    let is_retained = |key: &str| retained.iter().any(|name| name == key);
    let patched = patch.iter().filter(|(key, value)| {
        !value.is_null() && !key.starts_with(PRIMITIVE_DELETE) && !key.starts_with(ELEMENT_ORDER)
    });
    if patched.into_iter().any(|(key, _)| !is_retained(key)) {
        return Err(StrategicProblem::BadRetainKeys.into());
    }
    live.retain(|key, _| is_retained(key));
    Ok(())
}

/// Merges the lists that have a `$setElementOrder`, and takes them out of the patch.
fn order_lists(
    live: &mut Map<String, Value>,
    patch: &mut Map<String, Value>,
    shape: Shape<'_>,
) -> Result<()> {
    let directives: Vec<_> = patch
        .keys()
        .filter(|key| key.starts_with(ELEMENT_ORDER))
        .cloned()
        .collect();
    for key in directives {
        let wanted = patch.remove(&key).unwrap_or_default();
        let field = directive::list_of(&key, ELEMENT_ORDER, StrategicProblem::BadElementOrder)?;
        let field = field.unwrap_or(&key);
        let order = || -> Result<Option<Value>> {
            let list = list::field(shape, field)?;
            list::merge_in_order(live.get(field), patch.get(field), wanted, list)
        };
        if let Some(merged) = order().map_err(|error| error.below(field))? {
            live.insert(field.to_owned(), merged);
            patch.remove(field);
        }
    }
    Ok(())
}

/// Merges one field; `deleted` when `value` lists the scalars to remove from it.
fn merge_field(
    live: &mut Map<String, Value>,
    field: &str,
    value: Value,
    shape: Shape<'_>,
    deleted: bool,
) -> Result<()> {
    if value.is_null() {
        live.remove(field);
        return Ok(());
    }
    match (live.get_mut(field), value) {
        (Some(Value::Object(old)), Value::Object(new)) => {
            let shape = child(shape, field)?;
            if shape.patch_strategy().replace {
                *old = new;
            } else {
                merge_map(old, new, shape)?;
            }
        }
        (Some(Value::Array(old)), Value::Array(new)) => {
            let shape = list::field(shape, field)?;
            *old = list::merge(std::mem::take(old), new, shape, deleted)?;
        }
        // There is nothing to delete from.
        (_, _) if deleted => {}
        (_, mut value) => {
            directive::discard_nulls(&mut value);
            match directive::without_directives(value) {
                Some(value) => live.insert(field.to_owned(), value),
                None => live.remove(field),
            };
        }
    }
    Ok(())
}

fn child<'a>(shape: Shape<'a>, field: &str) -> Result<Shape<'a>> {
    shape
        .field(field)
        .ok_or_else(|| StrategicProblem::UnknownField.into())
}

#[cfg(test)]
mod tests;
