//! The table of keys: what each is for, what it accepts, its default.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::Value;

use crate::Config;
use crate::codec::Codec;
use crate::settings::Section as _;

/// What the name of a variable starts with.
pub const ENV_PREFIX: &str = "OPER8_";

/// Another name of a section, and the section.
const ALIAS: (&str, &str) = ("python_watch_manager", "kube_watch_manager");

static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let mut keys = Vec::new();
    Config::keys("", &mut keys);
    keys
});

/// One key of the configuration.
#[derive(Debug)]
pub struct Key {
    name: String,
    accepts: String,
    default: Value,
    help: &'static str,
    canonical: fn(&Value) -> Result<Value, String>,
}

impl Key {
    pub(crate) fn new<C: Codec>(name: String, default: &C::Value, help: &'static str) -> Self {
        let canonical = |input: &Value| C::read(input).map(|value| C::write(&value));
        Self {
            name,
            accepts: C::accepts(),
            default: C::write(default),
            help: help.trim(),
            canonical,
        }
    }

    /// The name, with dots between its levels.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The environment variable that sets it.
    pub fn variable(&self) -> String {
        variable(&self.name)
    }

    /// What is accepted, to be read after "accepted: ".
    pub fn accepts(&self) -> &str {
        &self.accepts
    }

    /// The default, in the form of [`Explained::value`](crate::Explained::value).
    pub fn default_text(&self) -> String {
        value_text(&self.default)
    }

    /// What it is for, in a sentence or two.
    pub fn help(&self) -> &str {
        self.help
    }

    /// Whether it is true or false, so that a flag may come without a value.
    pub fn is_flag(&self) -> bool {
        self.default.is_boolean()
    }

    pub(crate) fn default_value(&self) -> &Value {
        &self.default
    }

    /// The value of `input` in the one form that all sources share, or what is wrong with it.
    pub(crate) fn canonical(&self, input: &Value) -> Result<Value, String> {
        (self.canonical)(input)
    }
}

/// Every key, in the order of the reference page.
pub fn keys() -> &'static [Key] {
    &KEYS
}

/// The key of a dotted name; `python_watch_manager` is read as `kube_watch_manager`.
pub fn find_key(name: &str) -> Option<&'static Key> {
    match resolve(name) {
        Found::Key(key) => Some(key),
        Found::Section(_) | Found::Unknown(_) => None,
    }
}

/// The reference page: a table of every key in Markdown, with default, accepted values and help.
pub fn keys_markdown() -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut page =
        String::from("| key | default | accepted | meaning |\n| --- | --- | --- | --- |\n");
    for key in keys() {
        let (default, accepts, help) = (
            cell(&key.default_text()),
            cell(&key.accepts),
            cell(key.help),
        );
        let default = if default.is_empty() {
            "empty".to_owned()
        } else {
            format!("`{default}`")
        };
        // Writing to a text cannot fail.
        let _ = writeln!(page, "| `{}` | {default} | {accepts} | {help} |", key.name);
    }
    page
}

/// What a dotted name stands for.
pub(crate) enum Found {
    Key(&'static Key),
    /// A section, by its own name.
    Section(String),
    /// Neither; the name with its section's own name.
    Unknown(String),
}

pub(crate) fn resolve(name: &str) -> Found {
    let name = own_name(name);
    if let Some(key) = KEYS.iter().find(|key| key.name == name) {
        return Found::Key(key);
    }
    if sections().any(|section| section == name) {
        Found::Section(name)
    } else {
        Found::Unknown(name)
    }
}

/// The names directly in `section`, `""` for the top.
pub(crate) fn names_in(section: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for key in keys() {
        let rest = if section.is_empty() {
            Some(key.name())
        } else {
            inside(key.name(), section)
        };
        if let Some(name) = rest.and_then(|rest| rest.split('.').next())
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// The names of all sections; one comes as often as it has keys.
pub(crate) fn sections() -> impl Iterator<Item = &'static str> {
    keys()
        .iter()
        .flat_map(|key| key.name.match_indices('.').map(|(end, _)| &key.name[..end]))
}

/// The variable of a dotted name.
pub(crate) fn variable(name: &str) -> String {
    format!("{ENV_PREFIX}{}", name.to_uppercase().replace('.', "__"))
}

/// A value in one line: texts as they are, lists with commas between their entries.
pub(crate) fn value_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(value_text).collect::<Vec<_>>().join(","),
        value => value.to_string(),
    }
}

fn own_name(name: &str) -> String {
    let (alias, own) = ALIAS;
    match name.strip_prefix(alias) {
        Some(rest) if rest.is_empty() || rest.starts_with('.') => format!("{own}{rest}"),
        _ => name.to_owned(),
    }
}

/// The part of `name` after `section` and its dot.
fn inside<'a>(name: &'a str, section: &str) -> Option<&'a str> {
    name.strip_prefix(section)?.strip_prefix('.')
}
