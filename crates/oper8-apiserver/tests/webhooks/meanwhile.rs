//! What a client writes while the simulator is about to.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

use http::Method;
use serde_json::json;

use crate::hook::{Hook, patch};
use crate::world::World;
use crate::{MUTATING, VALIDATING, allowed};

/// The first refusal of the scheduler is held in a webhook until the client has written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pod_that_a_client_failed_meanwhile_is_not_pending_again() {
    let world = World::new().await;
    let Some(server) = &world.server else {
        // A real scheduler patches its condition alone, and nothing tells when it is about to.
        return world.end().await;
    };
    let (held, mut is_held) = tokio::sync::mpsc::unbounded_channel();
    let (let_go, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(Some(gate));
    let hook = Hook::serve(move |_, asked| {
        if asked["object"]["status"]["phase"] == "Pending"
            && let Some(gate) = gate.lock().unwrap().take()
        {
            held.send(asked["name"].as_str().unwrap().to_owned())
                .unwrap();
            gate.recv().unwrap();
        }
        Some(allowed())
    })
    .await;
    let rules = json!([{
        "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods/status"], "operations": ["UPDATE"],
    }]);
    let hooks = vec![json!({"clientConfig": hook.config("/"), "rules": rules})];
    world.configure(VALIDATING, hooks).await;
    let job = json!({
        "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate"},
        "spec": {"template": {"spec": {
            "restartPolicy": "Never",
            "nodeSelector": {"disk": "none"},
            "containers": [{"name": "c", "image": "i"}],
        }}},
    });
    let namespace = &world.namespace;
    let jobs = format!("/apis/batch/v1/namespaces/{namespace}/jobs");
    world.ask(Method::POST, &jobs, Some(job)).await;
    let name = is_held.recv().await.unwrap();
    let pod = format!("/api/v1/namespaces/{namespace}/pods/{name}");
    let failed = json!({"status": {"phase": "Failed"}});
    world
        .ask(Method::PATCH, &format!("{pod}/status"), Some(failed))
        .await;
    let_go.send(()).unwrap();
    server.caught_up().await;
    let pod = world.ask(Method::GET, &pod, None).await;
    assert_eq!(pod["status"]["phase"], "Failed", "{pod}");
    assert!(pod["metadata"]["finalizers"].is_null(), "{pod}");
    world.end().await;
}

/// A webhook that never says the same twice does not keep the server from what it puts right.
#[tokio::test]
async fn certificates_stay_what_they_are_whatever_a_webhook_makes_of_them() {
    let world = World::new().await;
    if world.server.is_none() {
        // A real controller goes on for ever.
        return world.end().await;
    }
    let count = AtomicU64::new(0);
    let hook = Hook::serve(move |_, _| {
        let next = count.fetch_add(1, Ordering::Relaxed).to_string();
        Some(patch(
            &json!([{"op": "add", "path": "/data/other", "value": next}]),
        ))
    })
    .await;
    let config = json!({"clientConfig": hook.config("/")});
    world.configure(MUTATING, vec![config]).await;
    let path = format!(
        "/api/v1/namespaces/{}/configmaps/kube-root-ca.crt",
        world.namespace
    );
    let change = json!({"data": {"ca.crt": "mine"}});
    let changed = world.ask(Method::PATCH, &path, Some(change)).await;
    assert_eq!(changed["kind"], "ConfigMap", "{changed}");
    let map = world.ask(Method::GET, &path, None).await;
    assert_eq!(map["data"], json!({"ca.crt": ""}));
    world.end().await;
}
