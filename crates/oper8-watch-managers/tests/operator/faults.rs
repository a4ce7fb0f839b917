//! What happens to connections, events and other writers loses nothing.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

use kube_client::api::{Patch, PatchParams};
use oper8_apiserver::faults::{Effect, Failure, Requests, Rule, Verb};
use serde_json::json;

use crate::support::World;

/// The watch of the shelves.
fn watches() -> Requests {
    Requests::watches().resource("demo.oper8.org", "shelves")
}

/// What a server sends when it no longer has the revision.
fn gone() -> Effect {
    Effect::Error(Failure::new(410))
}

/// Writes of the shelves' objects.
fn map_writes() -> Requests {
    Requests::writes().resource("", "configmaps")
}

/// With `rule` in place from the start, a shelf and a later change of it are served.
async fn survives(rule: Rule) {
    let world = World::new().await;
    let faults = world.server.faults();
    let id = faults.add(rule);
    world.create("default", "a", 1).await;
    let mut operator = world.operator();
    operator.holds(&world, "default", "a", 1).await;
    for books in 2..5 {
        world.set_books("default", "a", books).await;
        operator.holds(&world, "default", "a", books).await;
    }
    operator.stop().await;
    assert!(faults.fired()[&id] > 0, "the fault took effect");
}

#[tokio::test]
async fn a_watch_that_ends_is_resumed() {
    survives(Rule::watch(Effect::End.after(1)).on(watches()).times(2)).await;
}

#[tokio::test]
async fn a_watch_whose_connection_breaks_is_resumed() {
    survives(Rule::watch(Effect::Reset.after(1)).on(watches()).times(2)).await;
}

#[tokio::test]
async fn a_watch_that_is_cut_within_an_object_is_resumed() {
    survives(Rule::watch(Effect::Tear.after(0)).on(watches()).times(2)).await;
}

#[tokio::test]
async fn an_event_410_lists_anew() {
    survives(Rule::watch(gone().after(1)).on(watches()).times(2)).await;
}

#[tokio::test]
async fn an_answer_410_lists_anew() {
    survives(Rule::fail(410).on(watches()).times(2)).await;
}

#[tokio::test]
async fn a_watch_that_is_refused_is_tried_again() {
    survives(Rule::fail(503).on(watches()).times(2)).await;
}

#[tokio::test]
async fn a_list_that_is_refused_is_tried_again() {
    let lists = Requests::of([Verb::List]).resource("demo.oper8.org", "shelves");
    survives(Rule::answer(Failure::new(500)).on(lists).times(2)).await;
}

#[tokio::test]
async fn a_write_that_is_refused_is_tried_again() {
    for code in [409, 429, 500, 503, 504] {
        survives(Rule::fail(code).on(map_writes()).times(2)).await;
    }
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_not_made_twice() {
    let world = World::new().await;
    let rule = Rule::reset().on(map_writes()).times(1).after_commit();
    let faults = world.server.faults();
    let id = faults.add(rule);
    world.create("default", "a", 1).await;
    let mut operator = world.operator();
    operator.holds(&world, "default", "a", 1).await;
    operator.stop().await;
    assert_eq!(faults.fired()[&id], 1);
    let map = world.maps("default").get("a-left").await.unwrap();
    assert_eq!(map.metadata.managed_fields.unwrap().len(), 1);
}

#[tokio::test]
async fn a_deletion_that_nobody_saw_is_noticed() {
    let world = World::new().await;
    world.create("default", "a", 1).await;
    let mut operator = world.operator();
    operator.complete("default", "a").await;
    let lost = Rule::watch(gone().after(0)).on(watches()).times(1);
    world.server.faults().add(lost);
    world.server.compact();
    world.delete("default", "a").await;
    world.create("default", "b", 2).await;
    operator.complete("default", "b").await;
    // The old one is known to be gone: the new one of its name is served, as new.
    world.create("default", "a", 3).await;
    operator.holds(&world, "default", "a", 3).await;
    operator.stop().await;
}

#[tokio::test]
async fn a_change_during_a_reconciliation_is_served_after_it() {
    let world = World::new().await;
    let mut held = world
        .server
        .faults()
        .pause_at(Rule::pass().on(map_writes()).nth(1));
    world.create("default", "a", 1).await;
    let mut operator = world.operator();
    let request = held.arrived().await;
    world.set_books("default", "a", 2).await;
    request.release();
    operator.holds(&world, "default", "a", 2).await;
    operator.stop().await;
}

#[tokio::test]
async fn an_operator_killed_at_any_write_is_taken_over() {
    let reference = {
        let world = World::new().await;
        world.create("default", "a", 1).await;
        drop(world.server.journal().take());
        let mut operator = world.operator();
        operator.complete("default", "a").await;
        operator.stop().await;
        let journal = world.server.journal().take();
        journal.iter().filter(|entry| entry.is_write()).count() as u64
    };
    assert!(reference >= 4, "two objects and two statuses at least");
    for nth in 1..=reference {
        for after_commit in [false, true] {
            killed_at(nth, after_commit).await;
        }
    }
}

/// The operator dies at its nth write, before or after the server did it; the next one ends where a clean run ends.
async fn killed_at(nth: u64, after_commit: bool) {
    let world = World::new().await;
    world.create("default", "a", 1).await;
    let mut rule = Rule::pass().on(Requests::writes()).nth(nth);
    if after_commit {
        rule = rule.after_commit();
    }
    let mut held = world.server.faults().pause_at(rule);
    let killed = world.operator();
    let request = held.arrived().await;
    killed.kill().await;
    drop(request);
    drop(held);
    let mut next = world.operator();
    next.complete("default", "a").await;
    next.stop().await;
    let one = Some("1".to_owned());
    assert_eq!(
        world.books("default", "a").await,
        [one.clone(), one],
        "write {nth}, {after_commit}"
    );
    let maps = world
        .maps("default")
        .list(&Default::default())
        .await
        .unwrap();
    let ours = maps
        .items
        .iter()
        .filter(|map| map.metadata.owner_references.is_some());
    assert_eq!(ours.count(), 2, "write {nth}, {after_commit}");
}

#[tokio::test]
async fn another_writers_fields_stay_and_ours_come_back() {
    let world = World::new().await;
    world.create("default", "a", 1).await;
    let mut operator = world.operator();
    operator.complete("default", "a").await;
    let patch = Patch::Merge(json!({"data": {"books": "stolen", "other": "mine"}}));
    world
        .maps("default")
        .patch("a-left", &PatchParams::apply("somebody"), &patch)
        .await
        .unwrap();
    world.set_books("default", "a", 2).await;
    operator.holds(&world, "default", "a", 2).await;
    let map = world.maps("default").get("a-left").await.unwrap();
    assert_eq!(map.data["data"]["other"], "mine");
    operator.stop().await;
}
