//! The steps of one reconciliation, in their order.

use std::time::Duration;

use oper8_deploy_manager::{AnyDeployManager, DeployManager as _};
use oper8_status::{WaitingComponent, waiting_components};
use serde_json::{Map, Value};

use super::cr_status::CrStatus;
use super::envelope::Envelope;
use super::memory::Stage;
use super::{Purpose, Reconciled, Shared, Skipped, has_finalizer, session_setup};
use crate::components::Components;
use crate::controller::Requeue;
use crate::erased::AnyController;
use crate::error::Result;
use crate::rollout::{Failure, Rollout, rollout, to_remember};
use crate::session::Session;
use crate::temporary_patch::warn_of_components;

/// What came of the rollout, as far as it went.
#[derive(Default)]
struct Progress {
    components: Option<Components>,
    rollout: Option<Rollout>,
    requeue: Option<Duration>,
}

/// A CR to reconcile.
struct Newest {
    cr: Value,
    deploy_manager: AnyDeployManager,
    /// The cluster has a newer one than the given.
    is_another: bool,
    /// The cluster has none.
    is_absent: bool,
}

impl Newest {
    fn of(cr: Value, deploy_manager: AnyDeployManager) -> Self {
        Self {
            cr,
            deploy_manager,
            is_another: false,
            is_absent: false,
        }
    }
}

struct Run<'a> {
    shared: &'a Shared,
    controller: &'a AnyController,
    envelope: Envelope,
    purpose: Purpose,
    id: String,
}

pub(super) async fn run(
    shared: &Shared,
    controller: &AnyController,
    cr: Value,
    envelope: Envelope,
    purpose: Purpose,
    id: String,
) -> Reconciled {
    envelope.warn_of_unread();
    if envelope.is_paused() {
        tracing::info!("paused");
        return Reconciled::skipped(id, Skipped::Paused);
    }
    let run = Run {
        shared,
        controller,
        envelope,
        purpose,
        id,
    };
    run.from(cr).await
}

impl<'a> Run<'a> {
    async fn from(mut self, cr: Value) -> Reconciled {
        let newest = match self.newest(cr).await {
            Ok(Some(newest)) => newest,
            Ok(None) => return self.skip(Skipped::Gone),
            Err(error) => {
                let text = "the custom resource could not be read";
                tracing::warn!(error = error.report(), "{text}");
                let wait = self.wait(None);
                return Reconciled::failed(self.id, error.into(), wait);
            }
        };
        if newest.is_another
            && let Some(skipped) = self.reconsider(&newest.cr)
        {
            return self.skip(skipped);
        }
        let mut status = self.status(&newest);
        let mut progress = Progress::default();
        let result = self.steps(newest, &mut status, &mut progress).await;
        self.finish(result.err(), status, progress).await
    }

    fn skip(self, skipped: Skipped) -> Reconciled {
        if skipped != Skipped::Paused {
            self.shared.memory.forget(&self.envelope.key);
        }
        Reconciled::skipped(self.id, skipped)
    }

    /// The CR as the cluster has it, where the given one may be older, or is no object of the cluster; otherwise the given one.
    /// `None` when it is gone.
    async fn newest(&self, mut cr: Value) -> Result<Option<Newest>> {
        let deploy_manager = (self.shared.deploy_managers)(&cr)?;
        let key = &self.envelope.key;
        let status = cr.get("status").unwrap_or(&Value::Null);
        let is_live = self.envelope.is_live();
        let found = match is_live && !self.shared.memory.may_be_stale(key, status) {
            true => return Ok(Some(Newest::of(cr, deploy_manager))),
            false => deploy_manager.get(key).await?,
        };
        let Some(live) = found else {
            let absent = Newest {
                is_absent: true,
                ..Newest::of(cr, deploy_manager)
            };
            return Ok((!is_live).then_some(absent));
        };
        match is_live {
            true => cr = Value::clone(&live),
            false => adopt(&mut cr, &live),
        }
        let status = cr.get("status").unwrap_or(&Value::Null);
        self.shared.memory.remember_status(key, status);
        let deploy_manager = (self.shared.deploy_managers)(&cr)?;
        Ok(Some(Newest {
            is_another: is_live,
            ..Newest::of(cr, deploy_manager)
        }))
    }

    /// Decides anew what is to be done, with the CR as the cluster has it; it may be deleted or paused by now.
    fn reconsider(&mut self, cr: &Value) -> Option<Skipped> {
        self.envelope = Envelope::of(cr, &self.shared.settings);
        let is_deleted = cr["metadata"]["deletionTimestamp"].is_string();
        if is_deleted {
            self.purpose = Purpose::Finalize;
        }
        if self.envelope.is_paused() {
            Some(Skipped::Paused)
        } else if is_deleted && !has_finalizer(self.controller, cr) {
            Some(Skipped::Deleted)
        } else {
            None
        }
    }

    fn status(&self, newest: &Newest) -> CrStatus<'a> {
        let deploy_manager = newest.deploy_manager.clone();
        let key = self.envelope.key.clone();
        let mut status = CrStatus::new(self.shared, key, &newest.cr, deploy_manager);
        status.gone = newest.is_absent;
        status
    }

    async fn steps(
        &self,
        newest: Newest,
        status: &mut CrStatus<'_>,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        let Newest {
            cr, deploy_manager, ..
        } = newest;
        self.envelope.check_version(&self.shared.settings)?;
        let has_finalizer = has_finalizer(self.controller, &cr);
        let finalizing = self.purpose == Purpose::Finalize;
        let session = session_setup::session(
            self.shared,
            self.controller,
            cr,
            deploy_manager,
            finalizing,
            self.id.clone(),
        )
        .await?;
        if !finalizing && !has_finalizer && !status.gone {
            self.add_finalizer(&session).await?;
        }
        if self.keeps_status(status) {
            status
                .start(session.version())
                .await
                .map_err(Failure::from)?;
        }
        let known = self.known_waits(&session, status);
        self.roll_out(&session, known, progress).await?;
        self.conclude(&session, status, progress).await
    }

    /// Since when components wait: as this process remembers it, and as the status says, which counts. The schema of a CR may
    /// have no room for that, and a server drops such fields without a word.
    fn known_waits(&self, session: &Session, status: &CrStatus<'_>) -> Vec<WaitingComponent> {
        let uid = session.metadata()["uid"].as_str();
        let mut known = self.shared.memory.waits(&self.envelope.key, uid);
        if self.keeps_status(status) {
            known.extend(waiting_components(session.status()));
        }
        known
    }

    async fn add_finalizer(&self, session: &Session) -> Result<()> {
        if let Some(finalizer) = self.controller.finalizer() {
            session
                .deploy_manager()
                .add_finalizer(&self.envelope.key, finalizer)
                .await?;
        }
        Ok(())
    }

    async fn remove_finalizer(&self, session: &Session) -> Result<()> {
        if let Some(finalizer) = self.controller.finalizer() {
            session
                .deploy_manager()
                .remove_finalizer(&self.envelope.key, finalizer)
                .await?;
        }
        self.shared.memory.forget(&self.envelope.key);
        Ok(())
    }

    /// Sets the components up and rolls them out. A rollout that has something to report is the error.
    async fn roll_out(
        &self,
        session: &Session,
        known: Vec<WaitingComponent>,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        let controller = &*self.controller.controller;
        let mut components = Components::new();
        let setup = controller.setup(session, &mut components).await;
        setup.map_err(|error| Failure::new(self.setup_name(), error))?;
        warn_of_components(session, components.names());
        let components = progress.components.insert(components);
        let rollout = progress
            .rollout
            .insert(rollout(controller, session, components, known).await);
        let metadata = session.metadata();
        let waits = to_remember(&rollout.waiting, metadata["generation"].as_i64());
        let (key, uid) = (&self.envelope.key, metadata["uid"].as_str());
        self.shared.memory.remember_waits(key, uid, waits);
        match &rollout.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(()),
        }
    }

    fn setup_name(&self) -> &'static str {
        match self.purpose {
            Purpose::Rollout => "setup_components",
            Purpose::Finalize => "finalize_components",
        }
    }

    /// Writes the completion status, and decides whether the CR is reconciled again; a complete finalization ends with the
    /// finalizer otherwise.
    async fn conclude(
        &self,
        session: &Session,
        status: &mut CrStatus<'_>,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        let (Some(rollout), Some(components)) = (&progress.rollout, &progress.components) else {
            return Ok(());
        };
        if self.keeps_status(status) {
            let written = status
                .complete(rollout, components, session.version())
                .await;
            written.map_err(Failure::from)?;
        }
        let is_final = self.purpose == Purpose::Finalize && rollout.completion.verify_completed();
        if status.unwritten().is_some() && !is_final {
            return Ok(());
        }
        let Some(cr) = self.cr_now(session, status).await? else {
            tracing::info!("the custom resource is gone");
            return Ok(());
        };
        let requeue = self
            .controller
            .controller
            .should_requeue(session, &cr, &rollout.completion)
            .await;
        progress.requeue = match requeue.map_err(|error| Failure::new("should_requeue", error))? {
            Requeue::No => None,
            Requeue::After(wait) => Some(wait),
            Requeue::Backoff => Some(self.wait(Some(rollout))),
        };
        match progress.requeue {
            None if is_final => {
                self.remove_finalizer(session).await?;
                status.settle();
            }
            None => self.shared.memory.settle(&self.envelope.key),
            Some(_) => {}
        }
        Ok(())
    }

    /// The CR with its present status; `None` when it is not in the cluster. Where somebody else writes the status, it is read.
    async fn cr_now(&self, session: &Session, status: &CrStatus<'_>) -> Result<Option<Value>> {
        if status.gone {
            return Ok(None);
        }
        if !self.shared.settings.manage_status {
            let cr = session.deploy_manager().get(&self.envelope.key).await?;
            return Ok(cr.map(|cr| Value::clone(&cr)));
        }
        let mut cr = session.cr().clone();
        if let Some(cr) = cr.as_object_mut() {
            cr.insert("status".to_owned(), status.current().clone());
        }
        Ok(Some(cr))
    }

    async fn finish(
        self,
        mut failure: Option<Failure>,
        mut status: CrStatus<'_>,
        progress: Progress,
    ) -> Reconciled {
        let Progress {
            rollout,
            mut requeue,
            ..
        } = progress;
        let rollout = rollout.as_ref();
        if let Some(failure) = &failure {
            log_failure(failure);
            requeue = Some(self.wait(rollout));
            if self.keeps_status(&status) {
                let written = status.fail(failure, rollout).await;
                if let Err(error) = written {
                    tracing::error!(error = error.report(), "could not make the status");
                }
            }
        }
        if status.gone && requeue.is_none() {
            self.shared.memory.forget(&self.envelope.key);
        }
        if let Some(error) = status.unwritten() {
            requeue = requeue.or_else(|| Some(self.wait(rollout)));
            failure = failure.or(Some(Failure::new("status", error)));
        }
        let status = status.written();
        Reconciled {
            requeue,
            failure,
            completion: rollout.map(|rollout| rollout.completion.clone()),
            status: (!status.is_null()).then_some(status),
            skipped: None,
            id: self.id,
        }
    }

    /// How long to wait before the next try: not past the deadline of a component, whose end is to be told in time.
    fn wait(&self, rollout: Option<&Rollout>) -> Duration {
        let completion = rollout.map(|rollout| &rollout.completion);
        let stage = Stage::new(self.envelope.generation, completion);
        let wait = self.shared.memory.next_wait(&self.envelope.key, stage);
        let deadline = rollout.and_then(|rollout| rollout.next_deadline);
        deadline.map_or(wait, |deadline| wait.min(deadline))
    }

    /// Whether the status of the CR is in the cluster, and written here.
    fn keeps_status(&self, status: &CrStatus<'_>) -> bool {
        self.shared.settings.manage_status && !status.gone
    }
}

fn log_failure(failure: &Failure) {
    let (error, place) = (failure.error.report(), &failure.place);
    match failure.error.is_expected() {
        true => tracing::info!(error, place, "the rollout waits"),
        false => tracing::warn!(error, place, "the reconciliation failed"),
    }
}

/// Gives a CR that did not come from the cluster the status and the identity that it has there.
fn adopt(cr: &mut Value, live: &Value) {
    let Some(cr) = cr.as_object_mut() else { return };
    match live.get("status") {
        Some(status) => cr.insert("status".to_owned(), status.clone()),
        None => cr.remove("status"),
    };
    let metadata = cr
        .entry("metadata")
        .or_insert_with(|| Value::Object(Map::new()));
    let Some(metadata) = metadata.as_object_mut() else {
        return;
    };
    for key in ["uid", "resourceVersion", "generation"] {
        if let Some(value) = live["metadata"].get(key) {
            metadata.insert(key.to_owned(), value.clone());
        }
    }
}
