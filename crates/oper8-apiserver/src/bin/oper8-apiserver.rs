//! The embedded API server as a program of its own, for clients and tests in any language.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use jiff::SignedDuration;
use oper8_apiserver::faults::Plan;
use oper8_apiserver::{ApiServer, ServeOptions, Served, Simulator, Snapshot, User};
use tokio::signal::unix::{SignalKind, signal};

/// An in-memory Kubernetes API server on 127.0.0.1.
///
/// It prints KUBECONFIG=FILE when it serves, and stops at SIGTERM or SIGINT. What it holds is gone then, but for --state.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Where to write the kubeconfig, readable by its owner alone; a file that goes away with the server otherwise.
    #[arg(long, value_name = "FILE")]
    kubeconfig: Option<PathBuf>,
    /// Speak HTTPS, with certificates made for this run.
    #[arg(long)]
    tls: bool,
    /// Let roles and bindings decide who may do what.
    #[arg(long)]
    rbac: bool,
    /// One more user, with a context of that name in the kubeconfig; may be given several times.
    #[arg(long = "user", value_name = "NAME[=GROUP,..]", value_parser = user)]
    users: Vec<User>,
    /// Play the controllers of workloads: they become ready after this span, such as 500ms or 2s; 1s where none is given.
    #[arg(long, value_name = "SPAN", num_args = 0..=1, default_missing_value = "1s", value_parser = span)]
    simulate: Option<Duration>,
    /// Make the objects of a YAML or JSON file, or of the files in a folder, before it serves; may be given more than once.
    #[arg(long, value_name = "PATH")]
    manifests: Vec<PathBuf>,
    /// Go on from the state in this file, if it exists, and write the state to it when it stops.
    ///
    /// The file holds Secrets, and only its owner can read it.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Add each request to this file, as a line of JSON, when it is answered; values of Secrets are left out.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Do what goes wrong by rules, one JSON line each: a file of them, or the rules themselves. docs/faults.md has the format.
    #[arg(long, value_name = "FILE|JSON")]
    faults: Option<String>,
}

/// The names of the user who may do everything and of its context.
const OWN_NAMES: [&str; 2] = ["admin", "embedded"];

fn user(text: &str) -> Result<User, String> {
    let (name, groups) = text.split_once('=').unwrap_or((text, ""));
    if name.is_empty() {
        return Err("a user needs a name; write it as alice or alice=dev,ops".to_owned());
    }
    if OWN_NAMES.contains(&name) {
        return Err(format!(
            "{name:?} is taken: by the server's own user and its context"
        ));
    }
    let groups = groups.split(',').filter(|group| !group.is_empty());
    Ok(groups.fold(User::new(name), User::group))
}

fn span(text: &str) -> Result<Duration, String> {
    let span: SignedDuration = text
        .parse()
        .map_err(|_| "not a span of time; write it as 500ms, 2s or 1m30s".to_owned())?;
    Duration::try_from(span).map_err(|_| "a span cannot be negative".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the last words of a program")]
fn complain(problem: &str) {
    eprintln!("error: {problem}");
}

async fn run(args: &Args) -> Result<(), String> {
    // Before it serves, so that no signal is missed.
    let handler = |kind| signal(kind).map_err(|error| format!("cannot listen to signals: {error}"));
    let (mut terminate, mut interrupt) = (
        handler(SignalKind::terminate())?,
        handler(SignalKind::interrupt())?,
    );
    check_users(&args.users)?;
    let server = build(args)?;
    if let Some(path) = &args.state {
        // Told now rather than at the end, when all would be lost.
        save(&server, path)?;
    }
    let served = serve(args, &server).await?;
    let own = tempfile::tempdir().map_err(|error| format!("cannot make a folder: {error}"))?;
    let path = match &args.kubeconfig {
        Some(path) => path.clone(),
        None => own.path().join("kubeconfig"),
    };
    served
        .write_kubeconfig(&path)
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    announce(&path)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    served.shutdown().await;
    match &args.state {
        Some(path) => save(&server, path),
        None => Ok(()),
    }
}

fn save(server: &ApiServer, path: &Path) -> Result<(), String> {
    let written = server.snapshot().write(path);
    written.map_err(|error| format!("cannot write the state to {}: {error}", path.display()))
}

/// Each user is a context of the kubeconfig, whose names have to differ.
fn check_users(users: &[User]) -> Result<(), String> {
    let mut names = BTreeSet::new();
    match users.iter().find(|user| !names.insert(user.name())) {
        Some(user) => Err(format!("--user {} is given twice", user.name())),
        None => Ok(()),
    }
}

/// The server, with all that it is to hold from the start.
fn build(args: &Args) -> Result<ApiServer, String> {
    let mut builder = ApiServer::builder().rbac(args.rbac);
    if let Some(delay) = args.simulate {
        builder = builder.simulator(Simulator::new(delay));
    }
    if let Some(path) = args.state.as_ref().filter(|path| path.exists()) {
        builder = builder.restore(Snapshot::read(path).map_err(told)?);
    }
    let server = builder.build();
    for path in &args.manifests {
        server.load_manifests(path).map_err(told)?;
    }
    if let Some(path) = &args.journal {
        let file = append(path);
        let file = file.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        server.journal().write_to(file);
    }
    if let Some(faults) = &args.faults {
        server.faults().follow(&plan(faults)?);
    }
    Ok(server)
}

/// The rules that were given, or those in the file that was.
fn plan(given: &str) -> Result<Plan, String> {
    if given.trim_start().starts_with('{') {
        return given.parse().map_err(told);
    }
    let text = std::fs::read_to_string(given);
    let text = text.map_err(|error| format!("cannot read the faults in {given}: {error}"))?;
    let plan: Result<Plan, _> = text.parse();
    plan.map_err(|error| format!("{given}: {}", told(error)))
}

/// A file that only its owner can read, to add to.
fn append(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// An error with its causes, on one line.
fn told(error: impl Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

async fn serve(args: &Args, server: &ApiServer) -> Result<Served, String> {
    let mut options = ServeOptions::default().port(args.port);
    for user in &args.users {
        options = options.user(user.clone());
    }
    if args.tls {
        options = options.tls();
    }
    let served = server.serve(options).await;
    served.map_err(|error| format!("cannot serve on 127.0.0.1:{}: {error}", args.port))
}

/// Tells whoever started the program that it serves.
fn announce(path: &std::path::Path) -> Result<(), String> {
    use std::io::Write as _;

    let path = std::path::absolute(path).map_err(|error| error.to_string())?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "KUBECONFIG={}", path.display())
        .and_then(|()| stdout.flush())
        .map_err(|error| format!("cannot write to standard output: {error}"))
}
