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
use crate::programs::Programs;

/// A server that is up.
pub(crate) struct Provider {
    /// What is asked, for people.
    pub(crate) server: String,
    /// Its version, as `v1.36.3`.
    pub(crate) version: String,
    /// What cases may start beside it.
    pub(crate) programs: Programs,
    kind: Kind,
}

/// A way to a server.
pub(crate) struct Door {
    pub(crate) client: Client,
    /// The same for programs; a client in the same process has none.
    pub(crate) kubeconfig: Option<String>,
}

enum Kind {
    Embedded(Box<embedded::Embedded>),
    Real(Box<Real>),
}

struct Real {
    client: Client,
    kubeconfig: String,
    controllers: bool,
    workloads: bool,
    /// What was started for it, if anything.
    plane: Option<plane::Plane>,
}

/// Starts a server, or finds it.
pub(crate) async fn start(
    name: ProviderName,
    yes: bool,
    programs: Programs,
) -> anyhow::Result<Provider> {
    let (client, kubeconfig, plane) = match name {
        ProviderName::Embedded => {
            let embedded = embedded::Embedded::start().await?;
            return Ok(Provider {
                server: "the embedded server".to_owned(),
                version: String::new(),
                programs,
                kind: Kind::Embedded(Box::new(embedded)),
            });
        }
        ProviderName::Current => {
            let (client, kubeconfig) = current::client(yes).await?;
            (client, kubeconfig, None)
        }
        ProviderName::Envtest => started(false).await?,
        ProviderName::Kwok => started(true).await?,
    };
    real(client, kubeconfig, plane, programs).await
}

async fn started(workloads: bool) -> anyhow::Result<(Client, String, Option<plane::Plane>)> {
    let assets = assets::find(workloads)?;
    let plane = tokio::select! {
        plane = plane::Plane::start(&assets, workloads) => plane?,
        name = asked_to_stop() => anyhow::bail!("stopped by {name}"),
    };
    let kubeconfig = plane.kubeconfig.clone();
    Ok((client(&kubeconfig).await?, kubeconfig, Some(plane)))
}

/// A real server, with what runs beside it found out.
async fn real(
    client: Client,
    kubeconfig: String,
    plane: Option<plane::Plane>,
    programs: Programs,
) -> anyhow::Result<Provider> {
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
        programs,
        kind: Kind::Real(Box::new(Real {
            client,
            kubeconfig,
            controllers,
            workloads,
            plane,
        })),
    })
}

impl Provider {
    /// The ways in which the server is reached.
    pub(crate) fn doors(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Embedded(_) => &["https", "in process"],
            Kind::Real(_) => &["https"],
        }
    }

    /// Whether it is ours.
    pub(crate) fn is_embedded(&self) -> bool {
        matches!(self.kind, Kind::Embedded(_))
    }

    /// A way to the server for a case; `None` when what the case needs does not run.
    pub(crate) fn door(&self, name: &str, case: &Case) -> Option<Door> {
        match &self.kind {
            Kind::Embedded(embedded) => Some(embedded.door(name, case)),
            Kind::Real(real) => {
                let runs = |need: &Need| match need {
                    Need::Controllers => real.controllers,
                    Need::Workloads => real.workloads,
                };
                case.needs.iter().all(runs).then(|| Door {
                    client: real.client.clone(),
                    kubeconfig: Some(real.kubeconfig.clone()),
                })
            }
        }
    }

    /// Whether controllers put something into new namespaces after they were made.
    pub(crate) fn waits_for_namespaces(&self) -> bool {
        matches!(&self.kind, Kind::Real(real) if real.controllers)
    }

    /// The kubeconfig of a cluster that was started.
    pub(crate) fn kubeconfig_file(&self) -> Option<PathBuf> {
        match &self.kind {
            Kind::Real(real) => real.plane.as_ref().map(plane::Plane::kubeconfig_file),
            Kind::Embedded(_) => None,
        }
    }

    /// Stops what was started.
    pub(crate) async fn stop(self) {
        match self.kind {
            Kind::Embedded(embedded) => embedded.stop().await,
            Kind::Real(real) => {
                if let Some(plane) = real.plane {
                    plane.stop().await;
                }
            }
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
