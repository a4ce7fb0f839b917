//! What is remembered of each custom resource between its reconciliations.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oper8_deploy_manager::ObjectKey;
use oper8_status::WaitingComponent;
use serde_json::Value;

use crate::controller::Completion;

/// After so many kinds of patches nothing is warned of any more: whoever can edit a CR can think up more.
const MOST_WARNED: usize = 100;

/// The first wait of a rollout that is not done.
const FIRST_WAIT: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Memory {
    longest_wait: Duration,
    resources: Mutex<HashMap<ObjectKey, Known>>,
    /// Kinds of patches that were warned of, as `apiVersion` and kind.
    warned: Mutex<HashSet<(String, String)>>,
}

#[derive(Debug, Default)]
struct Known {
    /// The status that the CR had when it was last looked at or written.
    status: Option<Value>,
    /// How often in a row it was to be tried again without getting further.
    waits: u32,
    stage: Stage,
    /// Since when its components wait, for a CR whose status does not keep that.
    waiting: Vec<WaitingComponent>,
    /// The CR that does: another one of its name starts anew.
    waiting_uid: Option<String>,
}

/// How far a CR has come: a wait after progress is short again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stage {
    generation: Option<i64>,
    /// The components that are deployed and verified, and those that are deployed.
    components: [Vec<String>; 2],
}

impl Stage {
    pub(super) fn new(generation: Option<i64>, completion: Option<&Completion>) -> Self {
        let names = |set: BTreeSet<&str>| set.into_iter().map(str::to_owned).collect();
        let components = completion.map(|state| {
            [
                names(state.verified_nodes()),
                names(state.unverified_nodes()),
            ]
        });
        Self {
            generation,
            components: components.unwrap_or_default(),
        }
    }
}

impl Memory {
    pub(super) fn new(longest_wait: Duration) -> Self {
        Self {
            longest_wait,
            resources: Mutex::new(HashMap::new()),
            warned: Mutex::new(HashSet::new()),
        }
    }

    /// Whether patches of this kind are to be warned of: the first time.
    pub(super) fn is_first_of(&self, api_version: &str, kind: &str) -> bool {
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        warned.len() < MOST_WARNED && warned.insert((api_version.to_owned(), kind.to_owned()))
    }

    /// Whether a CR with this status may be older than what this process has written: then the cluster has to be asked.
    pub(super) fn may_be_stale(&self, key: &ObjectKey, status: &Value) -> bool {
        let resources = self.lock();
        let known = resources.get(key).and_then(|known| known.status.as_ref());
        known.is_some_and(|known| known != status)
    }

    pub(super) fn remember_status(&self, key: &ObjectKey, status: &Value) {
        self.lock().entry(key.clone()).or_default().status = Some(status.clone());
    }

    /// Since when the components of the CR with this uid waited after its last rollout.
    pub(super) fn waits(&self, key: &ObjectKey, uid: Option<&str>) -> Vec<WaitingComponent> {
        let resources = self.lock();
        resources
            .get(key)
            .filter(|known| known.waiting_uid.as_deref() == uid)
            .map(|known| known.waiting.clone())
            .unwrap_or_default()
    }

    pub(super) fn remember_waits(
        &self,
        key: &ObjectKey,
        uid: Option<&str>,
        waiting: Vec<WaitingComponent>,
    ) {
        let mut resources = self.lock();
        if waiting.is_empty() && !resources.contains_key(key) {
            return;
        }
        let known = resources.entry(key.clone()).or_default();
        known.waiting = waiting;
        known.waiting_uid = uid.map(str::to_owned);
    }

    /// How long to wait before the next try: 1 s, doubling with each try that comes no further, up to the longest.
    pub(super) fn next_wait(&self, key: &ObjectKey, stage: Stage) -> Duration {
        let mut resources = self.lock();
        let known = resources.entry(key.clone()).or_default();
        if known.stage != stage {
            known.stage = stage;
            known.waits = 0;
        }
        let factor = 1_u32.checked_shl(known.waits).unwrap_or(u32::MAX);
        known.waits = known.waits.saturating_add(1);
        FIRST_WAIT.saturating_mul(factor).min(self.longest_wait)
    }

    /// The CR needs no further try.
    pub(super) fn settle(&self, key: &ObjectKey) {
        if let Some(known) = self.lock().get_mut(key) {
            known.waits = 0;
        }
    }

    /// The CR is gone.
    pub(super) fn forget(&self, key: &ObjectKey) {
        self.lock().remove(key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ObjectKey, Known>> {
        self.resources
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ObjectKey {
        ObjectKey::new("demo.oper8.org/v1", "WebApp", Some("ns"), "a")
    }

    fn stage(generation: i64) -> Stage {
        Stage::new(Some(generation), None)
    }

    #[test]
    fn progress_starts_the_waits_anew() {
        let memory = Memory::new(Duration::from_secs(60));
        let stage = |unverified: &str| {
            let outcome = oper8_dag::Outcome::Unverified(None);
            let state = Completion::new([(unverified.to_owned(), outcome)]).unwrap();
            Stage::new(Some(1), Some(&state))
        };
        let waits: Vec<_> = ["database", "database", "api", "api"]
            .map(|name| memory.next_wait(&key(), stage(name)).as_secs())
            .to_vec();
        assert_eq!(waits, [1, 2, 1, 2]);
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let memory = Memory::new(Duration::from_secs(5));
        let waits: Vec<_> = (0..5)
            .map(|_| memory.next_wait(&key(), stage(1)).as_secs())
            .collect();
        assert_eq!(waits, [1, 2, 4, 5, 5]);
    }

    #[test]
    fn a_new_generation_and_success_start_the_waits_anew() {
        let memory = Memory::new(Duration::from_secs(60));
        memory.next_wait(&key(), stage(1));
        memory.next_wait(&key(), stage(1));
        assert_eq!(memory.next_wait(&key(), stage(2)).as_secs(), 1);
        memory.settle(&key());
        assert_eq!(memory.next_wait(&key(), stage(2)).as_secs(), 1);
    }

    #[test]
    fn many_waits_do_not_overflow() {
        let memory = Memory::new(Duration::from_secs(60));
        for _ in 0..100 {
            memory.next_wait(&key(), Stage::default());
        }
        assert_eq!(memory.next_wait(&key(), Stage::default()).as_secs(), 60);
    }
}
