//! Named directed acyclic graphs and a concurrent runner for them.
//!
#![doc = include_str!("../README.md")]

mod error;

mod acyclic;
mod graph;
mod refs;
mod topology;

mod display;
mod drawing;

mod completion;
mod outcome;

mod runner;

pub use completion::{CompletionState, Problem};
pub use drawing::{Dot, Mermaid};
pub use error::GraphError;
pub use graph::Graph;
pub use outcome::{Halt, Outcome, Panicked};
pub use refs::{EdgeRef, NodeRef};
pub use runner::Runner;
