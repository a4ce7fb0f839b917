//! The operator suite: the example's operator works on the cluster, and its namespace ends as it does on a real one.
//!
//! What the namespace holds after each chapter of its life was recorded from a real cluster; nobody writes it down.

mod binary;
mod cluster;
mod story;

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::cluster::Cluster;
use crate::files;
use crate::providers::Provider;
use crate::report::{self, Outcome, Outcomes};

/// The area of the operator suite's answers.
const AREA: &str = "operator";
/// The only operator so far.
const WEBAPP: &str = "webapp";

/// What was recorded of one operator.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    /// The version of the server.
    server: String,
    /// What the namespace held, by chapter.
    chapters: BTreeMap<String, Value>,
}

/// Lets the operator live on a server; whether all chapters ended as they should, or were recorded.
pub(crate) async fn run(provider: &Provider, record: bool) -> anyhow::Result<bool> {
    let door = provider.operators_door()?;
    let kubeconfig = door.kubeconfig.context("this server has no kubeconfig")?;
    let binary = binary::build().await?;
    let cluster = Cluster::new(door.client, kubeconfig).await?;
    let told = story::tell(&binary, &cluster).await;
    cluster.clean_up().await;
    let (chapters, broken) = told;
    if record {
        if let Some(why) = broken {
            anyhow::bail!("nothing was recorded: {why}");
        }
        return write(&Recorded {
            server: provider.version.clone(),
            chapters: chapters.into_iter().collect(),
        });
    }
    let outcomes = compared(&read()?, chapters, broken);
    report::print(&format!("{} (operator)", provider.server), &outcomes)
}

fn compared(
    recorded: &Recorded,
    chapters: Vec<(String, Value)>,
    broken: Option<String>,
) -> Outcomes {
    let mut outcomes = Outcomes::new();
    let row = |name: &str, outcome| (AREA.to_owned(), format!("{AREA}/{WEBAPP}: {name}"), outcome);
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
        let outcome = Outcome::Different(format!("  {why}"));
        outcomes.push(row("the story goes on", outcome));
    }
    outcomes
}

fn read() -> anyhow::Result<Recorded> {
    let path = files::answers(AREA, WEBAPP);
    let read = || -> anyhow::Result<Recorded> {
        Ok(serde_json::from_str(&std::fs::read_to_string(&path)?)?)
    };
    read().with_context(|| format!("could not read {}", path.display()))
}

fn write(recorded: &Recorded) -> anyhow::Result<bool> {
    let path = files::answers(AREA, WEBAPP);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut text = serde_json::to_string_pretty(recorded)?;
    text.push('\n');
    std::fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))?;
    Ok(true)
}
