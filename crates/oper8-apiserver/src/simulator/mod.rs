//! Plays the controllers of workloads: what is asked for becomes ready after a delay, or fails as told.
//!
//! Nothing runs. The statuses are those that the real controllers write on the way and in the end, through the same path
//! as any client's update of a status, as manager `kube-controller-manager`. The volume claims of StatefulSets are made;
//! ReplicaSets, ControllerRevisions and Pods of workloads are not, nor volumes for claims.

mod claims;
mod conditions;
mod daemon_sets;
mod deployments;
mod jobs;
mod pods;
mod replica_sets;
mod revision;
mod rules;
mod run;
mod services;
mod stateful_sets;
mod step;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use tokio::sync::watch;

use self::rules::Rule;

pub use self::rules::{Outcome, Workloads};
pub(crate) use self::run::Simulation;

/// The annotation of a workload that says how it fails: `never-ready` or `failed`.
pub const FAIL_ANNOTATION: &str = "simulator.oper8.org/fail";
/// The annotation of a workload that says how long it takes: `250ms`, `2s`, `1m30s`.
pub const READY_AFTER_ANNOTATION: &str = "simulator.oper8.org/ready-after";

/// What workloads come to, and when. Clones share the rules, which may change while the server runs.
///
/// The outcome of a workload is what its annotations [`FAIL_ANNOTATION`] and [`READY_AFTER_ANNOTATION`] say, else the
/// newest rule that matches it, else readiness after the delay that this was made with. Delays are of tokio's time.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use oper8_apiserver::{ApiServer, Outcome, Simulator, Workloads};
///
/// let simulator = Simulator::new(Duration::from_millis(100));
/// simulator.set(Workloads::of_kind("Job").named("migrate-*"), Outcome::Failed);
/// let server = ApiServer::builder().simulator(simulator.clone()).build();
/// // later: the next Job succeeds, and those that never became ready do
/// simulator.forget_rules();
/// # drop(server);
/// ```
#[derive(Clone, Debug)]
pub struct Simulator(Arc<Settings>);

#[derive(Debug)]
struct Settings {
    ready_after: Duration,
    rules: RwLock<Vec<Rule>>,
    changed: watch::Sender<()>,
}

impl Simulator {
    /// Every workload becomes ready `ready_after` its creation or the change of its spec; zero means at once.
    #[must_use]
    pub fn new(ready_after: Duration) -> Self {
        Self(Arc::new(Settings {
            ready_after,
            rules: RwLock::default(),
            changed: watch::Sender::new(()),
        }))
    }

    /// Adds a rule, before all that are there. Workloads that are not ready yet are looked at again.
    pub fn set(&self, workloads: Workloads, outcome: Outcome) {
        let rule = Rule { workloads, outcome };
        self.0.rules.write().insert(0, rule);
        self.0.changed.send_replace(());
    }

    /// Forgets all rules. Workloads that are not ready yet are looked at again.
    pub fn forget_rules(&self) {
        self.0.rules.write().clear();
        self.0.changed.send_replace(());
    }
}
