//! How far a run has come: decides which node is next, knows nothing of futures.

use std::{cmp::Reverse, collections::BinaryHeap};

use petgraph::graph::NodeIndex;

use crate::{graph::Graph, outcome::Outcome, topology};

/// The state of a run. Nodes are known by their *place* in the topology.
pub(super) struct Progress<X> {
    order: Vec<NodeIndex>,
    /// By node index.
    places: Vec<usize>,
    /// How many upstreams of each node are not verified, by place.
    missing: Vec<usize>,
    /// Nodes whose upstreams are all verified, the first in the topology on top.
    ready: BinaryHeap<Reverse<usize>>,
    /// Nodes that are ready but for a check that did not hold.
    held: Vec<usize>,
    ended: usize,
    /// By place.
    outcomes: Vec<Outcome<X>>,
}

impl<X> Progress<X> {
    pub(super) fn new<N, E>(graph: &Graph<N, E>, disabled: &[bool]) -> Self {
        let order = topology::order(graph);
        let mut places = vec![0; order.len()];
        let mut missing = Vec::with_capacity(order.len());
        for (place, node) in order.iter().enumerate() {
            places[node.index()] = place;
            // A disabled node lacks one upstream for ever.
            missing
                .push(graph.inner.neighbors(*node).count() + usize::from(disabled[node.index()]));
        }
        let ready = (0..order.len())
            .filter(|place| missing[*place] == 0)
            .map(Reverse)
            .collect();
        Self {
            outcomes: order.iter().map(|_| Outcome::Unstarted).collect(),
            order,
            places,
            missing,
            ready,
            held: Vec::new(),
            ended: 0,
        }
    }

    /// Takes the next node that can be started or checked.
    pub(super) fn next(&mut self) -> Option<usize> {
        self.ready.pop().map(|Reverse(place)| place)
    }

    pub(super) fn node(&self, place: usize) -> NodeIndex {
        self.order[place]
    }

    /// How many nodes have ended.
    pub(super) fn ended(&self) -> usize {
        self.ended
    }

    /// Keeps a node back whose checks did not hold when they were asked, at a time when `since` nodes had ended.
    ///
    /// It comes again when another node ends, or at once if one has ended meanwhile: its check may have looked too early.
    pub(super) fn hold(&mut self, place: usize, since: usize) {
        if since < self.ended {
            self.ready.push(Reverse(place));
        } else {
            self.held.push(place);
        }
    }

    /// Notes how a node ended, and makes ready what waited for that.
    pub(super) fn end(
        &mut self,
        place: usize,
        outcome: Outcome<X>,
        downstreams: impl Iterator<Item = NodeIndex>,
    ) {
        self.ended += 1;
        self.ready.extend(self.held.drain(..).map(Reverse));
        if outcome.is_verified() {
            for node in downstreams {
                let downstream = self.places[node.index()];
                self.missing[downstream] -= 1;
                if self.missing[downstream] == 0 {
                    self.ready.push(Reverse(downstream));
                }
            }
        }
        self.outcomes[place] = outcome;
    }

    /// All nodes in the order of the topology, with their outcomes.
    pub(super) fn into_outcomes(self) -> impl Iterator<Item = (NodeIndex, Outcome<X>)> {
        self.order.into_iter().zip(self.outcomes)
    }
}
