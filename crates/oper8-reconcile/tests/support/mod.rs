//! A cluster for each test, a recorder of requests, and scripted components.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::panic,
    missing_debug_implementations,
    reason = "helpers of tests; each file uses a part of them"
)]

pub mod cluster;
pub mod script;

pub use cluster::{Cluster, each, faulty, simulated};
pub use script::{Action, Hook, Part, Script, config_map};
