//! Building the programs of a control plane from Go modules: once for each version, kept in the user's cache folder.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};
use tokio::process::Command;

use crate::files;

/// The version of kwok, which is built from its own module; its stages are those of the same version.
const KWOK: &str = "v0.8.0";

/// What the one program of `tools/control-plane` is called by.
const NAMES: [&str; 5] = [
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kubectl",
];

/// The sets of stages that simulate a node and its pods.
const STAGES: [&str; 3] = ["node/fast", "node/heartbeat-with-lease", "pod/fast"];

/// The folder of the programs, built where they are not there yet.
pub(super) async fn folder(workloads: bool) -> anyhow::Result<PathBuf> {
    let module = files::root().join("../../tools/control-plane");
    let version = kubernetes(&module)?;
    let folder = cache()?.join(format!("{version}-{}", fingerprint(&module)?));
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    // Two runs at once build once.
    let lock = File::create(folder.join(".lock"))?;
    lock.lock()
        .with_context(|| format!("could not lock {}", folder.display()))?;
    if !folder.join("control-plane").exists() {
        control_plane(&module, &version, &folder).await?;
    }
    if workloads && !folder.join("stages.yaml").exists() {
        kwok(&folder).await?;
    }
    Ok(folder)
}

async fn control_plane(module: &Path, version: &str, folder: &Path) -> anyhow::Result<()> {
    say(&format!(
        "building etcd and Kubernetes {version} into {}: about 12 minutes, once",
        folder.display()
    ))?;
    let made = folder.join("control-plane.new");
    let package = "k8s.io/component-base/version";
    let minor = version.split('.').nth(1).unwrap_or_default();
    let flags = format!(
        "-s -w -X {package}.gitVersion={version} -X {package}.gitMajor=1 -X {package}.gitMinor={minor} \
         -X {package}.gitTreeState=clean -X k8s.io/client-go/pkg/version.gitVersion={version}"
    );
    let mut build = go(folder);
    build
        .current_dir(module)
        .args(["build", "-ldflags", &flags, "-o"]);
    build.arg(&made).arg(".");
    run(build).await?;
    for name in NAMES {
        let link = folder.join(name);
        if fs::symlink_metadata(&link).is_err() {
            std::os::unix::fs::symlink("control-plane", link)?;
        }
    }
    // Last, since it says that all is there.
    fs::rename(made, folder.join("control-plane"))?;
    Ok(())
}

async fn kwok(folder: &Path) -> anyhow::Result<()> {
    say(&format!("building kwok {KWOK}: some 2 minutes, once"))?;
    let mut install = go(folder);
    install
        .env("GOBIN", folder)
        .args(["install", "-ldflags", "-s -w"])
        .arg(format!("sigs.k8s.io/kwok/cmd/kwok@{KWOK}"));
    run(install).await?;
    let mut asked = go(folder);
    let modules = asked.args(["env", "GOMODCACHE"]).output().await?;
    let modules = PathBuf::from(String::from_utf8(modules.stdout)?.trim());
    let stages = modules.join(format!("sigs.k8s.io/kwok@{KWOK}/kustomize/stage"));
    let mut all = String::new();
    for set in STAGES {
        let mut found = Vec::new();
        for entry in fs::read_dir(stages.join(set))? {
            found.push(entry?.path());
        }
        found.sort();
        for path in found {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".yaml") && name != "kustomization.yaml" {
                all.push_str("---\n");
                all.push_str(&fs::read_to_string(&path)?);
            }
        }
    }
    Ok(fs::write(folder.join("stages.yaml"), all)?)
}

/// Go, in a folder of no module.
fn go(folder: &Path) -> Command {
    let mut command = Command::new("go");
    command
        .current_dir(folder)
        .env("CGO_ENABLED", "0")
        .env("GOFLAGS", "-trimpath -buildvcs=false")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

async fn run(mut command: Command) -> anyhow::Result<()> {
    let status = command.status().await.context(
        "Go is needed to build a control plane: put `go` on PATH, or set KUBEBUILDER_ASSETS to a folder with etcd and \
         kube-apiserver (for kwok also kube-controller-manager, kube-scheduler, kwok and stages.yaml)",
    )?;
    if !status.success() {
        bail!("`go` failed ({status}): what it said is above");
    }
    Ok(())
}

/// The version of Kubernetes that the module asks for.
fn kubernetes(module: &Path) -> anyhow::Result<String> {
    let path = module.join("go.mod");
    let text =
        fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    let line = text
        .lines()
        .map(str::trim)
        .find_map(|line| line.strip_prefix("k8s.io/kubernetes "));
    let version =
        line.with_context(|| format!("{} asks for no k8s.io/kubernetes", path.display()))?;
    Ok(version.to_owned())
}

/// Of all that decides what is built: another version is another folder.
fn fingerprint(module: &Path) -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    for name in ["go.mod", "go.sum", "main.go"] {
        hash.update(fs::read(module.join(name))?);
    }
    hash.update(KWOK);
    let bytes = hash.finalize();
    Ok(bytes
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Where programs of users keep what can be made again.
fn cache() -> anyhow::Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(variable("HOME")?).join(".cache")));
    let folder = folder
        .context("neither XDG_CACHE_HOME nor HOME is set: there is no place to build into")?;
    Ok(folder.join("oper8-e2e"))
}

fn say(text: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stderr().lock(), "{text}")?)
}
