//! Pictures of a graph as text for Graphviz and Mermaid.

use std::fmt;

use crate::graph::Graph;

/// A graph in the DOT language; see [`Graph::dot`].
pub struct Dot<'g, N, E>(&'g Graph<N, E>);

/// A graph as a Mermaid flowchart; see [`Graph::mermaid`].
pub struct Mermaid<'g, N, E>(&'g Graph<N, E>);

impl<N, E> Graph<N, E> {
    /// The graph in the DOT language of Graphviz, one statement a line.
    ///
    /// Nodes stand in the order in which they were added. Arrows show the order of a run: they lead from an upstream to
    /// what waits for it. Any name is quoted and escaped as needed.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut graph = oper8_dag::Graph::<()>::new();
    /// graph.add_node("a", ())?;
    /// graph.add_node("b", ())?;
    /// graph.add_edge("b", "a", ())?;
    /// assert_eq!(graph.dot().to_string(), "digraph {\n  \"a\";\n  \"b\";\n  \"a\" -> \"b\";\n}\n");
    /// # Ok::<(), oper8_dag::GraphError>(())
    /// ```
    #[must_use]
    pub fn dot(&self) -> Dot<'_, N, E> {
        Dot(self)
    }

    /// The graph as a Mermaid flowchart from left to right, one statement a line.
    ///
    /// Nodes stand in the order in which they were added, as `n0`, `n1` and so on with their names as labels. Arrows
    /// show the order of a run: they lead from an upstream to what waits for it.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut graph = oper8_dag::Graph::<()>::new();
    /// graph.add_node("a", ())?;
    /// graph.add_node("b", ())?;
    /// graph.add_edge("b", "a", ())?;
    /// let expected = "flowchart LR\n  n0[\"a\"]\n  n1[\"b\"]\n  n0 --> n1\n";
    /// assert_eq!(graph.mermaid().to_string(), expected);
    /// # Ok::<(), oper8_dag::GraphError>(())
    /// ```
    #[must_use]
    pub fn mermaid(&self) -> Mermaid<'_, N, E> {
        Mermaid(self)
    }
}

impl<N, E> fmt::Display for Dot<'_, N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("digraph {\n")?;
        for node in self.0.nodes() {
            writeln!(f, "  {};", DotName(node.name()))?;
        }
        for node in self.0.nodes() {
            for upstream in node.upstreams() {
                let (from, to) = (DotName(upstream.name()), DotName(node.name()));
                writeln!(f, "  {from} -> {to};")?;
            }
        }
        f.write_str("}\n")
    }
}

impl<N, E> fmt::Display for Mermaid<'_, N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("flowchart LR\n")?;
        for node in self.0.nodes() {
            let label = MermaidLabel(node.name());
            writeln!(f, "  n{}[\"{label}\"]", node.index.index())?;
        }
        for node in self.0.nodes() {
            for upstream in node.upstreams() {
                let (from, to) = (upstream.index.index(), node.index.index());
                writeln!(f, "  n{from} --> n{to}")?;
            }
        }
        Ok(())
    }
}

/// A name as a quoted DOT identifier. It is the node's label too, where a backslash would start an escape.
struct DotName<'a>(&'a str);

impl fmt::Display for DotName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for char in self.0.chars() {
            match char {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                // Graphviz reads labels as text with character entities.
                '&' => f.write_str("&amp;")?,
                other => write!(f, "{other}")?,
            }
        }
        f.write_str("\"")
    }
}

/// A name as the text between the quotes of a Mermaid label, which knows entities with `#` in place of `&`.
struct MermaidLabel<'a>(&'a str);

impl fmt::Display for MermaidLabel<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '"' | '#' | '&' | '<' | '>' | '`' | '\\' => write!(f, "#{};", u32::from(char))?,
                '\n' => f.write_str("<br/>")?,
                '\r' => {}
                other => write!(f, "{other}")?,
            }
        }
        Ok(())
    }
}

impl<N, E> fmt::Debug for Dot<'_, N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dot").field(self.0).finish()
    }
}

impl<N, E> fmt::Debug for Mermaid<'_, N, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mermaid").field(self.0).finish()
    }
}
