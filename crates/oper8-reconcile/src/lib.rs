//! Components, controllers, sessions, and the reconciliation of a custom resource.
//!
//! An operator's author implements [`Component`], whose resources go into a [`Chart`], and [`Controller`], whose components go
//! into [`Components`]. [`ReconcileManager`] does the rest: it reads the custom resource, makes the [`Session`], rolls the
//! components out in the order of their dependencies, verifies them, and writes the status.
//!
//! Start with [`Component`] and [`Controller`]; [`Error`] tells waiting from failing, [`verify`] what ready means, and [`manifests`] how YAML is read.

mod error;
mod names;

mod chart;
mod component;
mod components;
mod controller;
mod resource;
mod session;

mod dump;
mod erased;
mod render;
mod version;

pub mod crd;
pub mod manifests;
pub mod temporary_patch;
pub mod verify;

mod manager;
mod rollout;

pub use chart::{Chart, Handle, ResourceOptions};
pub use component::{
    Component, ManagedObject, Rendered, default_deploy, default_disable, default_verify,
};
pub use components::Components;
pub use controller::{Completion, Controller, Requeue, default_should_requeue};
pub use erased::AnyController;
pub use error::{
    BoxError, Error, ErrorClass, Result, ensure_cluster, ensure_config, ensure_precondition,
    ensure_verified, report,
};
pub use manager::{Purpose, ReconcileManager, Reconciled, Skipped};
pub use names::{MAX_NAME_LENGTH, truncated_name};
pub use render::{INTERNAL_NAME_ANNOTATION, render};
pub use resource::{KindSource, KnownScope};
pub use rollout::{
    ComponentPhase, Failure, Observer, PlannedComponent, Rollout, RolloutEvent, Waiting,
};
pub use session::{DEFAULT_NAMESPACE, PASSED_ANNOTATIONS, Session, SessionBuilder};
pub use version::manifest_version;
