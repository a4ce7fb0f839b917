//! How an answer is compared with the reference's; once for all areas.

use serde_json::Value;

use crate::areas::Area;
use crate::input::{Answer, Failure};
use crate::vector::{Expected, ExpectedError};

/// Fields that this project adds.
const ADDED: [&str; 2] = ["lastTransitionTime", "observedGeneration"];

/// The field that is compared as an instant.
const INSTANT: &str = "lastTransactionTime";

/// Classes of the reference's own errors, whose texts are compared, and those that it raises in their manner.
const TEXT_MATTERS: [&str; 11] = [
    "Oper8Error",
    "Oper8FatalError",
    "Oper8ExpectedError",
    "RolloutError",
    "PreconditionError",
    "VerificationError",
    "ConfigError",
    "ClusterError",
    "ValueError",
    "AssertionError",
    "ApplyException",
];

/// Starts of the names of third parties' classes; only that there is an error counts.
const THIRD_PARTY: [&str; 4] = [
    "JsonPatch",
    "JsonPointer",
    "InvalidJsonPatch",
    "ParserError",
];

/// The class of a panic, which no error of the reference's is like.
pub(crate) const PANIC: &str = "a panic";

/// How an answer relates to the reference's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The same.
    Same,
    /// An error of the same kind, with another text.
    OtherText,
    /// Something else; where they part.
    Different(String),
    /// There is nothing here that could be asked.
    Missing(&'static str),
}

/// Compares `answer` with what the reference said of `input`.
pub(crate) fn compare(area: &Area, input: &Value, expected: &Expected, answer: &Answer) -> Outcome {
    match (expected, answer) {
        (_, Err(Failure::Missing(why))) => Outcome::Missing(why),
        (_, Err(Failure::Malformed(what))) => {
            Outcome::Different(format!("the input is not understood: {what}"))
        }
        (_, Err(Failure::Error { class: PANIC, .. })) => {
            Outcome::Different("it panicked".to_owned())
        }
        (Expected::AnyOf(alternatives), _) => any_of(area, input, alternatives, answer),
        (Expected::Value(theirs), Ok(ours)) => {
            let (mut theirs, mut ours) = (theirs.clone(), ours.clone());
            (area.normalize)(input, &mut theirs);
            (area.normalize)(input, &mut ours);
            value_difference(&theirs, &ours, "").map_or(Outcome::Same, Outcome::Different)
        }
        (Expected::Error(theirs), Err(Failure::Error { class, message })) => {
            errors(theirs, class, message)
        }
        (Expected::Value(_), Err(_)) => Outcome::Different("an error here".to_owned()),
        (Expected::Error(_), Ok(_)) => Outcome::Different("no error here".to_owned()),
    }
}

fn any_of(area: &Area, input: &Value, alternatives: &[Expected], answer: &Answer) -> Outcome {
    let mut last = Outcome::Different("none of the alternatives".to_owned());
    for alternative in alternatives {
        last = compare(area, input, alternative, answer);
        if last == Outcome::Same {
            break;
        }
    }
    last
}

fn errors(theirs: &ExpectedError, class: &str, message: &str) -> Outcome {
    let third_party = THIRD_PARTY
        .iter()
        .any(|start| theirs.class.starts_with(start));
    if !theirs.explicit || third_party {
        return Outcome::Same;
    }
    if theirs.class != class {
        return Outcome::Different(format!("another kind of error: {class}"));
    }
    let matters = TEXT_MATTERS.contains(&class) && !shows_python(&theirs.message);
    if matters && theirs.message != message {
        return Outcome::OtherText;
    }
    Outcome::Same
}

/// Whether a text shows data as Python does, which nobody can depend on.
fn shows_python(text: &str) -> bool {
    const MARKS: [&str; 9] = [
        "['", "{'", "('", "[{", "{}", "None", "True", "False", "<class",
    ];
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Where two results part; none where they are the same.
pub(crate) fn value_difference(theirs: &Value, ours: &Value, path: &str) -> Option<String> {
    match (theirs, ours) {
        (Value::Object(left), Value::Object(right)) => {
            let keys = left.keys().chain(right.keys());
            for key in keys.filter(|key| !ADDED.contains(&key.as_str())) {
                let path = format!("{path}/{key}");
                match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) if key == INSTANT && same_instant(left, right) => {}
                    (Some(left), Some(right)) => {
                        if let found @ Some(_) = value_difference(left, right, &path) {
                            return found;
                        }
                    }
                    (Some(_), None) => return Some(format!("{path} is not here")),
                    (None, _) => return Some(format!("{path} is here only")),
                }
            }
            None
        }
        (Value::Array(left), Value::Array(right)) => {
            let pairs = left.iter().zip(right).enumerate();
            for (index, (left, right)) in pairs {
                let found = value_difference(left, right, &format!("{path}/{index}"));
                if found.is_some() {
                    return found;
                }
            }
            (left.len() != right.len()).then(|| {
                let (left, right) = (left.len(), right.len());
                format!("{path}: {right} elements instead of {left}")
            })
        }
        _ => (theirs != ours).then(|| format!("{path}: {ours} instead of {theirs}")),
    }
}

/// Both are times, and the same one.
fn same_instant(left: &Value, right: &Value) -> bool {
    let instant = |value: &Value| value.as_str().and_then(oper8_status::parse_timestamp);
    instant(left).is_some_and(|left| Some(left) == instant(right))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AREA: Area = Area {
        name: "test",
        answer: |input| Ok(input.clone()),
        normalize: crate::areas::as_it_is,
        rules: &[],
        count: 0,
    };

    #[track_caller]
    fn check(expected: Expected, answer: Answer, outcome: Outcome) {
        assert_eq!(compare(&AREA, &json!({}), &expected, &answer), outcome);
    }

    #[track_caller]
    fn values(theirs: Value, ours: Value, difference: Option<&str>) {
        let outcome = difference.map_or(Outcome::Same, |text| Outcome::Different(text.to_owned()));
        check(Expected::Value(theirs), Ok(ours), outcome);
    }

    fn raised(class: &str, message: &str, explicit: bool) -> Expected {
        Expected::Error(ExpectedError {
            class: class.to_owned(),
            message: message.to_owned(),
            explicit,
        })
    }

    #[test]
    fn maps_have_no_order_and_lists_have_one() {
        values(json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), None);
        values(json!([1, 2]), json!([2, 1]), Some("/0: 2 instead of 1"));
        values(json!([1]), json!([1, 2]), Some(": 2 elements instead of 1"));
        values(json!({"a": 1}), json!({}), Some("/a is not here"));
        values(json!({}), json!({"a": null}), Some("/a is here only"));
    }

    #[test]
    fn an_integer_a_float_and_a_truth_value_are_three_values() {
        values(json!(1), json!(1.0), Some(": 1.0 instead of 1"));
        values(json!(1), json!(true), Some(": true instead of 1"));
        values(json!(0), json!(false), Some(": false instead of 0"));
    }

    #[test]
    fn added_fields_are_dropped_and_the_transaction_time_is_an_instant() {
        values(
            json!({"a": {"observedGeneration": 3}}),
            json!({"a": {"lastTransitionTime": "x"}}),
            None,
        );
        values(
            json!({"lastTransactionTime": "2024-01-02T03:04:05.678900"}),
            json!({"lastTransactionTime": "2024-01-02T03:04:05.6789Z"}),
            None,
        );
        values(
            json!({"lastTransactionTime": "2024-01-02T03:04:05"}),
            json!({"lastTransactionTime": "2024-01-02T03:04:06"}),
            Some(
                "/lastTransactionTime: \"2024-01-02T03:04:06\" instead of \"2024-01-02T03:04:05\"",
            ),
        );
    }

    #[test]
    fn an_error_on_purpose_needs_its_kind_and_its_text() {
        let ours = || Err(Failure::error("ConfigError", &"text"));
        check(raised("ConfigError", "text", true), ours(), Outcome::Same);
        check(
            raised("ConfigError", "other", true),
            ours(),
            Outcome::OtherText,
        );
        check(
            raised("ValueError", "text", true),
            ours(),
            Outcome::Different("another kind of error: ConfigError".to_owned()),
        );
        check(
            raised("ConfigError", "missing ['kind']", true),
            ours(),
            Outcome::Same,
        );
        let type_error = || Err(Failure::error("TypeError", &"text"));
        check(raised("TypeError", "x", true), type_error(), Outcome::Same);
    }

    #[test]
    fn an_accident_and_a_third_party_s_error_need_an_error() {
        let ours = || Err(Failure::error("ValueError", &"text"));
        check(raised("KeyError", "'x'", false), ours(), Outcome::Same);
        check(
            raised("JsonPatchConflict", "x", true),
            ours(),
            Outcome::Same,
        );
        check(
            raised("KeyError", "'x'", false),
            Ok(Value::Null),
            Outcome::Different("no error here".to_owned()),
        );
    }

    #[test]
    fn a_panic_is_never_the_same() {
        let panicked = || Err(Failure::error(PANIC, &"boom"));
        let outcome = || Outcome::Different("it panicked".to_owned());
        check(raised("KeyError", "'x'", false), panicked(), outcome());
        check(raised(PANIC, "boom", true), panicked(), outcome());
        let any = Expected::AnyOf(vec![raised("JsonPatchConflict", "x", true)]);
        check(any, panicked(), outcome());
    }

    #[test]
    fn any_of_the_alternatives_is_right() {
        let expected =
            || Expected::AnyOf(vec![Expected::Value(json!(1)), Expected::Value(json!(2))]);
        check(expected(), Ok(json!(2)), Outcome::Same);
        check(
            expected(),
            Ok(json!(3)),
            Outcome::Different(": 3 instead of 2".to_owned()),
        );
    }

    #[test]
    fn what_is_missing_never_counts_as_the_same() {
        let missing = || Err(Failure::Missing("why"));
        check(
            Expected::Value(json!(1)),
            missing(),
            Outcome::Missing("why"),
        );
        check(raised("E", "", false), missing(), Outcome::Missing("why"));
        let malformed = Err(Failure::malformed("x"));
        let outcome = Outcome::Different("the input is not understood: x".to_owned());
        check(raised("E", "", false), malformed, outcome);
    }
}
