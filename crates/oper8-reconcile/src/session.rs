//! What one reconciliation knows.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use kube_core::Resource;
use oper8_config::Config;
use oper8_deploy_manager::{
    AnyDeployManager, ConflictPolicy, DeployManager as _, ObjectKey, Query,
};
use oper8_status::{Clock, SystemClock, get_version};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::names::{reconciliation_id, truncated_name};
use crate::resource::KnownScope;
use crate::rollout::{Observer, RolloutEvent};
use crate::version::manifest_version;

/// The namespace of a custom resource that names none.
pub const DEFAULT_NAMESPACE: &str = "default";

/// The annotations that a custom resource hands on to those that its components make. Temporary patches are not among them: they
/// are for one resource.
pub const PASSED_ANNOTATIONS: [&str; 6] = [
    "oper8.org/config-defaults",
    "oper8.org/log-default-level",
    "oper8.org/log-filters",
    "oper8.org/log-json",
    "oper8.org/log-thread-id",
    "oper8.org/pause-execution",
];

/// Everything that the code of an operator may ask about the reconciliation it takes part in.
///
/// A session never changes, and a clone of it is cheap: checks and spawned work take one by value. It knows the custom
/// resource ("CR") with the controller's defaults merged under it, the operand's configuration, and the cluster.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    id: String,
    cr: Value,
    namespace: String,
    name: String,
    version: Option<String>,
    current_version: Option<String>,
    config: Value,
    temporary_patches: Vec<Value>,
    conflicts: ConflictPolicy,
    finalizing: bool,
    settings: Arc<Config>,
    deploy_manager: AnyDeployManager,
    clock: Arc<dyn Clock>,
    observer: Option<Observer>,
}

impl Session {
    /// Starts a session for `cr`, a whole custom resource as JSON, over `deploy_manager`.
    pub fn builder(cr: Value, deploy_manager: AnyDeployManager) -> SessionBuilder {
        SessionBuilder {
            id: None,
            cr,
            config: Value::Object(Map::new()),
            temporary_patches: Vec::new(),
            conflicts: ConflictPolicy::default(),
            finalizing: false,
            settings: None,
            deploy_manager,
            clock: Arc::new(SystemClock),
            observer: None,
        }
    }

    /// The identifier of this reconciliation: 22 characters of base32.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The whole CR as JSON, with the controller's defaults merged under it.
    pub fn cr(&self) -> &Value {
        &self.0.cr
    }

    /// The CR's `spec`; null when it has none.
    pub fn spec(&self) -> &Value {
        self.section("spec")
    }

    /// The CR's `metadata`.
    pub fn metadata(&self) -> &Value {
        self.section("metadata")
    }

    /// The CR's `status` as it was when the reconciliation began; null when it has none.
    pub fn status(&self) -> &Value {
        self.section("status")
    }

    /// The CR's kind.
    pub fn kind(&self) -> &str {
        self.section("kind").as_str().unwrap_or_default()
    }

    /// The CR's `apiVersion`, such as `demo.oper8.org/v1`.
    pub fn api_version(&self) -> &str {
        self.section("apiVersion").as_str().unwrap_or_default()
    }

    /// The CR's name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The CR's namespace; [`DEFAULT_NAMESPACE`] when it names none.
    pub fn namespace(&self) -> &str {
        &self.0.namespace
    }

    /// The CR's annotation of this name.
    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.metadata().get("annotations")?.get(name)?.as_str()
    }

    /// The CR's annotations that a component should put on custom resources of its own, so that they are configured, logged and
    /// paused with it: those of [`PASSED_ANNOTATIONS`].
    pub fn passed_annotations(&self) -> Map<String, Value> {
        let annotations = self.metadata()["annotations"].as_object();
        let passed = annotations.into_iter().flatten();
        let passed = passed.filter(|(name, _)| PASSED_ANNOTATIONS.contains(&name.as_str()));
        passed
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// The CR's finalizers.
    pub fn finalizers(&self) -> impl Iterator<Item = &str> {
        let list = self.metadata()["finalizers"].as_array();
        list.into_iter().flatten().filter_map(Value::as_str)
    }

    /// Whether this reconciliation finalizes the CR, which is being deleted.
    pub fn is_finalizing(&self) -> bool {
        self.0.finalizing
    }

    /// The version that the CR asks for: `spec.version`, unless the settings name another field or override it.
    pub fn version(&self) -> Option<&str> {
        self.0.version.as_deref()
    }

    /// The version that was last rolled out and verified, as the CR's status tells it.
    pub fn current_version(&self) -> Option<&str> {
        self.0.current_version.as_deref()
    }

    /// The operand's configuration: the controller's defaults, under those of the ConfigMap that the CR names in an
    /// annotation, under the CR's `configOverrides`. An object.
    ///
    /// The annotation is `oper8.org/config-defaults: <name>[/<key>...]`, and the ConfigMap is in the CR's namespace. Without
    /// keys, its entries are the configuration, each a text; with them, it is the YAML document in the entry of the first key,
    /// or the mapping within it to which the further keys lead.
    pub fn config(&self) -> &Value {
        &self.0.config
    }

    /// The patches that the CR names in an annotation, as whole objects; the earliest comes first.
    pub fn temporary_patches(&self) -> &[Value] {
        &self.0.temporary_patches
    }

    /// The settings of the operator itself.
    pub fn settings(&self) -> &Config {
        &self.0.settings
    }

    /// How a conflict over a field with another writer ends, unless a resource says otherwise.
    pub fn conflicts(&self) -> ConflictPolicy {
        self.0.conflicts
    }

    /// The present instant, by the clock that also dates the conditions in statuses.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Access to the cluster. What is applied through it is owned by the CR.
    pub fn deploy_manager(&self) -> &AnyDeployManager {
        &self.0.deploy_manager
    }

    /// The plain Kubernetes client, where the deploy manager has one.
    pub fn client(&self) -> Option<kube_client::Client> {
        self.0.deploy_manager.client()
    }

    /// A name for a resource of this CR: `<CR's name>-<name>`, truncated.
    pub fn scoped_name(&self, name: &str) -> String {
        truncated_name(&format!("{}-{name}", self.name()))
    }

    /// The key of an object in the CR's namespace.
    pub fn key(&self, api_version: &str, kind: &str, name: &str) -> ObjectKey {
        ObjectKey::new(api_version, kind, Some(self.namespace()), name)
    }

    /// A query for all objects of a kind in the CR's namespace. It can be narrowed down by labels and fields, for
    /// [`DeployManager::list`](oper8_deploy_manager::DeployManager::list) of [`deploy_manager`](Self::deploy_manager).
    pub fn query(&self, api_version: &str, kind: &str) -> Query {
        Query::new(api_version, kind, Some(self.namespace()))
    }

    /// The key of the CR, with the namespace that it says itself: none for a CR that belongs to the whole cluster.
    pub fn cr_key(&self) -> ObjectKey {
        let namespace = self.metadata()["namespace"].as_str();
        ObjectKey::new(self.api_version(), self.kind(), namespace, self.name())
    }

    /// Reads an object of the CR's namespace from the cluster; `None` when it is not there.
    ///
    /// # Errors
    ///
    /// [`Error::Deploy`] when the cluster cannot be asked, or does not know the kind.
    pub async fn object(
        &self,
        api_version: &str,
        kind: &str,
        name: &str,
    ) -> Result<Option<Arc<Value>>> {
        Ok(self
            .deploy_manager()
            .get(&self.key(api_version, kind, name))
            .await?)
    }

    /// Reads all objects of a kind in the CR's namespace that a label selector matches; all of the kind without one. For other
    /// selections see [`query`](Self::query).
    ///
    /// # Errors
    ///
    /// [`Error::Deploy`] when the cluster cannot be asked, or does not know the kind.
    pub async fn objects(
        &self,
        api_version: &str,
        kind: &str,
        label_selector: Option<&str>,
    ) -> Result<Vec<Arc<Value>>> {
        let query = query(api_version, kind, Some(self.namespace()), label_selector);
        Ok(self.deploy_manager().list(&query).await?)
    }

    /// Reads an object of a type known at compile time; `None` when it is not there. Namespaced kinds are looked for in the
    /// CR's namespace.
    ///
    /// # Errors
    ///
    /// [`Error::Deploy`] when the cluster cannot be asked, and [`Error::Other`] when the object does not fit the type.
    pub async fn get<K>(&self, name: &str) -> Result<Option<K>>
    where
        K: Resource<DynamicType = (), Scope: KnownScope> + DeserializeOwned,
    {
        let namespace = K::Scope::NAMESPACED.then(|| self.namespace());
        let key = ObjectKey::new(&K::api_version(&()), &K::kind(&()), namespace, name);
        let object = self.deploy_manager().get(&key).await?;
        object.map(|object| typed(&object)).transpose()
    }

    /// Reads all objects of a type known at compile time that a label selector matches. Namespaced kinds are looked for in the
    /// CR's namespace.
    ///
    /// # Errors
    ///
    /// [`Error::Deploy`] when the cluster cannot be asked, and [`Error::Other`] when an object does not fit the type.
    pub async fn list<K>(&self, label_selector: Option<&str>) -> Result<Vec<K>>
    where
        K: Resource<DynamicType = (), Scope: KnownScope> + DeserializeOwned,
    {
        let namespace = K::Scope::NAMESPACED.then(|| self.namespace());
        let query = query(
            &K::api_version(&()),
            &K::kind(&()),
            namespace,
            label_selector,
        );
        let objects = self.deploy_manager().list(&query).await?;
        objects.iter().map(|object| typed(object)).collect()
    }

    /// Tells the observer of the rollout, if there is one.
    pub(crate) fn observe(&self, event: impl FnOnce() -> RolloutEvent) {
        if let Some(observer) = &self.0.observer {
            observer(self, &event());
        }
    }

    fn section(&self, key: &str) -> &Value {
        self.0.cr.get(key).unwrap_or(&Value::Null)
    }
}

fn query(
    api_version: &str,
    kind: &str,
    namespace: Option<&str>,
    label_selector: Option<&str>,
) -> Query {
    let query = Query::new(api_version, kind, namespace);
    match label_selector {
        Some(selector) => query.labels(selector),
        None => query,
    }
}

fn typed<K: DeserializeOwned>(object: &Value) -> Result<K> {
    serde_path_to_error::deserialize(object).map_err(Error::other)
}

/// Shows what identifies the reconciliation; the CR and the configuration may hold secrets.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id())
            .field("api_version", &self.api_version())
            .field("kind", &self.kind())
            .field("namespace", &self.namespace())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

/// Makes a [`Session`]. A reconcile manager does this for every reconciliation; tests and tools may do it themselves.
#[must_use]
pub struct SessionBuilder {
    id: Option<String>,
    cr: Value,
    config: Value,
    temporary_patches: Vec<Value>,
    conflicts: ConflictPolicy,
    finalizing: bool,
    settings: Option<Arc<Config>>,
    deploy_manager: AnyDeployManager,
    clock: Arc<dyn Clock>,
    observer: Option<Observer>,
}

impl SessionBuilder {
    /// The identifier; a new one unless it is given.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The operand's configuration, an object; empty unless it is given.
    pub fn config(mut self, config: Value) -> Self {
        self.config = config;
        self
    }

    /// The temporary patches as whole objects, the earliest first.
    pub fn temporary_patches(mut self, patches: Vec<Value>) -> Self {
        self.temporary_patches = patches;
        self
    }

    /// How conflicts with other writers end; [`ConflictPolicy`]'s default unless it is given.
    pub fn conflicts(mut self, policy: ConflictPolicy) -> Self {
        self.conflicts = policy;
        self
    }

    /// Whether the CR is being finalized; not unless it is said.
    pub fn finalizing(mut self, finalizing: bool) -> Self {
        self.finalizing = finalizing;
        self
    }

    /// The settings of the operator; the defaults unless they are given.
    pub fn settings(mut self, settings: Arc<Config>) -> Self {
        self.settings = Some(settings);
        self
    }

    /// The clock of [`Session::now`]; the system's unless it is given.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Whom to tell how the rollout goes.
    pub fn observer(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Makes the session.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] when the CR has no `apiVersion`, `kind` or `metadata.name`, and [`Error::Status`] when its status has no
    /// readable version.
    pub fn build(self) -> Result<Session> {
        let settings = self.settings.unwrap_or_default();
        let text = |path: &str| self.cr.pointer(path).and_then(Value::as_str);
        for path in ["/apiVersion", "/kind", "/metadata/name"] {
            if text(path).is_none_or(str::is_empty) {
                let path = path.trim_start_matches('/').replace('/', ".");
                return Err(Error::Config(format!("the custom resource has no {path}")));
            }
        }
        let status = self.cr.get("status").unwrap_or(&Value::Null);
        let current_version = get_version(status)?
            .and_then(Value::as_str)
            .map(str::to_owned);
        let inner = Inner {
            id: self.id.unwrap_or_else(reconciliation_id),
            namespace: text("/metadata/namespace")
                .unwrap_or(DEFAULT_NAMESPACE)
                .to_owned(),
            name: text("/metadata/name").unwrap_or_default().to_owned(),
            version: manifest_version(&self.cr, &settings),
            current_version,
            config: self.config,
            temporary_patches: self.temporary_patches,
            conflicts: self.conflicts,
            finalizing: self.finalizing,
            settings,
            deploy_manager: self.deploy_manager,
            clock: self.clock,
            observer: self.observer,
            cr: self.cr,
        };
        Ok(Session(Arc::new(inner)))
    }
}

impl fmt::Debug for SessionBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionBuilder")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
