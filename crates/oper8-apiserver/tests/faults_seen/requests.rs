//! Requests that fail, wait or break, and operators that die: F1, F7 to F9, and F12.

use std::time::Duration;

use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::Client;
use kube_client::api::{Api, DeleteParams, Patch, PatchParams, PostParams};
use kube_client::client::retry::RetryPolicy;
use oper8_apiserver::faults::Plan;
use serde_json::json;
use tokio::time::Instant;
use tower::ServiceBuilder;
use tower::buffer::BufferLayer;
use tower::retry::RetryLayer;

use crate::operator::Operator;
use crate::page::rules;
use crate::scene::{Scene, code, compare, map};

#[tokio::test(start_paused = true)]
async fn f1_an_operator_that_dies_at_any_write_is_followed_by_one_that_finishes() {
    for (label, done) in [("F1 before", 0), ("F1 after", 1)] {
        for k in 1..=3 {
            let scene = Scene::new(Plan::default());
            scene.create("a").await;
            let mut rule = rules(label).rules.remove(0);
            rule.from = k;
            let mut paused = scene.faults.pause_at(rule);
            let operator = Operator::start(&scene, 3);
            let mut write = paused.arrived().await;
            drop(operator);
            write.gone().await;
            // The page's line is for the second write; every other is as good.
            let there = scene.secrets().await;
            let count = usize::try_from(k).unwrap() - 1 + done;
            assert_eq!(there, ["a-0", "a-1", "a-2"][..count], "{label}, write {k}");
            let second = Operator::start(&scene, 3);
            scene.settle().await;
            assert_eq!(second.lines(), ["a ok"]);
            assert_eq!(scene.secrets().await, ["a-0", "a-1", "a-2"]);
            let made = scene.server.journal().take().into_iter();
            let made = made.filter(|it| it.changed && it.resource == "secrets");
            let mut uids: Vec<_> = made.map(|it| it.uid).collect();
            uids.sort();
            uids.dedup();
            assert_eq!(uids.len(), 3, "{label}, write {k}: one object each");
        }
    }
}

/// When and how the reconciliations of two objects end, of which the first has a fault.
async fn two_objects(label: &str) -> Vec<String> {
    let (clean, faulty) = compare(label, async |scene: Scene| {
        scene.create("a").await;
        scene.create("b").await;
        scene.inject();
        let operator = Operator::start(&scene, 1);
        tokio::time::sleep(Duration::from_secs(120)).await;
        assert_eq!(scene.secrets().await, ["a-0", "b-0"]);
        let mut lines = operator.timed();
        // Two at the same time are in no order.
        lines.sort_by_key(|line| line.split(' ').next().and_then(|it| it.parse::<u64>().ok()));
        lines
    })
    .await;
    let mut sorted = clean.clone();
    sorted.sort();
    assert_eq!(sorted, ["0 a ok", "0 b ok"]);
    faulty
}

#[tokio::test(start_paused = true)]
async fn f7_a_failed_write_is_tried_again_while_other_objects_go_on() {
    let labels = [
        ("F7 429", "429"),
        ("F7 500", "500"),
        ("F7 503", "503"),
        ("F7 504", "504"),
        ("F7 reset", "0"),
    ];
    for (label, refused) in labels {
        let mut lines = two_objects(label).await;
        lines.sort();
        let first = format!("0 a {refused}");
        let second = format!("1 a {refused}");
        assert_eq!(lines, [&first, "0 b ok", &second, "2 a ok"], "{label}");
    }
}

/// A client with the retries that kube's own has when it is made from a configuration.
fn retrying(scene: &Scene) -> Api<ConfigMap> {
    let service = ServiceBuilder::new()
        .layer(BufferLayer::new(16))
        .layer(RetryLayer::new(RetryPolicy::server_retry()))
        .map_err(tower::BoxError::from)
        .service(scene.server.service());
    Api::default_namespaced(Client::new(service, "default"))
}

#[tokio::test(start_paused = true)]
async fn f7_a_client_waits_as_long_as_the_server_asks() {
    let (clean, faulty) = compare("F7 later", async |scene: Scene| {
        scene.inject();
        let start = Instant::now();
        let created = retrying(&scene)
            .create(&PostParams::default(), &map("a"))
            .await;
        created.unwrap();
        start.elapsed().as_secs()
    })
    .await;
    assert_eq!((clean, faulty), (0, 7));
}

#[tokio::test(start_paused = true)]
async fn f8_a_create_that_was_done_and_not_answered_is_there_once() {
    let retry = "F8 create, tried again by the client itself";
    for (label, first, again) in [("F8 create", 0, 409), (retry, 409, 409)] {
        let (clean, faulty) = compare(label, async |scene: Scene| {
            scene.inject();
            let maps = if label == retry {
                retrying(&scene)
            } else {
                scene.maps.clone()
            };
            let mut codes = Vec::new();
            for _ in 0..2 {
                codes.push(code(maps.create(&PostParams::default(), &map("a")).await));
            }
            assert_eq!(scene.state().await, ["a="]);
            let made = scene.server.journal().take();
            assert_eq!(made.iter().filter(|it| it.changed).count(), 1);
            codes
        })
        .await;
        assert_eq!(clean, [200, 409]);
        assert_eq!(faulty, [first, again], "{label}");
    }
}

#[tokio::test(start_paused = true)]
async fn f8_a_patch_that_was_done_and_not_answered_is_done_once() {
    let (clean, faulty) = compare("F8 patch", async |scene: Scene| {
        scene.create("a").await;
        scene.inject();
        let patch = Patch::Merge(json!({"data": {"key": "1"}}));
        let params = PatchParams::default();
        let first = code(scene.maps.patch("a", &params, &patch).await);
        let version = scene.map("a").await["metadata"]["resourceVersion"].clone();
        assert_eq!(scene.state().await, ["a=1"]);
        scene.maps.patch("a", &params, &patch).await.unwrap();
        // The second time nothing is left to be done.
        assert_eq!(scene.map("a").await["metadata"]["resourceVersion"], version);
        first
    })
    .await;
    assert_eq!((clean, faulty), (200, 504));
}

#[tokio::test(start_paused = true)]
async fn f8_a_delete_that_was_done_and_not_answered_finds_nothing() {
    let (clean, faulty) = compare("F8 delete", async |scene: Scene| {
        scene.create("a").await;
        scene.inject();
        let params = DeleteParams::default();
        let first = code(scene.maps.delete("a", &params).await);
        assert!(scene.state().await.is_empty());
        let second = code(scene.maps.delete("a", &params).await);
        (first, second)
    })
    .await;
    assert_eq!((clean, faulty), ((200, 404), (0, 404)));
}

#[tokio::test(start_paused = true)]
async fn f9_a_slow_write_is_late_and_a_hung_one_is_given_up_while_others_go_on() {
    let slow = two_objects("F9 slow").await;
    assert_eq!(slow, ["0 b ok", "5 a ok"]);
    let hung = two_objects("F9 hung").await;
    assert_eq!(hung, ["0 b ok", "20 a late", "21 a ok"]);
}

#[tokio::test(start_paused = true)]
async fn f12_one_object_is_refused_and_the_others_are_made() {
    let (clean, faulty) = compare("F12 refused", async |scene: Scene| {
        scene.create("a").await;
        scene.inject();
        let operator = Operator::start(&scene, 3);
        scene.settle().await;
        let made = scene.secrets().await;
        let first = operator.lines().remove(0);
        scene.lift();
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(scene.secrets().await, ["a-0", "a-1", "a-2"]);
        (made, first)
    })
    .await;
    assert_eq!(clean.0, ["a-0", "a-1", "a-2"]);
    assert_eq!(faulty.0, ["a-0", "a-2"]);
    assert_eq!((&*clean.1, &*faulty.1), ("a ok", "a 422"));
}

#[tokio::test]
async fn f12_a_denied_delete_leaves_the_object() {
    let (clean, faulty) = compare("F12 denied", async |scene: Scene| {
        scene.create("a").await;
        scene.inject();
        let deleted = scene.maps.delete("a", &DeleteParams::default()).await;
        (code(deleted), scene.state().await)
    })
    .await;
    assert_eq!(clean, (200, vec![]));
    assert_eq!(faulty, (403, vec!["a=".to_owned()]));
}
