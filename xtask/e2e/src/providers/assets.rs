//! The programs of a control plane: where they are.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// The folder of programs.
#[derive(Clone, Debug)]
pub(super) struct Assets(PathBuf);

impl Assets {
    /// A program of it, or a file.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

/// The folder that KUBEBUILDER_ASSETS names, with everything that is needed in it.
pub(super) fn find(workloads: bool) -> anyhow::Result<Assets> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the variable is what tools of this kind share"
    )]
    let folder = std::env::var("KUBEBUILDER_ASSETS")
        .ok()
        .context("set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver")?;
    let assets = Assets(Path::new(&folder).to_path_buf());
    let with_workloads: &[&str] = &[
        "kube-controller-manager",
        "kube-scheduler",
        "kwok",
        "stages.yaml",
    ];
    let wanted =
        ["etcd", "kube-apiserver"]
            .iter()
            .chain(if workloads { with_workloads } else { &[] });
    let missing: Vec<&str> = wanted
        .copied()
        .filter(|name| !assets.path(name).exists())
        .collect();
    if !missing.is_empty() {
        bail!(
            "{folder} (KUBEBUILDER_ASSETS) has no {}",
            missing.join(", no ")
        );
    }
    Ok(assets)
}
