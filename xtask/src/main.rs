//! Maintainers' commands: `cargo xtask <command>`; `cargo xtask ci` runs every check.

mod checks;
mod codegen;
mod layers;
mod memory;
mod shell;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every check and generator of the workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs every check below, in order, and stops at the first that fails.
    Ci,
    /// Checks the formatting.
    Fmt,
    /// Lints all targets with all and with no default features, warnings denied.
    Clippy,
    /// Runs unit, integration and documentation tests.
    Test,
    /// Builds the documentation with warnings denied.
    Doc,
    /// Checks the facade with no features, and with each feature alone.
    Features,
    /// Checks which crate may use which, and what stays out of a crate's whole tree.
    CheckLayers,
    /// Writes the table of the built-in kinds from its dump, or checks that it is what the dump gives.
    Codegen(codegen::Args),
    /// Checks house rules that no other tool knows.
    Tidy,
    /// Checks licences, sources and duplicate versions with cargo-deny, where it is installed.
    Deny,
    /// Compares this implementation with the Python framework; see `cargo xtask parity --help`.
    #[command(disable_help_flag = true)]
    Parity {
        /// Given on to the comparison; without any, both are asked for random inputs.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Runs the conformance suite on the embedded API server, or on a real one; see `cargo xtask e2e --help`.
    #[command(disable_help_flag = true)]
    E2e {
        /// Given on to the suite.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Runs the suites that also run on a real cluster, on the one that OPER8_TEST_KUBECONFIG names.
    Real,
    /// Measures the memory of an idle operator, for docs/performance.md.
    Memory(memory::Args),
    /// Runs the benches; docs/performance.md quotes them.
    Bench,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Ci => checks::ci(),
        Command::Fmt => checks::fmt(),
        Command::Clippy => checks::clippy(),
        Command::Test => checks::test(),
        Command::Doc => checks::doc(),
        Command::Features => checks::features(),
        Command::CheckLayers => layers::check(),
        Command::Codegen(args) => codegen::run(&args),
        Command::Tidy => tidy::check(),
        Command::Deny => checks::deny(),
        Command::Parity { args } => checks::parity(&args),
        Command::E2e { args } => checks::e2e(&args),
        Command::Real => checks::real(),
        Command::Memory(args) => memory::measure(&args),
        Command::Bench => checks::bench(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            shell::error(&error);
            ExitCode::FAILURE
        }
    }
}
