//! How all nodes of a run ended.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    sync::Arc,
};

use crate::{
    error::GraphError,
    outcome::{Halt, Outcome},
};

/// How a run ended: every node is in one of four sets, *verified*, *unverified*, *failed* or *unstarted*.
///
/// Beside the nodes' own errors it holds errors that belong to no node (of a hook, say), which count for the predicates
/// too. A state without nodes is complete.
///
/// # Examples
///
/// ```
/// use oper8_dag::{CompletionState, Outcome};
///
/// let state = CompletionState::new([
///     ("database", Outcome::Verified),
///     ("migrate", Outcome::Unverified(Some("the job is still running"))),
///     ("web", Outcome::Unstarted),
/// ])?;
/// assert!(!state.failed());
/// assert!(!state.deploy_completed());
/// assert_eq!(state.error("migrate"), Some(&"the job is still running"));
/// # Ok::<(), oper8_dag::GraphError>(())
/// ```
#[derive(Debug, Clone)]
pub struct CompletionState<E> {
    /// In graph order.
    nodes: Vec<(Arc<str>, Outcome<E>)>,
    /// Places in `nodes`, by name.
    by_name: Vec<usize>,
    /// Errors that belong to no node.
    others: Vec<Halt<E>>,
}

/// An error of a run, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem<E> {
    /// The node that the error ended; none for an error that belongs to no node.
    pub node: Option<Arc<str>>,
    /// Whether it is a failure, rather than something to wait for.
    pub failed: bool,
    /// The error.
    pub error: E,
}

impl<E> Default for CompletionState<E> {
    fn default() -> Self {
        Self::from_ordered(Vec::new())
    }
}

impl<E> CompletionState<E> {
    /// A state with these nodes; their order is the graph order of the state.
    ///
    /// A name that comes again with the same set counts once, with its first outcome.
    ///
    /// # Errors
    ///
    /// [`GraphError::Overlap`] when a name comes with two different sets.
    pub fn new<S: Into<Arc<str>>>(
        nodes: impl IntoIterator<Item = (S, Outcome<E>)>,
    ) -> Result<Self, GraphError> {
        let mut ordered: Vec<(Arc<str>, Outcome<E>)> = Vec::new();
        let mut places = HashMap::new();
        for (name, outcome) in nodes {
            let name = name.into();
            let place = *places.entry(Arc::clone(&name)).or_insert(ordered.len());
            match ordered.get(place) {
                None => ordered.push((name, outcome)),
                Some((_, known)) if known.set() == outcome.set() => {}
                Some((_, known)) => {
                    return Err(GraphError::Overlap {
                        name: name.as_ref().into(),
                        first: known.set(),
                        second: outcome.set(),
                    });
                }
            }
        }
        Ok(Self::from_ordered(ordered))
    }

    /// A state from nodes whose names are known to differ.
    pub(crate) fn from_ordered(nodes: Vec<(Arc<str>, Outcome<E>)>) -> Self {
        let mut by_name: Vec<usize> = (0..nodes.len()).collect();
        by_name.sort_unstable_by(|a, b| nodes[*a].0.cmp(&nodes[*b].0));
        Self {
            nodes,
            by_name,
            others: Vec::new(),
        }
    }

    /// Adds an error that belongs to no node, such as one of a hook that runs between two phases.
    pub fn add_error(&mut self, error: Halt<E>) {
        self.others.push(error);
    }

    /// Whether every node ran, and none failed; some may be unverified.
    #[must_use]
    pub fn deploy_completed(&self) -> bool {
        self.outcomes()
            .all(|outcome| outcome.is_verified() || outcome.is_unverified())
    }

    /// Whether every node is verified, and there is no other error.
    #[must_use]
    pub fn verify_completed(&self) -> bool {
        self.others.is_empty() && self.outcomes().all(Outcome::is_verified)
    }

    /// Whether a node failed, or an error that belongs to no node is a failure.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.outcomes().any(Outcome::is_failed) || self.others.iter().any(Halt::is_failed)
    }

    /// The names of the verified nodes, sorted.
    #[must_use]
    pub fn verified_nodes(&self) -> BTreeSet<&str> {
        self.names(Outcome::is_verified)
    }

    /// The names of the unverified nodes, sorted.
    #[must_use]
    pub fn unverified_nodes(&self) -> BTreeSet<&str> {
        self.names(Outcome::is_unverified)
    }

    /// The names of the failed nodes, sorted.
    #[must_use]
    pub fn failed_nodes(&self) -> BTreeSet<&str> {
        self.names(Outcome::is_failed)
    }

    /// The names of the nodes that did not run, sorted.
    #[must_use]
    pub fn unstarted_nodes(&self) -> BTreeSet<&str> {
        self.names(Outcome::is_unstarted)
    }

    /// The names of all nodes, sorted.
    #[must_use]
    pub fn all_nodes(&self) -> BTreeSet<&str> {
        self.names(|_| true)
    }

    /// All nodes with their outcomes, in graph order: for a run, the order of [`Graph::topology`](crate::Graph::topology).
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (&str, &Outcome<E>)> {
        self.nodes.iter().map(|(name, outcome)| (&**name, outcome))
    }

    /// The outcome of a node. None when the run did not have it.
    #[must_use]
    pub fn outcome(&self, name: &str) -> Option<&Outcome<E>> {
        let found = self
            .by_name
            .binary_search_by(|place| (*self.nodes[*place].0).cmp(name))
            .ok()?;
        Some(&self.nodes[self.by_name[found]].1)
    }

    /// The error of a node. None also for a node that ended without one.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&E> {
        self.outcome(name)?.error()
    }

    /// All errors, failures first; among equals those of nodes in graph order, then those that belong to no node.
    #[must_use]
    pub fn errors(&self) -> Vec<Problem<&E>> {
        let nodes = self.nodes.iter().filter_map(|(name, outcome)| {
            Some(Problem {
                node: Some(Arc::clone(name)),
                failed: outcome.is_failed(),
                error: outcome.error()?,
            })
        });
        let others = self.others.iter().filter_map(|halt| {
            Some(Problem {
                node: None,
                failed: halt.is_failed(),
                error: halt.error()?,
            })
        });
        ranked(nodes.chain(others))
    }

    /// All errors as values, in the order of [`errors`](Self::errors).
    #[must_use]
    pub fn into_errors(self) -> Vec<Problem<E>> {
        let nodes = self.nodes.into_iter().filter_map(|(name, outcome)| {
            let failed = outcome.is_failed();
            let (Outcome::Unverified(error) | Outcome::Failed(error)) = outcome else {
                return None;
            };
            Some(Problem {
                node: Some(name),
                failed,
                error: error?,
            })
        });
        let others = self.others.into_iter().filter_map(|halt| {
            let failed = halt.is_failed();
            let (Halt::Unverified(error) | Halt::Failed(error)) = halt;
            Some(Problem {
                node: None,
                failed,
                error: error?,
            })
        });
        ranked(nodes.chain(others))
    }

    /// The same state with another kind of error.
    pub fn map<F>(self, mut change: impl FnMut(E) -> F) -> CompletionState<F> {
        CompletionState {
            nodes: self
                .nodes
                .into_iter()
                .map(|(name, outcome)| (name, outcome.map(&mut change)))
                .collect(),
            by_name: self.by_name,
            others: self
                .others
                .into_iter()
                .map(|halt| match halt {
                    Halt::Unverified(error) => Halt::Unverified(error.map(&mut change)),
                    Halt::Failed(error) => Halt::Failed(error.map(&mut change)),
                })
                .collect(),
        }
    }

    /// The state of a rollout whose nodes were first deployed (`self`) and then verified (`verification`).
    ///
    /// A node is *verified* when both phases say so; *failed* when either does; *unstarted* when it was never deployed;
    /// *unverified* in all other cases, so also when the second phase did not reach it or does not have it. Where both
    /// phases have an error for a node, the more severe one stays with it, the first one among equals, and the other
    /// joins the errors that belong to no node. Those of both phases are kept, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_dag::{CompletionState, Outcome};
    ///
    /// let deployed = CompletionState::<String>::new([("a", Outcome::Verified), ("b", Outcome::Verified)])?;
    /// let verified = CompletionState::new([("a", Outcome::Verified), ("b", Outcome::Unverified(None))])?;
    /// let state = deployed.with_verification(verified);
    /// assert!(state.deploy_completed() && !state.verify_completed());
    /// assert_eq!(state.unverified_nodes(), ["b"].into());
    /// # Ok::<(), oper8_dag::GraphError>(())
    /// ```
    #[must_use]
    pub fn with_verification(self, verification: Self) -> Self {
        let mut second: HashMap<_, _> = verification
            .nodes
            .iter()
            .enumerate()
            .map(|(place, (name, _))| (Arc::clone(name), place))
            .collect();
        let mut verified: Vec<_> = verification.nodes.into_iter().map(Some).collect();
        let mut others = self.others;
        let mut nodes = Vec::with_capacity(self.nodes.len());
        for (name, deployed) in self.nodes {
            let verified = second
                .remove(&name)
                .and_then(|place| verified[place].take())
                .map_or(Outcome::Unstarted, |(_, outcome)| outcome);
            let (outcome, displaced) = both_phases(deployed, verified);
            nodes.push((name, outcome));
            others.extend(displaced);
        }
        nodes.extend(verified.into_iter().flatten());
        others.extend(verification.others);
        Self {
            others,
            ..Self::from_ordered(nodes)
        }
    }

    fn outcomes(&self) -> impl Iterator<Item = &Outcome<E>> {
        self.nodes.iter().map(|(_, outcome)| outcome)
    }

    fn names(&self, wanted: impl Fn(&Outcome<E>) -> bool) -> BTreeSet<&str> {
        self.nodes()
            .filter(|(_, outcome)| wanted(outcome))
            .map(|(name, _)| name)
            .collect()
    }
}

fn ranked<E>(problems: impl Iterator<Item = Problem<E>>) -> Vec<Problem<E>> {
    let mut problems: Vec<_> = problems.collect();
    problems.sort_by_key(|problem| !problem.failed);
    problems
}

/// The outcome of a node over both phases, and the error that it has no room for.
fn both_phases<E>(deployed: Outcome<E>, verified: Outcome<E>) -> (Outcome<E>, Option<Halt<E>>) {
    use Outcome::{Failed, Unstarted, Unverified, Verified};
    match (deployed, verified) {
        (Verified, Verified) => (Verified, None),
        (Verified, Unstarted) => (Unverified(None), None),
        (Verified, outcome @ (Unverified(_) | Failed(_))) => (outcome, None),
        (outcome @ (Failed(_) | Unverified(_) | Unstarted), Verified | Unstarted) => {
            (outcome, None)
        }
        (Unstarted, Failed(error)) => (Failed(error), None),
        (Unstarted, Unverified(error)) => (Unstarted, displaced(Halt::Unverified(error))),
        (Failed(first), Failed(second)) => (Failed(first), displaced(Halt::Failed(second))),
        (Failed(first), Unverified(second)) => (Failed(first), displaced(Halt::Unverified(second))),
        (Unverified(first), Failed(second)) => (Failed(second), displaced(Halt::Unverified(first))),
        (Unverified(first), Unverified(second)) => {
            (Unverified(first), displaced(Halt::Unverified(second)))
        }
    }
}

fn displaced<E>(halt: Halt<E>) -> Option<Halt<E>> {
    halt.error().is_some().then_some(halt)
}

/// Writes one line for each set, with its names sorted, and one for each error in the order of
/// [`errors`](CompletionState::errors), or `Exception: None`.
impl<E: fmt::Display> fmt::Display for CompletionState<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = [
            ("Verified", self.verified_nodes()),
            ("Unverified", self.unverified_nodes()),
            ("Failed", self.failed_nodes()),
            ("Unstarted", self.unstarted_nodes()),
        ];
        for (set, names) in sets {
            let names: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
            writeln!(f, "[NODES] {set}: [{}]", names.join(", "))?;
        }
        let errors: Vec<_> = self
            .errors()
            .iter()
            .map(|problem| format!("Exception: {}", problem.error))
            .collect();
        match errors.is_empty() {
            true => f.write_str("Exception: None"),
            false => f.write_str(&errors.join("\n")),
        }
    }
}
