//! What can be wrong with a graph, or with a set of outcomes.

use std::fmt;

/// A graph could not be changed or asked as wanted, or a completion state contradicts itself.
///
/// A call that returns one of these has changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// A node was added without a name.
    #[error("a node needs a name that is not empty")]
    EmptyName,
    /// A node was added under a name that the graph already has.
    #[error("the graph already has a node `{name}`; names must differ")]
    Duplicate {
        /// The name that was given twice.
        name: String,
    },
    /// A name was used that no node of the graph has.
    #[error("the graph has no node `{name}`; {}", Known(.known))]
    UnknownNode {
        /// The name that was asked for.
        name: String,
        /// The names that the graph has, in the order in which they were added.
        known: Vec<String>,
    },
    /// An edge was added from a node to itself.
    #[error("`{name}` cannot wait for itself")]
    SelfEdge {
        /// The node.
        name: String,
    },
    /// An edge was added that would close a cycle.
    #[error("an edge would close the cycle {}; each node waits for the next", .path.join(" -> "))]
    Cycle {
        /// The cycle, starting and ending with the node that was to wait; each node waits for the next one.
        path: Vec<String>,
    },
    /// A completion state was made that has a node in two of its sets.
    #[error("node `{name}` is both {first} and {second}; it can be in one set only")]
    Overlap {
        /// The node.
        name: String,
        /// The set that it was in.
        first: &'static str,
        /// The set that it was put in as well.
        second: &'static str,
    },
}

/// Tells the names that a graph has, but not hundreds of them.
struct Known<'a>(&'a [String]);

impl fmt::Display for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 10;
        let Some((first, rest)) = self.0.split_first() else {
            return f.write_str("it has no nodes");
        };
        write!(f, "it has `{first}`")?;
        for name in rest.iter().take(SHOWN - 1) {
            write!(f, ", `{name}`")?;
        }
        match self.0.len().checked_sub(SHOWN) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, " and {more} more"),
        }
    }
}
