//! The message of the Ready condition.

use crate::support::Cluster;

pub(crate) async fn ready_message(cluster: &Cluster) -> String {
    let cr = cluster.cr().await;
    cr["status"]["conditions"][0]["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
