//! Applies, reads, watches and removes objects of a Kubernetes cluster.
//!
//! [`DeployManager`] is the one door through which the rest of the framework reaches a cluster, and
//! [`KubeDeployManager`] its one implementation: over the client of a real cluster, or over one that talks to a server
//! in the same process, so that a dry run exercises what production runs. [`AnyDeployManager`] hides which.
//!
//! Start with [`DeployManager::apply`]; [`ApplyOptions`] tells how a manifest reaches the cluster.

mod error;
mod identity;
mod manager;
mod manifest;
mod options;
mod owner;
mod passthrough;
mod reader;
mod replace;
mod secret;
mod settings;

#[cfg(feature = "kube")]
mod kube;

pub use error::{ApiStatus, DeployError, FieldConflict, Result, StatusCause};
pub use identity::{ObjectKey, Query};
#[cfg(feature = "kube")]
pub use kube::{KubeDeployManager, manifest_diff};
pub use manager::{AnnotationUpdate, AnyDeployManager, DeployManager, WatchEvent, WatchStream};
pub use manifest::{LAST_APPLIED, clean_manifest, strip_last_applied};
pub use oper8_patch::Difference;
pub use options::{Applied, ApplyOptions, Change, ConflictPolicy, DeployMethod, OwnerReferences};
pub use owner::Owner;
pub use passthrough::retain_annotations;
pub use reader::{AnyReader, Reader};
pub use replace::{modified_lists, modified_value_from, requires_replace};
pub use secret::redact_secret;
pub use settings::DeploySettings;

/// The field manager under which whole manifests are applied, and nothing else is written.
pub const FIELD_MANAGER: &str = "oper8";
