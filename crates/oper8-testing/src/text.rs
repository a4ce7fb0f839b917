//! What panic messages show: YAML, and differences between two of them.

use serde_json::Value;
use similar::TextDiff;

/// A value as YAML.
pub(crate) fn yaml(value: &Value) -> String {
    // What cannot be written as YAML is shown as JSON: it only ends up in a message.
    serde_saphyr::to_string(value).unwrap_or_else(|_| format!("{value:#}\n"))
}

/// What to change in `actual` to get `expected`, as lines of YAML with `-` and `+`.
pub(crate) fn difference(expected: &Value, actual: &Value) -> String {
    let (expected, actual) = (yaml(expected), yaml(actual));
    let diff = TextDiff::from_lines(&expected, &actual);
    let mut shown = diff.unified_diff();
    shown.context_radius(3).header("expected", "found");
    shown.to_string()
}

/// `text` with each line moved to the right.
pub(crate) fn indented(text: &str) -> String {
    let lines = text.trim_end().lines();
    let lines: Vec<String> = lines.map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// The parts of `actual` that `expected` speaks of: a map's other keys are left out, a list is compared whole where its length
/// differs, and element by element where it does not.
pub(crate) fn part(expected: &Value, actual: &Value) -> Value {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            let known = expected
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), part(value, actual.get(key)?))));
            Value::Object(known.collect())
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let pairs = expected.iter().zip(actual);
            pairs
                .map(|(expected, actual)| part(expected, actual))
                .collect()
        }
        (_, actual) => actual.clone(),
    }
}
