"""Statuses: made, merged, compared and read."""

import copy
import datetime

from oper8 import status
from oper8.dag import CompletionState, Node

from support import any_json, settings, sometimes

READY = ["Stable", "Initializing", "InProgress", "ConfigError", "Errored"]
UPDATING = ["Stable", "PreconditionWait", "VerifyWait", "ClusterError", "Errored", "VersionChange"]
SERVICE = ["InProgress", "Failed", "Completed", "Custom", "", None]
NODE_LISTS = ["verified_nodes", "unverified_nodes", "failed_nodes", "unstarted_nodes"]


class FrozenDatetime(datetime.datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz=None):
        """The one instant."""
        return cls(2024, 1, 2, 3, 4, 5, 678900)


status.datetime = FrozenDatetime


def answer(given):
    """The result of one function of the module."""
    name = given["fn"]
    if name == "make_application_status":
        return status.make_application_status(**keywords(given["kwargs"]))
    if name == "update_application_status":
        with settings({"operator_version": given.get("config_operator_version")}):
            current = given["current_status"]
            before = copy.deepcopy(current)
            updated = status.update_application_status(current, **keywords(given["kwargs"]))
            if current != before:
                raise SystemExit("the reference changed its input")
            return updated
    if name == "status_changed":
        return status.status_changed(given["current_status"], given["new_status"])
    if name == "get_condition":
        return status.get_condition(given["type_name"], given["current_status"])
    return status.get_version(given["current_status"])


def keywords(given):
    """The arguments with a state made of its lists of names."""
    given = dict(given)
    state = given.get("component_state")
    if state is not None:
        nodes = {key: [Node(name) for name in names] for key, names in state.items()}
        given["component_state"] = CompletionState(**nodes)
    return given


def generate(rng):
    """A call of any of the functions."""
    name = rng.choice(
        ["make_application_status"] * 2
        + ["update_application_status"] * 4
        + ["status_changed"] * 3
        + ["get_condition", "get_version"]
    )
    given = {"fn": name}
    if name == "make_application_status":
        given["kwargs"] = kwargs(rng, making=True)
    elif name == "update_application_status":
        given["kwargs"] = kwargs(rng, making=False)
        given["current_status"] = current(rng)
        sometimes(rng, 0.2, given, "config_operator_version", lambda: rng.choice(["9.9", None]))
    elif name == "status_changed":
        given["current_status"] = current(rng)
        given["new_status"] = changed(rng, given["current_status"])
    elif name == "get_condition":
        given["type_name"] = rng.choice(["Ready", "Updating", "ready", "Other", ""])
        given["current_status"] = current(rng)
    else:
        given["current_status"] = current(rng)
        sometimes(rng, 0.7, given["current_status"], "versions", lambda: versions(rng))
    return given


def kwargs(rng, making):
    """Arguments of an update."""
    given = {}
    sometimes(rng, 0.7, given, "ready_reason", lambda: rng.choice(READY + ["Weird"] * (rng.random() < 0.2)))
    sometimes(rng, 0.7, given, "updating_reason", lambda: rng.choice(UPDATING + ["Weird"] * (rng.random() < 0.2)))
    sometimes(rng, 0.5, given, "ready_message", lambda: rng.choice(["", "all good", "späť"]))
    sometimes(rng, 0.5, given, "updating_message", lambda: rng.choice(["", "waiting"]))
    sometimes(rng, 0.5, given, "component_state", lambda: component_state(rng))
    sometimes(rng, 0.3, given, "dependency_graph", "Graph({a:[],b:[a]})")
    sometimes(rng, 0.4, given, "version", lambda: rng.choice(["1.0.0", "2.0.0", ""]))
    sometimes(rng, 0.4, given, "supported_versions", lambda: rng.choice([[], ["1.0.0"], ["1.0.0", "2.0.0"]]))
    sometimes(rng, 0.4, given, "kind", lambda: rng.choice(["Foo", "fooBar", "F", "", "ÄB"]))
    for key in list(given):
        sometimes(rng, 0.02, given, key, None)
    if making:
        sometimes(rng, 0.3, given, "operator_version", lambda: rng.choice(["3.3", ""]))
        sometimes(rng, 0.3, given, "external_conditions", lambda: external_conditions(rng))
        sometimes(rng, 0.3, given, "external_status", lambda: external_fields(rng))
    return given


def component_state(rng):
    """Disjoint lists of names."""
    state = {}
    for name in rng.sample(["a", "b", "c", "d", "e-1"], rng.randint(0, 5)):
        state.setdefault(rng.choice(NODE_LISTS), []).append(name)
    return state


def external_conditions(rng):
    """Conditions of others."""
    types = rng.sample(["Other", "Failure", "Successful"], rng.randint(0, 2))
    return [{"type": name, "status": rng.choice(["True", True]), "reason": "x"} for name in types]


def external_fields(rng):
    """Fields of others, and ours of a former update."""
    given = {}
    sometimes(rng, 0.5, given, "replicas", lambda: any_json(rng))
    sometimes(rng, 0.4, given, "versions", lambda: versions(rng))
    sometimes(rng, 0.3, given, "operatorVersion", "0.1")
    sometimes(rng, 0.3, given, "componentStatus", lambda: any_json(rng))
    sometimes(rng, 0.4, given, rng.choice(["fooStatus", "fooBarStatus", "fStatus"]), lambda: rng.choice(SERVICE))
    return given


def versions(rng):
    """The versions of a status, of any shape."""
    shape = rng.random()
    if shape < 0.15:
        return rng.choice([None, "1.0.0", 1, [], True])
    given = {}
    sometimes(rng, 0.7, given, "reconciled", lambda: rng.choice(["1.0.0", None, 1.5, {}]))
    sometimes(rng, 0.3, given, "available", lambda: rng.choice([{}, None, "x", {"versions": [], "more": 1}]))
    return given


def current(rng):
    """A status as a cluster holds it."""
    given = external_fields(rng)
    if rng.random() < 0.9:
        given["conditions"] = [*managed(rng), *external_conditions(rng)]
        rng.shuffle(given["conditions"])
    elif rng.random() < 0.2:
        given["conditions"] = rng.choice([None, {}, "x", [None], ["x"], [{}], [{"type": None}]])
    return given


def managed(rng):
    """The two conditions, each perhaps not there, or there twice."""
    conditions = []
    for name, reasons in (("Ready", READY), ("Updating", UPDATING)):
        for _ in range(rng.choice([0, 1, 1, 1, 1, 1, 1, 2 if rng.random() < 0.3 else 1])):
            condition = {"type": name, "status": rng.choice(["True", "False"])}
            reason = rng.choice(reasons) if rng.random() < 0.93 else rng.choice(["Weird", "", None])
            sometimes(rng, 0.95, condition, "reason", reason)
            sometimes(rng, 0.9, condition, "message", lambda: rng.choice(["", "old message"]))
            sometimes(rng, 0.9, condition, "lastTransactionTime", lambda: rng.choice(
                ["2020-01-01T00:00:00", "2020-01-01T00:00:00.5", "2020-01-01T00:00:00Z"]
            ))
            sometimes(rng, 0.1, condition, "extra", 1)
            conditions.append(condition)
    return conditions


def changed(rng, old):
    """A status that differs in none, one or several places."""
    if rng.random() < 0.05:
        return any_json(rng)
    new = copy.deepcopy(old)
    for _ in range(rng.choice([0, 1, 1, 2])):
        change(rng, new)
    return new


def change(rng, value):
    """Changes something of a map or a list, or below it."""
    if isinstance(value, dict):
        if not value or rng.random() < 0.2:
            value[rng.choice(["lastTransactionTime", "my_lastTransactionTime", "new"])] = any_json(rng, 1)
            return
        key = rng.choice(sorted(value))
        if rng.random() < 0.1:
            del value[key]
        elif isinstance(value[key], (dict, list)) and rng.random() < 0.8:
            change(rng, value[key])
        else:
            value[key] = any_json(rng, 1)
    elif value:
        index = rng.randrange(len(value))
        if isinstance(value[index], (dict, list)) and rng.random() < 0.8:
            change(rng, value[index])
        elif rng.random() < 0.5:
            rng.shuffle(value)
        else:
            value[index] = any_json(rng, 1)
    else:
        value.append(any_json(rng, 1))


def update(current_status, **given):
    """A call of the update."""
    return {"fn": "update_application_status", "current_status": current_status, "kwargs": given}


def ready(reason, **more):
    """A Ready condition."""
    return {"type": "Ready", "reason": reason, "status": "False", "message": "old", **more}


NAMED = [
    ("make: nothing", {"fn": "make_application_status", "kwargs": {}}),
    ("make: an unknown reason", {"fn": "make_application_status", "kwargs": {"ready_reason": "Other"}}),
    (
        "make: overlapping lists of components",
        {
            "fn": "make_application_status",
            "kwargs": {"component_state": {"verified_nodes": ["a"], "failed_nodes": ["b"]}},
        },
    ),
    ("update: an unknown reason stays", update({"conditions": [ready("Weird")]}, updating_reason="Stable")),
    ("update: an unknown reason is replaced", update({"conditions": [ready("Weird")]}, ready_reason="Stable")),
    ("update: a reason that is a number", update({"conditions": [ready(1)]}, ready_reason="Stable")),
    ("update: two Ready conditions", update({"conditions": [ready("Stable"), ready("Errored")]})),
    ("update: a boolean status", update({"conditions": [ready("Errored", status=False)]}, ready_reason="Stable")),
    ("update: an empty status", update({}, ready_reason="Stable", ready_message="m")),
    ("update: a null reason is given", update({"conditions": [ready("Stable")]}, ready_reason=None)),
    ("update: conditions are null", update({"conditions": None}, ready_reason="Stable")),
    ("update: conditions are an empty map", update({"conditions": {}}, ready_reason="Stable")),
    ("update: versions are null", update({"versions": None}, version="1")),
    ("update: versions are a text", update({"versions": "1"}, version="2")),
    ("update: available versions are null", update({"versions": {"available": None}}, supported_versions=["1"])),
    ("make: a version that is a number", {"fn": "make_application_status", "kwargs": {"version": 1.5}}),
    ("make: a reason that is a number", {"fn": "make_application_status", "kwargs": {"ready_reason": 1}}),
    ("get_version: a null status", {"fn": "get_version", "current_status": None}),
    ("get_version: versions are null", {"fn": "get_version", "current_status": {"versions": None}}),
    ("get_condition: a null status", {"fn": "get_condition", "type_name": "Ready", "current_status": None}),
    (
        "get_condition: a condition of another type is a text",
        {"fn": "get_condition", "type_name": "Ready", "current_status": {"conditions": ["x", ready("Stable")]}},
    ),
    (
        "changed: the transition time of our own condition",
        {
            "fn": "status_changed",
            "current_status": {"conditions": [ready("Stable", lastTransitionTime="2020-01-01T00:00:00Z")]},
            "new_status": {"conditions": [ready("Stable", lastTransitionTime="2021-01-01T00:00:00Z")]},
        },
    ),
    (
        "changed: the transition time of another's condition",
        {
            "fn": "status_changed",
            "current_status": {"conditions": [{"type": "Other", "lastTransitionTime": "2020-01-01T00:00:00Z"}]},
            "new_status": {"conditions": [{"type": "Other", "lastTransitionTime": "2021-01-01T00:00:00Z"}]},
        },
    ),
]
