//! What a vector says of its components and hooks, as far as the model knows it.

use oper8_dag::Graph;
use serde_json::{Value, json};

use super::super::script::ERRORS;

/// An error that a script raises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raised {
    class: &'static str,
    pub(super) text: String,
    /// Where it happened, as messages say it of errors that are not the framework's own.
    pub(super) place: String,
}

impl Raised {
    pub(super) fn new(kind: &str, at: &str, place: impl Into<String>) -> Self {
        Self {
            class: class(kind),
            text: format!("{kind} in {at}"),
            place: place.into(),
        }
    }

    pub(super) fn verification(text: &str) -> Self {
        Self {
            class: "VerificationError",
            text: text.to_owned(),
            place: String::new(),
        }
    }

    pub(super) fn phase_failed() -> Self {
        Self {
            class: "RolloutError",
            text: "Deploy phase failed".to_owned(),
            place: String::new(),
        }
    }

    pub(super) fn unknown_reason(reason: &str) -> Self {
        Self {
            class: "ValueError",
            text: format!("'{reason}' is not a valid ReadyReason"),
            place: String::new(),
        }
    }

    pub(super) fn class(&self) -> &'static str {
        self.class
    }

    pub(super) fn is_expected(&self) -> bool {
        [
            "PreconditionError",
            "VerificationError",
            "Oper8ExpectedError",
        ]
        .contains(&self.class)
    }

    /// Whether it is none of the framework's own.
    pub(super) fn is_foreign(&self) -> bool {
        ["ValueError", "AssertionError", "TypeError"].contains(&self.class)
    }

    /// Config errors before other failures, those before errors of the cluster; preconditions before other waiting.
    pub(super) fn severity(&self) -> u8 {
        match self.class {
            "ConfigError" => 4,
            "ClusterError" => 2,
            "PreconditionError" => 1,
            _ if self.is_expected() => 0,
            _ => 3,
        }
    }

    pub(super) fn described(&self) -> Value {
        json!({"class": self.class, "message": self.text})
    }
}

fn class(kind: &str) -> &'static str {
    match kind {
        "precondition" => "PreconditionError",
        "verification" => "VerificationError",
        "expected" => "Oper8ExpectedError",
        "config" => "ConfigError",
        "cluster" => "ClusterError",
        "rollout" => "RolloutError",
        "fatal" => "Oper8FatalError",
        "value" => "ValueError",
        "assert" => "AssertionError",
        _ => "TypeError",
    }
}

/// What an action does; the default does nothing that could fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Does {
    Default,
    Answer(bool),
    Raise(String),
}

impl Does {
    pub(super) fn of(script: &Value, key: &str) -> Option<Self> {
        Some(match script.get(key) {
            None => Self::Default,
            Some(Value::Null) => Self::Answer(false),
            Some(Value::Bool(answer)) => Self::Answer(*answer),
            Some(Value::String(kind)) if ERRORS.contains(&kind.as_str()) => {
                Self::Raise(kind.clone())
            }
            Some(_) => return None,
        })
    }

    pub(super) fn play(&self, at: &str, place: &str) -> Result<bool, Raised> {
        match self {
            Self::Default => Ok(true),
            Self::Answer(answer) => Ok(*answer),
            Self::Raise(kind) => Err(Raised::new(kind, at, place)),
        }
    }
}

/// A component.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) disabled: bool,
    /// `<kind>/<name>`.
    pub(super) resources: Vec<String>,
    pub(super) render: Does,
    pub(super) deploy: Does,
    pub(super) disable: Does,
    pub(super) verify: Does,
    /// Upstreams, with what their check does.
    pub(super) upstreams: Vec<(String, Option<Does>)>,
}

/// Kinds that are verified as soon as they are there.
const PLAIN_KINDS: [&str; 3] = ["ConfigMap", "Secret", "ServiceAccount"];

impl Part {
    fn of(script: &Value) -> Option<Self> {
        let name = script["name"].as_str().filter(|name| !name.is_empty())?;
        let resources = match script.get("resources") {
            None => vec![format!("ConfigMap/{name}")],
            Some(resources) => resources
                .as_array()?
                .iter()
                .map(plain)
                .collect::<Option<_>>()?,
        };
        let upstreams = script["deps"].as_array();
        let upstreams = upstreams
            .into_iter()
            .flatten()
            .map(|dependency| match dependency {
                Value::String(name) => Some((name.clone(), None)),
                checked => Some((
                    checked["on"].as_str()?.to_owned(),
                    Some(Does::of(checked, "verify")?),
                )),
            });
        Some(Self {
            name: name.to_owned(),
            disabled: script["disabled"] == true,
            resources,
            render: Does::of(script, "render")?,
            deploy: Does::of(script, "deploy")?,
            disable: Does::of(script, "disable")?,
            verify: Does::of(script, "verify")?,
            upstreams: upstreams.collect::<Option<_>>()?,
        })
    }

    pub(super) fn place(&self) -> String {
        format!("component {}", self.name)
    }
}

fn plain(manifest: &Value) -> Option<String> {
    let kind = manifest["kind"].as_str()?;
    let name = manifest["metadata"]["name"].as_str()?;
    PLAIN_KINDS
        .contains(&kind)
        .then(|| format!("{kind}/{name}"))
}

/// The components in the order of the topology, and the text of their graph; none where they are no graph.
pub(super) fn parts(script: &Value) -> Option<(Vec<Part>, String)> {
    let scripts = script["components"].as_array();
    let parts = scripts.into_iter().flatten().map(Part::of);
    let mut parts: Vec<Part> = parts.collect::<Option<_>>()?;
    let mut graph = Graph::<()>::new();
    for part in &parts {
        graph.add_node(part.name.as_str(), ()).ok()?;
    }
    let is_disabled = |name: &str| parts.iter().any(|part| part.name == name && part.disabled);
    for part in &parts {
        for (upstream, _) in &part.upstreams {
            graph.add_edge(&part.name, upstream, ()).ok()?;
            if part.disabled || is_disabled(upstream) {
                return None;
            }
        }
    }
    let order: Vec<_> = graph
        .topology()
        .iter()
        .map(|node| node.name().to_owned())
        .collect();
    parts.sort_by_key(|part| order.iter().position(|name| *name == part.name));
    Some((parts, graph.to_string()))
}
