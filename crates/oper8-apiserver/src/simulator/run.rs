//! What follows from a write, and when each workload is looked at.

use serde_json::Value;
use tokio::sync::watch;

use super::memory::Memory;
use super::work::{Work, adopters, controller_of, selector_of};
use super::{
    Simulator, budgets, claims, cron_jobs, daemon_sets, deployments, endpoints, jobs, kinds, nodes,
    pods, replica_sets, rules, stateful_sets,
};
use crate::cluster::Cluster;
use crate::selectors::LabelSelector;
use crate::store::{Change, EventKind, GroupResource, Key, Object};

/// The simulator at work.
#[derive(Debug)]
pub(crate) struct Simulation {
    simulator: Simulator,
    changed: watch::Receiver<()>,
    /// The rules changed since everything was last looked at.
    rules_changed: bool,
    memory: Memory,
}

type Controller = fn(&mut Work<'_>, &Key);

/// Who looks at the objects of a resource.
fn controller(resource: &GroupResource) -> Option<Controller> {
    Some(match (&*resource.group, &*resource.resource) {
        ("", "nodes") => nodes::look,
        ("", "pods") => pods::look,
        ("", "persistentvolumeclaims") => claims::look,
        ("", "services") => endpoints::look,
        ("", "replicationcontrollers") | ("apps", "replicasets") => replica_sets::look,
        ("apps", "deployments") => deployments::look,
        ("apps", "statefulsets") => stateful_sets::look,
        ("apps", "daemonsets") => daemon_sets::look,
        ("batch", "jobs") => jobs::look,
        ("batch", "cronjobs") => cron_jobs::look,
        ("policy", "poddisruptionbudgets") => budgets::look,
        _ => return None,
    })
}

impl Simulation {
    pub(crate) fn new(simulator: Simulator) -> Self {
        let changed = simulator.0.changed.subscribe();
        Self {
            simulator,
            changed,
            rules_changed: false,
            memory: Memory::default(),
        }
    }

    /// Notes what follows from one write.
    pub(crate) fn observe(&mut self, cluster: &Cluster, change: &Change) {
        let object = &change.event.object;
        if change.event.kind == EventKind::Deleted {
            self.memory.forget(&change.key, object);
        } else {
            self.memory.enqueue(&change.key);
        }
        let mut work = self.work(cluster);
        if let Some(before) = &change.event.previous
            && !rules::says_the_same(before.value(), object.value())
        {
            for pod in work.list(&kinds::PODS, Some(object.namespace())) {
                work.memory.enqueue(&pod.key(&kinds::PODS));
            }
        }
        match (&*change.key.resource.group, &*change.key.resource.resource) {
            ("", "pods") => pod_changed(&mut work, change),
            ("apps", "replicasets") | ("batch", "jobs") => child_changed(&mut work, change),
            ("", "persistentvolumeclaims") => claims::changed(&mut work, change),
            ("", "persistentvolumes") => claims::volume_changed(&mut work, change),
            ("", "nodes") => nodes::changed(&mut work, change),
            ("", "services") if change.event.kind == EventKind::Deleted => {
                endpoints::removed(&mut work, &change.key);
            }
            ("", "endpoints") => endpoints::changed(&mut work, &change.key),
            ("discovery.k8s.io", "endpointslices") => work.enqueue_controller(object.value()),
            _ => {}
        }
    }

    /// Looks at what is due first; answers whether there was anything.
    pub(crate) fn step(&mut self, cluster: &Cluster) -> bool {
        let due = self.memory.take_due();
        for key in &due {
            if let Some(look) = controller(&key.resource) {
                self.memory.silence(key);
                look(&mut self.work(cluster), key);
            }
        }
        !due.is_empty()
    }

    /// Whether nothing is due.
    pub(crate) fn is_idle(&self) -> bool {
        self.memory.is_idle()
    }

    fn work<'a>(&'a mut self, cluster: &'a Cluster) -> Work<'a> {
        Work {
            cluster,
            simulator: &self.simulator,
            memory: &mut self.memory,
        }
    }

    /// Waits for the next alarm, or until the rules change. Safe to drop.
    pub(crate) async fn next(&mut self) {
        let alarm = self.memory.next_alarm();
        let alarm = async {
            match alarm {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = alarm => {}
            // The simulator keeps the sender as long as this.
            _ = self.changed.changed() => self.rules_changed = true,
        }
    }

    /// Has everything looked at whose time has come, or everything that may not be ready yet when the rules have changed.
    pub(crate) fn wake(&mut self, cluster: &Cluster) {
        self.memory.ring();
        if !std::mem::take(&mut self.rules_changed) {
            return;
        }
        for resource in [&kinds::PODS, &kinds::CLAIMS, &kinds::SERVICES] {
            for object in cluster.store.list(resource, None).objects {
                self.memory.enqueue(&object.key(resource));
            }
        }
    }
}

/// A Pod concerns its controller, and the Services and budgets that select it.
fn pod_changed(work: &mut Work<'_>, change: &Change) {
    let object = &change.event.object;
    let before = change.event.previous.as_deref();
    pods::note_readiness(work, object);
    child_changed(work, change);
    let labels_of = |object: &Object| object.metadata()["labels"].clone();
    let same_labels = before.is_some_and(|before| labels_of(before) == labels_of(object));
    for service in work.list(&kinds::SERVICES, Some(object.namespace())) {
        let selector = &service.value()["spec"]["selector"];
        let selects = |pod: &Object| endpoints::selects(selector, pod.value());
        if selects(object) || (!same_labels && before.is_some_and(selects)) {
            work.memory.enqueue(&service.key(&kinds::SERVICES));
        }
    }
    for budget in work.list(&kinds::BUDGETS, Some(object.namespace())) {
        let selector = LabelSelector::of(&budget.value()["spec"]["selector"]);
        let selects = |pod: &Object| selector.matches(pod.value());
        if selects(object) || (!same_labels && before.is_some_and(selects)) {
            work.memory.enqueue(&budget.key(&kinds::BUDGETS));
        }
    }
}

/// An object concerns the controller that it has or had, or those that may adopt it.
fn child_changed(work: &mut Work<'_>, change: &Change) {
    let object = change.event.object.value();
    if let Some(before) = change.event.previous.as_deref()
        && controller_of(before.value()) != controller_of(object)
    {
        work.enqueue_controller(before.value());
    }
    if controller_of(object).is_some() {
        work.enqueue_controller(object);
    } else if change.event.kind != EventKind::Deleted {
        may_be_adopted(work, change, object);
    }
}

/// Lets the workloads whose selectors match an orphan take it over.
fn may_be_adopted(work: &mut Work<'_>, change: &Change, orphan: &Value) {
    for resource in adopters(&change.key.resource) {
        for workload in work.list(resource, Some(&change.key.namespace)) {
            let selector = selector_of(workload.value());
            if !selector.is_empty() && selector.matches(orphan) {
                work.memory.adoption(&workload.key(resource));
            }
        }
    }
}
