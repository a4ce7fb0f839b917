//! `database`: a StatefulSet with a volume, and its Service.

use oper8::prelude::*;
use oper8::serde_json::{Value, json};

use crate::manifests::{environment, labels};
use crate::webapp::WebApp;

/// One PostgreSQL server whose data outlives its pod.
pub(crate) struct Database {
    storage: String,
}

impl Database {
    pub(crate) fn new(webapp: &WebApp) -> Self {
        Self {
            storage: webapp.spec.storage.clone(),
        }
    }

    fn service(session: &Session) -> Value {
        let labels = labels(session, "database");
        json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": session.scoped_name("database"), "labels": labels},
            "spec": {
                "clusterIP": "None",
                "selector": labels,
                "ports": [{"name": "main", "port": 5432}],
            },
        })
    }

    fn stateful_set(&self, session: &Session) -> Value {
        let labels = labels(session, "database");
        json!({
            "apiVersion": "apps/v1",
            "kind": "StatefulSet",
            "metadata": {"name": session.scoped_name("database"), "labels": labels},
            "spec": {
                "replicas": 1,
                "serviceName": session.scoped_name("database"),
                "selector": {"matchLabels": labels},
                "template": {
                    "metadata": {"labels": labels},
                    "spec": {"containers": [{
                        "name": "database",
                        "image": "postgres:17",
                        "ports": [{"name": "main", "containerPort": 5432}],
                        "envFrom": environment(session),
                        "volumeMounts": [{"name": "data", "mountPath": "/var/lib/postgresql/data"}],
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
        })
    }
}

impl Component for Database {
    fn name(&self) -> &str {
        "database"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let service = chart.add("service", Self::service(session))?;
        let server = chart.add("server", self.stateful_set(session))?;
        chart.after(&server, &service)
    }
}
