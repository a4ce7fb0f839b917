//! An in-memory Kubernetes API server, in process or over HTTP.
//!
//! Start at [`ApiServer`]: it is a tower service for `kube_client::Client`, and can be served on loopback.

mod access;
mod admission;
mod body;
mod bootstrap;
mod builtin;
#[cfg(feature = "cel")]
mod cel;
mod cluster;
mod conditions;
mod controllers;
mod conversion;
mod custom;
mod definitions;
pub mod faults;
mod files;
mod furnish;
mod handlers;
mod journal;
pub mod managed_fields;
mod manifests;
mod media;
mod names;
mod parts;
mod path;
mod quota;
mod registry;
mod request;
mod selectors;
mod serve;
mod server;
mod service;
mod simulator;
mod snapshot;
mod status;
mod store;
mod strategy;
mod table;
mod validation;
mod value;

pub use access::{Denied, User};
pub use body::Body;
pub use journal::{Delivery, Difference, Entry, EntryBody, Journal, JournalError, Replayed};
pub use manifests::ManifestError;
pub use selectors::{LabelSelector, SelectorError};
pub use serve::{ServeOptions, Served};
pub use server::{ApiServer, Builder};
pub use service::ApiService;
pub use simulator::{FAIL_ANNOTATION, Outcome, READY_AFTER_ANNOTATION, Simulator, Workloads};
pub use snapshot::{Snapshot, SnapshotError};

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// And that of the page about faults.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/faults.md")]
struct FaultsPage;
