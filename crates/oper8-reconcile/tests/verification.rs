//! When a rollout counts as ready: the two sets of rules, and the author's own ways.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod support;

use std::time::Duration;

use oper8_apiserver::{Outcome, Simulator, Workloads};
use oper8_config::{Config, VerifyRules};
use oper8_reconcile::verify::{VerifyOptions, verify_resource};
use oper8_reconcile::{
    Chart, Component, Rendered, ResourceOptions, Result, Session, default_verify, ensure_verified,
};
use serde_json::{Value, json};

use support::{Cluster, Part, Script, config_map, simulated};

/// A cluster whose workloads take ten seconds.
fn simulator() -> Simulator {
    Simulator::new(Duration::from_secs(10))
}

fn config(verify: VerifyRules) -> Config {
    let mut config = Config::default();
    config.verify = verify;
    config
}

fn workload(api_version: &str, kind: &str, name: &str, spec: Value) -> Value {
    let mut manifest = json!({
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": name},
        "spec": {
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {"containers": [{"name": "main", "image": "image:1"}]},
            },
        },
    });
    if let (Some(all), Some(more)) = (manifest["spec"].as_object_mut(), spec.as_object()) {
        all.extend(more.clone());
    }
    manifest
}

fn deployment() -> Value {
    let spec = json!({"replicas": 3, "progressDeadlineSeconds": 60});
    workload("apps/v1", "Deployment", "web", spec)
}

fn job() -> Value {
    let mut job = workload("batch/v1", "Job", "migrate", json!({"backoffLimit": 2}));
    job["spec"]
        .as_object_mut()
        .and_then(|spec| spec.remove("selector"));
    job["spec"]["template"]["spec"]["restartPolicy"] = "Never".into();
    job
}

fn claim() -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
    })
}

/// A script of one component `app` with this resource.
fn script(manifest: Value, options: ResourceOptions) -> Script {
    Script::chain([Part::new("app").resource("object", manifest, options)])
}

/// Reason and message of a condition of the custom resource.
async fn condition(cluster: &Cluster, kind: &str) -> (String, String) {
    let cr = cluster.cr().await;
    let conditions = cr["status"]["conditions"].as_array().unwrap();
    let condition = conditions.iter().find(|it| it["type"] == kind).unwrap();
    let text = |key: &str| condition[key].as_str().unwrap().to_owned();
    (text("reason"), text("message"))
}

fn pair(reason: &str, message: &str) -> (String, String) {
    (reason.to_owned(), message.to_owned())
}

async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

#[tokio::test(start_paused = true)]
async fn kstatus_says_in_the_status_what_a_rollout_waits_for() {
    simulated(simulator(), async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager_with(config(VerifyRules::Kstatus));
        let script = script(deployment(), ResourceOptions::new());
        pass(1).await;
        let first = cluster.reconcile(&manager, &script.any()).await;
        assert!(first.failure.is_none() && !first.is_complete());
        pass(1).await;
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(
            condition(cluster, "Updating").await,
            pair(
                "VerifyWait",
                "Component verification incomplete: Deployment web: 0 of 3 replicas are ready"
            )
        );
        pass(10).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert_eq!(
            condition(cluster, "Updating").await,
            pair("Stable", "Rollout Complete")
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn the_default_rules_say_in_the_status_what_the_framework_always_did() {
    simulated(simulator(), async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager_with(config(VerifyRules::Default));
        let script = script(deployment(), ResourceOptions::new());
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(
            condition(cluster, "Updating").await,
            pair("VerifyWait", "Component verification incomplete")
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn kstatus_waits_for_what_the_default_rules_only_want_to_be_there() {
    simulated(simulator(), async |cluster| {
        cluster.create(json!({})).await;
        let script = script(claim(), ResourceOptions::new());
        let precise = cluster.manager_with(config(VerifyRules::Kstatus));
        assert!(
            !cluster
                .reconcile(&precise, &script.any())
                .await
                .is_complete()
        );
        let by_default = cluster.manager_with(config(VerifyRules::Default));
        assert!(
            cluster
                .reconcile(&by_default, &script.any())
                .await
                .is_complete()
        );
        pass(11).await;
        assert!(
            cluster
                .reconcile(&precise, &script.any())
                .await
                .is_complete()
        );
    })
    .await;
}

/// The claim, judged by the rules that component and resource name.
struct Storage {
    of_component: Option<VerifyRules>,
    of_resource: VerifyOptions,
}

impl Component for Storage {
    fn name(&self) -> &str {
        "storage"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        let options = ResourceOptions::new().verify(self.of_resource.clone());
        chart.add_with("claim", claim(), options).map(drop)
    }

    fn verify_rules(&self) -> Option<VerifyRules> {
        self.of_component
    }
}

async fn check_choice(
    setting: VerifyRules,
    of_component: Option<VerifyRules>,
    of_resource: VerifyOptions,
    is_complete: bool,
) {
    simulated(simulator(), async |cluster| {
        cluster.create(json!({})).await;
        let options = of_resource.clone();
        let script = Script::new(move |_, components| {
            let of_resource = options.clone();
            components
                .add(Storage {
                    of_component,
                    of_resource,
                })
                .map(drop)
        });
        let manager = cluster.manager_with(config(setting));
        let done = cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(done.is_complete(), is_complete);
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_resource_names_its_rules_before_its_component_and_that_before_the_setting() {
    use VerifyRules::{Default, Kstatus};
    check_choice(Default, None, VerifyOptions::new(), true).await;
    check_choice(Default, Some(Kstatus), VerifyOptions::new(), false).await;
    check_choice(Kstatus, Some(Default), VerifyOptions::new(), true).await;
    check_choice(Default, None, VerifyOptions::new().rules(Kstatus), false).await;
    let by_default = VerifyOptions::new().rules(Default);
    check_choice(Kstatus, Some(Kstatus), by_default, true).await;
}

async fn check_failure(
    rules: VerifyRules,
    workloads: Workloads,
    outcome: Outcome,
    object: Value,
    text: &str,
) {
    let simulator = simulator();
    simulator.set(workloads, outcome);
    simulated(simulator, async |cluster| {
        cluster.create(json!({})).await;
        let manager = cluster.manager_with(config(rules));
        let script = script(object.clone(), ResourceOptions::new());
        let waiting = cluster.reconcile(&manager, &script.any()).await;
        assert!(waiting.failure.is_none() && waiting.requeue.is_some());
        pass(120).await;
        let failed = cluster.reconcile(&manager, &script.any()).await;
        assert!(failed.requeue.is_some(), "it is tried again");
        assert_eq!(condition(cluster, "Ready").await, pair("Errored", text));
        assert_eq!(condition(cluster, "Updating").await, pair("Errored", text));
        let status = cluster.cr().await["status"].clone();
        assert_eq!(
            status["componentStatus"]["failedComponents"],
            json!(["app"])
        );
        assert_eq!(status["trialStatus"], "Failed");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_fails_is_a_failure_with_its_message_under_both_rules() {
    for rules in [VerifyRules::Default, VerifyRules::Kstatus] {
        let text = "Job migrate: the job failed: BackoffLimitExceeded: Job has reached the specified backoff limit";
        check_failure(
            rules,
            Workloads::of_kind("Job"),
            Outcome::Failed,
            job(),
            text,
        )
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_exceeds_its_deadline_is_a_failure_under_both_rules() {
    let mut job = job();
    job["spec"]["activeDeadlineSeconds"] = 30.into();
    for rules in [VerifyRules::Default, VerifyRules::Kstatus] {
        let text = "Job migrate: the job failed: DeadlineExceeded: Job was active longer than specified deadline";
        let workloads = Workloads::of_kind("Job");
        check_failure(rules, workloads, Outcome::NeverReady, job.clone(), text).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_deployment_that_exceeds_its_progress_deadline_is_a_failure_under_both_rules() {
    let replica_set = "ReplicaSet \"";
    for rules in [VerifyRules::Default, VerifyRules::Kstatus] {
        let simulator = simulator();
        simulator.set(Workloads::of_kind("Deployment"), Outcome::NeverReady);
        simulated(simulator.clone(), async |cluster| {
            cluster.create(json!({})).await;
            let manager = cluster.manager_with(config(rules));
            let script = script(deployment(), ResourceOptions::new());
            cluster.reconcile(&manager, &script.any()).await;
            pass(61).await;
            cluster.reconcile(&manager, &script.any()).await;
            let (reason, message) = condition(cluster, "Ready").await;
            assert_eq!(reason, "Errored");
            let start = format!("Deployment web: ProgressDeadlineExceeded: {replica_set}");
            assert!(message.starts_with(&start), "{message}");
            assert!(message.ends_with("has timed out progressing."), "{message}");

            simulator.forget_rules();
            pass(11).await;
            assert!(
                cluster
                    .reconcile(&manager, &script.any())
                    .await
                    .is_complete()
            );
            assert_eq!(condition(cluster, "Ready").await.0, "Stable");
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_function_decides_when_its_resource_is_ready() {
    simulated(simulator(), async |cluster| {
        cluster.create(json!({})).await;
        let is_signed = |object: &Value| {
            ensure_verified(object["data"]["seal"] != "broken", "the seal is broken")?;
            Ok(object["metadata"]["labels"]["signed"] == "yes")
        };
        let options = ResourceOptions::new().verify_with(is_signed);
        let manager = cluster.manager();
        let script = script(config_map("letter", "text"), options);
        let unsigned = cluster.reconcile(&manager, &script.any()).await;
        assert!(!unsigned.is_complete() && unsigned.failure.is_none());

        cluster
            .patch_config_map("letter", json!({"data": {"seal": "broken"}}))
            .await;
        cluster.reconcile(&manager, &script.any()).await;
        assert_eq!(
            condition(cluster, "Updating").await,
            pair("VerifyWait", "the seal is broken")
        );

        let signed = json!({"data": {"seal": null}, "metadata": {"labels": {"signed": "yes"}}});
        cluster.patch_config_map("letter", signed).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_edge_waits_for_an_object_by_the_rules_of_its_kind() {
    async fn web_serves(session: Session) -> Result<bool> {
        let web = session.key("apps/v1", "Deployment", "web");
        verify_resource(&session, &web, &VerifyOptions::new()).await
    }
    simulated(simulator(), async |cluster| {
        cluster.create(json!({})).await;
        let script = Script::new(|graph, components| {
            let server = Part::new("server").resource("web", deployment(), ResourceOptions::new());
            let server = components.add(graph.part(&server))?;
            let probe = components.add(graph.part(&Part::new("probe")))?;
            components.after_check(&probe, &server, web_serves)
        });
        let manager = cluster.manager_with(config(VerifyRules::Kstatus));
        cluster.reconcile(&manager, &script.any()).await;
        pass(1).await;
        cluster.reconcile(&manager, &script.any()).await;
        let text = "Component verification incomplete: the check of `server` does not hold yet; \
                    Deployment web: 0 of 3 replicas are ready";
        assert_eq!(
            condition(cluster, "Updating").await,
            pair("VerifyWait", text)
        );
        assert!(cluster.config_map("probe").await.is_null());
        pass(10).await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        assert!(!cluster.config_map("probe").await.is_null());
    })
    .await;
}

#[tokio::test]
async fn an_object_that_is_not_in_the_cluster_is_waited_for() {
    async fn is_there(session: Session) -> Result<bool> {
        let map = session.key("v1", "ConfigMap", "elsewhere");
        verify_resource(&session, &map, &VerifyOptions::new()).await
    }
    support::each(async |cluster| {
        cluster.create(json!({})).await;
        let script = Script::new(|graph, components| {
            let first = components.add(graph.part(&Part::new("first")))?;
            let second = components.add(graph.part(&Part::new("second")))?;
            components.after_check(&second, &first, is_there)
        });
        let manager = cluster.manager();
        assert!(
            !cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
        cluster
            .put(
                json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "elsewhere"}}),
            )
            .await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
    })
    .await;
}

/// A component that is ready when another object is there, whatever its own do.
struct Guest;

impl Component for Guest {
    fn name(&self) -> &str {
        "guest"
    }

    async fn build_chart(&self, _session: &Session, chart: &mut Chart) -> Result<()> {
        chart.add("map", config_map("guest", "1")).map(drop)
    }

    async fn verify(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
        let host = session.object("v1", "ConfigMap", "host").await?;
        Ok(host.is_some() && default_verify(session, rendered).await?)
    }
}

#[tokio::test]
async fn a_component_decides_when_it_is_ready() {
    support::each(async |cluster| {
        cluster.create(json!({})).await;
        let script = Script::new(|_, components| components.add(Guest).map(drop));
        let manager = cluster.manager();
        let alone = cluster.reconcile(&manager, &script.any()).await;
        assert!(!alone.is_complete() && alone.failure.is_none());
        cluster
            .put(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "host"}}))
            .await;
        assert!(
            cluster
                .reconcile(&manager, &script.any())
                .await
                .is_complete()
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_stateful_set_that_its_controller_has_not_looked_at_is_waited_for() {
    simulated(simulator(), async |cluster| {
        cluster.create(json!({})).await;
        let database = workload("apps/v1", "StatefulSet", "database", json!({"replicas": 1}));
        let script = script(database, ResourceOptions::new());
        // A server answers the create with a status of no replicas, none of which is not ready.
        let first = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert!(!first.is_complete());
        pass(10).await;
        let second = cluster.reconcile(&cluster.manager(), &script.any()).await;
        assert!(second.is_complete());
    })
    .await;
}
