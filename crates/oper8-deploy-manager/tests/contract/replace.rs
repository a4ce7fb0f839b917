//! What only a PUT can do.

use oper8_deploy_manager::{
    ApplyOptions, Change, ConflictPolicy, DeployManager as _, DeployMethod, DeploySettings,
    KubeDeployManager,
};
use serde_json::{Value, json};

use crate::clients::Cluster;

fn replace() -> ApplyOptions {
    ApplyOptions::default().method(DeployMethod::Replace)
}

pub(crate) async fn a_replaced_object_loses_what_others_added(cluster: &Cluster) {
    let manager = cluster.manager();
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    assert_eq!(
        manager.apply(&manifest, &replace()).await.unwrap().change,
        Change::Created
    );
    let path = cluster.path("configmaps", "a");
    cluster
        .meddle(&path, &json!({"data": {"k": "x", "other": "theirs"}}))
        .await;
    let applied = manager.apply(&manifest, &replace()).await.unwrap();
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(applied.object["data"], json!({"k": "v"}));
}

pub(crate) async fn annotations_and_finalizers_of_others_survive_a_replace(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    cluster.applied(&manifest).await;
    let path = cluster.path("configmaps", "a");
    let annotations = json!({"x.kubernetes.io/kept": "1", "theirs": "2"});
    cluster
        .meddle(
            &path,
            &json!({"metadata": {"annotations": annotations, "finalizers": ["a.example/wait"]}}),
        )
        .await;
    let changed = cluster.config_map("a", json!({"k": "w"}));
    let applied = cluster.manager().apply(&changed, &replace()).await.unwrap();
    let metadata = &applied.object["metadata"];
    assert_eq!(
        metadata["annotations"],
        json!({"x.kubernetes.io/kept": "1"})
    );
    assert_eq!(metadata["finalizers"], json!(["a.example/wait"]));
    cluster
        .meddle(&path, &json!({"metadata": {"finalizers": []}}))
        .await;
}

pub(crate) async fn settings_say_which_annotations_survive_a_replace(cluster: &Cluster) {
    let mut settings = DeploySettings::default();
    settings.passthrough_annotations = vec!["theirs".to_owned()];
    let manager = KubeDeployManager::new(cluster.client.clone(), &settings);
    let mut manifest = cluster.config_map("a", json!({"k": "v"}));
    cluster.applied(&manifest).await;
    let annotations = json!({"x.kubernetes.io/y": "1", "theirs/a": "2", "theirs/b": "3"});
    let path = cluster.path("configmaps", "a");
    cluster
        .meddle(&path, &json!({"metadata": {"annotations": annotations}}))
        .await;
    manifest["data"]["k"] = json!("w");
    // What the manifest says is stronger.
    manifest["metadata"]["annotations"] = json!({"theirs/b": "ours"});
    let applied = manager.apply(&manifest, &replace()).await.unwrap();
    assert_eq!(
        applied.object["metadata"]["annotations"],
        json!({"theirs/a": "2", "theirs/b": "ours"})
    );
}

pub(crate) async fn a_replace_knows_no_conflicts(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    cluster.applied(&manifest).await;
    let path = cluster.path("configmaps", "a");
    for policy in [ConflictPolicy::Yield, ConflictPolicy::Fail] {
        cluster
            .meddle(&path, &json!({"data": {"k": "theirs"}}))
            .await;
        let options = replace().conflicts(policy);
        let applied = cluster.manager().apply(&manifest, &options).await.unwrap();
        assert_eq!(applied.object["data"], json!({"k": "v"}), "{policy:?}");
        assert_eq!(applied.yielded, [""; 0]);
    }
}

pub(crate) async fn what_cannot_be_changed_is_named_by_every_method(cluster: &Cluster) {
    let mut manifest = cluster.deployment("d");
    cluster.applied(&manifest).await;
    let labels = json!({"app": "other"});
    manifest["spec"]["selector"]["matchLabels"] = labels.clone();
    manifest["spec"]["template"]["metadata"]["labels"] = labels;
    for method in [
        DeployMethod::Default,
        DeployMethod::Update,
        DeployMethod::Replace,
    ] {
        let options = ApplyOptions::default().method(method);
        let error = cluster
            .manager()
            .apply(&manifest, &options)
            .await
            .unwrap_err();
        assert_eq!(error.code(), Some(422), "{method:?}: {error}");
        let text = whole_text(&error);
        assert!(
            text.contains("spec.selector") && text.contains("field is immutable"),
            "{text}"
        );
    }
}

/// The text of an error with those of its causes.
fn whole_text(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

pub(crate) async fn a_replaced_object_is_left_alone_afterwards(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v", "gone": "1"}));
    cluster.applied(&manifest).await;
    let changed = cluster.config_map("a", json!({"k": "w", "new": "1"}));
    cluster.manager().apply(&changed, &replace()).await.unwrap();
    for options in [replace(), ApplyOptions::default()] {
        cluster.journal.take();
        let applied = cluster.manager().apply(&changed, &options).await.unwrap();
        assert_eq!(applied.change, Change::Unchanged);
        assert_eq!(cluster.journal.count(), (1, 0));
    }
    // What was PUT can be dropped by whichever method.
    let less = cluster.config_map("a", json!({"k": "w"}));
    let applied = cluster.applied(&less).await;
    assert_eq!(applied.object["data"], json!({"k": "w"}));
    cluster.journal.take();
    assert_eq!(cluster.applied(&less).await.change, Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));
}

pub(crate) async fn items_that_others_added_to_a_list_go_by_default_and_stay_with_update(
    cluster: &Cluster,
) {
    let mut manifest = cluster.deployment("d");
    cluster.applied(&manifest).await;
    let path = cluster.path("/apis/apps/v1|deployments", "d");
    let template = &cluster.live(&manifest).await["spec"]["template"];
    let mut containers = template["spec"]["containers"].clone();
    containers[0]["env"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "C", "value": "3"}));
    cluster
        .meddle(
            &path,
            &json!({"spec": {"template": {"spec": {"containers": containers}}}}),
        )
        .await;
    let names = |object: &Value| -> Vec<String> {
        let env = object["spec"]["template"]["spec"]["containers"][0]["env"]
            .as_array()
            .unwrap();
        env.iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect()
    };
    manifest["spec"]["template"]["spec"]["containers"][0]["image"] =
        json!("registry.example/main:2");
    let update = ApplyOptions::default().method(DeployMethod::Update);
    let applied = cluster.manager().apply(&manifest, &update).await.unwrap();
    assert_eq!(names(&applied.object), ["A", "B", "C"]);
    manifest["spec"]["template"]["spec"]["containers"][0]["image"] =
        json!("registry.example/main:3");
    let applied = cluster.applied(&manifest).await;
    assert_eq!(names(&applied.object), ["A", "B"]);
    cluster.journal.take();
    assert_eq!(cluster.applied(&manifest).await.change, Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));
}

pub(crate) async fn what_others_added_beside_such_a_list_stays(cluster: &Cluster) {
    let mut manifest = cluster.deployment("d");
    // Somebody else scales.
    manifest["spec"].as_object_mut().unwrap().remove("replicas");
    cluster.applied(&manifest).await;
    let mut containers =
        cluster.live(&manifest).await["spec"]["template"]["spec"]["containers"].clone();
    containers[0]["workingDir"] = json!("/theirs");
    containers[0]["env"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "C", "value": "3"}));
    let path = cluster.path("/apis/apps/v1|deployments", "d");
    cluster
        .meddle(
            &path,
            &json!({
                "metadata": {"labels": {"theirs": "1"}, "annotations": {"theirs": "2"}},
                "spec": {"replicas": 4, "template": {"spec": {"containers": containers}}},
            }),
        )
        .await;
    manifest["spec"]["template"]["spec"]["containers"][0]["image"] =
        json!("registry.example/main:2");
    let applied = cluster.applied(&manifest).await;
    let container = &applied.object["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(
        container["env"],
        json!([{"name": "A", "value": "1"}, {"name": "B", "value": "2"}])
    );
    assert_eq!(container["image"], json!("registry.example/main:2"));
    assert_eq!(applied.object["spec"]["replicas"], json!(4));
    assert_eq!(container["workingDir"], json!("/theirs"));
    let metadata = &applied.object["metadata"];
    assert_eq!(metadata["labels"], json!({"theirs": "1"}));
    assert_eq!(metadata["annotations"]["theirs"], json!("2"));
    cluster.journal.take();
    assert_eq!(cluster.applied(&manifest).await.change, Change::Unchanged);

    // To replace is to take it all away.
    let applied = cluster
        .manager()
        .apply(&manifest, &replace())
        .await
        .unwrap();
    assert_eq!(applied.change, Change::Unchanged);
    manifest["spec"]["template"]["spec"]["containers"][0]["image"] =
        json!("registry.example/main:3");
    let applied = cluster
        .manager()
        .apply(&manifest, &replace())
        .await
        .unwrap();
    assert_eq!(applied.object["spec"]["replicas"], json!(1));
    assert_eq!(applied.object["metadata"]["labels"], Value::Null);
}

pub(crate) async fn what_the_server_calls_invalid_is_replaced_by_the_manifest(cluster: &Cluster) {
    let mut manifest = cluster.deployment("d");
    cluster.applied(&manifest).await;
    let mut containers =
        cluster.live(&manifest).await["spec"]["template"]["spec"]["containers"].clone();
    containers[0]["env"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "C", "value": "3"}));
    let path = cluster.path("/apis/apps/v1|deployments", "d");
    cluster
        .meddle(
            &path,
            &json!({"spec": {"template": {"spec": {"containers": containers}}}}),
        )
        .await;
    // The defaults of the strategy that it had do not go with this one.
    manifest["spec"]["strategy"] = json!({"type": "Recreate"});
    let applied = cluster.applied(&manifest).await;
    assert_eq!(
        applied.object["spec"]["strategy"]["type"],
        json!("Recreate")
    );
    let env = &applied.object["spec"]["template"]["spec"]["containers"][0]["env"];
    assert_eq!(env.as_array().map(Vec::len), Some(2));
    cluster.journal.take();
    assert_eq!(cluster.applied(&manifest).await.change, Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));
}

/// A Deployment with a value that somebody else owns too, and the same with another source for it: an apply alone would
/// leave both.
async fn contested(cluster: &Cluster) -> (Value, Value) {
    let manifest = cluster.deployment("d");
    cluster.applied(&manifest).await;
    let path = cluster.path("/apis/apps/v1|deployments", "d");
    let mut containers =
        cluster.live(&manifest).await["spec"]["template"]["spec"]["containers"].clone();
    containers[0]["env"][0]["value"] = json!("theirs");
    cluster
        .meddle(
            &path,
            &json!({"spec": {"template": {"spec": {"containers": containers}}}}),
        )
        .await;
    let item = json!({"name": "A", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}});
    let mut changed = manifest;
    changed["spec"]["template"]["spec"]["containers"][0]["env"][0] = item.clone();
    (changed, item)
}

fn first_item(object: &Value) -> &Value {
    &object["spec"]["template"]["spec"]["containers"][0]["env"][0]
}

pub(crate) async fn a_value_gets_another_source(cluster: &Cluster) {
    let (manifest, item) = contested(cluster).await;
    let applied = cluster.applied(&manifest).await;
    assert_eq!(*first_item(&applied.object), item);
}

pub(crate) async fn an_apply_that_is_called_invalid_is_put_when_asked_for(cluster: &Cluster) {
    let (manifest, item) = contested(cluster).await;
    let update = ApplyOptions::default().method(DeployMethod::Update);
    let error = cluster
        .manager()
        .apply(&manifest, &update)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(422), "{error}");

    let mut settings = DeploySettings::default();
    settings.put_after_unprocessable = true;
    let manager = KubeDeployManager::new(cluster.client.clone(), &settings);
    let applied = manager.apply(&manifest, &update).await.unwrap();
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(*first_item(&applied.object), item);
    cluster.journal.take();
    assert_eq!(
        manager.apply(&manifest, &update).await.unwrap().change,
        Change::Unchanged
    );
    assert_eq!(cluster.journal.count(), (1, 0));
}
