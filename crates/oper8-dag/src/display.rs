//! The one-line text of a graph.

use std::fmt;

use crate::graph::Graph;

/// Writes `Graph({a:[],b:[a]})`: each node with what it waits for, both in the order in which they were added.
///
/// The text stands in the status of custom resources, so its form does not change.
impl<N, E> fmt::Display for Graph<N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Graph({")?;
        for (place, node) in self.nodes().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{}:[", node.name())?;
            for (place, upstream) in node.upstreams().enumerate() {
                let comma = if place == 0 { "" } else { "," };
                write!(f, "{comma}{}", upstream.name())?;
            }
            f.write_str("]")?;
        }
        f.write_str("})")
    }
}

/// The same text as `Display`: the values of nodes and edges may be secret, and need not be printable.
impl<N, E> fmt::Debug for Graph<N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
