//! What a comparison and an apply cost per object: `cargo bench -p oper8-schema --bench fields`.

use std::hint::black_box;

use divan::Bencher;
use oper8_schema::typed::{self, Duplicates};
use oper8_schema::{FieldSet, Shape, kinds};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// A kind, a configuration of it, and the live object that came of it.
struct Case {
    shape: Shape<'static>,
    config: Value,
    live: Value,
    fields: Value,
}

impl Case {
    fn new(group: &str, kind: &str, config: Value, defaults: &Value) -> Self {
        let shape = kinds::find(group, "v1", kind).map_or(Shape::untyped(), |kind| kind.shape());
        let live = typed::merge(defaults, &config, shape).into_owned();
        let fields = FieldSet::of(&config, shape).to_fields_v1();
        Self {
            shape,
            config,
            live,
            fields,
        }
    }

    fn of(name: &str) -> Self {
        let labels = json!({"app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop"});
        let metadata = json!({"name": "web", "namespace": "shop", "labels": labels});
        if name == "ConfigMap" {
            let data = json!({"a.yaml": "x: 1", "b.yaml": "y: 2", "c.yaml": "z: 3"});
            let config =
                json!({"apiVersion": "v1", "kind": name, "metadata": metadata, "data": data});
            return Self::new("", name, config, &json!({"metadata": {"uid": "1"}}));
        }
        let container = json!({
            "name": "web", "image": "web:1",
            "ports": [{"containerPort": 80, "protocol": "TCP"}, {"containerPort": 81, "protocol": "UDP"}],
            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
            "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
        });
        let template = json!({"metadata": {"labels": labels}, "spec": {"containers": [container]}});
        let spec =
            json!({"replicas": 3, "selector": {"matchLabels": labels}, "template": template});
        let config =
            json!({"apiVersion": "apps/v1", "kind": name, "metadata": metadata, "spec": spec});
        let defaults = json!({"metadata": {"uid": "1"}, "spec": {"revisionHistoryLimit": 10, "strategy": {"type": "RollingUpdate"}}});
        Self::new("apps", name, config, &defaults)
    }
}

const KINDS: [&str; 2] = ["ConfigMap", "Deployment"];

#[divan::bench(args = KINDS)]
fn fields_of_a_configuration(bencher: Bencher<'_, '_>, kind: &str) {
    let case = Case::of(kind);
    bencher.bench_local(|| FieldSet::of(black_box(&case.config), case.shape));
}

#[divan::bench(args = KINDS)]
fn reading_fields_v1(bencher: Bencher<'_, '_>, kind: &str) {
    let case = Case::of(kind);
    bencher.bench_local(|| FieldSet::from_fields_v1(black_box(&case.fields)));
}

#[divan::bench(args = KINDS)]
fn writing_fields_v1(bencher: Bencher<'_, '_>, kind: &str) {
    let case = Case::of(kind);
    let fields = FieldSet::of(&case.config, case.shape);
    bencher.bench_local(|| black_box(&fields).to_fields_v1());
}

#[divan::bench(args = KINDS)]
fn validating_a_configuration(bencher: Bencher<'_, '_>, kind: &str) {
    let case = Case::of(kind);
    bencher.bench_local(|| {
        typed::validate(black_box(&case.config), case.shape, Duplicates::Forbidden)
    });
}

#[divan::bench(args = KINDS)]
fn merging_what_is_there_already(bencher: Bencher<'_, '_>, kind: &str) {
    let case = Case::of(kind);
    bencher
        .bench_local(|| typed::merge(black_box(&case.live), &case.config, case.shape).is_object());
}

#[divan::bench(args = KINDS)]
fn comparing_equal_objects(bencher: Bencher<'_, '_>, kind: &str) {
    let case = Case::of(kind);
    let twin = case.live.clone();
    bencher.bench_local(|| typed::compare(black_box(&case.live), &twin, case.shape));
}
