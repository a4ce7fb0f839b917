//! The status of a custom resource, as plain JSON.
//!
//! Two conditions tell how a resource is doing: **Ready** (it can serve) and **Updating** (a change is being rolled out).
//! Beside them stand the state of each component, the versions, and one word for the whole, the [`ServiceStatus`].
//!
//! Start at [`update_application_status`]: it merges a [`StatusUpdate`] into the status that the cluster holds, and keeps
//! what others wrote there. [`status_changed`] then says whether writing is worth a request.
//!
//! Nothing here reads a clock: functions take the instant, and [`Clock`] is the seam through which callers get it.
//!
//! ```
//! use oper8_status::{ReadyReason, StatusUpdate, UpdatingReason, status_changed, update_application_status};
//! use serde_json::json;
//!
//! let update = StatusUpdate::new()
//!     .ready(ReadyReason::Stable, "serving")
//!     .updating(UpdatingReason::Stable, "done")
//!     .version("1.2.3")
//!     .kind("WebApp");
//! let now = "2024-01-02T03:04:05.6789Z".parse()?;
//! let status = update_application_status(&json!({"replicas": 3}), &update, now)?;
//!
//! assert_eq!(status["conditions"][0]["status"], "True");
//! assert_eq!(status["versions"]["reconciled"], "1.2.3");
//! assert_eq!(status["webAppStatus"], "Completed");
//! assert_eq!(status["replicas"], 3);
//!
//! let later = "2024-01-02T04:00:00Z".parse()?;
//! let again = update_application_status(&status, &update, later)?;
//! assert!(!status_changed(&status, &again));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod application;
mod change;
mod clock;
mod component;
mod condition;
mod error;
mod read;
mod reason;
mod schema;
mod time;
mod update;
mod waiting;

pub use application::{External, make_application_status, update_application_status};
pub use change::status_changed;
pub use clock::{Clock, ManualClock, SystemClock};
pub use component::ComponentState;
pub use error::{Result, StatusError};
pub use read::{READY_CONDITION, UPDATING_CONDITION, get_condition, get_version};
pub use reason::{ReadyReason, ServiceStatus, UnknownName, UpdatingReason};
pub use schema::status_schema;
pub use time::{TIMESTAMP_KEY, TRANSITION_KEY, parse_timestamp};
pub use update::{StatusUpdate, service_status_field};
pub use waiting::{WaitingComponent, waiting_components};
