//! Log levels and the filters by channel.

use std::fmt;
use std::str::FromStr;

use crate::choices::{ParseChoiceError, choice};

choice! {
    /// How much is logged, from nothing to everything.
    ///
    /// The reference's further names are read too: `disable` is off, `fatal` is error, `warning` is warn, and `debug1`
    /// to `debug4` are trace.
    pub enum LogLevel {
        /// Nothing.
        Off = "off" | "disable",
        /// Failures that need someone.
        Error = "error" | "fatal",
        /// What may need someone.
        Warn = "warn" | "warning",
        /// What an operator does.
        Info = "info",
        /// How it does it.
        Debug = "debug",
        /// Every step.
        Trace = "trace" | "debug1" | "debug2" | "debug3" | "debug4",
    }
}

/// Levels of single channels (module paths), stronger than the general level.
///
/// Written `channel:level` with commas between them; `=` is read in the place of `:`. The order is kept and a later
/// entry of the same channel wins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogFilters(Vec<(String, LogLevel)>);

/// A text that is no list of log filters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseLogFiltersError {
    /// An entry without a channel or without a level.
    #[error("`{0}` is not channel:level")]
    Form(String),
    /// An entry whose level is unknown.
    #[error("bad level of channel `{channel}`")]
    Level {
        /// The channel of the entry.
        channel: String,
        /// What is wrong with the level.
        #[source]
        source: ParseChoiceError,
    },
}

impl LogFilters {
    /// The pairs of channel and level, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, LogLevel)> {
        self.0
            .iter()
            .map(|(channel, level)| (channel.as_str(), *level))
    }

    /// Whether no channel has a level of its own.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for LogFilters {
    type Err = ParseLogFiltersError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let entries = text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        entries.map(filter).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for LogFilters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (channel, level)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{channel}:{level}")?;
        }
        Ok(())
    }
}

fn filter(entry: &str) -> Result<(String, LogLevel), ParseLogFiltersError> {
    let form = || ParseLogFiltersError::Form(entry.to_owned());
    // The last separator: a channel may hold `::`.
    let (channel, level) = entry.rsplit_once([':', '=']).ok_or_else(form)?;
    let (channel, level) = (channel.trim(), level.trim());
    if channel.is_empty() || channel.ends_with(':') {
        return Err(form());
    }
    match level.parse() {
        Ok(level) => Ok((channel.to_owned(), level)),
        Err(source) => Err(ParseLogFiltersError::Level {
            channel: channel.to_owned(),
            source,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let read = text
            .parse::<LogFilters>()
            .map(|filters| filters.to_string());
        assert_eq!(
            read.map_err(|error| error.to_string()),
            expected.map(str::to_owned).map_err(str::to_owned)
        );
    }

    #[test]
    fn filters_are_pairs_of_channel_and_level() {
        check("", Ok(""));
        check("MAIN:debug", Ok("MAIN:debug"));
        check(
            " a = warning , oper8_dag::runner:DEBUG2,",
            Ok("a:warn,oper8_dag::runner:trace"),
        );
    }

    #[test]
    fn an_entry_without_channel_or_level_is_an_error() {
        check("debug", Err("`debug` is not channel:level"));
        check(":debug", Err("`:debug` is not channel:level"));
        check(
            "oper8_dag::runner",
            Err("`oper8_dag::runner` is not channel:level"),
        );
        check("a:loud", Err("bad level of channel `a`"));
    }
}
