//! The objects that parametrize a binding.

use std::sync::Arc;

use serde_json::Value;

use crate::cluster::Cluster;
use crate::selectors::LabelSelector;
use crate::store::Object;

/// The parameters with which a policy is asked: one time for each, and without any where the policy takes none. The error
/// is what is wrong with the binding.
pub(super) fn of(
    cluster: &Cluster,
    kind: &Value,
    reference: &Value,
    namespace: &str,
) -> Result<Vec<Option<Arc<Object>>>, String> {
    if !kind.is_object() || !reference.is_object() {
        return Ok(vec![None]);
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let catalog = cluster.registry.catalog();
    let (api_version, name) = (text(&kind["apiVersion"]), text(&kind["kind"]));
    let Some(resource) = catalog.find_kind(&api_version, &name) else {
        return Err("paramKind kind not found".to_owned());
    };
    let mut place = text(&reference["namespace"]);
    if resource.namespaced && place.is_empty() {
        if namespace.is_empty() {
            return Err("cannot use namespaced paramRef in policy binding that matches cluster-scoped resources".to_owned());
        }
        namespace.clone_into(&mut place);
    } else if !resource.namespaced && !place.is_empty() {
        return Err(
            "paramRef.namespace must not be provided for a cluster-scoped `paramKind`".to_owned(),
        );
    }
    let found: Vec<Arc<Object>> = match reference["name"].as_str() {
        Some(name) => cluster
            .store
            .get(&resource.id, &place, name)
            .into_iter()
            .collect(),
        None => {
            let selector = LabelSelector::of(&reference["selector"]);
            let scope = resource.namespaced.then_some(place.as_str());
            let listing = cluster.store.list(&resource.id, scope);
            let objects = listing.objects.into_iter();
            objects
                .filter(|object| selector.matches(object.value()))
                .collect()
        }
    };
    if found.is_empty() && reference["parameterNotFoundAction"] != "Allow" {
        return Err(
            "no params found for policy binding with `Deny` parameterNotFoundAction".to_owned(),
        );
    }
    Ok(found.into_iter().map(Some).collect())
}
