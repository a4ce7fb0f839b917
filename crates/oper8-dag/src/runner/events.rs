//! What happens while a graph runs: the futures of nodes and checks, and which of them ends next.

use std::{
    future::{self, Future},
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
    task::Poll,
};

use futures_util::{
    FutureExt as _, future::FusedFuture, stream::FuturesUnordered, stream::StreamExt as _,
};

use crate::{
    outcome::{Halt, Panicked},
    refs::{EdgeRef, NodeRef},
};

/// Something that a run reacts to. A `place` is that of a node in the topology.
pub(super) enum Event<X> {
    /// A node has run.
    Visited {
        place: usize,
        result: Result<(), Halt<X>>,
    },
    /// The checks of a node were asked, when `since` nodes had ended; they hold, or one does not, or one ended the node.
    Checked {
        place: usize,
        since: usize,
        result: Result<bool, Halt<X>>,
    },
    /// A node was to run when no more nodes were to start.
    Unstarted,
    /// No more nodes are to start.
    Cancelled,
    /// Nothing is left that could end.
    Quiet,
}

/// Waits for the next event.
pub(super) async fn next_event<X, S, V, C>(
    mut cancel: Pin<&mut S>,
    visits: &mut FuturesUnordered<V>,
    checks: &mut FuturesUnordered<C>,
) -> Event<X>
where
    S: FusedFuture<Output = ()>,
    V: Future<Output = Event<X>>,
    C: Future<Output = Event<X>>,
{
    future::poll_fn(|context| {
        if visits.is_empty() && checks.is_empty() {
            return Poll::Ready(Event::Quiet);
        }
        if !cancel.is_terminated() && cancel.as_mut().poll(context).is_ready() {
            return Poll::Ready(Event::Cancelled);
        }
        if let Poll::Ready(Some(event)) = visits.poll_next_unpin(context) {
            return Poll::Ready(event);
        }
        if let Poll::Ready(Some(event)) = checks.poll_next_unpin(context) {
            return Poll::Ready(event);
        }
        Poll::Pending
    })
    .await
}

/// Whether nodes may still start: a run may be cancelled after it chose a node and before the node is first polled.
pub(super) struct Start<'r> {
    runner: &'r str,
    allowed: AtomicBool,
}

impl<'r> Start<'r> {
    /// For the run of a runner of this name.
    pub(super) fn new(runner: &'r str) -> Self {
        let allowed = AtomicBool::new(true);
        Self { runner, allowed }
    }

    /// From now on no node starts. One task polls the whole run, so there is nothing to order between threads.
    pub(super) fn none(&self) {
        tracing::debug!(runner = %self.runner, "cancelled, starting no more nodes");
        self.allowed.store(false, Ordering::Relaxed);
    }
}

/// Runs a node, unless the run was cancelled before it could begin.
pub(super) async fn visit_node<'g, N, E, X, V, VF>(
    visit: &V,
    node: NodeRef<'g, N, E>,
    place: usize,
    start: &Start<'_>,
) -> Event<X>
where
    V: Fn(NodeRef<'g, N, E>) -> VF,
    VF: Future<Output = Result<(), Halt<X>>>,
    X: From<Panicked>,
{
    if !start.allowed.load(Ordering::Relaxed) {
        return Event::Unstarted;
    }
    tracing::debug!(runner = %start.runner, node = node.name(), "node starts");
    let result = contained(async || visit(node).await, None).await;
    Event::Visited { place, result }
}

/// Asks the checks of a node's edges, up to the first that does not hold.
pub(super) async fn check_node<'g, N, E, X, C, CF>(
    check: &C,
    node: NodeRef<'g, N, E>,
    place: usize,
    since: usize,
) -> Event<X>
where
    C: Fn(EdgeRef<'g, N, E>) -> CF,
    CF: Future<Output = Result<bool, Halt<X>>>,
    X: From<Panicked>,
{
    let mut result = Ok(true);
    for edge in node.edges() {
        let upstream = edge.upstream().name();
        result = contained(async || check(edge).await, Some(upstream)).await;
        if !matches!(result, Ok(true)) {
            break;
        }
    }
    Event::Checked {
        place,
        since,
        result,
    }
}

/// Turns a panic of the caller's code into a failure.
///
/// What the panic left behind is dropped here and seen by nobody, as far as this crate goes; values that the caller's own
/// futures share are theirs to guard, as with threads.
async fn contained<T, X: From<Panicked>>(
    run: impl AsyncFnOnce() -> Result<T, Halt<X>>,
    upstream: Option<&str>,
) -> Result<T, Halt<X>> {
    match AssertUnwindSafe(run()).catch_unwind().await {
        Ok(result) => result,
        Err(payload) => {
            let panicked = Panicked::new(&*payload, upstream);
            Err(Halt::Failed(Some(panicked.into())))
        }
    }
}
