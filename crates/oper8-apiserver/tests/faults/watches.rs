//! Faults of watches, event by event.

use std::time::Duration;

use kube_client::api::WatchParams;
use oper8_apiserver::ServeOptions;
use oper8_apiserver::faults::{Effect, Failure, Faults, Requests, Rule, WatchFault};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::bench::{Bench, next, refusal};

/// What a watch sees of three objects that are made, with a fault on it.
async fn check(fault: impl Into<WatchFault>, expected: &[&str]) {
    let it = Bench::new();
    let fault = fault.into();
    let id = it.faults.add(Rule::watch(fault.clone()).nth(1));
    let mut events = it.watch().await;
    for name in ["a", "b", "c"] {
        it.create(name).await.unwrap();
    }
    for (index, line) in expected.iter().enumerate() {
        assert_eq!(next(&mut events).await, *line, "event {index} of {fault:?}");
    }
    assert_eq!(it.faults.fired()[&id], 1, "{fault:?}");
}

#[tokio::test]
async fn a_watch_ends_breaks_or_errs_after_so_many_events() {
    let expired = || Effect::Error(Failure::new(410));
    check(Effect::End, &["end"]).await;
    check(Effect::End.after(2), &["ADDED a", "ADDED b", "end"]).await;
    check(Effect::Reset.after(1), &["ADDED a", "broken", "end"]).await;
    check(Effect::Tear.after(1), &["ADDED a", "broken", "end"]).await;
    check(expired(), &["ERROR 410", "end"]).await;
    check(expired().after(1), &["ADDED a", "ERROR 410", "end"]).await;
    check(Effect::Error(Failure::new(500)), &["ERROR 500", "end"]).await;
}

#[tokio::test]
async fn a_watch_leaves_events_out_or_sends_them_twice() {
    check(Effect::Drop { events: 2 }, &["ADDED c"]).await;
    check(Effect::Drop { events: 1 }.after(1), &["ADDED a", "ADDED c"]).await;
    let twice = Effect::Duplicate { events: 1 };
    let expected = ["ADDED a", "ADDED b", "ADDED b", "ADDED c"];
    check(twice.after(1), &expected).await;
}

#[tokio::test]
async fn a_fault_that_happens_once_leaves_later_watches_alone() {
    for (fault, second) in [
        (Effect::End.after(1), "end"),
        (Effect::End.after(1).once(), "ADDED b"),
    ] {
        let it = Bench::new();
        let id = it.faults.add(Rule::watch(fault));
        let mut watches = [it.watch().await, it.watch().await];
        for name in ["a", "b"] {
            it.create(name).await.unwrap();
        }
        let [first, other] = &mut watches;
        assert_eq!([next(first).await, next(first).await], ["ADDED a", "end"]);
        assert_eq!([next(other).await, next(other).await], ["ADDED a", second]);
        assert_eq!(it.faults.fired()[&id], if second == "end" { 2 } else { 1 });
    }
}

#[tokio::test]
async fn a_watch_that_fails_to_start_gets_an_answer() {
    let it = Bench::new();
    it.faults
        .add(Rule::fail(410).on(Requests::watches()).nth(1));
    let refused = it.maps.watch(&WatchParams::default(), "1").await;
    let refused = refusal(refused.map(|_| ()));
    assert_eq!(refused, (410, "Expired".to_owned()));
}

#[tokio::test]
async fn running_watches_are_ended_cut_and_expired() {
    type Cut = fn(&Faults, &Requests) -> usize;
    let cases: [(Cut, &str); 3] = [
        (Faults::end_watches, "end"),
        (Faults::cut_watches, "broken"),
        (Faults::expire_watches, "ERROR 410"),
    ];
    for (fault, last) in cases {
        let it = Bench::new();
        let mut events = it.watch().await;
        let maps = Requests::any().resource("", "configmaps");
        let others = Requests::any().resource("", "secrets");
        assert_eq!(it.faults.running_watches(&maps), 1);
        assert_eq!(fault(&it.faults, &others), 0);
        assert_eq!(fault(&it.faults, &maps), 1);
        assert_eq!(next(&mut events).await, last);
        drop(events);
        assert_eq!(it.faults.running_watches(&maps), 0);
    }
}

#[tokio::test]
async fn a_disturbed_watch_counts_events_from_then_on() {
    let it = Bench::new();
    let mut events = it.watch().await;
    it.create("a").await.unwrap();
    assert_eq!(next(&mut events).await, "ADDED a");
    it.faults.disturb(&Requests::any(), Effect::End.after(1));
    it.create("b").await.unwrap();
    it.create("c").await.unwrap();
    assert_eq!(next(&mut events).await, "ADDED b");
    assert_eq!(next(&mut events).await, "end");
}

#[tokio::test(start_paused = true)]
async fn frozen_watches_get_everything_when_they_thaw() {
    let it = Bench::new();
    let mut running = it.watch().await;
    let frozen = it.faults.freeze(Requests::watches());
    let mut later = it.watch().await;
    it.create("a").await.unwrap();
    it.set("a", "1").await.unwrap();
    let hour = Duration::from_secs(3600);
    for events in [&mut running, &mut later] {
        assert!(tokio::time::timeout(hour, next(events)).await.is_err());
    }
    frozen.release();
    for events in [&mut running, &mut later] {
        assert_eq!(next(events).await, "ADDED a");
        assert_eq!(next(events).await, "MODIFIED a");
    }
}

#[tokio::test(start_paused = true)]
async fn a_frozen_watch_can_be_cut() {
    let it = Bench::new();
    let mut events = it.watch().await;
    let _frozen = it.faults.freeze(Requests::watches());
    let cut = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        it.faults.cut_watches(&Requests::watches())
    };
    let (last, count) = tokio::join!(next(&mut events), cut);
    assert_eq!((last.as_str(), count), ("broken", 1));
}

#[tokio::test(start_paused = true)]
async fn a_thawed_watch_may_send_only_what_is_newest() {
    let it = Bench::new();
    it.create("old").await.unwrap();
    it.create("gone").await.unwrap();
    let merged = Effect::Freeze {
        lasts: Some(Duration::from_secs(30)),
        merge: true,
        events: None,
    };
    it.faults.add(Rule::watch(merged));
    let mut events = it.watch().await;
    it.create("new").await.unwrap();
    it.create("brief").await.unwrap();
    it.set("old", "1").await.unwrap();
    it.set("new", "1").await.unwrap();
    it.delete("brief").await;
    it.set("old", "2").await.unwrap();
    it.delete("gone").await;
    for expected in ["ADDED new", "MODIFIED old", "DELETED gone"] {
        assert_eq!(next(&mut events).await, expected);
    }
    it.set("new", "2").await.unwrap();
    assert_eq!(next(&mut events).await, "MODIFIED new");
}

#[tokio::test]
async fn a_rule_that_is_removed_no_longer_hits_watches_that_started_under_it() {
    let it = Bench::new();
    let id = it
        .faults
        .add(Rule::watch(Effect::Drop { events: 9 }.after(1)));
    let mut events = it.watch().await;
    for name in ["a", "b"] {
        it.create(name).await.unwrap();
    }
    assert_eq!(next(&mut events).await, "ADDED a");
    it.faults.remove(id);
    assert_eq!(next(&mut events).await, "ADDED b");
}

#[tokio::test]
async fn over_http_a_torn_watch_lacks_its_last_chunk_and_an_ended_one_has_it() {
    let it = Bench::new();
    let served = it.server.serve(ServeOptions::default()).await.unwrap();
    it.create("a").await.unwrap();
    let request = format!(
        "GET /{}/api/v1/namespaces/default/configmaps?watch=true HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        served.token()
    );
    for (effect, torn) in [(Effect::Tear, true), (Effect::End, false)] {
        let id = it.faults.add(Rule::watch(effect.after(1)));
        let mut stream = TcpStream::connect(served.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains(r#"{"type":"ADDED""#), "{answer}");
        assert_eq!(!answer.ends_with("\r\n0\r\n\r\n"), torn, "{answer}");
        assert_eq!(answer.contains(r#"{"type":"MODIFIED""#), torn, "{answer}");
        it.faults.remove(id);
    }
    served.shutdown().await;
}
