//! The life of the example's custom resource, in chapters.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::binary::Binary;
use super::cluster::Cluster;

const WEBAPPS: &str = "apis/demo.oper8.org/v1/webapps";
const PATCHES: &str = "apis/oper8.org/v1/temporarypatches";
const DEPLOYMENTS: &str = "apis/apps/v1/deployments";
/// How long nothing may change before a chapter ends.
const QUIET: Duration = Duration::from_millis(300);
/// How often that is waited for.
const ROUNDS: u32 = 10;
const SERVICES: &str = "api/v1/services";

/// What the namespace held after each chapter, and why the story broke off, if it did.
pub(super) async fn tell(
    binary: &Binary,
    cluster: &Cluster,
) -> (Vec<(String, Value)>, Option<String>) {
    let mut story = Story {
        cluster,
        chapters: Vec::new(),
    };
    let broken = story.all(binary).await.err();
    (story.chapters, broken.map(|error| format!("{error:#}")))
}

struct Story<'a> {
    cluster: &'a Cluster,
    chapters: Vec<(String, Value)>,
}

impl Story<'_> {
    async fn all(&mut self, binary: &Binary) -> anyhow::Result<()> {
        let kubeconfig = self.cluster.kubeconfig();
        binary.install(&kubeconfig).await?;
        let operator = binary.serve(&kubeconfig, &self.cluster.namespace).await?;
        self.rollout().await.context("the first rollout")?;
        self.changes()
            .await
            .context("changes of the custom resource")?;
        self.failure()
            .await
            .context("a component that cannot run")?;
        self.drift().await.context("drift")?;
        self.patch().await.context("a temporary patch")?;
        self.deletion().await.context("the deletion")?;
        operator.stop().await
    }

    async fn end(&mut self, chapter: &str) -> anyhow::Result<()> {
        // Controllers that nobody waits for may be behind: endpoints, budgets.
        let mut held = self.cluster.collect().await?;
        for _ in 0..ROUNDS {
            tokio::time::sleep(QUIET).await;
            let after = self.cluster.collect().await?;
            let is_quiet = after == held;
            held = after;
            if is_quiet {
                break;
            }
        }
        self.chapters.push((chapter.to_owned(), held));
        Ok(())
    }

    async fn change(&self, spec: Value) -> anyhow::Result<()> {
        let change = json!({"spec": spec});
        self.cluster
            .write("PATCH", WEBAPPS, "shop", Some(&change))
            .await
    }

    /// Waits until the operator has nothing left to do for the version, and the cluster neither.
    async fn settled(&self, version: &str, servers: &[&str]) -> anyhow::Result<()> {
        let is_so = |webapp: &Value| {
            let status = &webapp["status"];
            let conditions = status["conditions"].as_array();
            let is_stable = conditions.is_some_and(|conditions| {
                conditions.iter().all(|one| {
                    one["reason"] == "Stable"
                        && one["observedGeneration"] == webapp["metadata"]["generation"]
                })
            });
            is_stable
                && status["versions"]["reconciled"] == version
                && status["webAppStatus"] == "Completed"
        };
        self.cluster
            .until("settled", WEBAPPS, "shop", is_so)
            .await?;
        for server in servers {
            self.cluster.rolled_out(server).await?;
        }
        self.cluster
            .until("settled", WEBAPPS, "shop", is_so)
            .await?;
        Ok(())
    }

    async fn rollout(&mut self) -> anyhow::Result<()> {
        let webapp = json!({
            "apiVersion": "demo.oper8.org/v1",
            "kind": "WebApp",
            "metadata": {"name": "shop"},
            "spec": {
                "version": "1.2.0",
                "host": "shop.example.com",
                "replicas": 2,
                "cache": true,
                "storage": "2Gi",
            },
        });
        self.cluster
            .write("POST", WEBAPPS, "", Some(&webapp))
            .await?;
        self.settled("1.2.0", &["shop-api", "shop-frontend", "shop-cache"])
            .await?;
        self.end("1 the first rollout").await
    }

    async fn changes(&mut self) -> anyhow::Result<()> {
        self.change(json!({"version": "1.3.0"})).await?;
        self.settled("1.3.0", &["shop-api", "shop-frontend", "shop-cache"])
            .await?;
        self.end("2 another version").await?;
        self.change(json!({"replicas": 3})).await?;
        self.replicas(3).await?;
        self.end("3 more replicas").await?;
        self.change(json!({"cache": false})).await?;
        self.cluster
            .until("gone", DEPLOYMENTS, "shop-cache", Value::is_null)
            .await?;
        self.settled("1.3.0", &["shop-api", "shop-frontend"])
            .await?;
        self.end("4 a component is disabled").await
    }

    async fn replicas(&self, count: u64) -> anyhow::Result<()> {
        for server in ["shop-api", "shop-frontend"] {
            let is_so = |object: &Value| object["spec"]["replicas"] == count;
            self.cluster
                .until("scaled", DEPLOYMENTS, server, is_so)
                .await?;
            self.cluster.rolled_out(server).await?;
        }
        self.settled("1.3.0", &[]).await
    }

    /// A pod that no node takes is what a real cluster without containers can fail by.
    async fn failure(&mut self) -> anyhow::Result<()> {
        self.patch_api("nowhere", json!({"nodeSelector": {"disk": "none"}}))
            .await?;
        let is_stuck = |object: &Value| {
            object["status"]["observedGeneration"] == object["metadata"]["generation"]
                && object["spec"]["template"]["spec"]["nodeSelector"].is_object()
                && object["status"]["unavailableReplicas"] == 1
                && object["status"]["updatedReplicas"] == 1
        };
        self.cluster
            .until("stuck", DEPLOYMENTS, "shop-api", is_stuck)
            .await?;
        let waits = |webapp: &Value| webapp["status"]["webAppStatus"] != "Completed";
        self.cluster
            .until("waiting", WEBAPPS, "shop", waits)
            .await?;
        self.end("5 a component cannot run").await?;
        self.cluster
            .write("DELETE", PATCHES, "nowhere", None)
            .await?;
        let is_mended =
            |object: &Value| object["spec"]["template"]["spec"]["nodeSelector"].is_null();
        self.cluster
            .until("mended", DEPLOYMENTS, "shop-api", is_mended)
            .await?;
        self.settled("1.3.0", &["shop-api", "shop-frontend"])
            .await?;
        self.cluster
            .until("gone", PATCHES, "nowhere", Value::is_null)
            .await?;
        self.end("6 the component is mended").await
    }

    async fn patch_api(&self, name: &str, spec: Value) -> anyhow::Result<()> {
        let patch = json!({
            "apiVersion": "oper8.org/v1",
            "kind": "TemporaryPatch",
            "metadata": {"name": name},
            "spec": {
                "apiVersion": "demo.oper8.org/v1",
                "kind": "WebApp",
                "name": "shop",
                "patchType": "patchStrategicMerge",
                "patch": {"api": {"server": {"spec": {"template": {"spec": spec}}}}},
            },
        });
        self.cluster.write("POST", PATCHES, "", Some(&patch)).await
    }

    async fn drift(&mut self) -> anyhow::Result<()> {
        let by_hand = json!({"spec": {"replicas": 1}});
        self.cluster
            .write("PATCH", DEPLOYMENTS, "shop-api", Some(&by_hand))
            .await?;
        self.cluster
            .write("DELETE", SERVICES, "shop-frontend", None)
            .await?;
        // The operator looks again when its resource changes.
        let touched = json!({"metadata": {"labels": {"look": "again"}}, "spec": {"host": "drift.example.com"}});
        self.cluster
            .write("PATCH", WEBAPPS, "shop", Some(&touched))
            .await?;
        self.cluster
            .until("there", SERVICES, "shop-frontend", Value::is_object)
            .await?;
        self.replicas(3).await?;
        self.end("7 drift is repaired").await
    }

    async fn patch(&mut self) -> anyhow::Result<()> {
        let memory = json!({"resources": {"requests": {"memory": "512Mi"}}, "name": "api"});
        self.patch_api("more-memory", json!({"containers": [memory]}))
            .await?;
        let asked = |memory: &'static str| {
            move |object: &Value| {
                let container = &object["spec"]["template"]["spec"]["containers"][0];
                container["resources"]["requests"]["memory"] == memory
            }
        };
        self.cluster
            .until("patched", DEPLOYMENTS, "shop-api", asked("512Mi"))
            .await?;
        self.settled("1.3.0", &["shop-api"]).await?;
        self.end("8 a temporary patch").await?;
        self.cluster
            .write("DELETE", PATCHES, "more-memory", None)
            .await?;
        self.cluster
            .until("as before", DEPLOYMENTS, "shop-api", asked("128Mi"))
            .await?;
        self.cluster
            .until("gone", PATCHES, "more-memory", Value::is_null)
            .await?;
        self.settled("1.3.0", &["shop-api"]).await?;
        self.end("9 the patch is gone").await
    }

    async fn deletion(&mut self) -> anyhow::Result<()> {
        self.cluster.write("DELETE", WEBAPPS, "shop", None).await?;
        self.cluster
            .until("gone", WEBAPPS, "shop", Value::is_null)
            .await?;
        let is_empty = |list: &Value| list["items"].as_array().is_some_and(Vec::is_empty);
        for resource in [
            DEPLOYMENTS,
            "apis/apps/v1/replicasets",
            "apis/apps/v1/statefulsets",
            "apis/apps/v1/controllerrevisions",
            "apis/batch/v1/jobs",
            "api/v1/pods",
            SERVICES,
            "api/v1/endpoints",
            "apis/discovery.k8s.io/v1/endpointslices",
            "api/v1/persistentvolumeclaims",
        ] {
            self.cluster
                .until("collected", resource, "", is_empty)
                .await?;
        }
        self.end("x everything is gone").await
    }
}
