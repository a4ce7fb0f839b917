//! Arithmetic on objects by their [`Shape`](crate::Shape): what server-side apply is made of.
//!
//! - [`validate`]: whether an object fits its shape and its keyed lists name each element once;
//! - [`merge`]: a configuration laid over a live object;
//! - [`compare`]: the fields that one object adds, changes and loses against another;
//! - [`remove`] and [`extract`]: an object without a set of fields, or with nothing else.
//!
//! Apart from [`validate`] these take objects as they are: a value that does not fit its shape is a single field.

mod compare;
mod elements;
mod field_set;
mod form;
mod merge;
mod remove;
mod validate;

pub use self::compare::{Comparison, compare};
pub use self::form::same;
pub use self::merge::merge;
pub use self::remove::{extract, remove};
pub use self::validate::{Duplicates, TypedError, Violation, validate};

pub(crate) use self::field_set::field_set;
pub(crate) use self::form::{child_shape, is_atomic};

#[cfg(test)]
mod tests;
