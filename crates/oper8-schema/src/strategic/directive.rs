//! The directives of a patch, and how they are cleared away.

use serde_json::Value;

use super::{Result, StrategicProblem};

/// In an object or element: `replace` or `delete`.
pub(super) const PATCH: &str = "$patch";

/// In an object: the fields that stay.
pub(super) const RETAIN_KEYS: &str = "$retainKeys";

/// Before `/<field>`: scalars to remove from that list.
pub(super) const PRIMITIVE_DELETE: &str = "$deleteFromPrimitiveList";

/// Before `/<field>`: the order of that list.
pub(super) const ELEMENT_ORDER: &str = "$setElementOrder";

/// The field that `<prefix>/<field>` means; `None` for a key without the prefix.
pub(super) fn list_of<'k>(
    key: &'k str,
    prefix: &str,
    problem: StrategicProblem,
) -> Result<Option<&'k str>> {
    match key.strip_prefix(prefix) {
        None => Ok(None),
        Some(rest) => match rest.strip_prefix('/') {
            Some(field) => Ok(Some(field)),
            None => Err(problem.into()),
        },
    }
}

/// Whether an element says what to do rather than what to be.
pub(super) fn is_directive(value: &Value) -> bool {
    value.get(PATCH).is_some()
}

/// Removes every `null` in objects, however deep.
pub(super) fn discard_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(discard_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(discard_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The value without objects that carry `$patch`, however deep; `None` when it is one itself.
pub(super) fn without_directives(value: Value) -> Option<Value> {
    match value {
        value if is_directive(&value) => None,
        Value::Object(fields) => {
            let kept = fields
                .into_iter()
                .filter_map(|(key, value)| Some((key, without_directives(value)?)));
            Some(Value::Object(kept.collect()))
        }
        Value::Array(items) => Some(items.into_iter().filter_map(without_directives).collect()),
        value => Some(value),
    }
}
