//! Pods as the controllers make them from a template.

use serde_json::{Value, json};

use super::work::Kind;
use crate::store::Object;

/// A pod of the template, controlled by `owner`, with a name yet to be generated from the owner's.
pub(super) fn pod(template: &Value, owner: &Object, kind: &Kind) -> Value {
    let mut metadata = json!({
        "generateName": format!("{}-", owner.name()),
        "namespace": owner.namespace(),
        "ownerReferences": [kind.reference(owner)],
    });
    for field in ["labels", "annotations", "finalizers"] {
        let given = &template["metadata"][field];
        if !given.is_null() {
            metadata[field] = given.clone();
        }
    }
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]})
}
