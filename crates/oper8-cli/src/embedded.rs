//! The embedded cluster: an API server in this process, which kubectl can be pointed at.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use kube_client::Client;
use oper8_apiserver::{ApiServer, ServeOptions, Served, Simulator};
use tempfile::TempDir;

use oper8_reconcile::report;

use crate::failure::Failure;

/// How long a simulated workload takes to become ready.
const READY_AFTER: Duration = Duration::from_millis(200);

/// A running embedded cluster; it ends with this value.
pub(crate) struct Embedded {
    server: ApiServer,
    /// Over HTTP, for others; a dry run has no door.
    door: Option<(Served, TempDir)>,
}

impl Embedded {
    /// A cluster in memory only, whose workloads are ready at once.
    ///
    /// # Errors
    ///
    /// None, other than where this cluster is left out of the build.
    pub(crate) fn in_memory() -> Result<Self, Failure> {
        let server = ApiServer::builder()
            .simulator(Simulator::new(Duration::ZERO))
            .build();
        Ok(Self { server, door: None })
    }

    /// A cluster that listens on loopback, with a kubeconfig in a folder of its own: `made`, as soon as it is there.
    pub(crate) async fn serve(made: &OnceLock<PathBuf>) -> Result<Self, Failure> {
        let server = ApiServer::builder()
            .simulator(Simulator::new(READY_AFTER))
            .build();
        let served = server
            .serve(ServeOptions::default())
            .await
            .map_err(|error| {
                let error = report(&error);
                Failure::failed(format!("the embedded cluster did not start: {error}"))
            })?;
        let folder = tempfile::Builder::new()
            .prefix("oper8-")
            .tempdir()
            .map_err(|error| Failure::failed(format!("no temporary folder: {error}")))?;
        made.get_or_init(|| folder.path().to_owned());
        let path = folder.path().join("kubeconfig");
        served.write_kubeconfig(&path).map_err(|error| {
            Failure::failed(format!("could not write {}: {error}", path.display()))
        })?;
        Ok(Self {
            server,
            door: Some((served, folder)),
        })
    }

    /// A client in this process.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.server.service(), "default")
    }

    /// Where others find the cluster.
    pub(crate) fn banner(&self) -> Option<String> {
        let (served, folder) = self.door.as_ref()?;
        let path = folder.path().join("kubeconfig");
        Some(format!(
            "embedded cluster on http://{}\nKUBECONFIG={}",
            served.address(),
            path.display()
        ))
    }

    /// Ends the cluster.
    pub(crate) async fn shutdown(self) {
        if let Some((served, _folder)) = self.door {
            served.shutdown().await;
        }
    }
}
