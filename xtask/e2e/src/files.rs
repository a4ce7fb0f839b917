//! Where cases and answers are.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context as _, bail};

use crate::case::{self, Case};

/// The folder of this package.
pub(crate) fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        // Cargo tells where it runs the program; a build may be another checkout's.
        let told = std::env::var_os("CARGO_MANIFEST_DIR");
        told.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
    });
    &ROOT
}

/// Every case, by area and topic, in the order of the files.
pub(crate) fn cases() -> anyhow::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for area in entries(&root().join("cases"))? {
        if !area.is_dir() {
            bail!(
                "{} is no folder: cases are in cases/AREA/TOPIC.yaml",
                area.display()
            );
        }
        for file in entries(&area)? {
            if file.extension().is_none_or(|extension| extension != "yaml") {
                bail!("{} is no .yaml file", file.display());
            }
            cases.extend(case::read(&file, &stem(&area), &stem(&file))?);
        }
    }
    Ok(cases)
}

/// The file of a topic's answers.
pub(crate) fn answers(area: &str, topic: &str) -> PathBuf {
    root()
        .join("answers")
        .join(area)
        .join(format!("{topic}.json"))
}

/// What is in a folder, in order.
pub(crate) fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            found.push(entry?.path());
        }
        found.sort();
        Ok(found)
    };
    read().with_context(|| format!("could not list {}", folder.display()))
}

/// The name of a file without its extension, or of a folder.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
