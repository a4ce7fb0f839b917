//! Borrowed views of a node and of an edge.

use std::fmt;

use petgraph::{
    Direction,
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef as _,
};

use crate::graph::Graph;

/// A node of a [`Graph`]; a cheap copy that lives as long as the graph is borrowed.
pub struct NodeRef<'g, N, E = ()> {
    graph: &'g Graph<N, E>,
    pub(crate) index: NodeIndex,
}

/// An edge of a [`Graph`]; a cheap copy that lives as long as the graph is borrowed.
pub struct EdgeRef<'g, N, E = ()> {
    graph: &'g Graph<N, E>,
    index: EdgeIndex,
}

impl<'g, N, E> NodeRef<'g, N, E> {
    pub(crate) fn new(graph: &'g Graph<N, E>, index: NodeIndex) -> Self {
        Self { graph, index }
    }

    /// The name of the node.
    #[must_use]
    pub fn name(self) -> &'g str {
        &self.graph.inner[self.index].name
    }

    /// The value of the node.
    #[must_use]
    pub fn data(self) -> &'g N {
        &self.graph.inner[self.index].data
    }

    /// The graph that the node belongs to.
    #[must_use]
    pub fn graph(self) -> &'g Graph<N, E> {
        self.graph
    }

    /// The edges to the node's upstreams, in the order in which they were added.
    pub fn edges(self) -> impl ExactSizeIterator<Item = EdgeRef<'g, N, E>> {
        self.ordered(Direction::Outgoing)
    }

    /// The nodes that this one waits for, in the order in which their edges were added.
    pub fn upstreams(self) -> impl ExactSizeIterator<Item = Self> {
        self.edges().map(EdgeRef::upstream)
    }

    /// The nodes that wait for this one, in the order in which their edges were added.
    pub fn downstreams(self) -> impl ExactSizeIterator<Item = Self> {
        self.ordered(Direction::Incoming).map(EdgeRef::node)
    }

    /// petgraph lists the newest edge of a node first.
    fn ordered(self, direction: Direction) -> impl ExactSizeIterator<Item = EdgeRef<'g, N, E>> {
        let edges: Vec<_> = self
            .graph
            .inner
            .edges_directed(self.index, direction)
            .map(|edge| EdgeRef::new(self.graph, edge.id()))
            .collect();
        edges.into_iter().rev()
    }
}

impl<'g, N, E> EdgeRef<'g, N, E> {
    pub(crate) fn new(graph: &'g Graph<N, E>, index: EdgeIndex) -> Self {
        Self { graph, index }
    }

    /// The node that waits.
    #[must_use]
    pub fn node(self) -> NodeRef<'g, N, E> {
        NodeRef::new(self.graph, self.ends().0)
    }

    /// The node that is waited for.
    #[must_use]
    pub fn upstream(self) -> NodeRef<'g, N, E> {
        NodeRef::new(self.graph, self.ends().1)
    }

    /// The value of the edge.
    #[must_use]
    pub fn data(self) -> &'g E {
        &self.graph.inner[self.index]
    }

    fn ends(self) -> (NodeIndex, NodeIndex) {
        self.graph
            .inner
            .edge_endpoints(self.index)
            .expect("an edge is never removed from a graph")
    }
}

impl<N, E> Clone for NodeRef<'_, N, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N, E> Copy for NodeRef<'_, N, E> {}

impl<N, E> Clone for EdgeRef<'_, N, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N, E> Copy for EdgeRef<'_, N, E> {}

/// Shows the name alone: values may be secret, and need not be printable.
impl<N, E> fmt::Debug for NodeRef<'_, N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NodeRef").field(&self.name()).finish()
    }
}

/// Shows the names of both ends alone: values may be secret, and need not be printable.
impl<N, E> fmt::Debug for EdgeRef<'_, N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeRef")
            .field("node", &self.node().name())
            .field("upstream", &self.upstream().name())
            .finish()
    }
}
