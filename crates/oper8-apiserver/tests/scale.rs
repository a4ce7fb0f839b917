//! Many objects, many watchers, slow ones among them: what is kept is bounded, and shared.

#![allow(
    clippy::unwrap_used,
    reason = "a failure is a failed test, outside of the test functions too"
)]

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::Request;
use http_body_util::{BodyDataStream, BodyExt as _, Full};
use oper8_apiserver::{ApiServer, Body};
use serde_json::{Value, json};
use tower::Service as _;

const CONFIG_MAPS: &str = "/api/v1/namespaces/default/configmaps";

/// How many changes the storm makes.
const STORM: usize = 10_000;

async fn ask(server: &ApiServer, method: &str, path: &str, body: Value) -> Body {
    let body = match body {
        Value::Null => Full::default(),
        body => Full::from(body.to_string()),
    };
    let request = Request::builder().method(method).uri(path);
    let request = request
        .header("content-type", "application/json")
        .body(body);
    let response = server.service().call(request.unwrap()).await.unwrap();
    assert!(response.status().is_success(), "{}", response.status());
    response.into_body()
}

async fn answer(server: &ApiServer, method: &str, path: &str, body: Value) -> Value {
    let body = ask(server, method, path, body).await;
    serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap()
}

async fn create(server: &ApiServer, name: &str, data: &str) -> Value {
    let map = json!({"metadata": {"name": name}, "data": {"a": data}});
    answer(server, "POST", CONFIG_MAPS, map).await
}

async fn set(server: &ApiServer, name: &str, data: &str) {
    let map = json!({"metadata": {"name": name}, "data": {"a": data}});
    ask(server, "PUT", &format!("{CONFIG_MAPS}/{name}"), map).await;
}

async fn watch(server: &ApiServer, query: &str) -> BodyDataStream<Body> {
    let path = format!("{CONFIG_MAPS}?watch=true&{query}");
    BodyDataStream::new(ask(server, "GET", &path, Value::Null).await)
}

async fn next(watch: &mut BodyDataStream<Body>) -> Option<Bytes> {
    watch.next().await.map(Result::unwrap)
}

fn event(line: &Bytes) -> (String, String) {
    let event: Value = serde_json::from_slice(line).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&event["type"]), text(&event["object"]["data"]["a"]))
}

#[tokio::test]
async fn watchers_of_one_form_get_the_same_bytes() {
    let server = ApiServer::builder().build();
    let mut watches = Vec::new();
    for _ in 0..1000 {
        watches.push(watch(&server, "resourceVersion=0").await);
    }
    create(&server, "a", "1").await;
    let first = next(&mut watches[0]).await.unwrap();
    for watch in &mut watches[1..] {
        let line = next(watch).await.unwrap();
        assert_eq!(line.as_ptr(), first.as_ptr(), "the line is the same memory");
    }
    assert_eq!(event(&first), ("ADDED".to_owned(), "1".to_owned()));
}

#[tokio::test]
async fn watchers_that_see_an_object_otherwise_get_lines_of_their_own() {
    let server = ApiServer::builder().build();
    let mut labelled = watch(&server, "resourceVersion=0&labelSelector=a%3Db").await;
    let mut all = watch(&server, "resourceVersion=0").await;
    create(&server, "a", "1").await;
    let map = json!({"metadata": {"name": "a", "labels": {"a": "b"}}, "data": {"a": "2"}});
    ask(&server, "PUT", &format!("{CONFIG_MAPS}/a"), map).await;
    let kind = |line: Option<Bytes>| event(&line.unwrap()).0;
    assert_eq!(kind(next(&mut all).await), "ADDED");
    assert_eq!(kind(next(&mut all).await), "MODIFIED");
    assert_eq!(kind(next(&mut labelled).await), "ADDED");
    set(&server, "a", "3").await;
    assert_eq!(kind(next(&mut all).await), "MODIFIED");
    assert_eq!(kind(next(&mut labelled).await), "DELETED");
}

#[tokio::test]
async fn a_storm_reaches_every_watcher_in_order_and_the_edit_after_it_too() {
    let server = ApiServer::builder().build();
    create(&server, "a", "start").await;
    let mut watches = Vec::new();
    for _ in 0..3 {
        let mut watch = watch(&server, "").await;
        assert_eq!(event(&next(&mut watch).await.unwrap()).1, "start");
        watches.push(watch);
    }
    // Nobody reads while the storm lasts, and no more than the window is kept.
    for count in 1..STORM {
        set(&server, "a", &count.to_string()).await;
    }
    set(&server, "a", "edit").await;
    for watch in &mut watches {
        for count in 1..STORM {
            let line = next(watch).await.unwrap();
            assert_eq!(event(&line).1, count.to_string());
        }
        assert_eq!(event(&next(watch).await.unwrap()).1, "edit");
    }
}

#[tokio::test]
async fn a_watcher_that_a_storm_leaves_behind_is_ended() {
    let server = ApiServer::builder().watch_window(100).build();
    let mut slow = watch(&server, "resourceVersion=0").await;
    create(&server, "a", "start").await;
    assert_eq!(event(&next(&mut slow).await.unwrap()).1, "start");
    for count in 0..1000 {
        set(&server, "a", &count.to_string()).await;
    }
    assert_eq!(next(&mut slow).await, None);
}

#[tokio::test]
async fn big_objects_are_remembered_for_fewer_events() {
    let server = ApiServer::builder().watch_window_bytes(100_000).build();
    let first = create(&server, "a", "start").await;
    let from = first["metadata"]["resourceVersion"]
        .as_str()
        .unwrap()
        .to_owned();
    let big = "x".repeat(10_000);
    for _ in 0..5 {
        set(&server, "a", &big).await;
        set(&server, "a", "small").await;
    }
    let query = format!("resourceVersion={from}");
    let mut early = watch(&server, &query).await;
    assert_eq!(event(&next(&mut early).await.unwrap()).1, big);
    for _ in 0..10 {
        set(&server, "a", &big).await;
        set(&server, "a", "small").await;
    }
    let mut late = watch(&server, &query).await;
    let told: Value = serde_json::from_slice(&next(&mut late).await.unwrap()).unwrap();
    assert_eq!(told["object"]["code"], 410);
}

#[tokio::test]
async fn an_object_that_nobody_used_for_long_is_as_it_was() {
    let server = ApiServer::builder().build();
    let made = create(&server, "a", "1").await;
    // More than the store keeps parsed.
    let big = "x".repeat(500_000);
    for index in 0..12 {
        create(&server, &format!("big-{index}"), &big).await;
    }
    let got = answer(&server, "GET", &format!("{CONFIG_MAPS}/a"), Value::Null).await;
    assert_eq!(got, made);
    set(&server, "a", "2").await;
    let list = answer(
        &server,
        "GET",
        &format!("{CONFIG_MAPS}?limit=1"),
        Value::Null,
    )
    .await;
    assert_eq!(list["items"][0]["data"]["a"], "2");
    assert_eq!(list["items"][0].get("kind"), None);
}
