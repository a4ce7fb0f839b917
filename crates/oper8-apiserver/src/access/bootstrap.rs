//! The roles and bindings that every cluster with RBAC has from the start, as a real server makes them.

use serde_json::Value;

use crate::bootstrap::SERVER;
use crate::cluster::Cluster;
use crate::controllers::aggregate;
use crate::handlers::Write;

/// One object a line: what a real server shows after its first start, without what it sets itself.
const OBJECTS: &str = include_str!("bootstrap.jsonl");

/// Makes the roles and bindings.
pub(crate) fn create(cluster: &Cluster) {
    let catalog = cluster.registry.catalog();
    for line in OBJECTS.lines() {
        let object: Value = match serde_json::from_str(line) {
            Ok(object) => object,
            Err(error) => {
                tracing::error!(%error, line, "a recorded role cannot be read");
                continue;
            }
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (api_version, kind) = (text(&object["apiVersion"]), text(&object["kind"]));
        let Some(resource) = catalog.find_kind(&api_version, &kind) else {
            continue;
        };
        let namespace = text(&object["metadata"]["namespace"]);
        let write = Write::internal(resource, &namespace, SERVER);
        // A state that was restored may have them.
        if let Err(status) = cluster.create(&write, object)
            && !status.is_already_exists()
        {
            tracing::error!(message = status.message, "a recorded role cannot be made");
        }
    }
    if cluster.settings.controllers {
        aggregate(cluster);
    }
}
