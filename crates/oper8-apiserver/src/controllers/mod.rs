//! The background work that a control plane does: it follows the store and acts as a client would, but without HTTP.
//!
//! All controllers are one task, so they never race each other. It starts with the first request, holds the cluster only
//! while it works, and ends when the server is stopped or nobody uses it any more.

mod claims;
mod garbage;
mod namespaces;
mod quotas;
mod roles;
mod tokens;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::admission;
use crate::cluster::{Cluster, WeakCluster};
use crate::simulator::Simulation;
use crate::store::{Change, Event, Follower, Key};

pub(crate) use self::roles::aggregate;

/// The field manager of what the controllers write.
pub(crate) const MANAGER: &str = "kube-controller-manager";

/// Whether the task runs, and how far it has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Controllers(Arc<Progress>);

#[derive(Debug, Default)]
struct Progress {
    running: AtomicBool,
    /// The revision up to which every write was looked at.
    seen: watch::Sender<u64>,
}

/// Tells that the task is over, however it ended: the runtime that it ran on may be gone before the server is.
struct Running(Controllers);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.running.store(false, Ordering::Release);
    }
}

impl Controllers {
    fn start(&self) -> Option<Running> {
        let started = !self.0.running.swap(true, Ordering::AcqRel);
        started.then(|| Running(self.clone()))
    }

    fn saw(&self, revision: u64) {
        self.0.seen.send_if_modified(|seen| {
            let newer = revision > *seen;
            *seen = revision.max(*seen);
            newer
        });
    }
}

impl Cluster {
    /// Waits until the controllers have looked at every write, their own among them.
    pub(crate) async fn controllers_caught_up(&self) {
        self.run_controllers();
        let mut seen = self.controllers.0.seen.subscribe();
        while self.has_controllers() && *seen.borrow_and_update() < self.store.revision() {
            tokio::select! {
                () = self.stopped.cancelled() => return,
                // The sender lives as long as the cluster.
                _ = seen.changed() => {}
            }
        }
    }

    fn has_controllers(&self) -> bool {
        let wanted = self.settings.controllers || self.settings.simulator.is_some();
        wanted && !self.stopped.is_cancelled()
    }

    /// Sees to it that the controllers run, where they should.
    pub(crate) fn run_controllers(&self) {
        if !self.has_controllers() {
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let Some(running) = self.controllers.start() else {
            return;
        };
        let changes = self.store.follow();
        let stopped = self.stopped.clone();
        let cluster = self.downgrade();
        let simulation = self.settings.simulator.clone().map(Simulation::new);
        runtime.spawn(async move {
            let _running = running;
            stopped
                .run_until_cancelled(run(cluster, changes, simulation))
                .await;
        });
    }
}

/// Looks at everything that there is, then at every write, and at workloads when their time comes.
async fn run(cluster: WeakCluster, mut changes: Follower, mut simulation: Option<Simulation>) {
    let mut newest = 0;
    if let Some(cluster) = cluster.upgrade() {
        // Writes after this one come as changes too.
        newest = cluster.store.revision();
        existing(&cluster, |change| {
            observe(&cluster, simulation.as_mut(), change);
        });
        if work(&cluster, simulation.as_mut(), &changes) {
            cluster.controllers.saw(newest);
        }
    }
    loop {
        let change = tokio::select! {
            biased;
            change = changes.recv() => match change {
                Some(change) => Some(change),
                None => return,
            },
            () = wait(&mut simulation) => None,
        };
        let Some(cluster) = cluster.upgrade() else {
            return;
        };
        if let Some(change) = &change {
            newest = change.event.revision;
        }
        let turn = Turn {
            cluster: cluster.clone(),
            simulation,
            changes,
        };
        // Work that panicked ends the task; the next request starts another.
        let Some((turn, is_done)) = turn.take(change).await else {
            return;
        };
        (simulation, changes) = (turn.simulation, turn.changes);
        if is_done {
            cluster.controllers.saw(newest);
        }
    }
}

/// What one turn of the task works with.
struct Turn {
    cluster: Cluster,
    simulation: Option<Simulation>,
    changes: Follower,
}

impl Turn {
    /// Does what a change, or the time, asks for; answers whether nothing is left. Where somebody outside is asked about
    /// writes, that is on a thread that may wait.
    async fn take(mut self, change: Option<Change>) -> Option<(Self, bool)> {
        let waits = self.cluster.calls_out();
        let turn = move || {
            match (&change, &mut self.simulation) {
                (Some(change), simulation) => observe(&self.cluster, simulation.as_mut(), change),
                (None, Some(simulation)) => simulation.wake(&self.cluster),
                (None, None) => {}
            }
            let is_done = work(&self.cluster, self.simulation.as_mut(), &self.changes);
            (self, is_done)
        };
        if waits {
            admission::waiting(turn).await
        } else {
            Some(turn())
        }
    }
}

/// Has the simulator do what is due as long as nothing else was written; answers whether nothing is left.
fn work(cluster: &Cluster, mut simulation: Option<&mut Simulation>, changes: &Follower) -> bool {
    if let Some(simulation) = simulation.as_mut() {
        while changes.is_empty() && simulation.step(cluster) {}
    }
    simulation.is_none_or(|simulation| simulation.is_idle())
}

/// Waits until a workload is to be looked at.
async fn wait(simulation: &mut Option<Simulation>) {
    match simulation {
        Some(simulation) => simulation.next().await,
        None => std::future::pending().await,
    }
}

fn observe(cluster: &Cluster, simulation: Option<&mut Simulation>, change: &Change) {
    if cluster.settings.controllers {
        garbage::observe(cluster, change);
        namespaces::observe(cluster, change);
        claims::observe(cluster, change);
        quotas::observe(cluster, change);
        roles::observe(cluster, change);
        tokens::observe(cluster, change);
    }
    if let Some(simulation) = simulation {
        simulation.observe(cluster, change);
    }
}

/// What is stored, as if it had just been added; one object after the other, since there may be many.
fn existing(cluster: &Cluster, mut observe: impl FnMut(&Change)) {
    for resource in cluster.store.resources() {
        for stored in cluster.store.scan(&resource, None).objects {
            observe(&Change {
                key: Key::clone(stored.key()),
                event: Event::found(stored.open()),
            });
        }
    }
}
