//! The conditions of the custom resource, in short.

use crate::support::Cluster;

/// Reason and message of a condition in the status of the custom resource.
pub(crate) async fn condition(cluster: &Cluster, kind: &str) -> (String, String) {
    let cr = cluster.cr().await;
    let conditions = cr["status"]["conditions"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let found = conditions
        .iter()
        .find(|condition| condition["type"] == kind)
        .cloned()
        .unwrap_or_default();
    let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
    (text("reason"), text("message"))
}

#[track_caller]
pub(crate) fn pair(reason: &str, message: &str) -> (String, String) {
    (reason.to_owned(), message.to_owned())
}

/// Of a resource whose first rollout has not come to its end.
pub(crate) const FIRST: (&str, &str) = ("Initializing", "Initial Rollout Started");
