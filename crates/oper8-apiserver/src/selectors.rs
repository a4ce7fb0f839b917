//! Selectors of lists and watches.

mod field;
mod label;

pub(crate) use self::field::FieldSelector;
pub use self::label::{LabelSelector, SelectorError};
