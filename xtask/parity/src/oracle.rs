//! Asks the reference: makes its environment, and talks to `oracle/oracle.py`, one JSON document a line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::files;
use crate::vector::Vector;

/// The release that is compared with.
const REFERENCE: &str = "oper8==0.1.40";

/// A Python with the reference installed.
pub(crate) struct Oracle {
    python: PathBuf,
}

impl Oracle {
    /// Takes the Python at `given`, or makes an environment in the target folder.
    pub(crate) fn new(given: Option<&Path>) -> anyhow::Result<Self> {
        match given {
            Some(python) => Ok(Self {
                python: python.to_owned(),
            }),
            None => Ok(Self {
                python: environment()?,
            }),
        }
    }

    /// An area's vectors: those that it names, and `count` random ones from `seed` on, each with the reference's answer.
    pub(crate) fn vectors(&self, area: &str, seed: u64, count: u64) -> anyhow::Result<Vec<Vector>> {
        let mut child = Command::new(&self.python)
            .arg(files::oracle())
            // What depends on the order of sets is at least the same in every run.
            .env("PYTHONHASHSEED", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start {}", self.python.display()))?;
        let mut requests = child.stdin.take().context("the oracle has no input")?;
        let answers = child.stdout.take().context("the oracle has no output")?;
        let request = json!({"area": area, "generate": {"seed": seed, "count": count}});
        writeln!(requests, "{request}")?;
        drop(requests);
        let mut vectors = Vec::new();
        for line in BufReader::new(answers).lines() {
            let line = line?;
            let value: Value = serde_json::from_str(&line)
                .with_context(|| format!("the oracle printed no JSON: {line}"))?;
            vectors.push(Vector::read(area, &value).map_err(anyhow::Error::msg)?);
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("the oracle of `{area}` failed: {status}");
        }
        Ok(vectors)
    }
}

/// The Python of an environment beside this program, made where it is not there yet.
fn environment() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program
        .ancestors()
        .nth(2)
        .context("this program is in no target folder: give --python")?;
    let folder = target.join("parity-reference");
    let python = folder.join("bin/python");
    let ready = folder.join(REFERENCE);
    if !ready.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", REFERENCE]))?;
        std::fs::write(&ready, "")?;
    }
    Ok(python)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("could not start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed: {status}; give --python a Python with {REFERENCE} installed");
    }
    Ok(())
}
