//! Since when components wait: what a deadline is counted from, kept in the status so that it outlives the process.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::parse_timestamp;
use crate::time::transition_time;

/// A component that is not verified yet, as `componentStatus.waitingComponents` of a status lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingComponent {
    /// Its name.
    pub name: String,
    /// Since when it waits, to the second.
    pub since: Timestamp,
    /// The `metadata.generation` of the resource for which it does.
    pub generation: Option<i64>,
    /// What it waits for.
    pub message: String,
}

impl WaitingComponent {
    /// `{name, since, generation, message}`, without a generation where there is none.
    pub(crate) fn to_value(&self) -> Value {
        let mut entry = json!({
            "name": self.name,
            "since": transition_time(self.since),
            "message": self.message,
        });
        if let Some(generation) = self.generation {
            entry["generation"] = generation.into();
        }
        entry
    }

    fn read(entry: &Value) -> Option<Self> {
        Some(Self {
            name: entry["name"].as_str()?.to_owned(),
            since: parse_timestamp(entry["since"].as_str()?)?,
            generation: entry["generation"].as_i64(),
            message: entry["message"].as_str().unwrap_or_default().to_owned(),
        })
    }
}

/// The components that wait, as `status`, a resource's whole `.status`, says. Entries without a name or a time are left out.
///
/// ```
/// use oper8_status::waiting_components;
/// use serde_json::json;
///
/// let entry = json!({"name": "web", "since": "2024-01-02T03:04:05Z", "generation": 3, "message": "0 of 3 replicas are ready"});
/// let status = json!({"componentStatus": {"waitingComponents": [entry]}});
/// assert_eq!(waiting_components(&status)[0].generation, Some(3));
/// assert!(waiting_components(&json!(null)).is_empty());
/// ```
pub fn waiting_components(status: &Value) -> Vec<WaitingComponent> {
    let entries = status.pointer("/componentStatus/waitingComponents");
    let entries = entries.and_then(Value::as_array).into_iter().flatten();
    entries.filter_map(WaitingComponent::read).collect()
}
