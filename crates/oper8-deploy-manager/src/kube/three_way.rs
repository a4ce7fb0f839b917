//! Puts what a caller changed on top of what others changed meanwhile.

use serde_json::{Map, Value};

/// The list whose items are told apart by their `type`.
const CONDITIONS: &str = "conditions";

/// `live` with what differs between `base` and `wanted`: what `wanted` was made from, and what its maker made of it.
///
/// Maps are merged field by field, conditions by their `type`; any other list is one value.
pub(crate) fn merged(base: &Value, live: &Value, wanted: &Value) -> Value {
    if base == live {
        return wanted.clone();
    }
    if base == wanted {
        return live.clone();
    }
    let Value::Object(wanted_fields) = wanted else {
        return wanted.clone();
    };
    let nothing = Map::new();
    // A side that is no map has none of the fields.
    let base = base.as_object().unwrap_or(&nothing);
    let live = live.as_object().unwrap_or(&nothing);
    let mut result = Map::new();
    for (name, value) in wanted_fields {
        if let Some(value) = field(name, base.get(name), live.get(name), Some(value)) {
            result.insert(name.clone(), value);
        }
    }
    for (name, value) in live {
        if !wanted_fields.contains_key(name)
            && let Some(value) = field(name, base.get(name), Some(value), None)
        {
            result.insert(name.clone(), value);
        }
    }
    Value::Object(result)
}

fn field(
    name: &str,
    base: Option<&Value>,
    live: Option<&Value>,
    wanted: Option<&Value>,
) -> Option<Value> {
    if name == CONDITIONS
        && let Some(conditions) = conditions(base, live, wanted)
    {
        return Some(conditions);
    }
    let Some(wanted) = wanted else {
        // What the caller knew it took away.
        return live.filter(|_| base.is_none()).cloned();
    };
    if base == Some(wanted) {
        return live.cloned();
    }
    let absent = Value::Null;
    Some(merged(
        base.unwrap_or(&absent),
        live.unwrap_or(&absent),
        wanted,
    ))
}

/// The conditions that the caller wants, in its order, and then those of others; `None` where they are no conditions.
fn conditions(base: Option<&Value>, live: Option<&Value>, wanted: Option<&Value>) -> Option<Value> {
    let (base, live, wanted) = (by_type(base)?, by_type(live)?, by_type(wanted)?);
    let find = |list: &Conditions<'_>, name: &str| {
        list.iter()
            .find(|(other, _)| *other == name)
            .map(|(_, it)| (*it).clone())
    };
    let mut result = Vec::new();
    for (name, condition) in &wanted {
        // Unchanged by the caller: it is what it has become, if it is there at all.
        if find(&base, name).as_ref() == Some(*condition) {
            result.extend(find(&live, name));
        } else {
            result.push((*condition).clone());
        }
    }
    for (name, condition) in &live {
        let is_known = |list: &Conditions<'_>| list.iter().any(|(other, _)| other == name);
        if !is_known(&wanted) && !is_known(&base) {
            result.push((*condition).clone());
        }
    }
    Some(Value::Array(result))
}

type Conditions<'a> = Vec<(&'a str, &'a Value)>;

/// The items with their types; `None` where one has none or two have the same.
fn by_type(list: Option<&Value>) -> Option<Conditions<'_>> {
    let items = match list {
        None | Some(Value::Null) => return Some(Vec::new()),
        Some(list) => list.as_array()?,
    };
    let mut found = Conditions::new();
    for item in items {
        let name = item.get("type")?.as_str()?;
        if found.iter().any(|(other, _)| *other == name) {
            return None;
        }
        found.push((name, item));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(base: Value, live: Value, wanted: Value, expected: Value) {
        assert_eq!(merged(&base, &live, &wanted), expected);
    }

    #[test]
    fn what_nobody_else_changed_becomes_what_is_wanted() {
        let base = json!({"a": 1, "conditions": [{"type": "A"}, {"type": "B"}]});
        let wanted = json!({"b": [1], "conditions": [{"type": "B"}]});
        check(base.clone(), base, wanted.clone(), wanted.clone());
        check(json!(null), json!(null), wanted.clone(), wanted);
    }

    #[test]
    fn fields_are_changed_by_whoever_changed_them() {
        check(
            json!({"same": 1, "gone": 1, "mine": 1, "map": {"x": 1, "y": 1}, "list": [1]}),
            json!({"same": 2, "gone": 2, "mine": 2, "map": {"x": 2, "z": 2}, "list": [2], "new": 2}),
            json!({"same": 1, "mine": 3, "map": {"x": 1, "y": 3}, "list": [3]}),
            json!({"same": 2, "mine": 3, "map": {"x": 2, "y": 3, "z": 2}, "list": [3], "new": 2}),
        );
        check(
            json!({"a": 1}),
            json!({}),
            json!({"a": 1, "b": 2}),
            json!({"b": 2}),
        );
        check(
            json!({}),
            json!({"a": "text"}),
            json!({"a": {"b": 1}}),
            json!({"a": {"b": 1}}),
        );
    }

    #[test]
    fn conditions_are_merged_by_type() {
        let list = |items: &[(&str, u8)]| {
            let items: Vec<Value> = items
                .iter()
                .map(|(name, value)| json!({"type": name, "v": value}))
                .collect();
            json!({"conditions": items})
        };
        check(
            list(&[("Ready", 1), ("Kept", 1), ("Dropped", 1), ("Lost", 1)]),
            list(&[("Audited", 2), ("Ready", 2), ("Kept", 2), ("Dropped", 1)]),
            list(&[("Ready", 3), ("Updating", 3), ("Kept", 1), ("Lost", 1)]),
            list(&[("Ready", 3), ("Updating", 3), ("Kept", 2), ("Audited", 2)]),
        );
        check(
            json!(null),
            list(&[("A", 2)]),
            list(&[("B", 3)]),
            list(&[("B", 3), ("A", 2)]),
        );
        // Two of one type: nobody knows which is meant.
        check(
            json!({}),
            list(&[("A", 1), ("A", 2)]),
            list(&[("A", 3)]),
            list(&[("A", 3)]),
        );
    }
}
