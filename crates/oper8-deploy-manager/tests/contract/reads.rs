//! Get, list, watch.

use futures_util::StreamExt as _;
use oper8_deploy_manager::{ApplyOptions, DeployManager as _, ObjectKey, Query, WatchEvent};
use serde_json::{Value, json};

use crate::clients::Cluster;

fn name(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap()
}

async fn three(cluster: &Cluster) {
    for (name, tier) in [("c", "back"), ("a", "front"), ("b", "front")] {
        let mut manifest = cluster.config_map(name, json!({}));
        manifest["metadata"]["labels"] = json!({"tier": tier});
        cluster.applied(&manifest).await;
    }
}

pub(crate) async fn lists_take_selectors(cluster: &Cluster) {
    three(cluster).await;
    let manager = cluster.manager();
    let listed = async |query: Query| {
        let objects = manager.list(&query).await.unwrap();
        for object in &objects {
            assert_eq!(object["kind"], json!("ConfigMap"));
            assert_eq!(object["apiVersion"], json!("v1"));
        }
        let names = objects.iter().map(|it| name(it).to_owned());
        names
            .filter(|name| name != "kube-root-ca.crt")
            .collect::<Vec<_>>()
    };
    let all = || Query::new("v1", "ConfigMap", Some(&cluster.namespace));
    assert_eq!(listed(all()).await, ["a", "b", "c"]);
    assert_eq!(
        listed(all().labels("tier in (front, other),tier!=back")).await,
        ["a", "b"]
    );
    assert_eq!(listed(all().fields("metadata.name=b")).await, ["b"]);
    assert_eq!(listed(all().labels("tier=none")).await, [""; 0]);
    let everywhere = Query::new("v1", "ConfigMap", None)
        .fields(format!("metadata.namespace={}", cluster.namespace));
    assert_eq!(listed(everywhere).await, ["a", "b", "c"]);
}

pub(crate) async fn absent_things_are_none(cluster: &Cluster) {
    let manager = cluster.manager();
    let namespace = Some(cluster.namespace.as_str());
    for key in [
        ObjectKey::new("v1", "ConfigMap", namespace, "none"),
        ObjectKey::new("v1", "ConfigMap", Some("no-such-namespace"), "none"),
        ObjectKey::new("v1", "NoSuchKind", namespace, "none"),
        ObjectKey::new("nobody.example/v1", "Nothing", None, "none"),
    ] {
        assert_eq!(manager.get(&key).await.unwrap(), None, "{key}");
    }
    let nothing = Query::new("nobody.example/v1", "Nothing", None);
    assert!(manager.list(&nothing).await.unwrap().is_empty());
    assert!(manager.watch(&nothing, None).await.is_err());
}

pub(crate) async fn a_watch_tells_what_happens(cluster: &Cluster) {
    three(cluster).await;
    let manager = cluster.manager();
    let query = Query::new("v1", "ConfigMap", Some(&cluster.namespace)).labels("tier=front");
    let mut events = manager.watch(&query, None).await.unwrap();
    let mut seen = Vec::new();
    for _ in 0..2 {
        match events.next().await.unwrap().unwrap() {
            WatchEvent::Added(object) => seen.push(name(&object).to_owned()),
            other => panic!("{other:?}"),
        }
    }
    seen.sort();
    assert_eq!(seen, ["a", "b"]);

    let mut manifest = cluster.config_map("a", json!({"k": "v"}));
    manifest["metadata"]["labels"] = json!({"tier": "front"});
    let applied = manager
        .apply(&manifest, &ApplyOptions::default())
        .await
        .unwrap();
    let next = next_event(&mut events).await;
    assert_eq!(next, WatchEvent::Modified((*applied.object).clone()));
    manager.disable(&applied.key).await.unwrap();
    match next_event(&mut events).await {
        WatchEvent::Deleted(object) => assert_eq!(name(&object), "a"),
        other => panic!("{other:?}"),
    }

    // From a version on: only what is newer.
    let version = applied.object["metadata"]["resourceVersion"].as_str();
    let mut events = manager.watch(&query, version).await.unwrap();
    assert!(matches!(
        next_event(&mut events).await,
        WatchEvent::Deleted(_)
    ));
}

async fn next_event(events: &mut oper8_deploy_manager::WatchStream) -> WatchEvent {
    loop {
        match events.next().await.unwrap().unwrap() {
            WatchEvent::Bookmark { .. } => {}
            event => return event,
        }
    }
}

pub(crate) async fn a_watch_from_too_long_ago_is_gone(cluster: &Cluster) {
    three(cluster).await;
    if !cluster.compact() {
        return;
    }
    let query = Query::new("v1", "ConfigMap", Some(&cluster.namespace));
    let error = match cluster.manager().watch(&query, Some("1")).await {
        Err(error) => error,
        Ok(mut events) => {
            let error = events.next().await.unwrap().unwrap_err();
            assert!(events.next().await.is_none(), "a watch ends after an error");
            error
        }
    };
    assert!(error.is_gone(), "{error}");
}
