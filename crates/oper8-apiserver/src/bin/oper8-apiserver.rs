//! The embedded API server as a program of its own, for clients and tests in any language.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use jiff::SignedDuration;
use oper8_apiserver::{ApiServer, ServeOptions, Served, Simulator};
use tokio::signal::unix::{SignalKind, signal};

/// An in-memory Kubernetes API server on 127.0.0.1.
///
/// It prints KUBECONFIG=FILE when it serves, and stops at SIGTERM or SIGINT. What it holds is gone then.
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
    /// Play the controllers of workloads: they become ready after this span, such as 500ms or 2s.
    #[arg(long, value_name = "SPAN", num_args = 0..=1, default_missing_value = "1s", value_parser = span)]
    simulate: Option<Duration>,
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
    let served = serve(args).await?;
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
    Ok(())
}

async fn serve(args: &Args) -> Result<Served, String> {
    let mut builder = ApiServer::builder();
    if let Some(delay) = args.simulate {
        builder = builder.simulator(Simulator::new(delay));
    }
    let mut options = ServeOptions::default().port(args.port);
    if args.tls {
        options = options.tls();
    }
    let served = builder.build().serve(options).await;
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
