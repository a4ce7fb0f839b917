//! `migrate`: a Job that makes the data fit for a version, before the first server of it starts.

use std::time::Duration;

use oper8::prelude::*;
use oper8::serde_json::json;

use crate::database::Database;
use crate::manifests::{image, job};

/// One Job a version: a Job's template cannot change, so its name carries the version.
pub(crate) struct Migrate {
    version: String,
}

impl Migrate {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            version: database.spec.version.clone(),
        }
    }
}

impl Component for Migrate {
    fn name(&self) -> &str {
        "migrate"
    }

    /// A migration that hangs is reported; the servers go on with the version that they have.
    fn deadline(&self) -> Option<Duration> {
        Some(Duration::from_secs(30 * 60))
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let suffix = self.version.replace('.', "-");
        let image = image(session, "migrate", &self.version)?;
        let migration = json!({
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": session.scoped_name(&format!("migrate-{suffix}"))},
            "spec": job(session, &image, &[]),
        });
        chart.add("job", migration)?;
        Ok(())
    }
}
