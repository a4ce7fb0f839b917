//! A value of the object under judgement with its place: what most checks are written with.

use std::net::IpAddr;

use oper8_schema::quantity::Quantity;
use serde_json::{Value, json};

use super::metadata;
use super::problems::Problems;
use crate::names;
use crate::path::Path;
use crate::status::Cause;

/// A value, where it is, and where to report what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'p, 'v> {
    pub(super) value: &'v Value,
    path: Path<'p>,
    problems: &'p Problems,
}

const NULL: &Value = &Value::Null;

impl<'p, 'v> Node<'p, 'v> {
    pub(super) fn new(value: &'v Value, path: Path<'p>, problems: &'p Problems) -> Self {
        Self {
            value,
            path,
            problems,
        }
    }

    /// The object itself.
    pub(super) fn root(value: &'v Value, problems: &'p Problems) -> Self {
        Self::new(value, Path::root(), problems)
    }

    /// A field; null when it is absent.
    pub(super) fn at<'b>(&'b self, field: &'b str) -> Node<'b, 'v> {
        Node::new(
            self.value.get(field).unwrap_or(NULL),
            self.path.field(field),
            self.problems,
        )
    }

    /// The same value, told of under another name of the same holder.
    pub(super) fn called<'b>(&'b self, value: &'v Value, field: &'b str) -> Node<'b, 'v> {
        Node::new(value, self.path.field(field), self.problems)
    }

    /// An entry of a map, which messages show in brackets.
    pub(super) fn key<'b>(&'b self, key: &'b str) -> Node<'b, 'v> {
        Node::new(
            self.value.get(key).unwrap_or(NULL),
            self.path.key(key),
            self.problems,
        )
    }

    /// An element; null when there is none.
    pub(super) fn index(&self, index: usize) -> Node<'_, 'v> {
        Node::new(
            self.value.get(index).unwrap_or(NULL),
            self.path.index(index),
            self.problems,
        )
    }

    pub(super) fn each(&self, mut check: impl FnMut(usize, Node<'_, 'v>)) {
        for index in 0..self.items().len() {
            check(index, self.index(index));
        }
    }

    pub(super) fn each_entry(&self, mut check: impl FnMut(&'v str, Node<'_, 'v>)) {
        for (key, _) in self.value.as_object().into_iter().flatten() {
            check(key, self.key(key));
        }
    }

    /// Goes into a part that is there.
    pub(super) fn inside(&self, field: &str, check: impl FnOnce(Node<'_, 'v>)) {
        let part = self.at(field);
        if part.is_there() {
            check(part);
        }
    }

    pub(super) fn path(&self) -> &Path<'p> {
        &self.path
    }

    pub(super) fn problems(&self) -> &'p Problems {
        self.problems
    }

    pub(super) fn is_there(&self) -> bool {
        !self.value.is_null()
    }

    pub(super) fn items(&self) -> &'v [Value] {
        self.value.as_array().map_or(&[], Vec::as_slice)
    }

    /// The text; empty when there is none.
    pub(super) fn text(&self) -> &'v str {
        self.value.as_str().unwrap_or_default()
    }

    pub(super) fn int(&self) -> Option<i64> {
        self.value.as_i64()
    }

    pub(super) fn is_true(&self) -> bool {
        *self.value == true
    }

    pub(super) fn quantity(&self) -> Option<Quantity> {
        quantity(self.value)
    }

    pub(super) fn require(&self, detail: &str) {
        self.problems.required(&self.path, detail);
    }

    /// The value is not valid; an absent one is shown as the empty text.
    pub(super) fn invalid(&self, detail: &str) {
        let absent = json!("");
        let value = if self.is_there() { self.value } else { &absent };
        self.problems.invalid(&self.path, value, detail);
    }

    pub(super) fn invalid_as(&self, value: &Value, detail: &str) {
        self.problems.invalid(&self.path, value, detail);
    }

    /// As [`Self::invalid`], with no word about the value.
    pub(super) fn invalid_bare(&self, detail: &str) {
        self.problems
            .push(Cause::invalid_bare(&self.path.to_string(), detail));
    }

    /// As [`Self::invalid_as`], of a value that the message shows as a Go type has it.
    pub(super) fn invalid_shown(&self, shown: &str, detail: &str) {
        self.problems
            .push(Cause::invalid_shown(&self.path.to_string(), shown, detail));
    }

    pub(super) fn unsupported_shown(&self, shown: &str, supported: &[&str]) {
        let path = self.path.to_string();
        self.problems
            .push(Cause::not_supported_shown(&path, shown, supported));
    }

    pub(super) fn forbid(&self, detail: &str) {
        self.problems.forbidden(&self.path, detail);
    }

    pub(super) fn duplicate(&self) {
        self.problems.duplicate(&self.path, self.value);
    }

    pub(super) fn duplicate_of(&self, value: &Value) {
        self.problems.duplicate(&self.path, value);
    }

    pub(super) fn missing(&self, detail: &str) {
        let absent = json!("");
        let value = if self.is_there() { self.value } else { &absent };
        self.problems.push(Cause::not_found_because(
            &self.path.to_string(),
            value,
            detail,
        ));
    }

    pub(super) fn unsupported(&self, supported: &[&str]) {
        let absent = json!("");
        let value = if self.is_there() { self.value } else { &absent };
        self.problems.not_supported(&self.path, value, supported);
    }

    /// A text that must be there; whether it is.
    pub(super) fn needed(&self) -> bool {
        let there = !self.text().is_empty();
        if !there {
            self.require("");
        }
        there
    }

    /// One of a few texts, when it is there.
    pub(super) fn one_of(&self, supported: &[&str]) {
        if self.is_there() && !supported.contains(&self.text()) {
            self.unsupported(supported);
        }
    }

    /// One of a few texts, which absence is not.
    pub(super) fn must_be_one_of(&self, supported: &[&str]) {
        if !supported.contains(&self.text()) {
            self.unsupported(supported);
        }
    }

    /// As the check of names tells.
    pub(super) fn name(&self, check: impl Fn(&str) -> Option<String>) {
        if let Some(problem) = check(self.text()) {
            self.invalid(&problem);
        }
    }

    /// As the check of names tells, when there is a text.
    pub(super) fn optional_name(&self, check: impl Fn(&str) -> Option<String>) {
        if !self.text().is_empty() {
            self.name(check);
        }
    }

    pub(super) fn needed_name(&self, check: impl Fn(&str) -> Option<String>) {
        if self.needed() {
            self.name(check);
        }
    }

    /// A qualified name: `[prefix/]name`.
    pub(super) fn qualified(&self) {
        for problem in names::label_key_problems(self.text()) {
            self.invalid(&problem);
        }
    }

    pub(super) fn not_negative(&self) {
        self.problems.not_negative(&self.path, self.value);
    }

    pub(super) fn positive(&self, detail: &str) {
        if self.int().is_some_and(|number| number <= 0) {
            self.invalid(detail);
        }
    }

    pub(super) fn between(&self, least: i64, most: i64) {
        if self
            .int()
            .is_some_and(|number| number < least || number > most)
        {
            self.invalid(&format!("must be between {least} and {most}, inclusive"));
        }
    }

    /// A port number, which absence is not.
    pub(super) fn port(&self) {
        self.problems.port(&self.path, self.value);
    }

    /// A port by number or name.
    pub(super) fn port_or_name(&self) {
        if self.value.is_string() {
            self.port_name();
        } else {
            self.port();
        }
    }

    pub(super) fn port_name(&self) {
        for problem in names::port_name_problems(self.text()) {
            self.invalid(problem);
        }
    }

    pub(super) fn ip(&self) -> Option<IpAddr> {
        let address = self.text().parse().ok();
        if address.is_none() {
            self.invalid("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        address
    }

    /// A share or a number of pods, not negative.
    pub(super) fn count_or_percent(&self) {
        match self.value.as_str() {
            Some(text) => {
                let digits = text.strip_suffix('%').unwrap_or("x");
                if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    self.invalid("a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
                }
            }
            None => self.not_negative(),
        }
    }

    /// Not more than all.
    pub(super) fn at_most_all(&self) {
        let percent = self.text().strip_suffix('%');
        if percent
            .and_then(|digits| digits.parse::<u64>().ok())
            .is_some_and(|share| share > 100)
        {
            self.invalid("must not be greater than 100%");
        }
    }

    pub(super) fn labels(&self) {
        metadata::labels(self.value, &self.path, self.problems);
    }

    /// A label selector; whether it is valid.
    pub(super) fn selector(&self) -> bool {
        let before = self.problems.count();
        self.at("matchLabels").labels();
        self.at("matchExpressions").each(|_, expression| {
            let values = expression.at("values");
            match expression.at("operator").text() {
                "In" | "NotIn" if values.items().is_empty() => {
                    values.require("must be specified when `operator` is 'In' or 'NotIn'");
                }
                "In" | "NotIn" => {}
                "Exists" | "DoesNotExist" if !values.items().is_empty() => values
                    .forbid("may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
                "Exists" | "DoesNotExist" => {}
                _ => expression
                    .at("operator")
                    .invalid("not a valid selector operator"),
            }
            expression.at("key").qualified();
            values.each(|_, value| value.name(names::label_value_problem));
        });
        self.problems.count() == before
    }

    /// A path below something: not absolute, without `..`.
    pub(super) fn relative_path(&self) {
        if self.text().starts_with('/') {
            self.invalid("must be a relative path");
        }
        self.no_backsteps();
    }

    pub(super) fn no_backsteps(&self) {
        if self.text().split('/').any(|part| part == "..") {
            self.invalid("must not contain '..'");
        }
    }

    /// A value that may not change.
    pub(super) fn stays(&self, before: &Value) {
        if *self.value != *before {
            self.invalid_as(self.value, "field is immutable");
        }
    }
}

pub(super) fn quantity(value: &Value) -> Option<Quantity> {
    value.as_str()?.parse().ok()
}

/// Zero, to compare with.
pub(super) fn is_negative(quantity: &Quantity) -> bool {
    "0".parse::<Quantity>().is_ok_and(|zero| *quantity < zero)
}
