//! Wrong input gets one clear message and exit code 2.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first error"
)]

use std::process::Command;

/// Runs the operator on a custom resource file with `text`, and checks exit code and message.
#[track_caller]
fn check(text: &str, expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cr.yaml");
    std::fs::write(&path, text).unwrap();
    let (code, message) = run(&["run", "--embedded", "--cr", path.to_str().unwrap()]);
    let message = message.replace(path.to_str().unwrap(), "cr.yaml");
    assert_eq!(message.trim_end(), format!("error: {expected}"));
    assert_eq!(code, Some(2));
}

fn run(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_webapp-operator"))
        .args(args)
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), message)
}

#[test]
fn a_file_that_is_not_there() {
    let (code, message) = run(&["run", "--embedded", "--cr", "nowhere.yaml"]);
    assert_eq!(
        message,
        "error: could not read nowhere.yaml: No such file or directory (os error 2)\n"
    );
    assert_eq!(code, Some(2));
}

#[test]
fn yaml_that_is_no_resource() {
    check(
        "hello\n",
        "cr.yaml, document 1 (line 1) is no resource: a mapping with apiVersion, kind and metadata.name is expected, found a text",
    );
}

#[test]
fn text_that_is_no_yaml() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cr.yaml");
    std::fs::write(&path, "a: [1\nb: 2").unwrap();
    let (code, message) = run(&["run", "--embedded", "--cr", path.to_str().unwrap()]);
    let start = format!(
        "error: {}, document 1 (line 2) is not valid YAML: ",
        path.display()
    );
    assert!(message.starts_with(&start), "{message}");
    assert_eq!(code, Some(2));
}

#[test]
fn an_unknown_kind() {
    check(
        "apiVersion: demo.oper8.org/v1\nkind: WebShop\nmetadata: {name: shop}\n",
        "this operator has no controller for demo.oper8.org/v1 WebShop; it has one for demo.oper8.org/v1 WebApp, oper8.org/v1 TemporaryPatch",
    );
}

#[test]
fn a_missing_name() {
    check(
        "apiVersion: demo.oper8.org/v1\nkind: WebApp\nspec: {}\n",
        "cr.yaml, document 1 (line 1) is no resource: it lacks metadata.name (a text that is not empty)",
    );
}

#[test]
fn a_spec_that_does_not_fit_the_type() {
    let cr = "apiVersion: demo.oper8.org/v1\nkind: WebApp\nmetadata: {name: shop}\n";
    check(
        &format!("{cr}spec: {{version: 1.2.0, host: a.example, replicas: many}}\n"),
        "WebApp shop is not valid: spec.replicas: invalid type: string \"many\", expected u32",
    );
    check(
        &format!("{cr}spec: {{version: 1.2.0}}\n"),
        "WebApp shop is not valid: spec: missing field `host`",
    );
}

#[test]
fn an_unknown_setting_value() {
    let (code, message) = run(&["run", "--kube_watch_manager.reconcile_period", "soon"]);
    assert!(
        message.contains("--kube_watch_manager.reconcile_period"),
        "{message}"
    );
    assert!(message.contains("soon"), "{message}");
    assert_eq!(code, Some(2));
}

#[test]
fn no_cluster() {
    let (code, message) = run(&["run"]);
    assert!(message.contains("no cluster is configured"), "{message}");
    assert!(message.contains("--embedded"), "{message}");
    assert_eq!(code, Some(2));
}

#[test]
fn a_kubeconfig_that_is_not_there() {
    let (code, message) = run(&["run", "--kubeconfig", "nowhere"]);
    assert!(message.starts_with("error: nowhere: "), "{message}");
    assert_eq!(code, Some(2));
}

#[test]
fn options_that_have_no_place_in_a_dry_run() {
    for dry_run in ["--dry-run", "--dry_run"] {
        let args = ["run", dry_run, "--kubeconfig", "x", "--cr", "webapp.yaml"];
        let (code, message) = run(&args);
        assert_eq!(message, "error: --kubeconfig has no place in a dry run\n");
        assert_eq!(code, Some(2));
    }
}

#[test]
fn a_field_that_the_definition_does_not_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cr.yaml");
    let text = std::fs::read_to_string("webapp.yaml").unwrap();
    std::fs::write(&path, format!("{text}  colour: red\n")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_webapp-operator"))
        .args(["run", "--embedded", "--cr", path.to_str().unwrap()])
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(
        message.contains(".spec.colour: field not declared in schema"),
        "{message}"
    );
    assert_eq!(output.status.code(), Some(2));
}
