//! The graph itself: nodes by name, edges between a node and what it waits for.

use std::{collections::HashMap, sync::Arc};

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};

use crate::{
    acyclic::Ranks,
    error::GraphError,
    refs::{EdgeRef, NodeRef},
    topology,
};

/// A directed graph without cycles, whose nodes have names.
///
/// Each node carries a value `N`. An edge leads from a node to an *upstream*, for which the node waits, and carries a
/// value `E` (a check, say; nothing by default). Nodes and edges keep the order in which they were added, nothing can be
/// removed, and every way of adding that would break the graph is an error that leaves it as it was.
///
/// # Examples
///
/// ```
/// use oper8_dag::Graph;
///
/// let mut graph = Graph::<u16>::new();
/// graph.add_node("web", 80)?;
/// graph.add_node("database", 5432)?;
/// graph.add_edge("web", "database", ())?;
/// let order: Vec<_> = graph.topology().iter().map(|node| node.name()).collect();
/// assert_eq!(order, ["database", "web"]);
///
/// let refused = graph.add_edge("database", "web", ()).unwrap_err();
/// assert!(refused.to_string().contains("database -> web -> database"));
/// # Ok::<(), oper8_dag::GraphError>(())
/// ```
#[derive(Clone)]
pub struct Graph<N, E = ()> {
    pub(crate) inner: DiGraph<Entry<N>, E>,
    names: HashMap<Arc<str>, NodeIndex>,
    /// `DiGraph::find_edge` scans the edges of a node, which is slow for a node with thousands of them.
    edges: HashMap<(NodeIndex, NodeIndex), EdgeIndex>,
    ranks: Ranks,
}

/// A node as it is stored.
#[derive(Clone)]
pub(crate) struct Entry<N> {
    pub(crate) name: Arc<str>,
    pub(crate) data: N,
}

impl<N, E> Default for Graph<N, E> {
    fn default() -> Self {
        Self {
            inner: DiGraph::new(),
            names: HashMap::new(),
            edges: HashMap::new(),
            ranks: Ranks::default(),
        }
    }
}

impl<N, E> Graph<N, E> {
    /// A graph without nodes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node.
    ///
    /// # Errors
    ///
    /// [`GraphError::EmptyName`], or [`GraphError::Duplicate`] when the graph has a node of this name.
    pub fn add_node(&mut self, name: impl Into<String>, data: N) -> Result<(), GraphError> {
        let name = name.into();
        if name.is_empty() {
            return Err(GraphError::EmptyName);
        }
        if self.names.contains_key(name.as_str()) {
            return Err(GraphError::Duplicate { name });
        }
        let name: Arc<str> = name.into();
        let index = self.inner.add_node(Entry {
            name: Arc::clone(&name),
            data,
        });
        self.names.insert(name, index);
        self.ranks.push();
        Ok(())
    }

    /// Makes `node` wait for `upstream`.
    ///
    /// Two nodes have at most one edge: adding it again keeps its place, gives it the new value, and returns the old one.
    ///
    /// # Errors
    ///
    /// [`GraphError::UnknownNode`] for either name, [`GraphError::SelfEdge`] when they are one, and
    /// [`GraphError::Cycle`] when `upstream` already waits for `node`, directly or through others.
    pub fn add_edge(
        &mut self,
        node: &str,
        upstream: &str,
        edge: E,
    ) -> Result<Option<E>, GraphError> {
        let (from, to) = (self.index_of(node)?, self.index_of(upstream)?);
        if from == to {
            return Err(GraphError::SelfEdge { name: node.into() });
        }
        if let Some(index) = self.edges.get(&(from, to)) {
            return Ok(Some(std::mem::replace(&mut self.inner[*index], edge)));
        }
        self.ranks
            .admit(&self.inner, from, to)
            .map_err(|path| self.cycle(from, &path))?;
        let index = self.inner.add_edge(from, to, edge);
        self.edges.insert((from, to), index);
        Ok(None)
    }

    /// How many nodes the graph has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.node_count()
    }

    /// Whether the graph has no nodes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the graph has a node of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The value of a node.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&N> {
        self.node(name).map(NodeRef::data)
    }

    /// The value of a node, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut N> {
        let index = *self.names.get(name)?;
        Some(&mut self.inner[index].data)
    }

    /// A node with its name, value and neighbours.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<NodeRef<'_, N, E>> {
        let index = *self.names.get(name)?;
        Some(NodeRef::new(self, index))
    }

    /// The edge over which `node` waits for `upstream`. None too when either name is unknown.
    #[must_use]
    pub fn edge(&self, node: &str, upstream: &str) -> Option<EdgeRef<'_, N, E>> {
        let ends = (*self.names.get(node)?, *self.names.get(upstream)?);
        let index = *self.edges.get(&ends)?;
        Some(EdgeRef::new(self, index))
    }

    /// All nodes, in the order in which they were added.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeRef<'_, N, E>> + DoubleEndedIterator {
        self.inner
            .node_indices()
            .map(|index| NodeRef::new(self, index))
    }

    /// All edges, in the order in which they were added.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = EdgeRef<'_, N, E>> + DoubleEndedIterator {
        self.inner
            .edge_indices()
            .map(|index| EdgeRef::new(self, index))
    }

    /// All nodes, every upstream before what waits for it.
    ///
    /// The order depends on names and edges alone: nodes are taken by name (by code point), each one preceded by the
    /// upstreams that are still missing, taken by name as well. Takes time linear in nodes and edges, after sorting the
    /// names.
    #[must_use]
    pub fn topology(&self) -> Vec<NodeRef<'_, N, E>> {
        topology::order(self)
            .into_iter()
            .map(|index| NodeRef::new(self, index))
            .collect()
    }

    /// Whether `from` is `to`, or waits for it directly or through others.
    ///
    /// # Errors
    ///
    /// [`GraphError::UnknownNode`] for either name.
    pub fn has_path(&self, from: &str, to: &str) -> Result<bool, GraphError> {
        let (from, to) = (self.index_of(from)?, self.index_of(to)?);
        Ok(self.ranks.has_path(&self.inner, from, to))
    }

    fn index_of(&self, name: &str) -> Result<NodeIndex, GraphError> {
        self.names
            .get(name)
            .copied()
            .ok_or_else(|| self.unknown(name))
    }

    pub(crate) fn unknown(&self, name: &str) -> GraphError {
        GraphError::UnknownNode {
            name: name.into(),
            known: self.nodes().map(|node| node.name().into()).collect(),
        }
    }

    /// The error for an edge that would start at `node` and end where `path` begins, which ends at `node`.
    fn cycle(&self, node: NodeIndex, path: &[NodeIndex]) -> GraphError {
        let path = std::iter::once(&node)
            .chain(path)
            .map(|index| self.inner[*index].name.as_ref().into())
            .collect();
        GraphError::Cycle { path }
    }
}
