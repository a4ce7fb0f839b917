//! What is wrong with an object, collected.

use serde_json::Value;

use crate::names;
use crate::path::Path;
use crate::status::Cause;

/// The causes found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(pub(super) Vec<Cause>);

impl Problems {
    pub(super) fn required(&mut self, path: &Path<'_>, detail: &str) {
        self.0.push(Cause::required(&path.to_string(), detail));
    }

    pub(super) fn invalid(&mut self, path: &Path<'_>, value: &Value, detail: &str) {
        self.0
            .push(Cause::invalid(&path.to_string(), value, detail));
    }

    pub(super) fn forbidden(&mut self, path: &Path<'_>, detail: &str) {
        self.0.push(Cause::forbidden(&path.to_string(), detail));
    }

    pub(super) fn duplicate(&mut self, path: &Path<'_>, value: &Value) {
        self.0.push(Cause::duplicate(&path.to_string(), value));
    }

    pub(super) fn not_found(&mut self, path: &Path<'_>, value: &Value) {
        self.0.push(Cause::not_found(&path.to_string(), value));
    }

    pub(super) fn not_supported(&mut self, path: &Path<'_>, value: &Value, supported: &[&str]) {
        let supported: Vec<_> = supported.iter().map(|text| (*text).to_owned()).collect();
        self.0
            .push(Cause::not_supported(&path.to_string(), value, &supported));
    }

    /// A value that, when it is there, must not be less than zero.
    pub(super) fn not_negative(&mut self, path: &Path<'_>, value: &Value) {
        if value.as_i64().is_some_and(|number| number < 0) {
            self.invalid(path, value, "must be greater than or equal to 0");
        }
    }

    /// A value that must be what it was.
    pub(super) fn immutable(&mut self, path: &Path<'_>, current: &Value, value: &Value) {
        if current != value {
            self.invalid(path, value, "field is immutable");
        }
    }

    /// A text that must be there and be a DNS label.
    pub(super) fn dns_label(&mut self, path: &Path<'_>, value: &Value) {
        match value.as_str().unwrap_or_default() {
            "" => self.required(path, ""),
            text => {
                if let Some(problem) = names::label_problem(text) {
                    self.invalid(path, value, &problem);
                }
            }
        }
    }

    /// A port number from 1 to 65535.
    pub(super) fn port(&mut self, path: &Path<'_>, value: &Value) {
        if !value
            .as_i64()
            .is_some_and(|port| (1..=65_535).contains(&port))
        {
            let value = if value.is_null() {
                &Value::from(0)
            } else {
                value
            };
            self.invalid(path, value, "must be between 1 and 65535, inclusive");
        }
    }
}
