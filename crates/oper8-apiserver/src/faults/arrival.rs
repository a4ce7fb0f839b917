//! What rules do to one request.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::Response;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::pause::Held;
use super::rule::{Action, At};
use super::stale;
use super::watches::Step;
use crate::body::Body;
use crate::cluster::Cluster;
use crate::journal::Entry;

/// The rules that a request meets; mostly none.
#[derive(Default)]
pub(crate) struct Arrival(Vec<Hit>);

/// A rule that hits a request.
pub(super) struct Hit {
    pub(super) at: At,
    pub(super) action: Action,
    pub(super) removed: CancellationToken,
    pub(super) stopped: CancellationToken,
    pub(super) pause: Option<mpsc::UnboundedSender<Held>>,
    pub(super) fired: Arc<AtomicU64>,
}

impl Arrival {
    pub(super) fn new(hits: Vec<Hit>) -> Self {
        Self(hits)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Does what the rules say on this side of the server's work. An answer ends the request.
    ///
    /// # Errors
    ///
    /// When the connection is to break.
    pub(crate) async fn pass(
        &self,
        at: At,
        cluster: &Cluster,
        entry: &Entry,
    ) -> io::Result<Option<Response<Body>>> {
        for hit in self.0.iter().filter(|hit| hit.at == at) {
            if hit.removed.is_cancelled() {
                continue;
            }
            if hit.fires_here() {
                hit.fired.fetch_add(1, Ordering::Relaxed);
            }
            if let Some(pause) = &hit.pause {
                let (held, released) = Held::new(entry.clone());
                if pause.send(held).is_ok() {
                    hit.wait(released).await?;
                }
                if hit.removed.is_cancelled() {
                    continue;
                }
            }
            match &hit.action {
                Action::Pass | Action::Watch(_) | Action::Mutate(_) | Action::Hide(_) => {}
                Action::Write(edit) => {
                    if edit.run(cluster, entry) {
                        hit.fired.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Action::Fail(failure) => return Ok(Some(failure.response(entry))),
                Action::Delay { by } => hit.wait(tokio::time::sleep(*by)).await?,
                Action::Reset => return Err(reset()),
                Action::Hang => hit.wait(std::future::pending::<()>()).await?,
            }
        }
        Ok(None)
    }

    /// What the server reads in the place of what was sent.
    pub(crate) fn mutate(&self, body: Bytes) -> Bytes {
        self.live().fold(body, |body, hit| match &hit.action {
            Action::Mutate(mutation) => {
                hit.fired.fetch_add(1, Ordering::Relaxed);
                mutation.change(&body)
            }
            _ => body,
        })
    }

    /// The answer of discovery, without what is hidden.
    pub(crate) fn hide(&self, response: Response<Body>) -> Response<Body> {
        self.live()
            .fold(response, |response, hit| match &hit.action {
                Action::Hide(hidden) => {
                    hit.fired.fetch_add(1, Ordering::Relaxed);
                    response.map(|body| body.map_whole(|document| stale::hide(&document, hidden)))
                }
                _ => response,
            })
    }

    fn live(&self) -> impl Iterator<Item = &Hit> {
        self.0.iter().filter(|hit| !hit.removed.is_cancelled())
    }

    /// What the watch that the request starts does wrong.
    pub(super) fn steps(self) -> impl Iterator<Item = Step> {
        self.0.into_iter().filter_map(|hit| match hit.action {
            Action::Watch(fault) => Some(Step {
                fault,
                removed: hit.removed,
                fired: hit.fired,
            }),
            _ => None,
        })
    }
}

impl Hit {
    /// Whether it has taken effect when its turn has come, whatever follows.
    fn fires_here(&self) -> bool {
        !matches!(
            self.action,
            Action::Watch(_) | Action::Write(_) | Action::Mutate(_) | Action::Hide(_)
        )
    }

    /// Waits for `what`, or until the rule is removed.
    async fn wait(&self, what: impl Future) -> io::Result<()> {
        tokio::select! {
            _ = what => Ok(()),
            () = self.removed.cancelled() => Ok(()),
            () = self.stopped.cancelled() => Err(reset()),
        }
    }
}

/// A connection that breaks.
pub(super) fn reset() -> io::Error {
    io::Error::new(
        io::ErrorKind::ConnectionReset,
        "connection reset by a fault rule",
    )
}
