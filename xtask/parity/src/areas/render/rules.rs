//! What sessions and manifests are otherwise here, exactly.

use serde_json::Value;

use crate::areas::Rule;
use crate::differences::Case;

pub(super) const RULES: &[(&str, Rule)] = &[
    ("owners_are_not_copied", owners_are_not_copied),
    (
        "status_comes_with_the_resource",
        status_comes_with_the_resource,
    ),
];

/// The owners that the live object has are not in the manifest, which is the same otherwise.
fn owners_are_not_copied(case: &Case<'_>) -> bool {
    let (Some(theirs), Some(ours)) = (case.theirs(), case.ours()) else {
        return false;
    };
    let mut expected = theirs.clone();
    let objects = expected["objects"].as_array_mut();
    for object in objects.into_iter().flatten() {
        let live = live(&case.vector.input, object);
        if let Some(metadata) = object["metadata"].as_object_mut()
            && metadata.get("ownerReferences")
                == live.and_then(|live| live["metadata"].get("ownerReferences"))
        {
            metadata.remove("ownerReferences");
        }
    }
    expected == *ours
}

fn live<'a>(input: &'a Value, object: &Value) -> Option<&'a Value> {
    let same = |live: &&Value| {
        let paths = [
            "/apiVersion",
            "/kind",
            "/metadata/name",
            "/metadata/namespace",
        ];
        paths
            .iter()
            .all(|path| live.pointer(path) == object.pointer(path))
    };
    input["cluster"].as_array()?.iter().find(same)
}

/// A custom resource that is not in the cluster has the status that it was given with.
fn status_comes_with_the_resource(case: &Case<'_>) -> bool {
    let (Some(theirs), Some(ours)) = (case.theirs(), case.ours()) else {
        return false;
    };
    let cr = &case.vector.input["cr"];
    let mut expected = theirs.clone();
    expected["status"] = cr["status"].clone();
    expected["current_version"] = cr["status"]["versions"]["reconciled"].clone();
    live(&case.vector.input, cr).is_none() && expected == *ours
}
