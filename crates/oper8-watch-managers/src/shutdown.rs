//! Being told to stop by the operating system.

use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

/// A token that is cancelled by SIGTERM or SIGINT (Ctrl-C). A second signal ends the process at once, with the exit code
/// 130.
///
/// Must be called within a tokio runtime; the listening task ends with the runtime.
pub fn on_signal() -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    tokio::spawn(async move {
        if let Err(error) = signal().await {
            error!(%error, "signals cannot be received: the operator will not stop gracefully");
            return;
        }
        warn!(
            "stopping: no new reconciliation starts, running ones finish; a second signal stops at once"
        );
        cancelled.cancel();
        if signal().await.is_ok() {
            std::process::exit(130);
        }
    });
    token
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
