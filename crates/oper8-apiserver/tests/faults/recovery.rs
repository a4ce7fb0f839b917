//! The real watcher gets over every fault of a watch, and ends with what a list says.

use std::time::Duration;

use futures_util::StreamExt as _;
use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::api::ListParams;
use kube_runtime::WatchStreamExt as _;
use kube_runtime::reflector::{self, Store};
use kube_runtime::watcher::{self, watcher};
use oper8_apiserver::faults::{Effect, Failure, Faults, Requests, Rule};
use tokio::task::JoinHandle;

use crate::bench::Bench;

/// How long the watcher may take, in virtual time: more than its idle limit of some five minutes.
const LIMIT: Duration = Duration::from_secs(900);

/// A watcher that keeps a copy of the state.
struct Copy {
    store: Store<ConfigMap>,
    task: JoinHandle<()>,
}

impl Drop for Copy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Copy {
    async fn start(it: &Bench, config: watcher::Config) -> Self {
        let (store, writer) = reflector::store();
        let events = watcher(it.maps.clone(), config).default_backoff();
        let task = tokio::spawn(events.reflect(writer).for_each(|_| std::future::ready(())));
        store.wait_until_ready().await.unwrap();
        Self { store, task }
    }

    fn state(&self) -> Vec<(String, serde_json::Value)> {
        let objects = self.store.state().into_iter();
        Bench::state(objects.map(|map| ConfigMap::clone(&map)))
    }

    /// Waits until the copy is the state of the server.
    async fn is_whole(&self, it: &Bench) -> bool {
        for _ in 0..LIMIT.as_secs() {
            let list = it.maps.list(&ListParams::default()).await.unwrap();
            if Bench::state(list.items) == self.state() {
                return true;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        false
    }
}

async fn change(it: &Bench) {
    it.create("c").await.unwrap();
    it.set("a", "1").await.unwrap();
    it.delete("b").await;
}

/// Changes happen while the fault is on; then `repair` is what ends it.
async fn check<T>(name: &str, fault: impl Fn(&Faults) -> T, repair: impl Fn(&Faults, T)) {
    for config in [
        watcher::Config::default(),
        watcher::Config::default().streaming_lists(),
    ] {
        let it = Bench::new();
        it.create("a").await.unwrap();
        it.create("b").await.unwrap();
        let copy = Copy::start(&it, config.clone()).await;
        // A watch of the copy's own is open before anything happens to it.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let kept = fault(&it.faults);
        change(&it).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        repair(&it.faults, kept);
        assert!(copy.is_whole(&it).await, "{name}, {config:?}");
        let fired = it.faults.fired();
        assert!(fired.values().all(|count| *count > 0), "{name}, {config:?}");
    }
}

/// A fault of the next watch, which starts because the present one ends.
async fn check_next(rule: Rule) {
    let name = rule.to_string();
    check(
        &name,
        |faults| {
            faults.add(rule.clone().on(Requests::watches()).nth(1));
            faults.end_watches(&Requests::watches());
        },
        |_, ()| {},
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_watcher_gets_over_watches_that_end() {
    let running = Requests::watches();
    for fault in [
        Faults::end_watches,
        Faults::cut_watches,
        Faults::expire_watches,
    ] {
        let cut = |faults: &Faults| assert_eq!(fault(faults, &running), 1);
        check("a running watch", cut, |_, ()| {}).await;
    }
    let expired = Effect::Error(Failure::new(410));
    let failed = Effect::Error(Failure::new(500));
    for effect in [
        Effect::End,
        Effect::Reset,
        Effect::Tear,
        expired.clone(),
        failed,
    ] {
        check_next(Rule::watch(effect.clone())).await;
        check_next(Rule::watch(effect.after(2))).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_watcher_gets_over_refusals_of_its_start() {
    for code in [410, 429, 500, 503, 504] {
        check_next(Rule::fail(code)).await;
    }
    check_next(Rule::reset()).await;
    check_next(Rule::delay(Duration::from_secs(20))).await;
}

#[tokio::test(start_paused = true)]
async fn a_watcher_gets_over_events_that_come_twice_or_merged() {
    check_next(Rule::watch(Effect::Duplicate { events: 100 })).await;
    let merged = Effect::Freeze {
        lasts: Some(Duration::from_secs(30)),
        merge: true,
        events: None,
    };
    check_next(Rule::watch(merged)).await;
}

#[tokio::test(start_paused = true)]
async fn a_watcher_gets_over_a_frozen_watch() {
    check(
        "frozen and released",
        |faults| faults.freeze(Requests::watches()),
        |_, frozen| frozen.release(),
    )
    .await;
    // Never released: the watcher's own idle limit is what helps.
    check_next(Rule::watch(Effect::freeze())).await;
}

#[tokio::test(start_paused = true)]
async fn a_watcher_gets_over_a_window_of_lost_events_with_the_next_list() {
    check(
        "lost events",
        |faults| faults.disturb(&Requests::watches(), Effect::Drop { events: 3 }),
        |faults, _| {
            faults.expire_watches(&Requests::watches());
        },
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn lost_events_are_not_noticed_as_long_as_the_stream_stays_open() {
    let it = Bench::new();
    it.create("a").await.unwrap();
    it.create("b").await.unwrap();
    let copy = Copy::start(&it, watcher::Config::default()).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    it.faults
        .disturb(&Requests::watches(), Effect::Drop { events: 3 });
    let before = copy.state();
    change(&it).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(copy.state(), before);
}
