//! The shapes that several components share.

use oper8::prelude::*;
use oper8::serde_json::{Value, json};

/// A server that listens on one port, in one container a pod.
pub(crate) struct Server<'a> {
    pub(crate) component: &'a str,
    pub(crate) image: String,
    pub(crate) replicas: u32,
    pub(crate) port: u16,
}

impl Server<'_> {
    /// A Deployment whose containers take their environment from the settings.
    pub(crate) fn deployment(&self, session: &Session) -> Value {
        let labels = labels(session, self.component);
        json!({
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": session.scoped_name(self.component), "labels": labels},
            "spec": {
                "replicas": self.replicas,
                "selector": {"matchLabels": labels},
                "template": {
                    "metadata": {"labels": labels},
                    "spec": {"containers": [{
                        "name": self.component,
                        "image": self.image,
                        "ports": [{"name": "main", "containerPort": self.port}],
                        "envFrom": environment(session),
                        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
                    }]},
                },
            },
        })
    }

    /// A Service for the server's port.
    pub(crate) fn service(&self, session: &Session) -> Value {
        let labels = labels(session, self.component);
        json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": session.scoped_name(self.component), "labels": labels},
            "spec": {
                "selector": labels,
                "ports": [{"name": "main", "port": self.port, "targetPort": "main"}],
            },
        })
    }
}

/// The labels by which a component's pods are found.
pub(crate) fn labels(session: &Session, component: &str) -> Value {
    json!({
        "app.kubernetes.io/name": component,
        "app.kubernetes.io/instance": session.name(),
        "app.kubernetes.io/managed-by": "webapp-operator",
    })
}

/// The environment of every container: settings and secrets.
pub(crate) fn environment(session: &Session) -> Value {
    json!([
        {"configMapRef": {"name": session.scoped_name("settings")}},
        {"secretRef": {"name": session.scoped_name("secrets")}},
    ])
}
