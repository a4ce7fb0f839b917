//! One part of an application.

use std::borrow::Cow;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oper8_deploy_manager::{ApplyOptions, DeployError, DeployManager as _, ObjectKey};
use serde_json::Value;

use crate::chart::{Chart, ResourceOptions};
use crate::error::{Error, Result};
use crate::render::KeptPatches;
use crate::rollout::{ComponentPhase, RolloutEvent};
use crate::session::Session;
use crate::verify::{Verdict, VerifyRules, judge_applied, verdict};

/// One part of an application: resources that belong together, are applied together, and become ready together.
///
/// Implementors write plain `async fn`. Only [`name`](Self::name) is required; each default is a free function too
/// ([`default_deploy`], [`default_disable`], [`default_verify`]), for calling it from an override.
///
/// # Guarantees
///
/// In one reconciliation, `build_chart` is called once, then either `deploy` or `disable` once, then `verify` once if the
/// component was deployed and everything it waits for is verified (and before, for each component that waits for it to be
/// ready). A panic in any of them is this component's failure.
///
/// # Requirements
///
/// Every method may be called again in the next reconciliation, whatever came of this one, and may be dropped at any `.await`.
///
/// # Examples
///
/// ```
/// use oper8_reconcile::{Chart, Component, Result, Session};
/// use serde_json::json;
///
/// struct Cache;
///
/// impl Component for Cache {
///     fn name(&self) -> &str {
///         "cache"
///     }
///
///     async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
///         let settings = chart.add("settings", json!({
///             "apiVersion": "v1",
///             "kind": "ConfigMap",
///             "metadata": {"name": session.scoped_name("cache")},
///             "data": {"size": "64Mi"},
///         }))?;
///         let server = chart.add("server", deployment(session))?;
///         chart.after(&server, &settings)
///     }
/// }
/// # fn deployment(session: &Session) -> serde_json::Value {
/// #     json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": session.scoped_name("cache")}})
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a component",
    label = "needs `impl Component for {Self}`",
    note = "a component has a `name`, and builds its resources in `async fn build_chart`"
)]
pub trait Component: Send + Sync + 'static {
    /// The name of the component, unlike that of any other of the controller. It appears in the status, in the internal names
    /// of resources (`<component>.<resource>`) and in temporary patches.
    fn name(&self) -> &str;

    /// Adds the component's resources to `chart`. The default adds none.
    ///
    /// # Errors
    ///
    /// Whatever keeps the component from being built; [`ensure_precondition`](crate::ensure_precondition) waits for something.
    fn build_chart(
        &self,
        session: &Session,
        chart: &mut Chart,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (session, chart);
        async { Ok(()) }
    }

    /// Applies the rendered resources; see [`default_deploy`]. `false` fails the component without another reason.
    ///
    /// # Errors
    ///
    /// An expected error makes the component wait, any other one fails it.
    fn deploy(
        &self,
        session: &Session,
        rendered: &Rendered,
    ) -> impl Future<Output = Result<bool>> + Send {
        default_deploy(session, rendered)
    }

    /// Deletes the rendered resources of a disabled component; see [`default_disable`]. `false` fails the component without
    /// another reason.
    ///
    /// # Errors
    ///
    /// An expected error makes the component wait, any other one fails it.
    fn disable(
        &self,
        session: &Session,
        rendered: &Rendered,
    ) -> impl Future<Output = Result<bool>> + Send {
        default_disable(session, rendered)
    }

    /// Tells whether the component is ready; see [`default_verify`]. With `false` the rollout waits.
    ///
    /// # Errors
    ///
    /// An expected error makes the component wait with its text, any other one fails it.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_reconcile::{Component, Rendered, Result, Session, default_verify, ensure_verified};
    ///
    /// struct Database;
    ///
    /// impl Component for Database {
    ///     fn name(&self) -> &str {
    ///         "database"
    ///     }
    ///
    ///     async fn verify(&self, session: &Session, rendered: &Rendered) -> Result<bool> {
    ///         let primary = session.object("v1", "Endpoints", &session.scoped_name("primary")).await?;
    ///         ensure_verified(primary.is_some(), "database: no primary is elected yet")?;
    ///         default_verify(session, rendered).await
    ///     }
    /// }
    /// ```
    fn verify(
        &self,
        session: &Session,
        rendered: &Rendered,
    ) -> impl Future<Output = Result<bool>> + Send {
        default_verify(session, rendered)
    }

    /// The rules by which the component's resources are ready, where a resource does not name its own
    /// ([`VerifyOptions::rules`](crate::verify::VerifyOptions::rules)). `None`, the default, takes those of the setting `verify`.
    fn verify_rules(&self) -> Option<VerifyRules> {
        None
    }

    /// How long the component may wait before that is a failure. `None`, the default, takes the setting
    /// `rollout_manager.component_deadline`; [`Duration::MAX`] is for ever.
    ///
    /// The time runs from the reconciliation that first finds the component waiting when its turn has come: for its own
    /// precondition, for its own edge check, or to become ready. What it comes after has a deadline of its own. It starts anew
    /// when the component was verified in between, and with a new generation of the custom resource, whose status keeps it
    /// (`componentStatus.waitingComponents`), so that a restart changes nothing; where the schema of its kind has no room for
    /// that, the process remembers it. The failure says what is missing, and since when; it ends as soon as the component is
    /// verified after all.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use oper8_reconcile::Component;
    ///
    /// struct Database;
    ///
    /// impl Component for Database {
    ///     fn name(&self) -> &str {
    ///         "database"
    ///     }
    ///
    ///     fn deadline(&self) -> Option<Duration> {
    ///         Some(Duration::from_secs(600))
    ///     }
    /// }
    /// ```
    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// Has the last word on each manifest of the component before it is applied. `internal_name` is `<component>.<resource>`.
    /// The default changes nothing.
    ///
    /// # Errors
    ///
    /// An expected error makes the component wait, any other one fails it.
    fn update_object_definition(
        &self,
        session: &Session,
        internal_name: &str,
        manifest: Value,
    ) -> Result<Value> {
        let _ = (session, internal_name);
        Ok(manifest)
    }
}

/// The resources of a component as they will be applied, in the order of their application.
#[derive(Debug)]
pub struct Rendered {
    component: String,
    objects: Vec<ManagedObject>,
    /// What the last verification has found missing.
    shortfall: Mutex<Option<Shortfall>>,
}

/// What keeps a component from being verified.
#[derive(Debug, Clone)]
pub(crate) struct Shortfall {
    /// What is missing: `Deployment web: 1 of 3 replicas are ready`.
    pub(crate) text: String,
    /// The rules that say so.
    pub(crate) rules: VerifyRules,
}

impl Shortfall {
    /// A component that is not ready, and has not said why.
    pub(crate) fn unexplained() -> Self {
        Self {
            text: "it is not ready".to_owned(),
            rules: VerifyRules::Default,
        }
    }
}

impl Rendered {
    pub(crate) fn new(component: &str, objects: Vec<ManagedObject>) -> Self {
        Self {
            component: component.to_owned(),
            objects,
            shortfall: Mutex::new(None),
        }
    }

    /// Takes out what the last verification has found missing, if it has said so.
    pub(crate) fn take_shortfall(&self) -> Option<Shortfall> {
        self.shortfall().take()
    }

    fn shortfall(&self) -> MutexGuard<'_, Option<Shortfall>> {
        self.shortfall
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of the component.
    pub fn component(&self) -> &str {
        &self.component
    }

    /// The resources, in the order of their application.
    pub fn objects(&self) -> &[ManagedObject] {
        &self.objects
    }

    /// The resource that the chart calls `name`.
    pub fn object(&self, name: impl AsRef<str>) -> Option<&ManagedObject> {
        let name = name.as_ref();
        self.objects.iter().find(|object| object.name() == name)
    }
}

/// One resource of a component as it will be applied.
pub struct ManagedObject {
    name: String,
    internal_name: String,
    key: ObjectKey,
    manifest: Value,
    options: ResourceOptions,
    kept_patches: Option<KeptPatches>,
    /// What the apply of this reconciliation has returned.
    applied: Mutex<Option<Arc<Value>>>,
}

impl ManagedObject {
    pub(crate) fn new(
        name: String,
        internal_name: String,
        manifest: Value,
        options: ResourceOptions,
    ) -> Result<Self> {
        let key = ObjectKey::of(&manifest)?;
        Ok(Self {
            name,
            internal_name,
            key,
            manifest,
            options,
            kept_patches: None,
            applied: Mutex::new(None),
        })
    }

    pub(crate) fn with_kept_patches(mut self, kept: Option<KeptPatches>) -> Self {
        self.kept_patches = kept;
        self
    }

    /// The name that the chart gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `<component>.<resource>`, as temporary patches name it.
    pub fn internal_name(&self) -> &str {
        &self.internal_name
    }

    /// What identifies it in the cluster.
    pub fn key(&self) -> &ObjectKey {
        &self.key
    }

    /// The manifest as it was rendered. Temporary patches that others have put on a managed custom resource are shown, and are
    /// not applied.
    pub fn manifest(&self) -> &Value {
        &self.manifest
    }

    /// The manifest that is applied.
    fn to_apply(&self) -> Cow<'_, Value> {
        match &self.kept_patches {
            Some(kept) => Cow::Owned(kept.taken_from(&self.manifest)),
            None => Cow::Borrowed(&self.manifest),
        }
    }

    /// How it is applied and verified.
    pub fn options(&self) -> &ResourceOptions {
        &self.options
    }

    /// Whether this is the definition of the other's kind, and has its version served.
    fn defines(&self, other: &ObjectKey) -> bool {
        let group = self.key.api_version.split_once('/').map(|parts| parts.0);
        if group != Some("apiextensions.k8s.io") || self.key.kind != "CustomResourceDefinition" {
            return false;
        }
        let Some((group, version)) = other.api_version.split_once('/') else {
            return false;
        };
        let spec = &self.manifest["spec"];
        let mut versions = spec["versions"].as_array().into_iter().flatten();
        spec["group"] == group
            && spec["names"]["kind"] == other.kind.as_str()
            && versions.any(|it| it["name"] == version && it["served"] == true)
    }

    /// Whether what the apply has returned is already ready.
    fn is_ready_as_applied(&self, version: Option<&str>) -> Result<bool> {
        let applied = self.applied.lock().unwrap_or_else(PoisonError::into_inner);
        judge_applied(
            applied.as_deref(),
            &self.key.kind,
            &self.options.verify,
            version,
        )
    }
}

/// Shows what identifies the resource; its manifest may hold secrets.
impl std::fmt::Debug for ManagedObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ManagedObject")
            .field("internal_name", &self.internal_name)
            .field("key", &self.key)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Applies the rendered resources one after the other, in order. Always `true` when it succeeds.
///
/// # Errors
///
/// [`Error::Deploy`] for the first resource that cannot be applied; those before it are. [`Error::Precondition`] where that is
/// because its kind is not served yet, and a CustomResourceDefinition among those before it defines it.
pub async fn default_deploy(session: &Session, rendered: &Rendered) -> Result<bool> {
    for (index, object) in rendered.objects.iter().enumerate() {
        let options = ApplyOptions::default()
            .method(object.options.method)
            .conflicts(object.options.conflicts.unwrap_or(session.conflicts()));
        let applied = session
            .deploy_manager()
            .apply(&object.to_apply(), &options)
            .await
            .map_err(|error| {
                let before = rendered.objects.get(..index).unwrap_or_default();
                not_applied(session, object, before, error)
            })?;
        session.observe(|| RolloutEvent::Applied {
            component: rendered.component.clone(),
            key: object.key.clone(),
            change: applied.change,
            yielded: applied.yielded.clone(),
        });
        let mut slot = object
            .applied
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *slot = Some(applied.object);
    }
    Ok(true)
}

/// What it means that a resource could not be applied after those `before` it: a kind that one of them defines is served a
/// moment later.
fn not_applied(
    session: &Session,
    object: &ManagedObject,
    before: &[ManagedObject],
    error: DeployError,
) -> Error {
    let is_unserved = match &error {
        DeployError::UnknownKind { .. } => true,
        // Another server than the one that lists the kind: where nothing is served, the answer is plain text.
        DeployError::Api { status, .. } => status.code == 404 && status.reason.is_empty(),
        _ => false,
    };
    if !is_unserved || !before.iter().any(|other| other.defines(&object.key)) {
        return error.into();
    }
    let reason = "its kind is not served yet; the definition is applied";
    Error::Precondition(said_of(session, &object.key, reason))
}

/// Deletes the rendered resources one after the other, in the reverse of the order in which they are applied; those that are
/// not there are fine. A deletion is asked for and not waited for: an object with finalizers may outlive it. Always `true` when
/// it succeeds.
///
/// # Errors
///
/// [`Error::Deploy`] for the first resource that cannot be deleted.
pub async fn default_disable(session: &Session, rendered: &Rendered) -> Result<bool> {
    for object in rendered.objects.iter().rev() {
        let change = session.deploy_manager().disable(&object.key).await?;
        session.observe(|| RolloutEvent::Deleted {
            component: rendered.component.clone(),
            key: object.key.clone(),
            change,
        });
    }
    Ok(true)
}

/// Tells whether all rendered resources are ready, each by its options. In a dry run (setting `dry_run`), everything is.
///
/// # Errors
///
/// [`Error::Fatal`] for a resource that cannot become ready by waiting, such as a failed Job; [`Error::Deploy`] when the
/// cluster cannot be asked; and whatever the author's verify functions return.
pub async fn default_verify(session: &Session, rendered: &Rendered) -> Result<bool> {
    rendered.take_shortfall();
    if session.settings().dry_run {
        return Ok(true);
    }
    for object in &rendered.objects {
        if object.is_ready_as_applied(session.version())? {
            continue;
        }
        match verdict(session, &object.key, &object.options.verify).await? {
            Verdict::Verified => {}
            Verdict::Failed(reason) => {
                return Err(Error::Fatal(said_of(session, &object.key, &reason)));
            }
            Verdict::Waiting(reason) => {
                let text = said_of(session, &object.key, &reason);
                session.observe(|| RolloutEvent::Component {
                    component: rendered.component.clone(),
                    phase: ComponentPhase::Waiting(text.clone()),
                });
                let rules = object.options.verify.effective_rules();
                *rendered.shortfall() = Some(Shortfall { text, rules });
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// `Deployment web: 1 of 3 replicas are ready`; the namespace is named where it is not that of the custom resource.
fn said_of(session: &Session, key: &ObjectKey, reason: &str) -> String {
    let ObjectKey { kind, name, .. } = key;
    match key.namespace.as_deref() {
        Some(namespace) if namespace != session.namespace() => {
            format!("{kind} {namespace}/{name}: {reason}")
        }
        _ => format!("{kind} {name}: {reason}"),
    }
}
