//! Custom kinds.

use oper8_deploy_manager::{
    ApplyOptions, Change, ConflictPolicy, DeployError, DeployManager as _, ObjectKey,
};
use serde_json::{Value, json};

use crate::clients::Cluster;

/// A custom kind of this test's own.
pub(crate) struct Kind {
    group: String,
    namespace: String,
}

impl Kind {
    fn of(cluster: &Cluster) -> Self {
        let words: String = cluster
            .namespace
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        Self {
            group: format!("{words}.example"),
            namespace: cluster.namespace.clone(),
        }
    }

    pub(crate) fn object(&self, name: &str, spec: Value) -> Value {
        json!({
            "apiVersion": format!("{}/v1", self.group),
            "kind": "Widget",
            "metadata": {"name": name, "namespace": self.namespace},
            "spec": spec,
        })
    }

    pub(crate) fn path(&self, name: &str) -> String {
        format!(
            "/apis/{}/v1/namespaces/{}/widgets/{name}",
            self.group, self.namespace
        )
    }

    fn definition(&self, has_status: bool, properties: Value) -> Value {
        let mut spec = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
        spec["properties"] = properties;
        let free = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
        let subresources = if has_status {
            json!({"status": {}})
        } else {
            json!({})
        };
        json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": format!("widgets.{}", self.group)},
            "spec": {
                "group": self.group,
                "scope": "Namespaced",
                "names": {"plural": "widgets", "singular": "widget", "kind": "Widget", "listKind": "WidgetList"},
                "versions": [{
                    "name": "v1", "served": true, "storage": true, "subresources": subresources,
                    "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec, "status": free}}},
                }],
            },
        })
    }
}

/// Installs a custom kind and waits until it is served.
pub(crate) async fn install(cluster: &Cluster, has_status: bool, properties: Value) -> Kind {
    let kind = Kind::of(cluster);
    let definition = kind.definition(has_status, properties);
    cluster.applied(&definition).await;
    cluster.delete_later(&definition);
    let manager = cluster.manager();
    let probe = kind.object("probe", json!({}));
    for _ in 0..200 {
        match manager.apply(&probe, &ApplyOptions::default()).await {
            Ok(_) => return kind,
            Err(error) if error.is_not_found() => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
    panic!("{} was never served", definition["metadata"]["name"]);
}

pub(crate) async fn a_kind_that_appears_is_found(cluster: &Cluster) {
    let kind = Kind::of(cluster);
    let manifest = kind.object("a", json!({"size": 1}));
    let manager = cluster.manager();
    let options = ApplyOptions::default();
    let error = manager.apply(&manifest, &options).await.unwrap_err();
    assert!(
        matches!(error, DeployError::UnknownKind { .. }),
        "{error:?}"
    );

    install(cluster, true, json!({})).await;
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Created
    );
    cluster.journal.take();
    assert_eq!(
        manager.apply(&manifest, &options).await.unwrap().change,
        Change::Unchanged
    );
    assert_eq!(cluster.journal.count(), (1, 0));

    // A definition is a manifest like any other.
    let definition = kind.definition(true, json!({}));
    cluster.journal.take();
    let applied = cluster.applied(&definition).await;
    assert_eq!(applied.change, Change::Unchanged);
    assert_eq!(cluster.journal.count(), (1, 0));
}

pub(crate) async fn keyed_lists_of_custom_kinds_are_merged(cluster: &Cluster) {
    let item = json!({
        "type": "object", "required": ["name"],
        "properties": {"name": {"type": "string"}, "size": {"type": "integer"}, "on": {"type": "boolean", "default": true}},
    });
    let kind = install(cluster, true, json!({
        "parts": {
            "type": "array", "items": item,
            "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
        },
        "words": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
        "plain": {"type": "array", "items": {"type": "integer"}},
    })).await;
    let spec = |size: i32| json!({"parts": [{"name": "a", "size": size}], "words": ["x"], "plain": [1, 2]});
    let manifest = kind.object("a", spec(1));
    cluster.applied(&manifest).await;
    cluster
        .meddle(
            &kind.path("a"),
            &json!({"spec": {
                "parts": [{"name": "a", "size": 5}, {"name": "b"}], "words": ["x", "y"],
            }}),
        )
        .await;
    let options = ApplyOptions::default().conflicts(ConflictPolicy::Yield);
    let applied = cluster.manager().apply(&manifest, &options).await.unwrap();
    assert_eq!(applied.yielded, [".spec.parts[name=\"a\"].size"]);
    assert_eq!(applied.object["spec"]["parts"][0]["size"], json!(5));

    let update = ApplyOptions::default().method(oper8_deploy_manager::DeployMethod::Update);
    let applied = cluster.manager().apply(&manifest, &update).await.unwrap();
    assert_eq!(
        applied.object["spec"],
        json!({"parts": [{"name": "a", "size": 1, "on": true}, {"name": "b", "on": true}], "words": ["x", "y"], "plain": [1, 2]})
    );
    cluster.journal.take();
    let applied = cluster.manager().apply(&manifest, &update).await.unwrap();
    assert_eq!(applied.change, Change::Unchanged);
    let requests = cluster.journal.take();
    assert!(
        requests.iter().all(|it| it.starts_with("GET")),
        "{requests:?}"
    );
}

pub(crate) async fn a_status_without_a_subresource_is_written(cluster: &Cluster) {
    let kind = install(cluster, false, json!({})).await;
    let manifest = kind.object("a", json!({"size": 1}));
    cluster.applied(&manifest).await;
    let key = ObjectKey::of(&manifest).unwrap();
    let status = json!({"phase": "one"});
    assert_eq!(
        cluster.manager().set_status(&key, &status).await.unwrap(),
        Change::Updated
    );
    let live = cluster.live(&manifest).await;
    assert_eq!(live["status"], status);
    assert_eq!(live["spec"], json!({"size": 1}));
}
