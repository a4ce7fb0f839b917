//! Bodies and media types: what may come, and in which form and encoding the answer goes.

mod accept;
mod answer;
mod json;
mod read;
mod scan;

pub(crate) use self::accept::{Accept, Encoding};
pub(crate) use self::answer::{compress, frames};
pub(crate) use self::json::Sent;
pub(crate) use self::read::{content_type, peek, read_object, read_options, read_patch};

use crate::table::TableForm;

/// The form of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// Whole objects.
    #[default]
    Object,
    /// Only the metadata.
    PartialMetadata,
    /// Rows for people.
    Table(TableForm),
}
