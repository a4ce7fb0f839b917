//! What runs and graphs do otherwise here, exactly.

use serde_json::{Value, json};

use super::{Behaviour, Raised, plain, skipped};
use crate::areas::Rule;
use crate::differences::Case;
use crate::vector::Expected;

pub(super) const RULES: &[(&str, Rule)] = &[
    ("texts_of_graph_errors", texts_of_graph_errors),
    ("every_error_of_a_run_is_kept", every_error_of_a_run_is_kept),
    (
        "a_check_that_raises_fails_its_node",
        a_check_that_raises_fails_its_node,
    ),
    (
        "an_unknown_node_is_not_skipped",
        an_unknown_node_is_not_skipped,
    ),
];

/// The same steps succeed and fail; an error says more here.
fn texts_of_graph_errors(case: &Case<'_>) -> bool {
    let (Some(theirs), Some(ours)) = (case.theirs(), case.ours()) else {
        return false;
    };
    let (Some(steps), Some(our_steps)) = (theirs["steps"].as_array(), ours["steps"].as_array())
    else {
        return false;
    };
    let same_step = |(theirs, ours): (&Value, &Value)| {
        theirs == ours
            || theirs["class"] == ours["class"]
                && says_as_much(
                    theirs["message"].as_str().unwrap_or_default(),
                    ours["message"].as_str().unwrap_or_default(),
                )
    };
    steps.len() == our_steps.len()
        && steps.iter().zip(our_steps).all(same_step)
        && theirs["topology"] == ours["topology"]
        && theirs["empty"] == ours["empty"]
}

fn says_as_much(theirs: &str, ours: &str) -> bool {
    match theirs {
        "Unable to add cyclic dependency" => {
            ours.starts_with("an edge would close the cycle ")
                || ours.ends_with(" cannot wait for itself")
        }
        "None is reserved for the root node of the dag Graph" => {
            ours == "a node needs a name that is not empty"
        }
        _ if theirs.starts_with("Only one node with id ") => {
            let name = theirs.trim_start_matches("Only one node with id ");
            let name = name.trim_end_matches(" can be added to a Graph");
            ours == format!("the graph already has a node `{name}`; names must differ")
        }
        _ if theirs.ends_with(" is not present in Graph") => {
            ours.starts_with("the graph has no node `") && ours.contains("`; it has ")
        }
        _ => false,
    }
}

/// The error of a run is the first failure in the order of the topology, else the first reason to wait. The reference tells
/// that of the last node that halted, and none of nodes that raised something else.
fn every_error_of_a_run_is_kept(case: &Case<'_>) -> bool {
    let Some(ours) = case.ours() else {
        return false;
    };
    let expected = expected_exception(&case.vector.input, ours);
    let is_expected = |theirs: &Value| {
        let mut expected_result = theirs.clone();
        expected_result["exception"] = expected.clone();
        normal(&expected_result) == normal(ours)
    };
    results(&case.vector.expected).into_iter().any(is_expected)
}

fn results(expected: &Expected) -> Vec<&Value> {
    match expected {
        Expected::Value(value) => vec![value],
        Expected::AnyOf(all) => all.iter().flat_map(results).collect(),
        Expected::Error(_) => Vec::new(),
    }
}

fn normal(result: &Value) -> Value {
    let mut result = result.clone();
    super::normalize(&Value::Null, &mut result);
    result
}

/// What the nodes that ran say, by their sets in `result`.
fn expected_exception(input: &Value, result: &Value) -> Value {
    let Ok(graph) = plain_nodes(input) else {
        return Value::Null;
    };
    let first = |set: &str| {
        let nodes = result[set].as_array()?;
        let raised = |name: &String| match behaviour(input, name) {
            Some(Behaviour::Halt(_, error)) => error,
            _ => None,
        };
        let ran = graph.iter().filter(|name| nodes.contains(&json!(name)));
        ran.filter_map(raised).next()
    };
    let error = first("failed_nodes").or_else(|| first("unverified_nodes"));
    let described = |error: Raised| json!({"class": error.class(), "message": "boom"});
    error.map_or(Value::Null, described)
}

/// The names in the order of the topology.
fn plain_nodes(input: &Value) -> Result<Vec<String>, crate::input::Failure> {
    let graph = plain(input)?;
    let order = graph.topology();
    Ok(order.iter().map(|node| node.name().to_owned()).collect())
}

fn behaviour(input: &Value, name: &str) -> Option<Behaviour> {
    Behaviour::of(input["behaviour"][name].as_str()?).ok()
}

/// A check that raises escapes from the reference's runner; here it fails the node that waits, and the others go on: all ends
/// as if that node itself had raised, after checks that hold.
fn a_check_that_raises_fails_its_node(case: &Case<'_>) -> bool {
    let mut input = case.vector.input.clone();
    let mut waiting = Vec::new();
    for edge in input["edges"].as_array_mut().into_iter().flatten() {
        let answers = edge.get(2).and_then(Value::as_array);
        if answers.is_some_and(|answers| answers.contains(&json!("raise"))) {
            edge[2] = json!(true);
            waiting.extend(edge[0].as_str().map(str::to_owned));
        }
    }
    for node in &waiting {
        input["behaviour"][node] = json!("raise");
    }
    let is_accident =
        matches!(&case.vector.expected, Expected::Error(error) if error.class == "MyFatal");
    let as_nodes = super::answer(&input).map(|result| normal(&result));
    let ours = case.ours().map(normal);
    is_accident
        && !waiting.is_empty()
        && ours.as_ref() == as_nodes.as_ref().ok()
        && ours.is_some_and(|ours| ours["failed"] == true)
}

/// Skipping a node that is not there says so here.
fn an_unknown_node_is_not_skipped(case: &Case<'_>) -> bool {
    let input = &case.vector.input;
    let known = |name: &&str| {
        let nodes = input["nodes"].as_array();
        nodes.is_some_and(|nodes| nodes.contains(&json!(name)))
    };
    let unknown = skipped(input).is_ok_and(|names| !names.iter().all(known));
    unknown
        && case.error().is_some_and(|(class, text)| {
            class == "ValueError" && text.starts_with("the graph has no node `")
        })
}
