//! `cache`: a Redis server, where the WebApp wants one.

use oper8::prelude::*;

use crate::manifests::Server;

/// A cache that may lose its data at any time.
pub(crate) struct Cache;

impl Component for Cache {
    fn name(&self) -> &str {
        "cache"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let server = Server {
            component: "cache",
            image: "redis:8".to_owned(),
            replicas: 1,
            port: 6379,
        };
        chart.add("server", server.deployment(session))?;
        chart.add("service", server.service(session))?;
        Ok(())
    }
}
