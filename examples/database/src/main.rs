//! An operator that runs a database: its servers, the migrations between its versions, and its backups.

mod components;
mod controller;
mod database;
mod manifests;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use oper8::prelude::*;

fn main() -> ExitCode {
    Operator::new("database")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs databases: servers, migrations, backups")
        .controller(controller::DatabaseController)
        .main()
}
