//! Compares this implementation with the Python framework ("the reference"), vector by vector.
//!
//! A vector is an input and what the reference answered. `--vectors` takes them from files; without it they are made by seed, and
//! the reference itself is asked. Answers that differ pass only where `differences.yaml` says so, with the reason.

mod areas;
mod compare;
mod differences;
mod files;
mod input;
mod oracle;
mod page;
mod raised;
mod report;
mod run;
mod vector;
mod world;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Compares this implementation with the reference.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask parity", bin_name = "cargo xtask parity")]
struct Cli {
    /// Run the vectors of this file, or of this folder's .json and .json.gz files; the reference is not asked.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["record", "seed", "count", "python"])]
    vectors: Option<PathBuf>,
    /// Only this area; may be given several times.
    #[arg(long, value_name = "NAME")]
    area: Vec<String>,
    /// Where the random vectors start.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many random vectors each area gets; each area has its own default.
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    /// A Python with the reference installed; without it an environment is made in the target folder.
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,
    /// Write the vectors that are checked in anew, from the reference.
    #[arg(long)]
    record: bool,
    /// Write the generated blocks of docs/parity.md, from the vectors that are checked in.
    #[arg(long, conflicts_with_all = ["vectors", "area", "record", "seed", "count", "python"])]
    update_docs: bool,
    /// Fail where the generated blocks of docs/parity.md are old; for a run of the vectors that are checked in.
    #[arg(long, conflicts_with_all = ["area", "record", "update_docs"])]
    check_docs: bool,
    /// Show inputs and answers whole.
    #[arg(long)]
    full: bool,
}

fn main() -> ExitCode {
    match run::run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Nothing is left to do when standard error is closed.
            let _ = writeln!(std::io::stderr().lock(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
