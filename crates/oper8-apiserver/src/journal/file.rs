//! Journals in files.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Entry, Journal};

/// Why a file is not a journal.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file cannot be read.
    #[error("cannot read the journal {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A line is not an entry.
    #[error("{}, line {line}: not an entry of a journal", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl Journal {
    /// Reads a file of lines that a journal wrote; empty lines are passed over.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a line of it is not an entry.
    pub fn read(path: impl AsRef<Path>) -> Result<Vec<Entry>, JournalError> {
        let path = path.as_ref();
        let unreadable = |source| JournalError::Read {
            path: path.to_owned(),
            source,
        };
        let file = BufReader::new(File::open(path).map_err(unreadable)?);
        let mut entries = Vec::new();
        for (index, line) in file.lines().enumerate() {
            let line = line.map_err(unreadable)?;
            if line.trim().is_empty() {
                continue;
            }
            entries.push(line.parse().map_err(|source| JournalError::Line {
                path: path.to_owned(),
                line: index + 1,
                source,
            })?);
        }
        Ok(entries)
    }

    /// Writes the requests that are kept to a file that only its owner can read, one line each.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; an earlier one is left as it was then.
    pub fn export(&self, path: impl AsRef<Path>) -> std::io::Result<()> {
        crate::files::write(path.as_ref(), |file| {
            self.entries()
                .iter()
                .try_for_each(|entry| writeln!(file, "{entry}"))
        })
    }
}
