//! Plays the controllers of workloads: what is asked for becomes ready after a delay, or fails as told.
//!
//! Nothing runs, but everything is there: the controllers of Kubernetes are played on the objects of the server, Pods are
//! put on a node that is thought of, and their statuses are those that a kubelet writes. All goes through the same path as
//! any client's write, as manager `kube-controller-manager` (statuses of Pods: `kubelet`).

mod budgets;
mod claims;
mod cron_jobs;
mod daemon_sets;
mod deployments;
mod endpoints;
mod hash;
mod jobs;
mod kinds;
mod memory;
mod nodes;
mod pod_status;
mod pods;
mod replica_sets;
mod revisions;
mod rules;
mod run;
mod schedule;
mod stateful_sets;
mod templates;
mod work;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;
use tokio::sync::watch;

use self::rules::Rule;

pub(crate) use self::nodes::{node, storage_class};
pub use self::rules::{Outcome, Workloads};
pub(crate) use self::run::Simulation;

/// The annotation of a workload that says how it fails: `never-ready`, `failed`, `image-pull`, `crash-loop` or
/// `unschedulable`, as the [`Outcome`] of that name.
///
/// It may stand in the workload, or in the template of its Pods.
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
