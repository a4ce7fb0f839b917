//! docs/conformance.md: each case with what the real server answers, and whether the embedded one answers the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::answers::Answers;
use crate::case::Case;
use crate::files;
use crate::report::Outcome;

/// What a page is made of: a case, and how it went on the embedded server.
pub(crate) type Row<'a> = (&'a Case, &'a Outcome);

/// Writes the page, or with `check` fails where it is old.
pub(crate) fn update(rows: &[Row<'_>], answers: &Answers, check: bool) -> anyhow::Result<()> {
    let path = files::root().join("../../docs/conformance.md");
    let wanted = page(rows, answers)?;
    if check {
        let present = std::fs::read_to_string(&path).unwrap_or_default();
        if present != wanted {
            bail!("docs/conformance.md is old: run `cargo xtask e2e --update-docs`");
        }
        return Ok(());
    }
    std::fs::write(&path, wanted).with_context(|| format!("could not write {}", path.display()))
}

fn page(rows: &[Row<'_>], answers: &Answers) -> Result<String, std::fmt::Error> {
    let mut page = String::from("# Conformance\n\n");
    writeln!(
        page,
        "`cargo xtask e2e` asks the embedded API server (`oper8-apiserver`) what a real Kubernetes was asked, and compares the\n\
         answers: codes, bodies, warnings, events. The answers are recorded from Kubernetes {}; `xtask/e2e/README.md` tells how.\n\
         `cargo xtask e2e --update-docs` writes this page.\n",
        answers.versions().join(", ")
    )?;
    totals(&mut page, rows)?;
    differences(&mut page, rows)?;
    let mut areas: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows {
        areas.entry(&row.0.area).or_default().push(row);
    }
    for (area, rows) in areas {
        write!(
            page,
            "\n## {area}\n\n| case | Kubernetes | embedded |\n| --- | --- | --- |\n"
        )?;
        for (case, outcome) in rows {
            let real = answers
                .of(case)
                .map_or_else(|| "not recorded".to_owned(), codes);
            let name = escaped(&case.name);
            writeln!(
                page,
                "| {}: {name}{} | {real} | {} |",
                case.topic,
                needs(case),
                word(outcome)
            )?;
        }
    }
    Ok(page)
}

/// How many cases of each area there are, and how they went.
fn totals(page: &mut String, rows: &[Row<'_>]) -> std::fmt::Result {
    let mut areas: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (case, outcome) in rows {
        let counts = areas.entry(&case.area).or_default();
        counts[0] += 1;
        counts[1] += usize::from(**outcome == Outcome::Same);
        counts[2] += usize::from(**outcome != Outcome::Same);
    }
    page.push_str("| area | cases | the same | different |\n| --- | ---: | ---: | ---: |\n");
    let mut all = [0; 3];
    for (area, counts) in &areas {
        let [cases, same, different] = counts;
        writeln!(page, "| {area} | {cases} | {same} | {different} |")?;
        for (sum, count) in all.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    writeln!(page, "| **all** | {} | {} | {} |", all[0], all[1], all[2])
}

/// The differences that are known, with their reasons.
fn differences(page: &mut String, rows: &[Row<'_>]) -> std::fmt::Result {
    page.push_str("\n## Known differences\n\n");
    let known = rows.iter().filter_map(|(case, outcome)| match outcome {
        Outcome::Known(reason) => Some((case, reason)),
        _ => None,
    });
    let mut none = true;
    for (case, reason) in known {
        none = false;
        writeln!(
            page,
            "- **{}**: {}",
            case.id(),
            reason.trim().replace('\n', " ")
        )?;
    }
    if none {
        page.push_str("None.\n");
    }
    Ok(())
}

fn needs(case: &Case) -> String {
    let needs: Vec<&str> = case.needs.iter().map(|need| need.name()).collect();
    match needs.as_slice() {
        [] => String::new(),
        needs => format!(" (needs {})", needs.join(", ")),
    }
}

/// The codes of the answers, the events of a watch by their number.
fn codes(answers: &[Value]) -> String {
    let code = |answer: &Value| match answer["body"].as_array() {
        Some(events) => format!("{} with {} events", answer["code"], events.len()),
        None => answer["code"].to_string(),
    };
    answers.iter().map(code).collect::<Vec<_>>().join(", ")
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Same => "the same",
        Outcome::Known(_) => "known difference",
        Outcome::Different(_) | Outcome::NoLongerDifferent => "**different**",
        Outcome::Skipped => "not run",
        Outcome::NotRecorded => "not compared",
    }
}

/// What a table cell may hold.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}
