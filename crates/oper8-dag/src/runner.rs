//! Runs the nodes of a graph concurrently, upstreams first.

mod events;
mod progress;

use std::{
    future::{self, Future},
    num::NonZeroUsize,
    pin::pin,
    sync::Arc,
};

use futures_util::{FutureExt as _, future::FusedFuture as _, stream::FuturesUnordered};

use crate::{
    completion::CompletionState,
    error::GraphError,
    graph::Graph,
    outcome::{Halt, Outcome, Panicked},
    refs::{EdgeRef, NodeRef},
};
use events::{Event, Start, check_node, next_event, visit_node};
use progress::Progress;

/// Runs the nodes of a [`Graph`] concurrently, each one after its upstreams.
///
/// A run is one future. It spawns nothing, so what it calls may borrow; it needs no particular executor, and does nothing
/// while nothing happens. Dropping it drops the nodes that are running.
///
/// # How a run goes
///
/// - A node starts when all its upstreams are verified and then the checks of all its edges hold.
/// - The checks of one node are asked one after the other, in the order of its edges, up to the first that does not hold.
///   They are all asked again each time another node has ended. Nodes whose checks do not hold when nothing else is left
///   to run stay unstarted.
/// - A node that fails or stays unverified, itself or by the check of one of its edges, keeps all nodes that wait for it
///   from starting. Every other node goes on.
/// - A panic in a node or a check counts as a failure with the message of the panic (where panics unwind).
/// - A disabled node is skipped: it, and what waits for it, stays unstarted.
/// - Of the nodes that could start, the first in [`Graph::topology`] does. With a concurrency of one and checks that hold,
///   the nodes run in exactly that order.
///
/// # Examples
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), oper8_dag::GraphError> {
/// use oper8_dag::{Graph, Halt, Runner};
///
/// let mut graph = Graph::<bool>::new();
/// graph.add_node("database", true)?;
/// graph.add_node("web", false)?;
/// graph.add_edge("web", "database", ())?;
///
/// let state = Runner::new(&graph)
///     .run(async |node| match node.data() {
///         true => Ok(()),
///         false => Err(Halt::failed("no such image".to_owned())),
///     })
///     .await;
/// assert_eq!(state.verified_nodes(), ["database"].into());
/// assert_eq!(state.error("web").unwrap(), "no such image");
/// # Ok(()) }
/// ```
#[must_use = "a runner does nothing until it is run"]
pub struct Runner<'g, N, E = ()> {
    graph: &'g Graph<N, E>,
    name: String,
    concurrency: Option<NonZeroUsize>,
    verify_upstream: bool,
    /// By node index.
    disabled: Vec<bool>,
}

impl<'g, N, E> Runner<'g, N, E> {
    /// A runner for all nodes of this graph, with no bound on how many run at once.
    pub fn new(graph: &'g Graph<N, E>) -> Self {
        Self {
            graph,
            name: String::new(),
            concurrency: None,
            verify_upstream: true,
            disabled: vec![false; graph.len()],
        }
    }

    /// Gives the runner a name, which its log events carry as `runner`. Empty by default.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Bounds how many nodes run at once; `None`, the default, is no bound. A node whose checks are being asked counts.
    pub fn concurrency(mut self, bound: impl Into<Option<NonZeroUsize>>) -> Self {
        self.concurrency = bound.into();
        self
    }

    /// Whether the checks of edges are asked, which is the default; otherwise they are taken to hold.
    pub fn verify_upstream(mut self, verify: bool) -> Self {
        self.verify_upstream = verify;
        self
    }

    /// Skips the nodes of these names: they, and what waits for them, stay unstarted. The graph is left alone.
    ///
    /// # Errors
    ///
    /// [`GraphError::UnknownNode`] for a name that the graph does not have.
    pub fn disable<S: AsRef<str>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> Result<Self, GraphError> {
        for name in names {
            let name = name.as_ref();
            let node = self
                .graph
                .node(name)
                .ok_or_else(|| self.graph.unknown(name))?;
            self.disabled[node.index.index()] = true;
        }
        Ok(self)
    }

    /// Skips the nodes for which `skip` holds: they, and what waits for them, stay unstarted.
    pub fn disable_where(mut self, mut skip: impl FnMut(NodeRef<'g, N, E>) -> bool) -> Self {
        for node in self.graph.nodes() {
            self.disabled[node.index.index()] |= skip(node);
        }
        self
    }

    /// Runs the graph, taking the checks of all edges to hold.
    ///
    /// `visit` is called once for each node that starts. The future is `Send` if `visit` is `Send` and `Sync`, and its
    /// futures and errors and the graph's values are as needed.
    pub async fn run<X, V, VF>(&self, visit: V) -> CompletionState<X>
    where
        V: Fn(NodeRef<'g, N, E>) -> VF,
        VF: Future<Output = Result<(), Halt<X>>>,
        X: From<Panicked>,
    {
        let check = |_| future::ready(Ok(true));
        self.drive(false, future::pending(), visit, check).await
    }

    /// Runs the graph as [`run`](Self::run) does, and asks `check` whether a node may start after an upstream.
    ///
    /// `check` is called for an edge only when all upstreams of its node are verified, and possibly many times. An error
    /// ends the node as if `visit` had returned it.
    pub async fn run_checked<X, V, VF, C, CF>(&self, visit: V, check: C) -> CompletionState<X>
    where
        V: Fn(NodeRef<'g, N, E>) -> VF,
        VF: Future<Output = Result<(), Halt<X>>>,
        C: Fn(EdgeRef<'g, N, E>) -> CF,
        CF: Future<Output = Result<bool, Halt<X>>>,
        X: From<Panicked>,
    {
        self.run_until(future::pending(), visit, check).await
    }

    /// Runs the graph as [`run_checked`](Self::run_checked) does, until `cancel` is done.
    ///
    /// From then on no node starts, not even one that was chosen already, and checks that are being asked are dropped; the
    /// nodes that are running are awaited, and all others stay unstarted. (Drop the run to drop running nodes too.)
    pub async fn run_until<X, S, V, VF, C, CF>(
        &self,
        cancel: S,
        visit: V,
        check: C,
    ) -> CompletionState<X>
    where
        S: Future<Output = ()>,
        V: Fn(NodeRef<'g, N, E>) -> VF,
        VF: Future<Output = Result<(), Halt<X>>>,
        C: Fn(EdgeRef<'g, N, E>) -> CF,
        CF: Future<Output = Result<bool, Halt<X>>>,
        X: From<Panicked>,
    {
        self.drive(self.verify_upstream, cancel, visit, check).await
    }

    async fn drive<X, S, V, VF, C, CF>(
        &self,
        ask: bool,
        cancel: S,
        visit: V,
        check: C,
    ) -> CompletionState<X>
    where
        S: Future<Output = ()>,
        V: Fn(NodeRef<'g, N, E>) -> VF,
        VF: Future<Output = Result<(), Halt<X>>>,
        C: Fn(EdgeRef<'g, N, E>) -> CF,
        CF: Future<Output = Result<bool, Halt<X>>>,
        X: From<Panicked>,
    {
        let mut progress = Progress::new(self.graph, &self.disabled);
        let mut cancel = pin!(cancel.fuse());
        let start = Start::new(&self.name);
        let mut visits = FuturesUnordered::new();
        let mut checks = FuturesUnordered::new();
        let bound = self.concurrency.map_or(usize::MAX, NonZeroUsize::get);
        loop {
            if !cancel.is_terminated() && poll_once(cancel.as_mut()).await {
                start.none();
                checks.clear();
            }
            while !cancel.is_terminated() && visits.len() + checks.len() < bound {
                let Some(place) = progress.next() else { break };
                let node = NodeRef::new(self.graph, progress.node(place));
                if ask && node.edges().len() > 0 {
                    checks.push(check_node(&check, node, place, progress.ended()));
                } else {
                    visits.push(visit_node(&visit, node, place, &start));
                }
            }
            match next_event(cancel.as_mut(), &mut visits, &mut checks).await {
                Event::Cancelled => {
                    start.none();
                    checks.clear();
                }
                Event::Checked {
                    place,
                    result: Ok(true),
                    ..
                } => {
                    let node = NodeRef::new(self.graph, progress.node(place));
                    visits.push(visit_node(&visit, node, place, &start));
                }
                Event::Checked {
                    place,
                    since,
                    result: Ok(false),
                } => progress.hold(place, since),
                Event::Checked {
                    place,
                    result: Err(halt),
                    ..
                } => {
                    self.end(&mut progress, place, Err(halt));
                }
                Event::Visited { place, result } => self.end(&mut progress, place, result),
                Event::Unstarted => {}
                Event::Quiet => break,
            }
        }
        self.completion(progress)
    }
}

impl<N, E> Runner<'_, N, E> {
    fn end<X>(&self, progress: &mut Progress<X>, place: usize, result: Result<(), Halt<X>>) {
        let node = progress.node(place);
        let outcome = Outcome::from(result);
        let name = NodeRef::new(self.graph, node).name();
        tracing::debug!(runner = %self.name, node = name, outcome = outcome.set(), "node ended");
        let downstreams = self
            .graph
            .inner
            .neighbors_directed(node, petgraph::Direction::Incoming);
        progress.end(place, outcome, downstreams);
    }

    fn completion<X>(&self, progress: Progress<X>) -> CompletionState<X> {
        let nodes = progress
            .into_outcomes()
            .map(|(node, outcome)| (Arc::clone(&self.graph.inner[node].name), outcome))
            .collect();
        let state = CompletionState::from_ordered(nodes);
        tracing::debug!(
            runner = %self.name,
            deploy_completed = state.deploy_completed(),
            verify_completed = state.verify_completed(),
            failed = state.failed(),
            "run ended"
        );
        state
    }
}

/// Whether the future is done, without waiting for it.
async fn poll_once<F: Future<Output = ()> + Unpin>(mut future: F) -> bool {
    future::poll_fn(|context| std::task::Poll::Ready(future.poll_unpin(context).is_ready())).await
}

impl<N, E> std::fmt::Debug for Runner<'_, N, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner")
            .field("name", &self.name)
            .field("graph", self.graph)
            .field("concurrency", &self.concurrency)
            .field("verify_upstream", &self.verify_upstream)
            .finish_non_exhaustive()
    }
}
