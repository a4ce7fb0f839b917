//! The definition of a kind of patches.

use kube_core::discovery::ApiResource;
use oper8_patch::{JSON_PATCH, STRATEGIC_MERGE_PATCH};
use oper8_status::status_schema;
use serde_json::{Value, json};

/// A patch is attached to one target; nobody would detach it from another one that it once had.
const SAME_TARGET: &str = "self.kind == oldSelf.kind && self.name == oldSelf.name \
    && self.apiVersion.split('/')[0] == oldSelf.apiVersion.split('/')[0]";

/// The CustomResourceDefinition of the kind.
pub(super) fn of(resource: &ApiResource) -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{}.{}", resource.plural, resource.group)},
        "spec": {
            "group": resource.group,
            "scope": "Namespaced",
            "names": {
                "kind": resource.kind,
                "listKind": format!("{}List", resource.kind),
                "plural": resource.plural,
                "singular": resource.kind.to_lowercase(),
            },
            "versions": [{
                "name": resource.version,
                "served": true,
                "storage": true,
                "schema": {"openAPIV3Schema": {
                    "type": "object",
                    "description": "A change of what an operator renders for one custom resource of the same namespace.",
                    "required": ["spec"],
                    "properties": {"spec": spec(), "status": status_schema()},
                }},
                "subresources": {"status": {}},
                "additionalPrinterColumns": columns(),
            }],
        },
    })
}

fn spec() -> Value {
    json!({
        "type": "object",
        "required": ["apiVersion", "kind", "name", "patchType", "patch"],
        "properties": {
            "apiVersion": {
                "type": "string", "minLength": 1, "maxLength": 317,
                "description": "Group and version of the custom resource to patch.",
            },
            "kind": {
                "type": "string", "minLength": 1, "maxLength": 63,
                "description": "Kind of the custom resource to patch.",
            },
            "name": {
                "type": "string", "minLength": 1, "maxLength": 253,
                "description": "Name of the custom resource to patch.",
            },
            "patchType": {
                "type": "string",
                "enum": [STRATEGIC_MERGE_PATCH, JSON_PATCH],
                "description": "What the patches below are: partial manifests, or lists of RFC 6902 operations.",
            },
            "patch": {
                "type": "object",
                "x-kubernetes-preserve-unknown-fields": true,
                "description": "Patches by component, and in each by resource, as the annotation oper8.org/internal-name tells them.",
            },
        },
        "x-kubernetes-validations": [{
            "rule": SAME_TARGET,
            "message": "the target of a patch cannot be changed: delete the patch and make another",
        }],
    })
}

fn columns() -> Value {
    let column =
        |name: &str, kind: &str, path: &str| json!({"name": name, "type": kind, "jsonPath": path});
    json!([
        column("Kind", "string", ".spec.kind"),
        column("Target", "string", ".spec.name"),
        column("Type", "string", ".spec.patchType"),
        column(
            "Ready",
            "string",
            ".status.conditions[?(@.type==\"Ready\")].status"
        ),
        column(
            "Reason",
            "string",
            ".status.conditions[?(@.type==\"Ready\")].reason"
        ),
        column("Age", "date", ".metadata.creationTimestamp"),
    ])
}
