//! Which Python class stands for an error of a reconciliation.

use oper8_reconcile::Error;

use crate::input::Failure;

/// An error that is not the framework's own, as the script of a vector raises it.
#[derive(Debug)]
pub(crate) struct Foreign {
    /// The Python class.
    pub(crate) class: &'static str,
    /// Its text.
    pub(crate) text: String,
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Foreign {}

/// The error as a vector's answer.
pub(crate) fn failure(error: &Error) -> Failure {
    Failure::Error {
        class: class(error),
        message: error.report(),
    }
}

/// The Python class.
pub(crate) fn class(error: &Error) -> &'static str {
    match error {
        Error::Precondition(_) => "PreconditionError",
        Error::Verification(_) => "VerificationError",
        Error::Expected(_) => "Oper8ExpectedError",
        Error::Config(_) => "ConfigError",
        Error::Cluster(_) | Error::Deploy(_) => "ClusterError",
        Error::Rollout(_) => "RolloutError",
        Error::Fatal(_) => "Oper8FatalError",
        Error::Other(inner) => match inner.downcast_ref::<Foreign>() {
            Some(foreign) => foreign.class,
            // Errors of a graph, and whatever else is not the framework's own.
            None => "ValueError",
        },
        Error::Panic(_) => crate::compare::PANIC,
        _ => "another error",
    }
}
