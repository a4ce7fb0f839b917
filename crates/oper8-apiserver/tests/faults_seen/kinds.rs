//! Kinds that come and go, servers that change what is sent, and objects that stay: F11, F16 and F17.

use std::time::Duration;

use futures_util::StreamExt as _;
use k8s_openapi::api::core::v1::{ConfigMap, Namespace};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube_client::api::{Api, DeleteParams, DynamicObject, Patch, PatchParams, PostParams};
use kube_core::{ApiResource, GroupVersionKind};
use kube_runtime::WatchStreamExt as _;
use kube_runtime::wait::{await_condition, conditions};
use kube_runtime::watcher::Config;
use serde_json::json;

use crate::informer::{Informer, Lines, Task};
use crate::scene::{Scene, code, compare, map};

#[tokio::test(start_paused = true)]
async fn f11_a_kind_is_refused_until_the_rule_goes() {
    for (label, refusal) in [("F11 forbidden", "403"), ("F11 missing", "404")] {
        let (clean, faulty) = compare(label, async |scene: Scene| {
            scene.create("a").await;
            scene.inject();
            let informer = Informer::begin(&scene.maps, Config::default());
            tokio::time::sleep(Duration::from_secs(60)).await;
            let mut seen = informer.take();
            scene.lift();
            tokio::time::sleep(Duration::from_secs(60)).await;
            assert_eq!(informer.state(), ["a="], "{label}: it comes back by itself");
            seen.dedup();
            seen.truncate(4);
            seen
        })
        .await;
        assert_eq!(clean, ["Init", "InitApply a", "InitDone"]);
        let failed = format!("InitialListFailed {refusal}");
        assert_eq!(faulty, ["Init", &failed, "Init", &failed], "{label}");
    }
}

#[tokio::test]
async fn f11_a_kind_vanishes_from_discovery_and_comes_back() {
    let (clean, faulty) = compare("F11 hidden", async |scene: Scene| {
        scene.inject();
        let has = async || {
            let list = scene
                .client
                .list_api_group_resources("apps/v1")
                .await
                .unwrap();
            list.resources.iter().any(|it| it.name == "deployments")
        };
        let told = has().await;
        // It is served all the same.
        let api: Api<k8s_openapi::api::apps::v1::Deployment> =
            Api::default_namespaced(scene.client.clone());
        api.list(&Default::default()).await.unwrap();
        scene.lift();
        assert!(has().await);
        told
    })
    .await;
    assert_eq!((clean, faulty), (true, false));
}

fn definition() -> CustomResourceDefinition {
    let definition = json!({
        "metadata": {"name": "widgets.example.com"},
        "spec": {
            "group": "example.com", "scope": "Namespaced",
            "names": {"plural": "widgets", "singular": "widget", "kind": "Widget", "listKind": "WidgetList"},
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object"}}}],
        },
    });
    serde_json::from_value(definition).unwrap()
}

/// A watch of a kind of which the program knows the name alone.
fn widgets(scene: &Scene, lines: &Lines) -> Task {
    let kind = ApiResource::from_gvk(&GroupVersionKind::gvk("example.com", "v1", "Widget"));
    let api: Api<DynamicObject> = Api::default_namespaced_with(scene.client.clone(), &kind);
    let said = std::sync::Arc::clone(lines);
    let events = kube_runtime::watcher(api, Config::default()).default_backoff();
    Task::spawn(events.for_each(move |event| {
        said.lock().push(match event {
            Ok(event) => event.to_string(),
            Err(error) => format!("{error:?}").split('(').next().unwrap().to_owned(),
        });
        std::future::ready(())
    }))
}

#[tokio::test(start_paused = true)]
async fn f11_a_definition_goes_with_its_objects_and_comes_back() {
    let (clean, faulty) = compare("F11 deleted", async |scene: Scene| {
        let definitions: Api<CustomResourceDefinition> = Api::all(scene.aside.clone());
        let params = PostParams::default();
        definitions.create(&params, &definition()).await.unwrap();
        let kind = ApiResource::from_gvk(&GroupVersionKind::gvk("example.com", "v1", "Widget"));
        let api: Api<DynamicObject> = Api::default_namespaced_with(scene.aside.clone(), &kind);
        let widget = DynamicObject::new("w", &kind);
        api.create(&params, &widget).await.unwrap();
        let lines = Lines::default();
        let _watch = widgets(&scene, &lines);
        scene.settle().await;
        lines.lock().clear();
        scene.inject();
        scene.maps.create(&params, &map("a")).await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let mut seen = lines.lock().clone();
        seen.dedup();
        if definitions
            .get_opt("widgets.example.com")
            .await
            .unwrap()
            .is_none()
        {
            definitions.create(&params, &definition()).await.unwrap();
            api.create(&params, &widget).await.unwrap();
            tokio::time::sleep(Duration::from_secs(60)).await;
            let last = lines.lock().last().cloned();
            assert_eq!(last.as_deref(), Some("Apply(w)"), "{:?}", lines.lock());
        }
        seen
    })
    .await;
    assert!(clean.is_empty(), "{clean:?}");
    assert_eq!(faulty, ["Delete(w)", "WatchStartFailed"]);
}

/// What is stored of an object that was applied, and whether a second apply changes anything.
async fn stored(label: &str) -> [serde_json::Value; 2] {
    let (clean, faulty) = compare(label, async |scene: Scene| {
        scene.inject();
        let applied = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "a", "finalizers": ["b.com/b", "a.com/a"]},
            "data": {"dropped": "1", "kept": "1"},
        });
        let apply = async || {
            let params = PatchParams::apply("me");
            scene
                .maps
                .patch("a", &params, &Patch::Apply(&applied))
                .await
                .unwrap()
        };
        let first = apply().await;
        let second = apply().await;
        assert_eq!(
            first.metadata.resource_version,
            second.metadata.resource_version
        );
        json!([first.metadata.finalizers, first.data])
    })
    .await;
    [clean, faulty]
}

#[tokio::test]
async fn f16_what_is_stored_is_not_what_was_applied_and_a_second_apply_changes_nothing() {
    let data = json!({"dropped": "1", "kept": "1"});
    let [clean, faulty] = stored("F16 normalised").await;
    assert_eq!(clean, json!([["b.com/b", "a.com/a"], data]));
    assert_eq!(faulty, json!([["a.com/a", "b.com/b"], data]));
    let [_, faulty] = stored("F16 dropped").await;
    assert_eq!(faulty, json!([["b.com/b", "a.com/a"], {"kept": "1"}]));
}

#[tokio::test(start_paused = true)]
async fn f17_a_deleted_object_stays_until_its_finalizer_goes() {
    let (clean, faulty) = compare("F17 stuck", async |scene: Scene| {
        let uid = scene.create("a").await.metadata.uid.unwrap();
        scene.inject();
        scene
            .maps
            .delete("a", &DeleteParams::default())
            .await
            .unwrap();
        let gone = || {
            let gone = await_condition(scene.maps.clone(), "a", conditions::is_deleted(&uid));
            tokio::time::timeout(Duration::from_secs(3600), gone)
        };
        let first = gone().await.is_ok();
        let terminating = scene.map("a").await["metadata"]["deletionTimestamp"].is_string();
        if terminating {
            let free = Patch::Merge(json!({"metadata": {"finalizers": null}}));
            let params = PatchParams::default();
            scene.maps.patch("a", &params, &free).await.unwrap();
        }
        gone().await.unwrap().unwrap();
        (first, terminating)
    })
    .await;
    assert_eq!((clean, faulty), ((true, false), (false, true)));
}

#[tokio::test]
async fn f17_a_namespace_that_ends_takes_no_new_objects() {
    let (clean, faulty) = compare("F17 namespace", async |scene: Scene| {
        let namespaces: Api<Namespace> = Api::all(scene.aside.clone());
        let namespace = json!({"metadata": {"name": "default-2"}});
        let namespace = serde_json::from_value(namespace).unwrap();
        let params = PostParams::default();
        namespaces.create(&params, &namespace).await.unwrap();
        scene.inject();
        let maps: Api<ConfigMap> = Api::namespaced(scene.client.clone(), "default-2");
        match maps.create(&params, &map("a")).await {
            Err(kube_client::Error::Api(status)) => {
                let causes = status.details.map(|it| it.causes).unwrap_or_default();
                (
                    status.code,
                    causes.into_iter().map(|it| it.reason).collect(),
                )
            }
            other => (code(other), Vec::new()),
        }
    })
    .await;
    assert_eq!(clean, (200, vec![]));
    assert_eq!(faulty, (403, vec!["NamespaceTerminating".to_owned()]));
}
