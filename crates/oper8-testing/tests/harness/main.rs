//! The harness as an operator's author uses it: a cluster, an operator that works on it, and what may be said of both.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

mod assertions;
mod clusters;
mod crashes;
mod operators;
mod rendering;
mod scripts;
mod shop;
mod time;
