//! In the place of the embedded cluster, where the feature `embedded` is off: nothing to start, and a message that says so.

use std::path::PathBuf;
use std::sync::OnceLock;

use kube_client::Client;

use crate::failure::Failure;

/// An embedded cluster that cannot be.
pub(crate) enum Embedded {}

impl Embedded {
    pub(crate) fn in_memory() -> Result<Self, Failure> {
        Err(Failure::usage(
            "this operator is built without an embedded cluster (feature `embedded`)",
        ))
    }

    pub(crate) async fn serve(_: &OnceLock<PathBuf>) -> Result<Self, Failure> {
        Self::in_memory()
    }

    pub(crate) fn client(&self) -> Client {
        match *self {}
    }

    pub(crate) fn banner(&self) -> Option<String> {
        match *self {}
    }

    pub(crate) async fn shutdown(self) {
        match self {}
    }
}
