//! States of runs: sets, predicates, errors, and the state of two phases.

use oper8_dag::{CompletionState, Graph, Halt, Outcome};

type State = CompletionState<&'static str>;
type Nodes<'a> = &'a [(&'a str, Outcome<&'static str>)];

const VERIFIED: Outcome<&str> = Outcome::Verified;
const UNSTARTED: Outcome<&str> = Outcome::Unstarted;

fn unverified(error: &'static str) -> Outcome<&'static str> {
    Outcome::Unverified(Some(error))
}

fn failed(error: &'static str) -> Outcome<&'static str> {
    Outcome::Failed(Some(error))
}

fn state(nodes: Nodes<'_>) -> State {
    CompletionState::new(nodes.iter().cloned()).expect("names differ")
}

/// The predicates in the order `deploy_completed`, `verify_completed`, `failed`.
#[track_caller]
fn check(state: &State, expected: [bool; 3]) {
    let found = [
        state.deploy_completed(),
        state.verify_completed(),
        state.failed(),
    ];
    assert_eq!(found, expected, "{state}");
}

#[test]
fn predicates_follow_the_sets() {
    check(&State::default(), [true, true, false]);
    check(&state(&[("a", VERIFIED)]), [true, true, false]);
    check(
        &state(&[("a", VERIFIED), ("b", unverified("e"))]),
        [true, false, false],
    );
    check(
        &state(&[("a", Outcome::Unverified(None))]),
        [true, false, false],
    );
    check(
        &state(&[("a", VERIFIED), ("b", UNSTARTED)]),
        [false, false, false],
    );
    check(&state(&[("a", failed("e"))]), [false, false, true]);
    check(
        &state(&[("a", Outcome::Failed(None)), ("b", unverified("e"))]),
        [false, false, true],
    );
}

#[test]
fn errors_that_belong_to_no_node_count_too() {
    let with = |error| {
        let mut state = state(&[("a", VERIFIED)]);
        state.add_error(error);
        state
    };
    check(&with(Halt::unverified("hook waits")), [true, false, false]);
    check(&with(Halt::failed("hook failed")), [true, false, true]);
    check(&with(Halt::Unverified(None)), [true, false, false]);
    check(&with(Halt::Failed(None)), [true, false, true]);
    let mut empty = State::default();
    empty.add_error(Halt::failed("boom"));
    check(&empty, [true, false, true]);
}

#[test]
fn a_node_in_two_sets_is_refused() {
    let refused = State::new([("a", VERIFIED), ("b", VERIFIED), ("a", UNSTARTED)]).unwrap_err();
    let expected = "node `a` is both verified and unstarted; it can be in one set only";
    assert_eq!(refused.to_string(), expected);
}

#[test]
fn a_node_given_twice_to_one_set_counts_once() {
    let state = state(&[("a", failed("first")), ("a", failed("second"))]);
    assert_eq!(state.nodes().len(), 1);
    assert_eq!(state.error("a"), Some(&"first"));
}

#[test]
fn sets_are_sorted_and_nodes_keep_graph_order() {
    let state = state(&[
        ("c", VERIFIED),
        ("a", VERIFIED),
        ("d", UNSTARTED),
        ("b", failed("e")),
    ]);
    assert_eq!(
        state.verified_nodes().into_iter().collect::<Vec<_>>(),
        ["a", "c"]
    );
    assert_eq!(state.failed_nodes(), ["b"].into());
    assert_eq!(state.unstarted_nodes(), ["d"].into());
    assert!(state.unverified_nodes().is_empty());
    assert_eq!(state.all_nodes().len(), 4);
    assert_eq!(
        state.nodes().map(|(name, _)| name).collect::<Vec<_>>(),
        ["c", "a", "d", "b"]
    );
    assert_eq!(state.outcome("b"), Some(&failed("e")));
    assert_eq!((state.outcome("x"), state.error("a")), (None, None));
}

#[test]
fn errors_are_ranked_by_severity_and_then_by_graph_order() {
    let mut state = state(&[
        ("z", unverified("z waits")),
        ("y", failed("y failed")),
        ("b", Outcome::Failed(None)),
        ("a", failed("a failed")),
    ]);
    state.add_error(Halt::unverified("hook waits"));
    state.add_error(Halt::failed("hook failed"));
    let expected = [
        (Some("y"), true, "y failed"),
        (Some("a"), true, "a failed"),
        (None, true, "hook failed"),
        (Some("z"), false, "z waits"),
        (None, false, "hook waits"),
    ];
    let borrowed: Vec<_> = state.errors();
    let found: Vec<_> = borrowed
        .iter()
        .map(|problem| (problem.node.as_deref(), problem.failed, *problem.error))
        .collect();
    assert_eq!(found, expected);
    let owned = state.into_errors();
    let found: Vec<_> = owned
        .iter()
        .map(|problem| (problem.node.as_deref(), problem.failed, problem.error))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn display_shows_each_set_and_each_error() {
    let expected = "[NODES] Verified: ['a', 'b']
[NODES] Unverified: []
[NODES] Failed: []
[NODES] Unstarted: ['c']
Exception: None";
    assert_eq!(
        state(&[("b", VERIFIED), ("c", UNSTARTED), ("a", VERIFIED)]).to_string(),
        expected
    );
    let expected = "[NODES] Verified: []
[NODES] Unverified: ['a']
[NODES] Failed: ['b']
[NODES] Unstarted: []
Exception: boom
Exception: not yet";
    assert_eq!(
        state(&[("a", unverified("not yet")), ("b", failed("boom"))]).to_string(),
        expected
    );
}

#[test]
fn errors_can_be_turned_into_others() {
    let mut state = state(&[("a", unverified("e")), ("b", failed("f")), ("c", VERIFIED)]);
    state.add_error(Halt::failed("g"));
    let state = state.map(str::len);
    assert_eq!(state.error("a"), Some(&1));
    assert_eq!(state.errors().len(), 3);
    assert!(state.failed() && state.outcome("c").unwrap().is_verified());
}

/// The state of a rollout of one node, by how it was deployed and verified.
#[track_caller]
fn check_phases(
    deployed: Outcome<&'static str>,
    verified: Option<Outcome<&'static str>>,
    expected: Outcome<&'static str>,
    other_errors: &[&str],
) {
    let deployed = state(&[("a", deployed)]);
    let verified = verified.map_or_else(State::default, |outcome| state(&[("a", outcome)]));
    let both = deployed.with_verification(verified);
    assert_eq!(both.outcome("a"), Some(&expected));
    let others: Vec<_> = both
        .errors()
        .into_iter()
        .filter(|problem| problem.node.is_none())
        .map(|problem| *problem.error)
        .collect();
    assert_eq!(others, other_errors);
}

#[test]
fn a_rollout_is_verified_only_where_both_phases_say_so() {
    check_phases(VERIFIED, Some(VERIFIED), VERIFIED, &[]);
    check_phases(VERIFIED, Some(unverified("v")), unverified("v"), &[]);
    check_phases(VERIFIED, Some(failed("v")), failed("v"), &[]);
    check_phases(VERIFIED, Some(UNSTARTED), Outcome::Unverified(None), &[]);
    check_phases(VERIFIED, None, Outcome::Unverified(None), &[]);
}

#[test]
fn what_was_not_deployed_is_never_verified() {
    check_phases(unverified("d"), Some(VERIFIED), unverified("d"), &[]);
    check_phases(unverified("d"), Some(UNSTARTED), unverified("d"), &[]);
    check_phases(UNSTARTED, Some(VERIFIED), UNSTARTED, &[]);
    check_phases(UNSTARTED, None, UNSTARTED, &[]);
    check_phases(failed("d"), Some(VERIFIED), failed("d"), &[]);
    check_phases(failed("d"), None, failed("d"), &[]);
}

#[test]
fn no_error_of_either_phase_is_lost() {
    check_phases(
        unverified("d"),
        Some(unverified("v")),
        unverified("d"),
        &["v"],
    );
    check_phases(unverified("d"), Some(failed("v")), failed("v"), &["d"]);
    check_phases(failed("d"), Some(unverified("v")), failed("d"), &["v"]);
    check_phases(failed("d"), Some(failed("v")), failed("d"), &["v"]);
    check_phases(UNSTARTED, Some(unverified("v")), UNSTARTED, &["v"]);
    check_phases(UNSTARTED, Some(failed("v")), failed("v"), &[]);
    check_phases(failed("d"), Some(Outcome::Failed(None)), failed("d"), &[]);
}

#[test]
fn a_rollout_keeps_graph_order_and_the_errors_of_hooks() {
    let mut deployed = state(&[("b", VERIFIED), ("a", VERIFIED)]);
    deployed.add_error(Halt::unverified("after deploy"));
    let mut verified = state(&[("a", VERIFIED), ("b", VERIFIED), ("c", unverified("new"))]);
    verified.add_error(Halt::unverified("after verify"));
    let both = deployed.with_verification(verified);
    assert_eq!(
        both.nodes().map(|(name, _)| name).collect::<Vec<_>>(),
        ["b", "a", "c"]
    );
    let errors: Vec<_> = both.errors().iter().map(|problem| *problem.error).collect();
    assert_eq!(errors, ["new", "after deploy", "after verify"]);
    check(&both, [true, false, false]);
}

#[tokio::test]
async fn a_run_gives_its_nodes_in_the_order_of_the_topology() {
    let mut graph = Graph::<()>::new();
    for name in ["b", "a", "c"] {
        graph.add_node(name, ()).unwrap();
    }
    graph.add_edge("a", "c", ()).unwrap();
    let state: CompletionState<String> = oper8_dag::Runner::new(&graph).run(async |_| Ok(())).await;
    assert_eq!(
        state.nodes().map(|(name, _)| name).collect::<Vec<_>>(),
        ["c", "a", "b"]
    );
}
