//! `render`: the manifests of a custom resource's components, without a cluster.

use std::sync::Arc;

use oper8_config::Config;
use oper8_deploy_manager::{DeploySettings, KubeDeployManager};
use oper8_reconcile::ReconcileManager;

use crate::args::Render;
use crate::embedded::Embedded;
use crate::failure::Failure;
use crate::input;
use crate::operator::{Operator, print};
use crate::run::yaml;

/// Prints the manifests as YAML documents, component by component.
pub(crate) async fn render(
    operator: &Operator,
    args: Render,
    settings: Arc<Config>,
) -> Result<(), Failure> {
    let mut cr = input::custom_resource(&args.cr)?;
    let controller = operator.controller_of(&cr)?;
    if cr["metadata"]["namespace"].is_null() {
        cr["metadata"]["namespace"] = oper8_reconcile::DEFAULT_NAMESPACE.into();
    }
    // Components may read the cluster while they render: here they find it empty.
    let cluster = Embedded::in_memory()?;
    let deploy_manager =
        KubeDeployManager::new(cluster.client(), &DeploySettings::from(&*settings));
    let manager = ReconcileManager::new(deploy_manager, settings);
    let rendered = manager
        .render(controller, cr)
        .await
        .map_err(|error| Failure::failed(error.report()))?;
    let mut found = false;
    for component in &rendered {
        if args
            .component
            .as_deref()
            .is_some_and(|name| name != component.component())
        {
            continue;
        }
        found = true;
        for object in component.objects() {
            let yaml = yaml(object.manifest())?;
            print(&format!("---\n# {}\n{yaml}", object.internal_name()))?;
        }
    }
    match args.component {
        Some(name) if !found => {
            let names: Vec<&str> = rendered.iter().map(|one| one.component()).collect();
            Err(Failure::usage(format!(
                "there is no component {name} in this rollout; it has {}",
                names.join(", ")
            )))
        }
        _ => Ok(()),
    }
}
