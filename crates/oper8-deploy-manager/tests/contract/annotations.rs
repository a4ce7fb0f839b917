//! Single annotations of an object that somebody else applies.

use oper8_deploy_manager::{
    ApplyOptions, Change, DeployManager as _, KubeDeployManager, ObjectKey,
};
use serde_json::{Value, json};

use crate::clients::Cluster;

const NAME: &str = "demo.example/names";

/// Adds a name to the list that the annotation holds.
async fn add(manager: &KubeDeployManager, key: &ObjectKey, name: &str) -> Change {
    let update = |found: Option<&str>| match found {
        Some(found) if found.split(',').any(|known| known == name) => Some(found.to_owned()),
        Some(found) => Some(format!("{found},{name}")),
        None => Some(name.to_owned()),
    };
    manager.update_annotation(key, NAME, &update).await.unwrap()
}

async fn annotations(cluster: &Cluster, manifest: &Value) -> Value {
    cluster.live(manifest).await["metadata"]["annotations"].clone()
}

pub(crate) async fn an_annotation_is_set_changed_and_removed_and_nothing_else_is(
    cluster: &Cluster,
) {
    let mut manifest = cluster.config_map("a", json!({"k": "v"}));
    manifest["metadata"]["annotations"] = json!({"demo.example/own": "1"});
    cluster.applied(&manifest).await;
    let (manager, key) = (cluster.manager(), ObjectKey::of(&manifest).unwrap());
    cluster.journal.take();
    assert_eq!(add(&manager, &key, "one").await, Change::Updated);
    assert_eq!(cluster.journal.count(), (1, 1));
    assert_eq!(add(&manager, &key, "one").await, Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));
    assert_eq!(add(&manager, &key, "two").await, Change::Updated);
    let both = json!({"demo.example/own": "1", NAME: "one,two"});
    assert_eq!(annotations(cluster, &manifest).await, both);

    // The next apply of the whole manifest leaves it.
    manifest["data"]["k"] = json!("w");
    let options = ApplyOptions::default();
    manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(annotations(cluster, &manifest).await, both);

    let none = |_: Option<&str>| None;
    for change in [Change::Updated, Change::Unchanged] {
        let removed = manager.update_annotation(&key, NAME, &none).await;
        assert_eq!(removed.unwrap(), change);
    }
    let own = json!({"demo.example/own": "1"});
    assert_eq!(annotations(cluster, &manifest).await, own);
    assert_eq!(cluster.live(&manifest).await["data"], json!({"k": "w"}));
}

pub(crate) async fn what_others_change_meanwhile_is_seen_and_stays(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({}));
    let old = cluster.applied(&manifest).await.object;
    let key = ObjectKey::of(&manifest).unwrap();
    // What is known of an owner is used without asking, and is old by now.
    let manager = cluster.manager().with_owner(&old).unwrap();
    add(&cluster.manager(), &key, "theirs").await;
    cluster.journal.take();
    assert_eq!(add(&manager, &key, "ours").await, Change::Updated);
    assert_eq!(cluster.journal.count(), (1, 2));
    let both = json!({NAME: "theirs,ours"});
    assert_eq!(annotations(cluster, &manifest).await, both);
}

pub(crate) async fn the_annotation_of_an_absent_object_is_an_error(cluster: &Cluster) {
    let key = ObjectKey::of(&cluster.config_map("none", json!({}))).unwrap();
    let update = |_: Option<&str>| Some("1".to_owned());
    let manager = cluster.manager();
    let error = manager.update_annotation(&key, NAME, &update).await;
    let error = error.unwrap_err();
    assert!(error.is_not_found());
    assert!(
        error
            .to_string()
            .starts_with(&format!("could not annotate {key}: ")),
        "{error}"
    );
}
