//! Paths into JSON: `spec.template.spec.containers[0].image`, `metadata.annotations["oper8.org/internal-name"]`.

use serde_json::Value;

/// One step of a path.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// What is at `path`; `None` when nothing is.
///
/// # Panics
///
/// When `path` is none: it says where.
#[track_caller]
pub(crate) fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let steps = steps(path);
    steps.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

/// Puts `new` at `path`, making the maps on the way.
///
/// # Panics
///
/// When `path` is none, or leads through a text, a number or the end of a list.
#[track_caller]
pub(crate) fn put(value: &mut Value, path: &str, new: Value) {
    let mut place = value;
    for step in steps(path) {
        if place.is_null() {
            *place = Value::Object(serde_json::Map::new());
        }
        let next = match &step {
            Step::Key(key) => place
                .as_object_mut()
                .map(|map| map.entry(key.clone()).or_insert(Value::Null)),
            Step::Index(index) => place.get_mut(index),
        };
        place = next.unwrap_or_else(|| wrong(path, "it leads through something that is no map"));
    }
    *place = new;
}

#[track_caller]
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let step;
        (step, rest) = match rest.strip_prefix('[') {
            Some(bracket) => in_brackets(path, bracket),
            None => {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                if end == 0 {
                    wrong(path, "a name is missing before a dot");
                }
                (Step::Key(rest[..end].to_owned()), &rest[end..])
            }
        };
        steps.push(step);
        if let Some(next) = rest.strip_prefix('.') {
            if next.is_empty() {
                wrong(path, "a name is missing after the last dot");
            }
            rest = next;
        }
    }
    steps
}

/// A list's index, or a name in quotes, and what follows the bracket.
#[track_caller]
fn in_brackets<'a>(path: &str, rest: &'a str) -> (Step, &'a str) {
    if let Some((name, rest)) = rest
        .strip_prefix('"')
        .and_then(|rest| rest.split_once("\"]"))
    {
        return (Step::Key(name.to_owned()), rest);
    }
    let index = rest
        .split_once(']')
        .and_then(|(index, rest)| Some((index.parse().ok()?, rest)));
    match index {
        Some((index, rest)) => (Step::Index(index), rest),
        None => wrong(path, "a number or a name in quotes belongs into brackets"),
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a test gave a wrong path")]
fn wrong(path: &str, problem: &str) -> ! {
    panic!(
        "`{path}` is no path: {problem}; paths look like `spec.containers[0].image` and `metadata.labels[\"a.b/c\"]`"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_through_maps_and_lists() {
        let value = json!({"a": {"b.c/d": [1, {"e": 2}]}});
        assert_eq!(find(&value, r#"a["b.c/d"][1].e"#), Some(&json!(2)));
        assert_eq!(find(&value, "a.x"), None);
        assert_eq!(find(&value, ""), Some(&value));
        let mut value = value;
        put(&mut value, "a.f.g", json!(3));
        put(&mut value, r#"a["b.c/d"][0]"#, json!(4));
        assert_eq!(value, json!({"a": {"b.c/d": [4, {"e": 2}], "f": {"g": 3}}}));
    }

    #[track_caller]
    fn check(path: &str) {
        let panic = std::panic::catch_unwind(|| drop(steps(path))).unwrap_err();
        let text = panic.downcast_ref::<String>().unwrap();
        assert!(text.contains("is no path"), "{text}");
    }

    #[test]
    fn a_wrong_path_is_refused() {
        check(".a");
        check("a.");
        check("a..b");
        check("a[x]");
        check("a[1");
    }
}
