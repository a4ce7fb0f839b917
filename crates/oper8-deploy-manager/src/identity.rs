//! Which object: keys of single objects, queries for many.

use std::fmt;

use serde_json::Value;

use crate::{DeployError, Result};

/// The identity of an object in a cluster.
///
/// Shown as `apps/v1/Deployment namespace/name`, or `v1/Namespace name` without a namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectKey {
    /// Group and version, `apps/v1`, or `v1` for the core group.
    pub api_version: String,
    /// The kind, `Deployment`.
    pub kind: String,
    /// The namespace; `None` for an object that has none.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

impl ObjectKey {
    /// A key from its parts. An empty namespace is none.
    pub fn new(api_version: &str, kind: &str, namespace: Option<&str>, name: &str) -> Self {
        Self {
            api_version: api_version.to_owned(),
            kind: kind.to_owned(),
            namespace: namespace.filter(|it| !it.is_empty()).map(str::to_owned),
            name: name.to_owned(),
        }
    }

    /// The key of a manifest or object.
    ///
    /// `object` is `{"apiVersion", "kind", "metadata": {"name", "namespace"?}, ..}`.
    ///
    /// # Errors
    ///
    /// [`DeployError::Manifest`] naming what is missing or is no text.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_deploy_manager::ObjectKey;
    /// use serde_json::json;
    ///
    /// let key = ObjectKey::of(&json!({
    ///     "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
    /// }))?;
    /// assert_eq!(key.to_string(), "apps/v1/Deployment shop/web");
    /// # Ok::<(), oper8_deploy_manager::DeployError>(())
    /// ```
    pub fn of(object: &Value) -> Result<Self> {
        let text = |pointer: &str| -> Result<&str> {
            let path = || pointer.trim_start_matches('/').replace('/', ".");
            match object.pointer(pointer) {
                Some(Value::String(text)) if !text.is_empty() => Ok(text),
                None | Some(Value::Null | Value::String(_)) => {
                    Err(invalid(object, format!("`{}` is missing", path())))
                }
                Some(_) => Err(invalid(object, format!("`{}` is not a text", path()))),
            }
        };
        if !object.is_object() {
            return Err(invalid(object, "it is not a map".to_owned()));
        }
        let (api_version, kind) = (text("/apiVersion")?, text("/kind")?);
        let namespace = match object.pointer("/metadata/namespace") {
            None | Some(Value::Null) => None,
            Some(Value::String(namespace)) => Some(namespace.as_str()),
            Some(_) => {
                return Err(invalid(
                    object,
                    "`metadata.namespace` is not a text".to_owned(),
                ));
            }
        };
        if api_version.split('/').count() > 2 || api_version.split('/').any(str::is_empty) {
            return Err(invalid(
                object,
                format!("`apiVersion` is `{api_version}`, not `group/version` or `version`"),
            ));
        }
        Ok(Self::new(
            api_version,
            kind,
            namespace,
            text("/metadata/name")?,
        ))
    }

    /// The API group; empty for the core group.
    pub fn group(&self) -> &str {
        group_of(&self.api_version)
    }

    /// The version without the group.
    pub fn version(&self) -> &str {
        version_of(&self.api_version)
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} ", self.api_version, self.kind)?;
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}/")?;
        }
        f.write_str(&self.name)
    }
}

/// Which objects of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// Group and version, as in [`ObjectKey`].
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The namespace; `None` for all of them.
    pub namespace: Option<String>,
    /// A label selector in Kubernetes' text form, `app=web,tier in (a, b)`.
    pub label_selector: Option<String>,
    /// A field selector in Kubernetes' text form, `metadata.name=web`.
    pub field_selector: Option<String>,
}

impl Query {
    /// All objects of a kind, in one namespace or in all.
    pub fn new(api_version: &str, kind: &str, namespace: Option<&str>) -> Self {
        Self {
            api_version: api_version.to_owned(),
            kind: kind.to_owned(),
            namespace: namespace.filter(|it| !it.is_empty()).map(str::to_owned),
            label_selector: None,
            field_selector: None,
        }
    }

    /// Only objects whose labels match.
    #[must_use]
    pub fn labels(mut self, selector: impl Into<String>) -> Self {
        self.label_selector = Some(selector.into());
        self
    }

    /// Only objects whose fields match.
    #[must_use]
    pub fn fields(mut self, selector: impl Into<String>) -> Self {
        self.field_selector = Some(selector.into());
        self
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} objects", self.api_version, self.kind)?;
        if let Some(namespace) = &self.namespace {
            write!(f, " in {namespace}")?;
        }
        if let Some(labels) = &self.label_selector {
            write!(f, " with labels {labels}")?;
        }
        if let Some(fields) = &self.field_selector {
            write!(f, " with fields {fields}")?;
        }
        Ok(())
    }
}

/// The group of an `apiVersion`; empty for the core group.
pub(crate) fn group_of(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

/// The version of an `apiVersion`.
pub(crate) fn version_of(api_version: &str) -> &str {
    api_version
        .split_once('/')
        .map_or(api_version, |(_, version)| version)
}

fn invalid(object: &Value, problem: String) -> DeployError {
    DeployError::Manifest {
        object: describe(object),
        problem,
    }
}

/// What a manifest tells of itself, however incomplete; never its content.
pub(crate) fn describe(object: &Value) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str);
    let mut parts: Vec<&str> = Vec::new();
    parts.extend(text("/apiVersion"));
    parts.extend(text("/kind"));
    let name: Vec<&str> = [text("/metadata/namespace"), text("/metadata/name")]
        .into_iter()
        .flatten()
        .collect();
    match (parts.is_empty(), name.is_empty()) {
        (true, true) => "an object without kind and name".to_owned(),
        (true, false) => format!("an object named {}", name.join("/")),
        (false, true) => format!("a {} without a name", parts.join("/")),
        (false, false) => format!("{} {}", parts.join("/"), name.join("/")),
    }
}
