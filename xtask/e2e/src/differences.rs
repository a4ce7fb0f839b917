//! The known differences: cases that the embedded server answers otherwise, each with its reason.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::case::Case;
use crate::files;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// `area/topic: name`.
    case: String,
    reason: String,
}

/// Reads the list: reasons by the id of the case.
pub(crate) fn read(cases: &[Case]) -> anyhow::Result<BTreeMap<String, String>> {
    let path = files::root().join("differences.yaml");
    let read = || -> anyhow::Result<BTreeMap<String, String>> {
        parse(&std::fs::read_to_string(&path)?, cases)
    };
    read().with_context(|| path.display().to_string())
}

fn parse(text: &str, cases: &[Case]) -> anyhow::Result<BTreeMap<String, String>> {
    let entries: Vec<Entry> = serde_saphyr::from_str(text)?;
    let mut reasons = BTreeMap::new();
    for entry in entries {
        if !cases.iter().any(|case| case.id() == entry.case) {
            bail!("there is no case {:?}", entry.case);
        }
        if entry.reason.trim().is_empty() {
            bail!("{:?} has no reason", entry.case);
        }
        if reasons.insert(entry.case.clone(), entry.reason).is_some() {
            bail!("{:?} is listed twice", entry.case);
        }
    }
    Ok(reasons)
}
