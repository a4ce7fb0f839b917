//! What a case is, and how its file is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::Value;
use serde_saphyr::{Spanned, UserMessageFormatter};

use crate::programs::{Start, Tool};

/// What must run beside the server for a case to make sense.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Need {
    /// Garbage collection, namespaces that end, and the other controllers of Kubernetes.
    Controllers,
    /// Pods that run and become ready, so that workloads roll out.
    Workloads,
}

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    /// What the cases show, in a sentence.
    about: String,
    /// What is asked before each case's own preparations.
    #[serde(default)]
    setup: Vec<Spanned<WrittenStep>>,
    cases: Vec<Spanned<WrittenCase>>,
}

/// A case as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCase {
    name: String,
    #[serde(default)]
    needs: Vec<Need>,
    #[serde(default)]
    setup: Vec<Spanned<WrittenStep>>,
    steps: Vec<Spanned<WrittenStep>>,
}

/// A step as it is written; which keys go together is checked afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenStep {
    #[serde(rename = "do")]
    request: Option<String>,
    wait: Option<String>,
    watch: Option<String>,
    body: Option<Value>,
    base64: Option<String>,
    #[serde(rename = "type")]
    content_type: Option<String>,
    accept: Option<String>,
    headers: BTreeMap<String, String>,
    #[serde(rename = "as")]
    user: Option<String>,
    groups: Vec<String>,
    capture: BTreeMap<String, String>,
    ignore: Vec<String>,
    headers_of: Vec<String>,
    until: Option<BTreeMap<String, Value>>,
    events: Option<usize>,
    until_end: bool,
    meanwhile: Vec<Spanned<Self>>,
    kubectl: Option<String>,
    python: Option<String>,
    stdin: String,
    env: BTreeMap<String, String>,
    lines: Option<usize>,
}

/// One behaviour of a server, shown by requests and their answers.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) area: String,
    pub(crate) topic: String,
    pub(crate) name: String,
    pub(crate) needs: Vec<Need>,
    /// Asked first and not compared; each must succeed.
    pub(crate) setup: Vec<Step>,
    pub(crate) steps: Vec<Step>,
}

impl Case {
    /// How the case is called in reports and lists: `area/topic: name`.
    pub(crate) fn id(&self) -> String {
        format!("{}/{}: {}", self.area, self.topic, self.name)
    }

    /// The programs that its steps start.
    pub(crate) fn tools(&self) -> BTreeSet<Tool> {
        let steps = self.setup.iter().chain(&self.steps);
        let tool = |step: &Step| match &step.what {
            What::Start { start, .. } => Some(start.tool),
            _ => None,
        };
        steps.filter_map(tool).collect()
    }
}

/// A request and what is remembered and left out of its answer.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Body,
    pub(crate) content_type: String,
    pub(crate) accept: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) user: Option<String>,
    pub(crate) groups: Vec<String>,
    pub(crate) capture: BTreeMap<String, String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) headers_of: Vec<String>,
    pub(crate) what: What,
}

/// What is sent.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// As it is, with `{ns}` and `${name}` filled in.
    Text(String),
    /// These bytes.
    Bytes(Vec<u8>),
}

/// What is done with the answer.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// It is compared.
    Compare,
    /// The request is made again until each pointer has its value; nothing is compared.
    Wait(BTreeMap<String, Value>),
    /// It is a watch, whose events are compared.
    Watch {
        /// How many events are read; `None` reads until the server ends the watch.
        events: Option<usize>,
        /// Steps made after the watch began.
        meanwhile: Vec<Step>,
    },
    /// A program is started, and what it prints is compared.
    Start {
        start: Start,
        /// How many lines are read before it is ended; `None` waits until it ends by itself.
        lines: Option<usize>,
        /// Steps made after its first line.
        meanwhile: Vec<Step>,
    },
}

/// Reads a file of cases.
pub(crate) fn read(path: &Path, area: &str, topic: &str) -> anyhow::Result<Vec<Case>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("could not read {}", path.display()))?;
    parse(&text, area, topic).map_err(|error| error.context(path.display().to_string()))
}

fn parse(text: &str, area: &str, topic: &str) -> anyhow::Result<Vec<Case>> {
    let options = serde_saphyr::options! { strict_booleans: true };
    let file: CaseFile = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        anyhow::anyhow!("{}", error.render_with_formatter(&UserMessageFormatter))
    })?;
    if file.about.trim().is_empty() {
        bail!("`about` is empty: say in a sentence what the cases show");
    }
    let shared = steps(file.setup)?;
    let mut cases: Vec<Case> = Vec::with_capacity(file.cases.len());
    for written in file.cases {
        let line = written.referenced.line();
        let written = written.value;
        if cases.iter().any(|case| case.name == written.name) {
            bail!("line {line}: there is a case {:?} already", written.name);
        }
        if written.steps.is_empty() {
            bail!("line {line}: {:?} has no steps", written.name);
        }
        let mut setup = shared.clone();
        setup.extend(steps(written.setup)?);
        cases.push(Case {
            area: area.to_owned(),
            topic: topic.to_owned(),
            name: written.name,
            needs: written.needs,
            setup,
            steps: steps(written.steps)?,
        });
    }
    Ok(cases)
}

fn steps(written: Vec<Spanned<WrittenStep>>) -> anyhow::Result<Vec<Step>> {
    let step = |written: Spanned<WrittenStep>| {
        let line = written.referenced.line();
        step(written.value).with_context(|| format!("line {line}"))
    };
    written.into_iter().map(step).collect()
}

fn step(mut written: WrittenStep) -> anyhow::Result<Step> {
    if let Some((tool, text)) = program(&mut written)? {
        return started(tool, text, written);
    }
    let (request, what) = match (written.request, written.wait, written.watch) {
        (Some(request), None, None) => (request, What::Compare),
        (None, Some(request), None) => {
            let until = written.until.clone().context("`wait` needs `until`")?;
            (request, What::Wait(until))
        }
        (None, None, Some(path)) => {
            let events = match (written.events, written.until_end) {
                (Some(events), false) => Some(events),
                (None, true) => None,
                _ => bail!("`watch` needs either `events: N` or `until_end: true`"),
            };
            let meanwhile = steps(written.meanwhile)?;
            (format!("GET {path}"), What::Watch { events, meanwhile })
        }
        _ => bail!("a step is one of `do`, `wait`, `watch`, `kubectl` and `python`"),
    };
    if written.until.is_some() && !matches!(what, What::Wait(_)) {
        bail!("`until` belongs to `wait`");
    }
    if (written.events.is_some() || written.until_end) && !matches!(what, What::Watch { .. }) {
        bail!("`events` and `until_end` belong to `watch`");
    }
    let (method, path) = request
        .split_once(' ')
        .with_context(|| format!("{request:?} is no method and path, as `GET /api/v1/pods`"))?;
    let body = match (written.body, written.base64) {
        (None, None) => Body::Text(String::new()),
        (Some(Value::String(text)), None) => Body::Text(text),
        (Some(body), None) => Body::Text(body.to_string()),
        (None, Some(text)) => Body::Bytes(decode(&text)?),
        _ => bail!("a step has `body` or `base64`, not both"),
    };
    let json = || "application/json".to_owned();
    Ok(Step {
        method: method.to_owned(),
        path: path.to_owned(),
        body,
        content_type: written.content_type.unwrap_or_else(json),
        accept: written.accept.unwrap_or_else(json),
        headers: written.headers,
        user: written.user,
        groups: written.groups,
        capture: written.capture,
        ignore: written.ignore,
        headers_of: written.headers_of,
        what,
    })
}

/// The program that a step starts, if it starts one.
fn program(written: &mut WrittenStep) -> anyhow::Result<Option<(Tool, String)>> {
    let found = match (written.kubectl.take(), written.python.take()) {
        (Some(text), None) => Some((Tool::Kubectl, text)),
        (None, Some(text)) => Some((Tool::Python, text)),
        (None, None) => None,
        (Some(_), Some(_)) => bail!("a step starts kubectl or Python, not both"),
    };
    let of_request = written.request.is_some() || written.wait.is_some() || written.watch.is_some();
    if found.is_some() && of_request {
        bail!("a step starts a program or asks the server itself, not both");
    }
    let of_program =
        !written.stdin.is_empty() || !written.env.is_empty() || written.lines.is_some();
    if found.is_none() && of_program {
        bail!("`stdin`, `env` and `lines` belong to `kubectl` and `python`");
    }
    Ok(found)
}

fn started(tool: Tool, text: String, written: WrittenStep) -> anyhow::Result<Step> {
    if written.lines.is_none() && !written.meanwhile.is_empty() {
        bail!("`meanwhile` of a program needs `lines`, which says when it is ended");
    }
    let (method, path) = match tool {
        Tool::Kubectl => ("kubectl", text.clone()),
        Tool::Python => ("python", "-".to_owned()),
    };
    Ok(Step {
        method: method.to_owned(),
        path,
        body: Body::Text(String::new()),
        content_type: String::new(),
        accept: String::new(),
        headers: BTreeMap::new(),
        user: None,
        groups: Vec::new(),
        capture: BTreeMap::new(),
        ignore: written.ignore,
        headers_of: Vec::new(),
        what: What::Start {
            start: Start {
                tool,
                text,
                stdin: written.stdin,
                env: written.env,
            },
            lines: written.lines,
            meanwhile: steps(written.meanwhile)?,
        },
    })
}

fn decode(text: &str) -> anyhow::Result<Vec<u8>> {
    use base64::Engine as _;
    let compact: String = text.split_whitespace().collect();
    base64::engine::general_purpose::STANDARD
        .decode(compact)
        .context("`base64` is not base64")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[track_caller]
    fn refused(text: &str, part: &str) {
        let error = format!("{:#}", parse(text, "a", "t").unwrap_err());
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let text = "about: x\ncases:\n- name: n\n  steps:\n  - do: GET /\n    bdoy: {}\n";
        refused(text, "bdoy");
        refused(text, "line 6");
    }

    #[test]
    fn keys_that_do_not_go_together_are_refused_with_their_line() {
        let step = |step: &str| format!("about: x\ncases:\n- name: n\n  steps:\n  - {step}\n");
        refused(&step("{do: GET /, wait: GET /}"), "line 5");
        refused(&step("{wait: GET /}"), "`until`");
        refused(&step("{watch: /}"), "events");
        refused(&step("{do: GET}"), "no method and path");
        refused(&step("{do: GET /, body: {}, base64: aaaa}"), "not both");
    }

    #[test]
    fn two_cases_of_one_name_are_refused() {
        let case = "- name: n\n  steps: [{do: GET /}]\n";
        refused(&format!("about: x\ncases:\n{case}{case}"), "already");
    }
}
