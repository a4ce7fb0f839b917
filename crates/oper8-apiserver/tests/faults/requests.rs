//! Faults of single requests.

use std::time::Duration;

use k8s_openapi::api::core::v1::{ConfigMap, Namespace};
use kube_client::api::{Api, ListParams, Patch, PatchParams};
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config, Error};
use oper8_apiserver::faults::{Failure, Requests, Rule, Verb};
use oper8_apiserver::{Entry, ServeOptions};
use serde_json::json;
use tokio::time::Instant;

use crate::bench::{Bench, assert_reset, refusal};

/// The journal in short, without what prepared the scene.
fn codes(entries: Vec<Entry>) -> Vec<(String, u16)> {
    entries
        .into_iter()
        .map(|entry| (entry.verb, entry.code))
        .collect()
}

#[tokio::test]
async fn a_failed_write_is_not_done_before_the_commit_and_done_after_it() {
    let it = Bench::new();
    let rule = || Rule::fail(504).on(Requests::writes()).nth(1);
    let before = it.faults.add(rule());
    assert_eq!(refusal(it.create("a").await), (504, "Timeout".to_owned()));
    assert!(it.names().await.is_empty());
    let after = it.faults.add(rule().after_commit());
    assert_eq!(refusal(it.create("a").await), (504, "Timeout".to_owned()));
    assert_eq!(it.names().await, ["a"]);
    let fired = it.faults.fired();
    assert_eq!((fired[&before], fired[&after]), (1, 1));
}

#[tokio::test]
async fn a_reset_breaks_the_connection_and_is_entered_with_code_0() {
    let it = Bench::new();
    let creates = || Requests::of([Verb::Create]);
    it.faults.add(Rule::reset().on(creates()).nth(1));
    it.faults
        .add(Rule::reset().on(creates()).nth(2).after_commit());
    assert_reset(it.create("a").await);
    assert!(it.names().await.is_empty());
    assert_reset(it.create("a").await);
    assert_eq!(it.names().await, ["a"]);
    assert_eq!(refusal(it.create("a").await).0, 409);
    let expected = [
        ("create", 0),
        ("list", 200),
        ("create", 0),
        ("list", 200),
        ("create", 409),
    ];
    assert_eq!(
        codes(it.server.journal().take()),
        expected.map(|(verb, code)| (verb.to_owned(), code))
    );
}

#[tokio::test]
async fn the_nth_request_and_those_after_it_are_counted_from_one() {
    let it = Bench::new();
    it.create("a").await.unwrap();
    it.faults
        .add(Rule::fail(503).on(Requests::writes()).from(2).times(2));
    let mut codes = Vec::new();
    for value in ["1", "2", "3", "4"] {
        codes.push(it.set("a", value).await.is_ok());
    }
    assert_eq!(codes, [true, false, false, true]);
}

#[tokio::test]
async fn rules_count_alone_and_the_first_that_ends_a_request_wins() {
    let it = Bench::new();
    let passing = it.faults.add(Rule::pass());
    let first = it.faults.add(Rule::fail(500).nth(1));
    let second = it.faults.add(Rule::fail(503).times(2));
    assert_eq!(refusal(it.create("a").await).0, 500);
    assert_eq!(refusal(it.create("a").await).0, 503);
    it.create("a").await.unwrap();
    let fired = it.faults.fired();
    assert_eq!((fired[&passing], fired[&first], fired[&second]), (3, 1, 1));
    assert!(it.faults.remove(first));
    assert!(!it.faults.remove(first));
    assert_eq!(it.faults.fired()[&first], 1);
    it.faults.clear();
    assert!(it.faults.fired().is_empty() && it.faults.rules().is_empty());
}

#[tokio::test]
async fn a_rule_hits_only_what_it_names() {
    #[track_caller]
    fn check(hits: u64, requests: Requests, fired: u64) {
        assert_eq!(fired, hits, "{requests:?}");
    }
    let named = |requests: Requests| requests.resource("", "configmaps");
    let table = [
        (Requests::any(), 5),
        (Requests::of([Verb::Discovery]), 1),
        (Requests::of([Verb::Get, Verb::List]), 2),
        (Requests::writes(), 2),
        (Requests::watches(), 0),
        (named(Requests::any()), 3),
        (Requests::any().resource("apps", "configmaps"), 0),
        (Requests::any().namespace("default"), 3),
        (Requests::any().namespace(""), 1),
        (Requests::any().name("a"), 2),
        (Requests::of([Verb::Create]).name("a"), 1),
        (Requests::of([Verb::Create]).name("b"), 0),
        (Requests::any().name(""), 2),
        (Requests::any().subresource("status"), 0),
        (named(Requests::any()).subresource(""), 3),
        (Requests::any().manager("me"), 1),
        (Requests::any().manager("m"), 0),
        (Requests::any().query("limit=7"), 1),
    ];
    let it = Bench::new();
    let ids: Vec<_> = table
        .iter()
        .map(|(requests, _)| it.faults.add(Rule::pass().on(requests.clone())))
        .collect();
    it.create("a").await.unwrap();
    let patch = Patch::Merge(json!({"data": {"k": "v"}}));
    let params = PatchParams {
        field_manager: Some("me".to_owned()),
        ..PatchParams::default()
    };
    it.maps.patch("a", &params, &patch).await.unwrap();
    let limited = ListParams::default().limit(7);
    it.maps.list(&limited).await.unwrap();
    let namespaces: Api<Namespace> = Api::all(it.client.clone());
    namespaces.list(&ListParams::default()).await.unwrap();
    it.client.list_core_api_versions().await.unwrap();
    let fired = it.faults.fired();
    for (id, (requests, hits)) in ids.into_iter().zip(table) {
        check(hits, requests, fired[&id]);
    }
}

#[tokio::test]
async fn errors_say_what_the_server_would_or_what_the_rule_does() {
    let it = Bench::new();
    it.create("a").await.unwrap();
    let table = [
        (Failure::new(400), 400, "BadRequest"),
        (Failure::new(403), 403, "Forbidden"),
        (Failure::new(404), 404, "NotFound"),
        (Failure::new(409), 409, "Conflict"),
        (Failure::new(410), 410, "Expired"),
        (Failure::new(422), 422, "Invalid"),
        (Failure::new(429), 429, "TooManyRequests"),
        (Failure::new(500), 500, "InternalError"),
        (Failure::new(503), 503, "ServiceUnavailable"),
        (Failure::new(504), 504, "Timeout"),
        (Failure::new(200), 500, "InternalError"),
        (
            Failure::new(409).reason("AlreadyExists"),
            409,
            "AlreadyExists",
        ),
    ];
    for (failure, code, reason) in table {
        let id = it.faults.add(Rule::answer(failure));
        assert_eq!(refusal(it.set("a", "v").await), (code, reason.to_owned()));
        it.faults.remove(id);
    }
    let busy = Failure::new(429).message("later").retry_after_seconds(3);
    it.faults.add(Rule::answer(busy).times(1));
    let Err(Error::Api(status)) = it.set("a", "v").await else {
        panic!("no refusal");
    };
    assert_eq!(status.message, "later");
    assert_eq!(status.details.unwrap().retry_after_seconds, 3);
    it.faults.add(Rule::answer(Failure::new(502).plain()));
    // The client makes up a status for what is none.
    let (code, _) = refusal(it.set("a", "v").await);
    assert_eq!(code, 502);
}

#[tokio::test(start_paused = true)]
async fn delays_add_up_and_take_no_real_time() {
    let it = Bench::new();
    let hour = Duration::from_secs(3600);
    it.faults.add(Rule::delay(hour).on(Requests::writes()));
    it.faults
        .add(Rule::delay(hour).on(Requests::writes()).after_commit());
    let start = Instant::now();
    it.create("a").await.unwrap();
    assert_eq!(start.elapsed(), 2 * hour);
}

#[tokio::test(start_paused = true)]
async fn a_request_hangs_until_the_rule_is_removed_while_others_go_on() {
    let it = Bench::new();
    let id = it
        .faults
        .add(Rule::hang().on(Requests::any().name("a")).nth(1));
    let hanging = tokio::spawn({
        let it = it.clone();
        async move { it.create("a").await }
    });
    it.create("b").await.unwrap();
    tokio::time::sleep(Duration::from_secs(86_400)).await;
    assert!(!hanging.is_finished());
    assert_eq!(it.names().await, ["b"]);
    it.faults.remove(id);
    hanging.await.unwrap().unwrap();
    assert_eq!(it.names().await, ["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stops_breaks_what_hangs() {
    let it = Bench::new();
    it.faults.add(Rule::hang());
    let hanging = tokio::spawn({
        let it = it.clone();
        async move { it.create("a").await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    it.server.stop();
    assert_reset(hanging.await.unwrap());
}

#[tokio::test]
async fn a_writer_dies_before_or_after_its_commit() {
    for (rule, names) in [
        (Rule::pass(), &["a"][..]),
        (Rule::pass().after_commit(), &["a", "b"][..]),
    ] {
        let it = Bench::new();
        let mut paused = it.faults.pause_at(rule.on(Requests::writes()).nth(2));
        let writer = tokio::spawn({
            let it = it.clone();
            async move {
                for name in ["a", "b", "c"] {
                    it.create(name).await.unwrap();
                }
            }
        });
        let mut held = paused.arrived().await;
        assert_eq!(held.request().resource, "configmaps");
        writer.abort();
        held.gone().await;
        assert!(!held.release());
        assert_eq!(it.names().await, names);
        let writes = codes(it.server.journal().take());
        assert_eq!(writes[1], ("create".to_owned(), 0));
    }
}

#[tokio::test]
async fn a_held_request_goes_on_to_the_action_of_its_rule() {
    let it = Bench::new();
    let mut paused = it.faults.pause_at(Rule::reset().nth(1).after_commit());
    assert!(paused.arrived_now().is_none());
    let create = it.create("a");
    let release = async { paused.arrived().await.release() };
    let (created, released) = tokio::join!(create, release);
    assert!(released);
    assert_reset(created);
    assert_eq!(it.names().await, ["a"]);
    drop(paused);
    let paused = it.faults.pause_at(Rule::reset());
    let (created, ()) = tokio::join!(it.create("b"), async {
        tokio::task::yield_now().await;
        drop(paused);
    });
    created.unwrap();
}

#[tokio::test]
async fn an_expired_page_is_410_and_a_new_list_is_whole() {
    let it = Bench::new();
    for name in ["a", "b", "c"] {
        it.create(name).await.unwrap();
    }
    it.faults.add(
        Rule::fail(410)
            .on(Requests::any().query("continue="))
            .nth(1),
    );
    let first = it.maps.list(&ListParams::default().limit(2)).await.unwrap();
    let token = first.metadata.continue_.unwrap();
    let next = ListParams::default().limit(2).continue_token(&token);
    let refused = refusal(it.maps.list(&next).await);
    assert_eq!(refused, (410, "Expired".to_owned()));
    assert_eq!(it.names().await, ["a", "b", "c"]);
}

#[tokio::test]
async fn chance_hits_the_same_requests_for_the_same_seed() {
    async fn hits(seed: u64) -> Vec<bool> {
        let it = Bench::new();
        it.faults.add(Rule::fail(500).by_chance(300, seed));
        let mut hits = Vec::new();
        for _ in 0..200 {
            hits.push(it.maps.get_opt("a").await.is_err());
        }
        hits
    }
    let (one, again, other) = (hits(1).await, hits(1).await, hits(2).await);
    assert_eq!(one, again);
    assert_ne!(one, other);
    let count = one.iter().filter(|hit| **hit).count();
    assert!((30..=90).contains(&count), "{count} of 200");
}

#[tokio::test]
async fn over_http_a_reset_closes_the_connection_and_the_next_one_works() {
    let it = Bench::new();
    let served = it.server.serve(ServeOptions::default()).await.unwrap();
    let kubeconfig = Kubeconfig::from_yaml(&served.kubeconfig()).unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
        .await
        .unwrap();
    let maps: Api<ConfigMap> = Api::default_namespaced(Client::try_from(config).unwrap());
    let reset = Rule::reset().on(Requests::any().resource("", "configmaps"));
    let id = it.faults.add(reset.after_commit());
    assert!(matches!(
        maps.list(&ListParams::default()).await,
        Err(Error::HyperError(_) | Error::Service(_))
    ));
    it.faults.remove(id);
    maps.list(&ListParams::default()).await.unwrap();
    let entries = it.server.journal().take();
    assert!(entries.iter().any(|entry| entry.code == 0));
    served.shutdown().await;
}

#[tokio::test]
async fn what_a_test_asks_itself_meets_no_fault_and_is_not_in_the_journal() {
    let it = Bench::new();
    let id = it.faults.add(Rule::fail(500));
    let aside: Api<ConfigMap> =
        Api::default_namespaced(Client::new(it.server.bypass_service(), "default"));
    let map = serde_json::from_value(json!({"metadata": {"name": "a"}})).unwrap();
    aside.create(&Default::default(), &map).await.unwrap();
    assert_eq!(it.faults.fired()[&id], 0);
    assert_eq!(it.server.journal().take(), []);
    it.faults.clear();
    assert_eq!(it.names().await, ["a"]);
}
