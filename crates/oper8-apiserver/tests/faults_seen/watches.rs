//! Watches that misbehave: F2 to F5, and F10.

use std::time::Duration;

use k8s_openapi::api::core::v1::Secret;
use kube_client::api::{Api, PostParams};
use kube_runtime::watcher::Config;
use oper8_apiserver::faults::Requests;
use serde_json::json;

use crate::informer::{Informer, Lines, follow};
use crate::scene::{Scene, compare};

#[tokio::test(start_paused = true)]
async fn f2_a_frozen_watch_keeps_a_store_in_the_past_until_it_is_released() {
    let (clean, faulty) = compare("F2", async |scene: Scene| {
        let informer = scene.watch(&["a"]).await;
        scene.create("b").await;
        scene.settle().await;
        scene.set("a", "1").await;
        scene.delete("b").await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        let seen = informer.state();
        scene.lift();
        scene.settle().await;
        assert_eq!(informer.state(), scene.state().await);
        seen
    })
    .await;
    assert_eq!(clean, ["a=1"]);
    assert_eq!(faulty, ["a=", "b="]);
}

#[tokio::test(start_paused = true)]
async fn f3_lost_events_are_seen_with_the_next_list_and_not_before() {
    let (clean, faulty) = compare("F3", async |scene: Scene| {
        let informer = scene.watch(&["a"]).await;
        scene.create("b").await;
        scene.delete("b").await;
        scene.set("a", "1").await;
        scene.create("c").await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        let seen = informer.state();
        scene.faults.expire_watches(&Requests::watches());
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(informer.state(), scene.state().await);
        seen
    })
    .await;
    assert_eq!(clean, ["a=1", "c="]);
    assert_eq!(faulty, ["a=", "b=", "c="]);
}

/// What a watcher says whose stream ends after its first event, how many watches it started, and whether it took minutes.
async fn ends(label: &str) -> (Vec<String>, usize, bool) {
    let (clean, faulty) = compare(label, async |scene: Scene| {
        let informer = scene.watch(&["a"]).await;
        scene.create("b").await;
        scene.settle().await;
        scene.create("c").await;
        let mut seconds = 0;
        while informer.state() != scene.state().await {
            assert!(seconds < 900, "{label}: the watcher does not come back");
            scene.settle().await;
            seconds += 1;
        }
        let requests = scene.server.journal().take();
        let watches = requests.iter().filter(|it| it.verb == "watch").count();
        (informer.take(), watches, seconds > 60)
    })
    .await;
    let lines = ["Init", "InitApply a", "InitDone", "Apply b", "Apply c"];
    assert_eq!(clean, (lines.map(str::to_owned).to_vec(), 1, false));
    faulty
}

#[tokio::test(start_paused = true)]
async fn f4_a_stream_that_ends_is_resumed_from_its_last_event() {
    let quiet = ["Init", "InitApply a", "InitDone", "Apply b", "Apply c"];
    let quiet = quiet.map(str::to_owned).to_vec();
    let mut told = quiet.clone();
    told.insert(4, "WatchFailed".to_owned());
    // What is cut off is asked for again: no list, nothing lost, nothing twice.
    assert_eq!(ends("F4 end").await, (quiet.clone(), 2, false));
    assert_eq!(ends("F4 torn").await, (told.clone(), 2, false));
    assert_eq!(ends("F4 broken").await, (told, 2, false));
    // Only the watcher's own idle limit notices this one.
    assert_eq!(ends("F4 half-open").await, (quiet, 2, true));
}

/// What a watcher says from the first event on, when an object is deleted in the gap.
async fn gap(label: &str) -> Vec<String> {
    let (clean, faulty) = compare(label, async |scene: Scene| {
        let informer = scene.watch(&["a", "b"]).await;
        informer.take();
        scene.create("c").await;
        while informer.state().len() < 3 {
            tokio::task::yield_now().await;
        }
        scene.delete("b").await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(informer.state(), scene.state().await);
        informer.take()
    })
    .await;
    assert_eq!(clean, ["Apply c", "Delete b"]);
    faulty
}

#[tokio::test(start_paused = true)]
async fn f5_an_expired_watch_is_followed_by_a_list_that_lacks_what_was_deleted() {
    let list = ["Init", "InitApply a", "InitApply c", "InitDone"];
    // Nobody is told of the deletion.
    let seen = gap("F5 event").await;
    assert_eq!(seen, [&["Apply c", "WatchError 410"][..], &list].concat());
    let seen = gap("F5 start").await;
    let ended = ["Apply c", "WatchFailed", "WatchError 410"];
    assert_eq!(seen, [&ended[..], &list].concat());
}

#[tokio::test(start_paused = true)]
async fn f5_an_answer_410_is_asked_again_until_it_is_another() {
    let (clean, faulty) = compare("F5 answer", async |scene: Scene| {
        scene.create("a").await;
        scene.inject();
        let informer = Informer::start(&scene.maps, Config::default()).await;
        scene.create("b").await;
        tokio::time::sleep(Duration::from_secs(120)).await;
        assert_eq!(informer.state(), scene.state().await);
        informer.take()
    })
    .await;
    assert_eq!(clean, ["Init", "InitApply a", "InitDone", "Apply b"]);
    let refused = ["WatchStartFailed 410"; 3];
    let start = ["Init", "InitApply a", "InitDone"];
    assert_eq!(faulty, [&start[..], &refused, &["Apply b"]].concat());
}

#[tokio::test(start_paused = true)]
async fn f5_an_expired_page_starts_the_list_anew() {
    let (clean, faulty) = compare("F5 page", async |scene: Scene| {
        for name in ["a", "b", "c"] {
            scene.create(name).await;
        }
        scene.inject();
        let informer = Informer::start(&scene.maps, Config::default().page_size(2)).await;
        assert_eq!(informer.state(), scene.state().await);
        informer.take()
    })
    .await;
    let list = [
        "Init",
        "InitApply a",
        "InitApply b",
        "InitApply c",
        "InitDone",
    ];
    assert_eq!(clean, list);
    let begun = ["Init", "InitApply a", "InitApply b"];
    let refused = ["InitialListFailed 410"];
    assert_eq!(faulty, [&begun[..], &refused, &list].concat());
}

/// What a watcher says of three changes of one object.
async fn changes(label: &str) -> (Vec<String>, Vec<String>) {
    compare(label, async |scene: Scene| {
        let informer = scene.watch(&[]).await;
        informer.take();
        scene.create("a").await;
        scene.set("a", "1").await;
        scene.set("a", "2").await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(informer.state(), ["a=2"]);
        informer.take()
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn f10_events_come_twice() {
    let (clean, faulty) = changes("F10 twice").await;
    assert_eq!((clean.len(), faulty.len()), (3, 5));
}

#[tokio::test(start_paused = true)]
async fn f10_events_come_merged() {
    let (clean, faulty) = changes("F10 merged").await;
    assert_eq!((clean.len(), faulty), (3, vec!["Apply a".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn f10_events_of_two_kinds_change_places() {
    let (clean, faulty) = compare("F10 order", async |scene: Scene| {
        scene.inject();
        let lines = Lines::default();
        let secrets: Api<Secret> = Api::default_namespaced(scene.client.clone());
        let _maps = follow(scene.maps.clone(), Config::default(), &lines);
        let _secrets = follow(secrets.clone(), Config::default(), &lines);
        scene.settle().await;
        lines.lock().clear();
        scene.create("map").await;
        scene.settle().await;
        let secret = serde_json::from_value(json!({"metadata": {"name": "secret"}})).unwrap();
        let params = PostParams::default();
        secrets.create(&params, &secret).await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        lines.lock().clone()
    })
    .await;
    assert_eq!(clean, ["Apply map", "Apply secret"]);
    assert_eq!(faulty, ["Apply secret", "Apply map"]);
}
