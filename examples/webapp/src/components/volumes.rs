//! `volumes`: what stays behind when a WebApp is deleted, unless somebody removes it.

use oper8::prelude::*;
use oper8::serde_json::json;

/// The claim that the database's StatefulSet made for its only pod.
pub(crate) struct Volumes;

impl Component for Volumes {
    fn name(&self) -> &str {
        "volumes"
    }

    async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
        let name = format!("data-{}-0", session.scoped_name("database"));
        let claim = json!({
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": name},
        });
        chart.add("data", claim)?;
        Ok(())
    }
}
