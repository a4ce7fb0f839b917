//! Runs of graphs: order, halts, checks, bounds, cancellation, panics.

use std::{
    cell::{Cell, RefCell},
    future::{self, Future},
    num::NonZeroUsize,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Wake, Waker},
    time::Duration,
};

use oper8_dag::{CompletionState, Graph, GraphError, Halt, Panicked, Runner};
use tokio::sync::{Barrier, Notify};

type State = CompletionState<String>;
type Ended = Result<(), Halt<String>>;

/// A graph whose nodes have no values; an edge `("a", "b")` makes `a` wait for `b`.
fn graph(nodes: &[&str], edges: &[(&str, &str)]) -> Graph<()> {
    let mut graph = Graph::new();
    for name in nodes {
        graph.add_node(*name, ()).expect("names differ");
    }
    for (node, upstream) in edges {
        graph.add_edge(node, upstream, ()).expect("no cycle");
    }
    graph
}

/// The sets in the order verified, unverified, failed, unstarted, each with its names joined by blanks.
#[track_caller]
fn check(state: &State, expected: [&str; 4]) {
    let sets = [
        state.verified_nodes(),
        state.unverified_nodes(),
        state.failed_nodes(),
        state.unstarted_nodes(),
    ];
    let found = sets.map(|set| set.into_iter().collect::<Vec<_>>().join(" "));
    assert_eq!(found, expected, "{state}");
}

/// The state of a run that must not hang; needs paused time, which jumps ahead when nothing is left to do.
async fn ends(run: impl Future<Output = State>) -> State {
    let limit = Duration::from_secs(60);
    tokio::time::timeout(limit, run)
        .await
        .expect("the run hangs")
}

fn bound(number: usize) -> Option<NonZeroUsize> {
    NonZeroUsize::new(number)
}

#[tokio::test]
async fn a_graph_without_nodes_is_complete() {
    let graph = graph(&[], &[]);
    let state: State = Runner::new(&graph).run(async |_| Ok(())).await;
    assert!(state.verify_completed());
}

#[tokio::test]
async fn with_a_concurrency_of_one_nodes_run_in_the_order_of_the_topology() {
    let graph = graph(&["c", "b", "a", "d"], &[("a", "c"), ("c", "d")]);
    let order = RefCell::new(Vec::new());
    let runner = Runner::new(&graph).concurrency(bound(1));
    let state: State = runner
        .run(async |node| {
            order.borrow_mut().push(node.name());
            Ok(())
        })
        .await;
    assert_eq!(order.into_inner(), ["d", "c", "a", "b"]);
    check(&state, ["a b c d", "", "", ""]);
}

#[tokio::test]
async fn a_failure_stops_what_waits_for_it_and_nothing_else() {
    let graph = graph(
        &["a", "b", "c", "d", "other"],
        &[("a", "b"), ("b", "c"), ("c", "d")],
    );
    let state = Runner::new(&graph)
        .run(async |node| match node.name() {
            "c" => Err(Halt::failed("boom".to_owned())),
            _ => Ok(()),
        })
        .await;
    check(&state, ["d other", "", "c", "a b"]);
    assert_eq!(state.error("c").unwrap(), "boom");
    assert!(state.failed() && !state.deploy_completed());
}

#[tokio::test]
async fn an_unverified_node_stops_what_waits_for_it_without_failing_the_run() {
    let graph = graph(&["a", "b", "c"], &[("a", "b")]);
    let state: State = Runner::new(&graph)
        .run(async |node| match node.name() {
            "b" => Err(Halt::Unverified(None)),
            _ => Ok(()),
        })
        .await;
    check(&state, ["c", "b", "", "a"]);
    assert!(!state.failed() && !state.deploy_completed());
}

#[tokio::test]
async fn all_errors_of_a_run_are_kept() {
    let graph = graph(&["c", "b", "a"], &[]);
    let state = Runner::new(&graph)
        .run(async |node| match node.name() {
            "a" => Err(Halt::unverified(Number(1))),
            "b" => Err(Halt::failed(Number(2))),
            _ => Err(Halt::failed(Number(3))),
        })
        .await
        .map(|error| error.0);
    let found: Vec<_> = state
        .errors()
        .iter()
        .map(|problem| *problem.error)
        .collect();
    assert_eq!(found, [2, 3, 1]);
}

struct Number(u8);

impl From<Panicked> for Number {
    fn from(_: Panicked) -> Self {
        Self(0)
    }
}

#[tokio::test]
async fn disabled_nodes_are_skipped_with_what_waits_for_them() {
    let graph = graph(&["a", "b", "c", "d"], &[("a", "b"), ("b", "c")]);
    let runner = Runner::new(&graph).disable(["b"]).unwrap();
    let state: State = runner.run(async |_| Ok(())).await;
    check(&state, ["c d", "", "", "a b"]);
    assert!(!state.verify_completed());
    let runner = Runner::new(&graph).disable_where(|node| node.name() > "b");
    let state: State = runner.run(async |_| Ok(())).await;
    check(&state, ["", "", "", "a b c d"]);
}

#[test]
fn disabling_an_unknown_node_is_an_error() {
    let refused = Runner::new(&graph(&["a"], &[])).disable(["x"]).unwrap_err();
    assert!(matches!(refused, GraphError::UnknownNode { name, .. } if name == "x"));
}

#[tokio::test(start_paused = true)]
async fn independent_nodes_run_at_the_same_time() {
    let graph = graph(&["a", "b", "c"], &[]);
    let barrier = Barrier::new(3);
    let runner = Runner::new(&graph);
    let run = runner.run(async |_| {
        barrier.wait().await;
        Ok(())
    });
    let state = ends(run).await;
    check(&state, ["a b c", "", "", ""]);
}

#[tokio::test]
async fn no_more_nodes_run_at_once_than_the_bound_allows() {
    let graph = graph(&["a", "b", "c", "d", "e", "f"], &[("f", "a")]);
    let (running, most) = (Cell::new(0), Cell::new(0));
    let state: State = Runner::new(&graph)
        .concurrency(bound(2))
        .run(async |_| {
            running.set(running.get() + 1);
            most.set(most.get().max(running.get()));
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            running.set(running.get() - 1);
            Ok(())
        })
        .await;
    assert_eq!((state.verified_nodes().len(), most.get()), (6, 2));
}

#[tokio::test(start_paused = true)]
async fn a_node_starts_as_soon_as_its_own_upstreams_are_done() {
    // `slow` ends only after `quick-child` has run.
    let graph = graph(
        &["slow", "quick", "quick-child"],
        &[("quick-child", "quick")],
    );
    let ran = Notify::new();
    let runner = Runner::new(&graph);
    let run = runner.run(async |node| {
        match node.name() {
            "slow" => ran.notified().await,
            "quick-child" => ran.notify_one(),
            _ => {}
        }
        Ok(())
    });
    let state = ends(run).await;
    assert!(state.verify_completed());
}

#[tokio::test]
async fn a_check_is_asked_again_when_another_node_has_ended() {
    let graph = graph(&["a", "b", "c", "d"], &[("a", "b"), ("c", "d")]);
    let ended = RefCell::new(Vec::new());
    let state: State = Runner::new(&graph)
        .run_checked(
            async |node| {
                if matches!(node.name(), "c" | "d") {
                    tokio::task::yield_now().await;
                }
                ended.borrow_mut().push(node.name());
                Ok(())
            },
            async |edge| Ok(edge.node().name() != "a" || ended.borrow().contains(&"c")),
        )
        .await;
    check(&state, ["a b c d", "", "", ""]);
    assert_eq!(ended.into_inner(), ["b", "d", "c", "a"]);
}

#[tokio::test]
async fn a_failed_node_lets_checks_be_asked_again_too() {
    let graph = graph(&["a", "b", "c"], &[("a", "b")]);
    let failed = Cell::new(false);
    let state = Runner::new(&graph)
        .run_checked(
            async |node| {
                if node.name() != "c" {
                    return Ok(());
                }
                for _ in 0..5 {
                    tokio::task::yield_now().await;
                }
                failed.set(true);
                Err(Halt::failed("c".to_owned()))
            },
            async |_| Ok(failed.get()),
        )
        .await;
    check(&state, ["a b", "", "c", ""]);
}

#[tokio::test(start_paused = true)]
async fn a_check_that_looked_before_another_node_ended_is_asked_again() {
    // The first check of `a` answers no, but only after `c` has ended: nothing ends later that could have it asked again.
    let graph = graph(&["a", "b", "c"], &[("a", "b")]);
    let (asked, c_may_end, c_ended) = (Cell::new(0), Notify::new(), Notify::new());
    let runner = Runner::new(&graph);
    let run = runner.run_checked(
        async |node| {
            if node.name() == "c" {
                c_may_end.notified().await;
                c_ended.notify_one();
            }
            Ok(())
        },
        async |_| {
            asked.set(asked.get() + 1);
            if asked.get() > 1 {
                return Ok(true);
            }
            c_may_end.notify_one();
            c_ended.notified().await;
            tokio::task::yield_now().await;
            Ok(false)
        },
    );
    let state = ends(run).await;
    check(&state, ["a b c", "", "", ""]);
    assert_eq!(asked.get(), 2);
}

#[tokio::test]
async fn a_node_whose_check_never_holds_stays_unstarted() {
    let graph = graph(&["a", "b", "c", "d"], &[("a", "b"), ("d", "a")]);
    let asked = Cell::new(0);
    let state: State = Runner::new(&graph)
        .concurrency(bound(1))
        .run_checked(
            async |_| Ok(()),
            async |_| {
                asked.set(asked.get() + 1);
                Ok(false)
            },
        )
        .await;
    check(&state, ["b c", "", "", "a d"]);
    // Once when `b` has ended, and again when `c` has.
    assert_eq!(asked.get(), 2);
    assert!(!state.failed() && !state.deploy_completed());
}

#[tokio::test]
async fn checks_are_asked_in_the_order_of_edges_when_all_upstreams_are_done() {
    let graph = graph(&["a", "b", "c"], &[("a", "c"), ("a", "b")]);
    let calls = RefCell::new(Vec::new());
    let state: State = Runner::new(&graph)
        .run_checked(
            async |node| {
                tokio::task::yield_now().await;
                calls.borrow_mut().push(node.name());
                Ok(())
            },
            async |edge| {
                calls.borrow_mut().push(edge.upstream().name());
                Ok(true)
            },
        )
        .await;
    assert!(state.verify_completed());
    assert_eq!(calls.into_inner()[2..], ["c", "b", "a"]);
}

#[tokio::test]
async fn an_error_of_a_check_ends_the_node_that_waits() {
    let graph = graph(
        &["a", "b", "c", "d", "up"],
        &[("a", "up"), ("b", "up"), ("c", "a"), ("d", "up")],
    );
    let state = Runner::new(&graph)
        .run_checked(
            async |_| Ok(()),
            async |edge| match edge.node().name() {
                "a" => Err(Halt::failed("fatal".to_owned())),
                "b" => Err(Halt::unverified("expected".to_owned())),
                _ => Ok(true),
            },
        )
        .await;
    check(&state, ["d up", "b", "a", "c"]);
    assert_eq!(state.error("a").unwrap(), "fatal");
    assert_eq!(state.error("b").unwrap(), "expected");
}

#[tokio::test]
async fn checks_are_taken_to_hold_when_upstreams_are_not_to_be_verified() {
    let graph = graph(&["a", "b"], &[("a", "b")]);
    let runner = Runner::new(&graph).verify_upstream(false);
    let state = runner
        .run_checked(
            async |_| Ok(()),
            async |_| -> Result<bool, Halt<String>> { panic!("asked") },
        )
        .await;
    check(&state, ["a b", "", "", ""]);
}

#[tokio::test]
async fn a_panic_becomes_the_failure_of_its_node() {
    let graph = graph(
        &["at-once", "later", "checked", "number", "waits", "fine"],
        &[("checked", "fine"), ("waits", "later")],
    );
    let state = Runner::new(&graph)
        .run_checked(
            |node| {
                assert_ne!(node.name(), "at-once", "no future was made");
                async move {
                    tokio::task::yield_now().await;
                    match node.name() {
                        "later" => panic!("boom"),
                        "number" => std::panic::panic_any(7),
                        _ => Ok(()),
                    }
                }
            },
            async |edge| match edge.upstream().name() {
                "fine" => panic!("{} broke", "check"),
                _ => Ok(true),
            },
        )
        .await;
    check(
        &state,
        ["fine", "", "at-once checked later number", "waits"],
    );
    assert!(
        state
            .error("at-once")
            .unwrap()
            .contains("no future was made")
    );
    assert_eq!(state.error("later").unwrap(), "panicked: boom");
    assert_eq!(state.error("number").unwrap(), "panicked: (no message)");
    let expected = "the check of upstream `fine` panicked: check broke";
    assert_eq!(state.error("checked").unwrap(), expected);
}

#[tokio::test]
async fn after_cancellation_running_nodes_are_awaited_and_no_others_start() {
    let graph = graph(&["a", "b", "c", "d"], &[("b", "a")]);
    let cancelled = Notify::new();
    let state: State = Runner::new(&graph)
        .concurrency(bound(2))
        .run_until(
            cancelled.notified(),
            async |node| {
                if node.name() == "a" {
                    cancelled.notify_one();
                }
                tokio::task::yield_now().await;
                Ok(())
            },
            async |_| Ok(true),
        )
        .await;
    // `a` and `c` were running; `b` became ready, and `d` had a free place, too late.
    check(&state, ["a c", "", "", "b d"]);
}

#[tokio::test]
async fn a_run_that_is_cancelled_before_it_begins_starts_nothing() {
    let graph = graph(&["a", "b"], &[]);
    let visit = async |_| -> Ended { panic!("started") };
    let state = Runner::new(&graph)
        .run_until(future::ready(()), visit, async |_| Ok(true))
        .await;
    check(&state, ["", "", "", "a b"]);
}

#[tokio::test(start_paused = true)]
async fn cancellation_drops_checks_that_are_being_asked() {
    let graph = graph(&["a", "b"], &[("a", "b")]);
    let asked = Notify::new();
    let runner = Runner::new(&graph);
    let run = runner.run_until(
        asked.notified(),
        async |_| Ok(()),
        async |_| {
            asked.notify_one();
            future::pending().await
        },
    );
    let state = ends(run).await;
    check(&state, ["b", "", "", "a"]);
}

#[tokio::test]
async fn dropping_a_run_drops_the_nodes_that_are_running() {
    struct Guard<'a>(&'a Cell<usize>);
    impl Drop for Guard<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let graph = graph(&["a", "b", "c"], &[("c", "a")]);
    let dropped = Cell::new(0);
    {
        let runner = Runner::new(&graph);
        let mut run = pin!(runner.run(async |_| -> Ended {
            let _guard = Guard(&dropped);
            future::pending().await
        }));
        assert!(
            run.as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
                .is_pending()
        );
        assert_eq!(dropped.get(), 0);
    }
    assert_eq!(dropped.get(), 2);
}

#[test]
fn a_run_is_not_woken_while_nothing_happens() {
    struct Counter(AtomicUsize);
    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let graph = graph(&["a", "b", "c"], &[("b", "a"), ("c", "b")]);
    let wakes = Arc::new(Counter(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&wakes));
    let asked = Notify::new();
    let runner = Runner::new(&graph);
    let mut run = pin!(runner.run_checked(
        async |node| -> Ended {
            if node.name() == "b" {
                asked.notified().await;
            }
            Ok(())
        },
        async |_| Ok(true),
    ));
    let mut context = Context::from_waker(&waker);
    let polls = (1..10).find(|_| {
        assert!(run.as_mut().poll(&mut context).is_pending());
        wakes.0.swap(0, Ordering::Relaxed) == 0
    });
    // Once more than needed: `FuturesUnordered` asks for another poll whenever it has polled all of its futures.
    assert_eq!(polls, Some(2));
    asked.notify_one();
    assert_eq!(wakes.0.load(Ordering::Relaxed), 1);
    assert!(run.as_mut().poll(&mut context).is_ready());
}

#[tokio::test]
async fn a_run_can_move_between_threads() {
    fn send<T: Send>(value: T) -> T {
        value
    }
    let mut graph = Graph::<String, bool>::new();
    graph.add_node("a", "x".to_owned()).unwrap();
    graph.add_node("b", "y".to_owned()).unwrap();
    graph.add_edge("a", "b", true).unwrap();
    let runner = Runner::new(&graph);
    let run = send(runner.run_until(
        future::pending(),
        async |node| {
            tokio::task::yield_now().await;
            assert!(!node.data().is_empty());
            Ok(())
        },
        async |edge| Ok(*edge.data()),
    ));
    let state: State = run.await;
    assert!(state.verify_completed());
}
