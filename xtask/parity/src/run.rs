//! One run: take the vectors, answer them, compare, report.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::bail;

use crate::Cli;
use crate::areas::{self, AREAS, Area};
use crate::compare::{Outcome, compare};
use crate::differences::{Case, Differences};
use crate::files::{self, Entry, Unreadable};
use crate::input::{Answer, Failure};
use crate::oracle::Oracle;
use crate::page;
use crate::report::{Report, Verdict};
use crate::vector::Vector;

/// What happens to a vector whose area has no driver.
const NO_DRIVER: &str = "no driver asks this area";

/// Runs what the command line says; whether every difference is listed.
pub(crate) fn run(cli: &Cli) -> anyhow::Result<bool> {
    let unknown = cli.area.iter().find(|name| areas::find(name).is_none());
    if let Some(unknown) = unknown {
        let known: Vec<_> = AREAS.iter().map(|area| area.name).collect();
        bail!("there is no area `{unknown}`: use {}", known.join(", "));
    }
    let differences = Differences::read(&files::differences())?;
    let checked_in = cli.update_docs || cli.check_docs;
    let entries = match &cli.vectors {
        Some(path) => files::read(path)?,
        None if checked_in => files::read(&files::vectors())?,
        None => ask(cli)?,
    };
    let wanted = |area: &str| cli.area.is_empty() || cli.area.iter().any(|name| name == area);
    let mut report = Report::new(&differences);
    let entries: Vec<&Entry> = entries
        .iter()
        .filter(|entry| wanted(area_of(entry)))
        .collect();
    for (entry, verdict) in entries.iter().zip(judge_all(&entries, &differences)) {
        report.add(entry, verdict);
    }
    report.unused_entries_matter(cli.area.is_empty() && cli.vectors.is_none());
    report.print(cli.full)?;
    if cli.update_docs {
        page::update(&report)?;
    }
    if cli.check_docs {
        page::check(&report)?;
    }
    Ok(report.is_good())
}

/// Vectors from the reference; written down too, where that is asked for.
fn ask(cli: &Cli) -> anyhow::Result<Vec<Entry>> {
    let oracle = Oracle::new(cli.python.as_deref())?;
    let mut entries = Vec::new();
    for area in AREAS.iter().filter(|area| area.count > 0) {
        if !cli.area.is_empty() && !cli.area.iter().any(|name| name == area.name) {
            continue;
        }
        let vectors = oracle.vectors(area.name, cli.seed, cli.count.unwrap_or(area.count))?;
        unique(&vectors)?;
        if cli.record {
            files::write(area.name, &vectors)?;
        }
        entries.extend(vectors.into_iter().map(Ok));
    }
    Ok(entries)
}

fn unique(vectors: &[Vector]) -> anyhow::Result<()> {
    let mut names = BTreeSet::new();
    for vector in vectors {
        if !names.insert(&vector.name) {
            bail!("{}: two vectors are named `{}`", vector.area, vector.name);
        }
    }
    Ok(())
}

fn area_of(entry: &Entry) -> &str {
    match entry {
        Ok(vector) => &vector.area,
        Err(Unreadable { area, .. }) => area,
    }
}

/// The verdicts in the order of the vectors, which are judged on all processors: a rollout takes its time.
fn judge_all(entries: &[&Entry], differences: &Differences) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let verdicts: Vec<OnceLock<Verdict>> = entries.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(entry), Some(verdict)) = (entries.get(index), verdicts.get(index)) else {
                return;
            };
            verdict.get_or_init(|| judge(entry, differences));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..std::thread::available_parallelism().map_or(1, NonZeroUsize::get) {
            scope.spawn(work);
        }
        work();
    });
    let verdicts = verdicts.into_iter().map(OnceLock::into_inner);
    verdicts
        .map(|verdict| verdict.unwrap_or_else(|| Verdict::unreadable("it was not judged")))
        .collect()
}

fn judge(entry: &Entry, differences: &Differences) -> Verdict {
    let vector = match entry {
        Ok(vector) => vector,
        Err(unreadable) => return Verdict::unreadable(&unreadable.problem),
    };
    let Some(area) = areas::find(&vector.area) else {
        return Verdict::Missing(NO_DRIVER);
    };
    let answer = answer(area, vector);
    let outcome = compare(area, &vector.input, &vector.expected, &answer);
    match outcome {
        Outcome::Same => Verdict::Same,
        Outcome::Missing(why) => Verdict::Missing(why),
        Outcome::OtherText | Outcome::Different(_) => {
            let case = Case {
                vector,
                answer: &answer,
                outcome: &outcome,
            };
            match differences.allowing(&case) {
                Some(entry) => Verdict::Listed(entry),
                None => Verdict::Unlisted { answer, outcome },
            }
        }
    }
}

/// Asks the area's driver; a panic is an answer too, and never the right one.
fn answer(area: &Area, vector: &Vector) -> Answer {
    let asked = catch_unwind(AssertUnwindSafe(|| (area.answer)(&vector.input)));
    asked.unwrap_or_else(|_| Err(Failure::malformed("it panicked")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Areas that answer at once; a rollout takes a while, and is asked in the run itself.
    const FAST: [&str; 8] = [
        "strategic_merge",
        "apply_patches",
        "status",
        "filters",
        "utils",
        "verify_resources",
        "replace_utils",
        "manifest_diff",
    ];

    #[test]
    fn no_listed_difference_allows_just_any_answer() {
        let differences = Differences::read(&files::differences()).unwrap();
        let wrong = [
            Ok(json!({"wrong": [true]})),
            Ok(json!(null)),
            Ok(json!(true)),
            Ok(json!(false)),
            Ok(json!([])),
            Err(Failure::error("WrongError", &"wrong")),
        ];
        let mut asked = 0;
        for vector in files::read(&files::vectors()).unwrap() {
            let vector = vector.unwrap();
            if !FAST.contains(&vector.area.as_str()) {
                continue;
            }
            let area = areas::find(&vector.area).unwrap();
            let right = answer(area, &vector);
            for wrong in wrong.iter().filter(|wrong| **wrong != right) {
                let outcome = compare(area, &vector.input, &vector.expected, wrong);
                if outcome == Outcome::Same {
                    continue;
                }
                let case = Case {
                    vector: &vector,
                    answer: wrong,
                    outcome: &outcome,
                };
                let entry = differences.allowing(&case);
                let entry = entry.map(|index| &differences.entries[index]);
                // Where the lists differ anyway, this entry takes both that answer and the reference's error.
                if entry.is_some_and(|it| it.id == "elements without a merge key in the cluster")
                    && *wrong == Ok(json!(true))
                {
                    continue;
                }
                assert!(entry.is_none(), "{entry:?} allows {wrong:?} for {vector:?}");
                asked += 1;
            }
        }
        assert!(asked > 10_000, "only {asked} were asked");
    }
}
