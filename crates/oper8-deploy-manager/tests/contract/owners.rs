//! Owner references.

use oper8_deploy_manager::{ApplyOptions, Change, DeployManager as _, OwnerReferences};
use serde_json::{Value, json};

use crate::clients::Cluster;

fn owners(object: &Value) -> Vec<&str> {
    let references = object["metadata"]["ownerReferences"].as_array();
    let names = references
        .into_iter()
        .flatten()
        .map(|it| it["name"].as_str().unwrap());
    names.collect()
}

async fn owner(cluster: &Cluster, name: &str) -> Value {
    let applied = cluster.applied(&cluster.config_map(name, json!({}))).await;
    (*applied.object).clone()
}

pub(crate) async fn the_owner_is_added_and_stays(cluster: &Cluster) {
    let owner = owner(cluster, "owner").await;
    let manager = cluster.manager().with_owner(&owner).unwrap();
    let child = cluster.config_map("child", json!({"a": "1"}));
    let options = ApplyOptions::default();
    let applied = manager.apply(&child, &options).await.unwrap();
    assert_eq!(
        applied.object["metadata"]["ownerReferences"],
        json!([{
            "apiVersion": "v1", "kind": "ConfigMap", "name": "owner",
            "uid": owner["metadata"]["uid"], "blockOwnerDeletion": true,
        }])
    );
    cluster.journal.take();
    let again = cluster.manager().with_owner(&owner).unwrap();
    assert_eq!(
        again.apply(&child, &options).await.unwrap().change,
        Change::Unchanged
    );
    assert_eq!(cluster.journal.count(), (1, 0));

    let leave = ApplyOptions::default().owner(OwnerReferences::Leave);
    let changed = cluster.config_map("child", json!({"a": "2"}));
    let applied = manager.apply(&changed, &leave).await.unwrap();
    assert_eq!(owners(&applied.object), ["owner"]);
    let other = cluster.config_map("other", json!({}));
    assert!(owners(&manager.apply(&other, &leave).await.unwrap().object).is_empty());
}

pub(crate) async fn an_owner_of_another_namespace_is_not_added(cluster: &Cluster) {
    let mut owner = owner(cluster, "owner").await;
    owner["metadata"]["namespace"] = json!("elsewhere");
    let manager = cluster.manager().with_owner(&owner).unwrap();
    let child = cluster.config_map("child", json!({}));
    let options = ApplyOptions::default();
    assert!(owners(&manager.apply(&child, &options).await.unwrap().object).is_empty());

    let namespace = json!({
        "apiVersion": "v1", "kind": "Namespace", "metadata": {"name": cluster.namespace},
    });
    let manager = cluster
        .manager()
        .with_owner(&cluster.live(&namespace).await)
        .unwrap();
    let applied = manager.apply(&child, &options).await.unwrap();
    assert_eq!(owners(&applied.object), [cluster.namespace.as_str()]);

    let unborn = cluster.config_map("unborn", json!({}));
    let error = cluster.manager().with_owner(&unborn).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("cannot own objects: `metadata.uid` is missing"),
        "{error}"
    );
}

pub(crate) async fn two_owners_share_an_object(cluster: &Cluster) {
    let (first, second) = (
        owner(cluster, "first").await,
        owner(cluster, "second").await,
    );
    let child = cluster.config_map("child", json!({}));
    let options = ApplyOptions::default();
    for owner in [&first, &second, &first, &second] {
        let manager = cluster.manager().with_owner(owner).unwrap();
        manager.apply(&child, &options).await.unwrap();
    }
    let mut names: Vec<String> = owners(&cluster.live(&child).await)
        .into_iter()
        .map(str::to_owned)
        .collect();
    names.sort();
    assert_eq!(names, ["first", "second"]);

    // Somebody else's owner stays too, and stays theirs.
    let path = cluster.path("configmaps", "child");
    let mut references = cluster.live(&child).await["metadata"]["ownerReferences"].clone();
    let third = owner(cluster, "third").await;
    references.as_array_mut().unwrap().push(json!({
        "apiVersion": "v1", "kind": "ConfigMap", "name": "third", "uid": third["metadata"]["uid"],
    }));
    cluster
        .meddle(&path, &json!({"metadata": {"ownerReferences": references}}))
        .await;
    let manager = cluster.manager().with_owner(&first).unwrap();
    let changed = cluster.config_map("child", json!({"a": "1"}));
    let applied = manager.apply(&changed, &options).await.unwrap();
    assert_eq!(owners(&applied.object).len(), 3);
}

pub(crate) async fn nothing_owns_itself(cluster: &Cluster) {
    let owner = owner(cluster, "owner").await;
    let manager = cluster.manager().with_owner(&owner).unwrap();
    let manifest = cluster.config_map("owner", json!({"a": "1"}));
    let applied = manager
        .apply(&manifest, &ApplyOptions::default())
        .await
        .unwrap();
    assert!(owners(&applied.object).is_empty());
}
