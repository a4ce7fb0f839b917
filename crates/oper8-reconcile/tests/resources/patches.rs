//! Temporary patches.

use kube_client::api::{Api, Patch, PatchParams};
use kube_core::dynamic::DynamicObject;
use oper8_config::Config;
use oper8_reconcile::{
    Chart, Component, Rendered, ResourceOptions, Result, Session, crd, default_deploy,
};
use serde_json::{Value, json};

use crate::support::cluster::{GROUP, trials};
use crate::support::{Cluster, Part, Script, each};

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
        // No setting is needed for it.
        let mut config = Config::default();
        config.cluster_passthrough_annotations = Vec::new();
        let manager = cluster.manager_with(config);
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

/// A component with one custom resource, on which somebody changes the patches after it has been rendered.
#[derive(Clone)]
struct Overtaken {
    api: Api<DynamicObject>,
    size: i32,
    patches: Value,
}

impl Component for Overtaken {
    fn name(&self) -> &str {
        "sub"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        let child = json!({
            "apiVersion": format!("{GROUP}/v1"), "kind": "Trial", "metadata": {"name": "child"}, "spec": {"size": self.size},
        });
        chart.add("trial", child)?;
        Ok(())
    }

    async fn deploy(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        if self.size > 0 {
            annotate(&self.api, &self.patches).await;
        }
        default_deploy(session, rendered).await
    }
}

async fn annotate(api: &Api<DynamicObject>, patches: &Value) {
    let change = json!({"metadata": {"annotations": {"oper8.org/temporary-patches": patches}}});
    api.patch("child", &PatchParams::default(), &Patch::Merge(change))
        .await
        .unwrap();
}

#[tokio::test]
async fn patches_that_change_while_a_managed_custom_resource_is_applied_stay_as_they_are_then() {
    each(async |cluster| {
        cluster.create(json!({})).await;
        let api = cluster.api(&trials());
        let manager = cluster.manager();
        let rollout = async |size: i32, patches: Value| {
            let part = Overtaken {
                api: api.clone(),
                size,
                patches,
            };
            let script = Script::new(move |_, components| components.add(part.clone()).map(|_| ()));
            assert!(
                cluster
                    .reconcile(&manager, &script.any())
                    .await
                    .is_complete()
            );
            let child = cluster.get(&trials(), "child").await;
            assert_eq!(child["spec"]["size"], size);
            child["metadata"]["annotations"]["oper8.org/temporary-patches"].clone()
        };
        rollout(0, Value::Null).await;
        annotate(&api, &json!("{\"a\": {}}")).await;
        assert_eq!(
            rollout(1, Value::Null).await,
            Value::Null,
            "taken back meanwhile"
        );
        assert_eq!(
            rollout(2, json!("{\"b\": {}}")).await,
            "{\"b\": {}}",
            "attached meanwhile"
        );
        assert_eq!(
            rollout(3, json!("{\"b\": {}, \"c\": {}}")).await,
            "{\"b\": {}, \"c\": {}}",
            "one more"
        );
    })
    .await;
}
