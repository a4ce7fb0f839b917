"""The rules that tell when a PUT is needed."""

import copy

from oper8.deploy_manager import replace_utils

KEYS = ["a", "b", "kind", "l", "name", "value", "valueFrom"]
FUNCTIONS = ["requires_replace", "modified_lists", "modified_value_from"]


def answer(given):
    """Whether a PUT is needed."""
    function = getattr(replace_utils, given["fn"])
    arguments = {"in_list": given["in_list"]} if "in_list" in given else {}
    return function(given["current"], given["desired"], **arguments)


def generate(rng):
    """Two manifests that are alike in most places."""
    function = rng.choice(FUNCTIONS)
    current = value(rng, 3) if rng.random() < 0.05 else mapping(rng, 3)
    desired = changed(rng, copy.deepcopy(current), 3)
    given = {"fn": function, "current": current, "desired": desired}
    if function == "modified_lists" and rng.random() < 0.5:
        given["in_list"] = rng.random() < 0.7
    return given


def mapping(rng, depth):
    """A map."""
    return {key: value(rng, depth - 1) for key in rng.sample(KEYS, rng.randint(0, 4))}


def value(rng, depth):
    """Any JSON, lists of maps most of all."""
    shape = rng.random()
    if depth > 0 and shape < 0.3:
        return mapping(rng, depth)
    if depth > 0 and shape < 0.55:
        return [mapping(rng, depth - 1) for _ in range(rng.randint(0, 3))]
    if shape < 0.65:
        return [scalar(rng) for _ in range(rng.randint(0, 3))]
    return scalar(rng)


def scalar(rng):
    """A value without parts."""
    return rng.choice([1, 1, 2, 1.0, 0, "x", "y", "", True, False, None])


def changed(rng, given, depth):
    """The same with a few changes."""
    shape = rng.random()
    if shape < 0.05:
        return value(rng, depth)
    if shape < 0.09:
        return scalar(rng)
    if isinstance(given, dict):
        return changed_map(rng, given, depth)
    if isinstance(given, list):
        items = [changed(rng, item, depth - 1) if rng.random() < 0.3 else item for item in given]
        if rng.random() < 0.15:
            items.append(value(rng, depth - 1))
        if items and rng.random() < 0.1:
            items.pop(rng.randrange(len(items)))
        return items
    return scalar(rng) if rng.random() < 0.4 else given


def changed_map(rng, given, depth):
    """A map with some other values, and keys that are there on one side alone."""
    result = {}
    for key, item in given.items():
        fate = rng.random()
        if fate < 0.1:
            continue
        if fate < 0.16 and key in ("value", "valueFrom"):
            key = "valueFrom" if key == "value" else "value"
        result[key] = changed(rng, item, depth - 1) if fate < 0.5 else item
    if rng.random() < 0.2:
        result[rng.choice(KEYS)] = value(rng, depth - 1)
    return result


def question(function, current, desired, **more):
    """An input."""
    return {"fn": function, "current": current, "desired": desired, **more}


def both(name, current, desired):
    """The same question to each of the functions."""
    return [(f"{function}: {name}", question(function, current, desired)) for function in FUNCTIONS]


def container(**fields):
    """A Deployment with one container."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "a", "namespace": "n"},
        "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "i:1", **fields}]}}},
    }


# What a map becomes: by the reference's crash, and what the same change is between plain values.
MAPS_BECOME = [({"b": 1}, None), ({"b": 1}, "text"), ({"b": 1}, ""), ({"b": 1}, []), ({"b": 1}, [1]), ({"b": 1}, 0),
               ({"kind": "L"}, 1), ({}, "text"), ({}, None), ({}, [1])]

NAMED = [
    *both("nothing", {}, {}),
    *both("the same", container(env=[{"name": "A", "value": "1"}]), container(env=[{"name": "A", "value": "1"}])),
    *both("an image", container(), container(image="i:2")),
    *both(
        "another source",
        container(env=[{"name": "A", "value": "1"}]),
        container(env=[{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]),
    ),
    *both(
        "another source and back",
        container(env=[{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]),
        container(env=[{"name": "A", "value": "1"}]),
    ),
    *both("an item less", container(args=["a", "b"]), container(args=["a"])),
    *both("an item more", container(args=["a"]), container(args=["a", "b"])),
    *both("a list that goes", container(args=["a"]), container()),
    *both("a list that comes", container(), container(args=["a"])),
    *both("a text becomes a number", {"a": "1"}, {"a": 1}),
    *both("an integer becomes a float", {"a": 1}, {"a": 1.0}),
    *both("a number becomes a truth value", {"a": 1}, {"a": True}),
    *both("zero becomes false", {"a": 0}, {"a": False}),
    *both("an item with nothing in common", {"l": [{"a": 1}]}, {"l": [{"b": 1}]}),
    *both("an item with another value", {"l": [{"a": 1}]}, {"l": [{"a": 2}]}),
    *both("an item that keeps a list", {"l": [{"a": [1], "b": 1}]}, {"l": [{"a": [1], "b": 2}]}),
    *both("an item that keeps a map", {"l": [{"a": {"x": 1}, "b": 1}]}, {"l": [{"a": {"x": 1}, "b": 2}]}),
    *both("items in another order", {"l": [{"a": 1}, {"a": 2}]}, {"l": [{"a": 2}, {"a": 1}]}),
    *both("a list in a list", {"l": [[1, 2]]}, {"l": [[1]]}),
    *both("a list becomes null", {"l": [1]}, {"l": None}),
    *both("a list becomes a text", {"l": [1]}, {"l": "x"}),
    *both("a list becomes a map", {"l": [1]}, {"l": {"x": 1}}),
    *both("not maps at all", [1, 2], [1]),
    *both("null and null", None, None),
    ("modified_lists: items without a common key", question("modified_lists", {"a": 1}, {"b": 1}, in_list=True)),
    ("modified_lists: the same outside of lists", question("modified_lists", {"a": 1}, {"b": 1}, in_list=False)),
    ("modified_lists: empty items", question("modified_lists", {}, {}, in_list=True)),
] + [
    entry
    for index, (old, new) in enumerate(MAPS_BECOME)
    for entry in both(f"a map becomes something else, {index}", {"a": old, "z": 1}, {"a": new, "z": 1})
]
