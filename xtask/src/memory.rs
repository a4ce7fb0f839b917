//! How much memory an idle operator takes.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::shell::{cargo, note, output, root, run};

/// Options of `cargo xtask memory`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The kubeconfig of the cluster to watch; the example's custom resource definition must be installed there.
    #[arg(long, value_name = "FILE")]
    kubeconfig: PathBuf,
    /// How many seconds the operator idles before its memory is read.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// Builds the example for release, lets it watch its kind, and reports its present and its peak memory.
pub(crate) fn measure(args: &Args) -> anyhow::Result<()> {
    run(cargo(&["build", "--release", "-p", "webapp-operator"]))?;
    let mut operator = start(&binary()?, &args.kubeconfig)?;
    let figures = watch(&mut operator, args.seconds);
    // It only has to be gone; it may have ended by itself.
    let _ = operator.kill();
    let _ = operator.wait();
    for (name, kilobytes) in figures? {
        note(&format!("{name}: {:.1} MB", kilobytes as f64 / 1024.0))?;
    }
    Ok(())
}

fn binary() -> anyhow::Result<PathBuf> {
    let metadata = output(cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"]
        .as_str()
        .context("`cargo metadata` names no target directory")?;
    Ok(Path::new(target).join("release/webapp-operator"))
}

fn start(binary: &Path, kubeconfig: &Path) -> anyhow::Result<Child> {
    Command::new(binary)
        .arg("run")
        .arg("--kubeconfig")
        .arg(kubeconfig)
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .with_context(|| format!("could not start {}", binary.display()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing else runs in this process"
)]
fn watch(operator: &mut Child, seconds: u64) -> anyhow::Result<Vec<(&'static str, u64)>> {
    let stdout = operator
        .stdout
        .take()
        .context("the operator has no output")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    if !line.starts_with("watching") {
        bail!("the operator did not begin to watch");
    }
    std::thread::sleep(Duration::from_secs(seconds));
    let path = format!("/proc/{}/status", operator.id());
    let status = std::fs::read_to_string(&path)
        .with_context(|| format!("could not read {path}; is this Linux, and does it still run?"))?;
    let figure = |field: &str| -> anyhow::Result<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let text = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
        let text = text.with_context(|| format!("{path} has no {field}"))?;
        Ok(text.trim().parse()?)
    };
    Ok(vec![
        ("resident", figure("VmRSS:")?),
        ("peak", figure("VmHWM:")?),
    ])
}
