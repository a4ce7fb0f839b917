//! What can go wrong in a reconciliation, and what it means for the custom resource.

use std::error::Error as StdError;

use oper8_deploy_manager::DeployError;
use oper8_status::{ReadyReason, StatusError, UpdatingReason};

/// An error of any type, as code of an operator's author raises it.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// The result of everything that an operator's author writes.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a step of a reconciliation did not succeed.
///
/// The first three are *expected*: the rollout waits and is tried again. All others are *fatal*: they are reported in the
/// status of the custom resource, and the reconciliation is tried again as well. The text of the variants that hold only text
/// is that text, since it becomes the message of a condition.
///
/// Errors of other libraries are taken with [`Error::other`], which keeps their text:
///
/// ```
/// use oper8_reconcile::{Error, Result};
///
/// fn port(text: &str) -> Result<u16> {
///     text.parse().map_err(Error::other)
/// }
/// assert_eq!(port("x").unwrap_err().to_string(), "invalid digit found in string");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something that a component builds upon is not there yet. See [`ensure_precondition`].
    #[error("{0}")]
    Precondition(String),
    /// Something that was applied is not as wanted yet. See [`ensure_verified`].
    #[error("{0}")]
    Verification(String),
    /// Another reason to wait.
    #[error("{0}")]
    Expected(String),
    /// The custom resource, or the configuration beside it, is wrong. See [`ensure_config`].
    #[error("{0}")]
    Config(String),
    /// The cluster could not be asked or changed. See [`ensure_cluster`].
    #[error("{0}")]
    Cluster(String),
    /// The rollout itself failed.
    #[error("{0}")]
    Rollout(String),
    /// Another reason to give up.
    #[error("{0}")]
    Fatal(String),
    /// A request to the cluster failed.
    #[error(transparent)]
    Deploy(#[from] DeployError),
    /// The status of the custom resource has a shape that cannot be updated.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// Code of the operator panicked.
    #[error("panicked: {0}")]
    Panic(String),
    /// An error of another library, or of the operator.
    #[error(transparent)]
    Other(BoxError),
}

/// The kinds of [`Error`], for deciding and counting without matching text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorClass {
    /// [`Error::Precondition`], and an [`Error::Deploy`] that waits for the end of an object.
    Precondition,
    /// [`Error::Verification`].
    Verification,
    /// [`Error::Expected`].
    Expected,
    /// [`Error::Cluster`] and [`Error::Deploy`].
    Cluster,
    /// [`Error::Other`] and [`Error::Status`].
    Other,
    /// [`Error::Panic`].
    Panic,
    /// [`Error::Fatal`].
    Fatal,
    /// [`Error::Rollout`].
    Rollout,
    /// [`Error::Config`].
    Config,
}

impl Error {
    /// Takes an error of any type, or a text, and keeps what it says. It is fatal.
    ///
    /// An [`Error`] that comes back this way, boxed, is itself again.
    pub fn other(error: impl Into<BoxError>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(own) => *own,
            Err(foreign) => Self::Other(foreign),
        }
    }

    /// Which kind of error this is.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Precondition(_) => ErrorClass::Precondition,
            // The object can be had as soon as the one that bears its name is gone.
            Self::Deploy(error) if error.is_terminating() => ErrorClass::Precondition,
            Self::Verification(_) => ErrorClass::Verification,
            Self::Expected(_) => ErrorClass::Expected,
            Self::Config(_) => ErrorClass::Config,
            Self::Cluster(_) | Self::Deploy(_) => ErrorClass::Cluster,
            Self::Rollout(_) => ErrorClass::Rollout,
            Self::Fatal(_) => ErrorClass::Fatal,
            Self::Panic(_) => ErrorClass::Panic,
            Self::Other(_) | Self::Status(_) => ErrorClass::Other,
        }
    }

    /// Whether waiting is enough. Everything else is reported as a failure.
    pub fn is_expected(&self) -> bool {
        self.class().is_expected()
    }

    /// The text with those of all causes, separated by `: `. A cause that the text already ends with is left out.
    pub fn report(&self) -> String {
        report(self)
    }

    /// The text for a condition's message: an error that is not the framework's own also says in which component or step it
    /// happened.
    pub(crate) fn message_in(&self, place: &str) -> String {
        match self {
            Self::Panic(_) | Self::Other(_) | Self::Deploy(_) if !place.is_empty() => {
                format!("{place}: {}", self.report())
            }
            _ => self.report(),
        }
    }
}

impl ErrorClass {
    /// Whether waiting is enough.
    pub fn is_expected(self) -> bool {
        matches!(
            self,
            Self::Precondition | Self::Verification | Self::Expected
        )
    }

    /// The reasons that such an error gives to the Ready condition (`None` leaves it as it is) and to the Updating condition.
    pub fn reasons(self) -> (Option<ReadyReason>, UpdatingReason) {
        match self {
            Self::Precondition => (None, UpdatingReason::PreconditionWait),
            Self::Verification | Self::Expected => (None, UpdatingReason::VerifyWait),
            Self::Config => (Some(ReadyReason::ConfigError), UpdatingReason::Errored),
            Self::Cluster => (None, UpdatingReason::ClusterError),
            Self::Rollout | Self::Fatal | Self::Panic | Self::Other => {
                (Some(ReadyReason::Errored), UpdatingReason::Errored)
            }
        }
    }

    /// How much an error of this class says about what must be mended: of several errors in one phase, the highest is
    /// reported. Config errors first, since only a person can mend them; then other fatal ones; then waiting.
    pub(crate) fn severity(self) -> u8 {
        match self {
            Self::Config => 4,
            Self::Rollout | Self::Fatal | Self::Panic | Self::Other => 3,
            Self::Cluster => 2,
            Self::Precondition => 1,
            Self::Verification | Self::Expected => 0,
        }
    }
}

impl From<oper8_dag::Panicked> for Error {
    fn from(panicked: oper8_dag::Panicked) -> Self {
        Self::Panic(panicked.message)
    }
}

impl From<BoxError> for Error {
    fn from(error: BoxError) -> Self {
        Self::other(error)
    }
}

/// The libraries that an author's code meets most; all others go through [`Error::other`].
macro_rules! from_foreign {
    ($($foreign:ty),+ $(,)?) => {$(
        impl From<$foreign> for Error {
            fn from(error: $foreign) -> Self {
                Self::Other(error.into())
            }
        }
    )+};
}

from_foreign!(
    kube_client::Error,
    serde_json::Error,
    std::fmt::Error,
    std::io::Error,
    std::num::ParseFloatError,
    std::num::ParseIntError,
    std::str::ParseBoolError,
    std::string::FromUtf8Error,
    oper8_dag::GraphError,
);

/// The text of `error` with those of all its causes, separated by `: `. A cause that the text already ends with is left out.
pub fn report(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    text
}

/// Waits, as [`Error::Precondition`], unless `condition` holds. For what a component needs before it can be built.
///
/// # Errors
///
/// [`Error::Precondition`] with `message` when `condition` is false.
pub fn ensure_precondition(condition: bool, message: impl Into<String>) -> Result<()> {
    ensure(condition, message, Error::Precondition)
}

/// Waits, as [`Error::Verification`], unless `condition` holds. For what must be so before something counts as ready.
///
/// # Errors
///
/// [`Error::Verification`] with `message` when `condition` is false.
pub fn ensure_verified(condition: bool, message: impl Into<String>) -> Result<()> {
    ensure(condition, message, Error::Verification)
}

/// Fails, as [`Error::Config`], unless `condition` holds. For what the author of the custom resource must mend.
///
/// # Errors
///
/// [`Error::Config`] with `message` when `condition` is false.
pub fn ensure_config(condition: bool, message: impl Into<String>) -> Result<()> {
    ensure(condition, message, Error::Config)
}

/// Fails, as [`Error::Cluster`], unless `condition` holds. For what the cluster should have answered or done.
///
/// # Errors
///
/// [`Error::Cluster`] with `message` when `condition` is false.
pub fn ensure_cluster(condition: bool, message: impl Into<String>) -> Result<()> {
    ensure(condition, message, Error::Cluster)
}

fn ensure(
    condition: bool,
    message: impl Into<String>,
    error: impl FnOnce(String) -> Error,
) -> Result<()> {
    if condition {
        Ok(())
    } else {
        Err(error(message.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Reasons = (Option<ReadyReason>, UpdatingReason);

    #[track_caller]
    fn check(error: Error, class: ErrorClass, expected: bool, reasons: Reasons) {
        assert_eq!((error.class(), error.is_expected()), (class, expected));
        assert_eq!(error.class().reasons(), reasons);
        assert_eq!(error.report(), "why");
    }

    #[test]
    fn errors_tell_waiting_from_failing_and_give_their_reasons() {
        let errored = (Some(ReadyReason::Errored), UpdatingReason::Errored);
        let text = || "why".to_owned();
        check(
            Error::Precondition(text()),
            ErrorClass::Precondition,
            true,
            (None, UpdatingReason::PreconditionWait),
        );
        check(
            Error::Verification(text()),
            ErrorClass::Verification,
            true,
            (None, UpdatingReason::VerifyWait),
        );
        check(
            Error::Expected(text()),
            ErrorClass::Expected,
            true,
            (None, UpdatingReason::VerifyWait),
        );
        let config = (Some(ReadyReason::ConfigError), UpdatingReason::Errored);
        check(Error::Config(text()), ErrorClass::Config, false, config);
        check(
            Error::Cluster(text()),
            ErrorClass::Cluster,
            false,
            (None, UpdatingReason::ClusterError),
        );
        check(Error::Rollout(text()), ErrorClass::Rollout, false, errored);
        check(Error::Fatal(text()), ErrorClass::Fatal, false, errored);
        check(Error::other("why"), ErrorClass::Other, false, errored);
    }

    #[test]
    fn an_own_error_that_was_boxed_is_itself_again() {
        let boxed: BoxError = Box::new(Error::Precondition("not yet".into()));
        assert_eq!(Error::from(boxed).class(), ErrorClass::Precondition);
    }

    #[test]
    fn a_cause_that_the_text_ends_with_is_not_repeated() {
        #[derive(Debug, thiserror::Error)]
        #[error("{text}")]
        struct Step {
            text: &'static str,
            #[source]
            cause: std::num::ParseIntError,
        }
        let cause = || "x".parse::<u8>().unwrap_err();
        let silent = Error::other(Step {
            text: "no port",
            cause: cause(),
        });
        assert_eq!(silent.report(), "no port: invalid digit found in string");
        let chatty = Error::other(Step {
            text: "no port: invalid digit found in string",
            cause: cause(),
        });
        assert_eq!(chatty.report(), "no port: invalid digit found in string");
    }

    #[test]
    fn ensure_answers_with_the_error_of_its_name() {
        assert!(ensure_precondition(true, "x").is_ok());
        let classes = [
            (ensure_precondition(false, "x"), ErrorClass::Precondition),
            (ensure_verified(false, "x"), ErrorClass::Verification),
            (ensure_config(false, "x"), ErrorClass::Config),
            (ensure_cluster(false, "x"), ErrorClass::Cluster),
        ];
        for (result, class) in classes {
            assert_eq!(result.unwrap_err().class(), class);
        }
    }

    #[test]
    fn only_foreign_errors_say_where_they_happened() {
        assert_eq!(
            Error::Config("bad size".into()).message_in("component web"),
            "bad size"
        );
        assert_eq!(
            Error::other("bad size").message_in("component web"),
            "component web: bad size"
        );
        assert_eq!(Error::Panic("oh".into()).message_in(""), "panicked: oh");
    }
}
