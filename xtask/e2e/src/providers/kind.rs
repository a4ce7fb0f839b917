//! A cluster that kind makes for the run, with the example's operator running in it.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use tempfile::TempDir;
use tokio::process::Command;

use crate::files;

/// The image that the example's Deployment names.
const OPERATOR: &str = "webapp-operator:latest";

/// What runs in the place of a WebApp's servers and jobs, and the images that it stands for: nothing is loaded from anywhere.
const STAND_INS: [(&str, &[&str]); 2] = [
    (
        "webapp-stand-in:latest",
        &[
            "redis:8",
            "postgres:17",
            "example.org/webapp/api:1.2.0",
            "example.org/webapp/frontend:1.2.0",
            "example.org/webapp/api:1.3.0",
            "example.org/webapp/frontend:1.3.0",
        ],
    ),
    (
        "webapp-stand-in-job:latest",
        &[
            "example.org/webapp/migrate:1.2.0",
            "example.org/webapp/migrate:1.3.0",
        ],
    ),
];

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
    pub(super) async fn start(&self) -> anyhow::Result<()> {
        let root = files::root().join("../..");
        let file = root.join("examples/webapp/Dockerfile");
        for (target, image) in [
            ("operator", OPERATOR),
            ("stand-in", STAND_INS[0].0),
            ("stand-in-job", STAND_INS[1].0),
        ] {
            let mut build = program("docker");
            build.arg("build").arg("--file").arg(&file);
            build.args(["--target", target, "--tag", image]);
            run(build.arg(&root)).await?;
        }
        let mut create = program("kind");
        create.args(["create", "cluster", "--wait", "180s", "--name", &self.name]);
        run(create.arg("--kubeconfig").arg(self.kubeconfig_file())).await?;
        let mut load = program("kind");
        load.args(["load", "docker-image", "--name", &self.name, OPERATOR]);
        run(load.args(STAND_INS.map(|(image, _)| image))).await?;
        self.name_stand_ins().await
    }

    /// Gives the stand-ins their names in the node alone: the images of this machine keep theirs.
    async fn name_stand_ins(&self) -> anyhow::Result<()> {
        let node = format!("{}-control-plane", self.name);
        let images = |arguments: &[&str]| {
            let mut command = program("docker");
            command.args(["exec", &node, "ctr", "--namespace", "k8s.io", "images"]);
            command.args(arguments);
            command
        };
        let listed = images(&["list", "--quiet"]).output().await?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        for (image, names) in STAND_INS {
            // Short names are kept with the registry that they stand for.
            let found = listed.lines().find_map(|line| line.strip_suffix(image));
            let registry = found.with_context(|| format!("the node does not have {image}"))?;
            for name in names {
                let name = match name.contains('/') {
                    true => (*name).to_owned(),
                    false => format!("{registry}{name}"),
                };
                run(&mut images(&["tag", &format!("{registry}{image}"), &name])).await?;
            }
        }
        Ok(())
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

/// Installs the example's operator as its README says, and follows a WebApp through its life.
pub(crate) async fn operator_in_the_cluster(kubeconfig: &Path) -> anyhow::Result<()> {
    let example = files::root().join("../../examples/webapp");
    let kubectl = async |arguments: &[&str]| {
        let mut command = program("kubectl");
        command.arg("--kubeconfig").arg(kubeconfig);
        run(command.args(arguments).current_dir(&example)).await
    };
    let ready = [
        "wait",
        "webapp/shop",
        "--for=condition=Ready",
        "--timeout=300s",
    ];
    let new_version = r#"{"spec":{"version":"1.3.0","cache":false}}"#;
    let reconciled = "--for=jsonpath={.status.versions.reconciled}=1.3.0";
    let steps: [&[&str]; 9] = [
        &["apply", "-k", "deploy"],
        &[
            "-n",
            "webapp-system",
            "rollout",
            "status",
            "deployment/webapp-operator",
            "--timeout=180s",
        ],
        &["apply", "-f", "webapp.yaml"],
        &ready,
        &[
            "patch",
            "webapp",
            "shop",
            "--type=merge",
            "--patch",
            new_version,
        ],
        &["wait", "webapp/shop", reconciled, "--timeout=300s"],
        &[
            "wait",
            "deployment/shop-cache",
            "--for=delete",
            "--timeout=60s",
        ],
        &["delete", "webapp", "shop", "--timeout=120s"],
        &[
            "wait",
            "pvc/data-shop-database-0",
            "--for=delete",
            "--timeout=60s",
        ],
    ];
    for step in steps {
        let done = kubectl(step).await;
        if done.is_err() {
            // The reason is in the operator's log more often than in kubectl's words.
            let log = [
                "-n",
                "webapp-system",
                "logs",
                "deployment/webapp-operator",
                "--tail=50",
            ];
            let _ = kubectl(&log).await;
        }
        done?;
    }
    Ok(())
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
