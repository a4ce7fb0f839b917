"""Area `dag`: graphs, their topology, runs, and completion states."""

from itertools import product

from oper8.dag import CompletionState, DagHaltError, Graph, Node, Runner
from oper8.dag import runner as runner_module
from oper8.exceptions import ConfigError, PreconditionError

import salts
import settings  # noqa: F401  (turns the log off)


class MyFatal(Exception):
    """An error that is not one of oper8's own."""


EXCEPTIONS = {
    "precondition": lambda: PreconditionError("boom"),
    "config": lambda: ConfigError("boom"),
    "plain": lambda: MyFatal("boom"),
    None: lambda: None,
}

SETS = ("verified_nodes", "unverified_nodes", "failed_nodes", "unstarted_nodes")


ORDERS = salts.ORDERS

# Answers ####################################################################


def answer(input):
    """What the reference does with an input of this area."""
    operation = {
        "topology": _topology,
        "build": _build,
        "path": _path,
        "completion_state": _completion_state,
        "runner": _runner,
    }[input["fn"]]
    return operation(input)


def _graph(input, data=None):
    """The graph of an input; `data` makes the value of a node from its name."""
    graph = Graph()
    for name in input.get("nodes", []):
        graph.add_node(Node(name, data(name) if data else None))
    return graph


def _connect(graph, edges):
    for node, upstream in edges:
        graph.add_node_dependency(graph.get_node(node), graph.get_node(upstream))


def _topology(input):
    graph = _graph(input)
    _connect(graph, input.get("edges", []))
    return {
        "topology": [node.get_name() for node in graph.topology()],
        "repr": repr(graph),
        "all_nodes": [node.get_name() for node in graph.get_all_nodes()],
    }


def _build(input):
    graph = Graph()
    steps = [_step(graph, step) for step in input["steps"]]
    return {
        "steps": steps,
        "topology": [node.get_name() for node in graph.topology()],
        "empty": graph.empty(),
    }


def _step(graph, step):
    try:
        if step[0] == "node":
            graph.add_node(Node(step[1]))
        else:
            ends = [graph.get_node(name) or Node(name) for name in step[1:3]]
            graph.add_node_dependency(*ends)
        return "ok"
    except Exception as error:
        return salts.described(error)


def _path(input):
    graph = _graph(input)
    _connect(graph, input.get("edges", []))
    return [
        graph.get_node(start).dfs(graph.get_node(end)) for start, end in input["pairs"]
    ]


def described_state(state):
    """A completion state as plain JSON."""
    names = lambda nodes: sorted(node.get_name() for node in nodes)
    described = {key: names(getattr(state, key)) for key in SETS}
    described["verify_completed"] = state.verify_completed()
    described["deploy_completed"] = state.deploy_completed()
    described["failed"] = state.failed()
    described["exception"] = salts.described(state.exception)
    return described


def _described_with_all(state):
    described = described_state(state)
    described["all_nodes"] = sorted(node.get_name() for node in state.all_nodes)
    return described


def _completion_state(input):
    sets = {key: [Node(name) for name in input[key]] for key in SETS if key in input}
    state = CompletionState(**sets, exception=EXCEPTIONS[input.get("exception")]())
    return _described_with_all(state)


class _Run:
    """One run of a graph whose nodes and edges do as they are told."""

    def __init__(self, input):
        self.input = input
        self.behaviour = input.get("behaviour", {})
        self.batches = []
        self.is_new_batch = True
        self.verify_calls = {}
        self.graph = _graph(input, self.data)
        for edge in input.get("edges", []):
            ends = [self.graph.get_node(name) for name in edge[:2]]
            check = self.check(*edge) if len(edge) > 2 else None
            self.graph.add_node_dependency(*ends, check)

    def data(self, name):
        kind = self.behaviour.get(name)
        if kind == "data":
            return lambda: self.note(name)
        return "not callable" if kind == "data_not_callable" else None

    def check(self, node, upstream, answers):
        key = f"{node}->{upstream}"

        def ask():
            count = self.verify_calls.get(key, 0)
            self.verify_calls[key] = count + 1
            given = answers[min(count, len(answers) - 1)]
            if given == "raise":
                raise MyFatal("verify boom")
            return given

        return ask

    def note(self, name):
        if self.is_new_batch:
            self.batches.append([])
            self.is_new_batch = False
        self.batches[-1].append(name)

    def visit(self, node):
        name = node.get_name()
        self.note(name)
        kind = self.behaviour.get(name, "ok")
        if kind == "raise":
            raise MyFatal("boom")
        if kind.startswith("halt_"):
            failure = kind.startswith("halt_fail")
            exception = None
            if not kind.endswith("_no_exception"):
                exception = EXCEPTIONS["config" if failure else "precondition"]()
            raise DagHaltError(failure, exception=exception)

    def sleep(self, _seconds):
        self.is_new_batch = True

    def run(self):
        runner = Runner(
            "parity",
            threads=0,
            graph=self.graph,
            default_function=self.visit,
            verify_upstream=self.input.get("verify_upstream", True),
        )
        for name in self.input.get("disable", []):
            runner.disable_node(Node(name))
        for name in self.input.get("enable", []):
            runner.enable_node(Node(name))
        before = runner_module.time.sleep
        runner_module.time.sleep = self.sleep
        try:
            runner.run()
        finally:
            runner_module.time.sleep = before
        described = _described_with_all(runner.completion_state())
        described["batches"] = [sorted(batch) for batch in self.batches]
        if self.verify_calls:
            described["verify_calls"] = self.verify_calls
        return described


def _runner(input):
    return _Run(input).run()


# Inputs #####################################################################


def fixed():
    """Inputs that are always asked: (name, input)."""
    yield from _fixed_topologies()
    yield from _fixed_builds()
    yield from _fixed_states()
    yield from _fixed_runs()


def _fixed_topologies():
    cases = {
        "empty": ([], []),
        "one": (["a"], []),
        "chain in order": (["a", "b", "c"], [["b", "a"], ["c", "b"]]),
        "chain against the names": (["a", "b", "c"], [["a", "b"], ["b", "c"]]),
        "diamond": (["a", "b", "c", "d"], [["d", "b"], ["d", "c"], ["b", "a"], ["c", "a"]]),
        "names by code point": (["b", "Z", "a10", "a2", "ä", "_", "-", "0"], []),
        "beyond the basic plane": (["\U0001f600", "\uffee", "z"], []),
        "an edge given twice": (["a", "b"], [["a", "b"], ["a", "b"]]),
        "edges keep their order in the text": (["z", "a", "m"], [["z", "m"], ["z", "a"]]),
        "names with punctuation": (["a.b", "a-b", "a b", "a,b"], [["a.b", "a,b"]]),
    }
    for name, (nodes, edges) in cases.items():
        yield f"topology: {name}", {"fn": "topology", "nodes": nodes, "edges": edges}
    ladder = [f"{side}{level}" for level in range(4) for side in "lr"]
    edges = [
        [f"{to}{level + 1}", f"{of}{level}"] for level in range(3) for to in "lr" for of in "lr"
    ]
    yield "topology: ladder", {"fn": "topology", "nodes": ladder, "edges": edges}


def _fixed_builds():
    node, edge = (lambda name: ["node", name]), (lambda a, b: ["edge", a, b])
    cases = {
        "nothing": [],
        "same name twice": [node("a"), node("a")],
        "empty name": [node(""), node("a")],
        "no name": [node(None)],
        "edge to itself": [node("a"), edge("a", "a")],
        "edge from nowhere": [node("a"), edge("x", "a")],
        "edge to nowhere": [node("a"), edge("a", "x")],
        "edge between strangers": [edge("x", "y")],
        "edge twice": [node("a"), node("b"), edge("a", "b"), edge("a", "b")],
        "short cycle": [node("a"), node("b"), edge("a", "b"), edge("b", "a")],
        "long cycle": [node(n) for n in "abcd"]
        + [edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("d", "a"), edge("d", "b")],
        "usable after errors": [node("a"), node("a"), edge("a", "x"), node("b"), edge("a", "b")],
    }
    for name, steps in cases.items():
        yield f"build: {name}", {"fn": "build", "steps": steps}


def _fixed_states():
    """Every choice of non-empty sets, with every kind of exception."""
    for filled in product((False, True), repeat=4):
        sets = {key: [key[:3]] for key, is_filled in zip(SETS, filled) if is_filled}
        shown = "+".join(key[:-6] for key in sets) or "empty"
        for exception in (None, "precondition", "config", "plain"):
            input = {"fn": "completion_state", **sets}
            if exception:
                input["exception"] = exception
            yield f"completion_state: {shown}, {exception or 'no'} exception", input
    for first, second in [(0, 1), (0, 2), (1, 2), (2, 3), (0, 3)]:
        sets = {SETS[first]: ["a", "b"], SETS[second]: ["b"]}
        yield (
            f"completion_state: {SETS[first]} and {SETS[second]} overlap",
            {"fn": "completion_state", **sets},
        )
    twice = {"verified_nodes": ["b", "a", "b"]}
    yield "completion_state: a name twice in one set", {"fn": "completion_state", **twice}


BEHAVIOURS = (
    "ok",
    "halt_fail",
    "halt_unverified",
    "halt_fail_no_exception",
    "halt_unverified_no_exception",
    "raise",
    "data",
    "data_not_callable",
)


def _fixed_runs():
    chain = {"nodes": ["a", "b", "c"], "edges": [["b", "a"], ["c", "b"]]}
    for kind in BEHAVIOURS:
        for node in chain["nodes"]:
            yield (
                f"runner: chain, {node} {kind}",
                {"fn": "runner", **chain, "behaviour": {node: kind}},
            )
    # Two independent nodes: every pair of behaviours.
    for one, two in product(BEHAVIOURS, repeat=2):
        input = {"fn": "runner", "nodes": ["a", "b"], "behaviour": {"a": one, "b": two}}
        yield f"runner: two, {one} and {two}", input
    yield from _fixed_checks()
    yield from _fixed_skips()


def _fixed_checks():
    pair = ["a", "b"]
    answers = {
        "true": [True],
        "false": [False],
        "true after all": [False, True],
        "raises": ["raise"],
        "raises after all": [False, "raise"],
    }
    for name, given in answers.items():
        input = {"fn": "runner", "nodes": pair, "edges": [["b", "a", given]]}
        yield f"runner: edge verify {name}", input
        unchecked = {**input, "verify_upstream": False}
        yield f"runner: edge verify {name}, not asked", unchecked
    for kind in ("halt_fail", "halt_unverified", "raise"):
        input = {"fn": "runner", "nodes": pair, "edges": [["b", "a", [True]]]}
        yield (
            f"runner: edge verify, upstream {kind}",
            {**input, "behaviour": {"a": kind}},
        )
    two = {"nodes": ["a", "b", "c"], "edges": [["c", "a", [True]], ["c", "b", [False]]]}
    yield "runner: one edge verify of two false", {"fn": "runner", **two}


def _fixed_skips():
    chain = {"fn": "runner", "nodes": ["a", "b", "c"], "edges": [["b", "a"]]}
    for names in (["a"], ["b"], ["c"], ["a", "b", "c"], ["a", "a"], ["x"]):
        yield f"runner: disabled {' '.join(names)}", {**chain, "disable": names}
    yield "runner: disabled and enabled", {**chain, "disable": ["a"], "enable": ["a"]}
    yield "runner: disabled twice, enabled once", {
        **chain,
        "disable": ["a", "a"],
        "enable": ["a"],
    }
    yield "runner: enabled only", {**chain, "enable": ["a"]}
    yield "runner: nothing to run", {"fn": "runner", "nodes": [], "edges": []}


def _random_edges(rng, nodes, share):
    """Edges from later to earlier nodes of a random order, so that there is no cycle."""
    order = rng.sample(nodes, len(nodes))
    edges = [
        [order[late], order[early]]
        for late in range(len(order))
        for early in range(late)
        if rng.random() < share
    ]
    rng.shuffle(edges)
    return edges


NAMED = list(fixed())


def generate(rng):
    """A random input."""
    kind = rng.choice(["topology", "build", "path", "runner", "runner", "runner"])
    nodes = [f"n{number:02}" for number in range(rng.randint(1, 9))]
    rng.shuffle(nodes)
    edges = _random_edges(rng, nodes, rng.choice([0.1, 0.3, 0.6]))
    if kind == "topology":
        return {"fn": kind, "nodes": nodes, "edges": edges}
    if kind == "path":
        pairs = [[rng.choice(nodes), rng.choice(nodes)] for _ in range(20)]
        return {"fn": kind, "nodes": nodes, "edges": edges, "pairs": pairs}
    if kind == "build":
        return {"fn": kind, "steps": _random_steps(rng, nodes)}
    return _random_run(rng, nodes, edges)


def _random_steps(rng, nodes):
    names = nodes + ["x"]
    steps = [["node", name] for name in nodes]
    steps += [["edge", rng.choice(names), rng.choice(names)] for _ in range(rng.randint(0, 12))]
    steps += [["node", rng.choice(nodes)] for _ in range(rng.randint(0, 2))]
    return steps


def _random_run(rng, nodes, edges):
    chosen = [kind for kind in BEHAVIOURS if rng.random() < 0.5] or ["ok"]
    behaviour = {
        name: rng.choice(chosen) for name in nodes if rng.random() < rng.choice([0.1, 0.5])
    }
    # A check that always gives the same answer: how often it is asked follows the polling loop.
    for edge in edges:
        if rng.random() < 0.2:
            edge.append([rng.random() < 0.7])
    input = {"fn": "runner", "nodes": nodes, "edges": edges, "behaviour": behaviour}
    if rng.random() < 0.2:
        input["disable"] = rng.sample(nodes, rng.randint(1, len(nodes)))
    if rng.random() < 0.1:
        input["verify_upstream"] = False
    return input
