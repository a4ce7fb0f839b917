"""Area `rollout`: whole reconciliations, one after the other on one cluster. The inputs are made in `rollout_inputs.py`."""

import copy

from oper8 import Component, Controller
from oper8 import exceptions
from oper8 import rollout_manager
from oper8.dag import runner as runner_module
from oper8.deploy_manager import DryRunDeployManager
from oper8.reconcile import ReconcileManager

import salts
import settings
from dag import described_state
from rollout_inputs import NAMED, generate  # noqa: F401  (of this area's interface)

ORDERS = salts.ORDERS

ERRORS = {
    "precondition": exceptions.PreconditionError,
    "verification": exceptions.VerificationError,
    "expected": exceptions.Oper8ExpectedError,
    "config": exceptions.ConfigError,
    "cluster": exceptions.ClusterError,
    "rollout": exceptions.RolloutError,
    "fatal": exceptions.Oper8FatalError,
    "value": ValueError,
    "assert": AssertionError,
    "type": TypeError,
}


def answer(input):
    """What the reference does with an input of this area."""
    cr = input["cr"]
    cluster = list(input.get("cluster", []))
    if input.get("cr_in_cluster", True):
        cluster.append(copy.deepcopy(cr))
    deploy_manager = DryRunDeployManager(resources=cluster)
    overrides = {
        "dry_run": True,
        "rollout_manager": {"deploy_threads": 0, "verify_threads": 0},
        **input.get("config", {}),
    }
    results = []
    before = runner_module.time.sleep
    runner_module.time.sleep = lambda _seconds: None
    try:
        with settings.changed(overrides):
            for script in input["reconciles"]:
                if "spec" in script:
                    cr = {**cr, "spec": script["spec"]}
                results.append(_Reconcile(script, deploy_manager).run(cr))
    finally:
        runner_module.time.sleep = before
    return results


def play(value, place):
    """Does what an action value says: answers, or raises."""
    if isinstance(value, str):
        raise ERRORS[value](f"{value} in {place}")
    return value


class _Reconcile:
    """One reconciliation whose parts do as the script says, and note that they did."""

    def __init__(self, script, deploy_manager):
        self.script = script
        self.deploy_manager = deploy_manager
        self.calls = {}
        self.hooks_called = []
        self.completion = None

    def count(self, component, action):
        counts = self.calls.setdefault(component, {})
        counts[action] = counts.get(action, 0) + 1

    def run(self, cr):
        manager = ReconcileManager(deploy_manager=self.deploy_manager)
        rollout = rollout_manager.RolloutManager.rollout

        def recorded(instance):
            self.completion = rollout(instance)
            return self.completion

        rollout_manager.RolloutManager.rollout = recorded
        try:
            is_finalizer = self.script.get("is_finalizer", False)
            result = manager.safe_reconcile(self.controller(), copy.deepcopy(cr), is_finalizer)
        finally:
            rollout_manager.RolloutManager.rollout = rollout
        return self.described(cr, result)

    def controller(self):
        members = {"group": "foo.bar.com", "version": "v1", "kind": "Foo"}
        members["setup_components"] = lambda _self, session: self.setup(session)
        if self.script.get("has_finalizer"):
            members["finalize_components"] = lambda _self, session: self.setup(session)
        for name, value in self.script.get("hooks", {}).items():
            members[name] = self.hook(name, value)
        if "should_requeue" in self.script:
            answer = self.script["should_requeue"]
            members["should_requeue"] = lambda _self, _session: (
                play(answer, "should_requeue"),
                None,
            )
        return type("Script", (Controller,), members)()

    def hook(self, name, value):
        def called(failed, states):
            self.hooks_called.append([name, *failed, len(states)])
            return play(value, name)

        if self.script.get("legacy_hooks"):
            if name.endswith("_unsuccessful"):
                return lambda _self, _session, failed: called([failed], [])
            return lambda _self, _session: called([], [])
        if name == "after_deploy":
            return lambda _self, _session, deployed: called([], [deployed])
        if name == "after_deploy_unsuccessful":
            return lambda _self, _session, failed, deployed: called([failed], [deployed])
        if name == "after_verify":
            return lambda _self, _session, verified, deployed: called([], [verified, deployed])
        return lambda _self, _session, failed, verified, deployed: called(
            [failed], [verified, deployed]
        )

    def setup(self, session):
        if "setup" in self.script:
            play(self.script["setup"], "setup")
        parts = {}
        for part in self.script.get("components", []):
            made = self.component(part)
            parts[part["name"]] = made(session, disabled=part.get("disabled", False))
        for part in self.script.get("components", []):
            for dependency in part.get("deps", []):
                self.depend(session, part["name"], dependency)

    def depend(self, session, name, dependency):
        if isinstance(dependency, str):
            session.add_component_dependency(name, dependency)
            return
        upstream = dependency["on"]

        def check(_session):
            self.count(name, "edge_verify")
            return play(dependency["verify"], f"{name}->{upstream}")

        session.add_component_dependency(name, upstream, check)

    def component(self, part):
        name = part["name"]
        default = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}
        resources = part.get("resources", [default])

        def build_chart(component, session):
            self.count(name, "render")
            play(part.get("render"), f"{name}.render")
            for number, manifest in enumerate(resources):
                component.add_resource(f"r{number}", copy.deepcopy(manifest))

        def action(kind, component, session):
            self.count(name, kind)
            if kind in part:
                return play(part[kind], f"{name}.{kind}")
            return getattr(Component, kind)(component, session)

        members = {"name": name, "build_chart": build_chart}
        for kind in ("deploy", "disable", "verify"):
            members[kind] = (lambda kind: lambda it, session: action(kind, it, session))(kind)
        return type("Part", (Component,), members)

    def described(self, cr, result):
        metadata = cr["metadata"]
        _, live = self.deploy_manager.get_object_current_state(
            kind=cr["kind"],
            name=metadata["name"],
            namespace=metadata.get("namespace"),
            api_version=cr["apiVersion"],
        )
        described = {
            "result": {
                "requeue": result.requeue,
                "exception": salts.described(result.exception),
            },
            "completion": self.completion and described_state(self.completion),
            "status": _timeless(settings.plain((live or {}).get("status"))),
            "calls": self.calls,
            "hooks_called": self.hooks_called,
            "cluster": self.cluster(),
        }
        if self.script.get("show_cr"):
            described["cr"] = _shown(live)
        return described

    def cluster(self):
        names = []
        for kinds in self.deploy_manager._cluster_content.values():
            for kind, versions in kinds.items():
                for objects in versions.values():
                    names += [f"{kind}/{name}" for name in objects]
        return sorted(names)


def _timeless(value):
    """Without timestamps."""
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if k != "lastTransactionTime"}
    return [_timeless(item) for item in value] if isinstance(value, list) else value


def _shown(live):
    """A custom resource without what is random, a time, or shown elsewhere."""
    if live is None:
        return None
    live = settings.plain(live)
    live.pop("status", None)
    for key in ("resourceVersion", "uid", "creationTimestamp", "deletionTimestamp"):
        live.get("metadata", {}).pop(key, None)
    return live
