"""Patches of a resource, chosen by internal name."""

import aconfig
from oper8.patch import apply_patches

import strategic_merge

PATHS = [
    "/metadata/labels",
    "/metadata/labels/a",
    "/metadata/annotations",
    "/spec",
    "/spec/replicas",
    "/spec/list",
    "/spec/list/0",
    "/spec/list/1",
    "/spec/list/-",
    "/spec/list/9",
    "/spec/list/01",
    "/spec/none/deep",
    "/data/a~1b",
    "/data/a~0b",
    "/extra",
    "/spec/list/-1",
    "/spec/list/1.0",
    "/spec/list/x",
    "/spec/list/",
    "/spec/list/2",
    "/spec/replicas/deep",
    "spec/replicas",
    "/data/a~2b",
    "/data/",
]
PROTECTED = ["", "/metadata", "/metadata/name", "/metadata/namespace", "/kind", "/apiVersion", "/kind/x"]
INTERNAL_NAMES = ["web.deploy", "web.config", "web", "", "web.deploy.more", "db.deploy"]


def answer(given):
    """The patched resource."""
    patches = [aconfig.Config(patch, override_env_vars=False) for patch in given["patches"]]
    return apply_patches(given["internal_name"], given["resource"], patches)


def generate(rng):
    """A resource with up to three patches, most of which are meant for it."""
    name = rng.choice(INTERNAL_NAMES) if rng.random() < 0.3 else "web.deploy"
    return {
        "internal_name": name,
        "resource": resource(rng),
        "patches": [temporary_patch(rng, index) for index in range(rng.choice([1, 1, 1, 2, 3]))],
    }


def resource(rng):
    """A resource for both types of patches."""
    kind = rng.choice(["Deployment", "Service", "ConfigMap"])
    given = strategic_merge.resource(rng, kind)
    given.setdefault("spec", {})
    given["spec"].update({"replicas": 1, "list": ["x", "y"]})
    given["data"] = {"a/b": "1", "a~b": "2"}
    return given


def temporary_patch(rng, index):
    """A whole TemporaryPatch."""
    if rng.random() < 0.5:
        kind, patch = "patchJson6902", operations(rng)
    else:
        kind, patch = "patchStrategicMerge", merge(rng)
    if rng.random() < 0.04:
        kind = rng.choice(["patchOther", None, "", patch])
    made = {
        "apiVersion": "oper8.org/v1",
        "kind": "TemporaryPatch",
        "metadata": {"name": f"p{index}", "namespace": "ns"},
        "spec": {
            "apiVersion": "foo.bar.com/v1",
            "kind": "Foo",
            "name": "foo",
            "patchType": kind,
            "patch": nested(rng, patch),
        },
    }
    if rng.random() < 0.03:
        part = rng.choice(["metadata", "spec"])
        del made[part][rng.choice(sorted(made[part]))]
    elif rng.random() < 0.02:
        del made[rng.choice(sorted(made))]
    return made


def nested(rng, patch):
    """The patch below the parts of an internal name."""
    shape = rng.random()
    if shape < 0.8:
        return {"web": {"deploy": patch, "config": {"data": {"a": "3"}}}}
    if shape < 0.85:
        return {"web": patch}
    if shape < 0.9:
        return {"web.deploy": patch}
    return rng.choice([{"": patch}, {"web": None}, {}, {"web": {"deploy": {}}}, {"web": {"deploy": None}}])


def merge(rng):
    """A strategic merge."""
    patch = strategic_merge.body(rng, rng.choice(["Deployment", "Service", "ConfigMap"]), patching=True)
    if rng.random() < 0.1:
        patch.setdefault("metadata", {})["name"] = rng.choice(["x", "y", None])
    if rng.random() < 0.03:
        patch["kind"] = rng.choice(["Other", None])
    return patch


def operations(rng):
    """A JSON patch."""
    if rng.random() < 0.03:
        return rng.choice([{"op": "add"}, "text", 1, [1], ["text"], [{}], [None]])
    return [operation(rng) for _ in range(rng.randint(0, 3))]


def operation(rng):
    """An operation of a JSON patch, not always a right one."""
    word = rng.choice(["add", "add", "remove", "replace", "move", "copy", "test"])
    given = {"op": word, "path": path(rng)}
    if word in ("add", "replace", "test"):
        given["value"] = rng.choice([1, 1.0, "1", "x", {}, ["x", "y"], {"a": "1"}, None, True])
    if word in ("move", "copy"):
        given["from"] = path(rng)
    if rng.random() < 0.04:
        key = rng.choice(sorted(given))
        given[key] = rng.choice([None, 1, "other"])
    if rng.random() < 0.03:
        del given[rng.choice(sorted(given))]
    return given


def path(rng):
    """A JSON pointer."""
    return rng.choice(PROTECTED) if rng.random() < 0.06 else rng.choice(PATHS)


def strategic(resource, patch):
    """A strategic merge that is meant for the resource."""
    return {
        "internal_name": "web.it",
        "resource": {"apiVersion": "v1", "metadata": {"name": "s"}, **resource},
        "patches": [{
            "metadata": {"name": "p"},
            "spec": {"patchType": "patchStrategicMerge", "patch": {"web": {"it": patch}}},
        }],
    }


NAMED = [
    (
        "ports of one number and two protocols",
        strategic(
            {"kind": "Service", "spec": {"ports": [{"port": 53}]}},
            {"spec": {"ports": [{"port": 53, "protocol": "UDP"}]}},
        ),
    ),
    (
        "a boolean is removed from a list with its number",
        strategic(
            {"kind": "ConfigMap", "data": {"list": [1, True]}},
            {"data": {"$deleteFromPrimitiveList/list": [True]}},
        ),
    ),
    (
        "a merge key that is a map",
        strategic(
            {"kind": "Service", "spec": {"ports": [{"port": {"a": 1}}]}},
            {"spec": {"ports": [{"port": {"a": 1}, "name": "x"}]}},
        ),
    ),
    (
        "a patch without a spec",
        {"internal_name": "web.it", "resource": {"kind": "ConfigMap"}, "patches": [{"metadata": {"name": "p"}}]},
    ),
]
