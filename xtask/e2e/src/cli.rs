//! The command line: which cases are run on which server.

use std::collections::BTreeSet;
use std::io::Write as _;

use clap::{Parser, ValueEnum};
use futures_util::StreamExt as _;

use crate::answers::Answers;
use crate::case::{Case, Need};
use crate::operator::Life;
use crate::programs::Programs;
use crate::providers::{self, Provider};
use crate::report::{self, Outcome, Outcomes};
use crate::run::{self, Seen};
use crate::{differences, files, operator, page, real};

/// Runs one suite of cases on the embedded API server, or on a real one.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask e2e", bin_name = "cargo xtask e2e")]
pub(crate) struct Cli {
    /// The server that is asked.
    #[arg(long, value_enum, default_value_t = ProviderName::Embedded)]
    provider: ProviderName,
    /// The cases, the operators of examples/, or both.
    #[arg(long, value_enum, default_value_t = SuiteName::Conformance)]
    suite: SuiteName,
    /// Only this area; may be given several times.
    #[arg(long, value_name = "NAME")]
    area: Vec<String>,
    /// Only cases with this in `area/topic: name`.
    #[arg(long, value_name = "TEXT")]
    case: Option<String>,
    /// Only the operator of this example; may be given several times.
    #[arg(long, value_name = "NAME")]
    example: Vec<String>,
    /// Write down what the server answers; not for the embedded one.
    #[arg(long)]
    record: bool,
    /// Show the cases and run none.
    #[arg(long)]
    list: bool,
    /// Print the folder of the programs that `--provider kwok` starts (or `envtest`, with that), and run nothing: what KUBEBUILDER_ASSETS names, or what is built for it, once.
    #[arg(long, conflicts_with_all = ["record", "list", "update_docs", "check_docs"])]
    assets: bool,
    /// Do not ask before the current context's cluster is written to.
    #[arg(long)]
    yes: bool,
    /// Write docs/conformance.md, from a run on the embedded server.
    #[arg(long, conflicts_with_all = ["provider", "area", "case", "record", "list", "check_docs"])]
    update_docs: bool,
    /// Fail where docs/conformance.md is old.
    #[arg(long, conflicts_with_all = ["provider", "area", "case", "record", "list"])]
    check_docs: bool,
    /// Afterwards run the operator's own suites (`cargo xtask real`) on the cluster that was started.
    #[arg(long, conflicts_with_all = ["record", "list"])]
    with_real: bool,
    /// How many cases run at once.
    #[arg(long, value_name = "N", default_value_t = 8)]
    jobs: usize,
}

/// What is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SuiteName {
    /// Requests and their answers.
    Conformance,
    /// The operators of examples/, and what their namespaces hold in the end.
    Operator,
    /// One after the other, on the same server.
    All,
}

/// Where the server comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProviderName {
    /// The embedded server, over HTTPS and in process.
    Embedded,
    /// etcd and kube-apiserver from KUBEBUILDER_ASSETS, without controllers.
    Envtest,
    /// As envtest, with controllers, a scheduler and a simulated node.
    Kwok,
    /// A cluster that kind makes, with the operators of examples/ running in it; deleted afterwards.
    Kind,
    /// The cluster of the current context of the kubeconfig.
    Current,
}

/// Does what the command line says; whether everything is as it should be.
pub(crate) async fn run(cli: &Cli) -> anyhow::Result<bool> {
    let all = files::cases()?;
    let chosen: Vec<Case> = all
        .iter()
        .filter(|case| cli.chooses(case))
        .cloned()
        .collect();
    if chosen.is_empty() {
        let areas: BTreeSet<&str> = all.iter().map(|case| case.area.as_str()).collect();
        let areas: Vec<&str> = areas.into_iter().collect();
        anyhow::bail!(
            "no case has these areas and this text in its name; the areas are {}; `cargo xtask e2e --list` shows all cases",
            areas.join(", ")
        );
    }
    if cli.list {
        return list(&chosen);
    }
    if cli.assets {
        let folder = providers::programs_of(cli.provider).await?;
        writeln!(std::io::stdout().lock(), "{}", folder.display())?;
        return Ok(true);
    }
    if cli.record && cli.provider == ProviderName::Embedded {
        anyhow::bail!("answers are recorded from a real server: choose another --provider");
    }
    let lives = cli.lives()?;
    let tools = match cli.suite {
        SuiteName::Operator => BTreeSet::new(),
        SuiteName::Conformance | SuiteName::All => chosen.iter().flat_map(Case::tools).collect(),
    };
    let (programs, missing) = Programs::find(&tools).await;
    let provider = providers::start(cli.provider, cli.yes, programs, &lives).await?;
    for missing in missing {
        writeln!(std::io::stderr().lock(), "skipped: {missing}")?;
    }
    let done = tokio::select! {
        done = suites(cli, &provider, &all, &chosen, &lives) => done,
        name = providers::asked_to_stop() => Err(anyhow::anyhow!("stopped by {name}")),
    };
    provider.stop().await?;
    done
}

/// What was asked for, one after the other.
async fn suites(
    cli: &Cli,
    provider: &Provider,
    all: &[Case],
    chosen: &[Case],
    lives: &[Life],
) -> anyhow::Result<bool> {
    let mut fine = true;
    if cli.suite != SuiteName::Operator {
        fine &= conformance(cli, provider, all, chosen).await?;
    }
    // In a cluster of containers the operator is followed where it is installed.
    if cli.suite != SuiteName::Conformance && cli.provider != ProviderName::Kind {
        fine &= operator::run(provider, lives, cli.record).await?;
    }
    if !cli.record {
        provider.try_operators(lives).await?;
    }
    if cli.with_real {
        fine &= real::run(provider).await?;
    }
    Ok(fine)
}

impl Cli {
    fn chooses(&self, case: &Case) -> bool {
        let text = self.case.as_deref().unwrap_or_default();
        (self.area.is_empty() || self.area.contains(&case.area)) && case.id().contains(text)
    }

    /// The lives of the examples that were named, or of all.
    fn lives(&self) -> anyhow::Result<Vec<Life>> {
        let mut lives = operator::lives()?;
        let there: Vec<&str> = lives.iter().map(|life| life.example.as_str()).collect();
        let unknown = |name: &&String| !there.contains(&name.as_str());
        if let Some(name) = self.example.iter().find(unknown) {
            let there = there.join(", ");
            anyhow::bail!("there is no life of an example {name}: there are {there}");
        }
        lives.retain(|life| self.example.is_empty() || self.example.contains(&life.example));
        Ok(lives)
    }
}

async fn conformance(
    cli: &Cli,
    provider: &Provider,
    all: &[Case],
    chosen: &[Case],
) -> anyhow::Result<bool> {
    let mut answers = Answers::read(all)?;
    if cli.record {
        return record(cli, provider, &mut answers, all, chosen).await;
    }
    let known = differences::read(all)?;
    let mut fine = true;
    let mut worst: Vec<Outcome> = vec![Outcome::Same; chosen.len()];
    let mut never_run: BTreeSet<String> = chosen.iter().map(Case::id).collect();
    for door in provider.doors() {
        let mut seen = ask_all(cli, provider, door, chosen).await;
        if !provider.is_embedded() {
            ask_again(provider, door, chosen, &answers, &mut seen).await?;
        }
        let mut outcomes = Outcomes::new();
        for ((case, seen), worst) in chosen.iter().zip(seen).zip(&mut worst) {
            let reason = known.get(&case.id()).filter(|_| provider.is_embedded());
            let outcome = outcome(answers.of(case), seen, reason);
            let shown = match &outcome {
                // A program that is not there changes nothing about the server: the page goes by the list.
                Outcome::Skipped => reason.map_or(Outcome::Same, |it| Outcome::Known(it.clone())),
                outcome => outcome.clone(),
            };
            if outcome != Outcome::Skipped {
                never_run.remove(&case.id());
            }
            if shown != Outcome::Same {
                *worst = shown;
            }
            outcomes.push((case.area.clone(), case.id(), outcome));
        }
        fine &= report::print(&format!("{} ({door})", provider.server), &outcomes)?;
    }
    if cli.update_docs && !never_run.is_empty() {
        anyhow::bail!(
            "the page tells of every case, and {} were not run",
            never_run.len()
        );
    }
    if cli.check_docs && !never_run.is_empty() {
        let count = never_run.len();
        writeln!(
            std::io::stderr().lock(),
            "not checked, since they were not run: {count} rows of the page"
        )?;
    }
    if cli.update_docs || cli.check_docs {
        let rows: Vec<page::Row<'_>> = chosen.iter().zip(&worst).collect();
        page::update(&rows, &answers, cli.check_docs)?;
    }
    Ok(fine)
}

/// How a case went, `None` being one that was not run.
fn outcome(
    expected: Option<&[serde_json::Value]>,
    seen: Option<Seen>,
    reason: Option<&String>,
) -> Outcome {
    let (Some(seen), Some(expected)) = (seen.as_ref(), expected) else {
        return if seen.is_some() {
            Outcome::NotRecorded
        } else {
            Outcome::Skipped
        };
    };
    match (report::difference(expected, seen), reason) {
        (Some(_), Some(reason)) => Outcome::Known(reason.clone()),
        (Some(text), None) => Outcome::Different(text),
        (None, Some(_)) => Outcome::NoLongerDifferent,
        (None, None) => Outcome::Same,
    }
}

/// Asks everything, several cases at once; `None` for a case that cannot be run here.
async fn ask_all(cli: &Cli, provider: &Provider, door: &str, cases: &[Case]) -> Vec<Option<Seen>> {
    let asked = cases.iter().map(|case| ask(provider, door, case));
    let seen: Vec<Option<Seen>> = futures_util::stream::iter(asked)
        .buffered(cli.jobs.max(1))
        .collect()
        .await;
    report::print_slow(cases.iter().zip(&seen));
    seen
}

async fn ask(provider: &Provider, door: &str, case: &Case) -> Option<Seen> {
    let door = provider.door(door, case)?;
    let tools = case.tools();
    if !tools.is_empty() && door.kubeconfig.is_none() {
        return None;
    }
    let programs = &provider.programs;
    if !tools.iter().all(|tool| programs.has(*tool)) {
        return None;
    }
    Some(run::run(door, programs, case, provider.ground()).await)
}

/// Asks a real server once more what it answered otherwise: its caches are late now and then.
async fn ask_again(
    provider: &Provider,
    door: &str,
    cases: &[Case],
    answers: &Answers,
    seen: &mut [Option<Seen>],
) -> anyhow::Result<()> {
    for (case, seen) in cases.iter().zip(seen) {
        let (Some(expected), Some(first)) = (answers.of(case), seen.as_ref()) else {
            continue;
        };
        if report::difference(expected, first).is_some() {
            writeln!(std::io::stderr().lock(), "asked again: {}", case.id())?;
            *seen = ask(provider, door, case).await;
        }
    }
    Ok(())
}

async fn record(
    cli: &Cli,
    provider: &Provider,
    answers: &mut Answers,
    all: &[Case],
    chosen: &[Case],
) -> anyhow::Result<bool> {
    let mut outcomes = Outcomes::new();
    for door in provider.doors() {
        for (case, seen) in chosen
            .iter()
            .zip(ask_all(cli, provider, door, chosen).await)
        {
            let outcome = match seen {
                None => Outcome::Skipped,
                Some(Seen {
                    broken: Some(why), ..
                }) => Outcome::Different(format!("  a wrong case: {why}")),
                Some(seen) => {
                    answers.record(case, &provider.version, seen.answers);
                    Outcome::Same
                }
            };
            outcomes.push((case.area.clone(), case.id(), outcome));
        }
    }
    answers.write(all)?;
    report::print(&format!("recorded from {}", provider.server), &outcomes)
}

fn list(cases: &[Case]) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    for case in cases {
        let needs: Vec<&str> = case.needs.iter().map(|need| need.name()).collect();
        let needs = match needs.as_slice() {
            [] => String::new(),
            needs => format!(" (needs {})", needs.join(", ")),
        };
        writeln!(out, "{}{needs}", case.id())?;
    }
    writeln!(out, "{} cases", cases.len())?;
    Ok(true)
}

impl Need {
    /// As it is written in a case.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Controllers => "controllers",
            Self::Workloads => "workloads",
        }
    }
}
