//! The cluster to work on: a real one, or the embedded one.

use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config};

use crate::args::ClusterArgs;
use oper8_reconcile::report;

use crate::failure::Failure;

/// A client for the cluster that kubeconfig and context name, as kubectl finds it.
///
/// # Errors
///
/// Says which file or context is wrong, or that there is none and what to give.
pub(crate) async fn connect(args: &ClusterArgs) -> Result<Client, Failure> {
    let options = KubeConfigOptions {
        context: args.context.clone(),
        ..KubeConfigOptions::default()
    };
    let config = match &args.kubeconfig {
        Some(path) => {
            let named = |error| {
                let error = report(&error);
                Failure::usage(format!("{}: {error}", path.display()))
            };
            let kubeconfig = Kubeconfig::read_from(path).map_err(named)?;
            Config::from_custom_kubeconfig(kubeconfig, &options)
                .await
                .map_err(named)?
        }
        None => inferred(&options).await?,
    };
    Client::try_from(config).map_err(|error| Failure::usage(report(&error)))
}

/// The configuration that the environment tells: KUBECONFIG, else the user's file, else the pod's service account.
async fn inferred(options: &KubeConfigOptions) -> Result<Config, Failure> {
    if let Some(kubeconfig) = listed()? {
        return Config::from_custom_kubeconfig(kubeconfig, options)
            .await
            .map_err(|error| Failure::usage(format!("KUBECONFIG: {}", report(&error))));
    }
    if options.context.is_some() {
        return Config::from_kubeconfig(options)
            .await
            .map_err(|error| Failure::usage(report(&error)));
    }
    Config::infer().await.map_err(|error| {
        Failure::usage(format!(
            "no cluster is configured ({}); give --kubeconfig FILE, set KUBECONFIG, or use --embedded",
            report(&error)
        ))
    })
}

/// What the files in the list KUBECONFIG say together, those left out that are not there, as kubectl does; `None` where
/// none is there.
///
/// # Errors
///
/// Names the variable, and the file that cannot be read.
fn listed() -> Result<Option<Kubeconfig>, Failure> {
    let files = std::env::var_os("KUBECONFIG").unwrap_or_default();
    let files = std::env::split_paths(&files).filter(|path| path.exists());
    let mut together = None::<Kubeconfig>;
    for path in files {
        let failed = |error| {
            let (path, error) = (path.display(), report(&error));
            Failure::usage(format!("KUBECONFIG: {path}: {error}"))
        };
        let next = Kubeconfig::read_from(&path).map_err(failed)?;
        together = Some(match together {
            Some(before) => before.merge(next).map_err(failed)?,
            None => next,
        });
    }
    Ok(together)
}
