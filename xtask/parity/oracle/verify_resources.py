"""Whether resources are ready."""

import copy
import os
import time

import aconfig
from oper8 import verify_resources
from oper8.deploy_manager.dry_run_deploy_manager import DryRunDeployManager
from oper8.session import Session

# Times without a zone are those of the process.
os.environ["TZ"] = "UTC"
time.tzset()

TRANSITION = "lastTransitionTime"
TRANSACTION = "lastTransactionTime"
TIMES = [
    "2024-01-01T00:00:00Z",
    "2024-01-02T00:00:00Z",
    "2024-01-02T00:00:00Z",
    "2024-01-02T01:00:00+02:00",
    "2024-01-03T12:30:00.5Z",
]
NAIVE_TIMES = ["2024-01-01T00:00:00", "2024-01-02T03:04:05.678900", "2024-01-02", "2024-01-03 10:00:00"]
STATUSES = ["True", "True", "True", "False", "Unknown", "true", "FALSE", True, False, None, "", 1, 0]
FUNCTIONS = {
    "returns_true": lambda _: True,
    "returns_false": lambda _: False,
    "spec_ready": lambda content: bool(content.get("spec", {}).get("ready")),
}
RULES = {"Pod": ["Ready"], "Job": ["Complete", "Failed"], "Deployment": ["Available", "Progressing"]}


def answer(given):
    """Whether it is ready."""
    function = given["fn"]
    if function == "verify_resource":
        return verify_resource(given)
    if function == "verify_subsystem":
        return verify_resources.verify_subsystem(given["object"], given.get("desired_version"))
    return getattr(verify_resources, function)(given["object"])


def verify_resource(given):
    """Asks with a session over a cluster of objects."""
    options = dict(given.get("options", {}))
    if options.get("verify_function") is not None:
        options["verify_function"] = FUNCTIONS[options["verify_function"]]
    spec = {} if given.get("session_version") is None else {"version": given["session_version"]}
    cr = {
        "apiVersion": "foo.bar.com/v1",
        "kind": "Foo",
        "metadata": {"name": "foo", "namespace": "ns", "uid": "1"},
        "spec": spec,
    }
    session = Session(
        reconciliation_id="1",
        cr_manifest=aconfig.Config(cr, override_env_vars=False),
        config=aconfig.Config({}, override_env_vars=False),
        deploy_manager=DryRunDeployManager(copy.deepcopy(given["cluster"])),
    )
    return verify_resources.verify_resource(
        given["kind"], given["resource_name"], given["api_version"], session, **options
    )


def generate(rng):
    """A question to one of the functions."""
    function = rng.choice(
        ["verify_pod", "verify_job", "verify_deployment", "verify_statefulset", "verify_subsystem"]
        + ["verify_resource"] * 3
    )
    if function == "verify_resource":
        return resource_question(rng)
    if function == "verify_subsystem":
        given = {"fn": function, "object": {"status": subsystem_status(rng)}}
        if rng.random() < 0.8:
            given["desired_version"] = rng.choice(["1", "1", "2", None])
        return given
    kind = {"verify_pod": "Pod", "verify_job": "Job", "verify_deployment": "Deployment"}.get(function, "StatefulSet")
    found = {} if rng.random() < 0.03 else {"status": status(rng, kind)}
    return {"fn": function, "object": found}


def status(rng, kind):
    """The status of an object."""
    if rng.random() < 0.02:
        return rng.choice([None, {}, [], "Ready"])
    if kind == "StatefulSet":
        counts = {key: rng.choice([0, 1, 2, 2, None]) for key in ("replicas", "readyReplicas") if rng.random() < 0.85}
        return {**counts, "currentReplicas": 1}
    types = RULES.get(kind, ["Ready", "Custom"])
    return {"conditions": conditions(rng, types, TRANSITION)}


def conditions(rng, types, key):
    """Conditions of some types, several of one among them."""
    times = TIMES if rng.random() < 0.8 else NAIVE_TIMES
    found = []
    for _ in range(rng.randint(0, 4)):
        found.append(condition(rng, rng.choice(types + ["Other"]), key, times))
    if rng.random() < 0.6:
        found += [condition(rng, name, key, times, good=rng.random() < 0.7) for name in types if name != "Failed"]
    return found


def condition(rng, name, key, times, good=False):
    """A condition."""
    found = {"type": name, "status": "True" if good else rng.choice(STATUSES)}
    if rng.random() < 0.9:
        found[key] = rng.choice(times)
    if rng.random() < 0.03:
        found[key] = rng.choice([None, 1700000000, "not a date", ""])
    if name == "Progressing":
        reasons = ["NewReplicaSetAvailable"] * 3 + ["ReplicaSetUpdated", "ProgressDeadlineExceeded", None]
        found["reason"] = "NewReplicaSetAvailable" if good else rng.choice(reasons)
    if rng.random() < 0.02:
        del found["status"]
    return found


def subsystem_status(rng):
    """The status of a custom resource of the framework."""
    if rng.random() < 0.02:
        return rng.choice([None, {}])
    times = ["2024-01-01T00:00:00", "2024-01-02T00:00:00"]
    found = {"conditions": []}
    for name, value in (("Ready", "True"), ("Updating", "False")):
        if rng.random() < 0.95:
            wanted = value if rng.random() < 0.85 else rng.choice(STATUSES)
            found["conditions"].append({"type": name, "status": wanted, TRANSACTION: rng.choice(times)})
    if rng.random() < 0.1:
        found["conditions"].append({"type": "Ready", "status": rng.choice(STATUSES), TRANSACTION: rng.choice(times)})
    if rng.random() < 0.9:
        found["versions"] = rng.choice([{"reconciled": "1"}, {"reconciled": "1"}, {"reconciled": "2"}, {}])
    if rng.random() < 0.03:
        found["versions"] = rng.choice([None, "1", {"reconciled": None}])
    return found


KINDS = [
    ("Pod", "v1"),
    ("Job", "batch/v1"),
    ("Deployment", "apps/v1"),
    ("StatefulSet", "apps/v1"),
    ("ConfigMap", "v1"),
    ("Sub", "sub.bar.com/v1"),
    ("Deployment", "other.bar.com/v1"),
]


def resource_question(rng):
    """An object in a cluster, and how to verify it."""
    kind, api_version = rng.choice(KINDS)
    metadata = {"name": rng.choice(["a", "a", "a", "b"])}
    namespace = rng.choice(["ns", "ns", "ns", "other", None])
    if namespace:
        metadata["namespace"] = namespace
    found = {"apiVersion": api_version, "kind": kind, "metadata": metadata}
    if kind != "ConfigMap":
        found["status"] = subsystem_status(rng) if kind == "Sub" else status(rng, kind)
        found["spec"] = {"ready": rng.choice([True, False])}
    given = {
        "fn": "verify_resource",
        "kind": kind,
        "resource_name": "a",
        "api_version": api_version if rng.random() < 0.95 else "v9",
        "cluster": [found] if rng.random() < 0.95 else [],
        "session_version": rng.choice(["1", "1", "2", None]),
    }
    options = resource_options(rng, kind)
    if options or rng.random() < 0.5:
        given["options"] = options
    return given


def resource_options(rng, kind):
    """The options of a verification."""
    options = {}
    if rng.random() < 0.3:
        options["namespace"] = rng.choice(["ns", "other", None])
    if rng.random() < 0.3:
        options["condition_type"] = rng.choice(["Ready", "Custom", "Available"])
    if rng.random() < 0.15:
        options["timestamp_key"] = rng.choice([TRANSACTION, TRANSITION, "other"])
    if kind == "Sub" or rng.random() < 0.1:
        options["is_subsystem"] = rng.random() < 0.85
    if rng.random() < 0.2:
        options["verify_function"] = rng.choice(sorted(FUNCTIONS))
    return options


def of(function, *found, **more):
    """A question about conditions."""
    return {"fn": function, "object": {"status": {"conditions": list(found)}}, **more}


def at(name, value, moment="2024-01-01T00:00:00Z", **more):
    """A condition."""
    return {"type": name, "status": value, TRANSITION: moment, **more}


NAMED = [
    ("verify_pod: no status at all", {"fn": "verify_pod", "object": {}}),
    ("verify_pod: no conditions", of("verify_pod")),
    ("verify_pod: the newest counts", of("verify_pod", at("Ready", "True"), at("Ready", "False", "2025-01-01T00:00:00Z"))),
    ("verify_pod: the first of equals counts", of("verify_pod", at("Ready", "True"), at("Ready", "False"))),
    ("verify_pod: the second of equals does not", of("verify_pod", at("Ready", "False"), at("Ready", "True"))),
    (
        "verify_pod: zones count",
        of("verify_pod", at("Ready", "False", "2024-01-01T10:00:00Z"), at("Ready", "True", "2024-01-01T09:00:00-05:00")),
    ),
    (
        "verify_pod: with and without zone",
        of("verify_pod", at("Ready", "False", "2024-01-01T10:00:00Z"), at("Ready", "True", "2024-01-01T11:00:00")),
    ),
    ("verify_pod: a date only", of("verify_pod", at("Ready", "True", "2024-01-02"), at("Ready", "False", "2024-01-01"))),
    (
        "verify_pod: a space before the time",
        of("verify_pod", at("Ready", "False", "2024-01-02 10:00:00"), at("Ready", "True", "2024-01-02 11:00:00")),
    ),
    (
        "verify_pod: a compact time",
        of("verify_pod", at("Ready", "False", "20240102T100000Z"), at("Ready", "True", "20240102T110000Z")),
    ),
    ("verify_pod: no time is the epoch", of("verify_pod", {"type": "Ready", "status": "True"}, at("Ready", "False", "2024-01-02"))),
    ("verify_pod: only one, without a time", of("verify_pod", {"type": "Ready", "status": "True"})),
    ("verify_pod: a time that is none", of("verify_pod", at("Ready", "True", "yesterday"))),
    ("verify_pod: a condition that is no map", of("verify_pod", "Ready")),
    ("verify_pod: conditions are null", {"fn": "verify_pod", "object": {"status": {"conditions": None}}}),
    ("verify_pod: conditions are a map", {"fn": "verify_pod", "object": {"status": {"conditions": {"type": "Ready"}}}}),
    ("verify_pod: a status in upper case", of("verify_pod", at("Ready", "TRUE"))),
    ("verify_pod: a status that is a truth value", of("verify_pod", at("Ready", True))),
    ("verify_pod: a status that is a list", of("verify_pod", at("Ready", [1]))),
    ("verify_job: a job that failed", of("verify_job", at("Failed", "True", reason="BackoffLimitExceeded"))),
    ("verify_deployment: rolled out", of("verify_deployment", at("Available", "True"), at("Progressing", "True", reason="NewReplicaSetAvailable"))),
    ("verify_deployment: still rolling out", of("verify_deployment", at("Available", "True"), at("Progressing", "True", reason="ReplicaSetUpdated"))),
    ("verify_deployment: not available", of("verify_deployment", at("Available", "False"), at("Progressing", "True", reason="NewReplicaSetAvailable"))),
    ("verify_deployment: no progress told", of("verify_deployment", at("Available", "True"))),
    ("verify_statefulset: no status", {"fn": "verify_statefulset", "object": {}}),
    ("verify_statefulset: zero replicas", {"fn": "verify_statefulset", "object": {"status": {"replicas": 0}}}),
    ("verify_statefulset: some are ready", {"fn": "verify_statefulset", "object": {"status": {"replicas": 2, "readyReplicas": 1}}}),
    ("verify_statefulset: counts as texts", {"fn": "verify_statefulset", "object": {"status": {"replicas": "2", "readyReplicas": "2"}}}),
    ("verify_statefulset: counts as floats", {"fn": "verify_statefulset", "object": {"status": {"replicas": 2, "readyReplicas": 2.0}}}),
    ("verify_subsystem: nothing", {"fn": "verify_subsystem", "object": {}, "desired_version": "1"}),
    ("verify_subsystem: nothing is wanted", {"fn": "verify_subsystem", "object": {}}),
    (
        "verify_subsystem: Updating is a false truth value",
        {
            "fn": "verify_subsystem",
            "object": {
                "status": {
                    "conditions": [
                        {"type": "Ready", "status": True, TRANSACTION: "2024-01-01T00:00:00"},
                        {"type": "Updating", "status": False, TRANSACTION: "2024-01-01T00:00:00"},
                    ],
                    "versions": {"reconciled": "1"},
                }
            },
            "desired_version": "1",
        },
    ),
]


def stale(kind, api_version, found):
    """An object whose status is of an older generation, found in a cluster."""
    metadata = {"name": "a", "namespace": "ns", "generation": 2}
    found = {"apiVersion": api_version, "kind": kind, "metadata": metadata, "status": {"observedGeneration": 1, **found}}
    return {
        "fn": "verify_resource", "kind": kind, "resource_name": "a", "api_version": api_version, "cluster": [found],
        "session_version": "1",
    }


ROLLED_OUT = {"conditions": [at("Available", "True"), at("Progressing", "True", reason="NewReplicaSetAvailable")]}

NAMED += [
    ("verify_resource: a Deployment whose status is old", stale("Deployment", "apps/v1", ROLLED_OUT)),
    ("verify_resource: a StatefulSet whose status is old", stale("StatefulSet", "apps/v1", {"replicas": 1, "readyReplicas": 1})),
    ("verify_resource: another kind whose status is old", stale("Sub", "sub.bar.com/v1", {})),
    (
        "verify_resource: a function decides although the status is old",
        {**stale("Deployment", "apps/v1", {}), "options": {"verify_function": "returns_true"}},
    ),
]
