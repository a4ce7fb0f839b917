//! What every server has of its own: namespaces, the service of the API, classes of the system, and the place of each
//! group in discovery.

use oper8_schema::Shape;
use oper8_schema::protobuf::shape_of;
use serde_json::{Value, json};

use crate::cluster::{Cluster, namespaces, uid};
use crate::managed_fields::{Request, update};
use crate::simulator;
use crate::store::GroupResource;

/// The namespaces that every cluster has.
const NAMESPACES: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// As which manager the server writes what it has of its own.
pub(crate) const SERVER: &str = "kube-apiserver";

/// Who keeps an APIService: the server, for a group of its own or of a definition.
const AUTOMANAGED: &str = "kube-aggregator.kubernetes.io/automanaged";

/// How Kubernetes orders its groups; what is not here comes after them.
const PRIORITIES: [(&str, i64); 20] = [
    ("", 18_000),
    ("apps", 17_800),
    ("events.k8s.io", 17_750),
    ("authentication.k8s.io", 17_700),
    ("authorization.k8s.io", 17_600),
    ("autoscaling", 17_500),
    ("batch", 17_400),
    ("certificates.k8s.io", 17_300),
    ("networking.k8s.io", 17_200),
    ("policy", 17_100),
    ("rbac.authorization.k8s.io", 17_000),
    ("storage.k8s.io", 16_800),
    ("admissionregistration.k8s.io", 16_700),
    ("apiextensions.k8s.io", 16_700),
    ("scheduling.k8s.io", 16_600),
    ("coordination.k8s.io", 16_500),
    ("node.k8s.io", 16_300),
    ("discovery.k8s.io", 16_200),
    ("resource.k8s.io", 16_200),
    ("flowcontrol.apiserver.k8s.io", 16_100),
];

impl Cluster {
    /// Makes what every server has.
    pub(crate) fn bootstrap(&self) {
        for name in NAMESPACES {
            let mut namespace = object("v1", "Namespace", name);
            namespace["metadata"]["labels"] = json!({"kubernetes.io/metadata.name": name});
            let completed =
                json!({"spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}});
            self.add(&namespaces(), namespace, completed);
        }
        let (service, completed) = api_service();
        self.add(&GroupResource::new("", "services"), service, completed);
        let range = GroupResource::new("networking.k8s.io", "servicecidrs");
        let (addresses, completed) = service_range(&self.now());
        self.add(&range, addresses, completed);
        let classes = GroupResource::new("scheduling.k8s.io", "priorityclasses");
        for (name, value, what) in [
            (
                "system-cluster-critical",
                2_000_000_000,
                "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
            ),
            (
                "system-node-critical",
                2_000_001_000,
                "Used for system critical pods that must not be moved from their current node.",
            ),
        ] {
            let mut class = object("scheduling.k8s.io/v1", "PriorityClass", name);
            class["value"] = value.into();
            class["description"] = what.into();
            class["preemptionPolicy"] = "PreemptLowerPriority".into();
            self.add(&classes, class, json!({"metadata": {"generation": 1}}));
        }
        if self.settings.simulator.is_some() {
            self.store_new(&GroupResource::new("", "nodes"), simulator::node());
            let classes = GroupResource::new("storage.k8s.io", "storageclasses");
            self.store_new(&classes, simulator::storage_class());
        }
        let catalog = self.registry.catalog();
        for (group, version) in catalog.group_versions() {
            self.add_place(group, version, "onstart");
        }
    }

    /// Adds an object as the server does at its start; nobody owns what it is completed with.
    fn add(&self, resource: &GroupResource, object: Value, completed: Value) {
        let api_version = object["apiVersion"].as_str().unwrap_or_default().to_owned();
        let kind = object["kind"].as_str().unwrap_or_default().to_owned();
        let (shape, now) = (shape_of(&api_version, &kind), self.now());
        let request = Request::new(
            SERVER,
            &api_version,
            &kind,
            shape.unwrap_or_else(Shape::untyped),
        );
        let mut object = update(None, object, &request.at(&now));
        json_patch::merge(&mut object, &completed);
        self.store_new(resource, object);
    }

    fn store_new(&self, resource: &GroupResource, mut object: Value) {
        object["metadata"]["uid"] = uid().into();
        object["metadata"]["creationTimestamp"] = self.now().into();
        // The names are different and the store is new, so there is nothing to collide with.
        let _ = self.store.create(resource, object);
    }

    /// Tells the place of a version of a group among the others.
    fn add_place(&self, group: &str, version: &str, keeper: &str) {
        let name = format!("{version}.{group}");
        let mut place = object("apiregistration.k8s.io/v1", "APIService", &name);
        place["metadata"]["labels"] = json!({AUTOMANAGED: keeper});
        place["spec"] = json!({
            "version": version,
            "groupPriorityMinimum": priority(group).unwrap_or(1000),
            "versionPriority": version_priority(group, version),
        });
        if !group.is_empty() {
            place["spec"]["group"] = group.into();
        }
        let condition = json!({
            "type": "Available",
            "status": "True",
            "lastTransitionTime": self.now(),
            "reason": "Local",
            "message": "Local APIServices are always available",
        });
        let completed = json!({"status": {"conditions": [condition]}});
        self.add(&places(), place, completed);
    }

    /// Tells the places of the versions of a group of definitions as they are now.
    pub(crate) fn place_group(&self, group: &str) {
        let catalog = self.registry.catalog();
        if catalog.is_built_in(group) {
            return;
        }
        let served = catalog.versions_of(group);
        for version in &served {
            self.add_place(group, version, "true");
        }
        for place in self.store.list(&places(), None).objects {
            let spec = &place.value()["spec"];
            let version = spec["version"].as_str().unwrap_or_default();
            let automatic = place.value()["metadata"]["labels"][AUTOMANAGED] == "true";
            if spec["group"] == group && automatic && !served.contains(&version) {
                // Whoever removed it first has done the same.
                let _ = self.store.remove(&places(), &place, None);
            }
        }
    }
}

/// Where the places of the groups are stored.
fn places() -> GroupResource {
    GroupResource::new("apiregistration.k8s.io", "apiservices")
}

fn priority(group: &str) -> Option<i64> {
    let mut known = PRIORITIES.iter();
    known.find(|(name, _)| *name == group).map(|known| known.1)
}

fn version_priority(group: &str, version: &str) -> i64 {
    match (group, version) {
        ("", _) => 1,
        ("autoscaling", "v2") => 30,
        ("flowcontrol.apiserver.k8s.io" | "resource.k8s.io", _) => 21,
        (group, _) if priority(group).is_some() || group == "apiregistration.k8s.io" => 15,
        _ => 100,
    }
}

fn object(api_version: &str, kind: &str, name: &str) -> Value {
    json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name}})
}

/// The service by which pods find the API, and what it is completed with.
fn api_service() -> (Value, Value) {
    let mut service = object("v1", "Service", "kubernetes");
    service["metadata"]["namespace"] = "default".into();
    service["metadata"]["labels"] = json!({"component": "apiserver", "provider": "kubernetes"});
    service["spec"] = json!({
        "ports": [{"name": "https", "protocol": "TCP", "port": 443, "targetPort": 6443}],
        "clusterIP": "10.0.0.1",
        "type": "ClusterIP",
        "sessionAffinity": "None",
        "ipFamilyPolicy": "SingleStack",
        "internalTrafficPolicy": "Cluster",
    });
    let completed = json!({
        "spec": {"clusterIPs": ["10.0.0.1"], "ipFamilies": ["IPv4"]},
        "status": {"loadBalancer": {}},
    });
    (service, completed)
}

/// The addresses that services get, and what they are completed with.
fn service_range(now: &str) -> (Value, Value) {
    let mut range = object("networking.k8s.io/v1", "ServiceCIDR", "kubernetes");
    range["spec"] = json!({"cidrs": ["10.0.0.0/16"]});
    let completed = json!({"status": {"conditions": [{
        "type": "Ready",
        "status": "True",
        "lastTransitionTime": now,
        "reason": "",
        "message": "Kubernetes default Service CIDR is ready",
    }]}});
    (range, completed)
}
