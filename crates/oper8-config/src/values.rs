//! Reading, setting and merging inside JSON values by dotted paths.

use serde_json::{Map, Value};

/// A part of a path that is there but holds no mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is not a mapping, so it has no key `{key}`")]
pub struct NotAMapping {
    /// The path that holds something else, empty for the value itself.
    pub path: String,
    /// The key looked for in it.
    pub key: String,
}

/// Merges `overrides` into `base`, key by key.
///
/// Where both have a mapping the two are merged; anything else of `overrides` replaces what `base` has, lists and `null`
/// included.
///
/// # Examples
///
/// ```
/// use oper8_config::values::merge_configs;
/// use serde_json::json;
///
/// let mut base = json!({"a": {"b": 1, "c": 2}});
/// merge_configs(&mut base, &json!({"a": {"b": 3}, "d": null}));
/// assert_eq!(base, json!({"a": {"b": 3, "c": 2}, "d": null}));
/// ```
pub fn merge_configs(base: &mut Value, overrides: &Value) {
    match (base, overrides) {
        (Value::Object(base), Value::Object(overrides)) => {
            for (key, value) in overrides {
                match base.get_mut(key) {
                    Some(old) => merge_configs(old, value),
                    None => {
                        base.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (base, overrides) => *base = overrides.clone(),
    }
}

/// The value at a path with dots between its keys; `None` when a key is absent, or a mapping on the way is `null`.
///
/// # Errors
///
/// [`NotAMapping`] when something other than a mapping lies on the way.
pub fn nested_get<'a>(value: &'a Value, path: &str) -> Result<Option<&'a Value>, NotAMapping> {
    let mut value = value;
    for (start, key) in parts(path) {
        value = match value {
            Value::Object(map) => match map.get(key) {
                Some(value) => value,
                None => return Ok(None),
            },
            Value::Null => return Ok(None),
            _ => return Err(NotAMapping::at(path, start, key)),
        };
    }
    Ok(Some(value))
}

/// Puts `new` at a path with dots between its keys; mappings that are absent or `null` on the way are made.
///
/// # Errors
///
/// [`NotAMapping`] when something other than a mapping lies on the way; then nothing is changed.
pub fn nested_set(value: &mut Value, path: &str, new: Value) -> Result<(), NotAMapping> {
    let mut value = value;
    for (start, key) in parts(path) {
        if value.is_null() {
            *value = Value::Object(Map::new());
        }
        value = match value {
            Value::Object(map) => map.entry(key).or_insert(Value::Null),
            _ => return Err(NotAMapping::at(path, start, key)),
        };
    }
    *value = new;
    Ok(())
}

impl NotAMapping {
    fn at(path: &str, start: usize, key: &str) -> Self {
        Self {
            path: path[..start].trim_end_matches('.').to_owned(),
            key: key.to_owned(),
        }
    }
}

/// The keys of a path, each with the place where it starts.
fn parts(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    path.split('.').map(move |key| {
        let here = start;
        start += key.len() + 1;
        (here, key)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn merging_goes_down_mappings_and_replaces_the_rest() {
        #[track_caller]
        fn check(mut base: Value, overrides: Value, expected: Value) {
            merge_configs(&mut base, &overrides);
            assert_eq!(base, expected);
        }
        check(json!({}), json!({}), json!({}));
        check(
            json!({"a": {"b": {"c": 1, "d": 2}}}),
            json!({"a": {"b": {"c": 3, "e": 4}}}),
            json!({"a": {"b": {"c": 3, "d": 2, "e": 4}}}),
        );
        check(
            json!({"a": {"b": 1}}),
            json!({"a": null}),
            json!({"a": null}),
        );
        check(
            json!({"a": null}),
            json!({"a": {"b": 1}}),
            json!({"a": {"b": 1}}),
        );
        check(json!({"a": [1, 2]}), json!({"a": [3]}), json!({"a": [3]}));
        check(json!({"a": 1}), json!({"a": {}}), json!({"a": {}}));
        check(
            json!({"a": {"b": 1}}),
            json!({"a": {}}),
            json!({"a": {"b": 1}}),
        );
    }

    #[test]
    fn a_path_reads_through_mappings_and_null() {
        #[track_caller]
        fn check(value: Value, path: &str, expected: Result<Option<Value>, &str>) {
            let found = nested_get(&value, path).map(Option::<&Value>::cloned);
            assert_eq!(
                found.map_err(|error| error.to_string()),
                expected.map_err(str::to_owned)
            );
        }
        check(
            json!({"a": {"b": {"c": 1}}}),
            "a.b",
            Ok(Some(json!({"c": 1}))),
        );
        check(json!({"a": {"b": null}}), "a.b", Ok(Some(Value::Null)));
        check(json!({"a": {}}), "a.b.c", Ok(None));
        check(json!({"a": null}), "a.b", Ok(None));
        check(json!({"a.b": 1}), "a.b", Ok(None));
        check(
            json!({"a": {"b": "x"}}),
            "a.b.c",
            Err("`a.b` is not a mapping, so it has no key `c`"),
        );
        check(
            json!({"a": [1]}),
            "a.0",
            Err("`a` is not a mapping, so it has no key `0`"),
        );
    }

    #[test]
    fn setting_a_path_makes_what_is_missing() {
        #[track_caller]
        fn check(mut value: Value, path: &str, new: Value, expected: Result<Value, &str>) {
            let before = value.clone();
            match nested_set(&mut value, path, new) {
                Ok(()) => assert_eq!(Ok(value), expected),
                Err(error) => {
                    assert_eq!(value, before, "nothing is changed");
                    assert_eq!(Err(error.to_string().as_str()), expected);
                }
            }
        }
        check(
            json!({}),
            "a.b.c",
            json!(1),
            Ok(json!({"a": {"b": {"c": 1}}})),
        );
        check(
            json!({"a": {"b": 1}}),
            "a.b",
            Value::Null,
            Ok(json!({"a": {"b": null}})),
        );
        check(
            json!({"a": null}),
            "a.b",
            json!(2),
            Ok(json!({"a": {"b": 2}})),
        );
        check(
            json!({"a": {"b": 1}}),
            "a.c",
            json!(2),
            Ok(json!({"a": {"b": 1, "c": 2}})),
        );
        check(
            json!({"a": {"b": 1}}),
            "a.b.c",
            json!(2),
            Err("`a.b` is not a mapping, so it has no key `c`"),
        );
    }
}
