//! Where two answers differ.

use serde_json::{Map, Value};

/// A place where the answers differ.
#[derive(Debug, PartialEq)]
pub(crate) struct Difference {
    /// JSON pointer.
    pub(crate) pointer: String,
    /// What the real server answered there, if anything.
    pub(crate) expected: Option<Value>,
    /// What was answered there, if anything.
    pub(crate) seen: Option<Value>,
}

/// Every place where the answers differ, as deep as possible.
pub(crate) fn compare(expected: &Value, seen: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    descend(&mut String::new(), Some(expected), Some(seen), &mut found);
    found
}

fn descend(
    at: &mut String,
    expected: Option<&Value>,
    seen: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    match (expected, seen) {
        (Some(expected), Some(seen)) if expected == seen => {}
        (Some(Value::Object(expected)), Some(Value::Object(seen))) => {
            fields(at, expected, seen, found);
        }
        (Some(Value::Array(expected)), Some(Value::Array(seen))) => {
            for index in 0..expected.len().max(seen.len()) {
                below(
                    at,
                    &index.to_string(),
                    expected.get(index),
                    seen.get(index),
                    found,
                );
            }
        }
        (expected, seen) => found.push(Difference {
            pointer: at.clone(),
            expected: expected.cloned(),
            seen: seen.cloned(),
        }),
    }
}

fn fields(
    at: &mut String,
    expected: &Map<String, Value>,
    seen: &Map<String, Value>,
    found: &mut Vec<Difference>,
) {
    for (name, value) in expected {
        below(at, name, Some(value), seen.get(name), found);
    }
    for (name, value) in seen {
        if !expected.contains_key(name) {
            below(at, name, None, Some(value), found);
        }
    }
}

fn below(
    at: &mut String,
    name: &str,
    expected: Option<&Value>,
    seen: Option<&Value>,
    found: &mut Vec<Difference>,
) {
    let length = at.len();
    at.push('/');
    at.push_str(&name.replace('~', "~0").replace('/', "~1"));
    descend(at, expected, seen, found);
    at.truncate(length);
}

/// Takes what `pointer` names out of `value`; `*` stands for every field or element, an empty pointer for the whole.
pub(crate) fn forget(value: &mut Value, pointer: &str) {
    if pointer.is_empty() {
        *value = Value::Null;
        return;
    }
    let parts: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|part| part.replace("~1", "/").replace("~0", "~"))
        .collect();
    forget_parts(value, &parts);
}

fn forget_parts(value: &mut Value, parts: &[String]) {
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    match value {
        Value::Object(fields) if rest.is_empty() && first == "*" => fields.clear(),
        Value::Object(fields) if rest.is_empty() => {
            fields.remove(first);
        }
        Value::Object(fields) => {
            let chosen = fields
                .iter_mut()
                .filter(|(name, _)| first == "*" || *name == first);
            chosen.for_each(|(_, value)| forget_parts(value, rest));
        }
        // The others keep their places.
        Value::Array(items) => {
            let index: Option<usize> = first.parse().ok();
            let chosen = items.iter_mut().enumerate();
            let chosen = chosen.filter(|(at, _)| first == "*" || Some(*at) == index);
            for (_, item) in chosen {
                if rest.is_empty() {
                    *item = "(ignored)".into();
                } else {
                    forget_parts(item, rest);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{compare, forget};

    #[test]
    fn each_place_is_named_by_its_pointer() {
        let expected = json!({"a": [1, {"b/c": 2}], "gone": true});
        let seen = json!({"a": [1, {"b/c": 3}, 4], "new": null});
        let found = compare(&expected, &seen);
        let pointers: Vec<&str> = found.iter().map(|found| found.pointer.as_str()).collect();
        assert_eq!(pointers, ["/a/1/b~1c", "/a/2", "/gone", "/new"]);
        assert_eq!(found[1].expected, None);
        assert_eq!(found[2].seen, None);
    }

    #[test]
    fn a_star_forgets_in_every_element() {
        let mut value = json!({"items": [{"a": 1, "b": 2}, {"a": 3}], "c": [1, 2]});
        forget(&mut value, "/items/*/a");
        forget(&mut value, "/c/0");
        assert_eq!(
            value,
            json!({"items": [{"b": 2}, {}], "c": ["(ignored)", 2]})
        );
    }
}
