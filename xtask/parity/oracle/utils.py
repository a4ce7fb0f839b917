"""Small functions: names of sessions, nested maps, durations, controllers, identities."""

import copy
import datetime
import inspect

import aconfig
from oper8 import Controller, session, utils
from oper8.dag import ResourceNode
from oper8.deploy_manager.dry_run_deploy_manager import DryRunDeployManager
from oper8.watch_manager.python_watch_manager.utils import common, types

from support import any_json, settings, sometimes

CR = {"apiVersion": "foo.bar.com/v1", "kind": "Foo", "metadata": {"name": "foo", "namespace": "ns"}}
LETTERS = "abcüñ-"


def answer(given):
    """The result of the function that the input names."""
    name = given["fn"]
    if name.startswith("resource_id"):
        return resource_id(given)
    return FUNCTIONS[name](given)


def make_session(cr, **more):
    """A session that only names are asked of."""
    return session.Session("id", cr, {}, deploy_manager=DryRunDeployManager(), **more)


def get_scoped_name(given):
    """A name below that of the session."""
    cr = copy.deepcopy(CR)
    cr["metadata"]["name"] = given["session_name"]
    return make_session(cr).get_scoped_name(given["name"])


def nested_set(given):
    """The map with the value in it."""
    utils.nested_set(given["dct"], given["key"], given["val"])
    return given["dct"]


def nested_get(given):
    """The value at a path."""
    return utils.nested_get(given["dct"], given["key"], given.get("dflt"))


def parse_time_delta(given):
    """Seconds."""
    span = common.parse_time_delta(given["time_str"])
    return None if span is None else span.total_seconds()


def python_values(value):
    """Python values from the maps that stand for them."""
    if isinstance(value, list):
        return [python_values(element) for element in value]
    if not isinstance(value, dict):
        return value
    if "__tuple__" in value:
        return tuple(python_values(element) for element in value["__tuple__"])
    if "__datetime__" in value:
        return datetime.datetime.fromisoformat(value["__datetime__"])
    if "__date__" in value:
        return datetime.date.fromisoformat(value["__date__"])
    if "__node__" in value:
        return ResourceNode("node", python_values(value["__node__"]))
    return {key: python_values(element) for key, element in value.items()}


def controller_class(given):
    """A controller's class."""
    members = {key: given[key] for key in ("group", "version", "kind", "finalizer") if key in given}
    members["setup_components"] = lambda self, session: None
    if given.get("overrides_finalize"):
        members["finalize_components"] = lambda self, session: None
    return type("Some", (Controller,), members)


def controller_finalizer(given):
    """What a controller says of its finalizer."""
    made = controller_class(given)
    return {"has_finalizer": made.has_finalizer, "finalizer": made.finalizer}


def resource_id(given):
    """The texts that identify a watched resource."""
    name = given["fn"]
    if name == "resource_id":
        keys = {key: given[key] for key in ("api_version", "kind", "name", "namespace") if key in given}
        made = types.ResourceId(**keys)
        return {
            "global_id": made.global_id,
            "namespaced_id": made.namespaced_id,
            "id": made.get_id(),
            "named_id": made.get_named_id(),
            "resource": made.get_resource(),
        }
    if name == "resource_id_from_resource":
        made = types.ResourceId.from_resource(given["resource"])
    elif name == "resource_id_from_owner_ref":
        made = types.ResourceId.from_owner_ref(given["owner_ref"], given.get("namespace"))
    else:
        made = types.ResourceId.from_controller(controller_class(given), given.get("namespace"))
        return {**identity(made), "id": made.get_id()}
    return {**identity(made), "named_id": made.get_named_id()}


def identity(made):
    """The parts of an identity."""
    return {"api_version": made.api_version, "kind": made.kind, "name": made.name, "namespace": made.namespace}


def get_manifest_version(given):
    """The version that a resource asks for."""
    overrides = {"vcs.version_override": given.get("version_override")}
    if "field" in given:
        overrides["vcs.field"] = given["field"]
    with settings(overrides):
        return utils.get_manifest_version(aconfig.Config(given["cr"], override_env_vars=False))


def get_passthrough_annotations(given):
    """The annotations that are passed on."""
    cr = copy.deepcopy(CR)
    if "annotations" in given:
        cr["metadata"]["annotations"] = given["annotations"]
    return utils.get_passthrough_annotations(make_session(cr))


def validate_cr(given):
    """Whether a session takes the resource."""
    check = inspect.getattr_static(session.Session, "_validate_cr")
    return check.__func__(aconfig.Config(given["cr"], override_env_vars=False))


FUNCTIONS = {
    "get_truncated_name": lambda given: session.Session.get_truncated_name(given["name"]),
    "get_scoped_name": get_scoped_name,
    "merge_configs": lambda given: utils.merge_configs(given["base"], given["overrides"]),
    "nested_get": nested_get,
    "nested_set": nested_set,
    "parse_time_delta": parse_time_delta,
    "sanitize_for_serialization": lambda given: utils.sanitize_for_serialization(python_values(given["obj"])),
    "controller_finalizer": controller_finalizer,
    "controller_str": lambda given: str(controller_class(given)()),
    "get_manifest_version": get_manifest_version,
    "get_passthrough_annotations": get_passthrough_annotations,
    "validate_cr": validate_cr,
}


def generate(rng):
    """A call of any of the functions."""
    name = rng.choice(
        ["get_truncated_name", "get_scoped_name", "merge_configs", "merge_configs", "nested_get", "nested_set"]
        + ["parse_time_delta", "parse_time_delta", "sanitize_for_serialization", "sanitize_for_serialization"]
        + ["controller_finalizer", "controller_str", "get_manifest_version"]
        + ["get_passthrough_annotations", "validate_cr", "resource_id"]
    )
    if name == "resource_id":
        name += rng.choice(["", "_from_resource", "_from_owner_ref", "_from_controller"])
    return {"fn": name, **GENERATORS[name](rng)}


def long_name(rng, most=80):
    """A name, often near the longest one."""
    length = rng.choice([rng.randint(0, most), 31, 62, 63, 64])
    return "".join(rng.choice(LETTERS) for _ in range(length))


def time_text(rng):
    """A duration, or nearly one."""
    numbers = ["0", "1", "12", "007", "1.5", ".25", "5.", "0.0000015", "99999"]
    parts = [rng.choice(numbers) + unit for unit in ("hr", "m", "s") if rng.random() < 0.6]
    if rng.random() < 0.2:
        rng.shuffle(parts)
    text = "".join(parts)
    if rng.random() < 0.15:
        text += rng.choice([" ", "\n", "x", "ms", "d", "-1s", "1"])
    return text


def with_python_values(rng, depth=3):
    """Any JSON with Python's own values in it."""
    kind = rng.random()
    if kind < 0.1:
        return {"__date__": "2024-01-02"}
    if kind < 0.2:
        return {"__datetime__": "2024-01-02T03:04:05"}
    if depth and kind < 0.35:
        return {"__tuple__": [with_python_values(rng, depth - 1) for _ in range(rng.randint(0, 2))]}
    if depth and kind < 0.4:
        return {"__node__": {"kind": "Pod", "metadata": {"name": "x", "labels": any_json(rng, 1)}}}
    if depth and kind < 0.75:
        return {name: with_python_values(rng, depth - 1) for name in rng.sample("abc", rng.randint(0, 3))}
    return any_json(rng, 1)


def controller(rng):
    """A controller."""
    given = {
        "group": rng.choice(["foo.bar.com", "g.io", "g.io", ""]),
        "version": rng.choice(["v1", "v1", "v1beta1", ""]),
        "kind": rng.choice(["Foo", "FooBar", "foo", "F"]),
        "overrides_finalize": rng.random() < 0.5,
    }
    sometimes(rng, 0.2, given, "finalizer", lambda: rng.choice(["my.finalizer", "", None]))
    return given


def partly(rng, whole, chance=0.8):
    """A map with some of its keys."""
    return {key: value for key, value in whole.items() if rng.random() < chance}


def some_cr(rng):
    """A custom resource, perhaps without parts of it."""
    cr = partly(rng, CR, 0.9)
    if "metadata" in cr:
        cr["metadata"] = partly(rng, cr["metadata"], 0.8)
    version = rng.choice(["1.0.0", "2", 1.5, 3, None, "", {}])
    cr["spec"] = rng.choice([{"version": version}, {"version": version}, {}, {"release": {"name": version}}, None])
    return cr


GENERATORS = {
    "get_truncated_name": lambda rng: {"name": long_name(rng)},
    "get_scoped_name": lambda rng: {"session_name": "s" + long_name(rng, 40), "name": long_name(rng, 40)},
    "merge_configs": lambda rng: {"base": map_of(rng), "overrides": map_of(rng)},
    "nested_get": lambda rng: {"dct": map_of(rng), "key": dotted(rng)},
    "nested_set": lambda rng: {"dct": map_of(rng), "key": dotted(rng), "val": any_json(rng, 1)},
    "parse_time_delta": lambda rng: {"time_str": time_text(rng)},
    "sanitize_for_serialization": lambda rng: {"obj": with_python_values(rng)},
    "controller_finalizer": controller,
    "controller_str": controller,
    "resource_id": lambda rng: {
        "api_version": rng.choice(["v1", "apps/v1"]),
        "kind": "Pod",
        **partly(rng, {"name": "a", "namespace": "ns"}, 0.6),
    },
    "resource_id_from_resource": lambda rng: {"resource": some_cr(rng)},
    "resource_id_from_owner_ref": lambda rng: {
        "owner_ref": {"apiVersion": "v1", "kind": "Pod", "name": "a", "uid": "u"},
        **partly(rng, {"namespace": "ns"}, 0.5),
    },
    "resource_id_from_controller": lambda rng: {**controller(rng), **partly(rng, {"namespace": "ns"}, 0.5)},
    "get_manifest_version": lambda rng: {
        "cr": some_cr(rng),
        **partly(rng, {"version_override": rng.choice(["9", "", None])}, 0.2),
        **partly(rng, {"field": "spec.release.name"}, 0.2),
    },
    "get_passthrough_annotations": lambda rng: {"annotations": partly(rng, {
        "oper8.org/config-defaults": "x/y",
        "oper8.org/log-default-level": "debug",
        "oper8.org/log-filters": "A:info",
        "oper8.org/log-json": "",
        "oper8.org/log-thread-id": "true",
        "oper8.org/pause-execution": "false",
        "oper8.org/temporary-patches": "{}",
        "oper8.org/lease-name": "x",
        "note": "1",
    }, 0.5)},
    "validate_cr": lambda rng: {"cr": some_cr(rng)},
}


def map_of(rng):
    """A map, but for few."""
    if rng.random() < 0.03:
        return rng.choice([None, [], "text", 1])
    return {name: any_json(rng, 3) for name in rng.sample("abc", rng.randint(0, 3))}


def dotted(rng):
    """A path."""
    return ".".join(rng.choice("abc") for _ in range(rng.randint(1, 3)))


NAMED = [
    *[
        (f"parse_time_delta: {text!r}", {"fn": "parse_time_delta", "time_str": text})
        for text in ["", "1h", "1h30m", "1hr2m3.5s", "1s\n", "1S", "s", "1e3s", "99999999999999999999s", "90m", "1 s"]
    ],
    (
        "sanitize_for_serialization: an instant",
        {"fn": "sanitize_for_serialization", "obj": {"__datetime__": "2024-01-02T03:04:05.678900+00:00"}},
    ),
    (
        "sanitize_for_serialization: a fraction of a second",
        {"fn": "sanitize_for_serialization", "obj": {"__datetime__": "2024-01-02T03:04:05.678900"}},
    ),
    ("nested_get: a null on the way", {"fn": "nested_get", "dct": {"a": None}, "key": "a.b"}),
    ("nested_set: a null on the way", {"fn": "nested_set", "dct": {"a": None}, "key": "a.b", "val": 2}),
    ("nested_get: a default", {"fn": "nested_get", "dct": {}, "key": "a.b", "dflt": 1}),
    ("nested_get: an empty path", {"fn": "nested_get", "dct": {"": 1}, "key": ""}),
    ("get_scoped_name: no name of the session", {"fn": "get_scoped_name", "session_name": "", "name": "a"}),
    ("get_passthrough_annotations: null", {"fn": "get_passthrough_annotations", "annotations": None}),
    ("get_passthrough_annotations: none", {"fn": "get_passthrough_annotations"}),
    ("validate_cr: a whole one", {"fn": "validate_cr", "cr": CR}),
    ("get_manifest_version: the spec is a text", {"fn": "get_manifest_version", "cr": {**CR, "spec": "x"}}),
]
