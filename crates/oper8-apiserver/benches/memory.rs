//! How much memory a server takes that holds 100,000 `ConfigMap`s of 1 KB.
//!
//! `cargo bench -p oper8-apiserver --bench memory`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failure is a failed run, and what it prints is what it is for"
)]

mod support;

use support::{Bench, CONFIG_MAPS};

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let count = if std::env::args().any(|arg| arg == "--bench") {
        100_000
    } else {
        100
    };
    let before = resident("VmRSS:");
    let bench = Bench::new();
    bench.fill(count);
    let filled = resident("VmRSS:");
    println!(
        "{count} ConfigMaps of 1 KB: {:.0} MB, {:.0} MB of it before the first",
        megabytes(filled),
        megabytes(before)
    );
    let length = bench.length(CONFIG_MAPS);
    println!(
        "a list of {:.0} MB: {:.0} MB at most",
        length as f64 / 1e6,
        megabytes(resident("VmHWM:"))
    );
}

fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 * 1024.0 / 1e6
}

/// A figure of this process, in kilobytes; 0 where there is no `/proc`.
fn resident(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let figure = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
    figure.map_or(0, |figure| figure.trim().parse().unwrap())
}
