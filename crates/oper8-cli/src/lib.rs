//! The command line of an operator.
//!
//! A binary builds an [`Operator`] and calls [`Operator::main`]; its commands are `run`, `render`, `crd` and `version`. Every
//! setting of [`oper8_config`] is an option of its dotted name.

mod operator;

mod args;
mod failure;
mod input;
mod logging;

mod cluster;
mod definitions;
#[cfg_attr(not(feature = "embedded"), path = "no_embedded.rs")]
mod embedded;
mod render;
mod run;
mod unrest;
mod unsupported;
mod view;

pub use self::operator::Operator;
