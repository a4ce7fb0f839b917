//! From creation to deletion.

use oper8_deploy_manager::{ApplyOptions, Change, DeployError, DeployManager as _, ObjectKey};
use serde_json::json;

use crate::clients::Cluster;

pub(crate) async fn a_new_object_is_created_and_an_unchanged_one_left_alone(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    let manager = cluster.manager();
    let options = ApplyOptions::default();
    let first = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(first.change, Change::Created);
    assert_eq!(
        first.key.to_string(),
        format!("v1/ConfigMap {}/a", cluster.namespace)
    );
    assert_eq!(first.object["data"], json!({"k": "v"}));
    assert_eq!(cluster.journal.count(), (1, 1));

    let second = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(second.change, Change::Unchanged);
    assert_eq!(second.object, first.object);
    assert_eq!(cluster.journal.count(), (1, 0));

    // A restart forgets everything, and finds the same in the live object.
    assert_eq!(cluster.applied(&manifest).await.change, Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));
}

pub(crate) async fn a_changed_value_is_updated_and_a_dropped_field_removed(cluster: &Cluster) {
    cluster
        .applied(&cluster.config_map("a", json!({"k": "v", "gone": "x"})))
        .await;
    let changed = cluster.config_map("a", json!({"k": "w"}));
    cluster.journal.take();
    let applied = cluster.applied(&changed).await;
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(applied.object["data"], json!({"k": "w"}));
    assert_eq!(cluster.journal.count(), (1, 1));

    let mut deployment = cluster.deployment("d");
    cluster.applied(&deployment).await;
    let container = &mut deployment["spec"]["template"]["spec"]["containers"][0];
    container["env"] = json!([{"name": "B", "value": "2"}]);
    let applied = cluster.applied(&deployment).await;
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(
        applied.object["spec"]["template"]["spec"]["containers"][0]["env"],
        json!([{"name": "B", "value": "2"}])
    );
}

pub(crate) async fn drift_is_corrected(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    let manager = cluster.manager();
    let options = ApplyOptions::default();
    manager.apply(&manifest, &options).await.unwrap();
    let path = cluster.path("configmaps", "a");
    cluster
        .meddle(&path, &json!({"data": {"k": "drift", "other": "theirs"}}))
        .await;
    let applied = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(applied.change, Change::Updated);
    assert_eq!(applied.object["data"], json!({"k": "v", "other": "theirs"}));
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Unchanged
    );
}

pub(crate) async fn disabling_deletes_and_absence_is_fine(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({}));
    cluster.applied(&manifest).await;
    let key = ObjectKey::of(&manifest).unwrap();
    let manager = cluster.manager();
    cluster.journal.take();
    assert_eq!(manager.disable(&key).await.unwrap(), Change::Deleted);
    assert_eq!(cluster.journal.count(), (1, 1));
    assert_eq!(manager.get(&key).await.unwrap(), None);
    cluster.journal.take();
    assert_eq!(manager.disable(&key).await.unwrap(), Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));

    let unknown = ObjectKey::new(
        "nobody.example/v1",
        "Nothing",
        Some(&cluster.namespace),
        "a",
    );
    assert_eq!(manager.disable(&unknown).await.unwrap(), Change::Unchanged);

    // It can be had again.
    assert_eq!(cluster.applied(&manifest).await.change, Change::Created);
}

pub(crate) async fn what_is_being_deleted_is_applied_when_it_is_gone(cluster: &Cluster) {
    let manifest = cluster.config_map("a", json!({"k": "v"}));
    let manager = cluster.manager();
    let options = ApplyOptions::default();
    let key = manager.apply(&manifest, &options).await.unwrap().key;
    manager.add_finalizer(&key, "a.example/wait").await.unwrap();
    assert_eq!(manager.disable(&key).await.unwrap(), Change::Deleted);
    cluster.journal.take();
    let error = manager.apply(&manifest, &options).await.unwrap_err();
    assert!(error.is_terminating() && error.is_retryable(), "{error:?}");
    assert_eq!(
        error.to_string(),
        format!(
            "could not apply {key}: the one that is there is being deleted, which waits for a.example/wait"
        )
    );
    assert_eq!(cluster.journal.count().1, 0);
    manager
        .remove_finalizer(&key, "a.example/wait")
        .await
        .unwrap();
    let applied = manager.apply(&manifest, &options).await.unwrap();
    assert_eq!(applied.change, Change::Created);
}

pub(crate) async fn manifests_without_identity_are_refused(cluster: &Cluster) {
    let manager = cluster.manager();
    let refused = async |manifest| {
        let options = ApplyOptions::default();
        let error = manager.apply(&manifest, &options).await.unwrap_err();
        assert!(matches!(error, DeployError::Manifest { .. }), "{error:?}");
        error.to_string()
    };
    assert_eq!(
        refused(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"namespace": "ns"}}))
            .await,
        "v1/ConfigMap ns is not a valid manifest: `metadata.name` is missing"
    );
    assert_eq!(
        refused(json!({"kind": "ConfigMap", "metadata": {"name": "a"}})).await,
        "ConfigMap a is not a valid manifest: `apiVersion` is missing"
    );
    assert_eq!(
        refused(json!({"apiVersion": "v1", "kind": 1, "metadata": {"name": "a"}})).await,
        "v1 a is not a valid manifest: `kind` is not a text"
    );
    assert_eq!(
        refused(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}})).await,
        "v1/ConfigMap a is not a valid manifest: `metadata.namespace` is missing, and the kind is namespaced"
    );
    assert_eq!(cluster.journal.count(), (0, 0));
}

pub(crate) async fn a_kind_that_is_not_served_is_named(cluster: &Cluster) {
    let manifest = json!({
        "apiVersion": "nobody.example/v1", "kind": "Nothing",
        "metadata": {"name": "a", "namespace": cluster.namespace},
    });
    let options = ApplyOptions::default();
    let error = cluster
        .manager()
        .apply(&manifest, &options)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the cluster serves no kind Nothing in nobody.example/v1"
    );
    assert!(error.is_not_found());
}

pub(crate) async fn a_namespace_that_is_missing_is_named(cluster: &Cluster) {
    let mut manifest = cluster.config_map("a", json!({}));
    manifest["metadata"]["namespace"] = json!("no-such-namespace");
    let options = ApplyOptions::default();
    let error = cluster
        .manager()
        .apply(&manifest, &options)
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        error.to_string(),
        "could not apply v1/ConfigMap no-such-namespace/a: namespaces \"no-such-namespace\" not found (404 NotFound)"
    );
}

pub(crate) async fn cluster_scoped_objects_need_no_namespace(cluster: &Cluster) {
    let manifest = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
        // A namespace that was added on the way is left out.
        "metadata": {"name": format!("{}:reader", cluster.namespace), "namespace": cluster.namespace},
        "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
    });
    let applied = cluster.applied(&manifest).await;
    assert_eq!(applied.change, Change::Created);
    assert_eq!(applied.key.namespace, None);
    assert_eq!(applied.object["metadata"].get("namespace"), None);
    cluster.delete_later(&applied.object);
    cluster.journal.take();
    assert_eq!(cluster.applied(&manifest).await.change, Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));
}

pub(crate) async fn invalid_manifests_tell_what_is_wrong_with_them(cluster: &Cluster) {
    let mut manifest = cluster.deployment("d");
    manifest["spec"]["selector"]["matchLabels"]["app"] = json!("another");
    let options = ApplyOptions::default();
    let error = cluster
        .manager()
        .apply(&manifest, &options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(422), "{error}");
    assert!(!error.is_retryable());
    let text = error.to_string();
    assert!(
        text.starts_with("could not apply apps/v1/Deployment "),
        "{text}"
    );
    assert!(text.contains("spec.template.metadata.labels"), "{text}");
}

pub(crate) async fn values_of_secrets_stay_out_of_errors(cluster: &Cluster) {
    let manifest = json!({
        "apiVersion": "v1", "kind": "Secret",
        "metadata": {"name": "s", "namespace": cluster.namespace},
        "data": {"password": "hunter2 is no base64", "number": 8675309},
    });
    let options = ApplyOptions::default();
    let error = cluster
        .manager()
        .apply(&manifest, &options)
        .await
        .unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(
        !text.contains("hunter2") && !text.contains("8675309"),
        "{text}"
    );
}

pub(crate) async fn values_of_secrets_of_the_wrong_shape_stay_out_of_errors(cluster: &Cluster) {
    let wrong = [
        json!({"data": "hunter2"}),
        json!({"data": ["hunter2", {"a": "hunter2"}]}),
        json!({"data": {"password": {"inner": ["hunter2"]}}}),
        json!({"data": {"password": {"hunter2": "x"}}}),
        json!({"data": {"password": "say \"hunter2\"\n"}}),
        json!({"stringData": {"password": ["hunter2"]}}),
    ];
    for fields in wrong {
        let mut manifest = json!({
            "apiVersion": "v1", "kind": "Secret",
            "metadata": {"name": "s", "namespace": cluster.namespace},
        });
        for (name, value) in fields.as_object().unwrap() {
            manifest[name] = value.clone();
        }
        let error = cluster
            .manager()
            .apply(&manifest, &ApplyOptions::default())
            .await
            .unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains("hunter2"), "{fields}: {text}");
    }
}
