//! What a run found, by area, and how it is shown.

use std::collections::BTreeMap;
use std::io::Write;

use crate::areas::AREAS;
use crate::compare::Outcome;
use crate::differences::{Difference, Differences};
use crate::files::Entry;
use crate::input::{Answer, Failure};
use crate::vector::Vector;

/// How much of an input or an answer is shown.
const SHOWN: usize = 700;

/// What became of a vector.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// The answers agree.
    Same,
    /// They differ, as the entry at this place of the list says.
    Listed(usize),
    /// There is nothing here that could be asked.
    Missing(&'static str),
    /// They differ, and no entry says so.
    Unlisted {
        /// The answer here.
        answer: Answer,
        /// How it differs.
        outcome: Outcome,
    },
}

impl Verdict {
    /// A vector that cannot be read.
    pub(crate) fn unreadable(problem: &str) -> Self {
        Self::Unlisted {
            answer: Err(Failure::malformed(problem)),
            outcome: Outcome::Different("the vector cannot be read".to_owned()),
        }
    }
}

/// The numbers of one area.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) vectors: usize,
    pub(crate) same: usize,
    pub(crate) listed: usize,
    pub(crate) missing: usize,
    pub(crate) unlisted: usize,
}

/// What a run found.
pub(crate) struct Report<'a> {
    /// By area, in the order of their names.
    pub(crate) areas: BTreeMap<String, Counts>,
    /// The list, with how often each entry was needed.
    pub(crate) entries: Vec<(&'a Difference, usize)>,
    /// By area and reason.
    pub(crate) missing: BTreeMap<(String, &'static str), usize>,
    unlisted: Vec<String>,
    unlisted_whole: Vec<String>,
    warn_of_unused: bool,
}

impl<'a> Report<'a> {
    /// An empty report over this list.
    pub(crate) fn new(differences: &'a Differences) -> Self {
        Self {
            areas: BTreeMap::new(),
            entries: differences.entries.iter().map(|entry| (entry, 0)).collect(),
            missing: BTreeMap::new(),
            unlisted: Vec::new(),
            unlisted_whole: Vec::new(),
            warn_of_unused: false,
        }
    }

    /// Adds what became of a vector.
    pub(crate) fn add(&mut self, entry: &Entry, verdict: Verdict) {
        let area = match entry {
            Ok(vector) => &vector.area,
            Err(unreadable) => &unreadable.area,
        };
        let counts = self.areas.entry(area.clone()).or_default();
        counts.vectors += 1;
        match verdict {
            Verdict::Same => counts.same += 1,
            Verdict::Listed(index) => {
                counts.listed += 1;
                self.entries[index].1 += 1;
            }
            Verdict::Missing(why) => {
                counts.missing += 1;
                *self.missing.entry((area.clone(), why)).or_default() += 1;
            }
            Verdict::Unlisted { answer, outcome } => {
                counts.unlisted += 1;
                let vector = entry.as_ref().ok();
                self.unlisted
                    .push(describe(area, vector, &answer, &outcome, SHOWN));
                self.unlisted_whole
                    .push(describe(area, vector, &answer, &outcome, usize::MAX));
            }
        }
    }

    /// Whether entries that no vector needed are worth a warning; in a run of other people's vectors they are not.
    pub(crate) fn unused_entries_matter(&mut self, matter: bool) {
        self.warn_of_unused = matter;
    }

    /// Whether every difference is listed.
    pub(crate) fn is_good(&self) -> bool {
        self.unlisted.is_empty()
    }

    /// Writes the report to standard output; inputs and answers whole where `full`.
    pub(crate) fn print(&self, full: bool) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        let unlisted = if full {
            &self.unlisted_whole
        } else {
            &self.unlisted
        };
        for difference in unlisted {
            writeln!(out, "{difference}")?;
        }
        self.print_table(&mut out)?;
        self.print_lists(&mut out)
    }

    fn print_table(&self, out: &mut impl Write) -> std::io::Result<()> {
        writeln!(
            out,
            "{:<24} {:>8} {:>8} {:>8} {:>8} {:>8}",
            "area", "vectors", "same", "listed", "missing", "unlisted"
        )?;
        let total = self.total();
        let rows = self
            .areas
            .iter()
            .map(|(name, counts)| (name.as_str(), counts));
        for (name, counts) in rows.chain([("all", &total)]) {
            writeln!(
                out,
                "{name:<24} {:>8} {:>8} {:>8} {:>8} {:>8}",
                counts.vectors, counts.same, counts.listed, counts.missing, counts.unlisted
            )?;
        }
        Ok(())
    }

    fn print_lists(&self, out: &mut impl Write) -> std::io::Result<()> {
        for ((area, why), count) in &self.missing {
            writeln!(out, "missing   {area}: {why} ({count})")?;
        }
        for (entry, count) in self.entries.iter().filter(|(_, count)| *count > 0) {
            writeln!(
                out,
                "listed    {}/{} ({count}): {}",
                entry.area, entry.id, entry.reason
            )?;
        }
        let unused = |(entry, count): &&(&Difference, usize)| {
            *count == 0 && self.warn_of_unused && self.areas.contains_key(&entry.area)
        };
        for (entry, _) in self.entries.iter().filter(unused) {
            writeln!(
                out,
                "warning   {}/{}: no vector of this run needs this entry",
                entry.area, entry.id
            )?;
        }
        Ok(())
    }

    /// All areas together.
    pub(crate) fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in self.areas.values() {
            total.vectors += counts.vectors;
            total.same += counts.same;
            total.listed += counts.listed;
            total.missing += counts.missing;
            total.unlisted += counts.unlisted;
        }
        total
    }

    /// The areas in the order of the table of areas, then those without a driver.
    pub(crate) fn in_order(&self) -> Vec<(&str, &Counts)> {
        let mut rows: Vec<_> = self
            .areas
            .iter()
            .map(|(name, counts)| (name.as_str(), counts))
            .collect();
        rows.sort_by_key(|(name, _)| {
            let place = AREAS.iter().position(|area| area.name == *name);
            place.unwrap_or(AREAS.len())
        });
        rows
    }
}

fn describe(
    area: &str,
    vector: Option<&Vector>,
    answer: &Answer,
    outcome: &Outcome,
    shown: usize,
) -> String {
    let how = match outcome {
        Outcome::Different(how) => how.as_str(),
        _ => "another text",
    };
    let ours = match answer {
        Ok(value) => value.to_string(),
        Err(Failure::Error { class, message }) => format!("{class}: {message}"),
        Err(Failure::Malformed(what)) => format!("not understood: {what}"),
        Err(Failure::Missing(why)) => format!("missing: {why}"),
    };
    let Some(vector) = vector else {
        return format!("{area}: {how}\n  here       {ours}\n");
    };
    let input = cut(vector.input.to_string(), shown);
    let theirs = cut(vector.expected.to_value().to_string(), shown);
    format!(
        "{area} `{}`: {how}\n  input      {input}\n  reference  {theirs}\n  here       {}\n",
        vector.name,
        cut(ours, shown)
    )
}

fn cut(text: String, shown: usize) -> String {
    match text.char_indices().nth(shown) {
        Some((end, _)) => format!("{} ...", &text[..end]),
        None => text,
    }
}
