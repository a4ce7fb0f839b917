"""Area `render`: the session of a custom resource, and the manifests that a component makes of it."""

import copy

import aconfig
from oper8 import Component, Controller
from oper8.deploy_manager import DryRunDeployManager
from oper8.reconcile import ReconcileManager

import settings


# Answers ####################################################################


def answer(input):
    """What the reference does with an input of this area."""
    operation = {"setup_session": _setup_session, "render": _render}[input["fn"]]
    return operation(input)


def _session(input):
    class Foo(Controller):
        group, version, kind = "foo.bar.com", "v1", "Foo"

        def setup_components(self, session):
            pass

        def get_cr_manifest_defaults(self):
            return input.get("cr_defaults", {})

    defaults = aconfig.Config(input.get("config_defaults", {}), override_env_vars=False)
    deploy_manager = DryRunDeployManager(resources=input.get("cluster", []))
    manager = ReconcileManager(deploy_manager=deploy_manager)
    cr = manager.parse_manifest(input["cr"])
    return manager.setup_session(Foo(defaults), cr, deploy_manager, "parity")


def _setup_session(input):
    session = _session(input)
    return settings.plain(
        {
            "config": session.config,
            "spec": session.spec,
            "version": session.version,
            "name": session.name,
            "namespace": session.namespace,
            "kind": session.kind,
            "api_version": session.api_version,
            "finalizers": session.finalizers,
            "status": session.status,
            "current_version": session.current_version,
            "patches": [patch.metadata.name for patch in session.temporary_patches],
        }
    )


def _render(input):
    class Part(Component):
        name = input.get("component", "comp")

        def build_chart(self, session):
            nodes = {}
            for name, manifest in input.get("resources", []):
                nodes[name] = self.add_resource(name, copy.deepcopy(manifest))
            for name, upstream in input.get("resource_deps", []):
                nodes[name].add_dependency(nodes[upstream])

    overrides = {}
    if "internal_name_annotation" in input:
        overrides["internal_name_annotation"] = input["internal_name_annotation"]
    with settings.changed(overrides):
        session = _session(input)
        part = Part(session)
        part.render_chart(session)
        if input.get("deploy"):
            part.deploy(session)
        objects = [settings.plain(it.definition) for it in part.managed_objects]
    for manifest in objects:
        for key in ("resourceVersion", "uid", "creationTimestamp"):
            manifest.get("metadata", {}).pop(key, None)
    return {"objects": objects}


# Inputs #####################################################################


def _cr(**metadata):
    return {
        "apiVersion": "foo.bar.com/v1",
        "kind": "Foo",
        "metadata": {"name": "foo", "namespace": "ns", **metadata},
        "spec": {"version": "1"},
    }


def _config_map(name, data=None, **metadata):
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **metadata}}
    if data is not None:
        manifest["data"] = data
    return manifest


def _deployment(name="foo-web"):
    containers = [{"name": "a", "image": "a:1"}, {"name": "b", "image": "b:1"}]
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": containers},
            },
        },
    }


def _patch(name, patch, type="patchStrategicMerge", **changes):
    spec = {
        "apiVersion": "foo.bar.com/v1",
        "kind": "Foo",
        "name": "foo",
        "patchType": type,
        "patch": patch,
    }
    spec.update(changes)
    return {
        "apiVersion": "oper8.org/v1",
        "kind": "TemporaryPatch",
        "metadata": {"name": name, "namespace": "ns"},
        "spec": {key: value for key, value in spec.items() if value is not None},
    }


def _named(*names, **changes):
    """A custom resource whose annotation names patches, the first one the earliest."""
    import json

    references = {
        name: {
            "timestamp": f"2024-01-0{day}T00:00:00",
            "api_version": "oper8.org/v1",
            "kind": "TemporaryPatch",
            **changes,
        }
        for day, name in enumerate(names, 1)
    }
    return _cr(annotations={"oper8.org/temporary-patches": json.dumps(references)})


def fixed():
    """Inputs that are always asked: (name, input)."""
    for name, input in _fixed_sessions():
        yield f"setup_session: {name}", {"fn": "setup_session", **input}
    for name, input in _fixed_renders():
        yield f"render: {name}", {"fn": "render", "component": "comp", "cr": _cr(), **input}


def _fixed_sessions():
    yield "plain", {"cr": _cr()}
    yield from _fixed_identities()
    yield from _fixed_configs()
    yield from _fixed_statuses()
    yield from _fixed_patches()


def _fixed_identities():
    for field in ("apiVersion", "kind", "metadata", "spec"):
        yield f"without {field}", {"cr": {k: v for k, v in _cr().items() if k != field}}
    for field in ("name", "namespace"):
        cr = _cr()
        del cr["metadata"][field]
        yield f"without {field}", {"cr": cr}
    yield "finalizers", {"cr": _cr(finalizers=["finalizers.foo.foo.bar.com", "other"])}
    versions = {"text": "1.10", "none": None, "empty text": ""}
    for name, version in versions.items():
        yield f"version: {name}", {"cr": {**_cr(), "spec": {"version": version}}}
    yield "no version", {"cr": {**_cr(), "spec": {"size": 3}}}
    defaults = {
        "spec": {"version": "0", "size": 3, "deep": {"a": 1, "b": [1]}},
        "metadata": {"labels": {"a": "b"}},
    }
    yield "cr defaults", {"cr": _cr(), "cr_defaults": defaults}
    override = {**_cr(), "spec": {"version": "1", "deep": {"b": [2], "c": None}}}
    yield "cr defaults and a null", {"cr": override, "cr_defaults": defaults}
    yield "cr defaults, maps and scalars", {
        "cr": {**_cr(), "spec": {"version": "1", "deep": "x"}},
        "cr_defaults": defaults,
    }


def _fixed_configs():
    defaults = {"size": 1, "deep": {"a": 1, "b": 2}, "list": [1, 2]}
    overrides = {"size": 2, "deep": {"b": 3}, "list": [3]}
    annotated = lambda value: _cr(annotations={"oper8.org/config-defaults": value})
    yield "config defaults", {"cr": _cr(), "config_defaults": defaults}
    yield "configOverrides", {"cr": {**_cr(), "configOverrides": overrides}}
    yield "configOverrides over defaults", {
        "cr": {**_cr(), "configOverrides": overrides},
        "config_defaults": defaults,
    }
    for name, data in [("full", {"size": "5", "more": "x"}), ("empty", {}), ("none", None)]:
        yield f"ConfigMap, data {name}", {
            "cr": annotated("cm"),
            "cluster": [_config_map("cm", data, namespace="ns")],
            "config_defaults": defaults,
        }
    yield "all three layers", {
        "cr": {**annotated("cm"), "configOverrides": {"more": "y", "deep": {"b": 3}}},
        "cluster": [_config_map("cm", {"size": "5", "more": "x"}, namespace="ns")],
        "config_defaults": defaults,
    }
    yield "ConfigMap is not there", {"cr": annotated("cm")}
    yield "ConfigMap in another namespace", {
        "cr": annotated("cm"),
        "cluster": [_config_map("cm", {"a": "1"}, namespace="other")],
    }
    yield "ConfigMap with a sub-key", {
        "cr": annotated("cm/key"),
        "cluster": [_config_map("cm", {"key": "1"}, namespace="ns")],
    }
    nested = {"conf": "a: 1\ndeep:\n  b: [x]\n", "other": "1"}
    for keys in ("conf", "conf/deep", "nothing", "other"):
        yield f"ConfigMap with the keys {keys}", {
            "cr": annotated(f"cm/{keys}"),
            "cluster": [_config_map("cm", nested, namespace="ns")],
            "config_defaults": defaults,
        }
    yield "ConfigMap annotation is empty", {"cr": annotated("")}
    for value in (None, "text", [1]):
        yield f"configOverrides {value}", {"cr": {**_cr(), "configOverrides": value}}
    yield "a null in an override", {
        "cr": {**_cr(), "configOverrides": {"deep": None, "size": None}},
        "config_defaults": defaults,
    }


def _fixed_statuses():
    in_cluster = lambda status: {"cr": _cr(), "cluster": [{**_cr(), "status": status}]}
    yield "status in the cluster", in_cluster(
        {
            "versions": {"reconciled": "0.9"},
            "conditions": [
                {"type": "Ready", "status": "True", "reason": "Stable", "message": "done"}
            ],
        }
    )
    yield "status without a version", in_cluster({"other": {"a": [1, 2.5, True]}})
    yield "empty status", in_cluster({})
    yield "no status", {"cr": _cr(), "cluster": [_cr()]}
    yield "status in the given one alone", {"cr": {**_cr(), "status": {"versions": {"reconciled": "9"}}}}


def _fixed_patches():
    web = {"comp": {"web": {"spec": {"replicas": 2}}}}
    yield "one patch", {"cr": _named("p1"), "cluster": [_patch("p1", web)]}
    yield "two patches, the earliest first", {
        "cr": _named("z", "a"),
        "cluster": [_patch("a", web), _patch("z", web)],
    }
    yield "patch is not there", {"cr": _named("p1")}
    yield "one patch of two is not there", {
        "cr": _named("p1", "p2"),
        "cluster": [_patch("p1", web)],
    }
    wrong = {
        "another kind of resource": {"kind": "Bar"},
        "another group": {"apiVersion": "other/v1"},
        "another version": {"apiVersion": "foo.bar.com/v2"},
        "another name": {"name": "bar"},
        "no name": {"name": None},
        "an unknown type": {"patchType": "merge"},
        "no type": {"patchType": None},
        "a body of text": {"patch": "x"},
        "no body": {"patch": None},
    }
    for name, changes in wrong.items():
        patch = _patch("p1", web)
        patch["spec"].update(changes)
        patch["spec"] = {k: v for k, v in patch["spec"].items() if v is not None}
        yield f"patch for {name}", {"cr": _named("p1"), "cluster": [patch]}
    without_spec = _patch("p1", web)
    del without_spec["spec"]
    yield "patch without a spec", {"cr": _named("p1"), "cluster": [without_spec]}
    yield from _fixed_patch_annotations()


def _fixed_patch_annotations():
    import json

    patch = _patch("p1", {"comp": {}})
    entry = {"timestamp": "2024-01-01T00:00:00", "api_version": "oper8.org/v1"}
    texts = {
        "empty text": "",
        "empty map": "{}",
        "no JSON": "{",
        "a list": "[]",
        "text": '"x"',
        "number": "1",
        "null": "null",
        "no timestamp": json.dumps({"p1": {"api_version": "oper8.org/v1"}}),
        "no api_version": json.dumps({"p1": {"timestamp": "2024-01-01T00:00:00"}}),
        "no kind": json.dumps({"p1": entry}),
        "odd timestamp": json.dumps({"p1": {**entry, "timestamp": "yesterday"}}),
        "own kind": json.dumps({"p1": {**entry, "api_version": "foo.bar.com/v1", "kind": "Foo"}}),
        "a zone": json.dumps({"p1": {**entry, "timestamp": "2024-01-01T00:00:00Z"}}),
        "an offset": json.dumps({"p1": {**entry, "timestamp": "2024-01-01T00:00:00.123456+02:00"}}),
        "another version": json.dumps({"p1": {**entry, "api_version": "oper8.org/v2"}}),
    }
    for name, text in texts.items():
        cr = _cr(annotations={"oper8.org/temporary-patches": text})
        yield f"patches annotation: {name}", {"cr": cr, "cluster": [patch]}
    unlike = json.dumps(
        {
            "p1": {**entry, "timestamp": "2024-01-02T00:00:00"},
            "p2": {**entry, "timestamp": "2024-01-01T00:00:00.5"},
        }
    )
    yield "patches annotation: fractions", {
        "cr": _cr(annotations={"oper8.org/temporary-patches": unlike}),
        "cluster": [patch, _patch("p2", {"comp": {}})],
    }


def _fixed_renders():
    web = ["web", _deployment()]
    maps = [[name, _config_map(f"cm-{name}")] for name in "abcd"]
    yield "nothing", {"resources": []}
    yield "one", {"resources": [web]}
    yield "by name", {"resources": [maps[2], maps[0], maps[1]]}
    yield "chain against the names", {
        "resources": maps[:3],
        "resource_deps": [["a", "b"], ["b", "c"]],
    }
    yield "diamond", {
        "resources": maps,
        "resource_deps": [["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"]],
    }
    yield "dependency twice", {"resources": maps[:2], "resource_deps": [["a", "b"], ["a", "b"]]}
    yield "cycle", {"resources": maps[:2], "resource_deps": [["a", "b"], ["b", "a"]]}
    yield "dependency on itself", {"resources": maps[:1], "resource_deps": [["a", "a"]]}
    yield "a name twice", {"resources": [maps[0], ["a", _config_map("other")]]}
    yield "an empty name", {"resources": [["", _config_map("cm")]]}
    for flag in (True, False):
        yield f"internal name annotation {flag}", {
            "resources": [web],
            "internal_name_annotation": flag,
        }
    yield "own namespace", {"resources": [["a", _config_map("cm", namespace="other")]]}
    yield "own annotations", {"resources": [["a", _config_map("cm", annotations={"x": "y"})]]}
    yield "own internal name", {
        "resources": [["a", _config_map("cm", annotations={"oper8.org/internal-name": "x"})]]
    }
    yield "deployed", {"resources": [web, maps[0]], "deploy": True}
    for field in ("apiVersion", "kind", "metadata"):
        manifest = {k: v for k, v in _config_map("cm").items() if k != field}
        yield f"without {field}", {"resources": [["a", manifest]]}
    yield "nulls in maps", {
        "resources": [["a", {**_config_map("cm", {"a": "b"}), "immutable": None}]]
    }
    yield "another component", {"component": "other", "resources": [web]}
    yield from _fixed_patched()
    yield from _fixed_live()


def _fixed_patched():
    web = {"resources": [["web", _deployment()]]}
    body = lambda patch: {"comp": {"web": patch}}
    merges = {
        "merge": {"spec": {"replicas": 3}},
        "merge by key": {
            "spec": {"template": {"spec": {"containers": [{"name": "b", "image": "b:2"}]}}}
        },
        "delete by null": {"spec": {"replicas": None}},
        "delete by directive": {
            "spec": {"template": {"spec": {"containers": [{"name": "a", "$patch": "delete"}]}}}
        },
        "annotations": {"metadata": {"annotations": {"x": "y"}}},
        "labels": {"metadata": {"labels": {"x": "y"}}},
        "namespace": {"metadata": {"namespace": "other"}},
        "name": {"metadata": {"name": "other"}},
        "kind": {"kind": "Pod"},
        "a list without its key": {"spec": {"template": {"spec": {"containers": [{"image": "x"}]}}}},
    }
    for name, patch in merges.items():
        yield f"patched: {name}", {**web, "cr": _named("p"), "cluster": [_patch("p", body(patch))]}
    operations = {
        "replace": [{"op": "replace", "path": "/spec/replicas", "value": 4}],
        "add": [{"op": "add", "path": "/metadata/labels", "value": {"x": "y"}}],
        "failed test": [{"op": "test", "path": "/spec/replicas", "value": 9}],
        "missing path": [{"op": "remove", "path": "/spec/nothing"}],
        "namespace": [{"op": "replace", "path": "/metadata/namespace", "value": "other"}],
    }
    for name, patch in operations.items():
        cluster = [_patch("p", body(patch), "patchJson6902")]
        yield f"patched by operations: {name}", {**web, "cr": _named("p"), "cluster": cluster}
    for name, patch in {
        "another component": {"other": {"web": {"spec": {"replicas": 3}}}},
        "another resource": {"comp": {"api": {"spec": {"replicas": 3}}}},
        "nothing": {},
    }.items():
        yield f"patched: {name}", {**web, "cr": _named("p"), "cluster": [_patch("p", patch)]}
    two = [_patch("p", body({"spec": {"replicas": 3}})), _patch("q", body({"spec": {"replicas": 4}}))]
    yield "patched twice", {**web, "cr": _named("p", "q"), "cluster": two}
    yield "patched twice, the other way", {**web, "cr": _named("q", "p"), "cluster": two}


def _fixed_live():
    patches = {"oper8.org/temporary-patches": '{"p": {"timestamp": "2024-01-01T00:00:00"}}'}
    bar = lambda **metadata: {
        "apiVersion": "foo.bar.com/v1",
        "kind": "Bar",
        "metadata": {"name": "bar", **metadata},
        "spec": {"size": 1},
    }
    render = {"resources": [["bar", bar()]]}
    yield "live: patches of a managed resource stay", {
        **render,
        "cluster": [bar(namespace="ns", annotations=patches)],
    }
    yield "live: other annotations go", {
        **render,
        "cluster": [bar(namespace="ns", annotations={"x": "y"})],
    }
    yield "live: patches of another namespace", {
        **render,
        "cluster": [bar(namespace="other", annotations=patches)],
    }
    owner = {"apiVersion": "v1", "kind": "ConfigMap", "name": "o", "uid": "u"}
    yield "live: owners stay", {
        **render,
        "cluster": [bar(namespace="ns", ownerReferences=[owner])],
    }
    yield "live: own patches under those of the cluster", {
        "resources": [["bar", bar(annotations={"oper8.org/temporary-patches": "{}"})]],
        "cluster": [bar(namespace="ns", annotations=patches)],
    }
    yield "live: a built-in kind", {
        "resources": [["a", _config_map("cm")]],
        "cluster": [_config_map("cm", {"x": "1"}, namespace="ns")],
    }


NAMED = list(fixed())


def generate(rng):
    """A random input."""
    if rng.random() < 0.4:
        return _random_session(rng)
    return _random_render(rng)


def _random_map(rng, depth=0):
    value = {}
    for key in rng.sample("abcde", rng.randint(0, 4)):
        if depth < 2 and rng.random() < 0.4:
            value[key] = _random_map(rng, depth + 1)
        else:
            value[key] = rng.choice([None, 0, 1, 2.5, True, "x", "", [], [1, "a"], {}])
    return value


def _random_session(rng):
    cr = _cr()
    cr["spec"] = {**_random_map(rng), "version": rng.choice(["1", "1.10", "2024-01-01"])}
    input = {"fn": "setup_session", "cr": cr}
    if rng.random() < 0.6:
        input["config_defaults"] = _random_map(rng)
    if rng.random() < 0.6:
        cr["configOverrides"] = _random_map(rng)
    if rng.random() < 0.6:
        input["cr_defaults"] = {"spec": _random_map(rng)}
    if rng.random() < 0.3:
        cr["metadata"]["annotations"] = {"oper8.org/config-defaults": "cm"}
        data = {key: rng.choice(["1", "x", ""]) for key in rng.sample("abcde", 2)}
        input["cluster"] = [_config_map("cm", data, namespace="ns")]
    return input


def _random_render(rng):
    names = [f"r{number}" for number in range(rng.randint(1, 6))]
    rng.shuffle(names)
    resources = []
    for name in names:
        manifest = _deployment(name) if rng.random() < 0.4 else _config_map(name, {"k": name})
        if rng.random() < 0.2:
            manifest["metadata"]["annotations"] = {"own": "x"}
        resources.append([name, manifest])
    order = rng.sample(names, len(names))
    deps = [
        [order[late], order[early]]
        for late in range(len(order))
        for early in range(late)
        if rng.random() < 0.4
    ]
    input = {"fn": "render", "component": rng.choice(["comp", "other"]), "resources": resources}
    input.update(resource_deps=deps, cr=_cr())
    if rng.random() < 0.5:
        _add_random_patches(rng, input, names)
    if rng.random() < 0.2:
        input["internal_name_annotation"] = rng.random() < 0.5
    if rng.random() < 0.2:
        input["deploy"] = True
    return input


def _add_random_patches(rng, input, names):
    patched = [f"p{number}" for number in range(rng.randint(1, 3))]
    input["cr"] = _named(*rng.sample(patched, len(patched)))
    bodies = [
        {"metadata": {"labels": {"x": rng.choice("abc")}}},
        {"metadata": {"annotations": {"y": rng.choice("abc")}}},
        {"data": {"k": None, "z": rng.choice("abc")}},
        {"spec": {"replicas": rng.randint(0, 3)}},
    ]
    input["cluster"] = [
        _patch(name, {rng.choice(["comp", "other"]): {rng.choice(names): rng.choice(bodies)}})
        for name in patched
    ]
