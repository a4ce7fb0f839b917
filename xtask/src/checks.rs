//! The checks that `cargo xtask ci` runs; each also runs by its own name.

use anyhow::Context as _;

use crate::shell::{cargo, note, output, root, run};
use crate::{codegen, layers, tidy};

/// The facade's features; each must build alone.
const FACADE_FEATURES: &[&str] = &["kube", "cli", "embedded", "testing"];

/// Test targets that run on a real cluster too. They are picked from the whole workspace, whose build is there already: nothing
/// is compiled beside a cluster that needs the processor.
const REAL_SUITES: &[&str] = &[
    "contract",
    "deploy",
    "deploy_methods",
    "main_job",
    "resources",
    "rollouts",
    "temporary_patches",
    "webhooks",
];

/// A named check.
type Check = (&'static str, fn() -> anyhow::Result<()>);

/// Runs every check and stops at the first that fails.
pub(crate) fn ci() -> anyhow::Result<()> {
    let checks: &[Check] = &[
        ("fmt", fmt),
        ("tidy", tidy::check),
        ("layers", layers::check),
        ("codegen", codegen::check),
        ("deny", deny),
        ("clippy", clippy),
        ("features", features),
        ("test", test),
        ("parity", recorded_parity),
        ("e2e", embedded_conformance),
        ("doc", doc),
    ];
    for (name, check) in checks {
        note(&format!("== {name}"))?;
        check().map_err(|error| error.context(format!("the check `{name}` failed")))?;
    }
    note("== every check passed")
}

/// Formatting, by the toolchain's default settings.
pub(crate) fn fmt() -> anyhow::Result<()> {
    run(cargo(&["fmt", "--all", "--check"]))
}

/// Lints, on every target, with all features and with none.
pub(crate) fn clippy() -> anyhow::Result<()> {
    for features in ["--all-features", "--no-default-features"] {
        run(cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            features,
            "--",
            "-D",
            "warnings",
        ]))?;
    }
    Ok(())
}

/// Unit, integration and documentation tests, and the examples' own.
pub(crate) fn test() -> anyhow::Result<()> {
    run(cargo(&["test", "--workspace", "--all-features"]))
}

/// The vectors that were recorded from the Python framework, and the page that shows how they went.
pub(crate) fn recorded_parity() -> anyhow::Result<()> {
    parity(&["--check-docs".to_owned()])
}

/// The comparison with the Python framework, with arguments of its own.
pub(crate) fn parity(args: &[String]) -> anyhow::Result<()> {
    let mut command = cargo(&["run", "--package", "oper8-parity", "--"]);
    command.args(args);
    run(command)
}

/// The conformance suite on the embedded server, and the page that shows how it went.
pub(crate) fn embedded_conformance() -> anyhow::Result<()> {
    run(suite(&["--check-docs".to_owned()])?)
}

/// The conformance suite, with arguments of its own. It takes the place of this process: a signal to stop is for it, which
/// has servers to stop.
pub(crate) fn e2e(args: &[String]) -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt as _;
    let error = suite(args)?.exec();
    Err(anyhow::Error::from(error).context("could not start the suite"))
}

/// The suite's program, built with the features of the whole workspace: so the examples' operators, which it builds, share its
/// dependencies. Cargo says what it builds, and what it waits for.
fn suite(args: &[String]) -> anyhow::Result<std::process::Command> {
    let built = built("oper8-e2e")?;
    let mut command = std::process::Command::new(built);
    command
        .args(args)
        .current_dir(root())
        .env("CARGO_MANIFEST_DIR", root().join("xtask/e2e"));
    Ok(command)
}

/// Builds a program of the workspace, and says where it is.
fn built(name: &str) -> anyhow::Result<std::path::PathBuf> {
    let mut build = cargo(&["build", "--workspace", "--all-features", "--bin", name]);
    build.args(["--message-format", "json-render-diagnostics"]);
    let output = build.stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        anyhow::bail!("{name} does not build");
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let path = text.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(message["executable"].as_str()?.into())
    });
    path.with_context(|| format!("cargo built no {name}"))
}

/// The suites that also run on a real cluster, on the one that `OPER8_TEST_KUBECONFIG` names.
pub(crate) fn real() -> anyhow::Result<()> {
    #[expect(
        clippy::disallowed_methods,
        reason = "read for its presence only; the tests read it themselves"
    )]
    if std::env::var("OPER8_TEST_KUBECONFIG").is_err() {
        anyhow::bail!(
            "set OPER8_TEST_KUBECONFIG to the kubeconfig of a cluster that may be written to"
        );
    }
    let mut command = cargo(&["test", "--workspace", "--all-features"]);
    for suite in REAL_SUITES {
        command.args(["--test", suite]);
    }
    run(command)
}

/// Documentation with warnings denied.
pub(crate) fn doc() -> anyhow::Result<()> {
    let mut command = cargo(&["doc", "--workspace", "--no-deps", "--all-features"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    run(command)
}

/// The facade without features, and with each alone.
pub(crate) fn features() -> anyhow::Result<()> {
    run(cargo(&["check", "-p", "oper8", "--no-default-features"]))?;
    for feature in FACADE_FEATURES {
        run(cargo(&[
            "check",
            "-p",
            "oper8",
            "--no-default-features",
            "--features",
            feature,
        ]))?;
    }
    Ok(())
}

/// Licences, sources and duplicate versions, where cargo-deny is installed.
pub(crate) fn deny() -> anyhow::Result<()> {
    if output(cargo(&["deny", "--version"])).is_err() {
        return note("cargo-deny is not installed: skipped (`cargo install cargo-deny --locked`)");
    }
    run(cargo(&[
        "deny",
        "--all-features",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))
}

/// Every bench of the workspace.
pub(crate) fn bench() -> anyhow::Result<()> {
    run(cargo(&["bench", "--workspace", "--benches"]))
}
