//! What a test did wrong, or the cluster refused, and what to do.

use std::fmt;

/// The result of everything that a test asks of its cluster.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

/// What a test function returns, so that `?` works on errors of any library.
pub type TestResult<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Why a test's cluster did not do what was asked. A test that returns it shows its text.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The cluster could not be started as the builder describes it.
    #[error("the test cluster does not start: {0}")]
    Setup(String),
    /// No controller is for this kind.
    #[error(
        "no controller of the test cluster reconciles {kind}; it has one for {known}. Others are added with \
         `TestCluster::builder().controller(..)`"
    )]
    NoController {
        /// `<apiVersion> <kind>`.
        kind: String,
        /// Those that there are.
        known: String,
    },
    /// The cluster does not serve this kind.
    #[error(
        "the test cluster does not serve {kind}{known}. Kinds of others are served after \
         `TestCluster::builder().serves(api_version, kind)` or `.definition(crd)`"
    )]
    UnknownKind {
        /// `<apiVersion> <kind>`.
        kind: String,
        /// What the group has instead; empty when it is not served at all.
        known: String,
    },
    /// An object that is to be worked on is not there.
    #[error("{object} is not there: {hint}")]
    Absent {
        /// The object.
        object: String,
        /// What to do.
        hint: String,
    },
    /// What was given is no object of Kubernetes.
    #[error("this is no object: {0}")]
    NoObject(String),
    /// The server refused a request of the test itself.
    #[error("could not {verb} {object}: {reason}")]
    Refused {
        /// What was asked.
        verb: &'static str,
        /// The object.
        object: String,
        /// The HTTP status, where the server has answered.
        code: Option<u16>,
        /// The server's words.
        reason: String,
    },
    /// Something is still to be done after a long time.
    #[error("the operator does not come to rest in {waited}: {state}{hint}")]
    NotSettled {
        /// How long it had.
        waited: String,
        /// What each custom resource waits for.
        state: String,
        /// What to do.
        hint: String,
    },
    /// Time passes by itself, so that a test cannot let it pass.
    #[error(
        "time is not paused: write `#[tokio::test(start_paused = true)]`, and minutes pass in milliseconds"
    )]
    TimeRuns,
    /// Code of the operator, or the framework, returned this outside of a reconciliation.
    #[error("{0}")]
    Operator(String),
}

impl Error {
    /// The HTTP status with which the server refused a request of the test, such as 422 for a custom resource that its
    /// definition does not allow.
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Refused { code, .. } => *code,
            _ => None,
        }
    }

    pub(crate) fn refused(
        verb: &'static str,
        object: impl fmt::Display,
        error: &kube_client::Error,
    ) -> Self {
        let (code, reason) = match error {
            kube_client::Error::Api(status) => (Some(status.code), status.message.clone()),
            other => (None, oper8_reconcile::report(other)),
        };
        Self::Refused {
            verb,
            object: object.to_string(),
            code,
            reason,
        }
    }
}

/// The text: a test that fails with this error is shown it in this form.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<oper8_reconcile::Error> for Error {
    fn from(error: oper8_reconcile::Error) -> Self {
        Self::Operator(error.report())
    }
}
