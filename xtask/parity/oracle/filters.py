"""Filters of watch events: alone, in groups, and the configured sets."""

import copy

from oper8.deploy_manager import KubeEventType
from oper8.managed_object import ManagedObject
from oper8.watch_manager.python_watch_manager.filters import filters
from oper8.watch_manager.python_watch_manager.filters.common import FILTER_CLASSES
from oper8.watch_manager.python_watch_manager.filters.manager import AndFilter, FilterManager, OrFilter

from support import sometimes

CLASSES = [
    "CreationDeletionFilter",
    "GenerationFilter",
    "NoGenerationFilter",
    "ResourceVersionFilter",
    "AnnotationFilter",
    "UserAnnotationFilter",
    "PauseFilter",
    "SubsystemStatusFilter",
    "DependentWatchFilter",
    "DisableFilter",
    "EnableFilter",
]
PAUSE = "oper8.org/pause-execution"
ANNOTATIONS = ["note", "a.k8s.io/x", "kubernetes.io/y", "z.openshift.io/w", "example.com/v"]


def answer(given):
    """The answer of each step."""
    first = ManagedObject(copy.deepcopy(given["steps"][0]["object"]))
    planned = plan(given["filter"])
    wrapped = given.get("manager", True)
    state = FilterManager(planned, first) if wrapped else planned(first)
    return [step(state, one, wrapped) for one in given["steps"]]


def plan(tree):
    """Filter classes from their description."""
    if isinstance(tree, str):
        return FILTER_CLASSES[tree] if tree in FILTER_CLASSES else getattr(filters, tree)
    if "and" in tree:
        return AndFilter(*map(plan, tree["and"]))
    if "or" in tree:
        return OrFilter(*map(plan, tree["or"]))
    return type("WantedLabels", (filters.LabelFilter,), {"labels": tree["label"]})


def step(state, one, wrapped):
    """The answer to one event."""
    resource, event = ManagedObject(copy.deepcopy(one["object"])), KubeEventType[one["event"]]
    operation = one.get("op", "update_and_test")
    if operation == "test":
        return state.test(resource, event)
    if operation == "update":
        try:
            return state.update(resource)
        except TypeError:
            if not wrapped:
                raise
            return {"error": "TypeError"}
    return state.update_and_test(resource, event)


def generate(rng):
    """A filter, and the life of an object."""
    tree = filter_tree(rng)
    given = {"filter": tree, "steps": life(rng)}
    if isinstance(tree, str) and tree not in FILTER_CLASSES or "label" in tree:
        sometimes(rng, 0.5, given, "manager", False)
    for one in given["steps"]:
        if rng.random() < 0.08:
            one["op"] = "test"
        elif rng.random() < (0.01 if given.get("manager", True) else 0.1):
            one["op"] = "update"
    return given


def filter_tree(rng, depth=2):
    """A filter, a set, or a group."""
    kind = rng.random()
    if depth == 2 and kind < 0.4:
        return rng.choice(sorted(FILTER_CLASSES))
    if depth and kind < 0.65:
        members = [filter_tree(rng, depth - 1) for _ in range(rng.choice([0, 1, 2, 2, 3, 3]))]
        return {rng.choice(["and", "or"]): members}
    if kind < 0.75:
        return {"label": rng.choice([{}, {"app": "x"}, {"app": "x", "tier": "y"}])}
    return rng.choice(CLASSES)


def life(rng):
    """Events of one object, most of which change something."""
    now = {
        "apiVersion": "foo.bar.com/v1",
        "kind": "Foo",
        "metadata": {"name": "x", "namespace": "ns", "uid": "uid-1", "resourceVersion": "1"},
    }
    sometimes(rng, 0.6, now["metadata"], "generation", 1)
    sometimes(rng, 0.9, now, "spec", {"size": 1})
    sometimes(rng, 0.9, now["metadata"], "labels", {"app": "x"})
    sometimes(rng, 0.4, now["metadata"], "annotations", dict)
    steps = [{"event": "ADDED" if rng.random() < 0.85 else "MODIFIED", "object": now}]
    for _ in range(rng.randint(1, 6)):
        now = copy.deepcopy(now)
        for _ in range(rng.choice([0, 1, 1, 1, 2])):
            change(rng, now)
        event = rng.choice(["MODIFIED"] * 8 + ["ADDED", "DELETED"])
        steps.append({"event": event, "object": now})
    return steps


def change(rng, now):
    """One change that a cluster could make."""
    metadata = now["metadata"]
    if rng.random() < 0.8:
        metadata["resourceVersion"] = str(int(metadata["resourceVersion"] or "0") + 1)
    kind = rng.randrange(6)
    if kind == 0:
        if metadata.get("generation"):
            metadata["generation"] += 1
        now["spec"] = {"size": rng.randint(1, 3)}
    elif kind == 1:
        reason = rng.choice(["Stable", "InProgress", "Errored"])
        now["status"] = {"conditions": [{"type": "Ready", "reason": reason}, {"type": "Updating", "reason": "x"}]}
        if rng.random() < 0.1:
            now["status"] = {}
    elif kind == 2:
        annotations = metadata["annotations"] = metadata.get("annotations") or {}
        annotations[rng.choice(ANNOTATIONS)] = rng.choice(["1", "2"])
    elif kind == 3 and rng.random() < 0.5:
        metadata["annotations"] = metadata.get("annotations") or {}
        metadata["annotations"][PAUSE] = rng.choice(["true", "True", "false", "TRUE", "yes", ""])
    elif kind == 4 and rng.random() < 0.5:
        metadata["labels"] = rng.choice([{"app": "x"}, {"app": "y"}, {"app": "x", "tier": "y"}, {}])
    elif kind == 5 and rng.random() < 0.05:
        metadata[rng.choice(["annotations", "labels", "generation", "resourceVersion"])] = None
    elif kind == 5 and rng.random() < 0.05:
        now[rng.choice(["spec", "status"])] = rng.choice([None, [], "text"])
    elif kind == 5 and rng.random() < 0.3:
        if "data" in now:
            del now["data"]
        else:
            now["data"] = {"a": rng.choice(["1", "2"])}


def seen(generation=None, version="1", **more):
    """An object."""
    metadata = {"name": "x", "namespace": "ns", "uid": "uid-1", "resourceVersion": version}
    if generation is not None:
        metadata["generation"] = generation
    metadata.update(more.pop("metadata", {}))
    return {"apiVersion": "foo.bar.com/v1", "kind": "Foo", "metadata": metadata, **more}


def events(*steps):
    """Steps from pairs of an event and an object."""
    return [{"event": event, "object": now} for event, now in steps]


def annotated(**annotations):
    """Metadata with annotations."""
    return {"metadata": {"annotations": annotations}}


NAMED = [
    (
        "a status that is a text",
        {"filter": "SubsystemStatusFilter", "steps": events(("ADDED", seen()), ("MODIFIED", seen(version="2", status="x")))},
    ),
    ("an object without a name", {"filter": "default", "steps": events(("ADDED", {"apiVersion": "v1", "kind": "Pod"}))}),
    ("an empty group", {"filter": {"and": []}, "steps": events(("ADDED", seen()))}),
    ("an empty alternative", {"filter": {"or": []}, "steps": events(("ADDED", seen()))}),
    (
        "a group in which all are silent",
        {
            "filter": {"and": ["CreationDeletionFilter", "GenerationFilter"]},
            "steps": events(("MODIFIED", seen()), ("MODIFIED", seen(version="2"))),
        },
    ),
    (
        "a generation of zero",
        {"filter": "GenerationFilter", "manager": False, "steps": events(
            ("ADDED", seen(0)), ("MODIFIED", seen(1, "2")), ("MODIFIED", seen(0, "3")), ("MODIFIED", seen(0, "4"))
        )},
    ),
    (
        "a new top-level field",
        {"filter": "NoGenerationFilter", "manager": False, "steps": events(
            ("ADDED", seen(spec={})),
            ("MODIFIED", seen(version="2", spec={}, data={})),
            ("MODIFIED", seen(version="3", spec={}, data={})),
        )},
    ),
    (
        "a top-level field goes",
        {"filter": "default", "steps": events(
            ("ADDED", seen(spec={}, data={})),
            ("MODIFIED", seen(version="2", spec={})),
            ("MODIFIED", seen(version="3", spec={})),
        )},
    ),
    (
        "nothing but metadata",
        {"filter": "default", "steps": events(("ADDED", seen()), ("MODIFIED", seen(version="2")))},
    ),
    (
        "more versions than are remembered",
        {"filter": "ResourceVersionFilter", "steps": events(
            *[("MODIFIED", seen(version=str(version))) for version in [*range(22), 2, 1, 0, 21]]
        )},
    ),
    (
        "paused, with other annotations changing",
        {"filter": "annotation", "steps": events(
            ("ADDED", seen(1)),
            ("MODIFIED", seen(1, "2", **annotated(**{PAUSE: "true"}))),
            ("MODIFIED", seen(1, "3", **annotated(**{PAUSE: "true", "note": "1"}))),
            ("MODIFIED", seen(1, "4", **annotated(note="1"))),
        )},
    ),
    (
        "a pause that is a boolean",
        {"filter": "PauseFilter", "manager": False, "steps": events(("MODIFIED", seen(**annotated(**{PAUSE: True}))))},
    ),
    (
        "labels are wanted and the object has none",
        {"filter": {"label": {"app": "x"}}, "steps": events(("ADDED", seen()))},
    ),
    (
        "labels that are null",
        {"filter": {"label": {"app": "x"}}, "steps": events(("ADDED", seen(metadata={"labels": None})))},
    ),
    (
        "annotations that are null",
        {"filter": "user-annotation", "steps": events(
            ("ADDED", seen(1, metadata={"annotations": None})), ("MODIFIED", seen(1, "2"))
        )},
    ),
    (
        "two Ready conditions",
        {"filter": "SubsystemStatusFilter", "steps": events(
            ("ADDED", seen(status={"conditions": [{"type": "Ready", "reason": "a"}, {"type": "Ready", "reason": "b"}]}))
        )},
    ),
]
