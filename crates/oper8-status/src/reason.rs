//! The reasons of the two conditions, and the one word for the whole.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that names no variant of the enum it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no {what}: use one of {accepted}")]
pub struct UnknownName {
    /// What was to be read, e.g. `ready reason`.
    pub what: &'static str,
    /// The text that was given.
    pub found: String,
    /// Every accepted name, comma separated.
    pub accepted: &'static str,
}

/// An enum whose variants are written by their names.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name as it stands in a status.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text {
                    $(stringify!($variant) => Ok(Self::$variant),)+
                    other => Err(UnknownName {
                        what: $what,
                        found: other.to_owned(),
                        accepted: named!(@list $($variant),+),
                    }),
                }
            }
        }
    };
    (@list $first:ident $(, $rest:ident)*) => {
        concat!(stringify!($first) $(, ", ", stringify!($rest))*)
    };
}

named! {
    /// Why the application is, or is not, ready. It is ready with [`ReadyReason::Stable`] alone.
    ReadyReason, "ready reason" {
        /// It serves.
        Stable,
        /// It is rolled out for the first time.
        Initializing,
        /// A rollout is under way and goes on with the next reconciliation.
        InProgress,
        /// The configuration is wrong; somebody has to mend it.
        ConfigError,
        /// The rollout failed.
        Errored,
    }
}

named! {
    /// Why the application is, or is not, being updated.
    UpdatingReason, "updating reason" {
        /// There is nothing to do.
        Stable,
        /// Something that a component needs is not there yet.
        PreconditionWait,
        /// Something that was applied is not ready yet.
        VerifyWait,
        /// A request to the cluster failed; nothing is being updated.
        ClusterError,
        /// The rollout failed; nothing is being updated.
        Errored,
        /// The move to another version has begun.
        VersionChange,
    }
}

named! {
    /// One word for the whole, in the field that [`service_status_field`](crate::service_status_field) names.
    ServiceStatus, "service status" {
        /// A rollout is under way.
        InProgress,
        /// The last rollout failed.
        Failed,
        /// Everything is rolled out and verified.
        Completed,
    }
}

/// What the two kinds of reason have in common.
pub(crate) trait Reason: Copy + FromStr {
    /// The `type` of the condition.
    const TYPE: &'static str;
    fn text(self) -> &'static str;
    /// Whether the condition holds, i.e. its `status` is `"True"`.
    fn holds(self) -> bool;
}

impl Reason for ReadyReason {
    const TYPE: &'static str = crate::READY_CONDITION;

    fn text(self) -> &'static str {
        self.as_str()
    }

    fn holds(self) -> bool {
        self == Self::Stable
    }
}

impl Reason for UpdatingReason {
    const TYPE: &'static str = crate::UPDATING_CONDITION;

    fn text(self) -> &'static str {
        self.as_str()
    }

    fn holds(self) -> bool {
        match self {
            Self::Stable | Self::ClusterError | Self::Errored => false,
            Self::PreconditionWait | Self::VerifyWait | Self::VersionChange => true,
        }
    }
}

impl ServiceStatus {
    /// The word for a pair of reasons; a missing one means that nothing is known yet, [`ServiceStatus::InProgress`].
    pub fn of(ready: Option<ReadyReason>, updating: Option<UpdatingReason>) -> Self {
        let (Some(ready), Some(updating)) = (ready, updating) else {
            return Self::InProgress;
        };
        match (ready, updating) {
            (ReadyReason::Stable, UpdatingReason::Stable) => Self::Completed,
            (ReadyReason::ConfigError | ReadyReason::Errored, _)
            | (_, UpdatingReason::ClusterError | UpdatingReason::Errored) => Self::Failed,
            _ => Self::InProgress,
        }
    }
}
