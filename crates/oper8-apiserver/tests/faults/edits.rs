//! A second writer, hooks and stale discovery.

use futures_util::StreamExt as _;
use k8s_openapi::api::apps::v1::Deployment;
use kube_client::api::{Api, DeleteParams, ListParams, Patch, PatchParams, PostParams};
use oper8_apiserver::ApiServer;
use oper8_apiserver::faults::{Change, Edit, Lie, Mutation, ObjectRef, Requests, Rule, Verb};
use serde_json::{Value, json};

use crate::bench::{Bench, next, refusal};

/// The object as it is now, read past all rules.
async fn now(it: &Bench, kind: &str, name: &str) -> Value {
    let objects = it.server.snapshot().objects().into_iter();
    let mut found = objects.filter(|it| it["kind"] == kind && it["metadata"]["name"] == name);
    found.next().unwrap_or(Value::Null)
}

async fn map(it: &Bench, name: &str) -> Value {
    now(it, "ConfigMap", name).await
}

fn updates() -> Requests {
    Requests::of([Verb::Update]).resource("", "configmaps")
}

async fn deployment(it: &Bench, replicas: i32) -> Api<Deployment> {
    let api: Api<Deployment> = Api::default_namespaced(it.client.clone());
    let labels = json!({"app": "web"});
    let manifest = json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
        "spec": {"replicas": replicas, "selector": {"matchLabels": labels}, "template": {
            "metadata": {"labels": labels},
            "spec": {"containers": [{"name": "web", "image": "web", "resources": {"limits": {"memory": "1024Mi"}}}]},
        }},
    });
    let apply = PatchParams::apply("me").force();
    api.patch("web", &apply, &Patch::Apply(&manifest))
        .await
        .unwrap();
    api
}

#[tokio::test]
async fn a_second_writer_makes_an_update_conflict_at_the_call_that_is_chosen() {
    let it = Bench::new();
    let mut mine = it.create("a").await.unwrap();
    let theirs = Change::Merge(json!({"data": {"theirs": "1"}}));
    let id = it.faults.add(Rule::write(theirs).on(updates()).nth(2));
    let params = PostParams::default();
    mine = it.maps.replace("a", &params, &mine).await.unwrap();
    let refused = it.maps.replace("a", &params, &mine).await;
    assert_eq!(refusal(refused), (409, "Conflict".to_owned()));
    mine = it.maps.get("a").await.unwrap();
    assert_eq!(mine.data.as_ref().unwrap()["theirs"], "1");
    it.maps.replace("a", &params, &mine).await.unwrap();
    assert_eq!(it.faults.fired()[&id], 1);
}

#[tokio::test]
async fn a_second_writer_takes_a_field_over() {
    let it = Bench::new();
    let apply = |value: &str| {
        Patch::Apply(
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"key": value}}),
        )
    };
    let me = PatchParams::apply("me");
    it.maps.patch("a", &me, &apply("1")).await.unwrap();
    let own = Edit::from(Change::Own(json!({"data": {"key": "2"}}))).by("them");
    it.faults
        .add(Rule::write(own).on(Requests::of([Verb::Patch])).nth(1));
    let refused = it.maps.patch("a", &me, &apply("1")).await;
    assert_eq!(refusal(refused).0, 409);
    let managers = map(&it, "a").await["metadata"]["managedFields"].to_string();
    assert!(managers.contains("\"manager\":\"them\""), "{managers}");
}

#[tokio::test]
async fn an_object_is_deleted_and_made_again_between_a_read_and_a_write() {
    let it = Bench::new();
    let made = it.create("a").await.unwrap();
    it.faults.add(
        Rule::write(Change::Recreate)
            .on(Requests::of([Verb::Delete]))
            .nth(1),
    );
    let uid = made.metadata.uid.clone().unwrap();
    let params = DeleteParams::default().preconditions(kube_client::api::Preconditions {
        uid: Some(uid.clone()),
        ..Default::default()
    });
    assert_eq!(refusal(it.maps.delete("a", &params).await).0, 409);
    let again = map(&it, "a").await;
    assert_ne!(again["metadata"]["uid"], uid);
}

#[tokio::test]
async fn another_object_is_changed_or_deleted_in_the_middle_of_a_write() {
    let it = Bench::new();
    it.create("owner").await.unwrap();
    let owner = || ObjectRef::new("", "configmaps", "default", "owner");
    let change = Edit::from(Change::Merge(json!({"data": {"spec": "2"}}))).of(owner());
    it.faults
        .add(Rule::write(change).on(updates()).nth(1).after_commit());
    let child = it.create("child").await.unwrap();
    it.maps
        .replace("child", &PostParams::default(), &child)
        .await
        .unwrap();
    assert_eq!(map(&it, "owner").await["data"]["spec"], "2");
    let delete = Edit::from(Change::Delete).of(owner());
    it.faults
        .add(Rule::write(delete).on(Requests::of([Verb::Get])).nth(1));
    it.maps.get("child").await.unwrap();
    assert_eq!(map(&it, "owner").await, Value::Null);
    let create = Edit::from(Change::Create(json!({"metadata": {"name": "new"}}))).of(owner());
    it.faults
        .add(Rule::write(create).on(Requests::of([Verb::Get])).nth(1));
    it.maps.get("child").await.unwrap();
    assert_eq!(map(&it, "new").await["metadata"]["name"], "new");
}

#[tokio::test]
async fn a_finalizer_that_comes_with_the_delete_keeps_the_object_terminating() {
    let it = Bench::new();
    it.create("a").await.unwrap();
    let keep = Change::Merge(json!({"metadata": {"finalizers": ["example.com/stuck"]}}));
    it.faults
        .add(Rule::write(keep).on(Requests::of([Verb::Delete])));
    it.delete("a").await;
    assert!(map(&it, "a").await["metadata"]["deletionTimestamp"].is_string());
    let free = Patch::Merge(json!({"metadata": {"finalizers": null}}));
    it.maps
        .patch("a", &PatchParams::default(), &free)
        .await
        .unwrap();
    assert_eq!(map(&it, "a").await, Value::Null);
}

#[tokio::test]
async fn what_is_stored_is_changed_past_every_check() {
    let it = Bench::new();
    let api = deployment(&it, 1).await;
    let patch = json!([
        {"op": "replace", "path": "/spec/selector/matchLabels/app", "value": "other"},
        {"op": "replace", "path": "/metadata/uid", "value": "stranger"},
        {"op": "add", "path": "/metadata/labels", "value": {"not a label!": "x"}},
        {"op": "add", "path": "/metadata/ownerReferences", "value": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "no", "uid": "nobody"}]},
    ]);
    let edit = Change::Store(serde_json::from_value(patch).unwrap());
    let id = it
        .faults
        .add(Rule::write(edit).on(Requests::of([Verb::Get])).nth(1));
    let seen = serde_json::to_value(api.get("web").await.unwrap()).unwrap();
    assert_eq!(seen["spec"]["selector"]["matchLabels"]["app"], "other");
    assert_eq!(seen["metadata"]["uid"], "stranger");
    assert_eq!(seen["metadata"]["labels"]["not a label!"], "x");
    assert_eq!(it.faults.fired()[&id], 1);
    let moved =
        serde_json::from_value(json!([{"op": "replace", "path": "/metadata/name", "value": "b"}]));
    let id = it.faults.add(Rule::write(Change::Store(moved.unwrap())));
    api.get_opt("web").await.unwrap();
    assert_eq!(
        it.faults.fired()[&id],
        0,
        "an edit that is not made does not count"
    );
}

#[tokio::test]
async fn a_status_lies_that_it_is_ready_has_failed_or_neither() {
    let it = Bench::new();
    let api = deployment(&it, 2).await;
    let lie = |lie| {
        Rule::write(Change::Lie(lie))
            .on(Requests::of([Verb::Get]))
            .nth(1)
    };
    let conditions = |status: &Value| {
        let list = status["conditions"].as_array().unwrap().iter();
        list.map(|it| {
            format!(
                "{}={}",
                it["type"].as_str().unwrap(),
                it["status"].as_str().unwrap()
            )
        })
        .collect::<Vec<_>>()
        .join(" ")
    };
    let mut seen = Vec::new();
    for what in [Lie::Stale, Lie::Failed, Lie::Flapping, Lie::Flapping] {
        it.faults.add(lie(what));
        let object = serde_json::to_value(api.get("web").await.unwrap()).unwrap();
        let status = &object["status"];
        let behind = object["metadata"]["generation"].as_i64().unwrap()
            - status["observedGeneration"].as_i64().unwrap();
        seen.push((conditions(status), behind, status["readyReplicas"].clone()));
        it.faults.clear();
    }
    let expected = [
        ("Ready=True", 1, json!(2)),
        ("Ready=False Failed=True", 0, Value::Null),
        ("Ready=True Failed=True", 0, json!(2)),
        ("Ready=False Failed=True", 0, Value::Null),
    ];
    for (index, (seen, expected)) in seen.iter().zip(expected).enumerate() {
        assert_eq!((&*seen.0, seen.1), (expected.0, expected.1), "{index}");
        // A count of nothing is left out of an answer, or is 0.
        assert_eq!(
            seen.2.as_i64().unwrap_or(0),
            expected.2.as_i64().unwrap_or(0),
            "{index}"
        );
    }
}

#[tokio::test]
async fn a_storm_is_so_many_writes_and_as_many_events() {
    let it = Bench::new();
    it.create("a").await.unwrap();
    let mut events = it.watch().await;
    let storm = Edit::from(Change::Storm { writes: 50 }).of(ObjectRef::new(
        "",
        "configmaps",
        "default",
        "a",
    ));
    it.faults
        .add(Rule::write(storm).on(Requests::of([Verb::Create])).nth(1));
    it.create("b").await.unwrap();
    for _ in 0..50 {
        assert_eq!(next(&mut events).await, "MODIFIED a");
    }
    assert_eq!(next(&mut events).await, "ADDED b");
}

#[tokio::test]
async fn a_hook_normalises_what_is_applied() {
    let it = Bench::new();
    it.faults.add(Rule::mutate(Mutation::Normalise));
    let manifest = json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "finalizers": ["b.com/b", "a.com/a"]},
        "spec": {"containers": [{"name": "a", "image": "a", "resources": {"limits": {"cpu": "2000m"}}}]},
    });
    let pods: Api<k8s_openapi::api::core::v1::Pod> = Api::default_namespaced(it.client.clone());
    let apply = PatchParams::apply("me");
    let made = pods
        .patch("a", &apply, &Patch::Apply(&manifest))
        .await
        .unwrap();
    assert_eq!(made.metadata.finalizers.unwrap(), ["a.com/a", "b.com/b"]);
    it.faults.clear();
    let dropping = Mutation::Merge(json!({"data": {"kept": "1", "dropped": null}}));
    let id = it.faults.add(Rule::mutate(dropping));
    let sent = serde_json::from_value(json!({"metadata": {"name": "m"}, "data": {"dropped": "1"}}));
    let made = it
        .maps
        .create(&PostParams::default(), &sent.unwrap())
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_value(made.data).unwrap(),
        json!({"kept": "1"})
    );
    it.maps.get("m").await.unwrap();
    assert_eq!(it.faults.fired()[&id], 1, "reads send no object");
}

#[tokio::test]
async fn discovery_is_behind_while_the_kind_is_served() {
    let it = Bench::new();
    let has = |list: k8s_openapi::apimachinery::pkg::apis::meta::v1::APIResourceList| {
        list.resources.iter().any(|it| it.name == "deployments")
    };
    let id = it.faults.add(Rule::hide(["deployments.apps"]));
    assert!(!has(it
        .client
        .list_api_group_resources("apps/v1")
        .await
        .unwrap()));
    deployment(&it, 1).await;
    it.faults.remove(id);
    assert!(has(it
        .client
        .list_api_group_resources("apps/v1")
        .await
        .unwrap()));
}

#[tokio::test]
async fn a_kind_is_forbidden_or_not_there_and_one_object_is_denied() {
    let it = Bench::new();
    let maps = || Requests::any().resource("", "configmaps");
    let forbidden = it.faults.add(Rule::fail(403).on(maps()));
    let list = it.maps.list(&ListParams::default()).await;
    assert_eq!(refusal(list), (403, "Forbidden".to_owned()));
    it.faults.remove(forbidden);
    it.faults
        .add(Rule::fail(422).on(Requests::of([Verb::Create]).name("a")));
    it.faults
        .add(Rule::fail(403).on(Requests::of([Verb::Delete]).name("b")));
    assert_eq!(refusal(it.create("a").await).0, 422);
    it.create("b").await.unwrap();
    let denied = it.maps.delete("b", &DeleteParams::default()).await;
    assert_eq!(refusal(denied.map(|_| ())).0, 403);
    assert_eq!(it.names().await, ["b"]);
}

#[tokio::test]
async fn a_rule_hits_one_program_one_user_every_other_call_and_from_a_revision_on() {
    let it = Bench::new();
    let mine = it
        .faults
        .add(Rule::pass().on(Requests::any().user("admin")));
    let theirs = it
        .faults
        .add(Rule::pass().on(Requests::any().user("somebody")));
    let agent = it
        .faults
        .add(Rule::pass().on(Requests::any().agent("curl/")));
    let other = it.faults.add(
        Rule::pass()
            .on(Requests::of([Verb::Create]))
            .from(2)
            .every(2)
            .times(2),
    );
    let made = it.create("a").await.unwrap();
    let revision: u64 = made.metadata.resource_version.unwrap().parse().unwrap();
    let later = it
        .faults
        .add(Rule::pass().since_revision(revision + 2).nth(1));
    for name in ["b", "c", "d", "e", "f", "g"] {
        it.create(name).await.unwrap();
    }
    let fired = it.faults.fired();
    assert_eq!((fired[&mine], fired[&theirs], fired[&agent]), (7, 0, 0));
    assert_eq!(fired[&other], 2, "the second and the fourth");
    assert_eq!(fired[&later], 1);
    let request = http::Request::get("/api/v1/namespaces").header("user-agent", "curl/8.0");
    let request = request.body(Vec::new()).unwrap();
    it.client.request_text(request).await.unwrap();
    assert_eq!(it.faults.fired()[&agent], 1);
}

#[tokio::test(start_paused = true)]
async fn a_watch_freezes_at_a_revision_and_goes_on_when_so_many_events_were_held() {
    let it = Bench::new();
    let mut events = it.watch().await;
    it.create("a").await.unwrap();
    let revision = revision(&it.server) + 2;
    let mut late = it.watch().await;
    let effect = oper8_apiserver::faults::Effect::Freeze {
        lasts: None,
        merge: false,
        events: Some(2),
    };
    let fault = oper8_apiserver::faults::WatchFault {
        since_revision: Some(revision),
        ..effect.into()
    };
    assert_eq!(it.faults.disturb(&Requests::watches(), fault), 2);
    it.create("b").await.unwrap();
    it.create("c").await.unwrap();
    assert_eq!(next(&mut events).await, "ADDED a");
    assert_eq!(next(&mut events).await, "ADDED b");
    // Less than it takes to the next bookmark.
    let long = std::time::Duration::from_secs(30);
    assert!(
        tokio::time::timeout(long, events.next()).await.is_err(),
        "c is held"
    );
    it.create("d").await.unwrap();
    for expected in ["ADDED c", "ADDED d"] {
        assert_eq!(next(&mut events).await, expected);
    }
    for expected in ["ADDED b", "ADDED c", "ADDED d"] {
        assert_eq!(next(&mut late).await, expected);
    }
}

fn revision(server: &ApiServer) -> u64 {
    server.snapshot().revision()
}
