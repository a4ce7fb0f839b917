//! The servers that the suite can ask.

mod assets;
mod current;
mod embedded;
mod plane;

use std::path::PathBuf;

use anyhow::Context as _;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config};

use crate::ask::Asker;
use crate::case::{Case, Need};
use crate::cli::ProviderName;

/// A server that is up.
pub(crate) struct Provider {
    /// What is asked, for people.
    pub(crate) server: String,
    /// Its version, as `v1.36.3`.
    pub(crate) version: String,
    kind: Kind,
}

enum Kind {
    Embedded(Box<embedded::Embedded>),
    Real {
        client: Client,
        controllers: bool,
        workloads: bool,
        /// What was started for it, if anything.
        plane: Option<plane::Plane>,
    },
}

/// Starts a server, or finds it.
pub(crate) async fn start(name: ProviderName, yes: bool) -> anyhow::Result<Provider> {
    let (client, plane) = match name {
        ProviderName::Embedded => {
            let embedded = embedded::Embedded::start().await?;
            return Ok(Provider {
                server: "the embedded server".to_owned(),
                version: String::new(),
                kind: Kind::Embedded(Box::new(embedded)),
            });
        }
        ProviderName::Current => (current::client(yes).await?, None),
        ProviderName::Envtest => started(false).await?,
        ProviderName::Kwok => started(true).await?,
    };
    real(client, plane).await
}

async fn started(workloads: bool) -> anyhow::Result<(Client, Option<plane::Plane>)> {
    let assets = assets::find(workloads)?;
    let plane = tokio::select! {
        plane = plane::Plane::start(&assets, workloads) => plane?,
        name = asked_to_stop() => anyhow::bail!("stopped by {name}"),
    };
    Ok((client(&plane.kubeconfig).await?, Some(plane)))
}

/// A real server, with what runs beside it found out.
async fn real(client: Client, plane: Option<plane::Plane>) -> anyhow::Result<Provider> {
    let asker = Asker::new(client.clone(), String::new());
    let version = asker.ask_plain("GET", "/version", None).await?;
    let version = version.body["gitVersion"]
        .as_str()
        .context("/version has no gitVersion")?
        .to_owned();
    let account = "/api/v1/namespaces/default/serviceaccounts/default";
    let controllers = asker.ask_plain("GET", account, None).await?.code == 200;
    let nodes = asker
        .ask_plain("GET", "/api/v1/nodes?limit=1", None)
        .await?;
    let workloads = controllers
        && nodes.body["items"]
            .as_array()
            .is_some_and(|nodes| !nodes.is_empty());
    Ok(Provider {
        server: format!("Kubernetes {version}"),
        version,
        kind: Kind::Real {
            client,
            controllers,
            workloads,
            plane,
        },
    })
}

impl Provider {
    /// The ways in which the server is reached.
    pub(crate) fn doors(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Embedded(_) => &["https", "in process"],
            Kind::Real { .. } => &["https"],
        }
    }

    /// Whether it is ours.
    pub(crate) fn is_embedded(&self) -> bool {
        matches!(self.kind, Kind::Embedded(_))
    }

    /// A client for a case; `None` when what the case needs does not run.
    pub(crate) fn client(&self, door: &str, case: &Case) -> Option<Client> {
        match &self.kind {
            Kind::Embedded(embedded) => Some(embedded.client(door, case)),
            Kind::Real {
                client,
                controllers,
                workloads,
                ..
            } => {
                let runs = |need: &Need| match need {
                    Need::Controllers => *controllers,
                    Need::Workloads => *workloads,
                };
                case.needs.iter().all(runs).then(|| client.clone())
            }
        }
    }

    /// Whether controllers put something into new namespaces after they were made.
    pub(crate) fn waits_for_namespaces(&self) -> bool {
        matches!(
            self.kind,
            Kind::Real {
                controllers: true,
                ..
            }
        )
    }

    /// The kubeconfig of a cluster that was started.
    pub(crate) fn kubeconfig_file(&self) -> Option<PathBuf> {
        match &self.kind {
            Kind::Real {
                plane: Some(plane), ..
            } => Some(plane.kubeconfig_file()),
            Kind::Real { plane: None, .. } | Kind::Embedded(_) => None,
        }
    }

    /// Stops what was started.
    pub(crate) async fn stop(self) {
        match self.kind {
            Kind::Embedded(embedded) => embedded.stop().await,
            Kind::Real {
                plane: Some(plane), ..
            } => plane.stop().await,
            Kind::Real { plane: None, .. } => {}
        }
    }
}

/// Waits for Ctrl-C or SIGTERM; says which it was.
pub(crate) async fn asked_to_stop() -> &'static str {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => "SIGTERM",
        _ = tokio::signal::ctrl_c() => "Ctrl-C",
    }
}

/// A client by a kubeconfig.
async fn client(kubeconfig: &str) -> anyhow::Result<Client> {
    let kubeconfig = Kubeconfig::from_yaml(kubeconfig)?;
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await?;
    Ok(Client::try_from(config)?)
}
