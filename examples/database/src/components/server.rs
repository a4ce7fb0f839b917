//! `server`: the servers, each with a volume and a name of its own.

use oper8::prelude::*;
use oper8::serde_json::{Value, json};

use crate::database::Database;
use crate::manifests::{image, labels};

/// A StatefulSet, the Service that names its pods, and a budget that keeps a majority of them.
pub(crate) struct Server {
    version: String,
    replicas: u32,
    storage: String,
}

impl Server {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            version: database.spec.version.clone(),
            replicas: database.spec.replicas,
            storage: database.spec.storage.clone(),
        }
    }

    fn service(session: &Session) -> Value {
        json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": session.scoped_name("server"), "labels": labels(session)},
            "spec": {
                "clusterIP": "None",
                "selector": labels(session),
                "ports": [{"name": "main", "port": 5432}],
            },
        })
    }

    /// The volumes go with the StatefulSet, and so with the Database.
    fn stateful_set(&self, session: &Session) -> Result<Value> {
        let name = session.scoped_name("server");
        let labels = labels(session);
        Ok(json!({
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": {"name": name, "labels": labels},
            "spec": {
                "replicas": self.replicas,
                "serviceName": name,
                "selector": {"matchLabels": labels},
                "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete", "whenScaled": "Retain"},
                "template": {
                    "metadata": {"labels": labels},
                    "spec": {"containers": [{
                        "name": "server",
                        "image": image(session, "server", &self.version)?,
                        "ports": [{"name": "main", "containerPort": 5432}],
                        "envFrom": [{"secretRef": {"name": session.scoped_name("access")}}],
                        "volumeMounts": [{"name": "data", "mountPath": "/var/lib/database"}],
                    }]},
                },
                "volumeClaimTemplates": [{
                    "metadata": {"name": "data"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "resources": {"requests": {"storage": self.storage}},
                    },
                }],
            },
        }))
    }

    fn budget(session: &Session) -> Value {
        json!({
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": session.scoped_name("server")},
            "spec": {"maxUnavailable": 1, "selector": {"matchLabels": labels(session)}},
        })
    }
}

impl Component for Server {
    fn name(&self) -> &str {
        "server"
    }

    /// By these rules a StatefulSet is ready when all of its pods are of the new version; by the default ones, when all are ready.
    fn verify_rules(&self) -> Option<VerifyRules> {
        Some(VerifyRules::Kstatus)
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let service = chart.add("service", Self::service(session))?;
        let servers = chart.add("servers", self.stateful_set(session)?)?;
        chart.after(&servers, &service)?;
        let counted = ResourceOptions::new().verify_with(counts_the_servers);
        chart.add_with("budget", Self::budget(session), counted)?;
        Ok(())
    }
}

/// A budget protects the servers from when the cluster counts them.
fn counts_the_servers(budget: &Value) -> Result<bool> {
    let status = &budget["status"];
    let [healthy, wanted] =
        ["currentHealthy", "desiredHealthy"].map(|count| status[count].as_u64().unwrap_or(0));
    let is_seen = status["observedGeneration"] == budget["metadata"]["generation"];
    ensure_verified(
        is_seen && healthy >= wanted,
        format!("the budget counts {healthy} healthy servers of {wanted}"),
    )?;
    Ok(true)
}
