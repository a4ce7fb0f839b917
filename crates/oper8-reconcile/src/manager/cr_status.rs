//! The status of the custom resource during one reconciliation.

use std::sync::Arc;

use oper8_config::Config;
use oper8_dag::Outcome;
use oper8_deploy_manager::{AnyDeployManager, DeployManager as _, ObjectKey};
use oper8_status::{
    Clock, ComponentState, READY_CONDITION, ReadyReason, StatusUpdate, UPDATING_CONDITION,
    UpdatingReason, get_condition, get_version, status_changed, update_application_status,
};
use serde_json::Value;

use super::Shared;
use super::memory::Memory;
use crate::components::Components;
use crate::controller::Completion;
use crate::error::{Error, Result};
use crate::rollout::{Failure, Rollout, to_remember};
use crate::verify::VerifyRules;

const FIRST_ROLLOUT: &str = "Initial Rollout Started";
const INCOMPLETE: &str = "Component verification incomplete";

/// Writes the status of one CR, and only where it says something new.
pub(super) struct CrStatus<'a> {
    key: ObjectKey,
    /// What the status should be.
    wanted: Value,
    /// What the cluster has, as far as known.
    current: Value,
    generation: Option<i64>,
    /// The CR was not there when its status was to be written.
    pub(super) gone: bool,
    /// Why the last status is not in the cluster.
    unwritten: Option<Arc<Error>>,
    settings: &'a Config,
    clock: &'a Arc<dyn Clock>,
    memory: &'a Memory,
    deploy_manager: AnyDeployManager,
}

impl<'a> CrStatus<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        key: ObjectKey,
        cr: &Value,
        deploy_manager: AnyDeployManager,
    ) -> Self {
        let current = cr.get("status").cloned().unwrap_or_default();
        Self {
            key,
            wanted: current.clone(),
            current,
            generation: cr.pointer("/metadata/generation").and_then(Value::as_i64),
            gone: false,
            unwritten: None,
            settings: &shared.settings,
            clock: &shared.clock,
            memory: &shared.memory,
            deploy_manager,
        }
    }

    /// What the cluster has, as far as known.
    pub(super) fn current(&self) -> &Value {
        &self.current
    }

    /// What the cluster was left with, as far as known.
    pub(super) fn written(self) -> Value {
        self.current
    }

    /// Why the status that the reconciliation ended with is not in the cluster, if it is not.
    pub(super) fn unwritten(&self) -> Option<Arc<Error>> {
        self.unwritten.clone()
    }

    /// The CR needs its status no more.
    pub(super) fn settle(&mut self) {
        self.unwritten = None;
    }

    /// At the start: the first rollout, or a change of version. A status that says so already, or tells how an earlier try of
    /// the same generation ended, stays until this one has ended.
    pub(super) async fn start(&mut self, wanted: Option<&str>) -> Result<()> {
        let reached = self.reached()?;
        let ready = get_condition(READY_CONDITION, &self.wanted)?;
        let reason = self.ready_reason()?;
        let update = StatusUpdate::new().supported_versions(&self.settings.supported_versions);
        let is_first = reason.is_none() || self.is_first()? && self.is_new_generation();
        let was_ready = matches!(reason, Some("Stable" | "InProgress"));
        let update = match (reached, wanted) {
            (Some(reached), Some(wanted)) if reached != wanted => match self.is_retry()? {
                true => update,
                false => {
                    let text = format!("Version Change Started: [{reached}] -> [{wanted}]");
                    let message = ready
                        .and_then(|ready| ready["message"].as_str())
                        .unwrap_or_default();
                    self.observed(update.ready(ReadyReason::InProgress, message))
                        .updating(UpdatingReason::VersionChange, text)
                }
            },
            // The first version of a CR that had none.
            (None, Some(_)) if was_ready && !self.is_retry()? => self.initializing(update),
            _ if is_first => self.initializing(update),
            _ => update,
        };
        self.write(update).await
    }

    fn initializing(&self, update: StatusUpdate) -> StatusUpdate {
        self.observed(update.ready(ReadyReason::Initializing, FIRST_ROLLOUT))
    }

    fn reached(&self) -> Result<Option<&str>> {
        Ok(get_version(&self.wanted)?.and_then(Value::as_str))
    }

    fn ready_reason(&self) -> Result<Option<&str>> {
        let ready = get_condition(READY_CONDITION, &self.wanted)?;
        Ok(ready.and_then(|ready| ready["reason"].as_str()))
    }

    /// Whether the CR was never rolled out, as its status tells.
    fn is_first(&self) -> Result<bool> {
        let was_ready = matches!(self.ready_reason()?, Some("Stable" | "InProgress"));
        Ok(self.reached()?.is_none() && !was_ready)
    }

    fn is_new_generation(&self) -> bool {
        let observed = self.wanted["observedGeneration"].as_i64();
        self.generation.is_some() && self.generation != observed
    }

    /// Whether an earlier try of the same generation has not come to its end.
    fn is_retry(&self) -> Result<bool> {
        let updating = get_condition(UPDATING_CONDITION, &self.wanted)?;
        let reason = updating.and_then(|updating| updating["reason"].as_str());
        let is_settled = reason.is_none_or(|reason| reason == UpdatingReason::Stable.as_str());
        Ok(!is_settled && !self.is_new_generation())
    }

    /// After a rollout without an error.
    pub(super) async fn complete(
        &mut self,
        rollout: &Rollout,
        components: &Components,
        version: Option<&str>,
    ) -> Result<()> {
        let update = self.with_components(StatusUpdate::new(), rollout, Some(components));
        if rollout.completion.verify_completed() {
            let update = self
                .observed(update.ready(ReadyReason::Stable, "Verify Complete"))
                .updating(UpdatingReason::Stable, "Rollout Complete");
            return self
                .write(match version {
                    Some(version) => update.version(version),
                    None => update,
                })
                .await;
        }
        let update = match self.is_first()? {
            true => self.still_first(update)?,
            false => self.observed(update.ready(ReadyReason::InProgress, "Verify InProgress")),
        };
        let text = incomplete(rollout);
        self.write(update.updating(UpdatingReason::VerifyWait, text))
            .await
    }

    /// After an error, expected or not. The graph of the components is told after a rollout without one alone.
    pub(super) async fn fail(
        &mut self,
        failure: &Failure,
        rollout: Option<&Rollout>,
    ) -> Result<()> {
        let message = failure.message();
        let (ready, updating) = failure.error.class().reasons();
        let mut update = StatusUpdate::new().updating(updating, message.clone());
        update = match ready {
            Some(ready) => self.observed(update.ready(ready, message)),
            None => self.still_first(update)?,
        };
        if let Some(rollout) = rollout {
            update = self.with_components(update, rollout, None);
        }
        self.write(update).await
    }

    /// A first rollout that goes on: an error of an earlier try does not outlive it.
    fn still_first(&self, update: StatusUpdate) -> Result<StatusUpdate> {
        let is_said = self.ready_reason()? == Some(ReadyReason::Initializing.as_str());
        Ok(match self.is_first()? && !is_said {
            true => self.initializing(update),
            false => update,
        })
    }

    /// Says of which generation the Ready condition speaks; left alone where that condition is not decided anew.
    fn observed(&self, update: StatusUpdate) -> StatusUpdate {
        match self.generation {
            Some(generation) => update.observed_generation(generation),
            None => update,
        }
    }

    fn with_components(
        &self,
        update: StatusUpdate,
        rollout: &Rollout,
        components: Option<&Components>,
    ) -> StatusUpdate {
        let state = self.component_state(&rollout.completion, components);
        let waiting = to_remember(&rollout.waiting, self.generation);
        update.component_state(state).waiting_components(waiting)
    }

    fn component_state(
        &self,
        completion: &Completion,
        components: Option<&Components>,
    ) -> ComponentState {
        let mut state = ComponentState::default();
        for (name, outcome) in completion.nodes() {
            let set = match outcome {
                Outcome::Verified => &mut state.verified,
                Outcome::Unverified(_) => &mut state.unverified,
                Outcome::Failed(_) => &mut state.failed,
                Outcome::Unstarted => &mut state.unstarted,
            };
            set.insert(name.to_owned());
        }
        if self.settings.include_dependency_graph_in_status {
            state.dependency_graph = components.map(ToString::to_string);
        }
        state
    }

    async fn write(&mut self, mut update: StatusUpdate) -> Result<()> {
        if let Some(version) = &self.settings.operator_version {
            update = update.operator_version(version);
        }
        let update = update.kind(&self.key.kind);
        self.wanted = update_application_status(&self.wanted, &update, self.clock.now())?;
        // A write that failed may have been done: what the cluster has is not known then.
        if self.unwritten.is_none() && !status_changed(&self.current, &self.wanted) {
            return Ok(());
        }
        let written = self.deploy_manager.set_status(&self.key, &self.wanted);
        match written.await {
            Ok(_) => {
                self.memory.remember_status(&self.key, &self.wanted);
                self.current = self.wanted.clone();
                self.unwritten = None;
            }
            Err(error) if error.is_not_found() => {
                self.gone = true;
                self.unwritten = None;
            }
            Err(error) => {
                tracing::warn!(error = crate::report(&error), "could not write the status");
                self.unwritten = Some(Arc::new(error.into()));
            }
        }
        Ok(())
    }
}

/// What an incomplete rollout waits for. The default rules say no more than the framework always did: dashboards match the text.
fn incomplete(rollout: &Rollout) -> String {
    let precise = rollout
        .waiting
        .iter()
        .filter(|waiting| waiting.rules == VerifyRules::Kstatus);
    let reasons: Vec<_> = precise.map(|waiting| waiting.reason.as_str()).collect();
    match reasons.is_empty() {
        true => INCOMPLETE.to_owned(),
        false => format!("{INCOMPLETE}: {}", reasons.join("; ")),
    }
}
