//! The cluster of a test: what is in it, and what the test puts there.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use kube_client::Client;
use kube_client::api::{DeleteParams, DynamicObject, ListParams, Patch, PatchParams};
use kube_core::CustomResourceExt;
use oper8_apiserver::faults::Faults;
use oper8_apiserver::{ApiServer, Simulator};
use oper8_config::Config;
use oper8_deploy_manager::{DeploySettings, KubeDeployManager, ObjectKey};
use oper8_patch::TEMPORARY_PATCHES_ANNOTATION;
use oper8_reconcile::temporary_patch::TemporaryPatchController;
use oper8_reconcile::{AnyController, Controller, Observer, ReconcileManager, RolloutEvent, crd};
use oper8_status::{Clock as _, parse_timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::builder::Builder;
use crate::clock::{VirtualClock, is_paused};
use crate::error::{Error, Result};
use crate::kinds::{self, Served};
use crate::manifest::{Manifest, TemporaryPatch};
use crate::object::{Named, Object};
use crate::prompt::Prompt;
use crate::status::Status;
use crate::writes::{Write, Writes};

/// The field manager of what the test itself writes.
const MANAGER: &str = "test";

/// A cluster in the process of a test, with an operator that works on it when the test says so.
///
/// The cluster is the embedded API server, with its garbage collection and a simulator of workloads, which are ready at once
/// unless the test says otherwise. The operator is what runs in production, the same reconcile manager over the same client;
/// [`reconcile`](Self::reconcile) has it do one step, [`settle`](Self::settle) all of them, and
/// [`run_until_quiet`](Self::run_until_quiet) runs its watch manager.
///
/// What the test itself reads and writes here meets no fault, and is not among the [`writes`](Self::writes). Before it reads,
/// the cluster's own controllers have done their work.
///
/// # Examples
///
/// ```
/// use oper8_testing::{Manifest, ScriptedComponent, ScriptedController, TestCluster, TestResult};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> TestResult {
/// let controller = ScriptedController::new("demo.oper8.org/v1", "WebApp")
///     .component(ScriptedComponent::new("web").resource("map", Manifest::config_map("web", [("key", "value")])));
/// let cluster = TestCluster::builder().dynamic_controller(controller, None).start().await?;
///
/// let shop = cluster.apply(Manifest::new("demo.oper8.org/v1", "WebApp", "shop")).await?;
/// cluster.reconcile(&shop).await?.assert_stable();
/// cluster.assert_exists("v1", "ConfigMap", "web").await.assert_field("data.key", "value").assert_owned_by(&shop);
/// cluster.reconcile(&shop).await?.assert_no_writes();
/// # Ok(())
/// # }
/// ```
pub struct TestCluster {
    pub(crate) server: ApiServer,
    /// The test's own way in.
    pub(crate) client: Client,
    pub(crate) controllers: Vec<AnyController>,
    pub(crate) settings: Arc<Config>,
    pub(crate) manager: Mutex<ReconcileManager>,
    pub(crate) clock: VirtualClock,
    pub(crate) events: Events,
    namespace: String,
    simulator: Option<Simulator>,
    /// The kinds of custom resources, as `apiVersion` and kind, by group and plural.
    kinds: Mutex<BTreeMap<(String, String), (String, String)>>,
    writes: Mutex<Vec<Write>>,
}

/// What rollouts told, by the id of their reconciliation.
#[derive(Clone, Default)]
pub(crate) struct Events(Arc<Mutex<HashMap<String, Vec<RolloutEvent>>>>);

impl Events {
    fn observer(&self) -> Observer {
        let events = self.clone();
        Arc::new(move |session, event| {
            let mut all = lock(&events.0);
            all.entry(session.id().to_owned())
                .or_default()
                .push(event.clone());
        })
    }

    /// Takes what the rollouts of one reconciliation told.
    pub(crate) fn take(&self, id: &str) -> Vec<RolloutEvent> {
        lock(&self.0).remove(id).unwrap_or_default()
    }
}

impl TestCluster {
    /// Starts a cluster in which the definition of the controller's kind is installed.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] when the server does not take the definition.
    pub async fn start<C>(controller: C) -> Result<Self>
    where
        C: Controller<Resource: CustomResourceExt>,
    {
        Self::builder().controller(controller).start().await
    }

    /// Starts describing a cluster with more in it.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) async fn build(builder: Builder) -> Result<Self> {
        let settings = builder.settings()?;
        let mut server = ApiServer::builder().clock(builder.clock.clone());
        if let Some(simulator) = &builder.simulator {
            server = server.simulator(simulator.clone());
        }
        let server = server.build();
        let events = Events::default();
        let manager = reconcile_manager(&server, &settings, &builder.clock, &events);
        let cluster = Self {
            client: Client::new(server.bypass_service(), &builder.namespace),
            manager: Mutex::new(manager),
            server,
            controllers: builder.controllers,
            settings,
            clock: builder.clock,
            events,
            namespace: builder.namespace,
            simulator: builder.simulator,
            kinds: Mutex::default(),
            writes: Mutex::default(),
        };
        cluster.ensure_namespace(&cluster.namespace).await?;
        for definition in &builder.definitions {
            cluster.install(definition).await?;
        }
        for object in builder.objects {
            cluster.apply(object).await?;
        }
        cluster.clock.restart();
        Ok(cluster)
    }

    /// Installs the definition of a kind, as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Setup`] when the server does not take it.
    pub async fn install(&self, definition: &Value) -> Result<()> {
        crd::install(self.client.clone(), definition)
            .await
            .map_err(|error| Error::Setup(error.report()))?;
        let spec = &definition["spec"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let place = (text(&spec["group"]), text(&spec["names"]["plural"]));
        let version = text(&spec["versions"][0]["name"]);
        let kind = (
            format!("{}/{version}", place.0),
            text(&spec["names"]["kind"]),
        );
        lock(&self.kinds).insert(place, kind);
        Ok(())
    }

    /// Applies an object as `kubectl apply` does, creating it where needed, and returns it as the server has it. `object` is a
    /// custom resource or anything else: a type of the `kube` derive or of `k8s-openapi`, a [`Manifest`], or JSON. Without a
    /// namespace it goes into the cluster's; a namespace that is not there is made.
    ///
    /// # Errors
    ///
    /// [`Error::NoObject`], [`Error::UnknownKind`], and [`Error::Refused`] with the server's words: fields that the definition
    /// does not name are refused too.
    pub async fn apply(&self, object: impl Serialize) -> Result<Object> {
        let mut object: Value = Manifest::of(object).into();
        for field in ["managedFields", "resourceVersion", "generation", "uid"] {
            if let Some(metadata) = object["metadata"].as_object_mut() {
                metadata.remove(field);
            }
        }
        let (served, key) = self.place(&Object::new(object.clone())?).await?;
        if let Some(namespace) = &key.namespace {
            object["metadata"]["namespace"] = namespace.as_str().into();
            self.ensure_namespace(namespace).await?;
        }
        let params = PatchParams::apply(MANAGER).force().validation_strict();
        let applied = served
            .api(&self.client, key.namespace.as_deref())
            .patch(&key.name, &params, &Patch::Apply(&object))
            .await
            .map_err(|error| Error::refused("apply", &key, &error))?;
        received(&served, applied)
    }

    /// Changes an object by a merge patch, such as `{"spec": {"replicas": 3}}`, and returns it as the server has it then.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with the server's words, code 404 when the object is not there.
    pub async fn patch(&self, object: impl Named, patch: Value) -> Result<Object> {
        let (served, key) = self.place(&object).await?;
        let params = PatchParams {
            field_manager: Some(MANAGER.to_owned()),
            ..PatchParams::default()
        };
        let patched = served
            .api(&self.client, key.namespace.as_deref())
            .patch(&key.name, &params, &Patch::Merge(&patch))
            .await
            .map_err(|error| Error::refused("patch", &key, &error))?;
        received(&served, patched)
    }

    /// Merges `status` into an object's status, as the controller of that object would: for kinds that the operator waits for
    /// and the cluster does not play.
    ///
    /// # Errors
    ///
    /// As [`patch`](Self::patch).
    pub async fn set_status(&self, object: impl Named, status: Value) -> Result<Object> {
        let (served, key) = self.place(&object).await?;
        let patch = Patch::Merge(json!({"status": status}));
        let patched = served
            .api(&self.client, key.namespace.as_deref())
            .patch_status(&key.name, &PatchParams::default(), &patch)
            .await
            .map_err(|error| Error::refused("set the status of", &key, &error))?;
        received(&served, patched)
    }

    /// Deletes an object, as `kubectl delete` does: one with a finalizer stays until its operator lets it go, and what it owns
    /// goes with it.
    ///
    /// # Errors
    ///
    /// As [`patch`](Self::patch).
    pub async fn delete(&self, object: impl Named) -> Result<()> {
        let (served, key) = self.place(&object).await?;
        served
            .api(&self.client, key.namespace.as_deref())
            .delete(&key.name, &DeleteParams::default())
            .await
            .map_err(|error| Error::refused("delete", &key, &error))?;
        Ok(())
    }

    /// Makes a temporary patch for a custom resource, and names it in its annotation.
    ///
    /// # Errors
    ///
    /// [`Error::Absent`] when the custom resource is not there, and as [`apply`](Self::apply).
    pub async fn patch_temporarily(&self, cr: impl Named, patch: TemporaryPatch) -> Result<Object> {
        let cr = self.expect(cr, "apply it before its patch").await?;
        let kind = TemporaryPatchController::new([""; 0]);
        self.install(&kind.definition()).await?;
        let mut object = Manifest::new("oper8.org/v1", "TemporaryPatch", &patch.name).set(
            "spec",
            json!({
                "apiVersion": cr["apiVersion"],
                "kind": cr["kind"],
                "name": cr.name(),
                "patchType": patch.patch_type,
                "patch": patch.content,
            }),
        );
        if let Some(namespace) = &cr.key().namespace {
            object = object.namespace(namespace);
        }
        self.apply(object).await?;
        let annotation = &cr["metadata"]["annotations"][TEMPORARY_PATCHES_ANNOTATION];
        let mut patches: Value = annotation
            .as_str()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_else(|| json!({}));
        let timestamp = patch
            .timestamp
            .unwrap_or_else(|| after_others(&patches, self.clock.now()).to_string());
        patches[&patch.name] = json!({"timestamp": timestamp, "api_version": "oper8.org/v1"});
        let annotations = json!({TEMPORARY_PATCHES_ANNOTATION: patches.to_string()});
        self.patch(&cr, json!({"metadata": {"annotations": annotations}}))
            .await
    }

    /// An object as it is now; `None` when it is not there. `name` may have a namespace before it: `kube-system/web`.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownKind`].
    pub async fn get(&self, api_version: &str, kind: &str, name: &str) -> Result<Option<Object>> {
        self.read((api_version, kind, name)).await
    }

    /// An object as it is now, where it was read before; `None` when it is gone.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownKind`] when the kind is gone too.
    pub async fn read(&self, object: impl Named) -> Result<Option<Object>> {
        let (served, key) = self.place(&object).await?;
        self.server.caught_up().await;
        let api = served.api(&self.client, key.namespace.as_deref());
        match api.get_opt(&key.name).await {
            Ok(Some(found)) => received(&served, found).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(Error::refused("get", &key, &error)),
        }
    }

    /// The objects of a kind, in all namespaces.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownKind`].
    pub async fn list(&self, api_version: &str, kind: &str) -> Result<Vec<Object>> {
        let served = kinds::find(&self.client, api_version, kind).await?;
        self.server.caught_up().await;
        let listed = served
            .api(&self.client, None)
            .list(&ListParams::default())
            .await
            .map_err(|error| Error::refused("list", format!("{api_version} {kind}"), &error))?;
        let objects = listed.items.into_iter();
        objects.map(|object| received(&served, object)).collect()
    }

    /// The status of a custom resource as it is now.
    ///
    /// # Errors
    ///
    /// [`Error::Absent`] when the custom resource is not there.
    pub async fn status(&self, cr: impl Named) -> Result<Status> {
        let cr = self
            .expect(cr, "apply it before asking for its status")
            .await?;
        Ok(Status::new(cr.key(), cr["status"].clone()))
    }

    /// Says that an object is there, and returns it.
    ///
    /// # Panics
    ///
    /// When it is not: the message names those of its kind that are.
    #[track_caller]
    pub fn assert_exists(
        &self,
        api_version: &str,
        kind: &str,
        name: &str,
    ) -> impl Future<Output = Object> {
        let caller = Location::caller();
        async move {
            match self.get(api_version, kind, name).await {
                Ok(Some(object)) => object,
                Ok(None) => {
                    let key = (api_version, kind, name).key_in(&self.namespace);
                    let others = self.names(api_version, kind).await;
                    fail(caller, &format!("{key} is not there; {others}"))
                }
                Err(error) => fail(caller, &error.to_string()),
            }
        }
    }

    /// Says that an object is not there.
    ///
    /// # Panics
    ///
    /// When it is: the message shows it.
    #[track_caller]
    pub fn assert_absent(
        &self,
        api_version: &str,
        kind: &str,
        name: &str,
    ) -> impl Future<Output = ()> {
        let caller = Location::caller();
        async move {
            match self.get(api_version, kind, name).await {
                Ok(None) => {}
                Ok(Some(object)) => {
                    let ending = &object["metadata"]["deletionTimestamp"];
                    let end = match ending.is_null() {
                        true => String::new(),
                        false => " (it is being deleted, and waits for its finalizers)".to_owned(),
                    };
                    let text = format!(
                        "{} should not be there{end}; it is:\n{object}",
                        object.key()
                    );
                    fail(caller, &text)
                }
                Err(error) => fail(caller, &error.to_string()),
            }
        }
    }

    /// Says that components applied these objects, `Deployment shop-frontend`, one after the other; others may lie between. What
    /// counts is when an object was first applied.
    ///
    /// # Panics
    ///
    /// When one was not applied, or before one that it should follow: the message says which, and what was applied.
    #[track_caller]
    pub fn assert_applied_in_order<S: AsRef<str>>(&self, objects: impl IntoIterator<Item = S>) {
        self.writes().assert_applied_in_order(objects);
    }

    /// What the operator wrote since the cluster was started, or since [`forget_writes`](Self::forget_writes).
    pub fn writes(&self) -> Writes {
        let mut writes = lock(&self.writes);
        let kinds = lock(&self.kinds);
        let entries = self.server.journal().take();
        let known = |group: &str, plural: &str| {
            let place = (group.to_owned(), plural.to_owned());
            kinds.get(&place).map(|(_, kind)| kind.clone())
        };
        let new = entries.iter().filter(|entry| entry.is_write());
        writes.extend(new.map(|entry| Write::of(entry, &self.namespace, known)));
        Writes(writes.clone())
    }

    /// Starts [`writes`](Self::writes) anew.
    pub fn forget_writes(&self) {
        drop(self.writes());
        lock(&self.writes).clear();
    }

    /// What the server does wrong on purpose; nothing unless rules are added. The test's own requests are not hit.
    pub fn faults(&self) -> Faults {
        self.server.faults()
    }

    /// What becomes of workloads, and when: `cluster.workloads().set(Workloads::of_kind("Job"), Outcome::Failed)`.
    ///
    /// # Panics
    ///
    /// When the cluster was built without.
    #[track_caller]
    pub fn workloads(&self) -> &Simulator {
        self.simulator
            .as_ref()
            .expect("this cluster was built with `simulator(None)`, so that nothing becomes ready by itself")
    }

    /// Lets time pass for operator and cluster: workloads get further.
    ///
    /// # Errors
    ///
    /// [`Error::TimeRuns`] when time is not paused.
    pub async fn advance(&self, time: Duration) -> Result<()> {
        if !is_paused() {
            return Err(Error::TimeRuns);
        }
        tokio::time::sleep(time).await;
        self.server.caught_up().await;
        Ok(())
    }

    /// The clock of operator and cluster.
    pub fn clock(&self) -> &VirtualClock {
        &self.clock
    }

    /// Forgets what the operator remembers of its custom resources, as a new process would.
    pub fn restart_operator(&self) {
        *lock(&self.manager) =
            reconcile_manager(&self.server, &self.settings, &self.clock, &self.events);
    }

    /// The namespace of objects that name none.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// A client for the cluster, for what is not offered here. Its requests meet no fault, and are not among the writes.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// The server, for what is not offered here. Its journal is emptied by [`writes`](Self::writes).
    pub fn server(&self) -> &ApiServer {
        &self.server
    }

    /// The kinds of custom resources, as `apiVersion` and kind.
    pub(crate) fn custom_kinds(&self) -> Vec<(String, String)> {
        lock(&self.kinds).values().cloned().collect()
    }

    /// The object as it is now.
    ///
    /// # Errors
    ///
    /// [`Error::Absent`] with the hint.
    pub(crate) async fn expect(&self, object: impl Named, hint: &str) -> Result<Object> {
        let found = self.read(&object).await?;
        found.ok_or_else(|| Error::Absent {
            object: object.key_in(&self.namespace).to_string(),
            hint: hint.to_owned(),
        })
    }

    /// Where an object is.
    async fn place(&self, object: &impl Named) -> Result<(Served, ObjectKey)> {
        let mut key = object.key_in(&self.namespace);
        let served = kinds::find(&self.client, &key.api_version, &key.kind).await?;
        if key.namespace.is_none() {
            key.namespace = Some(self.namespace.clone());
        }
        Ok((served.clone(), served.key(key)))
    }

    async fn ensure_namespace(&self, name: &str) -> Result<()> {
        let served = kinds::find(&self.client, "v1", "Namespace").await?;
        let api = served.api(&self.client, None);
        let failed = |error| Error::refused("make", format!("namespace {name}"), &error);
        if api.get_opt(name).await.map_err(failed)?.is_none() {
            let namespace = DynamicObject::new(name, &served.resource);
            api.create(&Default::default(), &namespace)
                .await
                .map_err(failed)?;
        }
        Ok(())
    }

    /// The objects of a kind, for a message.
    async fn names(&self, api_version: &str, kind: &str) -> String {
        let objects = self.list(api_version, kind).await.unwrap_or_default();
        if objects.is_empty() {
            return format!("there is no {kind} at all");
        }
        let names: Vec<String> = objects
            .iter()
            .map(|object| match &object.key().namespace {
                Some(namespace) if *namespace != self.namespace => {
                    format!("{namespace}/{}", object.name())
                }
                _ => object.name().to_owned(),
            })
            .collect();
        format!("there is {kind} {}", names.join(", "))
    }
}

impl fmt::Debug for TestCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestCluster")
            .field("controllers", &self.controllers)
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}

/// The operator's reconcile manager, over a client whose requests are recorded and may fail.
fn reconcile_manager(
    server: &ApiServer,
    settings: &Arc<Config>,
    clock: &VirtualClock,
    events: &Events,
) -> ReconcileManager {
    let client = operator_client(server);
    let deploy_manager = KubeDeployManager::new(client, &DeploySettings::from(&**settings));
    ReconcileManager::new(deploy_manager, Arc::clone(settings))
        .with_clock(Arc::new(clock.clone()))
        .with_observer(events.observer())
}

/// `now`, or right after the latest of the annotation's patches: a clock that stands still tells several the same time, and then
/// their names would decide which of them comes last.
fn after_others(patches: &Value, now: Timestamp) -> Timestamp {
    let entries = patches.as_object().into_iter().flat_map(Map::values);
    let times = entries.filter_map(|entry| parse_timestamp(entry["timestamp"].as_str()?));
    let after = times
        .max()
        .and_then(|latest| latest.checked_add(Duration::from_micros(1)).ok());
    after.map_or(now, |after| after.max(now))
}

/// An object that the server has sent, with the kind, which lists leave out.
fn received(served: &Served, object: DynamicObject) -> Result<Object> {
    let mut value =
        serde_json::to_value(object).map_err(|error| Error::NoObject(error.to_string()))?;
    value["apiVersion"] = served.resource.api_version.as_str().into();
    value["kind"] = served.resource.kind.as_str().into();
    Object::new(value)
}

/// A client as the operator has it: for a server whose controllers are never behind.
pub(crate) fn operator_client(server: &ApiServer) -> Client {
    let service = Prompt::new(server.clone());
    Client::new(service, oper8_reconcile::DEFAULT_NAMESPACE)
}

/// A plain value cannot be left half written, so a poisoned lock is as good as any.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends a test at the line that asked.
#[expect(clippy::panic, reason = "an assertion of a test does not hold")]
pub(crate) fn fail(caller: &Location<'_>, problem: &str) -> ! {
    panic!("{caller}: {problem}")
}
