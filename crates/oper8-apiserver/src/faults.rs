//! Faults on purpose: requests that fail, wait or break, and watches that lie, by rules that can be replayed.

mod arrival;
mod edit;
mod failure;
mod merge;
mod milliseconds;
mod mutation;
mod pairs;
mod pause;
mod plan;
mod requests;
mod rule;
mod stale;
mod store_edit;
mod tap;
mod watches;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use parking_lot::Mutex;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use self::edit::{Change, Edit, Lie, ObjectRef};
pub use self::failure::Failure;
pub use self::mutation::Mutation;
pub use self::pairs::Pair;
pub use self::pause::{Held, Paused};
pub use self::plan::{Plan, PlanError};
pub use self::requests::{Requests, Verb};
pub use self::rule::{Action, At, Effect, Odds, Rule, RuleError, WatchFault};
pub use self::watches::Frozen;

pub(crate) use self::arrival::Arrival;
pub(crate) use self::requests::Call;

use self::arrival::Hit;
use self::watches::{Frost, Running};

/// The faults of a server. Clones share the rules.
///
/// A rule is asked about each request that comes in, in the order in which rules were added; each counts the requests it
/// matches, whatever the others do. What waits because of a rule goes on when the rule is removed. A server without rules
/// pays one atomic read a request.
///
/// # Examples
///
/// ```
/// use oper8_apiserver::{ApiServer, faults::{Requests, Rule}};
///
/// let server = ApiServer::builder().build();
/// let faults = server.faults();
/// // The second write of a Deployment is done, but the client learns of a broken connection.
/// let id = faults.add(
///     Rule::reset().on(Requests::writes().resource("apps", "deployments")).nth(2).after_commit(),
/// );
/// assert_eq!(faults.fired()[&id], 0);
/// faults.remove(id);
/// ```
#[derive(Clone)]
pub struct Faults(Arc<Shared>);

/// A rule that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(u64);

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule {}", self.0)
    }
}

struct Shared {
    /// How many rules there are, so that a request need not take the lock to learn that there are none.
    active: AtomicUsize,
    state: Mutex<State>,
    stopped: CancellationToken,
}

#[derive(Default)]
struct State {
    next: u64,
    rules: BTreeMap<RuleId, Installed>,
    /// Counts outlive their rules.
    fired: BTreeMap<RuleId, Arc<AtomicU64>>,
    watches: BTreeMap<u64, Running>,
    frosts: BTreeMap<u64, Frost>,
}

struct Installed {
    rule: Rule,
    /// How many requests matched so far.
    calls: u64,
    removed: CancellationToken,
    /// Where to tell that a request is held, for rules that pause.
    pause: Option<mpsc::UnboundedSender<Held>>,
}

impl Faults {
    pub(crate) fn new(stopped: CancellationToken) -> Self {
        Self(Arc::new(Shared {
            active: AtomicUsize::new(0),
            state: Mutex::default(),
            stopped,
        }))
    }

    /// Adds a rule; it counts requests from now on.
    pub fn add(&self, rule: Rule) -> RuleId {
        self.install(rule, None)
    }

    /// Takes a rule away, and lets go what it holds. Its count stays. `false` when there is no such rule.
    pub fn remove(&self, id: RuleId) -> bool {
        let mut state = self.0.state.lock();
        let removed = state.rules.remove(&id);
        self.0.active.store(state.rules.len(), Ordering::Release);
        drop(state);
        if let Some(rule) = &removed {
            rule.removed.cancel();
        }
        removed.is_some()
    }

    /// Takes all rules and counts away, lets go what they hold, and thaws what [`Faults::freeze`] froze.
    pub fn clear(&self) {
        let mut state = self.0.state.lock();
        let removed = std::mem::take(&mut state.rules);
        let thawed = std::mem::take(&mut state.frosts);
        state.fired.clear();
        self.0.active.store(0, Ordering::Release);
        drop(state);
        let rules = removed.values().map(|rule| &rule.removed);
        for token in rules.chain(thawed.values().map(|frost| &frost.removed)) {
            token.cancel();
        }
    }

    /// The rules as they were added.
    #[must_use]
    pub fn rules(&self) -> BTreeMap<RuleId, Rule> {
        let state = self.0.state.lock();
        let rules = state.rules.iter();
        rules.map(|(id, it)| (*id, it.rule.clone())).collect()
    }

    /// How often each rule took effect since the last [`Faults::clear`], rules that were removed among them.
    #[must_use]
    pub fn fired(&self) -> BTreeMap<RuleId, u64> {
        let state = self.0.state.lock();
        let fired = state.fired.iter();
        fired
            .map(|(id, count)| (*id, count.load(Ordering::Relaxed)))
            .collect()
    }

    /// The rules that are there and took no effect so far.
    ///
    /// A plan of which all rules are left over did nothing: its run was the clean one, and says nothing.
    #[must_use]
    pub fn idle(&self) -> Plan {
        let state = self.0.state.lock();
        let fired = |id| state.fired.get(id).map(|it| it.load(Ordering::Relaxed));
        let idle = state.rules.iter().filter(|(id, _)| fired(id) == Some(0));
        idle.map(|(_, installed)| installed.rule.clone()).collect()
    }

    /// Adds a rule that holds each request it fires on until the test lets it go: for "the operator dies in the middle".
    ///
    /// The rule's own action follows when the request goes on; [`Rule::pass`] is a rule without one. With
    /// [`Rule::after_commit`] the request is held when its work is done and before it is answered.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_apiserver::{ApiServer, faults::{Requests, Rule}};
    ///
    /// # async fn dies_at(k: u64, operator: impl Future<Output = ()> + Send + 'static) {
    /// let server = ApiServer::builder().build();
    /// let mut paused = server.faults().pause_at(Rule::pass().on(Requests::writes()).nth(k));
    /// let operator = tokio::spawn(operator);
    /// let mut write = paused.arrived().await;
    /// operator.abort();
    /// write.gone().await; // the k-th write was not done, and never will be
    /// # }
    /// ```
    pub fn pause_at(&self, rule: Rule) -> Paused {
        let (sender, held) = mpsc::unbounded_channel();
        let id = self.install(rule, Some(sender));
        Paused::new(self.clone(), id, held)
    }

    fn install(&self, rule: Rule, pause: Option<mpsc::UnboundedSender<Held>>) -> RuleId {
        let mut state = self.0.state.lock();
        let id = state.next_id();
        state.fired.insert(id, Arc::default());
        let installed = Installed {
            rule,
            calls: 0,
            removed: CancellationToken::new(),
            pause,
        };
        state.rules.insert(id, installed);
        self.0.active.store(state.rules.len(), Ordering::Release);
        id
    }

    /// What the rules do to a request that comes in.
    pub(crate) fn arrive(&self, call: &Call<'_>, revision: impl FnOnce() -> u64) -> Arrival {
        if self.0.active.load(Ordering::Acquire) == 0 {
            return Arrival::default();
        }
        let mut state = self.0.state.lock();
        let State { rules, fired, .. } = &mut *state;
        let mut hits = Vec::new();
        let revision = revision();
        for (id, installed) in rules {
            let early = (installed.rule.since_revision).is_some_and(|since| revision < since);
            if early || !installed.rule.is_about(call) {
                continue;
            }
            installed.calls += 1;
            if !installed.rule.is_due(installed.calls) {
                continue;
            }
            hits.push(Hit {
                at: installed.rule.at,
                action: installed.rule.action.clone(),
                removed: installed.removed.clone(),
                stopped: self.0.stopped.clone(),
                pause: installed.pause.clone(),
                fired: fired.get(id).cloned().unwrap_or_default(),
            });
        }
        Arrival::new(hits)
    }
}

impl State {
    fn next_id(&mut self) -> RuleId {
        self.next += 1;
        RuleId(self.next)
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faults")
            .field("rules", &self.rules())
            .finish_non_exhaustive()
    }
}
