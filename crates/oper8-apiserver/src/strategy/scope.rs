//! Which kinds do what: generations, status that starts afresh, creation by update.

use serde_json::Value;

use crate::registry::Resource;

/// Kinds with `metadata.generation`.
pub(super) fn has_generation(resource: &Resource) -> bool {
    if resource.is_custom() {
        return true;
    }
    let kind = resource.kind.as_str();
    match resource.group() {
        "" => matches!(kind, "Pod" | "PodTemplate" | "ReplicationController"),
        "apps" => kind != "ControllerRevision",
        "batch"
        | "policy"
        | "admissionregistration.k8s.io"
        | "apiextensions.k8s.io"
        | "flowcontrol.apiserver.k8s.io" => true,
        "networking.k8s.io" => matches!(kind, "Ingress" | "IngressClass" | "NetworkPolicy"),
        "discovery.k8s.io" => kind == "EndpointSlice",
        "scheduling.k8s.io" => kind == "PriorityClass",
        "resource.k8s.io" => matches!(kind, "ResourceSlice" | "DeviceClass" | "DeviceTaintRule"),
        _ => false,
    }
}

/// Whether an update asks for something else than what is there.
pub(super) fn is_new_generation(resource: &Resource, current: &Value, object: &Value) -> bool {
    let others = |value: &Value| {
        let fields = value.as_object().into_iter().flatten();
        fields
            .filter(|(name, _)| {
                let name = name.as_str();
                let status = name == "status" && resource.status;
                !status && !matches!(name, "apiVersion" | "kind" | "metadata")
            })
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect::<Vec<_>>()
    };
    if resource.kind == "PriorityClass" {
        return current["value"] != object["value"];
    }
    // The controller copies a Deployment's annotations to its ReplicaSets, so they count as well.
    let annotations = resource.kind == "Deployment"
        && resource.group() == "apps"
        && current["metadata"]["annotations"] != object["metadata"]["annotations"];
    let labels = resource.kind == "EndpointSlice"
        && current["metadata"]["labels"] != object["metadata"]["labels"];
    annotations || labels || others(current) != others(object)
}

/// Kinds whose status a client cannot give when it creates an object.
pub(super) fn resets_status(resource: &Resource) -> bool {
    resource.status && resource.kind != "Node"
}

/// Kinds whose update must say which version it is based on.
pub(crate) fn needs_version(resource: &Resource) -> bool {
    if resource.is_custom() {
        return true;
    }
    let kind = resource.kind.as_str();
    match resource.group() {
        "admissionregistration.k8s.io"
        | "apiextensions.k8s.io"
        | "coordination.k8s.io"
        | "internal.apiserver.k8s.io"
        | "node.k8s.io"
        | "policy"
        | "storagemigration.k8s.io" => true,
        "certificates.k8s.io" => kind != "CertificateSigningRequest",
        "storage.k8s.io" => matches!(
            kind,
            "CSIDriver" | "CSINode" | "CSIStorageCapacity" | "VolumeAttachment"
        ),
        _ => false,
    }
}

/// Kinds that an update creates when they are not there.
pub(crate) fn creates_on_update(resource: &Resource) -> bool {
    match resource.group() {
        "" => matches!(
            resource.kind.as_str(),
            "Endpoints" | "Event" | "LimitRange" | "Service"
        ),
        "rbac.authorization.k8s.io" | "coordination.k8s.io" => true,
        "node.k8s.io" => resource.kind == "RuntimeClass",
        _ => false,
    }
}
