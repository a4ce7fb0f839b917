//! The program `oper8-apiserver`, started as its users start it.
#![cfg(feature = "bin")]
#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use k8s_openapi::api::core::v1::Namespace;
use kube_client::config::{KubeConfigOptions, Kubeconfig};
use kube_client::{Api, Client, Config};

/// A server that runs; killed when the test is over.
struct Program {
    child: Child,
    kubeconfig: PathBuf,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_oper8-apiserver"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let kubeconfig = line.trim().strip_prefix("KUBECONFIG=").unwrap().into();
        Self { child, kubeconfig }
    }

    /// Sends a signal, and waits for the end.
    fn stop(mut self, signal: &str) -> Option<i32> {
        let pid = self.child.id().to_string();
        Command::new("kill").args([signal, &pid]).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn namespaces(kubeconfig: &Path) -> Vec<String> {
    let kubeconfig = Kubeconfig::read_from(kubeconfig).unwrap();
    let options = KubeConfigOptions::default();
    let config = Config::from_custom_kubeconfig(kubeconfig, &options).await;
    let client = Client::try_from(config.unwrap()).unwrap();
    let list = Api::<Namespace>::all(client)
        .list(&Default::default())
        .await;
    let names = list.unwrap().items.into_iter();
    names
        .filter_map(|namespace| namespace.metadata.name)
        .collect()
}

#[tokio::test]
async fn it_serves_by_the_kubeconfig_that_it_names_until_it_is_told_to_stop() {
    for signal in ["-TERM", "-INT"] {
        let program = Program::start(&[]);
        let kubeconfig = program.kubeconfig.clone();
        assert!(
            namespaces(&kubeconfig)
                .await
                .contains(&"default".to_owned())
        );
        assert_eq!(program.stop(signal), Some(0));
        assert!(!kubeconfig.exists(), "its own file goes with it");
    }
}

#[tokio::test]
async fn it_speaks_tls_and_writes_the_kubeconfig_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kubeconfig");
    let program = Program::start(&["--tls", "--kubeconfig", file.to_str().unwrap()]);
    assert_eq!(program.kubeconfig, file);
    assert!(std::fs::read_to_string(&file).unwrap().contains("https://"));
    assert!(namespaces(&file).await.contains(&"default".to_owned()));
    assert_eq!(program.stop("-TERM"), Some(0));
    assert!(file.exists(), "the user's file stays");
}

fn refused(arguments: &[&str]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_oper8-apiserver"))
        .args(arguments)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut text = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert_ne!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    text
}

#[test]
fn what_it_cannot_do_it_says() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let text = refused(&["--port", &port]);
    assert!(
        text.starts_with(&format!("error: cannot serve on 127.0.0.1:{port}: ")),
        "{text}"
    );
    let text = refused(&["--user", "alice", "--user", "alice=dev"]);
    assert!(
        text.starts_with("error: --user alice is given twice"),
        "{text}"
    );
    let text = refused(&["--user", "admin"]);
    assert!(text.contains("\"admin\" is taken"), "{text}");
    let text = refused(&["--state", "/nowhere/at/all"]);
    assert!(
        text.starts_with("error: cannot write the state to /nowhere/at/all: "),
        "{text}"
    );
    let text = refused(&["--kubeconfig", "/nowhere/at/all"]);
    assert!(
        text.starts_with("error: cannot write /nowhere/at/all: "),
        "{text}"
    );
    let text = refused(&["--simulate", "soon"]);
    assert!(text.contains("write it as 500ms, 2s or 1m30s"), "{text}");
}

#[tokio::test]
async fn manifests_are_there_when_it_serves_and_the_state_when_it_serves_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    for name in ["one", "two"] {
        let text = format!("{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}}}}}");
        std::fs::write(path(&format!("{name}.yaml")), text).unwrap();
    }
    let (one, two) = (path("one.yaml"), path("two.yaml"));
    let (state, journal) = (path("state"), path("journal"));
    let arguments = [
        "--manifests",
        &one,
        "--manifests",
        &two,
        "--state",
        &state,
        "--journal",
        &journal,
    ];
    let program = Program::start(&arguments);
    let names = namespaces(&program.kubeconfig).await;
    assert!(names.iter().any(|name| name == "one") && names.iter().any(|name| name == "two"));
    assert_eq!(program.stop("-TERM"), Some(0));
    let entries = oper8_apiserver::Journal::read(&journal).unwrap();
    assert!(
        entries
            .iter()
            .any(|entry| entry.verb == "list" && entry.resource == "namespaces")
    );
    let program = Program::start(&["--state", &state]);
    assert_eq!(namespaces(&program.kubeconfig).await, names);
    assert_eq!(program.stop("-TERM"), Some(0));
}

#[test]
fn what_cannot_be_loaded_is_told_before_it_serves() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("foreign").display().to_string();
    std::fs::write(&foreign, "hello\n").unwrap();
    for (option, file, told) in [
        (
            "--manifests",
            "/no/such/folder",
            "error: cannot read /no/such/folder: No such file",
        ),
        (
            "--manifests",
            foreign.as_str(),
            "document 1 (line 1): not a manifest",
        ),
        (
            "--state",
            foreign.as_str(),
            "holds no state of an oper8-apiserver",
        ),
        (
            "--faults",
            "/no/such/plan",
            "error: cannot read the faults in /no/such/plan: ",
        ),
        (
            "--faults",
            "{\"action\":\"explode\"}",
            "error: line 1 of the plan is no rule: unknown variant `explode`",
        ),
        (
            "--journal",
            "/no/such/folder/journal",
            "error: cannot write /no/such/folder/journal: ",
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_oper8-apiserver"))
            .args([option, file])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{option}");
        assert!(output.stdout.is_empty());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(told), "{option}: {error}");
    }
    assert_eq!(std::fs::read_to_string(&foreign).unwrap(), "hello\n");
}
