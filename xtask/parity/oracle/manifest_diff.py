"""Differences of manifests, and what a manifest gets before it is applied."""

import copy

from openshift.dynamic import apply
from oper8 import config
from oper8.deploy_manager.openshift_deploy_manager import OpenshiftDeployManager
from oper8.deploy_manager.owner_references import _make_owner_reference

import strategic_merge

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
SERVER_FIELDS = {
    "resourceVersion": "5",
    "generation": 2,
    "managedFields": [{"manager": "kubectl"}],
    "uid": "u-1",
    "creationTimestamp": "2024-01-01T00:00:00Z",
}


def answer(given):
    """What the reference says."""
    return globals()[f"ask_{given['fn']}"](given)


def ask_recursive_diff(given):
    """Two maps."""
    return apply.recursive_diff(given["a"], given["b"], given.get("position"))


def ask_recursive_list_diff(given):
    """Two lists."""
    return apply.recursive_list_diff(given["a"], given["b"], given.get("position"))


def ask_manifest_diff(given):
    """Whether a manifest differs from what is in the cluster."""
    return OpenshiftDeployManager._manifest_diff(given["a"], given["b"])


def ask_clean_manifest(given):
    """Without what the server writes."""
    return OpenshiftDeployManager._clean_manifest(given["a"], given["b"])


def ask_strip_last_applied(given):
    """Without what kubectl writes."""
    OpenshiftDeployManager._strip_last_applied(given["resources"])
    return given["resources"]


def ask_retain_kubernetes_annotations(given):
    """With the cluster's annotations."""
    default = config.cluster_passthrough_annotations
    from oper8.config import library_config

    if given.get("passthrough") is not None:
        library_config["cluster_passthrough_annotations"] = given["passthrough"]
    try:
        return OpenshiftDeployManager._retain_kubernetes_annotations(given["current"], given["desired"])
    finally:
        library_config["cluster_passthrough_annotations"] = default


def ask_resource_identifiers(given):
    """Which object a manifest is."""
    require = given.get("require_api_version", True)
    found = OpenshiftDeployManager._get_resource_identifiers(given["resource"], require_api_version=require)
    return found._asdict()


def ask_make_owner_reference(given):
    """The reference to an owner."""
    return _make_owner_reference(given["owner"])


def ask_inject_ansible_status(given):
    """A status in Ansible's form."""
    OpenshiftDeployManager._inject_ansible_status(OpenshiftDeployManager, given["status"], given.get("previous"))
    return given["status"]


def generate(rng):
    """A question to one of the functions."""
    function = rng.choice(
        ["recursive_diff"] * 8
        + ["recursive_list_diff"] * 4
        + ["manifest_diff"] * 4
        + ["clean_manifest", "strip_last_applied", "retain_kubernetes_annotations"]
        + ["resource_identifiers", "make_owner_reference"]
    )
    return {"fn": function, **globals()[f"make_{function}"](rng)}


def make_recursive_diff(rng):
    """Two manifests of one kind, nearly always, the second made from the first."""
    kind = rng.choice(strategic_merge.KINDS)
    one = strategic_merge.resource(rng, kind)
    other = changed(rng, one)
    given = {"a": one, "b": other}
    if rng.random() < 0.05:
        other["kind"] = "Other"
    if rng.random() < 0.1:
        given["position"] = rng.choice(["Service", "Service.spec", "Pod", "Deployment.spec.template", "None", ""])
    return given


KEPT = ("name", "kind", "apiVersion", "protocol")


def changed(rng, given, top=True):
    """The same with a few changes."""
    if isinstance(given, dict):
        found = {}
        for key, item in given.items():
            fate = rng.random()
            if fate < 0.05 and not top:
                continue
            found[key] = changed(rng, item, top=False) if key not in KEPT else item
        if rng.random() < 0.06:
            found[rng.choice(["extra", "a", "value"])] = strategic_merge.value(rng, 1)
        if rng.random() < 0.03:
            found["protocol"] = rng.choice(["TCP", "UDP"])
        return found
    if isinstance(given, list):
        found = [changed(rng, item, top=False) for item in given if rng.random() < 0.93]
        if rng.random() < 0.2:
            rng.shuffle(found)
        if given and rng.random() < 0.1:
            found.append(changed(rng, copy.deepcopy(rng.choice(given)), top=False))
        return found
    if isinstance(given, int) and not isinstance(given, bool) and rng.random() < 0.03:
        return float(given)
    return strategic_merge.value(rng, 1) if rng.random() < 0.08 else copy.deepcopy(given)


POSITIONS = {
    "Service.spec.ports": "port",
    "ServiceAccount.secrets": "name",
    "Deployment.spec.template.spec.containers": "name",
    "Pod.spec.containers.ports": "containerPort",
    "Pod.spec.containers.volumeMounts": "mountPath",
    "MutatingWebhookConfiguration.webhooks": "name",
    "CronJob.spec.jobTemplate.spec.template.spec.containers": "name",
    "ConfigMap.data": "name",
    None: "name",
}


def make_recursive_list_diff(rng):
    """Two lists at a place that has a merge key, or at one that has none."""
    position = rng.choice(list(POSITIONS))
    key = POSITIONS[position]
    one = strategic_merge.keyed(rng, key, False, containers=str(position).endswith("containers"))
    if rng.random() < 0.1:
        one = [rng.choice(["x", "y", 1]) for _ in range(rng.randint(0, 2))]
    given = {"a": one, "b": changed(rng, one)}
    return {**given, "position": position} if position is not None or rng.random() < 0.5 else given


def make_manifest_diff(rng):
    """What is in the cluster, and what is wanted."""
    wanted = strategic_merge.resource(rng, rng.choice(strategic_merge.KINDS))
    live = copy.deepcopy(wanted) if rng.random() < 0.4 else changed(rng, wanted)
    as_live(rng, live)
    if rng.random() < 0.2:
        as_live(rng, wanted)
    return {"a": live, "b": wanted}


def as_live(rng, given):
    """Puts in what a server and kubectl write."""
    metadata = given.setdefault("metadata", {})
    if not isinstance(metadata, dict):
        return
    for name in rng.sample(sorted(SERVER_FIELDS), rng.randint(0, 3)):
        metadata[name] = SERVER_FIELDS[name]
    if rng.random() < 0.2:
        metadata["annotations"] = {LAST_APPLIED: rng.choice(["{}", "", None])}
        if rng.random() < 0.4:
            metadata["annotations"]["mine"] = "1"
    if rng.random() < 0.1:
        given["status"] = {"replicas": 1}


def make_clean_manifest(rng):
    """Both with what a server writes."""
    one = strategic_merge.resource(rng, "ConfigMap")
    other = strategic_merge.resource(rng, "ConfigMap")
    as_live(rng, one)
    as_live(rng, other)
    if rng.random() < 0.1:
        del one["metadata"]
    return {"a": one, "b": other}


def make_strip_last_applied(rng):
    """Some with what kubectl writes."""
    found = [strategic_merge.resource(rng, "ConfigMap") for _ in range(rng.randint(0, 3))]
    for each in found:
        as_live(rng, each)
    return {"resources": found}


ANNOTATIONS = [
    "kubernetes.io/a",
    "deployment.kubernetes.io/revision",
    "x.openshift.io/b",
    "k8s.ovn.org/pod-networks",
    "k8s.v1.cncf.io/networks",
    "mine",
    "oper8.org/internal-name",
]


def make_retain_kubernetes_annotations(rng):
    """Annotations on both sides."""
    given = {}
    for side in ("current", "desired"):
        given[side] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "n"}}
        if rng.random() < 0.8:
            names = rng.sample(ANNOTATIONS, rng.randint(0, 4))
            given[side]["metadata"]["annotations"] = {name: rng.choice(["1", "2"]) for name in names}
    if rng.random() < 0.1:
        given["current"] = {}
    if rng.random() < 0.3:
        given["passthrough"] = rng.sample(["mine", "kubernetes.io", "oper8.org", "none", ""], rng.randint(0, 2))
    return given


def identity(rng):
    """A manifest that lacks something, perhaps."""
    metadata = {"name": "a", "namespace": "n", "uid": "u"}
    found = {"apiVersion": rng.choice(["v1", "apps/v1"]), "kind": "K", "metadata": metadata}
    for key in list(metadata):
        if rng.random() < 0.15:
            del metadata[key]
    for key in list(found):
        if rng.random() < 0.15:
            del found[key]
    return found


def make_resource_identifiers(rng):
    """A manifest."""
    given = {"resource": identity(rng)}
    return {**given, "require_api_version": rng.random() < 0.5} if rng.random() < 0.7 else given


def make_make_owner_reference(rng):
    """An owner."""
    return {"owner": identity(rng)}


def service(*ports):
    """A Service."""
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "n"}, "spec": {"ports": list(ports)}}


def config_map(data=None, **metadata):
    """A ConfigMap."""
    found = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "n", **metadata}}
    return found if data is None else {**found, "data": data}


def deployment(*containers):
    """A Deployment."""
    metadata = {"name": "d", "namespace": "n"}
    spec = {"template": {"spec": {"containers": list(containers)}}}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec}


def differ(one, other, **more):
    """A question about two manifests."""
    return {"fn": "recursive_diff", "a": one, "b": other, **more}


def changes(live, wanted):
    """A question about a change of what is in the cluster."""
    return {"fn": "manifest_diff", "a": live, "b": wanted}


NAMED = [
    ("recursive_diff: nothing", differ({}, {})),
    ("recursive_diff: the same", differ(service({"port": 1}), service({"port": 1}))),
    ("recursive_diff: a port more", differ(service({"port": 1}), service({"port": 1}, {"port": 2}))),
    ("recursive_diff: ports in another order", differ(service({"port": 1}, {"port": 2}), service({"port": 2}, {"port": 1}))),
    ("recursive_diff: a name of a port", differ(service({"port": 1, "name": "a"}), service({"port": 1, "name": "b"}))),
    (
        "recursive_diff: two protocols of one port",
        differ(
            service({"port": 53, "protocol": "TCP", "name": "t"}, {"port": 53, "protocol": "UDP", "name": "u"}),
            service({"port": 53, "protocol": "TCP", "name": "x"}, {"port": 53, "protocol": "UDP", "name": "u"}),
        ),
    ),
    ("recursive_diff: another protocol", differ(service({"port": 53, "protocol": "TCP", "name": "d"}), service({"port": 53, "protocol": "UDP", "name": "d"}))),
    ("recursive_diff: the protocol is told", differ(service({"port": 53}), service({"port": 53, "protocol": "TCP"}))),
    ("recursive_diff: one is a list", differ({"kind": "K", "a": [1]}, {"kind": "K", "a": {"b": 1}})),
    ("recursive_diff: one is null", differ({"a": None}, {})),
    ("recursive_diff: an integer and a float", differ({"a": 1}, {"a": 1.0})),
    ("recursive_diff: an integer and a truth value", differ({"a": 1}, {"a": True})),
    ("recursive_diff: kinds within", differ({"a": service({"port": 1})}, {"a": service({"port": 1, "x": 1})})),
    ("recursive_list_diff: no position", {"fn": "recursive_list_diff", "a": [{"port": 1}], "b": [{"port": 2}]}),
    ("manifest_diff: nothing", changes(config_map({"a": "1"}), config_map({"a": "1"}))),
    ("manifest_diff: a new object", changes({}, config_map({"a": "1"}))),
    ("manifest_diff: a value", changes(config_map({"a": "1"}), config_map({"a": "2"}))),
    ("manifest_diff: a key more", changes(config_map({"a": "1"}), config_map({"a": "1", "b": "1"}))),
    ("manifest_diff: a key less", changes(config_map({"a": "1", "b": "1"}), config_map({"a": "1"}))),
    ("manifest_diff: a status", changes({**config_map(), "status": {"a": 1}}, config_map())),
    ("manifest_diff: every field of the server", changes(config_map(**SERVER_FIELDS), config_map())),
    ("manifest_diff: another version is wanted", changes(config_map(resourceVersion="1"), config_map(resourceVersion="2"))),
    ("manifest_diff: it is being deleted", changes(config_map(deletionTimestamp="2024-01-01T00:00:00Z"), config_map())),
    ("manifest_diff: kubectl's copy", changes(config_map(annotations={LAST_APPLIED: "{}"}), config_map())),
    ("manifest_diff: kubectl's copy and another", changes(config_map(annotations={LAST_APPLIED: "{}", "a": "1"}), config_map(annotations={"a": "1"}))),
    ("manifest_diff: a default of the server", changes(service({"port": 1, "protocol": "TCP", "targetPort": 1}), service({"port": 1}))),
    ("manifest_diff: others' annotation", changes(config_map(annotations={"x.kubernetes.io/a": "1"}), config_map())),
    ("strip_last_applied: null metadata", {"fn": "strip_last_applied", "resources": [{"metadata": None}]}),
    ("strip_last_applied: no metadata", {"fn": "strip_last_applied", "resources": [{}, config_map(annotations={LAST_APPLIED: "x", "a": "1"})]}),
    ("clean_manifest: null metadata", {"fn": "clean_manifest", "a": {"metadata": None}, "b": {}}),
    (
        "retain_kubernetes_annotations: desired has no metadata",
        {"fn": "retain_kubernetes_annotations", "current": config_map(annotations={"kubernetes.io/a": "1"}), "desired": {"kind": "K"}},
    ),
    (
        "manifest_diff: containers in another order",
        changes(deployment({"name": "a"}, {"name": "b"}), deployment({"name": "b"}, {"name": "a"})),
    ),
    ("resource_identifiers: no version", {"fn": "resource_identifiers", "resource": {"kind": "Node", "metadata": {"name": "n"}}, "require_api_version": False}),
    ("resource_identifiers: no metadata", {"fn": "resource_identifiers", "resource": {"kind": "K", "apiVersion": "v1"}}),
    ("make_owner_reference: whole", {"fn": "make_owner_reference", "owner": config_map(uid="u")}),
    ("make_owner_reference: nothing", {"fn": "make_owner_reference", "owner": {}}),
    ("inject_ansible_status: not ready", {"fn": "inject_ansible_status", "status": {"conditions": []}, "previous": None}),
]
