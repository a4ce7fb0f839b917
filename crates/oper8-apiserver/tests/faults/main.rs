//! Faults by rule, seen through the real client.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure is a failed test, outside of the test functions too"
)]

mod bench;
mod edits;
mod frames;
mod lines;
mod plans;
mod recovery;
mod requests;
mod watches;
