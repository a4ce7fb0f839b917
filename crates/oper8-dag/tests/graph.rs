//! Building graphs, and asking them.

use oper8_dag::{Graph, GraphError};

fn graph(nodes: &[&str], edges: &[(&str, &str)]) -> Graph<()> {
    let mut graph = Graph::new();
    for name in nodes {
        graph.add_node(*name, ()).expect("names differ");
    }
    for (node, upstream) in edges {
        graph.add_edge(node, upstream, ()).expect("no cycle");
    }
    graph
}

fn topology(graph: &Graph<()>) -> Vec<&str> {
    graph.topology().iter().map(|node| node.name()).collect()
}

#[test]
fn an_empty_name_is_refused() {
    let refused = Graph::<()>::new().add_node("", ()).unwrap_err();
    assert_eq!(refused, GraphError::EmptyName);
}

#[test]
fn a_name_can_be_given_once_and_the_first_node_stays() {
    let mut graph = Graph::<u8>::new();
    graph.add_node("a", 1).unwrap();
    let refused = graph.add_node("a", 2).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the graph already has a node `a`; names must differ"
    );
    assert_eq!((graph.len(), graph.get("a")), (1, Some(&1)));
}

#[test]
fn an_edge_to_an_unknown_node_says_which_names_there_are() {
    let mut graph = graph(&["b", "a"], &[]);
    for (node, upstream) in [("a", "x"), ("x", "a"), ("x", "x")] {
        let refused = graph.add_edge(node, upstream, ()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the graph has no node `x`; it has `b`, `a`"
        );
    }
    assert_eq!(graph.edges().len(), 0);
}

#[test]
fn a_list_of_known_names_is_cut_after_ten() {
    let names: Vec<_> = (0..12).map(|number| format!("n{number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let text = graph(&names, &[])
        .has_path("n0", "x")
        .unwrap_err()
        .to_string();
    assert!(text.ends_with("`n8`, `n9` and 2 more"), "{text}");
    let text = graph(&names[..10], &[])
        .has_path("x", "n0")
        .unwrap_err()
        .to_string();
    assert!(text.ends_with("`n8`, `n9`"), "{text}");
    let text = graph(&[], &[]).has_path("x", "y").unwrap_err().to_string();
    assert_eq!(text, "the graph has no node `x`; it has no nodes");
}

#[test]
fn a_node_cannot_wait_for_itself() {
    let refused = graph(&["a"], &[]).add_edge("a", "a", ()).unwrap_err();
    assert_eq!(refused, GraphError::SelfEdge { name: "a".into() });
}

#[test]
fn a_cycle_is_refused_with_its_path() {
    let mut graph = graph(&["a", "b", "c", "d"], &[("a", "b"), ("b", "c"), ("c", "d")]);
    let refused = graph.add_edge("c", "a", ()).unwrap_err();
    let expected = "an edge would close the cycle c -> a -> b -> c; each node waits for the next";
    assert_eq!(refused.to_string(), expected);
    assert_eq!(
        graph.add_edge("b", "a", ()).unwrap_err(),
        GraphError::Cycle {
            path: ["b", "a", "b"].map(Into::into).into()
        }
    );
}

#[test]
fn a_graph_is_as_before_after_a_refused_cycle() {
    let mut graph = graph(&["a", "b", "c"], &[("a", "b")]);
    graph.add_edge("b", "a", ()).unwrap_err();
    graph.add_edge("a", "c", ()).unwrap();
    assert_eq!(topology(&graph), ["b", "c", "a"]);
    assert_eq!(graph.to_string(), "Graph({a:[b,c],b:[],c:[]})");
}

#[test]
fn an_edge_added_again_keeps_its_place_and_takes_the_new_value() {
    let mut graph = Graph::<(), u8>::new();
    for name in ["a", "b", "c"] {
        graph.add_node(name, ()).unwrap();
    }
    assert_eq!(graph.add_edge("a", "b", 1), Ok(None));
    assert_eq!(graph.add_edge("a", "c", 2), Ok(None));
    assert_eq!(graph.add_edge("a", "b", 3), Ok(Some(1)));
    assert_eq!(graph.to_string(), "Graph({a:[b,c],b:[],c:[]})");
    assert_eq!(graph.edge("a", "b").map(|edge| *edge.data()), Some(3));
    assert!(graph.edge("b", "a").is_none());
    assert!(graph.edge("a", "x").is_none());
}

#[test]
fn nodes_and_edges_keep_the_order_in_which_they_were_added() {
    let graph = graph(&["b", "c", "a"], &[("b", "c"), ("b", "a"), ("c", "a")]);
    assert_eq!(
        graph.nodes().map(|node| node.name()).collect::<Vec<_>>(),
        ["b", "c", "a"]
    );
    let node = graph.node("b").unwrap();
    assert_eq!(
        node.upstreams().map(|node| node.name()).collect::<Vec<_>>(),
        ["c", "a"]
    );
    let node = graph.node("a").unwrap();
    assert_eq!(
        node.downstreams()
            .map(|node| node.name())
            .collect::<Vec<_>>(),
        ["b", "c"]
    );
    let ends: Vec<_> = graph
        .edges()
        .map(|edge| (edge.node().name(), edge.upstream().name()))
        .collect();
    assert_eq!(ends, [("b", "c"), ("b", "a"), ("c", "a")]);
}

#[test]
fn values_can_be_looked_up_and_changed() {
    let mut graph = Graph::<String>::new();
    graph.add_node("a", "one".into()).unwrap();
    graph.get_mut("a").unwrap().push('!');
    assert_eq!(graph.get("a").unwrap(), "one!");
    assert!(graph.contains("a") && !graph.contains("b"));
    assert!(graph.get_mut("b").is_none() && graph.node("b").is_none());
}

#[test]
fn debug_output_shows_no_values() {
    let mut graph = Graph::<&str, &str>::new();
    graph.add_node("a", "hunter2").unwrap();
    graph.add_node("b", "hunter2").unwrap();
    graph.add_edge("b", "a", "hunter2").unwrap();
    let shown = format!(
        "{graph:?} {:?} {:?} {:?} {:?}",
        graph.node("a"),
        graph.edge("b", "a"),
        graph.dot(),
        oper8_dag::Runner::new(&graph)
    );
    assert!(
        shown.contains("Graph({a:[],b:[a]})") && !shown.contains("hunter2"),
        "{shown}"
    );
}

#[test]
fn paths_lead_from_what_waits_to_its_upstreams() {
    let graph = graph(&["a", "b", "c", "d"], &[("a", "b"), ("b", "c")]);
    let check =
        |from, to, expected| assert_eq!(graph.has_path(from, to), Ok(expected), "{from} {to}");
    check("a", "c", true);
    check("c", "a", false);
    check("a", "d", false);
    check("d", "d", true);
}

#[test]
fn topology_takes_names_by_code_point() {
    let graph = graph(&["b", "B", "a10", "a2", "é", "_"], &[]);
    assert_eq!(topology(&graph), ["B", "_", "a10", "a2", "b", "é"]);
    assert_eq!(
        graph.to_string(),
        "Graph({b:[],B:[],a10:[],a2:[],é:[],_:[]})"
    );
}

#[test]
fn topology_puts_missing_upstreams_right_before_a_node() {
    // Not [b, c, a]: `a` is the first name, and takes `c` along.
    assert_eq!(
        topology(&graph(&["a", "b", "c"], &[("a", "c")])),
        ["c", "a", "b"]
    );
    let diamond = graph(
        &["top", "left", "right", "bottom"],
        &[
            ("bottom", "right"),
            ("bottom", "left"),
            ("right", "top"),
            ("left", "top"),
        ],
    );
    assert_eq!(topology(&diamond), ["top", "left", "right", "bottom"]);
    assert!(graph(&[], &[]).topology().is_empty());
}

#[test]
fn a_long_chain_can_be_built_from_either_end() {
    let names: Vec<_> = (0..100_000).map(|number| format!("{number:06}")).collect();
    let pairs: Vec<_> = names
        .windows(2)
        .map(|pair| (&*pair[1], &*pair[0]))
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let upstream_first = graph(&names, &pairs);
    assert_eq!(topology(&upstream_first), names);
    let backwards: Vec<_> = pairs.iter().rev().copied().collect();
    let mut downstream_first = graph(&names, &backwards);
    assert_eq!(topology(&downstream_first), names);
    assert_eq!(downstream_first.has_path("099999", "000000"), Ok(true));
    let GraphError::Cycle { path } = downstream_first
        .add_edge("000000", "099999", ())
        .unwrap_err()
    else {
        panic!("the chain was closed to a cycle");
    };
    assert_eq!(path.len(), names.len() + 1);
}

#[test]
fn a_ladder_has_a_topology_although_its_paths_are_countless() {
    let names: Vec<_> = (0..400).map(|number| format!("{number:03}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut edges = Vec::new();
    for rung in 1..200 {
        for node in [2 * rung, 2 * rung + 1] {
            edges.push((names[node], names[2 * rung - 2]));
            edges.push((names[node], names[2 * rung - 1]));
        }
    }
    assert_eq!(topology(&graph(&names, &edges)), names);
}

#[test]
fn dot_quotes_any_name_and_points_downstream() {
    let graph = graph(&["web", "a \"b\"\\\n&amp;"], &[("web", "a \"b\"\\\n&amp;")]);
    let expected = r#"digraph {
  "web";
  "a \"b\"\\\n&amp;amp;";
  "a \"b\"\\\n&amp;amp;" -> "web";
}
"#;
    assert_eq!(graph.dot().to_string(), expected);
}

#[test]
fn mermaid_escapes_any_name_and_points_downstream() {
    let graph = graph(
        &["web", "end", "<b>\"#`&\\\n1"],
        &[("web", "end"), ("web", "<b>\"#`&\\\n1")],
    );
    let expected = "flowchart LR
  n0[\"web\"]
  n1[\"end\"]
  n2[\"#60;b#62;#34;#35;#96;#38;#92;<br/>1\"]
  n1 --> n0
  n2 --> n0
";
    assert_eq!(graph.mermaid().to_string(), expected);
}
