//! House rules that no other tool knows.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::shell::root;

/// Longest source file; tests are left out.
const LONGEST_FILE: usize = 700;

/// Fails when a file breaks a rule, and names each file and rule.
pub(crate) fn check() -> anyhow::Result<()> {
    let mut problems = Vec::new();
    for path in files(&root())? {
        let name = path.strip_prefix(root()).unwrap_or(&path);
        let text = || {
            std::fs::read_to_string(&path)
                .with_context(|| format!("could not read {}", name.display()))
        };
        let generated = name
            .components()
            .any(|part| part.as_os_str() == "generated");
        match name.extension().and_then(|extension| extension.to_str()) {
            Some("rs") if !generated => problems.extend(file(name, &text()?)),
            Some("md") => problems.extend(links(&path, name, &text()?)),
            _ => {}
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("house rules:\n  {}", problems.join("\n  "))
}

/// Every file of the project, in order; build output and hidden folders are left out.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("could not list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name == "target" {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Links to files that are not there.
fn links(path: &Path, name: &Path, text: &str) -> Vec<String> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    targets
        .map(|(target, _)| target.split('#').next().unwrap_or(target))
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .filter(|target| !path.with_file_name(target).exists())
        .map(|target| format!("{}: links to {target}, which is not there", name.display()))
        .collect()
}

fn file(path: &Path, text: &str) -> Vec<String> {
    let name = path.display();
    let mut problems = Vec::new();
    if !text.starts_with("//!") {
        problems.push(format!(
            "{name}: opens with no `//!` line that says its subject"
        ));
    }
    let source = text
        .split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let lines = source.lines().count();
    let tests = path.components().any(|part| part.as_os_str() == "tests");
    if lines > LONGEST_FILE && !tests {
        problems.push(format!(
            "{name}: {lines} lines, more than {LONGEST_FILE}: it holds two subjects"
        ));
    }
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("#[ignore") {
            problems.push(format!(
                "{name}:{}: an ignored test proves nothing",
                number + 1
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_named_with_its_file() {
        let long = format!("fn a() {{}}\n{}#[ignore]\n", "// x\n".repeat(LONGEST_FILE));
        let problems = file(Path::new("a.rs"), &long);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems.iter().all(|problem| problem.starts_with("a.rs")));
    }

    #[test]
    fn inline_tests_do_not_count_as_length() {
        let text = format!(
            "//! A file.\n\n#[cfg(test)]\nmod tests {{\n{}}}\n",
            "// x\n".repeat(LONGEST_FILE)
        );
        assert!(file(Path::new("a.rs"), &text).is_empty());
    }
}
