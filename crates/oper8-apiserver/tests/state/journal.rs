//! The journal: what is in it, in files, and made again.

use kube_client::Api;
use kube_client::api::{
    DeleteParams, DynamicObject, Patch, PatchParams, PostParams, PropagationPolicy,
};
use oper8_apiserver::{ApiServer, Entry, Journal};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::masked;
use crate::support::{Cluster, config_map, owned};

fn secret(name: &str) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "hunter2"}},
        "data": {"password": "aHVudGVyMg=="},
        "stringData": {"other": "hunter2"},
    })
}

fn bodies(entries: &[Entry]) -> String {
    let lines: Vec<_> = entries.iter().map(Entry::to_string).collect();
    lines.join("\n")
}

#[tokio::test]
async fn an_entry_tells_who_asked_what_and_what_came_of_it() {
    let it = Cluster::new();
    let made = it.create(config_map("a")).await;
    let entry = it.server.journal().take().pop().unwrap();
    assert_eq!((entry.number, entry.code, entry.changed), (1, 201, true));
    assert_eq!(entry.user, "admin");
    assert_eq!(entry.body.json().unwrap()["metadata"]["name"], "a");
    assert_eq!((&*entry.written, &*entry.name), ("a", ""));
    assert_eq!(made["metadata"]["uid"], entry.uid);
    assert_eq!(
        made["metadata"]["resourceVersion"],
        entry.revision.to_string()
    );
    assert_eq!(entry.content_type, "application/json");
    it.get(&made).await.unwrap();
    let read = it.server.journal().take().pop().unwrap();
    assert_eq!((read.number, read.code, read.changed), (2, 200, false));
    assert_eq!(read.revision, entry.revision);
}

#[tokio::test]
async fn values_of_secrets_are_not_in_the_journal_unless_asked_for() {
    let writes = |it: Cluster| async move {
        let made = it.create(secret("a")).await;
        it.merge(
            &made,
            json!({"data": {"password": "aHVudGVyMg==", "gone": null}}),
        )
        .await;
        let patch: json_patch::Patch = serde_json::from_value(json!([
            {"op": "add", "path": "/data/new", "value": "aHVudGVyMg=="},
            {"op": "add", "path": "/metadata/labels", "value": {"a": "label"}},
        ]))
        .unwrap();
        let api: Api<DynamicObject> = it.api(&made);
        let patch = Patch::Json::<()>(patch);
        api.patch("a", &PatchParams::default(), &patch)
            .await
            .unwrap();
        bodies(&it.server.journal().take())
    };
    let told = writes(Cluster::new()).await;
    assert!(
        !told.contains("hunter2") && !told.contains("aHVudGVyMg"),
        "{told}"
    );
    for kept in ["password", "other", "\"gone\":null", "/data/new", "label"] {
        assert!(told.contains(kept), "{kept}: {told}");
    }
    let told = writes(Cluster::build(ApiServer::builder().journal_secrets(true))).await;
    assert!(told.contains("hunter2") && told.contains("aHVudGVyMg"));
}

#[tokio::test]
async fn the_journal_keeps_so_many_requests_and_so_many_bytes() {
    let it = Cluster::build(ApiServer::builder().journal_limits(3, 1_000_000));
    for name in ["a", "b", "c", "d"] {
        it.create(config_map(name)).await;
    }
    let numbers: Vec<_> = it
        .server
        .journal()
        .take()
        .iter()
        .map(|it| it.number)
        .collect();
    assert_eq!(numbers, [2, 3, 4]);
    let it = Cluster::build(ApiServer::builder().journal_limits(100, 10_000));
    for name in ["a", "b", "c", "d"] {
        let mut map = config_map(name);
        map["data"] = json!({"a": "x".repeat(4000)});
        it.create(map).await;
    }
    assert_eq!(it.server.journal().entries().len(), 2);
    let off = Cluster::build(ApiServer::builder().journal_limits(0, 0));
    off.create(config_map("a")).await;
    assert_eq!(off.server.journal().take(), []);
}

#[tokio::test]
async fn a_file_of_the_journal_is_read_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, export) = (folder.path().join("copy"), folder.path().join("export"));
    let it = Cluster::new();
    it.server
        .journal()
        .write_to(std::fs::File::create(&copy).unwrap());
    it.create(config_map("a")).await;
    it.create(secret("a")).await;
    it.get(&config_map("a")).await.unwrap();
    it.server.journal().export(&export).unwrap();
    let entries = it.server.journal().take();
    let whole = |entries: &[Entry]| entries.iter().map(Entry::to_string).collect::<Vec<_>>();
    assert_eq!(whole(&Journal::read(&export).unwrap()), whole(&entries));
    assert_eq!(whole(&Journal::read(&copy).unwrap()), whole(&entries));
    std::fs::write(&copy, format!("{}\nnonsense\n", entries[0])).unwrap();
    let error = Journal::read(&copy).unwrap_err().to_string();
    assert_eq!(
        error,
        format!("{}, line 2: not an entry of a journal", copy.display())
    );
}

proptest! {
    #[test]
    fn any_body_survives_the_journal(body in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..40),
        any::<String>().prop_map(String::into_bytes),
        any::<String>().prop_map(|text| json!({"text": text}).to_string().into_bytes()),
        any::<f64>().prop_map(|number| format!("{{\"a\": [{number:?}]}}\n").into_bytes()),
    ]) {
        let runtime = crate::support::paused_runtime();
        let entry = runtime.block_on(async {
            let server = ApiServer::builder().build();
            let request = http::Request::post("/api/v1/namespaces/default/configmaps");
            let body = http_body_util::Full::new(bytes::Bytes::from(body.clone()));
            let mut service = server.service();
            tower::Service::call(&mut service, request.body(body).unwrap()).await.unwrap();
            server.journal().take().pop().unwrap()
        });
        prop_assert_eq!(entry.body.bytes(), &body);
        let line = entry.to_string();
        prop_assert!(!line.contains('\n'));
        let again: Entry = line.parse().unwrap();
        prop_assert_eq!(again.body.bytes(), &body);
        prop_assert_eq!(again.to_string(), line);
    }
}

/// Every object but what two servers never have in common.
fn objects(server: &ApiServer) -> Vec<Value> {
    let mut objects: Vec<_> = server
        .snapshot()
        .objects()
        .into_iter()
        .map(masked)
        .collect();
    objects.sort_by_key(Value::to_string);
    objects
}

#[tokio::test(start_paused = true)]
async fn replaying_a_journal_on_a_fresh_server_gives_the_same_objects() {
    let it = Cluster::new();
    let owner = it.create(config_map("owner")).await;
    it.create(owned(config_map("child"), &[&owner])).await;
    let mut generated = config_map("");
    generated["metadata"] = json!({"generateName": "made-"});
    let api = it.api(&generated);
    let made = serde_json::from_value(generated).unwrap();
    let mut made = api.create(&PostParams::default(), &made).await.unwrap();
    made.data["data"] = json!({"a": "1"});
    let name = made.metadata.name.clone().unwrap();
    // An update that says which revision it is of, and one that is refused.
    api.replace(&name, &PostParams::default(), &made)
        .await
        .unwrap();
    api.replace(&name, &PostParams::default(), &made)
        .await
        .unwrap_err();
    let applied = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied"}, "data": {"b": "2"}});
    let apply = PatchParams::apply("me").force();
    api.patch("applied", &apply, &Patch::Apply(&applied))
        .await
        .unwrap();
    it.merge(&applied, json!({"data": {"c": "3"}})).await;
    let mut gone = config_map("gone");
    gone["metadata"]["labels"] = json!({"gone": "yes"});
    it.create(gone).await;
    let params = kube_client::api::ListParams::default().labels("gone=yes");
    api.delete_collection(&DeleteParams::default(), &params)
        .await
        .unwrap();
    let uid = owner["metadata"]["uid"].as_str().unwrap().to_owned();
    let foreground = DeleteParams {
        propagation_policy: Some(PropagationPolicy::Foreground),
        ..DeleteParams::default().preconditions(kube_client::api::Preconditions {
            uid: Some(uid),
            ..Default::default()
        })
    };
    it.create(owned(
        config_map("kept"),
        &[&it.get(&applied).await.unwrap()],
    ))
    .await;
    it.delete(&owner, foreground).await;
    it.server.caught_up().await;
    let entries = it.server.journal().take();

    let fresh = ApiServer::builder().build();
    let replayed = fresh.replay(&entries).await;
    assert_eq!(replayed.differences, []);
    assert!(replayed.writes >= 9, "{replayed:?}");
    assert_eq!(objects(&fresh), objects(&it.server));
    assert_eq!(fresh.journal().take(), [], "a replay is not recorded");
    // On a server that has the objects already, the difference is told.
    let again = fresh.replay(&entries).await;
    assert!(
        again
            .differences
            .iter()
            .any(|it| it.code == 409 && it.message.contains("already exists"))
    );
}
