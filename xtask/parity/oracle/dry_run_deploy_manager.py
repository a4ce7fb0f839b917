"""The deploy manager of dry runs, and its selectors."""

import copy

from oper8.deploy_manager import dry_run_deploy_manager as dry_run
from oper8.deploy_manager.base import DeployMethod

# What is random, or a time.
UNSTABLE = ["uid", "creationTimestamp", "resourceVersion", "deletionTimestamp"]
CURRENT = "$current"


def answer(given):
    """What the reference says."""
    function = given["fn"]
    if function == "match_selector":
        return dry_run._match_selector(given["values"], given["selector"])
    if function == "split_selectors":
        return dry_run._split_selectors(given["selector"])
    if function == "dict_to_dot":
        return dry_run._convert_dict_to_dot(given["dict"])
    return sequence(given)


def sequence(given):
    """Runs operations one after the other."""
    options = given.get("options", {})
    manager = dry_run.DryRunDeployManager(copy.deepcopy(given.get("resources", [])), **copy.deepcopy(options))
    events = []
    for watch in given.get("watches", []):
        register(manager, watch, events)
    answers = {"results": [run(manager, step) for step in given["ops"]]}
    if "watches" in given:
        answers["events"] = events
    return answers


def register(manager, watch, events):
    """Notes what a watch is told."""

    def told(manifest):
        metadata = manifest["metadata"]
        events.append([watch["label"], manifest["kind"], metadata["name"], "deletionTimestamp" in metadata])
        if watch.get("drop_finalizers"):
            metadata.pop("finalizers", None)

    method = manager.register_finalizer if watch.get("finalizer") else manager.register_watch
    method(
        api_version=watch["api_version"],
        kind=watch["kind"],
        namespace=watch.get("namespace", ""),
        name=watch.get("name", ""),
        callback=told,
    )


def run(manager, step):
    """One operation."""
    step = copy.deepcopy(step)
    operation = step.pop("op")
    if operation == "deploy":
        shown = step.pop("show_changed", False)
        for item in step["objects"]:
            set_version(manager, item)
        more = {key: step[key] for key in ("manage_owner_references",) if key in step}
        if "method" in step:
            more["method"] = DeployMethod(step["method"])
        success, changed = manager.deploy(step["objects"], **more)
        return [success, changed] if shown else success
    if operation == "disable":
        return list(manager.disable(step["objects"]))
    if operation == "set_status":
        return list(manager.set_status(**step))
    if operation == "get":
        success, found = manager.get_object_current_state(**step)
        return [success, stable(found)]
    success, found = manager.filter_objects_current_state(**step)
    return [success, [item["metadata"]["name"] for item in found]]


def set_version(manager, item):
    """Puts in the version that the object has now."""
    metadata = item.get("metadata", {})
    if metadata.get("resourceVersion") == CURRENT:
        found = manager.get_object_current_state(
            item["kind"], metadata["name"], metadata.get("namespace"), item["apiVersion"]
        )[1]
        metadata["resourceVersion"] = found["metadata"]["resourceVersion"]


def stable(found):
    """Without what is random, or a time."""
    if found is not None:
        for key in UNSTABLE:
            found["metadata"].pop(key, None)
    return found


def generate(rng):
    """A selector, or operations."""
    shape = rng.random()
    if shape < 0.45:
        return {"fn": "match_selector", "values": values(rng), "selector": selector(rng)}
    if shape < 0.5:
        return {"fn": "split_selectors", "selector": selector(rng)}
    if shape < 0.52:
        return {"fn": "dict_to_dot", "dict": {"a": {"b": rng.choice([1, {"c": "x"}, {}, [1]])}, "d": None}}
    return {"fn": "sequence", **operations(rng)}


KEYS = ["app", "tier", "x.y/z", "empty", "none"]


def values(rng):
    """Labels."""
    return {key: rng.choice(["web", "db", "1", ""]) for key in rng.sample(KEYS[:4], rng.randint(0, 4))}


def selector(rng):
    """A selector of some conditions."""
    return ",".join(condition(rng) for _ in range(rng.choice([1, 1, 1, 2, 2, 3])))


def condition(rng):
    """One condition."""
    key, value, other = rng.choice(KEYS), rng.choice(["web", "db", "1", ""]), rng.choice(["web", "db", "x"])
    form = rng.choice(["{k}={v}", "{k}={v}", "{k} = {v}", "{k}=={v}", "{k}!={v}", "{k} != {v}", "{k}", "!{k}",
                       "{k} in ({w})", "{k} in ({v},{w})", "{k} in ({v}, {w})", "{k} notin ({w})",
                       "{k} notin ({v},{w})", "{k} notin ({v}, {w})"])
    return form.format(k=key, v=value, w=other)


TYPES = [("ConfigMap", "v1"), ("ConfigMap", "v1"), ("Foo", "foo.bar.com/v1"), ("Foo", "foo.bar.com/v1"), ("Secret", "v1")]
OWNER = {"apiVersion": "foo.bar.com/v1", "kind": "Foo", "metadata": {"name": "own", "uid": "owner-uid", "namespace": "ns"}}


def manifest(rng, name=None):
    """A manifest that any server takes."""
    kind, api_version = rng.choice(TYPES)
    metadata = {"name": name or rng.choice("abc"), "namespace": rng.choice(["ns", "ns", "ns", "other"])}
    if rng.random() < 0.5:
        metadata["labels"] = {"app": rng.choice(["web", "db"])}
    found = {"apiVersion": api_version, "kind": kind, "metadata": metadata}
    if kind == "Foo":
        found["spec"] = {"size": rng.choice([1, 2]), "parts": [rng.choice("xy")]}
    elif kind == "Secret":
        found["type"] = "Opaque"
    if kind != "Foo" and rng.random() < 0.8:
        found["data"] = {key: rng.choice(["MQ==", "Mg=="]) for key in rng.sample("pqr", rng.randint(1, 2))}
    return found


def identity(found):
    """What names an object to the functions that read it."""
    metadata = found["metadata"]
    return {"kind": found["kind"], "name": metadata["name"], "namespace": metadata["namespace"],
            "api_version": found["apiVersion"]}


def operations(rng):
    """A few operations on a few objects."""
    known = [manifest(rng) for _ in range(rng.randint(1, 3))]
    given = {"ops": []}
    if rng.random() < 0.3:
        given["resources"] = [copy.deepcopy(known[0])]
    if rng.random() < 0.25:
        given["options"] = {"owner_cr": copy.deepcopy(OWNER)}
    if rng.random() < 0.25:
        given["watches"] = watches(rng, known)
    first = len(given.get("resources", [])) == 0
    for _ in range(rng.randint(1, 5)):
        given["ops"].append(operation(rng, known, first))
        first = False
    given["ops"].append({"op": "get", **identity(rng.choice(known))})
    return given


def watches(rng, known):
    """Watches in all scopes."""
    found = []
    for index in range(rng.randint(1, 2)):
        target = rng.choice(known)
        watch = {"label": f"w{index}", "api_version": target["apiVersion"], "kind": target["kind"]}
        if rng.random() < 0.6:
            watch["namespace"] = target["metadata"]["namespace"]
            if rng.random() < 0.5:
                watch["name"] = target["metadata"]["name"]
        if rng.random() < 0.4:
            watch["finalizer"] = True
        found.append(watch)
    return found


def operation(rng, known, first):
    """One operation."""
    target = rng.choice(known)
    kind = rng.choice(["deploy"] * 4 + ["disable", "disable", "get", "filter", "filter", "set_status"])
    if first or kind == "deploy":
        if rng.random() < 0.4 and not first:
            replacement = manifest(rng, target["metadata"]["name"])
            target.update({key: replacement[key] for key in ("data",) if key in replacement and target["kind"] != "Foo"})
        step = {"op": "deploy", "objects": copy.deepcopy([target] if rng.random() < 0.7 else known)}
        return {**step, "show_changed": True} if first else step
    if kind == "disable":
        return {"op": "disable", "objects": [copy.deepcopy(target)]}
    if kind == "get":
        return {"op": "get", **identity(target)}
    if kind == "filter":
        step = {"op": "filter", "kind": target["kind"], "namespace": target["metadata"]["namespace"]}
        if rng.random() < 0.5:
            step["api_version"] = target["apiVersion"]
        if rng.random() < 0.5:
            step["label_selector"] = rng.choice(["app=web", "app!=web", "app", "!app", "app in (web,db)", "app notin (db)"])
        if rng.random() < 0.2:
            step["field_selector"] = rng.choice(["metadata.name=a", "metadata.name!=a", "metadata.namespace=ns"])
        return step
    if target["kind"] != "Foo":
        return {"op": "get", **identity(target)}
    return {"op": "set_status", **identity(target), "status": {"phase": rng.choice(["x", "y"])}}


def foo(name="a", namespace="ns", **more):
    """A custom resource."""
    return {"apiVersion": "foo.bar.com/v1", "kind": "Foo", "metadata": {"name": name, "namespace": namespace}, **more}


def config_map(name="a", namespace="ns", data=None, **metadata):
    """A ConfigMap."""
    found = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": namespace, **metadata}}
    return {**found, "data": data} if data else found


def deploy(*objects, **more):
    """An operation."""
    return {"op": "deploy", "objects": list(objects), **more}


def disable(*objects):
    """An operation."""
    return {"op": "disable", "objects": list(objects)}


def get(found, **more):
    """An operation."""
    return {"op": "get", **identity(found), **more}


def steps(*ops, **more):
    """A sequence."""
    return {"fn": "sequence", "ops": list(ops), **more}


def watch(label, found, **more):
    """A watch of a kind."""
    return {"label": label, "api_version": found["apiVersion"], "kind": found["kind"], **more}


SELECTED = {"app": "web", "tier": "front", "num": 5, "empty": "", "nul": None, "x.y/z": "1", "flag": True}
SELECTORS = [
    "", "app", "!app", "! none", "none", "app=web", "app==web", " app = web ", "app!=web", "none!=web", "app=",
    "empty=", "empty", "nul", "!nul", "nul!=x", "num=5", "num!=5", "flag=True", "x.y/z=1", "app in (web)",
    "app in (web,db)", "app in (db, web)", "app in (db,web)", "app notin (db, web)", "app notin (db,web)",
    "none notin (x)", "none in (x)", "app=web,tier=front", "app=web, tier=front", "app in (web),tier notin (back)",
    "app in (),tier", "tier in (front, back),!none", "app=web,", ",app=web", "app=web=x", "app>1", "num>1",
    "app in(web)", "app=we b", "app in web",
]
WITH_FINALIZER = config_map(finalizers=["parity.example.com/a"])

NAMED = [(f"match_selector: '{text}'", {"fn": "match_selector", "values": SELECTED, "selector": text}) for text in SELECTORS]
NAMED += [
    (f"split_selectors: '{text}'", {"fn": "split_selectors", "selector": text})
    for text in ["", "a", "a,b", "a in (x,y),b", "a in (x, y), b", "a,", ",a", "a,,b", "a=b,c==d,!e,f!=g", "a in (x"]
]
NAMED += [
    (f"dict_to_dot: {index}", {"fn": "dict_to_dot", "dict": given})
    for index, given in enumerate([{}, {"a": 1}, {"a": {"b": {"c": 1}}, "d": [{"e": 1}]}, {"a": {}}, {"a": None}])
]
NAMED += [
    ("sequence: nothing", steps()),
    ("sequence: deployed and read", steps(deploy(config_map(data={"p": "1"}), show_changed=True), get(config_map()))),
    ("sequence: read without a version", steps(deploy(config_map()), {"op": "get", "kind": "ConfigMap", "name": "a", "namespace": "ns"})),
    ("sequence: what is not there", steps(get(config_map()), disable(config_map()), {"op": "set_status", **identity(foo()), "status": {}})),
    ("sequence: a dropped field goes", steps(deploy(config_map(data={"p": "1", "q": "1"})), deploy(config_map(data={"p": "1"})), get(config_map()))),
    ("sequence: resources are there", steps(get(config_map()), resources=[config_map(data={"p": "1"})])),
    ("sequence: disabled", steps(deploy(config_map()), disable(config_map()), get(config_map()), disable(config_map()))),
    ("sequence: several at once", steps(deploy(config_map("a"), config_map("b"), foo("c")), disable(config_map("a"), foo("c")), {"op": "filter", "kind": "ConfigMap", "namespace": "ns"})),
    ("sequence: method replace", steps(deploy(config_map(data={"p": "1"})), deploy(config_map(data={"q": "1"}), method="replace"), get(config_map()))) ,
    ("sequence: method update", steps(deploy(config_map(data={"p": "1"})), deploy(config_map(data={"q": "1"}), method="update"), get(config_map()))),
    ("sequence: a status", steps(deploy(foo(spec={"a": 1})), {"op": "set_status", **identity(foo()), "status": {"x": 1}}, get(foo()), {"op": "set_status", **identity(foo()), "status": {"x": 1}}, {"op": "set_status", **identity(foo()), "status": {"x": 2}}, get(foo()))),
    ("sequence: owned", steps(deploy(config_map()), get(config_map()), options={"owner_cr": OWNER})),
    ("sequence: owned in another namespace", steps(deploy(config_map(namespace="other")), get(config_map(namespace="other")), options={"owner_cr": OWNER})),
    ("sequence: owned once", steps(deploy(config_map()), deploy(config_map(data={"p": "1"})), get(config_map()), options={"owner_cr": OWNER})),
    ("sequence: not owned", steps(deploy(config_map(), manage_owner_references=False), get(config_map()), options={"owner_cr": OWNER})),
    ("sequence: the owner itself", steps(deploy(copy.deepcopy(OWNER)), options={"owner_cr": OWNER})),
    ("sequence: owned, without a namespace", steps(deploy({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}), options={"owner_cr": OWNER})),
    ("sequence: owned, without metadata", steps(deploy({"apiVersion": "v1", "kind": "ConfigMap"}), options={"owner_cr": OWNER})),
    ("sequence: an owner without a uid", steps(deploy(config_map()), options={"owner_cr": {**OWNER, "metadata": {"name": "own", "namespace": "ns"}}})),
    ("sequence: an old version", steps(deploy(config_map()), deploy(config_map(data={"p": "1"}, resourceVersion="0")), get(config_map()))),
    ("sequence: strict, an old version", steps(deploy(config_map()), deploy(config_map(data={"p": "1"}, resourceVersion="0")), get(config_map()), options={"strict_resource_version": True})),
    ("sequence: strict, the newest version", steps(deploy(config_map()), deploy(config_map(data={"p": "1"}, resourceVersion=CURRENT)), get(config_map()), options={"strict_resource_version": True})),
    ("sequence: a finalizer holds it", steps(deploy(WITH_FINALIZER), disable(config_map()), get(config_map()))),
    ("sequence: a finalizer that is dropped", steps(deploy(WITH_FINALIZER), disable(config_map()), get(config_map()), watches=[watch("f", config_map(), finalizer=True, drop_finalizers=True)])),
    ("sequence: deployed while it is deleted", steps(deploy(WITH_FINALIZER), disable(config_map()), deploy(config_map()), get(config_map()))),
    ("sequence: watches of every scope", steps(deploy(config_map("a"), config_map("b"), config_map("a", "other")), watches=[watch("all", config_map()), watch("space", config_map(), namespace="ns"), watch("one", config_map(), namespace="ns", name="a"), watch("none", foo())])),
    ("sequence: a watch and a finalizer", steps(deploy(config_map()), disable(config_map()), watches=[watch("w", config_map()), watch("f", config_map(), finalizer=True)])),
    ("sequence: a watch and no change", steps(deploy(config_map()), deploy(config_map()), watches=[watch("w", config_map())])),
    ("sequence: a watch and a status", steps(deploy(foo()), {"op": "set_status", **identity(foo()), "status": {"x": 1}}, watches=[watch("w", foo())])),
    ("sequence: two versions of a kind", steps(deploy(foo()), deploy({**foo(), "apiVersion": "foo.bar.com/v2"}), get(foo()), {"op": "get", "kind": "Foo", "name": "a", "namespace": "ns"})),
    ("sequence: filter by labels", steps(deploy(config_map("a", labels={"app": "web"}), config_map("b", labels={"app": "db"}), config_map("c")), *[{"op": "filter", "kind": "ConfigMap", "namespace": "ns", "label_selector": text} for text in ("app=web", "app!=web", "app in (web, db)", "!app")])),
    ("sequence: filter by fields", steps(deploy(config_map("a"), config_map("b")), {"op": "filter", "kind": "ConfigMap", "namespace": "ns", "field_selector": "metadata.name=b"}, {"op": "filter", "kind": "ConfigMap", "namespace": "ns", "field_selector": "data.p=1"})),
    ("sequence: filter without a namespace", steps(deploy(config_map("a")), {"op": "filter", "kind": "ConfigMap"})),
    ("sequence: a default of the server", steps(deploy({**config_map(), "kind": "Secret"}), get({**config_map(), "kind": "Secret"}))),
    ("sequence: a kind of the core group that is none", steps(deploy({**foo(), "apiVersion": "v1"}), get({**foo(), "apiVersion": "v1"}))),
    ("sequence: a status and a new deploy", steps(deploy(foo()), {"op": "set_status", **identity(foo()), "status": {"x": 1}}, deploy(foo(spec={"a": 1})), get(foo()))),
    ("sequence: without a namespace", steps(deploy({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}), {"op": "get", "kind": "Namespace", "name": "a", "api_version": "v1"})),
    ("sequence: a status of a kind that has none", steps(deploy(config_map()), {"op": "set_status", **identity(config_map()), "status": {"x": 1}}, get(config_map()))),
    ("sequence: the name is missing", steps(deploy({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"namespace": "ns"}}))),
    ("sequence: the kind is missing", steps(deploy({"apiVersion": "v1", "metadata": {"name": "a", "namespace": "ns"}}))),
]
