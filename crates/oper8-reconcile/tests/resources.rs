//! The custom resource itself: its type, configuration, patches, version, pause, finalizer and deletion.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kube_client::api::{Patch, PatchParams};
use oper8_apiserver::faults::{Requests, Rule, Verb};
use oper8_config::Config;
use oper8_reconcile::{
    AnyController, Completion, Component, Components, Controller, Error, Purpose, Requeue,
    ResourceOptions, Result, RolloutEvent, Session, Skipped, crd,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::cluster::{GROUP, resource, trials};
use support::{Action, Cluster, Hook, Part, Script, config_map, each, faulty};

async fn ready_message(cluster: &Cluster) -> String {
    let cr = cluster.cr().await;
    cr["status"]["conditions"][0]["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn a_paused_resource_is_left_alone() {
    each(async |cluster| {
        let metadata = json!({"annotations": {"oper8.org/pause-execution": "True"}});
        cluster.create_with(metadata, json!({"spec": {}})).await;
        cluster.writes();
        let done = cluster
            .reconcile(&cluster.manager(), &Script::chain([Part::new("a")]).any())
            .await;
        assert_eq!((done.skipped, done.requeue), (Some(Skipped::Paused), None));
        assert_eq!(cluster.writes(), [""; 0]);
        assert!(cluster.cr().await["status"].is_null());
    })
    .await;
}

#[tokio::test]
async fn strict_versioning_refuses_other_versions() {
    each(async |cluster| {
        cluster.create(json!({"version": "3.0.0"})).await;
        let mut config = Config::default();
        config.strict_versioning = true;
        config.supported_versions = vec!["1.0.0".to_owned(), "2.0.0".to_owned()];
        let manager = cluster.manager_with(config);
        let script = Script::chain([Part::new("a")]);
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .has_failed()
        );
        assert_eq!(ready_message(cluster).await, "Unsupported version: 3.0.0");
        cluster
            .patch_cr(json!({"spec": {"version": "2.0.0"}}))
            .await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        let available = cluster.cr().await["status"]["versions"]["available"]["versions"].clone();
        assert_eq!(available, json!([{"name": "1.0.0"}, {"name": "2.0.0"}]));
    })
    .await;
}

/// Writes what a session knows into a ConfigMap.
struct Witness;

impl Component for Witness {
    fn name(&self) -> &str {
        "witness"
    }

    async fn build_chart(
        &self,
        session: &Session,
        chart: &mut oper8_reconcile::Chart,
    ) -> Result<()> {
        let seen = json!({
            "config": session.config().to_string(),
            "spec": session.spec().to_string(),
            "name": session.scoped_name("witness"),
            "version": session.version(),
            "current": session.current_version(),
        });
        let mut map = config_map("witness", "value");
        map["data"] = seen;
        chart.add("map", map)?;
        Ok(())
    }
}

async fn witness(cluster: &Cluster) -> Value {
    let data = cluster.config_map("witness").await["data"].clone();
    let parsed =
        |key: &str| -> Value { serde_json::from_str(data[key].as_str().unwrap()).unwrap() };
    json!({"config": parsed("config"), "spec": parsed("spec"), "name": data["name"], "current": data["current"]})
}

#[tokio::test]
async fn configuration_and_defaults_are_layered() {
    each(async |cluster| {
        let mut map = config_map("settings", "map");
        map["data"] = json!({"b": "map", "c": "map", "d": "map"});
        map["metadata"]["namespace"] = json!(cluster.namespace);
        cluster.put(map).await;
        let metadata = json!({"annotations": {"oper8.org/config-defaults": "settings/some/key"}});
        let fields = json!({
            "spec": {"version": "1.0.0", "size": 2, "configOverrides": {"c": "spec", "d": "spec"}},
            "configOverrides": {"d": "top", "deep": {"own": 1}},
        });
        cluster.create_with(metadata, fields).await;
        let script = Script::new(|_, components| components.add(Witness).map(drop)).defaults(
            json!({"spec": {"size": 1, "colour": "red"}}),
            json!({"a": "default", "b": "default", "deep": {"given": 1}}),
        );
        let manager = cluster.manager();
        assert!(cluster.reconcile(&manager, &script.any()).await.is_complete());
        let seen = witness(cluster).await;
        let expected =
            json!({"a": "default", "b": "map", "c": "spec", "d": "top", "deep": {"given": 1, "own": 1}});
        assert_eq!(seen["config"], expected);
        assert_eq!((&seen["spec"]["size"], &seen["spec"]["colour"]), (&json!(2), &json!("red")));
        assert_eq!(seen["name"], "a-witness");
        assert_eq!(seen["current"], Value::Null);
        assert!(cluster.reconcile(&manager, &script.any()).await.is_complete());
        assert_eq!(witness(cluster).await["current"], "1.0.0");

        let gone = json!({"metadata": {"annotations": {"oper8.org/config-defaults": "gone"}}});
        cluster.patch_cr(gone).await;
        assert!(cluster.reconcile(&manager, &script.any()).await.has_failed());
        assert_eq!(ready_message(cluster).await, "Did not find configured config defaults ConfigMap: gone");
    })
    .await;
}

fn patch_definition() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("trialpatches.{GROUP}")},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {"kind": "TrialPatch", "listKind": "TrialPatchList", "plural": "trialpatches", "singular": "trialpatch"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {
                    "type": "object",
                    "properties": {"spec": {"type": "object", "x-kubernetes-preserve-unknown-fields": true}},
                }},
            }],
        },
    })
}

fn patch(cluster: &Cluster, name: &str, kind: &str, value: &str) -> Value {
    json!({
        "apiVersion": format!("{GROUP}/v1"),
        "kind": "TrialPatch",
        "metadata": {"name": name, "namespace": cluster.namespace},
        "spec": {
            "apiVersion": format!("{GROUP}/v1"), "kind": kind, "name": "a",
            "patchType": "patchStrategicMerge",
            "patch": {"web": {"map": {"data": {"key": value, name: "here"}}}},
        },
    })
}

#[tokio::test]
async fn temporary_patches_are_applied_in_the_order_of_their_timestamps() {
    each(async |cluster| {
        crd::install(cluster.client.clone(), &patch_definition()).await.unwrap();
        cluster.put(patch(cluster, "early", "Trial", "early")).await;
        cluster.put(patch(cluster, "late", "Trial", "late")).await;
        cluster.put(patch(cluster, "other", "Other", "other")).await;
        let entry = |time: &str| json!({"timestamp": time, "api_version": format!("{GROUP}/v1"), "kind": "TrialPatch"});
        let named = |patches: Value| json!({"metadata": {"annotations": {"oper8.org/temporary-patches": patches.to_string()}}});
        cluster.create(json!({})).await;
        cluster
            .patch_cr(named(json!({"late": entry("2024-01-02T00:00:00"), "early": entry("2024-01-01 00:00:00Z")})))
            .await;
        let manager = cluster.manager();
        let script = Script::chain([Part::new("web")]);
        assert!(cluster.reconcile(&manager, &script.any()).await.is_complete());
        let data = json!({"key": "late", "early": "here", "late": "here"});
        assert_eq!(cluster.config_map("web").await["data"], data);

        cluster.patch_cr(named(json!({}))).await;
        assert!(cluster.reconcile(&manager, &script.any()).await.is_complete());
        assert_eq!(cluster.config_map("web").await["data"], json!({"key": "value"}));

        for (patches, reason) in [
            (json!({"gone": entry("2024-01-01")}), "ConfigError"),
            (json!({"other": entry("2024-01-01")}), "ConfigError"),
            (json!({"late": entry("tomorrow")}), "Errored"),
            (json!([]), "Errored"),
        ] {
            cluster.patch_cr(named(patches.clone())).await;
            assert!(cluster.reconcile(&manager, &script.any()).await.has_failed(), "{patches}");
            assert_eq!(cluster.cr().await["status"]["conditions"][0]["reason"], reason, "{patches}");
        }
    })
    .await;
}

#[tokio::test]
async fn patches_on_a_managed_custom_resource_survive() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let child = json!({
            "apiVersion": format!("{GROUP}/v1"), "kind": "Trial", "metadata": {"name": "child"}, "spec": {"size": 1},
        });
        let options = ResourceOptions::new().method(oper8_deploy_manager::DeployMethod::Replace);
        let part = |size: i32| {
            let mut child = child.clone();
            child["spec"]["size"] = size.into();
            Part::new("sub").resource("trial", child, options.clone())
        };
        let manager = cluster.manager();
        assert!(cluster.reconcile(&manager, &Script::chain([part(1)]).any()).await.is_complete());
        let annotation = json!({"metadata": {"annotations": {"oper8.org/temporary-patches": "{\"p\": {}}"}}});
        let api = cluster.api(&trials());
        api.patch("child", &PatchParams::default(), &Patch::Merge(annotation)).await.unwrap();
        assert!(cluster.reconcile(&manager, &Script::chain([part(2)]).any()).await.is_complete());
        let child = cluster.get(&trials(), "child").await;
        assert_eq!(child["spec"]["size"], 2);
        assert_eq!(child["metadata"]["annotations"]["oper8.org/temporary-patches"], "{\"p\": {}}");
    })
    .await;
}

fn finalizing() -> Script {
    Script::chain([Part::new("web")]).finalize(|graph, components| {
        components.add_disabled(graph.part(&Part::new("backup")))?;
        Ok(())
    })
}

const FINALIZER: &str = "finalizers.trial.reconcile.oper8.test";

#[tokio::test]
async fn a_deleted_resource_is_finalized_and_then_goes() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let (manager, script) = (cluster.manager(), finalizing());
        cluster.writes();
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert_eq!(
            cluster.writes()[0],
            "PATCH trials/a",
            "the finalizer comes first"
        );
        assert_eq!(
            cluster.cr().await["metadata"]["finalizers"],
            json!([FINALIZER])
        );
        assert_eq!(cluster.cr().await["spec"]["version"], "1.0.0");

        cluster.delete_cr().await;
        assert!(!cluster.cr().await.is_null());
        script.calls();
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, None);
        assert!(script.calls().contains(&"backup.disable".to_owned()));
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_finalization_that_fails_or_waits_keeps_the_resource() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        cluster.reconcile(&manager, &finalizing().any()).await;
        cluster.delete_cr().await;
        for action in [
            Action::Fail(Error::Cluster),
            Action::Fail(Error::Precondition),
            Action::Answer(false),
        ] {
            let script = Script::chain([Part::new("web")]).finalize(move |graph, components| {
                components.add_disabled(graph.part(&Part {
                    disable: action,
                    ..Part::new("backup")
                }))?;
                Ok(())
            });
            let done = cluster.reconcile(&manager, &script.any()).await;
            assert!(done.requeue.is_some());
            assert!(!cluster.cr().await.is_null());
        }
        let waiting = finalizing().hook(Hook::Deploy, Action::Answer(false));
        assert!(
            cluster
                .reconcile(&manager, &waiting.any())
                .await
                .requeue
                .is_some()
        );
        assert!(!cluster.cr().await.is_null());
        cluster.reconcile(&manager, &finalizing().any()).await;
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

/// How a deleted resource is finalized whose status is written by nobody, or by somebody else.
async fn check_foreign_status(status: Value) {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let mut config = Config::default();
        config.manage_status = false;
        let manager = cluster.manager_with(config);
        cluster.reconcile(&manager, &finalizing().any()).await;
        let params = PatchParams::default();
        let patch = Patch::Merge(json!({"status": status}));
        let api = cluster.api(&trials());
        api.patch_status("a", &params, &patch).await.unwrap();
        cluster.delete_cr().await;

        // A component that waits without an error: what the status says decides nothing.
        let waiting = Script::chain([Part::new("web")]).finalize(|graph, components| {
            components.add(graph.part(&Part {
                verify: Action::Answer(false),
                ..Part::new("backup")
            }))?;
            Ok(())
        });
        let done = cluster.reconcile(&manager, &waiting.any()).await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
        assert!(!cluster.cr().await.is_null(), "not before it is complete");

        let done = cluster.reconcile(&manager, &finalizing().any()).await;
        assert!(done.is_complete());
        assert_eq!(done.requeue, None);
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

fn stable_status() -> Value {
    json!({"versions": {"reconciled": "1.0.0"}, "conditions": [
        {"type": "Ready", "status": "True", "reason": "Stable"},
        {"type": "Updating", "status": "False", "reason": "Stable"},
    ]})
}

#[tokio::test]
async fn a_finalizer_goes_when_finalizing_is_complete_whatever_the_status_says() {
    check_foreign_status(stable_status()).await;
    check_foreign_status(json!({})).await;
}

#[tokio::test]
async fn a_finalization_ends_as_its_components_do_when_no_status_can_be_written() {
    faulty(async |cluster, faults| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let manager = cluster.manager();
        cluster.reconcile(&manager, &finalizing().any()).await;
        cluster.delete_cr().await;
        let status = Requests::writes().subresource("status");
        faults.add(Rule::fail(503).on(status));
        let waiting = Script::chain([Part::new("web")]).finalize(|graph, components| {
            components.add(graph.part(&Part {
                verify: Action::Answer(false),
                ..Part::new("backup")
            }))?;
            Ok(())
        });
        let done = cluster.reconcile(&manager, &waiting.any()).await;
        assert!(done.has_failed() && done.requeue.is_some());
        assert!(!cluster.cr().await.is_null());
        let done = cluster.reconcile(&manager, &finalizing().any()).await;
        assert_eq!(done.requeue, None);
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_rollout_that_is_not_complete_goes_on_under_a_foreign_status_of_before() {
    each(async |cluster| {
        let fields = json!({"spec": {"version": "1.0.0"}});
        cluster.create_with(json!({}), fields).await;
        let params = PatchParams::default();
        let patch = Patch::Merge(json!({"status": stable_status()}));
        let api = cluster.api(&trials());
        api.patch_status("a", &params, &patch).await.unwrap();
        let mut config = Config::default();
        config.manage_status = false;
        let script = Script::chain([Part {
            verify: Action::Answer(false),
            ..Part::new("web")
        }]);
        let done = cluster
            .reconcile(&cluster.manager_with(config), &script.any())
            .await;
        assert_eq!(done.requeue, Some(Duration::from_secs(1)));
    })
    .await;
}

/// A controller of a kind that belongs to the whole cluster.
struct Zones;

impl Controller for Zones {
    type Resource = kube_core::DynamicObject;

    fn api_resource(&self) -> kube_core::discovery::ApiResource {
        resource("zones.oper8.test", "v1", "Zone")
    }

    async fn setup_components(
        &self,
        _cr: &kube_core::DynamicObject,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        graph.add(Part::new("zone-map")).map(drop)
    }
}

fn zone_definition() -> Value {
    crd::complete(json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "zones.zones.oper8.test"},
        "spec": {
            "group": "zones.oper8.test",
            "scope": "Cluster",
            "names": {"kind": "Zone", "listKind": "ZoneList", "plural": "zones", "singular": "zone"},
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object"}},
            }],
        },
    }))
    .unwrap()
}

#[tokio::test]
async fn a_resource_of_the_whole_cluster_has_a_key_without_a_namespace() {
    faulty(async |cluster, _| {
        crd::install(cluster.client.clone(), &zone_definition())
            .await
            .unwrap();
        let kind = resource("zones.oper8.test", "v1", "Zone");
        let api = kube_client::api::Api::<kube_core::DynamicObject>::all_with(
            cluster.client.clone(),
            &kind,
        );
        let made = api
            .create(
                &kube_client::api::PostParams::default(),
                &kube_core::DynamicObject::new("north", &kind),
            )
            .await
            .unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let keys = Arc::clone(&seen);
        let manager = cluster.manager().with_observer(Arc::new(move |session, _| {
            keys.lock().unwrap().push(session.cr_key());
        }));
        let controller = AnyController::new(Zones).unwrap();
        let done = manager
            .reconcile(&controller, serde_json::to_value(made).unwrap())
            .await;
        assert!(done.is_complete(), "{:?}", done.failure);

        let expected = oper8_deploy_manager::ObjectKey::new(
            "zones.oper8.test/v1",
            "Zone",
            None::<&str>,
            "north",
        );
        let keys = seen.lock().unwrap().clone();
        assert!(!keys.is_empty() && keys.iter().all(|key| *key == expected));
        let zone = serde_json::to_value(api.get("north").await.unwrap()).unwrap();
        assert_eq!(zone["status"]["zoneStatus"], "Completed");
        let maps = kube_client::api::Api::<kube_core::DynamicObject>::namespaced_with(
            cluster.client.clone(),
            oper8_reconcile::DEFAULT_NAMESPACE,
            &resource("", "v1", "ConfigMap"),
        );
        assert!(maps.get_opt("zone-map").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_definition_is_installed_when_its_kind_is_served() {
    faulty(async |cluster, faults| {
        // The server says that the definition is established before it serves the kind.
        let late = Rule::fail(404).on(Requests::of([Verb::Discovery])).times(2);
        let late = faults.add(late);
        crd::install(cluster.client.clone(), &zone_definition())
            .await
            .unwrap();
        assert_eq!(faults.fired()[&late], 2);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_resource_with_another_finalizer_only_is_left_alone() {
    each(async |cluster| {
        cluster
            .create_with(
                json!({"finalizers": ["other.example.com/keep"]}),
                json!({"spec": {}}),
            )
            .await;
        cluster.delete_cr().await;
        cluster.writes();
        for script in [finalizing(), Script::chain([Part::new("web")])] {
            let done = cluster.reconcile(&cluster.manager(), &script.any()).await;
            assert_eq!((done.skipped, done.requeue), (Some(Skipped::Deleted), None));
        }
        assert_eq!(cluster.writes(), [""; 0]);
        cluster
            .patch_cr(json!({"metadata": {"finalizers": null}}))
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_resource_that_is_gone_meanwhile_is_forgotten() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let (manager, script) = (cluster.manager(), Script::chain([Part::new("web")]));
        let first = cluster.cr().await;
        cluster.reconcile(&manager, &script.any()).await;
        cluster.delete_cr().await;
        let done = manager.reconcile(&script.any(), first).await;
        assert_eq!((done.skipped, done.requeue), (Some(Skipped::Gone), None));
    })
    .await;
}

#[tokio::test]
async fn an_old_copy_of_a_resource_that_is_being_deleted_is_finalized() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let (manager, script) = (cluster.manager(), finalizing());
        let first = cluster.cr().await;
        cluster.reconcile(&manager, &script.any()).await;
        cluster.delete_cr().await;
        script.calls();
        assert!(manager.reconcile(&script.any(), first).await.is_complete());
        assert!(script.calls().contains(&"backup.disable".to_owned()));
        assert!(cluster.cr().await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_resource_from_a_file_takes_its_status_from_the_cluster() {
    each(async |cluster| {
        let created = cluster.create(json!({"version": "1.0.0"})).await;
        let file = json!({
            "apiVersion": created["apiVersion"], "kind": "Trial",
            "metadata": {"name": "a", "namespace": cluster.namespace},
            "spec": {"version": "1.0.0"},
        });
        let script = Script::new(|_, components| components.add(Witness).map(drop));
        let manager = cluster.manager();
        assert!(
            manager
                .reconcile(&script.any(), file.clone())
                .await
                .is_complete()
        );
        assert!(manager.reconcile(&script.any(), file).await.is_complete());
        assert_eq!(witness(cluster).await["current"], "1.0.0");
        let owner =
            cluster.config_map("witness").await["metadata"]["ownerReferences"][0]["uid"].clone();
        assert_eq!(owner, created["metadata"]["uid"]);
    })
    .await;
}

#[tokio::test]
async fn a_resource_that_is_in_no_cluster_is_rolled_out_without_a_status() {
    each(async |cluster| {
        let file = json!({
            "apiVersion": format!("{GROUP}/v1"), "kind": "Trial",
            "metadata": {"name": "a", "namespace": cluster.namespace}, "spec": {},
        });
        let script = finalizing();
        let done = cluster
            .manager()
            .reconcile_for(&script.any(), file, Purpose::Rollout)
            .await;
        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, None);
        assert!(!cluster.config_map("web").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_status_that_is_managed_elsewhere_is_not_written_but_read() {
    each(async |cluster| {
        cluster.create(json!({"version": "1.0.0"})).await;
        let mut config = Config::default();
        config.manage_status = false;
        let manager = cluster.manager_with(config);
        let script = Script::chain([Part::new("web")]);
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert!(done.is_complete());
        assert_eq!(
            done.requeue,
            Some(Duration::from_secs(1)),
            "its status says nothing yet"
        );
        assert!(cluster.cr().await["status"].is_null());
        let status = json!({"status": {"versions": {"reconciled": "1.0.0"}, "conditions": [
            {"type": "Ready", "status": "True"}, {"type": "Updating", "status": "False"},
        ]}});
        let params = PatchParams::default();
        cluster
            .api(&trials())
            .patch_status("a", &params, &Patch::Merge(status))
            .await
            .unwrap();
        assert_eq!(
            cluster.reconcile(&manager, &script.any()).await.requeue,
            None
        );
    })
    .await;
}

#[tokio::test]
async fn the_dependency_graph_and_the_operator_are_in_the_status_where_settings_say_so() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let mut config = Config::default();
        config.include_dependency_graph_in_status = true;
        config.operator_version = Some("0.9.0".to_owned());
        config.internal_name_annotation = false;
        let script = Script::chain([Part::new("a"), Part::new("b")]);
        cluster
            .reconcile(&cluster.manager_with(config), &script.any())
            .await;
        let status = cluster.cr().await["status"].clone();
        assert_eq!(
            status["componentStatus"]["dependencyGraph"],
            "Graph({a:[],b:[a]})"
        );
        assert_eq!(status["operatorVersion"], "0.9.0");
        assert!(cluster.config_map("a").await["metadata"]["annotations"].is_null());
    })
    .await;
}

#[tokio::test]
async fn an_observer_sees_the_rollout_in_order() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let sink = Arc::clone(&seen);
        let manager = cluster
            .manager()
            .with_observer(Arc::new(move |session, event| {
                assert_eq!(session.name(), "a");
                sink.lock().unwrap().push(match event {
                    RolloutEvent::Planned(components) => format!("planned {}", components.len()),
                    RolloutEvent::Component { component, phase } => {
                        format!("{component} {phase:?}")
                    }
                    RolloutEvent::Applied {
                        component, change, ..
                    } => format!("{component} {change:?}"),
                    RolloutEvent::Ended { complete, .. } => format!("ended {complete}"),
                    other => panic!("{other:?}"),
                });
            }));
        cluster
            .reconcile(&manager, &Script::chain([Part::new("web")]).any())
            .await;
        let expected = [
            "planned 1",
            "web Rendering",
            "web Deploying",
            "web Created",
            "web Deployed",
            "web Verifying",
            "web Verified",
            "ended true",
        ];
        assert_eq!(*seen.lock().unwrap(), expected);
    })
    .await;
}

/// A custom resource with a type of its own.
#[derive(kube_derive::CustomResource, Serialize, Deserialize, JsonSchema, Clone, Debug)]
#[kube(
    group = "reconcile.oper8.test",
    version = "v1",
    kind = "TypedTrial",
    namespaced
)]
#[kube(crates(
    kube_core = "kube_core",
    k8s_openapi = "k8s_openapi",
    serde_json = "serde_json"
))]
struct TypedTrialSpec {
    version: String,
    replicas: u8,
}

struct Typed;

impl Controller for Typed {
    type Resource = TypedTrial;

    async fn setup_components(
        &self,
        cr: &TypedTrial,
        _session: &Session,
        graph: &mut Components,
    ) -> Result<()> {
        graph.add(Replicas(cr.spec.replicas))?;
        Ok(())
    }

    async fn should_requeue(
        &self,
        _session: &Session,
        _cr: &Value,
        _rolled_out: &Completion,
    ) -> Result<Requeue> {
        Ok(Requeue::After(Duration::from_secs(7)))
    }
}

struct Replicas(u8);

impl Component for Replicas {
    fn name(&self) -> &str {
        "replicas"
    }

    async fn build_chart(
        &self,
        session: &Session,
        chart: &mut oper8_reconcile::Chart,
    ) -> Result<()> {
        use k8s_openapi::api::core::v1::{ConfigMap, Secret};
        let metadata = kube_core::ObjectMeta {
            name: Some(session.scoped_name("map")),
            ..Default::default()
        };
        let before: Option<ConfigMap> = session.get(&session.scoped_name("map")).await?;
        let secrets: Vec<Secret> = session.list(Some("app=none")).await?;
        let data = [
            ("replicas".to_owned(), self.0.to_string()),
            ("before".to_owned(), before.is_some().to_string()),
            ("secrets".to_owned(), secrets.len().to_string()),
        ];
        chart.add(
            "map",
            ConfigMap {
                metadata,
                data: Some(data.into()),
                ..Default::default()
            },
        )?;
        Ok(())
    }
}

fn typed(cluster: &Cluster, replicas: Value) -> Value {
    json!({
        "apiVersion": format!("{GROUP}/v1"), "kind": "TypedTrial",
        "metadata": {"name": "a", "namespace": cluster.namespace},
        "spec": {"version": "1", "replicas": replicas},
    })
}

#[tokio::test]
async fn a_typed_resource_reaches_its_controller_and_keeps_status_and_overrides() {
    each(async |cluster| {
        let definition =
            crd::complete(<TypedTrial as kube_core::CustomResourceExt>::crd()).unwrap();
        crd::install(cluster.client.clone(), &definition)
            .await
            .unwrap();
        let controller = AnyController::new(Typed).unwrap();
        assert_eq!(controller.api_resource().plural, "typedtrials");
        assert_eq!(controller.name(), "TypedTrial.reconcile.oper8.test");
        let mut cr = typed(cluster, json!(3));
        cr["configOverrides"] = json!({"any": {"thing": [1]}});
        cr["spec"]["configOverrides"] = json!({"more": true});
        let cr = cluster.put(cr).await;
        assert_eq!(cr["configOverrides"], json!({"any": {"thing": [1]}}));
        assert_eq!(cr["spec"]["configOverrides"], json!({"more": true}));

        let done = cluster.manager().reconcile(&controller, cr).await;
        assert!(done.is_complete(), "{:?}", done.failure);
        assert_eq!(done.requeue, Some(Duration::from_secs(7)));
        let data = cluster.config_map("a-map").await["data"].clone();
        assert_eq!(
            data,
            json!({"replicas": "3", "before": "false", "secrets": "0"})
        );
        let kind = resource(GROUP, "v1", "TypedTrial");
        let live = cluster.get(&kind, "a").await;
        assert_eq!(live["status"]["conditions"][0]["reason"], "Stable");
        assert_eq!(live["status"]["typedTrialStatus"], "Completed");
        assert!(live["status"]["conditions"][0]["lastTransactionTime"].is_string());
    })
    .await;
}

#[tokio::test]
async fn a_resource_that_does_not_fit_its_type_is_a_config_error_that_names_the_field() {
    each(async |cluster| {
        let controller = AnyController::new(Typed).unwrap();
        let done = cluster
            .manager()
            .reconcile(&controller, typed(cluster, json!("many")))
            .await;
        let error = done.error().unwrap();
        assert!(matches!(**error, Error::Config(_)), "{error:?}");
        assert!(
            error
                .to_string()
                .starts_with("spec.replicas: invalid type: string \"many\""),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn manifests_can_be_rendered_without_being_applied() {
    each(async |cluster| {
        let controller = AnyController::new(Typed).unwrap();
        let rendered = cluster
            .manager()
            .render(&controller, typed(cluster, json!(2)))
            .await
            .unwrap();
        let object = rendered[0].object("map").unwrap();
        assert_eq!(object.internal_name(), "replicas.map");
        assert_eq!(object.manifest()["data"]["replicas"], "2");
        assert_eq!(
            object.manifest()["metadata"]["namespace"],
            json!(cluster.namespace)
        );
        assert!(cluster.config_map("a-map").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn a_controller_that_does_not_say_its_kind_is_refused() {
    struct Nameless;
    impl Controller for Nameless {
        type Resource = kube_core::dynamic::DynamicObject;
        async fn setup_components(
            &self,
            _cr: &Self::Resource,
            _session: &Session,
            _graph: &mut Components,
        ) -> Result<()> {
            Ok(())
        }
    }
    let error = AnyController::new(Nameless).unwrap_err();
    assert!(error.to_string().contains("api_resource"), "{error}");
}

#[tokio::test]
async fn reconciliations_can_be_spawned() {
    fn spawnable<F: Future + Send + 'static>(future: F) -> F {
        future
    }
    each(async |cluster| {
        cluster.create(json!({})).await;
        let (manager, controller, cr) = (
            cluster.manager(),
            Script::chain([Part::new("a")]).any(),
            cluster.cr().await,
        );
        let task = spawnable(async move { manager.reconcile(&controller, cr).await.is_complete() });
        assert!(tokio::spawn(task).await.unwrap());
    })
    .await;
}
