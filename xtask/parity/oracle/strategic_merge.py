"""Strategic merges of one resource and one patch."""

import copy

from oper8.patch_strategic_merge import patch_strategic_merge

KINDS = [
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "Job",
    "CronJob",
    "Pod",
    "Service",
    "ServiceAccount",
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
    "ConfigMap",
]
NAMES = ["a", "b", "c", "d"]
DIRECTIVES = ["merge", "merge", "replace", "replace", "replace", "delete", "remove", "", None, 1]
# Keyed lists of a container, with their merge keys.
CONTAINER_LISTS = {
    "env": "name",
    "ports": "containerPort",
    "volumeMounts": "mountPath",
    "volumeDevices": "devicePath",
}
POD_LISTS = ["containers", "initContainers", "ephemeralContainers", "volumes", "imagePullSecrets"]


def answer(given):
    """The merged resource; both inputs must be as they were."""
    resource, patch = copy.deepcopy(given["resource"]), copy.deepcopy(given["patch"])
    merged = patch_strategic_merge(given["resource"], given["patch"])
    if (resource, patch) != (given["resource"], given["patch"]):
        raise SystemExit("the reference changed its input")
    return merged


def generate(rng):
    """A resource of any kind, and a patch that meets it in many places."""
    kind = rng.choice(KINDS)
    given = resource(rng, kind)
    patch = {"spec": value(rng, 2)} if rng.random() < 0.1 else body(rng, kind, patching=True)
    if rng.random() < 0.03:
        del given["kind"]
    elif rng.random() < 0.01:
        given["kind"] = rng.choice([None, 1, {}, ""])
    return {"resource": given, "patch": patch}


def resource(rng, kind):
    """A resource as an operator renders it."""
    given = {"apiVersion": "v1", "kind": kind, "metadata": {"name": "x", "namespace": "ns"}}
    given.update(body(rng, kind, patching=False))
    return given


def body(rng, kind, patching):
    """The fields of a kind, in a resource or in a patch for it."""
    if kind == "ConfigMap":
        given = {"data": flat(rng, patching), "lists": {"containers": keyed(rng, "name", patching)}}
    elif kind == "Service":
        given = {"spec": {"selector": flat(rng, patching), "ports": keyed(rng, "port", patching)}}
    elif kind == "ServiceAccount":
        given = {"secrets": keyed(rng, "name", patching), "imagePullSecrets": keyed(rng, "name", patching)}
    elif kind.endswith("WebhookConfiguration"):
        given = {"webhooks": keyed(rng, "name", patching)}
    else:
        given = {"spec": pods(rng, kind, pod(rng, patching))}
    if rng.random() < 0.4:
        given["metadata"] = {} if not patching else {"labels": flat(rng, patching)}
        if not patching:
            given["metadata"] = {"name": "x", "namespace": "ns", "labels": flat(rng, patching)}
    if patching and rng.random() < 0.15:
        given[rng.choice(["spec", "data", "extra"])] = rng.choice([None, {}, [], "text", 1, True, 1.5])
    if patching and rng.random() < 0.15:
        given["$patch"] = rng.choice(DIRECTIVES)
    return given


def pods(rng, kind, spec):
    """Where a kind has its pod."""
    if kind == "Pod":
        return spec
    template = {"template": {"spec": spec}}
    if rng.random() < 0.5:
        template["replicas"] = rng.choice([1, 2, 1.0, None])
    return {"jobTemplate": {"spec": template}} if kind == "CronJob" else template


def pod(rng, patching):
    """The spec of a pod."""
    spec = {}
    for name in rng.sample(POD_LISTS, rng.randint(1, 3)):
        spec[name] = keyed(rng, "name", patching, containers="ontainers" in name)
    if rng.random() < 0.5:
        spec["nodeSelector"] = flat(rng, patching)
    if rng.random() < 0.5:
        add_primitive_list(rng, spec, patching)
    return spec


def keyed(rng, key, patching, containers=False):
    """A list whose elements have a merge key, nearly always."""
    return [element(rng, key, patching, containers) for _ in range(rng.randint(0, 3))]


def element(rng, key, patching, containers):
    """An element of a keyed list."""
    if rng.random() < 0.01:
        return rng.choice(["text", None, {}, []])
    given = {key: key_value(rng, key)}
    if rng.random() < 0.02:
        del given[key]
    if containers:
        given["image"] = rng.choice(["i:1", "i:2"])
        for name in rng.sample(sorted(CONTAINER_LISTS), rng.randint(0, 2)):
            given[name] = keyed(rng, CONTAINER_LISTS[name], patching)
        if rng.random() < 0.3:
            add_primitive_list(rng, given, patching)
    elif rng.random() < 0.8:
        given["value"] = value(rng, 1)
    if key in ("port", "containerPort") and rng.random() < 0.2:
        given["protocol"] = rng.choice(["TCP", "UDP"])
    if patching and rng.random() < 0.15:
        given["$patch"] = rng.choice(DIRECTIVES)
    return given


def key_value(rng, key):
    """The value of a merge key."""
    if rng.random() < 0.015:
        return rng.choice([None, {}, [], ["a"], True, 1, ""])
    if key in ("port", "containerPort"):
        return rng.choice([80, 80, 443, 8080, 80.0, "http"])
    return rng.choice(NAMES)


def add_primitive_list(rng, given, patching):
    """A list of plain values, or the directive that removes some."""
    values = [rng.choice(["x", "y", "z", 1, 2, True]) for _ in range(rng.randint(0, 3))]
    if patching and rng.random() < 0.3:
        target = "args" if rng.random() < 0.9 else rng.choice(["nolist", "image"])
        given["$deleteFromPrimitiveList/" + target] = values[:1] if rng.random() < 0.9 else "x"
    else:
        given["args"] = values


def flat(rng, patching):
    """A map of texts."""
    choices = ["1", "2", None] if patching else ["1", "2"]
    return {name: rng.choice(choices) for name in rng.sample(NAMES, rng.randint(0, 3))}


def value(rng, depth):
    """Any JSON."""
    kind = rng.randint(0, 7 if depth else 5)
    if kind == 6:
        return {name: value(rng, depth - 1) for name in rng.sample(NAMES, rng.randint(0, 2))}
    if kind == 7:
        return [value(rng, depth - 1) for _ in range(rng.randint(0, 2))]
    return [None, True, 1, 1.5, "text", ""][kind]


def service(ports, patch):
    """A Service and a patch of its ports."""
    return {
        "resource": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": ports}},
        "patch": {"spec": {"ports": patch}},
    }


NAMED = [
    (
        "ports of one number and two protocols",
        service(
            [{"port": 53, "protocol": "TCP", "name": "a"}, {"port": 53, "protocol": "UDP", "name": "b"}],
            [{"port": 53, "protocol": "UDP", "targetPort": 5353}],
        ),
    ),
    (
        "a port of another protocol is added",
        service([{"port": 53, "name": "a"}], [{"port": 53, "protocol": "UDP", "name": "b"}]),
    ),
    (
        "a port without a protocol is a TCP port",
        service([{"port": 53, "protocol": "TCP", "name": "a"}], [{"port": 53, "targetPort": 5353}]),
    ),
    (
        "ports that are told apart by SCTP",
        service([{"port": 80, "name": "a"}], [{"port": 80, "protocol": "SCTP"}, {"port": 80, "name": "b"}]),
    ),
    (
        "a CronJob's containers",
        {
            "resource": {
                "apiVersion": "batch/v1",
                "kind": "CronJob",
                "metadata": {"name": "c"},
                "spec": {"jobTemplate": {"spec": {"template": {"spec": {
                    "containers": [{"name": "a", "image": "i:1"}, {"name": "b", "image": "i:1"}]
                }}}}},
            },
            "patch": {"spec": {"jobTemplate": {"spec": {"template": {"spec": {
                "containers": [{"name": "b", "image": "i:2"}]
            }}}}}},
        },
    ),
    (
        "a list is replaced, and the replacement diminished",
        {
            "resource": {"kind": "ConfigMap", "data": {"l": ["x", "y"]}},
            "patch": {"data": {"l": ["x", "z"], "$deleteFromPrimitiveList/l": ["x"]}},
        },
    ),
    ("the patch is a list", {"resource": {"kind": "ConfigMap", "data": {}}, "patch": ["data"]}),
    ("the patch is a text", {"resource": {"kind": "ConfigMap", "data": {}}, "patch": "data"}),
    ("the patch is empty", {"resource": {"kind": "ConfigMap", "data": {"a": "1"}}, "patch": {}}),
    ("the resource is empty", {"resource": {}, "patch": {"data": {"a": None}}}),
]
