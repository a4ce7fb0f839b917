//! An operator that rolls out a web application: configuration, database, migration, cache, API and frontend.

mod components;
mod controller;
mod manifests;
#[cfg(test)]
mod tests;
mod webapp;

use std::process::ExitCode;

use oper8::prelude::*;

fn main() -> ExitCode {
    Operator::new("webapp")
        .version(env!("CARGO_PKG_VERSION"))
        .controller(controller::WebAppController)
        .temporary_patches()
        .main()
}
