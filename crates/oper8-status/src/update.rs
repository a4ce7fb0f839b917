//! What a reconciliation has to say about a resource.

use crate::{ComponentState, ReadyReason, UpdatingReason, WaitingComponent};

/// The news of a reconciliation; what is `None` is not touched by an update.
///
/// ```
/// use oper8_status::{ReadyReason, StatusUpdate};
///
/// let update = StatusUpdate::new().ready(ReadyReason::Initializing, "first rollout").observed_generation(3);
/// assert_eq!(update.ready_message.as_deref(), Some("first rollout"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct StatusUpdate {
    /// Reason of the Ready condition.
    pub ready_reason: Option<ReadyReason>,
    /// Message of the Ready condition.
    pub ready_message: Option<String>,
    /// Reason of the Updating condition.
    pub updating_reason: Option<UpdatingReason>,
    /// Message of the Updating condition.
    pub updating_message: Option<String>,
    /// How far each component has come.
    pub component_state: Option<ComponentState>,
    /// The components that wait, and since when; written with `component_state` alone, and left out when there are none.
    pub waiting_components: Vec<WaitingComponent>,
    /// The version that is rolled out and verified, for `versions.reconciled`.
    pub version: Option<String>,
    /// Every version that the operator can roll out, for `versions.available.versions`.
    pub supported_versions: Option<Vec<String>>,
    /// The version of the operator itself, for `operatorVersion`.
    pub operator_version: Option<String>,
    /// The resource's kind; gives the name of the service status, which is left out without it.
    pub kind: Option<String>,
    /// The `metadata.generation` that was reconciled.
    pub observed_generation: Option<i64>,
}

impl StatusUpdate {
    /// An update that changes nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets reason and message of the Ready condition.
    pub fn ready(mut self, reason: ReadyReason, message: impl Into<String>) -> Self {
        self.ready_reason = Some(reason);
        self.ready_message = Some(message.into());
        self
    }

    /// Sets reason and message of the Updating condition.
    pub fn updating(mut self, reason: UpdatingReason, message: impl Into<String>) -> Self {
        self.updating_reason = Some(reason);
        self.updating_message = Some(message.into());
        self
    }

    /// Sets the state of the components.
    pub fn component_state(mut self, state: ComponentState) -> Self {
        self.component_state = Some(state);
        self
    }

    /// Sets the components that wait, and since when. They are written beside the state of the components.
    pub fn waiting_components(mut self, waiting: Vec<WaitingComponent>) -> Self {
        self.waiting_components = waiting;
        self
    }

    /// Sets the version that is rolled out and verified.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Sets the versions that the operator can roll out.
    pub fn supported_versions<S: Into<String>>(
        mut self,
        versions: impl IntoIterator<Item = S>,
    ) -> Self {
        self.supported_versions = Some(versions.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the version of the operator itself.
    pub fn operator_version(mut self, version: impl Into<String>) -> Self {
        self.operator_version = Some(version.into());
        self
    }

    /// Sets the resource's kind.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Sets the generation that was reconciled.
    pub fn observed_generation(mut self, generation: i64) -> Self {
        self.observed_generation = Some(generation);
        self
    }
}

/// The field of the status that holds the [`ServiceStatus`](crate::ServiceStatus): `WebApp` gives `webAppStatus`. `None`
/// for an empty kind.
pub fn service_status_field(kind: &str) -> Option<String> {
    let mut chars = kind.chars();
    let first = chars.next()?;
    Some(format!("{}{}Status", first.to_lowercase(), chars.as_str()))
}
