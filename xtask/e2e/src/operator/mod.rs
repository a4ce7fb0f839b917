//! The operator suite: each example's operator works on the cluster, and its namespace ends as it does on a real one.
//!
//! What the namespace holds after each chapter of a life was recorded from a real cluster; nobody writes it down.

mod binary;
mod cluster;
mod life;
mod role;
mod story;

use std::collections::BTreeMap;

use anyhow::Context as _;
use kube_client::Client;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::binary::Binaries;
use self::cluster::Cluster;
pub(crate) use self::life::{Life, lives};
use crate::files;
use crate::providers::{Door, Provider};
use crate::report::{self, Outcome, Outcomes};

/// The area of the operator suite's answers.
const AREA: &str = "operator";

/// What was recorded of one operator.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    /// The version of the server.
    server: String,
    /// What the namespace held, by chapter.
    chapters: BTreeMap<String, Value>,
}

/// Lets each operator live on a server; whether all chapters ended as they should, or were recorded.
pub(crate) async fn run(provider: &Provider, lives: &[Life], record: bool) -> anyhow::Result<bool> {
    let binaries = Binaries::build(lives).await?;
    let mut outcomes = Outcomes::new();
    for life in lives {
        let (chapters, told) = tell(provider.operators_door()?, &binaries, life).await?;
        if record {
            told.with_context(|| format!("{}: nothing was recorded", life.example))?;
            write(life, provider, chapters)?;
        } else {
            outcomes.extend(compared(life, &read(life)?, chapters, told.err()));
        }
    }
    Ok(record || report::print(&format!("{} (operator)", provider.server), &outcomes)?)
}

/// What the namespace held after each chapter, and whether the life went on to its end.
async fn tell(
    door: Door,
    binaries: &Binaries,
    life: &Life,
) -> anyhow::Result<(Vec<(String, Value)>, anyhow::Result<()>)> {
    let kubeconfig = door.kubeconfig.context("this server has no kubeconfig")?;
    let cluster = Cluster::new(door.client, kubeconfig).await?;
    let started = async {
        binaries.install(life, &cluster.kubeconfig()).await?;
        let token = role::give(life, &cluster).await?;
        let kubeconfig = cluster.kubeconfig_with(&token)?;
        binaries.serve(life, &kubeconfig, &cluster.namespace).await
    };
    let told = match started.await {
        Ok(operator) => {
            let (chapters, told) = story::tell(life, &cluster).await;
            let told = told.map_err(|error| operator.explained(&error));
            (chapters, told.and(operator.stop().await))
        }
        Err(error) => (Vec::new(), Err(error)),
    };
    role::take_back(&cluster).await;
    cluster.clean_up().await;
    Ok(told)
}

/// The same where the operator runs in the cluster already; nothing is compared, since pods are real there.
pub(crate) async fn live(client: Client, kubeconfig: String, life: &Life) -> anyhow::Result<()> {
    let cluster = Cluster::new(client, kubeconfig).await?;
    story::tell(life, &cluster).await.1
}

fn compared(
    life: &Life,
    recorded: &Recorded,
    chapters: Vec<(String, Value)>,
    broken: Option<anyhow::Error>,
) -> Outcomes {
    let mut outcomes = Outcomes::new();
    let row = |name: &str, outcome| {
        let id = format!("{AREA}/{}: {name}", life.example);
        (AREA.to_owned(), id, outcome)
    };
    for name in recorded.chapters.keys() {
        if !chapters.iter().any(|(seen, _)| seen == name) {
            let text = "  it was not reached".to_owned();
            outcomes.push(row(name, Outcome::Different(text)));
        }
    }
    for (name, seen) in chapters {
        let outcome = match recorded.chapters.get(&name) {
            None => Outcome::NotRecorded,
            Some(expected) => match report::places(expected, &seen) {
                None => Outcome::Same,
                Some(text) => Outcome::Different(text),
            },
        };
        outcomes.push(row(&name, outcome));
    }
    if let Some(why) = broken {
        let outcome = Outcome::Different(format!("  {why:#}"));
        outcomes.push(row("the story goes on", outcome));
    }
    outcomes
}

/// What was recorded; nothing where there is no record yet.
fn read(life: &Life) -> anyhow::Result<Recorded> {
    let path = files::answers(AREA, &life.example);
    if !path.exists() {
        return Ok(Recorded::default());
    }
    let read = || -> anyhow::Result<Recorded> {
        Ok(serde_json::from_str(&std::fs::read_to_string(&path)?)?)
    };
    read().with_context(|| format!("could not read {}", path.display()))
}

fn write(life: &Life, provider: &Provider, chapters: Vec<(String, Value)>) -> anyhow::Result<()> {
    let path = files::answers(AREA, &life.example);
    let recorded = Recorded {
        server: provider.version.clone(),
        chapters: chapters.into_iter().collect(),
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut text = serde_json::to_string_pretty(&recorded)?;
    text.push('\n');
    std::fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))
}
