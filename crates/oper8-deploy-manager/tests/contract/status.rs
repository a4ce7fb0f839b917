//! Status and finalizers, which are never applied.

use oper8_deploy_manager::{ApplyOptions, Change, DeployManager as _, ObjectKey};
use serde_json::json;

use crate::clients::Cluster;

pub(crate) async fn status_is_written_once(cluster: &Cluster) {
    let mut manifest = cluster.deployment("d");
    // Nobody else writes the status of a paused Deployment without replicas.
    manifest["spec"]["replicas"] = json!(0);
    cluster.applied(&manifest).await;
    let key = ObjectKey::of(&manifest).unwrap();
    let status = |time: &str| {
        json!({
            "observedGeneration": 1,
            "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": time}],
        })
    };
    let manager = cluster.manager();
    let first = status("2026-01-01T00:00:00Z");
    assert_eq!(
        manager.set_status(&key, &first).await.unwrap(),
        Change::Updated
    );
    let live = cluster.live(&manifest).await;
    assert_eq!(live["status"]["conditions"][0]["type"], json!("Ready"));
    assert_eq!(live["spec"]["replicas"], json!(0));
}

pub(crate) async fn finalizers_are_added_and_removed_and_nothing_else_is(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    let owner = cluster.applied(&manifest).await.object;
    let key = ObjectKey::of(&manifest).unwrap();
    let manager = cluster.manager().with_owner(&owner).unwrap();
    cluster.journal.take();
    assert_eq!(
        manager.add_finalizer(&key, "a.example/one").await.unwrap(),
        Change::Updated
    );
    assert_eq!(
        manager.add_finalizer(&key, "a.example/two").await.unwrap(),
        Change::Updated
    );
    assert_eq!(
        manager.add_finalizer(&key, "a.example/two").await.unwrap(),
        Change::Unchanged
    );
    // The owner is known: no reads.
    assert_eq!(cluster.journal.count(), (0, 2));
    let live = cluster.live(&manifest).await;
    assert_eq!(
        live["metadata"]["finalizers"],
        json!(["a.example/one", "a.example/two"])
    );
    assert_eq!(live["data"], json!({"k": "v"}));

    // Whole manifests do not remove them.
    let changed = cluster.config_map("a", json!({"k": "w"}));
    let applied = cluster
        .manager()
        .apply(&changed, &ApplyOptions::default())
        .await
        .unwrap();
    assert_eq!(
        applied.object["metadata"]["finalizers"],
        json!(["a.example/one", "a.example/two"])
    );

    // What is known of the owner is old by now: the server says so, and it is read.
    cluster.journal.take();
    assert_eq!(
        manager
            .remove_finalizer(&key, "a.example/one")
            .await
            .unwrap(),
        Change::Updated
    );
    assert_eq!(cluster.journal.count(), (1, 2));
    assert_eq!(manager.disable(&key).await.unwrap(), Change::Deleted);
    assert!(cluster.live(&manifest).await["metadata"]["deletionTimestamp"].is_string());
    assert_eq!(manager.disable(&key).await.unwrap(), Change::Unchanged);
    let other = cluster.manager();
    assert_eq!(
        other.remove_finalizer(&key, "a.example/two").await.unwrap(),
        Change::Updated
    );
    assert_eq!(other.get(&key).await.unwrap(), None);
    assert_eq!(
        other.remove_finalizer(&key, "a.example/two").await.unwrap(),
        Change::Unchanged
    );
    assert!(
        other
            .add_finalizer(&key, "a.example/two")
            .await
            .unwrap_err()
            .is_not_found()
    );
    assert!(
        other
            .set_status(&key, &json!({"a": 1}))
            .await
            .unwrap_err()
            .is_not_found()
    );
}

pub(crate) async fn a_conflict_on_the_status_is_tried_again(cluster: &Cluster) {
    let kind = crate::custom::install(cluster, true, json!({})).await;
    let manifest = kind.object("a", json!({}));
    let cr = cluster.applied(&manifest).await.object;
    let key = ObjectKey::of(&manifest).unwrap();
    let manager = cluster.manager().with_owner(&cr).unwrap();
    // Where the kind is served is asked once.
    manager.get(&key).await.unwrap();
    cluster.journal.take();
    let first = json!({"phase": "one", "list": [1], "lastTransactionTime": "then"});
    assert_eq!(
        manager.set_status(&key, &first).await.unwrap(),
        Change::Updated
    );
    assert_eq!(cluster.journal.count(), (0, 1));
    let later = json!({"phase": "one", "list": [1], "lastTransactionTime": "now"});
    assert_eq!(
        manager.set_status(&key, &later).await.unwrap(),
        Change::Unchanged
    );
    assert_eq!(cluster.journal.count(), (0, 0));

    // Somebody else writes a field of the status meanwhile, and the spec: both stay.
    let path = format!("{}/status", kind.path("a"));
    cluster
        .meddle(&path, &json!({"status": {"theirs": 1}}))
        .await;
    cluster
        .meddle(&kind.path("a"), &json!({"spec": {"size": 3}}))
        .await;
    cluster.journal.take();
    let second = json!({"phase": "two"});
    assert_eq!(
        manager.set_status(&key, &second).await.unwrap(),
        Change::Updated
    );
    assert_eq!(cluster.journal.count(), (1, 2));
    let live = cluster.live(&manifest).await;
    assert_eq!(live["status"], json!({"phase": "two", "theirs": 1}));
    assert_eq!(live["spec"], json!({"size": 3}));
}

pub(crate) async fn conditions_that_others_add_meanwhile_stay(cluster: &Cluster) {
    let kind = crate::custom::install(cluster, true, json!({})).await;
    let manifest = kind.object("a", json!({}));
    let cr = cluster.applied(&manifest).await.object;
    let key = ObjectKey::of(&manifest).unwrap();
    let manager = cluster.manager().with_owner(&cr).unwrap();
    let condition = |name: &str, status: &str| json!({"type": name, "status": status});
    let first = json!({
        "conditions": [condition("Ready", "False"), condition("Old", "True")],
        "words": [1],
    });
    manager.set_status(&key, &first).await.unwrap();

    let path = format!("{}/status", kind.path("a"));
    let theirs = json!({
        "conditions": [
            condition("Audited", "True"), condition("Ready", "Unknown"), condition("Old", "True"),
        ],
        "words": [1, 2],
        "theirs": {"a": 1},
    });
    cluster.meddle(&path, &json!({"status": theirs})).await;
    let second = json!({
        "conditions": [condition("Ready", "True"), condition("Updating", "False")],
        "words": [1],
    });
    cluster.journal.take();
    assert_eq!(
        manager.set_status(&key, &second).await.unwrap(),
        Change::Updated
    );
    assert_eq!(cluster.journal.count(), (1, 2));
    let live = cluster.live(&manifest).await;
    cluster.journal.take();
    assert_eq!(
        live["status"],
        json!({
            "conditions": [
                condition("Ready", "True"), condition("Updating", "False"), condition("Audited", "True"),
            ],
            "words": [1, 2],
            "theirs": {"a": 1},
        })
    );

    // The next one is made from the one before, and knows nothing of theirs either.
    let third = json!({"conditions": [condition("Ready", "False")], "words": [3]});
    manager.set_status(&key, &third).await.unwrap();
    assert_eq!(cluster.journal.count(), (0, 1));
    assert_eq!(
        cluster.live(&manifest).await["status"],
        json!({
            "conditions": [condition("Ready", "False"), condition("Audited", "True")],
            "words": [3],
            "theirs": {"a": 1},
        })
    );
}

pub(crate) async fn an_object_of_the_same_name_is_another_one(cluster: &Cluster) {
    let kind = crate::custom::install(cluster, true, json!({})).await;
    let manifest = kind.object("a", json!({}));
    let key = ObjectKey::of(&manifest).unwrap();
    let other = cluster.manager();
    cluster.applied(&manifest).await;
    other.add_finalizer(&key, "a.example/one").await.unwrap();
    let manager = other.with_owner(&cluster.live(&manifest).await).unwrap();
    other.remove_finalizer(&key, "a.example/one").await.unwrap();
    other.disable(&key).await.unwrap();
    let mut again = manifest.clone();
    again["metadata"]["finalizers"] = json!(["a.example/one"]);
    cluster.applied(&again).await;

    let status = manager.set_status(&key, &json!({"phase": "old"})).await;
    let added = manager.add_finalizer(&key, "a.example/two").await;
    let removed = manager.remove_finalizer(&key, "a.example/one").await;
    let live = cluster.live(&manifest).await;
    other.remove_finalizer(&key, "a.example/one").await.unwrap();
    other.remove_finalizer(&key, "a.example/two").await.unwrap();
    assert!(status.is_err_and(|error| error.is_not_found()));
    assert!(added.is_err_and(|error| error.is_not_found()));
    assert_eq!(removed.unwrap(), Change::Unchanged);
    assert_eq!(live["status"], json!(null));
    assert_eq!(live["metadata"]["finalizers"], json!(["a.example/one"]));
}
