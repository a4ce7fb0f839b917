//! The embedded server: over HTTPS and in process, with and without simulated workloads.

use std::time::Duration;

use anyhow::Context as _;
use kube_client::Client;
use oper8_apiserver::{ApiServer, ServeOptions, Served, Simulator};

use super::Door;
use crate::case::{Case, Need};

/// Two servers, so that nothing changes a Deployment of a case that is not about workloads.
pub(super) struct Embedded {
    still: Doors,
    simulated: Doors,
}

struct Doors {
    server: ApiServer,
    served: Served,
    https: Client,
    in_process: Client,
}

impl Embedded {
    /// Starts both.
    pub(super) async fn start() -> anyhow::Result<Self> {
        Ok(Self {
            still: Doors::open(ApiServer::builder().rbac(true).build()).await?,
            simulated: Doors::open(
                ApiServer::builder()
                    .rbac(true)
                    .simulator(Simulator::new(Duration::ZERO))
                    .build(),
            )
            .await?,
        })
    }

    /// A way to the server that fits a case.
    pub(super) fn door(&self, name: &str, case: &Case) -> Door {
        let doors = match case.needs.contains(&Need::Workloads) {
            true => &self.simulated,
            false => &self.still,
        };
        if name == "https" {
            Door {
                client: doors.https.clone(),
                kubeconfig: Some(doors.served.kubeconfig()),
            }
        } else {
            Door {
                client: doors.in_process.clone(),
                kubeconfig: None,
            }
        }
    }

    /// The way to the server whose workloads run, for a program.
    pub(super) fn operators_door(&self) -> Door {
        Door {
            client: self.simulated.https.clone(),
            kubeconfig: Some(self.simulated.served.kubeconfig()),
        }
    }

    /// Stops both.
    pub(super) async fn stop(self) {
        for doors in [self.still, self.simulated] {
            doors.server.stop();
            doors.served.shutdown().await;
        }
    }
}

impl Doors {
    async fn open(server: ApiServer) -> anyhow::Result<Self> {
        let served = server
            .serve(ServeOptions::default().tls())
            .await
            .context("could not serve the embedded server")?;
        Ok(Self {
            https: super::client(&served.kubeconfig()).await?,
            in_process: Client::new(server.service(), "default"),
            served,
            server,
        })
    }
}
