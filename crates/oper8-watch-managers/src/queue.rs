//! The queue of reconciliations: one pending request a resource, and never two runs of one resource at once.
//!
//! The queue holds no clock and spawns nothing: its owner says what time it is, starts what [`Queue::pop`] returns, and
//! reports the end with [`Queue::finish`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use tokio::time::Instant;

/// Why a resource waits for a reconciliation; what is urgent comes first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Cause {
    /// The resource changed.
    Change,
    /// A reconciliation asked for another one.
    Requeue,
    /// Its time was over.
    Resync,
}

/// Where a request stands in the queue; among equals the first comer is served first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Place {
    cause: Cause,
    turn: u64,
}

/// A request that waits.
#[derive(Clone, Copy, Debug)]
struct Pending {
    due: Instant,
    place: Place,
}

/// Requests for the reconciliation of resources named by `K`.
#[derive(Debug)]
pub struct Queue<K> {
    pending: HashMap<K, Pending>,
    /// Requests whose time has not come.
    later: BTreeMap<(Instant, u64), K>,
    /// Requests that may start.
    ready: BTreeMap<Place, K>,
    running: HashSet<K>,
    turn: u64,
}

impl<K> Default for Queue<K> {
    fn default() -> Self {
        Self {
            pending: HashMap::new(),
            later: BTreeMap::new(),
            ready: BTreeMap::new(),
            running: HashSet::new(),
            turn: 0,
        }
    }
}

impl<K: Clone + Eq + Hash> Queue<K> {
    /// Asks for a reconciliation of `key`, not before `due`.
    ///
    /// A request that is pending is replaced, but never by a less urgent or a later one: of two requests the more urgent
    /// cause and the earlier time hold.
    pub fn push(&mut self, key: K, cause: Cause, due: Instant) {
        self.turn += 1;
        let mut next = Pending {
            due,
            place: Place {
                cause,
                turn: self.turn,
            },
        };
        if let Some(old) = self.pending.get(&key).copied() {
            if old.due <= due && old.place.cause <= cause {
                return;
            }
            self.forget(&old);
            next.due = old.due.min(due);
            next.place.cause = old.place.cause.min(cause);
        }
        self.later.insert((next.due, next.place.turn), key.clone());
        self.pending.insert(key, next);
    }

    /// Drops the pending request for `key`.
    pub fn remove(&mut self, key: &K) {
        if let Some(old) = self.pending.remove(key) {
            self.forget(&old);
        }
    }

    /// The next resource to reconcile at the time `now`; it counts as running until [`Queue::finish`] is called.
    pub fn pop(&mut self, now: Instant) -> Option<(K, Cause)> {
        self.admit(now);
        let (place, key) = self
            .ready
            .iter()
            .find(|(_, key)| !self.running.contains(*key))
            .map(|(place, key)| (*place, key.clone()))?;
        self.ready.remove(&place);
        self.pending.remove(&key);
        self.running.insert(key.clone());
        Some((key, place.cause))
    }

    /// Says that the reconciliation of `key` ended.
    pub fn finish(&mut self, key: &K) {
        self.running.remove(key);
    }

    /// When the next request comes due that is not due already.
    pub fn next_due(&self) -> Option<Instant> {
        self.later.keys().next().map(|(due, _)| *due)
    }

    /// Whether nothing runs and nothing waits, periodic resyncs aside.
    pub fn is_quiet(&self) -> bool {
        let resync = |pending: &Pending| pending.place.cause == Cause::Resync;
        self.running.is_empty() && self.pending.values().all(resync)
    }

    /// The resources that are being reconciled.
    pub fn running(&self) -> impl Iterator<Item = &K> {
        self.running.iter()
    }

    /// Moves what has come due to its place among the ready.
    fn admit(&mut self, now: Instant) {
        while let Some(entry) = self.later.first_entry() {
            if entry.key().0 > now {
                return;
            }
            let key = entry.remove();
            if let Some(pending) = self.pending.get(&key) {
                self.ready.insert(pending.place, key);
            }
        }
    }

    fn forget(&mut self, old: &Pending) {
        self.later.remove(&(old.due, old.place.turn));
        self.ready.remove(&old.place);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn at(seconds: u64) -> Instant {
        // One base for all: only differences count.
        static BASE: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        *BASE.get_or_init(Instant::now) + Duration::from_secs(seconds)
    }

    fn drain(queue: &mut Queue<&'static str>, now: Instant) -> Vec<&'static str> {
        std::iter::from_fn(|| queue.pop(now).map(|(key, _)| key)).collect()
    }

    #[test]
    fn changes_come_before_requeues_before_resyncs() {
        let mut queue = Queue::default();
        queue.push("resync", Cause::Resync, at(0));
        queue.push("requeue", Cause::Requeue, at(0));
        queue.push("change", Cause::Change, at(1));
        queue.push("change too", Cause::Change, at(1));
        let order = ["change", "change too", "requeue", "resync"];
        assert_eq!(drain(&mut queue, at(1)), order);
    }

    #[test]
    fn a_request_waits_for_its_time() {
        let mut queue = Queue::default();
        queue.push("a", Cause::Requeue, at(5));
        assert_eq!(queue.pop(at(4)), None);
        assert_eq!(queue.next_due(), Some(at(5)));
        assert_eq!(queue.pop(at(5)), Some(("a", Cause::Requeue)));
        assert_eq!(queue.next_due(), None);
    }

    #[test]
    fn a_change_replaces_a_pending_requeue() {
        let mut queue = Queue::default();
        queue.push("a", Cause::Requeue, at(60));
        queue.push("a", Cause::Change, at(1));
        assert_eq!(queue.pop(at(1)), Some(("a", Cause::Change)));
        queue.finish(&"a");
        assert!(queue.is_quiet());
        assert_eq!(queue.pop(at(60)), None);
    }

    #[test]
    fn a_resync_does_not_put_off_a_requeue() {
        let mut queue = Queue::default();
        queue.push("a", Cause::Requeue, at(2));
        queue.push("a", Cause::Resync, at(600));
        assert_eq!(queue.pop(at(2)), Some(("a", Cause::Requeue)));
    }

    #[test]
    fn a_running_resource_waits_for_its_end() {
        let mut queue = Queue::default();
        queue.push("a", Cause::Change, at(0));
        assert_eq!(drain(&mut queue, at(0)), ["a"]);
        queue.push("a", Cause::Change, at(0));
        queue.push("b", Cause::Resync, at(0));
        assert_eq!(drain(&mut queue, at(0)), ["b"]);
        queue.finish(&"a");
        assert_eq!(drain(&mut queue, at(0)), ["a"]);
    }

    #[test]
    fn a_removed_request_is_not_served() {
        let mut queue = Queue::default();
        queue.push("a", Cause::Change, at(0));
        queue.push("b", Cause::Requeue, at(9));
        queue.remove(&"a");
        queue.remove(&"b");
        assert!(queue.is_quiet());
        assert_eq!(drain(&mut queue, at(9)), [] as [&str; 0]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_runs_twice_at_once(
            steps in prop::collection::vec((0_u8..4, 0_u8..3, 0_u64..5), 1..60),
        ) {
            let mut queue = Queue::default();
            let mut wanted = HashSet::new();
            let mut running = HashSet::new();
            for (now, (key, action, delay)) in steps.into_iter().enumerate() {
                let now = now as u64;
                match action {
                    0 => {
                        queue.push(key, Cause::Change, at(now + delay));
                        wanted.insert(key);
                    }
                    1 => {
                        if let Some((key, _)) = queue.pop(at(now)) {
                            prop_assert!(running.insert(key));
                            prop_assert!(wanted.remove(&key));
                        }
                    }
                    _ => {
                        queue.finish(&key);
                        running.remove(&key);
                    }
                }
            }
            for key in running {
                queue.finish(&key);
            }
            while let Some((key, _)) = queue.pop(at(1_000)) {
                prop_assert!(wanted.remove(&key));
            }
            prop_assert!(wanted.is_empty());
        }
    }
}
