//! What the simulator remembers: what is due, when the rest is, and since when workloads are what they are.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::hash;
use super::kinds::{self, PODS_RANK};
use crate::store::{Key, Object};

#[derive(Debug, Default)]
pub(super) struct Memory {
    due: BTreeSet<(u8, Key)>,
    alarms: BTreeSet<(Instant, Key)>,
    alarm_of: HashMap<Key, Instant>,
    workloads: HashMap<String, Workload>,
    /// Since when pods are ready, by uid.
    ready: HashMap<String, Instant>,
    /// Who may have objects to adopt.
    adopting: BTreeSet<Key>,
}

/// One spec of one workload.
#[derive(Debug)]
struct Workload {
    version: String,
    since: Instant,
    /// It came to rest, so that what happens next is something new.
    settled: bool,
    /// Other moments that its controller keeps.
    moments: HashMap<&'static str, Instant>,
    /// How often something failed in a row.
    failures: u32,
}

impl Workload {
    fn new(version: String) -> Self {
        Self {
            version,
            since: Instant::now(),
            settled: false,
            moments: HashMap::new(),
            failures: 0,
        }
    }
}

impl Memory {
    /// Has an object looked at.
    pub(super) fn enqueue(&mut self, key: &Key) {
        if let Some(rank) = kinds::rank(&key.resource) {
            self.due.insert((rank, key.clone()));
        }
    }

    /// Has a workload looked at that may have objects to adopt.
    pub(super) fn adoption(&mut self, key: &Key) {
        self.adopting.insert(key.clone());
        self.enqueue(key);
    }

    /// Whether a workload may have objects to adopt: when it is new here, or was told so.
    pub(super) fn may_adopt(&mut self, key: &Key, object: &Object) -> bool {
        self.adopting.remove(key) || !self.workloads.contains_key(object.uid())
    }

    /// What is to be looked at now: one object, or all pods that are due.
    pub(super) fn take_due(&mut self) -> Vec<Key> {
        let Some((rank, key)) = self.due.pop_first() else {
            return Vec::new();
        };
        let mut keys = vec![key];
        if rank == PODS_RANK {
            // Nothing ranks after pods.
            keys.extend(
                std::mem::take(&mut self.due)
                    .into_iter()
                    .map(|(_, key)| key),
            );
        }
        keys
    }

    pub(super) fn is_idle(&self) -> bool {
        self.due.is_empty()
    }

    /// When the next alarm rings.
    pub(super) fn next_alarm(&self) -> Option<Instant> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Has everything looked at whose time has come.
    pub(super) fn ring(&mut self) {
        let now = Instant::now();
        while let Some((at, key)) = self.alarms.pop_first() {
            if at > now {
                self.alarms.insert((at, key));
                return;
            }
            self.alarm_of.remove(&key);
            self.enqueue(&key);
        }
    }

    /// Has an object looked at again at this moment, or before.
    pub(super) fn alarm(&mut self, key: &Key, at: Instant) {
        // At least a tick away, lest what asks for the present keeps the task busy.
        let at = at.max(Instant::now() + Duration::from_millis(1));
        match self.alarm_of.get(key) {
            Some(set) if *set <= at => {}
            _ => {
                self.silence(key);
                self.alarms.insert((at, key.clone()));
                self.alarm_of.insert(key.clone(), at);
            }
        }
    }

    pub(super) fn silence(&mut self, key: &Key) {
        if let Some(at) = self.alarm_of.remove(key) {
            self.alarms.remove(&(at, key.clone()));
        }
    }

    /// Forgets an object that is gone.
    pub(super) fn forget(&mut self, key: &Key, object: &Object) {
        self.silence(key);
        self.adopting.remove(key);
        self.workloads.remove(object.uid());
        self.ready.remove(object.uid());
    }

    fn workload(&mut self, object: &Value) -> &mut Workload {
        let uid = object["metadata"]["uid"].as_str().unwrap_or_default();
        if !self.workloads.contains_key(uid) {
            let new = Workload::new(version(object));
            self.workloads.insert(uid.to_owned(), new);
        }
        self.workloads
            .get_mut(uid)
            .expect("it was put there just above")
    }

    /// Since when the spec of a workload is what it is, or it was last disturbed.
    pub(super) fn since(&mut self, object: &Value) -> Instant {
        let version = version(object);
        let workload = self.workload(object);
        if workload.version != version {
            *workload = Workload {
                moments: std::mem::take(&mut workload.moments),
                ..Workload::new(version)
            };
        }
        workload.since
    }

    /// Says since when an object is to count as being there.
    pub(super) fn set_since(&mut self, object: &Value, since: Instant) {
        self.workload(object).since = since;
    }

    /// A workload came to rest.
    pub(super) fn settle(&mut self, object: &Value) {
        self.since(object);
        self.workload(object).settled = true;
    }

    /// Something about a workload begins anew; where it had come to rest, so does its delay.
    pub(super) fn disturb(&mut self, object: &Value) {
        self.since(object);
        let workload = self.workload(object);
        if std::mem::take(&mut workload.settled) {
            workload.since = Instant::now();
        }
    }

    /// A moment that a controller keeps: the present when it is asked for first.
    pub(super) fn moment(&mut self, object: &Value, name: &'static str) -> Instant {
        let moments = &mut self.workload(object).moments;
        *moments.entry(name).or_insert_with(Instant::now)
    }

    pub(super) fn set_moment(&mut self, object: &Value, name: &'static str) {
        let moments = &mut self.workload(object).moments;
        moments.insert(name, Instant::now());
    }

    /// How long to wait after one more failure: a second, then twice as long each time.
    pub(super) fn back_off(&mut self, object: &Value) -> Duration {
        let workload = self.workload(object);
        let wait = Duration::from_secs(1 << workload.failures.min(10));
        workload.failures += 1;
        wait
    }

    pub(super) fn succeed(&mut self, object: &Value) {
        self.workload(object).failures = 0;
    }

    /// Keeps since when a pod is ready.
    pub(super) fn mark_ready(&mut self, uid: &str, is_ready: bool) {
        if !is_ready {
            self.ready.remove(uid);
        } else if !self.ready.contains_key(uid) {
            self.ready.insert(uid.to_owned(), Instant::now());
        }
    }

    /// Since when a pod is ready, as far as it was seen.
    pub(super) fn ready_since(&self, uid: &str) -> Option<Instant> {
        self.ready.get(uid).copied()
    }
}

/// What tells one spec of a workload from the next: the generation, for kinds without one a hash of the spec.
fn version(object: &Value) -> String {
    match object["metadata"]["generation"].as_u64() {
        Some(generation) => generation.to_string(),
        None => hash::of_value(&object["spec"]),
    }
}
