//! Rollouts of a custom resource, from the first to the last, driven directly.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

#[path = "../support/mod.rs"]
mod support;

mod conditions;
mod course;
mod definitions;
mod dumps;
mod hooks;
mod order;
mod outcomes;
mod statuses;
