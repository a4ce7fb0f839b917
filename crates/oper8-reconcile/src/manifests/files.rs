//! Reading manifests from files and directories.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{Written, parse};
use crate::error::{Error, Result};

/// The longest file that is read; a Kubernetes object is far shorter.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Files of a directory that are read.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

/// The resources in a file.
pub(crate) fn read_file(path: &Path) -> Result<Vec<Written>> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error::Rollout(format!(
            "{} is too large: at most {} MiB are read",
            path.display(),
            MAX_BYTES / (1024 * 1024)
        )));
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let read = &bytes[..error.valid_up_to()];
        let line = read.iter().filter(|byte| **byte == b'\n').count() + 1;
        let path = path.display();
        Error::Rollout(format!("{path} is no UTF-8 text (line {line})"))
    })?;
    parse(&path.display().to_string(), text)
}

/// The resources in the YAML and JSON files of a directory and those below it, in the order of their paths. Names that start with
/// a dot are left out: a mounted ConfigMap keeps its former files under such.
pub(crate) fn read_dir(path: &Path) -> Result<Vec<Written>> {
    let mut files = Vec::new();
    collect(path, &mut Vec::new(), &mut files)?;
    let mut written = Vec::new();
    for file in files {
        written.extend(read_file(&file)?);
    }
    Ok(written)
}

/// Adds the files below `folder`. `above` are the real paths of the directories that led there.
fn collect(folder: &Path, above: &mut Vec<PathBuf>, files: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error: std::io::Error| unreadable(folder, &error);
    let real = fs::canonicalize(folder).map_err(failed)?;
    if above.contains(&real) {
        return Err(Error::Rollout(format!(
            "{} leads back to {}, a directory that it is in",
            folder.display(),
            real.display()
        )));
    }
    above.push(real);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            entries.push(entry.path());
        }
    }
    entries.sort();
    for path in entries {
        let found = fs::metadata(&path).map_err(|error| unreadable(&path, &error))?;
        if found.is_dir() {
            collect(&path, above, files)?;
        } else if found.is_file() && is_manifest(&path) {
            files.push(path);
        }
    }
    above.pop();
    Ok(())
}

fn is_manifest(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::Rollout(format!("could not read {}: {error}", path.display()))
}
