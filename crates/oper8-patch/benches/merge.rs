//! Merges a second: a Deployment of three containers with ten variables each.

use divan::Bencher;
use oper8_patch::{strategic_merge, strategic_merge_into};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

fn deployment() -> Value {
    let env: Vec<_> = (0..10)
        .map(|i| json!({"name": format!("VARIABLE_{i}"), "value": format!("value {i}")}))
        .collect();
    let containers: Vec<_> = (0..3)
        .map(|i| json!({"name": format!("container-{i}"), "image": "registry.example/app:1.0", "env": env}))
        .collect();
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "default", "labels": {"app": "web"}},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": containers}},
        },
    })
}

fn patch() -> Value {
    json!({"spec": {"replicas": 3, "template": {"spec": {"containers": [
        {"name": "container-1", "image": "registry.example/app:1.1", "env": [
            {"name": "VARIABLE_3", "value": "another"},
            {"name": "NEW", "value": "one"},
        ]},
    ]}}}})
}

#[divan::bench]
fn borrowed(bencher: Bencher<'_, '_>) {
    let (manifest, patch) = (deployment(), patch());
    bencher
        .counter(1usize)
        .bench(|| strategic_merge(&manifest, &patch));
}

#[divan::bench]
fn by_value(bencher: Bencher<'_, '_>) {
    let patch = patch();
    bencher
        .counter(1usize)
        .with_inputs(deployment)
        .bench_values(|manifest| strategic_merge_into(manifest, &patch));
}

/// The part of `borrowed` that is copying.
#[divan::bench]
fn copy_alone(bencher: Bencher<'_, '_>) {
    let manifest = deployment();
    bencher.counter(1usize).bench(|| manifest.clone());
}
