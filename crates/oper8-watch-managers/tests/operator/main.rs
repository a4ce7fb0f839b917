//! An operator over HTTP: it follows its custom resources, whatever happens to it, to its connections, and by others.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

mod faults;
mod following;
mod support;
