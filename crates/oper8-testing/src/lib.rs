//! Tests of operators: a cluster in the test's process, and an operator that works on it when the test says so.
//!
//! Start at [`TestCluster`]: it is the embedded API server with the definition of your kind, and the same reconcile manager that
//! runs in production. An operator gets this crate as `oper8::testing`, with the feature `testing` of its dev-dependency `oper8`.
//!
//! ```
//! # use kube_derive::CustomResource;
//! # use oper8_reconcile::{Chart, Component, Components, Controller, Result, Session};
//! # use schemars::JsonSchema;
//! # use serde::{Deserialize, Serialize};
//! # use serde_json::json;
//! # #[derive(CustomResource, Clone, Debug, Deserialize, JsonSchema, Serialize)]
//! # #[kube(group = "demo.oper8.org", version = "v1", kind = "Greeter", namespaced)]
//! # #[kube(crates(kube_core = "kube_core", k8s_openapi = "k8s_openapi", serde_json = "serde_json"))]
//! # struct GreeterSpec { greeting: String }
//! # struct Text(String);
//! # impl Component for Text {
//! #     fn name(&self) -> &str { "text" }
//! #     async fn build_chart(&self, session: &Session, chart: &mut Chart) -> Result<()> {
//! #         chart.add("settings", json!({
//! #             "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": session.scoped_name("settings")},
//! #             "data": {"greeting": self.0},
//! #         }))?;
//! #         Ok(())
//! #     }
//! # }
//! # struct GreeterController;
//! # impl Controller for GreeterController {
//! #     type Resource = Greeter;
//! #     async fn setup_components(&self, greeter: &Greeter, _: &Session, graph: &mut Components) -> Result<()> {
//! #         graph.add(Text(greeter.spec.greeting.clone()))?;
//! #         Ok(())
//! #     }
//! # }
//! use oper8_testing::{TestCluster, TestResult, tokio};
//!
//! # mod hidden { use super::*;
//! #[tokio::test(start_paused = true)]
//! # async fn unused() {}
//! # }
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> TestResult {
//! # a_greeter_gets_its_settings().await
//! # }
//! async fn a_greeter_gets_its_settings() -> TestResult {
//!     let cluster = TestCluster::start(GreeterController).await?;
//!     let hello = cluster.apply(Greeter::new("hello", GreeterSpec { greeting: "Hello!".into() })).await?;
//!     cluster.reconcile(&hello).await?.assert_stable();
//!     cluster.assert_exists("v1", "ConfigMap", "hello-settings").await.assert_field("data.greeting", "Hello!");
//!     cluster.reconcile(&hello).await?.assert_no_writes();
//!     Ok(())
//! }
//! ```
//!
//! | to | there is |
//! | --- | --- |
//! | put things into the cluster | [`TestCluster::apply`], [`patch`](TestCluster::patch), [`delete`](TestCluster::delete), [`set_status`](TestCluster::set_status); [`Manifest`] builds them |
//! | have the operator work | [`TestCluster::reconcile`] once, [`settle`](TestCluster::settle) until nothing is left to do, [`run_until_quiet`](TestCluster::run_until_quiet) its watch manager, [`run_operator`](TestCluster::run_operator) beside the test |
//! | look at what it did | [`TestCluster::assert_exists`], [`assert_owns`](TestCluster::assert_owns), [`Object`], [`Writes`]; [`Reconciliation`] and [`Status`] |
//! | compare manifests with earlier ones | [`TestCluster::render`], [`Manifests`], [`assert_snapshot!`] |
//! | break something | [`TestCluster::faults`] for requests, [`workloads`](TestCluster::workloads) for what never becomes ready, [`ScriptedComponent`] for components, [`assert_survives_crashes`] for an operator that is killed |
//! | have hours pass | `#[tokio::test(start_paused = true)]`, [`TestCluster::advance`], [`VirtualClock`] |
//!
//! # Time
//!
//! Operator, cluster and workloads wait in tokio's time, and read dates from a [`VirtualClock`], which follows it. With
//! `#[tokio::test(start_paused = true)]` a rollout of ten minutes takes milliseconds: when everything waits, time jumps to what is
//! awaited first. Without, time passes as it does, which is no matter as long as workloads are ready at once. A test that talks to a
//! server over a socket must not pause time: it would jump while the answer is on its way.
//!
//! A package that has no tokio of its own writes `use oper8::testing::tokio;` and has the attribute.

mod error;

mod builder;
mod cluster;
mod manifest;
mod object;

mod operator;
mod owned;
mod reconciliation;
mod run;
mod status;
mod writes;

mod manifests;

mod crashes;

mod answers;
mod script;

mod clock;
mod kinds;
mod path;
mod prompt;
mod text;

pub use answers::{Answer, Answers, Calls};
pub use builder::Builder;
pub use clock::VirtualClock;
pub use cluster::TestCluster;
pub use crashes::assert_survives_crashes;
pub use error::{Error, Result, TestResult};
pub use manifest::{Manifest, TemporaryPatch};
pub use manifests::Manifests;
pub use object::{Named, Object};
pub use operator::RunningOperator;
pub use reconciliation::{Reconciliation, Settled};
pub use script::{ScriptedComponent, ScriptedController};
pub use status::Status;
pub use writes::{Write, Writes};

pub use oper8_apiserver::{Outcome, Simulator, Workloads, faults};
pub use oper8_reconcile::{ErrorClass, Skipped};
pub use oper8_status::{ReadyReason, UpdatingReason};

/// For [`assert_snapshot!`].
#[doc(hidden)]
pub use insta;
/// The runtime of tests, for `#[tokio::test]` in packages that have no tokio of their own.
pub use tokio;

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
