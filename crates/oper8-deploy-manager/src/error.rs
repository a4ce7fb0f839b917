//! What can go wrong between a manifest and the cluster.

use std::fmt;
use std::time::Duration;

/// What the functions of this crate return.
pub type Result<T, E = DeployError> = std::result::Result<T, E>;

/// One reason that a server gives for refusing a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusCause {
    /// Such as `FieldValueInvalid` or `FieldManagerConflict`.
    pub reason: String,
    /// For people.
    pub message: String,
    /// The path of the field, such as `.spec.replicas`; empty where it is no field.
    pub field: String,
}

/// The answer of a server that refuses a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiStatus {
    /// The HTTP status code.
    pub code: u16,
    /// The machine-readable reason, such as `NotFound`; empty when the answer was no `Status` object.
    pub reason: String,
    /// What the server says.
    pub message: String,
    /// What it says of single fields.
    pub causes: Vec<StatusCause>,
    /// How long the server asks to wait before the next try.
    pub retry_after: Option<Duration>,
}

impl ApiStatus {
    /// Whether another object bears the name by now: that is how servers answer an apply that names the uid of the one
    /// that is gone.
    fn is_other_object(&self) -> bool {
        self.causes
            .iter()
            .any(|cause| cause.field == "metadata.uid")
    }

    /// Whether the manifest does not fit its kind: servers answer an apply of such a one with 500.
    fn is_misfit(&self) -> bool {
        self.message.starts_with("failed to create typed")
            || self.message.starts_with("failed to convert new object")
    }
}

impl fmt::Display for ApiStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.message.trim(), self.reason.as_str()) {
            ("", "") => write!(f, "HTTP {}", self.code),
            ("", reason) => write!(f, "{reason} (HTTP {})", self.code),
            (message, "") => write!(f, "{message} (HTTP {})", self.code),
            (message, reason) => write!(f, "{message} ({} {reason})", self.code),
        }
    }
}

/// A field that another manager owns with another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldConflict {
    /// The path, such as `.spec.replicas`.
    pub field: String,
    /// Who owns it, in the server's words.
    pub owner: String,
}

impl fmt::Display for FieldConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.field, self.owner)
    }
}

/// Why a call to the cluster failed. Each names what was tried, on which object.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeployError {
    /// A manifest, key or query that names no object.
    #[error("{object} is not a valid manifest: {problem}")]
    Manifest {
        /// What is known of the object.
        object: String,
        /// What is missing or wrong.
        problem: String,
    },
    /// The owner of the applied objects cannot be referred to.
    #[error("{object} cannot own objects: {problem}")]
    Owner {
        /// What is known of the owner.
        object: String,
        /// What is missing or wrong.
        problem: String,
    },
    /// The cluster serves no such kind; its custom resource definition may not be installed yet.
    #[error("the cluster serves no kind {kind} in {api_version}")]
    UnknownKind {
        /// Group and version.
        api_version: String,
        /// The kind.
        kind: String,
    },
    /// The server refused the request.
    #[error("could not {verb} {object}: {status}")]
    Api {
        /// What was tried: `apply`, `get`, ..
        verb: &'static str,
        /// On which object or list.
        object: String,
        /// What the server answered.
        status: Box<ApiStatus>,
    },
    /// Other managers own fields of the manifest, and the policy is [`ConflictPolicy::Fail`](crate::ConflictPolicy).
    #[error("could not apply {object}: owned by others: {}", list(conflicts))]
    FieldConflict {
        /// The object.
        object: String,
        /// The fields and their owners.
        conflicts: Vec<FieldConflict>,
    },
    /// The live object is being deleted, and something keeps it until then: it can be applied when it is gone.
    #[error(
        "could not apply {object}: the one that is there is being deleted{}",
        waits_for(finalizers)
    )]
    Terminating {
        /// The object.
        object: String,
        /// What has to let go of it first.
        finalizers: Vec<String>,
    },
    /// No answer came, or not all of it; whether the server acted is not known.
    #[error("could not {verb} {object}: no answer from the server")]
    Transport {
        /// What was tried.
        verb: &'static str,
        /// On which object or list.
        object: String,
        /// What the connection says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The answer is not what the API promises.
    #[error("could not {verb} {object}: the answer is not understood")]
    Answer {
        /// What was tried.
        verb: &'static str,
        /// On which object or list.
        object: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
}

impl DeployError {
    /// The HTTP status code of the server's answer, if it gave one.
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Api { status, .. } => Some(status.code),
            Self::FieldConflict { .. } => Some(409),
            Self::UnknownKind { .. } => Some(404),
            Self::Manifest { .. }
            | Self::Owner { .. }
            | Self::Terminating { .. }
            | Self::Transport { .. }
            | Self::Answer { .. } => None,
        }
    }

    /// Whether somebody else changed the object, or owns fields of it.
    pub fn is_conflict(&self) -> bool {
        self.code() == Some(409)
    }

    /// Whether the object, its namespace or its kind is not there.
    pub fn is_not_found(&self) -> bool {
        self.code() == Some(404)
    }

    /// Whether waiting is enough: the object that is in the way is being deleted.
    pub fn is_terminating(&self) -> bool {
        matches!(self, Self::Terminating { .. })
    }

    /// Whether the history that a watch or a list asked for is gone (410): list again.
    pub fn is_gone(&self) -> bool {
        self.code() == Some(410)
    }

    /// Whether the same call may succeed when it is made again later, with nothing else changed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport { .. } | Self::Terminating { .. } => true,
            Self::Api { status, .. } => match status.code {
                408 | 409 | 429 | 502 | 503 | 504 => true,
                422 => status.is_other_object(),
                500 => !status.is_misfit(),
                _ => false,
            },
            Self::Manifest { .. }
            | Self::Owner { .. }
            | Self::UnknownKind { .. }
            | Self::FieldConflict { .. }
            | Self::Answer { .. } => false,
        }
    }
}

fn waits_for(finalizers: &[String]) -> String {
    match finalizers {
        [] => String::new(),
        some => format!(", which waits for {}", some.join(", ")),
    }
}

fn list(conflicts: &[FieldConflict]) -> String {
    let texts: Vec<String> = conflicts.iter().map(ToString::to_string).collect();
    texts.join(", ")
}
