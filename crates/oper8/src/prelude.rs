//! What an operator's author needs in almost every file.

#[cfg(feature = "kube")]
pub use kube_derive::{CustomResource, KubeSchema};
#[cfg(feature = "cli")]
pub use oper8_cli::Operator;
#[cfg(feature = "kube")]
pub use oper8_deploy_manager::DeployManager;
#[cfg(feature = "kube")]
pub use oper8_reconcile::{
    Chart, Completion, Component, Components, Controller, Error, Handle, Rendered, Requeue,
    ResourceOptions, Result, Session, ensure_cluster, ensure_config, ensure_precondition,
    ensure_verified,
    verify::{VerifyOptions, VerifyRules},
};
