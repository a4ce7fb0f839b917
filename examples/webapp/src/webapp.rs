//! The custom resource.

use oper8::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A web application with a database and, if wanted, a cache.
#[derive(CustomResource, Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[kube(
    group = "demo.oper8.org",
    version = "v1",
    kind = "WebApp",
    namespaced,
    shortname = "wa",
    crates(
        kube_core = "oper8::kube::core",
        k8s_openapi = "oper8::k8s_openapi",
        serde_json = "oper8::serde_json"
    )
)]
pub(crate) struct WebAppSpec {
    /// The application's version, and the tag of its images.
    pub(crate) version: String,
    /// The host name under which the frontend is reached.
    pub(crate) host: String,
    /// How many copies of API and frontend run.
    #[serde(default = "one")]
    pub(crate) replicas: u32,
    /// Whether answers are cached.
    #[serde(default)]
    pub(crate) cache: bool,
    /// The size of the database's volume.
    #[serde(default = "one_gibibyte")]
    pub(crate) storage: String,
}

fn one() -> u32 {
    1
}

fn one_gibibyte() -> String {
    "1Gi".to_owned()
}
