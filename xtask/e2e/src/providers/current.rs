//! The cluster of the current context of the kubeconfig, which is asked about first.

use std::io::{IsTerminal as _, Write as _};

use anyhow::{Context as _, bail};
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Client, Config};

/// A client for the current context and the kubeconfig, when the person at the terminal agrees.
pub(super) async fn client(yes: bool) -> anyhow::Result<(Client, String)> {
    let kubeconfig =
        Kubeconfig::read().context("there is no kubeconfig (KUBECONFIG, or ~/.kube/config)")?;
    let context = kubeconfig.current_context.clone().unwrap_or_default();
    let text = serde_json::to_string(&kubeconfig)?;
    let mut config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default())
        .await
        .with_context(|| format!("the context {context:?} of the kubeconfig cannot be used"))?;
    if !yes {
        agree(&context, &config.cluster_url.to_string())?;
    }
    config.default_retry = false;
    Ok((Client::try_from(config)?, text))
}

fn agree(context: &str, url: &str) -> anyhow::Result<()> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        bail!(
            "the suite writes to the cluster of context {context:?} ({url}): add --yes to allow it where there is no terminal"
        );
    }
    let mut out = std::io::stderr();
    write!(
        out,
        "The suite makes namespaces, definitions and roles in the cluster of context {context:?} ({url}), and deletes them.\nGo on? [y/N] "
    )?;
    out.flush()?;
    let mut answer = String::new();
    stdin.read_line(&mut answer)?;
    if !matches!(answer.trim(), "y" | "Y" | "yes") {
        bail!("nothing was done");
    }
    Ok(())
}
