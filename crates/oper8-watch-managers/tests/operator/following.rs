//! An operator over HTTP: it follows its custom resources, whatever happens to it or to its connections.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

use oper8_config::Config;
use serde_json::json;

use crate::support::{Shelves, World};

#[tokio::test]
async fn what_was_there_before_and_what_comes_later_is_reconciled() {
    let world = World::new().await;
    world.create("default", "before", 1).await;
    let mut operator = world.operator();
    operator.complete("default", "before").await;
    world.create("default", "later", 2).await;
    operator.complete("default", "later").await;
    assert_eq!(
        world.books("default", "before").await,
        [Some("1".into()), Some("1".into())]
    );
    assert_eq!(
        world.books("default", "later").await,
        [Some("2".into()), Some("2".into())]
    );
    operator.stop().await;
}

#[tokio::test]
async fn a_change_is_followed_and_the_operators_own_writes_are_not() {
    let world = World::new().await;
    world.create("default", "a", 1).await;
    let mut operator = world.operator();
    operator.complete("default", "a").await;
    world.set_books("default", "a", 5).await;
    operator.complete("default", "a").await;
    assert_eq!(
        world.books("default", "a").await,
        [Some("5".into()), Some("5".into())]
    );
    // Had the status writes come back as work, they would be served before this resource.
    world.create("default", "b", 1).await;
    let (key, _) = operator.next().await;
    assert_eq!(key.name, "b");
    operator.stop().await;
}

#[tokio::test]
async fn a_second_start_writes_nothing() {
    let world = World::new().await;
    world.create("default", "a", 1).await;
    let mut first = world.operator();
    first.complete("default", "a").await;
    first.stop().await;
    drop(world.server.journal().take());
    let mut second = world.operator();
    second.complete("default", "a").await;
    second.stop().await;
    let journal = world.server.journal().take();
    let writes: Vec<_> = journal.iter().filter(|entry| entry.is_write()).collect();
    assert!(writes.is_empty(), "{writes:?}");
}

#[tokio::test]
async fn a_deleted_resource_takes_its_objects_along() {
    let world = World::new().await;
    world.create("default", "a", 1).await;
    let shelves = Shelves { finalizes: true };
    let mut operator = world.operator_with(Config::default(), shelves);
    operator.complete("default", "a").await;
    world.delete("default", "a").await;
    operator.next().await;
    operator.stop().await;
    assert!(
        world
            .shelves("default")
            .get_opt("a")
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn only_the_listed_namespaces_are_watched() {
    let world = World::new().await;
    for namespace in ["one", "two", "three"] {
        world.namespace(namespace).await;
        world.create(namespace, "a", 3).await;
    }
    let mut settings = Config::default();
    settings.watch_namespace = vec!["one".to_owned(), "two".to_owned()];
    let mut operator = world.operator_with(settings, Shelves::default());
    operator.holds(&world, "one", "a", 3).await;
    operator.holds(&world, "two", "a", 3).await;
    operator.stop().await;
    assert_eq!(world.books("three", "a").await, [None, None]);
}

#[tokio::test]
async fn a_paused_resource_waits_for_the_end_of_its_pause() {
    let world = World::new().await;
    world.create("default", "a", 1).await;
    let mut operator = world.operator();
    operator.complete("default", "a").await;
    let pause = |value: Option<&str>| json!({"metadata": {"annotations": {"oper8.org/pause-execution": value}}});
    world.patch("default", "a", pause(Some("true"))).await;
    world.set_books("default", "a", 7).await;
    world.create("default", "b", 1).await;
    operator.complete("default", "b").await;
    assert_eq!(
        world.books("default", "a").await,
        [Some("1".into()), Some("1".into())]
    );
    world.patch("default", "a", pause(None)).await;
    operator.holds(&world, "default", "a", 7).await;
    operator.stop().await;
}

#[tokio::test]
async fn a_killed_operator_is_taken_over_by_the_next() {
    let world = World::new().await;
    for name in ["a", "b", "c", "d"] {
        world.create("default", name, 1).await;
    }
    let mut killed = world.operator();
    killed.next().await;
    killed.kill().await;
    world.set_books("default", "a", 9).await;
    let mut next = world.operator();
    next.holds(&world, "default", "a", 9).await;
    for name in ["b", "c", "d"] {
        next.holds(&world, "default", name, 1).await;
    }
    next.stop().await;
}
