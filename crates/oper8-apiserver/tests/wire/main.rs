//! What goes over the wire, where a conformance case cannot say it: sizes, connections, and requests that are none.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

#[cfg(feature = "tls")]
mod connections;
#[path = "../../fuzz/request.rs"]
mod request;
mod requests;
mod sizes;
mod streams;
