//! Temporary patches.

use kube_client::api::{Patch, PatchParams};
use oper8_reconcile::{ResourceOptions, crd};
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
