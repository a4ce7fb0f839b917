//! How long the program takes until it serves, and until it has stopped.
//!
//! `cargo bench -p oper8-apiserver --features bin --bench startup`

#![allow(clippy::unwrap_used, reason = "a failure is a failed run")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use divan::Bencher;

fn main() {
    divan::main();
}

/// The program, once it has said where it serves.
fn serving(arguments: &[&str]) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_oper8-apiserver"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.as_mut().unwrap());
    output.read_line(&mut line).unwrap();
    assert!(line.starts_with("KUBECONFIG="), "{line}");
    child
}

fn stop(mut child: Child) {
    let pid = child.id().to_string();
    let killed = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(killed.unwrap().success());
    assert!(child.wait().unwrap().success());
}

const WAYS: [&[&str]; 3] = [&[], &["--simulate"], &["--tls", "--simulate", "--rbac"]];

#[divan::bench(args = WAYS, sample_count = 20, sample_size = 1)]
fn until_it_serves(bencher: Bencher, arguments: &[&str]) {
    let running = std::cell::RefCell::new(Vec::new());
    bencher.bench_local(|| running.borrow_mut().push(serving(arguments)));
    running.take().into_iter().for_each(stop);
}

#[divan::bench(args = WAYS, sample_count = 20, sample_size = 1)]
fn until_it_has_stopped(bencher: Bencher, arguments: &[&str]) {
    bencher
        .with_inputs(|| serving(arguments))
        .bench_local_values(stop);
}
