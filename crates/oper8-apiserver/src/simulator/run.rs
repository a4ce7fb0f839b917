//! Which workloads there are, when each is to be looked at, and what is then written.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use super::step::{Step, View};
use super::{
    Simulator, claims, daemon_sets, deployments, jobs, pods, replica_sets, revision, services,
    stateful_sets,
};
use crate::cluster::Cluster;
use crate::controllers::MANAGER;
use crate::handlers::{DeleteOptions, Write};
use crate::request::Propagation;
use crate::store::{Change, EventKind, GroupResource, Key, Object};

/// The simulator at work.
#[derive(Debug)]
pub(crate) struct Simulation {
    simulator: Simulator,
    changed: watch::Receiver<()>,
    /// The rules changed since everything was last looked at.
    rules_changed: bool,
    rollouts: HashMap<Key, Rollout>,
    /// When each workload that is on its way is to be looked at again.
    alarms: BTreeSet<(Instant, Key)>,
}

/// One spec of one workload.
#[derive(Clone, Debug)]
struct Rollout {
    version: Version,
    since: Instant,
    /// When it was first seen to be over: a Job that has ended.
    over: Option<Instant>,
    alarm: Option<Instant>,
}

/// What tells one spec of a workload from the next.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    uid: String,
    /// The generation; for kinds without, a hash of the spec.
    spec: String,
}

impl Version {
    fn of(object: &Value) -> Self {
        let metadata = &object["metadata"];
        let spec = match metadata["generation"].as_u64() {
            Some(generation) => generation.to_string(),
            None => revision::hash(&object["spec"]),
        };
        Self {
            uid: metadata["uid"].as_str().unwrap_or_default().to_owned(),
            spec,
        }
    }
}

type Rule = fn(&View<'_>) -> Step;

/// How the status of a kind comes about.
fn rule_of(resource: &GroupResource) -> Option<Rule> {
    match (&*resource.group, &*resource.resource) {
        ("apps", "deployments") => Some(deployments::step),
        ("apps", "statefulsets") => Some(stateful_sets::step),
        ("apps", "daemonsets") => Some(daemon_sets::step),
        ("apps", "replicasets") => Some(replica_sets::step),
        ("batch", "jobs") => Some(jobs::step),
        ("", "pods") => Some(pods::step),
        ("", "persistentvolumeclaims") => Some(claims::step),
        ("", "services") => Some(services::step),
        _ => None,
    }
}

impl Simulation {
    pub(crate) fn new(simulator: Simulator) -> Self {
        let changed = simulator.0.changed.subscribe();
        Self {
            simulator,
            changed,
            rules_changed: false,
            rollouts: HashMap::new(),
            alarms: BTreeSet::new(),
        }
    }

    /// Does what follows from one write.
    pub(crate) fn observe(&mut self, cluster: &Cluster, change: &Change) {
        if rule_of(&change.key.resource).is_none() {
            return;
        }
        if change.event.kind == EventKind::Deleted {
            if let Some(rollout) = self.rollouts.remove(&change.key) {
                self.silence(&change.key, rollout.alarm);
            }
            return;
        }
        self.look(cluster, &change.key);
    }

    /// Waits for the next alarm, or until the rules change. Safe to drop.
    pub(crate) async fn next(&mut self) {
        let alarm = self.alarms.first().map(|(at, _)| *at);
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

    /// Looks at everything whose time has come, or at everything when the rules have changed.
    pub(crate) fn wake(&mut self, cluster: &Cluster) {
        let due: Vec<_> = if std::mem::take(&mut self.rules_changed) {
            self.rollouts.keys().cloned().collect()
        } else {
            let now = Instant::now();
            let due = self.alarms.iter().take_while(|(at, _)| *at <= now);
            due.map(|(_, key)| key.clone()).collect()
        };
        for key in due {
            self.look(cluster, &key);
        }
    }

    /// Looks at one workload, and writes what comes of it.
    fn look(&mut self, cluster: &Cluster, key: &Key) {
        let (Some(rule), Some(object)) = (rule_of(&key.resource), cluster.store.get_key(key))
        else {
            return;
        };
        if object.is_terminating() {
            self.set_alarm(key, None);
            stop(cluster, key, &object);
            return;
        }
        let since = self.since(key, object.value());
        if key.resource == GroupResource::new("apps", "statefulsets") {
            add_claims(cluster, object.value());
        }
        let now = cluster.now();
        let step = |object: &Value| {
            rule(&View {
                object,
                fate: self.simulator.fate(object),
                age: since.elapsed(),
                now: &now,
            })
        };
        let planned = step(object.value());
        let written = cluster.control(key, planned.subresource(), |object| {
            let step = step(object);
            (step.subresource() == planned.subresource())
                .then(|| step.applied(object))
                .flatten()
        });
        // What was written comes back as a change, and so does what anybody else writes meanwhile.
        let alarm = planned.again.map(|age| since + age);
        let end = written.and_then(|object| self.end_of_life(cluster, key, &object));
        self.set_alarm(key, alarm.or(end));
    }

    /// When the spec became what it is.
    fn since(&mut self, key: &Key, object: &Value) -> Instant {
        let version = Version::of(object);
        if let Some(rollout) = self.rollouts.get_mut(key) {
            if rollout.version != version {
                rollout.version = version;
                rollout.since = Instant::now();
                rollout.over = None;
            }
            return rollout.since;
        }
        let since = Instant::now();
        let rollout = Rollout {
            version,
            since,
            over: None,
            alarm: None,
        };
        self.rollouts.insert(key.clone(), rollout);
        since
    }

    /// Deletes a Job whose time to live after its end is over; answers when that will be.
    fn end_of_life(&mut self, cluster: &Cluster, key: &Key, object: &Object) -> Option<Instant> {
        if key.resource != GroupResource::new("batch", "jobs") {
            return None;
        }
        let lives_on = jobs::time_to_live(object.value())?;
        let rollout = self.rollouts.get_mut(key)?;
        let end = *rollout.over.get_or_insert_with(Instant::now) + lives_on;
        if end > Instant::now() {
            return Some(end);
        }
        let options = DeleteOptions {
            propagation: Some(Propagation::Foreground),
            ..DeleteOptions::default()
        };
        cluster.control_delete(key, object.uid(), options);
        None
    }

    fn set_alarm(&mut self, key: &Key, at: Option<Instant>) {
        let Some(rollout) = self.rollouts.get_mut(key) else {
            return;
        };
        let before = std::mem::replace(&mut rollout.alarm, at);
        self.silence(key, before);
        if let Some(at) = at {
            // At least a tick away, lest a rule that asks for the present keeps the task busy.
            let at = at.max(Instant::now() + Duration::from_millis(1));
            self.alarms.insert((at, key.clone()));
            if let Some(rollout) = self.rollouts.get_mut(key) {
                rollout.alarm = Some(at);
            }
        }
    }

    fn silence(&mut self, key: &Key, alarm: Option<Instant>) {
        if let Some(at) = alarm {
            self.alarms.remove(&(at, key.clone()));
        }
    }
}

/// Lets a Pod go that waits for the end of its grace period, which the node would tell.
fn stop(cluster: &Cluster, key: &Key, object: &Object) {
    let grace = object.metadata()["deletionGracePeriodSeconds"].as_i64();
    if key.resource == GroupResource::new("", "pods") && grace.is_some_and(|grace| grace > 0) {
        let options = DeleteOptions {
            grace_period: Some(0),
            ..DeleteOptions::default()
        };
        cluster.control_delete(key, object.uid(), options);
    }
}

/// Makes the volume claims of a StatefulSet that are not there yet.
fn add_claims(cluster: &Cluster, set: &Value) {
    let id = GroupResource::new("", "persistentvolumeclaims");
    let catalog = cluster.registry.catalog();
    let Some(resource) = catalog.preferred(&id) else {
        return;
    };
    for claim in stateful_sets::claims(set) {
        let text = |field: &str| {
            claim["metadata"][field]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let (namespace, name) = (text("namespace"), text("name"));
        if cluster.store.get(&id, &namespace, &name).is_some() {
            continue;
        }
        let write = Write::internal(resource, &namespace, MANAGER);
        if let Err(status) = cluster.create(&write, claim) {
            tracing::warn!(
                namespace,
                name,
                message = status.message,
                "a volume claim was refused"
            );
        }
    }
}
