//! Watches custom resources and reconciles them.
//!
//! Start at [`KubeWatchManager`]: it watches the kinds of an operator's controllers, decides by [`filters`] which events
//! matter, and reconciles from a [`queue`] that never runs one resource twice at once. [`shutdown::on_signal`] gives the
//! token that stops it.

#[cfg(feature = "kube")]
mod backoff;
pub mod filters;
#[cfg(feature = "kube")]
mod kube;
mod manager;
pub mod queue;
pub mod shutdown;
#[cfg(feature = "kube")]
mod tracker;

#[cfg(feature = "kube")]
pub use self::kube::KubeWatchManager;
pub use self::manager::{ReconcileObserver, WatchError, WatchManager};
