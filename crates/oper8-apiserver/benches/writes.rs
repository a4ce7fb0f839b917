//! How many writes a second the server takes in process, on one core, through its tower service.
//!
//! `cargo bench -p oper8-apiserver`

#![allow(clippy::unwrap_used, reason = "a failure is a failed run")]

mod support;

use divan::Bencher;
use serde_json::json;

use support::{CONFIG_MAPS, ROUND, applies, big, config_map, measure, request};

fn main() {
    divan::main();
}

#[divan::bench]
fn create(bencher: Bencher) {
    measure(bencher, Vec::new, || {
        let objects = (0..ROUND).map(config_map);
        let requests =
            objects.map(|object| request("POST", CONFIG_MAPS, "application/json", &object));
        requests.collect()
    });
}

#[divan::bench]
fn apply_new(bencher: Bencher) {
    measure(bencher, Vec::new, applies);
}

#[divan::bench]
fn apply_unchanged(bencher: Bencher) {
    measure(bencher, applies, applies);
}

#[divan::bench]
fn merge_patch(bencher: Bencher) {
    measure(bencher, applies, || {
        let patch = json!({"data": {"level": "debug"}});
        let paths = (0..ROUND).map(|index| format!("{CONFIG_MAPS}/settings-{index}"));
        let requests =
            paths.map(|path| request("PATCH", &path, "application/merge-patch+json", &patch));
        requests.collect()
    });
}

#[divan::bench]
fn create_1_kb(bencher: Bencher) {
    measure(bencher, Vec::new, || {
        let objects = (0..ROUND).map(big);
        let requests =
            objects.map(|object| request("POST", CONFIG_MAPS, "application/json", &object));
        requests.collect()
    });
}
