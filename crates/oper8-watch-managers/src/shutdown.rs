//! Being told to stop by the operating system.

use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

/// A token that is cancelled by SIGTERM or SIGINT (Ctrl-C). A second signal ends the process at once, with the exit code
/// 130.
///
/// Must be called within a tokio runtime; the listening task ends with the runtime.
pub fn on_signal() -> CancellationToken {
    on_signal_with(|| {})
}

/// As [`on_signal`], and calls `last` before a second signal ends the process: nothing else is cleaned up then.
pub fn on_signal_with(last: impl FnOnce() + Send + 'static) -> CancellationToken {
    let token = CancellationToken::new();
    let mut signals = match Signals::listen() {
        Ok(signals) => signals,
        Err(error) => {
            error!(%error, "signals cannot be received: the operator will not stop gracefully");
            return token;
        }
    };
    let cancelled = token.clone();
    tokio::spawn(async move {
        signals.next().await;
        warn!(
            "stopping: no new reconciliation starts, running ones finish; a second signal stops at once"
        );
        cancelled.cancel();
        signals.next().await;
        last();
        std::process::exit(130);
    });
    token
}

/// The signals that ask to stop. From its making on none is lost.
#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Ctrl-C, where there are no other signals.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
