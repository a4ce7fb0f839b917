//! Who owns which field: server-side apply, and what every other write means for `metadata.managedFields`.
//!
//! Pure functions over JSON objects; nothing here reads a clock or a store. A handler calls, in this order:
//!
//! 1. [`apply`] for an apply patch, or [`update`] for what POST, PUT and the other patches made of the object, once
//!    defaults are set and before the strategy of the kind resets fields;
//! 2. defaulting and normalising of what came out of [`apply`], which keeps a value as the client wrote it;
//! 3. [`keep_times`], so that a request without effect leaves the object as it was.
//!
//! Entries of other versions of a kind are read as if they named fields of the version at hand; where versions have
//! other fields, the handler has them follow an update.

mod apply;
mod entries;
mod error;
mod last_applied;
mod reset;
mod update;
mod versions;

use oper8_schema::{FieldSet, Shape};

pub use self::apply::apply;
pub use self::entries::Operation;
pub use self::error::{ApplyError, Conflict};
pub use self::reset::reset_fields;
pub use self::update::{keep_times, update};
pub(crate) use self::versions::follow_versions;

/// A write, as far as the ownership of fields goes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Request<'a> {
    /// Who writes: the `fieldManager` of the request, else its user agent; see [`manager_name`].
    pub manager: &'a str,
    /// Whether an apply takes fields from other managers; nothing else reads this.
    pub force: bool,
    /// `status`, `scale`, ..; empty for the object itself.
    pub subresource: &'a str,
    /// `apiVersion` in which the fields are named.
    pub api_version: &'a str,
    /// The kind of the object.
    pub kind: &'a str,
    /// The present: RFC 3339 in UTC to the second, `2026-01-31T12:00:00Z`.
    pub now: &'a str,
    /// The type of the object.
    pub shape: Shape<'a>,
    /// Fields that this request cannot set; see [`reset_fields`].
    pub reset: &'a FieldSet,
}

impl<'a> Request<'a> {
    /// A write of `manager` to a whole object that can set every field, without force.
    #[must_use]
    pub fn new(manager: &'a str, api_version: &'a str, kind: &'a str, shape: Shape<'a>) -> Self {
        static NOTHING: FieldSet = FieldSet::new();
        Self {
            manager,
            force: false,
            subresource: "",
            api_version,
            kind,
            now: "1970-01-01T00:00:00Z",
            shape,
            reset: &NOTHING,
        }
    }

    /// Sets the time of the request.
    #[must_use]
    pub fn at(self, now: &'a str) -> Self {
        Self { now, ..self }
    }

    /// Sets whether an apply takes fields from other managers.
    #[must_use]
    pub fn force(self, force: bool) -> Self {
        Self { force, ..self }
    }

    /// Sets the subresource and the fields that it cannot set.
    #[must_use]
    pub fn to(self, subresource: &'a str, reset: &'a FieldSet) -> Self {
        Self {
            subresource,
            reset,
            ..self
        }
    }

    /// What this request owns of the fields that it touched.
    fn owned(&self, fields: FieldSet) -> FieldSet {
        let fields = match self.reset.is_empty() {
            true => fields,
            false => fields.recursive_difference(self.reset),
        };
        fields.difference(FieldSet::never_owned())
    }
}

/// The name under which a request owns fields: `field_manager`, or else what stands before the first `/` of the user
/// agent, at most 128 bytes of it, or else `unknown`.
#[must_use]
pub fn manager_name(field_manager: &str, user_agent: &str) -> String {
    const LONGEST: usize = 128;
    if !field_manager.is_empty() {
        return field_manager.to_owned();
    }
    let product = user_agent.split('/').next().unwrap_or_default();
    let mut name = String::new();
    for letter in product.chars().filter(|letter| !letter.is_control()) {
        if name.len() + letter.len_utf8() > LONGEST {
            break;
        }
        name.push(letter);
    }
    if name.is_empty() {
        return "unknown".to_owned();
    }
    name
}

#[cfg(test)]
mod tests;
