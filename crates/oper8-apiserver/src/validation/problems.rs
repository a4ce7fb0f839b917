//! What is wrong with an object, collected.

use std::cell::RefCell;

use serde_json::Value;

use crate::path::Path;
use crate::status::Cause;

/// The causes found so far, and what the client is told beside.
#[derive(Debug, Default)]
pub(super) struct Problems(pub(super) RefCell<Vec<Cause>>, pub(super) Vec<String>);

impl Problems {
    pub(super) fn push(&self, cause: Cause) {
        self.0.borrow_mut().push(cause);
    }

    pub(super) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    pub(super) fn required(&self, path: &Path<'_>, detail: &str) {
        self.push(Cause::required(&path.to_string(), detail));
    }

    pub(super) fn invalid(&self, path: &Path<'_>, value: &Value, detail: &str) {
        self.push(Cause::invalid(&path.to_string(), value, detail));
    }

    pub(super) fn forbidden(&self, path: &Path<'_>, detail: &str) {
        self.push(Cause::forbidden(&path.to_string(), detail));
    }

    pub(super) fn duplicate(&self, path: &Path<'_>, value: &Value) {
        self.push(Cause::duplicate(&path.to_string(), value));
    }

    pub(super) fn not_supported(&self, path: &Path<'_>, value: &Value, supported: &[&str]) {
        let supported: Vec<_> = supported.iter().map(|text| (*text).to_owned()).collect();
        self.push(Cause::not_supported(&path.to_string(), value, &supported));
    }

    /// A value that, when it is there, must not be less than zero.
    pub(super) fn not_negative(&self, path: &Path<'_>, value: &Value) {
        if value.as_i64().is_some_and(|number| number < 0) {
            self.invalid(path, value, "must be greater than or equal to 0");
        }
    }

    /// A value that must be what it was.
    pub(super) fn immutable(&self, path: &Path<'_>, current: &Value, value: &Value) {
        if current != value {
            self.invalid(path, value, "field is immutable");
        }
    }

    /// A port number from 1 to 65535.
    pub(super) fn port(&self, path: &Path<'_>, value: &Value) {
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
