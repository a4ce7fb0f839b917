//! Steps that start a program: kubectl, or a script for the Python client.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::ask::Asker;
use crate::mask::mask_output;

/// How long a program may run.
const PATIENCE: Duration = Duration::from_secs(120);

/// What every script begins with: a client for the case's cluster, its namespace, and `show`, which prints a line of JSON.
const PREAMBLE: &str = "\
import json, os
from kubernetes import config
config.load_kube_config(os.environ['KUBECONFIG'])
namespace = os.environ['NAMESPACE']
def show(*values):
    print(json.dumps(values, default=str, sort_keys=True), flush=True)
";

/// Which program a step starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    /// kubectl, of the version that the answers were recorded with.
    Kubectl,
    /// Python with the package `kubernetes`.
    Python,
}

/// A program and what it is given.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) tool: Tool,
    /// kubectl's arguments, or the script.
    pub(crate) text: String,
    pub(crate) stdin: String,
    pub(crate) env: BTreeMap<String, String>,
}

/// Where the programs are, as far as they are there.
#[derive(Debug, Default)]
pub(crate) struct Programs {
    kubectl: Option<PathBuf>,
    python: Option<PathBuf>,
}

impl Programs {
    /// Those of `tools` that there are; says of others what would bring them.
    pub(crate) async fn find(tools: &BTreeSet<Tool>) -> (Self, Vec<String>) {
        let mut programs = Self::default();
        let mut missing = Vec::new();
        for tool in tools {
            let (place, found) = match tool {
                Tool::Kubectl => (&mut programs.kubectl, kubectl().await),
                Tool::Python => (&mut programs.python, python().await),
            };
            match found {
                Ok(path) => *place = Some(path),
                Err(error) => missing.push(format!("{error:#}")),
            }
        }
        (programs, missing)
    }

    /// Whether a tool is there.
    pub(crate) fn has(&self, tool: Tool) -> bool {
        self.path(tool).is_some()
    }

    fn path(&self, tool: Tool) -> Option<&Path> {
        match tool {
            Tool::Kubectl => self.kubectl.as_deref(),
            Tool::Python => self.python.as_deref(),
        }
    }
}

/// kubectl beside the control plane's programs, or on PATH.
async fn kubectl() -> anyhow::Result<PathBuf> {
    let beside = variable("KUBEBUILDER_ASSETS").map(|folder| Path::new(&folder).join("kubectl"));
    let path = beside
        .filter(|path| path.exists())
        .unwrap_or_else(|| "kubectl".into());
    let output = Command::new(&path)
        .args(["version", "--client", "--output=json"])
        .output()
        .await;
    let text = output.map(|output| output.stdout).unwrap_or_default();
    let version: Value = serde_json::from_slice(&text).unwrap_or_default();
    if version["clientVersion"]["minor"] != "36" {
        bail!("cases of kubectl: kubectl 1.36 is neither in KUBEBUILDER_ASSETS nor on PATH");
    }
    Ok(path)
}

async fn python() -> anyhow::Result<PathBuf> {
    let path = variable("OPER8_E2E_PYTHON").map(PathBuf::from).context(
        "cases of the Python client: OPER8_E2E_PYTHON names no Python that has the package kubernetes",
    )?;
    let looked = Command::new(&path)
        .args(["-c", "import kubernetes"])
        .output()
        .await;
    if !looked.is_ok_and(|output| output.status.success()) {
        bail!(
            "cases of the Python client: {} has no package kubernetes (pip install kubernetes)",
            path.display()
        );
    }
    Ok(path)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the caller has no other way to name programs"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A folder with a kubeconfig for a case, in which its programs run.
pub(crate) struct Bench<'a> {
    programs: &'a Programs,
    folder: TempDir,
}

impl<'a> Bench<'a> {
    /// A folder with a kubeconfig whose current context is in the case's namespace.
    pub(crate) fn new(
        programs: &'a Programs,
        kubeconfig: &str,
        namespace: &str,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("oper8-case-").tempdir()?;
        let mut kubeconfig: Value = serde_saphyr::from_str(kubeconfig)?;
        let current = kubeconfig["current-context"].clone();
        let contexts = kubeconfig["contexts"].as_array_mut().into_iter().flatten();
        for context in contexts.filter(|context| context["name"] == current) {
            context["context"]["namespace"] = namespace.into();
        }
        std::fs::write(folder.path().join("kubeconfig"), kubeconfig.to_string())?;
        Ok(Self { programs, folder })
    }

    /// Runs a program to its end; what it printed.
    pub(crate) async fn run(&self, start: &Start, asker: &Asker) -> anyhow::Result<Value> {
        let child = self.spawn(start, asker).await?;
        let ended = tokio::time::timeout(PATIENCE, child.wait_with_output());
        let output = ended
            .await
            .with_context(|| format!("it runs for more than {} s", PATIENCE.as_secs()))??;
        Ok(self.answer(&output, asker))
    }

    /// Starts a program that does not end by itself, and reads its first line.
    pub(crate) async fn follow(&self, start: &Start, asker: &Asker) -> anyhow::Result<Following> {
        let mut child = self.spawn(start, asker).await?;
        let stdout = child.stdout.take().context("it has no standard output")?;
        let mut following = Following {
            child,
            stdout: BufReader::new(stdout),
            lines: Vec::new(),
        };
        following.next().await?;
        Ok(following)
    }

    async fn spawn(&self, start: &Start, asker: &Asker) -> anyhow::Result<Child> {
        let program = self
            .programs
            .path(start.tool)
            .context("the program is not there")?;
        let text = asker.fill(&start.text);
        let arguments = match start.tool {
            Tool::Kubectl => shlex::split(&text).context("a quotation mark is left open")?,
            Tool::Python => vec!["-c".to_owned(), format!("{PREAMBLE}{text}")],
        };
        let folder = self.folder.path();
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("PATH", variable("PATH").unwrap_or_default())
            .envs([("HOME", folder), ("TMPDIR", folder)])
            .env("KUBECONFIG", folder.join("kubeconfig"))
            .env("NAMESPACE", &asker.namespace)
            .envs([("TZ", "UTC"), ("LANG", "C.UTF-8")])
            .envs(&start.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        if let Some(mut stdin) = child.stdin.take() {
            let stdin_text = asker.fill(&start.stdin);
            // A program that does not read what it is given is no failure.
            let _ = stdin.write_all(stdin_text.as_bytes()).await;
        }
        Ok(child)
    }

    fn answer(&self, output: &Output, asker: &Asker) -> Value {
        json!({
            "code": output.status.code(),
            "stdout": self.lines(&output.stdout, asker),
            "stderr": self.lines(&output.stderr, asker),
        })
    }

    fn lines(&self, bytes: &[u8], asker: &Asker) -> Vec<String> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.replace(&self.folder.path().display().to_string(), "(folder)");
        let masked = mask_output(&text, &asker.namespace);
        masked.lines().map(str::to_owned).collect()
    }
}

/// A program that prints until it is ended.
pub(crate) struct Following {
    child: Child,
    stdout: BufReader<tokio::process::ChildStdout>,
    lines: Vec<String>,
}

impl Following {
    async fn next(&mut self) -> anyhow::Result<()> {
        let mut line = String::new();
        let read = tokio::time::timeout(PATIENCE, self.stdout.read_line(&mut line));
        let length = read
            .await
            .with_context(|| format!("no line for {} s", PATIENCE.as_secs()))??;
        if length == 0 {
            let mut told = String::new();
            if let Some(mut stderr) = self.child.stderr.take() {
                stderr.read_to_string(&mut told).await?;
            }
            bail!("it ends after {} lines: {told}", self.lines.len());
        }
        self.lines.push(line);
        Ok(())
    }

    /// Reads on until there are `lines` lines, and ends the program.
    pub(crate) async fn finish(
        mut self,
        lines: usize,
        bench: &Bench<'_>,
        asker: &Asker,
    ) -> anyhow::Result<Value> {
        while self.lines.len() < lines {
            self.next().await?;
        }
        self.child.kill().await?;
        Ok(json!({"stdout": bench.lines(self.lines.concat().as_bytes(), asker)}))
    }
}
