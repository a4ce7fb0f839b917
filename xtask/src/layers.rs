//! Which crate may use which: the table of the architecture page, and its check.
//!
//! A crate may use crates of a lower layer only, dev-dependencies aside. Some crates also promise what never enters
//! their whole dependency tree, and how large it may grow. The architecture page shows table and trees as they are.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::shell::{cargo, output, root};

/// One row of the table.
struct Row {
    layer: u8,
    name: &'static str,
    subject: &'static str,
    /// Crates that must not be anywhere in the tree of normal dependencies.
    never: &'static [&'static str],
    /// The most crates that its tree of normal dependencies may have, itself included; such trees are shown.
    most: Option<usize>,
}

/// What a crate without Kubernetes, HTTP or an async runtime never reaches.
const PURE: &[&str] = &[
    "k8s-openapi",
    "kube-client",
    "kube-core",
    "kube-runtime",
    "http",
    "hyper",
    "axum",
    "tower",
    "tokio",
];

const TABLE: &[Row] = &[
    Row {
        layer: 0,
        name: "oper8-dag",
        subject: "named graph, topology, concurrent runner, completion state",
        never: PURE,
        most: Some(21),
    },
    Row {
        layer: 0,
        name: "oper8-schema",
        subject: "what the built-in kinds are; field sets, quantities, Kubernetes' strategic merge",
        never: PURE,
        most: None,
    },
    Row {
        layer: 0,
        name: "oper8-patch",
        subject: "strategic merge, RFC 6902 and RFC 7386 patches by internal name",
        never: PURE,
        most: Some(16),
    },
    Row {
        layer: 0,
        name: "oper8-config",
        subject: "settings: defaults, file, environment, overrides",
        never: PURE,
        most: None,
    },
    Row {
        layer: 0,
        name: "oper8-status",
        subject: "conditions, reasons, versions, component status, change detection",
        never: PURE,
        most: None,
    },
    Row {
        layer: 1,
        name: "oper8-apiserver",
        subject: "an embedded, in-memory Kubernetes API server",
        never: &["kube-client", "kube-runtime"],
        most: None,
    },
    Row {
        layer: 2,
        name: "oper8-deploy-manager",
        subject: "apply, disable, get, list, watch, status over a Kubernetes client",
        never: &["kube-runtime"],
        most: None,
    },
    Row {
        layer: 3,
        name: "oper8-reconcile",
        subject: "components, charts, controllers, rollout, verification",
        never: &["kube-runtime"],
        most: None,
    },
    Row {
        layer: 4,
        name: "oper8-watch-managers",
        subject: "watches, filters, queue, resync, shutdown",
        never: &[],
        most: None,
    },
    Row {
        layer: 5,
        name: "oper8-cli",
        subject: "the command line of an operator",
        never: &[],
        most: None,
    },
    Row {
        layer: 5,
        name: "oper8-testing",
        subject: "tests of operators: a cluster, scripted components, assertions, snapshots",
        never: &[],
        most: None,
    },
    Row {
        layer: 6,
        name: "oper8",
        subject: "the facade: re-exports and features, no logic",
        never: &[],
        most: None,
    },
];

/// Fails on an edge that does not point to a lower layer, an unlisted crate, or a forbidden crate in a tree.
pub(crate) fn check() -> anyhow::Result<()> {
    let text = output(cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).context("`cargo metadata` printed no JSON")?;
    let mut problems = Vec::new();
    let mut present = BTreeSet::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        if !manifest.contains("/crates/") {
            continue;
        }
        let Some(row) = row(name) else {
            problems.push(format!("{name} is not in the table of xtask/src/layers.rs"));
            continue;
        };
        present.insert(row.name);
        problems.extend(edges(row, package));
    }
    for row in TABLE {
        if !present.contains(row.name) {
            problems.push(format!("{} is in the table, not in crates/", row.name));
            continue;
        }
        problems.extend(tree(row)?);
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("layers:\n  {}", problems.join("\n  "))
}

/// The architecture page as it is, and as it should be.
pub(crate) fn page() -> anyhow::Result<(PathBuf, String, String)> {
    let path = root().join("docs/architecture.md");
    let present = std::fs::read_to_string(&path)
        .with_context(|| format!("could not read {}", path.display()))?;
    let mut wanted = with_block(&present, "layers", &markdown())?;
    for row in TABLE.iter().filter(|row| row.most.is_some()) {
        let tree = output(cargo(&["tree", "-p", row.name, "-e", "normal"]))?;
        // The path of the workspace is nobody's business.
        let tree: Vec<&str> = tree
            .lines()
            .map(|line| line.split(" (/").next().unwrap_or(line))
            .collect();
        let block = format!("```text\n{}\n```\n", tree.join("\n"));
        wanted = with_block(&wanted, &format!("tree {}", row.name), &block)?;
    }
    Ok((path, present, wanted))
}

/// `page` with `block` between the markers of `name`.
fn with_block(page: &str, name: &str, block: &str) -> anyhow::Result<String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end {name} -->"));
    let parts = page
        .split_once(&start)
        .and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let Some((before, after)) = parts else {
        bail!(
            "docs/architecture.md has no block between `{}` and `{end}`",
            start.trim_end()
        );
    };
    Ok(format!("{before}{start}{block}{end}{after}"))
}

/// The table as Markdown.
fn markdown() -> String {
    let mut text = String::from("| layer | crate | what lives there |\n| --- | --- | --- |\n");
    for row in TABLE {
        text.push_str(&format!(
            "| {} | `{}` | {} |\n",
            row.layer, row.name, row.subject
        ));
    }
    text
}

fn row(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name)
}

fn edges(from: &Row, package: &serde_json::Value) -> Vec<String> {
    let mut problems = Vec::new();
    for dependency in package["dependencies"].as_array().into_iter().flatten() {
        let name = dependency["name"].as_str().unwrap_or_default();
        if dependency["kind"] == "dev" {
            continue;
        }
        if let Some(to) = row(name)
            && to.layer >= from.layer
        {
            problems.push(format!(
                "{} (layer {}) uses {} (layer {}): only a lower layer may be used",
                from.name, from.layer, to.name, to.layer
            ));
        }
    }
    problems
}

fn tree(row: &Row) -> anyhow::Result<Vec<String>> {
    if row.never.is_empty() {
        return Ok(Vec::new());
    }
    let text = output(cargo(&[
        "tree", "-p", row.name, "-e", "normal", "--prefix", "none", "--format", "{p}",
    ]))?;
    let reached: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let mut problems: Vec<String> = row
        .never
        .iter()
        .filter(|name| reached.contains(**name))
        .map(|name| format!("{} must not reach {name} (see `cargo tree`)", row.name))
        .collect();
    if let Some(most) = row.most
        && reached.len() > most
    {
        let found = reached.len();
        problems.push(format!(
            "{} has {found} crates in its tree, more than {most}: what it brings is brought to all who use it alone",
            row.name
        ));
    }
    Ok(problems)
}
