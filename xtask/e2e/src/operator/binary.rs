//! The operators' programs: built, started, and stopped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use super::life::Life;
use crate::cargo::cargo;
use crate::files;

/// How long an operator may take to start, and to stop.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of its log is shown when it fails.
const LAST_LINES: usize = 4;

/// The examples' programs, by name.
pub(super) struct Binaries(BTreeMap<String, PathBuf>);

/// An operator that serves a namespace.
pub(super) struct Operator {
    process: Child,
    log: PathBuf,
}

impl Binaries {
    /// Builds the programs of the examples.
    pub(super) async fn build(lives: &[Life]) -> anyhow::Result<Self> {
        let mut command = cargo();
        command.args(["build", "--workspace", "--all-features"]);
        for life in lives {
            command.args(["--bin", &life.program()]);
        }
        let output = command
            .args(["--message-format", "json-render-diagnostics"])
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .output()
            .await
            .context("could not start cargo")?;
        if !output.status.success() {
            bail!("the examples do not build");
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let built = text.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            let path = PathBuf::from(message["executable"].as_str()?);
            Some((files::stem(&path), path))
        });
        Ok(Self(built.collect()))
    }

    fn command(&self, life: &Life, args: &[&str]) -> anyhow::Result<Command> {
        let name = life.program();
        let path = self.0.get(&name);
        let mut command = Command::new(path.with_context(|| format!("cargo built no {name}"))?);
        command.args(args).env_clear().kill_on_drop(true);
        Ok(command)
    }

    /// Installs the definitions of an operator's kinds.
    pub(super) async fn install(&self, life: &Life, kubeconfig: &Path) -> anyhow::Result<()> {
        let kubeconfig = kubeconfig.to_string_lossy();
        let mut command = self.command(life, &["crd", "--install", "--kubeconfig", &kubeconfig])?;
        let output = command
            .output()
            .await
            .context("could not start the operator")?;
        if !output.status.success() {
            bail!("crd --install: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    /// Starts an operator for a namespace, and waits until it watches.
    pub(super) async fn serve(
        &self,
        life: &Life,
        kubeconfig: &Path,
        namespace: &str,
    ) -> anyhow::Result<Operator> {
        let log = kubeconfig.with_extension("log");
        let kubeconfig = kubeconfig.to_string_lossy();
        let args = [
            "run",
            "--kubeconfig",
            &kubeconfig,
            "--watch_namespace",
            namespace,
        ];
        let mut process = self
            .command(life, &args)?
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log)?)
            .spawn()
            .context("could not start the operator")?;
        let stdout = process.stdout.take();
        let stdout = stdout.context("the operator has no output")?;
        let mut lines = BufReader::new(stdout).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await??;
        let operator = Operator { process, log };
        if line.is_none_or(|line| !line.starts_with("watching")) {
            bail!("the operator does not watch\n{}", operator.last_words());
        }
        Ok(operator)
    }
}

impl Operator {
    /// Asks the operator to stop; it has to do so without an error, and must not have asked for what its role does not let it.
    pub(super) async fn stop(mut self) -> anyhow::Result<()> {
        let pid = self.process.id();
        let pid = pid.context("the operator ended by itself")?.to_string();
        Command::new("kill").args(["-TERM", &pid]).status().await?;
        let status = tokio::time::timeout(PATIENCE, self.process.wait()).await??;
        if !status.success() {
            bail!("the operator ended with {status}\n{}", self.last_words());
        }
        let log = std::fs::read_to_string(&self.log)?;
        match log.lines().find(|line| line.contains("forbidden")) {
            Some(line) => bail!("the operator's role is not enough: {line}"),
            None => Ok(()),
        }
    }

    /// An error of the life, with what the operator said last.
    pub(super) fn explained(&self, error: &anyhow::Error) -> anyhow::Error {
        anyhow::anyhow!(
            "{error:#}\n  the end of the operator's log:\n{}",
            self.last_words()
        )
    }

    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let start = lines.len().saturating_sub(LAST_LINES);
        lines.get(start..).unwrap_or_default().join("\n")
    }
}
