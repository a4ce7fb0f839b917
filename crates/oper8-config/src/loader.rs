//! Reading the sources and merging them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use figment::{Figment, Profile};
use serde_json::{Map, Value};

use crate::key::variable;
use crate::layer::Layer;
use crate::settings::Section as _;
use crate::suggest::nearest_key;
use crate::yaml::{self, Node};
use crate::{
    Config, ConfigError, ConfigErrors, ENV_PREFIX, Explanation, Key, Source, SourceKind, find_key,
    keys,
};

/// Collects the sources of a configuration.
///
/// Whatever the order of the calls, files are stronger than defaults, the environment is stronger than files and
/// overrides are stronger than the environment; among files and among overrides the later one wins. A list or mapping of
/// a stronger source replaces the weaker one whole.
#[derive(Debug, Default)]
#[must_use]
pub struct ConfigLoader {
    files: Vec<File>,
    /// Sorted, so that messages come in one order.
    variables: BTreeMap<String, OsString>,
    reserved: Vec<String>,
    overrides: Vec<Override>,
}

#[derive(Debug)]
enum File {
    Path(PathBuf),
    Text { name: String, text: String },
}

#[derive(Debug)]
struct Override {
    /// `None` for a tree of keys.
    key: Option<String>,
    value: Value,
    label: String,
}

/// What [`ConfigLoader::load`] gives.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// What was left alone but may be a mistake.
    pub warnings: Vec<Warning>,
    sources: BTreeMap<&'static str, Source>,
}

/// Something that may be a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A variable starts with `OPER8_` and sets no key.
    UnknownVariable {
        /// The variable.
        variable: String,
        /// The variable that was probably meant.
        suggestion: Option<String>,
    },
}

impl ConfigLoader {
    /// A loader with nothing but the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a YAML file, read by [`Self::load`]. It must exist; an empty one sets nothing.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.files.push(File::Path(path.into()));
        self
    }

    /// Adds the text of a YAML file; `name` is what messages call it.
    pub fn file_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.files.push(File::Text {
            name: name.into(),
            text: text.into(),
        });
        self
    }

    /// Adds environment variables as pairs of name and value; those that do not start with `OPER8_` are left out.
    pub fn env<N, V>(mut self, variables: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: Into<OsString>,
        V: Into<OsString>,
    {
        for (name, value) in variables {
            // A name that is no Unicode cannot be one of a key.
            if let Ok(name) = name.into().into_string()
                && name.starts_with(ENV_PREFIX)
            {
                self.variables.insert(name, value.into());
            }
        }
        self
    }

    /// Adds the environment of this process.
    pub fn env_process(self) -> Self {
        self.env(std::env::vars_os())
    }

    /// Names an `OPER8_` variable that has another reader, so that no warning is given for it.
    pub fn reserve_variable(mut self, name: impl Into<String>) -> Self {
        self.reserved.push(name.into());
        self
    }

    /// Sets a dotted key to a text; `label` is what messages call the source, such as `--log_level`.
    pub fn set(
        self,
        key: impl Into<String>,
        text: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        self.set_value(key, Value::String(text.into()), label)
    }

    /// Sets a dotted key to a value; `label` is what messages call the source.
    pub fn set_value(
        mut self,
        key: impl Into<String>,
        value: impl Into<Value>,
        label: impl Into<String>,
    ) -> Self {
        self.overrides.push(Override {
            key: Some(key.into()),
            value: value.into(),
            label: label.into(),
        });
        self
    }

    /// Sets the keys of a mapping in the form of a configuration file; `label` is what messages call the source.
    pub fn values(mut self, label: impl Into<String>, values: Map<String, Value>) -> Self {
        self.overrides.push(Override {
            key: None,
            value: Value::Object(values),
            label: label.into(),
        });
        self
    }

    /// Reads, checks and merges all sources.
    ///
    /// # Errors
    ///
    /// [`ConfigErrors`] with everything that is wrong in any source, values that a stronger source hides included.
    pub fn load(self) -> Result<Loaded, ConfigErrors> {
        let (mut errors, mut warnings) = (Vec::new(), Vec::new());
        let mut figment = Figment::new().merge(Layer::defaults());
        for file in &self.files {
            figment = figment.merge(file.layer(&mut errors));
        }
        figment = figment.merge(self.environment_layer(&mut errors, &mut warnings));
        for setting in self.overrides {
            figment = figment.merge(setting.layer(&mut errors));
        }

        let config = Config::read("", &|key| find(&figment, key));
        let sources = sources(&figment);
        errors.extend(crate::checks::check(&config, &sources, &faulty(&errors)));
        ConfigErrors::check(errors)?;
        Ok(Loaded {
            config,
            warnings,
            sources,
        })
    }

    fn environment_layer(
        &self,
        errors: &mut Vec<ConfigError>,
        warnings: &mut Vec<Warning>,
    ) -> Layer {
        let mut layer = Layer::new(SourceKind::Environment, SourceKind::Environment.as_str());
        for (name, value) in &self.variables {
            if self.reserved.contains(name) {
                continue;
            }
            let dotted = name
                .strip_prefix(ENV_PREFIX)
                .unwrap_or(name)
                .to_lowercase()
                .replace("__", ".");
            let Some(key) = find_key(&dotted).filter(|_| variable(&dotted) == *name) else {
                let suggestion = nearest_key(&dotted).map(variable);
                warnings.push(Warning::UnknownVariable {
                    variable: name.clone(),
                    suggestion,
                });
                continue;
            };
            match value.to_str() {
                Some(text) => {
                    layer.take(key, &dotted, &text.into(), Source::variable(name), errors)
                }
                None => errors.push(ConfigError::NotUnicode {
                    variable: name.clone(),
                }),
            }
        }
        layer
    }
}

impl File {
    fn layer(&self, errors: &mut Vec<ConfigError>) -> Layer {
        let name = match self {
            Self::Path(path) => path.display().to_string(),
            Self::Text { name, .. } => name.clone(),
        };
        let mut layer = Layer::new(SourceKind::File, &name);
        match self.text().and_then(|text| yaml::parse(&name, &text)) {
            Ok(tree) => layer.take_tree("", &tree, errors),
            Err(error) => errors.push(error),
        }
        layer
    }

    fn text(&self) -> Result<Cow<'_, str>, ConfigError> {
        match self {
            Self::Text { text, .. } => Ok(text.into()),
            Self::Path(path) => match std::fs::read_to_string(path) {
                Ok(text) => Ok(text.into()),
                Err(source) => Err(ConfigError::ReadFile {
                    path: path.clone(),
                    source,
                }),
            },
        }
    }
}

impl Override {
    fn layer(self, errors: &mut Vec<ConfigError>) -> Layer {
        let mut layer = Layer::new(SourceKind::Override, self.label);
        let node = Node::of_json(self.value);
        match &self.key {
            None => layer.take_tree("", &node, errors),
            Some(key) => layer.take_node(key, &node, errors),
        }
        layer
    }
}

impl Loaded {
    /// Where the value of a key came from; `None` for a name that is no key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.get(find_key(key)?.name())
    }

    /// Every key with its value, its source and what is accepted.
    pub fn explain(&self) -> Explanation {
        Explanation::new(&self.config, &self.sources)
    }
}

/// The merged value of a key.
fn find(figment: &Figment, key: &str) -> Option<Value> {
    figment.find_value(key).ok()?.deserialize().ok()
}

/// The source of the merged value of every key.
fn sources(figment: &Figment) -> BTreeMap<&'static str, Source> {
    let source = |key: &'static Key| {
        let metadata = figment.find_metadata(key.name())?;
        let place = metadata.interpolate(
            &Profile::Default,
            &key.name().split('.').collect::<Vec<_>>(),
        );
        Some((
            key.name(),
            Source::new(SourceKind::of(&metadata.name), place),
        ))
    };
    keys().iter().filter_map(source).collect()
}

/// The keys whose value is not known, since it is wrong.
fn faulty(errors: &[ConfigError]) -> Vec<&'static str> {
    errors
        .iter()
        .filter_map(|error| Some(find_key(error.key()?)?.name()))
        .collect()
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVariable {
                variable,
                suggestion: None,
            } => write!(f, "variable {variable} sets no key"),
            Self::UnknownVariable {
                variable,
                suggestion: Some(other),
            } => {
                write!(f, "variable {variable} sets no key, did you mean {other}?")
            }
        }
    }
}
