//! Patches chosen by internal name: `oper8_patch::apply_patches`.

use oper8_patch::apply_patches;
use serde_json::{Value, json};

use super::Rule;
use super::strategic_merge::{self, failure};
use crate::differences::Case;
use crate::input::{Answer, get, list, text};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("true-is-not-one", |case| {
        strategic_merge::booleans_are_as_texts(case, answer)
    }),
    ("keys-as-texts", |case| {
        strategic_merge::keys_are_as_texts(case, answer)
    }),
    ("incomplete-patches", incomplete_patches),
    ("ports-by-protocol", |case| {
        strategic_merge::protocols_are_as_numbers(case, answer)
    }),
];

pub(super) fn answer(input: &Value) -> Answer {
    let (name, resource) = (text(input, "internal_name")?, get(input, "resource")?);
    apply_patches(name, resource, list(input, "patches")?).map_err(|error| failure(&error))
}

/// What lacks a spec is no patch, and what lacks a name only has none; for whole patches the two systems agree.
fn incomplete_patches(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    if let Some(patches) = input["patches"].as_array_mut() {
        patches.retain(|patch| patch["spec"].is_object());
        for patch in patches {
            if !patch["metadata"].is_object() {
                patch["metadata"] = json!({"name": "?"});
            }
        }
    }
    input != case.vector.input && answer(&input) == *case.answer
}
