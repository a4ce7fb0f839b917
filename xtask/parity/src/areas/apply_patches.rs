//! Patches chosen by internal name: `oper8_patch::apply_patches`.

use oper8_patch::apply_patches;
use serde_json::Value;

use super::Rule;
use super::strategic_merge::{self, failure};
use crate::input::{Answer, get, list, text};

pub(super) const RULES: &[(&str, Rule)] = &[
    ("true-is-not-one", |case| {
        strategic_merge::booleans_are_as_texts(case, answer)
    }),
    ("ports-by-protocol", |case| {
        strategic_merge::protocols_are_as_numbers(case, answer)
    }),
];

pub(super) fn answer(input: &Value) -> Answer {
    let (name, resource) = (text(input, "internal_name")?, get(input, "resource")?);
    apply_patches(name, resource, list(input, "patches")?).map_err(|error| failure(&error))
}
