//! One conformance suite for the embedded API server and for real ones: `cargo xtask e2e`.
//!
//! Cases are written by hand (`cases/`), their answers are recorded from a real kube-apiserver (`answers/`). What the
//! embedded server answers otherwise is its bug, or stands with its reason in `differences.yaml`.

mod answer;
mod answers;
mod ask;
mod cargo;
mod case;
mod cli;
mod compare;
mod differences;
mod files;
mod mask;
mod operator;
mod page;
mod programs;
mod providers;
mod real;
mod report;
mod run;
mod watching;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(cli::run(&cli)));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            // Nothing is left to do when standard error is closed.
            let _ = writeln!(std::io::stderr().lock(), "error: {}", report::told(&error));
            ExitCode::from(2)
        }
    }
}
