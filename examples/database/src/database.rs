//! The custom resource. What it may hold is said in its definition, so that a wrong one is refused when it is written.

use oper8::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A database of one or more servers.
#[derive(CustomResource, KubeSchema, Clone, Debug, Deserialize, Serialize)]
#[kube(
    group = "demo.oper8.org",
    version = "v1",
    kind = "Database",
    namespaced,
    shortname = "db",
    doc = "A database of one or more servers, with its migrations and backups.",
    printcolumn(name = "Replicas", type_ = "integer", json_path = ".spec.replicas"),
    printcolumn(name = "Backup", type_ = "string", json_path = ".spec.backup.schedule"),
    crates(
        kube_core = "oper8::kube::core",
        k8s_openapi = "oper8::k8s_openapi",
        serde_json = "oper8::serde_json"
    )
)]
#[x_kube(crates(kube_core = "oper8::kube::core"))]
pub(crate) struct DatabaseSpec {
    /// The version of the database's programs. It only ever rises.
    #[schemars(regex(pattern = r"^\d+\.\d+\.\d+$"))]
    pub(crate) version: String,
    /// How many servers hold the data.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 9))]
    #[x_kube(validation = Rule::new("self % 2 == 1").message("must be odd, so that a majority can decide"))]
    pub(crate) replicas: u32,
    /// The size of each server's volume.
    #[serde(default = "one_gibibyte")]
    #[x_kube(validation = Rule::new("self == oldSelf").message("cannot be changed: the volumes are there"))]
    pub(crate) storage: String,
    /// The backups that are made; none without it.
    pub(crate) backup: Option<BackupSpec>,
}

/// When backups are made, and where they go.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Serialize)]
pub(crate) struct BackupSpec {
    /// When, in the notation of cron and in UTC.
    pub(crate) schedule: String,
    /// The bucket for them.
    pub(crate) target: String,
    /// How many are kept there.
    #[serde(default = "seven")]
    pub(crate) keep: u32,
}

fn one() -> u32 {
    1
}

fn seven() -> u32 {
    7
}

fn one_gibibyte() -> String {
    "1Gi".to_owned()
}
