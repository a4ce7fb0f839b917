//! What is set, by whom, and what else could be.

use std::collections::BTreeMap;
use std::fmt;

use crate::key::{keys, value_text};
use crate::settings::Section as _;
use crate::values::nested_get;
use crate::{Config, Key, Source};

/// Every key with its value and source; the text has a paragraph for each key.
#[derive(Debug)]
pub struct Explanation(Vec<Explained>);

/// A key, its value and its source.
#[derive(Debug)]
#[non_exhaustive]
pub struct Explained {
    /// The key: name, accepted values, help.
    pub key: &'static Key,
    /// The value in one line: texts as they are, lists with commas between their entries, `null` for none.
    pub value: String,
    /// What gave the value.
    pub source: Source,
}

impl Explanation {
    pub(crate) fn new(config: &Config, sources: &BTreeMap<&'static str, Source>) -> Self {
        let tree = config.write().into();
        let explained = |key: &'static Key| Explained {
            key,
            value: nested_get(&tree, key.name())
                .ok()
                .flatten()
                .map(value_text)
                .unwrap_or_default(),
            source: sources
                .get(key.name())
                .cloned()
                .unwrap_or_else(Source::default_value),
        };
        Self(keys().iter().map(explained).collect())
    }

    /// The keys, in the order of [`keys()`].
    pub fn iter(&self) -> impl Iterator<Item = &Explained> {
        self.0.iter()
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Explained { key, value, source }) in self.0.iter().enumerate() {
            let blank = if index == 0 { "" } else { "\n" };
            let value = if value.is_empty() { "(empty)" } else { value };
            writeln!(f, "{blank}{} = {value}  [{source}]", key.name())?;
            writeln!(f, "    {}", key.help())?;
            writeln!(f, "    accepted: {}", key.accepts())?;
        }
        Ok(())
    }
}
