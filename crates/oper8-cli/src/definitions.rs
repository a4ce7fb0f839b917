//! `crd`: the custom resource definitions, printed or installed.

use kube_client::Client;
use oper8_reconcile::crd;

use crate::args::Crd;
use crate::cluster::connect;
use crate::failure::Failure;
use crate::operator::{Operator, print};

/// Prints the definitions as YAML documents, or installs them.
pub(crate) async fn run(operator: &Operator, args: Crd) -> Result<(), Failure> {
    if args.install {
        let client = connect(&args.cluster).await?;
        for name in install(operator, &client).await? {
            print(&format!("custom resource definition {name} installed\n"))?;
        }
        return Ok(());
    }
    for definition in &operator.definitions {
        let yaml = serde_saphyr::to_string(definition)
            .map_err(|error| Failure::failed(format!("could not write YAML: {error}")))?;
        print(&format!("---\n{yaml}"))?;
    }
    Ok(())
}

/// Installs the definitions and waits until the cluster serves them; returns their names.
pub(crate) async fn install(operator: &Operator, client: &Client) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for definition in &operator.definitions {
        let name = definition["metadata"]["name"].as_str().unwrap_or_default();
        crd::install(client.clone(), definition)
            .await
            .map_err(|error| {
                let error = error.report();
                Failure::failed(format!(
                    "could not install the custom resource definition {name}: {error}"
                ))
            })?;
        names.push(name.to_owned());
    }
    Ok(names)
}
