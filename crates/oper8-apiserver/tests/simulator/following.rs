//! Waiting until the control plane has followed what was written.

use std::time::Duration;

use kube_client::api::DeleteParams;
use oper8_apiserver::{ApiServer, Simulator};

use crate::support::{self, Cluster};
use crate::workloads::deployment;

#[tokio::test]
async fn one_can_wait_until_the_control_plane_has_followed_every_write() {
    let simulator = Simulator::new(Duration::ZERO);
    let cluster = Cluster::build(ApiServer::builder().simulator(simulator));
    let web = cluster.create(deployment(2)).await;
    cluster.server.caught_up().await;
    let ready = cluster.get(&web).await.unwrap()["status"]["readyReplicas"].clone();
    assert_eq!(ready, 2);
    let owned = support::owned(support::config_map("child"), &[&web]);
    let child = cluster.create(owned).await;
    cluster.delete(&web, DeleteParams::default()).await;
    cluster.server.caught_up().await;
    assert!(!cluster.is_there(&child).await);
}

#[tokio::test]
async fn a_cluster_without_a_control_plane_has_nothing_to_wait_for() {
    let cluster = Cluster::build(ApiServer::builder().controllers(false));
    cluster.create(deployment(1)).await;
    cluster.server.caught_up().await;
    cluster.server.stop();
    cluster.server.caught_up().await;
}
