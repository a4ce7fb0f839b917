//! docs/faults.md: its lines are rules, and the tests that it names are there.

use std::collections::BTreeSet;

use oper8_apiserver::faults::Plan;

const PAGE: &str = include_str!("../../../../docs/faults.md");

/// The sources of this suite.
const SOURCES: [&str; 6] = [
    include_str!("kinds.rs"),
    include_str!("leases.rs"),
    include_str!("one_watcher.rs"),
    include_str!("requests.rs"),
    include_str!("watches.rs"),
    include_str!("writers.rs"),
];

/// The plan of the page: comments, and rules below them.
fn lines() -> Vec<&'static str> {
    let block = PAGE.split("```json\n").nth(1).unwrap();
    block.split("```").next().unwrap().lines().collect()
}

/// The rules below a comment of the page.
#[track_caller]
pub(crate) fn rules(label: &str) -> Plan {
    let lines = lines();
    let start = lines
        .iter()
        .position(|line| line.strip_prefix("# ") == Some(label));
    let Some(start) = start else {
        panic!("docs/faults.md has no lines for {label:?}");
    };
    let rules = lines[start + 1..].iter();
    let rules = rules.take_while(|line| !line.starts_with('#'));
    let rules = rules.map(|line| line.parse().unwrap());
    rules.collect()
}

/// The rows of the table: the id of each and the tests that it names.
fn rows() -> Vec<(&'static str, Vec<&'static str>)> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| F"));
    let rows = rows.map(|line| {
        let cells: Vec<_> = line.split(" | ").collect();
        let tests = cells.last().unwrap().split('`').skip(1).step_by(2);
        (cells[0].trim_start_matches("| "), tests.collect())
    });
    rows.collect()
}

#[test]
fn every_line_of_the_page_is_a_rule_that_is_written_as_it_stands_there() {
    let text = lines().join("\n");
    let plan: Plan = text.parse().unwrap();
    let rules = lines().into_iter().filter(|line| !line.starts_with('#'));
    let rules: Vec<_> = rules.collect();
    assert_eq!(plan.rules.len(), rules.len());
    for (rule, line) in plan.rules.iter().zip(rules) {
        assert_eq!(rule.to_string(), line);
    }
}

#[test]
fn every_row_has_lines_and_tests_and_every_line_is_followed_by_one() {
    let tests: BTreeSet<_> = (SOURCES.iter())
        .flat_map(|source| source.split("async fn ").skip(1))
        .map(|rest| rest.split('(').next().unwrap())
        .collect();
    let labels = lines().into_iter().filter_map(|it| it.strip_prefix("# "));
    let labels: Vec<_> = labels.collect();
    let mut named = BTreeSet::new();
    let rows = rows();
    assert_eq!(rows.len(), 21, "{rows:?}");
    for (id, names) in rows {
        assert!(!names.is_empty(), "{id} names no test");
        for name in names {
            assert!(tests.contains(name), "{id}: there is no test {name}");
            assert!(name.starts_with(&format!("{}_", id.to_lowercase())));
            named.insert(name);
        }
        let is_of = |label: &&str| label.split(' ').next() == Some(id);
        assert!(labels.iter().any(is_of), "{id} has no line");
    }
    for name in tests.iter().filter(|name| name.starts_with(['f'])) {
        let row = name.split('_').next().unwrap();
        let is_row = row[1..].parse::<u8>().is_ok();
        assert!(!is_row || named.contains(name), "no row names {name}");
    }
    for label in labels {
        let quoted = format!("\"{label}\"");
        assert!(
            SOURCES.iter().any(|source| source.contains(&quoted)),
            "no test follows the lines of {label:?}"
        );
    }
}
