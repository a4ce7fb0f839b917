//! A cluster that kind makes for the run, with the operators of examples/ running in it.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use tempfile::TempDir;
use tokio::process::Command;

use crate::files;
use crate::operator::Life;

/// The targets of an example's Dockerfile: the operator, and what runs in the place of its workloads' servers and jobs.
const TARGETS: [&str; 3] = ["operator", "stand-in", "stand-in-job"];

/// A cluster in containers; [`KindCluster::delete`] must be called, also when a step fails.
pub(super) struct KindCluster {
    name: String,
    folder: TempDir,
}

impl KindCluster {
    /// A name and a folder: nothing is started yet.
    ///
    /// # Errors
    ///
    /// A program that is needed is not there, or docker's daemon does not answer.
    pub(super) async fn new() -> anyhow::Result<Self> {
        let mut missing = Vec::new();
        for (program, arguments, advice) in [
            (
                "docker",
                ["info"].as_slice(),
                "docker with a daemon that answers",
            ),
            ("kind", &["version"], "kind (https://kind.sigs.k8s.io)"),
            ("kubectl", &["version", "--client"], "kubectl"),
        ] {
            let looked = quiet(program, arguments).await;
            if !looked.is_ok_and(|status| status.success()) {
                missing.push(advice);
            }
        }
        if !missing.is_empty() {
            bail!(
                "--provider kind needs {}: not there. --provider kwok needs no containers",
                missing.join(", and ")
            );
        }
        let id = uuid::Uuid::new_v4().simple().to_string();
        Ok(Self {
            name: format!("oper8-e2e-{}", &id[..8]),
            folder: tempfile::Builder::new().prefix("oper8-kind-").tempdir()?,
        })
    }

    /// Where the kubeconfig is, once the cluster is up.
    pub(super) fn kubeconfig_file(&self) -> PathBuf {
        self.folder.path().join("kubeconfig")
    }

    /// Makes the images and the cluster, and puts the images into it.
    pub(super) async fn start(&self, lives: &[Life]) -> anyhow::Result<()> {
        for life in lives {
            for target in TARGETS {
                let mut build = program("docker");
                build.arg("build").arg("--file");
                build.arg(life.folder().join("Dockerfile"));
                build.args(["--target", target, "--tag", &image(life, target)]);
                run(build.arg(files::root().join("../.."))).await?;
            }
        }
        let mut create = program("kind");
        create.args(["create", "cluster", "--wait", "180s", "--name", &self.name]);
        run(create.arg("--kubeconfig").arg(self.kubeconfig_file())).await?;
        let mut load = program("kind");
        load.args(["load", "docker-image", "--name", &self.name]);
        for life in lives {
            load.args(TARGETS.map(|target| image(life, target)));
        }
        run(&mut load).await?;
        let listed = self.images(&["list", "--quiet"]).output().await?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        for life in lives {
            let images = &life.images;
            for (target, names) in [
                ("stand-in", &images.servers),
                ("stand-in-job", &images.jobs),
            ] {
                self.stand_in(&listed, &image(life, target), names).await?;
            }
        }
        Ok(())
    }

    /// Gives a stand-in the names of what it stands for, in the node alone: the images of this machine keep theirs.
    async fn stand_in(&self, listed: &str, image: &str, names: &[String]) -> anyhow::Result<()> {
        // Short names are kept with the registry that they stand for.
        let found = listed.lines().find_map(|line| line.strip_suffix(image));
        let registry = found.with_context(|| format!("the node does not have {image}"))?;
        for name in names {
            let name = match name.contains('/') {
                true => name.clone(),
                false => format!("{registry}{name}"),
            };
            run(&mut self.images(&["tag", &format!("{registry}{image}"), &name])).await?;
        }
        Ok(())
    }

    /// A command about the images of the node.
    fn images(&self, arguments: &[&str]) -> Command {
        let node = format!("{}-control-plane", self.name);
        let mut command = program("docker");
        command.args(["exec", &node, "ctr", "--namespace", "k8s.io", "images"]);
        command.args(arguments);
        command
    }

    /// Deletes the cluster; says what to do where that fails.
    pub(super) async fn delete(self) -> anyhow::Result<()> {
        let mut delete = program("kind");
        delete.args(["delete", "cluster", "--name", &self.name]);
        run(delete.arg("--kubeconfig").arg(self.kubeconfig_file()))
            .await
            .with_context(|| format!("run `kind delete cluster --name {}` yourself", self.name))
    }
}

/// Installs an example's operator as its README says.
pub(super) async fn install(kubeconfig: &Path, life: &Life) -> anyhow::Result<()> {
    kubectl(kubeconfig, life, &["apply", "-k", "deploy"]).await?;
    let deployment = format!("deployment/{}", life.program());
    let rolled_out = ["rollout", "status", &deployment, "--timeout=180s"];
    kubectl(kubeconfig, life, &rolled_out).await
}

/// Shows the operator's log: the reason of a failure is there more often than in kubectl's words.
pub(super) async fn show_log(kubeconfig: &Path, life: &Life) {
    let deployment = format!("deployment/{}", life.program());
    // Where there is no log, there is none to show.
    let _ = kubectl(kubeconfig, life, &["logs", &deployment, "--tail=50"]).await;
}

/// kubectl, in the example's folder and in the namespace of its operator.
async fn kubectl(kubeconfig: &Path, life: &Life, arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = program("kubectl");
    command.arg("--kubeconfig").arg(kubeconfig);
    command.args(["--namespace", &format!("{}-system", life.example)]);
    run(command.args(arguments).current_dir(life.folder())).await
}

/// The name of the image of a target.
fn image(life: &Life, target: &str) -> String {
    format!("{}-{target}:latest", life.example)
}

/// A program in a process group of its own: Ctrl-C is for us, who then delete the cluster.
fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command
        .process_group(0)
        .kill_on_drop(true)
        .stdin(Stdio::null());
    command
}

async fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = format!("{:?}", command.as_std());
    let status = command
        .status()
        .await
        .with_context(|| format!("could not start {shown}"))?;
    if !status.success() {
        bail!("{shown} ends with {status}");
    }
    Ok(())
}

async fn quiet(name: &str, arguments: &[&str]) -> std::io::Result<ExitStatus> {
    let asked = program(name)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match tokio::time::timeout(Duration::from_secs(30), asked).await {
        Ok(status) => status,
        Err(_) => Err(std::io::ErrorKind::TimedOut.into()),
    }
}
