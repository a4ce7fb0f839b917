//! Workloads that become ready, or fail, though nothing runs.

#[path = "../support/mod.rs"]
mod support;

mod deployments;
mod following;
mod furniture;
mod jobs;
mod others;
mod pods;
mod properties;
mod stateful_sets;
mod workloads;
