//! How the built-in kinds read, complete and judge their objects.

pub(crate) mod decode;
pub(crate) mod defaults;
mod rules;
mod times;
pub(crate) mod warnings;

pub(crate) use rules::apply_rules;
