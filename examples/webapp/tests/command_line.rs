//! What the command line takes and gives: standard input and output, times, kubeconfigs, log records, signals.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use oper8::apiserver::{ApiServer, ServeOptions};
use oper8::serde_json::{self, Value};
use support::run;

fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_webapp-operator"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .stdin(Stdio::null());
    command
}

/// The example's custom resource with annotations.
fn annotated(annotations: &str) -> String {
    let text = std::fs::read_to_string("webapp.yaml").unwrap();
    let annotated = text.replace(
        "metadata:\n",
        &format!("metadata:\n  annotations: {annotations}\n"),
    );
    assert_ne!(annotated, text);
    annotated
}

/// Runs the binary with `text` on its standard input.
fn run_with_input(args: &[&str], text: &str) -> support::Output {
    let mut child = binary()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    support::Output {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[test]
fn a_custom_resource_may_come_from_standard_input() {
    let text = std::fs::read_to_string("webapp.yaml").unwrap();
    let from_file = run(&["render", "--cr", "webapp.yaml"]);
    let piped = run_with_input(&["render", "--cr", "-"], &text);
    assert_eq!(
        (piped.code, &piped.stdout),
        (Some(0), &from_file.stdout),
        "{piped:?}"
    );
    let rolled_out = run_with_input(&["run", "--dry-run", "--cr", "-"], &text);
    assert_eq!(rolled_out.code, Some(0), "{rolled_out:?}");

    let empty = run_with_input(&["run", "--dry-run", "--cr", "-"], "");
    let told = "error: standard input holds no resource: a custom resource with apiVersion, kind and metadata.name is expected\n";
    assert_eq!((empty.code, empty.stderr.as_str()), (Some(2), told));
}

#[test]
fn manifests_are_rendered_the_same_each_time() {
    let first = run(&["render", "--cr", "webapp.yaml"]);
    assert_eq!(first.stdout, run(&["render", "--cr", "webapp.yaml"]).stdout);
}

#[test]
fn a_timeout_may_be_given_in_milliseconds() {
    let output = run(&[
        "run",
        "--dry-run",
        "--cr",
        "webapp.yaml",
        "--timeout",
        "0ms",
    ]);
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(
        output.stderr.contains("is not stable in time"),
        "{output:?}"
    );
    let longer_than_any_clock = [
        "run",
        "--dry-run",
        "--cr",
        "webapp.yaml",
        "--timeout",
        "5000000000000000h",
    ];
    assert_eq!(run(&longer_than_any_clock).code, Some(0));
    let wrong = run(&["run", "--dry-run", "--cr", "webapp.yaml", "--timeout", "5"]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong
            .stderr
            .contains("`5` has no unit: write 5s for seconds"),
        "{wrong:?}"
    );
}

/// A cluster that tells a client apart from all others: it has one namespace more.
async fn with_kubeconfig(check: impl FnOnce(&Path) + Send + 'static) {
    let server = ApiServer::builder().build();
    let served = server.serve(ServeOptions::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kubeconfig");
    served.write_kubeconfig(&path).unwrap();
    tokio::task::spawn_blocking(move || check(&path))
        .await
        .unwrap();
    served.shutdown().await;
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_kubeconfig_that_are_not_there_are_skipped() {
    with_kubeconfig(|path| {
        let path = path.display();
        let ask = |list: String, more: &[&str]| {
            let output = binary()
                .args(["crd", "--install"])
                .args(more)
                .env("KUBECONFIG", list)
                .output()
                .unwrap();
            (
                output.status.code(),
                String::from_utf8_lossy(&output.stderr).into_owned(),
            )
        };
        assert_eq!(
            ask(format!("/nowhere/a:{path}:/nowhere/b"), &[]),
            (Some(0), String::new())
        );
        let (code, told) = ask(format!("/nowhere/a:{path}"), &["--context", "other"]);
        assert_eq!(code, Some(2));
        assert!(told.contains("other"), "{told}");
        let (code, told) = ask("/nowhere/a:/nowhere/b".to_owned(), &[]);
        assert_eq!(code, Some(2));
        assert!(
            told.starts_with("error: no cluster is configured"),
            "{told}"
        );
    })
    .await;
}

#[test]
fn a_kubeconfig_of_the_list_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken");
    std::fs::write(&path, "clusters: 1").unwrap();
    let output = binary()
        .args(["crd", "--install"])
        .env("KUBECONFIG", &path)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.starts_with(&format!("error: KUBECONFIG: {}: ", path.display())),
        "{told}"
    );
}

#[test]
fn a_failure_is_a_record_where_records_are_json() {
    for flag in ["--log-json", "--log_json"] {
        let output = run(&["run", flag, "--embedded", "--cr", "nowhere.yaml"]);
        assert_eq!(output.code, Some(2), "{output:?}");
        let last: Value = serde_json::from_str(output.stderr.lines().last().unwrap()).unwrap();
        assert_eq!(last["level"], "error");
        let told = "could not read nowhere.yaml: No such file or directory (os error 2)";
        assert_eq!(last["message"], told);
        assert!(
            last["time"].is_string() && last["channel"].is_string(),
            "{last}"
        );
    }
}

#[test]
fn a_resource_sets_how_much_its_own_reconciliations_log() {
    let log = |annotations: &str| {
        let output = run_with_input(
            &["run", "--embedded", "--log-json", "--cr", "-"],
            &annotated(annotations),
        );
        assert_eq!(output.code, Some(0), "{output:?}");
        let records = output
            .stderr
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        records.collect::<Vec<_>>()
    };
    let debug = log("{oper8.org/log-default-level: debug}");
    let has =
        |records: &[Value], level: &str| records.iter().any(|record| record["level"] == level);
    assert!(has(&debug, "debug"));
    let named = debug.iter().all(|record| record["resourceName"] == "shop");
    assert!(named, "no record of anything else: {debug:?}");
    let of_channel = log("{oper8.org/log-filters: 'oper8_dag:debug'}");
    let all = of_channel
        .iter()
        .all(|record| record["channel"].as_str().unwrap().starts_with("oper8_dag"));
    assert!(!of_channel.is_empty() && all, "{of_channel:?}");
    assert_eq!(log("{other: debug}"), [Value::Null; 0]);

    let unread = log("{oper8.org/log-default-level: chatty}");
    let message = unread[0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("ignored: annotation oper8.org/log-default-level: `chatty`"),
        "{message}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    for args in [
        &["run", "--embedded", "--cr", "webapp.yaml"][..],
        &["run", "--dry-run", "--cr", "webapp.yaml"],
        &["render", "--cr", "webapp.yaml"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = binary().args(args).stdout(full).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {told}");
        assert!(
            told.contains("error: could not write: No space left on device"),
            "{args:?}: {told}"
        );
    }
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let mut child = binary()
        .args(["run", "--embedded", "--cr", "webapp.yaml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args([name, &id])
            .status()
            .unwrap()
            .success()
    );
}

/// The second one ends a process that cannot go on, since nobody reads what it writes.
#[cfg(target_os = "linux")]
#[test]
fn a_second_signal_leaves_no_folder_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (_unread, mut full) = std::io::pipe().unwrap();
    full.write_all(&[0; 64 * 1024]).unwrap();
    let mut child = binary()
        .args(["run", "--embedded", "--cr", "webapp.yaml"])
        .env("TMPDIR", folder.path())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let inside = || std::fs::read_dir(folder.path()).unwrap().next();
    while !inside().is_some_and(|own| own.unwrap().path().join("kubeconfig").exists()) {
        assert_eq!(
            child.try_wait().unwrap(),
            None,
            "it ended before it made its folder"
        );
        std::thread::yield_now();
    }
    let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
    signal(&child, "-INT");
    let warning = told.next().unwrap().unwrap();
    assert!(
        warning.contains("a second signal stops at once"),
        "{warning}"
    );
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(inside().is_none());
}
