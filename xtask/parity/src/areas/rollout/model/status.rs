//! The status of the custom resource in the model: as the reference writes it, and as it is written here.

use jiff::Timestamp;
use oper8_status::{
    ComponentState, READY_CONDITION, ReadyReason, StatusUpdate, UPDATING_CONDITION, UpdatingReason,
    get_condition, get_version, update_application_status,
};
use serde_json::Value;

use super::parts::Raised;
use super::{Fix, Fixes};

const FIRST_ROLLOUT: &str = "Initial Rollout Started";

/// A status, and what it is made by.
#[derive(Debug)]
pub(super) struct Status<'a> {
    pub(super) value: Value,
    pub(super) generation: i64,
    pub(super) kind: &'a str,
    pub(super) config: &'a Value,
    pub(super) fixes: &'a Fixes,
}

impl Status<'_> {
    fn has(&self, fix: Fix) -> bool {
        self.fixes.contains(&fix)
    }

    fn condition(&self, kind: &str) -> Option<(String, String)> {
        let condition = get_condition(kind, &self.value).ok()??;
        let text = |key: &str| condition[key].as_str().unwrap_or_default().to_owned();
        Some((text("reason"), text("message")))
    }

    fn ready_reason(&self) -> Option<String> {
        self.condition(READY_CONDITION).map(|(reason, _)| reason)
    }

    pub(super) fn reached(&self) -> Option<String> {
        let version = get_version(&self.value).ok()?.and_then(Value::as_str);
        version.map(str::to_owned)
    }

    /// The reference stops at a reason that it does not know, and can write no status any more.
    pub(super) fn stuck(&self) -> Option<Raised> {
        let reason = self.ready_reason()?;
        let is_unknown = reason.parse::<ReadyReason>().is_err();
        (is_unknown && !self.has(Fix::UnknownReason)).then(|| Raised::unknown_reason(&reason))
    }

    /// At the start of a reconciliation.
    pub(super) fn start(&mut self, wanted: Option<&str>) {
        let known = self.condition(READY_CONDITION);
        let supported = self.config["supported_versions"].as_array();
        let supported = supported.into_iter().flatten().filter_map(Value::as_str);
        let mut update = StatusUpdate::new().supported_versions(supported);
        let reached = self.reached();
        let changes = reached.is_some() && reached.as_deref() != wanted;
        if self.has(Fix::OldMessage) {
            update = self.mended_start(update, wanted);
        } else {
            let parsed = known.as_ref().and_then(|(reason, _)| reason.parse().ok());
            let message = known.map_or(FIRST_ROLLOUT.to_owned(), |(_, message)| message);
            let reason = match parsed {
                _ if changes => ReadyReason::InProgress,
                Some(reason) if reached.is_some() => reason,
                _ => ReadyReason::Initializing,
            };
            update = update.ready(reason, message);
            if changes {
                update = self.changing(update, wanted.unwrap_or("None"));
            }
        }
        self.write(update);
    }

    fn changing(&self, update: StatusUpdate, wanted: &str) -> StatusUpdate {
        let reached = self.reached().unwrap_or_default();
        let text = format!("Version Change Started: [{reached}] -> [{wanted}]");
        update.updating(UpdatingReason::VersionChange, text)
    }

    /// Here the start says what begins now, and leaves what an earlier try of the same generation said.
    fn mended_start(&self, update: StatusUpdate, wanted: Option<&str>) -> StatusUpdate {
        let reason = self.ready_reason();
        let was_ready = matches!(reason.as_deref(), Some("Stable" | "InProgress"));
        match (self.reached(), wanted) {
            (Some(reached), Some(wanted)) if reached != wanted => {
                if self.is_retry() {
                    return update;
                }
                let message = self.condition(READY_CONDITION).map(|(_, message)| message);
                let update = update.ready(ReadyReason::InProgress, message.unwrap_or_default());
                self.changing(self.observed(update), wanted)
            }
            (None, Some(_)) if was_ready && !self.is_retry() => self.initializing(update),
            _ if reason.is_none() || self.is_first() && self.is_new() => self.initializing(update),
            _ => update,
        }
    }

    fn initializing(&self, update: StatusUpdate) -> StatusUpdate {
        self.observed(update.ready(ReadyReason::Initializing, FIRST_ROLLOUT))
    }

    fn observed(&self, update: StatusUpdate) -> StatusUpdate {
        update.observed_generation(self.generation)
    }

    fn is_new(&self) -> bool {
        self.value["observedGeneration"].as_i64() != Some(self.generation)
    }

    fn is_first(&self) -> bool {
        let was_ready = matches!(
            self.ready_reason().as_deref(),
            Some("Stable" | "InProgress")
        );
        self.reached().is_none() && !was_ready
    }

    fn is_retry(&self) -> bool {
        let updating = self.condition(UPDATING_CONDITION);
        let is_settled =
            updating.is_none_or(|(reason, _)| reason == UpdatingReason::Stable.as_str());
        !is_settled && !self.is_new()
    }

    /// After a rollout without an error.
    pub(super) fn complete(
        &mut self,
        state: ComponentState,
        verified: bool,
        version: Option<&str>,
    ) {
        let update = StatusUpdate::new().component_state(state);
        let update = if verified {
            let update = update
                .ready(ReadyReason::Stable, "Verify Complete")
                .updating(UpdatingReason::Stable, "Rollout Complete");
            match version {
                Some(version) => self.observed(update.version(version)),
                None => self.observed(update),
            }
        } else {
            let is_initial = match self.has(Fix::OldMessage) {
                true => self.is_first(),
                false => self.ready_reason().as_deref() == Some("Initializing"),
            };
            let update = match is_initial {
                true => self.still_first(update),
                false => self.observed(update.ready(ReadyReason::InProgress, "Verify InProgress")),
            };
            update.updating(
                UpdatingReason::VerifyWait,
                "Component verification incomplete",
            )
        };
        self.write(update);
    }

    /// A first rollout that goes on; the reference leaves what it said before.
    fn still_first(&self, update: StatusUpdate) -> StatusUpdate {
        let is_said = self.ready_reason().as_deref() == Some("Initializing");
        match self.has(Fix::OldMessage) && self.is_first() && !is_said {
            true => self.initializing(update),
            false => update,
        }
    }

    /// After an error.
    pub(super) fn fail(&mut self, raised: &Raised, state: Option<ComponentState>) {
        let names_place = raised.is_foreign() && self.has(Fix::Foreign) && !raised.place.is_empty();
        let message = match names_place {
            true => format!("{}: {}", raised.place, raised.text),
            false => raised.text.clone(),
        };
        let (ready, updating) = match raised.class() {
            "PreconditionError" => (None, UpdatingReason::PreconditionWait),
            "VerificationError" | "Oper8ExpectedError" => (None, UpdatingReason::VerifyWait),
            "ClusterError" => (None, UpdatingReason::ClusterError),
            "ConfigError" => (Some(ReadyReason::ConfigError), UpdatingReason::Errored),
            _ => (Some(ReadyReason::Errored), UpdatingReason::Errored),
        };
        let mut update = StatusUpdate::new().updating(updating, message.clone());
        update = match ready {
            Some(ready) => self.observed(update.ready(ready, message)),
            None => self.still_first(update),
        };
        if let Some(state) = state {
            update = update.component_state(state);
        }
        self.write(update);
    }

    fn write(&mut self, update: StatusUpdate) {
        let mut update = update.kind(self.kind);
        if let Some(version) = self.config["operator_version"].as_str() {
            update = update.operator_version(version);
        }
        let updated = update_application_status(&self.value, &update, Timestamp::UNIX_EPOCH);
        if let Ok(value) = updated {
            self.value = value;
        }
    }
}
