#!/usr/bin/env python3
"""Records how a real API server answers a table of apply, create and update requests.

    KUBECONFIG=... KUBECTL=kubectl ./record-managed-fields.py > managed-fields.json

Each case below is one object and the requests made to it, in order. The script starts `kubectl proxy`, makes a
namespace and two kinds of custom resources, sends the requests, and removes it all again. A recorded step holds

- `operation`: `apply` for server-side apply, `update` for everything else (POST, PUT, PATCH);
- `manager`, `force`, `subresource`: parameters of the request;
- `live`: the object just before the request, `null` if there was none;
- `object`: the configuration that was applied, or the whole object that an update asked for. For POST and PATCH, and a
  PUT of a Deployment, that is the answer, since defaults are set before ownership is worked out; `drop` in a case names what is set later;
- `now`: the time of the request;
- `code`, `answer`: what the server said.

Times become minutes of one day, in the order in which they appear; more than a second passes between two requests, so
that a timestamp that moves can be seen. uid, resourceVersion and creationTimestamp are masked.
"""

import copy, json, os, re, socket, subprocess, sys, time, urllib.error, urllib.request

KUBECTL = os.environ.get("KUBECTL", "kubectl")
NAMESPACE = "managed-fields-recorder"
GROUP = "fixtures.oper8.org"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
APPLY, MERGE = "application/apply-patch+yaml", "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"

TEXT = {"type": "string"}
SPEC = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "count": {"type": "integer"},
        "nullable": {"type": "string", "nullable": True},
        "defaulted": {"type": "string", "default": "d"},
        "nested": {"type": "object", "properties": {"a": TEXT, "b": TEXT, "deep": {"type": "object", "properties": {"c": TEXT}}}},
        "map": {"type": "object", "additionalProperties": TEXT},
        "objects": {"type": "object", "additionalProperties": {"type": "object", "properties": {"a": TEXT, "b": TEXT}}},
        "lists": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT, "x-kubernetes-list-type": "set"}},
        "atomicMap": {"type": "object", "additionalProperties": TEXT, "x-kubernetes-map-type": "atomic"},
        "atomicObject": {"type": "object", "properties": {"a": TEXT, "b": TEXT}, "x-kubernetes-map-type": "atomic"},
        "set": {"type": "array", "items": TEXT, "x-kubernetes-list-type": "set"},
        "atomic": {"type": "array", "items": TEXT},
        "ports": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["port", "protocol"],
            "items": {
                "type": "object",
                "required": ["port"],
                "properties": {"port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"}, "name": TEXT},
            },
        },
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "mixed": {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {"a": TEXT, "nested": {"type": "object", "properties": {"b": TEXT}}}},
        "any": {"x-kubernetes-preserve-unknown-fields": True},
        "amount": {"x-kubernetes-int-or-string": True},
        "plain": {"type": "object"},
        "template": {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True},
    },
}
THING_SCHEMA = {"type": "object", "properties": {"spec": SPEC, "status": {"type": "object", "properties": {"phase": TEXT, "conditions": {
    "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"],
    "items": {"type": "object", "required": ["type"], "properties": {"type": TEXT, "status": TEXT}},
}}}}}
OPEN_SCHEMA = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def crd(kind, schema, subresources):
    plural = kind.lower() + "s"
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}, "subresources": subresources}
    return {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"{plural}.{GROUP}"},
        "spec": {"group": GROUP, "scope": "Namespaced", "names": {"kind": kind, "plural": plural, "singular": kind.lower()}, "versions": [version]},
    }


SCALE = {"specReplicasPath": ".spec.count", "statusReplicasPath": ".status.count"}
CRDS = [crd("Thing", THING_SCHEMA, {"status": {}, "scale": SCALE}), crd("Open", OPEN_SCHEMA, {})]
PLURALS = {"Ingress": "ingresses", "NetworkPolicy": "networkpolicies", "PriorityClass": "priorityclasses", "StorageClass": "storageclasses"}
CLUSTER = {"Namespace", "ClusterRole", "PriorityClass", "StorageClass", "ValidatingWebhookConfiguration", "CustomResourceDefinition"}
NAMES = {"CustomResourceDefinition": f"records.{GROUP}"}


def apply(manager="a", force=False, subresource="", **fields):
    return {"verb": "apply", "manager": manager, "force": force, "subresource": subresource, "fields": fields}


def post(manager="a", **fields):
    return {"verb": "post", "manager": manager, "fields": fields}


def put(change, manager="u", subresource=""):
    """Reads the object, changes it as a merge patch would, writes it."""
    return {"verb": "put", "manager": manager, "subresource": subresource, "change": change}


def patch(change, manager="u", subresource=""):
    return {"verb": "patch", "manager": manager, "subresource": subresource, "change": change}


def container(name="main", **more):
    return {"name": name, "image": "image:1", **more}


def workload(*containers, pod=None, template=None, **more):
    labels = {"app": "x"}
    return {
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels, **(template or {})}, "spec": {"containers": list(containers) or [container()], **(pod or {})}},
        **more,
    }


def labels(**values):
    return {"labels": values}


def thing(**spec):
    return {"spec": spec}


CASES = {
    # Name: (apiVersion, kind, steps[, fields that are set after ownership is worked out]).
    "first apply, no change, change, drop": ("v1", "ConfigMap", [
        apply(data={"a": "1", "b": "2"}, metadata=labels(x="1")),
        apply(data={"a": "1", "b": "2"}, metadata=labels(x="1")),
        apply(data={"a": "1", "b": "3"}, metadata=labels(x="1")),
        apply(data={"b": "3"}),
        apply(),
        apply(data={"b": "3"}),
    ]),
    "two managers share a value": ("v1", "ConfigMap", [
        apply("a", data={"k": "1", "own": "a"}),
        apply("b", data={"k": "1"}),
        apply("a", data={"own": "a"}),
        apply("b", data={"other": "b"}),
    ]),
    "a conflict, and force": ("v1", "ConfigMap", [
        apply("a", data={"k": "1", "own": "a"}),
        apply("b", data={"k": "2"}),
        apply("b", True, data={"k": "2"}),
        apply("a", data={"k": "1", "own": "a"}),
        apply("a", data={"own": "a"}),
        apply("b"),
    ]),
    "conflicts with several managers": ("v1", "ConfigMap", [
        apply("a", data={"k": "1", "m": "1"}),
        apply("b", data={"k": "1", "n": "1"}),
        patch({"data": {"p": "1"}}, "z"),
        patch({"data": {"q": "1"}, "metadata": {"annotations": {"x.y/z": "1"}}}, "c c"),
        apply("d", data={"k": "2", "m": "2", "n": "2", "p": "2", "q": "2"}, metadata={"annotations": {"x.y/z": "2"}}),
        apply("d", True, data={"k": "2", "m": "2", "n": "2", "p": "2", "q": "2"}, metadata={"annotations": {"x.y/z": "2"}}),
    ]),
    "apply after create": ("v1", "ConfigMap", [
        post("u", data={"a": "1", "b": "1"}, metadata=labels(x="1")),
        apply("a", data={"a": "1"}),
        apply("a", data={"a": "2"}),
        apply("a", True, data={"a": "2"}),
        apply("a", data={"b": "1"}),
        apply("a"),
    ]),
    "updates take and remove": ("v1", "ConfigMap", [
        apply("a", data={"a": "1", "b": "1", "c": "1"}),
        put({"data": {"a": "2", "b": None}}, "u"),
        put({"data": {"d": "1"}}, "u"),
        put({"data": {"d": "1"}}, "u"),
        patch({"data": {"d": None}}, "v"),
        patch({"data": {"a": "3"}}, "u"),
        apply("a", data={"a": "2", "c": "1"}),
        patch({"data": None}, "v"),
    ]),
    "managedFields are reset, then applied to": ("v1", "ConfigMap", [
        apply("a", data={"a": "1", "b": "1"}),
        put({"metadata": {"managedFields": [{}]}}),
        put({"data": {"c": "1"}}),
        apply("a", data={"a": "1"}),
        apply("a", data={"b": "2"}),
        apply("a", True, data={"b": "2"}),
    ]),
    "managedFields are reset by an empty list": ("v1", "ConfigMap", [
        apply("a", data={"a": "1"}),
        patch({"metadata": {"managedFields": []}}),
        patch({"metadata": {"managedFields": [{}]}, "data": {"b": "1"}}),
    ]),
    "managedFields in what is applied": ("v1", "ConfigMap", [
        apply("a", data={"a": "1"}),
        apply("a", data={"a": "1"}, metadata={"managedFields": []}),
        apply("a", data={"a": "1"}, metadata={"managedFields": [{}]}),
        apply("a", data={"a": "1"}, metadata={"managedFields": None}),
    ]),
    "managedFields are written by an update": ("v1", "ConfigMap", [
        apply("a", data={"a": "1"}),
        put({"metadata": {"managedFields": [{"manager": "m", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {"f:data": {"f:a": {}}}, "time": "2020-01-01T00:00:00Z"}]}}),
        put({"metadata": {"managedFields": None}}),
        apply("m"),
    ]),
    "empty maps and nulls": ("v1", "ConfigMap", [
        apply("a", data={}, metadata={"labels": {}, "annotations": None}),
        apply("a", data={"a": None, "b": "1"}),
        apply("a", data=None, metadata=labels(x="1")),
        apply("a", data={"a": ""}),
    ]),
    "empty maps beside another's entries": ("v1", "ConfigMap", [
        apply("b", data={"k": "1"}, metadata=labels(x="1")),
        apply("a", data={}, metadata={"labels": {}}),
        apply("a", data=None),
        apply("b"),
        apply("a"),
    ]),
    "many updaters": ("v1", "ConfigMap", [post("u00", data={"k00": "1"})] + [
        patch({"data": {f"k{i:02}": "1"}}, f"u{i:02}") for i in range(1, 13)
    ] + [patch({"data": {"k01": "2"}}, "u01")]),
    "finalizers and owners": ("v1", "ConfigMap", [
        apply("a", metadata={"finalizers": ["x.y/a", "x.y/b"], "ownerReferences": [
            {"apiVersion": "no.such/v1", "kind": "Owner", "name": "n", "uid": "u1"}, {"apiVersion": "no.such/v1", "kind": "Owner", "name": "m", "uid": "u2"}]}),
        patch({"metadata": {"finalizers": ["x.y/c", "x.y/b", "x.y/a"]}}, "u"),
        apply("b", metadata={"finalizers": ["x.y/b"]}),
        apply("a", metadata={"finalizers": ["x.y/a"], "ownerReferences": [{"apiVersion": "no.such/v1", "kind": "Owner", "name": "m", "uid": "u2", "controller": True}]}),
        apply("a"),
    ]),
    "wrong fields and types": ("v1", "ConfigMap", [
        apply("a", dta={"a": "1"}),
        apply("a", data={"a": 1}),
        apply("a", data=["a"]),
        apply("a", data={"a": {"b": "c"}}, dta=1),
        apply("a", metadata={"finalizers": ["x.y/a", "x.y/a"]}),
        apply("a", kind="Secret"),
        apply("a", apiVersion="v2"),
    ]),
    "from client-side to server-side apply": ("v1", "ConfigMap", [
        post("kubectl-client-side-apply", data={"a": "1", "b": "1"}, metadata={"annotations": {LAST_APPLIED: json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "recorded-case"}, "data": {"a": "1", "b": "1"}})}}),
        patch({"data": {"c": "1"}}, "u"),
        apply("kubectl", data={"a": "2", "c": "2"}),
        apply("kubectl", data={"a": "2", "b": "1"}),
        apply("kubectl", data={"b": "1"}, metadata={"annotations": {"x": "y"}}),
    ]),
    "scale": (f"{GROUP}/v1", "Thing", [
        apply("a", **thing(count=2)),
        patch({"spec": {"replicas": 1}}, "h", "scale"),
        apply("a", **thing(count=2)),
        apply("a", **thing(name="x")),
        patch({"spec": {"replicas": 3}}, "h", "scale"),
        patch({"spec": {"replicas": 0}}, "h", "scale"),
        patch({"spec": {"replicas": 4}}, "i", "scale"),
        patch({"spec": {"count": 5}}, "i"),
    ]),
    "what nobody owns in an element that goes": ("apps/v1", "Deployment", [
        post("u", spec=workload(container(), replicas=0)),
        apply("a", spec={"template": {"spec": {"containers": [container("side", ports=[{"containerPort": 1}])], "initContainers": [container("init")]}}}),
        patch({"spec": {"template": {"spec": {"$setElementOrder/containers": [{"name": "side"}, {"name": "main"}], "containers": [{"name": "side", "imagePullPolicy": "Always"}]}}}}, "v"),
        apply("a", spec={"template": {"spec": {"containers": [{"name": "main", "image": "image:1"}]}}}),
        apply("a"),
    ]),
    "deployment: containers and defaults": ("apps/v1", "Deployment", [
        apply("a", spec=workload(container(ports=[{"containerPort": 80}, {"containerPort": 80, "protocol": "UDP", "name": "dns"}], env=[{"name": "A", "value": "1"}, {"name": "B"}]), replicas=0)),
        apply("a", spec=workload(container(ports=[{"containerPort": 80}, {"containerPort": 80, "protocol": "UDP", "name": "dns"}], env=[{"name": "A", "value": "1"}, {"name": "B"}]), replicas=0)),
        apply("a", spec=workload(container(ports=[{"containerPort": 80, "protocol": "TCP"}], env=[{"name": "B"}]), container("side"), replicas=0)),
        apply("a", spec=workload(container("side"), replicas=0)),
    ]),
    "deployment: two managers": ("apps/v1", "Deployment", [
        apply("a", spec=workload(container(), replicas=0)),
        apply("b", spec={"template": {"spec": {"containers": [container("side", env=[{"name": "A", "value": "1"}])]}}}),
        apply("b", spec={"template": {"spec": {"containers": [{"name": "main", "env": [{"name": "A", "value": "1"}]}]}}}),
        apply("a", spec=workload(container("other"), replicas=0)),
        apply("b", spec={"replicas": 1}),
        apply("b", True, spec={"replicas": 0}),
        apply("b"),
    ]),
    "deployment: objects that lose all fields": ("apps/v1", "Deployment", [
        apply("a", spec=workload(container(securityContext={"runAsNonRoot": True}, resources={"limits": {"cpu": 1, "memory": "1Gi"}}),
                                 pod={"securityContext": {"fsGroup": 1}, "volumes": [{"name": "v", "emptyDir": {}}], "nodeSelector": {"a": "b"}, "tolerations": [{"key": "a", "operator": "Exists"}]},
                                 template={"annotations": {"x": "1"}}, replicas=0, strategy={"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 2}})),
        apply("a", spec=workload(container(securityContext={"runAsNonRoot": True}, resources={"limits": {"cpu": 1, "memory": "1Gi"}}),
                                 pod={"securityContext": {"fsGroup": 1}, "volumes": [{"name": "v", "emptyDir": {}}], "nodeSelector": {"a": "b"}, "tolerations": [{"key": "a", "operator": "Exists"}]},
                                 template={"annotations": {"x": "1"}}, replicas=0, strategy={"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 2}})),
        apply("a", spec=workload(container(resources={"limits": {"memory": "1Gi"}}), pod={"securityContext": {}, "volumes": [{"name": "v", "configMap": {"name": "c"}, "emptyDir": None}]}, replicas=0)),
        apply("a", spec=workload(container(), replicas=0, strategy={"type": "Recreate", "rollingUpdate": None})),
    ]),
    "deployment: create, scale, status": ("apps/v1", "Deployment", [
        post("u", spec=workload(container(ports=[{"containerPort": 80}]), replicas=0), metadata=labels(app="x")),
        patch({"spec": {"replicas": 0, "minReadySeconds": 1}}, "u"),
        patch({"status": {"observedGeneration": 1, "replicas": 3}, "spec": {"paused": True}, "metadata": {"annotations": {"x.y/z": "1"}}}, "c", "status"),
        put({"status": {"replicas": 1, "conditions": [{"type": "Made", "status": "True"}]}}, "c", "status"),
        apply("a", status={"replicas": 5}, spec={"minReadySeconds": 2}),
        apply("a", True, status={"replicas": 5}, spec={"minReadySeconds": 2}),
        apply("s", subresource="status", status={"conditions": [{"type": "Mine", "status": "True"}]}),
        apply("s", True, subresource="status", status={"conditions": [{"type": "Made", "status": "False"}]}, spec={"minReadySeconds": 3}),
        apply("t", subresource="status", status={"conditions": [{"type": "Made", "status": "True"}]}),
    ]),
    "service: keys of ports": ("v1", "Service", [
        apply("a", spec={"selector": {"a": "b"}, "ports": [{"name": "t", "port": 53}, {"name": "u", "port": 53, "protocol": "UDP", "targetPort": "dns"}]}),
        apply("a", spec={"selector": {"a": "b"}, "ports": [{"name": "t", "port": 53, "protocol": "TCP"}, {"name": "u", "port": 53, "protocol": "UDP", "targetPort": "dns"}]}),
        apply("b", spec={"ports": [{"name": "t", "port": 53, "targetPort": 54}]}),
        apply("b", True, spec={"ports": [{"name": "t", "port": 53, "targetPort": 54}]}),
        apply("a", spec={"selector": {"a": "b"}, "ports": [{"name": "u", "port": 53, "protocol": "UDP"}, {"name": "v", "port": 54}]}),
        apply("b"),
        apply("a", spec={"ports": [{"name": "u", "port": 53}, {"name": "w", "port": 53, "protocol": "TCP"}]}),
        apply("a", spec={"ports": [{"name": "u"}]}),
        apply("a", spec={"selector": {"c": "d"}, "ports": [{"name": "v", "port": 54}]}),
    ]),
    "service: create": ("v1", "Service", [post("u", spec={"selector": {"a": "b"}, "ports": [{"port": 80}]})], ["spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy"]),
    "secret": ("v1", "Secret", [
        apply("a", stringData={"a": "1"}, data={"b": "Mg=="}),
        apply("a", stringData={"a": "1"}, data={"b": "Mg=="}),
        apply("a", stringData={"a": "2"}),
        apply("a", data={"a": "Mg=="}),
    ]),
    "lists and maps of a custom resource": (f"{GROUP}/v1", "Thing", [
        apply("a", **thing(name="x", nested={"a": "1", "deep": {"c": "1"}}, map={"a": "1"}, objects={"o": {"a": "1"}}, lists={"l": ["a", "b"]}, atomicMap={"a": "1"}, atomicObject={"a": "1"},
                           set=["a", "b"], atomic=["a", "b"], ports=[{"port": 1}, {"port": 1, "protocol": "UDP", "name": "u"}], amount="50%", plain={})),
        apply("b", **thing(nested={"b": "1"}, map={"b": "1"}, objects={"o": {"b": "1"}, "p": {}}, lists={"l": ["b"]}, set=["c", "b"], ports=[{"port": 2}, {"port": 1, "name": "t"}])),
        apply("b", **thing(atomicMap={"b": "1"}, atomicObject={"b": "1"}, atomic=["a"])),
        apply("b", True, **thing(atomicMap={"b": "1"}, atomicObject={"b": "1"}, atomic=["a"])),
        apply("a", **thing(name="x", set=["b"], ports=[{"port": 1, "protocol": "UDP"}])),
        patch({"spec": {"set": ["z", "b"], "atomic": ["q"], "ports": [{"port": 9, "protocol": "TCP"}], "nested": {"a": "9"}}}, "u"),
        apply("a", **thing(name="x")),
        apply("a"),
        apply("b"),
    ]),
    "nulls and emptiness in a custom resource": (f"{GROUP}/v1", "Thing", [
        apply("a", **thing(name=None, nullable=None, nested={}, map={}, objects={}, set=[], atomic=[], ports=[], atomicMap={}, free={}, any=None, lists={"l": []})),
        apply("a", **thing(nested={"a": "1"}, map={"a": "1"}, objects={"o": {}}, set=["a"], atomic=["a"], ports=[{"port": 1}], atomicMap={"a": "1"}, lists={"l": ["a"]})),
        apply("a", **thing(nested={}, map={}, objects={"o": None}, set=[], atomic=[], ports=[], atomicMap={}, lists={"l": []})),
        apply("b", **thing(map={"b": "1"}, lists={"m": ["a"]})),
        apply("b", **thing(map=None, lists={"m": []})),
        apply("a", **thing(nested=None, map=None, set=None, atomic=None, ports=None)),
    ]),
    "fields that no schema names": (f"{GROUP}/v1", "Thing", [
        apply("a", **thing(free={"x": {"y": [1, {"z": 2}], "e": {}, "n": None}, "s": "t"}, mixed={"a": "1", "q": {"r": 1}, "nested": {"b": "1"}}, any={"k": [1]})),
        apply("b", **thing(free={"x": {"w": 1}, "s": "t"}, mixed={"q": {"t": 1}}, any={"l": 1})),
        apply("b", **thing(free={"x": {"w": 1}, "s": {"u": 1}})),
        apply("b", True, **thing(free={"x": 1, "s": {"u": 1}}, any=[1])),
        apply("a", **thing(any="text", mixed={"a": "1"})),
        apply("a", **thing(nme="x", ports=[{"port": 1, "colour": "red"}])),
        apply("a", **thing(count="1", ports={"port": 1}, set=[{}], map={"a": []}, name=1)),
        apply("a", **thing(set=["a", "a"], ports=[{"port": 1}, {"port": 1, "protocol": "TCP"}])),
        apply("a", **thing(ports=[{"name": "x"}], set=[None])),
        apply("a", **thing(template={"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "labels": {"a": "b"}}, "data": {"k": "v"}})),
    ]),
    "fields below those that no schema names": (f"{GROUP}/v1", "Thing", [
        apply("a", **thing(mixed={"nested": {"b": "1", "z": "1"}})),
        apply("a", **thing(plain={"x": {"y": 1}})),
        apply("a", **thing(plain={"x": {"z": [1]}})),
        apply("a", **thing(template={"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "colour": "red", "finalizers": ["a/b"]}, "data": {"k": {"l": 1}}})),
        apply("a", foo=1),
        apply("a", metadata={"colour": "red"}),
        apply("a", **thing(free={"x": 1}), apiVersion=f"{GROUP}/v2"),
        apply("a", **thing(objects={"a": {"a": "1"}}, lists={"x": ["a"], "y": ["b"]})),
        apply("b", **thing(objects={"a": {"b": "1"}}, lists={"x": ["b"]})),
        apply("a", **thing(lists={"y": ["c"]})),
        apply("b", **thing(lists={"x": []})),
    ]),
    "duplicates in a live custom resource": (f"{GROUP}/v1", "Thing", [
        post("u", **thing(map={"a": "1"}, set=["a", "b"], ports=[{"port": 1, "protocol": "TCP"}, {"port": 2, "protocol": "TCP"}])),
        put({"spec": {"set": ["b", "a", "c"]}}, "v"),
        patch({"spec": {"set": ["c"]}}, "u"),
        apply("a", **thing(set=["c", "d"], ports=[{"port": 2, "name": "n"}, {"port": 1}])),
    ]),
    "order of merged lists": (f"{GROUP}/v1", "Thing", [
        apply("a", **thing(set=["a", "b", "c", "d"])),
        apply("b", **thing(set=["d", "x", "b"])),
        apply("c", **thing(set=["x", "d", "y", "a"])),
        apply("a", **thing(set=["d", "a"])),
    ]),
    "status of a custom resource": (f"{GROUP}/v1", "Thing", [
        apply("a", spec={"name": "x"}, status={"phase": "Ignored"}),
        apply("s", subresource="status", status={"phase": "New", "conditions": [{"type": "Ready", "status": "False"}]}, spec={"name": "ignored"}, metadata=labels(x="ignored")),
        put({"status": {"phase": "Old"}, "spec": {"name": "ignored"}}, "u", "status"),
        patch({"status": {"phase": "Older"}, "metadata": {"labels": {"x": "ignored"}}}, "u", "status"),
        apply("s", subresource="status", status={"phase": "New"}),
        patch({"status": {"phase": "Ignored"}, "spec": {"count": 1}}, "u"),
        apply("s", True, subresource="status", status={"phase": "New"}),
        apply("a", spec={"name": "y"}),
    ]),
    "a custom resource without schema and status": (f"{GROUP}/v1", "Open", [
        post("u", spec={"a": {"b": 1}}, status={"c": [1]}, top="x"),
        apply("a", spec={"a": {"b": 1, "d": {}}}, status={"c": [2]}, metadata=labels(x="1")),
        apply("a", True, spec={"a": {"b": 1, "d": {}}}, status={"c": [2]}, metadata=labels(x="1")),
        apply("a"),
    ]),
    "create: custom resource": (f"{GROUP}/v1", "Thing", [post("u", metadata={**labels(x="1"), "annotations": {"y": "z"}}, **thing(nested={"deep": {"c": "1"}}, set=["a"], free={"x": {}}, ports=[{"port": 1}]))]),
    "create: statefulset": ("apps/v1", "StatefulSet", [post("u", spec=workload(replicas=0, serviceName="s", volumeClaimTemplates=[{"metadata": {"name": "v"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]))]),
    "create: daemonset": ("apps/v1", "DaemonSet", [post("u", spec=workload(pod={"nodeSelector": {"no": "such"}}))]),
    "create: cronjob": ("batch/v1", "CronJob", [post("u", spec={"schedule": "1 1 1 1 1", "suspend": True, "jobTemplate": {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [container()]}}}}})]),
    "create: pod": ("v1", "Pod", [post("u", spec={"containers": [container(ports=[{"containerPort": 1}], env=[{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}], volumeMounts=[{"name": "v", "mountPath": "/v"}])], "volumes": [{"name": "v", "emptyDir": {}}], "nodeSelector": {"no": "such"}})], ["spec.serviceAccountName", "spec.serviceAccount", "spec.tolerations", "spec.priority", "spec.preemptionPolicy", "spec.volumes.1", "spec.containers.0.volumeMounts.1", "status.qosClass", "status.phase"]),
    "create: ingress": ("networking.k8s.io/v1", "Ingress", [post("u", spec={"rules": [{"host": "h", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "s", "port": {"number": 80}}}}]}}], "defaultBackend": {"service": {"name": "s", "port": {"name": "p"}}}})]),
    "create: autoscaler": ("autoscaling/v2", "HorizontalPodAutoscaler", [post("u", spec={"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"}, "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}]})]),
    "create: role": ("rbac.authorization.k8s.io/v1", "Role", [post("u", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]), apply("a", rules=[])]),
    "create: role binding": ("rbac.authorization.k8s.io/v1", "RoleBinding", [post("u", roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"}, subjects=[{"kind": "ServiceAccount", "name": "s", "namespace": "n"}])]),
    "create: service account": ("v1", "ServiceAccount", [post("u", imagePullSecrets=[{"name": "x"}], secrets=[{"name": "y"}]), apply("a", imagePullSecrets=[{"name": "z"}])]),
    "create: claim": ("v1", "PersistentVolumeClaim", [post("u", spec={"accessModes": ["ReadWriteOnce"], "storageClassName": "none-such", "resources": {"requests": {"storage": "1Gi"}}})], ["metadata.finalizers"]),
    "create: disruption budget": ("policy/v1", "PodDisruptionBudget", [post("u", spec={"minAvailable": 1, "selector": {"matchLabels": {"no": "such"}}})]),
    "create: network policy": ("networking.k8s.io/v1", "NetworkPolicy", [post("u", spec={"podSelector": {}, "ingress": [{"ports": [{"port": 80}]}]})]),
    "create: lease": ("coordination.k8s.io/v1", "Lease", [post("u", spec={"holderIdentity": "x", "leaseDurationSeconds": 1})]),
    "create: secret": ("v1", "Secret", [post("u", stringData={"a": "1"})]),
    "apply: pod": ("v1", "Pod", [apply(spec={
        "containers": [container(
            command=["a", "b"], args=["c"], ports=[{"containerPort": 1, "name": "p"}, {"containerPort": 2, "protocol": "UDP"}],
            env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}, {"name": "B", "value": ""}], envFrom=[{"configMapRef": {"name": "c"}}],
            volumeMounts=[{"name": "v", "mountPath": "/v", "readOnly": True}, {"name": "w", "mountPath": "/w"}],
            livenessProbe={"httpGet": {"path": "/", "port": "p", "httpHeaders": [{"name": "H", "value": "v"}]}, "periodSeconds": 3}, readinessProbe={"exec": {"command": ["x"]}},
            lifecycle={"preStop": {"exec": {"command": ["x"]}}}, securityContext={"capabilities": {"drop": ["ALL"]}, "runAsUser": 1},
            resources={"requests": {"cpu": "0.5", "memory": 1073741824}, "limits": {"cpu": "1000m"}})],
        "volumes": [{"name": "v", "secret": {"secretName": "s", "items": [{"key": "k", "path": "p"}]}}, {"name": "w", "projected": {"sources": [{"configMap": {"name": "c"}}]}}],
        "affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "podAffinityTerm": {"topologyKey": "t", "labelSelector": {"matchLabels": {"a": "b"}}}}]}},
        "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "t", "whenUnsatisfiable": "ScheduleAnyway"}], "hostAliases": [{"ip": "127.0.0.1", "hostnames": ["h"]}],
        "tolerations": [{"key": "k", "operator": "Exists"}], "imagePullSecrets": [{"name": "x"}], "nodeSelector": {"no": "such"}, "securityContext": {"runAsNonRoot": True, "sysctls": [{"name": "kernel.shm_rmid_forced", "value": "0"}]},
        "dnsConfig": {"options": [{"name": "o"}]}, "readinessGates": [{"conditionType": "x.y/z"}], "serviceAccountName": "default", "automountServiceAccountToken": False})] * 2),
    "apply: statefulset": ("apps/v1", "StatefulSet", [apply(spec=workload(replicas=0, serviceName="s", volumeClaimTemplates=[{"metadata": {"name": "v"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]))] * 2),
    "apply: job": ("batch/v1", "Job", [apply(spec={"suspend": True, "backoffLimit": 1, "template": {"spec": {"restartPolicy": "Never", "containers": [container()]}}})] * 2),
    "apply: cronjob": ("batch/v1", "CronJob", [apply(spec={"schedule": "1 1 1 1 1", "suspend": True, "jobTemplate": {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [container()]}}}}})] * 2),
    "apply: ingress": ("networking.k8s.io/v1", "Ingress", [apply(spec={"tls": [{"hosts": ["h"], "secretName": "s"}], "rules": [{"host": "h", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "s", "port": {"number": 80}}}}]}}]})] * 2),
    "apply: autoscaler": ("autoscaling/v2", "HorizontalPodAutoscaler", [apply(spec={"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"}, "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}], "behavior": {"scaleDown": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}}})] * 2),
    "apply: service account": ("v1", "ServiceAccount", [apply(imagePullSecrets=[{"name": "x"}], secrets=[{"name": "y"}], automountServiceAccountToken=False)] * 2),
    "apply: role binding": ("rbac.authorization.k8s.io/v1", "RoleBinding", [apply(roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"}, subjects=[{"kind": "ServiceAccount", "name": "s", "namespace": "n"}])] * 2),
    "apply: network policy": ("networking.k8s.io/v1", "NetworkPolicy", [apply(spec={"podSelector": {"matchLabels": {"a": "b"}}, "policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {}}], "ports": [{"port": 80}]}]})] * 2),
    "apply: claim": ("v1", "PersistentVolumeClaim", [apply(spec={"accessModes": ["ReadWriteOnce"], "storageClassName": "none-such", "resources": {"requests": {"storage": "1024Mi"}}})] * 2),
    "apply: disruption budget": ("policy/v1", "PodDisruptionBudget", [apply(spec={"minAvailable": "50%", "selector": {"matchLabels": {"no": "such"}, "matchExpressions": [{"key": "a", "operator": "Exists"}]}})] * 2),
    "apply: quota": ("v1", "ResourceQuota", [apply(spec={"hard": {"cpu": "9", "pods": 99}})] * 2),
    "apply: lease": ("coordination.k8s.io/v1", "Lease", [apply(spec={"holderIdentity": "x", "renewTime": "2026-01-01T00:00:00.000000Z"})] * 2),
    "apply: endpoint slice": ("discovery.k8s.io/v1", "EndpointSlice", [apply(addressType="IPv4", endpoints=[{"addresses": ["10.0.0.1"], "conditions": {"ready": True}}], ports=[{"name": "p", "port": 1}])] * 2),
    "apply: priority class": ("scheduling.k8s.io/v1", "PriorityClass", [apply(value=1, description="x")] * 2),
    "apply: storage class": ("storage.k8s.io/v1", "StorageClass", [apply(provisioner="x.y/z", parameters={"a": "b"}, allowedTopologies=[{"matchLabelExpressions": [{"key": "k", "values": ["v"]}]}])] * 2),
    "apply: webhook": ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", [apply(webhooks=[{"name": "a.b.c", "admissionReviewVersions": ["v1"], "sideEffects": "None", "failurePolicy": "Ignore", "clientConfig": {"url": "https://localhost:1/x"}, "rules": [{"apiGroups": ["no.such"], "apiVersions": ["v1"], "resources": ["x"], "operations": ["CREATE"]}]}])] * 2),
    "apply: custom resource definition": ("apiextensions.k8s.io/v1", "CustomResourceDefinition", [apply(**{k: v for k, v in crd("Record", THING_SCHEMA, {"status": {}}).items() if k != "metadata"})] * 2),
    "apply: config map": ("v1", "ConfigMap", [apply(data={"a.b": "c"}, binaryData={"x": "Mg=="}, immutable=True, metadata={"annotations": {"a.b/c": "d"}, "labels": {"e": "f"}, "generateName": "g"})] * 2),
    "apply: namespace": ("v1", "Namespace", [apply("a", metadata=labels(x="1")), apply("a")]),
    "apply: cluster role": ("rbac.authorization.k8s.io/v1", "ClusterRole", [apply("a", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]), apply("a", rules=[])]),
}


class Server:
    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.proxy = subprocess.Popen([KUBECTL, "proxy", "--port", str(self.port)], stdout=subprocess.DEVNULL)
        time.sleep(2)

    def call(self, method, path, body=None, content_type="application/json"):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, {"Content-Type": content_type, "User-Agent": "recorder/1"}, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def merge_patch(value, change):
    if not isinstance(change, dict):
        return change
    value = dict(value) if isinstance(value, dict) else {}
    for name, new in change.items():
        if new is None:
            value.pop(name, None)
        else:
            value[name] = merge_patch(value.get(name), new)
    return value


def drop(value, path):
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        value = value.get(part, {}) if isinstance(value, dict) else value[part]
    if isinstance(value, list):
        del value[last]
    else:
        value.pop(last, None)


class Mask:
    """Gives times the names of minutes, in the order in which they appear."""

    def __init__(self):
        self.minutes = 0
        self.known = {}

    def next(self):
        self.minutes += 1
        return f"2026-01-01T00:{self.minutes:02}:00Z"

    def object(self, value, now):
        if not isinstance(value, dict) or "metadata" not in value:
            return value
        value = copy.deepcopy(value)
        meta = value["metadata"]
        meta.pop("resourceVersion", None)
        meta.update({"uid": "uid"} if "uid" in meta else {})
        meta.update({"creationTimestamp": "2026-01-01T00:00:00Z"} if "creationTimestamp" in meta else {})
        for entry in meta.get("managedFields") or []:
            if "time" in entry:
                entry["time"] = self.known.setdefault(entry["time"], now)
        return value


def record(server, case):
    api_version, kind, steps, *rest = case
    dropped = rest[0] if rest else []
    plural = PLURALS.get(kind, kind.lower() + "s")
    root = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
    scope = "" if kind in CLUSTER else f"/namespaces/{NAMESPACE}"
    name = NAMES.get(kind, "recorded-case")
    collection = f"{root}{scope}/{plural}"
    path = f"{collection}/{name}"
    envelope = {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}}
    mask, recorded = Mask(), []
    for step in steps:
        time.sleep(1.1)
        code, live = server.call("GET", path)
        live = live if code == 200 else None
        verb, subresource = step["verb"], step.get("subresource", "")
        target = path + (f"/{subresource}" if subresource else "")
        query = f"?fieldManager={urllib.request.quote(step['manager'])}"
        if verb == "apply":
            sent = merge_patch_keeping_nulls(envelope, step["fields"])
            code, answer = server.call("PATCH", f"{target}{query}&force={str(step['force']).lower()}", sent, APPLY)
            wanted = sent
        elif verb == "post":
            sent = merge_patch_keeping_nulls(envelope, step["fields"])
            code, answer = server.call("POST", collection + query, sent)
            wanted = None
        elif verb == "put":
            wanted = merge_patch(live, step["change"])
            code, answer = server.call("PUT", target + query, wanted)
            # The server's own types have fields that are written even when nobody set them.
            wanted = None if kind == "Deployment" else wanted
        else:
            kind_of_patch = STRATEGIC if "$setElementOrder" in json.dumps(step["change"]) else MERGE
            code, answer = server.call("PATCH", target + query, step["change"], kind_of_patch)
            wanted = None
        # What others wrote meanwhile has a name already, what this request wrote is new.
        live_times = mask.next()
        raw, live = live, mask.object(live, live_times)
        now = mask.next()
        if subresource == "scale":
            code, answer = server.call("GET", path)
        if wanted is None:
            wanted = copy.deepcopy(answer)
            written = step.get("change", {}).get("metadata", {}).get("managedFields", "absent")
            if isinstance(written, list):
                wanted["metadata"]["managedFields"] = written
            elif verb == "post":
                wanted["metadata"].pop("managedFields", None)
            else:
                wanted["metadata"]["managedFields"] = copy.deepcopy(raw["metadata"].get("managedFields"))
            for path_ in dropped:
                drop(wanted, path_)
        recorded.append({
            "operation": "apply" if verb == "apply" else "update",
            "manager": step["manager"], "force": step.get("force", False), "subresource": subresource,
            "live": live, "object": mask.object(wanted, now) if verb != "apply" else wanted, "now": now,
            "code": code, "answer": mask.object(answer, now),
        })
    server.call("PATCH", path, {"metadata": {"finalizers": None}}, MERGE)
    server.call("DELETE", path)
    return {"apiVersion": api_version, "kind": kind, "steps": recorded}


def merge_patch_keeping_nulls(value, change):
    if not isinstance(change, dict) or not isinstance(value, dict):
        return change
    return {**value, **{name: merge_patch_keeping_nulls(value.get(name), new) for name, new in change.items()}}


def write(version, schemas, cases):
    """One line a step."""
    line = lambda value: json.dumps(value, sort_keys=True, separators=(",", ":"))
    print(f'{{"server":{line(version)},"schemas":{line(schemas)},"cases":{{')
    for end, (name, case) in zip([","] * (len(cases) - 1) + [""], cases.items()):
        print(f'{line(name)}:{{"apiVersion":{line(case["apiVersion"])},"kind":{line(case["kind"])},"steps":[')
        print(",\n".join(map(line, case["steps"])))
        print("]}" + end)
    print("}}")


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    server = Server()
    try:
        server.call("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
        for definition in CRDS:
            server.call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
        time.sleep(4)
        _, version = server.call("GET", "/version")
        cases = {name: record(server, case) for name, case in CASES.items() if re.search(only, name)}
        schemas = {"Thing": THING_SCHEMA, "Open": OPEN_SCHEMA}
        write(version["gitVersion"], schemas, cases)
    finally:
        for definition in CRDS:
            server.call("DELETE", f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{definition['metadata']['name']}")
        server.call("DELETE", f"/api/v1/namespaces/{NAMESPACE}")
        server.proxy.terminate()


main()
