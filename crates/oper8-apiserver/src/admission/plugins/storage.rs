//! `DefaultStorageClass` and `StorageObjectInUseProtection`: claims have a class; they and volumes stay while they are used.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Plugin, Request, list_of, newest};
use crate::cluster::Cluster;
use crate::status::Status;
use crate::store::{GroupResource, Object};

pub(super) struct DefaultStorageClass;
pub(super) struct StorageObjectInUseProtection;

static CLASSES: LazyLock<GroupResource> =
    LazyLock::new(|| GroupResource::new("storage.k8s.io", "storageclasses"));

/// The annotation by which claims named their class before there was a field.
const OLDER_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

impl Plugin for DefaultStorageClass {
    fn change(
        &self,
        cluster: &Cluster,
        request: &Request<'_>,
        claim: &mut Value,
    ) -> Result<(), Status> {
        let has_class = !claim["spec"]["storageClassName"].is_null()
            || !claim["metadata"]["annotations"][OLDER_CLASS].is_null();
        if !request.creates("", "persistentvolumeclaims") || has_class {
            return Ok(());
        }
        let classes = cluster.store.list(&CLASSES, None).objects;
        let defaults = classes.iter().filter(|class| is_default(class));
        if let Some(class) = newest(defaults) {
            claim["spec"]["storageClassName"] = class.name().into();
        }
        Ok(())
    }
}

fn is_default(class: &Object) -> bool {
    let annotations = &class.metadata()["annotations"];
    [
        "storageclass.kubernetes.io",
        "storageclass.beta.kubernetes.io",
    ]
    .iter()
    .any(|prefix| annotations[format!("{prefix}/is-default-class")] == "true")
}

impl Plugin for StorageObjectInUseProtection {
    fn change(
        &self,
        _cluster: &Cluster,
        request: &Request<'_>,
        object: &mut Value,
    ) -> Result<(), Status> {
        let protection = if request.creates("", "persistentvolumeclaims") {
            "kubernetes.io/pvc-protection"
        } else if request.creates("", "persistentvolumes") {
            "kubernetes.io/pv-protection"
        } else {
            return Ok(());
        };
        let finalizers = list_of(&mut object["metadata"], "finalizers");
        if !finalizers.iter().any(|name| name == protection) {
            finalizers.push(protection.into());
        }
        Ok(())
    }
}
