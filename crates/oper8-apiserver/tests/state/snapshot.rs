//! The state of a server in a file.

use std::path::Path;

use futures_util::StreamExt as _;
use http::Request;
use http_body_util::{BodyDataStream, BodyExt as _, Full};
use oper8_apiserver::{ApiServer, Snapshot, SnapshotError};
use serde_json::{Value, json};
use tower::Service as _;

use crate::support::{Cluster, config_map};

fn restored(path: &Path) -> Cluster {
    let snapshot = Snapshot::read(path).unwrap();
    Cluster::build(ApiServer::builder().restore(snapshot))
}

async fn ask(server: &ApiServer, path: &str) -> (u16, Value) {
    let request = Request::get(path).body(Full::<bytes::Bytes>::default());
    let response = server.service().call(request.unwrap()).await.unwrap();
    let code = response.status().as_u16();
    let body = response.into_body();
    if path.contains("watch=") {
        let line = BodyDataStream::new(body).next().await.unwrap().unwrap();
        return (code, serde_json::from_slice(&line).unwrap());
    }
    let body = body.collect().await.unwrap().to_bytes();
    (code, serde_json::from_slice(&body).unwrap())
}

fn definition() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "apps.example.com"},
        "spec": {
            "group": "example.com",
            "names": {"plural": "apps", "singular": "app", "kind": "App", "listKind": "AppList"},
            "scope": "Namespaced",
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {
                "openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": true},
            }}],
        },
    })
}

#[tokio::test]
async fn a_restored_server_has_every_object_as_it_was_and_goes_on_from_its_revision() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let it = Cluster::new();
    let mut crd = definition();
    let resource = kube_client::api::ApiResource::from_gvk(&kube_core::GroupVersionKind::gvk(
        "apiextensions.k8s.io",
        "v1",
        "CustomResourceDefinition",
    ));
    let crds: kube_client::Api<kube_client::api::DynamicObject> =
        kube_client::Api::all_with(it.client.clone(), &resource);
    let made = serde_json::from_value(crd.take()).unwrap();
    crds.create(&Default::default(), &made).await.unwrap();
    let app = json!({"apiVersion": "example.com/v1", "kind": "App", "metadata": {"name": "a"}, "spec": {"ratio": 1.234_567_890_123_456_7}});
    let app = it.create(app).await;
    let mut secret = config_map("s");
    secret["kind"] = "Secret".into();
    secret["stringData"] = json!({"password": "p"});
    it.create(secret).await;
    it.create(crate::support::owned(config_map("child"), &[&app]))
        .await;
    it.server.caught_up().await;
    let before = it.server.snapshot();
    before.write(&path).unwrap();

    let again = restored(&path);
    let after = again.server.snapshot();
    assert_eq!(after.revision(), before.revision());
    assert_eq!(after.objects(), before.objects());
    assert_eq!(again.get(&app).await.unwrap(), app, "its kind is served");
    // Controllers know who owns whom.
    again.delete(&app, Default::default()).await;
    again.server.caught_up().await;
    assert!(!again.is_there(&config_map("child")).await);
    let made = again.create(config_map("new")).await;
    let revision: u64 = made["metadata"]["resourceVersion"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(revision > before.revision());
}

#[tokio::test]
async fn what_happened_before_is_gone_for_watches_and_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let it = Cluster::new();
    for name in ["a", "b", "c"] {
        it.create(config_map(name)).await;
    }
    let maps = "/api/v1/namespaces/default/configmaps";
    let (_, page) = ask(&it.server, &format!("{maps}?limit=1")).await;
    let token = page["metadata"]["continue"].as_str().unwrap().to_owned();
    let old = page["metadata"]["resourceVersion"]
        .as_str()
        .unwrap()
        .to_owned();
    it.create(config_map("d")).await;
    let snapshot = it.server.snapshot();
    snapshot.write(&path).unwrap();
    let again = restored(&path);
    let (_, event) = ask(
        &again.server,
        &format!("{maps}?watch=1&resourceVersion={old}"),
    )
    .await;
    assert_eq!(
        (&event["type"], &event["object"]["code"]),
        (&json!("ERROR"), &json!(410))
    );
    let (code, _) = ask(&again.server, &format!("{maps}?limit=1&continue={token}")).await;
    assert_eq!(code, 410);
    // From the revision of the state itself, everything that follows is seen.
    again.create(config_map("e")).await;
    let path = format!("{maps}?watch=1&resourceVersion={}", snapshot.revision());
    let (_, event) = ask(&again.server, &path).await;
    assert_eq!(event["object"]["metadata"]["name"], "e");
}

#[test]
fn the_file_is_for_its_owner_alone_and_replaced_as_a_whole() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    std::fs::write(&path, "old").unwrap();
    let server = ApiServer::builder().build();
    server.snapshot().write(&path).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing else is left"
    );
    assert!(
        server
            .snapshot()
            .write(folder.path().join("none/state"))
            .is_err()
    );
}

#[track_caller]
fn problem(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    std::fs::write(&path, text).unwrap();
    let error = Snapshot::read(&path).unwrap_err().to_string();
    error.replace(&path.display().to_string(), "FILE")
}

#[test]
fn a_file_that_is_something_else_or_damaged_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    ApiServer::builder()
        .build()
        .snapshot()
        .write(&path)
        .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let foreign = "FILE holds no state of an oper8-apiserver: its first line does not say so";
    assert_eq!(problem(""), foreign);
    assert_eq!(problem("apiVersion: v1\n"), foreign);
    assert_eq!(problem("{\"kind\":\"List\"}\n"), foreign);
    let later = text.replacen("\"version\":1", "\"version\":7", 1);
    assert_eq!(
        problem(&later),
        "FILE has state in version 7; this program reads version 1"
    );
    let lines = text.lines().count();
    let short = text.trim_end().rsplit_once('\n').unwrap().0;
    assert_eq!(
        problem(&format!("{short}\n")),
        format!(
            "FILE, line {}: the state is damaged: {} objects, not {}",
            lines - 1,
            lines - 2,
            lines - 1
        )
    );
    assert_eq!(
        problem(text.trim_end()),
        format!("FILE, line {lines}: the state is damaged: the line is not whole")
    );
    let wrong = text.replacen("\"object\":{", "\"object\":{{", 1);
    assert!(problem(&wrong).starts_with("FILE, line 2: the state is damaged: "));
    let nameless = text.replacen("\"uid\":", "\"uit\":", 1);
    assert!(problem(&nameless).ends_with("an object without name or uid"));
    let missing = Snapshot::read("/no/such/file").unwrap_err();
    assert!(matches!(missing, SnapshotError::Read { .. }));
}
