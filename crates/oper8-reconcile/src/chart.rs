//! The graph of resources that a component consists of.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use oper8_dag::Graph;
use oper8_deploy_manager::{ConflictPolicy, DeployMethod};
use oper8_schema::kinds;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::manifests::{self, Written};
use crate::session::Session;
use crate::verify::VerifyOptions;

/// What [`Chart::add`] and [`Components::add`](crate::Components::add) give back, for naming dependencies. It borrows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Handle(Arc<str>);

impl Handle {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name in the graph.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Handle {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How one resource is applied and verified.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
#[must_use]
pub struct ResourceOptions {
    /// How it is written.
    pub method: DeployMethod,
    /// How a conflict over a field ends; as the session says when it is none.
    pub conflicts: Option<ConflictPolicy>,
    /// When it is ready.
    pub verify: VerifyOptions,
}

impl ResourceOptions {
    /// The defaults: applied, conflicts as the session says, ready by the rule of its kind.
    pub fn new() -> Self {
        Self::default()
    }

    /// How it is written.
    pub fn method(mut self, method: DeployMethod) -> Self {
        self.method = method;
        self
    }

    /// How a conflict over a field with another writer ends.
    pub fn conflicts(mut self, policy: ConflictPolicy) -> Self {
        self.conflicts = Some(policy);
        self
    }

    /// When it is ready.
    pub fn verify(mut self, verify: VerifyOptions) -> Self {
        self.verify = verify;
        self
    }

    /// Ready when `function` says so of the live object. An expected error of it makes the component wait with its text, any
    /// other one fails it.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_reconcile::{Chart, ResourceOptions, Result, ensure_verified};
    /// use serde_json::{Value, json};
    ///
    /// fn has_address(ingress: &Value) -> Result<bool> {
    ///     let addresses = ingress["status"]["loadBalancer"]["ingress"].as_array();
    ///     ensure_verified(addresses.is_some(), "the ingress has no address yet")?;
    ///     Ok(true)
    /// }
    ///
    /// fn add_ingress(chart: &mut Chart) -> Result<()> {
    ///     let ingress = json!({"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web"}});
    ///     chart.add_with("ingress", ingress, ResourceOptions::new().verify_with(has_address))?;
    ///     Ok(())
    /// }
    /// ```
    pub fn verify_with(
        self,
        function: impl Fn(&Value) -> Result<bool> + Send + Sync + 'static,
    ) -> Self {
        self.verify(VerifyOptions::new().function(function))
    }
}

/// One resource of a chart.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) manifest: Value,
    pub(crate) options: ResourceOptions,
}

/// The resources of one component, and the order in which they are applied.
///
/// Resources are applied one after the other: those that others wait for first, otherwise by name; and deleted in the reverse
/// order when the component is disabled.
#[derive(Debug)]
pub struct Chart {
    namespace: String,
    graph: Graph<Entry>,
}

impl Chart {
    /// An empty chart, whose resources live in the namespace of the session's custom resource.
    pub fn new(session: &Session) -> Self {
        Self {
            namespace: session.namespace().to_owned(),
            graph: Graph::new(),
        }
    }

    /// Adds a resource under a name of its own within the component, such as `deployment`.
    ///
    /// `manifest` is a `serde_json::Value`, or any type that serializes to a Kubernetes object with `apiVersion` and `kind`:
    /// those of `k8s-openapi` and of the `kube` derive do. Nulls in its maps are dropped. A resource without a namespace gets
    /// that of the custom resource, unless its kind is known to have none.
    ///
    /// # Errors
    ///
    /// [`Error::Rollout`] when the manifest has no `apiVersion`, `kind` or `metadata.name`, and [`Error::Other`] when it cannot
    /// be serialized, or the chart has a resource of this name.
    pub fn add(&mut self, name: impl AsRef<str>, manifest: impl Serialize) -> Result<Handle> {
        self.add_with(name, manifest, ResourceOptions::new())
    }

    /// Adds a resource that is applied or verified in its own way. Otherwise as [`add`](Self::add).
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add).
    pub fn add_with(
        &mut self,
        name: impl AsRef<str>,
        manifest: impl Serialize,
        options: ResourceOptions,
    ) -> Result<Handle> {
        let name = name.as_ref();
        let mut manifest = without_nulls(serde_json::to_value(manifest)?);
        check_identity(name, &manifest)?;
        default_namespace(&mut manifest, &self.namespace);
        self.graph.add_node(name, Entry { manifest, options })?;
        Ok(Handle::new(name))
    }

    /// Adds every resource of a YAML text, which may hold several documents; returns them in the order of their application.
    ///
    /// Each is named `<kind>-<name>`, such as `configmap-settings`, or `<kind>-<namespace>-<name>` where its manifest names a
    /// namespace; dots become `-`. They are applied in the order in which they are written, but namespaces and custom resource
    /// definitions before all others: each one waits for the one before it. Empty documents are skipped, and a `List` gives its
    /// items. Numbers are read as kubectl reads them: `0644` is octal.
    ///
    /// # Examples
    ///
    /// ```
    /// # use oper8_reconcile::{Chart, Result, Session};
    /// # fn build_chart(session: &Session, chart: &mut Chart) -> Result<()> {
    /// let handles = chart.add_yaml(
    ///     "
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// ---
    /// apiVersion: v1
    /// kind: Service
    /// metadata: {name: web}
    /// spec: {ports: [{port: 80}]}
    /// ",
    /// )?;
    /// assert_eq!(handles[0].name(), "configmap-settings");
    /// assert!(chart.contains("service-web"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Rollout`] names the document and its line: when it is no valid YAML or no resource, or the chart has a resource
    /// of its name already. Then nothing is added.
    pub fn add_yaml(&mut self, text: &str) -> Result<Vec<Handle>> {
        self.add_written(manifests::parse("the YAML text", text)?)
    }

    /// Adds every resource of a YAML or JSON file, as [`add_yaml`](Self::add_yaml) does.
    ///
    /// # Errors
    ///
    /// As [`add_yaml`](Self::add_yaml), with the file's path; and [`Error::Rollout`] when it cannot be read, is no UTF-8 text or
    /// is larger than 16 MiB.
    pub async fn add_file(&mut self, path: impl AsRef<Path>) -> Result<Vec<Handle>> {
        let path = path.as_ref().to_owned();
        self.add_written(blocking(move || manifests::read_file(&path)).await?)
    }

    /// Adds every resource of the files `*.yaml`, `*.yml` and `*.json` in a directory and below it, in the order of their paths,
    /// as [`add_yaml`](Self::add_yaml) does. Files and directories whose names start with a dot are left out; links are followed.
    ///
    /// # Errors
    ///
    /// As [`add_file`](Self::add_file); and [`Error::Rollout`] when a link leads back to a directory that it is in.
    pub async fn add_dir(&mut self, path: impl AsRef<Path>) -> Result<Vec<Handle>> {
        let path = path.as_ref().to_owned();
        self.add_written(blocking(move || manifests::read_dir(&path)).await?)
    }

    fn add_written(&mut self, written: Vec<Written>) -> Result<Vec<Handle>> {
        let written = manifests::in_order(written);
        let names: Vec<String> = written
            .iter()
            .map(|one| manifests::name_of(&one.manifest))
            .collect();
        let mut places = HashMap::new();
        for (name, Written { place, .. }) in names.iter().zip(&written) {
            if let Some(first) = places.insert(name, place) {
                let text = format!("{place}: `{name}` is there already: {first}");
                return Err(Error::Rollout(text));
            }
            if self.contains(name) {
                let text = format!("{place}: the chart has a resource `{name}` already");
                return Err(Error::Rollout(text));
            }
        }
        let mut handles: Vec<Handle> = Vec::with_capacity(names.len());
        for (name, Written { manifest, .. }) in names.iter().zip(written) {
            let handle = self.add(name, manifest)?;
            if let Some(last) = handles.last() {
                self.after(&handle, last)?;
            }
            handles.push(handle);
        }
        Ok(handles)
    }

    /// Sets how a resource of the chart is applied and verified, in the place of what was said when it was added.
    ///
    /// # Errors
    ///
    /// [`Error::Rollout`] when the chart has no such resource.
    pub fn set_options(
        &mut self,
        resource: impl AsRef<str>,
        options: ResourceOptions,
    ) -> Result<()> {
        let name = resource.as_ref();
        match self.graph.get_mut(name) {
            Some(entry) => entry.options = options,
            None => {
                let text = format!("the chart has no resource `{name}` to set options of");
                return Err(Error::Rollout(text));
            }
        }
        Ok(())
    }

    /// Makes `resource` wait until `upstream` is applied. Both by handle or by name.
    ///
    /// # Errors
    ///
    /// [`Error::Other`] when the chart has no such resource, or would wait for itself in a circle.
    pub fn after(&mut self, resource: impl AsRef<str>, upstream: impl AsRef<str>) -> Result<()> {
        self.graph
            .add_edge(resource.as_ref(), upstream.as_ref(), ())?;
        Ok(())
    }

    /// Whether the chart has a resource of this name.
    pub fn contains(&self, name: impl AsRef<str>) -> bool {
        self.graph.contains(name.as_ref())
    }

    /// How many resources the chart has.
    pub fn len(&self) -> usize {
        self.graph.len()
    }

    /// Whether the chart has no resources.
    pub fn is_empty(&self) -> bool {
        self.graph.is_empty()
    }

    /// Takes the resources out by name, in the order of their application.
    pub(crate) fn into_order(mut self) -> Vec<(String, Entry)> {
        let nodes = self.graph.topology();
        let names: Vec<_> = nodes.iter().map(|node| node.name().to_owned()).collect();
        let take = |name: String| {
            let entry = std::mem::take(self.graph.get_mut(&name)?);
            Some((name, entry))
        };
        names.into_iter().filter_map(take).collect()
    }
}

/// Reads files where waiting for a disk holds nobody up.
async fn blocking<T: Send + 'static>(
    read: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(read).await {
        Ok(result) => result,
        Err(error) => Err(Error::other(error)),
    }
}

/// Drops nulls from maps at every depth, not from lists: a client writes what it leaves open as null.
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

fn check_identity(name: &str, manifest: &Value) -> Result<()> {
    let is_missing = |path: &&str| {
        let text = manifest.pointer(path).and_then(Value::as_str);
        text.is_none_or(str::is_empty)
    };
    match ["/apiVersion", "/kind", "/metadata/name"]
        .iter()
        .find(|path| is_missing(path))
    {
        None => Ok(()),
        Some(path) => {
            let path = path.trim_start_matches('/').replace('/', ".");
            Err(Error::Rollout(format!(
                "resource `{name}` has no {path} in its manifest"
            )))
        }
    }
}

fn default_namespace(manifest: &mut Value, namespace: &str) {
    if is_cluster_scoped(manifest) {
        return;
    }
    let metadata = manifest.as_object_mut().map(|object| {
        object
            .entry("metadata")
            .or_insert_with(|| Value::Object(Map::new()))
    });
    if let Some(metadata) = metadata.and_then(Value::as_object_mut) {
        metadata
            .entry("namespace")
            .or_insert_with(|| namespace.into());
    }
}

/// Whether the kind is a built-in one without namespaces. Custom kinds count as namespaced; a resource of one that is not is
/// known to the cluster alone, and the namespace is dropped where it is applied.
fn is_cluster_scoped(manifest: &Value) -> bool {
    let text = |key: &str| manifest[key].as_str().unwrap_or_default();
    kinds::find_object(text("apiVersion"), text("kind")).is_some_and(|kind| !kind.namespaced)
}
