//! `frontend`: the pages, and the way in from outside.

use oper8::prelude::*;
use oper8::serde_json::{Value, json};

use crate::manifests::Server;
use crate::webapp::WebApp;

/// The web server, and the Ingress that leads to it.
pub(crate) struct Frontend {
    version: String,
    host: String,
    replicas: u32,
}

impl Frontend {
    pub(crate) fn new(webapp: &WebApp) -> Self {
        Self {
            version: webapp.spec.version.clone(),
            host: webapp.spec.host.clone(),
            replicas: webapp.spec.replicas,
        }
    }

    fn ingress(&self, session: &Session) -> Value {
        json!({
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": {"name": session.scoped_name("frontend")},
            "spec": {"rules": [{
                "host": self.host,
                "http": {"paths": [{
                    "path": "/",
                    "pathType": "Prefix",
                    "backend": {"service": {
                        "name": session.scoped_name("frontend"),
                        "port": {"name": "main"},
                    }},
                }]},
            }]},
        })
    }
}

impl Component for Frontend {
    fn name(&self) -> &str {
        "frontend"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let server = Server {
            component: "frontend",
            image: format!("example.org/webapp/frontend:{}", self.version),
            replicas: self.replicas,
            port: 8080,
        };
        chart.add("server", server.deployment(session))?;
        let service = chart.add("service", server.service(session))?;
        let ingress = chart.add("ingress", self.ingress(session))?;
        chart.after(&ingress, &service)
    }
}
