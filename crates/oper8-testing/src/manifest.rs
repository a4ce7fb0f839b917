//! Building the objects that a test puts into its cluster.

use oper8_deploy_manager::ObjectKey;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::object::Named;
use crate::path;
use crate::text::yaml;

/// An object that a test makes: a custom resource, or anything beside it.
///
/// Where the type of a custom resource is at hand, start with [`of`](Self::of): the compiler then checks the spec. Where an
/// object has to be wrong, or has no type, start with [`new`](Self::new).
///
/// # Examples
///
/// ```
/// use oper8_testing::Manifest;
/// use serde_json::json;
///
/// let shop = Manifest::new("demo.oper8.org/v1", "WebApp", "shop")
///     .set("spec", json!({"version": "1.2.0", "replicas": 2}))
///     .set("spec.replicas", 3)
///     .annotation("oper8.org/pause-execution", "true");
/// assert_eq!(shop.value()["spec"]["replicas"], 3);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Manifest(Value);

impl Manifest {
    /// An object with this `apiVersion`, kind and name, and nothing else.
    pub fn new(api_version: &str, kind: &str, name: &str) -> Self {
        Self(json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}}))
    }

    /// What `object` is as JSON: a type of the `kube` derive or of `k8s-openapi`, or a `serde_json::Value`. What it leaves open
    /// is left out.
    ///
    /// # Panics
    ///
    /// When it cannot be written as JSON.
    #[track_caller]
    pub fn of(object: impl Serialize) -> Self {
        match serde_json::to_value(object) {
            Ok(value) => Self(without_nulls(value)),
            #[expect(clippy::panic, reason = "the test gave something that is no JSON")]
            Err(error) => panic!("this object cannot be written as JSON: {error}"),
        }
    }

    /// A ConfigMap with these keys and values.
    pub fn config_map<'a>(name: &str, data: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let data: serde_json::Map<String, Value> = data
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.into()))
            .collect();
        Self::new("v1", "ConfigMap", name).set("data", data)
    }

    /// Puts `value` at `path`, such as `spec.replicas`, `spec.hosts[0]`, `metadata.labels["app.kubernetes.io/name"]`, and makes
    /// the maps on the way.
    ///
    /// # Panics
    ///
    /// When `path` is none, or leads through something that is no map.
    #[track_caller]
    pub fn set(mut self, path: &str, value: impl Serialize) -> Self {
        let value = Self::of(value).0;
        path::put(&mut self.0, path, value);
        self
    }

    /// In this namespace; without one an object goes into the namespace of the cluster that takes it.
    pub fn namespace(mut self, namespace: &str) -> Self {
        self.0["metadata"]["namespace"] = namespace.into();
        self
    }

    /// With this annotation.
    pub fn annotation(mut self, key: &str, value: &str) -> Self {
        self.0["metadata"]["annotations"][key] = value.into();
        self
    }

    /// With this label.
    pub fn label(mut self, key: &str, value: &str) -> Self {
        self.0["metadata"]["labels"][key] = value.into();
        self
    }

    /// With the annotation that keeps the operator from reconciling it.
    pub fn paused(self) -> Self {
        self.annotation("oper8.org/pause-execution", "true")
    }

    /// With configuration for the operand that lies over the controller's defaults, as `configOverrides`.
    pub fn config_overrides(self, overrides: impl Serialize) -> Self {
        self.set("configOverrides", overrides)
    }

    /// The object.
    pub fn value(&self) -> &Value {
        &self.0
    }
}

impl Named for Manifest {
    /// # Panics
    ///
    /// When it has no `apiVersion`, kind or name.
    #[track_caller]
    #[expect(clippy::panic, reason = "the test names something that is no object")]
    fn key_in(&self, namespace: &str) -> ObjectKey {
        match ObjectKey::of(&self.0) {
            Ok(key) if key.namespace.is_none() => ObjectKey {
                namespace: Some(namespace.to_owned()),
                ..key
            },
            Ok(key) => key,
            Err(error) => panic!("{error}"),
        }
    }
}

impl From<Manifest> for Value {
    fn from(manifest: Manifest) -> Self {
        manifest.0
    }
}

impl Serialize for Manifest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// As YAML.
impl std::fmt::Display for Manifest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&yaml(&self.0))
    }
}

/// A patch of what an operator renders for one custom resource; given to
/// [`TestCluster::patch_temporarily`](crate::TestCluster::patch_temporarily).
///
/// Its content is nested by internal name, `{component: {resource: patch}}`.
#[derive(Clone, Debug)]
#[must_use]
pub struct TemporaryPatch {
    pub(crate) name: String,
    pub(crate) patch_type: &'static str,
    pub(crate) content: Value,
    pub(crate) timestamp: Option<String>,
}

impl TemporaryPatch {
    /// A patch that is merged strategically: `{"web": {"server": {"spec": {"replicas": 3}}}}`.
    pub fn strategic(name: &str, content: Value) -> Self {
        Self {
            name: name.to_owned(),
            patch_type: oper8_patch::STRATEGIC_MERGE_PATCH,
            content,
            timestamp: None,
        }
    }

    /// A patch of operations by RFC 6902: `{"web": {"server": [{"op": "remove", "path": "/spec/replicas"}]}}`.
    pub fn json(name: &str, content: Value) -> Self {
        Self {
            patch_type: oper8_patch::JSON_PATCH,
            ..Self::strategic(name, content)
        }
    }

    /// Said to be made at this time, as ISO 8601; patches are applied in the order of their times. Without it, the time of the
    /// cluster's clock, or right after the latest of the resource's other patches: what is made last applies last.
    pub fn at(mut self, timestamp: &str) -> Self {
        self.timestamp = Some(timestamp.to_owned());
        self
    }
}

/// Drops nulls from maps at every depth: types write what they leave open as null.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                kept.map(|(key, value)| (key, without_nulls(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        scalar => scalar,
    }
}
