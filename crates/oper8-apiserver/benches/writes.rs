//! How many writes a second the server takes in process, on one core, through its tower service.
//!
//! `cargo bench -p oper8-apiserver`

#![allow(clippy::unwrap_used, reason = "a failure is a failed run")]

use bytes::Bytes;
use divan::Bencher;
use divan::counter::ItemsCount;
use http_body_util::{BodyExt as _, Full};
use oper8_apiserver::{ApiServer, ApiService};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::Service as _;

fn main() {
    divan::main();
}

/// How many requests one round makes.
const ROUND: usize = 1000;

struct Bench {
    runtime: Runtime,
    service: ApiService,
}

impl Bench {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let service = ApiServer::builder().build().service();
        Self { runtime, service }
    }

    fn ask(&self, requests: Requests) {
        self.runtime.block_on(async {
            for request in requests {
                let mut service = self.service.clone();
                let response = service.call(request).await.unwrap();
                assert!(response.status().is_success(), "{}", response.status());
                response.into_body().collect().await.unwrap();
            }
        });
    }
}

const CONFIG_MAPS: &str = "/api/v1/namespaces/default/configmaps";

fn config_map(index: usize) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": format!("settings-{index}"),
            "labels": {"app.kubernetes.io/name": "web", "app.kubernetes.io/component": "settings"},
            "annotations": {"oper8.org/internal-name": "web.settings"},
        },
        "data": {"host": "localhost", "port": "8080", "level": "info"},
    })
}

fn request(method: &str, path: &str, kind: &str, body: &Value) -> http::Request<Full<Bytes>> {
    http::Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", kind)
        .body(Full::from(body.to_string()))
        .unwrap()
}

type Requests = Vec<http::Request<Full<Bytes>>>;

/// Measures a round of requests to a server that has answered those of `before`.
fn measure(bencher: Bencher, before: fn() -> Requests, round: fn() -> Requests) {
    bencher
        .counter(ItemsCount::new(ROUND))
        .with_inputs(|| {
            let bench = Bench::new();
            bench.ask(before());
            (bench, round())
        })
        .bench_values(|(bench, requests)| bench.ask(requests));
}

fn applies() -> Requests {
    (0..ROUND)
        .map(|index| {
            let path = format!("{CONFIG_MAPS}/settings-{index}?fieldManager=oper8&force=true");
            request(
                "PATCH",
                &path,
                "application/apply-patch+yaml",
                &config_map(index),
            )
        })
        .collect()
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
fn get(bencher: Bencher) {
    measure(bencher, applies, || {
        let paths = (0..ROUND).map(|index| format!("{CONFIG_MAPS}/settings-{index}"));
        let requests = paths.map(|path| http::Request::get(path).body(Full::default()).unwrap());
        requests.collect()
    });
}
