//! Where the value of a key came from.

use std::fmt;

/// What gave a value, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SourceKind {
    /// The documented default.
    Default,
    /// A YAML file.
    File,
    /// An environment variable.
    Environment,
    /// The caller: a command-line flag, or code.
    Override,
}

/// The source of a value. Its text is what a message shows: `operator.yaml line 3`, `variable OPER8_LOG_LEVEL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    kind: SourceKind,
    place: Box<str>,
}

impl SourceKind {
    /// The name under which the layers of this kind are merged.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Environment => "environment",
            Self::Override => "override",
        }
    }

    pub(crate) fn of(name: &str) -> Self {
        [Self::File, Self::Environment, Self::Override]
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .unwrap_or(Self::Default)
    }
}

impl Source {
    pub(crate) fn new(kind: SourceKind, place: impl Into<Box<str>>) -> Self {
        Self {
            kind,
            place: place.into(),
        }
    }

    pub(crate) fn default_value() -> Self {
        Self::new(SourceKind::Default, SourceKind::Default.as_str())
    }

    /// A file, and the line in it where it is known (from 1).
    pub(crate) fn file(name: &str, line: u64) -> Self {
        let place = if line == 0 {
            name.to_owned()
        } else {
            format!("{name} line {line}")
        };
        Self::new(SourceKind::File, place)
    }

    pub(crate) fn variable(name: &str) -> Self {
        Self::new(SourceKind::Environment, format!("variable {name}"))
    }

    /// What gave the value.
    pub fn kind(&self) -> SourceKind {
        self.kind
    }

    /// The text of the source, as in its `Display`.
    pub fn as_str(&self) -> &str {
        &self.place
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)
    }
}
