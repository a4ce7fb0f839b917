//! The suites of the workspace that also run on a real cluster.

use std::process::Command;

use anyhow::Context as _;

use crate::cargo::cargo;
use crate::providers::Provider;

/// Runs them on the cluster that was started; whether they pass.
pub(crate) async fn run(provider: &Provider) -> anyhow::Result<bool> {
    let kubeconfig = provider
        .kubeconfig_file()
        .context("--with-real is for a cluster that the suite starts: --provider kwok")?;
    let mut cargo = cargo();
    cargo
        .args(["xtask", "real"])
        .env("OPER8_TEST_KUBECONFIG", kubeconfig)
        .process_group(0);
    let mut child = cargo.spawn().context("could not start cargo")?;
    let group = Group(child.id());
    let status = child.wait().await?;
    // It has ended by itself.
    std::mem::forget(group);
    Ok(status.success())
}

/// A process and all that it started, which end when nobody waits for them any more.
struct Group(Option<u32>);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // Who is gone already needs no signal.
            let group = format!("-{leader}");
            let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        }
    }
}
