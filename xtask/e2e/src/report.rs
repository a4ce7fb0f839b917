//! How cases went, for a terminal.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use serde_json::Value;

use crate::case::Case;
use crate::compare::{self, Difference};
use crate::run::Seen;

/// The longest value that is shown.
const LONGEST: usize = 300;

/// A case that takes longer is told of.
const SLOW: Duration = Duration::from_secs(10);

/// How a case went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every answer is the real server's.
    Same,
    /// It differs, and is listed with its reason.
    Known(String),
    /// It differs; the text says where.
    Different(String),
    /// It is listed as different, and is not.
    NoLongerDifferent,
    /// What it needs does not run here.
    Skipped,
    /// There is nothing to compare with.
    NotRecorded,
}

impl Outcome {
    /// Whether the run may pass with it.
    pub(crate) fn is_fine(&self) -> bool {
        matches!(self, Self::Same | Self::Known(_) | Self::Skipped)
    }
}

/// The cases of a run, by area and in order, each with its outcome.
pub(crate) type Outcomes = Vec<(String, String, Outcome)>;

/// Compares what a case was answered with what the real server answered; says where they differ.
pub(crate) fn difference(expected: &[Value], seen: &Seen) -> Option<String> {
    let mut lines = Vec::new();
    for (index, (expected, seen)) in expected.iter().zip(&seen.answers).enumerate() {
        let found = compare::compare(expected, seen);
        if found.is_empty() {
            continue;
        }
        let request = seen["to"].as_str().unwrap_or_default();
        lines.push(format!("  answer {}: {request}", index + 1));
        lines.extend(found.iter().map(line));
    }
    if let Some(why) = &seen.broken {
        lines.push(format!("  ended early: {why}"));
    } else if expected.len() != seen.answers.len() {
        lines.push(format!(
            "  {} answers instead of {}: record the case again",
            seen.answers.len(),
            expected.len()
        ));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// An error with its causes, but those that an error before them has told already.
pub(crate) fn told(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// Says where two values differ; `None` when they do not.
pub(crate) fn places(expected: &Value, seen: &Value) -> Option<String> {
    let found = compare::compare(expected, seen);
    let lines: Vec<_> = found.iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn line(found: &Difference) -> String {
    let pointer = &found.pointer;
    match (&found.expected, &found.seen) {
        (Some(expected), Some(seen)) => {
            format!(
                "    {pointer}\n      real {}\n      here {}",
                short(expected),
                short(seen)
            )
        }
        (Some(expected), None) => format!("    {pointer}\n      only real {}", short(expected)),
        (None, Some(seen)) => format!("    {pointer}\n      only here {}", short(seen)),
        (None, None) => String::new(),
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} .. ({} bytes)", &text[..end], text.len()),
        None => text,
    }
}

/// Writes each case that did not go well, and the totals; whether the run passes.
pub(crate) fn print(server: &str, outcomes: &Outcomes) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    for (_, id, outcome) in outcomes {
        match outcome {
            Outcome::Different(text) => writeln!(out, "DIFFERENT {id}\n{text}")?,
            Outcome::NoLongerDifferent => {
                writeln!(
                    out,
                    "NO LONGER DIFFERENT {id}: take it out of differences.yaml"
                )?;
            }
            Outcome::NotRecorded => writeln!(out, "NOT RECORDED {id}: run it with --record")?,
            Outcome::Same | Outcome::Known(_) | Outcome::Skipped => {}
        }
    }
    writeln!(out, "{server}")?;
    let mut areas: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    for (area, _, outcome) in outcomes {
        areas.entry(area).or_default().push(outcome);
    }
    for (area, of_area) in &areas {
        writeln!(out, "  {area:<14} {}", totals(of_area))?;
    }
    let all: Vec<&Outcome> = outcomes.iter().map(|(.., outcome)| outcome).collect();
    writeln!(out, "  {:<14} {}", "all", totals(&all))?;
    Ok(all.iter().all(|outcome| outcome.is_fine()))
}

/// Tells which cases hold everybody up.
pub(crate) fn print_slow<'a>(cases: impl Iterator<Item = (&'a Case, &'a Option<Seen>)>) {
    for (case, seen) in cases {
        if let Some(seen) = seen.as_ref().filter(|seen| seen.took > SLOW) {
            // Nothing is left to do when standard error is closed.
            let _ = writeln!(
                std::io::stderr(),
                "slow: {} took {:.0?}",
                case.id(),
                seen.took
            );
        }
    }
}

/// How many cases there are of each outcome.
fn totals(outcomes: &[&Outcome]) -> String {
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|o| wanted(o)).count();
    let parts = [
        ("same", count(|o| *o == Outcome::Same)),
        (
            "known differences",
            count(|o| matches!(o, Outcome::Known(_))),
        ),
        (
            "DIFFERENT",
            count(|o| matches!(o, Outcome::Different(_) | Outcome::NoLongerDifferent)),
        ),
        ("NOT RECORDED", count(|o| *o == Outcome::NotRecorded)),
        ("skipped", count(|o| *o == Outcome::Skipped)),
    ];
    let parts = parts.iter().enumerate();
    let parts = parts.filter(|(index, (_, count))| *index == 0 || *count > 0);
    let parts: Vec<String> = parts
        .map(|(_, (what, count))| format!("{count} {what}"))
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_cause_that_was_told_is_not_told_again() {
        let error = anyhow::anyhow!("no such file")
            .context("cannot read the kubeconfig: no such file")
            .context("the context is of no use");
        let once = "the context is of no use: cannot read the kubeconfig: no such file";
        assert_eq!(told(&error), once);
    }
}
