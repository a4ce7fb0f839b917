//! The operator's program, as its README starts it, and the files of `deploy/`. That its role is enough for a Database's whole life
//! is shown by `cargo xtask e2e --suite operator`.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::process::{Command, Output};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_database-operator"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .output()
        .unwrap()
}

#[test]
fn the_first_command_of_the_readme_works() {
    let output = run(&["run", "--embedded", "--cr", "database.yaml"]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    for part in ["databaseStatus: Completed", "resources: 6 created"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn the_shipped_definition_is_the_one_that_the_binary_prints() {
    let output = run(&["crd"]);
    let shipped = std::fs::read_to_string("deploy/crd.yaml").unwrap();
    let told =
        "write it again: cargo run -p database-operator -- crd > examples/database/deploy/crd.yaml";
    assert!(String::from_utf8_lossy(&output.stdout) == shipped, "{told}");
}
