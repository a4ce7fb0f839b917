//! The values of one source, checked key by key, for the merge of all of them.

use std::collections::BTreeMap;

use figment::value::{Dict, Map};
use figment::{Metadata, Profile, Provider};
use serde_json::Value;

use crate::key::{Found, names_in, resolve};
use crate::settings::join;
use crate::suggest::nearest_name;
use crate::yaml::{Content, Node};
use crate::{ConfigError, Key, Source, SourceKind, values};

/// How much of a value a message shows.
const LONGEST_GIVEN: usize = 60;

/// Values by key, all in the form of [`Key::canonical`], with the place of each.
#[derive(Debug)]
pub(crate) struct Layer {
    kind: SourceKind,
    /// The file, or what the caller calls the source.
    name: String,
    values: BTreeMap<&'static str, (Value, Source)>,
}

impl Layer {
    pub(crate) fn new(kind: SourceKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            values: BTreeMap::new(),
        }
    }

    /// The layer of the defaults.
    pub(crate) fn defaults() -> Self {
        let mut layer = Self::new(SourceKind::Default, SourceKind::Default.as_str());
        for key in crate::keys() {
            layer.values.insert(
                key.name(),
                (key.default_value().clone(), Source::default_value()),
            );
        }
        layer
    }

    /// Takes every value under `node`, a section whose name is `prefix` (empty for the top).
    pub(crate) fn take_tree(&mut self, prefix: &str, node: &Node, errors: &mut Vec<ConfigError>) {
        match &node.content {
            Content::Map(entries) => {
                for (name, child) in entries {
                    self.take_node(&join(prefix, name), child, errors);
                }
            }
            // A section of which nothing is set.
            Content::Scalar(Value::Null) => {}
            Content::Scalar(_) | Content::List(_) => {
                errors.push(not_a_value(prefix, self.origin(node)))
            }
        }
    }

    /// Takes the value of a dotted name, a key or a section.
    pub(crate) fn take_node(&mut self, name: &str, node: &Node, errors: &mut Vec<ConfigError>) {
        match resolve(name) {
            Found::Section(_) => self.take_tree(name, node, errors),
            Found::Key(key) => self.take(key, name, &node.to_json(), self.origin(node), errors),
            Found::Unknown(own) => errors.push(unknown(name, &own, self.origin(node))),
        }
    }

    /// Takes the value of `key`, given as `name`, once.
    pub(crate) fn take(
        &mut self,
        key: &'static Key,
        name: &str,
        value: &Value,
        origin: Source,
        errors: &mut Vec<ConfigError>,
    ) {
        if let Some((_, first)) = self.values.get(key.name()) {
            errors.push(ConfigError::Twice {
                key: name.to_owned(),
                origin,
                first: first.clone(),
            });
            return;
        }
        match key.canonical(value) {
            Ok(value) => {
                self.values.insert(key.name(), (value, origin));
            }
            Err(reason) => errors.push(ConfigError::BadValue {
                key: name.to_owned(),
                origin,
                given: shortened(value),
                reason,
                accepted: key.accepts().to_owned(),
            }),
        }
    }

    fn origin(&self, node: &Node) -> Source {
        match self.kind {
            SourceKind::File => Source::file(&self.name, node.line),
            kind => Source::new(kind, self.name.as_str()),
        }
    }
}

impl Provider for Layer {
    /// The name is the kind of the source; interpolating a key gives its place.
    fn metadata(&self) -> Metadata {
        let places: BTreeMap<_, _> = self
            .values
            .iter()
            .map(|(key, (_, source))| (*key, source.to_string()))
            .collect();
        Metadata::named(self.kind.as_str()).interpolater(move |_: &Profile, keys: &[&str]| {
            places
                .get(keys.join(".").as_str())
                .cloned()
                .unwrap_or_default()
        })
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let mut tree = Value::Object(serde_json::Map::new());
        for (key, (value, _)) in &self.values {
            values::nested_set(&mut tree, key, value.clone()).map_err(|error| error.to_string())?;
        }
        let tree = figment::value::Value::serialize(tree)?;
        Ok(Profile::Default.collect(tree.into_dict().unwrap_or_default()))
    }
}

fn unknown(name: &str, own: &str, origin: Source) -> ConfigError {
    // The innermost section of the name that exists.
    let mut section = own;
    let accepted = loop {
        section = section.rsplit_once('.').map_or("", |(section, _)| section);
        let names = names_in(section);
        if section.is_empty() || !names.is_empty() {
            break names;
        }
    };
    ConfigError::UnknownKey {
        key: name.to_owned(),
        origin,
        suggestion: nearest_name(own).map(str::to_owned),
        section: section.to_owned(),
        accepted,
    }
}

fn not_a_value(name: &str, origin: Source) -> ConfigError {
    let section = match resolve(name) {
        Found::Section(own) => own,
        Found::Key(_) | Found::Unknown(_) => name.to_owned(),
    };
    ConfigError::NotAValue {
        key: name.to_owned(),
        origin,
        accepted: names_in(&section),
    }
}

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST_GIVEN) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text,
    }
}
