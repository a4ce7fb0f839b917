//! `migrate`: a Job that brings the database to the application's version.

use oper8::prelude::*;
use oper8::serde_json::json;

use crate::manifests::environment;
use crate::webapp::WebApp;

/// One Job a version: a Job's template cannot change, so its name carries the version.
pub(crate) struct Migrate {
    version: String,
}

impl Migrate {
    pub(crate) fn new(webapp: &WebApp) -> Self {
        Self {
            version: webapp.spec.version.clone(),
        }
    }
}

impl Component for Migrate {
    fn name(&self) -> &str {
        "migrate"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let name = session.scoped_name(&format!("migrate-{}", name_part(&self.version)));
        let job = json!({
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": name},
            "spec": {
                "backoffLimit": 3,
                "template": {"spec": {
                    "restartPolicy": "Never",
                    "containers": [{
                        "name": "migrate",
                        "image": format!("example.org/webapp/migrate:{}", self.version),
                        "envFrom": environment(session),
                    }],
                }},
            },
        });
        chart.add("job", job)?;
        Ok(())
    }
}

/// A version as a part of a name: what a name cannot hold becomes a dash.
fn name_part(version: &str) -> String {
    let part: String = version
        .to_lowercase()
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    part.trim_matches('-').to_owned()
}
