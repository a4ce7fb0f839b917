//! The operator's program: built, started, and stopped.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::files;

/// How long the operator may take to start, and to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// The example's program.
pub(super) struct Binary(PathBuf);

/// An operator that serves a namespace.
pub(super) struct Operator(Child);

/// Builds the example.
pub(super) async fn build() -> anyhow::Result<Binary> {
    let output = Command::new("cargo")
        .args([
            "build",
            "--quiet",
            "--workspace",
            "--bin",
            "webapp-operator",
        ])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(files::root().join("../.."))
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .output()
        .await
        .context("could not start cargo")?;
    if !output.status.success() {
        bail!("the example webapp does not build");
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let path = text.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let path = message["executable"].as_str()?;
        path.ends_with("webapp-operator").then(|| path.into())
    });
    Ok(Binary(path.context("cargo built no webapp-operator")?))
}

impl Binary {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.0);
        command.args(args).env_clear().kill_on_drop(true);
        command
    }

    /// Installs the definitions of the operator's kinds.
    pub(super) async fn install(&self, kubeconfig: &Path) -> anyhow::Result<()> {
        let kubeconfig = kubeconfig.to_string_lossy();
        let mut command = self.command(&["crd", "--install", "--kubeconfig", &kubeconfig]);
        let output = command
            .output()
            .await
            .context("could not start the operator")?;
        if !output.status.success() {
            bail!("crd --install: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Starts the operator for a namespace, and waits until it watches.
    pub(super) async fn serve(
        &self,
        kubeconfig: &Path,
        namespace: &str,
    ) -> anyhow::Result<Operator> {
        let kubeconfig = kubeconfig.to_string_lossy();
        let args = [
            "run",
            "--kubeconfig",
            &kubeconfig,
            "--watch_namespace",
            namespace,
        ];
        let mut child = self
            .command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("could not start the operator")?;
        let stdout = child.stdout.take().context("the operator has no output")?;
        let mut lines = BufReader::new(stdout).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await??;
        if line.is_none_or(|line| !line.starts_with("watching")) {
            bail!("the operator does not watch");
        }
        Ok(Operator(child))
    }
}

impl Operator {
    /// Asks the operator to stop; it has to do so without an error.
    pub(super) async fn stop(mut self) -> anyhow::Result<()> {
        let pid = self
            .0
            .id()
            .context("the operator ended by itself")?
            .to_string();
        Command::new("kill").args(["-TERM", &pid]).status().await?;
        let status = tokio::time::timeout(PATIENCE, self.0.wait()).await??;
        if !status.success() {
            bail!("the operator ended with {status}");
        }
        Ok(())
    }
}
