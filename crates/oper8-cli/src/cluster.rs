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
        None if args.context.is_some() => Config::from_kubeconfig(&options)
            .await
            .map_err(|error| Failure::usage(report(&error)))?,
        None => Config::infer().await.map_err(|error| {
            Failure::usage(format!(
                "no cluster is configured ({}); give --kubeconfig FILE, set KUBECONFIG, or use --embedded",
                report(&error)
            ))
        })?,
    };
    Client::try_from(config).map_err(|error| Failure::usage(report(&error)))
}
