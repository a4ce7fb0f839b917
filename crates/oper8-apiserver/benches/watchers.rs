//! One write that many watch: how long until all of them have it.
//!
//! `cargo bench -p oper8-apiserver --bench watchers`

#![allow(clippy::unwrap_used, reason = "a failure is a failed run")]

mod support;

use divan::Bencher;
use divan::counter::ItemsCount;
use http_body_util::BodyExt as _;
use oper8_apiserver::Body;
use tower::Service as _;

use support::{Bench, CONFIG_MAPS, big, request};

fn main() {
    divan::main();
}

/// The bodies of so many watches that have seen all there is.
fn watch(bench: &Bench, count: usize) -> Vec<Body> {
    let path = format!("{CONFIG_MAPS}?watch=true&resourceVersion=0");
    bench.runtime.block_on(async {
        let mut bodies = Vec::new();
        for _ in 0..count {
            let response = bench.service.clone().call(support::get(&path)).await;
            bodies.push(response.unwrap().into_body());
        }
        bodies
    })
}

fn check(bencher: Bencher, watchers: usize) {
    let mut next = 0;
    let bench = Bench::new();
    let mut bodies = watch(&bench, watchers);
    bencher.counter(ItemsCount::new(watchers)).bench_local(|| {
        next += 1;
        bench.ask([request("POST", CONFIG_MAPS, "application/json", &big(next))]);
        bench.runtime.block_on(async {
            for body in &mut bodies {
                body.frame().await.unwrap().unwrap();
            }
        });
    });
}

#[divan::bench(args = [1, 100, 1000])]
fn one_write(bencher: Bencher, watchers: usize) {
    check(bencher, watchers);
}
