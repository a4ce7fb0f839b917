"""The application kit: names, labels, replicas, dependency hashes and connections."""

import copy

from oper8 import Component, Session, component
from oper8.deploy_manager.dry_run_deploy_manager import DryRunDeployManager
from oper8.managed_object import ManagedObject
from oper8.x.datastores.cos.connection import CosConnection
from oper8.x.datastores.postgres.connection import PostgresConnection
from oper8.x.datastores.redis.connection import RedisConnection
from oper8.x.oper8x_component import Oper8xComponent
from oper8.x.utils import common, deps_annotation

from support import any_json, sometimes

CONNECTIONS = {"cos": CosConnection, "postgres": PostgresConnection, "redis": RedisConnection}
REPLICAS = {"replicas": {"small": {"web": 1, "db": 3}, "large": {"web": 5}}}


def make_session(given):
    """The session that the input describes."""
    cr = {
        "apiVersion": "foo.bar.com/v1",
        "kind": "Foo",
        "metadata": {"name": "foo", "namespace": "ns"},
        "spec": given.get("spec", {}),
    }
    cluster = DryRunDeployManager(copy.deepcopy(given.get("cluster", [])))
    return Session("id", cr, given.get("config", {}), cluster)


def make_component(name, session, base=Component):
    """A component of this name."""
    return component(name)(type("Some", (base,), {"build_chart": lambda self, session: None}))(session=session)


def answer(given):
    """The result of the function that the input names."""
    name = given["fn"]
    if name in SCALARS:
        return getattr(common, name)(given["value"])
    return FUNCTIONS[name](given, make_session(given))


def get_deps_annotation(given, session):
    """The annotation with the hash of the dependencies."""
    dependencies = [one["object"] if "object" in one else tuple(one["lookup"]) for one in given["dependencies"]]
    return deps_annotation.get_deps_annotation(session, dependencies)


def add_deps_annotation(given, session):
    """The resource with the annotation on its pods."""
    owner = make_component("web", session)
    owner._managed_objects = [ManagedObject(one) for one in given.get("component_objects", [])]
    return deps_annotation.add_deps_annotation(owner, session, given["resource"])


def update_object_definition(given, session):
    """The resource as the component gives it out."""
    owner = make_component(given["component_name"], session, Oper8xComponent)
    return owner.update_object_definition(session, "web.it", given["resource"])


def connection(given, session):
    """A redis connection and what it offers; of the others what they say of themselves."""
    kind = CONNECTIONS[given["type"]]
    made = kind(session, **given["kwargs"]) if "kwargs" in given else kind.from_dict(session, given["dict"])
    told = made.to_dict()
    result = {
        "to_dict": told,
        "tls_enabled": made.tls_enabled,
        "tls_cert": made.get_tls_cert(),
        "round_trip_equal": kind.from_dict(session, told).to_dict() == told,
    }
    if given["type"] == "redis":
        result["schema"] = made.schema
        result["auth"] = made.get_auth_username_password()
        result["connection_string"] = made.get_connection_string()
    return result


FUNCTIONS = {
    "get_replicas": lambda given, session: common.get_replicas(
        session,
        given["component_name"],
        given["unscoped_name"],
        **{key: given[key] for key in ("force", "replicas_override") if key in given},
    ),
    "get_deploy_labels": lambda given, session: common.get_deploy_labels(session, given.get("base_labels")),
    "get_slot_name": lambda given, session: common.get_slot_name(given["component_name"], session),
    "is_global": lambda given, session: common.is_global(given["component_name"], session),
    "get_labels": lambda given, session: common.get_labels(given["cluster_name"], session, given.get("component_name")),
    "get_resource_cluster_name": lambda given, session: common.get_resource_cluster_name(
        given["resource_name"], given["component_name"], session
    ),
    "metadata_defaults": lambda given, session: common.metadata_defaults(
        given["cluster_name"], session, **given.get("kwargs", {})
    ),
    "get_deps_annotation": get_deps_annotation,
    "add_deps_annotation": add_deps_annotation,
    "update_object_definition": update_object_definition,
    "connection": connection,
}
SCALARS = {
    "b64_secret": ["abc", "", "päss ☃"],
    "b64_secret_decode": ["YWJj", "", "/w==", "YW", "cMOk"],
    "camelcase_to_snake_case": ["fooBar", "FooBAR", "foo-Bar", "", ["aB"], {"aB": {"cD": "eF"}}],
    "snake_case_to_camelcase": ["foo_bar", "Foo__bar", "_x", "", ["a_b"], {"a_b": {"c_d": "e_f"}}],
    "from_string_or_number": ["007", "1.50", "1e3", "100m", " 5 ", 3, 1.5, ""],
    "mount_mode": ["755", 755, "0644", "8", "", "0o17"],
}


def generate(rng):
    """A call of any of the functions."""
    name = rng.choice(sorted(FUNCTIONS) * 2 + sorted(SCALARS))
    if name in SCALARS:
        return {"fn": name, "value": rng.choice(SCALARS[name])}
    given = {"fn": name, **GENERATORS[name](rng)}
    if name in ("get_slot_name", "is_global", "get_labels", "get_resource_cluster_name", "update_object_definition"):
        sometimes(rng, 0.6, given, "config", lambda: {"web": rng.choice(
            [{"global": rng.choice([True, False, "yes", 0])}, {"namespace": rng.choice(["other", ""])}, {}]
        )})
    return given


def replicas(rng):
    """Replicas by size, and a Deployment that has some."""
    deployed = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
            "name": rng.choice(["foo-web", "foo-web", "other"]),
            "namespace": "ns",
            "labels": {"instance-size": rng.choice(["small", "large"])},
        },
        "spec": rng.choice([{"replicas": 4}, {"replicas": 0}, {}]),
    }
    given = {
        "component_name": rng.choice(["web", "web", "db"]),
        "unscoped_name": "web",
        "spec": {"size": rng.choice(["small", "large", "huge"])},
        "config": REPLICAS,
        "cluster": [deployed] if rng.random() < 0.7 else [],
    }
    sometimes(rng, 0.2, given, "force", True)
    sometimes(rng, 0.2, given, "replicas_override", lambda: rng.choice([7, 0]))
    sometimes(rng, 0.2, given["spec"], "backup", {"offlineQuiesce": True})
    return given


def data_object(rng, kind=None, name=None):
    """A Secret, a ConfigMap, or something else with data."""
    made = {
        "apiVersion": "v1",
        "kind": kind or rng.choice(["Secret", "ConfigMap", "Other"]),
        "metadata": {"name": name or rng.choice("ab"), "namespace": "ns"},
    }
    sometimes(rng, 0.9, made, "data", lambda: any_json(rng, 2))
    return made


def dependencies(rng):
    """Objects and names of objects."""
    known = [data_object(rng, "Secret", "a"), data_object(rng, "ConfigMap", "b")]
    names = [["Secret", "a"], ["ConfigMap", "b"], ["Secret", "missing"]]
    wanted = [
        {"object": data_object(rng)} if rng.random() < 0.6 else {"lookup": rng.choice(names)}
        for _ in range(rng.randint(0, 3))
    ]
    return {"dependencies": wanted, "cluster": known}


def workload(rng):
    """A resource with a pod that needs data."""
    spec = {
        "volumes": [{"name": "v", "secret": {"secretName": "a"}}, {"name": "w", "configMap": {"name": "b"}}],
        "containers": [{"name": "c", "env": [{"name": "E", "valueFrom": {"secretKeyRef": {"name": "a", "key": "k"}}}]}],
    }
    kind = rng.choice(["Deployment", "StatefulSet", "DaemonSet", "Job", "Pod", "ConfigMap"])
    given = {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": "d", "namespace": "ns"}}
    given["spec"] = spec if kind == "Pod" else {"template": {"spec": spec}}
    known = [data_object(rng, "Secret", "a"), data_object(rng, "ConfigMap", "b")]
    own = [data_object(rng, "Secret", "a")] if rng.random() < 0.4 else []
    return {"resource": given, "cluster": known, "component_objects": own}


def connections(rng):
    """A connection, its secrets, and perhaps something missing."""
    values = {"user": "bWU=", "pass": "czNjcmV0", "access": "YQ==", "secret": "Yg=="}
    secrets = [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "auth", "namespace": "ns"}, "data": values},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "tls", "namespace": "ns"}, "data": {"ca.crt": "Q0VSVA=="}},
    ]
    kind = rng.choice(sorted(CONNECTIONS))
    given = {"auth_secret_name": "auth", "hostname": "h", "port": rng.choice([5432, "5432"])}
    if kind == "cos":
        given["bucket_name"] = "b"
        given.update({"auth_secret_access_key_field": "access", "auth_secret_secret_key_field": "secret"})
    else:
        given.update({"auth_secret_username_field": "user", "auth_secret_password_field": "pass"})
    tls = rng.random() < 0.6
    given.update({"tls_secret_name": "tls" if tls else None, "tls_secret_cert_field": "ca.crt" if tls else None})
    if rng.random() < 0.15:
        del given[rng.choice(sorted(given))]
    return {"type": kind, "dict": given, "cluster": rng.sample(secrets, rng.choice([2, 2, 2, 1]))}


GENERATORS = {
    "get_replicas": replicas,
    "get_deploy_labels": lambda rng: {
        "spec": {"size": rng.choice(["small", "large"])},
        "base_labels": rng.choice([None, {}, {"app": "x", "instance-size": "old"}]),
    },
    "get_slot_name": lambda rng: {"component_name": "web"},
    "is_global": lambda rng: {"component_name": "web"},
    "get_labels": lambda rng: {
        "cluster_name": "foo-web",
        "component_name": "web",
        "spec": rng.choice([{}, {"labels": None}, {"labels": {"a": "b", "app": "mine"}}]),
    },
    "get_resource_cluster_name": lambda rng: {"resource_name": rng.choice(["svc", "x" * 70]), "component_name": "web"},
    "metadata_defaults": lambda rng: {
        "cluster_name": "foo-web",
        "kwargs": rng.choice([{}, {"labels": {"a": "b"}}, {"namespace": "x"}]),
    },
    "get_deps_annotation": dependencies,
    "add_deps_annotation": workload,
    "update_object_definition": lambda rng: {
        "component_name": "web",
        "resource": rng.choice([data_object(rng), {"kind": "X"}]),
    },
    "connection": connections,
}
