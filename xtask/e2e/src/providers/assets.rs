//! The programs of a control plane: where they are, or how they come to be.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::build;

/// The programs that every control plane has.
const PLAIN: &[&str] = &["etcd", "kube-apiserver"];

/// What workloads need beside those.
const WITH_WORKLOADS: &[&str] = &[
    "kube-controller-manager",
    "kube-scheduler",
    "kwok",
    "stages.yaml",
];

/// The folder of programs.
#[derive(Clone, Debug)]
pub(super) struct Assets(PathBuf);

impl Assets {
    pub(super) fn folder(self) -> PathBuf {
        self.0
    }

    /// A program of it, or a file.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

/// The folder that KUBEBUILDER_ASSETS names, with everything that is needed in it; where it names none, the programs are
/// built, once.
pub(super) async fn find(workloads: bool) -> anyhow::Result<Assets> {
    let named = std::env::var_os("KUBEBUILDER_ASSETS").filter(|folder| !folder.is_empty());
    let Some(folder) = named else {
        return Ok(Assets(build::folder(workloads).await?));
    };
    let assets = Assets(Path::new(&folder).to_path_buf());
    let wanted = PLAIN
        .iter()
        .chain(if workloads { WITH_WORKLOADS } else { &[] });
    let missing: Vec<&str> = wanted
        .copied()
        .filter(|name| !assets.path(name).exists())
        .collect();
    if !missing.is_empty() {
        bail!(
            "{} (KUBEBUILDER_ASSETS) has no {}; unset it to have them built",
            assets.0.display(),
            missing.join(", no ")
        );
    }
    Ok(assets)
}
