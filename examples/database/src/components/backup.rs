//! `backup`: a CronJob, where the Database wants one; `last-backup`: a Job, when it is deleted.

use std::time::Duration;

use oper8::prelude::*;
use oper8::serde_json::{Value, json};

use crate::database::BackupSpec;
use crate::manifests::{image, job};

/// Backups by the clock. The default is what a disabled one needs: nothing but its name.
#[derive(Default)]
pub(crate) struct Backup {
    version: String,
    wanted: BackupSpec,
}

impl Backup {
    pub(crate) fn new(version: &str, wanted: &BackupSpec) -> Self {
        Self {
            version: version.to_owned(),
            wanted: wanted.clone(),
        }
    }

    fn job(&self, session: &Session) -> Result<Value> {
        let image = image(session, "backup", &self.version)?;
        let args = [
            format!("--target={}", self.wanted.target),
            format!("--keep={}", self.wanted.keep),
        ];
        Ok(job(session, &image, &args))
    }
}

impl Component for Backup {
    fn name(&self) -> &str {
        "backup"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let backups = json!({
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": {"name": session.scoped_name("backup")},
            "spec": {
                "schedule": self.wanted.schedule,
                "timeZone": "Etc/UTC",
                "concurrencyPolicy": "Forbid",
                "jobTemplate": {"spec": self.job(session)?},
            },
        });
        chart.add("schedule", backups)?;
        Ok(())
    }
}

/// One more backup, which a Database that is deleted waits for.
pub(crate) struct LastBackup(pub(crate) Backup);

impl Component for LastBackup {
    fn name(&self) -> &str {
        "last-backup"
    }

    fn deadline(&self) -> Option<Duration> {
        Some(Duration::from_secs(60 * 60))
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let backup = json!({
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": session.scoped_name("last-backup")},
            "spec": self.0.job(session)?,
        });
        chart.add("job", backup)?;
        Ok(())
    }
}
