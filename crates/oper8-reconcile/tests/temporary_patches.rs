//! Patches as objects: attached to their target, applied to what it renders, detached when they are deleted.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use std::sync::Arc;

use jiff::SignedDuration;
use kube_client::api::{DeleteParams, Patch, PatchParams};
use kube_core::discovery::ApiResource;
use oper8_apiserver::faults::{Requests, Rule};
use oper8_config::Config;
use oper8_reconcile::temporary_patch::TemporaryPatchController;
use oper8_reconcile::{AnyController, ReconcileManager, Reconciled, crd};
use oper8_status::ManualClock;
use serde_json::{Value, json};
use support::cluster::{GROUP, resource};
use support::{Cluster, Part, Script, each, faulty};

const ANNOTATION: &str = "oper8.org/temporary-patches";
const FINALIZER: &str = "finalizers.temporarypatch.oper8.org";

/// An operator of Trials and of their patches.
struct Operator<'a> {
    cluster: &'a Cluster,
    manager: ReconcileManager,
    trials: AnyController,
    patches: AnyController,
    clock: ManualClock,
}

impl<'a> Operator<'a> {
    async fn of(cluster: &'a Cluster) -> Self {
        Self::with(cluster, Config::default(), |it| it).await
    }

    async fn with(
        cluster: &'a Cluster,
        config: Config,
        change: impl FnOnce(TemporaryPatchController) -> TemporaryPatchController,
    ) -> Self {
        let clock = ManualClock::new("2024-01-02T03:04:05Z".parse().unwrap());
        let controller = TemporaryPatchController::new([format!("{GROUP}/v1/Trial")])
            .with_clock(Arc::new(clock.clone()));
        let controller = change(controller);
        crd::install(cluster.client.clone(), &controller.definition())
            .await
            .unwrap();
        Self {
            cluster,
            manager: cluster.manager_with(config),
            trials: Script::chain([Part::new("web")]).any(),
            patches: AnyController::new(controller).unwrap(),
            clock,
        }
    }

    fn kind(&self) -> &ApiResource {
        self.patches.api_resource()
    }

    /// Reconciles the Trial.
    async fn trial(&self) -> Reconciled {
        self.cluster.reconcile(&self.manager, &self.trials).await
    }

    /// Reconciles a patch.
    async fn patch(&self, name: &str) -> Reconciled {
        let patch = self.cluster.get(self.kind(), name).await;
        self.manager.reconcile(&self.patches, patch).await
    }

    /// Makes a patch that sets the key to its name, and reconciles it a second after the one before.
    async fn attach(&self, name: &str) {
        self.clock.advance(SignedDuration::from_secs(1));
        self.cluster.put(patch(self, name, &merge(name))).await;
        assert!(self.patch(name).await.is_complete());
    }

    async fn detach(&self, name: &str) {
        self.delete(name).await;
        self.patch(name).await;
        assert_eq!(self.cluster.get(self.kind(), name).await, Value::Null);
    }

    async fn delete(&self, name: &str) {
        let api = self.cluster.api(self.kind());
        api.delete(name, &DeleteParams::default()).await.unwrap();
    }

    async fn edit(&self, name: &str, change: Value) {
        let api = self.cluster.api(self.kind());
        api.patch(name, &PatchParams::default(), &Patch::Merge(change))
            .await
            .unwrap();
    }

    /// The value that the Trial's ConfigMap has after a reconciliation.
    async fn value(&self) -> Value {
        let done = self.trial().await;
        assert!(done.is_complete(), "{:?}", done.failure);
        self.cluster.config_map("web").await["data"]["key"].clone()
    }

    /// The annotation of the Trial.
    async fn annotation(&self) -> Value {
        let cr = self.cluster.cr().await;
        let text = cr["metadata"]["annotations"][ANNOTATION].as_str();
        text.map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
    }
}

/// The body of a strategic merge that sets the key of the ConfigMap.
fn merge(value: &str) -> Value {
    json!({
        "patchType": "patchStrategicMerge",
        "patch": {"web": {"map": {"data": {"key": value}}}},
    })
}

/// A patch of the Trial `a`, with more in its `spec`.
fn patch(operator: &Operator<'_>, name: &str, more: &Value) -> Value {
    let kind = operator.kind();
    let mut spec = json!({"apiVersion": format!("{GROUP}/v1"), "kind": "Trial", "name": "a"});
    for (key, value) in more.as_object().unwrap() {
        spec[key] = value.clone();
    }
    json!({
        "apiVersion": kind.api_version, "kind": kind.kind,
        "metadata": {"name": name, "namespace": operator.cluster.namespace},
        "spec": spec,
    })
}

fn ready(object: &Value) -> (&Value, &Value) {
    let condition = &object["status"]["conditions"][0];
    (&condition["status"], &condition["reason"])
}

#[tokio::test]
async fn a_patch_is_attached_applied_and_taken_back() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        cluster.create(json!({})).await;
        assert_eq!(operator.value().await, "value");

        operator.attach("fix").await;
        let entry = json!({
            "timestamp": "2024-01-02T03:04:06.000000", "api_version": "oper8.org/v1",
            "kind": "TemporaryPatch", "generation": 1,
        });
        assert_eq!(operator.annotation().await, json!({"fix": entry}));
        let live = cluster.get(operator.kind(), "fix").await;
        assert_eq!(ready(&live), (&json!("True"), &json!("Stable")));
        assert_eq!(live["metadata"]["finalizers"], json!([FINALIZER]));
        assert_eq!(operator.value().await, "fix");

        // Nothing is written for what is attached already, and the target is the user's: nobody owns or applies it.
        cluster.writes();
        assert!(operator.patch("fix").await.is_complete());
        assert_eq!(cluster.writes(), [""; 0]);
        let managers = cluster.cr().await["metadata"]["managedFields"].to_string();
        assert!(
            managers.contains("\"oper8-annotations\"") && !managers.contains("\"oper8\""),
            "{managers}"
        );

        operator.detach("fix").await;
        assert_eq!(operator.annotation().await, Value::Null);
        assert_eq!(operator.value().await, "value");
    })
    .await;
}

#[tokio::test]
async fn of_two_patches_the_later_one_has_the_last_word() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        cluster.create(json!({})).await;
        operator.attach("z-first").await;
        operator.attach("a-second").await;
        assert_eq!(operator.value().await, "a-second");

        // A patch that is edited is applied again, in its place.
        operator.edit("z-first", json!({"spec": {"patch": {"web": {"map": {"data": {"key": "edited", "more": "1"}}}}}})).await;
        operator.clock.advance(SignedDuration::from_secs(5));
        assert!(operator.patch("z-first").await.is_complete());
        assert_eq!(operator.annotation().await["z-first"]["generation"], 2);
        assert_eq!(operator.value().await, "a-second");
        assert_eq!(cluster.config_map("web").await["data"]["more"], "1");

        operator.detach("a-second").await;
        assert_eq!(operator.value().await, "edited");
        operator.detach("z-first").await;
        assert_eq!(operator.value().await, "value");
    })
    .await;
}

#[tokio::test]
async fn a_list_of_operations_is_a_patch_too() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        cluster.create(json!({})).await;
        let operations = json!([{"op": "replace", "path": "/data/key", "value": "replaced"}]);
        let body = json!({"patchType": "patchJson6902", "patch": {"web": {"map": operations}}});
        cluster.put(patch(&operator, "fix", &body)).await;
        assert!(operator.patch("fix").await.is_complete());
        assert_eq!(operator.value().await, "replaced");

        // One that misses its path is the target's failure, which names the patch.
        let operations = json!([{"op": "remove", "path": "/data/none"}]);
        operator
            .edit(
                "fix",
                json!({"spec": {"patch": {"web": {"map": operations}}}}),
            )
            .await;
        assert!(operator.patch("fix").await.is_complete());
        let failed = operator.trial().await;
        assert!(failed.has_failed());
        let report = failed.error().unwrap().report();
        assert!(
            report.contains("could not apply patch `fix` to `web.map`")
                && report.contains("/data/none"),
            "{report}"
        );
        let cr = cluster.cr().await;
        assert_eq!(ready(&cr), (&json!("False"), &json!("Errored")));

        // One that would make it another object is for its author to correct.
        let body = json!({"web": {"map": {"metadata": {"name": "other"}}}});
        let body = json!({"spec": {"patchType": "patchStrategicMerge", "patch": body}});
        operator.edit("fix", body).await;
        assert!(operator.trial().await.has_failed());
        let cr = cluster.cr().await;
        assert_eq!(ready(&cr), (&json!("False"), &json!("ConfigError")));
        operator.detach("fix").await;
    })
    .await;
}

#[tokio::test]
async fn a_patch_waits_for_its_target_and_is_not_kept_by_one_that_is_gone() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        cluster.put(patch(&operator, "fix", &merge("fix"))).await;
        let waits = operator.patch("fix").await;
        assert!(waits.error().unwrap().is_expected() && waits.requeue.is_some());
        let live = cluster.get(operator.kind(), "fix").await;
        let updating = &live["status"]["conditions"][1];
        assert_eq!(updating["reason"], "PreconditionWait");
        let text = format!(
            "Could not find target resource: {}/{GROUP}/v1/Trial/a",
            cluster.namespace
        );
        assert_eq!(updating["message"], text);

        cluster.create(json!({})).await;
        assert!(operator.patch("fix").await.is_complete());
        assert_eq!(operator.value().await, "fix");
        cluster.delete_cr().await;
        assert_eq!(cluster.cr().await, Value::Null);
        operator.detach("fix").await;
    })
    .await;
}

#[tokio::test]
async fn a_patch_that_cannot_be_attached_says_why_and_can_be_deleted() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        cluster.create(json!({})).await;
        let mut foreign = patch(&operator, "foreign", &merge("x"));
        foreign["spec"]["apiVersion"] = json!("v1");
        foreign["spec"]["kind"] = json!("ConfigMap");
        cluster.put(foreign).await;
        assert!(operator.patch("foreign").await.has_failed());
        let live = cluster.get(operator.kind(), "foreign").await;
        assert_eq!(ready(&live), (&json!("False"), &json!("ConfigError")));
        let text = format!(
            "v1/ConfigMap is not patchable; correct spec.apiVersion and spec.kind: this operator patches {GROUP}/v1/Trial"
        );
        assert_eq!(live["status"]["conditions"][0]["message"], text);
        operator.detach("foreign").await;

        // The annotation belongs to whoever can edit the target.
        let broken = |text: Value| json!({"metadata": {"annotations": {ANNOTATION: text}}});
        cluster.patch_cr(broken(json!("not JSON"))).await;
        cluster.put(patch(&operator, "fix", &merge("fix"))).await;
        assert!(operator.patch("fix").await.has_failed());
        let live = cluster.get(operator.kind(), "fix").await;
        assert_eq!(ready(&live), (&json!("False"), &json!("ConfigError")));
        assert_eq!(cluster.cr().await["metadata"]["annotations"][ANNOTATION], "not JSON");
        cluster.patch_cr(broken(Value::Null)).await;
        assert!(operator.patch("fix").await.is_complete());
        assert_eq!(operator.value().await, "fix");
        operator.detach("fix").await;
    })
    .await;
}

#[tokio::test]
async fn a_patch_is_taken_back_from_a_target_that_is_not_patchable_any_more() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        cluster.create(json!({})).await;
        operator.attach("fix").await;
        let narrowed = Operator::with(cluster, Config::default(), |_| {
            TemporaryPatchController::new(["Other"])
        })
        .await;
        assert!(narrowed.patch("fix").await.has_failed());
        narrowed.detach("fix").await;
        assert_eq!(operator.annotation().await, Value::Null);
        assert_eq!(operator.value().await, "value");
    })
    .await;
}

#[tokio::test]
async fn a_refused_patch_is_not_kept_by_a_kind_that_nobody_serves() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        let mut misspelt = patch(&operator, "fix", &merge("x"));
        misspelt["spec"]["kind"] = json!("Trail");
        cluster.put(misspelt).await;
        assert!(operator.patch("fix").await.has_failed());
        operator.detach("fix").await;
    })
    .await;
}

#[tokio::test]
async fn a_refused_patch_is_not_kept_by_a_target_that_may_not_be_read_and_others_are() {
    faulty(async |cluster, faults| {
        let operator = Operator::of(cluster).await;
        cluster.create(json!({})).await;
        let mut foreign = patch(&operator, "foreign", &merge("x"));
        foreign["spec"]["apiVersion"] = json!("v1");
        foreign["spec"]["kind"] = json!("Secret");
        cluster.put(foreign).await;
        assert!(operator.patch("foreign").await.has_failed());
        let secrets = Requests::any().resource("", "secrets");
        let forbidden = faults.add(Rule::fail(403).on(secrets));
        operator.detach("foreign").await;
        assert_eq!(faults.fired()[&forbidden], 1);

        operator.attach("fix").await;
        let target = Requests::any().resource(GROUP, "trials").name("a");
        let forbidden = faults.add(Rule::fail(403).on(target));
        operator.delete("fix").await;
        assert!(operator.patch("fix").await.has_failed());
        faults.remove(forbidden);
        let kept = cluster.get(operator.kind(), "fix").await;
        assert_eq!(kept["metadata"]["finalizers"], json!([FINALIZER]));
        operator.patch("fix").await;
        assert_eq!(operator.annotation().await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn a_patch_of_another_version_of_its_target_is_the_same_patch() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        cluster.create(json!({})).await;
        let mut old = patch(&operator, "old", &merge("old"));
        old["spec"]["apiVersion"] = json!(format!("{GROUP}/v1alpha1"));
        cluster.put(old).await;
        assert!(operator.patch("old").await.is_complete());
        assert_eq!(operator.value().await, "old");
        operator.detach("old").await;
        assert_eq!(operator.value().await, "value");
    })
    .await;
}

#[tokio::test]
async fn settings_say_which_kinds_may_hold_patches() {
    each(async |cluster| {
        let own = |it: TemporaryPatchController| it.of_kind(GROUP, "v1", "TrialFix");
        let enforcing = |allowed: Option<Vec<String>>| {
            let mut config = Config::default();
            config.temporary_patch.allowed_kinds = allowed;
            config.temporary_patch.enforce_allowed_kinds = true;
            config
        };
        let lenient = Operator::with(cluster, Config::default(), own).await;
        cluster.create(json!({})).await;
        lenient.attach("fix").await;
        assert_eq!(lenient.value().await, "fix", "a warning is all");

        let strict = Operator::with(cluster, enforcing(None), own).await;
        assert!(strict.trial().await.has_failed());
        let cr = cluster.cr().await;
        assert_eq!(ready(&cr), (&json!("False"), &json!("ConfigError")));
        let message = cr["status"]["conditions"][0]["message"].as_str().unwrap();
        let text = format!(
            "temporary patch fix is of kind {GROUP}/v1/TrialFix, and only these kinds may hold patches: \
             oper8.org/v1/TemporaryPatch;"
        );
        assert!(message.starts_with(&text), "{message}");

        for kind in ["TrialFix".to_owned(), format!("{GROUP}/v1/TrialFix")] {
            let listed = Operator::with(cluster, enforcing(Some(vec![kind])), own).await;
            assert_eq!(listed.value().await, "fix");
        }
        let none = Operator::with(cluster, enforcing(Some(Vec::new())), own).await;
        assert!(none.trial().await.has_failed());
        none.detach("fix").await;
    })
    .await;
}

#[tokio::test]
async fn the_server_refuses_what_is_no_patch() {
    each(async |cluster| {
        let operator = Operator::of(cluster).await;
        let api = cluster.api(&resource("oper8.org", "v1", "TemporaryPatch"));
        let nothing = json!({});
        let unknown = json!({"patchType": "merge", "patch": {}});
        let text = json!({"patchType": "patchStrategicMerge", "patch": "{}"});
        for body in [nothing, unknown, text] {
            let object = serde_json::from_value(patch(&operator, "bad", &body)).unwrap();
            let refused = api.create(&Default::default(), &object).await.unwrap_err();
            let kube_client::Error::Api(status) = refused else {
                unreachable!("{refused}")
            };
            assert_eq!(status.code, 422, "{body}: {status}");
        }
    })
    .await;
}
