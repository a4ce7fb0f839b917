//! Keeps a topological rank for every node while edges are added, and finds the cycle that an edge would close.
//!
//! The method is the one of Pearce and Kelly ("A Dynamic Topological Sort Algorithm for Directed Acyclic Graphs", 2004):
//! an edge that agrees with the present ranks costs nothing, any other one touches only the nodes ranked between its
//! two ends. `petgraph::acyclic` does the same, but recursively and with a `RefCell`, so a long chain overflows its
//! stack and the graph could not be shared between threads.

use std::collections::HashMap;

use petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
};

/// The rank of each node, by index: an upstream always ranks below what waits for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranks(Vec<usize>);

impl Ranks {
    /// Ranks a node that was just added, above all others.
    pub(crate) fn push(&mut self) {
        self.0.push(self.0.len());
    }

    /// Makes room for an edge from `node` to `upstream`.
    ///
    /// Fails with the path from `upstream` to `node` when there is one, and then leaves the ranks alone.
    pub(crate) fn admit<N, E>(
        &mut self,
        graph: &DiGraph<N, E>,
        node: NodeIndex,
        upstream: NodeIndex,
    ) -> Result<(), Vec<NodeIndex>> {
        let (low, high) = (self.of(node), self.of(upstream));
        if high < low {
            return Ok(());
        }
        let above = self.reach(graph, node, Direction::Incoming, |rank| rank <= high);
        if above.contains_key(&upstream) {
            return Err(trail(&above, upstream));
        }
        let below = self.reach(graph, upstream, Direction::Outgoing, |rank| rank >= low);
        self.shift(below.into_keys().collect(), above.into_keys().collect());
        Ok(())
    }

    /// Whether `from` is `to`, or waits for it directly or through others.
    pub(crate) fn has_path<N, E>(
        &self,
        graph: &DiGraph<N, E>,
        from: NodeIndex,
        to: NodeIndex,
    ) -> bool {
        let low = self.of(to);
        low <= self.of(from)
            && self
                .reach(graph, from, Direction::Outgoing, |rank| rank >= low)
                .contains_key(&to)
    }

    fn of(&self, node: NodeIndex) -> usize {
        self.0[node.index()]
    }

    /// Every node that is reached from `start` over nodes whose rank is `allowed`, with the one that it was reached from.
    fn reach<N, E>(
        &self,
        graph: &DiGraph<N, E>,
        start: NodeIndex,
        direction: Direction,
        allowed: impl Fn(usize) -> bool,
    ) -> HashMap<NodeIndex, NodeIndex> {
        let mut reached = HashMap::from([(start, start)]);
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            for next in graph.neighbors_directed(node, direction) {
                if allowed(self.of(next)) && !reached.contains_key(&next) {
                    reached.insert(next, node);
                    open.push(next);
                }
            }
        }
        reached
    }

    /// Hands the ranks of both groups out again, so that all of `below` rank under all of `above`.
    fn shift(&mut self, mut below: Vec<NodeIndex>, mut above: Vec<NodeIndex>) {
        below.sort_unstable_by_key(|node| self.of(*node));
        above.sort_unstable_by_key(|node| self.of(*node));
        below.append(&mut above);
        let mut ranks: Vec<usize> = below.iter().map(|node| self.of(*node)).collect();
        ranks.sort_unstable();
        for (node, rank) in below.into_iter().zip(ranks) {
            self.0[node.index()] = rank;
        }
    }
}

/// The way from `end` back to where the search began.
fn trail(reached: &HashMap<NodeIndex, NodeIndex>, end: NodeIndex) -> Vec<NodeIndex> {
    let mut path = vec![end];
    let mut node = end;
    while let Some(previous) = reached.get(&node).filter(|previous| **previous != node) {
        path.push(*previous);
        node = *previous;
    }
    path
}
