//! `api`: the application's server.

use oper8::prelude::*;

use crate::manifests::Server;
use crate::webapp::WebApp;

/// The server that talks to database and cache.
pub(crate) struct Api {
    version: String,
    replicas: u32,
}

impl Api {
    pub(crate) fn new(webapp: &WebApp) -> Self {
        Self {
            version: webapp.spec.version.clone(),
            replicas: webapp.spec.replicas,
        }
    }
}

impl Component for Api {
    fn name(&self) -> &str {
        "api"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let server = Server {
            component: "api",
            image: format!("example.org/webapp/api:{}", self.version),
            replicas: self.replicas,
            port: 8080,
        };
        chart.add("server", server.deployment(session))?;
        chart.add("service", server.service(session))?;
        Ok(())
    }
}
