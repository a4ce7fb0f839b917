//! Graphs, their topology, runs, and completion states: `oper8_dag`.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use oper8_dag::{CompletionState, Graph, GraphError, Halt, Outcome, Panicked, Runner};
use serde_json::{Value, json};

use super::Rule;
use crate::input::{
    Answer, Failure, flag, given, list, optional_map, optional_text, text, unknown_fn,
};
use crate::world::block_on;

mod rules;

pub(super) const RULES: &[(&str, Rule)] = rules::RULES;

pub(super) fn answer(input: &Value) -> Answer {
    match text(input, "fn")? {
        "topology" => topology(input),
        "build" => build(input),
        "path" => path(input),
        "completion_state" => completion_state(input),
        "runner" => block_on(runner(input)),
        other => Err(unknown_fn(other)),
    }
}

/// Batches and the number of times a check is asked follow the polling of the reference; the text of an exception is that of
/// the vector's own script.
pub(super) fn normalize(_input: &Value, result: &mut Value) {
    let Some(result) = result.as_object_mut() else {
        return;
    };
    result.remove("batches");
    result.remove("verify_calls");
    if let Some(Value::Object(exception)) = result.get_mut("exception") {
        exception.remove("message");
    }
}

/// The errors that the nodes and checks of a vector end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raised {
    Precondition,
    Config,
    Plain,
    Panicked,
}

impl Raised {
    fn class(self) -> &'static str {
        match self {
            Self::Precondition => "PreconditionError",
            Self::Config => "ConfigError",
            Self::Plain => "MyFatal",
            Self::Panicked => crate::compare::PANIC,
        }
    }
}

impl From<Panicked> for Raised {
    fn from(_: Panicked) -> Self {
        Self::Panicked
    }
}

/// What a node of a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Succeed,
    Halt(&'static str, Option<Raised>),
}

impl Behaviour {
    fn of(text: &str) -> Result<Self, Failure> {
        Ok(match text {
            "ok" | "data" | "data_not_callable" => Self::Succeed,
            "halt_fail" => Self::Halt("failed", Some(Raised::Config)),
            "halt_fail_no_exception" => Self::Halt("failed", None),
            "halt_unverified" => Self::Halt("unverified", Some(Raised::Precondition)),
            "halt_unverified_no_exception" => Self::Halt("unverified", None),
            "raise" => Self::Halt("failed", Some(Raised::Plain)),
            other => {
                return Err(Failure::malformed(format!(
                    "no behaviour `{other}` is known"
                )));
            }
        })
    }

    fn play(self) -> Result<(), Halt<Raised>> {
        match self {
            Self::Succeed => Ok(()),
            Self::Halt("failed", error) => Err(Halt::Failed(error)),
            Self::Halt(_, error) => Err(Halt::Unverified(error)),
        }
    }
}

/// The answers of an edge's check, one after the other; the last one repeats.
struct Check {
    answers: Vec<Value>,
    asked: AtomicUsize,
}

impl Check {
    fn ask(&self) -> Result<bool, Halt<Raised>> {
        let place = self.asked.fetch_add(1, Ordering::Relaxed);
        let answer = self.answers.get(place).or(self.answers.last());
        match answer {
            Some(Value::String(_)) => Err(Halt::failed(Raised::Plain)),
            Some(answer) => Ok(answer == &Value::Bool(true)),
            None => Ok(true),
        }
    }
}

fn failure(error: &GraphError) -> Failure {
    Failure::error(class(error), error)
}

fn class(error: &GraphError) -> &'static str {
    match error {
        GraphError::Overlap { .. } => "AssertionError",
        _ => "ValueError",
    }
}

fn names<'a>(input: &'a Value, key: &str) -> Result<Vec<&'a str>, Failure> {
    let Some(_) = given(input, key) else {
        return Ok(Vec::new());
    };
    let names = list(input, key)?.iter().map(Value::as_str);
    let names: Option<_> = names.collect();
    names.ok_or_else(|| Failure::malformed(format!("`{key}` must hold names")))
}

/// The nodes and edges of an input. `data` makes the value of a node, `check` that of an edge from its third part.
fn graph<N, E>(
    input: &Value,
    data: impl Fn(&str) -> Result<N, Failure>,
    check: impl Fn(Option<&Value>) -> E,
) -> Result<Graph<N, E>, Failure> {
    let mut graph = Graph::new();
    for name in names(input, "nodes")? {
        graph
            .add_node(name, data(name)?)
            .map_err(|error| failure(&error))?;
    }
    let edges = given(input, "edges").map_or(Ok(&[][..]), |_| list(input, "edges"))?;
    for edge in edges {
        let (Some(node), Some(upstream)) = (edge[0].as_str(), edge[1].as_str()) else {
            return Err(Failure::malformed(
                "an edge must be a node and its upstream",
            ));
        };
        graph
            .add_edge(node, upstream, check(edge.get(2)))
            .map_err(|error| failure(&error))?;
    }
    Ok(graph)
}

fn plain(input: &Value) -> Result<Graph<()>, Failure> {
    graph(input, |_| Ok(()), |_| ())
}

fn topology(input: &Value) -> Answer {
    let graph = plain(input)?;
    let names =
        |nodes: &mut dyn Iterator<Item = &str>| nodes.map(str::to_owned).collect::<Vec<_>>();
    Ok(json!({
        "topology": names(&mut graph.topology().iter().map(|node| node.name())),
        "repr": graph.to_string(),
        "all_nodes": names(&mut graph.nodes().map(|node| node.name())),
    }))
}

fn build(input: &Value) -> Answer {
    let mut graph = Graph::<()>::new();
    let mut steps = Vec::new();
    for step in list(input, "steps")? {
        let name = |place: usize| step[place].as_str().unwrap_or_default();
        let done = match name(0) {
            "node" => graph.add_node(name(1), ()),
            "edge" => graph.add_edge(name(1), name(2), ()).map(drop),
            other => return Err(Failure::malformed(format!("no step `{other}` is known"))),
        };
        steps.push(match done {
            Ok(()) => json!("ok"),
            Err(error) => json!({"class": class(&error), "message": error.to_string()}),
        });
    }
    let order: Vec<_> = graph
        .topology()
        .iter()
        .map(|node| node.name().to_owned())
        .collect();
    Ok(json!({"steps": steps, "topology": order, "empty": graph.is_empty()}))
}

fn path(input: &Value) -> Answer {
    let graph = plain(input)?;
    let mut paths = Vec::new();
    for pair in list(input, "pairs")? {
        let name = |place: usize| pair[place].as_str().unwrap_or_default();
        let path = graph.has_path(name(0), name(1));
        paths.push(path.map_err(|error| failure(&error))?);
    }
    Ok(paths.into())
}

fn completion_state(input: &Value) -> Answer {
    let sets = [
        ("verified_nodes", Outcome::Verified),
        ("unverified_nodes", Outcome::Unverified(None)),
        ("failed_nodes", Outcome::Failed(None)),
        ("unstarted_nodes", Outcome::Unstarted),
    ];
    let mut nodes = Vec::new();
    for (key, outcome) in sets {
        nodes.extend(
            names(input, key)?
                .into_iter()
                .map(|name| (name, outcome.clone())),
        );
    }
    let mut state = CompletionState::new(nodes).map_err(|error| failure(&error))?;
    match optional_text(input, "exception")? {
        None => {}
        Some("precondition") => state.add_error(Halt::unverified(Raised::Precondition)),
        Some("config") => state.add_error(Halt::failed(Raised::Config)),
        Some("plain") => state.add_error(Halt::failed(Raised::Plain)),
        Some(other) => {
            return Err(Failure::malformed(format!(
                "no exception `{other}` is known"
            )));
        }
    }
    Ok(shown(&state))
}

async fn runner(input: &Value) -> Answer {
    let behaviour = optional_map(input, "behaviour")?;
    let behaviour_of = |name: &str| {
        let text = behaviour.and_then(|behaviour| behaviour.get(name)?.as_str());
        Behaviour::of(text.unwrap_or("ok"))
    };
    let check = |answers: Option<&Value>| Check {
        answers: match answers {
            Some(Value::Array(answers)) => answers.clone(),
            Some(Value::Null) | None => Vec::new(),
            Some(answer) => vec![answer.clone()],
        },
        asked: AtomicUsize::new(0),
    };
    let graph = graph(input, behaviour_of, check)?;
    let verify_upstream =
        given(input, "verify_upstream").is_none() || flag(input, "verify_upstream")?;
    let runner = Runner::new(&graph)
        .concurrency(NonZeroUsize::MIN)
        .verify_upstream(verify_upstream)
        .disable(skipped(input)?)
        .map_err(|error| failure(&error))?;
    let visit = async |node: oper8_dag::NodeRef<'_, Behaviour, Check>| node.data().play();
    let check = async |edge: oper8_dag::EdgeRef<'_, Behaviour, Check>| edge.data().ask();
    Ok(shown(&runner.run_checked(visit, check).await))
}

/// The nodes that are disabled in the end: a runner here is made for one run, and cannot enable what it disabled.
fn skipped(input: &Value) -> Result<Vec<&str>, Failure> {
    let mut skipped = names(input, "disable")?;
    for name in names(input, "enable")? {
        if let Some(place) = skipped.iter().position(|known| *known == name) {
            skipped.remove(place);
        }
    }
    Ok(skipped)
}

fn shown(state: &CompletionState<Raised>) -> Value {
    let errors = state.errors();
    let first = errors.first().map(|problem| problem.error.class());
    json!({
        "verified_nodes": state.verified_nodes(),
        "unverified_nodes": state.unverified_nodes(),
        "failed_nodes": state.failed_nodes(),
        "unstarted_nodes": state.unstarted_nodes(),
        "all_nodes": state.all_nodes(),
        "deploy_completed": state.deploy_completed(),
        "verify_completed": state.verify_completed(),
        "failed": state.failed(),
        "exception": first.map(|class| json!({"class": class, "message": "boom"})),
    })
}
