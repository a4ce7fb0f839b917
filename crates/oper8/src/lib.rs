//! Kubernetes operators as graphs of components.
//!
//! An operator's author writes a [`Controller`](prelude::Controller) for a custom resource; it turns the resource into a graph
//! of [`Component`](prelude::Component)s, each a graph of Kubernetes resources. Every reconciliation renders, applies and
//! verifies that graph in dependency order, concurrently, and writes a precise status.
//!
//! An operator depends on this crate, `serde` and `schemars`, and starts with `use oper8::prelude::*`:
//!
//! ```
//! # #[cfg(feature = "cli")]
//! # mod example {
//! use oper8::prelude::*;
//! use oper8::serde_json::json;
//! use schemars::JsonSchema;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(CustomResource, Clone, Debug, Deserialize, JsonSchema, Serialize)]
//! #[kube(group = "demo.oper8.org", version = "v1", kind = "Greeter", namespaced)]
//! #[kube(crates(kube_core = "oper8::kube::core", k8s_openapi = "oper8::k8s_openapi", serde_json = "oper8::serde_json"))]
//! struct GreeterSpec {
//!     greeting: String,
//! }
//!
//! struct Text(String);
//!
//! impl Component for Text {
//!     fn name(&self) -> &str {
//!         "text"
//!     }
//!
//!     async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
//!         chart.add("settings", json!({
//!             "apiVersion": "v1",
//!             "kind": "ConfigMap",
//!             "metadata": {"name": session.scoped_name("settings")},
//!             "data": {"greeting": self.0},
//!         }))?;
//!         Ok(())
//!     }
//! }
//!
//! struct GreeterController;
//!
//! impl Controller for GreeterController {
//!     type Resource = Greeter;
//!
//!     async fn setup_components(&self, greeter: &Greeter, _: &Session, graph: &mut Components) -> Result<()> {
//!         graph.add(Text(greeter.spec.greeting.clone()))?;
//!         Ok(())
//!     }
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     Operator::new("greeter").controller(GreeterController).main()
//! }
//! # }
//! ```
//!
//! # Features
//!
//! | feature | by default | what it brings |
//! | --- | --- | --- |
//! | `kube` | yes | controllers, components and their reconciliation over a Kubernetes client |
//! | `cli` | yes | [`Operator`](prelude::Operator), the command line of an operator |
//! | `embedded` | yes | the embedded API server: `run --embedded`, dry runs, tests |
//! | `testing` | no, for dev-dependencies | [`testing`]: a cluster in a test, scripted components, assertions, snapshots |
//!
//! Without features only the pure core is left: [`dag`], [`patch`], [`config`], [`status`] and [`schema`].

pub mod prelude;

#[cfg(feature = "embedded")]
pub use oper8_apiserver as apiserver;
#[cfg(feature = "cli")]
pub use oper8_cli as cli;
pub use oper8_config as config;
pub use oper8_dag as dag;
#[cfg(feature = "kube")]
pub use oper8_deploy_manager as deploy_manager;
pub use oper8_patch as patch;
#[cfg(feature = "kube")]
pub use oper8_reconcile as reconcile;
pub use oper8_schema as schema;
pub use oper8_status as status;
#[cfg(feature = "testing")]
pub use oper8_testing as testing;
#[cfg(feature = "kube")]
pub use oper8_watch_managers as watch_managers;

#[cfg(feature = "kube")]
pub use k8s_openapi;
pub use serde_json;

/// The Kubernetes client's crates, in the versions that this one uses.
#[cfg(feature = "kube")]
pub mod kube {
    pub use kube_client as client;
    pub use kube_core as core;
    pub use kube_derive as derive;
    pub use kube_runtime as runtime;
}
