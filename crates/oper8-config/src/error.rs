//! What can be wrong with a configuration.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::Source;

/// One thing that is wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file `{}`", path.display())]
    ReadFile {
        /// The path as given.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is no YAML.
    #[error("cannot read `{file}` as YAML: {reason}")]
    ParseFile {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        reason: String,
    },
    /// The file holds something other than one mapping.
    #[error("`{file}` must hold one mapping of keys to values, but holds {found}")]
    NotAMapping {
        /// The file.
        file: String,
        /// What it holds.
        found: String,
    },
    /// There is no such key.
    #[error("unknown key `{key}` ({origin});{} accepted {}: {}", did_you_mean(suggestion), within(section), accepted.join(", "))]
    UnknownKey {
        /// The key as given.
        key: String,
        /// Where it was given.
        origin: Source,
        /// The key that was probably meant.
        suggestion: Option<String>,
        /// The section that does not have it; empty for the top.
        section: String,
        /// The names that this section has.
        accepted: Vec<&'static str>,
    },
    /// A section was given a value of its own.
    #[error("`{key}` ({origin}) is a section and takes no value of its own; accepted in it: {}", accepted.join(", "))]
    NotAValue {
        /// The name of the section.
        key: String,
        /// Where it was given.
        origin: Source,
        /// The names that it has.
        accepted: Vec<&'static str>,
    },
    /// The value does not fit the key.
    #[error("bad value {given} of `{key}` ({origin}): {reason}; accepted: {accepted}")]
    BadValue {
        /// The key as given.
        key: String,
        /// Where it was given.
        origin: Source,
        /// The value as JSON, shortened.
        given: String,
        /// What is wrong with it.
        reason: String,
        /// What is accepted.
        accepted: String,
    },
    /// One source gives a key under both of its names.
    #[error("`{key}` ({origin}) is given a second time, after {first}: keep one of them")]
    Twice {
        /// The key as given.
        key: String,
        /// Where it was given.
        origin: Source,
        /// Where it was given first.
        first: Source,
    },
    /// The value of a variable is no Unicode text.
    #[error("the value of variable {variable} is not Unicode text")]
    NotUnicode {
        /// The variable.
        variable: String,
    },
    /// Two keys do not go together.
    #[error("`{key}` is `{value}` ({origin}): {reason}")]
    Inconsistent {
        /// The key that has to change, or that asks for another one.
        key: String,
        /// Its value.
        value: String,
        /// Where it was given.
        origin: Source,
        /// What is wrong, and what to do.
        reason: String,
    },
}

impl ConfigError {
    /// The key that the error is about, as it was given; `None` when it is about a whole source.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::UnknownKey { key, .. }
            | Self::NotAValue { key, .. }
            | Self::BadValue { key, .. }
            | Self::Twice { key, .. }
            | Self::Inconsistent { key, .. } => Some(key),
            Self::ReadFile { .. }
            | Self::ParseFile { .. }
            | Self::NotAMapping { .. }
            | Self::NotUnicode { .. } => None,
        }
    }
}

/// Everything that is wrong with a configuration, in the order of the sources: at least one entry.
///
/// Its text is that of the one error, or a line for each of them, causes included.
#[derive(Debug)]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    /// `Err` with `errors` when there are any.
    pub(crate) fn check(errors: Vec<ConfigError>) -> Result<(), Self> {
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Self(errors))
        }
    }

    /// The errors.
    pub fn iter(&self) -> impl Iterator<Item = &ConfigError> {
        self.0.iter()
    }
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [error] = self.0.as_slice() {
            return f.write_str(&chain(error));
        }
        write!(f, "{} problems with the configuration:", self.0.len())?;
        self.0
            .iter()
            .try_for_each(|error| write!(f, "\n- {}", chain(error)))
    }
}

impl std::error::Error for ConfigErrors {}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion
        .as_ref()
        .map(|key| format!(" did you mean `{key}`?"))
        .unwrap_or_default()
}

fn within(section: &str) -> String {
    if section.is_empty() {
        "at the top".to_owned()
    } else {
        format!("in `{section}`")
    }
}

/// A cause with its own causes, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
