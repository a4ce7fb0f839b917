//! How many reads a second the server answers in process, on one core, through its tower service.
//!
//! `cargo bench -p oper8-apiserver --bench reads`

#![allow(clippy::unwrap_used, reason = "a failure is a failed run")]

mod support;

use divan::Bencher;
use divan::counter::ItemsCount;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::Service as _;

use support::{Bench, CONFIG_MAPS, ROUND, applies, measure};

fn main() {
    divan::main();
}

/// How many objects the lists are about.
const MANY: usize = 100_000;

#[divan::bench]
fn get(bencher: Bencher) {
    measure(bencher, applies, || {
        let paths = (0..ROUND).map(|index| format!("{CONFIG_MAPS}/settings-{index}"));
        paths.map(|path| support::get(&path)).collect()
    });
}

/// Among so many objects that few of them are kept parsed.
#[divan::bench]
fn get_of_many(bencher: Bencher) {
    let bench = Bench::new();
    bench.fill(MANY);
    bencher
        .counter(ItemsCount::new(ROUND))
        .with_inputs(|| {
            let paths = (0..ROUND).map(|index| format!("{CONFIG_MAPS}/settings-{}", index * 97));
            paths.map(|path| support::get(&path)).collect::<Vec<_>>()
        })
        .bench_values(|requests| bench.ask(requests));
}

#[divan::bench(sample_count = 10)]
fn list_of_many(bencher: Bencher) {
    let bench = Bench::new();
    bench.fill(MANY);
    bencher
        .counter(ItemsCount::new(MANY))
        .bench(|| bench.length(CONFIG_MAPS));
}

#[divan::bench(sample_count = 10)]
fn list_of_many_by_label(bencher: Bencher) {
    let bench = Bench::new();
    bench.fill(MANY);
    bencher.counter(ItemsCount::new(MANY)).bench(|| {
        bench.length(&format!(
            "{CONFIG_MAPS}?labelSelector=app.kubernetes.io/name%3Dother"
        ))
    });
}

#[divan::bench(sample_count = 3)]
fn pages_of_500_of_many(bencher: Bencher) {
    let bench = Bench::new();
    bench.fill(MANY);
    bencher.counter(ItemsCount::new(MANY)).bench(|| {
        let mut token = String::new();
        loop {
            let path = format!("{CONFIG_MAPS}?limit=500&continue={token}");
            let page = bench.runtime.block_on(async {
                let response = bench.service.clone().call(support::get(&path)).await;
                response.unwrap().into_body().collect().await.unwrap()
            });
            // What is said of the list comes before its items.
            let page = page.to_bytes();
            let start = page
                .windows(8)
                .position(|part| part == b"\"items\":")
                .unwrap();
            let head = format!("{}}}", String::from_utf8_lossy(&page[..start - 1]));
            let head: Value = serde_json::from_str(&head).unwrap();
            let Some(next) = head["metadata"]["continue"].as_str() else {
                break;
            };
            token = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        }
    });
}
