//! Why an apply is refused.

use std::fmt;

use oper8_schema::{Path, typed::TypedError};

use super::Operation;
use super::entries::Entry;

/// A field that an apply would change and another manager owns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// The other manager.
    pub manager: String,
    /// How it came to own the field.
    pub operation: Operation,
    /// The version in which it wrote.
    pub api_version: String,
    /// The subresource to which it wrote; empty for the object itself.
    pub subresource: String,
    /// The field.
    pub path: Path,
}

impl Conflict {
    pub(super) fn new(entry: &Entry, path: Path) -> Self {
        Self {
            manager: entry.manager.clone(),
            operation: entry.operation,
            api_version: entry.api_version.clone(),
            subresource: entry.subresource.clone(),
            path,
        }
    }

    /// The other manager as the server names it: `"kubectl" with subresource "status" using apps/v1`.
    #[must_use]
    pub fn owner(&self) -> String {
        let mut owner = format!("{:?}", self.manager);
        if !self.subresource.is_empty() {
            owner = format!("{owner} with subresource {:?}", self.subresource);
        }
        match self.operation {
            Operation::Apply => owner,
            Operation::Update => format!("{owner} using {}", self.api_version),
        }
    }
}

/// What a status cause of reason `FieldManagerConflict` says; its field is [`Conflict::path`].
impl fmt::Display for Conflict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "conflict with {}", self.owner())
    }
}

/// An apply that is refused; prints as the message of the server's Status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// The configuration changes fields of other managers; sorted by manager.
    #[error("{}", conflict_message(.0))]
    Conflicts(Vec<Conflict>),
    /// The configuration has `metadata.managedFields`.
    #[error("metadata.managedFields must be nil")]
    ManagedFields,
    /// The configuration is of another kind or version than the request.
    #[error("invalid object type: {found}")]
    WrongType {
        /// What the configuration is: `apps/v1, Kind=Deployment`.
        found: String,
    },
    /// The configuration does not fit the type.
    #[error("failed to create typed patch object ({object}): {problem}")]
    Invalid {
        /// Which object: `namespace/name; apps/v1, Kind=Deployment`.
        object: String,
        /// What does not fit.
        problem: TypedError,
    },
    /// The live object's `managedFields` cannot be read.
    #[error("failed to decode managed fields: {0}")]
    Undecodable(String),
}

impl ApplyError {
    /// The HTTP code of the answer.
    #[must_use]
    pub const fn code(&self) -> u16 {
        match self {
            Self::Conflicts(_) => 409,
            Self::ManagedFields | Self::WrongType { .. } => 400,
            Self::Invalid { .. } | Self::Undecodable(_) => 500,
        }
    }

    /// The reason of the Status; empty where the server gives none.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Conflicts(_) => "Conflict",
            Self::ManagedFields | Self::WrongType { .. } => "BadRequest",
            Self::Invalid { .. } | Self::Undecodable(_) => "",
        }
    }
}

fn conflict_message(conflicts: &[Conflict]) -> String {
    if let [single] = conflicts {
        return format!("Apply failed with 1 conflict: {single}: {}", single.path);
    }
    let mut lines = Vec::new();
    let mut owner = None;
    for conflict in conflicts {
        let present = conflict.owner();
        if owner.as_ref() != Some(&present) {
            lines.push(format!("conflicts with {present}:"));
            owner = Some(present);
        }
        lines.push(format!("- {}", conflict.path));
    }
    let count = conflicts.len();
    format!("Apply failed with {count} conflicts: {}", lines.join("\n"))
}
