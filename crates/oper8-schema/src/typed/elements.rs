//! The elements of a list, told apart by their keys or values.

use serde_json::Value;

use crate::{ListType, PathElement, Shape};

/// How the elements of one list are told apart.
pub(super) struct Elements<'a> {
    list: Shape<'a>,
    kind: ListType<'a>,
    /// The shape of every element.
    pub(super) item: Shape<'a>,
}

impl<'a> Elements<'a> {
    /// The elements of a list of this shape; `None` for an atomic list.
    pub(super) fn of(list: Shape<'a>) -> Option<Self> {
        let kind = list.list_type();
        let item = list.items().unwrap_or(Shape::untyped());
        (kind != ListType::Atomic).then_some(Self { list, kind, item })
    }

    /// The path element that stands for `item`.
    ///
    /// # Errors
    ///
    /// Why the element has no identity, in the server's words.
    pub(super) fn identify(&self, item: &Value) -> Result<PathElement, String> {
        match &self.kind {
            ListType::Map { keys } => self.key(keys, item),
            ListType::Set | ListType::Atomic => set_member(item).map_err(str::to_owned),
        }
    }

    /// Identities of all items; `None` when one of them has none.
    pub(super) fn identify_all(&self, items: &[Value]) -> Option<Vec<PathElement>> {
        items.iter().map(|item| self.identify(item).ok()).collect()
    }

    fn key(&self, keys: &[&str], item: &Value) -> Result<PathElement, String> {
        let Value::Object(fields) = item else {
            let what = if item.is_null() {
                "a null element"
            } else {
                "non-map elements"
            };
            return Err(format!("associative list with keys may not have {what}"));
        };
        let values = keys.iter().filter_map(|name| {
            let value = fields.get(*name).cloned();
            Some((*name, value.or_else(|| self.list.key_default(name))?))
        });
        let values: Vec<_> = values.collect();
        if values.is_empty() && !keys.is_empty() {
            let names: Vec<_> = keys.iter().map(|name| format!("{name:?}")).collect();
            let names = names.join(" ");
            return Err(format!(
                "associative list with keys has an element that omits all key fields [{names}] (and doesn't have default values for any key fields)"
            ));
        }
        Ok(PathElement::key(values))
    }
}

fn set_member(item: &Value) -> Result<PathElement, &'static str> {
    match item {
        Value::Object(_) => Err("associative list without keys has an element that's a map type"),
        Value::Array(_) => Err("not supported: associative list with lists as elements"),
        Value::Null => Err("associative list without keys has an element that's an explicit null"),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Ok(PathElement::Value(item.clone()))
        }
    }
}
