//! A user's package needs `oper8`, `serde` and `schemars` in its manifest, and nothing else; its tests need the feature `testing`.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// The program of such a package: the one in the crate's documentation.
const PROGRAM: &str = include_str!("data/user_package.rs");

/// Its tests, in a module beside the program.
const TESTS: &str = include_str!("data/user_package_tests.rs");

#[test]
fn a_package_with_oper8_serde_and_schemars_builds() {
    let root = workspace();
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!(
        r#"
[package]
name = "user-package"
version = "0.1.0"
edition = "2024"

[dependencies]
oper8 = {{ path = "{0}" }}
schemars = "1"
serde = {{ version = "1", features = ["derive"] }}

[dev-dependencies]
oper8 = {{ path = "{0}", features = ["testing"] }}

# As in the workspace, so that what is built there serves here.
[profile.dev]
debug = "line-tables-only"

[profile.dev.package."*"]
debug = false
"#,
        root.join("crates/oper8").display()
    );
    std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    std::fs::create_dir(folder.path().join("src")).unwrap();
    let program = format!("{PROGRAM}\n#[cfg(test)]\nmod tests;\n");
    std::fs::write(folder.path().join("src/main.rs"), program).unwrap();
    std::fs::write(folder.path().join("src/tests.rs"), TESTS).unwrap();
    std::fs::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();

    // The program as it is built, without what its tests need; then the tests.
    for targets in ["--bins", "--tests"] {
        let output = cargo()
            .args(["check", "--offline", targets])
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", target())
            .output()
            .unwrap();
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{messages}");
    }
}

/// Cargo without what it told this test of its package: build scripts watch that, and would run again here, and then again in the
/// workspace.
fn cargo() -> Command {
    let mut command = Command::new(env!("CARGO"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// The target directory that this test was built into.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .to_owned()
}
