//! Each row of docs/faults.md, by the lines that the page shows, as clients of kube-rs see it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure is a failed test, outside of the test functions too"
)]

mod informer;
mod kinds;
mod leases;
mod one_watcher;
mod operator;
mod page;
mod pairs;
mod requests;
mod scene;
mod watches;
mod writers;
