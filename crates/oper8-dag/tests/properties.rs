//! What holds for every graph and every run of it.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    future::poll_fn,
    num::NonZeroUsize,
    task::Poll,
};

use oper8_dag::{CompletionState, Graph, GraphError, Halt, Runner};
use proptest::{collection::vec, prelude::*, sample::Index};

/// How a node or a check behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behaviour {
    Ok,
    Unverified,
    Failed,
    Panics,
    /// Of a check: it does not hold.
    Refuses,
}

/// A graph with a behaviour for each node, one for each edge, and how often each node waits before it ends.
#[derive(Debug, Clone)]
struct Case {
    names: Vec<String>,
    /// Pairs of places in `names`: a node and its upstream, which comes earlier.
    edges: BTreeMap<(usize, usize), Behaviour>,
    nodes: Vec<(Behaviour, usize)>,
    disabled: BTreeSet<usize>,
    concurrency: Option<NonZeroUsize>,
}

fn behaviour(with_refusal: bool) -> impl Strategy<Value = Behaviour> {
    let last = if with_refusal {
        Behaviour::Refuses
    } else {
        Behaviour::Ok
    };
    prop_oneof![
        12 => Just(Behaviour::Ok),
        1 => Just(Behaviour::Unverified),
        1 => Just(Behaviour::Failed),
        1 => Just(Behaviour::Panics),
        1 => Just(last),
    ]
}

fn names() -> impl Strategy<Value = Vec<String>> {
    (1..14_usize)
        .prop_map(|count| {
            (0..count)
                .map(|number| format!("n{number}"))
                .collect::<Vec<_>>()
        })
        .prop_shuffle()
}

fn case() -> impl Strategy<Value = Case> {
    let edges = vec((any::<Index>(), any::<Index>(), behaviour(true)), 0..30);
    let disabled = vec(any::<Index>(), 0..2);
    (names(), edges, disabled, 0..5_usize).prop_flat_map(|(names, edges, disabled, bound)| {
        let count = names.len();
        let edges: BTreeMap<_, _> = edges
            .into_iter()
            .map(|(a, b, behaviour)| (a.index(count), b.index(count), behaviour))
            .filter(|(a, b, _)| a != b)
            .map(|(a, b, behaviour)| ((a.max(b), a.min(b)), behaviour))
            .collect();
        let disabled = disabled
            .into_iter()
            .map(|index| index.index(count))
            .collect();
        vec((behaviour(false), 0..4_usize), count).prop_map(move |nodes| Case {
            names: names.clone(),
            edges: edges.clone(),
            nodes,
            disabled: BTreeSet::clone(&disabled),
            concurrency: NonZeroUsize::new(bound),
        })
    })
}

impl Case {
    fn graph(&self) -> Graph<usize, Behaviour> {
        let mut graph = Graph::new();
        for (place, name) in self.names.iter().enumerate() {
            graph.add_node(name.as_str(), place).expect("names differ");
        }
        for ((node, upstream), behaviour) in &self.edges {
            graph
                .add_edge(&self.names[*node], &self.names[*upstream], *behaviour)
                .expect("upstreams come earlier");
        }
        graph
    }

    /// How each node must end, told node by node without any concurrency. None stands for unstarted.
    fn expected(&self) -> Vec<Option<Behaviour>> {
        let mut ends: Vec<Option<Behaviour>> = Vec::new();
        for (place, (behaviour, _)) in self.nodes.iter().enumerate() {
            let edges = self.edges.range((place, 0)..(place + 1, 0));
            let upstreams_done = edges
                .clone()
                .all(|((_, upstream), _)| ends[*upstream] == Some(Behaviour::Ok));
            let first_problem = edges
                .map(|(_, check)| *check)
                .find(|check| *check != Behaviour::Ok);
            ends.push(
                match (
                    self.disabled.contains(&place) || !upstreams_done,
                    first_problem,
                ) {
                    (true, _) | (false, Some(Behaviour::Refuses)) => None,
                    (false, Some(problem)) => Some(problem),
                    (false, None) => Some(*behaviour),
                },
            );
        }
        ends
    }
}

fn end(behaviour: Behaviour) -> Result<bool, Halt<String>> {
    match behaviour {
        Behaviour::Ok => Ok(true),
        Behaviour::Refuses => Ok(false),
        Behaviour::Unverified => Err(Halt::unverified("unverified".to_owned())),
        Behaviour::Failed => Err(Halt::failed("failed".to_owned())),
        // Unlike `panic!` this prints nothing.
        Behaviour::Panics => std::panic::resume_unwind(Box::new("panic")),
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime without drivers needs nothing")
        .block_on(future)
}

/// The names of a set of the state and those that the set must have.
fn compare(
    case: &Case,
    found: &BTreeSet<&str>,
    wanted: impl Fn(Option<Behaviour>) -> bool,
) -> Result<(), TestCaseError> {
    let expected: BTreeSet<&str> = case
        .expected()
        .into_iter()
        .zip(&case.names)
        .filter(|(end, _)| wanted(*end))
        .map(|(_, name)| name.as_str())
        .collect();
    prop_assert_eq!(found, &expected);
    Ok(())
}

proptest! {
    #[test]
    fn every_run_ends_each_node_as_its_upstreams_and_checks_demand(case in case()) {
        let graph = case.graph();
        let running = Cell::new(0_usize);
        let done = RefCell::new(BTreeSet::new());
        let broken = RefCell::new(Vec::new());
        let expect = |holds: bool, what: &str| {
            if !holds {
                broken.borrow_mut().push(what.to_owned());
            }
        };
        let runner = Runner::new(&graph)
            .concurrency(case.concurrency)
            .disable_where(|node| case.disabled.contains(node.data()));
        let state: CompletionState<String> = block_on(runner.run_checked(
            async |node| {
                running.set(running.get() + 1);
                expect(case.concurrency.is_none_or(|bound| running.get() <= bound.get()), "too many at once");
                expect(node.upstreams().all(|up| done.borrow().contains(up.name())), "started too early");
                let (behaviour, turns) = case.nodes[*node.data()];
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                running.set(running.get() - 1);
                end(behaviour)?;
                expect(done.borrow_mut().insert(node.name()), "ran twice");
                Ok(())
            },
            async |edge| {
                expect(done.borrow().contains(edge.upstream().name()), "asked too early");
                tokio::task::yield_now().await;
                end(*edge.data())
            },
        ));
        prop_assert_eq!(broken.into_inner(), Vec::<String>::new());
        compare(&case, &state.verified_nodes(), |end| end == Some(Behaviour::Ok))?;
        compare(&case, &state.unverified_nodes(), |end| end == Some(Behaviour::Unverified))?;
        compare(&case, &state.failed_nodes(), |end| {
            matches!(end, Some(Behaviour::Failed | Behaviour::Panics))
        })?;
        compare(&case, &state.unstarted_nodes(), |end| end.is_none())?;
        let sets = [
            state.verified_nodes(),
            state.unverified_nodes(),
            state.failed_nodes(),
            state.unstarted_nodes(),
        ];
        prop_assert_eq!(sets.iter().map(BTreeSet::len).sum::<usize>(), graph.len());
        prop_assert_eq!(state.all_nodes().len(), graph.len());
        prop_assert_eq!(state.failed(), !sets[2].is_empty());
        prop_assert_eq!(state.verify_completed(), sets[0].len() == graph.len());
        prop_assert_eq!(state.deploy_completed(), sets[2].is_empty() && sets[3].is_empty());
    }

    #[test]
    fn a_cancelled_run_starts_nothing_more_and_awaits_what_it_started(case in case(), turns in 0..40_usize) {
        let graph = case.graph();
        let cancelled = Cell::new(false);
        let polls = Cell::new(0);
        let begun = RefCell::new(BTreeSet::new());
        let ended = RefCell::new(BTreeSet::new());
        let broken = RefCell::new(Vec::new());
        let expect = |holds: bool, what: &str| {
            if !holds {
                broken.borrow_mut().push(what.to_owned());
            }
        };
        let cancel = poll_fn(|context| {
            polls.set(polls.get() + 1);
            if polls.get() > turns {
                cancelled.set(true);
                return Poll::Ready(());
            }
            // The next poll may come before anything else has happened.
            context.waker().wake_by_ref();
            Poll::Pending
        });
        let runner = Runner::new(&graph)
            .concurrency(case.concurrency)
            .disable_where(|node| case.disabled.contains(node.data()));
        let state: CompletionState<String> = block_on(runner.run_until(
            cancel,
            async |node| {
                expect(!cancelled.get(), "started after the end");
                expect(node.upstreams().all(|up| ended.borrow().contains(up.name())), "started too early");
                begun.borrow_mut().insert(node.name());
                let (behaviour, turns) = case.nodes[*node.data()];
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                end(behaviour)?;
                ended.borrow_mut().insert(node.name());
                Ok(())
            },
            async |edge| {
                expect(!cancelled.get(), "asked after the end");
                tokio::task::yield_now().await;
                expect(!cancelled.get(), "answered after the end");
                end(*edge.data())
            },
        ));
        prop_assert_eq!(broken.into_inner(), Vec::<String>::new());
        prop_assert_eq!(state.all_nodes().len(), graph.len());
        let complete = case.expected();
        for (place, name) in case.names.iter().enumerate() {
            let told = match name.as_str() {
                name if state.verified_nodes().contains(name) => Some(Behaviour::Ok),
                name if state.unverified_nodes().contains(name) => Some(Behaviour::Unverified),
                name if state.failed_nodes().contains(name) => Some(Behaviour::Failed),
                _ => None,
            };
            let same = match complete[place] {
                Some(Behaviour::Panics) => Some(Behaviour::Failed),
                other => other,
            };
            if begun.borrow().contains(name.as_str()) {
                prop_assert_eq!(told, same, "{} was started, and so runs to its end", name);
            } else {
                // A check may have ended it; else it is as if it had never been looked at.
                prop_assert!(told.is_none() || told == same && told != Some(Behaviour::Ok));
            }
        }
        if !cancelled.get() {
            prop_assert_eq!(state.verified_nodes().len(), complete.iter().filter(|end| **end == Some(Behaviour::Ok)).count());
        }
    }

    #[test]
    fn topology_puts_upstreams_first_and_depends_on_names_and_edges_alone(
        (case, order) in case().prop_flat_map(|case| {
            let order: Vec<usize> = (0..case.names.len()).collect();
            (Just(case), Just(order).prop_shuffle())
        })
    ) {
        let graph = case.graph();
        let topology: Vec<_> = graph.topology().iter().map(|node| node.name()).collect();
        prop_assert_eq!(topology.len(), graph.len());
        let place = |name| topology.iter().position(|other| *other == name);
        for edge in graph.edges() {
            prop_assert!(place(edge.upstream().name()) < place(edge.node().name()));
        }
        let mut shuffled = Graph::<()>::new();
        for node in &order {
            shuffled.add_node(case.names[*node].as_str(), ()).unwrap();
        }
        for (node, upstream) in case.edges.keys().rev() {
            shuffled.add_edge(&case.names[*node], &case.names[*upstream], ()).unwrap();
        }
        let again: Vec<_> = shuffled.topology().iter().map(|node| node.name()).collect();
        prop_assert_eq!(again, topology);
    }

    #[test]
    fn an_edge_is_refused_exactly_when_it_would_close_a_cycle(
        names in names(),
        edges in vec((any::<Index>(), any::<Index>()), 0..60),
    ) {
        let mut graph = Graph::<()>::new();
        for name in &names {
            graph.add_node(name.as_str(), ()).unwrap();
        }
        let mut kept: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (node, upstream) in edges {
            let (node, upstream) = (node.get(&names).as_str(), upstream.get(&names).as_str());
            let cycle = waits_for(&kept, upstream, node);
            match graph.add_edge(node, upstream, ()) {
                Ok(_) => {
                    prop_assert!(!cycle);
                    kept.insert((node, upstream));
                }
                Err(GraphError::SelfEdge { .. }) => prop_assert_eq!(node, upstream),
                Err(GraphError::Cycle { path }) => {
                    prop_assert!(cycle && node != upstream);
                    prop_assert_eq!((&*path[0], &*path[1]), (node, upstream));
                    prop_assert_eq!(path.last(), path.first());
                    for pair in path[1..].windows(2) {
                        prop_assert!(kept.contains(&(&*pair[0], &*pair[1])));
                    }
                }
                Err(other) => return Err(TestCaseError::fail(other.to_string())),
            }
        }
        prop_assert_eq!(graph.topology().len(), names.len());
        for from in &names {
            for to in &names {
                prop_assert_eq!(graph.has_path(from, to), Ok(waits_for(&kept, from, to)));
            }
        }
    }
}

/// Whether there is a path, found in the simplest way.
fn waits_for(edges: &BTreeSet<(&str, &str)>, from: &str, to: &str) -> bool {
    let mut reached = BTreeSet::from([from]);
    loop {
        let next: BTreeSet<_> = edges
            .iter()
            .filter(|(node, upstream)| reached.contains(node) && !reached.contains(upstream))
            .map(|(_, upstream)| *upstream)
            .collect();
        if next.is_empty() {
            return reached.contains(to);
        }
        reached.extend(next);
    }
}
