//! The servers that the suite can ask.

mod assets;
mod build;
mod current;
mod embedded;
mod kind;
mod plane;

use std::path::PathBuf;

use anyhow::Context as _;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config};

use crate::ask::Asker;
use crate::case::{Case, Need};
use crate::cli::ProviderName;
use crate::operator::{self, Life};
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

/// What cases find on a server, and may leave there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ground {
    /// Controllers put something into new namespaces after they were made.
    pub(crate) fills_namespaces: bool,
    /// Nobody uses the server after the run.
    pub(crate) ends_with_the_run: bool,
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
    started: Option<Started>,
}

/// What was started for a run, and ends with it.
enum Started {
    Plane(plane::Plane),
    Kind(kind::KindCluster),
}

/// Starts a server, or finds it; `lives` are those whose images a cluster of containers needs.
pub(crate) async fn start(
    name: ProviderName,
    yes: bool,
    programs: Programs,
    lives: &[Life],
) -> anyhow::Result<Provider> {
    match name {
        ProviderName::Embedded => {
            let embedded = embedded::Embedded::start().await?;
            Ok(Provider {
                server: "the embedded server".to_owned(),
                version: String::new(),
                programs,
                kind: Kind::Embedded(Box::new(embedded)),
            })
        }
        ProviderName::Current => {
            let (client, kubeconfig) = current::client(yes).await?;
            real(client, kubeconfig, programs).await
        }
        ProviderName::Envtest => plane(false, programs).await,
        ProviderName::Kwok => plane(true, programs).await,
        ProviderName::Kind => in_containers(programs, lives).await,
    }
}

/// The folder of the programs that a provider starts; where none was named, of those that kwok does: all there are.
pub(crate) async fn programs_of(name: ProviderName) -> anyhow::Result<PathBuf> {
    let workloads = match name {
        ProviderName::Envtest => false,
        ProviderName::Kwok | ProviderName::Embedded => true,
        ProviderName::Kind | ProviderName::Current => {
            anyhow::bail!(
                "--assets is for --provider kwok, the default, and envtest: they start programs"
            )
        }
    };
    Ok(assets::find(workloads).await?.folder())
}

async fn plane(workloads: bool, programs: Programs) -> anyhow::Result<Provider> {
    let start = async {
        let assets = assets::find(workloads).await?;
        plane::Plane::start(&assets, workloads).await
    };
    let plane = tokio::select! {
        plane = start => plane?,
        name = asked_to_stop() => anyhow::bail!("stopped by {name}"),
    };
    let kubeconfig = plane.kubeconfig.clone();
    let provider = real(client(&kubeconfig).await?, kubeconfig, programs).await?;
    Ok(provider.with(Started::Plane(plane)))
}

/// A cluster of kind, deleted again when it does not come up or is not wanted any more.
async fn in_containers(programs: Programs, lives: &[Life]) -> anyhow::Result<Provider> {
    let cluster = kind::KindCluster::new().await?;
    let up = async {
        cluster.start(lives).await?;
        let kubeconfig = std::fs::read_to_string(cluster.kubeconfig_file())?;
        real(client(&kubeconfig).await?, kubeconfig, programs).await
    };
    let up = tokio::select! {
        up = up => up,
        name = asked_to_stop() => Err(anyhow::anyhow!("stopped by {name}")),
    };
    match up {
        Ok(provider) => Ok(provider.with(Started::Kind(cluster))),
        Err(error) => match cluster.delete().await {
            Ok(()) => Err(error),
            Err(left) => Err(anyhow::anyhow!("{error:#}; and {left:#}")),
        },
    }
}

/// A real server, with what runs beside it found out.
async fn real(client: Client, kubeconfig: String, programs: Programs) -> anyhow::Result<Provider> {
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
    // Elsewhere the images that the cases name would be pulled, and are nowhere.
    let simulated =
        nodes.body["items"][0]["metadata"]["annotations"]["kwok.x-k8s.io/node"].is_string();
    let workloads = controllers && simulated;
    Ok(Provider {
        server: format!("Kubernetes {version}"),
        version,
        programs,
        kind: Kind::Real(Box::new(Real {
            client,
            kubeconfig,
            controllers,
            workloads,
            started: None,
        })),
    })
}

impl Provider {
    /// Takes over what was started for it.
    fn with(mut self, started: Started) -> Self {
        if let Kind::Real(real) = &mut self.kind {
            real.started = Some(started);
        }
        self
    }

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

    /// A way to the server for an operator, which needs workloads that run.
    pub(crate) fn operators_door(&self) -> anyhow::Result<Door> {
        match &self.kind {
            Kind::Embedded(embedded) => Ok(embedded.operators_door()),
            Kind::Real(real) if real.workloads => Ok(Door {
                client: real.client.clone(),
                kubeconfig: Some(real.kubeconfig.clone()),
            }),
            Kind::Real(_) => {
                anyhow::bail!("no workloads run on this server: choose another --provider")
            }
        }
    }

    pub(crate) fn ground(&self) -> Ground {
        match &self.kind {
            Kind::Embedded(_) => Ground::default(),
            Kind::Real(real) => Ground {
                fills_namespaces: real.controllers,
                ends_with_the_run: real.started.is_some(),
            },
        }
    }

    /// The kubeconfig of a cluster that was started.
    pub(crate) fn kubeconfig_file(&self) -> Option<PathBuf> {
        let Kind::Real(real) = &self.kind else {
            return None;
        };
        Some(match real.started.as_ref()? {
            Started::Plane(plane) => plane.kubeconfig_file(),
            Started::Kind(cluster) => cluster.kubeconfig_file(),
        })
    }

    /// Where containers run: installs the operators, and lets each live.
    pub(crate) async fn try_operators(&self, lives: &[Life]) -> anyhow::Result<()> {
        let Kind::Real(real) = &self.kind else {
            return Ok(());
        };
        let Some(Started::Kind(cluster)) = &real.started else {
            return Ok(());
        };
        let file = cluster.kubeconfig_file();
        for life in lives {
            let lived = async {
                kind::install(&file, life).await?;
                operator::live(real.client.clone(), real.kubeconfig.clone(), life).await
            };
            if let Err(error) = lived.await {
                kind::show_log(&file, life).await;
                return Err(error.context(life.program()));
            }
        }
        Ok(())
    }

    /// Stops what was started.
    ///
    /// # Errors
    ///
    /// Something is left behind.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        match self.kind {
            Kind::Embedded(embedded) => embedded.stop().await,
            Kind::Real(real) => match real.started {
                Some(Started::Plane(plane)) => plane.stop().await,
                Some(Started::Kind(cluster)) => cluster.delete().await?,
                None => {}
            },
        }
        Ok(())
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
    let mut config =
        Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await?;
    // An answer is an answer: the suite compares also those that a client would rather not have.
    config.default_retry = false;
    Ok(Client::try_from(config)?)
}
