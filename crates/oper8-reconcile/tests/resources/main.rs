//! The custom resource itself: its type, configuration, patches, version, pause, finalizer and deletion.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

#[path = "../support/mod.rs"]
mod support;

mod callers;
mod deletion;
mod kinds;
mod patches;
mod ready;
mod settings;
