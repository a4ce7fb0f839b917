//! What the benches share: a server in process, and requests to it.

#![allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    reason = "each bench uses a part of it"
)]

use bytes::Bytes;
use divan::Bencher;
use divan::counter::ItemsCount;
use http_body_util::{BodyExt as _, Full};
use oper8_apiserver::{ApiServer, ApiService};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::Service as _;

/// How many requests one round makes.
pub const ROUND: usize = 1000;

pub struct Bench {
    pub runtime: Runtime,
    pub service: ApiService,
}

impl Bench {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let service = ApiServer::builder().build().service();
        Self { runtime, service }
    }

    pub fn ask(&self, requests: impl IntoIterator<Item = http::Request<Full<Bytes>>>) {
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

pub const CONFIG_MAPS: &str = "/api/v1/namespaces/default/configmaps";

pub fn config_map(index: usize) -> Value {
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

pub fn request(method: &str, path: &str, kind: &str, body: &Value) -> http::Request<Full<Bytes>> {
    http::Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", kind)
        .body(Full::from(body.to_string()))
        .unwrap()
}

pub type Requests = Vec<http::Request<Full<Bytes>>>;

/// Measures a round of requests to a server that has answered those of `before`.
pub fn measure(bencher: Bencher, before: fn() -> Requests, round: fn() -> Requests) {
    bencher
        .counter(ItemsCount::new(ROUND))
        .with_inputs(|| {
            let bench = Bench::new();
            bench.ask(before());
            (bench, round())
        })
        .bench_values(|(bench, requests)| bench.ask(requests));
}

pub fn applies() -> Requests {
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

/// A `ConfigMap` with 1 KB of data, made by a client.
pub fn big(index: usize) -> Value {
    let mut map = config_map(index);
    map["data"] = json!({"settings": "x".repeat(1024)});
    map
}

pub fn get(path: &str) -> http::Request<Full<Bytes>> {
    http::Request::get(path).body(Full::default()).unwrap()
}

impl Bench {
    /// Makes so many `ConfigMap`s of 1 KB.
    pub fn fill(&self, count: usize) {
        self.ask(
            (0..count).map(|index| request("POST", CONFIG_MAPS, "application/json", &big(index))),
        );
    }

    /// How long the body of an answer is.
    pub fn length(&self, path: &str) -> usize {
        self.runtime.block_on(async {
            let response = self.service.clone().call(get(path)).await.unwrap();
            response
                .into_body()
                .collect()
                .await
                .unwrap()
                .to_bytes()
                .len()
        })
    }
}
