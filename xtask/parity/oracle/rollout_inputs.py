"""Inputs of the area `rollout`: every combination of what actions and hooks can do, scenes over time, and random ones."""

from itertools import product

EXPECTED = ("precondition", "verification", "expected")
FATAL = ("config", "cluster", "rollout", "fatal", "value", "assert")
ERRORS = EXPECTED + FATAL
#: What keeps a phase from succeeding.
BAD = (False,) + ERRORS
#: What a hook may do. A TypeError is left out: the reference calls such a hook again with another signature.
HOOK = (True, False, None) + ERRORS


def cr(version="1.0.0", **metadata):
    """The custom resource of most inputs."""
    manifest = {
        "apiVersion": "foo.bar.com/v1",
        "kind": "Foo",
        "metadata": {"name": "foo", "namespace": "ns", "uid": "cr-uid", **metadata},
        "spec": {},
    }
    if version is not None:
        manifest["spec"]["version"] = version
    return manifest


def rollout(*reconciles, **changes):
    """An input with these reconciliations."""
    return {"cr": cr(), **changes, "reconciles": list(reconciles)}


def script(*components, **keys):
    """One reconciliation of these components."""
    return {"components": list(components), **keys}


def part(name, *deps, **actions):
    """A component that waits for others."""
    made = {"name": name, **actions}
    if deps:
        made["deps"] = list(deps)
    return made


def shown(value):
    """An action value in a name."""
    return {None: "nothing", True: "true", False: "false"}.get(value, value)


def fixed():
    """Inputs that are always asked: (name, input)."""
    yield from _one_component()
    yield from _one_component_with_hooks()
    yield from _two_components()
    yield from _checks()
    yield from _scenes()


# Every combination ##########################################################


def _one_component():
    """All of render, deploy and verify, as far as one is reached after the other."""
    name = lambda render, deploy, verify: (
        f"one: render {shown(render)}, deploy {shown(deploy)}, verify {shown(verify)}"
    )
    one = lambda **actions: rollout(script(part("a", **actions)))
    fatal = FATAL + ("type",)
    verdicts = (True, False) + EXPECTED + fatal
    for render in fatal:
        yield f"one: render {render}", one(render=render)
    for render, verify in product(EXPECTED, verdicts):
        yield name(render, "-", verify), one(render=render, verify=verify)
    for deploy in (False,) + fatal:
        yield f"one: deploy {shown(deploy)}", one(deploy=deploy)
    for deploy, verify in product((True,) + EXPECTED, verdicts):
        yield name("default", deploy, verify), one(deploy=deploy, verify=verify)
    for disable in (True, False) + ERRORS:
        yield (
            f"one: disabled, disable {shown(disable)}",
            one(disabled=True, disable=disable, verify="config"),
        )
    for render in ERRORS:
        yield f"one: disabled, render {render}", one(disabled=True, render=render)
    for setup in ERRORS + ("type",):
        yield f"setup {setup}", rollout(script(part("a"), setup=setup))


def _one_component_with_hooks():
    """All four hooks with all outcomes of deploy and verify, as far as one is reached after the other."""
    for deploy, hook in product((False,) + FATAL, HOOK):
        yield _hooked(deploy=deploy, after_deploy_unsuccessful=hook)
    for deploy, hook, verify in product(EXPECTED, HOOK, (True,) + BAD):
        yield _hooked(deploy=deploy, after_deploy_unsuccessful=hook, verify=verify)
    for hook, verify in product(HOOK[1:], (True,) + BAD):
        yield _hooked(after_deploy=hook, verify=verify)
    for hook in HOOK:
        yield _hooked(after_deploy=True, after_verify=hook)
    for verify, hook in product(BAD, HOOK):
        yield _hooked(after_deploy=True, verify=verify, after_verify_unsuccessful=hook)


def _hooked(**values):
    actions = {key: values[key] for key in ("deploy", "verify") if key in values}
    hooks = {key: value for key, value in values.items() if key not in actions}
    name = ", ".join(f"{key} {shown(value)}" for key, value in values.items())
    # All hooks are there, so that one which should not be called is seen.
    all_hooks = {
        "after_deploy": True,
        "after_deploy_unsuccessful": True,
        "after_verify": True,
        "after_verify_unsuccessful": True,
        **hooks,
    }
    return f"hooks: {name}", rollout(script(part("a", **actions), hooks=all_hooks))


def _two_components():
    """Pairs of outcomes of two components, independent of each other and one after the other.

    Of errors in render, which end a component as those in deploy do, one of each rank stands for all.
    """
    fates = [{}]
    fates += [{"deploy": value} for value in BAD]
    fates += [{"render": value} for value in ("precondition", "cluster", "value", "config")]
    fates += [{"verify": value} for value in BAD]
    text = lambda fate: " ".join(f"{k} {shown(v)}" for k, v in fate.items()) or "fine"
    for one, two in product(fates, repeat=2):
        yield (
            f"two: a {text(one)}, b {text(two)}",
            rollout(script(part("a", **one), part("b", **two))),
        )
    for one, two in product(fates, repeat=2):
        if set(one) <= {"verify"} or not two:
            yield (
                f"chain: a {text(one)}, b {text(two)}",
                rollout(script(part("a", **one), part("b", "a", **two))),
            )


def _checks():
    """Checks of edges. They are asked only where the setting `dry_run` is off."""
    asked = {"config": {"dry_run": False}}
    for answer in (True, False) + ERRORS:
        components = [part("a", verify=True), part("b", {"on": "a", "verify": answer}, verify=True)]
        yield f"check {shown(answer)}", rollout(script(*components), **asked)
        yield f"check {shown(answer)}, not asked", rollout(script(*components))
    for answer, verify in product((True, False), BAD):
        components = [part("a", verify=verify), part("b", {"on": "a", "verify": answer})]
        yield (
            f"check {shown(answer)}, upstream verify {shown(verify)}",
            rollout(script(*components), **asked),
        )
    components = [
        part("a", verify=True),
        part("b", {"on": "a", "verify": False}, verify=True),
        part("c", "a", verify=True),
        part("d", "b", verify=True),
    ]
    yield "check false beside others", rollout(script(*components), **asked)
    two = [
        part("a", verify=True),
        part("b", verify=True),
        part("c", {"on": "a", "verify": True}, {"on": "b", "verify": False}, verify=True),
    ]
    yield "two checks, one false", rollout(script(*two), **asked)


# Scenes #####################################################################


def _scenes():
    yield from _scenes_of_status()
    yield from _scenes_over_time()
    yield from _scenes_of_settings()
    yield from _scenes_of_verification()
    yield from _scenes_of_deletion()
    yield from _scenes_of_setup()


def _scenes_of_status():
    """The first reconciliation of a custom resource that has a status already."""
    condition = lambda kind, status, reason: {
        "type": kind,
        "status": status,
        "reason": reason,
        "message": f"{reason} before",
        "lastTransactionTime": "2024-01-01T00:00:00",
    }
    stable = [condition("Ready", "True", "Stable"), condition("Updating", "False", "Stable")]
    errored = [condition("Ready", "False", "Errored"), condition("Updating", "False", "Errored")]
    waiting = [
        condition("Ready", "False", "Initializing"),
        condition("Updating", "True", "PreconditionWait"),
    ]
    other = {"type": "Other", "status": "Unknown", "reason": "Whatever", "more": 1}
    at = lambda version: {"versions": {"reconciled": version}}
    statuses = {
        "stable": {"conditions": stable, **at("1.0.0")},
        "stable at another version": {"conditions": stable, **at("0.9.0")},
        "stable without a version": {"conditions": stable},
        "errored": {"conditions": errored, **at("1.0.0")},
        "errored without a version": {"conditions": errored},
        "waiting": {"conditions": waiting},
        "waiting at another version": {"conditions": waiting, **at("0.9.0")},
        "another condition": {"conditions": [other] + stable, **at("1.0.0")},
        "other fields": {"own": {"a": [1]}, "conditions": [], "fooStatus": "Special"},
        "an unknown reason": {
            "conditions": [condition("Ready", "False", "Unheard"), stable[1]],
            **at("1.0.0"),
        },
        "a service status": {"fooStatus": "Completed"},
        "empty": {},
    }
    outcomes = {
        "fine": script(part("a")),
        "unverified": script(part("a", verify=False)),
        "precondition": script(part("a", deploy="precondition")),
        "config": script(part("a", deploy="config")),
        "cluster": script(part("a", deploy="cluster")),
        "value": script(part("a", deploy="value")),
        "setup config": script(part("a"), setup="config"),
    }
    for (name, status), (outcome, scene) in product(statuses.items(), outcomes.items()):
        yield f"status {name}: {outcome}", rollout(scene, cr={**cr(), "status": status})


def _scenes_over_time():
    fine = script(part("a"), part("b", "a"))
    not_yet = script(part("a"), part("b", "a", verify=False))
    failing = script(part("a", deploy="config"), part("b", "a"))
    blocked = script(part("a", deploy="precondition"), part("b", "a"))
    fatal = script(part("a", verify="fatal"), part("b", "a"))
    next_version = lambda scene: {**scene, "spec": {"version": "2.0.0"}}
    yield "again", rollout(fine, fine, fine)
    for name, scene in {"not yet": not_yet, "failing": failing, "blocked": blocked, "fatal": fatal}.items():
        yield f"{name}, then fine", rollout(scene, fine)
        yield f"{name} twice, then fine", rollout(scene, scene, fine)
        yield f"fine, then {name}, then fine", rollout(fine, scene, fine)
        yield f"a new version that is {name}", rollout(fine, next_version(scene), next_version(fine))
        yield f"{name}, then a new version", rollout(scene, next_version(fine))
    for (one, first), (two, second) in product(
        {"failing": failing, "blocked": blocked, "not yet": not_yet}.items(), repeat=2
    ):
        yield f"{one}, then {two}", rollout(first, second)
    yield "a new version", rollout(fine, next_version(fine))
    yield "a version that goes", rollout(fine, {**fine, "spec": {}}, {**fine, "spec": {}})
    yield "no version", rollout(fine, fine, cr=cr(None))
    yield "no version, then one", rollout(fine, {**fine, "spec": {"version": "1"}}, cr=cr(None))
    off = script(part("a"), part("b", disabled=True))
    on = script(part("a"), part("b"))
    yield "disabled", rollout(off)
    yield "on, off and on", rollout(on, off, on)
    yield "off twice", rollout(on, off, off)
    yield "all off", rollout(script(part("a", disabled=True), part("b", disabled=True)))
    yield "off beside a failure", rollout(on, script(part("a", deploy="config"), part("b", disabled=True)))
    yield "off beside a wait", rollout(on, script(part("a", verify=False), part("b", disabled=True)))
    yield "off whose disable waits", rollout(on, script(part("a"), part("b", disabled=True, disable="precondition")))
    yield "a component less", rollout(on, script(part("a")))
    yield "nothing at all", rollout(script())


def _scenes_of_settings():
    fine = script(part("b"), part("a", "b"))
    settings = {
        "no status": {"manage_status": False},
        "dependency graph": {"include_dependency_graph_in_status": True},
        "operator version": {"operator_version": "7"},
        "supported versions": {"supported_versions": ["1.0.0", "2.0.0"]},
        "strict, supported": {"strict_versioning": True, "supported_versions": ["1.0.0"]},
        "strict, not supported": {"strict_versioning": True, "supported_versions": ["2.0.0"]},
        "strict, another kind": {
            "strict_versioning": True,
            "supported_versions": ["2.0.0"],
            "strict_version_kind_regex": "^(?!Foo)",
        },
        "no internal names": {"internal_name_annotation": False},
        "standalone": {"standalone": True},
    }
    bad = script(part("b", verify=False), part("a", "b"))
    failing = script(part("b", deploy="cluster"), part("a", "b"))
    for name, config in settings.items():
        yield f"setting {name}", rollout(fine, config=config)
        yield f"setting {name}, unverified", rollout(bad, config=config)
        yield f"setting {name}, failing", rollout(failing, config=config)
    strict = {"strict_versioning": True, "supported_versions": ["1.0.0"]}
    yield "strict, no version", rollout(fine, cr=cr(None), config=strict)
    for value in ("true", "True", "TRUE", "false", "", "yes"):
        yield (
            f"pause {value!r}",
            rollout(fine, cr=cr(annotations={"oper8.org/pause-execution": value})),
        )
    yield "not in the cluster", rollout(fine, cr_in_cluster=False)
    yield "not in the cluster, failing", rollout(failing, cr_in_cluster=False)
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "namespace": "ns"}}
    yield "something else in the cluster", rollout(fine, cluster=[config_map])
    yield "configuration that is not there", rollout(
        fine, cr=cr(annotations={"oper8.org/config-defaults": "nothing"})
    )
    for answer in (True, False):
        for name, scene in {"fine": fine, "unverified": bad, "failing": failing}.items():
            yield (
                f"should_requeue {answer}, {name}",
                rollout({**scene, "should_requeue": answer}),
            )


def _workload(kind, status=None, name="w", **more):
    groups = {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "Job": "batch/v1", "Pod": "v1"}
    labels = {"app": name}
    pod = {"containers": [{"name": "c", "image": "c:1"}]}
    spec = {"template": {"metadata": {"labels": labels}, "spec": pod}}
    if kind == "Pod":
        spec = pod
    elif kind == "Job":
        spec["template"]["spec"] = {**pod, "restartPolicy": "Never"}
    else:
        spec["selector"] = {"matchLabels": labels}
    manifest = {
        "apiVersion": groups.get(kind, "foo.bar.com/v1"),
        "kind": kind,
        "metadata": {"name": name, "namespace": "ns"},
        "spec": spec,
        **more,
    }
    if status is not None:
        manifest["status"] = status
    return manifest


def _scenes_of_verification():
    """Default verification, which asks the cluster where the setting `dry_run` is off."""
    live = {"config": {"dry_run": False}}
    yield "verified by default", rollout(script(part("a"), part("b", "a")), **live)
    for kind in ("Deployment", "StatefulSet", "Job", "Pod"):
        components = [part("a", resources=[_workload(kind)]), part("b", "a")]
        yield f"a {kind} without a status", rollout(script(*components), **live)
    yield "a component without resources", rollout(script(part("a", resources=[])), **live)
    yield "disabled and verified by default", rollout(
        script(part("a"), part("b", disabled=True)), **live
    )
    yield "applied by nobody", rollout(script(part("a", deploy=True)), **live)


def _scenes_of_deletion():
    fine = script(part("a"))
    final = {**fine, "has_finalizer": True}
    ours = {"finalizers": ["finalizers.foo.foo.bar.com"]}
    finalize = {"has_finalizer": True, "is_finalizer": True}
    yield "a finalizer is added", rollout({**final, "show_cr": True})
    yield "a finalizer is there", rollout({**final, "show_cr": True}, cr=cr(**ours))
    yield "no finalizer", rollout({**fine, "show_cr": True})
    scenes = {
        "fine": part("a", disabled=True),
        "enabled": part("a"),
        "waiting": part("a", disabled=True, disable="precondition"),
        "failing": part("a", disabled=True, disable="cluster"),
        "refusing": part("a", disabled=True, disable=False),
        "unverified": part("a", verify=False),
    }
    for name, component in scenes.items():
        yield (
            f"finalized, {name}",
            rollout({**script(component), **finalize, "show_cr": True}, cr=cr(**ours)),
        )
        yield (
            f"rolled out and finalized, {name}",
            rollout(final, {**script(component), **finalize, "show_cr": True}, cr=cr(**ours)),
        )
    for answer in (True, False):
        yield (
            f"finalized, should_requeue {answer}",
            rollout({**fine, **finalize, "should_requeue": answer, "show_cr": True}, cr=cr(**ours)),
        )
    yield "finalized without a finalizer", rollout({**fine, "is_finalizer": True, "show_cr": True})


def _scenes_of_setup():
    yield "a name twice", rollout(script(part("a"), part("a")))
    yield "a cycle", rollout(script(part("a", "b"), part("b", "a")))
    yield "waits for itself", rollout(script(part("a", "a")))
    yield "waits for nobody", rollout(script(part("a", "x")))
    yield "waits for a disabled one", rollout(script(part("a", "b"), part("b", disabled=True)))
    yield "a disabled one waits", rollout(script(part("a", "b", disabled=True), part("b")))
    missing = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {}}
    yield "a resource without a name", rollout(script(part("a", resources=[missing])))
    several = [
        {"apiVersion": "v1", "kind": kind, "metadata": {"name": f"r-{kind.lower()}"}}
        for kind in ("ConfigMap", "Secret", "ServiceAccount")
    ]
    yield "several resources", rollout(script(part("a", resources=several)))
    yield "several resources, then off", rollout(
        script(part("a", resources=several)), script(part("a", resources=several, disabled=True))
    )


# Random inputs ##############################################################


NAMED = list(fixed())


def generate(rng):
    """A random input: a graph of components that do something, with hooks, reconciled up to three times."""
    names = list("abcdef")[: rng.randint(2, 6)]
    edges = [
        (late, early)
        for place, late in enumerate(names)
        for early in names[:place]
        if rng.random() < 0.3
    ]
    disabled = {name for name in names if rng.random() < 0.08}
    edges = [edge for edge in edges if not disabled & set(edge)]
    reconciles = [
        _random_script(rng, names, edges, disabled) for _ in range(rng.choice([1, 1, 2, 3]))
    ]
    if len(reconciles) > 1 and rng.random() < 0.3:
        reconciles[1]["spec"] = {"version": "2.0.0"}
    input = rollout(*reconciles)
    if rng.random() < 0.15:
        input["config"] = {"include_dependency_graph_in_status": True}
    return input


def _random_script(rng, names, edges, disabled):
    share = rng.choice([0.0, 0.15, 0.35])
    components = []
    for name in rng.sample(names, len(names)):
        actions = {"disabled": True} if name in disabled else {}
        for action in ("render", "deploy", "verify", "disable"):
            if rng.random() < share / 2:
                values = BAD[1:] if action == "render" else BAD
                actions[action] = rng.choice(values)
        deps = [early for late, early in edges if late == name]
        components.append(part(name, *deps, **actions))
    made = script(*components)
    hooks = {
        name: rng.choice(HOOK)
        for name in (
            "after_deploy",
            "after_deploy_unsuccessful",
            "after_verify",
            "after_verify_unsuccessful",
        )
        if rng.random() < 0.3
    }
    if hooks:
        made["hooks"] = hooks
    return made
