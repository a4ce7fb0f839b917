//! How one node of a run ended.

use std::any::Any;

/// Why a node, or the check of one of its edges, did not succeed.
///
/// Both kinds end the node, keep what waits for it from starting, and leave independent nodes alone. They differ in how
/// the run counts: a run with a failed node has failed, one with unverified nodes is merely not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halt<E> {
    /// Something that was to be expected is not there yet, and waiting may be enough.
    Unverified(Option<E>),
    /// Waiting is not enough.
    Failed(Option<E>),
}

impl<E> Halt<E> {
    /// Not there yet, because of this error.
    pub fn unverified(error: E) -> Self {
        Self::Unverified(Some(error))
    }

    /// Failed, because of this error.
    pub fn failed(error: E) -> Self {
        Self::Failed(Some(error))
    }

    /// Whether waiting is not enough.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }

    /// The error, where one was given.
    #[must_use]
    pub fn error(&self) -> Option<&E> {
        match self {
            Self::Unverified(error) | Self::Failed(error) => error.as_ref(),
        }
    }
}

/// Which of the four sets of a [`CompletionState`](crate::CompletionState) a node is in, with its error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<E> {
    /// The node ran and succeeded.
    Verified,
    /// The node ran, or the check of one of its edges did, and must be tried again later.
    Unverified(Option<E>),
    /// The node failed, or the check of one of its edges did.
    Failed(Option<E>),
    /// The node did not run: an upstream did not succeed, the check of an edge did not hold, the node was disabled, or
    /// the run was cancelled.
    Unstarted,
}

impl<E> Outcome<E> {
    /// The error, where there is one.
    #[must_use]
    pub fn error(&self) -> Option<&E> {
        match self {
            Self::Unverified(error) | Self::Failed(error) => error.as_ref(),
            Self::Verified | Self::Unstarted => None,
        }
    }

    /// The name of the set: `verified`, `unverified`, `failed` or `unstarted`.
    #[must_use]
    pub fn set(&self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Unverified(_) => "unverified",
            Self::Failed(_) => "failed",
            Self::Unstarted => "unstarted",
        }
    }

    /// Whether the node is verified.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        matches!(self, Self::Verified)
    }

    /// Whether the node is unverified.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        matches!(self, Self::Unverified(_))
    }

    /// Whether the node failed.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }

    /// Whether the node did not run.
    #[must_use]
    pub fn is_unstarted(&self) -> bool {
        matches!(self, Self::Unstarted)
    }

    /// The same outcome with another kind of error.
    pub fn map<F>(self, change: impl FnOnce(E) -> F) -> Outcome<F> {
        match self {
            Self::Verified => Outcome::Verified,
            Self::Unverified(error) => Outcome::Unverified(error.map(change)),
            Self::Failed(error) => Outcome::Failed(error.map(change)),
            Self::Unstarted => Outcome::Unstarted,
        }
    }
}

impl<E> From<Result<(), Halt<E>>> for Outcome<E> {
    fn from(result: Result<(), Halt<E>>) -> Self {
        match result {
            Ok(()) => Self::Verified,
            Err(Halt::Unverified(error)) => Self::Unverified(error),
            Err(Halt::Failed(error)) => Self::Failed(error),
        }
    }
}

/// A node, or the check of one of its edges, panicked.
///
/// The runner turns it into the error type of the run, so that type must be `From<Panicked>`; `String` and
/// `Box<dyn Error + Send + Sync>` are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}panicked: {message}", .upstream.as_ref().map(|name| format!("the check of upstream `{name}` ")).unwrap_or_default())]
#[non_exhaustive]
pub struct Panicked {
    /// What the panic said, or a note that it said nothing that could be read.
    pub message: String,
    /// The upstream whose check panicked; none when the node itself did.
    pub upstream: Option<String>,
}

impl Panicked {
    pub(crate) fn new(payload: &(dyn Any + Send), upstream: Option<&str>) -> Self {
        let message = payload
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "(no message)".into());
        Self {
            message,
            upstream: upstream.map(Into::into),
        }
    }
}

impl From<Panicked> for String {
    fn from(panicked: Panicked) -> Self {
        panicked.to_string()
    }
}
