//! Lists in pages and watches, on the embedded server and on the real cluster that `OPER8_TEST_KUBECONFIG` names.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failure is a failed test, and a test that is skipped says so"
)]

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use http_body_util::BodyExt as _;
use k8s_openapi::api::core::v1::ConfigMap;
use kube_client::client::Body;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Api, Client, Config};
use kube_runtime::watcher;
use oper8_apiserver::ApiServer;
use serde_json::{Value, json};

/// A namespace of its own on some server.
#[derive(Clone)]
struct Place {
    client: Client,
    namespace: String,
}

impl Place {
    async fn new(client: Client) -> Self {
        let namespace = format!("w{}", &uuid::Uuid::new_v4().simple().to_string()[..10]);
        let place = Self { client, namespace };
        let object = json!({"metadata": {"name": place.namespace}});
        let (code, _) = place.ask("POST", "/api/v1/namespaces", &object).await;
        assert_eq!(code, 201);
        place
    }

    async fn end(self) {
        let path = format!("/api/v1/namespaces/{}", self.namespace);
        self.ask("DELETE", &path, &Value::Null).await;
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/namespaces/{}/configmaps{rest}", self.namespace)
    }

    fn request(method: &str, path: &str, body: &Value) -> http::Request<Body> {
        let kind = match method {
            "PATCH" => "application/merge-patch+json",
            _ => "application/json",
        };
        let body = match body {
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        http::Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap()
    }

    async fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let response = self.client.send(Self::request(method, path, body)).await;
        let (parts, body) = response.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let answer = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        (parts.status.as_u16(), answer)
    }

    async fn create(&self, name: &str, labels: Value) -> Value {
        let object = json!({"metadata": {"name": name, "labels": labels}});
        self.ask("POST", &self.path(""), &object).await.1
    }

    async fn patch(&self, name: &str, patch: Value) -> Value {
        self.ask("PATCH", &self.path(&format!("/{name}")), &patch)
            .await
            .1
    }

    async fn delete(&self, name: &str) {
        self.ask("DELETE", &self.path(&format!("/{name}")), &Value::Null)
            .await;
    }

    async fn list(&self, query: &str) -> (u16, Value) {
        self.ask("GET", &self.path(query), &Value::Null).await
    }

    /// The revision that the namespace's ConfigMaps are at.
    async fn revision(&self) -> String {
        text(&self.list("?labelSelector=none").await.1["metadata"]["resourceVersion"])
    }

    async fn watch(&self, query: &str) -> Watch {
        self.watch_as("application/json", query).await
    }

    /// A watch whose objects come in a form of their own.
    async fn watch_as(&self, form: &'static str, query: &str) -> Watch {
        let path = self.path(&format!("?watch=true&labelSelector=!ignored&{query}"));
        let mut request = Self::request("GET", &path, &Value::Null);
        let form = http::HeaderValue::from_static(form);
        request.headers_mut().insert(http::header::ACCEPT, form);
        let response = self.client.send(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        Watch {
            body: response.into_body(),
            rest: Vec::new(),
            lines: VecDeque::new(),
        }
    }
}

/// The events of a watch.
struct Watch {
    body: Body,
    rest: Vec<u8>,
    lines: VecDeque<Value>,
}

impl Watch {
    /// The next event; `None` when the watch is over. The root certificate that a real cluster puts into each namespace, at a
    /// time of its own, is left out.
    async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some(line) = self.lines.pop_front() {
                if line["object"]["metadata"]["name"] != "kube-root-ca.crt" {
                    return Some(line);
                }
            }
            let frame = self.body.frame().await?.unwrap();
            let data: Bytes = frame.into_data().unwrap();
            self.rest.extend_from_slice(&data);
            while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.rest.drain(..=end).collect();
                self.lines.push_back(serde_json::from_slice(&line).unwrap());
            }
        }
    }

    /// The next event of a table whose first cell is a name.
    async fn next_of(&mut self, name: &str) -> Value {
        loop {
            let event = self.next().await.unwrap();
            if event["object"]["rows"][0]["cells"][0] == name {
                return event;
            }
        }
    }

    /// Kind of event and name of the object.
    async fn told(&mut self) -> (String, String) {
        let event = self.next().await.unwrap();
        (
            text(&event["type"]),
            text(&event["object"]["metadata"]["name"]),
        )
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn event(kind: &str, name: &str) -> (String, String) {
    (kind.to_owned(), name.to_owned())
}

fn names(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| text(&item["metadata"]["name"])).collect()
}

async fn a_watch_tells_what_happened_after_its_revision(place: &Place) {
    place.create("before", json!({})).await;
    let from = place.revision().await;
    place.create("a", json!({})).await;
    let changed = place.patch("a", json!({"data": {"k": "v"}})).await;
    place.patch("a", json!({"data": {"k": "v"}})).await;
    place.delete("a").await;
    let mut watch = place.watch(&format!("resourceVersion={from}")).await;
    assert_eq!(watch.told().await, event("ADDED", "a"));
    let modified = watch.next().await.unwrap();
    assert_eq!(modified["type"], "MODIFIED");
    assert_eq!(modified["object"]["metadata"], changed["metadata"]);
    let deleted = watch.next().await.unwrap();
    assert_eq!(deleted["type"], "DELETED");
    assert_eq!(deleted["object"]["data"], json!({"k": "v"}));
    // The revision of a deletion is its own.
    assert_ne!(
        deleted["object"]["metadata"]["resourceVersion"],
        changed["metadata"]["resourceVersion"]
    );
    place.create("b", json!({})).await;
    assert_eq!(watch.told().await, event("ADDED", "b"));
}

async fn a_watch_without_a_revision_begins_with_what_is_there(place: &Place) {
    place.create("a", json!({})).await;
    for query in ["", "resourceVersion=0"] {
        let mut watch = place
            .watch(&format!("{query}&fieldSelector=metadata.name%3Da"))
            .await;
        assert_eq!(watch.told().await, event("ADDED", "a"), "{query}");
    }
}

async fn an_object_that_stops_to_match_is_deleted_for_the_watch(place: &Place) {
    let from = place.revision().await;
    let query = format!("resourceVersion={from}&labelSelector=show%3Dyes");
    let path = place.path(&format!("?watch=true&{query}"));
    let response = place
        .client
        .send(Place::request("GET", &path, &Value::Null))
        .await;
    let mut watch = Watch {
        body: response.unwrap().into_body(),
        rest: Vec::new(),
        lines: VecDeque::new(),
    };
    place.create("a", json!({"show": "no"})).await;
    place
        .patch("a", json!({"metadata": {"labels": {"show": "yes"}}}))
        .await;
    place.patch("a", json!({"data": {"k": "v"}})).await;
    place
        .patch("a", json!({"metadata": {"labels": {"show": "no"}}}))
        .await;
    place.patch("a", json!({"data": {"k": "w"}})).await;
    place.create("end", json!({"show": "yes"})).await;
    assert_eq!(watch.told().await, event("ADDED", "a"));
    assert_eq!(watch.told().await, event("MODIFIED", "a"));
    assert_eq!(watch.told().await, event("DELETED", "a"));
    assert_eq!(watch.told().await, event("ADDED", "end"));
}

async fn initial_events_end_with_a_bookmark(place: &Place) {
    place.create("a", json!({})).await;
    place.create("b", json!({})).await;
    let query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    let path = place.path(&format!(
        "?watch=true&{query}&fieldSelector=metadata.name%21%3Dkube-root-ca.crt"
    ));
    let response = place
        .client
        .send(Place::request("GET", &path, &Value::Null))
        .await;
    let mut watch = Watch {
        body: response.unwrap().into_body(),
        rest: Vec::new(),
        lines: VecDeque::new(),
    };
    assert_eq!(watch.told().await, event("ADDED", "a"));
    assert_eq!(watch.told().await, event("ADDED", "b"));
    let bookmark = watch.next().await.unwrap();
    assert_eq!(bookmark["type"], "BOOKMARK");
    let annotations = &bookmark["object"]["metadata"]["annotations"];
    assert_eq!(annotations["k8s.io/initial-events-end"], "true");
    place.create("c", json!({})).await;
    let mut told = watch.told().await;
    while told.0 == "BOOKMARK" {
        told = watch.told().await;
    }
    assert_eq!(told, event("ADDED", "c"));
}

async fn only_the_first_table_of_a_watch_has_headings(place: &Place) {
    let from = place.revision().await;
    place.create("a", json!({})).await;
    place.patch("a", json!({"data": {"x": "y"}})).await;
    let table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    let query = format!("resourceVersion={from}&fieldSelector=metadata.name%3Da&timeoutSeconds=1");
    let mut watch = place.watch_as(table, &query).await;

    let first = watch.next_of("a").await;
    assert_eq!(first["type"], "ADDED");
    let headings = first["object"]["columnDefinitions"].as_array().unwrap();
    let headings: Vec<_> = headings.iter().map(|it| text(&it["name"])).collect();
    assert_eq!(headings, ["Name", "Data", "Age"]);
    let second = watch.next_of("a").await;
    assert_eq!(second["type"], "MODIFIED");
    assert_eq!(second["object"]["columnDefinitions"], Value::Null);
    assert_eq!(second["object"]["rows"][0]["cells"][1], 1);
}

async fn a_watch_ends_when_its_time_is_up(place: &Place) {
    let from = place.revision().await;
    let query = format!("resourceVersion={from}&timeoutSeconds=1&labelSelector=none");
    let path = place.path(&format!("?watch=true&{query}"));
    let response = place
        .client
        .send(Place::request("GET", &path, &Value::Null))
        .await;
    let rest = response.unwrap().into_body().collect().await.unwrap();
    assert_eq!(rest.to_bytes(), "");
}

async fn pages_are_of_one_moment(place: &Place) {
    for name in ["a", "c", "e", "g"] {
        place.create(name, json!({"page": "me"})).await;
    }
    let (_, first) = place.list("?limit=2&labelSelector=page").await;
    assert_eq!(names(&first), ["a", "c"]);
    place.create("d", json!({"page": "me"})).await;
    place.patch("e", json!({"data": {"k": "v"}})).await;
    place.delete("g").await;
    let token = text(&first["metadata"]["continue"]);
    let query = format!("?limit=2&labelSelector=page&continue={token}");
    let (_, second) = place.list(&query).await;
    assert_eq!(names(&second), ["e", "g"]);
    assert!(second["items"][0]["data"].is_null(), "as it was then");
    assert_eq!(
        second["metadata"]["resourceVersion"],
        first["metadata"]["resourceVersion"]
    );
    // A real server goes on where objects are left that the selector may not match, such as a namespace's root certificate.
    let token = text(&second["metadata"]["continue"]);
    if !token.is_empty() {
        let query = format!("?limit=2&labelSelector=page&continue={token}");
        let (_, third) = place.list(&query).await;
        assert_eq!(names(&third), [] as [&str; 0]);
        assert_eq!(text(&third["metadata"]["continue"]), "");
    }
    let revision = text(&first["metadata"]["resourceVersion"]);
    let query =
        format!("?labelSelector=page&resourceVersionMatch=Exact&resourceVersion={revision}");
    assert_eq!(names(&place.list(&query).await.1), ["a", "c", "e", "g"]);
    assert_eq!(
        names(&place.list("?labelSelector=page").await.1),
        ["a", "c", "d", "e"]
    );
}

async fn the_watcher_of_kube_follows(place: &Place) {
    let api: Api<ConfigMap> = Api::namespaced(place.client.clone(), &place.namespace);
    let selected = watcher::Config::default().labels("follow");
    for config in [selected.clone().page_size(1), selected.streaming_lists()] {
        place.create("a", json!({"follow": "me"})).await;
        place.create("b", json!({"follow": "me"})).await;
        let mut stream = watcher::watcher(api.clone(), config).boxed();
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        let mut count = |event: watcher::Event<ConfigMap>| {
            let (kind, object) = match event {
                watcher::Event::Init => return,
                watcher::Event::InitApply(object) => ("init", object),
                watcher::Event::InitDone => return,
                watcher::Event::Apply(object) => ("apply", object),
                watcher::Event::Delete(object) => ("delete", object),
            };
            let name = format!("{kind} {}", object.metadata.name.unwrap());
            *seen.entry(name).or_default() += 1;
        };
        loop {
            let event = stream.try_next().await.unwrap().unwrap();
            let done = matches!(event, watcher::Event::InitDone);
            count(event);
            if done {
                break;
            }
        }
        place.patch("a", json!({"data": {"k": "v"}})).await;
        place.delete("a").await;
        place.delete("b").await;
        for _ in 0..3 {
            count(stream.try_next().await.unwrap().unwrap());
        }
        let expected = ["apply a", "delete a", "delete b", "init a", "init b"];
        assert_eq!(seen.into_keys().collect::<Vec<_>>(), expected);
    }
}

async fn in_process() -> Place {
    let server = ApiServer::builder().build();
    Place::new(Client::new(server.service(), "default")).await
}

#[expect(
    clippy::disallowed_methods,
    reason = "the caller of a test has no other way to name a cluster"
)]
async fn on_a_real_cluster() -> Option<Place> {
    let Ok(path) = std::env::var("OPER8_TEST_KUBECONFIG") else {
        println!("skipped: OPER8_TEST_KUBECONFIG names no cluster");
        return None;
    };
    let kubeconfig = Kubeconfig::read_from(path).unwrap();
    let options = KubeConfigOptions::default();
    let config = Config::from_custom_kubeconfig(kubeconfig, &options)
        .await
        .unwrap();
    Some(Place::new(Client::try_from(config).unwrap()).await)
}

macro_rules! suite {
    ($($name:ident),* $(,)?) => {
        mod in_process {
            $(#[tokio::test] async fn $name() {
                let place = super::in_process().await;
                super::$name(&place).await;
            })*
        }
        mod on_a_real_cluster {
            $(#[tokio::test] async fn $name() {
                if let Some(place) = super::on_a_real_cluster().await {
                    super::$name(&place).await;
                    place.end().await;
                }
            })*
        }
    };
}

suite!(
    a_watch_tells_what_happened_after_its_revision,
    a_watch_without_a_revision_begins_with_what_is_there,
    an_object_that_stops_to_match_is_deleted_for_the_watch,
    initial_events_end_with_a_bookmark,
    only_the_first_table_of_a_watch_has_headings,
    a_watch_ends_when_its_time_is_up,
    pages_are_of_one_moment,
    the_watcher_of_kube_follows,
);

#[tokio::test]
async fn what_is_forgotten_is_gone_for_watches_and_pages() {
    let server = ApiServer::builder().build();
    let place = Place::new(Client::new(server.service(), "default")).await;
    let old = text(&place.create("a", json!({})).await["metadata"]["resourceVersion"]);
    place.create("b", json!({})).await;
    let (_, first) = place.list("?limit=1").await;
    place.create("c", json!({})).await;
    server.compact();
    let mut watch = place.watch(&format!("resourceVersion={old}")).await;
    let error = watch.next().await.unwrap();
    assert_eq!(error["type"], "ERROR");
    assert_eq!(error["object"]["code"], 410);
    assert_eq!(error["object"]["reason"], "Expired");
    assert!(watch.next().await.is_none());
    let token = text(&first["metadata"]["continue"]);
    let (code, status) = place.list(&format!("?limit=1&continue={token}")).await;
    assert_eq!((code, text(&status["reason"])), (410, "Expired".to_owned()));
}

#[tokio::test]
async fn a_watch_that_falls_behind_the_window_ends_and_cannot_go_on_from_there() {
    let server = ApiServer::builder().watch_window(2).build();
    let place = Place::new(Client::new(server.service(), "default")).await;
    let from = place.revision().await;
    let mut watch = place.watch(&format!("resourceVersion={from}")).await;
    for name in ["a", "b", "c", "d"] {
        place.create(name, json!({})).await;
    }
    assert_eq!(watch.next().await, None);
    let mut again = place.watch(&format!("resourceVersion={from}")).await;
    let told = again.next().await.unwrap();
    assert_eq!(told["type"], "ERROR");
    assert_eq!(told["object"]["code"], 410);
}

#[tokio::test(start_paused = true)]
async fn a_quiet_watch_gets_bookmarks_of_the_revision_of_the_whole_server() {
    let server = ApiServer::builder().build();
    let place = Place::new(Client::new(server.service(), "default")).await;
    let from = place.revision().await;
    let query = format!("resourceVersion={from}&allowWatchBookmarks=true&timeoutSeconds=90");
    let mut watch = place.watch(&query).await;
    let started = tokio::time::Instant::now();
    let secret = json!({"metadata": {"name": "s"}});
    let path = format!("/api/v1/namespaces/{}/secrets", place.namespace);
    let (_, secret) = place.ask("POST", &path, &secret).await;
    let bookmark = watch.next().await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_secs(60));
    assert_eq!(bookmark["type"], "BOOKMARK");
    assert_eq!(
        bookmark["object"]["metadata"]["resourceVersion"],
        secret["metadata"]["resourceVersion"]
    );
    assert_eq!(watch.next().await.unwrap()["type"], "BOOKMARK");
    assert!(watch.next().await.is_none());
    assert_eq!(started.elapsed(), Duration::from_secs(90));
}

#[tokio::test]
async fn a_watch_of_a_kind_that_goes_ends_with_its_last_deletion() {
    let server = ApiServer::builder().build();
    let place = Place::new(Client::new(server.service(), "default")).await;
    let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    let schema = json!({"type": "object"});
    let definition = json!({"metadata": {"name": "things.oper8.test"}, "spec": {
        "group": "oper8.test", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"},
        "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}}],
    }});
    assert_eq!(place.ask("POST", definitions, &definition).await.0, 201);
    let things = format!("/apis/oper8.test/v1/namespaces/{}/things", place.namespace);
    let thing = json!({"apiVersion": "oper8.test/v1", "kind": "Thing", "metadata": {"name": "a"}});
    assert_eq!(place.ask("POST", &things, &thing).await.0, 201);
    let request = Place::request("GET", &format!("{things}?watch=true"), &Value::Null);
    let mut watch = Watch {
        body: place.client.send(request).await.unwrap().into_body(),
        rest: Vec::new(),
        lines: VecDeque::new(),
    };
    assert_eq!(watch.told().await, event("ADDED", "a"));
    let path = format!("{definitions}/things.oper8.test");
    assert_eq!(place.ask("DELETE", &path, &Value::Null).await.0, 200);
    assert_eq!(watch.told().await, event("DELETED", "a"));
    assert!(watch.next().await.is_none());
    assert_eq!(place.ask("GET", &things, &Value::Null).await.0, 404);
}

#[tokio::test]
async fn a_time_beyond_all_clocks_never_ends_a_watch() {
    let place = in_process().await;
    place.create("a", json!({})).await;
    let query = format!("timeoutSeconds={}", i64::MAX);
    let mut watch = place.watch(&query).await;
    assert_eq!(watch.told().await, event("ADDED", "a"));
}
