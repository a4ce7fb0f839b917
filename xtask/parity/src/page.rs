//! The generated blocks of docs/parity.md: the numbers by area, and the differences on purpose.

use anyhow::{Context as _, bail};

use crate::files;
use crate::report::Report;

/// Writes the blocks anew.
pub(crate) fn update(report: &Report<'_>) -> anyhow::Result<()> {
    let (present, wanted) = pages(report)?;
    if present != wanted {
        let path = files::page();
        std::fs::write(&path, wanted)
            .with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}

/// Fails where a block is old.
pub(crate) fn check(report: &Report<'_>) -> anyhow::Result<()> {
    let (present, wanted) = pages(report)?;
    if present != wanted {
        bail!("docs/parity.md shows old results: run `cargo xtask parity --update-docs`");
    }
    Ok(())
}

/// The page as it is, and as it should be.
fn pages(report: &Report<'_>) -> anyhow::Result<(String, String)> {
    let path = files::page();
    let present = std::fs::read_to_string(&path)
        .with_context(|| format!("could not read {}", path.display()))?;
    let wanted = with_block(&present, "vectors", &results(report))?;
    let wanted = with_block(&wanted, "differences", &differences(report))?;
    Ok((present, wanted))
}

fn results(report: &Report<'_>) -> String {
    let mut text = String::from(
        "| area | vectors | same | different on purpose | missing here | unexplained |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    let total = report.total();
    let rows = report.in_order();
    for (name, counts) in rows.into_iter().chain([("all", &total)]) {
        let row = format!(
            "| {name} | {} | {} | {} | {} | {} |\n",
            counts.vectors, counts.same, counts.listed, counts.missing, counts.unlisted
        );
        text.push_str(&row);
    }
    for ((area, why), count) in &report.missing {
        text.push_str(&format!("\nMissing in `{area}`: {why} ({count}).\n"));
    }
    text
}

fn differences(report: &Report<'_>) -> String {
    let mut text =
        String::from("| area | difference | why | vectors |\n| --- | --- | --- | --- |\n");
    for (entry, count) in &report.entries {
        if *count == 0 && !report.areas.contains_key(&entry.area) {
            continue;
        }
        let reason = entry.reason.trim().replace('\n', " ").replace('|', "\\|");
        text.push_str(&format!(
            "| {} | {} | {reason} | {count} |\n",
            entry.area, entry.id
        ));
    }
    text
}

/// `page` with `block` between the markers of `name`.
fn with_block(page: &str, name: &str, block: &str) -> anyhow::Result<String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end {name} -->"));
    let parts = page
        .split_once(&start)
        .and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let Some((before, after)) = parts else {
        bail!(
            "docs/parity.md has no block between `{}` and `{end}`",
            start.trim_end()
        );
    };
    Ok(format!("{before}{start}{block}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_written_between_its_markers() {
        let page = "a\n<!-- x -->\nold\n<!-- end x -->\nb\n";
        let wanted = "a\n<!-- x -->\nnew\n<!-- end x -->\nb\n";
        assert_eq!(with_block(page, "x", "new\n").unwrap(), wanted);
        assert!(with_block(page, "y", "new\n").is_err());
    }
}
