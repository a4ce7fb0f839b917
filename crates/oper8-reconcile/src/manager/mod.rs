//! One reconciliation from end to end.

mod config_map;
mod cr_status;
mod envelope;
mod memory;
mod reconciled;
mod run;
mod session_setup;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use oper8_config::Config;
use oper8_deploy_manager::{AnyDeployManager, KubeDeployManager, ObjectKey};
use oper8_status::{Clock, SystemClock};
use serde_json::Value;
use tracing::Instrument as _;

use crate::component::Rendered;
use crate::components::Components;
use crate::dump::dump;
use crate::erased::{AnyController, panicked};
use crate::error::Result;
use crate::names::reconciliation_id;
use crate::render::render_erased;
use crate::rollout::{Failure, Observer};
use crate::session::Session;
use envelope::Envelope;
use memory::{Memory, Stage};
pub use reconciled::{Reconciled, Skipped};

/// Whether a custom resource is rolled out or prepared for its deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Its components are set up and rolled out.
    Rollout,
    /// Its components are finalized.
    Finalize,
}

/// Makes a deploy manager whose objects the custom resource owns.
type DeployManagers = Arc<dyn Fn(&Value) -> Result<AnyDeployManager> + Send + Sync>;

/// Reconciles custom resources ("CRs"): from the object to the status, the requeue and the finalizer.
///
/// Make one per process, and clone it: clones share what is remembered of each CR. Reconciliations of different CRs may run at
/// the same time; two of one CR must not.
#[derive(Clone)]
pub struct ReconcileManager {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Arc<Config>,
    deploy_managers: DeployManagers,
    clock: Arc<dyn Clock>,
    observer: Option<Observer>,
    memory: Memory,
}

impl ReconcileManager {
    /// A manager that works through `deploy_manager`, with the settings of the operator.
    pub fn new(deploy_manager: KubeDeployManager, settings: Arc<Config>) -> Self {
        let owned = move |cr: &Value| {
            let has_uid = cr["metadata"]["uid"]
                .as_str()
                .is_some_and(|uid| !uid.is_empty());
            Ok(AnyDeployManager::new(match has_uid {
                true => deploy_manager.with_owner(cr)?,
                false => deploy_manager.clone(),
            }))
        };
        Self::with_deploy_managers(owned, settings)
    }

    /// A manager that asks `deploy_managers` for the deploy manager of each reconciliation. It gets the whole CR, which is to
    /// own what is applied.
    pub fn with_deploy_managers(
        deploy_managers: impl Fn(&Value) -> Result<AnyDeployManager> + Send + Sync + 'static,
        settings: Arc<Config>,
    ) -> Self {
        let memory = Memory::new(settings.requeue_after);
        Self {
            shared: Arc::new(Shared {
                settings,
                deploy_managers: Arc::new(deploy_managers),
                clock: Arc::new(SystemClock),
                observer: None,
                memory,
            }),
        }
    }

    /// The same with another clock, which dates the conditions in statuses. What is remembered starts anew.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        self.rebuilt(|shared| shared.clock = clock)
    }

    /// The same with somebody who is told how rollouts go. What is remembered starts anew.
    #[must_use]
    pub fn with_observer(self, observer: Observer) -> Self {
        self.rebuilt(|shared| shared.observer = Some(observer))
    }

    fn rebuilt(self, change: impl FnOnce(&mut Shared)) -> Self {
        let old = &self.shared;
        let mut shared = Shared {
            settings: Arc::clone(&old.settings),
            deploy_managers: Arc::clone(&old.deploy_managers),
            clock: Arc::clone(&old.clock),
            observer: old.observer.clone(),
            memory: Memory::new(old.settings.requeue_after),
        };
        change(&mut shared);
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The settings of the operator.
    pub fn settings(&self) -> &Arc<Config> {
        &self.shared.settings
    }

    /// Reconciles `cr`, the whole object as JSON, preferably as the cluster has it. One that is being deleted is finalized if it
    /// still has the controller's finalizer, and left alone otherwise.
    ///
    /// # Guarantees
    ///
    /// Never fails and never panics (where panics unwind): whatever goes wrong is in the answer, and in the status of the CR
    /// unless the setting `manage_status` is off. A CR that is as wanted already is not written, nor is anything it owns.
    /// May be dropped at any `.await`; the next reconciliation takes over.
    pub async fn reconcile(&self, controller: &AnyController, cr: Value) -> Reconciled {
        let purpose = match cr["metadata"]["deletionTimestamp"].is_string() {
            true => Purpose::Finalize,
            false => Purpose::Rollout,
        };
        if purpose == Purpose::Finalize && !has_finalizer(controller, &cr) {
            let envelope = Envelope::of(&cr, self.settings());
            self.shared.memory.forget(&envelope.key);
            return Reconciled::skipped(reconciliation_id(), Skipped::Deleted);
        }
        self.reconcile_for(controller, cr, purpose).await
    }

    /// Reconciles `cr` for a purpose that the caller knows, whether or not the object says that it is being deleted. Otherwise
    /// as [`reconcile`](Self::reconcile).
    pub async fn reconcile_for(
        &self,
        controller: &AnyController,
        cr: Value,
        purpose: Purpose,
    ) -> Reconciled {
        let envelope = Envelope::of(&cr, self.settings());
        let id = reconciliation_id();
        let span = envelope.span(&id, controller.name());
        let run = run::run(
            &self.shared,
            controller,
            cr,
            envelope.clone(),
            purpose,
            id.clone(),
        );
        let answer = AssertUnwindSafe(run.instrument(span)).catch_unwind().await;
        answer.unwrap_or_else(|panic| {
            let failure = Failure::new("reconcile manager", panicked(&*panic));
            let stage = Stage::new(envelope.generation, None);
            let wait = self.shared.memory.next_wait(&envelope.key, stage);
            Reconciled::failed(id, failure, wait)
        })
    }

    /// Forgets a CR that is gone. Call it when a watch says so: what is remembered of a CR is its last status.
    pub fn forget(&self, cr: &ObjectKey) {
        self.shared.memory.forget(cr);
    }

    /// Makes the session that a reconciliation of `cr` would have.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) when the CR, its configuration or its patches are wrong; [`Error::Deploy`](crate::Error::Deploy) when the cluster cannot be
    /// asked.
    pub async fn session(&self, controller: &AnyController, cr: Value) -> Result<Session> {
        let deploy_manager = (self.shared.deploy_managers)(&cr)?;
        let finalizing = cr["metadata"]["deletionTimestamp"].is_string();
        session_setup::session(
            &self.shared,
            controller,
            cr,
            deploy_manager,
            finalizing,
            reconciliation_id(),
        )
        .await
    }

    /// Renders the components of `cr` and applies nothing: what [`reconcile`](Self::reconcile) would apply, component by
    /// component, each one after those it waits for. Disabled components are left out.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session), and whatever the controller and its components return.
    pub async fn render(&self, controller: &AnyController, cr: Value) -> Result<Vec<Rendered>> {
        let session = self.session(controller, cr).await?;
        let components = self.components(controller, &session).await?;
        let mut rendered = Vec::with_capacity(components.len());
        for node in components.graph.topology() {
            if !node.data().disabled {
                let one = render_erased(&session, &*node.data().component).await?;
                dump(&session, &one, false).await?;
                rendered.push(one);
            }
        }
        Ok(rendered)
    }

    /// Sets up the components of a session's CR, and rolls nothing out.
    ///
    /// # Errors
    ///
    /// Whatever the controller returns, and [`Error::Config`](crate::Error::Config) when the CR does not fit the controller's type.
    pub async fn components(
        &self,
        controller: &AnyController,
        session: &Session,
    ) -> Result<Components> {
        let mut components = Components::new();
        controller
            .controller
            .setup(session, &mut components)
            .await?;
        Ok(components)
    }
}

impl std::fmt::Debug for ReconcileManager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReconcileManager")
            .field("settings", &self.shared.settings)
            .finish_non_exhaustive()
    }
}

/// Whether the CR has the controller's finalizer.
fn has_finalizer(controller: &AnyController, cr: &Value) -> bool {
    let finalizers = cr["metadata"]["finalizers"].as_array();
    let ours = controller.finalizer();
    ours.is_some_and(|ours| finalizers.is_some_and(|list| list.iter().any(|it| it == ours)))
}
