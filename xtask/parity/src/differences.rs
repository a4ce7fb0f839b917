//! The differences on purpose: what `differences.yaml` lists, and which of its entries allows a difference.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::areas::{self, Rule};
use crate::compare::Outcome;
use crate::input::{Answer, Failure};
use crate::vector::{Expected, Vector};

/// A vector, and what was answered.
pub(crate) struct Case<'a> {
    /// The vector.
    pub(crate) vector: &'a Vector,
    /// What this implementation answered.
    pub(crate) answer: &'a Answer,
    /// How that relates to the reference's answer.
    pub(crate) outcome: &'a Outcome,
}

impl Case<'_> {
    /// What the reference answered, where it is a result.
    pub(crate) fn theirs(&self) -> Option<&Value> {
        match &self.vector.expected {
            Expected::Value(value) => Some(value),
            _ => None,
        }
    }

    /// What this implementation answered, where it is a result.
    pub(crate) fn ours(&self) -> Option<&Value> {
        self.answer.as_ref().ok()
    }

    /// Class and text of what this implementation answered, where it is an error.
    pub(crate) fn error(&self) -> Option<(&str, &str)> {
        match self.answer {
            Err(Failure::Error { class, message }) => Some((class, message)),
            _ => None,
        }
    }
}

/// One entry of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Difference {
    /// The area.
    pub(crate) area: String,
    /// A word for it, unique in its area.
    pub(crate) id: String,
    /// Why there is a difference.
    pub(crate) reason: String,
    /// Which vectors it is about; a vector must meet all that is given.
    #[serde(default)]
    when: When,
    /// What must be answered here. Without any of it the entry proves nothing, and is refused.
    here: Here,
}

/// Which vectors an entry is about.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    /// Its name; `*` stands for any text.
    name: Option<Value>,
    /// A part of its input.
    input: Option<Value>,
    /// A part of the reference's result.
    #[serde(default, deserialize_with = "present")]
    expect: Option<Value>,
    /// A part of the reference's error: `class`, `message`, `explicit`.
    expect_error: Option<Value>,
}

/// What must be answered here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Here {
    /// The result, whole; texts may hold `*`.
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    /// A part of the result.
    part: Option<Value>,
    /// A part of the error: `class`, `message`.
    error: Option<Value>,
    /// An error of the same kind, with another text.
    #[serde(default)]
    other_text: bool,
    /// A rule of the area, in code.
    rule: Option<String>,
}

/// A null that is given, rather than nothing.
fn present<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

/// The list.
#[derive(Debug)]
pub(crate) struct Differences {
    pub(crate) entries: Vec<Difference>,
}

impl Differences {
    /// Reads the list, and refuses entries that prove nothing.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("could not read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} is wrong", path.display()))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let entries: Vec<Difference> = serde_saphyr::from_str(text)?;
        for (index, entry) in entries.iter().enumerate() {
            let name = format!("{}/{}", entry.area, entry.id);
            entry.check().with_context(|| format!("entry `{name}`"))?;
            let twice = |other: &Difference| other.area == entry.area && other.id == entry.id;
            if entries[..index].iter().any(twice) {
                bail!("entry `{name}` is there twice");
            }
        }
        Ok(Self { entries })
    }

    /// The entry that allows a difference, by its place in the list.
    pub(crate) fn allowing(&self, case: &Case<'_>) -> Option<usize> {
        self.entries.iter().position(|entry| entry.allows(case))
    }
}

impl Difference {
    fn check(&self) -> anyhow::Result<()> {
        let here = &self.here;
        let proofs = [
            here.result.is_some(),
            here.part.is_some(),
            here.error.is_some(),
            here.rule.is_some(),
        ];
        if !here.other_text && !proofs.contains(&true) {
            bail!("`here` must say what is answered: result, part, error, other_text or rule");
        }
        if areas::find(&self.area).is_none() {
            bail!("there is no area `{}`", self.area);
        }
        if let Some(rule) = &here.rule
            && self.rule().is_none()
        {
            bail!("the area has no rule `{rule}`");
        }
        Ok(())
    }

    fn rule(&self) -> Option<Rule> {
        let name = self.here.rule.as_deref()?;
        let rules = areas::find(&self.area)?.rules;
        let found = rules.iter().find(|(known, _)| *known == name);
        found.map(|(_, rule)| *rule)
    }

    fn allows(&self, case: &Case<'_>) -> bool {
        self.area == case.vector.area && self.when.holds(case.vector) && self.proven(case)
    }

    fn proven(&self, case: &Case<'_>) -> bool {
        let here = &self.here;
        let ours = case.ours();
        let error = match case.answer {
            Err(Failure::Error { class, message }) => {
                Some(json!({"class": class, "message": message}))
            }
            _ => None,
        };
        let met = |wanted: &Option<Value>, found: Option<&Value>, whole: bool| {
            wanted
                .as_ref()
                .is_none_or(|wanted| found.is_some_and(|found| matches(wanted, found, whole)))
        };
        met(&here.result, ours, true)
            && met(&here.part, ours, false)
            && met(&here.error, error.as_ref(), false)
            && (!here.other_text || *case.outcome == Outcome::OtherText)
            && self.rule().is_none_or(|rule| holds(rule, case))
    }
}

impl When {
    fn holds(&self, vector: &Vector) -> bool {
        let expected = vector.expected.to_value();
        let met = |wanted: &Option<Value>, found: Option<&Value>| {
            wanted
                .as_ref()
                .is_none_or(|wanted| found.is_some_and(|found| matches(wanted, found, false)))
        };
        met(&self.name, Some(&vector.name.as_str().into()))
            && met(&self.input, Some(&vector.input))
            && met(&self.expect, expected.get("expect"))
            && met(&self.expect_error, expected.get("expect_error"))
    }
}

/// Whether a rule holds; one that stumbles over an odd input does not.
fn holds(rule: Rule, case: &Case<'_>) -> bool {
    catch_unwind(AssertUnwindSafe(|| rule(case))).unwrap_or(false)
}

/// Whether `found` has what `wanted` says: texts with `*` for any text, maps by the keys of `wanted` unless `whole`.
fn matches(wanted: &Value, found: &Value, whole: bool) -> bool {
    match (wanted, found) {
        (Value::String(wanted), Value::String(found)) => text_matches(wanted, found),
        (Value::Object(wanted), Value::Object(found)) => {
            (!whole || wanted.len() == found.len())
                && wanted.iter().all(|(key, wanted)| {
                    let found = found.get(key);
                    found.is_some_and(|found| matches(wanted, found, whole))
                })
        }
        (Value::Array(wanted), Value::Array(found)) => {
            let pairs = wanted.iter().zip(found);
            wanted.len() == found.len()
                && pairs
                    .into_iter()
                    .all(|(wanted, found)| matches(wanted, found, whole))
        }
        _ => wanted == found,
    }
}

/// Whether `text` is `pattern`, in which `*` stands for any text.
fn text_matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    let ends = text.char_indices().map(|(index, _)| index);
    ends.chain([text.len()])
        .any(|index| text_matches(rest, &text[index..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::ExpectedError;

    const ENTRY: &str = "
- area: strategic_merge
  id: word
  reason: because
  when:
    name: 'fuzz *'
    input: {fn: f, deep: {a: 1}}
    expect_error: {class: ValueError, message: '* is not *'}
  here:
    result: {b: [1, 'x*']}
";

    fn vector() -> Vector {
        Vector {
            area: "strategic_merge".to_owned(),
            name: "fuzz 3".to_owned(),
            input: json!({"fn": "f", "deep": {"a": 1, "b": 2}}),
            expected: Expected::Error(ExpectedError {
                class: "ValueError".to_owned(),
                message: "this is not that".to_owned(),
                explicit: true,
            }),
        }
    }

    fn allows(list: &str, vector: &Vector, answer: Answer) -> bool {
        let outcome = Outcome::Different(String::new());
        let case = Case {
            vector,
            answer: &answer,
            outcome: &outcome,
        };
        let list = Differences::parse(list).expect("the list is right");
        list.allowing(&case).is_some()
    }

    #[test]
    fn an_entry_allows_its_vectors_with_its_result_alone() {
        assert!(allows(ENTRY, &vector(), Ok(json!({"b": [1, "xyz"]}))));
        assert!(!allows(ENTRY, &vector(), Ok(json!({"b": [1, "y"]}))));
        assert!(!allows(
            ENTRY,
            &vector(),
            Ok(json!({"b": [1, "x"], "c": 1}))
        ));
        assert!(!allows(ENTRY, &vector(), Err(Failure::malformed(""))));
    }

    #[test]
    fn a_null_can_be_the_result() {
        let list = "- {area: strategic_merge, id: x, reason: r, here: {result: null}}";
        assert!(allows(list, &vector(), Ok(Value::Null)));
        assert!(!allows(list, &vector(), Ok(json!({}))));
    }

    #[test]
    fn an_entry_is_about_no_other_vector() {
        let check = |change: fn(&mut Vector)| {
            let mut vector = vector();
            change(&mut vector);
            assert!(!allows(ENTRY, &vector, Ok(json!({"b": [1, "x"]}))));
        };
        check(|vector| vector.area = "apply_patches".to_owned());
        check(|vector| vector.name = "a fuzz 3".to_owned());
        check(|vector| vector.input = json!({"fn": "f", "deep": {"a": 2}}));
        check(|vector| vector.expected = Expected::Value(Value::Null));
    }

    #[test]
    fn an_entry_that_proves_nothing_or_names_nothing_is_refused() {
        #[track_caller]
        fn check(list: &str, expected: &str) {
            let error = Differences::parse(list).expect_err("the list is wrong");
            let text = format!("{error:#}");
            assert!(text.contains(expected), "{text}");
        }
        check(
            "- {area: strategic_merge, id: x, reason: r, here: {}}",
            "`here` must say what is answered",
        );
        check(
            "- {area: none, id: x, reason: r, here: {result: 1}}",
            "there is no area `none`",
        );
        check(
            "- {area: strategic_merge, id: x, reason: r, here: {rule: none}}",
            "the area has no rule `none`",
        );
        check(&format!("{ENTRY}{ENTRY}"), "is there twice");
        check("- {area: strategic_merge, whatever: 1}", "whatever");
    }

    #[test]
    fn the_list_that_is_checked_in_is_right() {
        Differences::read(&crate::files::differences()).unwrap();
    }

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(text_matches("*", ""));
        assert!(text_matches("a*c*", "abcc"));
        assert!(!text_matches("a*c", "abcd"));
        assert!(!text_matches("a", "ab"));
    }
}
