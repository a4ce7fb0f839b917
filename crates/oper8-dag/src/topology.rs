//! The deterministic order of a graph, upstreams first.

use petgraph::{Direction, graph::NodeIndex};

use crate::graph::Graph;

/// Orders the nodes as [`Graph::topology`] says: a depth-first walk over names, each node after its upstreams.
pub(crate) fn order<N, E>(graph: &Graph<N, E>) -> Vec<NodeIndex> {
    let names = by_name(graph);
    let upstreams = sorted_upstreams(graph, &names);
    let mut seen = vec![false; graph.len()];
    let mut order = Vec::with_capacity(graph.len());
    // Each entry is a node and how many of its upstreams were looked at.
    let mut open: Vec<(NodeIndex, usize)> = Vec::new();
    for root in names {
        if std::mem::replace(&mut seen[root.index()], true) {
            continue;
        }
        open.push((root, 0));
        while let Some((node, looked_at)) = open.last_mut() {
            match upstreams[node.index()].get(*looked_at) {
                Some(upstream) => {
                    *looked_at += 1;
                    if !std::mem::replace(&mut seen[upstream.index()], true) {
                        open.push((*upstream, 0));
                    }
                }
                None => {
                    order.push(*node);
                    open.pop();
                }
            }
        }
    }
    order
}

fn by_name<N, E>(graph: &Graph<N, E>) -> Vec<NodeIndex> {
    let mut names: Vec<NodeIndex> = graph.inner.node_indices().collect();
    names.sort_unstable_by(|a, b| graph.inner[*a].name.cmp(&graph.inner[*b].name));
    names
}

/// The upstreams of each node, by name: handing them out in the order of all names saves a sort at every node.
fn sorted_upstreams<N, E>(graph: &Graph<N, E>, names: &[NodeIndex]) -> Vec<Vec<NodeIndex>> {
    let mut upstreams = vec![Vec::new(); graph.len()];
    for upstream in names {
        for node in graph
            .inner
            .neighbors_directed(*upstream, Direction::Incoming)
        {
            upstreams[node.index()].push(*upstream);
        }
    }
    upstreams
}
